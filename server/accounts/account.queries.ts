import { MoreThan } from "typeorm";
import type { Context } from "../core/context.ts";
import type { Mail, SuppressionReason } from "../mail/mail.entity.ts";
import { AccessToken, type EmailAddress } from "./account.entity.ts";

/** An address as its owner sees it, and whether mail goes to it. */
export interface OwnEmailAddress extends Pick<EmailAddress, "id" | "address" | "isPrimary" | "verifiedAt"> {
  suppressedFor: SuppressionReason | null;
  suppressedSince: Date | null;
}

/** The addresses of an account, the primary first, then by address. */
export const addressesOfAccount = (ctx: Context, accountId: string): Promise<OwnEmailAddress[]> =>
  ctx.db.query(
    `SELECT e.id, e.address, e.is_primary AS "isPrimary", e.verified_at AS "verifiedAt", s.reason AS "suppressedFor", s.since AS "suppressedSince"
     FROM email_address e LEFT JOIN mail_suppression s ON s.address = e.address
     WHERE e.account_id = $1 ORDER BY e.is_primary DESC, e.address`,
    [accountId],
  );

/** A mail as its reader may see it in the list of what was sent: neither its text nor what mail servers said. */
export type OwnMail = Pick<
  Mail,
  "id" | "kind" | "toAddress" | "subject" | "status" | "createdAt" | "sentAt" | "settledAt"
>;

/** How many mails are listed: what somebody waits for is among the latest. */
const mostMails = 50;

/** The latest mails to an account, the newest first. What went to an address of theirs before it was theirs is not among them. */
export const mailsToAccount = (ctx: Context, accountId: string): Promise<OwnMail[]> =>
  ctx.db.query(
    `SELECT id, kind, to_address AS "toAddress", subject, status, created_at AS "createdAt", sent_at AS "sentAt",
       settled_at AS "settledAt"
     FROM mail WHERE recipient_account_id = $1 ORDER BY created_at DESC, id LIMIT ${mostMails}`,
    [accountId],
  );

export interface DeviceRow {
  id: string;
  createdAt: Date;
  lastUsedAt: Date;
  userAgent: string;
  current: boolean;
}

/** The sign-ins of an account that are under way, the latest used first. */
export async function devicesOfAccount(ctx: Context, accountId: string): Promise<DeviceRow[]> {
  const tokens = await ctx.db.manager.find(AccessToken, {
    where: { accountId, expiresAt: MoreThan(ctx.now()) },
    order: { lastUsedAt: "DESC", id: "DESC" },
  });
  return tokens.map(({ tokenHash, ...device }) => ({
    ...device,
    current: ctx.request.tokenHash?.equals(tokenHash) ?? false,
  }));
}

/** The language that the mails of an account are written in. */
export async function languageOfAccount(ctx: Context, accountId: string): Promise<string> {
  const [{ language }] = await ctx.db.query("SELECT language FROM account WHERE id = $1", [accountId]);
  return language;
}
