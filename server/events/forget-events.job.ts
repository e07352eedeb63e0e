import { DateTime } from "luxon";
import type { Context } from "../core/context.ts";
import { defineJob } from "../core/jobs.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    "events.forget": Record<string, never>;
  }
}

/** How long an event is told of. */
export const keptDays = 90;

/** How many are deleted in one statement, and in how many statements at most: the next run goes on. */
const [batch, batches] = [10_000, 50];

/** Deletes events that are too old to be told of. */
export const forgetEventsJob = defineJob("events.forget", async (ctx: Context) => {
  const before = DateTime.fromJSDate(ctx.now()).minus({ days: keptDays }).toJSDate();
  for (let n = 0; n < batches; n++) {
    const [, deleted]: [unknown, number] = await ctx.db.query(
      `DELETE FROM event WHERE id IN (SELECT id FROM event WHERE at < $1 ORDER BY at LIMIT ${batch})`,
      [before],
    );
    if (deleted < batch) return;
  }
});
