import type { Context } from "../core/context.ts";
import { defineLoader, groupByKey, orderByKey } from "../core/lists/loaders.ts";
import { bytesOf, keptBytesSql } from "../core/storage/kept-bytes.ts";
import { canViewMember } from "../members/member.policy.ts";
import { type CertificateRow, certificateColumns, certificateSource, findCertificate } from "./certificate.queries.ts";
import type { CertificateLine } from "./certificate-line.entity.ts";
import { deliverCertificate } from "./deliver-certificate.ts";

export type CertificateLineRow = Pick<
  CertificateLine,
  "certificateId" | "title" | "attendedOn" | "credits" | "virtual" | "asInstructor"
>;

/** The sessions of a conference certificate in their order; none of any other. */
export const linesOfCertificate = defineLoader<string, CertificateLineRow[]>(async (ctx, ids) => {
  const rows: CertificateLineRow[] = await ctx.db.query(
    `SELECT certificate_id AS "certificateId", title, attended_on AS "attendedOn", credits, virtual, as_instructor AS "asInstructor"
     FROM certificate_line WHERE certificate_id = ANY($1::uuid[]) ORDER BY certificate_id, position`,
    [ids],
  );
  return groupByKey(ids, rows, (row) => row.certificateId);
});

/** The viewer's certificate of a conference that holds, or else the last one that was revoked. */
export const certificateOfConference = defineLoader<string, CertificateRow | null>(async (ctx, programIds) => {
  const rows: CertificateRow[] = await ctx.db.query(
    `SELECT DISTINCT ON (c.program_id) ${certificateColumns} FROM ${certificateSource}
     WHERE c.member_id = $1 AND c.program_id = ANY($2::uuid[]) AND c.attendance_record_id IS NULL
       AND c.status <> 'SUPERSEDED'
     ORDER BY c.program_id, c.status = 'ISSUED' DESC, c.issued_at DESC, c.id DESC`,
    [ctx.viewer.memberId, programIds],
  );
  return orderByKey(programIds, rows, (row) => row.programId);
});

/** A member's certificate of a conference that holds, or else the last one that was revoked. */
export const certificateOfAttendee = defineLoader<{ memberId: string; programId: string }, CertificateRow | null>(
  async (ctx, keys) => {
    const rows: CertificateRow[] = await ctx.db.query(
      `SELECT DISTINCT ON (c.program_id, c.member_id) ${certificateColumns} FROM ${certificateSource}
       JOIN unnest($1::uuid[], $2::uuid[]) AS k (member_id, program_id)
         ON k.member_id = c.member_id AND k.program_id = c.program_id
       WHERE c.attendance_record_id IS NULL AND c.status <> 'SUPERSEDED'
       ORDER BY c.program_id, c.member_id, c.status = 'ISSUED' DESC, c.issued_at DESC, c.id DESC`,
      [keys.map((key) => key.memberId), keys.map((key) => key.programId)],
    );
    const found = new Map(rows.map((row) => [`${row.memberId} ${row.programId}`, row]));
    return keys.map(({ memberId, programId }) => found.get(`${memberId} ${programId}`) ?? null);
  },
);

/**
 * The transcript that goes with a conference certificate; null where there is none, or the certificate is missing or not
 * the viewer's to see. Who comes before the job has made it does not wait for the job.
 */
export async function readCertificateTranscript(
  ctx: Context,
  id: string,
): Promise<{ number: string; content: Buffer } | null> {
  const certificate = await findCertificate(ctx, id);
  // A certificate is shown to the provider, too; a transcript has what other providers awarded.
  if (!certificate?.hasTranscript || !canViewMember(ctx.viewer, { id: certificate.memberId })) return null;
  await deliverCertificate(ctx, id);
  const [row] = await ctx.db.query(
    `SELECT ${keptBytesSql("f")} FROM certificate c JOIN stored_file f ON f.id = c.transcript_file_id WHERE c.id = $1`,
    [id],
  );
  return row ? { number: certificate.number, content: await bytesOf(ctx, row) } : null;
}
