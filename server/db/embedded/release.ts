import pg from "pg";
import type { Embedded } from "./start.ts";

/** Stops the embedded PostgreSQL, unless another process of ours still uses it. */
export async function releaseEmbedded(embedded: Embedded): Promise<void> {
  const client = new pg.Client({ connectionString: embedded.url });
  try {
    await client.connect();
    const { rows } = await client.query(
      "SELECT count(*)::int AS others FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
    );
    if (rows[0].others > 0) return;
  } finally {
    await client.end();
  }
  await embedded.stop();
}
