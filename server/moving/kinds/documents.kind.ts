import { day, oneOf, plain } from "../../attendance/read-cells.ts";
import { ErrorCode } from "../../core/errors.ts";
import { say } from "../../core/messages/message.ts";
import { FindingSeverity } from "../../core/row-error.object.ts";
import { ProgramDocumentKind } from "../../programs/program-document.entity.ts";
import { bundleBounds } from "../bundle-archive.ts";
import { pdfNameSql } from "../bundle-pdfs.ts";
import { dayOf, goesOnHereSql, type MovingKind, type MovingRule, nowSql, todaySql } from "../moving-kind.ts";
import { programNumberColumn } from "./programs.kind.ts";

const kinds: Record<ProgramDocumentKind, readonly string[]> = {
  [ProgramDocumentKind.AGENDA]: ["agenda", "program", "schedule"],
  [ProgramDocumentKind.SPEAKER_CV]: ["speakercv", "cv", "resume"],
  [ProgramDocumentKind.OTHER]: ["other"],
  [ProgramDocumentKind.EVALUATION_SUMMARY]: ["evaluationsummary", "evaluation"],
  [ProgramDocumentKind.SIGN_IN_ROSTER]: ["signinroster", "signinsheet", "roster"],
};

/** How its kind is written. */
const words: Record<ProgramDocumentKind, string> = {
  AGENDA: "Agenda",
  SPEAKER_CV: "Speaker CV",
  OTHER: "Other",
  EVALUATION_SUMMARY: "Evaluation summary",
  SIGN_IN_ROSTER: "Sign-in roster",
};

/** SQL of a file's name as a list can have it: on one line. */
const oneLineSql = (name: string): string => `btrim(regexp_replace(${name}, '\\s+', ' ', 'g'))`;

/** SQL of how a file is called in an export: in a folder, with letters that every disk takes, told from others by what tells them. */
export const exportedFileSql = (folder: string, name: string, tells: string): string =>
  `${folder} || '/' || left(btrim(regexp_replace(regexp_replace(${oneLineSql(name)}, '\\.[A-Za-z0-9]+$', ''), '[^A-Za-z0-9]+', '_', 'g'), '_'), 60)
     || '-' || left(md5(${tells}), 12) || coalesce(lower(substring(${oneLineSql(name)} FROM '\\.[A-Za-z0-9]+$')), '')`;

/** SQL of the documents of programs, each once, with the names under which an export has them. Those of what was not handed in are in no list. */
export const exportedDocuments = `(SELECT DISTINCT ON (path) * FROM (
    SELECT d.id, d.file_id, d.kind, ${oneLineSql("d.file_name")} AS name, d.uploaded_at, p.number AS program_number,
      ${exportedFileSql(
        "'documents/' || coalesce(regexp_replace(p.number, '[^A-Za-z0-9_-]', '_', 'g'), 'drafts/' || p.id)",
        "d.file_name",
        `concat_ws('|', p.number, d.kind, ${oneLineSql("d.file_name")}, encode(f.sha256, 'hex'))`,
      )} AS path
    FROM program_document d JOIN program p ON p.id = d.program_id JOIN stored_file f ON f.id = d.file_id) d ORDER BY path, id)`;

/** What keeps a file from being one that a row of a kind may name; with its column. */
export const fileRules = (column: string, table: string): MovingRule[] => [
  {
    column,
    code: ErrorCode.INVALID_VALUE,
    when: `EXISTS (SELECT FROM bundle_pdf b WHERE b.id = c.r_${column} AND b.fault = 'NO_PDF')`,
    message: "bundle.noDocument",
  },
  {
    column,
    code: ErrorCode.FILE_TOO_LARGE,
    when: `EXISTS (SELECT FROM bundle_pdf b WHERE b.id = c.r_${column} AND b.fault = 'TOO_LARGE')`,
    message: "bundle.largePdf",
    facts: { megabytes: String(bundleBounds.pdfBytes / 1024 ** 2) },
  },
  {
    column,
    code: ErrorCode.DUPLICATE_ROW,
    when: `c.nth = 1 AND (c.r_${column} IN (SELECT r_pdf FROM checked_certificates)
      OR EXISTS (SELECT FROM ${table} d WHERE d.r_${column} = c.r_${column} AND d.nth = 1 AND (d.file, d.line) < (c.file, c.line)))`,
    message: "bundle.fileTwice",
  },
];

/** Documents of programs: agendas, speakers' CVs, what a report brought. Each is kept byte for byte. */
export const documentsKind: MovingKind = {
  name: "DOCUMENTS",
  fileNames: ["documents", "document", "attachments", "program documents"],
  table: "program_document",
  fileField: "file_id",
  columns: [
    programNumberColumn,
    {
      key: "kind",
      headings: ["Kind", "Document Type", "Type"],
      read: oneOf(kinds, say("bundle.documentKind")),
      required: true,
    },
    { key: "name", headings: ["Name", "Title", "Document Name"], read: plain(250) },
    { key: "registered", headings: ["Registered", "Uploaded", "Uploaded On", "Date"], read: day, isDay: true },
    {
      key: "path",
      // What stands in it nobody here knows.
      isContact: true,
      headings: ["File", "File Name", "Document", "PDF", "Attachment"],
      read: plain(500),
      required: true,
    },
  ],
  references: [
    {
      column: "program_number",
      to: "moving_program",
      code: ErrorCode.UNKNOWN_PROGRAM,
      message: "bundle.noSuchProgram",
    },
    {
      column: "path",
      to: "moving_pdf",
      by: pdfNameSql("s.path"),
      code: ErrorCode.UNKNOWN_FILE,
      message: "bundle.noSuchPdf",
    },
  ],
  key: "concat_ws(chr(31), s.program_number, s.kind, coalesce(nullif(s.name, ''), r_path.name), coalesce(encode(r_path.sha256, 'hex'), s.path))",
  keyColumn: "path",
  match: `t.id = (SELECT x.id FROM program_document x JOIN stored_file k ON k.id = x.file_id WHERE x.program_id = r_program_number.id AND x.kind = s.kind
    AND ${oneLineSql("x.file_name")} = coalesce(nullif(s.name, ''), r_path.name) AND k.sha256 = r_path.sha256 ORDER BY x.id LIMIT 1)`,
  same: "true",
  called: "t.file_name",
  fields: [
    { column: "program_id", type: "uuid", value: "r_program_number.id" },
    { column: "kind", type: "text", value: "s.kind" },
    { column: "file_name", type: "text", value: "coalesce(t.file_name, nullif(s.name, ''), r_path.name, '')" },
    {
      // The day on which it came stays, to the second where that is known.
      column: "uploaded_at",
      type: "timestamptz",
      value: `CASE WHEN t.id IS NULL OR ${dayOf("t.uploaded_at")} <> nullif(s.registered, '')::date
        THEN coalesce(nullif(s.registered, '')::timestamp AT TIME ZONE (SELECT a.time_zone FROM accreditor_settings a), ${nowSql}) ELSE t.uploaded_at END`,
    },
    { column: "file_id", type: "uuid", value: "coalesce(t.file_id, r_path.file_id)" },
  ],
  inserted: {},
  removed: { fields: ["program_id", "kind", "file_name"], severity: FindingSeverity.WARNING },
  exported: {
    from: `${exportedDocuments} t WHERE t.program_number IS NOT NULL`,
    cells: {
      program_number: "t.program_number",
      kind: `CASE t.kind ${Object.entries(words)
        .map(([kind, word]) => `WHEN '${kind}' THEN '${word}'`)
        .join(" ")} END`,
      name: "t.name",
      registered: dayOf("t.uploaded_at"),
      path: "t.path",
    },
    key: ["program_number", "path"],
    refers: { program_number: ["PROGRAMS", "number"] },
  },
  rules: [
    {
      column: "program_number",
      code: ErrorCode.NUMBER_TAKEN,
      when: "c.nth = 1 AND EXISTS (SELECT FROM moving_program p WHERE p.id = c.r_program_number AND p.own) AND c.action <> 'UNCHANGED'",
      message: "bundle.programOfHere",
    },
    {
      column: "program_number",
      code: ErrorCode.ALREADY_RECORDED,
      when: `c.nth = 1 AND c.action IN ('ADDED', 'CHANGED') AND ${goesOnHereSql("c.v_program_id")}`,
      message: "bundle.programGoesOn",
    },
    {
      column: "registered",
      code: ErrorCode.DATE_IN_FUTURE,
      when: `c.s_registered > ${todaySql}::text`,
      message: "bundle.dayToCome",
    },
    ...fileRules("path", "checked_documents"),
  ],
};
