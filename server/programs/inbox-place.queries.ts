import type { Context } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import { orderBySql, termsOfList } from "../core/lists/read-page.ts";
import { longestWaiting, programList } from "./program.queries.ts";

/** Where a program stands among what waits for the viewer. */
export interface InboxPlace {
  /** From 1; null: it is not among them. */
  position: number | null;
  count: number;
  previousId: string | null;
  nextId: string | null;
}

/** Where a program stands in the viewer's inbox, the longest waiting first. What does not stand there has the first of it next. */
export async function inboxPlace(ctx: Context, programId: string | null): Promise<InboxPlace> {
  const list = programList.query(ctx, { inbox: true }, [longestWaiting]);
  const { bind, values } = list.bindings;
  const asked = bind(programId && isId(programId) ? programId : null);
  const [place] = await ctx.db.query(
    `WITH inbox AS (
       SELECT ${list.key} AS id, (row_number() OVER waiting)::int AS position, lag(${list.key}) OVER waiting AS previous_id,
         lead(${list.key}) OVER waiting AS next_id
       FROM ${list.from} WHERE ${list.where.join(" AND ")}
       WINDOW waiting AS (ORDER BY ${orderBySql(termsOfList(list))}))
     SELECT there.position, (SELECT count(*)::int FROM inbox) AS count, there.previous_id AS "previousId",
       CASE WHEN there.id IS NULL THEN (SELECT id FROM inbox WHERE position = 1) ELSE there.next_id END AS "nextId"
     FROM (SELECT) AS one LEFT JOIN inbox there ON there.id = ${asked}::uuid`,
    values,
  );
  return place;
}
