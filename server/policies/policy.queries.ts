import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { Policy, type PolicyName } from "./policy.entity.ts";

/** SQL of what held on a day: the latest row that starts on it or before. */
export const policySql = (name: PolicyName, day: string): string =>
  `(SELECT v.value FROM policy v WHERE v.name = '${name}' AND v.starts_on <= ${day} ORDER BY v.starts_on DESC LIMIT 1)`;

/** What held on a day. @param day YYYY-MM-DD */
export async function policyOn(tx: EntityManager, name: PolicyName, day: string): Promise<number> {
  const [{ value }] = await tx.query(`SELECT ${policySql(name, "$1::date")} AS value`, [day]);
  return value;
}

/** Every row, each policy's latest first. */
export const listPolicies = (ctx: Context): Promise<Policy[]> =>
  ctx.db.manager.find(Policy, { order: { name: "ASC", startsOn: "DESC" } });

/** Sets a policy from a day to come on: what was to begin on that day or later does not. */
export async function setPolicy(tx: EntityManager, name: PolicyName, startsOn: string, value: number): Promise<void> {
  await tx.query("DELETE FROM policy WHERE name = $1 AND starts_on >= $2", [name, startsOn]);
  await tx.insert(Policy, { name, startsOn, value });
}
