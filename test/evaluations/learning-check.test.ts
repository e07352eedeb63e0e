import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { ConferenceWorld, documents as conferences, csvSchedule } from "../conferences/conference-world.ts";
import { mergeDocuments } from "../persons/merging.ts";
import { offering, programIn } from "../programs/applications.ts";
import { asks, linkOf } from "./evaluation-world.ts";
import {
  type CheckAttempt,
  checkInput,
  checkQuestions,
  checks,
  choicesFor,
  checkDocuments as documents,
} from "./learning-check-world.ts";

const emails = sampleRows.map(([, , first, last]) => `${first}.${last}@example.test`.toLowerCase());

describe("reported", () => {
  let roster: RosterWorld;
  beforeEach(async () => {
    roster = await startRosterWorld();
    roster.world.setClock("2009-04-09T15:00:00Z");
  });
  afterEach(() => roster.world.stop());

  async function report(): Promise<void> {
    const { world, provider } = roster;
    world.setClock("2009-04-20T15:00:00Z");
    const file = csv(sampleRows);
    const { data } = await world.upload(
      provider.token,
      uploadDocument,
      { providerId: provider.id, preview: false },
      file,
    );
    if (data.uploadAttendance.errorCount > 0) throw new Error(JSON.stringify(data));
    await world.runJobs();
  }

  const certified = async (): Promise<string[]> =>
    (
      await roster.world.sql(
        "SELECT m.member_number AS number FROM certificate c JOIN member m ON m.id = c.member_id WHERE c.status = 'ISSUED' ORDER BY 1",
      )
    ).map(({ number }) => number);

  const ofProgram = async () =>
    (await roster.world.ok(roster.provider.token, documents.ofProgram, { id: roster.programId })).program.learningCheck;

  /** Begins, and hands in with so many right answers. */
  async function tries(token: string, right: number) {
    const { world, programId } = roster;
    const { attempt } = (await world.ok(token, documents.begin, { programId })).beginLearningCheck;
    const sent = { attemptId: attempt.id, answers: choicesFor(attempt as CheckAttempt, right) };
    const { handInLearningCheck } = await world.ok(token, documents.handIn, sent);
    await world.runJobs();
    return { ...handInLearningCheck, sent };
  }

  test("certificates wait until their holders have passed; what is right is told after the last attempt and never before", async () => {
    const { world, provider, staff, programId } = roster;
    await asks(world, provider.token, programId);
    await checks(world, provider.token, programId);
    await report();
    expect(await certified()).toEqual([]);
    const mails = await world.sql("SELECT text FROM mail WHERE kind = 'EVALUATION'");
    expect(mails.map(({ text }) => /There is a learning check as well/.test(text))).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);

    // By the link, without a sign-in.
    const link = await linkOf(world, emails[0]!);
    const seen = (await world.ok(null, documents.byLink, { token: link })).learningCheckByLink;
    expect(seen).toMatchObject({
      required: true,
      awaited: true,
      attemptsLeft: 2,
      attempt: null,
      results: [],
      explained: [],
    });
    const begun = (await world.ok(null, documents.beginByLink, { token: link })).beginLearningCheckByLink;
    expect(begun.attemptsLeft).toBe(1);
    const token = await world.signIn(emails[0]!);
    // The same again is the same attempt, signed in as well.
    const same = (await world.ok(token, documents.begin, { programId })).beginLearningCheck;
    expect(same.attempt).toEqual(begun.attempt);
    expect(begun.attempt.questions.map(({ text }: { text: string }) => text)).toEqual(
      checkQuestions.map(({ text }) => text),
    );
    for (const [wrong, code] of [
      [[], "BAD_INPUT"],
      [choicesFor(begun.attempt, 3).slice(1), "BAD_INPUT"],
      [choicesFor(begun.attempt, 3).map((each, at) => (at === 0 ? { ...each, choices: [2, 3] } : each)), "BAD_INPUT"],
      [choicesFor(begun.attempt, 3).map((each, at) => (at === 0 ? { ...each, choices: [4] } : each)), "BAD_INPUT"],
      [[...choicesFor(begun.attempt, 3), choicesFor(begun.attempt, 3)[0]], "BAD_INPUT"],
    ] as const)
      expect(await world.refused(token, documents.handIn, { attemptId: begun.attempt.id, answers: wrong })).toBe(code);
    const other = await world.signIn(emails[1]!);
    const foreign = { attemptId: begun.attempt.id, answers: choicesFor(begun.attempt, 3) };
    expect(await world.refused(other, documents.handIn, foreign)).toBe("NOT_FOUND");
    expect(
      await world.refused(null, documents.handInByLink, { ...foreign, token: await linkOf(world, emails[1]!) }),
    ).toBe("NOT_FOUND");
    const failed = { attemptId: begun.attempt.id, answers: choicesFor(begun.attempt, 1) };
    const first = await world.ok(token, documents.handIn, failed);
    expect(first.handInLearningCheck).toMatchObject({
      passedAt: null,
      attemptsLeft: 1,
      attempt: null,
      results: [{ right: 1, questions: 3, percent: 33, passed: false }],
      explained: [],
    });
    // Nothing that this person can read says what is right: not the sentences, not which of theirs were.
    const fields = `{ __type(name: "AskedLearningQuestion") { fields { name } } }`;
    expect((await world.ok(token, fields)).__type.fields.map(({ name }: { name: string }) => name)).toEqual([
      "id",
      "kind",
      "text",
      "choices",
    ]);
    for (const read of [
      first,
      await world.ok(token, documents.own, { programId }),
      await world.ok(token, documents.list),
    ])
      expect(JSON.stringify(read)).not.toMatch(/Zebra|rightChoices":\[/);
    expect((await world.ok(token, documents.ofProgram, { id: programId })).program).toBeNull();
    // What is sent again, even with other answers, is the attempt that it was.
    const again = { ...failed, answers: choicesFor(begun.attempt, 3) };
    expect((await world.ok(token, documents.handIn, again)).handInLearningCheck).toEqual(first.handInLearningCheck);

    const last = await tries(token, 1);
    expect(last).toMatchObject({ passedAt: null, attemptsLeft: 0 });
    expect(last.explained).toEqual([
      { text: "How many lobes?", chosen: [3], rightChoices: [3], explanation: "Zebra: 3 + 2.", isRight: true },
      { text: "Which are signs?", chosen: [1], rightChoices: [2, 3], explanation: "", isRight: false },
      { text: "Who calls?", chosen: [1], rightChoices: [2], explanation: "You do.", isRight: false },
    ]);
    expect(await world.refused(token, documents.begin, { programId })).toBe("ILLEGAL_TRANSITION");

    // Another one is granted, with a reason, to whom none is left.
    const { takers } = await ofProgram();
    const idOf = (number: string) => takers.find(({ memberNumber }: never) => memberNumber === number).memberId;
    const grants = { programId, memberId: idOf("100100"), reason: "The connection broke" };
    expect(await world.refused(provider.token, documents.grant, { ...grants, reason: " " })).toBe("REASON_REQUIRED");
    expect(await world.refused(token, documents.grant, grants)).toBe("FORBIDDEN");
    expect(await world.refused(provider.token, documents.grant, { ...grants, memberId: idOf("100101") })).toBe(
      "ILLEGAL_TRANSITION",
    );
    expect(
      await world.refused(provider.token, documents.grant, { ...grants, memberId: (await world.member({})).id }),
    ).toBe("NOT_FOUND");
    await world.ok(provider.token, documents.grant, grants);
    expect(await world.refused(staff.token, documents.grant, grants)).toBe("ILLEGAL_TRANSITION");
    expect((await world.ok(token, documents.own, { programId })).learningCheck).toMatchObject({
      attemptsLeft: 1,
      explained: [],
    });
    const passed = await tries(token, 2);
    expect(passed).toMatchObject({ attemptsLeft: 0, awaited: false, results: [{ percent: 66, passed: true }, {}, {}] });
    expect(passed.explained).toHaveLength(3);
    expect(await world.refused(token, documents.begin, { programId })).toBe("ILLEGAL_TRANSITION");
    // The evaluation is still missing.
    expect(await certified()).toEqual([]);
    await world.ok(
      staff.token,
      `mutation ($programId: ID!, $memberId: ID!) {
      waiveEvaluation(programId: $programId, memberId: $memberId, reason: "Ill") { id } }`,
      grants,
    );
    await world.runJobs();
    expect(await certified()).toEqual(["100100"]);
    expect(await ofProgram()).toMatchObject({
      passed: 1,
      open: 4,
      statistics: [
        { answers: 3, right: 3, counts: [{ choice: 3, count: 3 }], question: { text: "How many lobes?" } },
        {
          answers: 3,
          right: 1,
          counts: [
            { choice: 1, count: 2 },
            { choice: 2, count: 1 },
            { choice: 3, count: 1 },
          ],
        },
        { answers: 3, right: 0, counts: [{ choice: 1, count: 3 }] },
      ],
    });
  });

  test("who began is asked and scored by what held then; two at once begin one attempt, and no request gets another", async () => {
    const { world, provider, programId } = roster;
    await checks(world, provider.token, programId);
    await report();
    expect(
      (await world.sql("SELECT text FROM mail WHERE kind = 'EVALUATION'")).every(
        ({ text }) => /as soon as you have passed its learning check/.test(text) && !/kept apart/.test(text),
      ),
    ).toBe(true);
    const token = await world.signIn(emails[0]!);
    const begins = await Promise.all([1, 2, 3, 4].map(() => world.ok(token, documents.begin, { programId })));
    expect(new Set(begins.map(({ beginLearningCheck }) => beginLearningCheck.attempt.id)).size).toBe(1);
    const { attempt } = begins[0].beginLearningCheck as { attempt: CheckAttempt };
    // Another version, by which everything would be wrong, and of which all must be right.
    const turned = checkQuestions.map((question) => ({ ...question, rightChoices: [1] }));
    await checks(world, provider.token, programId, checkInput({ questions: turned, passPercent: 100 }));
    expect(await world.sql("SELECT version FROM learning_check ORDER BY 1")).toEqual([{ version: 1 }, { version: 2 }]);
    const sent = { attemptId: attempt.id, answers: choicesFor(attempt, 2) };
    const results = await Promise.all([1, 2, 3].map(() => world.ok(token, documents.handIn, sent)));
    for (const { handInLearningCheck } of results)
      expect(handInLearningCheck).toMatchObject({ results: [{ right: 2, passed: true }] });
    await world.runJobs();
    expect(await certified()).toEqual(["100100"]);
    const later = await world.signIn(emails[1]!);
    expect(await tries(later, 3)).toMatchObject({ passPercent: 100, results: [{ right: 0, passed: false }] });
    // What all of one's last attempts at once begin is one.
    await Promise.all([1, 2, 3].map(() => world.graphql(later, documents.begin, { programId })));
    expect(await world.sql("SELECT count(*)::int AS count FROM learning_attempt")).toEqual([{ count: 3 }]);
    // A program that is over makes no condition of it that was none.
    const [{ id: typeId }] = await world.sql("SELECT type_id AS id FROM program WHERE id = $1", [programId]);
    expect(typeId).toBeTruthy();
    await checks(world, provider.token, programId, checkInput({ required: false }));
    await expect(checks(world, provider.token, programId)).rejects.toThrow("ILLEGAL_TRANSITION");
  });

  test("who has no attempt left is not reminded, until one is granted", async () => {
    const { world, provider, programId } = roster;
    await checks(world, provider.token, programId, checkInput({ attempts: 1 }));
    await report();
    const token = await world.signIn(emails[0]!);
    expect(await tries(token, 0)).toMatchObject({ attemptsLeft: 0, passedAt: null });
    // One whose attempt is under way can still hand it in.
    await world.ok(await world.signIn(emails[1]!), documents.begin, { programId });
    const reminded = async (at: string): Promise<string[]> => {
      const before = (await world.mails("EVALUATION" as never)).length;
      world.setClock(at);
      await world.sql("SELECT graphile_worker.add_job('evaluations.remind', payload := '{}')");
      await world.runJobs();
      return (await world.mails("EVALUATION" as never))
        .slice(before)
        .map(({ to }) => to)
        .sort();
    };
    expect(await reminded("2009-04-28T16:00:00Z")).toEqual(emails.slice(1).sort());
    const [{ id: memberId }] = await world.sql("SELECT id FROM member WHERE member_number = '100100'");
    await world.ok(provider.token, documents.grant, { programId, memberId, reason: "The line broke" });
    expect(await reminded("2009-04-29T16:00:00Z")).toEqual([emails[0]]);
  });

  test("two who are one have the certificate that waited for the one, since the other has passed", async () => {
    const { world, provider, staff, programId } = roster;
    await checks(world, provider.token, programId);
    await report();
    await tries(await world.signIn(emails[0]!), 3);
    const twin = await world.member({ firstName: "Sally", lastName: "Twin" });
    await world.sql(
      `INSERT INTO learning_attempt (member_id, program_id, check_id, pass_percent, begun_at, finished_at, right_count, question_count, passed)
       SELECT $1, program_id, check_id, pass_percent, begun_at, finished_at, right_count, question_count, passed FROM learning_attempt`,
      [twin.id],
    );
    const [kept] = await world.sql(
      "SELECT m.id, m.member_number AS number FROM member m JOIN attendance_record r ON r.member_id = m.id WHERE NOT EXISTS (SELECT FROM certificate c WHERE c.member_id = m.id) ORDER BY 2 LIMIT 1",
    );
    expect(await certified()).toHaveLength(1);
    const merges = { keepId: kept.id, mergeId: twin.id };
    const { mergePreview } = await world.ok(staff.token, mergeDocuments.preview, merges);
    await world.ok(staff.token, mergeDocuments.merge, {
      ...merges,
      fingerprint: mergePreview.fingerprint,
      reason: "One",
    });
    await world.runJobs();
    expect(await certified()).toHaveLength(2);
    expect(await certified()).toContain(kept.number);
  });

  test("a type asks for it with a least pass mark; without questions its programs bring their own", async () => {
    const { world, provider, staff, programId } = roster;
    const [{ id: typeId }] = await world.sql("SELECT type_id AS id FROM program WHERE id = $1", [programId]);
    const input = checkInput({ questions: [], passPercent: 75, attempts: 3 });
    expect(
      (await world.ok(staff.token, documents.saveType, { typeId, version: 0, input })).saveTypeLearningCheck
        .learningChecks,
    ).toEqual([{ version: 1, startsOn: "2009-04-10", required: true, passPercent: 75, attempts: 3, questions: [] }]);
    expect(await world.refused(staff.token, documents.saveType, { typeId, version: 0, input })).toBe("STALE_VERSION");
    expect(await world.refused(provider.token, documents.saveType, { typeId, version: 1, input })).toBe("FORBIDDEN");
    const { program } = await world.ok(provider.token, documents.ofProgram, { id: programId });
    expect(program.learningCheck).toMatchObject({ required: true, typeCheck: { passPercent: 75 }, check: null });
    const [first, ...rest] = checkQuestions;
    for (const wrong of [
      checkInput(),
      checkInput({ passPercent: 80, questions: [{ ...first, rightChoices: [] }] }),
      checkInput({ passPercent: 80, questions: [{ ...first, rightChoices: [1, 2] }] }),
      checkInput({ passPercent: 80, questions: [{ ...first, rightChoices: [4] }] }),
      checkInput({ passPercent: 80, questions: [{ ...first, kind: "TEXT" }] }),
      checkInput({ passPercent: 80, questions: [first, ...rest, first] }),
      checkInput({ passPercent: 101 }),
      checkInput({ attempts: 0 }),
      checkInput({ passPercent: 80, questions: [] }),
    ])
      expect([
        wrong,
        await world.refused(provider.token, documents.saveProgram, {
          id: programId,
          version: program.version,
          input: wrong,
        }),
      ]).toEqual([wrong, "BAD_INPUT"]);
    // Nothing new is submitted without questions.
    const draft = await programIn(world, { provider, staff }, "DRAFT", {
      typeId,
      minutes: 150,
      offerings: [offering({ startsOn: "2009-06-10", endsOn: "2009-06-10" })],
    });
    const submit =
      "mutation ($id: ID!, $version: Int!) { submitProgram(id: $id, version: $version) { status version } }";
    const { errors } = await world.graphql(provider.token, submit, { id: draft.id, version: draft.version });
    expect(errors[0]?.extensions).toMatchObject({
      code: "INCOMPLETE_APPLICATION",
      problems: [
        { field: "learningCheck", message: expect.stringContaining("questions of their own. Write them first") },
      ],
    });
    await checks(world, provider.token, draft.id, checkInput({ passPercent: 75 }));
    const { program: written } = await world.ok(provider.token, documents.ofProgram, { id: draft.id });
    expect(
      (await world.ok(provider.token, submit, { id: draft.id, version: written.version })).submitProgram.status,
    ).toBe("SUBMITTED");
    await report();
    // Nobody can pass what nobody has written, so nobody is asked to.
    expect(await certified()).toEqual([]);
    const asked = async () => (await world.sql("SELECT FROM mail WHERE kind = 'EVALUATION'")).length;
    expect(await asked()).toBe(0);
    const token = await world.signIn(emails[0]!);
    expect((await world.ok(token, documents.own, { programId })).learningCheck).toBeNull();
    expect(await world.refused(token, documents.begin, { programId })).toBe("NOT_FOUND");
    await checks(world, provider.token, programId, checkInput({ required: false, passPercent: 75 }));
    await world.runJobs();
    expect(await asked()).toBe(5);
    expect((await world.ok(token, documents.own, { programId })).learningCheck).toMatchObject({
      required: true,
      passPercent: 75,
      attemptsLeft: 2,
    });
    expect(await tries(token, 2)).toMatchObject({ results: [{ percent: 66, passed: false }] });
    expect(await tries(token, 3)).toMatchObject({ results: [{ percent: 100, passed: true }, {}] });
    expect(await certified()).toEqual(["100100"]);

    // It is the person's: theirs to read, gone with them.
    await world.ok(token, "mutation { exportMyData { id } }");
    const [{ id: memberId }] = await world.sql("SELECT id FROM member WHERE member_number = '100100'");
    await world.ok(staff.token, 'mutation ($id: ID!) { eraseMember(memberId: $id, reason: "Asked") }', {
      id: memberId,
    });
    await world.runJobs();
    expect(await world.sql("SELECT FROM learning_attempt")).toEqual([]);
    expect(await world.sql("SELECT FROM learning_answer")).toEqual([]);
  });
});

describe("of a conference", () => {
  let conference: ConferenceWorld;
  beforeAll(async () => {
    conference = await ConferenceWorld.start();
  });
  afterAll(() => conference.stop());

  test("no certificate is generated before it is passed, and what was passed after the time to claim is issued", async () => {
    const { world, provider, staff } = conference;
    world.setClock("2026-03-02T15:00:00Z");
    await conference.conference({ startsOn: "2026-03-10", endsOn: "2026-03-10" }, "Elsewhere");
    const id = await conference.conference({ startsOn: "2026-03-10", endsOn: "2026-03-10" }, "Summit");
    await conference.imported(id, csvSchedule("a,Opening,2026-03-10,09:00,10:00,no,Ada"));
    await checks(world, provider.token, id);
    const ann = await conference.attendee(["ann@example.test"]);
    const ben = await conference.attendee(["ben@example.test"]);
    await conference.register(id, "ann@example.test,Full,,,no");
    world.setClock("2026-03-20T15:00:00Z");
    const [session] = await conference.sessions(id);
    const seen = `query ($id: ID!) { conference(id: $id) { learningCheck { required passedAt attemptsLeft } } }`;
    expect((await world.ok(ann.token, seen, { id })).conference.learningCheck).toEqual({
      required: true,
      passedAt: null,
      attemptsLeft: 2,
    });
    expect(await world.refused(ann.token, documents.begin, { programId: id })).toBe("NOT_FOUND");
    await conference.claim(ann.token, session!.id);
    expect(await world.refused(ann.token, conferences.generate, { conferenceId: id })).toBe("LEARNING_CHECK_MISSING");
    world.setClock("2026-06-20T15:00:00Z");
    await world.sql(
      "INSERT INTO policy (name, starts_on, value) VALUES ('CLAIM_DAYS', '2026-01-01', 30) ON CONFLICT DO NOTHING",
    );
    const { attempt } = (await world.ok(ann.token, documents.begin, { programId: id })).beginLearningCheck;
    await world.ok(ann.token, documents.handIn, { attemptId: attempt.id, answers: choicesFor(attempt, 3) });
    await world.runJobs();
    expect(await world.sql("SELECT status FROM certificate WHERE program_id = $1", [id])).toEqual([
      { status: "ISSUED" },
    ]);
    // Two who are one have passed where one has; of two attempts under way one goes on.
    const [{ id: other }] = await world.sql("SELECT program_id AS id FROM offering ORDER BY program_id = $1 LIMIT 1", [
      id,
    ]);
    for (const memberId of [ann.id, ben.id])
      await world.sql(
        `INSERT INTO learning_attempt (member_id, program_id, check_id, pass_percent, begun_at)
         SELECT $1, $2, check_id, 60, now() FROM learning_attempt LIMIT 1`,
        [memberId, other],
      );
    const merges = { keepId: ben.id, mergeId: ann.id };
    const { mergePreview } = await world.ok(staff.token, mergeDocuments.preview, merges);
    await world.ok(staff.token, mergeDocuments.merge, {
      ...merges,
      fingerprint: mergePreview.fingerprint,
      reason: "One",
    });
    expect(await world.sql("SELECT member_id AS id, passed FROM learning_attempt ORDER BY passed")).toEqual([
      { id: ben.id, passed: false },
      { id: ben.id, passed: true },
    ]);
  });
});
