import type { EntityManager } from "typeorm";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { defineLoader } from "../core/lists/loaders.ts";
import type { ProgramDocumentKind } from "./program-document.entity.ts";
import { ruledOnSql } from "./ruled-on.ts";

/** SQL of the kinds of documents that a program must have, as an array; null or empty: none. */
const requiredSql = (programId: string): string =>
  `(SELECT q.kinds FROM program dp JOIN program_type dt ON dt.id = dp.type_id JOIN document_rule q ON q.type_id = dt.id
    WHERE dp.id = ${programId} AND q.starts_on <= ${ruledOnSql("dp", "dt")}
    ORDER BY q.starts_on DESC LIMIT 1)`;

/** SQL of those among them that it has not; null: it has all. */
const missingSql = (programId: string): string =>
  `(SELECT array_agg(k.kind ORDER BY k.kind) FROM unnest(${requiredSql(programId)}) AS k (kind)
    WHERE NOT EXISTS (SELECT FROM program_document d WHERE d.program_id = ${programId} AND d.kind = k.kind))`;

/** SQL of whether a program's certificates wait for documents. */
export const lacksDocumentsSql = (programId: string): string => `(${missingSql(programId)} IS NOT NULL)`;

export interface ReportDocuments {
  /** Without which no certificates are issued. */
  required: ProgramDocumentKind[];
  missing: ProgramDocumentKind[];
}

/** What the certificates of a program wait for, or waited for. */
export async function readReportDocuments(tx: EntityManager, programId: string): Promise<ReportDocuments> {
  const [{ required, missing }] = await tx.query(
    `SELECT ${requiredSql("$1::uuid")} AS required, ${missingSql("$1::uuid")} AS missing`,
    [programId],
  );
  return { required: required ?? [], missing: missing ?? [] };
}

/**
 * Refuses a certificate that waits. The program is locked, so that no document comes or goes meanwhile.
 * @throws DOCUMENTS_MISSING
 */
export async function assertDocumentsThere(tx: EntityManager, program: { id: string; name: string }): Promise<void> {
  const { missing } = await readReportDocuments(tx, program.id);
  if (missing.length > 0)
    throw new DomainError(ErrorCode.DOCUMENTS_MISSING, "certificates.waitsForDocuments", {
      name: program.name,
      documents: missing,
    });
}

/** What they wait for, of many programs. */
export const missingDocumentsOf = defineLoader<string, ProgramDocumentKind[]>(async (ctx, programIds) => {
  const rows: { id: string; missing: ProgramDocumentKind[] | null }[] = await ctx.db.query(
    `SELECT p.id, ${missingSql("p.id")} AS missing FROM program p WHERE p.id = ANY($1::uuid[])`,
    [programIds],
  );
  const known = new Map(rows.map(({ id, missing }) => [id, missing ?? []]));
  return programIds.map((id) => known.get(id) ?? []);
});
