import type { EntityManager } from "typeorm";
import { type Context, inTransaction } from "../core/context.ts";
import { defineJob } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { recorded } from "../core/messages/sentence.ts";
import { claimsOverSql, claimsUntilSql } from "../programs/claim-window.ts";
import { reportingOverSql } from "../programs/offering.rules.ts";
import { Program } from "../programs/program.entity.ts";
import { isClaimed } from "../programs/program.queries.ts";
import { endClaims } from "./end-claims.ts";
import { firstOffering } from "./session.queries.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** Comes by the clock: the time to report a conference may be over since the last time. */
    "conferences.complete": Record<string, never>;
  }
}

/**
 * Brings every conference of which nothing can be claimed any more, nor reported by a roster, to its last step, the fee: it was attended by
 * whoever claimed it. Where
 * there is no last day to claim, claiming goes on, since it counts in every status of an approved program.
 */
export const completeConferencesJob = defineJob("conferences.complete", async (ctx: Context) => {
  for (const { id } of await overdue(ctx, ctx.db.manager, null))
    await inTransaction(ctx, async (tx) => {
      const program = await tx.findOne(Program, { where: { id }, lock: forChange });
      // Staff may have extended the time, or called the conference off, since.
      const [still] = program ? await overdue(ctx, tx, id) : [];
      if (program && still)
        await endClaims(tx, ctx, program, recorded(still.claimsEnd ? "reason.claimsOver" : "reason.reportingOver"));
    });
});

/** The conferences, or the one, that await attendance though nothing of theirs can be claimed or reported any more. */
async function overdue(
  ctx: Context,
  tx: EntityManager,
  id: string | null,
): Promise<{ id: string; claimsEnd: boolean }[]> {
  return tx.query(
    `SELECT p.id, ${claimsUntilSql("p")} IS NOT NULL AS "claimsEnd" FROM program p
     CROSS JOIN ${firstOffering}
     WHERE ${isClaimed} AND ($2::uuid IS NULL OR p.id = $2)
       AND (${claimsUntilSql("p")} IS NULL OR ${claimsOverSql("p", "z.time_zone", "$1")}) AND NOT EXISTS (
       SELECT FROM offering o
       WHERE o.program_id = p.id AND NOT ${reportingOverSql("o", "$1")})
     ORDER BY p.id`,
    [ctx.now(), id],
  );
}
