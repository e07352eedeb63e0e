import type { EntityManager } from "typeorm";
import type { Context } from "../../core/context.ts";
import { isId } from "../../core/ids.ts";
import { Bindings, type Fields, selectFields } from "../../core/lists/sql.ts";
import { memberFields, memberNumberTerms } from "../../members/member.queries.ts";
import { scimFilterSql } from "./scim-filter.ts";
import type { DirectoryRow } from "./scim-user.ts";

const fields: Fields<DirectoryRow> = {
  id: "m.id",
  memberNumber: "m.member_number",
  externalId: "m.external_id",
  firstName: "m.first_name",
  lastName: "m.last_name",
  suffix: "m.suffix",
  name: memberFields.name,
  role: "m.role",
  membership: "m.membership",
  active: "m.active",
  email:
    "coalesce(m.contact_email, (SELECT e.address FROM email_address e WHERE e.account_id = m.account_id AND e.is_primary))",
  phone: "m.phone",
  city: "m.city",
  state: "m.state",
  zip: "m.zip",
  createdAt: "m.created_at",
};

/** Who was merged into another or erased is nobody that a directory knows. */
const isThere = "m.merged_into_id IS NULL AND m.erased_at IS NULL";

/** A member as the directory sees one; null where there is none. */
export async function directoryRow(tx: EntityManager, id: string): Promise<DirectoryRow | null> {
  if (!isId(id)) return null;
  const [row] = await tx.query(`SELECT ${selectFields(fields)} FROM member m WHERE m.id = $1 AND ${isThere}`, [id]);
  return row ?? null;
}

export interface DirectoryPage {
  rows: DirectoryRow[];
  total: number;
}

/**
 * Members whom a filter means, by number: only those of the page are read.
 * @param after how many are passed over
 * @throws scimError 400, invalidFilter
 */
export async function directoryPage(
  ctx: Context,
  filter: string | null,
  after: number,
  count: number,
): Promise<DirectoryPage> {
  const bindings = new Bindings();
  const where = filter === null ? isThere : `${isThere} AND ${scimFilterSql(filter, (value) => bindings.bind(value))}`;
  const [{ total }] = await ctx.db.query(`SELECT count(*)::int AS total FROM member m WHERE ${where}`, bindings.values);
  const rows =
    count === 0 || after >= total
      ? []
      : await ctx.db.query(
          `SELECT ${selectFields(fields)} FROM member m JOIN (
             SELECT m.id FROM member m WHERE ${where} ORDER BY ${memberNumberTerms.join(", ")} LIMIT ${count} OFFSET ${after}) p ON p.id = m.id
           ORDER BY ${memberNumberTerms.join(", ")}`,
          bindings.values,
        );
  return { rows, total };
}
