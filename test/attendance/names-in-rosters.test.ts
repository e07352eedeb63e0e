import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "./roster-world.ts";

let roster: RosterWorld;
beforeAll(async () => {
  roster = await startRosterWorld({ rateLimits: { memberGuessesByProvider: 500 } });
});
afterAll(() => roster.world.stop());

const fixture = (name: string, facts: Record<string, string>): string =>
  Object.entries({ ...facts, "11/\\d+/2026": "4/10/2009" }).reduce(
    (text, [from, to]) => text.replace(new RegExp(from, "g"), to),
    readFileSync(fileURLToPath(new URL(`./fixtures/${name}.csv`, import.meta.url)), "utf8"),
  );
const send = async (text: string, preview = false, token = roster.provider.token) => {
  const { data } = await roster.world.upload(token, uploadDocument, { providerId: roster.provider.id, preview }, text);
  await roster.world.runJobs();
  return data.uploadAttendance;
};
const row = (number: string, first: string, last: string) => ["A09164", number, first, last, "4/10/2009", "1"];

test("one name is recorded however the other cell is left empty, and is the name on the certificate", async () => {
  const { world } = roster;
  const wira = await world.member({ firstName: "Wira", lastName: "-", email: "wira@example.test" });
  expect([wira.firstName, wira.lastName]).toEqual(["Wira", ""]);
  const text = fixture("04-single-name-member-registered-as-dash", { PROGRAM: "A09164", MEMBER: wira.memberNumber });
  for (const [first, last] of [
    ["Wira", ""],
    ["Wira", "."],
    ["-", "Wira"],
  ] as const)
    expect((await send(csv([row(wira.memberNumber, first, last)]), true)).status).toBe("PREVIEWED");
  expect((await send(text)).status).toBe("PROCESSED");
  expect(await world.sql("SELECT recipient_name FROM certificate WHERE member_id = $1", [wira.id])).toEqual([
    { recipient_name: "Wira" },
  ]);
  const wrong = await send(csv([row(wira.memberNumber, "", "-"), row("100100", "John", "")]), true);
  expect(
    wrong.errors.nodes.map(({ line, column, code, message }: Record<string, unknown>) => [line, column, code, message]),
  ).toEqual([
    [2, "First Name", "MISSING_VALUE", expect.stringContaining("this row has no name")],
    [2, "Last Name", "MISSING_VALUE", expect.stringContaining("this row has no name")],
    [2, null, "ALREADY_RECORDED", expect.any(String)],
    [
      3,
      "Last Name",
      "MISSING_VALUE",
      "Line 3, Last Name: this cell is empty, but member 100100 has a name that belongs here. Did you mean 100100, John Smith?",
    ],
  ]);
});

test("what is typed for letters that a keyboard lacks is the name; where both names miss, the member of the ID is suggested", async () => {
  const { world } = roster;
  const jurgen = await world.member({ firstName: "Jürgen", lastName: "Müller", email: "jm@example.test" });
  const soren = await world.member({ firstName: "Søren", lastName: "Ångström", email: "sa@example.test" });
  const facts = { PROGRAM: "A09164", MEMBER1: jurgen.memberNumber, MEMBER2: soren.memberNumber };
  expect((await send(fixture("06-umlauts-written-out", facts), true)).status).toBe("PREVIEWED");
  const wrong = await send(
    csv([row(jurgen.memberNumber, "Joerg", "Moeller"), row("109999", "Juergen", "Mueller")]),
    true,
  );
  expect(wrong.errors.nodes.map(({ suggestions }: { suggestions: string[] }) => suggestions)).toEqual([
    [`${jurgen.memberNumber}, Jürgen Müller`],
    [`${jurgen.memberNumber}, Jürgen Müller`],
    [`${jurgen.memberNumber}, Jürgen Müller`],
  ]);
});

/** Members with 600 rows, whose rows name them: what a slip leaves of it is for each test to say. */
const long = async (of: (at: number) => [string, string, string]): Promise<Awaited<ReturnType<typeof send>>> =>
  send(csv(Array.from({ length: 600 }, (_, at) => row(...of(at)))), true);
const who = (at: number) => sampleRows[((at % 5) + 5) % 5]! as [string, string, string, string, string, string];
const first = (answer: { errors: { nodes: { line: number; column: string; code: string; message: string }[] } }) =>
  answer.errors.nodes.filter(({ code }) => code === "COLUMN_SLIPPED");

test("a column that slipped is one finding with its line, before those of its rows, and no limit hides them", async () => {
  const up = await long((at) => [who(at)[1], who(at < 7 ? at : at + 1)[2], who(at)[3]]);
  expect(first(up)).toEqual([
    expect.objectContaining({
      line: 9,
      column: "First Name",
      message:
        'Line 9, First Name: from this line on "First Name" has slipped: 592 rows have the name of the member one row further down. Put the column back beside its rows.',
    }),
  ]);
  expect(up.errors.nodes[0].code).toBe("COLUMN_SLIPPED");
  // Each row has its own finding as well; every row but the first of each member is there twice.
  const kinds = await roster.world.sql(
    "SELECT code, count(*)::int AS count FROM attendance_upload_error WHERE upload_id = $1 GROUP BY code ORDER BY code",
    [up.id],
  );
  expect(kinds).toEqual([
    { code: "COLUMN_SLIPPED", count: 1 },
    { code: "DUPLICATE_ROW", count: 595 },
    { code: "NAME_MISMATCH", count: 593 },
  ]);
  expect(first(await long((at) => [who(at)[1], who(at)[2], who(at - 2)[3]]))).toMatchObject([
    { line: 4, column: "Last Name", message: expect.stringContaining("2 rows further up") },
  ]);
  // Both names together: it is the ID that stands elsewhere.
  expect(first(await long((at) => [who(at - 1)[1], who(at)[2], who(at)[3]]))).toMatchObject([
    { line: 2, column: "AAST ID" },
  ]);
});

test("rows that are wrong otherwise still count as guesses", async () => {
  const sent = await roster.world.upload(
    roster.provider.token,
    uploadDocument,
    { providerId: roster.provider.id, preview: true },
    csv(Array.from({ length: 600 }, (_, at) => row(who(at)[1], `Guess${at}`, who(at)[3]))),
  );
  expect(sent.errors[0]?.extensions?.code).toBe("TOO_MANY_REQUESTS");
});

test("the file of 600 rows that slipped by one has one finding of it", async () => {
  const sent = await send(fixture("08-shifted-first-names-600", { PROGRAM: "A09164" }), true, roster.staff.token);
  expect(sent.status).toBe("REJECTED");
});

/** A file of one row each: whom it names, how, and what becomes of it. */
const asPeopleWrite: [given: string, family: string, first: string, last: string, wrong: string[]][] = [
  ["Anna-Lena", "Meyer-Schmidt", "Anna Lena", "Meyer Schmidt", []],
  ["Anna Lena", "Meyer Schmidt", "ANNA-LENA", "meyer-schmidt", []],
  ["Franz", "Strauß", "FRANZ", "STRAUSS", []],
  ["Søren", "Ångström", "Soeren", "Aangstroem", []],
  ["Søren", "Ångström", "Soren", "Angstrom", []],
  ["Jürgen", "Müller", "Ju\u0308rgen", "Mu\u0308ller", []],
  ["Łukasz", "Żółć", "Lukasz", "Zolc", []],
  ["İpek", "Ğülşah", "Ipek", "Gulsah", []],
  ["Æsa", "Þórðardóttir", "Aesa", "Thordardottir", []],
  ["Michael", "O’Brien", "Michael", "O'Brien", []],
  ["D’Angelo", "St. John", "DAngelo", "St John", []],
  ["Nguyễn", "Văn An", "Nguyen", "Van An", []],
  ["محمد", "الأحمد", "محمد", "الاحمد", []],
  ["Ann", "Lee", "\u00a0Ann ", " Lee\u00a0", []],
  ["Suharto", "", "", "SUHARTO", []],
  ["", "Suharto", "Suharto", "-", []],
  // Nothing is guessed: a name that is another one stays wrong, with whom the number means.
  ["Văn An", "Trần", "Trần", "Văn An", ["First Name", "Last Name"]],
  ["José", "García López", "Jose", "Garcia", ["Last Name"]],
  ["Ann", "Weber", "Ann", "Weber RPSGT", ["Last Name"]],
];

test("names as people write them are the member's, and what is another name is told with whose number it is", async () => {
  const { world } = roster;
  for (const [firstName, lastName, first, last, wrong] of asPeopleWrite) {
    const { memberNumber } = await world.member({ firstName, lastName });
    const answer = await send(csv([row(memberNumber, first, last)]), true);
    const found = answer.errors.nodes.map(
      ({ column, code, suggestions }: { column: string; code: string; suggestions: string[] }) => [
        column,
        code,
        suggestions.some((each) => each.startsWith(`${memberNumber}, `)),
      ],
    );
    expect([first, last, ...found]).toEqual([first, last, ...wrong.map((column) => [column, "NAME_MISMATCH", true])]);
    expect(answer.status).toBe(wrong.length === 0 ? "PREVIEWED" : "REJECTED");
  }
});

test("a licence or a verified address in the ID column, and a former name, name the member", async () => {
  const { world, staff } = roster;
  const { saveLicenceKind } = await world.ok(
    staff.token,
    "mutation ($input: LicenceKindInput!) { saveLicenceKind(input: $input) { id } }",
    { input: { code: "NPI", name: "NPI", mask: "9999999999", checkDigit: "NPI", onRosters: true } },
  );
  const member = await world.member({ firstName: "Zoë", lastName: "Åkesson", email: "zoe@clinic.test" });
  await world.ok(
    staff.token,
    "mutation ($memberId: ID!, $input: LicenceInput!) { saveLicence(memberId: $memberId, input: $input) { id } }",
    { memberId: member.id, input: { kindId: saveLicenceKind.id, number: "1234567893" } },
  );
  await world.ok(
    staff.token,
    'mutation ($id: ID!) { correctMember(id: $id, input: { lastName: "Berg" }, reason: "Married") { id } }',
    { id: member.id },
  );
  const statusOf = async (id: string, last: string): Promise<unknown> => {
    const { status, errors } = await send(csv([row(id, "Zoe", last)]), true);
    return status === "PREVIEWED" ? status : errors.nodes[0].code;
  };
  for (const id of ["NPI 1234567893", "npi 123-456-7893", "zoe@clinic.test", "ZOE@clinic.test", member.memberNumber])
    for (const last of ["Aakesson", "Berg"])
      expect([id, last, await statusOf(id, last)]).toEqual([id, last, "PREVIEWED"]);
  expect(await statusOf("NPI 1245319599", "Berg")).toBe("UNKNOWN_MEMBER");
  expect(await statusOf("nobody@clinic.test", "Berg")).toBe("UNKNOWN_MEMBER");
  expect(await statusOf("zoe@clinic.test", "Smith")).toBe("NAME_MISMATCH");
});
