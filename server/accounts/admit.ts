import { DateTime } from "luxon";
import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { IdentityProof } from "../core/identity-proof.ts";
import { createToken, hashToken } from "./access-token.ts";
import { lockForSignIn } from "./lock-for-sign-in.ts";
import { SignInChallenge } from "./second-factor.entity.ts";
import { secondFactorsOf } from "./second-factor.queries.ts";
import { type SignedIn, startSignIn } from "./start-sign-in.ts";

/** How long somebody may take to type the code of the second step. */
const challengeMinutes = 5;

/** The second step waits. */
export interface Challenged {
  challenge: string;
  expiresAt: Date;
  /** By what. */
  proofs: IdentityProof[];
}

/**
 * Lets an account in that has shown its first factor: signs it in or, where it has a second factor, asks for that.
 * @param shown what it has shown, in the words of the audit log
 * @throws WRONG_CREDENTIALS where it was disabled in the meantime
 */
export async function admit(
  tx: EntityManager,
  ctx: Context,
  accountId: string,
  shown: string,
): Promise<SignedIn | Challenged> {
  await lockForSignIn(tx, accountId);
  const proofs = await secondFactorsOf(tx, accountId);
  if (proofs.length === 0) return startSignIn(tx, ctx, accountId, [shown]);
  const challenge = createToken();
  const expiresAt = DateTime.fromJSDate(ctx.now()).plus({ minutes: challengeMinutes }).toJSDate();
  const { userAgent } = ctx.request;
  await tx.insert(SignInChallenge, { accountId, tokenHash: hashToken(challenge), shown, userAgent, expiresAt });
  return { challenge, expiresAt, proofs };
}
