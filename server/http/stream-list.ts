import type { Context } from "../core/context.ts";
import { type ListQuery, orderBySql, termsOfList } from "../core/lists/read-page.ts";

type Cell = string | number | null;

/** Rows that are in memory at once. */
const chunk = 1_000;

/**
 * Every row of a list in its order, through a cursor of the database: one consistent picture however long it takes, and
 * no more than a thousand rows in memory.
 */
export async function* streamList(
  ctx: Context,
  query: ListQuery<object>,
  columns: readonly string[],
): AsyncGenerator<Cell[]> {
  const where = query.where.length > 0 ? `WHERE ${query.where.join(" AND ")}` : "";
  const runner = ctx.db.createQueryRunner();
  try {
    await runner.startTransaction("REPEATABLE READ");
    await runner.query(
      `DECLARE list NO SCROLL CURSOR FOR
       SELECT json_build_array(${columns.join(", ")}) AS cells FROM ${query.from} ${query.join} ${where} ORDER BY ${orderBySql(termsOfList(query))}`,
      query.bindings.values,
    );
    for (;;) {
      const rows: { cells: Cell[] }[] = await runner.query(`FETCH FORWARD ${chunk} FROM list`);
      for (const { cells } of rows) yield cells;
      if (rows.length < chunk) return;
    }
  } finally {
    // Nothing was written: the end of the transaction is the end of the cursor.
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    await runner.release();
  }
}
