import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { codeOfStep as codeOnScreen, type HourKey } from "../../attendee/presence/room-code.ts";
import { ErrorCode } from "../../server/core/errors.ts";
import { codeOfStep, hourOf, keyOfHour, stepOf } from "../../server/presence/room-code.ts";
import { ConferenceWorld, csvSchedule } from "../conferences/conference-world.ts";
import { merge } from "../persons/merging.ts";

let c: ConferenceWorld;
let world: ConferenceWorld["world"];
beforeAll(async () => {
  c = await ConferenceWorld.start();
  world = c.world;
});
afterAll(() => c.stop());

const makeLink = "mutation ($sessionId: ID!) { makeRoomLink(sessionId: $sessionId) }";
const endLink = "mutation ($sessionId: ID!) { endRoomLink(sessionId: $sessionId) }";
const readRoom = "query ($token: String!) { room(token: $token) { sessionId title now keys { hour key } } }";
const show = `mutation ($id: ID!, $sessionId: ID, $code: String!, $secondsAgo: Int! = 0, $device: String) {
  showPresence(id: $id, sessionId: $sessionId, code: $code, secondsAgo: $secondsAgo, device: $device) { title at waits } }`;
const toDecide = `query ($id: ID!) { node(id: $id) { ... on Session { roomLinkMadeAt presenceToDecide {
  id waits sharedDevice otherNetwork at member { memberNumber } } } } }`;
const decide = `mutation ($sessionId: ID!, $ids: [ID!]!, $counts: Boolean!, $reason: String!) {
  decidePresence(sessionId: $sessionId, ids: $ids, counts: $counts, reason: $reason) { id } }`;

let people = 0;
/** A conference on the days of the clock, with the screens of two sessions at once, and people who are registered. */
async function scene(attendees: number) {
  world.setClock("2026-03-02T15:00:00Z");
  const id = await c.conference({ startsOn: "2026-03-03", endsOn: "2026-03-03", timeZone: "UTC" });
  await c.imported(
    id,
    csvSchedule(
      "a,Dreams,2026-03-03,09:00,10:00,no,",
      "b,Apnea,2026-03-03,09:00,10:00,no,",
      "c,Late,2026-03-03,14:00,15:00,no,",
    ),
  );
  const persons = [];
  for (let at = 0; at < attendees; at++) {
    const email = `room${people++}@example.test`;
    await c.register(id, `${email},Full,,,no`);
    persons.push(await c.attendee([email]));
  }
  const sessions = Object.fromEntries((await c.sessions(id)).map((session) => [session.title, session.id])) as Record<
    "Dreams" | "Apnea" | "Late",
    string
  >;
  const rooms = new Map<string, { token: string; keys: HourKey[] }>();
  const open = async (sessionId: string) => {
    const { makeRoomLink } = await world.ok(c.provider.token, makeLink, { sessionId });
    const token = new URL(makeRoomLink).hash.slice("#token=".length);
    const { room } = await world.ok(null, readRoom, { token });
    rooms.set(sessionId, { token, keys: room.keys });
    return token as string;
  };
  world.setClock("2026-03-03T09:02:10Z");
  for (const sessionId of Object.values(sessions)) await open(sessionId);
  /** As the screen shows it, by what it read at 09:02, with or without a network. */
  const codeAt = async (sessionId: string, at: string) =>
    (await codeOnScreen(rooms.get(sessionId)?.keys ?? [], stepOf(new Date(at)))) ?? "none";
  return { id, persons, sessions, codeAt, open, rooms };
}

const scanOf = (code: string, more: object = {}) => ({ id: randomUUID(), code, device: randomUUID(), ...more });
async function refusal(token: string, variables: object): Promise<unknown> {
  const { errors } = await world.graphql(token, show, variables as Record<string, unknown>);
  const facts: Record<string, unknown> = errors[0]?.extensions ?? {};
  return facts.code === ErrorCode.PRESENCE_CODE_REFUSED ? facts.why : facts.code;
}
const marksOf = async (memberId: string) =>
  (
    await world.sql(
      "SELECT to_char(at AT TIME ZONE 'UTC', 'HH24:MI:SS') AS at FROM presence WHERE member_id = $1 ORDER BY at",
      [memberId],
    )
  ).map(({ at }) => at);

test("the screen and the server make the same codes, and those of RFC 4226 with SHA-256", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 200_000_000 }),
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      async (step, nonce) => {
        const secret = { id: "session", nonce: Buffer.from(nonce) };
        const key = keyOfHour(
          { secretsKey: Buffer.alloc(32, 7), previousSecretsKey: null } as never,
          secret,
          hourOf(step),
        );
        const keys = [{ hour: hourOf(step), key: key.toString("base64") }];
        expect(await codeOnScreen(keys, step)).toBe(codeOfStep(key, step));
        expect(await codeOnScreen(keys, step + 120)).toBeNull();
      },
    ),
    { numRuns: 50 },
  );
});

test("a code counts as long as it is shown, once, for its session and for who is registered; it is refused with the reason else", async () => {
  const { persons, sessions, codeAt } = await scene(1);
  const [ada] = persons;
  const token = ada?.token ?? "";
  const code = await codeAt(sessions.Dreams, "2026-03-03T09:02:10Z");
  const scan = scanOf(code, { sessionId: sessions.Dreams });
  const there = { title: "Dreams", at: "2026-03-03T09:02:00.000Z", waits: false };
  for (const variables of [
    scan,
    scan,
    scanOf(code, { sessionId: sessions.Dreams }),
    scanOf(` ${code.slice(0, 3)} ${code.slice(3)}`),
  ])
    expect((await world.ok(token, show, variables)).showPresence).toEqual(there);
  expect(await marksOf(ada?.id ?? "")).toEqual(["09:02:00"]);

  // One step either way; a photo that is forwarded is an old code, whoever sends it.
  world.setClock("2026-03-03T09:02:59Z");
  expect((await world.ok(token, show, scanOf(code))).showPresence).toEqual(there);
  world.setClock("2026-03-03T09:03:00Z");
  expect(await refusal(token, scanOf(code))).toBe("OLD");
  world.setClock("2026-03-03T09:12:10Z");
  expect(await refusal(token, scanOf(code, { sessionId: sessions.Dreams }))).toBe("OLD");
  expect((await world.graphql(token, show, scanOf(code))).errors[0]?.message).toBe(
    "The screen showed this code 10 minutes ago. Scan the one that it shows now.",
  );
  const beside = await codeAt(sessions.Apnea, "2026-03-03T09:12:10Z");
  expect(await refusal(token, scanOf(beside, { sessionId: sessions.Dreams }))).toBe("OTHER_SESSION");
  const wrong = beside === "123456" ? "654321" : "123456";
  expect(await refusal(token, scanOf(wrong))).toBe("WRONG");
  const later = await codeAt(sessions.Late, "2026-03-03T09:12:10Z");
  expect(await refusal(token, scanOf(later, { sessionId: sessions.Late }))).toBe("NOT_NOW");

  const stranger = await c.attendee([`stranger${people++}@example.test`]);
  const now = await codeAt(sessions.Dreams, "2026-03-03T09:12:10Z");
  expect(await refusal(stranger.token, scanOf(now, { sessionId: sessions.Dreams }))).toBe("NOT_FOUND");
  expect(await refusal(stranger.token, scanOf(now))).toBe("WRONG");
  expect(await refusal(token, { ...scanOf(now), id: "mine" })).toBe("BAD_INPUT");
  // Whose own the ID is, nobody else takes it.
  await c.register(
    (await world.sql("SELECT program_id AS id FROM session WHERE id = $1", [sessions.Dreams]))[0].id,
    `late${people}@example.test,Full,,,no`,
  );
  const other = await c.attendee([`late${people++}@example.test`]);
  expect(await refusal(other.token, { ...scanOf(now), id: scan.id })).toBe("BAD_INPUT");
});

test("no word of the telephone makes a photo that was forwarded count: sent as if it were late it waits, from whoever and whenever", async () => {
  const { persons, sessions, codeAt } = await scene(2);
  const [ada, bob] = persons as [(typeof persons)[number], (typeof persons)[number]];
  const code = await codeAt(sessions.Dreams, "2026-03-03T09:02:10Z");
  expect((await world.ok(ada.token, show, scanOf(code))).showPresence.waits).toBe(false);
  // Ten minutes later somebody outside has her photo.
  world.setClock("2026-03-03T09:12:10Z");
  const counts: unknown[] = [];
  for (const secondsAgo of [0, 1, 60, 89, 90, 570, 599, 600, 601, 630, 700, 3_600, 86_400]) {
    const scan = scanOf(code, { sessionId: sessions.Dreams, secondsAgo });
    const { data, errors } = await world.graphql(bob.token, show, scan);
    counts.push(data?.showPresence ? data.showPresence.waits : errors[0]?.extensions?.code);
  }
  expect(counts).not.toContain(false);
  // Neither does the ID under which hers was taken, nor one of a scan of his own that waits, sent again as if it were new.
  const [{ id }] = await world.sql("SELECT id FROM presence WHERE member_id = $1", [ada.id]);
  expect(await refusal(bob.token, { ...scanOf(code), id })).toBe("OLD");
  for (const { id: waiting } of await world.sql("SELECT id FROM presence WHERE member_id = $1", [bob.id]))
    expect((await world.ok(bob.token, show, { ...scanOf(code), id: waiting })).showPresence.waits).toBe(true);
  expect(await world.sql("SELECT count(*)::int FROM presence WHERE member_id = $1 AND NOT waits", [bob.id])).toEqual([
    { count: 0 },
  ]);
  const negative = await world.graphql(bob.token, show, scanOf(code, { secondsAgo: -600 }));
  expect(negative.errors).not.toEqual([]);
});

test("what is sent later says itself when it was scanned, so it waits until somebody lets it count; minutes run from the first to the last", async () => {
  const { id, persons, sessions, codeAt } = await scene(3);
  const [ada, bob, eve] = persons.map(({ token }) => token) as [string, string, string];
  await world.ok(
    c.provider.token,
    "mutation ($p: ID!) { setPresenceDemand(programId: $p, demand: MINUTES, percent: 80) { id } }",
    { p: id },
  );
  const offline = scanOf(await codeAt(sessions.Dreams, "2026-03-03T09:02:10Z"), {
    sessionId: sessions.Dreams,
    // Scanned at 09:02:12.
    secondsAgo: 53 * 60 - 2,
  });
  world.setClock("2026-03-03T09:55:10Z");
  // What does not fit the code was no scan of it.
  expect(await refusal(ada, { ...offline, id: randomUUID(), secondsAgo: 35 * 60 })).toBe("OLD");
  for (const _ of "12")
    expect((await world.ok(ada, show, offline)).showPresence).toEqual({
      title: "Dreams",
      at: "2026-03-03T09:02:00.000Z",
      waits: true,
    });
  const leaving = await codeAt(sessions.Dreams, "2026-03-03T09:55:10Z");
  const device = randomUUID();
  for (const token of [ada, bob, eve])
    await world.ok(token, show, scanOf(leaving, { device: token === ada ? randomUUID() : device }));

  world.setClock("2026-03-04T15:00:00Z");
  expect(await refusal(bob, { ...offline, id: randomUUID(), secondsAgo: 30 * 3_600 })).toBe("OLD");
  expect(await c.refusedClaim(ada, sessions.Dreams)).toBe("PRESENCE_NOT_SHOWN");
  const presence = async () =>
    (
      await world.ok(
        ada,
        "query ($id: ID!) { conference(id: $id) { days { sessions { title presence { minutes leastMinutes shown waiting marks { source } } } } } }",
        { id },
      )
    ).conference.days[0].sessions.find(({ title }: { title: string }) => title === "Dreams").presence;
  const seen = { minutes: 0, leastMinutes: 48, shown: false, waiting: 1, marks: [{ source: "CODE" }] };
  expect(await presence()).toEqual(seen);
  const list = async (by: string) =>
    (await world.ok(by, toDecide, { id: sessions.Dreams })).node.presenceToDecide.sort(
      (a: Record<string, { memberNumber: string }>, b: typeof a) =>
        (a.member?.memberNumber ?? "").localeCompare(b.member?.memberNumber ?? ""),
    );
  const waiting = await list(c.provider.token);
  expect(
    waiting.map(({ waits, sharedDevice, member }: Record<string, unknown>) => ({ waits, sharedDevice, member })),
  ).toEqual([
    { waits: true, sharedDevice: false, member: { memberNumber: persons[0]?.memberNumber } },
    ...[1, 2].map((at) => ({ waits: false, sharedDevice: true, member: { memberNumber: persons[at]?.memberNumber } })),
  ]);
  const of = (at: number, counts: boolean) => ({
    sessionId: sessions.Dreams,
    ids: [waiting[at].id],
    counts,
    reason: "The chair saw them",
  });
  expect(await world.refused((await world.provider()).token, decide, of(0, true))).toBe("NOT_FOUND");
  expect(await world.refused(c.provider.token, decide, { ...of(0, true), sessionId: sessions.Apnea })).toBe(
    "NOT_FOUND",
  );
  expect(await world.refused(c.provider.token, decide, { ...of(0, true), reason: " " })).toBe("REASON_REQUIRED");
  await world.ok(c.provider.token, decide, of(0, true));
  await world.ok(c.staff.token, decide, of(1, false));
  expect(await world.refused(c.staff.token, decide, of(1, true))).toBe("NOT_FOUND");
  // Alone on that device now, as far as anybody looks.
  expect((await list(c.staff.token)).length).toBe(1);
  await c.claim(ada, sessions.Dreams);
  const both = [{ source: "CODE" }, { source: "CODE" }];
  expect(await presence()).toEqual({ ...seen, minutes: 53, shown: true, waiting: 0, marks: both });
  // Two numbers of one person who both showed one code: it stands once.
  await merge(world, c.staff.token, persons[0]?.id ?? "", persons[2]?.id ?? "");
  expect(await marksOf(persons[0]?.id ?? "")).toEqual(["09:02:00", "09:55:00"]);
});

test("a link shows codes until it is ended, another is made, or its maker may not act for the conference any more", async () => {
  const { sessions, open, rooms, codeAt, persons } = await scene(1);
  const token = rooms.get(sessions.Dreams)?.token ?? "";
  const shows = async (link: string) => (await world.graphql(null, readRoom, { token: link })).data?.room != null;
  expect([await shows(token), await shows("else")]).toEqual([true, false]);
  const old = await codeAt(sessions.Dreams, "2026-03-03T09:02:10Z");
  const next = await open(sessions.Dreams);
  expect([await shows(token), await shows(next)]).toEqual([false, true]);
  expect(await refusal(persons[0]?.token ?? "", scanOf(old, { sessionId: sessions.Dreams }))).toBe("WRONG");
  expect(await world.refused((await world.provider()).token, makeLink, { sessionId: sessions.Dreams })).toBe(
    "NOT_FOUND",
  );
  expect((await world.ok(c.provider.token, endLink, { sessionId: sessions.Dreams })).endRoomLink).toBe(true);
  expect((await world.ok(c.provider.token, endLink, { sessionId: sessions.Dreams })).endRoomLink).toBe(false);
  expect(await shows(next)).toBe(false);

  const apnea = rooms.get(sessions.Apnea)?.token ?? "";
  const code = await codeAt(sessions.Apnea, "2026-03-03T09:02:10Z");
  const suspend = "mutation ($id: ID!, $r: String!) { suspendProvider(id: $id, reason: $r) { id } }";
  await world.ok(c.staff.token, suspend, { id: c.provider.id, r: "Audit" });
  expect(await shows(apnea)).toBe(false);
  expect(await refusal(persons[0]?.token ?? "", scanOf(code, { sessionId: sessions.Apnea }))).toBe("NOT_FOUND");
});
