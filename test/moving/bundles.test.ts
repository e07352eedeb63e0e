import { BundleWorld } from "../support/bundle-world.ts";
import { workbook, zip } from "../support/workbook.ts";
import type { World } from "../support/world.ts";

let bundles: BundleWorld;
let world: World;
let staff: BundleWorld["staff"];
beforeEach(async () => {
  bundles = await BundleWorld.start();
  ({ world, staff } = bundles);
});
afterEach(() => world.stop());

const bundle = {
  "old system/Providers.csv": "Provider ID;Name;Contact Email\nP0007;Lone Star Acupuncture;office@lone.example\n",
  "old system/members 2025.csv": [
    "Member ID,First Name,Last Name,Email,Member Since,Active",
    "100200,Jane,Jones,jane@example.test,25/12/2009,yes",
    "100201,Jürgen,Müller,,3/4/2010,no",
  ].join("\n"),
  "old system/Merged numbers.csv": "Former Number,Member ID\n99001,100200\n",
  "old system/former-names.csv": "Member ID,First Name,Last Name\n100200,Jane,Weber\n",
  "old system/certificates.csv": [
    "Certificate Number,Verification Code,Member ID,Program,Provider ID,Completion Date,Credits,Issued,Status",
    "C000120,OLD1-2345-AB,100200,Points of 2009,P0007,2009-04-10,7.5,2009-05-01,",
    "2010-77,short,99001,Needles,P0007,2010-06-02,2,,",
    "2011-1,REVOKED-99,100201,Cups,,2011-01-03,1,,revoked",
  ].join("\n"),
};

const counts = async () => {
  const [row] =
    await world.sql(`SELECT (SELECT count(*)::int FROM provider) AS providers, (SELECT count(*)::int FROM member) AS members,
    (SELECT count(*)::int FROM former_name) AS names, (SELECT count(*)::int FROM outside_certificate) AS certificates,
    (SELECT count(*)::int FROM event) AS events, (SELECT count(*)::int FROM mail) AS mails, (SELECT count(*)::int FROM bundle_part) AS parts`);
  return row;
};

test("a bundle is shown before, recorded as a whole, and nobody hears of it; again it changes nothing; taken back all is as before", async () => {
  const before = await counts();
  const shown = await bundles.send(bundle);
  expect(shown.errors.nodes).toEqual([]);
  expect(shown).toMatchObject({
    status: "CHECKED",
    message: "8 records would be added, 0 changed, 0 left alone. Nothing has been recorded yet.",
    availableActions: ["RECORD"],
    sender: staff.email,
    files: [
      { kind: "PROVIDERS", rowCount: 1, addedRows: 1 },
      {
        kind: "MEMBERS",
        rowCount: 2,
        addedRows: 2,
        samples: [{ line: 2, cells: expect.arrayContaining(["Member Since: 2009-12-25"]) }, { line: 3 }],
      },
      { kind: "MERGED_NUMBERS", addedRows: 1 },
      { kind: "FORMER_NAMES", addedRows: 1 },
      { kind: "CERTIFICATES", addedRows: 3, rowCount: 3 },
    ],
  });
  expect({ ...(await counts()), parts: 0 }).toEqual(before);
  const done = await bundles.record(shown.id);
  expect(done).toMatchObject({
    status: "PROCESSED",
    availableActions: ["UNDO"],
    message: "8 records added, 0 changed, 0 left alone.",
  });
  expect(await counts()).toEqual({
    providers: 1,
    members: 3,
    names: 1,
    certificates: 3,
    events: 0,
    mails: 0,
    parts: 0,
  });
  expect(
    await world.sql(
      "SELECT member_number, first_name, last_name_key, member_since, active, merged_into_id IS NOT NULL AS merged FROM member ORDER BY 1",
    ),
  ).toEqual([
    {
      member_number: "100200",
      first_name: "Jane",
      last_name_key: "jones",
      member_since: "2009-12-25",
      active: true,
      merged: false,
    },
    {
      member_number: "100201",
      first_name: "Jürgen",
      last_name_key: "muller",
      member_since: "2010-04-03",
      active: false,
      merged: false,
    },
    {
      member_number: "99001",
      first_name: "Jane",
      last_name_key: "jones",
      member_since: null,
      active: false,
      merged: true,
    },
  ]);
  // Numbers go on above what came.
  expect(
    await world.sql("SELECT name, last FROM number_series WHERE name IN ('member', 'provider') ORDER BY 1"),
  ).toEqual([
    { name: "member", last: 100201 },
    { name: "provider", last: 7 },
  ]);
  expect(await world.sql("SELECT nextval('certificate_number') AS next")).toEqual([{ next: "121" }]);
  // From which row a record is.
  expect(
    await world.sql(`SELECT f.name, r.line FROM bundle_record r JOIN bundle_file f ON f.id = r.file_id
      JOIN outside_certificate o ON o.id = r.record_id WHERE o.number = '2010-77'`),
  ).toEqual([{ name: "old system/certificates.csv", line: 3 }]);

  const again = await bundles.move(bundle);
  expect(again.files.map((f: { unchangedRows: number; rowCount: number }) => f.rowCount - f.unchangedRows)).toEqual([
    0, 0, 0, 0, 0,
  ]);
  const changed = await bundles.move({
    "members.csv": "Member ID,First Name,Last Name,City\n100200,Jane,Jones,Austin\n",
  });
  expect(changed.files).toMatchObject([{ addedRows: 0, changedRows: 1 }]);
  expect(await bundles.undo(done.id)).toBe("PROCESSED");
  expect((await bundles.read(done.id)).message).toBe(
    "1 record has something that stands on this import, or was changed since: Jane Jones. Take that back first.",
  );
  expect(await bundles.undo(changed.id)).toBe("UNDONE");
  expect(await world.sql("SELECT city FROM member WHERE member_number = '100200'")).toEqual([{ city: null }]);
  expect(await bundles.undo(again.id)).toBe("UNDONE");
  expect(await bundles.undo(done.id)).toBe("UNDONE");
  expect(await counts()).toEqual(before);
});

test("what another system issued stands in the transcript and the yearly credit, and is verified as issued elsewhere", async () => {
  await bundles.move(bundle);
  const { transcript } = await world.ok(
    staff.token,
    `{ transcript(memberNumber: "99001") { memberNumber totals { credits creditUnit }
      lines { completedOn title programNumber providerName certificateNumber credits issuedElsewhereBy } } }`,
  );
  const [{ name: issuer }] = await world.sql("SELECT accreditor_name AS name FROM accreditor_settings");
  expect(transcript).toEqual({
    memberNumber: "100200",
    totals: [{ credits: "9.50", creditUnit: "CEC" }],
    lines: [
      {
        completedOn: "2010-06-02",
        title: "Needles",
        programNumber: "",
        providerName: "Lone Star Acupuncture",
        certificateNumber: "2010-77",
        credits: "2.00",
        issuedElsewhereBy: issuer,
      },
      {
        completedOn: "2009-04-10",
        title: "Points of 2009",
        programNumber: "",
        providerName: "Lone Star Acupuncture",
        certificateNumber: "C000120",
        credits: "7.50",
        issuedElsewhereBy: issuer,
      },
    ],
  });
  const [{ id }] = await world.sql("SELECT id FROM member WHERE member_number = '100200'");
  const pdf = await world.fetch(`/transcript.pdf?memberId=${id}`, { token: staff.token });
  expect([pdf.status, pdf.headers.get("content-type")]).toEqual([200, "application/pdf"]);
  const page = await world.fetch("/verify/old1-2345%20ab");
  expect(page.status).toBe(200);
  const html = await page.text();
  expect(html).toContain("It was issued elsewhere.");
  expect(html).toContain("Points of 2009");
  const { verifyCertificate: revoked } = await world.ok(
    null,
    '{ verifyCertificate(code: "REVOKED-99") { valid status issuedElsewhere recipientName } }',
  );
  expect(revoked).toEqual({ valid: false, status: "REVOKED", issuedElsewhere: true, recipientName: "Jürgen Müller" });
  expect((await world.fetch("/verify/short")).status).toBe(404);
});

test("every planted fault is named, across files, and none else; nothing is recorded", async () => {
  await world.member({ firstName: "Ann", lastName: "Lee" });
  const refused = await bundles.send({
    "members.csv": Buffer.from(
      [
        "Member ID;First Name;Last Name;Member Since",
        "1;Ren\u00e9;Descartes;13/02/2010",
        "2;No;Date;31/02/2010",
        "1;Ren\u00e9;Again;",
        "3;;;",
        "100100;Other;Person;",
        "4;Good;One;01/02/2010",
      ].join("\r\n"),
      "latin1",
    ),
    "certificates.xlsx": workbook([
      {
        name: "All",
        rows: [
          ["Number", "Member ID", "Title", "Completion Date", "Credits", "Provider ID", "Code"],
          ["A1", "1", "One", "2010-01-01", "1", null, "CODE-0001"],
          ["A2", "777", "Two", "2010-01-01", "1", null, null],
          ["A3", "4", "Three", "2010-01-01", "0", null, null],
          ["A4", "4", "Four", "2027-01-01", "1", null, null],
          ["A5", "4", "Five", "2010-01-01", "1", "P0999", "CODE 0001"],
          ["A1", "4", "Six", "2010-01-01", "1", null, null],
        ],
      },
    ]),
    "stuff.csv": "a,b\n1,2\n",
  });
  expect(refused.status).toBe("REJECTED");
  expect(
    refused.errors.nodes.map((e: { file: string; line: number; column: string; code: string }) => [
      e.file,
      e.line,
      e.column,
      e.code,
    ]),
  ).toEqual([
    ["members.csv", 3, "Member Since", "INVALID_DATE"],
    ["members.csv", 4, "Member ID", "DUPLICATE_ROW"],
    ["members.csv", 5, "Last Name", "MISSING_VALUE"],
    ["members.csv", 6, "Member ID", "NUMBER_TAKEN"],
    ["certificates.xlsx", 3, "Member ID", "UNKNOWN_MEMBER"],
    ["certificates.xlsx", 4, "Credits", "CREDITS_NOT_POSITIVE"],
    ["certificates.xlsx", 5, "Completion Date", "DATE_IN_FUTURE"],
    ["certificates.xlsx", 6, "Code", "DUPLICATE_ROW"],
    ["certificates.xlsx", 6, "Provider ID", "UNKNOWN_PROVIDER"],
    ["certificates.xlsx", 7, "Number", "DUPLICATE_ROW"],
    ["stuff.csv", 1, null, "UNKNOWN_FILE"],
  ]);
  const [first] = refused.errors.nodes.filter((e: { code: string }) => e.code === "UNKNOWN_MEMBER");
  expect(first.message).toBe(
    "Line 3, Member ID: no member 777, in the bundle or on record. Add the member, or correct the number.",
  );
  expect(await counts()).toMatchObject({ members: 1, certificates: 0, parts: 0 });
  const csv = await (await world.fetch(`/bundles/${refused.id}/errors.csv`, { token: staff.token })).text();
  expect(csv.split("\r\n").length).toBeGreaterThan(11);
});

test("what staff corrected since stays, and is said; what was issued here is never touched", async () => {
  await bundles.move(bundle);
  await world.sql("UPDATE member SET city = 'Dallas' WHERE member_number = '100200'");
  const again = await bundles.move({
    ...bundle,
    "old system/members 2025.csv":
      "Member ID,First Name,Last Name,City\n100200,Jane,Jones,Houston\n100201,Jürgen,Müller,Waco\n",
  });
  expect(again.files[1]).toMatchObject({ changedRows: 1, leftRows: 1 });
  expect(again.errors.nodes).toMatchObject([{ severity: "WARNING", code: "CORRECTED_SINCE", line: 2 }]);
  expect(await world.sql("SELECT city FROM member WHERE merged_into_id IS NULL ORDER BY member_number")).toEqual([
    { city: "Dallas" },
    { city: "Waco" },
  ]);
  const other = await bundles.send({
    "certificates.csv": "Number,Member ID,Title,Completion Date,Credits\n2010-77,100201,Needles,2010-06-02,2\n",
  });
  expect(other).toMatchObject({ status: "REJECTED", errors: { nodes: [{ code: "NUMBER_TAKEN" }] } });
});

test("only administrators bring bundles", async () => {
  const registrar = await world.staff("REGISTRAR" as never);
  const answer = await world.upload(
    registrar.token,
    "mutation ($file: Upload!) { checkBundle(file: $file) { id } }",
    {},
    zip(bundle),
    "bundle.zip",
  );
  expect(answer.errors[0]).toMatchObject({ extensions: { code: "FORBIDDEN" } });
});

test("for what headings are used is chosen by hand, goes before their names, and is remembered", async () => {
  const sent = async (files: Record<string, string>, columns: object[]) => {
    const answer = await world.upload(
      staff.token,
      "mutation ($file: Upload!, $columns: [BundleColumnInput!]!) { checkBundle(file: $file, columns: $columns) { id } }",
      { columns },
      zip(files),
      "bundle.zip",
    );
    if (answer.errors[0]) return answer.errors[0].extensions;
    await world.runJobs();
    return bundles.read(answer.data.checkBundle.id);
  };
  const old = { "members.csv": "Nr,First Name,Last Name,Name at Birth\n100200,Jane,Weber,Jones\n" };
  expect((await bundles.send(old)).status).toBe("REJECTED");
  const chosen = [
    { kind: "MEMBERS", heading: "nr", column: "member_number" },
    { kind: "MEMBERS", heading: "Name at Birth", column: "last_name" },
    { kind: "PROVIDERS", heading: "Nr", column: null },
  ];
  const shown = await sent(old, chosen);
  expect(shown.status).toBe("CHECKED");
  expect(shown.files[0].columns).toEqual([
    { heading: "Nr", column: "member_number" },
    { heading: "First Name", column: "first_name" },
    { heading: "Last Name", column: null },
    { heading: "Name at Birth", column: "last_name" },
  ]);
  await bundles.record(shown.id);
  expect(await world.sql("SELECT last_name FROM member")).toEqual([{ last_name: "Jones" }]);
  const next = await bundles.move({ "members.csv": old["members.csv"].replace("Weber,Jones", "Weber,Smith") });
  expect(next.files).toMatchObject([{ changedRows: 1 }]);
  expect(await sent(old, [{ kind: "MEMBERS", heading: "Nr", column: "number" }])).toMatchObject({
    code: "BAD_INPUT",
    field: "columns",
  });
});
