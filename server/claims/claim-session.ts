import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound, violates } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { toStaySql } from "../core/locks.ts";
import { type Approved, awardProblem } from "../policies/award.ts";
import { sumCredits } from "../policies/credit-rule.arithmetic.ts";
import { assertNoConflict, type Choice, choiceOf, choicesOf } from "./assert-no-conflict.ts";
import { awardedElsewhere } from "./awarded-elsewhere.ts";
import { bindRegistration } from "./bind-registration.ts";
import { isReported } from "./claim.queries.ts";
import { assertClaimsOpen, checkedAttendedOn, readRegisteredConferences } from "./claimable.queries.ts";
import { lockClaimantOf, type OnBehalf } from "./lock-claimant.ts";

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

/** As many sessions as one certificate can list. */
const mostClaims = 500;

/**
 * Saves the choice of a session, or the other day for which it is chosen. All rules are decided here, whatever a client
 * shows. Source: product design, *Conferences and claiming*.
 * @param attendedOn needed for a virtual session; for an in-person one its date or nothing
 * @param behalf for whom staff choose it, and why; null: the viewer
 * @throws NOT_FOUND alike for a missing session and one of a conference that the viewer is not registered for;
 *   REGISTRATION_CLAIMED; CONFERENCE_NOT_ENDED; CLAIMS_CLOSED; SESSION_NOT_CLAIMABLE; ALREADY_RECORDED; ATTENDED_ON_REQUIRED, ATTENDED_ON_FIXED,
 *   ATTENDED_ON_OUT_OF_RANGE; OVERLAPPING_SESSION, RECORDING_OF_CLAIMED; CREDITS_ABOVE_MAXIMUM; MEMBER_INACTIVE, FORBIDDEN; for staff as
 *   lockClaimantOf, and SESSION_NOT_CLAIMABLE for who is not registered
 */
export async function claimSession(
  ctx: Context,
  sessionId: string,
  attendedOn: string | null,
  behalf: OnBehalf | null = null,
): Promise<Choice> {
  try {
    return await inTransaction(ctx, async (tx) => {
      const { member, reason } = await lockClaimantOf(tx, ctx, behalf);
      // Shared with other claims; an import that changes the session waits, or is waited for.
      const [found]: { programId: string }[] = isId(sessionId)
        ? await tx.query(`SELECT program_id AS "programId" FROM session WHERE id = $1 ${toStaySql}`, [sessionId])
        : [];
      if (!found) throw notFound("session", "sessionId");
      const conferences = await readRegisteredConferences(tx, ctx, member, found);
      const conference = conferences.find((each) => each.id === found.programId);
      if (!conference && behalf)
        throw new DomainError(ErrorCode.SESSION_NOT_CLAIMABLE, "claims.memberNotRegistered", { field: "memberId" });
      if (!conference) throw notFound("session", "sessionId");
      if (conference.obstacle) throw conference.obstacle;
      assertClaimsOpen(ctx, conference);
      const session = conference.sessions.find((each) => each.id === sessionId);
      if (!session || (session.removedAt !== null && session.claim === null))
        throw new DomainError(ErrorCode.SESSION_NOT_CLAIMABLE, "claims.notIncluded", { field: "sessionId" });
      if (await isReported(tx, member.id, conference.id))
        throw new DomainError(ErrorCode.ALREADY_RECORDED, "claims.reportedByProvider", { name: conference.name });
      const { registrationId, ...day } = checkedAttendedOn(session, attendedOn);
      const choice = choiceOf(session, day.attendedOn);
      const choices = choicesOf(conferences);
      assertNoConflict(choice, [...choices, ...(await awardedElsewhere(tx, member.id, conference.id))]);
      const ofConference = choices.filter((each) => each.programId === conference.id && each.id !== sessionId);
      assertClaimable(conference.approved, [...ofConference, choice]);
      if (choices.filter((each) => each.programId === conference.id).length >= mostClaims && session.claim === null)
        throw new DomainError(ErrorCode.SESSION_NOT_CLAIMABLE, "claims.tooMany", { mostClaims });
      if (registrationId !== null) await bindRegistration(tx, member, registrationId, conference.name);
      await tx.query(
        `INSERT INTO session_claim (member_id, session_id, attended_on, claimed_at, registration_id)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (member_id, session_id) DO UPDATE SET attended_on = excluded.attended_on,
           claimed_at = excluded.claimed_at, registration_id = excluded.registration_id`,
        [member.id, sessionId, choice.attendedOn, ctx.now(), registrationId],
      );
      await audit(tx, ctx, "session.claim", ["session", sessionId], {
        reason,
        before: session.claim,
        after: { memberId: member.id, attendedOn: choice.attendedOn },
      });
      return { ...choice, kinds: session.kinds, claim: { attendedOn: choice.attendedOn } };
    });
  } catch (error) {
    if (violates(error, "session_claim_session")) throw notFound("session", "sessionId");
    throw error;
  }
}
