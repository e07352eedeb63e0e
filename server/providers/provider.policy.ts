import { registerEnumType } from "type-graphql";
import type { AuditAction } from "../audit/actions.ts";
import { actsFor, ProviderStatus, type Viewer, writesFor } from "../core/viewer.ts";
import type { Provider } from "./provider.entity.ts";

type ProviderFacts = Pick<Provider, "id" | "status">;

/** Staff decide whether a provider is let in, unless they act for it themselves. */
export function canDecideProvider(viewer: Viewer, { id }: Pick<Provider, "id">): boolean {
  return viewer.isStaff && !actsFor(viewer, id);
}

/** Owners say what their provider is called and where it is, and staff for them. */
export const canUpdateProvider = (viewer: Viewer, id: string): boolean =>
  viewer.isStaff || (viewer.providers.get(id)?.role === "OWNER" && writesFor(viewer, id));

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

/** From where to where each leads, and how the audit log has it. */
export const providerActions = {
  ACTIVATE: { from: [ProviderStatus.APPLIED], to: ProviderStatus.ACTIVE, audited: "provider.activate" },
  SUSPEND: {
    from: [ProviderStatus.APPLIED, ProviderStatus.ACTIVE],
    to: ProviderStatus.SUSPENDED,
    audited: "provider.suspend",
  },
  REINSTATE: { from: [ProviderStatus.SUSPENDED], to: ProviderStatus.ACTIVE, audited: "provider.reinstate" },
} as const satisfies Record<
  ProviderAction,
  { from: readonly ProviderStatus[]; to: ProviderStatus; audited: AuditAction }
>;

/** Whether the provider's status lets it be decided. */
export const isPossible = (action: ProviderAction, { status }: Pick<Provider, "status">): boolean =>
  (providerActions[action].from as readonly ProviderStatus[]).includes(status);

/** What the viewer can decide about the provider now, so that no screen derives it again. */
export function availableProviderActions(viewer: Viewer, provider: ProviderFacts): ProviderAction[] {
  if (!canDecideProvider(viewer, provider)) return [];
  return Object.values(ProviderAction).filter((action) => isPossible(action, provider));
}
