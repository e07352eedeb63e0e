import type { EntityManager } from "typeorm";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { ProgramStatus } from "./program.status.ts";

/**
 * So many applications that were never submitted a provider has at most, however slowly they come: each may carry 500 MB of documents, and
 * nobody but the provider ever sees one.
 */
export const mostDrafts = 500;

/**
 * Refuses another draft where the provider has all that it may. The day's count, taken
 * before in the same transaction, lets those of one provider begin one after the other.
 * @throws TOO_MANY_DRAFTS
 */
export async function assertRoomForDraft(tx: EntityManager, providerId: string): Promise<void> {
  const [{ drafts }] = await tx.query(
    "SELECT count(*)::int AS drafts FROM program WHERE provider_id = $1 AND status = $2",
    [providerId, ProgramStatus.DRAFT],
  );
  if (drafts >= mostDrafts)
    throw new DomainError(ErrorCode.TOO_MANY_DRAFTS, "programs.tooManyDrafts", {
      field: "providerId",
      most: mostDrafts,
    });
}
