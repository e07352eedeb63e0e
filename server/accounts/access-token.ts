import { createHash, randomBytes } from "node:crypto";
import { DateTime } from "luxon";
import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { AccessToken } from "./account.entity.ts";

export const hashToken = (token: string): Buffer => createHash("sha256").update(token).digest();

/** 256 random bits: not to be guessed, so a fast hash of it is safe to keep. */
export const createToken = (): string => randomBytes(32).toString("base64url");

/** Makes a token; only its hash is stored. */
export async function createAccessToken(
  tx: EntityManager,
  ctx: Context,
  accountId: string,
  provedAt: Date,
): Promise<{ token: string; expiresAt: Date }> {
  const token = createToken();
  const createdAt = ctx.now();
  const expiresAt = DateTime.fromJSDate(createdAt).plus({ days: ctx.config.signInDays }).toJSDate();
  const { userAgent } = ctx.request;
  await tx.insert(AccessToken, {
    accountId,
    tokenHash: hashToken(token),
    createdAt,
    expiresAt,
    lastUsedAt: createdAt,
    provedAt,
    userAgent,
  });
  return { token, expiresAt };
}
