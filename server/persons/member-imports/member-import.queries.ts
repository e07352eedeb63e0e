import type { Context } from "../../core/context.ts";
import { isId } from "../../core/ids.ts";
import { hasId } from "../../core/lists/conditions.ts";
import { defineFixedList } from "../../core/lists/define-list.ts";
import { type Fields, selectFields } from "../../core/lists/sql.ts";
import { readsPersons } from "../../core/policy.ts";
import { fullNameSql } from "../../members/full-name.ts";
import type { MemberChangeKind, MemberImport, MemberImportChange } from "./member-import.entity.ts";

/** An import as lists and its page show it. */
export type MemberImportRow = Omit<
  MemberImport,
  "sha256" | "byteSize" | "accountId" | "apiKeyId" | "account" | "apiKey" | "place"
> & {
  /** The primary address of whoever sent it; null: the system. */
  sender: string | null;
};

const importFields: Fields<MemberImportRow> = {
  id: "i.id",
  fileName: "i.file_name",
  status: "i.status",
  preview: "i.preview",
  deactivatesMissing: "i.deactivates_missing",
  columns: "i.columns",
  rowCount: "i.row_count",
  checkedRows: "i.checked_rows",
  errorCount: "i.error_count",
  warningCount: "i.warning_count",
  addedRows: "i.added_rows",
  changedRows: "i.changed_rows",
  deactivatedRows: "i.deactivated_rows",
  unchangedRows: "i.unchanged_rows",
  absentMembers: "i.absent_members",
  createdAt: "i.created_at",
  phase: "i.phase",
  progress: "i.progress",
  findingKinds: "i.finding_kinds",
  undoneAt: "i.undone_at",
  undoReason: "i.undo_reason",
  sender: "(SELECT e.address FROM email_address e WHERE e.account_id = i.account_id AND e.is_primary)",
};

/** Lists of members that were sent, the newest first. */
export const memberImportList = defineFixedList({
  from: "member_import i",
  key: "i.id",
  fields: importFields,
  where: (_ctx, { preview }: { preview: boolean | null }, bind) => [preview !== null && `i.preview = ${bind(preview)}`],
  sortedBy: [["i.created_at"], "DESC"],
});

/** An import; null where it is missing or not the viewer's to see. */
export async function findMemberImport(ctx: Context, id: string): Promise<MemberImportRow | null> {
  if (!isId(id) || !readsPersons(ctx.viewer)) return null;
  const [row] = await ctx.db.query(`SELECT ${selectFields(importFields)} FROM member_import i WHERE i.id = $1`, [id]);
  return row ?? null;
}

export type MemberChangeRow = Pick<
  MemberImportChange,
  "kind" | "memberId" | "memberNumber" | "line" | "before" | "after"
> & {
  /** What the member is called; of one who would be added, as the list has it. */
  name: string;
};

const changeFields: Fields<MemberChangeRow> = {
  kind: "c.kind",
  memberId: "m.id",
  memberNumber: "c.member_number",
  line: "c.line",
  before: "c.before",
  after: "c.after",
  name: `coalesce(nullif(${fullNameSql("m")}, ''), concat_ws(' ', c.after ->> 'firstName', c.after ->> 'lastName', c.after ->> 'suffix'))`,
};

/** What an import did, in the order of its file; who is not in it comes last. */
export const memberChangeList = defineFixedList({
  from: "member_import_change c",
  joins: { m: "LEFT JOIN member m ON m.id = c.member_id" },
  key: "c.position",
  fields: changeFields,
  where: (_ctx, filter: { importId: string; kind: MemberChangeKind | null }, bind) => [
    hasId("c.import_id", filter.importId, bind),
    filter.kind && `c.kind = ${bind(filter.kind)}`,
  ],
  sortedBy: [[], "ASC"],
});
