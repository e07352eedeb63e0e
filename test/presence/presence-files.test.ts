import { ConferenceWorld, csvSchedule } from "../conferences/conference-world.ts";
import { workbook } from "../support/workbook.ts";

let c: ConferenceWorld;
let world: ConferenceWorld["world"];
beforeAll(async () => {
  c = await ConferenceWorld.start();
  world = c.world;
});
afterAll(() => c.stop());

const importPresence = `mutation ($programId: ID!, $file: Upload!, $preview: Boolean) {
  importPresence(programId: $programId, file: $file, preview: $preview) { preview added changed unchanged
    changes { nodes { kind email title minutes } } errors { nodes { line column code } } } }`;
const undo = "mutation ($p: ID!, $n: String!) { undoPresenceImport(programId: $p, fileName: $n) }";

/** A conference in Chicago with three people registered, the first of whom is a member. */
async function scene(name: string) {
  world.setClock("2026-03-02T15:00:00Z");
  const id = await c.conference({ startsOn: "2026-03-03", endsOn: "2026-03-03", timeZone: "America/Chicago" });
  await c.imported(
    id,
    csvSchedule(
      "a,Dreams,2026-03-03,09:00,10:00,no,",
      "b,Apnea,2026-03-03,11:00,12:00,no,",
      "n,Night,2026-03-03,23:30,23:59,no,",
    ),
  );
  const emails = ["ada", "bob", "eve"].map((each) => `${each}.${name}@example.test`) as [string, string, string];
  await c.register(id, ...emails.map((email) => `${email},Full,,,no`));
  const ada = await c.attendee([emails[0]]);
  const { registrations } = await world.ok(
    c.provider.token,
    "query ($id: ID!) { registrations(programId: $id) { nodes { email badge } } }",
    { id },
  );
  const badges = new Map<string, string>(
    registrations.nodes.map(({ email, badge }: Record<string, string>) => [email, badge]),
  );
  const send = async (file: string | Buffer, preview = false, by = c.provider.token, fileName = "doors.csv") => {
    const answer = await world.upload(by, importPresence, { programId: id, preview }, file, fileName);
    if (!answer.data?.importPresence) return answer.errors[0]?.extensions?.code;
    const { errors, changes, added, changed, unchanged } = answer.data.importPresence;
    return errors.nodes.length > 0
      ? errors.nodes.map(({ line, column, code }: Record<string, unknown>) => `${line} ${column} ${code}`)
      : { counts: [added, changed, unchanged], changes: changes.nodes };
  };
  const kept = async () =>
    (
      await world.sql(
        `SELECT s.title, r.email, e.minutes, e.member_id IS NOT NULL AS of_member, i.file_name FROM presence e
         JOIN session s ON s.id = e.session_id JOIN registration r ON r.id = e.registration_id JOIN presence_import i ON i.id = e.import_id
         WHERE s.program_id = $1 AND e.source = 'FILE' ORDER BY s.starts_at, r.email`,
        [id],
      )
    ).map(({ title, email, minutes }) => `${title} ${String(email).split(".")[0]} ${minutes}`);
  return { id, emails, ada, badges, send, kept };
}

test("a file says who was at which session, by any name of either; rows of one person add up, and what overlaps counts once", async () => {
  const { id, emails, ada, badges, send, kept } = await scene("names");
  const [, bob, eve] = emails;
  const file = [
    "Session ID,Session,Start,Email,Member ID,Badge,Minutes,Joined,Left",
    `a,,,,${ada.memberNumber},,,,`,
    `,Apnea,3/3/2026 11:00 AM,${bob.toUpperCase()},,,20,,`,
    `b,,,${bob},,,15,,`,
    `,dreams,2026-03-03 09:00,,,${badges.get(eve)?.toLowerCase()},,8:50 AM,9:20`,
    `a,,,${eve},,,,9:10,9:30`,
    `a,,,${eve},,,,2026-03-03T15:50:00Z,2026-03-03 10:15`,
    `n,,,${eve},,,,23:40,0:10`,
  ].join("\n");
  const [preview, done] = [await send(file, true), await send(file)];
  expect(preview).toEqual(done);
  expect(done).toMatchObject({ counts: [4, 0, 0] });
  expect(done.changes[1]).toEqual({ kind: "ADDED", email: bob, title: "Apnea", minutes: 35 });
  // 30 minutes from nine on, and ten before ten; the night goes on until it ends.
  expect(await kept()).toEqual(["Dreams ada null", "Dreams eve 40", "Apnea bob 35", "Night eve 19"]);
  expect(await send(file)).toMatchObject({ counts: [0, 0, 4], changes: [] });

  // The next one replaces what it names, and leaves what it does not; a workbook says the same.
  const sheet = workbook([
    {
      name: "Doors",
      rows: [
        ["Session ID", "Email", "Minutes"],
        ["b", bob, 50],
        ["b", eve, 60],
      ],
    },
  ]);
  expect(await send(sheet, false, c.staff.token, "later.xlsx")).toMatchObject({ counts: [1, 1, 0] });
  expect(await kept()).toEqual(["Dreams ada null", "Dreams eve 40", "Apnea bob 50", "Apnea eve 60", "Night eve 19"]);
  const { conferenceImports } = await world.ok(
    c.provider.token,
    "query ($id: ID!) { conferenceImports(programId: $id, kind: PRESENCE) { nodes { fileName actor added changed unchanged } } }",
    { id },
  );
  expect(conferenceImports.nodes.map(({ fileName }: { fileName: string }) => fileName)).toEqual([
    "later.xlsx",
    "doors.csv",
    "doors.csv",
  ]);

  // It is evidence, whose it is: the demand goes by it.
  await world.ok(
    c.provider.token,
    "mutation ($p: ID!) { setPresenceDemand(programId: $p, demand: MINUTES, percent: 90) { id } }",
    {
      p: id,
    },
  );
  world.setClock("2026-03-05T15:00:00Z");
  const sessions = await c.sessions(id);
  const idOf = (title: string) => sessions.find((session) => session.title === title)?.id ?? "";
  await c.claim(ada.token, idOf("Dreams"));
  expect(await c.refusedClaim(ada.token, idOf("Apnea"))).toBe("PRESENCE_NOT_SHOWN");

  expect(await world.refused((await world.provider()).token, undo, { p: id, n: "later.xlsx" })).toBe("NOT_FOUND");
  expect((await world.ok(c.provider.token, undo, { p: id, n: "later.xlsx" })).undoPresenceImport).toBe(2);
  expect(await world.refused(c.provider.token, undo, { p: id, n: "later.xlsx" })).toBe("NOT_FOUND");
  expect(await kept()).toEqual(["Dreams ada null", "Dreams eve 40", "Night eve 19"]);
});

test("a name says who it was where nothing else does and nobody else who is registered is called so", async () => {
  const { id, emails, send, kept } = await scene("called");
  const [, bob] = emails;
  await world.sql("UPDATE registration SET name = 'Bo Müller' WHERE program_id = $1 AND email = $2", [id, bob]);
  // Ada is known by her membership, in whatever order; Bob by his registration, in another spelling.
  expect(await send('Session ID,Name,Minutes\na,"SMITH, John",20\na,bo mueller,30')).toMatchObject({
    counts: [2, 0, 0],
  });
  expect(await kept()).toEqual(["Dreams ada 20", "Dreams bob 30"]);
  // Beside an address it says nothing; alone it must be somebody's, and one's.
  expect(await send(`Session ID,Name,Email\nb,Whoever It Is,${bob}`)).toMatchObject({ counts: [1, 0, 0] });
  expect(await send("Session ID,Name\na,Nobody Here\na,...")).toEqual([
    "2 Name UNKNOWN_MEMBER",
    "3 Name UNKNOWN_MEMBER",
  ]);
  await world.sql("UPDATE registration SET name = 'John Smith' WHERE program_id = $1 AND email = $2", [id, bob]);
  expect(await send("Session ID,Name\na,John Smith")).toEqual(["2 Name AMBIGUOUS_MEMBER"]);
});

test("what is wrong is said row by row, and nothing of such a file is taken", async () => {
  const { emails, ada, send, kept } = await scene("wrong");
  const other = await scene("others");
  const [, bob] = emails;
  const rows = [
    `x,,,${bob},,,,,`,
    `,Dreams,,${bob},,,,,`,
    `,Dreams,2026-03-03 10:00,${bob},,,,,`,
    `,,,${bob},,,,,`,
    "a,,,,,,,,",
    `a,,,${other.emails[0]},,,,,`,
    `a,,,,${other.ada.memberNumber},,,,`,
    `a,,,,,${other.badges.get(other.emails[0])},,,`,
    `a,,,${bob},${ada.memberNumber},,,,`,
    `a,,,${bob},,,0,,`,
    `a,,,${bob},,,5,9:00,9:10`,
    `a,,,${bob},,,,9:00,`,
    `a,,,${bob},,,,9:30,9:20`,
    `a,,,${bob},,,,11:30,11:50`,
    `a,,,${bob},,,,soon,9:20`,
    `b,,,${bob},,,,,`,
    `b,,,${bob},,,10,,`,
  ];
  const file = ["Session ID,Session,Start,Email,Member ID,Badge,Minutes,Joined,Left", ...rows].join("\n");
  expect(await send(file)).toEqual([
    "2 Session ID INVALID_VALUE",
    "3 Start MISSING_VALUE",
    "4 Session INVALID_VALUE",
    "5 Session ID MISSING_VALUE",
    "6 Email MISSING_VALUE",
    "7 Email UNKNOWN_MEMBER",
    "8 Member ID UNKNOWN_MEMBER",
    "9 Badge UNKNOWN_MEMBER",
    "10 Email UNKNOWN_MEMBER",
    "11 Minutes INVALID_DURATION",
    "12 Minutes INVALID_VALUE",
    "13 Left MISSING_VALUE",
    "14 Left ENDS_BEFORE_START",
    "15 Joined INVALID_TIME",
    "16 Joined INVALID_TIME",
    "18 Email DUPLICATE_ROW",
  ]);
  expect(await kept()).toEqual([]);
  expect(await send("Session ID,Email,Colour\na,b,c")).toEqual(["1 Colour UNKNOWN_COLUMN"]);
  expect(await send(`Session ID,Email\na,${bob}`, false, (await world.provider()).token)).toBe("NOT_FOUND");
});
