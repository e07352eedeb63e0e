import fc from "fast-check";
import pg from "pg";
import {
  PresenceDemand,
  type PresenceMark,
  PresenceSource,
  presenceShownSql,
  sessionPresence,
} from "../../server/presence/presence.rules.ts";

let client: pg.Client;
beforeAll(async () => {
  client = new pg.Client({ connectionString: process.env.ACCRUE_TEST_SERVER });
  await client.connect();
});
afterAll(() => client.end());

const start = Date.parse("2026-03-02T15:00:00Z");
const at = (minutes: number) => new Date(start + minutes * 60_000 + 1_000);

interface Case {
  demand: PresenceDemand;
  percent: number;
  length: number;
  virtual: boolean;
  instructs: boolean;
  marks: (Omit<PresenceMark, "at"> & {
    minute: number;
    of: "MEMBER" | "ADDRESS" | "CLAIMED" | "UNVERIFIED" | "OTHER" | "WAITS" | "STRUCK";
  })[];
}

/** Told minute by minute, as somebody with a list and a watch would. */
function naive({ demand, percent, length, virtual, instructs, marks }: Case): boolean {
  if (instructs || demand === "TRUST") return true;
  if (demand === "IN_PERSON" && virtual) return true;
  const own = marks.filter(({ of }) => of === "MEMBER" || of === "ADDRESS" || of === "CLAIMED");
  if (demand !== "MINUTES") return own.length > 0;
  const seen = own.filter(({ source }) => source === "CODE" || source === "SCAN").map(({ minute }) => minute);
  let walked = 0;
  for (let each = 0; each < length; each++)
    if (seen.some((minute) => minute <= each) && seen.some((minute) => minute > each)) walked++;
  for (const { source, minutes } of own)
    if (source === "FILE" || source === "STAFF") walked = Math.max(walked, Math.min(minutes ?? length, length));
    else if (source === "SAID") walked = length;
  return walked * 100 >= percent * length;
}

const cases = fc.record({
  demand: fc.constantFrom(...Object.values(PresenceDemand)),
  percent: fc.constantFrom(1, 50, 66, 80, 99, 100),
  length: fc.integer({ min: 1, max: 90 }),
  virtual: fc.boolean(),
  instructs: fc.boolean(),
  marks: fc.array(
    fc.record({
      source: fc.constantFrom(...Object.values(PresenceSource)),
      minute: fc.integer({ min: -30, max: 120 }),
      minutes: fc.option(fc.integer({ min: 1, max: 120 }), { nil: null }),
      of: fc.constantFrom(
        "MEMBER" as const,
        "ADDRESS" as const,
        "CLAIMED" as const,
        "UNVERIFIED" as const,
        "OTHER" as const,
        "WAITS" as const,
        "STRUCK" as const,
      ),
    }),
    { maxLength: 4 },
  ),
});

/** Statements alone state minutes. */
const marksOf = ({ marks }: Case): PresenceMark[] =>
  marks
    .filter(({ of }) => of === "MEMBER" || of === "ADDRESS" || of === "CLAIMED")
    .map(({ source, minute, minutes }) => ({
      source,
      at: at(minute),
      minutes: source === "FILE" || source === "STAFF" ? minutes : null,
    }));

test("state × demand × evidence: what is shown is the same told naively, in code and in SQL", async () => {
  // One second after the minute, so that a moment at the session's very start lies after it, as the naive answer has it.
  const session = ({ length, virtual, instructs }: Case) => ({
    startsAt: at(0),
    endsAt: at(length),
    minutes: length,
    virtual,
    instructs,
  });
  const sample = fc.sample(cases, 3_000);
  const rows = sample.map((each, index) => ({
    index,
    ...each,
    percent: each.demand === "MINUTES" ? each.percent : null,
    starts: at(0),
    ends: at(each.length),
    marks: each.marks.map(({ source, minute, minutes, of }, id) => ({
      id,
      source,
      at: at(minute),
      minutes: source === "FILE" || source === "STAFF" ? minutes : null,
      session_id: 1,
      member_id: of === "MEMBER" || of === "WAITS" || of === "STRUCK" ? 7 : of === "OTHER" && id % 2 === 0 ? 8 : null,
      waits: of === "WAITS",
      struck_at: of === "STRUCK" ? at(minute) : null,
      registration_id: { MEMBER: null, ADDRESS: 1, CLAIMED: 2, UNVERIFIED: 3, OTHER: 4, WAITS: null, STRUCK: null }[of],
    })),
  }));
  const { rows: answers } = await client.query(
    `SELECT c.index, shown.shown FROM jsonb_to_recordset($1) AS c (index int, demand text, percent int, length int, virtual boolean,
       instructs boolean, starts timestamptz, ends timestamptz, marks jsonb)
     CROSS JOIN LATERAL (
       WITH s AS (SELECT 1 AS id, 5 AS program_id, c.starts AS starts_at, c.ends AS ends_at, c.length AS minutes, c.virtual),
       presence AS (SELECT * FROM jsonb_to_recordset(c.marks) AS e (id int, session_id int, member_id int, registration_id int,
         source text, at timestamptz, minutes int, waits boolean, struck_at timestamptz)),
       presence_demand AS (SELECT 5 AS program_id, c.demand, c.percent),
       registration AS (SELECT * FROM (VALUES (1, 5, NULL::int, 'own'), (2, 5, 7, 'gone'), (3, 5, NULL, 'unverified'), (4, 5, 8, 'own'))
         AS r (id, program_id, member_id, email)),
       email_address AS (SELECT * FROM (VALUES ('own', 70, now()), ('unverified', 70, NULL)) AS a (address, account_id, verified_at)),
       member AS (SELECT 7 AS id, 70 AS account_id),
       session_instructor AS (SELECT 1 AS session_id, 7 AS member_id, c.instructs AS linked, false AS given_before),
       program AS (SELECT 5 AS id, 6 AS type_id),
       offering AS (SELECT 1 AS id, 5 AS program_id, 'UTC' AS time_zone, date '2026-03-02' AS starts_on),
       instructor_rule AS (SELECT 6 AS type_id, date '2020-01-01' AS starts_on, false AS first_time_only, 2 AS multiple)
       SELECT ${presenceShownSql("7")} AS shown FROM s) shown ORDER BY c.index`,
    [JSON.stringify(rows)],
  );
  const found = sample.map((each, index) => ({
    case: each,
    naive: naive(each),
    code: sessionPresence(
      { demand: each.demand, percent: each.demand === "MINUTES" ? each.percent : null },
      session(each),
      marksOf(each),
    ).shown,
    sql: answers[index]?.shown,
  }));
  expect(found.filter(({ naive, code, sql }) => naive !== code || naive !== sql)).toEqual([]);
  // It tells something: each demand is met and missed.
  for (const demand of [PresenceDemand.IN_PERSON, PresenceDemand.ALL, PresenceDemand.MINUTES])
    expect(new Set(found.filter((each) => each.case.demand === demand).map(({ code }) => code))).toEqual(
      new Set([true, false]),
    );
});
