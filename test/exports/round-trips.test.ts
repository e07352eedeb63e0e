import { uploadDocument } from "../attendance/roster-world.ts";
import { ConferenceWorld, csvSchedule, schedule31c3, schedulePretalx } from "../conferences/conference-world.ts";
import { offering, programIn, typeId } from "../programs/applications.ts";

// What is given out as CSV, and has an import, comes back in as it is and changes nothing.

let conference: ConferenceWorld;
let world: ConferenceWorld["world"];
beforeAll(async () => {
  conference = await ConferenceWorld.start();
  world = conference.world;
});
afterAll(() => conference.stop());

const exported = async (path: string): Promise<string> => {
  const answer = await world.fetch(path, { token: conference.staff.token });
  expect(answer.status).toBe(200);
  return answer.text();
};
const sessionsOf = (programId: string) => exported(`/exports/sessions.csv?programId=${programId}`);
const stored = (programId: string) =>
  world.sql(
    `SELECT s.*, (SELECT json_agg(x ORDER BY x.kind_id) FROM session_credit x WHERE x.session_id = s.id) AS kinds
     FROM session s WHERE s.program_id = $1 ORDER BY s.id`,
    [programId],
  );
const none = { added: 0, changed: 0, removed: 0, flagged: 0 };

test.each([
  ["31C3's XML", schedule31c3, { startsOn: "2014-12-27", endsOn: "2014-12-30", timeZone: "Europe/Berlin" }, 138],
  ["pretalx's JSON", schedulePretalx, { startsOn: "2020-12-14", endsOn: "2020-12-16", timeZone: "Europe/Berlin" }, 36],
])("the sessions of %s", async (_, file, days, unchanged) => {
  const id = await conference.conference(days);
  await conference.imported(id, file);
  await world.sql("UPDATE session SET talk_key = 'twice' WHERE program_id = $1 AND title ~ '^[A-F]'", [id]);
  const before = await stored(id);
  const list = await sessionsOf(id);
  expect(await conference.imported(id, list, true)).toEqual({ ...none, unchanged });
  expect(await conference.imported(id, list)).toEqual({ ...none, unchanged });
  expect(await stored(id)).toEqual(before);
});

describe("the sessions that were decided and entered by hand", () => {
  let id: string;
  beforeAll(async () => {
    const { staff } = conference;
    const kind = { ruleCode: "CONTACT_HOUR_60", startsOn: "2026-01-01", position: 2 };
    await world.ok(staff.token, "mutation ($input: CreditKindInput!) { saveCreditKind(input: $input) { id } }", {
      input: { ...kind, code: "ETHICS", name: "Ethics credit", unit: "Ethics", partOf: "CEC" },
    });
    const program = await programIn(world, conference, "APPROVED", {
      typeId: await typeId(world, "CONFERENCE"),
      minutes: 600,
      requestedCredits: "10.00",
      offerings: [
        offering({ startsOn: "2026-02-10", endsOn: "2026-02-11", format: "HYBRID", url: "https://example.test" }),
      ],
      creditKinds: [{ kind: "ETHICS", credits: "1.00" }],
    });
    id = program.id;
    await conference.imported(
      id,
      csvSchedule(
        'a,"=Sums, and more",2026-02-10,09:00,10:00,no,"Ada Byron; Ben Ali, MD",Talk',
        "b,Not earning,2026-02-10,23:30,2026-02-11 00:30,no,,Talk",
        "c,Stream,2026-02-11,09:00,10:30,yes,,Talk",
        "d,Lunch,2026-02-11,12:00,13:00,no,,Break",
        "e,Gone,2026-02-11,14:00,15:00,no,,Talk",
      ),
    );
    const input = { title: "By hand", startsAt: "2026-02-11T16:00:00Z", endsAt: "2026-02-11T16:45:00Z", room: "-1" };
    await world.ok(
      staff.token,
      "mutation ($programId: ID!, $input: SessionInput!) { createSession(programId: $programId, input: $input) { id } }",
      { programId: id, input },
    );
    const of = async (title: string) => [(await conference.session(id, title)).id];
    await conference.update(await of("Not earning"), { eligible: false });
    await conference.update(await of("Stream"), {
      releasedOn: "2026-02-20",
      registrationTypes: ["Full", "Day pass"],
      creditKinds: [{ kind: "ETHICS", credits: "0.50" }],
    });
    await conference.update(await of("=Sums, and more"), { credits: "0.50" }, "=half\nof it");
    const ada = await conference.attendee(["ada@example.test"]);
    await conference.register(id, "ada@example.test,Full,,,no");
    await conference.claim(ada.token, (await of("Gone"))[0]!);
    await world.ok(staff.token, "mutation ($id: ID!) { removeSession(id: $id) }", { id: (await of("Gone"))[0] });
  });

  test("change nothing, and what is off the schedule stays off", async () => {
    const [before, list] = [await stored(id), await sessionsOf(id)];
    for (const preview of [true, false])
      expect(await conference.imported(id, list, preview)).toEqual({ ...none, flagged: 1, unchanged: 5 });
    expect(await stored(id)).toEqual(before);
    // As a spreadsheet program saves it, and by whoever acts for the provider, who proposes nothing with it.
    const saved = list
      .replaceAll(",1.00,", ",1,")
      .replaceAll(",0.50,", ",0.5,")
      .replaceAll("2026-02-20", "2/20/2026")
      .replaceAll(/2026-02-(\d\d) 0?(\d+):(\d\d)/g, "2/$1/2026 $2:$3")
      .replaceAll("2/11/2026 12:00", "2/11/2026 12:00 PM")
      .replaceAll(",no,", ",NO,");
    expect(saved).not.toBe(list);
    const { data } = await conference.importSchedule(id, saved, true, conference.provider.token);
    expect(data.importSchedule).toMatchObject({ ...none, flagged: 1, unchanged: 5, errors: { totalCount: 0 } });
  });

  test("are changed by what a file may say, and nothing else is lost without a word", async () => {
    const list = await sessionsOf(id);
    const moved = list.replace(",-1,", ",Hall 2,").replace("10:45,America/Chicago,45", "10:30,America/Chicago,30");
    expect(await conference.imported(id, moved)).toEqual({ ...none, changed: 1, flagged: 1, unchanged: 4 });
    const [byHand] = (await stored(id)).filter(({ title }) => title === "By hand");
    expect([byHand.room, byHand.minutes, byHand.credits, byHand.external_id]).toEqual(["Hall 2", 30, "0.50", null]);
    // A schedule without it leaves it there.
    const others = csvSchedule("a,Other,2026-02-10,09:00,10:00,no,,Talk");
    expect(await conference.imported(id, others, true)).toMatchObject({ unchanged: 0, changed: 1, removed: 3 });
    for (const [was, says, column] of [
      ["1.50", "9.75", "Credits"],
      ["0.50 Ethics", "1.00 Ethics", "Further Credit"],
      ["2026-02-20", "2026-02-21", "Released On"],
      ["Full; Day pass", "Full", "Registration Types"],
      ["of it", "of them", "Reason for the Credits"],
      ["America/Chicago", "America/Denver", "Time Zone"],
    ] as const) {
      const { data } = await conference.importSchedule(id, (await sessionsOf(id)).replace(was, says), true);
      expect([column, data.importSchedule.errors.nodes]).toEqual([
        column,
        [expect.objectContaining({ column, code: "INVALID_VALUE" })],
      ]);
    }
  });
});

test("the registrations of a conference", async () => {
  const id = await conference.conference({ startsOn: "2026-04-10", endsOn: "2026-04-12" });
  await conference.register(
    id,
    "one@example.test,=Full,2026-04-10,2026-05-10,no",
    "two@example.test,Day pass,,,yes",
    "o'three@example.test,'+1 guest,,2026-05-01,no",
  );
  const list = await exported(`/exports/registrations.csv?programId=${id}`);
  for (const preview of [true, false]) {
    const { data } = await conference.importRegistrations(id, list, preview);
    expect(data.importRegistrations).toMatchObject({
      ...{ added: 0, changed: 0, unchanged: 3, absent: 0 },
      errors: { totalCount: 0 },
    });
  }
});

test("the members that were searched for", async () => {
  const { staff } = conference;
  const importMembers = `mutation ($file: Upload!, $preview: Boolean) { importMembers(file: $file, preview: $preview) {
    status addedRows changedRows unchangedRows errors { nodes { line column message } } } }`;
  const list = [
    "Member ID,First Name,Last Name,Suffix,Email,Phone,City,State,Zip,County,Role,Membership,Member Since,Member Until,Active",
    "R-1,Ada,Roundtrip,Jr.,ada.r@example.test,+1 312 555 0100,Chicago,IL,00601,Cook,-Tech,member,2020-03-08,2027-03-07,yes",
    "R-2,,Roundtrip,,,,,,,,,guest,,,yes",
    "R-3,'t Hooft,Roundtrip,,,@home,,,,,,member,,,no",
  ].join("\n");
  const sent = async (file: string, preview: boolean) =>
    (await world.upload(staff.token, importMembers, { preview }, file, "members.csv")).data.importMembers;
  expect(await sent(list, false)).toMatchObject({ status: "PROCESSED", addedRows: 3 });
  const filter = encodeURIComponent(JSON.stringify({ lastName: "Roundtrip" }));
  expect(await sent(await exported(`/exports/members.csv?filter=${filter}`), true)).toEqual({
    ...{ status: "PREVIEWED", addedRows: 0, changedRows: 0, unchangedRows: 3 },
    errors: { nodes: [] },
  });
});

test("a program's roster, filled in; the list of what is on record is none, and is told so", async () => {
  const { provider } = conference;
  const program = await programIn(world, conference, "APPROVED", {
    offerings: [offering({ startsOn: "2026-02-10", endsOn: "2026-02-10" })],
  });
  const ada = await world.member({ firstName: "Ada", lastName: "Stone", email: "stone@example.test" });
  const send = async (file: string) => {
    const { data } = await world.upload(provider.token, uploadDocument, { providerId: provider.id }, file);
    return data.uploadAttendance;
  };
  const roster = await exported(`/programs/${program.id}/kit/roster.csv`);
  const filled = roster.replace(`${program.number},,,`, `${program.number},${ada.memberNumber},Ada,Stone`);
  expect(await send(filled)).toMatchObject({ status: "PROCESSED", recordedRows: 1 });
  const filter = encodeURIComponent(JSON.stringify({ programNumber: program.number }));
  const again = await send(await exported(`/exports/attendance.csv?filter=${filter}`));
  expect(again.status).toBe("REJECTED");
  expect(new Set(again.errors.nodes.map(({ code }: { code: string }) => code))).toEqual(new Set(["UNKNOWN_COLUMN"]));
});
