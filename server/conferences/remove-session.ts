import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { forRemovalSql } from "../core/locks.ts";
import { whyStaffDecide } from "./assert-may-decide.ts";
import { Session } from "./conference.entity.ts";
import { countChange, lockSession } from "./lock-conference.ts";
import { proposeChanges, withdrawProposals } from "./propose-changes.ts";
import { sessionsInUse } from "./session.queries.ts";
import { loadSessionKinds } from "./session-kinds.ts";

/**
 * Removes a session; one that somebody claimed stays on record, flagged, and nobody else can claim it.
 * @param propose leaves it to staff where it is for them to decide; it is refused otherwise
 * @returns whether it is gone; false: it is flagged, or waits for staff
 * @throws NOT_FOUND, the same for a missing and a foreign one; STAFF_DECIDES where it earns, and the conference is approved
 */
export async function removeSession(ctx: Context, id: string, propose = false): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const { session, conference } = await lockSession(tx, ctx, id);
    await tx.query(`SELECT FROM session WHERE id = $1 ${forRemovalSql}`, [id]);
    const creditKinds = (await loadSessionKinds(tx, [id])).get(id) ?? [];
    const refusal = whyStaffDecide(conference, { ...session, creditKinds }, { removedAt: ctx.now() });
    if (refusal && !(propose && conference.approved)) throw refusal;
    if (refusal) {
      await proposeChanges(tx, ctx, id, { removed: true }, null);
      return false;
    }
    const flagged = await takeOff(tx, ctx, session);
    await countChange(tx, ctx, conference, "program.remove-session");
    return !flagged;
  });
}

/**
 * Takes a session that is locked off the schedule.
 * @returns whether it stays, flagged, since somebody claimed it
 */
export async function takeOff(tx: EntityManager, ctx: Context, session: Session): Promise<boolean> {
  const { id, programId, title } = session;
  const flagged = (await sessionsInUse(tx, [id])).has(id);
  if (flagged) {
    await tx.update(Session, id, { removedAt: session.removedAt ?? ctx.now() });
    await withdrawProposals(tx, ctx, [id]);
  } else await tx.delete(Session, id);
  await audit(tx, ctx, "session.remove", ["session", id], { before: { programId, title }, after: { flagged } });
  return flagged;
}
