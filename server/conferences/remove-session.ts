import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { forRemovalSql } from "../core/locks.ts";
import { Session } from "./conference.entity.ts";
import { countChange, lockConference } from "./lock-conference.ts";
import { sessionsInUse } from "./session.queries.ts";

/**
 * Removes a session; one that somebody claimed stays on record, flagged, and nobody else can claim it.
 * @returns whether it is gone; false: it is flagged
 * @throws NOT_FOUND, the same for a missing and a foreign one
 */
export async function removeSession(ctx: Context, id: string): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const session = isId(id) ? await tx.findOneBy(Session, { id }) : null;
    if (!session) throw notFound("session");
    const conference = await lockConference(tx, ctx, session.programId, "session");
    await tx.query(`SELECT FROM session WHERE id = $1 ${forRemovalSql}`, [id]);
    const flagged = (await sessionsInUse(tx, [id])).has(id);
    if (flagged) await tx.update(Session, id, { removedAt: session.removedAt ?? ctx.now() });
    else await tx.delete(Session, id);
    await audit(tx, ctx, "session.remove", ["session", id], {
      before: { programId: session.programId, title: session.title },
      after: { flagged },
    });
    await countChange(tx, ctx, conference, "program.remove-session");
    return !flagged;
  });
}
