import type { Context } from "../core/context.ts";
import { givenReason } from "../core/input-rules.ts";
import { decideProvider } from "./decide-provider.ts";
import type { Provider } from "./provider.entity.ts";
import { ProviderAction } from "./provider.policy.ts";

/**
 * Lets a provider in that has applied: from then on it looks members up, reports attendance, and invites colleagues.
 * @throws what decideProvider refuses; BAD_INPUT for a reason that is too long
 */
export async function activateProvider(ctx: Context, id: string, reason: string | null): Promise<Provider> {
  return decideProvider(ctx, id, ProviderAction.ACTIVATE, givenReason(reason));
}
