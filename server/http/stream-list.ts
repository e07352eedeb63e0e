import type { Context } from "../core/context.ts";
import { type ListQuery, orderBySql, termsOfList } from "../core/lists/read-page.ts";
import { streamRows } from "../core/lists/stream-rows.ts";

export type Cell = string | number | null;

/** Rows that are in memory at once. */
const chunk = 1_000;

/** Every row of a list in its order, as the cells of these columns. */
export async function* streamList(
  ctx: Context,
  query: ListQuery<object>,
  columns: readonly string[],
): AsyncGenerator<Cell[]> {
  const where = query.where.length > 0 ? `WHERE ${query.where.join(" AND ")}` : "";
  const rows = streamRows<{ cells: Cell[] }>(
    ctx,
    `SELECT json_build_array(${columns.join(", ")}) AS cells
     FROM ${query.from} ${query.join} ${where} ORDER BY ${orderBySql(termsOfList(query))}`,
    query.bindings.values,
    chunk,
  );
  for await (const { cells } of rows) yield cells;
}
