import type { Context } from "../core/context.ts";
import { groupedCode } from "../core/crockford.ts";
import { enforceLimitByAddress } from "../core/rate-limits.ts";
import { outsideCodeKey } from "../moving/outside-code.ts";
import type { Certificate } from "./certificate.entity.ts";
import { verifyByAddress } from "./certificate.limits.ts";
import type { CertificateStatus } from "./certificate.status.ts";
import { readVerificationCode } from "./verification-code.ts";

/** What anyone who has the code may know, as it was issued: no e-mail address and no member ID. */
export type VerifiedCertificate = Pick<
  Certificate,
  | "number"
  | "recipientName"
  | "title"
  | "providerName"
  | "jointProviders"
  | "accreditorName"
  | "credits"
  | "creditUnit"
  | "completedOn"
  | "revokedAt"
> & {
  /** Of one that was issued elsewhere it may hold or be revoked, no more. */
  status: CertificateStatus;
  /** Null: the system before did not tell. */
  issuedAt: Date | null;
  /** Whether another system issued it, before the accreditor moved in. */
  issuedElsewhere: boolean;
  /** Of the one at the end of those that came after it, if that holds. */
  supersededByCode: string | null;
  /** Where its proof is, once it stands in the public log; and when it was entered there. */
  proofUrl: string | null;
  loggedAt: Date | null;
};

/** Looks a code up as people type it; null where no certificate has it. */
export async function verifyCertificate(ctx: Context, typed: string): Promise<VerifiedCertificate | null> {
  await enforceLimitByAddress(ctx, verifyByAddress);
  const code = readVerificationCode(typed);
  if (!code) return verifyOutside(ctx, typed);
  const [row]: Omit<VerifiedCertificate, "proofUrl" | "issuedElsewhere">[] = await ctx.db.query(
    `SELECT c.number, c.recipient_name AS "recipientName", c.title, c.credits, c.credit_unit AS "creditUnit",
       c.completed_on AS "completedOn", c.issued_at AS "issuedAt", c.status, c.revoked_at AS "revokedAt",
       c.provider_name AS "providerName", c.joint_providers AS "jointProviders", c.accreditor_name AS "accreditorName", (
         WITH RECURSIVE later AS (
           SELECT c.superseded_by_id AS id
           UNION SELECT n.superseded_by_id FROM later JOIN certificate n ON n.id = later.id)
         SELECT n.verification_code FROM later JOIN certificate n ON n.id = later.id WHERE n.status = 'ISSUED'
       ) AS "supersededByCode", (
         SELECT e.at FROM certificate_log_entry e
         WHERE e.certificate_id = c.id AND e.event = 'issued' AND e.position IS NOT NULL ORDER BY e.place DESC LIMIT 1
       ) AS "loggedAt"
     FROM certificate c
     WHERE c.verification_code = $1`,
    [code],
  );
  if (!row) return verifyOutside(ctx, typed);
  return {
    ...row,
    issuedElsewhere: false,
    proofUrl: row.loggedAt && `${ctx.config.publicUrl}/verify/${groupedCode(code)}/proof`,
  };
}

/** The same among those that another system issued. */
async function verifyOutside(ctx: Context, typed: string): Promise<VerifiedCertificate | null> {
  const key = outsideCodeKey(typed.slice(0, 128));
  if (!key) return null;
  const [row] = await ctx.db.query(
    `SELECT o.number, o.recipient_name AS "recipientName", o.title, o.credits, o.credit_unit AS "creditUnit", o.completed_on AS "completedOn",
       o.issued_on::timestamp AT TIME ZONE 'UTC' AS "issuedAt", o.status, o.revoked_on::timestamp AT TIME ZONE 'UTC' AS "revokedAt",
       o.provider_name AS "providerName", o.issuer AS "accreditorName"
     FROM outside_certificate o WHERE o.code_key = $1`,
    [key],
  );
  return row
    ? { ...row, jointProviders: [], issuedElsewhere: true, supersededByCode: null, proofUrl: null, loggedAt: null }
    : null;
}
