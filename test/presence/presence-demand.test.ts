import { ConferenceWorld, csvSchedule, documents } from "../conferences/conference-world.ts";
import { merge } from "../persons/merging.ts";

let c: ConferenceWorld;
let world: ConferenceWorld["world"];
beforeAll(async () => {
  c = await ConferenceWorld.start();
  world = c.world;
});
afterAll(() => c.stop());

const setDemand = `mutation ($programId: ID!, $demand: PresenceDemand!, $percent: Int, $reason: String) {
  setPresenceDemand(programId: $programId, demand: $demand, percent: $percent, reason: $reason) {
    presenceDemand { demand percent setByStaff } } }`;
const demandOf = async (programId: string) =>
  (
    await world.ok(
      c.provider.token,
      "query ($id: ID!) { program(id: $id) { presenceDemand { demand percent setByStaff } } }",
      {
        id: programId,
      },
    )
  ).program.presenceDemand;
const presenceOf = `query ($id: ID!) { conference(id: $id) { days { sessions { title
  presence { need leastMinutes minutes shown marks { source minutes } } } } } }`;
const claimFor = `mutation ($memberId: ID!, $sessionId: ID!, $reason: String!) {
  claimSessionFor(memberId: $memberId, sessionId: $sessionId, reason: $reason) { session { presence { shown marks { source } } } } }`;

let people = 0;
/** A conference that has ended, with somebody who is registered for it. */
async function scene() {
  const id = await c.conference({ startsOn: "2026-02-10", endsOn: "2026-02-11" });
  await c.imported(
    id,
    csvSchedule(
      "a,Opening,2026-02-10,09:00,10:00,no,",
      "b,Online,2026-02-10,10:00,11:00,yes,",
      "c,Closing,2026-02-11,10:00,10:45,no,",
    ),
  );
  const email = `seen${people++}@example.test`;
  await c.register(id, `${email},Full,,,no`);
  const attendee = await c.attendee([email]);
  const sessions = Object.fromEntries((await c.sessions(id)).map((session) => [session.title, session.id])) as Record<
    "Opening" | "Online" | "Closing",
    string
  >;
  const demand = (demand: string, more: object = {}, token = c.provider.token) =>
    world.ok(token, setDemand, { programId: id, demand, ...more });
  return { id, attendee, sessions, demand };
}

test("its provider says what a conference asks for until somebody has claimed, and not what staff have set", async () => {
  const { id, attendee, sessions, demand } = await scene();
  expect(await demandOf(id)).toEqual({ demand: "TRUST", percent: null, setByStaff: false });
  await demand("MINUTES", { percent: 80 });
  expect(await demandOf(id)).toEqual({ demand: "MINUTES", percent: 80, setByStaff: false });
  const of = (demand: string, more: object = {}) => ({ programId: id, demand, ...more });
  expect(await world.refused(c.provider.token, setDemand, of("MINUTES"))).toBe("BAD_INPUT");
  expect(await world.refused(c.provider.token, setDemand, of("ALL", { percent: 80 }))).toBe("BAD_INPUT");
  expect(await world.refused(c.provider.token, setDemand, of("MINUTES", { percent: 101 }))).toBe("BAD_INPUT");
  const { copyProgram } = await world.ok(
    c.provider.token,
    "mutation ($id: ID!) { copyProgram(id: $id) { id presenceDemand { demand percent setByStaff } } }",
    { id },
  );
  expect(copyProgram.presenceDemand).toEqual({ demand: "MINUTES", percent: 80, setByStaff: false });
  await demand("TRUST");
  await c.claim(attendee.token, sessions.Opening);
  expect(await world.refused(c.provider.token, setDemand, of("ALL"))).toBe("STAFF_DECIDES");
  expect(await world.refused(c.staff.token, setDemand, of("ALL"))).toBe("REASON_REQUIRED");
  await demand("ALL", { reason: "The board asks for it" }, c.staff.token);
  await world.ok(attendee.token, documents.unclaim, { sessionId: sessions.Opening });
  expect(await world.refused(c.provider.token, setDemand, of("TRUST"))).toBe("STAFF_DECIDES");
  expect(
    await world.sql(
      `SELECT reason, before->>'presence' AS was, after->>'presence' AS is FROM audit_entry
       WHERE action = 'program.demand-presence' AND subject_id = $1 ORDER BY id`,
      [id],
    ),
  ).toEqual([
    { reason: null, was: "TRUST", is: "MINUTES" },
    { reason: null, was: "MINUTES", is: "TRUST" },
    { reason: "The board asks for it", was: "TRUST", is: "ALL" },
  ]);
});

test("no way leads to a claim or a certificate without the evidence that is asked for; staff's word is evidence", async () => {
  const { id, attendee, sessions, demand } = await scene();
  await demand("IN_PERSON");
  const look = async (token = attendee.token) =>
    (await world.ok(token, presenceOf, { id })).conference.days.flatMap((day: { sessions: object[] }) => day.sessions);
  const none = { need: "PRESENCE", leastMinutes: null, minutes: 0, shown: false, marks: [] };
  expect(await look()).toEqual([
    { title: "Opening", presence: none },
    { title: "Online", presence: { ...none, need: "NOTHING", shown: true } },
    { title: "Closing", presence: none },
  ]);
  expect(await c.refusedClaim(attendee.token, sessions.Opening)).toBe("PRESENCE_NOT_SHOWN");
  const saveClaims = `mutation ($conferenceId: ID!, $claims: [ClaimInput!]!) {
    saveClaims(conferenceId: $conferenceId, claims: $claims) { problems { index code message } } }`;
  expect(
    (
      await world.ok(attendee.token, saveClaims, {
        conferenceId: id,
        claims: [{ sessionId: sessions.Opening }, { sessionId: sessions.Online, attendedOn: "2026-02-10" }],
      })
    ).saveClaims.problems,
  ).toEqual([
    {
      index: 0,
      code: "PRESENCE_NOT_SHOWN",
      message:
        'The conference asks for evidence that you were at "Opening", and there is none. Ask its organizer if you were there.',
    },
  ]);
  const of = { memberId: attendee.id, reason: "The session's chair knows her" };
  expect((await world.ok(c.staff.token, claimFor, { ...of, sessionId: sessions.Opening })).claimSessionFor).toEqual({
    session: { presence: { shown: true, marks: [{ source: "STAFF" }] } },
  });
  await c.claim(attendee.token, sessions.Opening);
  expect((await look())[0].presence).toEqual({
    ...none,
    minutes: 60,
    shown: true,
    marks: [{ source: "STAFF", minutes: null }],
  });
  await c.claim(attendee.token, sessions.Online, "2026-02-10");
  const first = await c.generate(attendee.token, id);
  expect(first.lines).toHaveLength(2);

  // Asked for later: what was issued stays, and another choice needs what is asked for now.
  await demand("ALL", { reason: "The board asks for it" }, c.staff.token);
  expect((await c.generate(attendee.token, id)).id).toBe(first.id);
  const list = `query ($id: ID!) { conferenceAttendees(programId: $id) { nodes { sessions unshown } } }`;
  expect((await world.ok(c.provider.token, list, { id })).conferenceAttendees.nodes).toEqual([
    { sessions: 2, unshown: 1 },
  ]);
  await world.ok(c.staff.token, claimFor, { ...of, sessionId: sessions.Closing });
  expect(await world.refused(attendee.token, documents.generate, { conferenceId: id })).toBe("PRESENCE_NOT_SHOWN");
  expect(
    await world.refused(
      c.staff.token,
      'mutation ($m: ID!, $c: ID!) { generateCertificateFor(memberId: $m, conferenceId: $c, reason: "Asked") { id } }',
      { m: attendee.id, c: id },
    ),
  ).toBe("PRESENCE_NOT_SHOWN");
  await world.ok(attendee.token, documents.unclaim, { sessionId: sessions.Online });
  expect((await c.generate(attendee.token, id)).lines).toHaveLength(2);

  // One person with two numbers: what was seen of either counts.
  const kept = await c.attendee([`kept${people++}@example.test`]);
  await merge(world, c.staff.token, kept.id, attendee.id);
  expect((await look(kept.token)).map(({ presence }: { presence: { shown: boolean } }) => presence.shown)).toEqual([
    true,
    false,
    true,
  ]);
  await c.world.ok(c.staff.token, "mutation ($id: ID!) { removeSession(id: $id) }", { id: sessions.Closing });
  expect((await c.session(id, "Closing")).removedAt).not.toBeNull();
});
