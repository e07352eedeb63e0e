import pg from "pg";
import { median, startBench } from "./bench-server.ts";

const rounds = 3;
const seconds = 4;
const writers = 16;

const insert = `INSERT INTO audit_entry (at, actor_as, actor_name, action, subject_type, subject_id, after)
  VALUES (now(), 'STAFF', 'bench', 'bench', 'bench', uuid_v7(), '{"name": "Scoring Respiratory Events", "minutes": 90}')`;

/**
 * Transactions a second that each write one audit entry, by many writers, with the chain and without it. The chain lets one commit at a
 * time through; without it PostgreSQL writes several to disk at once.
 */
export async function audit(): Promise<void> {
  const bench = await startBench();
  try {
    const clients = await Promise.all(
      Array.from({ length: writers }, async () => {
        const client = new pg.Client({ connectionString: bench.databaseUrl });
        await client.connect();
        return client;
      }),
    );
    const rate = async (): Promise<number> => {
      const end = performance.now() + seconds * 1_000;
      let written = 0;
      await Promise.all(
        clients.map(async (client) => {
          while (performance.now() < end) {
            await client.query("BEGIN");
            await client.query(insert);
            await client.query("COMMIT");
            written++;
          }
        }),
      );
      return written / seconds;
    };
    const [chained, loose]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      chained.push(await rate());
      await bench.db.query("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append");
      loose.push(await rate());
      await bench.db.query("ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_append");
    }
    await Promise.all(clients.map((client) => client.end()));
    console.log(`audit: transactions a second with one entry each, ${writers} writers, medians of ${rounds}`);
    console.log(`  with the chain     ${median(chained).toFixed(0)}`);
    console.log(`  without the chain  ${median(loose).toFixed(0)}`);
    console.log(`  ratio              ${(median(chained) / median(loose)).toFixed(2)}`);
  } finally {
    await bench.stop();
  }
}
