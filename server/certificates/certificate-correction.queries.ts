import { defineFixedList } from "../core/lists/define-list.ts";
import { defineLoader, orderByKey } from "../core/lists/loaders.ts";
import {
  type CertificateRow,
  certificateColumns,
  certificateFields,
  certificateSource,
} from "./certificate.queries.ts";
import { type Correction, correctionOf, isOutdatedSql, readStandings } from "./certificate-correction.ts";

/** The certificates of a program that hold and may say otherwise than what they stand on by now, by number. */
export const outdatedCertificateList = defineFixedList({
  from: "certificate c",
  joins: { p: "JOIN program p ON p.id = c.program_id", m: "JOIN member m ON m.id = c.member_id" },
  key: "c.id",
  fields: certificateFields("c"),
  where: (_ctx, filter: { programId: string }, bind) => [`c.program_id = ${bind(filter.programId)}`, isOutdatedSql],
  sortedBy: [["c.issued_at"], "ASC"],
});

/** The certificate that was issued for a record, the newest where there are several. */
export const certificateOfRecord = defineLoader<string, CertificateRow | null>(async (ctx, ids) => {
  const rows: (CertificateRow & { recordId: string })[] = await ctx.db.query(
    `SELECT DISTINCT ON (c.attendance_record_id) c.attendance_record_id AS "recordId", ${certificateColumns} FROM ${certificateSource}
     WHERE c.attendance_record_id = ANY($1::uuid[]) ORDER BY c.attendance_record_id, c.issued_at DESC, c.id DESC`,
    [ids],
  );
  return orderByKey(ids, rows, (row) => row.recordId);
});

/** What is to become of a certificate. */
export const correctionOfCertificate = defineLoader<string, Correction>(async (ctx, ids) => {
  const standings = await readStandings(ctx.db.manager, ids);
  const byId = new Map(standings.map((standing) => [standing.id, correctionOf(standing)]));
  return ids.map((id) => byId.get(id) as Correction);
});
