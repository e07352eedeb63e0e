import { randomBytes } from "node:crypto";
import { isIP } from "node:net";
import { DateTime } from "luxon";
import type { Config } from "../../core/config.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { DomainError, ErrorCode } from "../../core/errors.ts";
import { enforceLimitByAddress } from "../../core/rate-limits.ts";
import { hashToken } from "../access-token.ts";
import { AccessToken } from "../account.entity.ts";
import { passkeysByAddress } from "../account.limits.ts";
import { PasskeyChallenge, PasskeyPurpose } from "./passkey.entity.ts";

/** How long somebody may take to unlock a passkey. */
export const challengeMinutes = 5;

/** The passkey is unknown, somebody else's, not meant for this, or did not sign what it was asked to: all alike. */
export const wrongPasskey = (): DomainError =>
  new DomainError(ErrorCode.WRONG_PASSKEY, "passkeys.wrong", { field: "passkey" });

/**
 * Whom passkeys are made for, and from where they may be used: the host of `PUBLIC_URL`, and its origin. A page on another host of the
 * same site could ask for them too, and is refused.
 * @throws ILLEGAL_TRANSITION where people reach the server by an IP address: browsers keep no passkeys for those
 */
export function relyingParty({ publicUrl }: Pick<Config, "publicUrl">): { id: string; origin: string } {
  const { hostname, origin } = new URL(publicUrl);
  if (isIP(hostname) || hostname.startsWith("["))
    throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "passkeys.noHostName");
  return { id: hostname, origin };
}

/** What a challenge is bound to beside its purpose. */
export interface Bond {
  accountId: string | null;
  signInChallengeId?: string;
}

/** Makes a challenge: 256 random bits, good once, for some minutes, for what it is bound to. Only its hash is stored. */
export async function createChallenge(ctx: Context, purpose: PasskeyPurpose, bond: Bond): Promise<Buffer> {
  await enforceLimitByAddress(ctx, passkeysByAddress);
  const challenge = randomBytes(32);
  const { userAgent } = ctx.request;
  await inTransaction(ctx, async (tx) => {
    const accessTokenId = await bySession(ctx, purpose, (where) => tx.findOneBy(AccessToken, where));
    await tx.insert(PasskeyChallenge, {
      challengeHash: hashToken(challenge.toString("base64url")),
      purpose,
      accountId: bond.accountId,
      signInChallengeId: bond.signInChallengeId ?? null,
      accessTokenId,
      userAgent,
      expiresAt: DateTime.fromJSDate(ctx.now()).plus({ minutes: challengeMinutes }).toJSDate(),
    });
  });
  return challenge;
}

const ofSession = new Set([PasskeyPurpose.ADD, PasskeyPurpose.CONFIRM]);

/** The sign-in that the request came with, where the purpose is for one. */
async function bySession(
  ctx: Context,
  purpose: PasskeyPurpose,
  find: (where: { tokenHash: Buffer }) => Promise<AccessToken | null>,
): Promise<string | null> {
  if (!ofSession.has(purpose)) return null;
  const { tokenHash } = ctx.request;
  const token = tokenHash && (await find({ tokenHash }));
  if (!token) throw new DomainError(ErrorCode.UNAUTHENTICATED, "core.signInFirst");
  return token.id;
}

/** A challenge that an answer has used up. */
export interface TakenChallenge {
  /** As the browser wrote it. */
  challenge: string;
  accountId: string | null;
  signInChallengeId: string | null;
}

/**
 * Uses up the challenge that an answer was given to, before anything of the answer is looked at.
 * @throws CODE_EXPIRED where there is none: used, too old, for something else, or of another sign-in or browser
 */
export async function takeChallenge(
  ctx: Context,
  purpose: PasskeyPurpose,
  clientDataJSON: string,
): Promise<TakenChallenge> {
  await enforceLimitByAddress(ctx, passkeysByAddress);
  const challenge = challengeIn(clientDataJSON);
  const accessTokenId = await bySession(ctx, purpose, (where) => ctx.db.manager.findOneBy(AccessToken, where));
  const [[taken]]: [Omit<TakenChallenge, "challenge">[], number] = await ctx.db.query(
    `DELETE FROM passkey_challenge
     WHERE challenge_hash = $1 AND purpose = $2 AND user_agent = $3 AND access_token_id IS NOT DISTINCT FROM $4::uuid AND expires_at > $5
     RETURNING account_id AS "accountId", sign_in_challenge_id AS "signInChallengeId"`,
    [hashToken(challenge ?? ""), purpose, ctx.request.userAgent, accessTokenId, ctx.now()],
  );
  if (challenge === null || !taken)
    throw new DomainError(ErrorCode.CODE_EXPIRED, "passkeys.over", { field: "passkey" });
  return { challenge, ...taken };
}

function challengeIn(clientDataJSON: string): string | null {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJSON, "base64url").toString("utf8"));
    const challenge = (data as { challenge?: unknown } | null)?.challenge;
    return typeof challenge === "string" ? challenge : null;
  } catch {
    return null;
  }
}
