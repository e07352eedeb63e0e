import type { EntityManager } from "typeorm";
import { loadViewerOfSender } from "../accounts/load-viewer.ts";
import { audit } from "../core/audit.ts";
import { type Context, createContext, inTransaction } from "../core/context.ts";
import { DomainError, violates } from "../core/errors.ts";
import { jobFiles } from "../core/file-room.ts";
import { uploadCheckLockSql } from "../core/locks.ts";
import { say } from "../core/messages/message.ts";
import { administrator, assertMay, inRoles } from "../core/policy.ts";
import { FindingSeverity } from "../core/row-error.object.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { BundleError, BundleImport } from "./bundle.entity.ts";
import { BundleStatus } from "./bundle.status.ts";
import { dropPdfs } from "./bundle-pdfs.ts";
import { BundleProgress } from "./bundle-progress.ts";
import { checkBundle } from "./check-bundle.ts";
import { ChangedMeanwhile } from "./moving-stage.ts";

/**
 * Checks a bundle, or records it: whichever it waits for, in the name of who asked. Does nothing where that was done: a job that is run again
 * after a crash begins anew, since nothing of the first run was committed.
 */
export async function runBundle(ctx: Context, importId: string): Promise<void> {
  await jobFiles.inTurn(async () => {
    for (let tries = 1; ; tries++) {
      try {
        return await runOnce(ctx, importId);
      } catch (error) {
        if (isToBeComparedAnew(error) && tries < mostTries) continue;
        // Too costly a file, or a sender who was let go: trying again at once mends neither.
        if (!(error instanceof DomainError)) throw error;
        return await rejectBundle(ctx, importId, error);
      }
    }
  });
}

/** Whoever goes on correcting records meanwhile cannot hold it up for ever. */
const mostTries = 5;

/** Somebody else wrote what the bundle was compared with. */
const isToBeComparedAnew = (error: unknown): boolean =>
  error instanceof ChangedMeanwhile ||
  ["member_number_once", "provider_number_once", "licence_once", "licence_exclusive"].some((name) =>
    violates(error, name),
  );

async function runOnce(ctx: Context, importId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    // Not the row itself: how far it is must be written meanwhile, by another connection.
    await tx.query(`SELECT pg_advisory_xact_lock(${uploadCheckLockSql("$1")})`, [importId]);
    const bundle = await tx.findOneBy(BundleImport, { id: importId });
    if (!bundle || ![BundleStatus.CHECKING, BundleStatus.RECORDING].includes(bundle.status)) return;
    const records = bundle.status === BundleStatus.RECORDING;
    const { accountId, createdAt } = bundle;
    const sender = accountId
      ? createContext(
          ctx,
          inRoles(await loadViewerOfSender(tx, { accountId, apiKeyId: null, createdAt }, ctx.config), [
            StaffRole.ADMINISTRATOR,
          ]),
          ctx.request,
        )
      : ctx;
    assertMay(sender, administrator, null);
    const counts = await checkBundle(
      tx,
      sender,
      bundle,
      new BundleProgress(ctx, importId, records ? "recorded" : "checked"),
      records,
    );
    const { CHECKED, PROCESSED, REJECTED } = BundleStatus;
    const status = counts.errorCount > 0 ? REJECTED : records ? PROCESSED : CHECKED;
    await finishBundle(tx, sender, importId, status, counts);
  });
}

async function finishBundle(
  tx: EntityManager,
  ctx: Context,
  importId: string,
  status: BundleStatus,
  counts: Partial<BundleImport>,
): Promise<void> {
  const { CHECKED, PROCESSED } = BundleStatus;
  if (status === PROCESSED)
    await tx.query(
      "UPDATE bundle_import SET place = (SELECT coalesce(max(place), 0) + 1 FROM bundle_import) WHERE id = $1",
      [importId],
    );
  await tx.update(BundleImport, importId, {
    ...counts,
    status,
    phase: null,
    progress: 100,
    ...(status === PROCESSED && { recordedAt: ctx.now() }),
  });
  // A bundle that may still be recorded is read again then.
  if (status !== CHECKED) {
    await tx.query("DELETE FROM bundle_part WHERE upload_id IN (SELECT id FROM bundle_file WHERE import_id = $1)", [
      importId,
    ]);
    await dropPdfs(tx, [importId]);
  }
  const [{ fileName, addedRows, changedRows }] = await tx.query(
    `SELECT i.file_name AS "fileName", sum(f.added_rows)::int AS "addedRows", sum(f.changed_rows)::int AS "changedRows"
     FROM bundle_import i JOIN bundle_file f ON f.import_id = i.id WHERE i.id = $1 GROUP BY i.id`,
    [importId],
  );
  await audit(tx, ctx, "moving.import", ["bundle-import", importId], {
    after: {
      status,
      fileName,
      addedRows,
      changedRows,
      errorCount: counts.errorCount ?? 0,
      warningCount: counts.warningCount ?? 0,
    },
  });
}

/** Ends an import that is refused as a whole, with the refusal as its one error. */
async function rejectBundle(ctx: Context, importId: string, { code, said }: DomainError): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const bundle = await tx.findOneBy(BundleImport, { id: importId });
    if (!bundle || ![BundleStatus.CHECKING, BundleStatus.RECORDING].includes(bundle.status)) return;
    await tx.delete(BundleError, { uploadId: importId });
    await tx.insert(BundleError, {
      uploadId: importId,
      position: 1,
      file: bundle.fileName,
      line: 1,
      code,
      details: { message: say("file.whole", { advice: said }) },
      severity: FindingSeverity.ERROR,
    });
    await finishBundle(tx, ctx, importId, BundleStatus.REJECTED, { errorCount: 1, warningCount: 0 });
  });
}
