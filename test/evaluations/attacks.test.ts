import fc from "fast-check";
import { inTransaction } from "../../server/core/context.ts";
import { QuestionAbout, QuestionKind } from "../../server/evaluations/evaluation.entity.ts";
import { dropIntoBoxes } from "../../server/evaluations/evaluation-box.ts";
import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { readPdf } from "../certificates/pdf-reader.ts";
import { merge } from "../persons/merging.ts";
import { answersTo, asks, documents, question } from "./evaluation-world.ts";

// As a provider who wants to know what one person answered, with all that a provider can do.

let roster: RosterWorld;
beforeEach(async () => {
  roster = await startRosterWorld();
  roster.world.setClock("2009-04-09T15:00:00Z");
});
afterEach(() => roster.world.stop());

const emailOf = ([, , first, last]: readonly string[]) => `${first}.${last}@example.test`.toLowerCase();

/** Reports so many people; the first are those of the sample. */
async function attended(people: number): Promise<string[][]> {
  const { world, provider } = roster;
  const rows = sampleRows.slice(0, people);
  for (let at = rows.length; at < people; at++) {
    const name = { firstName: `Ann${"abcdefghij"[at - 5]}`, lastName: "Lee" };
    await world.member({ ...name, email: emailOf(["", "", name.firstName, name.lastName]) });
    rows.push(["A09164", `1001${String(at).padStart(2, "0")}`, name.firstName, name.lastName, "4/10/2009", "1"]);
  }
  world.setClock("2009-04-20T15:00:00Z");
  const sent = { providerId: provider.id, preview: false };
  const { data } = await world.upload(provider.token, uploadDocument, sent, csv(rows));
  expect(data.uploadAttendance.errors.nodes).toEqual([]);
  await world.runJobs();
  return rows;
}

/** Somebody answers what they are asked by now. */
async function answers(row: readonly string[], scale: number, text = ""): Promise<void> {
  const { world, programId } = roster;
  const token = await world.signIn(emailOf(row));
  const { evaluation } = await world.ok(token, documents.own, { programId });
  const given = answersTo(evaluation, scale, text).filter((each) => !("text" in each) || each.text !== "");
  await world.ok(token, documents.handIn, { programId, answers: given });
  await world.runJobs();
}

interface Result {
  question: { text: string };
  people: number;
  answers: number;
  counts: { choice: number; count: number }[];
  texts: string[];
}

const results = async (): Promise<Result[]> =>
  (await roster.world.ok(roster.provider.token, documents.ofProgram, { id: roster.programId })).program.evaluation
    .results;

/** Everything that a provider reads of it, as one text. */
async function reading(): Promise<string> {
  const { world, provider, programId } = roster;
  const file = async (ending: string) => {
    const response = await world.fetch(`/programs/${programId}/evaluation.${ending}`, { token: provider.token });
    return response.ok ? Buffer.from(await response.arrayBuffer()) : Buffer.alloc(0);
  };
  const pdf = await file("pdf");
  const pages = pdf.length > 0 ? (await readPdf(pdf)).pages : [];
  return [JSON.stringify(await results()), (await file("csv")).toString(), ...pages].join("\n");
}

const shownOf = (all: Result[], text: string) => all.find((each) => each.question.text === text);

test("a question that is put in before the fifth answers does not single the fifth out", async () => {
  const { world, provider, programId } = roster;
  await asks(world, provider.token, programId, [question("SCALE", "How was it?")]);
  const rows = await attended(10);
  for (const row of rows.slice(0, 4)) await answers(row, 3);
  // The box has four. Whoever comes next is known, and would be the only one to answer this.
  await asks(world, provider.token, programId, [
    question("SCALE", "How was it really?"),
    question("TEXT", "Whom would you let go?", { required: false }),
  ]);
  await answers(rows[4]!, 1, "Zebra4");
  expect(await results()).toEqual([]);
  expect(await reading()).not.toContain("Zebra");
  // Nor does one more, with another question exchanged again.
  for (const at of [5, 6, 7, 8]) {
    await answers(rows[at]!, 2, at < 8 ? `Zebra${at}` : "");
    expect(await reading()).not.toContain("Zebra");
  }
  await answers(rows[9]!, 5, "Zebra9");
  const counted = await results();
  expect(shownOf(counted, "How was it?")).toBeUndefined();
  expect(shownOf(counted, "How was it really?")).toMatchObject({ people: 10, answers: 6 });
  const texts = shownOf(counted, "Whom would you let go?");
  expect(texts?.texts.toSorted()).toEqual([4, 5, 6, 7, 9].map((at) => `Zebra${at}`));
});

test("what fewer than five wrote among many who answered is not shown, whoever is merged, taken back or reported again", async () => {
  const { world, provider, staff, programId } = roster;
  await asks(world, provider.token, programId, [
    question("SCALE", "How was it?"),
    question("TEXT", "What would you change?", { required: false }),
  ]);
  const rows = await attended(10);
  for (const [at, row] of rows.slice(0, 5).entries()) await answers(row, 4, at < 2 ? `Zebra${at}` : "");
  const before = await reading();
  expect(shownOf(await results(), "How was it?")).toMatchObject({ people: 5, answers: 5 });
  expect(before).not.toContain("Zebra");
  // A provider takes the report back and sends it again without one of them: no figure moves, and nobody answers twice.
  const [{ id: uploadId }] = await world.sql("SELECT id FROM attendance_upload");
  const { errors } = await world.graphql(
    provider.token,
    'mutation ($id: ID!) { undoAttendanceUpload(id: $id, reason: "Wrong file") { id } }',
    { id: uploadId },
  );
  expect(errors).toEqual([]);
  await world.runJobs();
  expect(await reading()).toBe(before);
  const sent = { providerId: provider.id, preview: false };
  await world.upload(provider.token, uploadDocument, sent, csv(rows.slice(1)));
  await world.runJobs();
  expect(await reading()).toBe(before);
  const again = await world.signIn(emailOf(rows[1]!));
  const { evaluation } = await world.ok(again, documents.own, { programId });
  await world.ok(again, documents.handIn, { programId, answers: answersTo(evaluation, 1, "Zebra again") });
  expect(await reading()).toBe(before);
  // Staff merge two of those who have answered: one person is fewer in the list, and the same is counted.
  const idOf = async (row: readonly string[]) =>
    (await world.sql("SELECT id FROM member WHERE member_number = $1", [row[1]]))[0].id;
  await merge(world, staff.token, await idOf(rows[1]!), await idOf(rows[2]!));
  await world.runJobs();
  const figures = (text: string) => text.replace(/\d+ people have answered/g, "");
  expect(figures(await reading())).toBe(figures(before));
  for (const row of rows.slice(5)) await answers(row, 2);
  expect(shownOf(await results(), "How was it?")).toMatchObject({ people: 10, answers: 10 });
  expect(await reading()).not.toContain("Zebra");
});

test("who is erased is named by nobody's answer, neither by one that is counted later", async () => {
  const { world, provider, staff, programId } = roster;
  await asks(world, provider.token, programId, [question("TEXT", "What would you change?")]);
  const rows = await attended(6);
  for (const at of [0, 1, 3, 4]) await answers(rows[at]!, 0, `Zebra${at}: sally JOHNSON was late.`);
  const [{ id }] = await world.sql("SELECT id FROM member WHERE member_number = $1", [rows[2]![1]]);
  await world.ok(staff.token, 'mutation ($id: ID!) { eraseMember(memberId: $id, reason: "Asked") }', { id });
  await world.runJobs();
  await answers(rows[5]!, 0, "Zebra5: no.");
  const [counted] = await results();
  expect(counted?.texts.toSorted()).toEqual([
    ...[0, 1, 3, 4].map((at) => `Zebra${at}: [erased] was late.`),
    "Zebra5: no.",
  ]);
});

test("however people answer, each figure begins at five answers and grows by five or more", async () => {
  const { world, programId } = roster;
  let box = 0;
  const ids: string[] = (
    await world.sql(
      `INSERT INTO evaluation_question (id, kind, about, text, choices, required)
       SELECT gen_random_uuid(), $1, $2, 'Question ' || g, '{}', false FROM generate_series(1, 4) g RETURNING id`,
      [QuestionKind.TEXT, QuestionAbout.SPEAKER],
    )
  ).map(({ id }) => id);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.subarray([0, 1, 2, 3], { minLength: 1 }), { minLength: 5, maxLength: 27 }),
      async (people) => {
        const subject = `Speaker ${++box}`;
        const shown = new Map<string, number>();
        const given = new Map<string, number>();
        for (const [at, answered] of people.entries()) {
          const slip = answered.map((which) => ({ questionId: ids[which]!, choices: [], text: `${at}` }));
          await inTransaction(world.ctx, (tx) =>
            dropIntoBoxes(tx, world.ctx, programId, [{ about: QuestionAbout.SPEAKER, subject, answers: slip }]),
          );
          for (const { questionId } of slip) given.set(questionId, (given.get(questionId) ?? 0) + 1);
          const read = (await results()).filter((each) => (each as Result & { name: string }).name === subject);
          for (const each of read) {
            const before = shown.get(each.question.text) ?? 0;
            if (each.answers !== before) expect(each.answers - before).toBeGreaterThanOrEqual(5);
            expect(each.texts).toHaveLength(each.answers);
            shown.set(each.question.text, each.answers);
          }
        }
        // Nothing is lost: what is not shown is fewer than five of a question, and the fewer than five people who wait.
        const counted = people.length - (people.length % 5);
        for (const [which, id] of ids.entries()) {
          const came = people.slice(0, counted).filter((answered) => answered.includes(which)).length;
          const [{ count }] = await world.sql(
            "SELECT coalesce(max(count), 0)::int AS count FROM evaluation_tally WHERE question_id = $1 AND subject = $2 AND choice = 0",
            [id, subject],
          );
          expect(came - count).toBeGreaterThanOrEqual(0);
          expect(came - count).toBeLessThan(5);
        }
      },
    ),
    { numRuns: 4 },
  );
});
