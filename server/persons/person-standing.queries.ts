import { secondFactorSince } from "../accounts/second-factor.queries.ts";
import { defineLoader, orderByKey } from "../core/lists/loaders.ts";
import type { PersonStanding } from "./person.policy.ts";

/** What decides what can be done with each member; null where there is none. */
export const standingOfMember = defineLoader<string, (PersonStanding & { secondFactorSince: Date | null }) | null>(
  async (ctx, memberIds) => {
    const rows: (PersonStanding & { id: string; secondFactorSince: Date | null })[] = await ctx.db.query(
      `SELECT m.id, m.account_id AS "accountId", ${secondFactorSince("m.account_id")} AS "secondFactorSince",
         m.merged_into_id IS NOT NULL OR m.erased_at IS NOT NULL AS ended
       FROM member m WHERE m.id = ANY($1::uuid[])`,
      [memberIds],
    );
    return orderByKey(memberIds as string[], rows, (row) => row.id);
  },
);
