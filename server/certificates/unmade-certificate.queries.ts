import type { Context } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import { Bindings } from "../core/lists/sql.ts";
import { ownedBy } from "../core/viewer.ts";
import type { CertificatePart } from "./unmade-certificate.entity.ts";

/** A certificate that could not be made, as people see it. */
export interface UnmadeCertificateRow {
  recordId: string;
  part: CertificatePart;
  codePoint: number | null;
  triedAt: Date;
  memberNumber: string;
  programId: string;
  programNumber: string;
  programName: string;
}

/** Those of the programs that the viewer rules or reviews, or of one of them; the oldest first. */
export function unmadeCertificates(
  ctx: Context,
  programId: string | null,
  first: number,
): Promise<UnmadeCertificateRow[]> {
  if (programId !== null && !isId(programId)) return Promise.resolve([]);
  const { bind, values } = new Bindings();
  const conditions = [
    ctx.viewer.isStaff ? "true" : ownedBy(ctx.viewer, "p.provider_id", bind),
    ...(programId === null ? [] : [`p.id = ${bind(programId)}`]),
  ];
  return ctx.db.query(
    `SELECT u.attendance_record_id AS "recordId", u.part, u.code_point AS "codePoint", u.tried_at AS "triedAt",
       m.member_number AS "memberNumber", p.id AS "programId", p.number AS "programNumber", p.name AS "programName"
     FROM unmade_certificate u JOIN attendance_record r ON r.id = u.attendance_record_id
     JOIN member m ON m.id = r.member_id JOIN program p ON p.id = r.program_id
     WHERE r.reversed_at IS NULL AND m.erased_at IS NULL AND ${conditions.join(" AND ")}
     ORDER BY u.tried_at, u.attendance_record_id LIMIT ${Math.min(Math.max(first, 1), 100)}`,
    values,
  );
}
