import type { Context } from "../core/context.ts";
import { requiredReason } from "../core/input-rules.ts";
import { decideProvider } from "./decide-provider.ts";
import type { Provider } from "./provider.entity.ts";
import { ProviderAction } from "./provider.policy.ts";

/**
 * Lets a suspended provider in again.
 * @throws what decideProvider refuses; REASON_REQUIRED
 */
export async function reinstateProvider(ctx: Context, id: string, reason: string): Promise<Provider> {
  return decideProvider(ctx, id, ProviderAction.REINSTATE, requiredReason(reason));
}
