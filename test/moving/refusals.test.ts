import { csv, uploadDocument } from "../attendance/roster-world.ts";
import { merge } from "../persons/merging.ts";
import { programIn } from "../programs/applications.ts";
import { BundleWorld } from "../support/bundle-world.ts";

let bundles: BundleWorld;
beforeAll(async () => {
  bundles = await BundleWorld.start();
});
afterAll(() => bundles.world.stop());

const heads = {
  "providers.csv": "Provider ID,Name,Status",
  "members.csv": "Member ID,First Name,Last Name,Email",
  "merged-numbers.csv": "Former Number,Member ID",
  "former-names.csv": "Member ID,First Name,Last Name",
  "licences.csv": "Member ID,Kind,Number,Jurisdiction,Expires",
  "programs.csv": "Program ID,Provider ID,Title,Type,Status,Credits",
  "offerings.csv": "Program ID,Offering,First Day,Place",
  "decisions.csv": "Program ID,Decision,Date,By",
  "sessions.csv": "Program ID,Session ID,Title,Start,End",
  "registrations.csv": "Program ID,Email,Registration Type",
  "fees.csv": "Program ID,Fee,Amount,Currency,Date",
  "certificates.csv": "Certificate Number,Verification Code,Member ID,Title,Program ID,Completion Date,Credits,Status",
  "attendance.csv": "Program ID,Session ID,Member ID,Completion Date,Credits",
};
type File = keyof typeof heads;

const bundleOf = (rows: readonly (readonly [File, string])[]): Record<string, string> => {
  const files: Record<string, string> = {};
  for (const [file, row] of rows) files[file] = `${files[file] ?? `${heads[file]}\n`}${row}\n`;
  return files;
};

const lecture = "Single Lecture/Workshop";
const came: [File, string][] = [
  ["providers.csv", "P0007,Lone Star Acupuncture,"],
  ["providers.csv", "P0008,Gulf Coast Needles,"],
  ["providers.csv", "P0009,Gulf Coast Needles Inc,"],
  ["members.csv", "200100,Jane,Jones,jane@old.test"],
  ["members.csv", "200101,Jim,Miller,"],
  ["members.csv", "200102,Janet,Jones,"],
  ["members.csv", "200103,Gone,Person,"],
  ["members.csv", "200104,Bo,Chu,"],
  ["merged-numbers.csv", "99001,200100"],
  ["former-names.csv", "200104,Bo,Smith"],
  ["licences.csv", "200104,RN,123456,TX,2027-01-31"],
  ["programs.csv", `A09164,P0007,Points of 2009,${lecture},Completed,7.5`],
  ["programs.csv", `A26008,P0007,Moxa,${lecture},Awaiting attendance,2`],
  ["programs.csv", "A26010,P0007,Spring,Conference,Approved,6"],
  ["offerings.csv", "A09164,,2009-04-10,Austin"],
  ["offerings.csv", "A26008,,2026-04-20,Dallas"],
  ["offerings.csv", "A26010,,2026-04-10,Dallas"],
  ["sessions.csv", "A26010,1,Points,2026-04-10 09:00,2026-04-10 10:00"],
  ["sessions.csv", "A26010,2,Cups,2026-04-10 11:00,2026-04-10 12:00"],
  ["registrations.csv", "A26010,jane@example.test,Full"],
  ["registrations.csv", "A26010,gone@example.test,Full"],
  ["certificates.csv", "X-1,,200101,By hand,,2011-04-10,1,"],
  ["certificates.csv", "X-2,OLD-CODE-0001,200101,By hand,,2011-04-11,1,"],
  ["attendance.csv", "A09164,,200101,2009-04-10,7"],
  ["attendance.csv", "A09164,,200104,2009-04-10,7"],
];

/** What is on record, but for bundles and what tells of them. */
async function everything(): Promise<Record<string, string>> {
  const passing = /^(bundle_|audit_|rate_limit|waiting_request|idempotent_request)/;
  const found: Record<string, string> = {};
  const tables = await bundles.world.sql(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1",
  );
  for (const { name } of tables)
    if (!passing.test(name))
      found[name] = (
        await bundles.world.sql(`SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) AS sum FROM ${name} t`)
      )[0].sum;
  return found;
}

/** An imported accreditor at work: a roster reported, sessions claimed, two members merged, one erased, something decided, charged and removed here. */
async function atWork() {
  const { world, staff } = bundles;
  await world.sql(
    `INSERT INTO licence_kind (code, name, mask, asks_jurisdiction, asks_profession, asks_expiry, is_unique, sensitive, on_rosters)
     VALUES ('RN', 'Nurse', '999999', true, false, true, true, false, false)`,
  );
  await world.sql(
    "INSERT INTO fee_policy (starts_on, currency, filing_fee, holds_certificates, created_at) VALUES ('2020-01-01', 'USD', 7500, false, now())",
  );
  await bundles.move(bundleOf(came));
  const idOf = async (table: string, column: string, value: string): Promise<string> =>
    (await world.sql(`SELECT id FROM ${table} WHERE ${column} = $1`, [value]))[0].id;
  const provider = await world.provider({ name: "Of here" });
  const ann = await world.member({ firstName: "Ann", lastName: "Lee", email: "ann@example.test" });
  const own = await programIn(world, { provider, staff }, "APPROVED");
  await world.actFor(await idOf("provider", "number", "P0007"), provider.accountId);

  // A roster of a program that moved in.
  const roster = await world.upload(
    provider.token,
    uploadDocument,
    { providerId: await idOf("provider", "number", "P0007") },
    csv(
      [
        ["A26008", "200100", "Jane", "Jones", "2026-04-20", "2"],
        ["A26008", ann.memberNumber, "Ann", "Lee", "2026-04-20", "1"],
      ],
      ["Program ID", "Member ID", "First Name", "Last Name", "Completion Date", "CECs"],
    ),
    "roster.csv",
  );
  expect(roster.data?.uploadAttendance.errors.nodes).toEqual([]);
  await world.runJobs();
  const [issued] = await world.sql(
    "SELECT c.number, c.verification_code AS code FROM certificate c JOIN member m ON m.id = c.member_id WHERE m.member_number = '200100'",
  );

  // A claim, two records that became one, and somebody who is erased.
  const [session, jane, twin, gone] = await Promise.all([
    idOf("session", "external_id", "1"),
    idOf("member", "member_number", "200100"),
    idOf("member", "member_number", "200102"),
    idOf("member", "member_number", "200103"),
  ]);
  const registration = await idOf("registration", "email", "jane@example.test");
  await world.sql("UPDATE registration SET member_id = $2 WHERE id = $1", [registration, jane]);
  await world.sql(
    "INSERT INTO session_claim (member_id, session_id, attended_on, claimed_at, registration_id) VALUES ($1, $2, '2026-04-10', $3, $4)",
    [jane, session, world.ctx.now(), registration],
  );
  await merge(world, staff.token, jane, twin);
  await world.ok(staff.token, 'mutation ($id: ID!) { eraseMember(memberId: $id, reason: "Asked.") }', { id: gone });
  await world.runJobs();

  // What came with the import and was taken away here since.
  await world.sql("DELETE FROM licence");
  await world.sql("DELETE FROM former_name WHERE last_name = 'Smith'");
  await world.sql("DELETE FROM registration WHERE email = 'gone@example.test'");
  await world.sql("DELETE FROM session WHERE external_id = '2'");
  await world.sql(
    `UPDATE attendance_record SET reversed_at = $1, reversal_reason = 'Was not there' WHERE member_id = (SELECT id FROM member WHERE member_number = '200104')`,
    [world.ctx.now()],
  );
  await world.sql(
    "UPDATE provider SET status = 'MERGED', merged_into_id = (SELECT id FROM provider WHERE number = 'P0008') WHERE number = 'P0009'",
  );
  return { own: own.number ?? "", here: provider.number, issued, ann: ann.memberNumber };
}

test("whatever takes another's number, or changes what is of here, is refused with its row, and nothing is written", async () => {
  const { own, here, issued, ann } = await atWork();
  const before = await everything();
  /** Row, and what is said of it: a column and a code, with a star for a warning. */
  const cases: [File, string, ...string[]][] = [
    ["providers.csv", `${here},Somebody else,`, "Provider ID NUMBER_TAKEN"],
    ["providers.csv", `${here.toLowerCase()},Of here,`, "Provider ID DUPLICATE_ROW", "Provider ID NUMBER_TAKEN"],
    ["providers.csv", "P 0008,Gulf Coast Needles,", "Provider ID NUMBER_TAKEN"],
    ["providers.csv", "Ｐ０００８,Gulf Coast Needles,", "Provider ID DUPLICATE_ROW", "Provider ID NUMBER_TAKEN"],
    // Somebody signs in for it.
    ["providers.csv", "P0007,Lone Star Acupuncture,Suspended", "Provider ID NUMBER_TAKEN"],
    ["providers.csv", "P0009,Quite another,", "Provider ID CORRECTED_SINCE*", "Provider ID NUMBER_TAKEN"],

    ["members.csv", `${ann},Somebody,Else,`, "Member ID NUMBER_TAKEN"],
    // Reported here, under this number.
    ["members.csv", "200100,Bob,Smith,", "Member ID NUMBER_TAKEN"],
    ["members.csv", "200101,Walter,Quint,", "Member ID NUMBER_TAKEN"],
    ["members.csv", "200104,Beatrice,Chang,", "Last Name NAME_MISMATCH*"],
    ["members.csv", "200102,Bob,Smith,", "Member ID MEMBER_INACTIVE*", "Member ID NUMBER_TAKEN"],
    ["members.csv", "99001,Bob,Smith,", "Member ID MEMBER_INACTIVE*", "Member ID NUMBER_TAKEN"],
    ["members.csv", "200103,Gone,Person,", "Member ID MEMBER_INACTIVE*"],
    ["members.csv", "300100,Ann,Lee,ANN@example.test", "Member ID AMBIGUOUS_MEMBER*"],
    ["members.csv", "ab-1,Small,Letters,"],
    ["members.csv", "AB-1,Large,Letters,", "Member ID DUPLICATE_ROW"],

    ["merged-numbers.csv", `${ann},200101`, "Former Number NUMBER_TAKEN"],
    ["merged-numbers.csv", "99001,200101", "Former Number NUMBER_TAKEN"],
    ["merged-numbers.csv", "200102,200101", "Former Number CORRECTED_SINCE*"],

    ["former-names.csv", "200104,Bo,Smith", "Member ID CORRECTED_SINCE*"],
    ["former-names.csv", "200103,Gone,Before", "Member ID UNKNOWN_MEMBER"],
    ["licences.csv", "200104,RN,123456,TX,2027-01-31", "Number CORRECTED_SINCE*"],

    ["programs.csv", `${own},P0007,Another,${lecture},Completed,1`, "Program ID NUMBER_TAKEN"],
    [
      "programs.csv",
      `${own.replace("A", "a ")},P0007,Another,${lecture},Completed,1`,
      "Program ID DUPLICATE_ROW",
      "Program ID MISSING_VALUE",
      "Program ID NUMBER_TAKEN",
    ],
    ["programs.csv", `A26008,P0007,Moxa,${lecture},Denied,2`, "Program ID CORRECTED_SINCE*"],
    ["programs.csv", "A26010,P0007,Spring,Conference,Cancelled,6", "Program ID NUMBER_TAKEN"],
    ["programs.csv", `A09164,P0008,Quite another,${lecture},Completed,7.5`, "Program ID NUMBER_TAKEN"],

    ["offerings.csv", `${own},,2026-04-20,Dallas`, "Program ID NUMBER_TAKEN"],
    ["offerings.csv", "A26010,,2026-04-10,Houston", "First Day ALREADY_RECORDED"],

    ["decisions.csv", `${own},Denied,2026-04-01,Bo Chu`, "Program ID NUMBER_TAKEN"],
    ["decisions.csv", "A26008,Denied,2026-05-01,Bo Chu", "Date ALREADY_RECORDED"],

    ["sessions.csv", "A26010,1,Points,2026-04-10 09:00,2026-04-10 09:30", "Session ID ALREADY_RECORDED"],
    ["sessions.csv", "A26010,2,Cups,2026-04-10 11:00,2026-04-10 12:00", "Session ID CORRECTED_SINCE"],
    ["registrations.csv", "A26010,jane@example.test,Day", "Email REGISTRATION_CLAIMED"],
    ["registrations.csv", "A26010,gone@example.test,Full", "Email CORRECTED_SINCE*"],

    ["fees.csv", `${own},Filing,20,USD,2026-04-21`, "Program ID NUMBER_TAKEN"],
    ["fees.csv", "A26008,Filing,20,USD,2026-04-21", "Fee ALREADY_RECORDED"],

    ["certificates.csv", `${issued.number},,200101,Taken,,2011-01-01,1,`, "Certificate Number NUMBER_TAKEN"],
    [
      "certificates.csv",
      `${issued.number.toLowerCase().replace("c", "c-")},,200100,Written otherwise,,2011-01-01,1,Revoked`,
      "Certificate Number NUMBER_TAKEN",
    ],
    [
      "certificates.csv",
      `N-1,${issued.code.toLowerCase()},200101,Its code,,2011-01-01,1,`,
      "Verification Code NUMBER_TAKEN",
    ],
    ["certificates.csv", "N-2,old code 0001,200101,Code of another,,2011-01-01,1,", "Verification Code NUMBER_TAKEN"],
    ["certificates.csv", "X-1,,200104,Of another,,2011-04-10,1,", "Certificate Number NUMBER_TAKEN"],
    [
      "certificates.csv",
      "x-1,,200101,Case,,2011-04-10,1,",
      "Certificate Number DUPLICATE_ROW",
      "Certificate Number NUMBER_TAKEN",
    ],
    // Beside that of here, or to take it away.
    ["certificates.csv", "N-3,,200100,Moxa,A26008,2026-04-20,2,", "Member ID ALREADY_RECORDED"],
    ["certificates.csv", "N-4,,99001,Moxa,A26008,2026-04-20,2,Revoked", "Member ID ALREADY_RECORDED"],
    ["certificates.csv", `N-5,,200101,Of here,${own},2026-04-20,2,`, "Program ID NUMBER_TAKEN"],

    ["attendance.csv", `${own},,200101,2026-04-20,1`, "Program ID NUMBER_TAKEN"],
    ["attendance.csv", "A26008,,200100,2026-04-20,1.5", "Credits ALREADY_RECORDED"],
    ["attendance.csv", "A26008,,200101,2026-04-20,2", "Member ID ALREADY_RECORDED"],
    ["attendance.csv", "A09164,,200104,2009-04-10,7", "Member ID CORRECTED_SINCE*"],
    ["attendance.csv", "A09164,,200103,2009-04-10,7", "Member ID UNKNOWN_MEMBER"],
  ];
  const lines: Partial<Record<File, number>> = {};
  const expected: string[] = [];
  for (const [file, row, ...said] of cases) {
    lines[file] = (lines[file] ?? 1) + 1;
    expected.push(...said.map((each) => `${file} ${lines[file]} ${each} <${row}>`));
  }
  const rowsOf = (of: File) => cases.filter(([file]) => file === of);
  const sent = await bundles.send(bundleOf(cases.map(([file, row]) => [file, row])));
  const { nodes } = sent.errors;
  expect(sent.status).toBe("REJECTED");
  expect(
    nodes.map(
      (e: { file: File; line: number; column: string; code: string; severity: string }) =>
        `${e.file} ${e.line} ${e.column} ${e.code}${e.severity === "WARNING" ? "*" : ""} <${rowsOf(e.file)[e.line - 2]?.[1]}>`,
    ),
  ).toEqual(expected);
  expect(
    nodes.map(({ message }: { message: string }) => message).filter((text: string) => /\{|undefined|null/.test(text)),
  ).toEqual([]);
  expect(await everything()).toEqual(before);
});
