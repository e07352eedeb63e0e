import { Bindings, type Connection, containing, type PageArgs, readPage } from "../core/connections.ts";
import type { Context } from "../core/context.ts";
import { fold } from "../core/fold.ts";
import { defineLoader, orderByKey } from "../core/loaders.ts";
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

const columns = `m.id, m.member_number AS "memberNumber", m.first_name AS "firstName", m.last_name AS "lastName",
  m.membership, m.role, m.city, m.state, m.zip, m.county, m.active, m.erased_at AS "erasedAt",
  (SELECT e.address FROM email_address e WHERE e.account_id = m.account_id AND e.is_primary) AS email`;

/** Members that meet all conditions, by name. */
export function listMembers(ctx: Context, filter: MemberConditions, page: PageArgs): Promise<Connection<MemberRow>> {
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
  return readPage(
    ctx.db.manager,
    {
      from: "member m",
      where,
      order: [{ sql: "m.last_name_key" }, { sql: "m.first_name_key" }],
      key: "m.id",
      select: columns,
      bindings,
    },
    page,
  );
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
