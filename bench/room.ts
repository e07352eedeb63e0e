import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { hashToken } from "../server/accounts/access-token.ts";
import { codeOfStep, hourOf, stepOf } from "../server/presence/room-code.ts";
import { type Bench, startBench } from "./bench-server.ts";
import { fillPeople, fillPrograms } from "./fill-lists.ts";

const people = 500;
/** In how many seconds all of them scan: as a hall does, and as one that was told to now. */
const spans = [60, 5];
const asked = "conferences { id name }";
const shown = `mutation ($id: ID!, $sessionId: ID!, $code: String!, $device: String) {
  showPresence(id: $id, sessionId: $sessionId, code: $code, secondsAgo: 0, device: $device) { at waits } }`;

/** 500 people who show one room's code: how long they wait for the answer, and whether any is refused. Goal: none, and 95 of 100 under a second. */
export async function roomBench(): Promise<void> {
  const bench = await startBench();
  const db = new pg.Client({ connectionString: bench.databaseUrl });
  await db.connect();
  try {
    await fillPeople(bench.db);
    await fillPrograms(bench.db, 1, 200);
    const tokens = await addHall(db);
    await db.query("ANALYZE");
    for (const [n, span] of spans.entries()) {
      const { sessionId, codeNow } = await openRoom(bench, db, n);
      await ask(bench, tokens[0] ?? "", `query { ${asked} }`, {});
      const waits: number[] = [];
      const refused: string[] = [];
      await Promise.all(
        tokens.map(async (token) => {
          await delay(Math.random() * span * 1_000);
          const began = performance.now();
          const variables = { id: randomUUID(), sessionId, code: codeNow(), device: randomUUID() };
          const { data, errors } = await ask(bench, token, shown, variables);
          waits.push(performance.now() - began);
          if (!data?.showPresence || data.showPresence.waits) refused.push(JSON.stringify(errors ?? data));
        }),
      );
      waits.sort((a, b) => a - b);
      const at = (share: number) => (waits[Math.ceil(waits.length * share) - 1] ?? Number.NaN).toFixed(0);
      const { rows } = await db.query(
        "SELECT count(DISTINCT member_id)::int AS count FROM presence WHERE session_id = $1",
        [sessionId],
      );
      console.log(
        `${people} people in ${span} s: ${refused.length} refused, ${rows[0].count} present; median ${at(0.5)} ms, p95 ${at(0.95)} ms, slowest ${at(1)} ms`,
      );
      if (refused.length > 0) console.log(refused[0]);
    }
  } finally {
    await db.end();
    await bench.stop();
  }
}

/** People who are registered for one conference, each with a token. */
async function addHall(db: pg.Client): Promise<string[]> {
  await db.query("SET session_replication_role = replica");
  await db.query(
    `UPDATE program SET type_id = (SELECT id FROM program_type WHERE code = 'CONFERENCE'), status = 'APPROVED',
       starts_on = current_date - 1, ends_on = current_date + 1, number = 'BHALL', provider_id = (SELECT id FROM provider WHERE number = 'P0001')
     WHERE id = (SELECT min(program_id::text)::uuid FROM offering)`,
  );
  const { rows } = await db.query(
    `SELECT m.id, m.account_id AS account, e.address FROM member m JOIN email_address e ON e.account_id = m.account_id AND e.is_primary AND e.verified_at IS NOT NULL
     WHERE m.active ORDER BY m.id LIMIT $1`,
    [people],
  );
  await db.query(
    `INSERT INTO registration (program_id, email, registration_type, virtual_only, created_at)
     SELECT p.id, a, 'Full', false, now() FROM program p, unnest($1::text[]) AS a WHERE p.number = 'BHALL'`,
    [rows.map(({ address }) => address)],
  );
  const tokens = rows.map((_, at) => `bench-hall-${at}`);
  await db.query(
    `INSERT INTO access_token (account_id, token_hash, created_at, expires_at)
     SELECT a, decode(h, 'hex'), now(), now() + interval '1 day' FROM unnest($1::uuid[], $2::text[]) AS x (a, h)`,
    [rows.map(({ account }) => account), tokens.map((token) => hashToken(token).toString("hex"))],
  );
  await db.query("SET session_replication_role = origin");
  return tokens;
}

/** A session that is held now, and what its screen shows. */
async function openRoom(bench: Bench, db: pg.Client, n: number): Promise<{ sessionId: string; codeNow(): string }> {
  const { rows } = await db.query(
    `INSERT INTO session (program_id, title, starts_at, ends_at, minutes, credits, virtual, eligible)
     SELECT id, $1, now() - interval '10 minutes', now() + interval '50 minutes', 60, 1, false, true FROM program WHERE number = 'BHALL' RETURNING id`,
    [`Hall ${n}`],
  );
  const sessionId: string = rows[0].id;
  const made = await ask(bench, bench.token, "mutation ($s: ID!) { makeRoomLink(sessionId: $s) }", { s: sessionId });
  const token = new URL(String(made.data?.makeRoomLink)).hash.slice("#token=".length);
  const { data } = await ask(bench, bench.token, "query ($t: String!) { room(token: $t) { keys { hour key } } }", {
    t: token,
  });
  const keys: { hour: number; key: string }[] = data?.room.keys;
  const codeNow = () => {
    const step = stepOf(new Date());
    const key = keys.find(({ hour }) => hour === hourOf(step))?.key ?? "";
    return codeOfStep(Buffer.from(key, "base64"), step);
  };
  return { sessionId, codeNow };
}

// biome-ignore lint/suspicious/noExplicitAny: an answer of whatever was asked
async function ask({ url }: Bench, token: string, query: string, variables: object): Promise<any> {
  const answer = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return answer.json();
}
