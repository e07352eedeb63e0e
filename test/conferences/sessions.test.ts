import { ConferenceWorld, csvSchedule, documents } from "./conference-world.ts";

let conference: ConferenceWorld;
let world: ConferenceWorld["world"];
let id: string;
beforeAll(async () => {
  conference = await ConferenceWorld.start();
  world = conference.world;
});
afterAll(() => conference.stop());
beforeEach(async () => {
  id = await conference.conference({ startsOn: "2026-02-10", endsOn: "2026-02-11", format: "HYBRID" });
  const rows = ["a,Talk,2026-02-10,09:00,10:00,no,", "b,Other,2026-02-10,11:00,12:00,no,"];
  await conference.imported(id, csvSchedule(...rows));
});

const refused = (token: string | null, ids: string[], input: Record<string, unknown>, reason?: string) =>
  world.refused(token, documents.updateSessions, { ids, input, reason });

test("credits are set by hand by staff alone, with a reason, in whole steps", async () => {
  const { id: talk } = await conference.session(id, "Talk");
  const { token } = conference.staff;
  expect(await refused(conference.provider.token, [talk], { credits: "0.50" }, "Why not.")).toBe("FORBIDDEN");
  expect(await refused(token, [talk], { credits: "0.50" })).toBe("REASON_REQUIRED");
  expect(await refused(token, [talk], { credits: "0.60" }, "Odd.")).toBe("CREDITS_NOT_WHOLE_STEPS");
  expect(await refused(token, [talk], { credits: "-1.00" }, "Less.")).toBe("BAD_INPUT");
  expect(await conference.session(id, "Talk")).toMatchObject({ credits: "1.00", creditsReason: null });
  const { updateSessions } = await conference.update([talk], { credits: "0.00" }, "A sponsor's talk.");
  expect(updateSessions).toEqual([
    { id: talk, credits: "0.00", creditsReason: "A sponsor's talk.", minutes: 60, virtual: false, eligible: true },
  ]);
  const audited = await world.sql("SELECT action, reason, before, after FROM audit_entry WHERE subject_id = $1", [
    talk,
  ]);
  expect(audited).toEqual([
    {
      action: "session.update",
      reason: "A sponsor's talk.",
      before: { credits: "1.00" },
      after: { credits: "0.00" },
    },
  ]);
});

test("times make minutes, and minutes make credit", async () => {
  const { id: talk } = await conference.session(id, "Talk");
  await conference.update([talk], { endsAt: "2026-02-10T10:30:00-06:00" });
  expect(await conference.session(id, "Talk")).toMatchObject({ minutes: 90, credits: "1.50" });
  expect(await refused(conference.provider.token, [talk], { endsAt: "2026-02-10T09:00:00-06:00" })).toBe("BAD_INPUT");
  expect(await refused(conference.provider.token, [talk], { endsAt: "2026-03-10T09:00:00-06:00" })).toBe("BAD_INPUT");
});

test("a recording of a recording is one of the original, and none of itself", async () => {
  const [talk, other] = await conference.sessions(id);
  const { token } = conference.staff;
  expect(await refused(token, [talk!.id], { recordingOfId: talk!.id })).toBe("BAD_INPUT");
  expect(await refused(token, [talk!.id], { releasedOn: "2026-02-20" })).toBe("BAD_INPUT");
  const elsewhere = await conference.conference({ startsOn: "2026-02-10", endsOn: "2026-02-11" });
  await conference.imported(elsewhere, csvSchedule("a,Foreign,2026-02-10,09:00,10:00,no,"));
  const foreign = await conference.session(elsewhere, "Foreign");
  expect(await refused(token, [talk!.id], { recordingOfId: foreign.id })).toBe("NOT_FOUND");
  await conference.update([other!.id], { recordingOfId: talk!.id, virtual: true, releasedOn: "2026-02-20" });
  const created = await world.ok(
    token,
    `mutation ($programId: ID!, $input: SessionInput!) { createSession(programId: $programId, input: $input) { recordingOfId } }`,
    {
      programId: id,
      input: {
        title: "Second cut",
        startsAt: talk!.startsAt,
        endsAt: talk!.endsAt,
        virtual: true,
        recordingOfId: other!.id,
      },
    },
  );
  expect(created.createSession.recordingOfId).toBe(talk!.id);
  expect(await refused(token, [talk!.id], { recordingOfId: other!.id })).toBe("BAD_INPUT");
});

test("who changes what somebody else, or a file, has changed since is told; without a version nobody is", async () => {
  const update = `mutation ($id: ID!, $version: Int, $input: SessionInput!) {
    updateSession(id: $id, version: $version, input: $input) { version } }`;
  const { token } = conference.provider;
  const talk = await conference.session(id, "Talk");
  expect(talk.version).toBe(1);
  const change = (version: number | null) =>
    world.graphql(token, update, { id: talk.id, version, input: { room: "A" } });
  const answers = await Promise.all([change(1), change(1), change(1)]);
  expect(answers.map(({ data, errors }) => data?.updateSession?.version ?? errors[0]?.extensions.code).sort()).toEqual([
    2,
    "STALE_VERSION",
    "STALE_VERSION",
  ]);
  const rows = ["a,Talk,2026-02-10,09:30,10:00,no,", "b,Other,2026-02-10,11:00,12:00,no,"];
  await conference.imported(id, csvSchedule(...rows));
  expect((await change(2)).errors[0]?.extensions).toMatchObject({ code: "STALE_VERSION", version: 3 });
  await conference.imported(id, csvSchedule(...rows));
  expect((await change(3)).data.updateSession.version).toBe(4);
  expect((await change(null)).data.updateSession.version).toBe(5);
});

test("what a session would earn is told before it is saved, to staff and its provider", async () => {
  const ask = "query ($id: ID!, $minutes: Int!) { sessionCredits(programId: $id, minutes: $minutes) }";
  const { token } = conference.provider;
  expect((await world.ok(token, ask, { id, minutes: 75 })).sessionCredits).toBe("1.25");
  expect((await world.ok(token, ask, { id, minutes: 1 })).sessionCredits).toBe("0.00");
  for (const minutes of [0, -5, 10_081]) expect(await world.refused(token, ask, { id, minutes })).toBe("BAD_INPUT");
  expect(await world.refused((await world.provider()).token, ask, { id, minutes: 60 })).toBe("NOT_FOUND");
});

test("several change alike or not at all, and never those of another provider", async () => {
  const ids = (await conference.sessions(id)).map((session) => session.id);
  const foreign = await world.provider();
  const list = await world.refused(foreign.token, documents.sessions, { programId: id, filter: null });
  expect(list).toBe("NOT_FOUND");
  expect(await refused(foreign.token, ids, { virtual: true })).toBe("NOT_FOUND");
  expect(await refused(conference.staff.token, [...ids, foreign.id], { virtual: true })).toBe("NOT_FOUND");
  expect(await refused(null, ids, { virtual: true })).toBe("UNAUTHENTICATED");
  expect((await conference.sessions(id)).map(({ virtual }) => virtual)).toEqual([false, false]);
  await conference.update(ids, { virtual: true });
  expect((await conference.sessions(id, { virtual: true })).map(({ title }) => title)).toEqual(["Talk", "Other"]);
  for (const input of [{ title: " " }, { title: "a\nb" }, { registrationTypes: [] }, { speakers: ["x".repeat(501)] }])
    expect(await refused(conference.staff.token, ids, input)).toBe("BAD_INPUT");
});

test("a session is removed, or flagged where somebody claimed it", async () => {
  const [talk, other] = await conference.sessions(id);
  const attendee = await conference.attendee(["remove@example.test"]);
  await conference.register(id, "remove@example.test,Full,,,no");
  await conference.claim(attendee.token, talk!.id);
  const remove = async (sessionId: string) =>
    (await world.ok(conference.staff.token, "mutation ($id: ID!) { removeSession(id: $id) }", { id: sessionId }))
      .removeSession;
  expect(await remove(other!.id)).toBe(true);
  expect(await remove(talk!.id)).toBe(false);
  expect(await conference.sessions(id, { flagged: true })).toMatchObject([{ title: "Talk", claimCount: 1 }]);
  expect(await conference.sessions(id)).toHaveLength(1);
  expect((await conference.generate(attendee.token, id)).credits).toBe("1.00");
});
