import type { EntityManager } from "typeorm";
import type { Recipient } from "../mail/letter.ts";
import type { Program } from "./program.entity.ts";
import { mayReviewSql } from "./review/reviewers.ts";

type Reviewer = Recipient & { accountId: string };

/** Everybody who may review the programs of a provider and can be written to. */
export const reviewersOf = (tx: EntityManager, providerId: string): Promise<Reviewer[]> =>
  tx.query(
    `SELECT a.id AS "accountId", e.address
     FROM account a JOIN email_address e ON e.account_id = a.id AND e.is_primary AND e.verified_at IS NOT NULL
     WHERE ${mayReviewSql("a", "$1::uuid")} ORDER BY e.address`,
    [providerId],
  );

/**
 * Whom at the accreditor a program concerns: whom it is assigned to; else who took it up last; while they may still review it. Else every
 * reviewer. Nobody who acts for its provider: they may not decide.
 */
export async function staffInCharge(
  tx: EntityManager,
  { id, providerId }: Pick<Program, "id" | "providerId">,
): Promise<Recipient[]> {
  const staff = await reviewersOf(tx, providerId);
  const [{ assigned, last }] = await tx.query(
    `SELECT (SELECT assignee_account_id FROM program_review WHERE program_id = $1) AS assigned,
       (SELECT actor_account_id FROM audit_entry WHERE subject_id = $1 AND action = 'program.start-review'
        ORDER BY at DESC, id DESC LIMIT 1) AS last`,
    [id],
  );
  const one = [assigned, last].flatMap((account) => staff.find(({ accountId }) => accountId === account) ?? [])[0];
  return one ? [one] : staff;
}
