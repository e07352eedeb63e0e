import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import { assertMove } from "../core/transitions.ts";
import { Certificate } from "./certificate.entity.ts";
import { CertificateStatus, certificateMoves } from "./certificate.status.ts";

/** A certificate whose row is locked. */
type Locked = Pick<Certificate, "id" | "status">;

/** How a certificate ends. */
type Ending =
  | { status: CertificateStatus.REVOKED; reason: string }
  | { status: CertificateStatus.SUPERSEDED; reason?: string; supersededById?: string };

/**
 * Ends a certificate, whatever the cause: the one place that does. Its bytes stay, and its code says so from then on. Who holds it is told
 * by whoever calls this.
 * @throws ILLEGAL_TRANSITION for one that has ended
 */
export async function endCertificate(
  tx: EntityManager,
  ctx: Context,
  { id, status }: Locked,
  ending: Ending,
): Promise<void> {
  assertMove(certificateMoves, "certificate", status, ending.status);
  const { reason = null } = ending;
  if (ending.status === CertificateStatus.REVOKED) {
    await tx.update(Certificate, id, { status: ending.status, revokedAt: ctx.now(), revocationReason: reason });
    await audit(tx, ctx, "certificate.revoke", ["certificate", id], {
      reason,
      before: { status },
      after: { status: ending.status },
    });
    return;
  }
  const { supersededById } = ending;
  await tx.update(Certificate, id, { status: ending.status, ...(supersededById && { supersededById }) });
  await audit(tx, ctx, "certificate.supersede", ["certificate", id], {
    reason,
    before: { status },
    after: { status: ending.status, ...(supersededById && { supersededById }) },
  });
}

/** Says which certificate took the place of one that had to end before that one could be issued. */
export const nameSuccessor = async (tx: EntityManager, id: string, supersededById: string | null): Promise<void> =>
  void (await tx.update(Certificate, id, { supersededById }));
