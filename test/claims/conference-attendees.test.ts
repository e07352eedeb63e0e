import { ConferenceWorld, csvSchedule, documents } from "../conferences/conference-world.ts";

let conference: ConferenceWorld;
let world: ConferenceWorld["world"];
beforeAll(async () => {
  conference = await ConferenceWorld.start();
  world = conference.world;
});
afterAll(() => conference.stop());

const query = `query ($id: ID!, $filter: ConferenceAttendeeFilter, $orderBy: [ConferenceAttendeeOrder!], $first: Int, $offset: Int) {
  conferenceAttendees(programId: $id, filter: $filter, orderBy: $orderBy, first: $first, offset: $offset) { totalCount nodes {
    sessions credits member { memberNumber lastName email } certificate { number status credits } } } }`;

const ask = async (token: string, id: string, more: Record<string, unknown> = {}) =>
  (await world.ok(token, query, { id, ...more })).conferenceAttendees;

async function scene(name: string, people: number) {
  const id = await conference.conference({ startsOn: "2026-02-10", endsOn: "2026-02-11" }, name);
  await conference.imported(
    id,
    csvSchedule(
      "a,Opening,2026-02-10,09:00,10:00,no,",
      "b,Workshop,2026-02-10,10:00,11:15,no,",
      "c,Closing,2026-02-11,10:00,10:45,no,",
    ),
  );
  const attendees = [];
  for (let at = 0; at < people; at++) {
    const email = `${name.toLowerCase()}${at}@example.test`;
    attendees.push(
      await conference.attendee([email], { firstName: `${name}${"abcdef"[at]}`, lastName: `Åse${"fedcba"[at]}` }),
    );
    await conference.register(id, `${email},Full,,,no`);
  }
  const sessions = Object.fromEntries((await conference.sessions(id)).map((session) => [session.title, session.id]));
  return { id, attendees, sessions: sessions as Record<"Opening" | "Workshop" | "Closing", string> };
}

test("each attendee's sessions, credits and certificate; who only has a certificate is there, who claimed nothing is not", async () => {
  const { id, attendees, sessions } = await scene("Count", 4);
  const [all, one, gone] = attendees.map(({ token }) => token) as [string, string, string];
  for (const session of Object.values(sessions)) await conference.claim(all, session);
  await conference.claim(one, sessions.Opening);
  await conference.claim(gone, sessions.Workshop);
  const { number } = await conference.generate(gone, id);
  await world.ok(gone, documents.unclaim, { sessionId: sessions.Workshop });
  // What staff make ineligible does not count any more.
  await conference.update([sessions.Closing], { eligible: false });
  const staff = await ask(conference.staff.token, id);
  expect(staff).toEqual({
    totalCount: 3,
    nodes: [
      {
        sessions: 0,
        credits: "0.00",
        member: { memberNumber: attendees[2]?.memberNumber, lastName: "Åsed", email: "count2@example.test" },
        certificate: { number, status: "ISSUED", credits: "1.25" },
      },
      {
        sessions: 1,
        credits: "1.00",
        member: { memberNumber: attendees[1]?.memberNumber, lastName: "Åsee", email: "count1@example.test" },
        certificate: null,
      },
      {
        sessions: 2,
        credits: "2.25",
        member: { memberNumber: attendees[0]?.memberNumber, lastName: "Åsef", email: "count0@example.test" },
        certificate: null,
      },
    ],
  });
  const numbers = async (more: Record<string, unknown>) =>
    (await ask(conference.provider.token, id, more)).nodes.map(
      ({ member }: { member: { lastName: string } }) => member.lastName,
    );
  expect(await numbers({ filter: { sessionId: sessions.Opening } })).toEqual(["Åsee", "Åsef"]);
  expect(await numbers({ filter: { sessionId: "no ID" } })).toEqual([]);
  expect(await numbers({ filter: { text: "countA ase" } })).toEqual(["Åsef"]);
  expect(await numbers({ filter: { text: attendees[1]?.memberNumber } })).toEqual(["Åsee"]);
  expect(await numbers({ filter: { text: "%" } })).toEqual([]);
  expect(await numbers({ first: 1, offset: 1 })).toEqual(["Åsee"]);
  const by = (field: string, direction: string) => numbers({ orderBy: [{ field, direction }] });
  expect(await by("CERTIFICATE", "ASC")).toEqual(["Åsed", "Åsee", "Åsef"]);
  expect(await by("CERTIFICATE", "DESC")).toEqual(["Åsed", "Åsef", "Åsee"]);
  expect(await by("SESSIONS", "DESC")).toEqual(["Åsef", "Åsee", "Åsed"]);
  expect(await by("CREDITS", "ASC")).toEqual(["Åsed", "Åsee", "Åsef"]);
  expect(await by("NUMBER", "ASC")).toEqual(["Åsef", "Åsee", "Åsed"]);
  // Numbers grow in length.
  for (const [attendee, number] of [
    [0, "C999999"],
    [1, "C1000000"],
  ] as const)
    await world.sql(
      `INSERT INTO certificate SELECT (jsonb_populate_record(c, jsonb_build_object('id', uuid_v7(), 'number', $1::text,
         'verification_code', $1::text, 'member_id', $2::uuid))).*
       FROM certificate c WHERE c.program_id = $3 AND c.attendance_record_id IS NULL LIMIT 1`,
      [number, attendees[attendee]?.id, id],
    );
  expect(await by("CERTIFICATE", "ASC")).toEqual(["Åsed", "Åsef", "Åsee"]);
  expect(await by("CERTIFICATE", "DESC")).toEqual(["Åsee", "Åsef", "Åsed"]);
  // Of another conference's session nobody is shown.
  const other = await scene("Other", 1);
  await conference.claim(other.attendees[0]?.token ?? "", other.sessions.Opening);
  expect(await numbers({ filter: { sessionId: other.sessions.Opening } })).toEqual([]);
});

test("a provider sees its own conferences' attendees with masked addresses; nobody else sees any", async () => {
  const { id, attendees, sessions } = await scene("Private", 1);
  const token = attendees[0]?.token ?? "";
  await conference.claim(token, sessions.Opening);
  const { nodes } = await ask(conference.provider.token, id);
  expect(nodes[0].member.email).toBe("p•••@e•••.test");
  const foreign = await world.provider();
  expect(await world.refused(foreign.token, query, { id })).toBe("NOT_FOUND");
  expect(await world.refused(token, query, { id })).toBe("FORBIDDEN");
  expect(await world.refused(null, query, { id })).toBe("UNAUTHENTICATED");
});

test("three attendees cost the statements of one", async () => {
  const small = await scene("Small", 1);
  const large = await scene("Large", 3);
  for (const { id, attendees, sessions } of [small, large])
    for (const { token } of attendees) {
      await conference.claim(token, sessions.Opening);
      await conference.generate(token, id);
    }
  const count = (id: string) => world.statements(() => ask(conference.provider.token, id));
  await count(small.id);
  expect(await count(large.id)).toBe(await count(small.id));
});
