import fc from "fast-check";
import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { readPdf } from "../certificates/pdf-reader.ts";
import { offering, operations, programIn, step } from "../programs/applications.ts";
import {
  answersTo,
  asks,
  documents,
  type EvaluationAnswerOf,
  linkOf,
  question,
  questions,
} from "./evaluation-world.ts";

let roster: RosterWorld;
beforeEach(async () => {
  roster = await startRosterWorld();
  roster.world.setClock("2009-04-09T15:00:00Z");
});
afterEach(() => roster.world.stop());

const emails = sampleRows.map(([, , first, last]) => `${first}.${last}@example.test`.toLowerCase());

/** Reports who attended, and runs what follows. */
async function report(on = "2009-04-20T15:00:00Z", rows = sampleRows): Promise<void> {
  const { world, provider } = roster;
  world.setClock(on);
  const { data } = await world.upload(
    provider.token,
    uploadDocument,
    { providerId: provider.id, preview: false },
    csv(rows),
  );
  if (data.uploadAttendance.errorCount > 0) throw new Error(JSON.stringify(data));
  await world.runJobs();
}

/** Who has a certificate that holds, by number. */
const certified = async (): Promise<string[]> =>
  (
    await roster.world.sql(
      "SELECT m.member_number AS number FROM certificate c JOIN member m ON m.id = c.member_id WHERE c.status = 'ISSUED' ORDER BY 1",
    )
  ).map(({ number }) => number);

const byLink = async (at: number): Promise<{ token: string; evaluation: EvaluationAnswerOf }> => {
  const token = await linkOf(roster.world, emails[at]!);
  return { token, evaluation: (await roster.world.ok(null, documents.byLink, { token })).evaluationByLink };
};

/** The nth of the roster answers by the mailed link. */
async function answers(at: number, scale = 4, text = ""): Promise<void> {
  const { token, evaluation } = await byLink(at);
  await roster.world.ok(null, documents.handInByLink, { token, answers: answersTo(evaluation, scale, text) });
  await roster.world.runJobs();
}

const ofProgram = async () =>
  (await roster.world.ok(roster.provider.token, documents.ofProgram, { id: roster.programId })).program.evaluation;

test("a roster's certificates wait, each for its holder's answers, by a mailed link or signed in", async () => {
  const { world, provider, programId } = roster;
  await asks(world, provider.token, programId);
  await report();
  expect(await certified()).toEqual([]);
  expect(await world.sql("SELECT status FROM program WHERE id = $1", [programId])).toEqual([{ status: "COMPLETED" }]);
  expect((await world.mails("EVALUATION" as never)).map(({ to }) => to).sort()).toEqual([...emails].sort());
  // Whatever asks for a certificate waits.
  await world.sql(
    "SELECT graphile_worker.add_job('certificates.issue', json_build_object('recordId', id)) FROM attendance_record",
  );
  await world.sql(
    "SELECT graphile_worker.add_job('attendance.released', json_build_object('programId', id)) FROM program",
  );
  world.setClock("2009-04-20T18:00:00Z");
  await world.sql("SELECT graphile_worker.add_job('dashboard.lookAround', payload := '{}')");
  await world.runJobs();
  expect(await certified()).toEqual([]);
  expect(await world.sql("SELECT kind FROM attention_found WHERE kind = 'CERTIFICATE_MISSING'")).toEqual([]);

  const { token, evaluation } = await byLink(0);
  expect(evaluation).toMatchObject({
    required: true,
    awaited: true,
    answeredOn: null,
    subjects: [{ about: "PROGRAM", subject: "", name: "13th Annual Sleep Disorders Conference" }],
  });
  const incomplete = { token, answers: answersTo(evaluation).slice(1) };
  expect(await world.refused(null, documents.handInByLink, incomplete)).toBe("BAD_INPUT");
  await answers(0);
  expect(await certified()).toEqual(["100100"]);
  // The same again, or something else, changes nothing: the answer may have been lost.
  const again = await world.ok(null, documents.handInByLink, { token, answers: [] });
  expect(again.handInEvaluationByLink).toEqual({ answeredOn: "2009-04-20" });

  const signedIn = await world.signIn(emails[1]!);
  const { evaluations } = await world.ok(signedIn, documents.list);
  expect(evaluations).toEqual([expect.objectContaining({ programId, awaited: true })]);
  const own = await world.ok(signedIn, documents.handIn, { programId, answers: answersTo(evaluations[0]) });
  expect(own.handInEvaluation).toEqual({ answeredOn: "2009-04-20", awaited: false });
  await world.runJobs();
  expect(await certified()).toEqual(["100100", "100101"]);
  expect((await world.ok(signedIn, documents.list)).evaluations).toEqual([]);
  // Who was not there is asked nothing.
  const stranger = await world.account();
  expect((await world.ok(stranger.token, documents.own, { programId })).evaluation).toBeNull();
  expect(await ofProgram()).toMatchObject({ required: true, answered: 2, waived: 0, open: 3, results: [] });
});

test("who has not answered is reminded twice, once each, and no more once they have", async () => {
  const { world, provider, programId } = roster;
  await asks(world, provider.token, programId);
  await report();
  const reminded = async (at: string): Promise<string[]> => {
    const before = await world.mails("EVALUATION" as never);
    world.setClock(at);
    for (const _ of [1, 2]) {
      await world.sql("SELECT graphile_worker.add_job('evaluations.remind', payload := '{}')");
      await world.runJobs();
    }
    const mails = (await world.mails("EVALUATION" as never)).slice(before.length);
    expect(new Set(mails.map(({ subject }) => subject)).size).toBeLessThanOrEqual(1);
    return mails.map(({ to }) => to).sort();
  };
  expect(await reminded("2009-04-27T14:00:00Z")).toEqual([]);
  const { token } = await byLink(1);
  await answers(0);
  const others = [...emails.slice(1)].sort();
  expect(await reminded("2009-04-27T16:00:00Z")).toEqual(others);
  // The first link works beside the one of the reminder.
  expect((await byLink(1)).token).not.toBe(token);
  expect((await world.ok(null, documents.byLink, { token })).evaluationByLink).toMatchObject({ awaited: true });
  await answers(1);
  await world.sql("UPDATE member SET active = false WHERE member_number = '100102'");
  // Days late: they are reminded of it once.
  expect(await reminded("2009-05-20T16:00:00Z")).toEqual(emails.slice(3).sort());
  expect(await reminded("2009-06-10T16:00:00Z")).toEqual([]);
});

test("answers are shown in fives; a question that stays keeps its answers when another is added", async () => {
  const { world, provider, programId } = roster;
  const form = await asks(world, provider.token, programId);
  // Nobody has answered: the first version is gone, its questions stay the same.
  const second = await asks(world, provider.token, programId, [
    ...questions,
    question("SEVERAL", "What helped?", { choices: ["Talks", "Posters"], required: false }),
  ]);
  expect(second.version).toBe(2);
  expect(second.questions.slice(0, 4)).toEqual(form.questions);
  expect(await world.sql("SELECT version FROM evaluation_form")).toEqual([{ version: 2 }]);
  await report();
  for (const at of [0, 1, 2, 3]) await answers(at, at + 1, `Text ${at}`);
  const early = "mutation ($id: ID!) { addEvaluationSummary(programId: $id) { id } }";
  expect(await world.refused(provider.token, early, { id: programId })).toBe("ILLEGAL_TRANSITION");
  expect((await ofProgram()).results).toEqual([]);
  const third = await asks(world, provider.token, programId, questions);
  expect(await world.sql("SELECT version FROM evaluation_form ORDER BY 1")).toEqual([{ version: 2 }, { version: 3 }]);
  expect(third.questions).toEqual(form.questions);
  await answers(4, 5, "Text 4");
  const { results } = await ofProgram();
  expect(
    results.map(({ question: { text }, people, answers: count }: never) => [text as string, people, count]),
  ).toEqual([
    ["How was it?", 5, 5],
    ["Why did you come?", 5, 5],
    ["What would you change?", 5, 5],
    ["I was there all the time.", 5, 5],
  ]);
  expect(results[0].counts).toEqual([1, 2, 3, 4, 5].map((choice) => ({ choice, count: 1 })));
  expect([...results[2].texts].sort()).toEqual(["Text 0", "Text 1", "Text 2", "Text 3", "Text 4"]);
  // As a table, and as the document that reports may need.
  const file = await world.fetch(`/programs/${programId}/evaluation.csv`, { token: provider.token });
  const lines = (await file.text()).replace(/^\ufeff/, "").split("\r\n");
  expect(lines.slice(0, 2)).toEqual([
    "Asked of,Which,Question,Answer,Count,People",
    "PROGRAM,13th Annual Sleep Disorders Conference,How was it?,1 Poor,1,5",
  ]);
  expect(lines.filter((line) => line.includes("What would you change?"))).toHaveLength(5);
  const stranger = await world.provider();
  for (const ending of ["csv", "pdf"])
    expect((await world.fetch(`/programs/${programId}/evaluation.${ending}`, { token: stranger.token })).status).toBe(
      404,
    );
  const summarize =
    "mutation ($id: ID!) { addEvaluationSummary(programId: $id) { documents { kind fileName mediaType } } }";
  expect(await world.refused(stranger.token, summarize, { id: programId })).toBe("NOT_FOUND");
  expect((await world.ok(provider.token, summarize, { id: programId })).addEvaluationSummary.documents).toEqual([
    { kind: "EVALUATION_SUMMARY", fileName: "A09164-evaluations.pdf", mediaType: "application/pdf" },
  ]);
  const pdf = await world.fetch(`/programs/${programId}/evaluation.pdf`, { token: provider.token });
  const { pages } = await readPdf(Buffer.from(await pdf.arrayBuffer()));
  const printed = pages.join("\n");
  for (const words of ["Summary of evaluations", "5 people have answered", "5 answers, 3 on average", "Text 3"])
    expect(printed).toContain(words);
});

test("staff waive it with a reason; a correction of an issued certificate waits for nothing; links end with their person", async () => {
  const { world, provider, staff, programId } = roster;
  await asks(world, provider.token, programId);
  await report();
  const { program } = await world.ok(staff.token, documents.waitsFor, { id: programId });
  const people: { memberNumber: string; name: string; memberId: string }[] = program.evaluation.waitsFor;
  expect(people.map(({ memberNumber }) => memberNumber).sort()).toEqual(sampleRows.map(([, number]) => number));
  const sally = people.find(({ name }) => name === "Sally Johnson");
  const waives = { programId, memberId: sally?.memberId, reason: "Broke her arm" };
  expect(await world.refused(provider.token, documents.waive, waives)).toBe("FORBIDDEN");
  expect(await world.refused(staff.token, documents.waive, { ...waives, reason: " " })).toBe("REASON_REQUIRED");
  await world.ok(staff.token, documents.waive, waives);
  await world.runJobs();
  expect(await certified()).toEqual(["100102"]);
  expect(await world.refused(staff.token, documents.waive, waives)).toBe("ILLEGAL_TRANSITION");
  // She may answer all the same.
  await answers(2);
  expect(await ofProgram()).toMatchObject({ answered: 1, waived: 0, open: 4 });

  // What she has is corrected without asking her anew, whatever is known of her answers by then.
  await world.sql("DELETE FROM evaluation_response");
  const [{ id, version }] = await world.sql("SELECT id, version FROM program WHERE id = $1", [programId]);
  await world.ok(staff.token, operations.correctCredits, { id, version, credits: "8.00", reason: "Too many" });
  await world.ok(staff.token, 'mutation ($id: ID!) { correctCertificates(programId: $id, reason: "Too many") }', {
    id,
  });
  await world.runJobs();
  expect(await world.sql("SELECT status, credits::text FROM certificate ORDER BY issued_at, number")).toEqual([
    { status: "SUPERSEDED", credits: "9.00" },
    { status: "ISSUED", credits: "8.00" },
  ]);

  const leadsNowhere = async (at: number) => {
    const { token, evaluation } = await byLink(at);
    expect([evaluation, await world.refused(null, documents.handInByLink, { token, answers: [] })]).toEqual([
      null,
      "NOT_FOUND",
    ]);
  };
  await world.sql("UPDATE member SET active = false WHERE member_number = '100100'");
  await leadsNowhere(0);
  await world.sql(
    "UPDATE account SET status = 'DISABLED', disabled_at = now() WHERE id = (SELECT account_id FROM member WHERE member_number = '100101')",
  );
  await leadsNowhere(1);
  await world.ok(staff.token, 'mutation ($id: ID!) { eraseMember(memberId: $id, reason: "Asked") }', {
    id: people.find(({ memberNumber }) => memberNumber === "100103")?.memberId,
  });
  const link = await linkOf(world, emails[3]!);
  await world.runJobs();
  expect((await world.ok(null, documents.byLink, { token: link })).evaluationByLink).toBeNull();
  world.setClock("2009-06-20T15:00:00Z");
  await leadsNowhere(4);
});

test("a type's questions hold for what ends from the day after on, and stay for what ended before", async () => {
  const { world, staff, programId } = roster;
  const [{ id: typeId }] = await world.sql("SELECT type_id AS id FROM program WHERE id = $1", [programId]);
  const saves = async (version: number, required: boolean, asked: readonly object[] = questions) =>
    (await world.ok(staff.token, documents.saveType, { typeId, version, input: { required, questions: asked } }))
      .saveTypeEvaluation.evaluationForms;
  // The program ends on 4/10/2009: what is set the day before holds for it.
  expect(await saves(0, true)).toEqual([
    expect.objectContaining({ version: 1, startsOn: "2009-04-10", required: true }),
  ]);
  world.setClock("2009-04-11T15:00:00Z");
  expect(
    await world.refused(staff.token, documents.saveType, {
      typeId,
      version: 0,
      input: { required: false, questions: [] },
    }),
  ).toBe("STALE_VERSION");
  expect((await saves(1, false, [])).map(({ version }: { version: number }) => version)).toEqual([2, 1]);
  const nothing = { typeId, version: 2, input: { required: true, questions: [] } };
  expect(await world.refused(staff.token, documents.saveType, nothing)).toBe("BAD_INPUT");
  await report();
  expect(await certified()).toEqual([]);
  expect(await ofProgram()).toMatchObject({ required: true, typeForm: { version: 1 }, form: null });
  await answers(0);
  expect(await certified()).toEqual(["100100"]);
  // Who was there was not told of it: a program that is over makes no more of it a condition than it was.
  await world.sql("DELETE FROM evaluation_form_question");
  await world.sql("DELETE FROM evaluation_form");
  await expect(asks(world, roster.provider.token, programId)).rejects.toThrow("ILLEGAL_TRANSITION");
  await asks(world, roster.provider.token, programId, questions, false);
});

/** What can happen to a program and those who attended it, in any order. */
const happens = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constantFrom("report" as const, "undo" as const, "document" as const),
      who: fc.constant(0),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constantFrom("answer" as const, "answer" as const, "waive" as const),
      who: fc.nat(4),
    }),
  },
);

test("whatever happens in whatever order, those have a certificate whom nothing is missing, and nobody else", async () => {
  const { world, provider, staff } = roster;
  const tokens: string[] = [];
  for (const email of emails) tokens.push(await world.signIn(email));
  const memberIds: string[] = (await world.sql("SELECT id FROM member ORDER BY member_number")).map(({ id }) => id);
  const [{ id: typeId }] = await world.sql("SELECT id FROM program_type WHERE code = 'EDUCATIONAL_PROGRAM'");
  const upload = `mutation ($programId: ID!, $file: Upload!) { uploadProgramDocument(programId: $programId, kind: SIGN_IN_ROSTER, file: $file) { id } }`;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("nobody", "optional", "program", "type"),
      fc.boolean(),
      fc.array(happens, { minLength: 4, maxLength: 12 }),
      async (asked, needsDocument, steps) => {
        world.setClock("2009-01-12T16:00:00Z");
        await world.sql("DELETE FROM document_rule");
        await world.sql("UPDATE evaluation_form SET required = false WHERE type_id IS NOT NULL");
        if (needsDocument)
          await world.sql(
            "INSERT INTO document_rule (type_id, starts_on, kinds) VALUES ($1, '0001-01-01', '{SIGN_IN_ROSTER}')",
            [typeId],
          );
        const { id, number } = await approvedProgram();
        if (asked === "optional" || asked === "program")
          await asks(world, provider.token, id, questions, asked === "program");
        if (asked === "type") {
          const [{ version }] = await world.sql(
            "SELECT coalesce(max(version), 0) AS version FROM evaluation_form WHERE type_id = $1",
            [typeId],
          );
          await world.ok(staff.token, documents.saveType, {
            typeId,
            version,
            input: { required: true, questions: [question("TEXT", `Why ${version}?`)] },
          });
        }
        world.setClock("2009-04-20T15:00:00Z");
        // The naive answer: what there is, and who has what.
        const is = { reported: false, document: !needsDocument };
        const settled = new Map<number, "answered" | "waived">();
        let holds = new Set<number>();
        for (const { what, who } of steps) {
          if (what === "report" && !is.reported) {
            await report(
              "2009-04-20T15:00:00Z",
              sampleRows.map(([, ...cells]) => [number, ...cells] as string[]),
            );
            is.reported = true;
          }
          if (what === "undo" && is.reported) {
            const [{ upload: uploadId }] = await world.sql(
              "SELECT id AS upload FROM attendance_upload WHERE status = 'PROCESSED' AND id IN (SELECT upload_id FROM attendance_record WHERE program_id = $1 AND reversed_at IS NULL)",
              [id],
            );
            await world.ok(
              provider.token,
              'mutation ($id: ID!) { undoAttendanceUpload(id: $id, reason: "Wrong file") { status } }',
              { id: uploadId },
            );
            is.reported = false;
            holds = new Set();
          }
          if (what === "document") {
            const { errors } = await world.upload(
              provider.token,
              upload,
              { programId: id },
              Buffer.from("%PDF-1.7"),
              "a.pdf",
            );
            if (errors.length === 0) is.document = true;
          }
          if (what === "answer") {
            const { evaluation } = await world.ok(tokens[who]!, documents.own, { programId: id });
            if (evaluation) {
              await world.ok(tokens[who]!, documents.handIn, {
                programId: id,
                answers: answersTo(evaluation, 3, "Well"),
              });
              settled.set(who, "answered");
            } else expect(is.reported && asked !== "nobody").toBe(false);
          }
          if (what === "waive") {
            const { errors } = await world.graphql(staff.token, documents.waive, {
              programId: id,
              memberId: memberIds[who],
              reason: "Ill",
            });
            expect(errors.length === 0).toBe(!settled.has(who));
            if (errors.length === 0) settled.set(who, "waived");
          }
          await world.runJobs();
          for (const each of [0, 1, 2, 3, 4])
            if (is.reported && is.document && (asked === "nobody" || asked === "optional" || settled.has(each)))
              holds.add(each);
          const found = await world.sql(
            "SELECT m.member_number AS number FROM certificate c JOIN member m ON m.id = c.member_id WHERE c.program_id = $1 AND c.status = 'ISSUED' ORDER BY 1",
            [id],
          );
          expect([what, found.map((row) => row.number)]).toEqual([
            what,
            [...holds].sort().map((each) => sampleRows[each]?.[1]),
          ]);
        }
      },
    ),
    { numRuns: 8 },
  );
});

/** Another program on the same days. */
async function approvedProgram(): Promise<{ id: string; number: string }> {
  const { world, provider, staff } = roster;
  const made = await programIn(world, { provider, staff }, "IN_REVIEW", {
    typeId: (await world.sql("SELECT id FROM program_type WHERE code = 'EDUCATIONAL_PROGRAM'"))[0].id,
    minutes: 600,
    requestedCredits: "10.00",
    offerings: [offering({ startsOn: "2009-04-10", endsOn: "2009-04-10" })],
  });
  const { id, number } = await step(world, staff.token, "approveProgram", made, { credits: "10.00", reason: null });
  return { id, number: number ?? "" };
}
