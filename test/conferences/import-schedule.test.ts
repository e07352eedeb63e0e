import { World } from "../support/world.ts";
import { ConferenceWorld, csvSchedule, documents, schedule31c3, schedulePretalx } from "./conference-world.ts";

let conference: ConferenceWorld;
let world: World;
beforeAll(async () => {
  conference = await ConferenceWorld.start();
  world = conference.world;
});
afterAll(() => conference.stop());

const days = { startsOn: "2026-04-10", endsOn: "2026-04-12", timeZone: "America/Chicago" };
const daysOf31c3 = { startsOn: "2014-12-27", endsOn: "2014-12-30", timeZone: "Europe/Berlin" };

const stored = (programId: string) =>
  world.sql(
    `SELECT external_id AS id, title, starts_at AS "startsAt", minutes, room, credits, eligible, virtual,
       removed_at IS NOT NULL AS flagged FROM session WHERE program_id = $1 ORDER BY starts_at, external_id`,
    [programId],
  );

const base = csvSchedule(
  "a,Opening,2026-04-10,09:00,10:00,no,Ada Okafor",
  "b,Workshop,2026-04-10,10:00,11:15,no,Luis Ferreira; Mei-Ling Tan",
  "c,Coffee,2026-04-10,11:15,11:45,no,,Coffee Break",
  "d,Stream,2026-04-11,09:00,09:20,yes,",
);

test("formats are told apart by content, whatever the file is called", async () => {
  const xml = await conference.conference(daysOf31c3);
  expect((await conference.imported(xml, schedule31c3)).added).toBe(138);
  const json = await conference.conference({
    startsOn: "2020-12-14",
    endsOn: "2020-12-16",
    timeZone: "Europe/Berlin",
  });
  expect((await conference.imported(json, schedulePretalx)).added).toBe(36);
  const csv = await conference.conference(days);
  expect((await conference.imported(csv, base)).added).toBe(4);
  const utf16 = await conference.conference(days);
  const bytes = Buffer.from(`\ufeff${base.replaceAll(",", ";").replaceAll("Tan", "Tän")}`, "utf16le");
  // In a file with semicolons, speakers need quotation marks.
  const quoted = Buffer.from(
    bytes.toString("utf16le").replace("Luis Ferreira; Mei-Ling Tän", '"Luis Ferreira; Mei-Ling Tän"'),
    "utf16le",
  );
  expect((await conference.imported(utf16, quoted)).added).toBe(4);
});

test("a session has the credit of its minutes, breaks are not eligible, and times are those of the zone", async () => {
  const id = await conference.conference(days);
  await conference.imported(id, base);
  const at = (instant: string) => new Date(instant);
  const plain = { room: null, flagged: false, eligible: true, virtual: false };
  expect(await stored(id)).toEqual([
    { ...plain, id: "a", title: "Opening", startsAt: at("2026-04-10T14:00Z"), minutes: 60, credits: "1.00" },
    { ...plain, id: "b", title: "Workshop", startsAt: at("2026-04-10T15:00Z"), minutes: 75, credits: "1.25" },
    {
      ...plain,
      id: "c",
      title: "Coffee",
      startsAt: at("2026-04-10T16:15Z"),
      minutes: 30,
      credits: "0.50",
      eligible: false,
    },
    {
      ...plain,
      id: "d",
      title: "Stream",
      startsAt: at("2026-04-11T14:00Z"),
      minutes: 20,
      credits: "0.25",
      virtual: true,
    },
  ]);
});

test.each([
  ["CONTACT_HOUR_60", "1.00", "1.25", "0.25"],
  ["IACET_CEU", "0.10", "0.10", "0.00"],
  ["NASBA_CPE", "1.00", "1.50", "0.00"],
  ["AST_CE", "1.00", "1.25", "0.00"],
  ["AEU", "1.00", "1.25", "0.00"],
])("by the rule %s, 60, 75 and 20 minutes are %s, %s and %s", async (code, hour, workshop, short) => {
  await world.sql("UPDATE accreditor_settings SET credit_rule_code = $1", [code]);
  const id = await conference.conference(days, "By rule", "DRAFT");
  await world.sql("UPDATE accreditor_settings SET credit_rule_code = 'CONTACT_HOUR_60'");
  await conference.imported(id, base);
  expect((await stored(id)).filter(({ eligible }) => eligible).map(({ credits }) => credits)).toEqual([
    hour,
    workshop,
    short,
  ]);
});

test("importing again adds, changes, removes, and says what", async () => {
  const id = await conference.conference(days);
  await conference.imported(id, base);
  const before = await world.sql("SELECT id, external_id FROM session WHERE program_id = $1 ORDER BY external_id", [
    id,
  ]);
  expect(await conference.imported(id, base)).toEqual({ added: 0, changed: 0, removed: 0, flagged: 0, unchanged: 4 });

  const next = csvSchedule(
    "a,Opening,2026-04-10,09:30,10:00,no,Ada Okafor",
    "b,Workshop,2026-04-10,10:00,11:15,no,Luis Ferreira; Mei-Ling Tan",
    "c,Coffee,2026-04-10,11:15,11:45,no,,Coffee Break",
    "e,New,2026-04-11,09:00,10:00,no,",
  );
  const counts = { added: 1, changed: 1, removed: 1, flagged: 0, unchanged: 2 };
  expect(await conference.imported(id, next, true)).toEqual(counts);
  expect((await stored(id)).map(({ title }) => title)).toEqual(["Opening", "Workshop", "Coffee", "Stream"]);
  const { data } = await conference.importSchedule(id, next);
  expect(data.importSchedule).toMatchObject({
    ...counts,
    preview: false,
    changes: {
      totalCount: 3,
      nodes: [
        {
          kind: "CHANGED",
          title: "Opening",
          startsAt: "2026-04-10T14:30:00.000Z",
          fields: ["startsAt", "minutes", "credits"],
        },
        { kind: "ADDED", title: "New", startsAt: "2026-04-11T14:00:00.000Z", fields: [] },
        { kind: "REMOVED", title: "Stream", startsAt: "2026-04-11T14:00:00.000Z", fields: [] },
      ],
    },
  });
  const after = await world.sql("SELECT id, external_id FROM session WHERE program_id = $1 ORDER BY external_id", [id]);
  expect(after.slice(0, 3)).toEqual(before.slice(0, 3));
  expect(after.map((row) => row.external_id)).toEqual(["a", "b", "c", "e"]);
});

test("what staff have decided of a session stays, what the file says wins, and sessions entered by hand are left alone", async () => {
  const id = await conference.conference(days);
  await conference.imported(id, base);
  const opening = await conference.session(id, "Opening");
  await conference.update(
    [opening.id],
    { title: "By hand", credits: "0.75", virtual: true, eligible: false },
    "Starts late.",
  );
  const created = await world.ok(
    conference.staff.token,
    `mutation ($programId: ID!, $input: SessionInput!) { createSession(programId: $programId, input: $input) {
      id title credits eligible virtual date } }`,
    {
      programId: id,
      input: { title: "Town hall", startsAt: "2026-04-11T23:30:00-05:00", endsAt: "2026-04-12T00:30:00-05:00" },
    },
  );
  expect(created.createSession).toEqual({
    id: expect.any(String),
    title: "Town hall",
    credits: "1.00",
    eligible: true,
    virtual: false,
    date: "2026-04-11",
  });
  expect(await conference.imported(id, base)).toEqual({ added: 0, changed: 1, removed: 0, flagged: 0, unchanged: 3 });
  expect(await conference.session(id, "Opening")).toMatchObject({
    credits: "0.75",
    creditsReason: "Starts late.",
    virtual: true,
    eligible: false,
  });
  expect(await conference.session(id, "Town hall")).toMatchObject({ credits: "1.00" });
  // Null takes the hand off the credits.
  await conference.update([opening.id], { credits: null });
  expect(await conference.session(id, "Opening")).toMatchObject({ credits: "1.00", creditsReason: null });
});

test("a claimed session that the file drops stays, flagged, until the file has it again", async () => {
  const id = await conference.conference({ startsOn: "2026-02-10", endsOn: "2026-02-12", timeZone: "America/Chicago" });
  const past = base.replaceAll("2026-04-", "2026-02-");
  await conference.imported(id, past);
  const attendee = await conference.attendee(["flag@example.test"]);
  await conference.register(id, "flag@example.test,Full,,,");
  const workshop = await conference.session(id, "Workshop");
  await conference.claim(attendee.token, workshop.id);
  const without = csvSchedule("a,Opening,2026-02-10,09:00,10:00,no,Ada Okafor");
  const counts = { added: 0, changed: 0, removed: 2, flagged: 1, unchanged: 1 };
  expect(await conference.imported(id, without, true)).toEqual(counts);
  expect(await conference.imported(id, without)).toEqual(counts);
  expect(await conference.session(id, "Workshop")).toMatchObject({
    id: workshop.id,
    removedAt: "2026-03-02T15:00:00.000Z",
    claimCount: 1,
  });
  // Who chose it keeps it; nobody else can.
  const seen = await world.ok(attendee.token, documents.conference, { id });
  expect(seen.conference.claimedCredits).toBe("1.25");
  const other = await conference.attendee(["other@example.test"]);
  await conference.register(id, "other@example.test,Full,,,");
  expect(await conference.refusedClaim(other.token, workshop.id)).toBe("SESSION_NOT_CLAIMABLE");
  expect(await conference.imported(id, past)).toEqual({ added: 2, changed: 1, removed: 0, flagged: 0, unchanged: 1 });
  expect(await conference.session(id, "Workshop")).toMatchObject({ id: workshop.id, removedAt: null });
});

test("all that is wrong is told at once, and nothing is stored", async () => {
  const id = await conference.conference(days);
  await conference.imported(id, base);
  const before = await stored(id);
  const file = csvSchedule(
    "a,,2026-04-10,09:00,10:00,no,",
    "b,Workshop,2026-02-30,10:00,11:15,no,",
    "c,Night,2026-04-10,11:15,10:45,maybe,",
    "c2,Fine,2026-04-10,11:15,12:45,no,",
    "c2,Twin,2026-04-10,11:15,12:45,no,",
  );
  for (const preview of [true, false]) {
    const { data } = await conference.importSchedule(id, file, preview);
    const { errors, ...counts } = data.importSchedule;
    expect(counts).toMatchObject({ preview, added: 0, changed: 0, removed: 0, flagged: 0, unchanged: 0 });
    expect(errors.nodes.map(({ line, column, code }: Record<string, unknown>) => [line, column, code])).toEqual([
      [2, "Title", "MISSING_VALUE"],
      [3, "Date", "INVALID_DATE"],
      [4, "Virtual", "INVALID_VALUE"],
      [4, "End", "ENDS_BEFORE_START"],
      [6, "Session ID", "DUPLICATE_SESSION"],
    ]);
    expect(errors.nodes[0].message).toMatch(/^Line 2, Title: /);
  }
  expect(await stored(id)).toEqual(before);
});

test("sessions of a file are held on the days that were approved, in the conference's zone, as those by hand are", async () => {
  const id = await conference.conference(days);
  const file = csvSchedule(
    "a,Before,2026-04-09,23:30,2026-04-10 00:30,no,",
    "b,First,2026-04-10,00:00,01:00,no,",
    // In UTC it is the thirteenth.
    "c,Last night,2026-04-12,23:30,2026-04-13 01:00,no,",
    "d,After,2026-04-13,00:00,01:00,no,",
    "e,Endless,2026-04-12,09:00,2026-04-14 09:00,no,",
  );
  const { data } = await conference.importSchedule(id, file);
  expect(
    data.importSchedule.errors.nodes.map((error: Record<string, unknown>) => [
      error.line,
      error.column,
      error.value,
      error.code,
    ]),
  ).toEqual([
    [2, "Date", "2026-04-09", "DATE_OUTSIDE_OFFERING"],
    [5, "Date", "2026-04-13", "DATE_OUTSIDE_OFFERING"],
    [6, "Date", "2026-04-12", "DATE_OUTSIDE_OFFERING"],
  ]);
  expect(data.importSchedule.errors.nodes[0].message).toBe(
    "Line 2, Date: the session would be held on 2026-04-09, but the conference is held from 2026-04-10 to 2026-04-12 (America/Chicago). Correct the day, or have the program postponed first.",
  );
  expect(await stored(id)).toEqual([]);
  const right = file
    .split("\n")
    .filter((line) => !/^[ade],/.test(line))
    .join("\n");
  expect((await conference.imported(id, right)).added).toBe(2);

  // XML names the line, too; JSON, which has none, the path.
  const foreign = await conference.importSchedule(id, schedule31c3, true);
  expect(foreign.data.importSchedule.errors).toMatchObject({
    totalCount: 138,
    nodes: { 0: { line: 15, column: "/schedule/day[1]/room[1]/event[1]/date" } },
  });
  const json = await conference.importSchedule(id, schedulePretalx, true);
  expect(json.data.importSchedule.errors.nodes[0]).toMatchObject({
    code: "DATE_OUTSIDE_OFFERING",
    column: expect.stringMatching(/^schedule\.conference\.days\[0\]/),
  });
});

test("all errors can be had as a CSV file that no spreadsheet program runs", async () => {
  const id = await conference.conference(days);
  const answer = await world.upload(
    conference.provider.token,
    "mutation ($id: ID!, $file: Upload!) { importSchedule(programId: $id, file: $file, preview: true) { errorsCsv } }",
    { id },
    csvSchedule('a,Talk,"=HYPERLINK(""x"")",09:00,10:00,no,'),
  );
  const lines = answer.data.importSchedule.errorsCsv.split("\r\n");
  expect(lines[0]).toBe("Line,Column,Value,Code,Message,Severity");
  expect(lines[1]).toMatch(/^2,Date,"'=HYPERLINK\(""x""\)",INVALID_DATE,/);
});

test.each([
  ["schedule", "Session ID,Title,Subtitle,Date,Start,End,Minutes,Speakers,Room,Track,Type,Language,Virtual"],
  ["registrations", "Email,Registration Type,Access From,Access Until,Virtual,Name"],
])("the template of %s has every column that is read", async (name, headings) => {
  const response = await world.fetch(`/conferences/${name}-template.csv`);
  expect(response.headers.get("content-disposition")).toBe(`attachment; filename=${name}-template.csv`);
  expect(await response.text()).toBe(`${headings}\r\n`);
});

describe("hostile files are errors as data", () => {
  const bomb = `<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaaaaaaaa">${Array.from(
    { length: 12 },
    (_, i) => `<!ENTITY ${String.fromCharCode(98 + i)} "${`&${String.fromCharCode(97 + i)};`.repeat(10)}">`,
  ).join("")}]><schedule><conference><title>&m;</title></conference></schedule>`;
  test.each<[string, string | Buffer, string]>([
    ["nothing", "", "EMPTY_FILE"],
    ["blanks", " \n\n ", "EMPTY_FILE"],
    ["an Excel workbook", Buffer.from("504b030414000600", "hex"), "NOT_A_CSV"],
    ["a PDF", "%PDF-1.7\n", "NOT_A_CSV"],
    ["XML that ends", "<schedule><day>", "UNREADABLE_FILE"],
    ["another XML", "<html></html>", "NOT_A_SCHEDULE"],
    ["an external entity", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><schedule>&e;</schedule>', "*"],
    ["a billion laughs", bomb, "*"],
    ["JSON that ends", '{"schedule": {', "UNREADABLE_FILE"],
    ["another JSON", '{"hello": "world"}', "NOT_A_SCHEDULE"],
    ["deep JSON", `{"schedule":${"[".repeat(50_000)}${"]".repeat(50_000)}}`, "*"],
    ["bytes that are no text", Buffer.from("3c736368656475fffe", "hex"), "*"],
    ["headings of a roster", "Program ID,AAST ID,First Name\nA09164,100100,John", "*"],
    ["headings alone", "Title,Start,End\n", "NO_ROWS"],
  ])("%s", async (_, file, code) => {
    const id = await conference.conference(days, "Hostile", "DRAFT");
    const answer = await conference.importSchedule(id, file);
    expect(answer.errors).toEqual([]);
    const { errors } = answer.data.importSchedule;
    expect(errors.totalCount).toBeGreaterThan(0);
    if (code !== "*") expect(errors.nodes.map((error: { code: string }) => error.code)).toContain(code);
    expect(JSON.stringify(errors)).not.toContain("root:");
    expect(await stored(id)).toEqual([]);
  });

  test("a file that is too large", async () => {
    const id = await conference.conference(days, "Hostile", "DRAFT");
    const answer = await conference.importSchedule(id, Buffer.alloc(8 * 1024 * 1024 + 1, " "));
    expect(answer.errors[0]?.extensions.code).toBe("FILE_TOO_LARGE");
  });
});

test("only staff and the program's provider import, and only into a conference", async () => {
  const id = await conference.conference(days);
  const foreign = await world.provider();
  const attendee = await conference.attendee(["import@example.test"]);
  const code = async (token: string | null, programId: string) =>
    (await conference.importSchedule(programId, base, false, token as string)).errors[0]?.extensions.code ?? null;
  expect(await code(conference.staff.token, id)).toBeNull();
  expect(await code(foreign.token, id)).toBe("NOT_FOUND");
  expect(await code(foreign.token, "00000000-0000-0000-0000-000000000000")).toBe("NOT_FOUND");
  expect(await code(foreign.token, "no ID")).toBe("NOT_FOUND");
  expect(await code(attendee.token, id)).toBe("FORBIDDEN");
  expect(await code(null, id)).toBe("UNAUTHENTICATED");
  const lectures = await world.sql("SELECT id FROM program_type WHERE code = 'LECTURE'");
  await world.sql("UPDATE program SET type_id = $2 WHERE id = $1", [id, lectures[0].id]);
  expect(await code(conference.staff.token, id)).toBe("BAD_INPUT");
});

test("imports at once come one after the other", async () => {
  const id = await conference.conference(days);
  const answers = await Promise.all(Array.from({ length: 8 }, () => conference.imported(id, base)));
  expect(answers.map(({ added }) => added).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 4]);
  expect(await stored(id)).toHaveLength(4);
});

test("the list of sessions costs the same statements however many there are", async () => {
  const small = await conference.conference(days);
  await conference.imported(small, csvSchedule("a,Opening,2026-04-10,09:00,10:00,no,Ada Okafor"));
  const large = await conference.conference(daysOf31c3);
  await conference.imported(large, schedule31c3);
  const count = (programId: string) =>
    world.statements(() => world.ok(conference.provider.token, documents.sessions, { programId, filter: null }));
  // A list that goes on after its page is counted by one more.
  expect(await count(large)).toBe((await count(small)) + 1);
  const found = await conference.sessions(large, { text: "keynote" });
  expect(found.map((session) => session.title)).toEqual(["31C3 Keynote"]);
});

test("a talk that is held twice earns once: pretalx gives both one id, and the refusal says when and where the other is", async () => {
  const talk = (guid: string, date: string, room: string) => ({
    id: 4711,
    guid,
    slug: guid,
    date,
    start: date.slice(11, 16),
    duration: "01:00",
    room,
    title: "Airway basics",
    subtitle: "",
    track: null,
    type: "Talk",
    language: "en",
    abstract: "",
    description: "",
    persons: [],
  });
  const day = (date: string, room: string, talks: unknown[]) => ({
    index: 1,
    date,
    day_start: `${date}T08:00:00-05:00`,
    day_end: `${date}T20:00:00-05:00`,
    rooms: { [room]: talks },
  });
  const schedule = {
    schedule: {
      version: "1",
      conference: {
        acronym: "c",
        title: "C",
        start: "2026-03-10",
        end: "2026-03-11",
        daysCount: 2,
        timeslot_duration: "00:05",
        time_zone_name: "America/Chicago",
        days: [
          day("2026-03-10", "Hall A", [
            talk("11111111-1111-4111-8111-111111111111", "2026-03-10T09:00:00-05:00", "Hall A"),
          ]),
          day("2026-03-11", "Hall B", [
            talk("22222222-2222-4222-8222-222222222222", "2026-03-11T09:00:00-05:00", "Hall B"),
          ]),
        ],
      },
    },
  };
  world.setClock("2026-03-02T15:00:00Z");
  const id = await conference.conference({ startsOn: "2026-03-10", endsOn: "2026-03-11" });
  expect(await conference.imported(id, JSON.stringify(schedule))).toMatchObject({ added: 2 });
  const attendee = await conference.attendee(["twice@example.test"]);
  await conference.register(id, "twice@example.test,Full,,,no");
  world.setClock("2026-03-20T00:00:00Z");
  const [first, second] = await conference.sessions(id);
  await conference.claim(attendee.token, first!.id);
  const answer = await world.graphql(attendee.token, documents.claim, { sessionId: second!.id, attendedOn: null });
  expect(answer.errors.map(({ message, extensions }) => [extensions.code, message])).toEqual([
    [
      "RECORDING_OF_CLAIMED",
      '"Airway basics" and "Airway basics" of March 10, 2026, Hall A, have the same content, so only one of them earns credit. Remove one.',
    ],
  ]);
  expect((await conference.generate(attendee.token, id)).credits).toBe("1.00");
});
