import { defineLoader, groupByKey } from "../core/lists/loaders.ts";

/** The numbers that a member had before others were merged into it, in their order. */
export const formerNumbers = defineLoader<string, string[]>(async (ctx, memberIds) => {
  const rows: { id: string; number: string }[] = await ctx.db.query(
    `SELECT merged_into_id AS id, member_number AS number FROM member WHERE merged_into_id = ANY($1::uuid[])
     ORDER BY length(member_number), member_number`,
    [memberIds],
  );
  return groupByKey(memberIds, rows, (row) => row.id).map((group) => group.map((row) => row.number));
});
