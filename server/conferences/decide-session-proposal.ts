import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { givenReason, requiredReason } from "../core/input-rules.ts";
import { forChange, forRemovalSql } from "../core/locks.ts";
import { assertMay, staff } from "../core/policy.ts";
import { assertVersion } from "../core/transitions.ts";
import { Session } from "./conference.entity.ts";
import { countChange, lockConference } from "./lock-conference.ts";
import { takeOff } from "./remove-session.ts";
import { applyChanges } from "./save-session.ts";
import { loadSessionKinds, writeSessionKinds } from "./session-kinds.ts";
import { SessionProposal } from "./session-proposal.entity.ts";
import { tellDecided } from "./session-proposal.mail.ts";
import { SessionProposalStatus } from "./session-proposal.status.ts";
import { asChanges } from "./split-changes.ts";

/**
 * Staff decide what the provider of an approved conference asks for of a session, as it was read: accepted, it is as if they had changed the
 * session themselves. Its provider is told. What certificates say follows by correctCertificates.
 * @param version of the session, that was read
 * @param reason needed to refuse, and where credits are set by hand
 * @throws NOT_FOUND; CONFLICT_OF_INTEREST for who acts for the provider; ILLEGAL_TRANSITION where it does not wait any more; STALE_VERSION;
 *   REASON_REQUIRED; what a change by hand is refused for
 */
export async function decideSessionProposal(
  ctx: Context,
  id: string,
  version: number,
  accept: boolean,
  reason: string | null,
): Promise<void> {
  assertMay(ctx, staff, null);
  const given = accept ? givenReason(reason) : requiredReason(reason);
  await inTransaction(ctx, async (tx) => {
    const found = isId(id) ? await tx.findOne(SessionProposal, { where: { id }, relations: { session: true } }) : null;
    if (!found?.session) throw notFound("sessionProposal");
    const conference = await lockConference(tx, ctx, found.session.programId, "sessionProposal");
    if (!conference.decides) throw new DomainError(ErrorCode.CONFLICT_OF_INTEREST, "conferences.ownProposal");
    const proposal = await tx.findOneOrFail(SessionProposal, { where: { id }, lock: forChange });
    if (proposal.status !== SessionProposalStatus.WAITING)
      throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "conferences.proposalDecided");
    const { sessionId, changes, note } = proposal;
    await tx.query(`SELECT FROM session WHERE id = $1 ${forRemovalSql}`, [sessionId]);
    const session = await tx.findOneByOrFail(Session, { id: sessionId });
    assertVersion("session", session.version, version);
    const status = accept ? SessionProposalStatus.ACCEPTED : SessionProposalStatus.REFUSED;
    await tx.update(SessionProposal, id, { status, decision: given, decidedAt: ctx.now() });
    await audit(tx, ctx, "session.decide", ["session", sessionId], {
      reason: given,
      before: { status: SessionProposalStatus.WAITING },
      after: { ...changes, status },
    });
    await tellDecided(tx, ctx, conference.program, { id, title: session.title, accepted: accept, reason: given });
    if (!accept) return;
    if (changes.removed) await takeOff(tx, ctx, session);
    else {
      if (changes.removed === false) session.removedAt = null;
      const had = (await loadSessionKinds(tx, [sessionId])).get(sessionId) ?? [];
      const written = await applyChanges(tx, ctx, conference, session, had, asChanges(changes), given ?? note);
      await writeSessionKinds(tx, written);
    }
    await countChange(tx, ctx, conference, "program.change-sessions");
  });
}
