import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import { nextInSeries } from "../core/number-series.ts";
import { Member, type Membership } from "./member.entity.ts";
import { nameKeys } from "./name-keys.ts";

/** The number of the first member. Source: the sample roster of seeds/002. */
const firstMemberNumber = 100_100;

export interface NewMember {
  accountId: string | null;
  firstName: string;
  lastName: string;
  membership: Membership;
  role?: string;
  city?: string;
  state?: string;
  zip?: string;
  county?: string;
  active?: boolean;
}

/** Makes a member with the next number. */
export async function createMember(tx: EntityManager, ctx: Context, member: NewMember): Promise<Member> {
  const memberNumber = String(await nextInSeries(tx, "member", firstMemberNumber));
  const created = await tx.save(
    tx.create(Member, {
      ...member,
      ...nameKeys(member.firstName, member.lastName),
      memberNumber,
      createdAt: ctx.now(),
    }),
  );
  await audit(tx, ctx, "member.create", ["member", created.id], { after: { memberNumber } });
  return created;
}
