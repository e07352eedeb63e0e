import { earnedHereSql } from "../attendance/attendance.entity.ts";
import type { CertificatePart } from "../certificates/unmade-certificate.entity.ts";
import { endedStatuses } from "../conferences/conference.policy.ts";
import { SessionProposalStatus } from "../conferences/session-proposal.status.ts";
import type { Context } from "../core/context.ts";
import { defineLoader } from "../core/lists/loaders.ts";
import type { Connection, PageArgs } from "../core/lists/page.ts";
import { type ListQuery, readPage } from "../core/lists/read-page.ts";
import { Bindings, type Fields } from "../core/lists/sql.ts";
import { visibleTo } from "../core/viewer.ts";
import { awaitsHolderSql } from "../evaluations/evaluation.rules.ts";
import { holdsCertificatesSql } from "../fees/fee.rules.ts";
import { seesMailSql } from "../mail/among-staff.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { MailStatus } from "../mail/mail.status.ts";
import { secretKinds } from "../mail/mail-secrets.ts";
import { fullNameSql } from "../members/full-name.ts";
import { NameRequestStatus } from "../members/name-request.status.ts";
import { OutsideCreditStatus } from "../outside-credit/outside-credit.status.ts";
import { hasEndedSql, isOpenSql, reportingDueOnSql, reportingOverSql } from "../programs/offering.rules.ts";
import { isClaimed } from "../programs/program.queries.ts";
import { ProgramStatus } from "../programs/program.status.ts";
import { AttentionKind, kindsFor } from "./attention.kinds.ts";

type Bind = Bindings["bind"];

/** Something that needs attention. Of its subjects those are set that its kind is about. */
export interface AttentionRow {
  /** The kind, a colon, and what it is about. */
  id: string;
  kind: AttentionKind;
  since: Date;
  programId: string | null;
  programNumber: string | null;
  programName: string | null;
  memberId: string | null;
  memberNumber: string | null;
  memberName: string | null;
  otherMemberId: string | null;
  otherMemberNumber: string | null;
  otherMemberName: string | null;
  mailId: string | null;
  mailSubject: string | null;
  mailAddress: string | null;
  jobName: string | null;
  /** Of a report: until when it was due. */
  dueOn: string | null;
  part: CertificatePart | null;
  codePoint: number | null;
  because: "NAME_AND_ADDRESS" | "EMAIL" | null;
}

type Column = Exclude<keyof AttentionRow, "id" | "kind">;

/** Each with its type: what an entry is not about is null of it. */
const columns: Record<Column, string> = {
  since: "timestamptz",
  programId: "uuid",
  programNumber: "text",
  programName: "text",
  memberId: "uuid",
  memberNumber: "text",
  memberName: "text",
  otherMemberId: "uuid",
  otherMemberNumber: "text",
  otherMemberName: "text",
  mailId: "uuid",
  mailSubject: "text",
  mailAddress: "text",
  jobName: "text",
  dueOn: "date",
  part: "text",
  codePoint: "integer",
  because: "text",
};

const ofProgram = { programId: "p.id", programNumber: "p.number", programName: "p.name" };
const ofMember = { memberId: "m.id", memberNumber: "m.member_number", memberName: fullNameSql("m") };

/** Whether nothing says any more who member `m` was, or the member is known by another number. */
export const isGoneSql = (m: string): string => `(${m}.erased_at IS NOT NULL OR ${m}.merged_into_id IS NOT NULL)`;

/** Whether record `r` counts and has never had a certificate; its conference's certificate is its member's to make, at whatever time. */
export const lacksCertificateSql = (r: string): string =>
  `(${r}.session_id IS NULL AND ${r}.reversed_at IS NULL AND ${earnedHereSql(r)}
    AND NOT EXISTS (SELECT FROM certificate c WHERE c.attendance_record_id = ${r}.id))`;

interface Branch {
  /** SQL of what it is about, unique within the kind. */
  subject: string;
  values: Partial<Record<Column, string>> & { since: string };
  from: string;
}

/** The entries of each kind, over what the viewer sees. */
const branches: Record<AttentionKind, (ctx: Context, bind: Bind) => Branch> = {
  CERTIFICATE_UNMADE: ({ viewer }, bind) => ({
    subject: "r.id",
    values: { since: "u.tried_at", ...ofProgram, ...ofMember, part: "u.part", codePoint: "u.code_point" },
    from: `unmade_certificate u JOIN attendance_record r ON r.id = u.attendance_record_id JOIN member m ON m.id = r.member_id
      JOIN program p ON p.id = r.program_id
      WHERE r.reversed_at IS NULL AND NOT ${isGoneSql("m")} AND ${visibleTo(viewer, "p.provider_id", bind)}`,
  }),
  CERTIFICATE_MISSING: ({ viewer }, bind) => ({
    subject: "r.id",
    values: { since: "r.recorded_at", ...ofProgram, ...ofMember },
    from: `attention_found f JOIN attendance_record r ON r.id = f.subject_id JOIN member m ON m.id = r.member_id
      JOIN program p ON p.id = r.program_id
      WHERE f.kind = 'CERTIFICATE_MISSING' AND ${lacksCertificateSql("r")} AND NOT ${isGoneSql("m")}
        AND NOT EXISTS (SELECT FROM unmade_certificate u WHERE u.attendance_record_id = r.id)
        AND NOT ${holdsCertificatesSql("p.id")} AND NOT ${awaitsHolderSql("r")} AND ${visibleTo(viewer, "p.provider_id", bind)}`,
  }),
  JOB_FAILED: () => ({
    subject: "j.id",
    values: { since: "j.updated_at", jobName: "t.identifier" },
    from: `graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
      WHERE j.attempts >= j.max_attempts`,
  }),
  MAIL_FAILED: (ctx, bind) => ({
    subject: "l.id",
    values: { since: "l.created_at", mailId: "l.id", mailSubject: "l.subject", mailAddress: "l.to_address" },
    // One that was sent again is another mail, whatever becomes of that; a code that did not arrive is asked for again.
    from: `mail l WHERE l.status IN ('${MailStatus.FAILED}', '${MailStatus.BOUNCED}') AND l.kind <> '${MailKind.ANNOUNCEMENT}' AND l.kind <> ALL (${bind(secretKinds)}::text[])
      AND ${seesMailSql(ctx.viewer, "l", bind) ?? "true"}
      AND NOT EXISTS (SELECT FROM mail again WHERE again.dedupe_key = 'resend:' || l.id || ':1')`,
  }),
  REPORT_OVERDUE: (ctx, bind) => ({
    subject: "o.id",
    values: {
      since: `((${reportingDueOnSql("o")} + 1)::timestamp AT TIME ZONE o.time_zone)`,
      ...ofProgram,
      dueOn: reportingDueOnSql("o"),
    },
    from: `program p JOIN offering o ON o.program_id = p.id
      WHERE p.status = '${ProgramStatus.AWAITING_ATTENDANCE}' AND NOT ${isClaimed} AND ${visibleTo(ctx.viewer, "p.provider_id", bind)}
        AND ${isOpenSql("o")} AND ${hasEndedSql("o", bind(ctx.now()))} AND ${reportingOverSql("o", bind(ctx.now()))}`,
  }),
  NAME_WAITING: () => ({
    subject: "q.id",
    values: { since: "q.created_at", ...ofMember },
    from: `name_request q JOIN member m ON m.id = q.member_id
      WHERE q.status = '${NameRequestStatus.REQUESTED}' AND NOT ${isGoneSql("m")}`,
  }),
  CREDIT_WAITING: () => ({
    subject: "m.id",
    values: { since: "w.since", ...ofMember, because: "w.credits::text" },
    from: `(SELECT o.member_id, min(o.created_at) AS since, count(*) AS credits FROM outside_credit o
        WHERE o.status = '${OutsideCreditStatus.SUBMITTED}' GROUP BY o.member_id) w JOIN member m ON m.id = w.member_id
      WHERE NOT ${isGoneSql("m")}`,
  }),
  SESSION_PROPOSED: () => ({
    subject: "p.id",
    values: { since: "w.since", ...ofProgram, because: "w.sessions::text" },
    from: `(SELECT s.program_id, min(q.proposed_at) AS since, count(*) AS sessions FROM session_proposal q JOIN session s ON s.id = q.session_id
        WHERE q.status = '${SessionProposalStatus.WAITING}' GROUP BY s.program_id) w JOIN program p ON p.id = w.program_id
      WHERE p.status <> '${ProgramStatus.CANCELLED}'`,
  }),
  PRESENCE_WAITING: ({ viewer }, bind) => ({
    subject: "p.id",
    values: { since: "w.since", ...ofProgram, because: "w.pieces::text" },
    from: `(SELECT s.program_id, min(e.recorded_at) AS since, count(*) AS pieces FROM presence e JOIN session s ON s.id = e.session_id
        WHERE e.waits GROUP BY s.program_id) w JOIN program p ON p.id = w.program_id
      WHERE p.status NOT IN (${endedStatuses.map((status) => `'${status}'`).join(", ")}) AND ${visibleTo(viewer, "p.provider_id", bind)}`,
  }),
  MEMBER_TWICE: () => ({
    subject: "f.subject_id || '+' || f.other_id",
    values: {
      since: "f.found_at",
      ...ofMember,
      otherMemberId: "n.id",
      otherMemberNumber: "n.member_number",
      otherMemberName: fullNameSql("n"),
      because: "f.because",
    },
    from: `attention_found f JOIN member m ON m.id = f.subject_id JOIN member n ON n.id = f.other_id
      WHERE f.kind = 'MEMBER_TWICE' AND NOT ${isGoneSql("m")} AND NOT ${isGoneSql("n")}`,
  }),
};

/** What was set aside is left out, unless it happened since. */
function selectOf(kind: AttentionKind, ctx: Context, bind: Bind): string {
  const { subject, values, from } = branches[kind](ctx, bind);
  const selected = (Object.keys(columns) as Column[]).map(
    (column) => `(${values[column] ?? "NULL"})::${columns[column]} AS "${column}"`,
  );
  return `SELECT '${kind}:' || (${subject})::text AS id, '${kind}'::text AS kind, ${selected.join(", ")} FROM ${from}
    AND NOT EXISTS (SELECT FROM attention_set_aside d WHERE d.kind = '${kind}' AND d.subject = (${subject})::text AND d.set_aside_at >= ${values.since})`;
}

const entriesSql = (ctx: Context, kinds: readonly AttentionKind[], bind: Bind): string =>
  kinds.map((kind) => selectOf(kind, ctx, bind)).join("\nUNION ALL ");

export interface AttentionCount {
  kind: AttentionKind;
  count: number;
}

/** Once for a request, however many fields ask. */
const loadCounts = defineLoader<"counts", AttentionCount[]>(async (ctx, keys) => {
  const counts = await readCounts(ctx);
  return keys.map(() => counts);
});

/** How much of each kind the viewer is told of, what there is none of among them. One statement. */
export const countAttention = (ctx: Context): Promise<AttentionCount[]> => loadCounts(ctx, "counts");

async function readCounts(ctx: Context): Promise<AttentionCount[]> {
  const kinds = kindsFor(ctx.viewer);
  if (kinds.length === 0) return [];
  const { bind, values } = new Bindings();
  const rows: AttentionCount[] = await ctx.db.query(
    `SELECT kind, count(*)::int AS count FROM (${entriesSql(ctx, kinds, bind)}) x GROUP BY kind`,
    values,
  );
  return kinds.map((kind) => ({ kind, count: rows.find((row) => row.kind === kind)?.count ?? 0 }));
}

const fields = Object.fromEntries(["id", "kind", ...Object.keys(columns)].map((name) => [name, `x."${name}"`]));

/** What the viewer is told of, of one kind or of all, what has waited longest first. */
export function attentionPage(
  ctx: Context,
  kind: AttentionKind | null,
  page: PageArgs,
): Promise<Connection<AttentionRow>> {
  const kinds = kindsFor(ctx.viewer).filter((each) => !kind || each === kind);
  const bindings = new Bindings();
  const entries = kinds.length > 0 ? entriesSql(ctx, kinds, bindings.bind) : `${nothing(ctx, bindings.bind)}`;
  const from = `(${entries}) x`;
  const query: ListQuery<AttentionRow> = {
    from,
    join: "",
    where: [],
    order: [{ sql: "x.since", required: true }],
    key: "x.id",
    fields: () => fields as unknown as Fields<AttentionRow>,
    total: { from, rows: "count(*)" },
    countsWithPage: false,
    bindings,
  };
  return readPage(ctx.db.manager, query, page);
}

/** No entries, of the right columns. */
const nothing = (ctx: Context, bind: Bind): string =>
  `SELECT * FROM (${selectOf(AttentionKind.JOB_FAILED, ctx, bind)}) none WHERE false`;

/** An entry that the viewer is told of; null: there is none. */
export async function findAttention(ctx: Context, kind: AttentionKind, id: string): Promise<AttentionRow | null> {
  if (!kindsFor(ctx.viewer).includes(kind)) return null;
  const { bind, values } = new Bindings();
  const [row] = await ctx.db.query(
    `SELECT ${Object.entries(fields)
      .map(([name, sql]) => `${sql} AS "${name}"`)
      .join(", ")} FROM (${selectOf(kind, ctx, bind)}) x WHERE x.id = ${bind(id)}`,
    values,
  );
  return row ?? null;
}
