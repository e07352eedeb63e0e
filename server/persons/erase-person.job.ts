import { type Context, inTransaction } from "../core/context.ts";
import { defineJob } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { changePersons } from "../members/keep-persons.ts";
import { erasureCause } from "./begin-erasure.ts";
import { erasePerson, forgetMails } from "./erase-person.ts";
import { Erasure } from "./erasure.entity.ts";

/**
 * Erases somebody in one transaction, and then the mails that told of it, once these are on their way. Tried again until they are;
 * after a mail was given up it is FAILED, which counts.
 */
export const erasePersonJob = defineJob("persons.erase", async (ctx: Context, { erasureId }) => {
  const waiting = await inTransaction(ctx, async (tx): Promise<number> => {
    await changePersons(tx);
    const erasure = await tx.findOne(Erasure, { where: { id: erasureId }, lock: forChange });
    if (!erasure) return 0;
    if (!erasure.completedAt) {
      await erasePerson(tx, ctx, erasure);
      await tx.update(Erasure, erasureId, { completedAt: ctx.now() });
    }
    const cause = `${erasureCause(erasureId)}:%`;
    await forgetMails(tx, "dedupe_key LIKE $1 AND status <> 'QUEUED'", [cause]);
    const [{ count }] = await tx.query("SELECT count(*)::int AS count FROM mail WHERE dedupe_key LIKE $1", [cause]);
    return count;
  });
  // Thrown after the commit: the job comes again for the mails, and finds the rest done.
  if (waiting > 0) throw new Error(`${waiting} mails that tell of an erasure are not sent yet.`);
});
