import { createHash } from "node:crypto";
import { heading, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { answersTo, asks, documents, question } from "./evaluation-world.ts";

let roster: RosterWorld;
beforeAll(async () => {
  roster = await startRosterWorld();
});
afterAll(() => roster.world.stop());

const texts = ["a", "b", "c", "d", "e", "f", "g", "h"];
/** What each of seven writes to a question: told apart by anybody who finds it. */
const written = (who: number, text: string): string => `Zebra${who}${text}`;

/** Every row of every table, of the queue of jobs too, as whoever has the database reads it: with where it lies and who wrote it. */
async function dump(): Promise<{ table: string; place: string; writer: string; row: string }[]> {
  const { world } = roster;
  const tables: { name: string }[] = await world.sql(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'graphile_worker') ORDER BY 1`,
  );
  const rows: { table: string; place: string; writer: string; row: string }[] = [];
  for (const { name } of tables)
    rows.push(
      ...(
        await world.sql(
          `SELECT '${name}' AS table, x.ctid::text AS place, x.xmin::text AS writer, to_jsonb(x)::text AS row FROM ${name} x ORDER BY x.ctid`,
        )
      ).map((each) => each as never),
    );
  return rows;
}

/** Where a text is found, as it is or in bytes. */
const holding = (rows: Awaited<ReturnType<typeof dump>>, text: string) =>
  rows.filter(({ row }) => row.includes(text) || row.includes(Buffer.from(text).toString("hex")));

test("whoever has the database, the API or two readings of it tells nobody's answer from those of four others", async () => {
  const { world, provider, programId } = roster;
  world.setClock("2009-04-09T15:00:00Z");
  await asks(world, provider.token, programId, [
    question("SCALE", "How was it?"),
    ...texts.map((text) => question("TEXT", `Question ${text}`)),
  ]);
  const rows = [...sampleRows];
  for (const [number, first] of [
    ["100105", "Ann"],
    ["100106", "Bob"],
  ] as const) {
    await world.member({ firstName: first, lastName: "Lee", email: `${first}.lee@example.test`.toLowerCase() });
    rows.push(["A09164", number, first, "Lee", "4/10/2009", "1"]);
  }
  world.setClock("2009-04-20T15:00:00Z");
  const file = [heading, ...rows].map((cells) => `${cells.join(",")}\r\n`).join("");
  await world.upload(provider.token, uploadDocument, { providerId: provider.id, preview: false }, file);
  await world.runJobs();

  const results = async () =>
    (await world.ok(provider.token, documents.ofProgram, { id: programId })).program.evaluation.results;
  const asked: unknown[] = [];
  /** The nth answers, with a key that lets the request be sent again. */
  const answer = async (who: number) => {
    const [, , first, last] = rows[who]!;
    const token = await world.signIn(`${first}.${last}@example.test`.toLowerCase());
    const { evaluation } = await world.ok(token, documents.own, { programId });
    const answers = answersTo(evaluation, (who % 5) + 1).map((each, at) =>
      at === 0 ? each : { ...each, text: written(who, texts[at - 1]!) },
    );
    const variables = { programId, answers };
    asked.push([documents.handIn, null, variables]);
    const response = await world.fetch("/graphql", {
      method: "POST",
      token,
      headers: { "Content-Type": "application/json", "Idempotency-Key": `key of ${who} ${Math.random()}` },
      body: JSON.stringify({ query: documents.handIn, variables }),
    });
    expect(((await response.json()) as { data: unknown }).data).not.toBeNull();
    await world.runJobs();
  };

  const lengths: number[] = [];
  for (const who of [0, 1, 2, 3]) {
    await answer(who);
    expect(await results()).toEqual([]);
    const [{ length }] = await world.sql("SELECT length(sealed) AS length FROM evaluation_box");
    lengths.push(length);
  }
  // Four have answered: what they wrote is nowhere, and what is sealed doesn't tell by its length who wrote how much.
  const early = await dump();
  for (const who of [0, 1, 2, 3]) expect(holding(early, `Zebra${who}`).map(({ table }) => table)).toEqual([]);
  expect(new Set(lengths).size).toBe(1);
  expect(await world.sql("SELECT FROM evaluation_tally")).toEqual([]);
  // A request that may be sent again is known by no digest that somebody could find by trying answers.
  const tried = asked.map((each) => createHash("sha256").update(JSON.stringify(each)).digest("hex"));
  for (const digest of tried) expect(holding(early, digest)).toEqual([]);

  await answer(4);
  const counted = await results();
  expect(counted[0]).toMatchObject({
    people: 5,
    answers: 5,
    counts: [1, 2, 3, 4, 5].map((choice) => ({ choice, count: 1 })),
  });
  expect(counted).toHaveLength(9);
  const late = await dump();
  const found = late.filter(({ table }) => table === "public.evaluation_text");
  expect(found).toHaveLength(40);
  for (const who of [0, 1, 2, 3, 4])
    expect(new Set(holding(late, `Zebra${who}`).map(({ table }) => table))).toEqual(
      new Set(["public.evaluation_text"]),
    );
  // One transaction wrote all of them, none of them has anything of a person in it, and no time.
  expect(new Set(found.map(({ writer }) => writer)).size).toBe(1);
  expect(
    found.every(({ row }) => Object.keys(JSON.parse(row)).sort().join() === "id,program_id,question_id,subject,text"),
  ).toBe(true);
  const people = (await world.sql("SELECT id, account_id FROM member")).flatMap(({ id, account_id }) => [
    id,
    account_id,
  ]);
  const apart = late.filter(({ table }) => /evaluation_(text|tally|box)$/.test(table));
  for (const each of people) expect(holding(apart, each)).toEqual([]);
  // Neither where a text lies, nor its ID, goes by who came when: of eight questions by chance not one in ten thousand runs has three in that order.
  const inOrder = (by: (one: (typeof found)[number]) => string) =>
    texts.filter((text) => {
      const ofQuestion = found
        .filter(({ row }) => new RegExp(`Zebra\\d${text}"`).test(row))
        .toSorted((a, b) => (by(a) < by(b) ? -1 : 1));
      return ofQuestion.map(({ row }) => /Zebra(\d)/.exec(row)?.[1]).join("") === "01234";
    }).length;
  const placeOf = ({ place }: (typeof found)[number]) => place.replace(/\d+/g, (digits) => digits.padStart(6, "0"));
  expect(inOrder(placeOf)).toBeLessThan(3);
  expect(inOrder(({ row }) => JSON.parse(row).id)).toBeLessThan(3);
  // Nor do those of one person lie together.
  const whose = found.map(({ row }) => /Zebra(\d)/.exec(row)?.[1]);
  expect(whose.filter((who, at) => at > 0 && who === whose[at - 1]).length).toBeLessThan(25);

  // Whoever reads again after the sixth, and the seventh, reads the same.
  for (const who of [5, 6]) {
    await answer(who);
    expect(await results()).toEqual(counted);
    expect(holding(await dump(), `Zebra${who}`).map(({ table }) => table)).toEqual([]);
  }
  const { program } = await world.ok(provider.token, documents.ofProgram, { id: programId });
  expect(program.evaluation).toMatchObject({ answered: 7, open: 0 });
});
