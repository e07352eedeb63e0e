import { MoreThan } from "typeorm";
import type { Context } from "../core/context.ts";
import { AccessToken, EmailAddress } from "./account.entity.ts";

/** The addresses of an account, the primary first, then by address. */
export const addressesOfAccount = (ctx: Context, accountId: string): Promise<EmailAddress[]> =>
  ctx.db.manager.find(EmailAddress, { where: { accountId }, order: { isPrimary: "DESC", address: "ASC" } });

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
