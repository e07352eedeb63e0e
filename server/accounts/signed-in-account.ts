import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";

/**
 * The viewer's account, for what people do to their own.
 * @throws UNAUTHENTICATED
 */
export function signedInAccount(ctx: Context): string {
  const { accountId } = ctx.viewer;
  if (!accountId) throw new DomainError(ErrorCode.UNAUTHENTICATED, "core.signInFirst");
  return accountId;
}
