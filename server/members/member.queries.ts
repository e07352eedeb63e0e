import type { Context } from "../core/context.ts";
import { fold } from "../core/fold.ts";
import { defineLoader, orderByKey } from "../core/lists/loaders.ts";
import { type Ordering, orderingsOr, termsOfOrder } from "../core/lists/order.ts";
import type { Connection, PageArgs } from "../core/lists/page.ts";
import { type ListQuery, type OrderTerm, readPage } from "../core/lists/read-page.ts";
import { SortDirection } from "../core/lists/sort-direction.ts";
import { alphabetical, Bindings, containing, selectFields } from "../core/lists/sql.ts";
import type { Member } from "./member.entity.ts";

export interface MemberConditions {
  memberNumber?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  email?: string | null;
  city?: string | null;
  state?: string | null;
  zip?: string | null;
  county?: string | null;
  role?: string | null;
}

/** A member as lists and other things' fields show one. */
export type MemberRow = Pick<
  Member,
  | "id"
  | "memberNumber"
  | "firstName"
  | "lastName"
  | "membership"
  | "role"
  | "city"
  | "state"
  | "zip"
  | "county"
  | "active"
  | "erasedAt"
> & {
  /** Primary address, or null. Masked by the object for those who may not see it. */
  email: string | null;
};

/** SQL of each field of a MemberRow over m. */
export const memberFields: Record<keyof MemberRow, string> = {
  id: "m.id",
  memberNumber: "m.member_number",
  firstName: "m.first_name",
  lastName: "m.last_name",
  membership: "m.membership",
  role: "m.role",
  city: "m.city",
  state: "m.state",
  zip: "m.zip",
  county: "m.county",
  active: "m.active",
  erasedAt: "m.erased_at",
  email: "(SELECT e.address FROM email_address e WHERE e.account_id = m.account_id AND e.is_primary)",
};

const columns = selectFields(memberFields);

export enum MemberOrderField {
  NUMBER = "NUMBER",
  FIRST_NAME = "FIRST_NAME",
  LAST_NAME = "LAST_NAME",
  CITY = "CITY",
  STATE = "STATE",
  ZIP = "ZIP",
  COUNTY = "COUNTY",
  ROLE = "ROLE",
  MEMBERSHIP = "MEMBERSHIP",
}

export type MemberOrdering = Ordering<MemberOrderField>;

/** By family name, then by given names: case, accents and punctuation don't matter. */
export const memberNameTerms: OrderTerm[] = [
  { sql: "m.last_name_key", required: true },
  { sql: "m.first_name_key", required: true },
];

/** Numbers grow in length: 99999 stands before 100100. */
export const memberNumberTerms: OrderTerm[] = [
  { sql: "length(m.member_number)", required: true },
  { sql: "m.member_number", required: true },
];

const orderTerms: Record<MemberOrderField, OrderTerm[]> = {
  NUMBER: memberNumberTerms,
  FIRST_NAME: [...memberNameTerms].reverse(),
  LAST_NAME: memberNameTerms,
  CITY: [{ sql: alphabetical("m.city") }],
  STATE: [{ sql: alphabetical("m.state") }],
  ZIP: [{ sql: "m.zip" }],
  COUNTY: [{ sql: alphabetical("m.county") }],
  ROLE: [{ sql: alphabetical("m.role") }],
  MEMBERSHIP: [
    { sql: "m.membership", required: true },
    { sql: "m.active", required: true },
  ],
};

/** Members that meet all conditions, by name where nothing else is asked. */
export const listMembers = (
  ctx: Context,
  filter: MemberConditions,
  orderBy: readonly MemberOrdering[] | null,
  page: PageArgs,
): Promise<Connection<MemberRow>> => readPage(ctx.db.manager, memberList(ctx, filter, orderBy), page);

/** What listMembers reads a page of, and an export reads whole. */
export function memberList(
  ctx: Context,
  filter: MemberConditions,
  orderBy: readonly MemberOrdering[] | null,
): ListQuery {
  const bindings = new Bindings();
  const { bind } = bindings;
  const where: string[] = ["m.merged_into_id IS NULL AND m.erased_at IS NULL"];
  // Who had another number or name before two members were merged is found by it, as the member that is left.
  const known = (condition: string) =>
    where.push(`m.id IN (SELECT coalesce(k.merged_into_id, k.id) FROM member k WHERE ${condition})`);
  if (filter.memberNumber) known(`k.member_number = ${bind(filter.memberNumber.trim())}`);
  if (filter.firstName) known(`k.first_name_key LIKE ${bind(`${fold(filter.firstName)}%`)}`);
  if (filter.lastName) known(`k.last_name_key LIKE ${bind(`${fold(filter.lastName)}%`)}`);
  // A provider must know the whole address: parts of it would let anybody spell it out.
  const address = filter.email?.trim().toLowerCase();
  if (address)
    where.push(`EXISTS (SELECT 1 FROM email_address e WHERE e.account_id = m.account_id AND e.address
      ${ctx.viewer.isStaff ? `LIKE ${bind(containing(address))}` : `= ${bind(address)}`})`);
  for (const column of ["city", "state", "zip", "county", "role"] as const) {
    const value = filter[column]?.trim();
    if (value) where.push(`m.${column} ILIKE ${bind(`${containing(value).slice(1)}`)}`);
  }
  return {
    from: "member m",
    where,
    order: termsOfOrder(orderingsOr(orderBy, MemberOrderField.LAST_NAME, SortDirection.ASC), orderTerms),
    key: "m.id",
    select: columns,
    bindings,
    countsWithPage: true,
  };
}

/** SQL of the ID of the member who has a number, or had it before two members were merged. */
export const memberIdByNumber = (number: string): string =>
  `(SELECT coalesce(merged_into_id, id) FROM member WHERE member_number = ${number})`;

/** A member by ID; by that of a merged one, the member that is left. */
export const memberById = defineLoader<string, MemberRow | null>(async (ctx, ids) => {
  const rows: (MemberRow & { askedId: string })[] = await ctx.db.query(
    `SELECT k.id AS "askedId", ${columns} FROM member k JOIN member m ON m.id = coalesce(k.merged_into_id, k.id)
     WHERE k.id = ANY($1)`,
    [ids],
  );
  return orderByKey(ids, rows, (row) => row.askedId);
});
