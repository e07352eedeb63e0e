import { type ChangeConditions, changedSince } from "../core/lists/changes.ts";
import { beginningWith, containing } from "../core/lists/conditions.ts";
import { defineList } from "../core/lists/define-list.ts";
import { defineLoader, orderByKey } from "../core/lists/loaders.ts";
import { nullable, type Term } from "../core/lists/order.ts";
import { alphabetical, type Bindings, type Fields, selectFields } from "../core/lists/sql.ts";
import type { Viewer } from "../core/viewer.ts";
import { fullNameSql } from "./full-name.ts";
import type { Member } from "./member.entity.ts";
import { nameBeginsSql } from "./name-keys.ts";

export interface MemberConditions extends ChangeConditions {
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
  | "suffix"
  | "membership"
  | "role"
  | "city"
  | "state"
  | "zip"
  | "county"
  | "phone"
  | "memberSince"
  | "memberUntil"
  | "active"
  | "erasedAt"
  | "mergedIntoId"
  | "changedAt"
> & {
  /** As certificates show it. */
  name: string;
  /** The account's primary address; of who has no account, the one that the association has; or null. Masked by the object for those who may not see it. */
  email: string | null;
};

/** SQL of each field of a MemberRow over m. */
export const memberFields: Fields<MemberRow> = {
  id: "m.id",
  memberNumber: "m.member_number",
  firstName: "m.first_name",
  lastName: "m.last_name",
  suffix: "m.suffix",
  name: fullNameSql("m"),
  membership: "m.membership",
  role: "m.role",
  city: "m.city",
  state: "m.state",
  zip: "m.zip",
  county: "m.county",
  phone: "m.phone",
  memberSince: "m.member_since",
  memberUntil: "m.member_until",
  active: "m.active",
  erasedAt: "m.erased_at",
  mergedIntoId: "m.merged_into_id",
  changedAt: "m.changed_at",
  email:
    "coalesce((SELECT e.address FROM email_address e WHERE e.account_id = m.account_id AND e.is_primary), m.contact_email)",
};

/** By family name, then by given names: case, accents and punctuation don't matter. */
export const memberNameTerms: Term[] = ["m.last_name_key", "m.first_name_key"];

/** Numbers grow in length: 99999 stands before 100100. */
export const memberNumberTerms: Term[] = ["length(m.member_number)", "m.member_number"];

/** Who had another number or name before two members were merged is found by it, as the member that is left. */
const wasKnownBy = (condition: string): string =>
  `m.id IN (SELECT coalesce(k.merged_into_id, k.id) FROM member k WHERE ${condition})`;

/** So is who had another name before it was changed. */
const wasCalled = (condition: (k: string) => string): string => `(${wasKnownBy(condition("k"))}
  OR m.id IN (SELECT coalesce(o.merged_into_id, o.id) FROM former_name f JOIN member o ON o.id = f.member_id WHERE ${condition("f")}))`;

/** A provider must know the whole address: parts of it would let anybody spell it out. */
const hasAddress = (viewer: Viewer, address: string, bind: Bindings["bind"]): string => {
  const matches = viewer.isStaff ? `LIKE ${bind(containing(address))}` : `= ${bind(address)}`;
  return `m.id IN (SELECT k.id FROM member k WHERE k.contact_email ${matches}
    UNION ALL SELECT k.id FROM email_address e JOIN member k ON k.account_id = e.account_id WHERE e.address ${matches})`;
};

/** Members that meet all conditions, by name where nothing else is asked. */
export const memberList = defineList({
  name: "Member",
  from: "member m",
  key: "m.id",
  fields: memberFields,
  where: ({ viewer }, filter: MemberConditions, bind) => {
    const address = filter.email?.trim().toLowerCase();
    return [
      // Who keeps a copy must learn who is gone.
      !filter.changedSince && "m.merged_into_id IS NULL AND m.erased_at IS NULL",
      changedSince("m.changed_at", filter, bind),
      filter.memberNumber && wasKnownBy(`k.member_number = ${bind(filter.memberNumber.trim())}`),
      filter.firstName && wasCalled((k) => nameBeginsSql("firstName", filter.firstName ?? "", k, bind)),
      filter.lastName && wasCalled((k) => nameBeginsSql("lastName", filter.lastName ?? "", k, bind)),
      address && hasAddress(viewer, address, bind),
      ...(["city", "state", "zip", "county", "role"] as const).map((column) => {
        const value = filter[column]?.trim();
        return value && `m.${column} ILIKE ${bind(beginningWith(value))}`;
      }),
    ];
  },
  countsWithPage: true,
  orders: {
    NUMBER: { description: "The member's number.", by: memberNumberTerms },
    CHANGED_AT: { description: "When the member last changed.", by: ["m.changed_at"] },
    FIRST_NAME: { description: "Given names.", by: memberNameTerms.toReversed() },
    LAST_NAME: { description: "Family name, then given names.", by: memberNameTerms },
    CITY: { description: "City.", by: [nullable(alphabetical("m.city"))] },
    STATE: { description: "State.", by: [nullable(alphabetical("m.state"))] },
    ZIP: { description: "Zip code.", by: [nullable("m.zip")] },
    COUNTY: { description: "County.", by: [nullable(alphabetical("m.county"))] },
    ROLE: { description: "Role.", by: [nullable(alphabetical("m.role"))] },
    MEMBERSHIP: {
      description: "Guests, then members; those who are not active first.",
      by: ["m.membership", "m.active"],
    },
  },
  sortedBy: ["LAST_NAME", "ASC"],
});

/** SQL of the ID of the member who has a number, or had it before two members were merged. */
export const memberIdByNumber = (number: string): string =>
  `(SELECT coalesce(merged_into_id, id) FROM member WHERE member_number = ${number})`;

/** A member by ID; by that of a merged one, the member that is left. */
export const memberById = defineLoader<string, MemberRow | null>(async (ctx, ids) => {
  const rows: (MemberRow & { askedId: string })[] = await ctx.db.query(
    `SELECT k.id AS "askedId", ${selectFields(memberFields)} FROM member k JOIN member m ON m.id = coalesce(k.merged_into_id, k.id)
     WHERE k.id = ANY($1)`,
    [ids],
  );
  return orderByKey(ids, rows, (row) => row.askedId);
});

/** Whether mail reaches a member: an account with a verified address. */
export const hasVerifiedAddress = defineLoader<string, boolean>(async (ctx, ids) => {
  const rows: { id: string }[] = await ctx.db.query(
    `SELECT m.id FROM member m WHERE m.id = ANY($1::uuid[]) AND EXISTS (
       SELECT FROM email_address e WHERE e.account_id = m.account_id AND e.verified_at IS NOT NULL)`,
    [ids],
  );
  const reached = new Set(rows.map(({ id }) => id));
  return ids.map((id) => reached.has(id));
});
