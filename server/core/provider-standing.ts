import { DomainError, ErrorCode } from "./errors.ts";
import { ProviderStatus, type Viewer } from "./viewer.ts";

/**
 * Why a viewer may not, where nothing but the standing of those it acts for is in the way: staff have not let them in yet, or have
 * suspended them. Null where something else is.
 * @param allows whether a viewer may
 */
export function refusalByStanding(viewer: Viewer, allows: (viewer: Viewer) => boolean): DomainError | null {
  const standings = [...viewer.providers];
  if (standings.every(([, { status }]) => status === ProviderStatus.ACTIVE)) return null;
  const letIn = new Map(standings.map(([id, standing]) => [id, { ...standing, status: ProviderStatus.ACTIVE }]));
  if (!allows({ ...viewer, providers: letIn })) return null;
  const suspended = new Map(
    standings.map(([id, standing]) => [
      id,
      standing.status === ProviderStatus.APPLIED ? { ...standing, status: ProviderStatus.ACTIVE } : standing,
    ]),
  );
  const status = allows({ ...viewer, providers: suspended }) ? ProviderStatus.APPLIED : ProviderStatus.SUSPENDED;
  return new DomainError(ErrorCode.PROVIDER_NOT_ACTIVE, `core.${status === "APPLIED" ? "applied" : "suspended"}`, {
    status,
  });
}

/**
 * Refuses a viewer who lacks nothing but a provider that is let in.
 * @throws PROVIDER_NOT_ACTIVE
 */
export function assertStanding(viewer: Viewer, allows: (viewer: Viewer) => boolean): void {
  if (allows(viewer)) return;
  const refusal = refusalByStanding(viewer, allows);
  if (refusal) throw refusal;
}
