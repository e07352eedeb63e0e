import { ConferenceWorld, documents as conferences, csvSchedule } from "../conferences/conference-world.ts";
import { mergeDocuments } from "../persons/merging.ts";
import { answersTo, asks, documents, question } from "./evaluation-world.ts";

let conference: ConferenceWorld;
beforeAll(async () => {
  conference = await ConferenceWorld.start();
});
afterAll(() => conference.stop());

const generateFor = `mutation ($conferenceId: ID!, $memberId: ID!) {
  generateCertificateFor(conferenceId: $conferenceId, memberId: $memberId, reason: "By phone") { id } }`;
const seen = `query ($id: ID!) { conference(id: $id) { evaluation { required answeredOn questions { about } subjects { about name } } } }`;

let made = 0;
/** An ended conference of three sessions that asks of itself, each session and each speaker, and somebody registered for it. */
async function scene(people = 1) {
  const { world } = conference;
  world.setClock("2026-03-02T15:00:00Z");
  const id = await conference.conference({ startsOn: "2026-03-10", endsOn: "2026-03-10" }, `Summit ${++made}`);
  await conference.imported(
    id,
    csvSchedule(
      "a,Opening,2026-03-10,09:00,10:00,no,Ada; Ben",
      "b,Panel,2026-03-10,10:00,11:00,no,Ben; Cid",
      "c,End,2026-03-10,11:00,12:00,no,",
    ),
  );
  await asks(world, conference.provider.token, id, [
    question("SCALE", "The conference?"),
    question("SCALE", "This session?", { about: "SESSION" }),
    question("SCALE", "This speaker?", { about: "SPEAKER", required: false }),
  ]);
  const emails = Array.from({ length: people }, () => `guest${++made}@example.test`);
  const attendees = [];
  for (const email of emails) attendees.push(await conference.attendee([email]));
  await conference.register(id, ...emails.map((email) => `${email},Full,,,no`));
  world.setClock("2026-03-20T15:00:00Z");
  const sessions = Object.fromEntries((await conference.sessions(id)).map((session) => [session.title, session.id]));
  return { id, attendees, sessions };
}

const issued = async (id: string): Promise<number> =>
  (
    await conference.world.sql(
      "SELECT count(*)::int AS count FROM certificate WHERE program_id = $1 AND status = 'ISSUED'",
      [id],
    )
  )[0].count;

test("no certificate of a conference comes by any way before its holder has answered, and another choice asks nothing anew", async () => {
  const { world, staff } = conference;
  const {
    id,
    attendees: [ann],
    sessions,
  } = await scene();
  const { token, id: memberId } = ann!;
  // What is asked is told before anything is chosen, and cannot be answered yet.
  expect((await world.ok(token, seen, { id })).conference.evaluation).toMatchObject({
    required: true,
    answeredOn: null,
    subjects: [{ about: "PROGRAM" }],
  });
  expect((await world.ok(token, documents.own, { programId: id })).evaluation).toBeNull();
  expect(await world.refused(token, documents.handIn, { programId: id, answers: [] })).toBe("NOT_FOUND");
  for (const title of ["Opening", "Panel"]) await conference.claim(token, sessions[title]!);
  expect(await world.refused(token, conferences.generate, { conferenceId: id })).toBe("EVALUATION_MISSING");
  expect(await world.refused(staff.token, generateFor, { conferenceId: id, memberId })).toBe("EVALUATION_MISSING");
  await world.sql(
    "SELECT graphile_worker.add_job('claims.reinstated', json_build_object('memberId', $1::text, 'programId', $2::text))",
    [memberId, id],
  );
  await world.runJobs();
  expect(await issued(id)).toBe(0);

  const { evaluation } = await world.ok(token, documents.own, { programId: id });
  expect(evaluation.subjects.map(({ about, name }: { about: string; name: string }) => `${about} ${name}`)).toEqual([
    expect.stringContaining("PROGRAM Summit"),
    "SESSION Opening",
    "SESSION Panel",
    "SPEAKER Ada",
    "SPEAKER Ben",
    "SPEAKER Cid",
  ]);
  const answers = answersTo(evaluation);
  const [first] = answers;
  for (const [wrong, code] of [
    [answers.slice(0, 1), "BAD_INPUT"],
    [[...answers, first], "BAD_INPUT"],
    [[{ ...first, choices: [6] }, ...answers.slice(1)], "BAD_INPUT"],
    [[{ ...first, choices: [1, 2] }, ...answers.slice(1)], "BAD_INPUT"],
    [[{ ...first, text: "Good" }, ...answers.slice(1)], "BAD_INPUT"],
    [[...answers, { ...answers[1], subject: sessions.End }], "STALE_VERSION"],
    [[...answers, { ...first, questionId: crypto.randomUUID() }], "STALE_VERSION"],
  ] as const)
    expect([wrong, await world.refused(token, documents.handIn, { programId: id, answers: wrong })]).toEqual([
      wrong,
      code,
    ]);
  await world.ok(token, documents.handIn, { programId: id, answers });
  await world.runJobs();
  expect(await issued(id)).toBe(0);
  await conference.generate(token, id);
  await conference.claim(token, sessions.End!);
  await conference.generate(token, id);
  expect(await issued(id)).toBe(1);
});

test("of each thing answers are counted in fives of its own: of a session of which four answered nothing is shown", async () => {
  const { world, provider } = conference;
  const { id, attendees, sessions } = await scene(5);
  for (const [at, { token }] of attendees.entries()) {
    for (const title of at === 0 ? ["Opening"] : ["Opening", "Panel"]) await conference.claim(token, sessions[title]!);
    const { evaluation } = await world.ok(token, documents.own, { programId: id });
    await world.ok(token, documents.handIn, { programId: id, answers: answersTo(evaluation, 5) });
  }
  const { results } = (await world.ok(provider.token, documents.ofProgram, { id })).program.evaluation;
  expect(results.map(({ about, name, people }: Record<string, unknown>) => [about, name, people])).toEqual([
    ["PROGRAM", expect.stringContaining("Summit"), 5],
    ["SESSION", "Opening", 5],
    ["SPEAKER", "Ada", 5],
    ["SPEAKER", "Ben", 5],
  ]);
});

test("who answers after the time to claim has what was chosen in time; two who are one have answered where one has", async () => {
  const { world, staff } = conference;
  const { id, attendees, sessions } = await scene(2);
  const [ann, ben] = attendees as [(typeof attendees)[0], (typeof attendees)[0]];
  await conference.claim(ann.token, sessions.Opening!);
  world.setClock("2026-03-28T15:00:00Z");
  await world.sql("SELECT graphile_worker.add_job('evaluations.remind', payload := '{}')");
  await world.runJobs();
  const mails = await world.sql("SELECT text FROM mail WHERE kind = 'EVALUATION' AND subject_id = $1", [id]);
  expect(mails.map(({ text }) => /You have chosen sessions of Summit \d+/.test(text))).toEqual([true]);
  await world.sql(
    "INSERT INTO policy (name, starts_on, value) VALUES ('CLAIM_DAYS', '2026-01-01', 30) ON CONFLICT DO NOTHING",
  );
  world.setClock("2026-06-20T15:00:00Z");
  const { evaluation } = await world.ok(ann.token, documents.own, { programId: id });
  expect(await world.refused(ann.token, conferences.generate, { conferenceId: id })).toBe("EVALUATION_MISSING");
  await world.ok(ann.token, documents.handIn, { programId: id, answers: answersTo(evaluation) });
  await world.runJobs();
  expect(await issued(id)).toBe(1);

  const { mergePreview } = await world.ok(staff.token, mergeDocuments.preview, { keepId: ben.id, mergeId: ann.id });
  await world.ok(staff.token, mergeDocuments.merge, {
    keepId: ben.id,
    mergeId: ann.id,
    fingerprint: mergePreview.fingerprint,
    reason: "One",
  });
  expect(await world.sql("SELECT member_id AS id FROM evaluation_response WHERE program_id = $1", [id])).toEqual([
    { id: ben.id },
  ]);
});
