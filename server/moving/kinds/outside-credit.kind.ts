import { day, oneOf, plain } from "../../attendance/read-cells.ts";
import { ErrorCode } from "../../core/errors.ts";
import { say } from "../../core/messages/message.ts";
import { OutsideCreditStatus } from "../../outside-credit/outside-credit.status.ts";
import { OfferingFormat } from "../../programs/program.entity.ts";
import { pdfNameSql } from "../bundle-pdfs.ts";
import { always, dayOf, type MovingKind, maybe, memberNumberOf, nowSql, todaySql } from "../moving-kind.ts";
import { credits } from "./certificates.kind.ts";
import { exportedFileSql, fileRules } from "./documents.kind.ts";
import { isKindRule, kindsColumn, kindsSaid } from "./further-kinds.ts";
import { memberNumberColumn } from "./members.kind.ts";

/** SQL of by what two of one member are the same: the number of its certificate, or all that is said of it. */
const sameBy = (of: string): string =>
  `concat_ws(chr(31), lower(${of}.issuer), coalesce('n' || lower(nullif(${of}.number, '')), concat_ws(chr(31), 't', lower(${of}.title), ${of}.completed_on,
     ${of}.credits::numeric(8,2), lower(${of}.credit_unit))), ${of}.status = 'REFUSED')`;

const { SUBMITTED, ACCEPTED, REFUSED } = OutsideCreditStatus;

/** SQL of the instant of a day that a row says, where nothing is known better. */
const since = (kept: string, said: string): string =>
  `coalesce(${kept}, nullif(${said}, '')::timestamp AT TIME ZONE (SELECT a.time_zone FROM accreditor_settings a), ${nowSql})`;

/** What stands on record and is nobody's other credit; what was withdrawn is in no list. */
const standing = (x: string): string => `${x}.status <> 'WITHDRAWN' AND ${x}.yields_to_id IS NULL`;

/** Credit that members earned elsewhere, with what shows it, and what was decided on it. */
export const outsideCreditKind: MovingKind = {
  name: "OUTSIDE_CREDIT",
  fileNames: ["credit from elsewhere", "outside credit", "external credit"],
  table: "outside_credit",
  fileField: "proof_file_id",
  columns: [
    memberNumberColumn,
    { key: "title", headings: ["Title", "Activity", "Program"], read: plain(500), required: true },
    { key: "issuer", headings: ["Issuer", "Issued By", "Provider"], read: plain(200), required: true },
    { key: "number", headings: ["Certificate Number", "Number"], read: plain(100) },
    {
      key: "format",
      headings: ["Format"],
      read: oneOf(
        {
          [OfferingFormat.IN_PERSON]: ["inperson", "live", "onsite", "classroom"],
          [OfferingFormat.VIRTUAL]: ["virtual", "online", "webinar", "ondemand"],
          [OfferingFormat.HYBRID]: ["hybrid", "both"],
        },
        say("bundle.format"),
      ),
    },
    { key: "starts_on", headings: ["First Day", "Start Date"], read: day, isDay: true },
    {
      key: "completed_on",
      headings: ["Completion Date", "Completed", "Date"],
      read: day,
      required: true,
      isDay: true,
    },
    { key: "credits", type: "number", headings: ["Credits", "Hours"], read: credits, required: true },
    { key: "credit_unit", headings: ["Credit Unit", "Unit"], read: plain(50), required: true },
    kindsColumn,
    {
      key: "status",
      headings: ["Status"],
      read: oneOf(
        {
          [SUBMITTED]: ["submitted", "pending", "waiting"],
          [ACCEPTED]: ["accepted", "approved"],
          [REFUSED]: ["refused", "denied", "rejected"],
        },
        say("bundle.outsideCreditStatus"),
      ),
      required: true,
    },
    { key: "entered", headings: ["Entered", "Entered On"], read: day, isDay: true },
    { key: "accepted", headings: ["Accepted", "Accepted On"], read: day, isDay: true },
    { key: "refused", headings: ["Refused", "Refused On"], read: day, isDay: true },
    { key: "decision", headings: ["Decision", "Reason"], read: plain(2000) },
    {
      key: "proof",
      // What somebody else printed may have an address on it.
      isContact: true,
      headings: ["Proof", "File", "PDF", "Attachment"],
      read: plain(500),
      required: true,
    },
  ],
  references: [
    { column: "member_number", to: "moving_member", code: ErrorCode.UNKNOWN_MEMBER, message: "bundle.noSuchMember" },
    {
      column: "proof",
      to: "moving_pdf",
      by: pdfNameSql("s.proof"),
      code: ErrorCode.UNKNOWN_FILE,
      message: "bundle.noSuchPdf",
    },
  ],
  key: `concat_ws(chr(31), coalesce(r_member_number.id::text, s.member_number), ${sameBy("s")})`,
  keyColumn: "title",
  match: `t.id = (SELECT x.id FROM outside_credit x WHERE x.member_id = r_member_number.id AND ${standing("x")}
    AND ${sameBy("x")} = ${sameBy("s")} ORDER BY x.created_at DESC, x.id DESC LIMIT 1)`,
  same: "false",
  called: "t.title",
  refused: { column: "title", code: ErrorCode.ALREADY_RECORDED, message: "bundle.enteredHere" },
  fields: [
    { column: "member_id", type: "uuid", value: "r_member_number.id" },
    always("title", "text", "''"),
    always("issuer", "text", "''"),
    maybe("number"),
    maybe("format"),
    maybe("starts_on", "date"),
    always("completed_on", "date", "NULL"),
    always("credits", "numeric(8,2)", "NULL"),
    always("credit_unit", "text", "''"),
    {
      column: "kind_credits",
      type: "jsonb",
      value: `CASE WHEN s.kinds IS NULL THEN coalesce(t.kind_credits, '{}') ELSE coalesce((SELECT jsonb_object_agg(k.id, x.amount)
        FROM ${kindsSaid("s.kinds")} x JOIN credit_kind k ON k.code = x.code AND NOT k.is_default), '{}') END`,
    },
    { column: "proof_file_id", type: "uuid", value: "coalesce(t.proof_file_id, r_proof.file_id)" },
    { column: "status", type: "text", value: "s.status" },
    { column: "created_at", type: "timestamptz", value: since("t.created_at", "s.entered") },
    {
      // What was refused may have been accepted before.
      column: "accepted_at",
      type: "timestamptz",
      value: `CASE WHEN s.status = '${ACCEPTED}' OR s.status = '${REFUSED}' AND coalesce(nullif(s.accepted, ''), t.accepted_at::text) IS NOT NULL
        THEN ${since("t.accepted_at", "s.accepted")} END`,
    },
    {
      column: "ended_at",
      type: "timestamptz",
      value: `CASE WHEN s.status = '${REFUSED}' THEN ${since("t.ended_at", "s.refused")} END`,
    },
    maybe("decision"),
  ],
  inserted: {},
  updated: { version: "t.version + 1" },
  exported: {
    from: `(SELECT DISTINCT ON (o.member_id, same_by) o.*, f.sha256, f.media_type FROM (SELECT *, ${sameBy("x")} AS same_by FROM outside_credit x WHERE ${standing("x")}) o
      JOIN stored_file f ON f.id = o.proof_file_id ORDER BY o.member_id, same_by, o.created_at DESC, o.id DESC) t`,
    cells: {
      member_number: memberNumberOf("t.member_id"),
      title: "t.title",
      issuer: "t.issuer",
      number: "t.number",
      format: "CASE t.format WHEN 'IN_PERSON' THEN 'In person' ELSE initcap(t.format) END",
      starts_on: "t.starts_on",
      completed_on: "t.completed_on",
      credits: "t.credits",
      credit_unit: "t.credit_unit",
      kinds: `(SELECT string_agg(k.code || ': ' || x.value, '; ' ORDER BY k.code) FROM jsonb_each_text(t.kind_credits) x JOIN credit_kind k ON k.id = x.key::uuid)`,
      status: "initcap(t.status)",
      entered: dayOf("t.created_at"),
      accepted: dayOf("t.accepted_at"),
      refused: dayOf("t.ended_at"),
      decision: "t.decision",
      proof: exportedFileSql(
        `'proofs/' || regexp_replace(${memberNumberOf("t.member_id")}, '[^A-Za-z0-9_-]', '_', 'g')`,
        `t.completed_on || CASE t.media_type WHEN 'application/pdf' THEN '.pdf' WHEN 'image/png' THEN '.png' ELSE '.jpg' END`,
        `concat_ws('|', ${memberNumberOf("t.member_id")}, t.same_by, encode(t.sha256, 'hex'))`,
      ),
    },
    key: ["member_number", "completed_on", "proof"],
    refers: { member_number: ["MEMBERS", "member_number"] },
  },
  rules: [
    {
      column: "completed_on",
      code: ErrorCode.DATE_IN_FUTURE,
      when: `c.v_completed_on > ${todaySql}`,
      message: "bundle.dayToCome",
    },
    {
      column: "starts_on",
      code: ErrorCode.ENDS_BEFORE_START,
      when: "c.v_starts_on > c.v_completed_on",
      message: "bundle.lastBeforeFirst",
    },
    isKindRule("kinds"),
    {
      column: "status",
      code: ErrorCode.ALREADY_RECORDED,
      when: "c.nth = 1 AND c.action = 'CHANGED' AND c.picture ->> 'status' <> c.v_status",
      message: "bundle.decidedHere",
    },
    ...fileRules("proof", "checked_outside_credit"),
  ],
};
