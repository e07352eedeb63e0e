import type { EntityManager } from "typeorm";
import { Account, EmailAddress } from "./account.entity.ts";

/** All addresses of an account, held until the transaction ends: whoever changes them comes through here, one at a time. */
export async function lockAddresses(tx: EntityManager, accountId: string): Promise<EmailAddress[]> {
  await tx.findOne(Account, { where: { id: accountId }, lock: { mode: "pessimistic_write" } });
  return tx.find(EmailAddress, { where: { accountId }, order: { verifiedAt: "ASC", id: "ASC" } });
}
