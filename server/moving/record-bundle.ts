import { AttendanceUploadPhase } from "../attendance/attendance.entity.ts";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { enqueue } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { administrator, assertMay } from "../core/policy.ts";
import { assertMove } from "../core/transitions.ts";
import { BundleImport } from "./bundle.entity.ts";
import { BundleStatus, bundleMoves } from "./bundle.status.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** A bundle was checked and is to be recorded. */
    "moving.record": { importId: string };
  }
}

/**
 * Has a bundle recorded that was checked: a job compares it again, and records all of it or nothing. Again: changes nothing.
 * @throws FORBIDDEN, NOT_FOUND; ILLEGAL_TRANSITION for one that has errors, or was taken back
 */
export async function recordBundle(ctx: Context, id: string): Promise<void> {
  assertMay(ctx, administrator, null);
  await inTransaction(ctx, async (tx) => {
    const bundle = isId(id) ? await tx.findOne(BundleImport, { where: { id }, lock: forChange }) : null;
    if (!bundle) throw notFound("bundle", "id");
    const { RECORDING, PROCESSED } = BundleStatus;
    if (bundle.status === RECORDING || bundle.status === PROCESSED) return;
    assertMove(bundleMoves, "bundle", bundle.status, RECORDING);
    // From here on it is of who has it recorded.
    await tx.update(BundleImport, id, {
      status: RECORDING,
      accountId: ctx.viewer.accountId,
      phase: AttendanceUploadPhase.WAITING,
      progress: 0,
    });
    await audit(tx, ctx, "moving.record", ["bundle-import", id], { after: { fileName: bundle.fileName } });
    await enqueue(tx, "moving.record", { importId: id });
  });
}
