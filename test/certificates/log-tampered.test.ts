import type { DataSource } from "typeorm";
import { createDataSource } from "../../ormconfig.ts";
import { appendLog } from "../../server/certificates/log/append-log.ts";
import { checkLog } from "../../server/certificates/log/check-log.ts";
import { World } from "../support/world.ts";

/** In how many ways the log is changed; `LOG_WAYS=100` tries more. */
const ways = Number(process.env.LOG_WAYS ?? 20);
const events = 10_000;

let world: World;
let owner: DataSource;
beforeAll(async () => {
  world = await World.start();
  owner = createDataSource(world.database.ownerUrl, 2);
  await owner.initialize();
  // Each certificate was issued, and removed when its years were over: none is there any more.
  await world.sql(
    `WITH made AS (SELECT uuid_v7() AS id, n FROM generate_series(1, $1) n)
     INSERT INTO certificate_log_entry (certificate_id, event, number, sha256)
     SELECT id, event, 'C' || n, sha256(int4send(n)) FROM made, unnest('{issued,removed}'::text[]) WITH ORDINALITY e (event, at) ORDER BY n, e.at`,
    [events / 2],
  );
  await appendLog(world.ctx);
}, 240_000);
afterAll(async () => {
  await owner.destroy();
  await world.stop();
});

/** What the audit says where these statements were sent past every trigger; everything is then as it was. */
async function saidAfter(...statements: string[]): Promise<string[]> {
  const found: string[] = [];
  const runner = owner.createQueryRunner();
  await runner.startTransaction("REPEATABLE READ");
  try {
    await runner.query("SET LOCAL session_replication_role = replica");
    for (const statement of statements) await runner.query(statement);
    for await (const fault of checkLog(runner.manager, false)) found.push(fault);
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
  return found;
}

const at = (place: number): string => `log = 1 AND position = ${place}`;
const changes = [
  "at = at - interval '1 day'",
  "at = at + interval '1 microsecond'",
  "number = number || '1'",
  "event = CASE event WHEN 'issued' THEN 'revoked' ELSE 'issued' END",
  "sha256 = sha256('another')",
  "salt = substring(sha256('another') FOR 16)",
];

/** By the number of the way: what is done, and the places that have to be named. */
function wayOf(way: number): { does: string[]; named: number[] } {
  // Spread over the log, by a step that has nothing in common with its size.
  const place = (way * 7_919 + 13) % events;
  const other = (place + 1 + ((way * 104_729) % (events - 1))) % events;
  const kind = way % 5;
  if (kind === 0)
    return {
      does: [`UPDATE certificate_log_entry SET ${changes[Math.floor(way / 5) % changes.length]} WHERE ${at(place)}`],
      named: [place],
    };
  if (kind === 1) return { does: [`DELETE FROM certificate_log_entry WHERE ${at(place)}`], named: [place] };
  if (kind === 2)
    return {
      does: [
        `UPDATE certificate_log_entry SET position = ${events + 5} WHERE ${at(place)}`,
        `UPDATE certificate_log_entry SET position = ${place} WHERE ${at(other)}`,
        `UPDATE certificate_log_entry SET position = ${other} WHERE ${at(events + 5)}`,
      ],
      named: [place, other],
    };
  if (kind === 3)
    return {
      does: [`UPDATE certificate_log_entry SET at = at - interval '${1 + way} days' WHERE ${at(place)}`],
      named: [place],
    };
  return {
    does: [
      `UPDATE certificate_log_tile SET hashes = overlay(hashes PLACING sha256('x') FROM ${(place % 256) * 32 + 1})
       WHERE log = 1 AND level = 0 AND number = ${Math.floor(place / 256)}`,
    ],
    named: [place],
  };
}

test(`of ${events} events whichever is changed, dropped, moved or backdated, in ${ways} ways, the audit names it`, async () => {
  expect(await saidAfter()).toEqual([]);
  for (let way = 0; way < ways; way++) {
    const { does, named } = wayOf(way);
    const said = (await saidAfter(...does)).join("\n");
    for (const place of named)
      expect([does, said]).toEqual([does, expect.stringMatching(new RegExp(`at place ${place} of `))]);
  }
  expect(await saidAfter()).toEqual([]);
}, 600_000);
