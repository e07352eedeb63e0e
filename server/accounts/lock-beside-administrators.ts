import type { EntityManager } from "typeorm";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { forChangeSql } from "../core/locks.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { Account } from "./account.entity.ts";
import { AccountStatus } from "./account.status.ts";

const isAdministrator = ({ status, staffRoles }: Account): boolean =>
  status === AccountStatus.ACTIVE && staffRoles.includes(StaffRole.ADMINISTRATOR);

/**
 * Holds an account and, where it is an administrator's, every other administrator's, in the order of their IDs, so that two of them
 * don't shut each other out at once.
 * @returns the account, null where there is none, and whether it is the last administrator who can sign in
 */
export async function lockBesideAdministrators(
  tx: EntityManager,
  accountId: string,
): Promise<[account: Account | null, alone: boolean]> {
  // The second statement sees what those who held the rows before have committed.
  await tx.query(
    `SELECT FROM account WHERE id = $1 OR status = 'ACTIVE' AND 'ADMINISTRATOR' = ANY(staff_roles)
     ORDER BY id ${forChangeSql}`,
    [accountId],
  );
  const accounts: Account[] = await tx
    .createQueryBuilder(Account, "a")
    .where("a.id = :accountId OR a.status = 'ACTIVE' AND 'ADMINISTRATOR' = ANY(a.staff_roles)", { accountId })
    .getMany();
  const account = accounts.find(({ id }) => id === accountId) ?? null;
  const alone = account !== null && isAdministrator(account) && !accounts.some((other) => other !== account);
  return [account, alone];
}

export const lastAdministrator = (): DomainError =>
  new DomainError(ErrorCode.LAST_ADMINISTRATOR, "accounts.lastAdministrator");
