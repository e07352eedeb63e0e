import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import autocannon from "autocannon";
import { type Bench, median, startBench } from "./bench-server.ts";

const count = 1_000;
const rounds = 3;
const seconds = 6;
const connections = 10;

const query = `query { programs(first: 20) { totalCount nodes {
  id number name status startsOn endsOn submittedAt provider { id number name }
  offerings { id startsOn endsOn timeZone format place } } } }`;

/**
 * Requests a second and the 99th percentile for 20 of 1,000 programs with provider, offerings and total, beside one hand-written SQL
 * that returns the same as JSON over plain node:http. The peer neither asks who is calling nor checks anything.
 */
export async function programs(): Promise<void> {
  const bench = await startBench();
  let peer: ChildProcess | null = null;
  try {
    await addPrograms(bench);
    peer = spawn(process.execPath, ["bench/programs-peer.mjs"], {
      env: { ...process.env, DATABASE_URL: bench.databaseUrl },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [peerUrl] = await once(peer.stdout ?? process.stdin, "data");
    const ours: autocannon.Result[] = [];
    const theirs: autocannon.Result[] = [];
    await load(bench, 2);
    for (let round = 0; round < rounds; round++) {
      ours.push(await load(bench, seconds));
      theirs.push(await autocannon({ url: String(peerUrl).trim(), connections, duration: seconds }));
    }
    const rate = (results: autocannon.Result[]) => median(results.map((r) => r.requests.average));
    const p99 = (results: autocannon.Result[]) => median(results.map((r) => r.latency.p99));
    console.log(
      `programs: 20 of ${count} with provider, offerings and total, ${connections} connections, medians of ${rounds}`,
    );
    console.log(`  GraphQL       ${rate(ours).toFixed(0)} requests/s, p99 ${p99(ours)} ms`);
    console.log(`  SQL and http  ${rate(theirs).toFixed(0)} requests/s, p99 ${p99(theirs)} ms`);
    console.log(`  ratio         ${(rate(ours) / rate(theirs)).toFixed(2)}`);
  } finally {
    peer?.kill();
    await bench.stop();
  }
}

async function load({ url, token }: Bench, duration: number): Promise<autocannon.Result> {
  const result = await autocannon({
    url: `${url}/graphql`,
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
    connections,
    duration,
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} answers were refused.`);
  return result;
}

async function addPrograms({ db, providerId }: Bench): Promise<void> {
  await db.query(
    `WITH made AS (
       INSERT INTO program (number, provider_id, type_id, credit_rule_id, status, name, name_key, minutes, requested_credits,
         credits, starts_on, ends_on, submitted_at, created_at)
       SELECT 'Z' || to_char(n, 'FM00000'), $1, (SELECT id FROM program_type ORDER BY position LIMIT 1),
         (SELECT id FROM credit_rule WHERE code = 'CONTACT_HOUR_60'), 'APPROVED', 'Program ' || n, 'program' || n, 60, 1, 1,
         date '2026-01-01' + n % 300, date '2026-01-01' + n % 300, now() - n * interval '1 hour', now() - n * interval '1 hour'
       FROM generate_series(1, $2::int) n RETURNING id, starts_on)
     INSERT INTO offering (program_id, starts_on, ends_on, time_zone, format, place)
     SELECT id, starts_on + d, starts_on + d, 'America/Chicago', 'IN_PERSON', 'Chicago, IL' FROM made, generate_series(0, 1) d`,
    [providerId, count],
  );
  await db.query("ANALYZE");
}
