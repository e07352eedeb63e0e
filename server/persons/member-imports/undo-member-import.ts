import type { EntityManager } from "typeorm";
import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../../core/errors.ts";
import { isId } from "../../core/ids.ts";
import { requiredReason } from "../../core/input-rules.ts";
import { forChange, forChangeSql } from "../../core/locks.ts";
import { assertMay, staff } from "../../core/policy.ts";
import { assertMove } from "../../core/transitions.ts";
import { MemberImport } from "./member-import.entity.ts";
import { MemberImportStatus, memberImportMoves } from "./member-import.status.ts";
import { lockMembers } from "./member-stage.ts";
import { membersFields, setFields } from "./write-members.ts";

/** Why an import cannot be taken back for one member. */
export enum UndoObstacleReason {
  LATER_IMPORT = "LATER_IMPORT",
  CHANGED_SINCE = "CHANGED_SINCE",
  HAS_RECORDS = "HAS_RECORDS",
  MERGED = "MERGED",
  YOURSELF = "YOURSELF",
}

export interface UndoObstacle {
  memberNumber: string;
  reason: UndoObstacleReason;
}

/** Everything that refers to a member, as the database itself says: SQL of whether anything does to the one with this ID. */
async function isReferredTo(tx: EntityManager, id: string): Promise<string> {
  const references: { table: string; column: string }[] = await tx.query(
    `SELECT quote_ident(t.relname) AS table, quote_ident(a.attname) AS column
     FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
     WHERE c.contype = 'f' AND c.confrelid = 'member'::regclass ORDER BY 1, 2`,
  );
  return references
    .map(({ table, column }) => `EXISTS (SELECT FROM ${table} r WHERE r.${column} = ${id})`)
    .join(" OR ");
}

/** How many obstacles are told of. */
const most = 100;

/** What stands in the way of taking an import back, by member: what came later and stands on it. */
export async function undoObstacles(tx: EntityManager, ctx: Context, importId: string): Promise<UndoObstacle[]> {
  const { LATER_IMPORT, CHANGED_SINCE, HAS_RECORDS, MERGED, YOURSELF } = UndoObstacleReason;
  return tx.query(
    `SELECT member_number AS "memberNumber", reason FROM (
       SELECT c.position, c.member_number, CASE
         WHEN m.merged_into_id IS NOT NULL THEN '${MERGED}'
         WHEN EXISTS (SELECT FROM member_import_change l JOIN member_import i ON i.id = l.import_id
           WHERE l.member_id = c.member_id AND i.status = 'PROCESSED' AND i.place > own.place) THEN '${LATER_IMPORT}'
         WHEN NOT ${membersFields("m")} @> c.after THEN '${CHANGED_SINCE}'
         WHEN m.account_id = $2 THEN '${YOURSELF}'
         WHEN c.kind = 'ADDED' AND (m.account_id IS NOT NULL OR ${await isReferredTo(tx, "m.id")}) THEN '${HAS_RECORDS}' END AS reason
       FROM member_import_change c JOIN member_import own ON own.id = c.import_id JOIN member m ON m.id = c.member_id
       WHERE c.import_id = $1 AND m.erased_at IS NULL) o
     WHERE reason IS NOT NULL ORDER BY position LIMIT ${most}`,
    [importId, ctx.viewer.accountId],
  );
}

/**
 * Takes a whole import back: every member is as before, and who came by it is gone. Where something stands on it, such as a correction, a
 * later list or credit, nothing is taken back.
 * @throws NOT_FOUND, REASON_REQUIRED; ILLEGAL_TRANSITION for what was not recorded; ALREADY_RECORDED where something stands on it
 */
export async function undoMemberImport(ctx: Context, id: string, reason: string): Promise<MemberImport> {
  assertMay(ctx, staff, null);
  const given = requiredReason(reason);
  return inTransaction(ctx, async (tx) => {
    await lockMembers(tx);
    const found = isId(id) ? await tx.findOne(MemberImport, { where: { id }, lock: forChange }) : null;
    if (!found) throw notFound("memberImport", "id");
    if (found.status === MemberImportStatus.UNDONE) return found;
    assertMove(memberImportMoves, "memberImport", found.status, MemberImportStatus.UNDONE);
    await tx.query(
      `SELECT m.id FROM member m JOIN member_import_change c ON c.member_id = m.id WHERE c.import_id = $1 ORDER BY m.id ${forChangeSql} OF m`,
      [id],
    );
    const obstacles = await undoObstacles(tx, ctx, id);
    if (obstacles.length > 0)
      throw new DomainError(ErrorCode.ALREADY_RECORDED, "memberImport.stoodOn", {
        field: "id",
        count: obstacles.length,
        numbers: obstacles.slice(0, 5).map(({ memberNumber }) => memberNumber),
        obstacles,
      });
    const { was, gone } = await restore(tx, id);
    await tx.update(MemberImport, id, {
      status: MemberImportStatus.UNDONE,
      undoneAt: ctx.now(),
      undoReason: given,
    });
    await audit(tx, ctx, "member.undo-import", ["member-import", id], {
      reason: given,
      before: { status: found.status },
      after: { status: MemberImportStatus.UNDONE, changedRows: was, addedRows: gone },
    });
    return tx.findOneByOrFail(MemberImport, { id });
  });
}

async function restore(tx: EntityManager, id: string): Promise<{ was: number; gone: number }> {
  const ofImport = "c.import_id = $1 AND m.id = c.member_id AND m.erased_at IS NULL";
  const [, was]: [unknown, number] = await tx.query(
    `UPDATE member m SET ${setFields("c.before")} FROM member_import_change c WHERE ${ofImport} AND c.kind <> 'ADDED'`,
    [id],
  );
  // A former name that it left is the name again.
  await tx.query(
    `UPDATE member m SET first_name_key = f.first_name_key, given_names_key = f.given_names_key, last_name_key = f.last_name_key,
       first_name_spellings = f.first_name_spellings, given_names_spellings = f.given_names_spellings,
       last_name_spellings = f.last_name_spellings
     FROM member_import_change c JOIN former_name f ON f.id = c.former_name_id WHERE ${ofImport}`,
    [id],
  );
  await tx.query(
    "DELETE FROM former_name f USING member_import_change c WHERE f.id = c.former_name_id AND c.import_id = $1",
    [id],
  );
  const [, gone]: [unknown, number] = await tx.query(
    `DELETE FROM member m USING member_import_change c WHERE ${ofImport} AND c.kind = 'ADDED'`,
    [id],
  );
  return { was, gone };
}
