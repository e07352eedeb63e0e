import type { EntityManager } from "typeorm";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { forChange, forChangeSql } from "../core/locks.ts";
import { Account, EmailAddress } from "./account.entity.ts";

/** Whoever changes an address changes what its member shows: members are locked before their accounts. */
export const lockHolder = (tx: EntityManager, accountId: string): Promise<unknown> =>
  tx.query(`SELECT FROM member WHERE account_id = $1 ${forChangeSql}`, [accountId]);

/**
 * All addresses of an account, held until the transaction ends: whoever changes them comes through here, one at a time.
 * @throws UNAUTHENTICATED where the account has ended meanwhile
 */
export async function lockAddresses(tx: EntityManager, accountId: string): Promise<EmailAddress[]> {
  await lockHolder(tx, accountId);
  const account = await tx.findOne(Account, { where: { id: accountId }, lock: forChange });
  if (!account || account.disabledAt) throw new DomainError(ErrorCode.UNAUTHENTICATED, "core.signInFirst");
  return tx.find(EmailAddress, { where: { accountId }, order: { verifiedAt: "ASC", id: "ASC" } });
}
