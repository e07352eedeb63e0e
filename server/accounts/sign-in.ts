import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import type { Viewer } from "../core/viewer.ts";
import { createAccessToken } from "./access-token.ts";
import { loadViewerOfAccount } from "./load-viewer.ts";
import { passwordMatches } from "./password.ts";

export interface SignedIn {
  token: string;
  expiresAt: Date;
  viewer: Viewer;
}

/**
 * Signs an account in by any of its verified addresses and its password.
 * @throws WRONG_CREDENTIALS alike for an unknown address and a wrong password
 */
export async function signIn(ctx: Context, email: string, password: string): Promise<SignedIn> {
  const [account] = await ctx.db.query(
    `SELECT a.id, a.password_hash FROM email_address e JOIN account a ON a.id = e.account_id
     WHERE e.address = $1 AND e.verified_at IS NOT NULL AND a.disabled_at IS NULL`,
    [email.trim().toLowerCase()],
  );
  if (!(await passwordMatches(account?.password_hash ?? null, password)))
    throw new DomainError(
      ErrorCode.WRONG_CREDENTIALS,
      "This e-mail address and password do not belong together. Check both, then try again.",
    );
  return inTransaction(ctx, async (tx) => {
    const viewer = await loadViewerOfAccount(tx, account.id);
    const { token, expiresAt } = await createAccessToken(tx, ctx, account.id);
    await audit(tx, { ...ctx, viewer }, "account.sign-in", ["account", account.id]);
    ctx.request.setToken(token, expiresAt);
    ctx.viewer = viewer;
    return { token, expiresAt, viewer };
  });
}
