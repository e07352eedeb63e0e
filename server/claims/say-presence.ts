import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { writtenText } from "../core/input-rules.ts";
import { toStaySql } from "../core/locks.ts";
import { enforceLimit } from "../core/rate-limits.ts";
import { Presence } from "../presence/presence.entity.ts";
import { saidByMember } from "../presence/presence.limits.ts";
import { mostSaid, PresenceSource } from "../presence/presence.rules.ts";
import { assertClaimsOpen, type ClaimableSession, readRegisteredConferences } from "./claimable.queries.ts";
import { lockClaimant } from "./lock-claimant.ts";

/**
 * The viewer says that they were at a session, of which there is not the evidence that its conference asks for. It waits for staff or the
 * provider. As long as sessions can be claimed, since it leads to nothing else.
 * @returns the session, as it is to the viewer by then
 * @throws NOT_FOUND alike for a missing session and one that the viewer may not claim; CONFERENCE_NOT_ENDED; CLAIMS_CLOSED;
 *   ILLEGAL_TRANSITION where there is evidence, what they said waits, or they said it often enough; BAD_INPUT; MEMBER_INACTIVE, FORBIDDEN;
 *   TOO_MANY_REQUESTS
 */
export async function sayPresence(ctx: Context, sessionId: string, text: string): Promise<ClaimableSession> {
  const given = writtenText(text);
  if (ctx.viewer.memberId) await enforceLimit(ctx, saidByMember, ctx.viewer.memberId);
  return inTransaction(ctx, async (tx) => {
    const member = await lockClaimant(tx, ctx);
    const [found]: { programId: string }[] = isId(sessionId)
      ? await tx.query(`SELECT program_id AS "programId" FROM session WHERE id = $1 ${toStaySql}`, [sessionId])
      : [];
    if (!found) throw notFound("session", "sessionId");
    const read = async () => {
      const conferences = await readRegisteredConferences(tx, ctx, member, found);
      const conference = conferences.find(({ id }) => id === found.programId);
      const session = conference?.sessions.find(({ id }) => id === sessionId.toLowerCase());
      if (!conference || !session) throw notFound("session", "sessionId");
      return { conference, session };
    };
    const { conference, session } = await read();
    if (conference.obstacle) throw conference.obstacle;
    assertClaimsOpen(ctx, conference);
    const { presence, title } = session;
    // Sent once more since the answer was lost.
    if (presence.said.some((each) => each.decidedAt === null && each.said === given)) return session;
    const refused = (key: "presence.saidShown" | "presence.saidWaits" | "presence.saidOften") =>
      new DomainError(ErrorCode.ILLEGAL_TRANSITION, key, { field: "sessionId", title });
    if (presence.shown) throw refused("presence.saidShown");
    if (presence.said.some(({ decidedAt }) => decidedAt === null)) throw refused("presence.saidWaits");
    if (presence.said.length >= mostSaid) throw refused("presence.saidOften");
    const now = ctx.now();
    await tx.insert(Presence, {
      sessionId: session.id,
      memberId: member.id,
      source: PresenceSource.SAID,
      at: now,
      minutes: null,
      said: given,
      waits: true,
      recordedAt: now,
    });
    await audit(tx, ctx, "session.say-presence", ["session", session.id], { after: { memberId: member.id } });
    return (await read()).session;
  });
}
