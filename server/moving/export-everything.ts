import { DateTime } from "luxon";
import { IsNull, MoreThan } from "typeorm";
import { signedInAccount } from "../accounts/signed-in-account.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import { enqueue, isUnderWay, jobsUnderWay } from "../core/jobs.ts";
import { advisoryLocks } from "../core/locks.ts";
import { administrator, assertMay } from "../core/policy.ts";
import { settingsId } from "../policies/settings-page.object.ts";
import { WholeExport } from "./whole-export.entity.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** An administrator asked for everything that the accreditor owns. */
    "moving.export": { exportId: string };
  }
}

/** An export, and whether its job has failed so often that it is not tried again. */
export type WholeExportState = WholeExport & { isGivenUp: boolean };

/** How long an export can be fetched. */
export const wholeExportDays = 7;

/**
 * Has everything that the accreditor owns made into one file, by a job. Where the same is being made already, that is the answer.
 * @throws FORBIDDEN
 */
export async function exportEverything(ctx: Context, withoutContacts: boolean): Promise<WholeExportState> {
  assertMay(ctx, administrator, null);
  return orderExport(ctx, { programId: null, withoutContacts });
}

/** What one export has in it. */
export type ExportScope = Pick<WholeExport, "programId" | "withoutContacts">;

/** Has a file made by a job. Where the same is being made already, that is the answer. */
export function orderExport(ctx: Context, { programId, withoutContacts }: ExportScope): Promise<WholeExportState> {
  const accountId = signedInAccount(ctx);
  return inTransaction(ctx, async (tx) => {
    // One after the other, so that two presses at once find the same.
    await tx.query("SELECT pg_advisory_xact_lock($1)", [advisoryLocks.wholeExports]);
    const begun = await tx.findOneBy(WholeExport, {
      withoutContacts,
      programId: programId ?? IsNull(),
      readyAt: IsNull(),
      expiresAt: MoreThan(ctx.now()),
    });
    // What was given up for good is asked for anew.
    if (begun && (await isUnderWay(tx, "moving.export", { exportId: begun.id }))) return { ...begun, isGivenUp: false };
    if (begun) await tx.delete(WholeExport, begun.id);
    const made = await tx.save(
      tx.create(WholeExport, {
        accountId,
        programId,
        withoutContacts,
        requestedAt: ctx.now(),
        readyAt: null,
        expiresAt: DateTime.fromJSDate(ctx.now()).plus({ days: wholeExportDays }).toJSDate(),
        progress: 0,
        byteSize: null,
      }),
    );
    if (programId) await audit(tx, ctx, "program.request-pack", ["program", programId]);
    else await audit(tx, ctx, "moving.request-export", ["settings", settingsId], { after: { withoutContacts } });
    await enqueue(tx, "moving.export", { exportId: made.id });
    return { ...made, isGivenUp: false };
  });
}

/**
 * Exports that can be fetched, are being made, or could not be made, the newest first.
 * @param programId whose audit packs; null: exports of everything
 */
export async function listWholeExports(ctx: Context, programId: string | null): Promise<WholeExportState[]> {
  if (programId !== null && !isId(programId)) return [];
  const found = await ctx.db.manager.find(WholeExport, {
    where: { expiresAt: MoreThan(ctx.now()), programId: programId ?? IsNull() },
    order: { requestedAt: "DESC", id: "DESC" },
    take: 20,
  });
  const waiting = found.filter(({ readyAt }) => readyAt === null).map(({ id }) => id);
  const underWay = new Set(
    waiting.length === 0 ? [] : (await jobsUnderWay(ctx.db.manager, "moving.export")).map(({ exportId }) => exportId),
  );
  const isGivenUp = ({ id, readyAt }: WholeExport) => readyAt === null && !underWay.has(id);
  return found.map((each) => ({ ...each, isGivenUp: isGivenUp(each) }));
}

/** One that can be fetched; null where it is missing, not ready, has run out, or is not for the viewer. */
export async function findWholeExport(ctx: Context, id: string): Promise<WholeExport | null> {
  if (!administrator(ctx.viewer, null) || ctx.viewer.apiKey || !isId(id)) return null;
  const found = await ctx.db.manager.findOneBy(WholeExport, { id, expiresAt: MoreThan(ctx.now()) });
  return found?.readyAt ? found : null;
}

/** Its bytes in order, a part at a time. */
export async function* readWholeExport(ctx: Context, exportId: string): AsyncGenerator<Buffer> {
  for (let position = 0; ; position++) {
    const [part]: { content: Buffer }[] = await ctx.db.query(
      "SELECT content FROM whole_export_part WHERE export_id = $1 AND position = $2",
      [exportId, position],
    );
    if (!part) return;
    yield part.content;
  }
}
