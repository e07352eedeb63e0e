import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound, violates } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { toStaySql } from "../core/locks.ts";
import { Presence } from "../presence/presence.entity.ts";
import { PresenceSource } from "../presence/presence.rules.ts";
import type { Choice } from "./assert-no-conflict.ts";
import { bindRegistration } from "./bind-registration.ts";
import { readRegisteredConferences } from "./claimable.queries.ts";
import { decideClaim, readClaimFacts } from "./decide-claim.ts";
import { lockClaimantOf, type OnBehalf } from "./lock-claimant.ts";

/**
 * Saves the choice of a session, or the other day for which it is chosen. All rules are decided here, whatever a client
 * shows. Source: product design, *Conferences and claiming*.
 * @param attendedOn needed for a virtual session; for an in-person one its date or nothing
 * @param behalf for whom staff choose it, and why; null: the viewer
 * @throws NOT_FOUND alike for a missing session and one of a conference that the viewer is not registered for;
 *   REGISTRATION_CLAIMED; CONFERENCE_NOT_ENDED; CLAIMS_CLOSED; SESSION_NOT_CLAIMABLE; ALREADY_RECORDED; ATTENDED_ON_REQUIRED, ATTENDED_ON_FIXED,
 *   ATTENDED_ON_OUT_OF_RANGE; PRESENCE_NOT_SHOWN but for staff, whose word is evidence; OVERLAPPING_SESSION, RECORDING_OF_CLAIMED; CREDITS_ABOVE_MAXIMUM; MEMBER_INACTIVE, FORBIDDEN; for staff as
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
      const facts = await readClaimFacts(tx, member, conferences, conference);
      const session = conference.sessions.find((each) => each.id === sessionId);
      const { choice, registrationId } = decideClaim(ctx, facts, { sessionId, attendedOn, vouched: behalf !== null });
      // Staff who choose it say so: that is evidence, beside their reason.
      const { presence } = choice;
      if (!presence.shown) {
        const word = { source: PresenceSource.STAFF, at: ctx.now(), minutes: null };
        await tx.insert(Presence, { ...word, sessionId, memberId: member.id, reason, recordedAt: ctx.now() });
        Object.assign(presence, { minutes: choice.minutes, marks: [...presence.marks, word], shown: true });
      }
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
        before: session?.claim,
        after: { memberId: member.id, attendedOn: choice.attendedOn },
      });
      return { ...choice, kinds: session?.kinds ?? [], claim: { attendedOn: choice.attendedOn } };
    });
  } catch (error) {
    if (violates(error, "session_claim_session")) throw notFound("session", "sessionId");
    throw error;
  }
}
