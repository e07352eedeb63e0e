import type { EntityManager } from "typeorm";
import { defineLoader, groupByKey } from "../core/lists/loaders.ts";
import type { KindAmount } from "../policies/award.ts";
import { CertificateCredit } from "./certificate-credit.entity.ts";

/** What a certificate says of a further kind of credit. */
export type CreditOfKind = KindAmount &
  Pick<CertificateCredit, "name" | "unit" | "isPart" | "approvingBody" | "approvalNumber">;

/** SQL of what records have of further kinds, added up by kind, in the order that staff set. @param records a query of their IDs */
const creditOfRecordsSql = (records: string): string =>
  `SELECT k.id AS "kindId", k.position, k.name, k.unit, sum(x.credits)::numeric(8,2)::text AS credits, k.part_of_id IS NOT NULL AS "isPart",
     k.approving_body AS "approvingBody", coalesce(p.approval_number, '') AS "approvalNumber"
   FROM attendance_credit x JOIN attendance_record r ON r.id = x.record_id JOIN credit_kind k ON k.id = x.kind_id
   LEFT JOIN program_credit_kind p ON p.program_id = r.program_id AND p.kind_id = k.id
   WHERE x.record_id IN (${records})
   GROUP BY k.id, p.approval_number ORDER BY k.position, k.id`;

/** The same of one record, as JSON. */
export const kindsOnRecordSql = (record: string): string =>
  `(SELECT coalesce(json_agg(of_kind), '[]') FROM (${creditOfRecordsSql(record)}) of_kind)`;

/** What one attendance earned of further kinds, as its certificate is to say it. */
export const creditOfRecord = (tx: EntityManager, recordId: string): Promise<CreditOfKind[]> =>
  tx.query(creditOfRecordsSql("$1"), [recordId]);

/** Keeps what a certificate says of further kinds. */
export async function insertCredits(
  tx: EntityManager,
  certificateId: string,
  credits: readonly CreditOfKind[],
): Promise<void> {
  if (credits.length > 0)
    await tx.insert(
      CertificateCredit,
      credits.map(({ kindId, name, unit, credits: amount, isPart, approvingBody, approvalNumber }, position) => ({
        certificateId,
        position,
        kindId,
        name,
        unit,
        credits: amount,
        isPart,
        approvingBody,
        approvalNumber,
      })),
    );
}

/** What a certificate says of further kinds, in its order. */
export const creditsOfCertificate = defineLoader<string, CertificateCredit[]>(async (ctx, ids) => {
  const rows = await ctx.db.manager
    .createQueryBuilder(CertificateCredit, "credit")
    .where("credit.certificate_id = ANY(:ids::uuid[])", { ids })
    .orderBy("credit.position", "ASC")
    .getMany();
  return groupByKey(ids as string[], rows, (row) => row.certificateId);
});

/** SQL of whether certificate `c` says more of a further kind than is approved by now. */
export const isKindOutdatedSql = `EXISTS (SELECT FROM certificate_credit x
  LEFT JOIN program_credit_kind a ON a.program_id = c.program_id AND a.kind_id = x.kind_id
  WHERE x.certificate_id = c.id AND x.credits > coalesce(a.credits, 0))`;
