import type { EntityManager } from "typeorm";
import { earnedHereSql } from "../attendance/attendance.entity.ts";
import type { ReadCell } from "../attendance/read-cells.ts";
import { ActorKind } from "../core/actor-kind.ts";
import type { ErrorCode } from "../core/errors.ts";
import type { MessageKey } from "../core/messages/message.ts";
import type { FindingSeverity } from "../core/row-error.object.ts";

/** What a file of a bundle may hold, in the order in which it is recorded: what another kind refers to comes first. */
export const movingKindNames = [
  "PROVIDERS",
  "MEMBERS",
  "MERGED_NUMBERS",
  "FORMER_NAMES",
  "LICENCES",
  "PROGRAMS",
  "SPEAKERS",
  "OFFERINGS",
  "DECISIONS",
  "SESSIONS",
  "REGISTRATIONS",
  "FEES",
  "DOCUMENTS",
  "CERTIFICATES",
  "OUTSIDE_CREDIT",
  "ATTENDANCE",
] as const;

export type MovingKindName = (typeof movingKindNames)[number];

/** A column that a file may have. `docs/moving-in.md` says what stands in it. */
export interface MovingColumn {
  /** Its name in the stage, in snake case. */
  key: string;
  /** How it may be headed, whatever the case and punctuation; the first one is the template's. */
  headings: readonly [string, ...string[]];
  read: ReadCell;
  /** The file must have it, and every row must fill it in. */
  required?: boolean;
  /** A day, of which the file decides whether the day or the month comes first. */
  isDay?: boolean;
  /** What it is, for who reads an export by a program; by default text. */
  type?: "number" | "boolean";
  /** It says how somebody is reached, which an export leaves out where that is wished. */
  isContact?: boolean;
  /** The stage has its letters and digits alone as well, in a column of its name and `_folded`. */
  folded?: boolean;
}

/** The columns of a kind's stage between those of its place and its problems. */
export const stagedColumns = ({ columns }: Pick<MovingKind, "columns">): string[] =>
  columns.flatMap(({ key, folded }) => (folded ? [key, `${key}_folded`] : [key]));

/** A column that names a record of another kind, of the same bundle or on record. */
export interface MovingReference {
  column: string;
  to: ReferenceTable;
  /** SQL over s of what is looked up; by default the column. */
  by?: string;
  /** SQL over c of whether it is told that there is none; by default always. */
  when?: string;
  code: ErrorCode;
  message: MessageKey;
}

/** Where numbers are looked up: what is on record, and what the bundle brings. */
export type ReferenceTable =
  | "moving_member"
  | "moving_provider"
  | "moving_licence_kind"
  | "moving_licence_number"
  | "moving_program_type"
  | "moving_program"
  | "moving_speaker"
  | "moving_offering"
  | "moving_session"
  | "moving_pdf";

/** A column of the table that a row decides. */
export interface MovingField {
  column: string;
  type: string;
  /** SQL of what it is to be, over `s`, the row as it is read, `t`, the record that there is, and `r_` with the column of each reference. */
  value: string;
  /** It is kept in rows of another table. */
  part?: MovingPart;
}

/** Rows of another table that are a field of a record, and go with it. */
export interface MovingPart {
  table: string;
  /** Its column that names the record. */
  of: string;
  /** SQL over the alias of a record of what its rows say, as a row's `value` says it. */
  read: (record: string) => string;
  /** Its other columns, with SQL of each over `from`. */
  columns: Record<string, string>;
  /** SQL of the rows that `x.value` says. */
  from: string;
}

/** What is asked of every row, beside what each cell must be. */
export interface MovingRule {
  /** Key of the column that it is about; null: of the row. */
  column: string | null;
  code: ErrorCode;
  severity?: FindingSeverity;
  /** SQL over c, a row of the checked table: `s_` has what was read, `v_` what is to be, `r_` the IDs of references. */
  when: string;
  message: MessageKey;
  /** SQL of each fact of the message. */
  facts?: Record<string, string>;
}

/** The records of a kind as rows of its file. What is read back from them is the same rows. */
export interface MovingExport {
  /** SQL of where they are. */
  from: string;
  /** SQL of what stands in each column, by its key; a column without stays empty. */
  cells: Record<string, string>;
  /** Columns by which a row is known, and in whose order rows stand. */
  key: readonly [string, ...string[]];
  /** Of columns that name a row of another file: which kind, and which of its columns. */
  refers?: Record<string, readonly [MovingKindName, string]>;
}

/** SQL of yes and no, as they are read. */
export const yesOrNo = (sql: string): string => `CASE WHEN ${sql} THEN 'yes' ELSE 'no' END`;

/** SQL of the day of an instant where the accreditor is. */
export const dayOf = (sql: string): string =>
  `(${sql} AT TIME ZONE (SELECT a.time_zone FROM accreditor_settings a))::date`;

/** SQL of a member's number, or of the one by which they go since two records were merged. */
export const memberNumberOf = (id: string): string =>
  `(SELECT coalesce(g.member_number, m.member_number) FROM member m LEFT JOIN member g ON g.id = m.merged_into_id WHERE m.id = ${id})`;

/** Offerings with the numbers by which rows of files name them: those of the system that they came from, else by their first days. */
export const numberedOfferings = `(SELECT o.*, coalesce(o.outside_number, to_char(o.starts_on, 'YYYYMMDD') || '-' || row_number() OVER (
  PARTITION BY o.program_id, o.starts_on ORDER BY o.id)) AS known_as FROM offering o)`;

/** One kind of file: what stands in it, what must hold, and what becomes of it. All of it is done as sets. */
export interface MovingKind {
  name: MovingKindName;
  /** How a file is called whose rows are of this kind, without what a number, a date or an ending adds. */
  fileNames: readonly [string, ...string[]];
  columns: readonly MovingColumn[];
  table: string;
  references: readonly MovingReference[];
  /** SQL over s and references of what may be there once. */
  key: string;
  /** The column of which one is told where a row has the same key as another. */
  keyColumn: string;
  /** SQL over s, t and references: `t` is the record of this row. */
  match: string;
  /** SQL over s, t and references: a record with this number that no import brought is the same thing. */
  same: string;
  /** SQL over t of what the other thing with this number is called. */
  called: string;
  /** SQL over references of the ID that a new record gets, where rows of the kind name each other. */
  newId?: string;
  /** SQL over t: the record is nobody's row any more, so it is passed over. */
  gone?: string;
  /** Its number, which nobody else's is, however it is written; it stands in the column of this key. */
  numbered?: boolean;
  /** What is said of a row whose record no import brought and which is not the same; by default that its number is another's. */
  refused?: Pick<MovingRule, "column" | "code" | "message">;
  /** Fields by which a record is known that somebody may take away here: a row of it does not bring it back. */
  removed?: { fields: readonly string[]; severity: FindingSeverity };
  fields: readonly MovingField[];
  /** The field that has a file of the bundle, which goes when the import is taken back. */
  fileField?: string;
  /** The table has names of persons, by whose keys they are compared and found. */
  named?: boolean;
  /** SQL over c of further columns of a new record. */
  inserted: Record<string, string>;
  /** SQL over c of further columns of a changed one. */
  updated?: Record<string, string>;
  rules: readonly MovingRule[];
  /** SQL that makes what is needed of the checked rows before they are recorded, and what other kinds look up. */
  lookUp?: readonly string[];
  /** Makes what its own rows look up, before they are compared. */
  prepare?: (tx: EntityManager) => Promise<void>;
  /** SQL that brings what is kept with the records of others up to date, once records came or were taken back. */
  settle?: readonly string[];
  /** Tables whose rows go with a record, and keep none. */
  parts?: readonly string[];
  /** How its records are rows again. */
  exported: MovingExport;
  /** SQL that goes with recording: it raises what counts numbers above those that came, and notes what is not to be done any more. */
  series?: readonly string[];
}

/** SQL of whether record `r` is of this accreditor's own, and no import's. */
export const notMovedInSql = (id: string): string =>
  `NOT EXISTS (SELECT FROM bundle_record own WHERE own.record_id = ${id})`;

/** SQL of a number as it is compared with others: whatever the case, the width of its letters and the spaces in it. */
export const numberKeySql = (number: string): string =>
  `upper(regexp_replace(normalize(${number}, NFKC), '[\\s\\u00ad\\u200b-\\u200f\\u2060\\ufeff]', '', 'g'))`;

/** SQL of whether something was recorded here of a program: attendance, a certificate, a claim, money, or what somebody decided. */
export const goesOnHereSql = (program: string): string =>
  `(EXISTS (SELECT FROM attendance_record x WHERE x.program_id = ${program} AND ${earnedHereSql("x")})
    OR EXISTS (SELECT FROM certificate x WHERE x.program_id = ${program})
    OR EXISTS (SELECT FROM session_claim x JOIN session y ON y.id = x.session_id WHERE y.program_id = ${program})
    OR EXISTS (SELECT FROM ledger_entry x WHERE x.program_id = ${program})
    OR EXISTS (SELECT FROM program_review x WHERE x.program_id = ${program})
    OR EXISTS (SELECT FROM audit_entry x WHERE x.subject_id = ${program} AND ${isDecisionSql("x")}))`;

/** SQL of whether an entry of the log says that somebody moved a program here, not the clock. */
export const isDecisionSql = (x: string): string =>
  `${x}.subject_type = 'program' AND ${x}.actor_as <> '${ActorKind.SYSTEM}' AND ${x}.after ->> 'status' IS DISTINCT FROM ${x}.before ->> 'status'`;

/** SQL of now, and of today where the accreditor is: an import sets them. */
export const nowSql = "current_setting('accrue.moving_now')::timestamptz";
export const todaySql = "current_setting('accrue.moving_today')::date";

/** Of a column that is never without a value: what the row says, else what there is, else what a new one begins with. */
export const always = (column: string, type: string, begins: string, said = `s.${column}`): MovingField => ({
  column,
  type,
  value: `coalesce(nullif(${said}, '')::${type}, t.${column}, ${begins})`,
});

/** Of a column that may be empty: an empty cell keeps what there is, a hyphen takes it away. */
export const maybe = (column: string, type = "text", said = `s.${column}`): MovingField => ({
  column,
  type,
  value: `CASE WHEN ${said} IS NULL THEN t.${column} ELSE nullif(${said}, '')::${type} END`,
});
