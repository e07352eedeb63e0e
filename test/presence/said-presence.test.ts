import { ConferenceWorld, csvSchedule } from "../conferences/conference-world.ts";

let c: ConferenceWorld;
let world: ConferenceWorld["world"];
beforeAll(async () => {
  c = await ConferenceWorld.start();
  world = c.world;
});
afterAll(() => c.stop());

const sayIt = `mutation ($sessionId: ID!, $text: String!) { sayPresence(sessionId: $sessionId, text: $text) {
  title presence { shown maySay waiting said { said decidedAt counts reason byStaff } } } }`;
const looked = `query ($id: ID!) { node(id: $id) { ... on Session { presenceWaiting
  presenceToDecide { id said waits counts source member { memberNumber } }
  presenceDecided { said counts reason byStaff decidedAt member { memberNumber } } } } }`;
const decide = `mutation ($sessionId: ID!, $ids: [ID!]!, $counts: Boolean!, $reason: String!) {
  decidePresence(sessionId: $sessionId, ids: $ids, counts: $counts, reason: $reason) { presenceWaiting } }`;
const presenceOf = `query ($id: ID!) { conference(id: $id) { days { sessions { title
  presence { shown maySay waiting marks { source } said { said decidedAt counts reason byStaff } } } } } }`;
const attention = `{ needsAttention { kinds { kind count } items(kind: PRESENCE_WAITING) { nodes { message programId availableActions } } } }`;

let people = 0;
/** A conference that has ended and asks for presence, with people who are registered for it. */
async function scene(attendees = 1, demand = "IN_PERSON") {
  world.setClock("2026-03-02T15:00:00Z");
  const id = await c.conference({ startsOn: "2026-02-10", endsOn: "2026-02-10" });
  await c.imported(id, csvSchedule("a,Opening,2026-02-10,09:00,10:00,no,", "b,Online,2026-02-10,11:00,12:00,yes,"));
  await world.ok(
    c.provider.token,
    "mutation ($id: ID!, $demand: PresenceDemand!) { setPresenceDemand(programId: $id, demand: $demand) { id } }",
    { id, demand },
  );
  const persons = [];
  for (let at = 0; at < attendees; at++) {
    const email = `said${people++}@example.test`;
    await c.register(id, `${email},Full,,,no`);
    persons.push(await c.attendee([email]));
  }
  const sessions = Object.fromEntries((await c.sessions(id)).map((session) => [session.title, session.id])) as Record<
    "Opening" | "Online",
    string
  >;
  const look = async (token: string) => (await world.ok(token, looked, { id: sessions.Opening })).node;
  return { id, persons, sessions, look };
}

const opening = async (token: string, id: string) =>
  (await world.ok(token, presenceOf, { id })).conference.days[0].sessions.find(
    ({ title }: { title: string }) => title === "Opening",
  ).presence;

test("who was there and was not seen says so; the provider lets it count, and the session can be claimed", async () => {
  const { id, persons, sessions, look } = await scene();
  const [ada] = persons;
  const token = ada?.token ?? "";
  expect(await opening(token, id)).toEqual({ shown: false, maySay: true, waiting: 0, marks: [], said: [] });
  const said = {
    said: "I sat beside Ann in the second row.",
    decidedAt: null,
    counts: false,
    reason: null,
    byStaff: false,
  };
  const variables = { sessionId: sessions.Opening, text: "  I sat beside Ann in the second row. " };
  const first = (await world.ok(token, sayIt, variables)).sayPresence.presence;
  expect(first).toEqual({ shown: false, maySay: false, waiting: 0, said: [said] });
  // Sent once more it is the same; another text waits its turn.
  expect((await world.ok(token, sayIt, variables)).sayPresence.presence).toEqual(first);
  expect(await world.refused(token, sayIt, { ...variables, text: "Truly" })).toBe("ILLEGAL_TRANSITION");
  expect(await c.refusedClaim(token, sessions.Opening)).toBe("PRESENCE_NOT_SHOWN");

  for (const viewer of [c.provider.token, c.staff.token]) {
    const { kinds, items } = (await world.ok(viewer, attention)).needsAttention;
    expect(kinds).toContainEqual({ kind: "PRESENCE_WAITING", count: 1 });
    expect(items.nodes).toEqual([
      {
        message: "1 piece of evidence that somebody was at a session of this conference waits for a decision.",
        programId: id,
        availableActions: ["DECIDE_PRESENCE"],
      },
    ]);
  }
  const found = await look(c.provider.token);
  expect(found).toEqual({
    presenceWaiting: 1,
    presenceDecided: [],
    presenceToDecide: [
      {
        id: expect.any(String),
        said: said.said,
        waits: true,
        counts: false,
        source: "SAID",
        member: { memberNumber: ada?.memberNumber },
      },
    ],
  });
  const ids = found.presenceToDecide.map((each: { id: string }) => each.id);
  const decision = { sessionId: sessions.Opening, ids, counts: true };
  expect(await world.refused(c.provider.token, decide, { ...decision, reason: " " })).toBe("REASON_REQUIRED");
  await world.ok(c.provider.token, decide, { ...decision, reason: "The photo shows her" });
  const decided = {
    ...said,
    decidedAt: "2026-03-02T15:00:00.000Z",
    counts: true,
    reason: "The photo shows her",
  };
  expect(await opening(token, id)).toEqual({
    shown: true,
    maySay: false,
    waiting: 0,
    marks: [{ source: "SAID" }],
    said: [decided],
  });
  expect(await look(c.staff.token)).toEqual({
    presenceWaiting: 0,
    presenceToDecide: [],
    presenceDecided: [{ ...decided, member: { memberNumber: ada?.memberNumber } }],
  });
  expect((await world.ok(c.staff.token, attention)).needsAttention.items.nodes).toEqual([]);
  const [mail] = await world.sql("SELECT subject, text FROM mail WHERE kind = 'PRESENCE_DECIDED' AND subject_id = $1", [
    id,
  ]);
  expect(mail?.subject).toBe("It counts that you were at Opening");
  expect(mail?.text).toContain("The photo shows her");
  expect(mail?.text).toContain(`/conferences/${id}`);
  await c.claim(token, sessions.Opening);
  expect(await world.refused(token, sayIt, { ...variables, text: "Again" })).toBe("ILLEGAL_TRANSITION");
  expect(
    await world.sql(
      `SELECT action, reason, after->>'counts' AS counts FROM audit_entry
       WHERE action IN ('session.say-presence', 'session.decide-presence') AND subject_id = $1 ORDER BY id`,
      [sessions.Opening],
    ),
  ).toEqual([
    { action: "session.say-presence", reason: null, counts: null },
    { action: "session.decide-presence", reason: "The photo shows her", counts: "true" },
  ]);
});

test("what is refused may be said anew, three times, as long as sessions can be claimed", async () => {
  const { id, persons, sessions, look } = await scene(1, "ALL");
  const token = persons[0]?.token ?? "";
  for (const text of ["one", "two", "three"]) {
    await world.ok(token, sayIt, { sessionId: sessions.Opening, text });
    const [{ id: piece }] = (await look(c.staff.token)).presenceToDecide;
    await world.ok(c.staff.token, decide, {
      sessionId: sessions.Opening,
      ids: [piece],
      counts: false,
      reason: `No to ${text}`,
    });
  }
  const { shown, maySay, said } = await opening(token, id);
  expect({ shown, maySay }).toEqual({ shown: false, maySay: false });
  expect(said.map(({ said, reason, byStaff }: Record<string, unknown>) => [said, reason, byStaff])).toEqual([
    ["one", "No to one", true],
    ["two", "No to two", true],
    ["three", "No to three", true],
  ]);
  expect(await world.refused(token, sayIt, { sessionId: sessions.Opening, text: "four" })).toBe("ILLEGAL_TRANSITION");
  expect(
    (await world.sql("SELECT subject FROM mail WHERE kind = 'PRESENCE_DECIDED' AND subject_id = $1", [id])).length,
  ).toBe(3);
});

test("nobody says it where nothing is asked for, too late, of what is not theirs; nobody decides on their own", async () => {
  const { id, persons, sessions, look } = await scene(2);
  const [ada, bob] = persons;
  const token = ada?.token ?? "";
  const of = (sessionId: string, text = "I was there") => ({ sessionId, text });
  // Online asks for nothing.
  expect(await world.refused(token, sayIt, of(sessions.Online))).toBe("ILLEGAL_TRANSITION");
  expect(await world.refused(token, sayIt, of(sessions.Opening, "  "))).toBe("BAD_INPUT");
  expect(await world.refused(token, sayIt, of(sessions.Opening, "x".repeat(2_001)))).toBe("BAD_INPUT");
  const stranger = await c.attendee([`stranger${people++}@example.test`]);
  expect(await world.refused(stranger.token, sayIt, of(sessions.Opening))).toBe("NOT_FOUND");
  expect(await world.refused(c.provider.token, sayIt, of(sessions.Opening))).toBe("FORBIDDEN");
  await world.ok(token, sayIt, of(sessions.Opening));
  // Whoever acts for the provider and was there as well.
  const [{ account }] = await world.sql("SELECT account_id AS account FROM member WHERE id = $1", [ada?.id]);
  await world.sql(
    "INSERT INTO provider_account (provider_id, account_id, role) SELECT provider_id, $2, 'EDITOR' FROM program WHERE id = $1",
    [id, account],
  );
  const [{ id: piece }] = (await look(c.provider.token)).presenceToDecide;
  const decision = { sessionId: sessions.Opening, ids: [piece], counts: true, reason: "I know" };
  expect(await world.refused(token, decide, decision)).toBe("CONFLICT_OF_INTEREST");
  await world.ok(c.provider.token, decide, decision);
  await world.sql(
    "INSERT INTO policy (name, starts_on, value) VALUES ('CLAIM_DAYS', '2026-01-01', 30) ON CONFLICT DO NOTHING",
  );
  expect((await opening(bob?.token ?? "", id)).maySay).toBe(true);
  world.setClock("2026-03-13T15:00:00Z");
  expect(await world.refused(bob?.token ?? "", sayIt, of(sessions.Opening))).toBe("CLAIMS_CLOSED");
  expect((await opening(bob?.token ?? "", id)).maySay).toBe(false);
});

test("where minutes are asked for, what is let count stands for the whole session", async () => {
  const { id, persons, sessions, look } = await scene(1, "IN_PERSON");
  const token = persons[0]?.token ?? "";
  await world.ok(
    c.staff.token,
    `mutation ($id: ID!) { setPresenceDemand(programId: $id, demand: MINUTES, percent: 100, reason: "The board asks") { id } }`,
    { id },
  );
  const minutes = async () =>
    (
      await world.ok(
        token,
        `query ($id: ID!) { conference(id: $id) { days { sessions { title presence { need leastMinutes minutes shown } } } } }`,
        { id },
      )
    ).conference.days[0].sessions.find(({ title }: { title: string }) => title === "Opening").presence;
  // A file has twenty of its sixty minutes.
  await world.upload(
    c.provider.token,
    "mutation ($programId: ID!, $file: Upload!) { importPresence(programId: $programId, file: $file) { added } }",
    { programId: id },
    `Session ID,Member ID,Minutes\na,${persons[0]?.memberNumber},20`,
    "doors.csv",
  );
  expect(await minutes()).toEqual({ need: "MINUTES", leastMinutes: 60, minutes: 20, shown: false });
  await world.ok(token, sayIt, { sessionId: sessions.Opening, text: "The door's telephone was empty" });
  // What waits is worth nothing.
  expect(await minutes()).toEqual({ need: "MINUTES", leastMinutes: 60, minutes: 20, shown: false });
  expect(await c.refusedClaim(token, sessions.Opening)).toBe("PRESENCE_NOT_SHOWN");
  const ids = (await look(c.provider.token)).presenceToDecide.map((each: { id: string }) => each.id);
  await world.ok(c.provider.token, decide, { sessionId: sessions.Opening, ids, counts: true, reason: "Ann saw him" });
  expect(await minutes()).toEqual({ need: "MINUTES", leastMinutes: 60, minutes: 60, shown: true });
  await c.claim(token, sessions.Opening);
  expect((await c.generate(token, id)).lines).toMatchObject([{ title: "Opening" }]);
});
