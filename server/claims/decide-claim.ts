import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import type { Member } from "../members/member.entity.ts";
import { type Approved, awardProblem } from "../policies/award.ts";
import { sumCredits } from "../policies/credit-rule.arithmetic.ts";
import { assertPresence } from "../presence/assert-presence.ts";
import { assertNoConflict, type Choice, choiceOf, choicesOf } from "./assert-no-conflict.ts";
import { awardedElsewhere } from "./awarded-elsewhere.ts";
import { isReported } from "./claim.queries.ts";
import { assertClaimsOpen, checkedAttendedOn, type RegisteredConference } from "./claimable.queries.ts";

/** As many sessions as one certificate can list. */
export const mostClaims = 500;

/** What decides about a choice of a session of one conference. */
export interface ClaimFacts {
  /** Those that the member is registered for, with what is claimed of each so far. */
  conferences: RegisteredConference[];
  /** The one whose session is chosen. */
  conference: RegisteredConference;
  isReported: boolean;
  awarded: Awaited<ReturnType<typeof awardedElsewhere>>;
}

/** Reads it. Whoever changes what is claimed keeps `conferences` as it is by then. */
export const readClaimFacts = async (
  tx: EntityManager,
  member: Pick<Member, "id">,
  conferences: RegisteredConference[],
  conference: RegisteredConference,
): Promise<ClaimFacts> => ({
  conferences,
  conference,
  isReported: await isReported(tx, member.id, conference.id),
  awarded: await awardedElsewhere(tx, member.id, conference.id),
});

/**
 * Refuses a choice with which the certificate would add up to more than was approved. Of a further kind of credit what is above it does not
 * count, and the session is claimed all the same.
 * @throws CREDITS_ABOVE_MAXIMUM
 */
function assertClaimable(approved: Approved, choices: readonly Choice[]): void {
  const lines = choices.map(({ credits }) => credits);
  if (awardProblem(approved, lines) !== "CREDITS_ABOVE_MAXIMUM") return;
  throw new DomainError(ErrorCode.CREDITS_ABOVE_MAXIMUM, "award.claimedAboveMaximum", {
    field: "sessionId",
    activity: approved.name,
    maximum: approved.credits ?? "0.00",
    credits: sumCredits(lines),
    unit: approved.rule.unit,
  });
}

/**
 * Whether a session can be chosen beside what is claimed: all rules of claiming, whatever way a choice comes.
 * @param wasClaimed whether it is on record as claimed: one that was taken out of the schedule since may stay
 * @param vouched whether staff, who choose it for the member, say that they were there
 * @returns the choice, and the registration under which it counts; null: under none
 * @throws as claimSession, but for what it refuses before the session is known
 */
export function decideClaim(
  ctx: Context,
  { conferences, conference, isReported: reported, awarded }: ClaimFacts,
  {
    sessionId,
    attendedOn,
    wasClaimed,
    vouched,
  }: { sessionId: string; attendedOn: string | null; wasClaimed?: boolean; vouched?: boolean },
): { choice: Choice; registrationId: string | null } {
  if (conference.obstacle) throw conference.obstacle;
  assertClaimsOpen(ctx, conference);
  const session = conference.sessions.find((each) => each.id === sessionId);
  if (!session || (session.removedAt !== null && session.claim === null && !wasClaimed))
    throw new DomainError(ErrorCode.SESSION_NOT_CLAIMABLE, "claims.notIncluded", { field: "sessionId" });
  if (reported)
    throw new DomainError(ErrorCode.ALREADY_RECORDED, "claims.reportedByProvider", { name: conference.name });
  const { registrationId, ...day } = checkedAttendedOn(session, attendedOn);
  if (!vouched) assertPresence(session);
  const choice = choiceOf(session, day.attendedOn);
  const choices = choicesOf(conferences);
  assertNoConflict(choice, [...choices, ...awarded]);
  const ofConference = choices.filter((each) => each.programId === conference.id && each.id !== sessionId);
  assertClaimable(conference.approved, [...ofConference, choice]);
  if (ofConference.length >= mostClaims)
    throw new DomainError(ErrorCode.SESSION_NOT_CLAIMABLE, "claims.tooMany", { mostClaims });
  return { choice, registrationId };
}
