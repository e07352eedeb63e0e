import type { EntityManager } from "typeorm";
import { AttendanceUploadPhase } from "../../attendance/attendance.entity.ts";
import type { Watched } from "../../attendance/check-upload.ts";
import { keepFindings } from "../../attendance/keep-upload.ts";
import { stageRows } from "../../attendance/roster-stage.ts";
import { audit } from "../../core/audit.ts";
import type { Context } from "../../core/context.ts";
import { fileReader } from "../../core/file-room.ts";
import type { MemberFile } from "./member-file.ts";
import { MemberImport } from "./member-import.entity.ts";
import { MemberImportStatus } from "./member-import.status.ts";
import { compareMembers, createMemberStage, layFindings, layHeadingFindings, lockMembers } from "./member-stage.ts";
import type { MemberRowsPart, MemberRowsTask } from "./read-member-rows.ts";
import { writeMembers } from "./write-members.ts";

const memberRows = fileReader<MemberRowsTask, MemberRowsPart>("read-member-rows", "readMemberRows", import.meta.url);

/**
 * Compares a list with the members that there are and, unless it is a preview, writes the difference: all of it or nothing.
 * @param watched null: it is done at once, and nobody watches
 */
export async function checkMemberImport(
  tx: EntityManager,
  ctx: Context,
  given: MemberImport,
  file: MemberFile,
  watched: Watched | null = null,
): Promise<MemberImport> {
  const { READING, CHECKING, RECORDING } = AttendanceUploadPhase;
  await createMemberStage(tx);
  let rowCount: number | null = null;
  let errors = await layHeadingFindings(tx, file);
  if (errors === 0) {
    rowCount = 0;
    await stageRows(
      tx,
      read(async (rows) => {
        rowCount = rows === null || rowCount === null ? null : rowCount + rows;
        await watched?.progress.tell(READING, watched.shareRead());
      }),
      "member_stage",
    );
  }
  async function* read(onPart: (rows: number | null) => Promise<void>): AsyncGenerator<Uint8Array> {
    for await (const { copy, rowCount } of file.room.read(memberRows, file.task, file.open)) {
      yield copy;
      await onPart(rowCount);
    }
  }

  await lockMembers(tx);
  await watched?.progress.tell(CHECKING, 0, { rowCount, checkedRows: 0 });
  const counts = errors === 0 ? await compareMembers(tx, ctx, given.deactivatesMissing) : null;
  await watched?.progress.tell(CHECKING, 0.5, { rowCount });
  const found = counts ? await layFindings(tx, ctx, file) : { errorCount: errors, warningCount: 0 };
  errors = found.errorCount;
  const tables = { found: "member_error", kept: "member_import_error", upload: "member_import" };
  await keepFindings(tx, given.id, file.task.facts, tables);
  if (errors > 0 || !counts) return finish(tx, ctx, given, { status: MemberImportStatus.REJECTED, rowCount, ...found });

  await watched?.progress.tell(RECORDING, 0, { rowCount, checkedRows: rowCount ?? 0 });
  await writeMembers(tx, ctx, given);
  const status = given.preview ? MemberImportStatus.PREVIEWED : MemberImportStatus.PROCESSED;
  return finish(tx, ctx, given, { status, rowCount, ...found, ...counts });
}

/** Writes down what became of a list. */
export async function finish(
  tx: EntityManager,
  ctx: Context,
  { id, preview, fileName }: Pick<MemberImport, "id" | "preview" | "fileName">,
  outcome: Pick<MemberImport, "status"> & Partial<MemberImport>,
): Promise<MemberImport> {
  await tx.update(MemberImport, id, { ...outcome, checkedRows: outcome.rowCount ?? 0, phase: null, progress: 100 });
  const found = await tx.findOneByOrFail(MemberImport, { id });
  const { status, rowCount, errorCount, warningCount, addedRows, changedRows, deactivatedRows, unchangedRows } = found;
  const rows = { rowCount, addedRows, changedRows, deactivatedRows, unchangedRows };
  await audit(tx, ctx, "member.import", ["member-import", id], {
    after: { status, preview, fileName, errorCount, warningCount, ...rows },
  });
  return found;
}
