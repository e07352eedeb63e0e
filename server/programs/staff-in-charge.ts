import type { EntityManager } from "typeorm";
import type { Recipient } from "../mail/letter.ts";
import type { Program } from "./program.entity.ts";

/**
 * Whom at the accreditor a program concerns: who took it up last, while they still review; before that every reviewer. Nobody who
 * acts for its provider: they may not decide.
 */
export async function staffInCharge(
  tx: EntityManager,
  { id, providerId }: Pick<Program, "id" | "providerId">,
): Promise<Recipient[]> {
  const staff: (Recipient & { accountId: string })[] = await tx.query(
    `SELECT a.id AS "accountId", e.address
     FROM account a JOIN email_address e ON e.account_id = a.id AND e.is_primary AND e.verified_at IS NOT NULL
     WHERE 'REVIEWER' = ANY(a.staff_roles) AND a.disabled_at IS NULL
       AND NOT EXISTS (SELECT FROM provider_account pa WHERE pa.account_id = a.id AND pa.provider_id = $1)
     ORDER BY e.address`,
    [providerId],
  );
  const [last] = await tx.query(
    `SELECT actor_account_id AS "accountId" FROM audit_entry
     WHERE subject_id = $1 AND action = 'program.start-review' ORDER BY at DESC, id DESC LIMIT 1`,
    [id],
  );
  const reviewer = staff.find(({ accountId }) => accountId === last?.accountId);
  return reviewer ? [reviewer] : staff;
}
