import { demoIsOpen } from "../core/config.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { IdentityProof } from "../core/identity-proof.ts";
import { admit } from "./admit.ts";
import { checkPassword } from "./check-password.ts";
import { noteRefusedSignIn } from "./note-refused-sign-in.ts";
import type { SignedIn } from "./start-sign-in.ts";

/**
 * Signs an account in by any of its verified addresses and its password.
 * @throws WRONG_CREDENTIALS alike for an unknown address, a wrong password and an account of the small world where that is closed; TOO_MANY_REQUESTS; SECOND_FACTOR_REQUIRED, with the
 * challenge, where the password is right and the account has a second factor
 */
export async function signIn(ctx: Context, email: string, password: string): Promise<SignedIn> {
  const address = email.trim().toLowerCase();
  const [account] = await ctx.db.query(
    `SELECT a.id, a.password_hash FROM email_address e JOIN account a ON a.id = e.account_id
     WHERE e.address = $1 AND e.verified_at IS NOT NULL AND a.disabled_at IS NULL AND (NOT a.demo OR $2)`,
    [address, demoIsOpen(ctx.config)],
  );
  if (!(await checkPassword(ctx, account?.id ?? address, account?.password_hash ?? null, password))) {
    await noteRefusedSignIn(ctx, account?.id ?? null, "password");
    throw new DomainError(ErrorCode.WRONG_CREDENTIALS, "accounts.wrongCredentials");
  }
  const admitted = await inTransaction(ctx, (tx) => admit(tx, ctx, account.id, "password"));
  if ("token" in admitted) return admitted;
  const said = admitted.proofs.includes(IdentityProof.PASSKEY) ? "secondFactor.showPasskey" : "secondFactor.typeCode";
  throw new DomainError(ErrorCode.SECOND_FACTOR_REQUIRED, said, {
    challenge: admitted.challenge,
    expiresAt: admitted.expiresAt.toISOString(),
    proofs: admitted.proofs,
  });
}
