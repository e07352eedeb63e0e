import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { IdentityProof } from "../core/identity-proof.ts";
import { noteRefusal } from "../core/note-refusal.ts";
import { markNoted, stepUpRequired } from "../core/proof.ts";
import type { Viewer } from "../core/viewer.ts";
import { AccessToken } from "./account.entity.ts";
import { assertPassword } from "./assert-password.ts";
import { showSecondFactor } from "./show-second-factor.ts";
import { signedInAccount } from "./signed-in-account.ts";

/**
 * Shows once more who is there, for this sign-in alone: by a code where the account has a second factor, else by its password. Every try
 * is written down, and limited like a sign-in.
 * @throws WRONG_CREDENTIALS; WRONG_CODE; TOO_MANY_REQUESTS; STEP_UP_REQUIRED with what this account can show, where it is something else
 */
export async function confirmIdentity(
  ctx: Context,
  given: { password?: string | null; code?: string | null },
): Promise<Viewer> {
  const accountId = signedInAccount(ctx);
  const { proofs } = ctx.viewer;
  const { password, code } = given;
  return asProof(ctx, code ? "code" : "password", async () => {
    if (code && proofs.includes(IdentityProof.CODE))
      await showSecondFactor(ctx, accountId, code, (tx, shown) => noteProof(tx, ctx, accountId, shown, ctx.now()));
    else if (password && proofs.includes(IdentityProof.PASSWORD)) {
      await assertPassword(ctx, accountId, password);
      await inTransaction(ctx, (tx) => noteProof(tx, ctx, accountId, "password", ctx.now()));
    } else throw stepUpRequired(ctx);
  });
}

/**
 * Lets the viewer show who is there; what was refused is written down.
 * @param by in the words of the audit log
 */
export async function asProof(ctx: Context, by: string, show: () => Promise<void>): Promise<Viewer> {
  const { accountId } = ctx.viewer;
  try {
    await show();
  } catch (error) {
    if (error instanceof DomainError && error.code !== ErrorCode.STEP_UP_REQUIRED) {
      await inTransaction(ctx, (tx) =>
        noteRefusal(tx, ctx, "account.refuse-identity", ["account", accountId ?? ""], by, { by, code: error.code }),
      );
      markNoted(error);
    }
    throw error;
  }
  ctx.viewer = { ...ctx.viewer, provedAt: ctx.now() };
  return ctx.viewer;
}

/** Writes down, for the sign-in that came with the request, when its owner was shown to be there. */
export async function noteProof(
  tx: EntityManager,
  ctx: Context,
  accountId: string,
  by: string,
  provedAt: Date,
  tokenHash = ctx.request.tokenHash,
): Promise<void> {
  if (tokenHash) await tx.update(AccessToken, { accountId, tokenHash }, { provedAt });
  await audit(tx, ctx, "account.confirm-identity", ["account", accountId], { after: { by } });
}
