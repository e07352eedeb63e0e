import { type ClaimedSession, claimConflict } from "../conferences/claim-rules.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { kindsEarned, withinApprovedKinds } from "../policies/award.ts";
import type { ClaimableSession, RegisteredConference } from "./claimable.queries.ts";

/** A session with the day for which it is claimed, and of its further kinds of credit those that it earns then. */
export type Choice = ClaimableSession & { attendedOn: string };

export const choiceOf = (session: ClaimableSession, attendedOn: string): Choice => ({
  ...session,
  attendedOn,
  kinds: kindsEarned(session.kinds, attendedOn),
});

/** What of these conferences is claimed and counts, with no more of a further kind of credit than each awards of it. */
export const choicesOf = (conferences: readonly RegisteredConference[]): Choice[] =>
  conferences
    .filter((conference) => conference.obstacle === null)
    .flatMap(({ approved, sessions }) =>
      withinApprovedKinds(
        approved,
        sessions.flatMap((session) => (session.claim ? [choiceOf(session, session.claim.attendedOn)] : [])),
      ),
    );

/**
 * Refuses a session that cannot earn credit beside another that is claimed.
 * @throws OVERLAPPING_SESSION, RECORDING_OF_CLAIMED; both name the other one
 */
export function assertNoConflict(
  session: ClaimedSession & { title: string },
  others: readonly (ClaimedSession & { title: string; room?: string | null })[],
): void {
  for (const other of others) {
    if (other.id === session.id) continue;
    const conflict = claimConflict(session, other);
    if (conflict === null) continue;
    const facts = {
      field: "sessionId",
      sessionId: session.id,
      title: session.title,
      otherSessionId: other.id,
      otherTitle: other.title,
      on: other.date,
      room: other.room ?? "none",
    };
    throw conflict === "OVERLAP"
      ? new DomainError(ErrorCode.OVERLAPPING_SESSION, "claims.overlap", facts)
      : new DomainError(ErrorCode.RECORDING_OF_CLAIMED, "claims.sameContent", facts);
  }
}
