import { createHash, randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import fc from "fast-check";
import { hashBadge, outcomeHere } from "../../attendee/presence/badge.ts";
import { groupedCode } from "../../server/core/crockford.ts";
import { readPdf } from "../certificates/pdf-reader.ts";
import { ConferenceWorld, csvSchedule } from "../conferences/conference-world.ts";

let c: ConferenceWorld;
let world: ConferenceWorld["world"];
beforeAll(async () => {
  c = await ConferenceWorld.start();
  world = c.world;
});
afterAll(() => c.stop());

const makeLink = "mutation ($programId: ID!) { makeDoorLink(programId: $programId) }";
const endLink = "mutation ($programId: ID!) { endDoorLink(programId: $programId) }";
const readDoor = `query ($token: String!, $after: ID) { door(token: $token) { programId conference timeZone tag now
  sessions { id title startsAt } badges(after: $after) { after badges { hash name registrationType } } } }`;
const record = `mutation ($token: String!, $scans: [DoorScanInput!]!) {
  recordScans(token: $token, scans: $scans) { id outcome } }`;
const listed = `query ($id: ID!) { program(id: $id) { doorLinkMadeAt }
  registrations(programId: $id, first: 100) { nodes { id email badge } } }`;

interface Scan {
  id: string;
  badge: string;
  sessionId: string;
  secondsAgo: number;
}

let people = 0;
/** A conference of 3 March with people registered, and the link for its doors. */
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
  await c.register(id, ...Array.from({ length: attendees }, () => `door${people++}@example.test,Full,,,no`));
  const { registrations } = await world.ok(c.provider.token, listed, { id });
  const nodes: { id: string; email: string; badge: string }[] = registrations.nodes;
  const open = async () => {
    const { makeDoorLink } = await world.ok(c.provider.token, makeLink, { programId: id });
    return new URL(makeDoorLink).hash.slice("#token=".length);
  };
  const sessions = Object.fromEntries((await c.sessions(id)).map(({ title, id: each }) => [title, each])) as Record<
    "Dreams" | "Apnea" | "Late",
    string
  >;
  return { id, nodes, badges: nodes.map(({ badge }) => badge), sessions, open, token: await open() };
}

const send = async (token: string, scans: Scan[]): Promise<string[]> =>
  (await world.ok(null, record, { token, scans })).recordScans.map(({ outcome }: { outcome: string }) => outcome);
const scanOf = (badge: string, sessionId: string, secondsAgo = 0): Scan => ({
  id: randomUUID(),
  badge,
  sessionId,
  secondsAgo,
});
/** By badge the moments at which somebody was seen at a session. */
const seenAt = (sessionId: string): Promise<{ badge: string; times: string[] }[]> =>
  world.sql(
    `SELECT upper(right(r.program_id::text, 4)) || r.badge_code AS badge,
       array_agg(to_char(e.at AT TIME ZONE 'UTC', 'HH24:MI:SS') ORDER BY e.at) AS times
     FROM presence e JOIN registration r ON r.id = e.registration_id WHERE e.session_id = $1 AND e.source = 'SCAN' GROUP BY 1 ORDER BY 1`,
    [sessionId],
  ) as never;

test("50 badges scanned without a network on three telephones with doubles, sent in any order and twice, are there exactly once", async () => {
  const { badges, sessions, token } = await scene(50);
  expect(new Set(badges).size).toBe(50);
  // Each is scanned as they come, a third by two telephones and every fifth again as they leave.
  const scanned: { scan: Omit<Scan, "secondsAgo">; at: number }[] = [];
  const base = Date.parse("2026-03-03T08:50:00Z");
  const see = (at: number, minute: number) =>
    scanned.push({
      scan: { id: randomUUID(), badge: badges[at] ?? "", sessionId: at % 2 ? sessions.Dreams : sessions.Apnea },
      at: base + minute * 60_000 + at * 1_000,
    });
  badges.forEach((_, at) => {
    see(at, 0);
    if (at % 3 === 0) see(at, 0);
    if (at % 5 === 0) see(at, 65);
  });
  // Each telephone comes back at another time, and sends backwards what it has; one answer is lost, so it sends that once more.
  const phones = [0, 1, 2].map((phone) => scanned.filter((_, at) => at % 3 === phone).reverse());
  for (const [phone, hour] of [
    [2, 11],
    [0, 18],
    [1, 12],
    [0, 23],
    [2, 23],
  ] as const) {
    const now = Date.parse(`2026-03-03T${hour}:00:00Z`);
    world.setClock(new Date(now).toISOString());
    const batch = (phones[phone] ?? []).map(({ scan, at }) => ({ ...scan, secondsAgo: (now - at) / 1_000 }));
    expect(new Set(await send(token, batch))).toEqual(new Set(["RECORDED"]));
  }
  const expected = badges
    .map((badge, at) => ({
      badge,
      session: at % 2 ? sessions.Dreams : sessions.Apnea,
      times: scanned
        .filter(({ scan }) => scan.badge === badge)
        .map(({ at: moment }) => new Date(moment).toISOString().slice(11, 19))
        .sort(),
    }))
    .sort((a, b) => (a.badge < b.badge ? -1 : 1));
  for (const session of [sessions.Dreams, sessions.Apnea])
    expect(await seenAt(session)).toEqual(
      expected.filter((each) => each.session === session).map(({ badge, times }) => ({ badge, times })),
    );
  // Sent again days later, what is there is there; what was not sent within a day is not taken.
  world.setClock("2026-03-06T09:00:00Z");
  const [first] = phones[0] ?? [];
  const late = { ...(first?.scan as Scan), secondsAgo: 3 * 86_400 };
  expect(await send(token, [late, { ...late, id: randomUUID() }])).toEqual(["RECORDED", "TOO_LATE"]);
});

test("whoever is scanned how often on which of three telephones, in batches of any size and order, each sent twice and at once: exact", async () => {
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat({ max: 0xffff })), async (numbers) => {
      const draw = (below: number) => numbers.next().value % below;
      const { badges, sessions, token } = await scene(50);
      world.setClock("2026-03-03T11:00:00Z");
      const phones: Scan[][] = [[], [], []];
      const expected = new Map<string, string[]>();
      for (const badge of badges)
        for (let times = 1 + draw(3); times > 0; times--) {
          const scan = scanOf(badge, draw(2) === 0 ? sessions.Dreams : sessions.Apnea, 3_600 + draw(3_600));
          phones[draw(3)]?.push(scan);
          const at = new Date(Date.parse("2026-03-03T11:00:00Z") - scan.secondsAgo * 1_000).toISOString().slice(11, 19);
          const key = `${scan.sessionId} ${badge}`;
          expected.set(key, [...(expected.get(key) ?? []), at].sort());
        }
      const batches = phones.flatMap((scans) => {
        const left = scans.toSorted(() => draw(3) - 1);
        const cut: Scan[][] = [];
        while (left.length > 0) cut.push(left.splice(0, 1 + draw(20)));
        return [...cut, ...cut];
      });
      const answers = await Promise.all(batches.toSorted(() => draw(3) - 1).map((batch) => send(token, batch)));
      expect(new Set(answers.flat())).toEqual(new Set(["RECORDED"]));
      const found = new Map<string, string[]>();
      for (const session of [sessions.Dreams, sessions.Apnea])
        for (const { badge, times } of await seenAt(session)) found.set(`${session} ${badge}`, times);
      expect(found).toEqual(expected);
    }),
    { numRuns: 3 },
  );
});

test("each scan that cannot be taken says why, and keeps no other from being taken", async () => {
  const { id, badges, nodes, sessions, token } = await scene(3);
  const other = await scene(1);
  world.setClock("2026-03-03T09:10:00Z");
  const [ada, bob, gone] = badges as [string, string, string];
  expect(
    (await world.ok(c.provider.token, "mutation ($id: ID!) { removeRegistration(id: $id) }", { id: nodes[2]?.id }))
      .removeRegistration,
  ).toBe(true);
  const good = scanOf(` ${groupedCode(ada).toLowerCase()}`, sessions.Dreams);
  const unknown = `${ada.slice(0, 4)}000000000000`;
  expect(
    await send(token, [
      good,
      scanOf(other.badges[0] ?? "", sessions.Dreams),
      scanOf(unknown, sessions.Dreams),
      scanOf("https://example.test/", sessions.Dreams),
      scanOf(gone, sessions.Dreams),
      scanOf(bob, other.sessions.Dreams),
      scanOf(bob, "none"),
      scanOf(bob, sessions.Late),
      scanOf(bob, sessions.Dreams, 41 * 60),
      scanOf(bob, sessions.Dreams, 86_401),
      { ...scanOf(bob, sessions.Apnea), id: good.id },
      scanOf(bob, sessions.Dreams, 40 * 60),
    ]),
  ).toEqual(
    "RECORDED OTHER_CONFERENCE UNKNOWN_BADGE UNKNOWN_BADGE UNKNOWN_BADGE OTHER_SESSION OTHER_SESSION NOT_NOW NOT_NOW TOO_LATE RECORDED RECORDED".split(
      " ",
    ),
  );
  expect((await seenAt(sessions.Dreams)).map(({ badge }) => badge)).toEqual([ada, bob].sort());
  expect(await seenAt(sessions.Apnea)).toEqual([]);
  // An ID of another conference's scan is not this one's, and the scan there stays as it is.
  expect(await send(other.token, [{ ...scanOf(other.badges[0] ?? "", other.sessions.Dreams), id: good.id }])).toEqual([
    "ID_TAKEN",
  ]);
  expect(await world.refused(null, record, { token, scans: [{ ...good, id: "mine" }] })).toBe("BAD_INPUT");
  const many = Array.from({ length: 201 }, () => scanOf(ada, sessions.Dreams));
  expect(await world.refused(null, record, { token, scans: many })).toBe("BAD_INPUT");

  // A scan is evidence: of whoever claims under the registration, at once and later.
  await world.ok(
    c.provider.token,
    "mutation ($p: ID!) { setPresenceDemand(programId: $p, demand: MINUTES, percent: 50) { id } }",
    {
      p: id,
    },
  );
  const member = await c.attendee([nodes[0]?.email ?? ""]);
  const mine = await world.ok(member.token, "{ badges { number conference registrationType } }");
  expect(mine.badges).toEqual([{ number: ada, conference: "Sleep Summit", registrationType: "Full" }]);
  world.setClock("2026-03-03T09:41:00Z");
  expect(await send(token, [scanOf(ada, sessions.Dreams)])).toEqual(["RECORDED"]);
  world.setClock("2026-03-04T15:00:00Z");
  await c.claim(member.token, sessions.Dreams);
  expect(await c.refusedClaim(member.token, sessions.Apnea)).toBe("PRESENCE_NOT_SHOWN");
  expect(
    await world.sql("SELECT count(*)::int AS count FROM presence WHERE member_id = $1 AND source = 'SCAN'", [
      member.id,
    ]),
  ).toEqual([{ count: 2 }]);
});

test("a telephone knows its badges without a network, and can neither make one nor read whose it is", async () => {
  const { badges, token, sessions } = await scene(2);
  const other = await scene(1);
  world.setClock("2026-03-03T09:10:00Z");
  const { door } = await world.ok(null, readDoor, { token });
  expect(door.sessions.map(({ title }: { title: string }) => title)).toEqual(["Apnea", "Dreams", "Late"]);
  const text = JSON.stringify(door);
  for (const badge of badges) expect(text).not.toContain(badge.slice(4));
  expect(text).not.toContain("@example.test");
  const known = new Map<string, object>(door.badges.badges.map((badge: { hash: string }) => [badge.hash, badge]));
  const here = { tag: door.tag, badges: known };
  const hash = await hashBadge(badges[0] ?? "");
  expect(hash).toBe(
    createHash("sha256")
      .update(badges[0] ?? "")
      .digest()
      .subarray(0, 16)
      .toString("base64url"),
  );
  expect(known.has(hash)).toBe(true);
  expect(await outcomeHere(here, ` ${groupedCode(badges[1] ?? "").toLowerCase()}\n`)).toMatchObject({
    kind: "KNOWN",
    number: badges[1],
  });
  expect(await outcomeHere(here, other.badges[0] ?? "")).toEqual({ kind: "FOREIGN" });
  expect(await outcomeHere(here, `${door.tag}000000000000`)).toMatchObject({ kind: "UNKNOWN" });
  expect(await outcomeHere(here, "https://example.test/")).toEqual({ kind: "NO_BADGE" });

  // Ended, made anew, or of somebody who may not act for it any more.
  const { id } = (await world.sql("SELECT program_id AS id FROM session WHERE id = $1", [sessions.Dreams]))[0];
  const stands = async (link: string) => (await world.graphql(null, readDoor, { token: link })).data?.door != null;
  expect((await world.ok(c.provider.token, listed, { id })).program.doorLinkMadeAt).toBe("2026-03-02T15:00:00.000Z");
  const { makeDoorLink } = await world.ok(c.provider.token, makeLink, { programId: id });
  const next = new URL(makeDoorLink).hash.slice("#token=".length);
  expect([await stands(token), await stands(next), await stands("else")]).toEqual([false, true, false]);
  const scan = [scanOf(badges[0] ?? "", sessions.Dreams)];
  expect(await world.refused(null, record, { token, scans: scan })).toBe("NOT_FOUND");
  expect(await world.refused((await world.provider()).token, makeLink, { programId: id })).toBe("NOT_FOUND");
  expect((await world.ok(c.provider.token, endLink, { programId: id })).endDoorLink).toBe(true);
  expect((await world.ok(c.provider.token, endLink, { programId: id })).endDoorLink).toBe(false);
  expect([await stands(next), await world.refused(null, record, { token: next, scans: scan })]).toEqual([
    false,
    "NOT_FOUND",
  ]);

  await world.sql("UPDATE program SET status = 'CANCELLED' WHERE id = $1", [other.id]);
  const there = [scanOf(other.badges[0] ?? "", other.sessions.Dreams)];
  expect([await stands(other.token), await world.refused(null, record, { token: other.token, scans: there })]).toEqual([
    false,
    "NOT_FOUND",
  ]);
  expect(await seenAt(sessions.Dreams)).toEqual([]);
});

test("badges are printed in sheets for whoever keeps the conference: names in any script, long ones too, and codes that scan", async () => {
  const { id, nodes, token } = await scene(3);
  const other = await world.provider();
  const names = [
    "Ada Lovelace",
    "A 王小明 محمد الفارسي ศิริพร",
    `A Wolfeschlegelsteinhausenbergerdorff ${"van der Berg ".repeat(9)}Jr.`,
  ];
  const file = [
    "Email,Registration Type,Name",
    ...names.map((name, at) => `door${people - 3 + at}@example.test,"Full, with dinner",${name}`),
  ];
  await c.importRegistrations(id, file.join("\n"));
  // Who sends types alone takes no name away.
  await c.register(id, `door${people - 3}@example.test,Day,,,no`);
  const many = Array.from({ length: 20 }, (_, at) => `many${at}.${people}@example.test,Full,,,no`);
  await c.register(id, ...many);
  const get = (as: string, from: number) =>
    fetch(`${world.url}/programs/${id}/badges.pdf?from=${from}`, { headers: { Authorization: `Bearer ${as}` } });
  const pdf = Buffer.from(await (await get(c.provider.token, 0)).arrayBuffer());
  const last = await get(c.staff.token, 22);
  expect([last.status, (await get(c.staff.token, 23)).status, (await get(other.token, 0)).status]).toEqual([
    200, 404, 404,
  ]);
  const { pages, structure } = await readPdf(pdf);
  const text = pages.join(" ").replace(/\s+/g, " ");
  if (process.env.SHOTS) await writeFile(`${process.env.SHOTS}/badges.pdf`, pdf);
  expect(text).toContain("Ada Lovelace");
  expect(text).toContain("王小明");
  const ada = nodes.find(({ email }) => email === `door${people - 3}@example.test`)?.badge ?? "";
  expect(text.replaceAll(" ", "")).toContain(groupedCode(ada));
  expect(pages.length).toBe(3);
  expect(JSON.stringify(structure)).toContain("QR code of the badge of Ada Lovelace");
  const { door } = await world.ok(null, readDoor, { token });
  expect(door.badges.badges.map(({ name }: { name: string }) => name)).toContain("Ada L.");
});
