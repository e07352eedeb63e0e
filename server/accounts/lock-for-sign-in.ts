import type { EntityManager } from "typeorm";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { toStaySql } from "../core/locks.ts";

/**
 * Holds an account as it is while somebody signs in to it, so that a second factor which is enrolled at the same time is either asked
 * for or ends this sign-in.
 * @throws WRONG_CREDENTIALS where the account is disabled or gone
 */
export async function lockForSignIn(tx: EntityManager, accountId: string): Promise<void> {
  const [account] = await tx.query(`SELECT FROM account WHERE id = $1 AND disabled_at IS NULL ${toStaySql}`, [
    accountId,
  ]);
  if (!account) throw new DomainError(ErrorCode.WRONG_CREDENTIALS, "accounts.disabled");
}
