import type { EntityManager } from "typeorm";
import { StaffRole } from "../core/staff-roles.ts";

/** Whether an account was not asked to be staff, or whoever asked last is an administrator still. */
export async function inviterStands(tx: EntityManager, accountId: string): Promise<boolean> {
  const [invited] = await tx.query(
    `SELECT a.status = 'ACTIVE' AND $2 = ANY(a.staff_roles) AS stands
     FROM audit_entry e JOIN account a ON a.id = e.actor_account_id
     WHERE e.subject_type = 'account' AND e.subject_id = $1 AND e.action = 'account.invite-staff' ORDER BY e.id DESC LIMIT 1`,
    [accountId, StaffRole.ADMINISTRATOR],
  );
  return invited?.stands ?? true;
}
