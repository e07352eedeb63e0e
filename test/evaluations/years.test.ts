import { writeFileSync } from "node:fs";
import { inTransaction } from "../../server/core/context.ts";
import { QuestionAbout } from "../../server/evaluations/evaluation.entity.ts";
import { dropIntoBoxes } from "../../server/evaluations/evaluation-box.ts";
import { type RosterWorld, startRosterWorld } from "../attendance/roster-world.ts";
import { readPdf } from "../certificates/pdf-reader.ts";
import { offering, programIn } from "../programs/applications.ts";
import { asks, questions } from "./evaluation-world.ts";

let roster: RosterWorld;
beforeAll(async () => {
  roster = await startRosterWorld();
  roster.world.setClock("2009-01-12T16:00:00Z");
});
afterAll(() => roster.world.stop());

const yearsOf = `query ($id: ID!) { program(id: $id) { evaluation {
  years { year question { text } programs answers counts { choice count } } } } }`;

/** A program of a year with its questions, answered by so many people, the nth of whom gives the scale what stands there. */
async function answered(of: RosterWorld["provider"], year: number, scales: readonly number[]): Promise<string> {
  const { world, staff, programId } = roster;
  const [{ id: typeId }] = await world.sql("SELECT type_id AS id FROM program WHERE id = $1", [programId]);
  const { id } = await programIn(world, { provider: of, staff }, "APPROVED", {
    typeId,
    minutes: 600,
    requestedCredits: "10.00",
    offerings: [offering({ startsOn: `${year}-04-10`, endsOn: `${year}-04-10` })],
  });
  const form = await asks(world, of.token, id, questions, false);
  const [scale, choice, text, attested] = form.questions.map((question) => question.id);
  for (const [at, given] of scales.entries()) {
    const answers = [
      { questionId: scale!, choices: [given], text: "" },
      { questionId: choice!, choices: [at % 2 === 0 ? 1 : 2], text: "" },
      { questionId: attested!, choices: [1], text: "" },
      ...(at < 4 ? [{ questionId: text!, choices: [], text: `Zebra ${year} ${at}` }] : []),
    ];
    await inTransaction(world.ctx, (tx) =>
      dropIntoBoxes(tx, world.ctx, id, [{ about: QuestionAbout.PROGRAM, subject: "", answers }]),
    );
  }
  return id;
}

test("a program's questions stand year beside year, as sums of what is shown of each program, in the console, a file and on paper", async () => {
  const { world, provider } = roster;
  const first = await answered(provider, 2009, [1, 2, 3, 4, 5]);
  // Alone there is nothing to compare.
  expect((await world.ok(provider.token, yearsOf, { id: first })).program.evaluation.years).toEqual([]);
  const second = await answered(provider, 2010, [5, 5, 5, 5, 5]);
  await answered(provider, 2010, [4, 4, 4, 4, 4, 1, 1, 1]);
  // Four have answered of this one, and somebody else's is nobody's business.
  await answered(provider, 2010, [1, 1, 1, 1]);
  const stranger = await world.provider();
  await answered(stranger, 2010, [2, 2, 2, 2, 2]);
  const scaleOf = (years: { question: { text: string } }[]) =>
    years.filter((each) => each.question.text === "How was it?");
  const { years } = (await world.ok(provider.token, yearsOf, { id: second })).program.evaluation;
  const asked = { question: { text: "How was it?" } };
  expect(scaleOf(years)).toEqual([
    { ...asked, year: 2009, programs: 1, answers: 5, counts: [1, 2, 3, 4, 5].map((choice) => ({ choice, count: 1 })) },
    // Of eight who answered of one five are counted.
    {
      ...asked,
      year: 2010,
      programs: 2,
      answers: 10,
      counts: [
        { choice: 4, count: 5 },
        { choice: 5, count: 5 },
      ],
    },
  ]);
  expect(JSON.stringify(years)).not.toContain("Zebra");
  expect(new Set(years.map((each: { question: { text: string } }) => each.question.text))).toEqual(
    new Set(["How was it?", "Why did you come?", "I was there all the time."]),
  );
  // What comes after a program is not compared with it.
  expect((await world.ok(provider.token, yearsOf, { id: first })).program.evaluation.years).toEqual([]);
  // Each figure, less any figure of a program that is in it, is a sum of figures that begin at five.
  const results = `query ($id: ID!) { program(id: $id) { evaluation { results { answers question { text } } } } }`;
  const own = (await world.ok(provider.token, results, { id: second })).program.evaluation.results;
  for (const { answers, question } of own) {
    const all = years.find(
      (each: { year: number; question: { text: string } }) =>
        each.year === 2010 && each.question.text === question.text,
    );
    expect(all.answers - answers).toBeGreaterThanOrEqual(5);
  }

  const file = async (ending: string, token = provider.token) =>
    world.fetch(`/programs/${second}/evaluation${ending}`, { token });
  expect((await file("-years.csv", stranger.token)).status).toBe(404);
  const lines = (await (await file("-years.csv")).text()).replace(/^\ufeff/, "").split("\r\n");
  expect(lines[0]).toBe("Year,Asked of,Question,Answer,Count,People");
  expect(lines.filter((line) => line.includes("How was it?") && line.startsWith("2010"))).toEqual([
    "2010,PROGRAM,How was it?,1 Poor,0,10",
    "2010,PROGRAM,How was it?,2,0,10",
    "2010,PROGRAM,How was it?,3,0,10",
    "2010,PROGRAM,How was it?,4,5,10",
    "2010,PROGRAM,How was it?,5 Excellent,5,10",
  ]);
  const pdf = Buffer.from(await (await file(".pdf")).arrayBuffer());
  if (process.env.SHOTS) writeFileSync(`${process.env.SHOTS}/summary.pdf`, pdf);
  const printed = (await readPdf(pdf)).pages.join("\n");
  for (const words of ["5 answers, 5 on average", "Year beside year", "4.5 (10 answers)", "3 (5 answers)", "60%"])
    expect(printed).toContain(words);
});
