import { type KeyObject, verify } from "node:crypto";
import { isId } from "../core/ids.ts";
import { MailEventKind } from "./mail.entity.ts";

/** Something that SendGrid tells of a mail of ours. */
export interface ToldEvent {
  providerEventId: string;
  mailId: string;
  kind: MailEventKind;
  /** In the words of whoever told it. */
  said: string;
  at: Date;
  /** Whether it tells that there is no such mailbox. */
  isOfAddress: boolean;
  /** Whether it tells that its recipient called a mail of ours spam. */
  isComplaint: boolean;
}

/** How far the time of a message may be from now, in milliseconds. */
const toleranceMs = 10 * 60_000;

/** Whether SendGrid signed this: ECDSA over the timestamp and the bytes as they came. */
export function isBySendGrid(key: KeyObject, body: Buffer, signature: string, timestamp: string, now: Date): boolean {
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(Number(timestamp) * 1_000 - now.getTime()) > toleranceMs) return false;
  try {
    return verify("sha256", Buffer.concat([Buffer.from(timestamp), body]), key, Buffer.from(signature, "base64"));
  } catch {
    return false;
  }
}

const kinds: Readonly<Record<string, MailEventKind>> = {
  processed: MailEventKind.ACCEPTED,
  deferred: MailEventKind.DEFERRED,
  delivered: MailEventKind.DELIVERED,
  bounce: MailEventKind.BOUNCED,
  dropped: MailEventKind.NOT_TRIED,
  spamreport: MailEventKind.COMPLAINED,
};

const mostWords = 1_000;

/** What people may read of a foreign text: one line, no control characters, not too long. */
const words = (given: unknown): string =>
  typeof given === "string"
    ? given
        .replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, " ")
        .trim()
        .slice(0, mostWords)
    : "";

/**
 * The events of a message that are about mails of ours and of a kind that we know; null where the message is no list.
 */
export function readEvents(body: Buffer): ToldEvent[] | null {
  let given: unknown;
  try {
    given = JSON.parse(body.toString());
  } catch {
    return null;
  }
  return Array.isArray(given) ? given.flatMap((each) => readEvent(each) ?? []) : null;
}

function readEvent(given: unknown): ToldEvent | null {
  if (typeof given !== "object" || given === null) return null;
  const { event, mail_id, sg_event_id, timestamp, reason, response, type } = given as Record<string, unknown>;
  const kind = typeof event === "string" && Object.hasOwn(kinds, event) ? kinds[event] : undefined;
  if (!kind || typeof mail_id !== "string" || !isId(mail_id)) return null;
  if (typeof sg_event_id !== "string" || !/^[\w-]{1,200}$/.test(sg_event_id)) return null;
  if (typeof timestamp !== "number" || !(timestamp > 0 && timestamp < 1e11)) return null;
  const said = words(reason) || words(response);
  return {
    providerEventId: sg_event_id,
    mailId: mail_id,
    kind,
    said,
    at: new Date(Math.floor(timestamp * 1_000)),
    // "blocked" is a no of today's: a full box, a filter.
    isOfAddress:
      (kind === MailEventKind.BOUNCED && type !== "blocked") ||
      (kind === MailEventKind.NOT_TRIED && /^(Bounced Address|Invalid)/.test(said)),
    isComplaint:
      kind === MailEventKind.COMPLAINED || (kind === MailEventKind.NOT_TRIED && said.startsWith("Spam Reporting")),
  };
}
