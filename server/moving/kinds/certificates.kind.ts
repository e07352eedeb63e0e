import { earnedHereSql } from "../../attendance/attendance.entity.ts";
import { parseCredits } from "../../attendance/parse-roster-row.ts";
import type { ReadCell } from "../../attendance/read-cells.ts";
import { day, oneOf, plain } from "../../attendance/read-cells.ts";
import { ErrorCode } from "../../core/errors.ts";
import { type Message, say } from "../../core/messages/message.ts";
import { ActivityForm } from "../../programs/program.entity.ts";
import { bundleBounds } from "../bundle-archive.ts";
import { pdfNameSql } from "../bundle-pdfs.ts";
import {
  always,
  dayOf,
  type MovingKind,
  maybe,
  memberNumberOf,
  nowSql,
  numberKeySql,
  todaySql,
} from "../moving-kind.ts";
import { outsideCodeSql } from "../outside-code.ts";
import { memberNumberColumn } from "./members.kind.ts";
import { programNumber } from "./programs.kind.ts";

export const credits: ReadCell = (text) => {
  const parsed = parseCredits(text);
  return parsed.value ?? { code: parsed.code as ErrorCode, advice: (parsed as { advice: Message }).advice };
};

/** SQL of how the PDF of a certificate is called in an export, by its number: so that no two are one file on any disk. */
export const exportedPdfSql = (number: string): string =>
  `'certificates/' || CASE WHEN ${number} ~ '^[A-Z0-9][A-Z0-9_-]*$' THEN ${number}
     ELSE regexp_replace(${number}, '[^A-Za-z0-9_-]', '_', 'g') || '-' || left(md5(${number}), 8) END || '.pdf'`;

/** SQL of a certificate's number by its letters and digits alone. */
const bareNumber = (number: string): string => `regexp_replace(${numberKeySql(number)}, '[^[:alnum:]]', '', 'g')`;

/** Certificates that another system issued. */
export const certificatesKind: MovingKind = {
  name: "CERTIFICATES",
  fileNames: ["certificates", "certificate", "credits", "awards"],
  table: "outside_certificate",
  fileField: "pdf_file_id",
  columns: [
    {
      key: "number",
      headings: ["Certificate Number", "Certificate ID", "Certificate No", "Certificate", "Number"],
      read: plain(50),
      required: true,
    },
    {
      key: "code",
      headings: ["Verification Code", "Code", "Check Code"],
      read: plain(64),
    },
    memberNumberColumn,
    {
      key: "recipient_name",
      headings: ["Recipient", "Recipient Name", "Name On Certificate"],
      read: plain(200),
    },
    {
      key: "title",
      headings: ["Title", "Program", "Program Title", "Program Name", "Activity"],
      read: plain(500),
      required: true,
    },
    {
      key: "program_number",
      headings: ["Program ID", "Program Number"],
      read: programNumber,
    },
    {
      key: "provider_number",
      headings: ["Provider ID", "Provider Number"],
      read: plain(50),
    },
    {
      key: "provider_name",
      headings: ["Provider", "Provider Name"],
      read: plain(200),
    },
    {
      key: "completed_on",
      headings: ["Completion Date", "Completed", "Completed On", "Date"],
      read: day,
      required: true,
      isDay: true,
    },
    { key: "credits", type: "number", headings: ["Credits", "Hours", "Units"], read: credits, required: true },
    {
      key: "credit_unit",
      headings: ["Credit Unit", "Unit", "Credit Type"],
      read: plain(50),
    },
    { key: "issued_on", headings: ["Issued", "Issued On", "Issue Date"], read: day, isDay: true },
    {
      key: "issuer",
      headings: ["Issuer", "Issued By"],
      read: plain(200),
    },
    {
      key: "status",
      headings: ["Status"],
      read: oneOf(
        { ISSUED: ["issued", "valid", "active", "ok"], REVOKED: ["revoked", "void", "cancelled", "invalid"] },
        say("bundle.issuedOrRevoked"),
      ),
    },
    { key: "revoked_on", headings: ["Revoked", "Revoked On"], read: day, isDay: true },
    {
      key: "revocation_reason",
      headings: ["Revocation Reason", "Reason"],
      read: plain(500),
    },
    {
      key: "pdf",
      // What another system printed may have an address on it.
      isContact: true,
      headings: ["PDF", "PDF File", "File", "File Name", "Document", "Attachment"],
      read: plain(500),
    },
  ],
  references: [
    { column: "member_number", to: "moving_member", code: ErrorCode.UNKNOWN_MEMBER, message: "bundle.noSuchMember" },
    {
      column: "provider_number",
      to: "moving_provider",
      code: ErrorCode.UNKNOWN_PROVIDER,
      message: "bundle.noSuchProvider",
    },
    {
      column: "pdf",
      to: "moving_pdf",
      by: pdfNameSql("s.pdf"),
      when: "c.s_pdf <> ''",
      code: ErrorCode.UNKNOWN_FILE,
      message: "bundle.noSuchPdf",
    },
  ],
  key: "s.number",
  keyColumn: "number",
  match: "t.number = s.number",
  same: "true",
  called: "t.recipient_name",
  fields: [
    maybe("code"),
    {
      column: "code_key",
      type: "text",
      value: `CASE WHEN s.code IS NULL THEN t.code_key ELSE ${outsideCodeSql("s.code")} END`,
    },
    { column: "member_id", type: "uuid", value: "coalesce(r_member_number.id, t.member_id)" },
    always("recipient_name", "text", "r_member_number.name"),
    always("title", "text", "''"),
    always("program_number", "text", "''"),
    always("provider_name", "text", "coalesce(r_provider_number.name, '')"),
    always("issuer", "text", "(SELECT a.accreditor_name FROM accreditor_settings a)"),
    always("credits", "numeric(8,2)", "NULL"),
    always("credit_unit", "text", "(SELECT d.unit FROM credit_kind d WHERE d.is_default)"),
    always("completed_on", "date", "NULL"),
    maybe("issued_on", "date"),
    always("status", "text", "CASE WHEN s.revoked_on <> '' THEN 'REVOKED' ELSE 'ISSUED' END"),
    maybe("revoked_on", "date"),
    maybe("revocation_reason"),
    // What is kept is never another one's, nor gone, by a later file.
    { column: "pdf_file_id", type: "uuid", value: "coalesce(t.pdf_file_id, r_pdf.file_id)" },
  ],
  numbered: true,
  inserted: { number: "c.s_number", created_at: nowSql },
  exported: {
    // What another one took the place of is not valid.
    from: `(SELECT number, pdf_file_id, code, member_id, recipient_name, title, program_number, provider_name, completed_on, credits, credit_unit, issued_on, issuer, status,
        revoked_on, revocation_reason FROM outside_certificate
      UNION ALL SELECT c.number, c.pdf_file_id, c.verification_code, c.member_id, c.recipient_name, c.title, p.number, c.provider_name, c.completed_on, c.credits, c.credit_unit,
        ${dayOf("c.issued_at")}, c.accreditor_name, c.status, ${dayOf("c.revoked_at")}, c.revocation_reason FROM certificate c JOIN program p ON p.id = c.program_id) t`,
    cells: {
      number: "t.number",
      code: "t.code",
      member_number: memberNumberOf("t.member_id"),
      recipient_name: "t.recipient_name",
      title: "t.title",
      program_number: "t.program_number",
      provider_name: "t.provider_name",
      completed_on: "t.completed_on",
      credits: "t.credits",
      credit_unit: "t.credit_unit",
      issued_on: "t.issued_on",
      issuer: "t.issuer",
      status: "CASE t.status WHEN 'ISSUED' THEN 'Issued' ELSE 'Revoked' END",
      revoked_on: "CASE WHEN t.status <> 'ISSUED' THEN t.revoked_on END",
      revocation_reason: "CASE WHEN t.status <> 'ISSUED' THEN t.revocation_reason END",
      pdf: `CASE WHEN t.pdf_file_id IS NOT NULL THEN ${exportedPdfSql("t.number")} END`,
    },
    key: ["number"],
    refers: { member_number: ["MEMBERS", "member_number"] },
  },
  rules: [
    {
      column: "number",
      code: ErrorCode.NUMBER_TAKEN,
      // However it is written: whoever reads it finds the one that was issued here.
      when: `${bareNumber("c.s_number")} IN (SELECT ${bareNumber("x.number")} FROM certificate x)`,
      message: "bundle.issuedHere",
      facts: { number: "c.s_number" },
    },
    {
      column: "program_number",
      code: ErrorCode.NUMBER_TAKEN,
      when: "c.nth = 1 AND c.action IN ('ADDED', 'CHANGED') AND c.v_program_number IN (SELECT p.number FROM moving_program p WHERE p.own)",
      message: "bundle.certificateOfHere",
    },
    {
      // Beside what was earned here it would count twice; revoked, it would take that away.
      column: "member_number",
      code: ErrorCode.ALREADY_RECORDED,
      when: "(c.file, c.line) IN (SELECT file, line FROM moving_earned_here)",
      message: "bundle.earnedHere",
    },
    {
      column: "number",
      code: ErrorCode.NUMBER_TAKEN,
      when: "c.found AND EXISTS (SELECT FROM outside_certificate x WHERE x.id = c.record_id AND x.member_id <> c.v_member_id)",
      message: "bundle.ofAnother",
      facts: { name: "(SELECT x.recipient_name FROM outside_certificate x WHERE x.id = c.record_id)" },
    },
    {
      column: "code",
      code: ErrorCode.NUMBER_TAKEN,
      when: `c.v_code_key IS NOT NULL AND (EXISTS (SELECT FROM certificate x WHERE x.verification_code = c.v_code_key)
        OR EXISTS (SELECT FROM outside_certificate x WHERE x.code_key = c.v_code_key AND x.id <> c.record_id))`,
      message: "bundle.codeTaken",
    },
    {
      column: "code",
      code: ErrorCode.DUPLICATE_ROW,
      when: `c.nth = 1 AND c.v_code_key IN (SELECT v_code_key FROM checked_certificates WHERE nth = 1 GROUP BY 1 HAVING count(*) > 1)
        AND EXISTS (SELECT FROM checked_certificates d WHERE d.v_code_key = c.v_code_key AND d.nth = 1 AND (d.file, d.line) < (c.file, c.line))`,
      message: "bundle.codeTwice",
    },
    {
      column: "completed_on",
      code: ErrorCode.DATE_IN_FUTURE,
      when: `c.v_completed_on > ${todaySql}`,
      message: "bundle.dayToCome",
    },
    {
      column: "revoked_on",
      code: ErrorCode.INVALID_VALUE,
      when: "c.v_status = 'ISSUED' AND (c.v_revoked_on IS NOT NULL OR c.v_revocation_reason IS NOT NULL)",
      message: "bundle.notRevoked",
    },
    {
      column: "pdf",
      code: ErrorCode.INVALID_VALUE,
      when: `EXISTS (SELECT FROM bundle_pdf b LEFT JOIN stored_file f ON f.id = b.file_id
        WHERE b.id = c.r_pdf AND (b.fault IN ('NO_PDF', 'CUT_OFF') OR f.media_type <> 'application/pdf'))`,
      message: "bundle.noPdf",
    },
    {
      column: "pdf",
      code: ErrorCode.FILE_TOO_LARGE,
      when: "EXISTS (SELECT FROM bundle_pdf b WHERE b.id = c.r_pdf AND b.fault = 'TOO_LARGE')",
      message: "bundle.largePdf",
      facts: { megabytes: String(bundleBounds.pdfBytes / 1024 ** 2) },
    },
    {
      column: "pdf",
      code: ErrorCode.DUPLICATE_ROW,
      when: `c.nth = 1 AND c.r_pdf IN (SELECT r_pdf FROM checked_certificates WHERE nth = 1 GROUP BY 1 HAVING count(*) > 1)
        AND EXISTS (SELECT FROM checked_certificates d WHERE d.r_pdf = c.r_pdf AND d.nth = 1 AND (d.file, d.line) < (c.file, c.line))`,
      message: "bundle.pdfTwice",
    },
    {
      column: "pdf",
      code: ErrorCode.INVALID_VALUE,
      when: `c.found AND EXISTS (SELECT FROM outside_certificate x JOIN stored_file k ON k.id = x.pdf_file_id, bundle_pdf b JOIN stored_file n ON n.id = b.file_id
        WHERE x.id = c.record_id AND b.id = c.r_pdf AND n.sha256 <> k.sha256)`,
      message: "bundle.otherPdf",
    },
  ],
  lookUp: [
    // Whose member has credit or a certificate of here of its program: of a conference on whatever day, else of its day.
    `CREATE TEMPORARY TABLE moving_earned_here ON COMMIT DROP AS
       SELECT DISTINCT c.file, c.line FROM (SELECT x.member_id, x.program_id, x.completed_on FROM certificate x
         UNION SELECT x.member_id, x.program_id, x.completed_on FROM attendance_record x WHERE x.reversed_at IS NULL AND ${earnedHereSql("x")}) e
       JOIN program p ON p.id = e.program_id JOIN program_type t ON t.id = p.type_id
       JOIN checked_certificates c ON c.v_member_id = e.member_id AND c.v_program_number = p.number
       WHERE c.nth = 1 AND c.action IN ('ADDED', 'CHANGED') AND (e.completed_on = c.v_completed_on OR t.form = '${ActivityForm.CONFERENCE}')`,
    "ANALYZE moving_earned_here",
  ],
  series: [
    `SELECT raise_certificate_number(most) FROM (
       SELECT max(substring(o.number FROM length(a.certificate_prefix) + 1)::bigint) AS most
       FROM outside_certificate o, accreditor_settings a WHERE o.number ~ ('^' || a.certificate_prefix || '\\d{1,12}$')) m
     WHERE most IS NOT NULL`,
  ],
};
