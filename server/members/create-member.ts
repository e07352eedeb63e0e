import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import { nextInSeries } from "../core/number-series.ts";
import { readName } from "./full-name.ts";
import { Member, type Membership } from "./member.entity.ts";
import { nameKeys } from "./name-keys.ts";

/** The number of the first member. Source: the sample roster of seeds/002. */
const firstMemberNumber = 100_100;

export interface NewMember {
  accountId: string | null;
  /** Either part may be empty, not both. */
  firstName: string;
  lastName: string;
  suffix?: string | null;
  printedName?: string | null;
  membership: Membership;
  role?: string | null;
  city?: string | null;
  state?: string | null;
  zip?: string | null;
  county?: string | null;
  phone?: string | null;
  contactEmail?: string | null;
  externalId?: string | null;
  /** The association's own; left out: the next one. */
  memberNumber?: string;
  memberSince?: string | null;
  memberUntil?: string | null;
  active?: boolean;
}

/**
 * The next number that nobody has. An association's own list may have brought numbers that the series comes to later: it goes on behind
 * those that stand in its way.
 */
async function nextMemberNumber(tx: EntityManager): Promise<string> {
  const next = await nextInSeries(tx, "member", firstMemberNumber);
  const [{ free }] = await tx.query(
    `WITH RECURSIVE taken AS (
       SELECT $1::int AS number WHERE EXISTS (SELECT FROM member WHERE member_number = $1::int::text)
       UNION ALL
       SELECT number + 1 FROM taken WHERE EXISTS (SELECT FROM member WHERE member_number = (number + 1)::text))
     SELECT coalesce(max(number) + 1, $1::int) AS free FROM taken`,
    [next],
  );
  if (free !== next) await tx.query("UPDATE number_series SET last = $1 WHERE name = 'member'", [free]);
  return String(free);
}

/**
 * Makes a member, with the next number where none is given.
 * @throws BAD_INPUT where there is no name
 */
export async function createMember(tx: EntityManager, ctx: Context, member: NewMember): Promise<Member> {
  const name = readName(member);
  const memberNumber = member.memberNumber ?? (await nextMemberNumber(tx));
  const created = await tx.save(
    tx.create(Member, {
      ...member,
      ...name,
      ...nameKeys(name),
      memberNumber,
      createdAt: ctx.now(),
    }),
  );
  await audit(tx, ctx, "member.create", ["member", created.id], { after: { memberNumber } });
  return created;
}
