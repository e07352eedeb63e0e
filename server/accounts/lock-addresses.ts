import type { EntityManager } from "typeorm";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { forChange } from "../core/locks.ts";
import { Account, EmailAddress } from "./account.entity.ts";

/**
 * All addresses of an account, held until the transaction ends: whoever changes them comes through here, one at a time.
 * @throws UNAUTHENTICATED where the account has ended meanwhile
 */
export async function lockAddresses(tx: EntityManager, accountId: string): Promise<EmailAddress[]> {
  const account = await tx.findOne(Account, { where: { id: accountId }, lock: forChange });
  if (!account || account.disabledAt) throw new DomainError(ErrorCode.UNAUTHENTICATED, "core.signInFirst");
  return tx.find(EmailAddress, { where: { accountId }, order: { verifiedAt: "ASC", id: "ASC" } });
}
