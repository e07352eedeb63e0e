import type { Context } from "../core/context.ts";
import { fold } from "../core/fold.ts";
import { isId } from "../core/ids.ts";
import { defineLoader, groupByKey, orderByKey } from "../core/lists/loaders.ts";
import { type Ordering, orderingsOr, termsOfOrder } from "../core/lists/order.ts";
import { type Connection, type PageArgs, PageArgs as Pages } from "../core/lists/page.ts";
import { type ListQuery, type OrderTerm, readPage } from "../core/lists/read-page.ts";
import { SortDirection } from "../core/lists/sort-direction.ts";
import { alphabetical, Bindings, containing, selectFields, takeNested } from "../core/lists/sql.ts";
import { memberIdByNumber } from "../members/member.queries.ts";
import { seesByProgramOnly, visibleRecords } from "../programs/visible-records.ts";
import type { Certificate, CertificateStatus } from "./certificate.entity.ts";
import { canViewCertificate } from "./certificate.policy.ts";
import { readVerificationCode } from "./verification-code.ts";

export interface CertificateConditions {
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
  | "title"
  | "providerName"
  | "credits"
  | "creditUnit"
  | "completedOn"
  | "status"
  | "memberId"
  | "programId"
  | "supersededById"
  | "revokedAt"
  | "revocationReason"
> & {
  programNumber: string;
  memberNumber: string;
  providerId: string;
  /** Whether a transcript goes with it, now or as soon as the job has made it. */
  hasTranscript: boolean;
};

/** SQL of each field of a CertificateRow over the certificate `c` and its program `p`. */
const certificateFields = (c: string): Record<keyof CertificateRow, string> => ({
  id: `${c}.id`,
  number: `${c}.number`,
  verificationCode: `${c}.verification_code`,
  issuedAt: `${c}.issued_at`,
  recipientName: `${c}.recipient_name`,
  title: `${c}.title`,
  providerName: `${c}.provider_name`,
  credits: `${c}.credits::text`,
  creditUnit: `${c}.credit_unit`,
  completedOn: `${c}.completed_on`,
  status: `${c}.status`,
  memberId: `${c}.member_id`,
  programId: `${c}.program_id`,
  supersededById: `${c}.superseded_by_id`,
  revokedAt: `${c}.revoked_at`,
  revocationReason: `${c}.revocation_reason`,
  providerId: "p.provider_id",
  programNumber: "p.number",
  memberNumber: `(SELECT m.member_number FROM member m WHERE m.id = ${c}.member_id)`,
  hasTranscript: `${c}.transcript_file_id IS NOT NULL OR ${c}.attendance_record_id IS NULL AND ${c}.status = 'ISSUED'`,
});

/** Columns of a CertificateRow over certificateSource. */
export const certificateColumns = selectFields(certificateFields("c"));

const programJoin = "JOIN program p ON p.id = c.program_id";

export const certificateSource = `certificate c ${programJoin}`;

export enum CertificateOrderField {
  NUMBER = "NUMBER",
  RECIPIENT = "RECIPIENT",
  TITLE = "TITLE",
  COMPLETED_ON = "COMPLETED_ON",
  CREDITS = "CREDITS",
  ISSUED_AT = "ISSUED_AT",
  STATUS = "STATUS",
}

export type CertificateOrdering = Ordering<CertificateOrderField>;

const orderTerms: Record<CertificateOrderField, OrderTerm[]> = {
  /** Numbers grow in length: C999999 stands before C1000000. */
  NUMBER: [
    { sql: "length(c.number)", required: true },
    { sql: "c.number", required: true },
  ],
  RECIPIENT: [{ sql: alphabetical("c.recipient_name"), required: true }],
  TITLE: [{ sql: alphabetical("c.title"), required: true }],
  COMPLETED_ON: [{ sql: "c.completed_on", required: true }],
  CREDITS: [{ sql: "c.credits", required: true }],
  ISSUED_AT: [{ sql: "c.issued_at", required: true }],
  STATUS: [
    { sql: "c.status", required: true },
    { sql: "c.issued_at", required: true },
  ],
};

/** A certificate as a list shows it: with the one that replaces it. */
export type ListedCertificateRow = CertificateRow & { supersededBy: CertificateRow | null };

/** Certificates that the viewer may see: staff all, a provider its programs', a member their own. Newest first by default. */
export async function listCertificates(
  ctx: Context,
  filter: CertificateConditions,
  orderBy: readonly CertificateOrdering[] | null,
  page: PageArgs,
): Promise<Connection<ListedCertificateRow>> {
  const list = certificateList(ctx, filter, orderBy);
  const connection = await readPage<ListedCertificateRow>(ctx.db.manager, list, page);
  for (const row of connection.nodes) row.supersededBy = takeNested(row, "supersededBy.");
  return connection;
}

/** What listCertificates reads a page of, and an export reads whole. */
export function certificateList(
  ctx: Context,
  filter: CertificateConditions,
  orderBy: readonly CertificateOrdering[] | null,
): ListQuery {
  const bindings = new Bindings();
  const { bind } = bindings;
  const where: string[] = [];
  const visible = visibleRecords(ctx.viewer, "c", bind);
  if (visible) where.push(visible);
  if (filter.mine) where.push(`c.member_id = ${bind(ctx.viewer.memberId)}`);
  if (filter.programNumber)
    where.push(
      `c.program_id = (SELECT id FROM program WHERE number = ${bind(filter.programNumber.trim().toUpperCase())})`,
    );
  if (filter.memberNumber) where.push(`c.member_id = ${memberIdByNumber(bind(filter.memberNumber.trim()))}`);
  if (filter.status && filter.status.length > 0) where.push(`c.status = ANY(${bind(filter.status)})`);
  if (filter.number) where.push(`c.number = ${bind(filter.number.trim().toUpperCase())}`);
  if (filter.verificationCode)
    where.push(`c.verification_code = ${bind(readVerificationCode(filter.verificationCode) ?? "")}`);
  if (filter.recipientName) where.push(`c.recipient_key LIKE ${bind(containing(fold(filter.recipientName)))}`);
  if (filter.issuedFrom) where.push(`c.issued_at >= ${startOfDay(bind(filter.issuedFrom))}`);
  if (filter.issuedTo) where.push(`c.issued_at < ${startOfDay(`(${bind(filter.issuedTo)}::date + 1)`)}`);
  // Where nothing is asked of the program, it is joined for the rows of the page only: a million others need not be.
  const conditional = seesByProgramOnly(ctx.viewer);
  return {
    from: conditional ? certificateSource : "certificate c",
    where,
    order: termsOfOrder(orderingsOr(orderBy, CertificateOrderField.ISSUED_AT, SortDirection.DESC), orderTerms),
    key: "c.id",
    join: `${conditional ? "" : programJoin} LEFT JOIN certificate n ON n.id = c.superseded_by_id`,
    select: `${certificateColumns}, ${selectFields(certificateFields("n"), "supersededBy.")}`,
    bindings,
  };
}

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

/** The first certificates of many programs, each with its total, in one statement. */
const loadCertificatesOfPrograms = defineLoader<{ programId: string; first: number }, Connection<CertificateRow>>(
  async (ctx, keys) => {
    const { bind, values } = new Bindings(
      keys.map((k) => k.programId),
      keys.map((k) => k.first),
    );
    const visible = visibleRecords(ctx.viewer, "c", bind) ?? "true";
    const rows: { programId: string; total: number; certificates: CertificateRow[] | null }[] = await ctx.db.query(
      `SELECT k.id AS "programId",
         (SELECT count(*)::int FROM certificate c JOIN program p ON p.id = c.program_id
          WHERE c.program_id = k.id AND ${visible}) AS total,
         (SELECT json_agg(row) FROM (
            SELECT ${certificateColumns} FROM ${certificateSource} WHERE c.program_id = k.id AND ${visible}
            ORDER BY c.issued_at DESC, c.id LIMIT k.first + 1) row) AS certificates
       FROM unnest($1::uuid[], $2::int[]) AS k (id, first)`,
      values,
    );
    return keys.map(({ first }, i) => {
      const found = (rows[i]?.certificates ?? []).map((c) => ({
        ...c,
        issuedAt: new Date(c.issuedAt),
        revokedAt: c.revokedAt && new Date(c.revokedAt),
      }));
      const total = rows[i]?.total ?? 0;
      const nodes = found.slice(0, first);
      const edges = nodes.map((node) => ({ node, cursor: node.id }));
      return {
        nodes,
        edges,
        pageInfo: {
          hasNextPage: found.length > first,
          hasPreviousPage: false,
          startCursor: edges[0]?.cursor ?? null,
          endCursor: edges.at(-1)?.cursor ?? null,
        },
        totalCount: async () => total,
      };
    });
  },
);

/** The newest certificates of a program that the viewer may see; the whole list is in `certificates(filter)`. */
export const certificatesOfProgram = (
  ctx: Context,
  programId: string,
  first: number,
): Promise<Connection<CertificateRow>> =>
  loadCertificatesOfPrograms(ctx, { programId, first: Pages.of({ first }).first });

/** The issued bytes; null where the certificate is missing or not the viewer's to see. */
export async function readCertificatePdf(
  ctx: Context,
  id: string,
): Promise<{ number: string; content: Buffer } | null> {
  const certificate = await findCertificate(ctx, id);
  if (!certificate) return null;
  const [row] = await ctx.db.query(
    "SELECT f.content FROM certificate c JOIN stored_file f ON f.id = c.pdf_file_id WHERE c.id = $1",
    [id],
  );
  return { number: certificate.number, content: row.content };
}
