import type { EntityManager } from "typeorm";
import { DomainError, ErrorCode } from "../core/errors.ts";
import type { Viewer } from "../core/viewer.ts";

/**
 * Tells whoever began while a provider was theirs that it was merged meanwhile into the one that has it now: the next request acts for that one.
 * @param providerId whose the thing is now
 * @throws PROVIDER_NOT_ACTIVE
 */
export async function assertNotMerged(tx: EntityManager, viewer: Viewer, providerId: string): Promise<void> {
  if (viewer.providers.size === 0 || viewer.providers.has(providerId)) return;
  const [merged] = await tx.query("SELECT FROM provider WHERE id = ANY($1::uuid[]) AND merged_into_id = $2", [
    [...viewer.providers.keys()],
    providerId,
  ]);
  if (merged) throw mergedMeanwhile();
}

/** What whoever acts for a provider is told that was merged into another one meanwhile. */
export const mergedMeanwhile = (): DomainError => new DomainError(ErrorCode.PROVIDER_NOT_ACTIVE, "core.merged");
