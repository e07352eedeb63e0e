import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { EntityManager } from "typeorm";
import { fold } from "../core/fold.ts";

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
       offering text,
       offering_key text,
       problems jsonb) ON COMMIT DROP`,
  );
}

/**
 * Lays out by which names the offerings of the programs that rows name are known, as `roster_offering`: a row's `offering_key` is one of them, or none.
 * The rows are staged, and their programs locked.
 */
export async function stageOfferingNames(tx: EntityManager, providerId: string): Promise<void> {
  const offerings: { id: string; names: string[] }[] = await tx.query(
    `SELECT o.id, array_remove(ARRAY[o.id::text, o.place, split_part(o.place, ',', 1), o.url, o.time_zone, o.starts_on::text], '') AS names
     FROM offering o JOIN program p ON p.id = o.program_id
     WHERE p.provider_id = $1 AND p.number IN (SELECT DISTINCT program_number FROM roster_stage WHERE offering_key IS NOT NULL)`,
    [providerId],
  );
  const keys = offerings.flatMap(({ id, names }) => names.map((name) => ({ id, key: fold(name) })));
  await tx.query(
    `CREATE TEMPORARY TABLE roster_offering ON COMMIT DROP AS
     SELECT DISTINCT id AS offering_id, key FROM jsonb_to_recordset($1::jsonb) AS x (id uuid, key text)`,
    [JSON.stringify(keys)],
  );
}

/**
 * Streams rows into the stage, with back-pressure: as many are in memory as one batch has.
 * @param batches each as `copyOf` has it
 * @param stage the temporary table
 */
export async function stageRows(
  tx: EntityManager,
  batches: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  stage = "roster_stage",
): Promise<void> {
  const client = (await tx.queryRunner?.connect()) as PoolClient;
  const copy = client.query(copyFrom(`COPY ${stage} FROM STDIN`));
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
