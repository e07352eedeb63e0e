import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { ErrorCode } from "../core/errors.ts";
import { localDay } from "../core/local-day.ts";
import type { MessageKey } from "../core/messages/message.ts";
import { FindingSeverity } from "../core/row-error.object.ts";
import { nameKeys } from "../members/name-keys.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { everyKind } from "./every-kind.ts";
import {
  type MovingField,
  type MovingKind,
  type MovingRule,
  numberKeySql,
  type ReferenceTable,
  stagedColumns,
} from "./moving-kind.ts";

// Rows of a bundle wait in tables of the transaction, are compared with what is on record as sets, and become records as sets.

/** Somebody corrected a record while the bundle was compared: it is compared anew. */
export class ChangedMeanwhile extends Error {}

const lower = ({ name }: MovingKind): string => name.toLowerCase();

export const stageOf = (kind: MovingKind): string => `stage_${lower(kind)}`;
const checkedOf = (kind: MovingKind): string => `checked_${lower(kind)}`;
const removedOf = (kind: MovingKind): string => `removed_${lower(kind)}`;
const namesOf = (kind: MovingKind): string => `names_${lower(kind)}`;

export async function createMovingStage(tx: EntityManager, ctx: Context): Promise<void> {
  const { timeZone } = await loadSettings(tx);
  // From here on nothing of this transaction is news: see event_of_moving_in. What rows are compared with fits into memory, or each row would
  // look through all of it.
  await tx.query(
    `SELECT set_config('work_mem', '64MB', true), set_config('accrue.moving_in', pg_current_xact_id()::text, true), set_config('accrue.moving_now', $1, true),
       set_config('accrue.moving_today', $2, true)`,
    [ctx.now().toISOString(), localDay(ctx.now(), timeZone)],
  );
  await tx.query(
    "CREATE TEMPORARY TABLE moving_file (file integer PRIMARY KEY, id uuid, name text, kind text, refused boolean, headings jsonb) ON COMMIT DROP",
  );
  await tx.query(
    `CREATE TEMPORARY TABLE moving_error (position serial, file integer, line integer, "column" text, value text, code text, details jsonb,
       suggestions text[] DEFAULT '{}', severity text) ON COMMIT DROP`,
  );
  for (const kind of everyKind)
    await tx.query(
      `CREATE TEMPORARY TABLE ${stageOf(kind)} (file integer NOT NULL, line integer NOT NULL,
         ${stagedColumns(kind)
           .map((column) => `${column} text`)
           .join(", ")}, problems jsonb) ON COMMIT DROP`,
    );
}

/** SQL of what record `t` says of the fields that an import decides. */
const pictureOf = (kind: MovingKind): string =>
  `jsonb_build_object(${kind.fields.map(({ column, part }) => `'${column}', ${part?.read("t") ?? `t.${column}`}`).join(", ")})`;

/** SQL of the same of what row `v` wants. */
const wantedOf = (kind: MovingKind): string =>
  `jsonb_build_object(${kind.fields.map(({ column }) => `'${column}', v.v_${column}`).join(", ")})`;

/** The fields that are columns of the record itself. */
const ownFields = ({ fields }: MovingKind): MovingField[] => fields.filter(({ part }) => !part);

/**
 * SQL that makes the rows of other tables which are fields of records what they are to be.
 * @param source SQL of records, as `record_id`, and what is to be kept of them, as `value`
 */
const writeParts = ({ fields }: MovingKind, source: (column: string) => string): string[] =>
  fields.flatMap(({ column, part }) => {
    if (!part) return [];
    const { table, of, columns, from } = part;
    return [
      `DELETE FROM ${table} p USING (${source(column)}) x WHERE p.${of} = x.record_id`,
      `INSERT INTO ${table} (${[of, ...Object.keys(columns)].join(", ")})
       SELECT ${["x.record_id", ...Object.values(columns)].join(", ")} FROM (${source(column)}) x CROSS JOIN ${from}`,
    ];
  });

/** SQL of the record that the last import which stands has left, of the record with this ID. */
const lastLeft = (id: string): string =>
  `(SELECT b.after FROM bundle_record b JOIN bundle_import i ON i.id = b.import_id
    WHERE b.record_id = ${id} AND i.status IN ('PROCESSED', 'UNDOING') ORDER BY i.place DESC LIMIT 1)`;

/** SQL of what tells a record that somebody may take away here from others of its kind. */
const toldBy = (kind: MovingKind, of: (field: string) => string): string =>
  `jsonb_build_object(${(kind.removed?.fields ?? []).map((field) => `'${field}', ${of(field)}`).join(", ")})`;

/** Lays out what an import brought of a kind and somebody took away here: few, of many, so that they are looked up in a hash. */
async function layRemoved(tx: EntityManager, kind: MovingKind): Promise<void> {
  if (!kind.removed) return;
  await tx.query(
    `CREATE TEMPORARY TABLE ${removedOf(kind)} ON COMMIT DROP AS
     SELECT DISTINCT ${toldBy(kind, (field) => `b.after -> '${field}'`)} AS told FROM bundle_record b JOIN bundle_import i ON i.id = b.import_id
     WHERE b.kind = '${kind.name}' AND b.before IS NULL AND i.status IN ('PROCESSED', 'UNDOING')
       AND NOT EXISTS (SELECT FROM ${kind.table} k WHERE k.id = b.record_id)`,
  );
  await tx.query(`ANALYZE ${removedOf(kind)}`);
}

/** SQL of whether row `v` is such a record. */
const isRemoved = (kind: MovingKind): string =>
  kind.removed
    ? `NOT v.found AND ${toldBy(kind, (field) => `v.v_${field}`)} IN (SELECT told FROM ${removedOf(kind)})`
    : "false";

/**
 * Joins the rows of a kind with what is on record. What becomes of each is in `action`: ADDED; CHANGED and UNCHANGED of what an import brought;
 * LEFT where somebody has corrected or removed the record since, or it is not an import's; REFUSED where the number is another's.
 */
export async function compareKind(tx: EntityManager, kind: MovingKind): Promise<void> {
  const checked = checkedOf(kind);
  await tx.query(`ANALYZE ${stageOf(kind)}`);
  await kind.prepare?.(tx);
  await layRemoved(tx, kind);
  const references = kind.references.map(
    ({ column, to, by = `s.${column}` }) => `LEFT JOIN ${to} r_${column} ON r_${column}.number = ${by}`,
  );
  await tx.query(
    `CREATE TEMPORARY TABLE ${checked} ON COMMIT DROP AS
     SELECT c.*, CASE WHEN is_removed THEN 'LEFT' WHEN NOT found THEN 'ADDED' WHEN gone THEN 'LEFT' WHEN picture = wanted THEN 'UNCHANGED'
       WHEN was_left IS NULL THEN CASE WHEN same THEN 'LEFT' ELSE 'REFUSED' END
       WHEN picture <> was_left THEN 'LEFT' ELSE 'CHANGED' END AS action
     FROM (SELECT v.*, ${wantedOf(kind)} AS wanted, ${isRemoved(kind)} AS is_removed FROM (
       SELECT s.file, s.line, s.problems IS NULL AS sound, ${kind.key} AS key,
         row_number() OVER (PARTITION BY ${kind.key} ORDER BY s.file, s.line) AS nth,
         first_value(s.file) OVER (PARTITION BY ${kind.key} ORDER BY s.file, s.line) AS first_file,
         first_value(s.line) OVER (PARTITION BY ${kind.key} ORDER BY s.file, s.line) AS first_line,
         t.id IS NOT NULL AS found, coalesce(t.id, ${kind.newId ? `${kind.newId}, ` : ""}uuid_v7()) AS record_id, ${pictureOf(kind)} AS picture,
         CASE WHEN t.id IS NOT NULL THEN ${lastLeft("t.id")} END AS was_left,
         coalesce(t.id IS NOT NULL AND (${kind.gone ?? "false"}), false) AS gone,
         CASE WHEN t.id IS NOT NULL THEN coalesce((${kind.same}), false) END AS same,
         CASE WHEN t.id IS NOT NULL THEN ${kind.called} END AS called,
         ${[
           ...stagedColumns(kind).map((column) => `s.${column} AS s_${column}`),
           ...kind.references.map(({ column }) => `r_${column}.id AS r_${column}`),
           ...kind.fields.map(({ column, type, value }) => `(${value})::${type} AS v_${column}`),
         ].join(", ")}
       FROM ${stageOf(kind)} s ${references.join(" ")} LEFT JOIN ${kind.table} t ON ${kind.match}
       WHERE s.problems IS NULL OR s.${kind.keyColumn} IS NOT NULL) v) c`,
  );
  await tx.query(`CREATE INDEX ON ${checked} (key)`);
  await tx.query(`ANALYZE ${checked}`);
  for (const sql of kind.lookUp ?? []) await tx.query(sql);
}

/** SQL of the kinds whose rows can be referred to by a table of numbers. */
const kindsOf = (to: ReferenceTable): string =>
  [
    "NULL",
    ...everyKind
      .filter(({ lookUp = [] }) => lookUp.some((sql) => new RegExp(`\\b${to}\\b`).test(sql)))
      .map(({ name }) => `'${name}'`),
  ].join(", ");

/** Of a number that is written otherwise than another's, which people would read as one: neither is taken for a new one. */
function numberRules(kind: MovingKind): MovingRule[] {
  const { keyColumn, table } = kind;
  const key = numberKeySql(`c.s_${keyColumn}`);
  const alike = numberKeySql(`x.${keyColumn}`);
  return [
    {
      column: keyColumn,
      code: ErrorCode.NUMBER_TAKEN,
      when: `c.nth = 1 AND NOT c.found AND ${key} IN (SELECT ${alike} FROM ${table} x)`,
      message: "bundle.numberAlike",
      facts: { number: `(SELECT min(x.${keyColumn}) FROM ${table} x WHERE ${alike} = ${key})` },
    },
    {
      column: keyColumn,
      code: ErrorCode.DUPLICATE_ROW,
      when: `c.nth = 1 AND (c.file, c.line) IN (SELECT file, line FROM (
        SELECT file, line, row_number() OVER (PARTITION BY ${numberKeySql(`d.s_${keyColumn}`)} ORDER BY file, line) AS place
        FROM ${checkedOf(kind)} d WHERE d.nth = 1 AND d.s_${keyColumn} IS NOT NULL) d WHERE place > 1)`,
      message: "bundle.numberAlikeTwice",
    },
  ];
}

/** What is asked of every kind. */
function rulesOf(kind: MovingKind): MovingRule[] {
  return [
    {
      column: kind.keyColumn,
      code: ErrorCode.DUPLICATE_ROW,
      when: "c.nth > 1",
      message: "bundle.duplicateRow",
      facts: {
        file: "(SELECT f.name FROM moving_file f WHERE f.file = c.first_file)",
        line: "c.first_line",
      },
    },
    ...kind.references.map(
      ({ column, to, code, message, when = "true" }): MovingRule => ({
        column,
        code,
        // Of a file that is refused as a whole nobody knows what it has.
        when: `c.s_${column} IS NOT NULL AND c.r_${column} IS NULL AND ${when}
          AND NOT EXISTS (SELECT FROM moving_file r WHERE r.refused AND r.kind IN (${kindsOf(to)}))`,
        message,
        facts: { number: `c.s_${column}` },
      }),
    ),
    ...(kind.numbered ? numberRules(kind) : []),
    {
      ...(kind.refused ?? { column: kind.keyColumn, code: ErrorCode.NUMBER_TAKEN, message: "bundle.ofAnother" }),
      when: "c.nth = 1 AND c.action = 'REFUSED'",
      facts: { name: "c.called" },
    },
    {
      column: kind.keyColumn,
      code: ErrorCode.CORRECTED_SINCE,
      severity: FindingSeverity.WARNING,
      when: "c.nth = 1 AND c.action = 'LEFT' AND NOT c.gone AND NOT c.is_removed",
      message: "bundle.correctedSince",
    },
    ...(kind.removed
      ? [
          {
            column: kind.keyColumn,
            code: ErrorCode.CORRECTED_SINCE,
            severity: kind.removed.severity,
            when: "c.nth = 1 AND c.is_removed",
            message: "bundle.removedSince" as const,
          },
        ]
      : []),
    ...kind.rules,
  ];
}

/** A message as JSON, with facts by SQL. */
const messageSql = (key: MessageKey, facts: Record<string, string> = {}): string =>
  `jsonb_build_object('key', '${key}', 'facts', jsonb_build_object(${Object.entries(facts).map(([name, sql]) => `'${name}', ${sql}`)}))`;

/** Lays what is found in the rows of a kind into `moving_error`, in the order of its files. */
export async function layKindFindings(tx: EntityManager, kind: MovingKind): Promise<void> {
  const selects = rulesOf(kind).map(({ column, code, severity = FindingSeverity.ERROR, when, message, facts }) => {
    const heading = column ? `(f.headings ->> '${column}')` : "NULL";
    const place = `CASE WHEN ${heading} IS NULL THEN ${messageSql("file.line", { line: "c.line", advice: messageSql(message, facts) })}
      ELSE ${messageSql("file.cell", { line: "c.line", column: heading, advice: messageSql(message, facts) })} END`;
    return `SELECT c.file, c.line, ${heading}, ${column ? `left(c.s_${column}, 200)` : "NULL"}, '${code}',
        jsonb_build_object('message', ${place}), '${severity}', ${column ? 1 : 0}
      FROM ${checkedOf(kind)} c JOIN moving_file f ON f.file = c.file WHERE ${when}`;
  });
  await tx.query(
    `INSERT INTO moving_error (file, line, "column", value, code, details, severity)
     SELECT file, line, heading, value, code, details, severity FROM (
       SELECT s.file, s.line, p ->> 'column', p ->> 'value', p ->> 'code', jsonb_build_object('message', p -> 'message'),
         '${FindingSeverity.ERROR}', 2
       FROM ${stageOf(kind)} s, jsonb_array_elements(s.problems) p WHERE s.problems IS NOT NULL
       UNION ALL ${selects.join(" UNION ALL ")}) e (file, line, heading, value, code, details, severity, rank)
     ORDER BY file, line, rank, heading, code`,
  );
}

const sampled = 5;

/** Writes down of each file what it does. */
export async function countKind(tx: EntityManager, kind: MovingKind): Promise<void> {
  await tx.query(
    `UPDATE bundle_file b SET added_rows = n.added, changed_rows = n.changed, unchanged_rows = n.unchanged, left_rows = n.kept
     FROM moving_file f, (SELECT file, count(*) FILTER (WHERE action = 'ADDED') AS added, count(*) FILTER (WHERE action = 'CHANGED') AS changed,
         count(*) FILTER (WHERE action = 'UNCHANGED') AS unchanged, count(*) FILTER (WHERE action IN ('LEFT', 'REFUSED')) AS kept
       FROM ${checkedOf(kind)} GROUP BY file) n
     WHERE b.id = f.id AND n.file = f.file`,
  );
  await tx.query(
    `UPDATE bundle_file b SET samples = n.samples FROM moving_file f, (
       SELECT file, jsonb_agg(jsonb_build_object('line', line, 'values', said) ORDER BY line) AS samples FROM (
         SELECT file, line, jsonb_strip_nulls(jsonb_build_object(${kind.columns.map(({ key }) => `'${key}', s_${key}`).join(", ")})) AS said,
           row_number() OVER (PARTITION BY file ORDER BY line) AS place
         FROM ${checkedOf(kind)} WHERE action IN ('ADDED', 'CHANGED') AND sound) s
       WHERE place <= ${sampled} GROUP BY file) n
     WHERE b.id = f.id AND n.file = f.file`,
  );
}

const keyColumns = [
  "first_name_key",
  "given_names_key",
  "last_name_key",
  "first_name_spellings",
  "given_names_spellings",
  "last_name_spellings",
] as const;

/** Names of which the keys are made in one go. */
const namesAtOnce = 1_000;

/** Lays out by what each new name is compared and found. */
async function keyNames(tx: EntityManager, kind: MovingKind): Promise<void> {
  const suffix = kind.fields.some(({ column }) => column === "suffix") ? "v_suffix" : "NULL";
  await tx.query(
    `CREATE TEMPORARY TABLE ${namesOf(kind)} (record_id uuid PRIMARY KEY, first_name_key text, given_names_key text, last_name_key text,
       first_name_spellings text[], given_names_spellings text[], last_name_spellings text[]) ON COMMIT DROP`,
  );
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const names: { id: string; firstName: string; lastName: string; suffix: string | null }[] = await tx.query(
      `SELECT record_id AS id, v_first_name AS "firstName", v_last_name AS "lastName", ${suffix} AS suffix FROM ${checkedOf(kind)}
       WHERE action IN ('ADDED', 'CHANGED') AND record_id > $1 ORDER BY record_id LIMIT ${namesAtOnce}`,
      [after],
    );
    if (names.length > 0)
      await tx.query(
        `INSERT INTO ${namesOf(kind)} SELECT id, "firstNameKey", "givenNamesKey", "lastNameKey", "firstNameSpellings",
           "givenNamesSpellings", "lastNameSpellings"
         FROM jsonb_to_recordset($1::jsonb) AS k (id uuid, "firstNameKey" text, "givenNamesKey" text, "lastNameKey" text,
           "firstNameSpellings" text[], "givenNamesSpellings" text[], "lastNameSpellings" text[])`,
        [JSON.stringify(names.map(({ id, ...name }) => ({ id, ...nameKeys(name) })))],
      );
    if (names.length < namesAtOnce) break;
    after = names.at(-1)?.id ?? after;
  }
  await tx.query(`ANALYZE ${namesOf(kind)}`);
}

/** Makes records of the rows of a kind, changes those that say something else, and writes down from which row each is. */
export async function recordKind(tx: EntityManager, kind: MovingKind, importId: string): Promise<void> {
  const checked = checkedOf(kind);
  if (kind.named) await keyNames(tx, kind);
  const names = kind.named ? `JOIN ${namesOf(kind)} k ON k.record_id = c.record_id` : "";
  const keys = kind.named ? keyColumns.map((column) => [column, `k.${column}`] as const) : [];
  await tx.query(
    `INSERT INTO bundle_record (import_id, record_id, kind, file_id, line, before, after)
     SELECT $1, c.record_id, '${kind.name}', f.id, c.line, CASE WHEN c.found THEN c.picture END, c.wanted
     FROM ${checked} c JOIN moving_file f ON f.file = c.file WHERE c.action IN ('ADDED', 'CHANGED') ORDER BY c.file, c.line`,
    [importId],
  );
  const added = [
    ["id", "c.record_id"],
    ...ownFields(kind).map(({ column }) => [column, `c.v_${column}`]),
    ...keys,
    ...Object.entries(kind.inserted),
  ];
  await tx.query(
    `INSERT INTO ${kind.table} (${added.map(([column]) => column).join(", ")}) SELECT ${added.map(([, sql]) => sql).join(", ")}
     FROM ${checked} c ${names} WHERE c.action = 'ADDED' ORDER BY c.file, c.line`,
  );
  const changed = [
    ...ownFields(kind).map(({ column }) => [column, `c.v_${column}`]),
    ...keys,
    ...Object.entries(kind.updated ?? {}),
  ];
  const [, done]: [unknown, number] = await tx.query(
    `UPDATE ${kind.table} t SET ${changed.map(([column, sql]) => `${column} = ${sql}`).join(", ")}
     FROM ${checked} c ${names} WHERE c.action = 'CHANGED' AND t.id = c.record_id AND ${pictureOf(kind)} = c.picture`,
  );
  const [{ due }] = await tx.query(`SELECT count(*)::int AS due FROM ${checked} WHERE action = 'CHANGED'`);
  if (done !== due) throw new ChangedMeanwhile();
  for (const sql of writeParts(
    kind,
    (column) =>
      `SELECT c.record_id, c.v_${column} AS value FROM ${checked} c WHERE c.action = 'CHANGED' OR c.action = 'ADDED' AND c.v_${column} <> '{}'`,
  ))
    await tx.query(sql);
  for (const sql of [...(kind.settle ?? []), ...(kind.series ?? [])]) await tx.query(sql);
}

/** SQL of records of an import that are not as it left them. */
export const notAsLeft = (kind: MovingKind): string =>
  `SELECT b.record_id FROM bundle_record b JOIN ${kind.table} t ON t.id = b.record_id
   WHERE b.import_id = $1 AND b.kind = '${kind.name}' AND (${pictureOf(kind)} <> b.after OR ${kind.gone ?? "false"})`;

/** Sets what an import changed to what was. */
export async function setBack(tx: EntityManager, kind: MovingKind, importId: string): Promise<void> {
  const changed = `b.import_id = $1 AND b.kind = '${kind.name}' AND b.before IS NOT NULL`;
  await tx.query(
    `UPDATE ${kind.table} t SET ${ownFields(kind)
      .map(({ column }) => `${column} = p.${column}`)
      .join(", ")}
     FROM bundle_record b, LATERAL jsonb_populate_record(NULL::${kind.table}, b.before) p WHERE ${changed} AND t.id = b.record_id`,
    [importId],
  );
  for (const sql of writeParts(
    kind,
    (column) => `SELECT b.record_id, b.before -> '${column}' AS value FROM bundle_record b WHERE ${changed}`,
  ))
    await tx.query(sql, [importId]);
}
