import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { forChange } from "../core/locks.ts";
import { assertMay, staff } from "../core/policy.ts";
import { assertMove } from "../core/transitions.ts";
import { Provider } from "./provider.entity.ts";
import { mailDecision } from "./provider.mail.ts";
import { canDecideProvider, isPossible, type ProviderAction, providerActions } from "./provider.policy.ts";
import { providerMoves } from "./provider.status.ts";

/**
 * What the operations that decide about a provider have in common: its status moves, and its owners are told by mail, with the reason.
 * @throws NOT_FOUND; CONFLICT_OF_INTEREST where staff act for the provider themselves; ILLEGAL_TRANSITION
 */
export async function decideProvider(
  ctx: Context,
  id: string,
  action: ProviderAction,
  reason: string | null,
): Promise<Provider> {
  assertMay(ctx, staff, null);
  return inTransaction(ctx, async (tx) => {
    const provider = isId(id) ? await tx.findOne(Provider, { where: { id }, lock: forChange }) : null;
    if (!provider) throw notFound("provider");
    if (!canDecideProvider(ctx.viewer, provider))
      throw new DomainError(ErrorCode.CONFLICT_OF_INTEREST, "providers.conflictOfInterest");
    const { to, audited } = providerActions[action];
    assertMove(providerMoves, "provider", provider.status, to);
    if (!isPossible(action, provider))
      throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "providers.notNow", {
        action,
        from: provider.status,
        allowed: [...providerMoves[provider.status]],
      });
    const before = { status: provider.status };
    await tx.update(Provider, id, { status: to });
    await audit(tx, ctx, audited, ["provider", id], { reason, before, after: { status: to } });
    await mailDecision(tx, ctx, provider, action, reason);
    return Object.assign(provider, { status: to });
  });
}
