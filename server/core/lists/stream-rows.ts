import type { Context } from "../context.ts";

/**
 * Every row of a statement, through a cursor of the database: one consistent picture, and no more than a chunk of it in memory. It
 * holds a connection and a transaction until it ends: nothing that waits for a client may read from it.
 */
export async function* streamRows<Row>(
  ctx: Context,
  statement: string,
  values: unknown[],
  chunk: number,
): AsyncGenerator<Row> {
  const runner = ctx.db.createQueryRunner();
  try {
    await runner.startTransaction("REPEATABLE READ");
    await runner.query(`DECLARE rows NO SCROLL CURSOR FOR ${statement}`, values);
    for (;;) {
      const rows: Row[] = await runner.query(`FETCH FORWARD ${chunk} FROM rows`);
      yield* rows;
      if (rows.length < chunk) return;
    }
  } finally {
    // Nothing was written: the end of the transaction is the end of the cursor.
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    await runner.release();
  }
}
