import { registerEnumType } from "type-graphql";
import { actsFor, ProviderStatus, type Viewer } from "../core/viewer.ts";
import type { Provider } from "./provider.entity.ts";

type ProviderFacts = Pick<Provider, "id" | "status">;

/** Staff decide whether a provider is let in, unless they act for it themselves. */
export function canDecideProvider(viewer: Viewer, { id }: Pick<Provider, "id">): boolean {
  return viewer.isStaff && !actsFor(viewer, id);
}

/** What staff can decide about a provider. */
export enum ProviderAction {
  ACTIVATE = "ACTIVATE",
  SUSPEND = "SUSPEND",
  REINSTATE = "REINSTATE",
}

registerEnumType(ProviderAction, {
  name: "ProviderAction",
  description: "What the viewer can decide about a provider now.",
  valuesConfig: {
    ACTIVATE: { description: "activateProvider" },
    SUSPEND: { description: "suspendProvider" },
    REINSTATE: { description: "reinstateProvider" },
  },
});

/** From where to where each leads. */
export const providerActions: Record<ProviderAction, { from: readonly ProviderStatus[]; to: ProviderStatus }> = {
  ACTIVATE: { from: [ProviderStatus.APPLIED], to: ProviderStatus.ACTIVE },
  SUSPEND: { from: [ProviderStatus.APPLIED, ProviderStatus.ACTIVE], to: ProviderStatus.SUSPENDED },
  REINSTATE: { from: [ProviderStatus.SUSPENDED], to: ProviderStatus.ACTIVE },
};

/** What the viewer can decide about the provider now, so that no screen derives it again. */
export function availableProviderActions(viewer: Viewer, provider: ProviderFacts): ProviderAction[] {
  if (!canDecideProvider(viewer, provider)) return [];
  return Object.values(ProviderAction).filter((action) => providerActions[action].from.includes(provider.status));
}
