import type { DataSource, EntityManager } from "typeorm";
import type { Context } from "./context.ts";
import type { RateLimitName } from "./rate-limits.table.ts";
import { enforceLimit, leftOfLimit, tooMany } from "./rate-limits.ts";

/** Whose count it is: that of the account, and of each provider that it acts for, so that colleagues and keys share one. */
const countedFor = ({ viewer }: Context): string[] => [
  ...(viewer.accountId ? [viewer.accountId] : []),
  ...viewer.providers.keys(),
];

/**
 * Counts for a viewer who is not staff and for all its providers, or refuses.
 * @param db a transaction with which the count stands or falls
 * @throws TOO_MANY_REQUESTS
 */
export async function enforceLimitOfProviders(
  ctx: Context,
  name: RateLimitName,
  count = 1,
  db: DataSource | EntityManager = ctx.db,
): Promise<void> {
  if (ctx.viewer.isStaff) return;
  for (const who of countedFor(ctx)) await enforceLimit({ ...ctx, db }, name, who, count);
}

/**
 * Refuses, and counts nothing, where a limit has no room for even one more: a question then tells nothing by how it is refused.
 * @throws TOO_MANY_REQUESTS
 */
export async function assertRoomOfProviders(
  ctx: Context,
  name: RateLimitName,
  db: DataSource | EntityManager = ctx.db,
): Promise<void> {
  if (ctx.viewer.isStaff) return;
  for (const who of countedFor(ctx)) {
    const left = await leftOfLimit({ ...ctx, db }, name, who);
    if (!left.allowed) throw tooMany(ctx, left);
  }
}
