import { hash } from "@node-rs/argon2";
import { createAccount } from "../../server/accounts/create-account.ts";
import { type Context, inTransaction } from "../../server/core/context.ts";
import type { StaffRole } from "../../server/core/staff-roles.ts";
import { ProviderStatus } from "../../server/core/viewer.ts";
import { createMember } from "../../server/members/create-member.ts";
import { type Member, Membership } from "../../server/members/member.entity.ts";
import { createProvider } from "../../server/providers/create-provider.ts";
import type { Provider } from "../../server/providers/provider.entity.ts";

// One factory for each thing that many tests need: by the operation that makes it in the product, with what is not mentioned filled in.

/** The password of every account that is made here. */
export const password = "correct horse battery staple";

/** Cheap to make and to check: most tests sign people in, and those that are about passwords set theirs through the API. */
const passwordHash = hash(password, { memoryCost: 8, timeCost: 1 });

/** An account, which signs in with `password`. The first address is primary, all are verified. Answers with its ID. */
export async function makeAccount(
  ctx: Context,
  emailAddresses: [string, ...string[]],
  { staffRoles = [] }: { staffRoles?: readonly StaffRole[] } = {},
): Promise<string> {
  const cheap = await passwordHash;
  return inTransaction(ctx, (tx) => createAccount(tx, ctx, { emailAddresses, passwordHash: cheap, staffRoles }));
}

/** A provider, let in unless it is said otherwise, for which nobody acts yet. */
export const makeProvider = (ctx: Context, name: string, status = ProviderStatus.ACTIVE): Promise<Provider> =>
  inTransaction(ctx, (tx) => createProvider(tx, ctx, { name, address: "1 Main Street", status }));

export type MemberFacts = Partial<Pick<Member, "firstName" | "lastName" | "active" | "accountId" | "city" | "role">>;

/** A member: John Smith where nothing else is said. Numbers begin at 100100. */
export const makeMember = (ctx: Context, { city, role, ...facts }: MemberFacts = {}): Promise<Member> =>
  inTransaction(ctx, (tx) =>
    createMember(tx, ctx, {
      firstName: "John",
      lastName: "Smith",
      membership: Membership.MEMBER,
      accountId: null,
      ...facts,
      city: city ?? undefined,
      role: role ?? undefined,
    }),
  );
