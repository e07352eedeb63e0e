import type { Context } from "../core/context.ts";
import { fold } from "../core/fold.ts";
import { isId } from "../core/ids.ts";
import { type ChangeConditions, changedSince } from "../core/lists/changes.ts";
import { containing, hasAnyId, isAnyOf } from "../core/lists/conditions.ts";
import { defineList } from "../core/lists/define-list.ts";
import { defineLoader, groupByKey, orderByKey } from "../core/lists/loaders.ts";
import { type Connection, decodeCursor, encodeCursor, foreignCursor, type PageArgs } from "../core/lists/page.ts";
import { alphabetical, Bindings, type Fields, selectFields } from "../core/lists/sql.ts";
import { bytesOf, keptBytesSql } from "../core/storage/kept-bytes.ts";
import { memberIdByNumber } from "../members/member.queries.ts";
import { visibleRecords } from "../programs/visible-records.ts";
import type { Certificate } from "./certificate.entity.ts";
import { canViewCertificate } from "./certificate.policy.ts";
import { CertificateStatus } from "./certificate.status.ts";
import { readVerificationCode } from "./verification-code.ts";

export interface CertificateConditions extends ChangeConditions {
  ids?: string[] | null;
  number?: string | null;
  verificationCode?: string | null;
  recipientName?: string | null;
  programNumber?: string | null;
  memberNumber?: string | null;
  status?: CertificateStatus[] | null;
  issuedFrom?: string | null;
  issuedTo?: string | null;
  mine?: boolean | null;
}

/** A certificate as the API shows it, with what its policy looks at. */
export type CertificateRow = Pick<
  Certificate,
  | "id"
  | "number"
  | "verificationCode"
  | "issuedAt"
  | "recipientName"
  | "licences"
  | "title"
  | "providerName"
  | "providerAddress"
  | "jointProviders"
  | "credits"
  | "creditUnit"
  | "completedOn"
  | "status"
  | "memberId"
  | "programId"
  | "supersededById"
  | "changedAt"
  | "revokedAt"
  | "revocationReason"
> & {
  programNumber: string;
  memberNumber: string;
  providerId: string;
  /** Whether staff can have its credit count again: they revoked it, and nothing else is on record in its place. */
  reissuable: boolean;
  /** Whether a transcript goes with it, now or as soon as the job has made it. */
  hasTranscript: boolean;
};

/** SQL of whether certificate `c` is reissuable. */
export const reissuableSql = (
  c: string,
): string => `(${c}.status = 'REVOKED' AND ${c}.superseded_by_id IS NULL AND EXISTS (
  SELECT FROM attendance_record taken JOIN member holder ON holder.id = taken.member_id
  WHERE taken.member_id = ${c}.member_id AND taken.program_id = ${c}.program_id AND taken.reversed_by_staff
    AND holder.erased_at IS NULL
    AND CASE WHEN ${c}.attendance_record_id IS NULL THEN taken.session_id IS NOT NULL
      ELSE taken.offering_id = (SELECT own.offering_id FROM attendance_record own WHERE own.id = ${c}.attendance_record_id) END
    AND NOT EXISTS (SELECT FROM attendance_record again
      WHERE again.member_id = taken.member_id AND again.program_id = taken.program_id AND again.reversed_at IS NULL
        AND (${c}.attendance_record_id IS NULL OR again.offering_id = taken.offering_id))))`;

/** SQL of each field of a CertificateRow over the certificate `c` and its program `p`. */
export const certificateFields = (c: string): Fields<CertificateRow> => ({
  id: `${c}.id`,
  number: `${c}.number`,
  verificationCode: `${c}.verification_code`,
  issuedAt: `${c}.issued_at`,
  recipientName: `${c}.recipient_name`,
  licences: `${c}.licences`,
  title: `${c}.title`,
  providerName: `${c}.provider_name`,
  providerAddress: `${c}.provider_address`,
  jointProviders: `${c}.joint_providers`,
  credits: `${c}.credits::text`,
  creditUnit: `${c}.credit_unit`,
  completedOn: `${c}.completed_on`,
  status: `${c}.status`,
  memberId: `${c}.member_id`,
  programId: `${c}.program_id`,
  supersededById: `${c}.superseded_by_id`,
  changedAt: `${c}.changed_at`,
  revokedAt: `${c}.revoked_at`,
  revocationReason: `${c}.revocation_reason`,
  providerId: "p.provider_id",
  programNumber: "p.number",
  reissuable: reissuableSql(c),
  memberNumber: `(SELECT m.member_number FROM member m WHERE m.id = ${c}.member_id)`,
  hasTranscript: `${c}.transcript_file_id IS NOT NULL OR ${c}.attendance_record_id IS NULL AND ${c}.status = 'ISSUED'`,
});

/** Columns of a CertificateRow over certificateSource. */
export const certificateColumns = selectFields(certificateFields("c"));

const programJoin = "JOIN program p ON p.id = c.program_id";

export const certificateSource = `certificate c ${programJoin}`;

/** A certificate as a list shows it: with the one that replaces it. */
export type ListedCertificateRow = CertificateRow & { supersededBy: CertificateRow | null };

const listedFields: Fields<ListedCertificateRow> = { ...certificateFields("c"), supersededBy: certificateFields("n") };

/** Certificates that the viewer may see: staff all, a provider its programs', a member their own. Newest first by default. */
export const certificateList = defineList({
  name: "Certificate",
  from: "certificate c",
  joins: { p: programJoin, n: "LEFT JOIN certificate n ON n.id = c.superseded_by_id" },
  key: "c.id",
  fields: listedFields,
  where: ({ viewer }, filter: CertificateConditions, bind) => {
    const program = filter.programNumber?.trim().toUpperCase();
    const code = filter.verificationCode;
    return [
      visibleRecords(viewer, "c", bind),
      hasAnyId("c.id", filter.ids, bind),
      filter.mine && `c.member_id = ${bind(viewer.memberId)}`,
      program && `c.program_id = (SELECT id FROM program WHERE number = ${bind(program)})`,
      filter.memberNumber && `c.member_id = ${memberIdByNumber(bind(filter.memberNumber.trim()))}`,
      isAnyOf("c.status", filter.status, bind),
      filter.number && `c.number = ${bind(filter.number.trim().toUpperCase())}`,
      code && `c.verification_code = ${bind(readVerificationCode(code) ?? "")}`,
      filter.recipientName && `c.recipient_key LIKE ${bind(containing(fold(filter.recipientName)))}`,
      filter.issuedFrom && `c.issued_at >= ${startOfDay(bind(filter.issuedFrom))}`,
      changedSince("c.changed_at", filter, bind),
      filter.issuedTo && `c.issued_at < ${startOfDay(`(${bind(filter.issuedTo)}::date + 1)`)}`,
    ];
  },
  orders: {
    // Numbers grow in length: C999999 stands before C1000000.
    NUMBER: { description: "Running number.", by: ["length(c.number)", "c.number"] },
    RECIPIENT: { description: "The name on it, as it is printed.", by: [alphabetical("c.recipient_name")] },
    TITLE: { description: "The activity on it.", by: [alphabetical("c.title")] },
    COMPLETED_ON: { description: "Day on which the activity was completed.", by: ["c.completed_on"] },
    CREDITS: { description: "The credits on it.", by: ["c.credits"] },
    ISSUED_AT: { description: "When it was issued.", by: ["c.issued_at"] },
    CHANGED_AT: { description: "When it last changed.", by: ["c.changed_at"] },
    STATUS: {
      description: "Whether it holds, by the word, then when it was issued.",
      by: ["c.status", "c.issued_at"],
    },
  },
  sortedBy: ["ISSUED_AT", "DESC"],
});

/** When a day begins in the accreditor's own time zone, which decides the day printed on a certificate. */
const startOfDay = (day: string): string =>
  `(${day}::date::timestamp AT TIME ZONE (SELECT time_zone FROM accreditor_settings))`;

/** A certificate; null where it is missing or not the viewer's to see. */
export async function findCertificate(ctx: Context, id: string): Promise<CertificateRow | null> {
  if (!isId(id)) return null;
  const [row] = await ctx.db.query(`SELECT ${certificateColumns} FROM ${certificateSource} WHERE c.id = $1`, [id]);
  return row && canViewCertificate(ctx.viewer, row) ? row : null;
}

export const certificateById = defineLoader<string, CertificateRow | null>(async (ctx, ids) => {
  const rows: CertificateRow[] = await ctx.db.query(
    `SELECT ${certificateColumns} FROM ${certificateSource} WHERE c.id = ANY($1)`,
    [ids],
  );
  return orderByKey(ids, rows, (row) => row.id);
});

/** The certificates that each of these replaced, the newest first. Who may see the one may see them: they are the same person's. */
export const certificatesReplacedBy = defineLoader<string, CertificateRow[]>(async (ctx, ids) => {
  const rows: (CertificateRow & { supersededById: string })[] = await ctx.db.query(
    `SELECT ${certificateColumns} FROM ${certificateSource} WHERE c.superseded_by_id = ANY($1::uuid[])
     ORDER BY c.issued_at DESC, c.id`,
    [ids],
  );
  return groupByKey(ids, rows, (row) => row.supersededById);
});

interface PageOfProgram {
  programId: string;
  first: number;
  after: string | null;
  issuedAt: string | null;
  id: string | null;
}

/** An instant as PostgreSQL writes it: what a cursor of the list holds. */
const isInstant = (text: string | null): text is string =>
  text !== null &&
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/.test(text) &&
  !Number.isNaN(Date.parse(text));

/** A page of the certificates of many programs, each with its total, in one statement: in the list's own order, by its cursors. */
const loadCertificatesOfPrograms = defineLoader<PageOfProgram, Connection<CertificateRow>>(async (ctx, keys) => {
  const { bind, values } = new Bindings(
    keys.map((k) => k.programId),
    keys.map((k) => k.first),
    keys.map((k) => k.issuedAt),
    keys.map((k) => k.id),
  );
  const visible = visibleRecords(ctx.viewer, "c", bind) ?? "true";
  const rows: { total: number; certificates: (CertificateRow & { _issuedAt: string })[] | null }[] = await ctx.db.query(
    `SELECT
       (SELECT count(*)::int FROM certificate c JOIN program p ON p.id = c.program_id
        WHERE c.program_id = k.id AND ${visible}) AS total,
       (SELECT json_agg(row) FROM (
          SELECT ${certificateColumns}, c.issued_at::text AS "_issuedAt" FROM ${certificateSource}
          WHERE c.program_id = k.id AND ${visible}
            AND (k.after_id IS NULL OR (c.issued_at, c.id) < (k.issued_at, k.after_id))
          ORDER BY c.issued_at DESC, c.id DESC LIMIT k.first + 1) row) AS certificates
     FROM unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::uuid[]) WITH ORDINALITY AS k (id, first, issued_at, after_id, nth)
     ORDER BY k.nth`,
    values,
  );
  return keys.map(({ first, after }, i) => {
    const found = rows[i]?.certificates ?? [];
    const edges = found.slice(0, first).map(({ _issuedAt, ...c }) => ({
      node: {
        ...c,
        issuedAt: new Date(c.issuedAt),
        changedAt: new Date(c.changedAt),
        revokedAt: c.revokedAt && new Date(c.revokedAt),
      },
      cursor: encodeCursor([_issuedAt, c.id]),
    }));
    return {
      nodes: edges.map(({ node }) => node),
      edges,
      pageInfo: {
        hasNextPage: found.length > first,
        hasPreviousPage: after !== null,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? after,
      },
      totalCount: async () => rows[i]?.total ?? 0,
    };
  });
});

/** Certificates of a program that the viewer may see, the newest first. Throws BAD_INPUT for another list's cursor. */
export async function certificatesOfProgram(
  ctx: Context,
  programId: string,
  { first, after = null }: PageArgs,
): Promise<Connection<CertificateRow>> {
  const [issuedAt = null, id = null] = after ? decodeCursor(after, 2) : [];
  if (after && !(isInstant(issuedAt) && id && isId(id))) throw foreignCursor();
  return loadCertificatesOfPrograms(ctx, { programId, first, after: after || null, issuedAt, id });
}

/** The issued bytes; null where the certificate is missing or not the viewer's to see. */
export async function readCertificatePdf(
  ctx: Context,
  id: string,
): Promise<{ number: string; content: Buffer } | null> {
  const certificate = await findCertificate(ctx, id);
  if (!certificate) return null;
  const [row] = await ctx.db.query(
    `SELECT ${keptBytesSql("f")} FROM certificate c JOIN stored_file f ON f.id = c.pdf_file_id WHERE c.id = $1`,
    [id],
  );
  return { number: certificate.number, content: await bytesOf(ctx, row) };
}
