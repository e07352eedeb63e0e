import { DateTime } from "luxon";
import { signedInAccount } from "../accounts/signed-in-account.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { enqueue } from "../core/jobs.ts";
import { forChangeSql } from "../core/locks.ts";
import { DataExport } from "./data-export.entity.ts";
import { latestExport } from "./data-export.queries.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** Somebody asked for a copy of all that is kept of them. */
    "persons.export": { exportId: string };
  }
}

/** How long a copy can be fetched. */
export const exportDays = 7;

/** Within so many minutes the same copy is the answer: pressing twice makes no second one. */
const quietMinutes = 60;

/**
 * Leaves a job that makes a copy of everything that is kept of the viewer. One that is being made, or was asked for within the last
 * hour, is answered again.
 * @throws UNAUTHENTICATED
 */
export function requestExport(ctx: Context): Promise<DataExport> {
  const accountId = signedInAccount(ctx);
  return inTransaction(ctx, async (tx) => {
    // One after the other, so that two presses at once find the same.
    await tx.query(`SELECT FROM account WHERE id = $1 ${forChangeSql}`, [accountId]);
    const now = DateTime.fromJSDate(ctx.now());
    const latest = await latestExport(tx, ctx, accountId);
    if (latest && (!latest.readyAt || latest.requestedAt > now.minus({ minutes: quietMinutes }).toJSDate()))
      return latest;
    const expiresAt = now.plus({ days: exportDays }).toJSDate();
    const made = tx.create(DataExport, { accountId, requestedAt: ctx.now(), readyAt: null, expiresAt, byteSize: null });
    await tx.save(made);
    await audit(tx, ctx, "person.request-export", ["account", accountId], { after: { exportId: made.id } });
    await enqueue(tx, "persons.export", { exportId: made.id });
    return made;
  });
}
