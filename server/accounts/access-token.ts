import { createHash, randomBytes } from "node:crypto";
import { DateTime } from "luxon";
import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { AccessToken } from "./account.entity.ts";

export const hashToken = (token: string): Buffer => createHash("sha256").update(token).digest();

/** Makes a token of 256 random bits; only its hash is stored. */
export async function createAccessToken(
  tx: EntityManager,
  ctx: Context,
  accountId: string,
): Promise<{ token: string; expiresAt: Date }> {
  const token = randomBytes(32).toString("base64url");
  const expiresAt = DateTime.fromJSDate(ctx.now()).plus({ days: ctx.config.signInDays }).toJSDate();
  await tx.insert(AccessToken, { accountId, tokenHash: hashToken(token), createdAt: ctx.now(), expiresAt });
  return { token, expiresAt };
}
