import { ConferenceWorld, csvSchedule, documents } from "../conferences/conference-world.ts";

// Every rule of claiming against its boundary, through the API, whatever a client may show.

let conference: ConferenceWorld;
let world: ConferenceWorld["world"];
beforeAll(async () => {
  conference = await ConferenceWorld.start();
  world = conference.world;
});
afterAll(() => conference.stop());
beforeEach(() => world.setClock("2026-03-02T15:00:00Z"));

let made = 0;
const address = () => `attendee${++made}@example.test`;

/** A conference with the sessions of a file, and an attendee who is registered for it. */
async function scene(
  place: { startsOn: string; endsOn: string; timeZone?: string; format?: string },
  rows: string[],
  registration = "Full,,,no",
  name = { firstName: "John", lastName: "Smith" },
) {
  const id = await conference.conference(place);
  await conference.imported(id, csvSchedule(...rows));
  const email = address();
  const attendee = await conference.attendee([email], name);
  await conference.register(id, `${email},${registration}`);
  const sessions = Object.fromEntries((await conference.sessions(id)).map((session) => [session.title, session]));
  const sessionId = (title: string): string => sessions[title]?.id ?? "";
  return { id, attendee, sessionId };
}

const seen = async (token: string): Promise<string[]> =>
  (await world.ok(token, documents.conferences)).conferences.map(({ id }: { id: string }) =>
    id.replace("Conference_", ""),
  );

const titles = async (token: string, id: string): Promise<string[] | null> => {
  const found = (await world.ok(token, documents.conference, { id })).conference;
  return (
    found?.days.flatMap((day: { sessions: { title: string }[] }) => day.sessions.map((session) => session.title)) ??
    null
  );
};

const february = { startsOn: "2026-02-10", endsOn: "2026-02-11", timeZone: "America/Chicago" };

describe("the conference", () => {
  test.each([
    // The last session ends at 17:00 of the last day in Auckland, Chicago, Kiritimati and Pago Pago.
    ["Pacific/Auckland", "2026-02-11T04:00:00Z"],
    ["America/Chicago", "2026-02-11T23:00:00Z"],
    ["Pacific/Kiritimati", "2026-02-11T03:00:00Z"],
    ["Pacific/Pago_Pago", "2026-02-12T04:00:00Z"],
  ])("in %s ends at %s: a minute before, nothing can be claimed", async (timeZone, end) => {
    const rows = ["a,First,2026-02-10,09:00,10:00,no,", "b,Last,2026-02-11,16:00,17:00,no,"];
    const { id, attendee, sessionId } = await scene({ ...february, timeZone }, rows);
    world.setClock(new Date(Date.parse(end) - 60_000).toISOString());
    expect(await seen(attendee.token)).toEqual([]);
    expect(await titles(attendee.token, id)).toBeNull();
    expect(await conference.refusedClaim(attendee.token, sessionId("First"))).toBe("CONFERENCE_NOT_ENDED");
    expect(await world.refused(attendee.token, documents.generate, { conferenceId: id })).toBe("CONFERENCE_NOT_ENDED");
    world.setClock(end);
    expect(await seen(attendee.token)).toEqual([id]);
    await conference.claim(attendee.token, sessionId("First"));
  });

  test("that was postponed has not ended when its old schedule is over", async () => {
    const { id, attendee, sessionId } = await scene(february, ["a,First,2026-02-10,09:00,10:00,no,"]);
    await world.sql("UPDATE program SET starts_on = '2026-04-10', ends_on = '2026-04-11' WHERE id = $1", [id]);
    expect(await seen(attendee.token)).toEqual([]);
    expect(await conference.refusedClaim(attendee.token, sessionId("First"))).toBe("CONFERENCE_NOT_ENDED");
  });

  test("must start in or after the year set", async () => {
    const rows = ["a,First,2021-12-31,09:00,10:00,no,", "b,Second,2022-01-01,09:00,10:00,no,"];
    const before = await scene({ startsOn: "2021-12-31", endsOn: "2022-01-01" }, rows);
    expect(await seen(before.attendee.token)).toEqual([]);
    expect(await conference.refusedClaim(before.attendee.token, before.sessionId("Second"))).toBe(
      "SESSION_NOT_CLAIMABLE",
    );
    const after = await scene({ startsOn: "2022-01-01", endsOn: "2022-01-01" }, rows.slice(1));
    expect(await seen(after.attendee.token)).toEqual([after.id]);
    await world.sql("UPDATE accreditor_settings SET claims_from_year = 2021");
    expect(await seen(before.attendee.token)).toEqual([before.id]);
    await world.sql("UPDATE accreditor_settings SET claims_from_year = 2022");
  });

  test("must be approved, and have a session that can be claimed", async () => {
    const { id, attendee, sessionId } = await scene(february, ["a,First,2026-02-10,09:00,10:00,no,"]);
    await world.putInState("program", "UPDATE program SET status = 'CANCELLED' WHERE id = $1", [id]);
    expect(await seen(attendee.token)).toEqual([]);
    expect(await conference.refusedClaim(attendee.token, sessionId("First"))).toBe("SESSION_NOT_CLAIMABLE");
    await world.putInState("program", "UPDATE program SET status = 'AWAITING_ATTENDANCE' WHERE id = $1", [id]);
    expect(await seen(attendee.token)).toEqual([id]);
    await conference.update([sessionId("First")], { eligible: false });
    expect(await seen(attendee.token)).toEqual([]);
    expect(await conference.refusedClaim(attendee.token, sessionId("First"))).toBe("SESSION_NOT_CLAIMABLE");
  });
});

describe("the registration", () => {
  const rows = ["a,First,2026-02-10,09:00,10:00,no,", "b,Second,2026-02-11,09:00,10:00,no,"];

  test("of an address that is not verified, or another account's, gives nothing; verified, it does", async () => {
    const { id, sessionId } = await scene(february, rows);
    const other = await conference.attendee([address()]);
    const pending = address();
    const [account] = await world.sql("SELECT account_id AS id FROM member WHERE id = $1", [other.id]);
    await conference.register(id, `${pending},Full,,,no`);
    await world.sql("INSERT INTO email_address (account_id, address) VALUES ($1, $2)", [account.id, pending]);
    for (const token of [other.token]) {
      expect(await seen(token)).toEqual([]);
      expect(await titles(token, id)).toBeNull();
      expect(await conference.refusedClaim(token, sessionId("First"))).toBe("NOT_FOUND");
      expect(await world.refused(token, documents.generate, { conferenceId: id })).toBe("NOT_FOUND");
    }
    await world.sql("UPDATE email_address SET verified_at = now() WHERE address = $1", [pending]);
    expect(await seen(other.token)).toEqual([id]);
    await conference.claim(other.token, sessionId("First"));
  });

  test("under two addresses shows the conference once, with what either allows", async () => {
    const { id } = await scene(february, rows);
    const [one, two] = [address(), address()];
    const both = await conference.attendee([one, two]);
    await conference.register(id, `${one},Day,2026-02-10,2026-02-10,no`, `${two},Day,2026-02-11,2026-02-11,no`);
    expect(await seen(both.token)).toEqual([id]);
    expect(await titles(both.token, id)).toEqual(["First", "Second"]);
  });

  test("of a type that a session is not for", async () => {
    const { id, attendee, sessionId } = await scene(february, rows, "Exhibitor,,,no");
    await conference.update([sessionId("Second")], { registrationTypes: ["Full", "Speaker"] });
    expect(await titles(attendee.token, id)).toEqual(["First"]);
    expect(await conference.refusedClaim(attendee.token, sessionId("Second"))).toBe("SESSION_NOT_CLAIMABLE");
    await conference.update([sessionId("Second")], { registrationTypes: null });
    await conference.claim(attendee.token, sessionId("Second"));
  });

  test("with days of access", async () => {
    const { id, attendee, sessionId } = await scene(february, rows, "Day,2026-02-11,2026-02-11,no");
    expect(await titles(attendee.token, id)).toEqual(["Second"]);
    expect(await conference.refusedClaim(attendee.token, sessionId("First"))).toBe("SESSION_NOT_CLAIMABLE");
  });

  test("for virtual sessions only", async () => {
    const mixed = [...rows, "c,Stream,2026-02-11,09:00,10:00,yes,"];
    const { id, attendee, sessionId } = await scene({ ...february, format: "HYBRID" }, mixed, "Stream,,,yes");
    expect(await titles(attendee.token, id)).toEqual(["Stream"]);
    expect(await conference.refusedClaim(attendee.token, sessionId("First"))).toBe("SESSION_NOT_CLAIMABLE");
  });

  test("that is taken away takes claims out of the count", async () => {
    const { id, attendee, sessionId } = await scene(february, rows);
    await conference.claim(attendee.token, sessionId("First"));
    await conference.claim(attendee.token, sessionId("Second"));
    await conference.update([sessionId("Second")], { eligible: false });
    const { conference: found } = await world.ok(attendee.token, documents.conference, { id });
    expect(found.claimedCredits).toBe("1.00");
    await world.sql("DELETE FROM registration WHERE program_id = $1", [id]);
    expect(await world.refused(attendee.token, documents.generate, { conferenceId: id })).toBe("NOT_FOUND");
  });
});

describe("who", () => {
  test("nobody, and an account without a member, claims nothing", async () => {
    const { id, sessionId } = await scene(february, ["a,First,2026-02-10,09:00,10:00,no,"]);
    expect(await conference.refusedClaim(null, sessionId("First"))).toBe("UNAUTHENTICATED");
    expect(await world.refused(null, documents.conferences)).toBe("UNAUTHENTICATED");
    const email = address();
    const account = await world.account({ email });
    await conference.register(id, `${email},Full,,,no`);
    expect(await seen(account.token)).toEqual([]);
    expect(await conference.refusedClaim(account.token, sessionId("First"))).toBe("FORBIDDEN");
    expect(await conference.refusedClaim(conference.staff.token, sessionId("First"))).toBe("FORBIDDEN");
  });

  test("an inactive member earns no more", async () => {
    const { id, attendee, sessionId } = await scene(february, ["a,First,2026-02-10,09:00,10:00,no,"]);
    await conference.claim(attendee.token, sessionId("First"));
    await world.sql("UPDATE member SET active = false WHERE id = $1", [attendee.id]);
    expect(await conference.refusedClaim(attendee.token, sessionId("First"))).toBe("MEMBER_INACTIVE");
    expect(await world.refused(attendee.token, documents.generate, { conferenceId: id })).toBe("MEMBER_INACTIVE");
  });

  test("presenters by setting", async () => {
    const rows = [
      'a,Own,2026-02-10,09:00,10:00,no,"Dr. Zoe NGUYEN, MD; Pat Rivera"',
      "b,Other,2026-02-11,09:00,10:00,no,Zo",
    ];
    const name = { firstName: "Zoë", lastName: "Nguyễn" };
    const { id, attendee, sessionId } = await scene(february, rows, "Full,,,no", name);
    expect(await titles(attendee.token, id)).toEqual(["Own", "Other"]);
    await world.sql("UPDATE accreditor_settings SET presenters_may_claim = false");
    // Who is only called so attends like anybody.
    expect(await titles(attendee.token, id)).toEqual(["Own", "Other"]);
    await world.ok(
      conference.provider.token,
      "mutation ($id: ID!, $speaker: String!, $memberId: ID!) { linkSpeaker(id: $id, speaker: $speaker, memberId: $memberId) }",
      { id: sessionId("Own"), speaker: "Dr. Zoe NGUYEN, MD", memberId: attendee.id },
    );
    expect(await titles(attendee.token, id)).toEqual(["Other"]);
    expect(await conference.refusedClaim(attendee.token, sessionId("Own"))).toBe("SESSION_NOT_CLAIMABLE");
    await world.sql("UPDATE accreditor_settings SET presenters_may_claim = true");
    await conference.claim(attendee.token, sessionId("Own"));
  });

  test("who was reported by a roster earns no more by claims, and the other way round", async () => {
    const { id, attendee, sessionId } = await scene(february, ["a,First,2026-02-10,09:00,10:00,no,"]);
    const [program] = await world.sql("SELECT number FROM program WHERE id = $1", [id]);
    await world.sql("UPDATE program SET status = 'AWAITING_ATTENDANCE' WHERE id = $1", [id]);
    const enter = `mutation ($input: EnterAttendanceInput!) { enterAttendance(input: $input) { id } }`;
    const entry = (member: typeof attendee) => ({
      input: {
        programNumber: program.number,
        memberNumber: member.memberNumber,
        firstName: member.firstName,
        lastName: member.lastName,
        completionDate: "2026-02-10",
        credits: "1.00",
      },
    });
    await conference.claim(attendee.token, sessionId("First"));
    await conference.generate(attendee.token, id);
    expect(await world.refused(conference.provider.token, enter, entry(attendee))).toBe("ALREADY_RECORDED");
    const email = address();
    const reported = await conference.attendee([email], { firstName: "Ann", lastName: "Reported" });
    await conference.register(id, `${email},Full,,,no`);
    await world.ok(conference.provider.token, enter, entry(reported));
    expect(await conference.refusedClaim(reported.token, sessionId("First"))).toBe("ALREADY_RECORDED");
  });
});

describe("Attended On", () => {
  test("in person is the session's date, past midnight the day on which it starts", async () => {
    const rows = ["a,Day,2026-02-10,09:00,10:00,no,", "b,Night,2026-02-11,00:30,01:30,no,"];
    const { id, attendee, sessionId } = await scene(february, rows);
    const { conference: found } = await world.ok(attendee.token, documents.conference, { id });
    expect(found.days.map(({ date }: { date: string }) => date)).toEqual(["2026-02-10", "2026-02-11"]);
    const night = sessionId("Night");
    for (const wrong of ["2026-02-10", "2026-02-12", "2026-03-02"])
      expect(await conference.refusedClaim(attendee.token, night, wrong)).toBe("ATTENDED_ON_FIXED");
    expect((await conference.claim(attendee.token, night)).claimSession).toMatchObject({
      attendedOn: "2026-02-11",
      attendedOnEditable: false,
    });
    expect((await conference.claim(attendee.token, night, "2026-02-11")).claimSession.attendedOn).toBe("2026-02-11");
  });

  test("virtual is needed, and between the session's date and today in the conference's zone", async () => {
    const { attendee, sessionId } = await scene({ ...february, timeZone: "Pacific/Auckland", format: "VIRTUAL" }, [
      "a,Stream,2026-02-10,09:00,10:00,yes,",
    ]);
    const stream = sessionId("Stream");
    const { token } = attendee;
    expect(await conference.refusedClaim(token, stream)).toBe("ATTENDED_ON_REQUIRED");
    expect(await conference.refusedClaim(token, stream, "2026-02-09")).toBe("ATTENDED_ON_OUT_OF_RANGE");
    // It is 3 March in Auckland, and in nine hours 4 March.
    expect(await conference.refusedClaim(token, stream, "2026-03-04")).toBe("ATTENDED_ON_OUT_OF_RANGE");
    for (const day of ["2026-02-10", "2026-03-03"])
      expect((await conference.claim(token, stream, day)).claimSession).toMatchObject({
        attendedOn: day,
        attendedOnEditable: true,
      });
    world.setClock("2026-03-03T11:00:00Z");
    await conference.claim(token, stream, "2026-03-04");
  });

  test("of a recording begins with its release, and ends with access", async () => {
    const { id, attendee, sessionId } = await scene(
      { ...february, format: "HYBRID" },
      ["a,Talk,2026-02-10,09:00,10:00,no,", "b,Recording,2026-02-10,09:00,10:00,yes,"],
      "Stream,2026-02-12,2026-02-20,yes",
    );
    const recording = sessionId("Recording");
    const { token } = attendee;
    expect(await seen(token)).toEqual([]);
    await conference.update([recording], { releasedOn: "2026-02-17", recordingOfId: sessionId("Talk") });
    const { conference: found } = await world.ok(token, documents.conference, { id });
    expect(found.days[0].sessions[0]).toMatchObject({ attendedFrom: "2026-02-17", attendedUntil: "2026-02-20" });
    for (const day of ["2026-02-10", "2026-02-16", "2026-02-21"])
      expect(await conference.refusedClaim(token, recording, day)).toBe("ATTENDED_ON_OUT_OF_RANGE");
    await conference.claim(token, recording, "2026-02-17");
    await conference.claim(token, recording, "2026-02-20");
    // Released after access ended: there is no day left.
    await conference.update([recording], { releasedOn: "2026-02-21" });
    expect(await seen(token)).toEqual([]);
  });

  test("of a night when the clocks are set forward, or back", async () => {
    const forward = await scene({ startsOn: "2025-03-08", endsOn: "2025-03-09" }, [
      "a,Early,2025-03-09,01:30,03:30,no,",
      "b,Late,2025-03-09,03:30,04:30,no,",
    ]);
    const back = await scene({ startsOn: "2025-11-01", endsOn: "2025-11-02" }, ["a,Long,2025-11-02,00:30,02:30,no,"]);
    const credits = async ({ id, attendee }: typeof forward) =>
      (await world.ok(attendee.token, documents.conference, { id })).conference.claimedCredits;
    await conference.claim(forward.attendee.token, forward.sessionId("Early"));
    await conference.claim(forward.attendee.token, forward.sessionId("Late"));
    expect(await credits(forward)).toBe("2.00");
    await conference.claim(back.attendee.token, back.sessionId("Long"), "2025-11-02");
    expect(await credits(back)).toBe("3.00");
  });
});

describe("sessions that cannot both earn", () => {
  const rows = [
    "a,Nine to ten,2026-02-10,09:00,10:00,no,",
    "b,Half past nine,2026-02-10,09:30,10:30,no,",
    "c,Ten to eleven,2026-02-10,10:00,11:00,no,",
    "d,Stream at nine,2026-02-10,09:00,10:00,yes,",
  ];

  test("overlap is refused, back to back is fine, watched later is no overlap", async () => {
    const { attendee, sessionId } = await scene({ ...february, format: "HYBRID" }, rows);
    const { token } = attendee;
    await conference.claim(token, sessionId("Nine to ten"));
    const { errors } = await world.graphql(token, documents.claim, { sessionId: sessionId("Half past nine") });
    expect(errors[0]?.extensions).toMatchObject({
      code: "OVERLAPPING_SESSION",
      otherSessionId: sessionId("Nine to ten"),
      otherTitle: "Nine to ten",
    });
    await conference.claim(token, sessionId("Ten to eleven"));
    expect(await conference.refusedClaim(token, sessionId("Stream at nine"), "2026-02-10")).toBe("OVERLAPPING_SESSION");
    await conference.claim(token, sessionId("Stream at nine"), "2026-02-11");
    // Nor can it be made to overlap afterwards.
    expect(await conference.refusedClaim(token, sessionId("Stream at nine"), "2026-02-10")).toBe("OVERLAPPING_SESSION");
  });

  test("a recording earns nothing beside its original", async () => {
    const { attendee, sessionId } = await scene({ ...february, format: "HYBRID" }, rows);
    await conference.update([sessionId("Stream at nine")], {
      recordingOfId: sessionId("Ten to eleven"),
      releasedOn: "2026-02-15",
    });
    await conference.claim(attendee.token, sessionId("Ten to eleven"));
    expect(await conference.refusedClaim(attendee.token, sessionId("Stream at nine"), "2026-02-20")).toBe(
      "RECORDING_OF_CLAIMED",
    );
    await world.ok(attendee.token, documents.unclaim, { sessionId: sessionId("Ten to eleven") });
    await conference.claim(attendee.token, sessionId("Stream at nine"), "2026-02-20");
    expect(await conference.refusedClaim(attendee.token, sessionId("Ten to eleven"))).toBe("RECORDING_OF_CLAIMED");
  });

  test("of two conferences at once, too", async () => {
    const one = await scene(february, rows);
    const other = await conference.conference({ ...february, timeZone: "America/New_York" });
    await conference.imported(other, csvSchedule("x,Elsewhere,2026-02-10,10:30,11:30,no,"));
    const [{ address: email }] = await world.sql(
      "SELECT address FROM email_address e JOIN member m ON m.account_id = e.account_id WHERE m.id = $1",
      [one.attendee.id],
    );
    await conference.register(other, `${email},Full,,,no`);
    await conference.claim(one.attendee.token, one.sessionId("Nine to ten"));
    const elsewhere = await conference.session(other, "Elsewhere");
    expect(await conference.refusedClaim(one.attendee.token, elsewhere.id)).toBe("OVERLAPPING_SESSION");
    // Nor once the choice is taken back, while the credit for it is still on record.
    await conference.generate(one.attendee.token, one.id);
    await world.ok(one.attendee.token, "mutation ($sessionId: ID!) { unclaimSession(sessionId: $sessionId) }", {
      sessionId: one.sessionId("Nine to ten"),
    });
    expect(await conference.refusedClaim(one.attendee.token, elsewhere.id)).toBe("OVERLAPPING_SESSION");
  });

  test("sent at once, one wins", async () => {
    const { attendee, sessionId } = await scene(february, rows);
    const answers = await Promise.all(
      ["Nine to ten", "Half past nine", "Nine to ten", "Half past nine"].map((title) =>
        world.graphql(attendee.token, documents.claim, { sessionId: sessionId(title) }),
      ),
    );
    const refused = answers.flatMap(({ errors }) => errors.map((error) => error.extensions.code));
    expect(refused).toEqual(["OVERLAPPING_SESSION", "OVERLAPPING_SESSION"]);
    const claims = await world.sql("SELECT FROM session_claim WHERE member_id = $1", [attendee.id]);
    expect(claims).toHaveLength(1);
  });
});

test("a missing session and a foreign one answer alike; taking off what was not chosen changes nothing", async () => {
  const { id, attendee, sessionId } = await scene(february, ["a,First,2026-02-10,09:00,10:00,no,"]);
  const foreign = await scene(february, ["a,Foreign,2026-02-10,09:00,10:00,no,"]);
  const answers = await Promise.all(
    [foreign.sessionId("Foreign"), "00000000-0000-0000-0000-000000000000", "no ID"].map(
      async (each) => (await world.graphql(attendee.token, documents.claim, { sessionId: each })).errors,
    ),
  );
  expect(answers[0]?.[0]?.extensions.code).toBe("NOT_FOUND");
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
  await conference.claim(foreign.attendee.token, foreign.sessionId("Foreign"));
  const off = async (each: string) =>
    (await world.ok(attendee.token, documents.unclaim, { sessionId: each })).unclaimSession;
  expect(await off(foreign.sessionId("Foreign"))).toBe(false);
  expect(await off("no ID")).toBe(false);
  await conference.claim(attendee.token, sessionId("First"));
  expect(await off(sessionId("First"))).toBe(true);
  expect(await off(sessionId("First"))).toBe(false);
  const { conference: found } = await world.ok(attendee.token, documents.conference, { id });
  expect(found.claims).toEqual([]);
  expect(await world.sql("SELECT FROM session_claim WHERE member_id = $1", [foreign.attendee.id])).toHaveLength(1);
});

test("the list costs the same statements with one conference and with three", async () => {
  const { attendee, sessionId } = await scene(february, ["a,First,2026-02-10,09:00,10:00,no,"]);
  await conference.claim(attendee.token, sessionId("First"));
  const ask = () => world.statements(() => world.ok(attendee.token, documents.conferences));
  const one = await ask();
  const [{ address: email }] = await world.sql(
    "SELECT address FROM email_address e JOIN member m ON m.account_id = e.account_id WHERE m.id = $1",
    [attendee.id],
  );
  for (const startsOn of ["2026-01-10", "2026-02-20"]) {
    const id = await conference.conference({ startsOn, endsOn: startsOn });
    await conference.imported(
      id,
      csvSchedule(`a,One,${startsOn},09:00,10:00,no,`, `b,Two,${startsOn},10:00,11:00,no,`),
    );
    await conference.register(id, `${email},Full,,,no`);
  }
  expect(await seen(attendee.token)).toHaveLength(3);
  expect(await ask()).toBe(one);
});

describe("staff claim for a member", () => {
  const claimFor = `mutation ($memberId: ID!, $sessionId: ID!, $attendedOn: LocalDate, $reason: String!) {
    claimSessionFor(memberId: $memberId, sessionId: $sessionId, attendedOn: $attendedOn, reason: $reason) { attendedOn session { id } } }`;
  const unclaimFor = `mutation ($memberId: ID!, $sessionId: ID!, $reason: String!) {
    unclaimSessionFor(memberId: $memberId, sessionId: $sessionId, reason: $reason) }`;
  const rows = [
    "a,First,2026-02-10,09:00,10:00,no,",
    "b,Beside,2026-02-10,09:30,10:30,no,",
    "c,Online,2026-02-11,09:00,10:00,yes,",
  ];

  test("with a reason, by the member's own rules; the log says who and why", async () => {
    const { id, attendee, sessionId } = await scene(february, rows);
    const { token } = conference.staff;
    const of = (title: string, more: object = {}) => ({
      memberId: attendee.id,
      sessionId: sessionId(title),
      reason: "Called us: no computer",
      ...more,
    });
    expect(await world.refused(token, claimFor, of("First", { reason: " " }))).toBe("REASON_REQUIRED");
    expect(await world.refused(token, claimFor, of("First", { memberId: "100999" }))).toBe("NOT_FOUND");
    expect(await world.refused(token, claimFor, of("First", { sessionId: "none" }))).toBe("NOT_FOUND");
    for (const who of [attendee.token, conference.provider.token])
      expect(await world.refused(who, claimFor, of("First"))).toBe("FORBIDDEN");
    expect((await world.ok(token, claimFor, of("First"))).claimSessionFor).toEqual({
      attendedOn: "2026-02-10",
      session: { id: sessionId("First") },
    });
    expect(await world.refused(token, claimFor, of("Beside"))).toBe("OVERLAPPING_SESSION");
    expect(await world.refused(token, claimFor, of("Online"))).toBe("ATTENDED_ON_REQUIRED");
    await world.ok(token, claimFor, of("Online", { attendedOn: "2026-02-12" }));
    const { conference: mine } = await world.ok(attendee.token, documents.conference, { id });
    expect(mine.claims).toHaveLength(2);
    expect((await world.ok(token, unclaimFor, of("Online"))).unclaimSessionFor).toBe(true);
    expect((await world.ok(token, unclaimFor, of("Online"))).unclaimSessionFor).toBe(false);
    expect(
      await world.sql(
        `SELECT action, reason, actor_account_id = $2 AS "byStaff" FROM audit_entry
         WHERE subject_id = ANY($1::uuid[]) AND action IN ('session.claim', 'session.unclaim') ORDER BY at, id`,
        [[sessionId("First"), sessionId("Online")], conference.staff.id],
      ),
    ).toEqual(
      ["session.claim", "session.claim", "session.unclaim"].map((action) => ({
        action,
        reason: "Called us: no computer",
        byStaff: true,
      })),
    );
    const generateFor = `mutation ($memberId: ID!, $conferenceId: ID!, $reason: String!) {
      generateCertificateFor(memberId: $memberId, conferenceId: $conferenceId, reason: $reason) { id number } }`;
    const asked = { memberId: attendee.id, conferenceId: id, reason: "Called us: no computer" };
    expect(await world.refused(token, generateFor, { ...asked, reason: " " })).toBe("REASON_REQUIRED");
    expect(await world.refused(token, generateFor, { ...asked, memberId: "100999" })).toBe("NOT_FOUND");
    for (const who of [attendee.token, conference.provider.token])
      expect(await world.refused(who, generateFor, asked)).toBe("FORBIDDEN");
    const { generateCertificateFor: made } = await world.ok(token, generateFor, asked);
    expect((await world.ok(token, generateFor, asked)).generateCertificateFor).toEqual(made);
    expect(
      await world.sql(
        `SELECT reason, actor_account_id = $2 AS "byStaff" FROM audit_entry
         WHERE subject_id = $1 AND action = 'certificate.issue'`,
        [made.id, conference.staff.id],
      ),
    ).toEqual([{ reason: asked.reason, byStaff: true }]);
    // The member's own press finds it: the same choice is the same certificate.
    expect(await conference.generate(attendee.token, id)).toMatchObject({ number: made.number });
    const other = await scene(february, rows);
    expect(await world.refused(token, generateFor, { ...asked, conferenceId: other.id })).toBe("NOT_FOUND");
    expect(
      await world.refused(token, generateFor, { ...asked, conferenceId: other.id, memberId: other.attendee.id }),
    ).toBe("NOTHING_CLAIMED");
  });

  test("not for themselves, who is not active, or who is not registered; nor before its end", async () => {
    const { attendee, sessionId } = await scene(february, rows);
    const other = await scene(february, rows);
    const { token } = conference.staff;
    const of = (memberId: string) => ({ memberId, sessionId: sessionId("First"), reason: "Asked" });
    expect(await world.refused(token, claimFor, of(other.attendee.id))).toBe("SESSION_NOT_CLAIMABLE");
    world.setClock("2026-02-10T12:00:00Z");
    expect(await world.refused(token, claimFor, of(attendee.id))).toBe("CONFERENCE_NOT_ENDED");
    world.setClock("2026-03-02T15:00:00Z");
    const own = await world.member({ accountId: conference.staff.id });
    expect(await world.refused(token, claimFor, of(own.id))).toBe("CONFLICT_OF_INTEREST");
    await world.sql("UPDATE member SET active = false WHERE id = $1", [attendee.id]);
    expect(await world.refused(token, claimFor, of(attendee.id))).toBe("MEMBER_INACTIVE");
    expect(
      await world.sql("SELECT 1 FROM session_claim WHERE member_id = ANY($1::uuid[])", [[attendee.id, own.id]]),
    ).toEqual([]);
  });
});

describe("the whole choice at once", () => {
  const save = `mutation ($id: ID!, $claims: [ClaimInput!]!, $preview: Boolean! = false) {
    saveClaims(conferenceId: $id, claims: $claims, preview: $preview) { preview
      conference { claimedCredits claims { session { title } attendedOn } }
      problems { index sessionId code otherSessionId attendedFrom attendedUntil } } }`;
  const rows = [
    "a,First,2026-02-10,09:00,10:00,no,",
    "b,Beside,2026-02-10,09:30,10:30,no,",
    "c,Second,2026-02-10,11:00,12:00,no,",
    "d,Online,2026-02-10,13:00,14:00,yes,",
  ];
  const chosen = (answer: { claims: { session: { title: string }; attendedOn: string }[] } | null) =>
    answer?.claims.map(({ session, attendedOn }) => [session.title, attendedOn]);
  const entries = async () =>
    Number((await world.sql("SELECT count(*) AS n FROM audit_entry WHERE action LIKE 'session.%claim'"))[0].n);

  test("is what one choice after the other makes, all or nothing; a preview writes nothing", async () => {
    const { id, attendee, sessionId } = await scene(february, rows);
    const send = async (wishes: [title: string, attendedOn?: string][], preview = false) => {
      const claims = wishes.map(([title, attendedOn]) => ({ sessionId: sessionId(title), attendedOn }));
      return (await world.ok(attendee.token, save, { id, claims, preview })).saveClaims;
    };
    const onRecord = async () => chosen((await world.ok(attendee.token, documents.conference, { id })).conference);
    const started = await entries();
    const tried = await send([["First"], ["Online", "2026-02-12"]], true);
    expect({ ...tried, conference: chosen(tried.conference) }).toEqual({
      preview: true,
      conference: [
        ["First", "2026-02-10"],
        ["Online", "2026-02-12"],
      ],
      problems: [],
    });
    expect([await onRecord(), await entries()]).toEqual([[], started]);

    await send([["First"], ["Online", "2026-02-12"]]);
    expect(await onRecord()).toEqual(chosen(tried.conference));
    expect(await entries()).toBe(started + 2);
    // The same again changes nothing.
    await send([
      ["Online", "2026-02-12"],
      ["First", "2026-02-10"],
    ]);
    expect(await entries()).toBe(started + 2);

    // What is refused stands under its place, and nothing is changed; of two that overlap the later one is refused.
    const refused = await send([["Second"], ["Beside"], ["First"], ["Online"], ["Nothing"]]);
    expect(refused.problems).toEqual([
      expect.objectContaining({ index: 1, code: "OVERLAPPING_SESSION", otherSessionId: sessionId("First") }),
      expect.objectContaining({ index: 3, code: "ATTENDED_ON_REQUIRED", attendedFrom: "2026-02-10" }),
      expect.objectContaining({ index: 4, code: "NOT_FOUND" }),
    ]);
    expect(chosen(refused.conference)).toEqual(chosen(tried.conference));
    expect([await onRecord(), await entries()]).toEqual([chosen(tried.conference), started + 2]);

    // What is left out makes room for what it overlapped.
    const swapped = await send([["Beside"], ["Online", "2026-02-13"]]);
    expect(chosen(swapped.conference)).toEqual([
      ["Beside", "2026-02-10"],
      ["Online", "2026-02-13"],
    ]);
    expect(await onRecord()).toEqual(chosen(swapped.conference));
    expect(await entries()).toBe(started + 5);
    expect(chosen((await send([])).conference)).toEqual([]);
    expect(await onRecord()).toEqual([]);
  });

  test("is refused whole for another's conference, a session twice; and of each before the conference has ended", async () => {
    const { id, attendee, sessionId } = await scene(february, rows);
    const other = await scene(february, rows);
    const claims = [{ sessionId: sessionId("First") }];
    expect(await world.refused(other.attendee.token, save, { id, claims })).toBe("NOT_FOUND");
    expect(await world.refused(attendee.token, save, { id: "x", claims })).toBe("NOT_FOUND");
    expect(await world.refused(attendee.token, save, { id, claims: [...claims, ...claims] })).toBe("BAD_INPUT");
    const foreign = await world.ok(attendee.token, save, { id, claims: [{ sessionId: other.sessionId("First") }] });
    expect(foreign.saveClaims.problems).toMatchObject([{ index: 0, code: "NOT_FOUND" }]);
    world.setClock("2026-02-10T12:00:00Z");
    const early = (await world.ok(attendee.token, save, { id, claims })).saveClaims;
    expect(early.conference).toBeNull();
    expect(early.problems).toMatchObject([
      { index: 0, code: await conference.refusedClaim(attendee.token, sessionId("First")) },
    ]);
  });
});
