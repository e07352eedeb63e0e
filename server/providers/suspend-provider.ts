import type { Context } from "../core/context.ts";
import { requiredReason } from "../core/input-rules.ts";
import { decideProvider } from "./decide-provider.ts";
import type { Provider } from "./provider.entity.ts";
import { ProviderAction } from "./provider.policy.ts";

/**
 * Suspends a provider: it reads what is its own, and changes nothing. Its keys and invitations rest.
 * @throws what decideProvider refuses; REASON_REQUIRED
 */
export async function suspendProvider(ctx: Context, id: string, reason: string): Promise<Provider> {
  return decideProvider(ctx, id, ProviderAction.SUSPEND, requiredReason(reason));
}
