import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { EntityManager } from "typeorm";
import { fold } from "../core/fold.ts";
import { fullNameSql } from "../members/full-name.ts";

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
       -- What the row says of further kinds of credit: amounts by their IDs, and each with its cell. Null: nothing.
       kinds jsonb,
       kind_cells jsonb,
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
 * Finds whom rows name by a verified e-mail address, or by a licence of a kind that rosters may name people by, and puts the member number in its place. What
 * nobody has stays as it is said. What several have is in `roster_ambiguous` with whom it may mean: nothing is guessed.
 */
export async function resolveNamedIds(tx: EntityManager): Promise<void> {
  await tx.query(
    "CREATE TEMPORARY TABLE roster_ambiguous (said text PRIMARY KEY, members text[] NOT NULL) ON COMMIT DROP",
  );
  const [{ any }] = await tx.query("SELECT EXISTS (SELECT FROM roster_stage WHERE member_number ~ '[ @]') AS any");
  if (!any) return;
  const keyOf = (text: string) => `regexp_replace(${text}, '[^0-9A-Z]', '', 'g')`;
  await tx.query(
    `CREATE TEMPORARY TABLE roster_named ON COMMIT DROP AS
     WITH said AS MATERIALIZED (
       SELECT DISTINCT member_number AS said, split_part(member_number, ' ', 1) AS code,
         substr(member_number, position(' ' IN member_number) + 1) AS rest
       FROM roster_stage WHERE member_number ~ '[ @]'),
     licences AS MATERIALIZED (
       -- With the state or country before the number, or without, where that is enough.
       SELECT s.said, k.id AS kind_id, ${keyOf("s.rest")} AS key, NULL AS jurisdiction
       FROM said s JOIN licence_kind k ON k.code = s.code AND k.on_rosters WHERE s.said LIKE '% %'
       UNION ALL
       SELECT s.said, k.id, ${keyOf("substr(s.rest, position(' ' IN s.rest) + 1)")}, split_part(s.rest, ' ', 1)
       FROM said s JOIN licence_kind k ON k.code = s.code AND k.on_rosters AND k.asks_jurisdiction WHERE s.rest LIKE '% %'),
     found AS (
       SELECT s.said, m.id FROM said s JOIN email_address e ON e.address = s.said AND e.verified_at IS NOT NULL
       JOIN member m ON m.account_id = e.account_id
       UNION
       SELECT q.said, l.member_id FROM licences q JOIN licence l ON l.kind_id = q.kind_id AND l.number_key = q.key
         AND (q.jurisdiction IS NULL OR l.jurisdiction = q.jurisdiction))
     SELECT f.said, min(m.member_number) AS member_number, count(*)::int AS members,
       (array_agg(m.member_number || ', ' || ${fullNameSql("m")} ORDER BY m.member_number))[1:3] AS named
     FROM found f JOIN member m ON m.id = f.id WHERE m.erased_at IS NULL AND m.merged_into_id IS NULL GROUP BY f.said`,
  );
  await tx.query("INSERT INTO roster_ambiguous SELECT said, named FROM roster_named WHERE members > 1");
  await tx.query(
    "UPDATE roster_stage s SET member_number = n.member_number FROM roster_named n WHERE n.said = s.member_number AND n.members = 1",
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
  // The connection may break while the next batch is being read, when nobody waits for the stream: an error that nobody hears ends the server.
  let broken: unknown;
  const failed = new Promise<never>((_, reject) => {
    copy.on("error", (error) => {
      broken ??= error;
      reject(error);
    });
  });
  failed.catch(() => {});
  try {
    for await (const batch of batches) {
      if (broken) throw broken;
      if (!copy.write(batch)) await Promise.race([once(copy, "drain"), failed]);
    }
    if (broken) throw broken;
    copy.end();
    await Promise.race([finished(copy), failed]);
  } catch (error) {
    copy.destroy(error as Error);
    throw error;
  }
}
