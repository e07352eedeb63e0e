import { isDeepStrictEqual } from "node:util";
import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import { SessionProposal } from "./session-proposal.entity.ts";
import { SessionProposalStatus } from "./session-proposal.status.ts";
import type { ProposedChanges } from "./split-changes.ts";

/**
 * Leaves changes of a session to staff, together with what waits already. Another proposal takes the place of that one, so that nobody decides on
 * what they have not read; the same again changes nothing.
 */
export async function proposeChanges(
  tx: EntityManager,
  ctx: Context,
  sessionId: string,
  changes: ProposedChanges,
  note: string | null,
): Promise<void> {
  if (Object.keys(changes).length === 0) return;
  const waiting = await tx.findOneBy(SessionProposal, { sessionId, status: SessionProposalStatus.WAITING });
  const all = JSON.parse(JSON.stringify({ ...waiting?.changes, ...changes })) as ProposedChanges;
  if (waiting && isDeepStrictEqual(waiting.changes, all)) return;
  await withdrawProposals(tx, ctx, [sessionId]);
  await tx.insert(SessionProposal, {
    sessionId,
    changes: all,
    note: note ?? waiting?.note ?? null,
    decision: null,
    proposedAt: ctx.now(),
    decidedAt: null,
  } as object);
  await audit(tx, ctx, "session.propose", ["session", sessionId], { reason: note, after: all });
}

/** Ends what waits of these sessions, undecided. */
export const withdrawProposals = (tx: EntityManager, ctx: Context, sessionIds: readonly string[]): Promise<unknown> =>
  tx.query(
    "UPDATE session_proposal SET status = 'WITHDRAWN', decided_at = $2 WHERE status = 'WAITING' AND session_id = ANY($1::uuid[])",
    [sessionIds, ctx.now()],
  );
