import type { EntityManager } from "typeorm";
import type { Context } from "../../core/context.ts";
import { forChangeSql } from "../../core/locks.ts";
import type { MemberImport } from "./member-import.entity.ts";
import { memberColumns } from "./member-stage.ts";

const keyColumns = [
  "first_name_key",
  "given_names_key",
  "last_name_key",
  "first_name_spellings",
  "given_names_spellings",
  "last_name_spellings",
];

const nameColumns = ["first_name", "last_name", "suffix", "printed_name"];

const listOf = (columns: readonly string[], alias?: string): string =>
  columns.map((column) => (alias ? `${alias}.${column}` : column)).join(", ");

/** Somebody corrected a member while the list was compared: it is compared anew. */
export class ChangedMeanwhile extends Error {}

/** SQL of a field of what a change leaves behind, as its column has it. */
const written = ([, field, column, type]: (typeof memberColumns)[number], said: string): string =>
  `${column} = CASE WHEN ${said} ? '${field}' THEN (${said} ->> '${field}')::${type} ELSE m.${column} END`;

/** SQL of what a member has now, by the fields of the log. */
export const membersFields = (m: string): string =>
  `jsonb_build_object(${memberColumns.map(([, field, column]) => `'${field}', ${m}.${column}`).join(", ")}, 'printedName', ${m}.printed_name)`;

/** Sets the fields that `said` has. A printed name that it does not have stays. */
export const setFields = (said: string): string =>
  [
    ...memberColumns.map((column) => written(column, said)),
    `printed_name = CASE WHEN ${said} ? 'printedName' THEN ${said} ->> 'printedName' ELSE m.printed_name END`,
  ].join(", ");

/**
 * Writes down what `member_change` says and, unless it is a preview, does it: former names are kept, what is equal is not touched.
 * @throws ChangedMeanwhile
 */
export async function writeMembers(tx: EntityManager, ctx: Context, { id, preview }: MemberImport): Promise<void> {
  await tx.query(
    `INSERT INTO member_import_change (import_id, position, kind, member_id, member_number, line, before, after, former_name_id)
     SELECT $1, position, kind, CASE WHEN NOT ($2 AND kind = 'ADDED') THEN member_id END, member_number, line, before, after,
       CASE WHEN renamed THEN former_name_id END
     FROM member_change ORDER BY position`,
    [id, preview],
  );
  if (preview) return;
  await tx.query(
    "UPDATE member_import SET place = (SELECT coalesce(max(place), 0) + 1 FROM member_import) WHERE id = $1",
    [id],
  );
  await tx.query(
    `SELECT m.id FROM member m JOIN member_change c ON c.member_id = m.id WHERE c.kind <> 'ADDED' ORDER BY m.id ${forChangeSql} OF m`,
  );
  const [{ stale }] = await tx.query(
    `SELECT count(*)::int AS stale FROM member_change c JOIN member m ON m.id = c.member_id
     WHERE c.kind <> 'ADDED' AND NOT ${membersFields("m")} @> c.before`,
  );
  if (stale > 0) throw new ChangedMeanwhile();
  await tx.query(
    `INSERT INTO former_name (id, member_id, ${listOf(nameColumns)}, ${listOf(keyColumns)}, changed_at)
     SELECT c.former_name_id, m.id, ${listOf(nameColumns, "m")}, ${listOf(keyColumns, "m")}, $1
     FROM member_change c JOIN member m ON m.id = c.member_id WHERE c.renamed`,
    [ctx.now()],
  );
  await tx.query(
    `UPDATE member m SET ${setFields("c.after")} FROM member_change c WHERE m.id = c.member_id AND c.kind <> 'ADDED'`,
  );
  await tx.query(
    `UPDATE member m SET ${keyColumns.map((column) => `${column} = k.${column}`).join(", ")}
     FROM member_change c JOIN member_name k USING (position) WHERE m.id = c.member_id AND c.renamed`,
  );
  // Who registers meanwhile takes no number that the list brings.
  await tx.query("UPDATE number_series SET last = last WHERE name = 'member'");
  const columns = memberColumns.map(([, , column]) => column);
  await tx.query(
    `INSERT INTO member (id, member_number, created_at, ${listOf(keyColumns)}, ${listOf(columns)})
     SELECT c.member_id, c.member_number, $1, ${listOf(keyColumns, "k")}, ${listOf(columns, "d")}
     FROM member_change c JOIN member_name k USING (position) JOIN member_checked d ON d.line = c.line
     WHERE c.kind = 'ADDED' ORDER BY c.position`,
    [ctx.now()],
  );
}
