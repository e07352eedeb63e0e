import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { EntityManager } from "typeorm";

/** Rows wait here to be checked and recorded together; the table goes with the transaction. */
export async function createRosterStage(tx: EntityManager): Promise<void> {
  await tx.query(
    `CREATE TEMPORARY TABLE roster_stage (
       line integer NOT NULL,
       program_number text,
       member_number text,
       first_name text,
       first_spellings text[],
       given_spellings text[],
       last_name text,
       last_spellings text[],
       completed_on date,
       date_given text,
       credits numeric(6,2),
       credits_given text,
       problems jsonb) ON COMMIT DROP`,
  );
}

/**
 * Streams rows into the stage, with back-pressure: as many are in memory as one batch has.
 * @param batches each as `copyOf` has it
 */
export async function stageRows(
  tx: EntityManager,
  batches: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  const client = (await tx.queryRunner?.connect()) as PoolClient;
  const copy = client.query(copyFrom("COPY roster_stage FROM STDIN"));
  try {
    for await (const batch of batches) {
      if (!copy.write(batch)) await once(copy, "drain");
    }
    copy.end();
    await finished(copy);
  } catch (error) {
    copy.destroy(error as Error);
    throw error;
  }
}
