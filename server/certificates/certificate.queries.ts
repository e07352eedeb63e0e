import {
  Bindings,
  type Connection,
  type ListQuery,
  type PageArgs,
  PageArgs as Pages,
  readPage,
} from "../core/connections.ts";
import type { Context } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import { defineLoader, orderByKey } from "../core/loaders.ts";
import { memberIdByNumber } from "../members/member.queries.ts";
import type { Certificate, CertificateStatus } from "./certificate.entity.ts";
import { canViewCertificate } from "./certificate.policy.ts";

export interface CertificateConditions {
  programNumber?: string | null;
  memberNumber?: string | null;
  status?: CertificateStatus[] | null;
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
  | "credits"
  | "creditUnit"
  | "completedOn"
  | "status"
  | "memberId"
  | "programId"
  | "supersededById"
> & {
  providerId: string;
  /** Whether a transcript goes with it, now or as soon as the job has made it. */
  hasTranscript: boolean;
};

/** Columns of a CertificateRow over certificateSource. */
export const certificateColumns = `c.id, c.number, c.verification_code AS "verificationCode", c.issued_at AS "issuedAt",
  c.recipient_name AS "recipientName", c.title, c.credits::text, c.credit_unit AS "creditUnit",
  c.completed_on AS "completedOn", c.status, c.member_id AS "memberId", c.program_id AS "programId",
  c.superseded_by_id AS "supersededById", p.provider_id AS "providerId",
  c.transcript_file_id IS NOT NULL OR c.attendance_record_id IS NULL AND c.status = 'ISSUED' AS "hasTranscript"`;

export const certificateSource = "certificate c JOIN program p ON p.id = c.program_id";

/** Certificates that the viewer may see: staff all, a provider its programs', a member their own. Newest first. */
export const listCertificates = (
  ctx: Context,
  filter: CertificateConditions,
  page: PageArgs,
): Promise<Connection<CertificateRow>> => readPage(ctx.db.manager, certificateList(ctx, filter), page);

/** What listCertificates reads a page of, and an export reads whole. */
export function certificateList(ctx: Context, filter: CertificateConditions): ListQuery {
  const bindings = new Bindings();
  const { bind } = bindings;
  const { viewer } = ctx;
  const where: string[] = [];
  if (!viewer.isStaff)
    where.push(
      `(p.provider_id = ANY(${bind([...viewer.providers.keys()])}) OR c.member_id = ${bind(viewer.memberId)})`,
    );
  if (filter.mine) where.push(`c.member_id = ${bind(viewer.memberId)}`);
  if (filter.programNumber) where.push(`p.number = ${bind(filter.programNumber.trim().toUpperCase())}`);
  if (filter.memberNumber) where.push(`c.member_id = ${memberIdByNumber(bind(filter.memberNumber.trim()))}`);
  if (filter.status) where.push(`c.status = ANY(${bind(filter.status)})`);
  return {
    from: certificateSource,
    where,
    order: [{ sql: "c.issued_at", descending: true }],
    key: "c.id",
    select: certificateColumns,
    bindings,
  };
}

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

/** The first certificates of many programs, each with its total, in one statement. */
const loadCertificatesOfPrograms = defineLoader<{ programId: string; first: number }, Connection<CertificateRow>>(
  async (ctx, keys) => {
    const { viewer } = ctx;
    const rows: { programId: string; total: number; certificates: CertificateRow[] | null }[] = await ctx.db.query(
      `SELECT k.id AS "programId",
         (SELECT count(*)::int FROM certificate c JOIN program p ON p.id = c.program_id
          WHERE c.program_id = k.id AND (${visible})) AS total,
         (SELECT json_agg(row) FROM (
            SELECT ${certificateColumns} FROM ${certificateSource} WHERE c.program_id = k.id AND (${visible})
            ORDER BY c.issued_at DESC, c.id LIMIT k.first + 1) row) AS certificates
       FROM unnest($1::uuid[], $2::int[]) AS k (id, first)`,
      [
        keys.map((k) => k.programId),
        keys.map((k) => k.first),
        viewer.isStaff,
        [...viewer.providers.keys()],
        viewer.memberId,
      ],
    );
    return keys.map(({ first }, i) => {
      const found = (rows[i]?.certificates ?? []).map((c) => ({ ...c, issuedAt: new Date(c.issuedAt) }));
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
const visible = "$3 OR p.provider_id = ANY($4::uuid[]) OR c.member_id = $5::uuid";

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
