import { createHash } from "node:crypto";

/** What happens to a certificate that the log tells. */
export const certificateEvents = ["issued", "credential", "superseded", "revoked", "removed"] as const;
export type CertificateEvent = (typeof certificateEvents)[number];

/**
 * What an entry of the log is made of. It names nobody, and whoever has the log alone can't guess even this, since the salt is random.
 */
export interface LoggedEvent {
  event: CertificateEvent;
  /** The certificate's number. */
  number: string;
  /** When it was recorded: ISO 8601 in UTC, to the microsecond. */
  at: string;
  /** SHA-256 of the certificate's PDF, or of its credential where that was made, in hexadecimal. */
  sha256: string;
  /** 16 bytes in hexadecimal. */
  salt: string;
}

const fields = ["event", "number", "at", "sha256", "salt"] as const satisfies (keyof LoggedEvent)[];

const form: Record<keyof LoggedEvent, RegExp> = {
  event: new RegExp(`^(?:${certificateEvents.join("|")})$`),
  number: /^[^\n]{1,100}$/,
  at: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/,
  sha256: /^[0-9a-f]{64}$/,
  salt: /^[0-9a-f]{32}$/,
};

/** The event as one text: a line for each of its fields, behind the version of this form. */
export const eventText = (event: LoggedEvent): string =>
  `accrue.certificate-event/v1\n${fields.map((field) => `${event[field]}\n`).join("")}`;

/** Null: the text is no event. */
export function readEvent(text: string): LoggedEvent | null {
  const [, ...values] = text.split("\n");
  const event = Object.fromEntries(fields.map((field, i) => [field, values[i] ?? ""])) as unknown as LoggedEvent;
  return fields.every((field) => form[field].test(event[field])) && eventText(event) === text ? event : null;
}

/** The log's entry for an event: 32 bytes. */
export const entryOf = (event: LoggedEvent): Buffer => createHash("sha256").update(eventText(event)).digest();
