import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import type { StaffRole } from "../core/staff-roles.ts";
import { Account, EmailAddress } from "./account.entity.ts";
import { hashPassword } from "./password.ts";

export interface NewAccount {
  /** The first is primary. All of them count as verified: whoever calls this vouches for them. */
  emailAddresses: [string, ...string[]];
  /** Null, or left out with the hash: nobody can sign in until a password is set. */
  password?: string | null;
  /** In place of the password, where it was hashed before. */
  passwordHash?: string;
  /** None, or left out: not staff. */
  staffRoles?: readonly StaffRole[];
}

/** Makes an account with verified addresses. Answers with its ID. */
export async function createAccount(tx: EntityManager, ctx: Context, account: NewAccount): Promise<string> {
  const inserted = await tx.insert(Account, {
    passwordHash: account.passwordHash ?? (account.password ? await hashPassword(account.password) : null),
    staffRoles: [...(account.staffRoles ?? [])],
    language: ctx.request.id === null ? await accreditorLanguage(tx) : ctx.request.language,
    createdAt: ctx.now(),
  });
  const id: string = inserted.identifiers[0]?.id;
  await tx.insert(
    EmailAddress,
    account.emailAddresses.map((address, position) => ({
      accountId: id,
      address: address.toLowerCase(),
      isPrimary: position === 0,
      verifiedAt: ctx.now(),
    })),
  );
  await audit(tx, ctx, "account.create", ["account", id], { after: { staffRoles: account.staffRoles ?? [] } });
  return id;
}

/** What is read by whoever was made without a request of their own: the command line knows no reader. It is set in a table of a later folder. */
async function accreditorLanguage(tx: EntityManager): Promise<string> {
  const [{ language }] = await tx.query("SELECT language FROM accreditor_settings");
  return language;
}
