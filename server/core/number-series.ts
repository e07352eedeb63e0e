import type { EntityManager } from "typeorm";

/**
 * The next number of a series: distinct under concurrency, without gaps, never given twice. The series stays locked until
 * the transaction ends, so take a number late in it.
 * @param first where the series begins
 */
export async function nextInSeries(tx: EntityManager, name: string, first = 1): Promise<number> {
  const [row] = await tx.query(
    `INSERT INTO number_series AS s (name, last) VALUES ($1, $2)
     ON CONFLICT (name) DO UPDATE SET last = s.last + 1 RETURNING last`,
    [name, first],
  );
  return row.last;
}
