import { offering, programIn, step, typeId } from "../programs/applications.ts";
import { ConferenceWorld, csvSchedule, documents } from "./conference-world.ts";

let conference: ConferenceWorld;
let world: ConferenceWorld["world"];
const days = { startsOn: "2026-02-10", endsOn: "2026-02-11" };
const rows = ["a,Talk,2026-02-10,09:00,10:00,no,", "b,Other,2026-02-10,11:00,12:00,no,"];
beforeAll(async () => {
  conference = await ConferenceWorld.start();
  world = conference.world;
});
afterAll(() => conference.stop());

const createSession = `mutation ($programId: ID!, $input: SessionInput!) {
  createSession(programId: $programId, input: $input) { id eligible credits } }`;
const change = (id: string, input: Record<string, unknown>, token = conference.provider.token, reason?: string) =>
  world.graphql(token, documents.updateSessions, { ids: [id], input, reason });
const codeOf = async (answer: ReturnType<typeof change>) =>
  (await answer).errors.map(({ extensions }) => extensions.code);

async function withSchedule(status = "APPROVED"): Promise<string> {
  const program = await programIn(world, conference, status, {
    typeId: await typeId(world, "CONFERENCE"),
    minutes: 600,
    requestedCredits: "10.00",
    offerings: [offering(days)],
  });
  await conference.imported(program.id, csvSchedule(...rows));
  return program.id;
}

test("after approval a provider changes words, speakers and room, and nothing that credit comes of", async () => {
  const id = await withSchedule();
  const talk = await conference.session(id, "Talk");
  expect(
    await codeOf(change(talk.id, { title: "The talk", room: "B", speakers: ["Ada Okafor"], track: "Main" })),
  ).toEqual([]);
  for (const input of [
    { startsAt: "2026-02-10T08:00:00-06:00" },
    { endsAt: "2026-02-10T10:30:00-06:00" },
    { virtual: true },
    { eligible: false },
    { recordingOfId: (await conference.session(id, "Other")).id },
  ])
    expect(await codeOf(change(talk.id, input))).toEqual(["STAFF_DECIDES"]);
  // What is sent back as it was is no change.
  expect(await codeOf(change(talk.id, { startsAt: talk.startsAt, eligible: true, credits: null, room: "C" }))).toEqual(
    [],
  );
  expect((await change(talk.id, { endsAt: "2026-02-10T10:30:00-06:00" })).errors[0]?.message).toBe(
    "The accreditor's staff decide about times, credit and eligibility of the sessions of Sleep and Breathing now that it is approved. Propose the change of The talk to them.".replace(
      "Sleep and Breathing",
      (await world.sql("SELECT name FROM program WHERE id = $1", [id]))[0].name,
    ),
  );
  expect(await codeOf(change(talk.id, { endsAt: "2026-02-10T10:30:00-06:00" }, conference.staff.token))).toEqual([]);
});

test("after approval a provider removes no session that earns, and brings none back, by hand or by file", async () => {
  const remove = "mutation ($id: ID!) { removeSession(id: $id) }";
  const { token } = conference.provider;
  const id = await withSchedule();
  const [talk, other] = [await conference.session(id, "Talk"), await conference.session(id, "Other")];
  expect(await world.refused(token, remove, { id: other.id })).toBe("STAFF_DECIDES");
  const found = async (...of: string[]) => {
    const { errors, ...counts } = (await conference.importSchedule(id, csvSchedule(...of), false, token)).data
      .importSchedule;
    return [counts.removed, counts.flagged, counts.changed, errors.nodes.map(({ code }: { code: string }) => code)];
  };
  expect(await found(rows[0]!)).toEqual([0, 0, 0, ["STAFF_DECIDES"]]);
  expect(await conference.sessions(id)).toHaveLength(2);
  // One that is claimed stays, flagged, and its provider does not make it claimable again.
  const attendee = await conference.attendee([`removed-${id}@example.test`]);
  await conference.register(id, `removed-${id}@example.test,Full,,,no`);
  await conference.claim(attendee.token, talk.id);
  expect((await world.ok(conference.staff.token, remove, { id: talk.id })).removeSession).toBe(false);
  expect(await found(...rows)).toEqual([0, 0, 0, ["STAFF_DECIDES"]]);
  // What it proposed it takes back, and what earns nothing.
  const proposed = { title: "Later", startsAt: "2026-02-11T10:00:00-06:00", endsAt: "2026-02-11T11:00:00-06:00" };
  const { createSession: added } = await world.ok(token, createSession, { programId: id, input: proposed });
  expect((await world.ok(token, remove, { id: added.id })).removeSession).toBe(true);
  // Before approval a schedule is its provider's.
  const draft = await withSchedule("DRAFT");
  const early = await conference.session(draft, "Other");
  expect((await world.ok(token, remove, { id: early.id })).removeSession).toBe(true);
});

test("what a provider adds after approval is a proposal: it earns nothing until staff say so", async () => {
  const id = await withSchedule();
  const input = {
    title: "Three days long",
    startsAt: "2026-02-10T00:00:00-06:00",
    endsAt: "2026-02-11T23:00:00-06:00",
    eligible: true,
  };
  const { createSession: added } = await world.ok(conference.provider.token, createSession, { programId: id, input });
  expect(added.eligible).toBe(false);
  const attendee = await conference.attendee([`proposal-${id}@example.test`]);
  await conference.register(id, `proposal-${id}@example.test,Full,,,no`);
  expect(await world.refused(attendee.token, documents.claim, { sessionId: added.id })).toBe("SESSION_NOT_CLAIMABLE");
  // A file is no way round it: what it adds is a proposal, and what it changes is refused where credit comes of it.
  const { token } = conference.provider;
  const more = await conference.importSchedule(
    id,
    csvSchedule(...rows, "c,Third,2026-02-11,09:00,10:00,no,"),
    false,
    token,
  );
  expect(more.data.importSchedule).toMatchObject({ added: 1, errors: { totalCount: 0 } });
  expect(await conference.session(id, "Third")).toMatchObject({ eligible: false });
  await conference.importSchedule(id, csvSchedule(...rows, "c,Third one,2026-02-11,09:00,10:00,no,"), false, token);
  expect(await conference.session(id, "Third one")).toMatchObject({ eligible: false });
  const longer = ["a,Talk,2026-02-10,09:00,11:00,no,", ...rows.slice(1)];
  const refused = await conference.importSchedule(id, csvSchedule(...longer), true, token);
  expect(refused.data.importSchedule.errors).toMatchObject({
    totalCount: 1,
    nodes: [{ code: "STAFF_DECIDES", line: 2 }],
  });
  await conference.update([added.id], { eligible: true });
  // Even then: 47 credits are more than the 10 that were approved.
  expect(await world.refused(attendee.token, documents.claim, { sessionId: added.id })).toBe("CREDITS_ABOVE_MAXIMUM");
});

const proposals = async (id: string) =>
  (
    await world.ok(
      conference.staff.token,
      `query ($id: ID!) { sessions(programId: $id, first: 100) { nodes { id version title
        proposal { id status note decision differences { field before after } } } } }`,
      { id },
    )
  ).sessions.nodes;
const proposalOf = async (id: string, title: string) =>
  (await proposals(id)).find((session: { title: string }) => session.title === title);
const propose = (ids: string[], input: Record<string, unknown>, reason?: string) =>
  world.graphql(
    conference.provider.token,
    `mutation ($ids: [ID!]!, $input: SessionInput!, $reason: String) {
      updateSessions(ids: $ids, input: $input, reason: $reason, propose: true) { id } }`,
    { ids, input, reason },
  );
const decide = (
  { version, proposal }: { version: number; proposal: { id: string } },
  accept: boolean,
  reason?: string,
  token = conference.staff.token,
) =>
  world.graphql(
    token,
    `mutation ($id: ID!, $version: Int!, $accept: Boolean!, $reason: String) {
      decideSessionProposal(id: $id, version: $version, accept: $accept, reason: $reason) }`,
    { id: proposal.id, version, accept, reason },
  );
const attention = async () =>
  (await world.ok(conference.staff.token, "{ needsAttention { kinds { kind count } } }")).needsAttention.kinds.find(
    ({ kind }: { kind: string }) => kind === "SESSION_PROPOSED",
  ).count as number;

/** Whether a conference is among those of which changes of sessions wait, in the inbox of staff, and in that of its provider. */
const listed = async (id: string) => {
  const ids = async (token: string, filter: object) => {
    const query = "query ($filter: ProgramFilter) { programs(filter: $filter) { nodes { id } } }";
    const { programs } = await conference.world.ok(token, query, { filter: { ids: [id], ...filter } });
    return programs.nodes.map((node: { id: string }) => node.id);
  };
  return {
    waiting: await ids(conference.staff.token, { sessionsProposed: true }),
    inbox: await ids(conference.staff.token, { inbox: true }),
    ofProvider: await ids(conference.provider.token, { inbox: true }),
  };
};

test("a provider proposes what staff decide: words are changed at once, the rest waits, is shown as a difference, and is accepted or refused", async () => {
  const id = await withSchedule();
  const waiting = await attention();
  const talk = await conference.session(id, "Talk");
  const input = { room: "C", endsAt: "2026-02-10T10:30:00-06:00", credits: "1.25", virtual: false };
  expect(
    (await propose([talk.id], { ...input, endsAt: "2026-02-13T10:30:00-06:00" })).errors[0]?.extensions,
  ).toMatchObject({
    code: "BAD_INPUT",
    field: "input.endsAt",
  });
  expect(await codeOf(propose([talk.id], input))).toEqual(["REASON_REQUIRED"]);
  expect(await codeOf(propose([talk.id], input, "Questions took longer."))).toEqual([]);
  expect(await conference.session(id, "Talk")).toMatchObject({ room: "C", minutes: 60, credits: "1.00" });
  const first = await proposalOf(id, "Talk");
  expect(first.proposal).toMatchObject({
    status: "WAITING",
    note: "Questions took longer.",
    differences: [
      { field: "endsAt", before: "2026-02-10T16:00:00.000Z", after: "2026-02-10T16:30:00.000Z" },
      { field: "credits", before: "1.00", after: "1.25" },
    ],
  });
  expect(await attention()).toBe(waiting + 1);
  expect(await listed(id)).toEqual({ waiting: [id], inbox: [id], ofProvider: [] });
  // What is proposed beside it makes another proposal, so that nobody accepts what they have not read; the same again is the same.
  expect(await codeOf(propose([talk.id], { credits: "1.50" }, "All of it."))).toEqual([]);
  const second = await proposalOf(id, "Talk");
  expect(second.proposal.differences).toMatchObject([{ field: "endsAt" }, { field: "credits", after: "1.50" }]);
  expect(await codeOf(propose([talk.id], { credits: "1.50" }, "All of it."))).toEqual([]);
  expect((await proposalOf(id, "Talk")).proposal.id).toBe(second.proposal.id);
  expect(await codeOf(decide(first, true))).toEqual(["ILLEGAL_TRANSITION"]);
  expect(await codeOf(decide({ ...second, version: 1 }, true))).toEqual(["STALE_VERSION"]);
  expect(await codeOf(decide(second, true, "", conference.provider.token))).toEqual(["FORBIDDEN"]);
  expect(await codeOf(decide(second, false))).toEqual(["REASON_REQUIRED"]);
  expect(await codeOf(decide(second, true))).toEqual([]);
  expect(await conference.session(id, "Talk")).toMatchObject({
    minutes: 90,
    credits: "1.50",
    creditsReason: "All of it.",
  });
  expect(await codeOf(decide(second, false, "No."))).toEqual(["ILLEGAL_TRANSITION"]);
  // Refused, it stays, and its provider reads why.
  const other = await conference.session(id, "Other");
  await propose([other.id], { eligible: false });
  expect(await codeOf(decide(await proposalOf(id, "Other"), false, "It earned."))).toEqual([]);
  expect(await conference.session(id, "Other")).toMatchObject({ eligible: true });
  expect((await proposalOf(id, "Other")).proposal).toMatchObject({ status: "REFUSED", decision: "It earned." });
  expect(await attention()).toBe(waiting);
  expect(await listed(id)).toEqual({ waiting: [], inbox: [], ofProvider: [] });
  const mails = await world.sql(
    "SELECT subject, text FROM mail WHERE kind = 'SESSION_DECIDED' AND subject_id = $1 ORDER BY created_at, id",
    [id],
  );
  expect(mails.map(({ subject }) => subject)).toEqual([
    "Accepted: your change of Talk",
    "Not accepted: your change of Other",
  ]);
  expect(mails[1].text).toContain("It earned.");
  const log = await world.sql(
    "SELECT action FROM audit_entry WHERE subject_id = ANY($1::uuid[]) AND action IN ('session.propose', 'session.decide') ORDER BY id",
    [[talk.id, other.id]],
  );
  expect(log.map(({ action }) => action)).toEqual([
    ...["session.propose", "session.propose", "session.decide", "session.propose", "session.decide"],
  ]);
});

test("a file proposes as a hand does: what it changes, adds and takes away of what earns waits for staff", async () => {
  const id = await withSchedule();
  const { token } = conference.provider;
  const send = async (preview: boolean, ...of: string[]) =>
    (
      await world.upload(
        token,
        `mutation ($programId: ID!, $file: Upload!, $preview: Boolean) {
          importSchedule(programId: $programId, file: $file, preview: $preview, propose: true) {
            added changed removed unchanged proposed errors { totalCount } } }`,
        { programId: id, preview },
        csvSchedule(...of),
        "schedule",
      )
    ).data.importSchedule;
  const file = ["a,The talk,2026-02-10,09:00,11:00,no,", "c,Third,2026-02-11,09:00,10:00,no,"];
  const counts = { added: 1, changed: 1, removed: 0, unchanged: 0, proposed: 3, errors: { totalCount: 0 } };
  expect(await send(true, ...file)).toEqual(counts);
  expect((await proposals(id)).map(({ proposal }: { proposal: unknown }) => proposal)).toEqual([null, null]);
  expect(await send(false, ...file)).toEqual(counts);
  expect(await conference.session(id, "The talk")).toMatchObject({ minutes: 60, eligible: true });
  const found = await proposals(id);
  expect(
    found.map(({ title, proposal }: { title: string; proposal: { differences: object[] } }) => [
      title,
      proposal.differences,
    ]),
  ).toEqual([
    ["The talk", [{ field: "endsAt", before: "2026-02-10T16:00:00.000Z", after: "2026-02-10T17:00:00.000Z" }]],
    ["Other", [{ field: "removed", before: "false", after: "true" }]],
    ["Third", [{ field: "eligible", before: "false", after: "true" }]],
  ]);
  for (const session of found) expect(await codeOf(decide(session, true))).toEqual([]);
  expect(await conference.sessions(id)).toMatchObject([
    { title: "The talk", minutes: 120 },
    { title: "Third", eligible: true },
  ]);
});

test("a provider does not undo what staff have set, before approval either", async () => {
  const id = await withSchedule("IN_REVIEW");
  const { token } = conference.staff;
  const [talk, other] = [await conference.session(id, "Talk"), await conference.session(id, "Other")];
  expect(await codeOf(change(talk.id, { credits: "0.25" }, token, "Mostly advertising."))).toEqual([]);
  expect(await codeOf(change(talk.id, { credits: null }))).toEqual(["STAFF_DECIDES"]);
  expect(await codeOf(change(talk.id, { endsAt: "2026-02-10T09:10:00-06:00" }))).toEqual(["STAFF_DECIDES"]);
  expect(await codeOf(change(talk.id, { room: "B" }))).toEqual([]);
  expect(await codeOf(change(other.id, { eligible: false }, token))).toEqual([]);
  expect(await codeOf(change(other.id, { eligible: true }))).toEqual(["STAFF_DECIDES"]);
  expect(await codeOf(change(other.id, { endsAt: "2026-02-10T12:30:00-06:00" }))).toEqual([]);
  expect(await conference.session(id, "Talk")).toMatchObject({ credits: "0.25", minutes: 60 });
});

test("what is read is what is approved: sessions and registrations count in the version until then", async () => {
  const program = await programIn(world, conference, "IN_REVIEW", {
    typeId: await typeId(world, "CONFERENCE"),
    offerings: [offering(days)],
  });
  const { id } = program;
  const approve =
    'mutation ($id: ID!, $version: Int!) { approveProgram(id: $id, version: $version, credits: "1.50") { version } }';
  const version = async () => (await world.sql("SELECT version FROM program WHERE id = $1", [id]))[0].version;
  const { token } = conference.provider;
  for (const touch of [
    () => conference.importSchedule(id, csvSchedule(...rows), false, token),
    async () => change((await conference.session(id, "Talk")).id, { room: "B" }),
    () => conference.register(id, "version@example.test,Full,,,no"),
  ]) {
    const before = await version();
    await conference.importSchedule(id, csvSchedule(...rows), true, token);
    expect(await version()).toBe(before);
    await touch();
    expect(await version()).toBe(before + 1);
    expect(await world.refused(conference.staff.token, approve, { id, version: before })).toBe("STALE_VERSION");
  }
  expect(await world.ok(conference.staff.token, approve, { id, version: await version() })).toMatchObject({});
  const approved = await version();
  await conference.register(id, "later@example.test,Full,,,no");
  expect(await version()).toBe(approved);
});

test.each(["DENIED", "WITHDRAWN", "CANCELLED"])(
  "a %s conference takes no sessions and registrations",
  async (status) => {
    const program = await programIn(world, conference, status, {
      typeId: await typeId(world, "CONFERENCE"),
      offerings: [offering(days)],
    });
    const input = { title: "Late", startsAt: "2026-02-10T09:00:00-06:00", endsAt: "2026-02-10T10:00:00-06:00" };
    expect(await world.refused(conference.staff.token, createSession, { programId: program.id, input })).toBe(
      "ILLEGAL_TRANSITION",
    );
    const { errors } = await conference.importRegistrations(
      program.id,
      "Email,Registration Type,Access From,Access Until,Virtual\na@b.test,Full,,,no",
    );
    expect(errors[0]?.extensions.code).toBe("ILLEGAL_TRANSITION");
  },
);

test("copying an approved program takes the application's documents along, and not the report's", async () => {
  const program = await programIn(world, conference, "APPROVED");
  const [{ id: fileId }] = await world.sql(
    "INSERT INTO stored_file (media_type, content, byte_size, sha256, created_at) VALUES ('application/pdf', 'x', 1, sha256('x'), now()) RETURNING id",
  );
  for (const kind of ["AGENDA", "SPEAKER_CV", "SIGN_IN_ROSTER"])
    await world.sql(
      "INSERT INTO program_document (program_id, file_id, kind, file_name, uploaded_at) VALUES ($1, $2, $3, $4, now())",
      [program.id, fileId, kind, `${kind}.pdf`],
    );
  const copy = await step(world, conference.provider.token, "copyProgram", program);
  const { program: read } = await world.ok(
    conference.provider.token,
    "query ($id: ID!) { program(id: $id) { documents { kind fileName } } }",
    { id: copy.id },
  );
  expect(read.documents.map(({ kind }: { kind: string }) => kind).sort()).toEqual(["AGENDA", "SPEAKER_CV"]);
});
