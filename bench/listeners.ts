import { request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import autocannon from "autocannon";
import pg from "pg";
import { hashToken } from "../server/accounts/access-token.ts";
import { mostStreams } from "../server/http/live.ts";
import { type Bench, median, startBench } from "./bench-server.ts";
import { fillPeople, fillPrograms } from "./fill-lists.ts";

const listeners = 500;
const programs = 1_000;
const rounds = Number(process.env.BENCH_ROUNDS ?? 7);
const seconds = 5;
const connections = 10;
/** So often a program changes, and a roster is further on, in milliseconds. */
const changesEveryMs = 100;

/** Of each twenty streams of one of the staff so many look at an inbox, and so many at a roster; the others each at a program of their own. */
const inboxes = 2;
const rosters = 2;

const asked = "query { programs(first: 20) { totalCount nodes { id number name status provider { id name } } } }";
const ofInbox = "subscription { inbox { totalCount nodes { id name status } } }";
const ofProgram = "subscription ($id: ID!) { program(id: $id) { id status name timeline { id at action actor } } }";
const ofRoster = "subscription ($id: ID!) { attendanceUpload(id: $id) { id status progress } }";

/**
 * Requests a second for a list with and without 500 listeners to what changes ten times a second meanwhile, in turns: goal 0.9 at least. Then one
 * listener that doesn't read: how long until it is dropped.
 */
export async function listenersBench(): Promise<void> {
  const bench = await startBench();
  const db = new pg.Client({ connectionString: bench.databaseUrl });
  await db.connect();
  try {
    await fillPeople(bench.db);
    await fillPrograms(bench.db, 1, programs);
    await db.query("ANALYZE");
    // Changes are to come as often beside as alone, however busy the disk is.
    await db.query("SET synchronous_commit = off");
    const viewers = await addStaff(db, Math.ceil(listeners / mostStreams.ofViewer));
    const programIds = await ids(db, "SELECT id FROM program WHERE number IS NOT NULL ORDER BY id LIMIT $1", [
      listeners,
    ]);
    const rosterIds = await addRosters(db, bench.providerId, viewers.length * rosters);
    let changes = 0;
    let going = true;
    const change = (async () => {
      while (going) {
        changes += 1;
        const at = Math.floor(Math.random() * programIds.length);
        await db.query("UPDATE program SET contact_name = $2 WHERE id = $1", [programIds[at], `Change ${changes}`]);
        const roster = rosterIds[changes % rosterIds.length];
        await db.query("UPDATE attendance_upload SET progress = (progress + 1) % 100 WHERE id = $1", [roster]);
        await delay(changesEveryMs);
      }
    })();
    const found: { alone: Measured; beside: Measured; told: number }[] = [];
    await load(bench, 3);
    for (let round = 0; round < rounds; round++) {
      const alone = await measure(bench);
      const crowd = await Promise.all(
        viewers.flatMap((token, i) =>
          Array.from({ length: mostStreams.ofViewer }, (_, j) => {
            if (j < inboxes) return listen(bench, token, ofInbox, null);
            if (j < inboxes + rosters)
              return listen(bench, token, ofRoster, rosterIds[i * rosters + j - inboxes] ?? null);
            return listen(
              bench,
              token,
              ofProgram,
              programIds[(i * mostStreams.ofViewer + j) % programIds.length] ?? null,
            );
          }),
        ),
      );
      await delay(1_000);
      const toldBefore = crowd.reduce((sum, { told }) => sum + told(), 0);
      const beside = await measure(bench);
      const told = (crowd.reduce((sum, { told }) => sum + told(), 0) - toldBefore) / seconds;
      for (const { close } of crowd) close();
      await delay(500);
      found.push({ alone, beside, told });
      console.log(
        `  round ${round + 1}: ${alone.rate.toFixed(0)} requests/s alone, ${beside.rate.toFixed(0)} beside ${crowd.length} listeners (${(beside.rate / alone.rate).toFixed(2)}); of the server's processor each took ${alone.ms.toFixed(2)} and ${beside.ms.toFixed(2)} ms (${(alone.ms / beside.ms).toFixed(2)}); ${told.toFixed(0)} answers told a second`,
      );
    }
    going = false;
    await change;
    const ratio = (of: (each: (typeof found)[number]) => number) => median(found.map(of)).toFixed(2);
    console.log(
      `listeners: ${listeners}, ${changes} changes; other requests, beside against alone, medians of ${rounds}: requests/s ${ratio(({ alone, beside }) => beside.rate / alone.rate)}, requests for the same time of the server's processor ${ratio(({ alone, beside }) => alone.ms / beside.ms)}`,
    );
    console.log(
      `  one that doesn't read: dropped after ${(await dropped(bench, db, programIds[0] ?? "")).toFixed(0)} s`,
    );
  } finally {
    await db.end();
    await bench.stop();
  }
}

const ids = async (db: pg.Client, query: string, values: unknown[]): Promise<string[]> =>
  (await db.query(query, values)).rows.map(({ id }) => id as string);

async function addStaff(db: pg.Client, count: number): Promise<string[]> {
  const tokens = Array.from({ length: count }, (_, i) => `bench-listener-${i}`);
  for (const token of tokens)
    await db.query(
      `WITH made AS (INSERT INTO account (staff_roles, created_at) VALUES ('{REVIEWER}', now()) RETURNING id),
         addressed AS (INSERT INTO email_address (account_id, address, is_primary, verified_at)
           SELECT id, $1 || '@bench.test', true, now() FROM made)
       INSERT INTO access_token (account_id, token_hash, created_at, expires_at) SELECT id, $2, now(), now() + interval '1 day' FROM made`,
      [token, hashToken(token)],
    );
  return tokens;
}

const addRosters = (db: pg.Client, providerId: string, count: number): Promise<string[]> =>
  ids(
    db,
    `INSERT INTO attendance_upload (provider_id, file_name, sha256, byte_size, status, preview, created_at, phase)
     SELECT $1, 'roster.csv', sha256(n::text::bytea), 1, 'CHECKING', false, now(), 'CHECKING' FROM generate_series(1, $2::int) n RETURNING id`,
    [providerId, count],
  );

interface Measured {
  /** Requests a second. */
  rate: number;
  /** Processor time of the server for each, in milliseconds: what else the machine does meanwhile does not count. */
  ms: number;
}

async function measure(bench: Bench): Promise<Measured> {
  await bench.loop();
  const rate = await load(bench, seconds);
  const { processorMs } = await bench.loop();
  return { rate, ms: processorMs / (rate * seconds) };
}

interface Listener {
  told(): number;
  close(): void;
}

function listen({ url }: Bench, token: string, query: string, id: string | null, reads = true): Promise<Listener> {
  return new Promise((resolve, reject) => {
    let told = 0;
    const sent = request(
      `${url}/graphql`,
      {
        method: "POST",
        agent: false,
        headers: { "Content-Type": "application/json", Accept: "text/event-stream", Authorization: `Bearer ${token}` },
      },
      (answer) => {
        if (answer.statusCode !== 200) return reject(new Error(`A listener was answered ${answer.statusCode}.`));
        if (reads) answer.on("data", (chunk: Buffer) => (told += chunk.toString().split("event: next").length - 1));
        answer.on("error", () => {});
        resolve({ told: () => told, close: () => sent.destroy() });
      },
    );
    sent.on("error", () => {});
    sent.end(JSON.stringify({ query, variables: { id } }));
  });
}

async function load({ url, token }: Bench, duration: number): Promise<number> {
  const result = await autocannon({
    url: `${url}/graphql`,
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: asked }),
    connections,
    duration,
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} answers were refused.`);
  return result.requests.average;
}

/** How many seconds until a listener that reads nothing of long answers is dropped: then nobody listens to the database any more. */
async function dropped(bench: Bench, db: pg.Client, id: string): Promise<number> {
  const listening = async (): Promise<boolean> =>
    (await db.query("SELECT FROM pg_stat_activity WHERE application_name = 'accrue: changes'")).rowCount !== 0;
  while (await listening()) await delay(100);
  await db.query("UPDATE program SET description = repeat(md5(id::text), 30000) WHERE id = $1", [id]);
  const query = "subscription ($id: ID!) { program(id: $id) { contactName description } }";
  await listen(bench, "bench-listener-0", query, id, false);
  const began = performance.now();
  while (!(await listening())) await delay(20);
  for (let n = 0; await listening(); n += 1) {
    await db.query("UPDATE program SET contact_name = $2 WHERE id = $1", [id, `Change ${n}`]);
    await delay(200);
    if (performance.now() - began > 120_000) throw new Error("It is still there after two minutes.");
  }
  return (performance.now() - began) / 1_000;
}
