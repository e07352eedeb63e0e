import type { EntityManager } from "typeorm";
import type { Context } from "../../core/context.ts";
import { lineProblem } from "../../core/csv/csv-problem.ts";
import { ErrorCode } from "../../core/errors.ts";
import { advisoryLocks } from "../../core/locks.ts";
import { type MessageKey, say } from "../../core/messages/message.ts";
import { FindingSeverity } from "../../core/row-error.object.ts";
import { keepPersons } from "../../members/keep-persons.ts";
import { nameKeys } from "../../members/name-keys.ts";
import type { MemberFile } from "./member-file.ts";
import { MemberImportColumn } from "./member-import.columns.ts";
import type { MemberImport } from "./member-import.entity.ts";
import { stageColumns } from "./read-member-rows.ts";

/** What a list may change of a member: the column of the list, the field of the log, and the column of the table with its type. */
export const memberColumns = [
  ["FIRST_NAME", "firstName", "first_name", "text"],
  ["LAST_NAME", "lastName", "last_name", "text"],
  ["SUFFIX", "suffix", "suffix", "text"],
  ["EMAIL", "contactEmail", "contact_email", "text"],
  ["PHONE", "phone", "phone", "text"],
  ["CITY", "city", "city", "text"],
  ["STATE", "state", "state", "text"],
  ["ZIP", "zip", "zip", "text"],
  ["COUNTY", "county", "county", "text"],
  ["ROLE", "role", "role", "text"],
  ["MEMBERSHIP", "membership", "membership", "text"],
  ["MEMBER_SINCE", "memberSince", "member_since", "date"],
  ["MEMBER_UNTIL", "memberUntil", "member_until", "date"],
  ["ACTIVE", "active", "active", "boolean"],
] as const satisfies readonly (readonly [keyof typeof MemberImportColumn, string, string, string])[];

/** The columns that are never without a value, with the one of a new member. */
const always: Record<string, string> = { first_name: "''", last_name: "''", membership: "'MEMBER'", active: "true" };

/** Rows wait here to be compared with the members as one set; the tables go with the transaction. */
export async function createMemberStage(tx: EntityManager): Promise<void> {
  await tx.query(
    `CREATE TEMPORARY TABLE member_stage (line integer NOT NULL, ${stageColumns.map((column) => `${column} text`).join(", ")},
       problems jsonb) ON COMMIT DROP`,
  );
  await tx.query(
    `CREATE TEMPORARY TABLE member_error (position serial, line integer, "column" text, value text, code text, details jsonb,
       suggestions text[] DEFAULT '{}', severity text) ON COMMIT DROP`,
  );
}

/** From here on no two members are merged, none is erased, and no other import writes. */
export async function lockMembers(tx: EntityManager): Promise<void> {
  await keepPersons(tx);
  await tx.query("SELECT pg_advisory_xact_lock($1)", [advisoryLocks.memberImports]);
}

/** What is wrong with the headings, whatever the rows say. @returns how much */
export async function layHeadingFindings(tx: EntityManager, { ambiguous, absent }: MemberFile): Promise<number> {
  const problems = [
    ...ambiguous.map(({ column, headings }) =>
      lineProblem(1, ErrorCode.DUPLICATE_COLUMN, say("memberImport.ambiguous", { headings, column }), {
        column: headings[0] ?? "",
      }),
    ),
    ...absent.map(({ heading }) =>
      lineProblem(1, ErrorCode.MISSING_COLUMN, say("memberImport.noSuchHeading", { heading }), { column: heading }),
    ),
  ];
  if (problems.length > 0)
    await tx.query(
      `INSERT INTO member_error (line, "column", value, code, details, severity)
       SELECT line, "column", value, code, jsonb_build_object('message', message), '${FindingSeverity.ERROR}'
       FROM jsonb_to_recordset($1::jsonb) AS p (line int, "column" text, value text, code text, message jsonb)`,
      [JSON.stringify(problems)],
    );
  return problems.length;
}

/** What a member has where the list says nothing, what the list says else, and what a new one begins with. */
const merged = ([list, , column, type]: (typeof memberColumns)[number]): string => {
  const said = `s.${list.toLowerCase()}`;
  const begins = always[column];
  if (column === "first_name" || column === "last_name") return `coalesce(${said}, m.${column}, '')`;
  return begins === undefined
    ? `CASE WHEN ${said} IS NULL THEN m.${column} ELSE nullif(${said}, '')::${type} END`
    : `coalesce(${said}::${type}, m.${column}, ${begins})`;
};

const namesDiffer = `(m.first_name, m.last_name, m.suffix) IS DISTINCT FROM (c.first_name, c.last_name, c.suffix)`;

/** The fields of `c` that `m` has otherwise, as JSON of what either says of them. */
const differing = (of: "m" | "c"): string =>
  memberColumns
    .map(
      ([, field, column]) =>
        `CASE WHEN m.${column} IS DISTINCT FROM c.${column} THEN jsonb_build_object('${field}', ${of}.${column}) ELSE '{}' END`,
    )
    .join(" || ");

export type MemberCounts = Pick<
  MemberImport,
  "addedRows" | "changedRows" | "deactivatedRows" | "unchangedRows" | "absentMembers"
>;

/**
 * Joins the staged rows with the members, set by set: `member_checked` has of each row what the member is to be, and `member_change` the
 * difference, with the keys of each name that is new.
 */
export async function compareMembers(
  tx: EntityManager,
  ctx: Context,
  deactivatesMissing: boolean,
): Promise<MemberCounts> {
  await tx.query("ANALYZE member_stage");
  await tx.query(
    `CREATE TEMPORARY TABLE member_checked ON COMMIT DROP AS
     SELECT s.line, s.member_number, m.id AS member_id, m.account_id, s.email AS email_said,
       -- Who was merged or erased is nobody's row any more: it is passed over.
       m.merged_into_id IS NOT NULL OR m.erased_at IS NOT NULL AS gone,
       (SELECT k.member_number FROM member k WHERE k.id = m.merged_into_id) AS goes_by,
       min(s.line) OVER (PARTITION BY s.member_number) AS first_line,
       ${memberColumns.map((column) => `${merged(column)} AS ${column[2]}`).join(", ")}
     FROM member_stage s LEFT JOIN member m ON m.member_number = s.member_number
     WHERE s.member_number IS NOT NULL`,
  );
  await tx.query("ANALYZE member_checked");
  await tx.query(
    `CREATE TEMPORARY TABLE member_change ON COMMIT DROP AS
     SELECT row_number() OVER (ORDER BY c.line)::int AS position, c.line, c.member_number, coalesce(c.member_id, uuid_v7()) AS member_id,
       CASE WHEN c.member_id IS NULL THEN 'ADDED' WHEN m.active AND NOT c.active THEN 'DEACTIVATED' ELSE 'CHANGED' END AS kind,
       CASE WHEN c.member_id IS NOT NULL THEN ${differing("m")} END AS before,
       jsonb_strip_nulls(CASE WHEN c.member_id IS NULL THEN ${differing("c")} END) AS added, ${differing("c")} AS after,
       c.member_id IS NOT NULL AND ${namesDiffer} AS renamed, c.account_id,
       c.first_name, c.last_name, c.suffix,
       CASE WHEN ${namesDiffer} THEN uuid_v7() END AS former_name_id
     FROM member_checked c LEFT JOIN member m ON m.id = c.member_id
     WHERE NOT coalesce(c.gone, false) AND c.line = c.first_line
       AND (m.id IS NULL OR (${memberColumns.map(([, , column]) => `m.${column}`).join(", ")}) IS DISTINCT FROM
         (${memberColumns.map(([, , column]) => `c.${column}`).join(", ")}))`,
  );
  await tx.query("UPDATE member_change SET after = added WHERE kind = 'ADDED'");
  // A printed name goes with the name that it was of.
  await tx.query(
    `UPDATE member_change c SET before = before || jsonb_build_object('printedName', m.printed_name), after = after || '{"printedName": null}'
     FROM member m WHERE m.id = c.member_id AND c.renamed AND m.printed_name IS NOT NULL`,
  );
  const missing = `FROM member m WHERE m.active AND m.membership = 'MEMBER' AND m.merged_into_id IS NULL AND m.erased_at IS NULL
    AND NOT EXISTS (SELECT FROM member_checked c WHERE c.member_id = m.id)
    AND NOT EXISTS (SELECT FROM member k JOIN member_checked c ON c.member_id = k.id WHERE k.merged_into_id = m.id)`;
  const [{ absent }] = await tx.query(`SELECT count(*)::int AS absent ${missing}`);
  if (deactivatesMissing)
    await tx.query(
      `INSERT INTO member_change (position, member_number, member_id, kind, before, after, renamed, account_id)
       SELECT (SELECT count(*)::int FROM member_change) + row_number() OVER (ORDER BY length(m.member_number), m.member_number)::int,
         m.member_number, m.id, 'DEACTIVATED', '{"active": true}', '{"active": false}', false, m.account_id ${missing}
         AND m.account_id IS DISTINCT FROM $1::uuid`,
      [ctx.viewer.accountId],
    );
  await keyNames(tx);
  await tx.query("ANALYZE member_change");
  const [counts] = await tx.query(
    `SELECT count(*) FILTER (WHERE kind = 'ADDED')::int AS "addedRows", count(*) FILTER (WHERE kind = 'CHANGED')::int AS "changedRows",
       count(*) FILTER (WHERE kind = 'DEACTIVATED')::int AS "deactivatedRows",
       (SELECT count(*)::int FROM member_checked WHERE NOT coalesce(gone, false)) - count(line)::int AS "unchangedRows"
     FROM member_change`,
  );
  return { ...counts, absentMembers: absent };
}

/** Names of which the keys are made in one go. */
const namesAtOnce = 1_000;

/** Lays out by what each new name is compared and found, as `member_name`. */
async function keyNames(tx: EntityManager): Promise<void> {
  await tx.query(
    `CREATE TEMPORARY TABLE member_name (position integer, first_name_key text, given_names_key text, last_name_key text,
       first_name_spellings text[], given_names_spellings text[], last_name_spellings text[]) ON COMMIT DROP`,
  );
  for (let after = 0; ; ) {
    const names: { position: number; firstName: string; lastName: string; suffix: string | null }[] = await tx.query(
      `SELECT position, first_name AS "firstName", last_name AS "lastName", suffix FROM member_change
       WHERE (kind = 'ADDED' OR renamed) AND position > $1 ORDER BY position LIMIT ${namesAtOnce}`,
      [after],
    );
    if (names.length > 0)
      await tx.query(
        `INSERT INTO member_name SELECT position, "firstNameKey", "givenNamesKey", "lastNameKey", "firstNameSpellings",
           "givenNamesSpellings", "lastNameSpellings"
         FROM jsonb_to_recordset($1::jsonb) AS k (position int, "firstNameKey" text, "givenNamesKey" text, "lastNameKey" text,
           "firstNameSpellings" text[], "givenNamesSpellings" text[], "lastNameSpellings" text[])`,
        [JSON.stringify(names.map(({ position, ...name }) => ({ position, ...nameKeys(name) })))],
      );
    if (names.length < namesAtOnce) break;
    after = names.at(-1)?.position ?? 0;
  }
  await tx.query("ANALYZE member_name");
}

interface MemberRule {
  column: MemberImportColumn | null;
  code: ErrorCode;
  severity?: FindingSeverity;
  /** SQL over c, a row of `member_checked`, and m, its member. */
  when: string;
  value?: string;
  message: MessageKey;
  /** SQL of each fact of the message. */
  facts?: Record<string, string>;
}

/** What is asked of every row, beside what each cell must be. */
const rules: readonly MemberRule[] = [
  {
    column: MemberImportColumn.MEMBER_NUMBER,
    code: ErrorCode.DUPLICATE_ROW,
    when: "c.line <> c.first_line",
    value: "c.member_number",
    message: "memberImport.duplicateRow",
    facts: { line: "c.first_line" },
  },
  {
    column: MemberImportColumn.LAST_NAME,
    code: ErrorCode.MISSING_VALUE,
    when: "c.first_name = '' AND c.last_name = '' AND NOT coalesce(c.gone, false)",
    message: "file.noNameAtAll",
  },
  {
    column: MemberImportColumn.MEMBER_UNTIL,
    code: ErrorCode.ENDS_BEFORE_START,
    when: "c.member_until < c.member_since AND NOT coalesce(c.gone, false)",
    value: "c.member_until::text",
    message: "memberImport.untilBeforeSince",
    facts: { since: "c.member_since::text", until: "c.member_until::text" },
  },
  {
    column: null,
    code: ErrorCode.CONFLICT_OF_INTEREST,
    when: "c.account_id = $1 AND EXISTS (SELECT FROM member_change d WHERE d.line = c.line)",
    message: "memberImport.yourself",
  },
  {
    column: MemberImportColumn.MEMBER_NUMBER,
    code: ErrorCode.MEMBER_INACTIVE,
    severity: FindingSeverity.WARNING,
    when: "c.gone AND c.goes_by IS NOT NULL",
    value: "c.member_number",
    message: "memberImport.merged",
    facts: { number: "c.goes_by" },
  },
  {
    column: MemberImportColumn.MEMBER_NUMBER,
    code: ErrorCode.MEMBER_INACTIVE,
    severity: FindingSeverity.WARNING,
    when: "c.gone AND c.goes_by IS NULL",
    value: "c.member_number",
    message: "memberImport.erased",
  },
  {
    column: MemberImportColumn.EMAIL,
    code: ErrorCode.ADDRESS_TAKEN,
    severity: FindingSeverity.WARNING,
    when: `c.email_said <> '' AND EXISTS (SELECT FROM member_change d WHERE d.line = c.line AND d.after ? 'contactEmail')
      AND EXISTS (SELECT FROM email_address e WHERE e.address = c.email_said AND e.verified_at IS NOT NULL
        AND e.account_id IS DISTINCT FROM c.account_id)`,
    value: "c.email_said",
    message: "memberImport.addressTaken",
  },
];

/** A message as JSON, with facts by SQL. */
const messageSql = (key: MessageKey, facts: Record<string, string> = {}): string =>
  `jsonb_build_object('key', '${key}', 'facts', jsonb_build_object(${Object.entries(facts).map(([name, sql]) => `'${name}', ${sql}`)}))`;

/** Lays what is found in the rows into `member_error`, in the order of the file. */
export async function layFindings(
  tx: EntityManager,
  ctx: Context,
  { task: { headings } }: MemberFile,
): Promise<{ errorCount: number; warningCount: number }> {
  const headingOf = (column: MemberImportColumn | null): string | null => (column && headings[column]) ?? null;
  const selects = rules.map(
    ({ column, code, severity = FindingSeverity.ERROR, when, value = "NULL", message, facts }, i) => {
      const heading = `($2::text[])[${i + 1}]`;
      const place = `CASE WHEN ${heading} IS NULL THEN ${messageSql("file.line", { line: "c.line", advice: messageSql(message, facts) })}
      ELSE ${messageSql("file.cell", { line: "c.line", column: heading, advice: messageSql(message, facts) })} END`;
      return `SELECT c.line, ${heading}, ${value}, '${code}', jsonb_build_object('message', ${place}), '${severity}', ${column ? 1 : 0}
      FROM member_checked c WHERE ${when}`;
    },
  );
  await tx.query(
    `INSERT INTO member_error (line, "column", value, code, details, severity)
     SELECT line, heading, value, code, details, severity FROM (
       SELECT s.line, p ->> 'column', p ->> 'value', p ->> 'code', jsonb_build_object('message', p -> 'message'),
         '${FindingSeverity.ERROR}', 2
       FROM member_stage s, jsonb_array_elements(s.problems) p WHERE s.problems IS NOT NULL
       UNION ALL ${selects.join(" UNION ALL ")}) f (line, heading, value, code, details, severity, rank)
     WHERE $1::uuid IS NULL OR true ORDER BY line, rank, heading, code`,
    [ctx.viewer.accountId, rules.map(({ column }) => headingOf(column))],
  );
  const [found] = await tx.query(
    `SELECT count(*) FILTER (WHERE severity = '${FindingSeverity.ERROR}')::int AS "errorCount",
       count(*) FILTER (WHERE severity <> '${FindingSeverity.ERROR}')::int AS "warningCount" FROM member_error`,
  );
  return found;
}
