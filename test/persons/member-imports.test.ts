import { setTimeout as delay } from "node:timers/promises";
import fc from "fast-check";
import { stageRows } from "../../server/attendance/roster-stage.ts";
import { inTransaction } from "../../server/core/context.ts";
import { StaffRole } from "../../server/core/staff-roles.ts";
import { latestMail, mailedCode } from "../accounts/mailbox.ts";
import { csv as rosterCsv, uploadDocument } from "../attendance/roster-world.ts";
import { offering, programIn } from "../programs/applications.ts";
import { type CellOfTest, workbook } from "../support/workbook.ts";
import { World } from "../support/world.ts";

let world: World;
let staff: Awaited<ReturnType<World["staff"]>>;
beforeEach(async () => {
  world = await World.start();
  world.setClock("2026-05-01T12:00:00Z");
  staff = await world.staff();
});
afterEach(() => world.stop());

const importDocument = `mutation ($file: Upload!, $terms: MemberImportTerms, $preview: Boolean) {
  importMembers(file: $file, terms: $terms, preview: $preview) {
    id status preview rowCount errorCount warningCount addedRows changedRows deactivatedRows unchangedRows absentMembers message availableActions
    columns { heading column }
    changes { nodes { kind memberNumber name line fields { field before after } } }
    errors { nodes { severity line column value code message } } } }`;
const undoDocument =
  'mutation ($id: ID!) { undoMemberImport(id: $id, reason: "The wrong list") { status availableActions undoObstacles { memberNumber reason } } }';

interface Terms {
  columns?: { heading: string; column: string | null }[];
  deactivatesMissing?: boolean;
}
const send = async (
  lines: string | Buffer,
  { preview = false, token = staff.token, ...terms }: Terms & { preview?: boolean; token?: string } = {},
) => {
  const answer = await world.upload(token, importDocument, { terms, preview }, lines, "members.csv");
  if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
  return answer.data.importMembers;
};
const members = () =>
  world.sql(`SELECT member_number AS number, first_name AS first, last_name AS last, suffix, printed_name AS printed, contact_email AS email,
    phone, city, state, zip, county, role, membership, member_since AS since, member_until AS until, active, account_id AS account,
    first_name_key, last_name_key, last_name_spellings, (SELECT count(*)::int FROM former_name f WHERE f.member_id = member.id) AS former
    FROM member ORDER BY member_number`);
const state = async () =>
  (await members()).map(({ number, first, last, city, active }) => [number, first, last, city, active]);

test("a list adds, changes and leaves alone: the difference is shown before, and what is equal is not touched", async () => {
  await world.member({ firstName: "Jane", lastName: "Jones" });
  await world.member({ firstName: "John", lastName: "Smith" });
  const list = [
    "Member ID;First Name;Last Name;City;Email;Member Since;Active;Notes",
    "100100;Jane;Weber;Austin;;;;dear",
    "100101;John;Smith;;;;;",
    "A-7;Jürgen;Müller;Köln;J.Mueller@Example.test;3/8/2020;yes;",
  ].join("\n");
  const before = await members();
  const [{ versions }] = await world.sql("SELECT xmin::text AS versions FROM member WHERE member_number = '100101'");
  const shown = await send(list, { preview: true });
  expect(shown).toMatchObject({
    status: "PREVIEWED",
    rowCount: 3,
    addedRows: 1,
    changedRows: 1,
    unchangedRows: 1,
    absentMembers: 0,
    availableActions: [],
    message: "1 member would be added, 1 changed, 0 deactivated. Nobody has been changed yet.",
    errors: { nodes: [] },
    changes: {
      nodes: [
        {
          kind: "CHANGED",
          memberNumber: "100100",
          name: "Jane Jones",
          line: 2,
          fields: expect.arrayContaining([
            { field: "lastName", before: "Jones", after: "Weber" },
            { field: "city", before: null, after: "Austin" },
          ]),
        },
        { kind: "ADDED", memberNumber: "A-7", name: "Jürgen Müller", line: 4, fields: expect.anything() },
      ],
    },
  });
  expect(shown.columns.at(-1)).toEqual({ heading: "Notes", column: null });
  expect(await members()).toEqual(before);
  const done = await send(list);
  expect(done).toMatchObject({
    status: "PROCESSED",
    addedRows: 1,
    changedRows: 1,
    unchangedRows: 1,
    availableActions: ["UNDO"],
  });
  expect(await members()).toMatchObject([
    { number: "100100", first: "Jane", last: "Weber", city: "Austin", former: 1, last_name_key: "weber" },
    { number: "100101", first: "John", last: "Smith", former: 0 },
    {
      number: "A-7",
      first: "Jürgen",
      email: "j.mueller@example.test",
      since: "2020-03-08",
      membership: "MEMBER",
      active: true,
      last_name_spellings: ["mueller"],
    },
  ]);
  expect(await world.sql("SELECT xmin::text AS versions FROM member WHERE member_number = '100101'")).toEqual([
    { versions },
  ]);
  expect(await send(list)).toMatchObject({ status: "PROCESSED", addedRows: 0, changedRows: 0, unchangedRows: 3 });
  const { undoMemberImport } = await world.ok(staff.token, undoDocument, { id: done.id });
  expect(undoMemberImport).toEqual({ status: "UNDONE", availableActions: [], undoObstacles: [] });
  expect(await members()).toEqual(before);
});

test("every error is told at once, with its place, and nobody is changed", async () => {
  await world.member({ firstName: "Jane", lastName: "Jones" });
  const own = await world.member({ firstName: "Staff", lastName: "Member" });
  await world.sql("UPDATE member SET account_id = $1 WHERE id = $2", [staff.id, own.id]);
  const before = await members();
  const refused = await send(
    [
      "Member Number,First Name,Last Name,Email,Member Since,Member Until,Active",
      "100100,Jane,Jones,nobody,13/1/2026,,perhaps",
      "100100,Jane,Jones,,,,",
      ",John,Smith,,,,",
      "7,,-,,,,",
      "8,Ann,Lee,,2026-02-01,2026-01-01,",
      "100101,Other,Name,,,,",
      "9,Bad\u{1FFFE},Name,,,,",
    ].join("\n"),
  );
  expect(refused).toMatchObject({ status: "REJECTED", addedRows: 0, availableActions: [], changes: { nodes: [] } });
  expect(
    refused.errors.nodes.map((e: { line: number; column: string; code: string }) => [e.line, e.column, e.code]),
  ).toEqual([
    [2, "Active", "INVALID_VALUE"],
    [2, "Email", "INVALID_EMAIL"],
    [2, "Member Since", "INVALID_DATE"],
    [3, "Member Number", "DUPLICATE_ROW"],
    [4, "Member Number", "MISSING_VALUE"],
    [5, "Last Name", "MISSING_VALUE"],
    [6, "Member Until", "ENDS_BEFORE_START"],
    [7, null, "CONFLICT_OF_INTEREST"],
    [8, "First Name", "INVALID_NAME"],
  ]);
  expect(refused.errors.nodes[3].message).toBe(
    "Line 3, Member Number: line 2 has this member already. Remove one of the two rows.",
  );
  expect(await members()).toEqual(before);
  const sheet = await world.fetch(`/member-imports/${refused.id}/errors.csv`, { token: staff.token });
  expect((await sheet.text()).split("\r\n")).toHaveLength(11);
  const outsider = await world.account();
  expect((await world.fetch(`/member-imports/${refused.id}/errors.csv`, { token: outsider.token })).status).toBe(404);
});

test("columns are told by their headings, ambiguous ones are asked about, and what was said is remembered", async () => {
  const list = "No.,Given,Phone,Mobile\n5,Ann,1,2\n";
  const asked = await send(list, { preview: true });
  expect(asked).toMatchObject({
    status: "REJECTED",
    columns: [{ column: null }, { column: null }, { column: "PHONE" }, { column: "PHONE" }],
  });
  expect(asked.errors.nodes).toMatchObject([{ code: "DUPLICATE_COLUMN", line: 1, column: "Phone" }]);
  const columns = [
    { heading: "No.", column: "MEMBER_NUMBER" },
    { heading: "Given", column: "FIRST_NAME" },
    { heading: "Mobile", column: "PHONE" },
    { heading: "Phone", column: null },
  ];
  expect(await send(list, { columns })).toMatchObject({ status: "PROCESSED", addedRows: 1 });
  expect(await members()).toMatchObject([{ number: "5", first: "Ann", last: "", phone: "2" }]);
  // The next list says nothing of its columns.
  expect(await send("No.,Given,Phone,Mobile\n5,Ann,1,3\n")).toMatchObject({ status: "PROCESSED", changedRows: 1 });
  expect(await members()).toMatchObject([{ phone: "3" }]);
  const absent = await send("No.,Given\n5,Ann\n", { columns });
  expect(absent.errors.nodes).toMatchObject([{ code: "MISSING_COLUMN", column: "Mobile" }]);
  expect((await send("Given\nAnn\n")).errors.nodes).toMatchObject([{ code: "MISSING_COLUMN" }]);
  // An empty cell keeps what there is, a hyphen takes it away.
  await send("No.,Given,Mobile\n5,,-\n");
  expect(await members()).toMatchObject([{ first: "Ann", phone: null }]);
});

test("a heading that the database cannot keep is read without what is broken in it", async () => {
  const sent = await send("Member ID,First\u0000 Name,Not\u0000used\n1,Ann,x\n", { preview: true });
  expect(sent).toMatchObject({ status: "PREVIEWED", addedRows: 1 });
  expect(sent.columns.map(({ column }: { column: string | null }) => column)).toEqual([
    "MEMBER_NUMBER",
    "FIRST_NAME",
    null,
  ]);
});

test("who is missing stays, unless it is said; guests, whoever is gone and the sender stay anyway", async () => {
  for (const facts of [{}, { membership: "GUEST" as never }, {}, {}])
    await world.member({ firstName: "Ann", lastName: `Lee${Math.random()}`.slice(0, 8), ...facts });
  await world.sql("UPDATE member SET account_id = $1 WHERE member_number = '100102'", [staff.id]);
  const list = "Member ID\n100100\n";
  const actives = async () => (await members()).map(({ active }) => active);
  expect(await send(list)).toMatchObject({ absentMembers: 2, deactivatedRows: 0 });
  expect(await actives()).toEqual([true, true, true, true]);
  const shown = await send(list, { preview: true, deactivatesMissing: true });
  expect(shown).toMatchObject({
    deactivatedRows: 1,
    changes: { nodes: [{ kind: "DEACTIVATED", memberNumber: "100103", line: null }] },
  });
  const done = await send(list, { deactivatesMissing: true });
  expect(await actives()).toEqual([true, true, true, false]);
  await world.ok(staff.token, undoDocument, { id: done.id });
  expect(await actives()).toEqual([true, true, true, true]);
});

test("merged and erased people are passed over, and an address takes no account over", async () => {
  const [kept, merged, gone] = [
    await world.member({ firstName: "Ann", lastName: "Lee", email: "ann@example.test" }),
    await world.member({ firstName: "Anne", lastName: "Lee" }),
    await world.member({ firstName: "Ben", lastName: "Ode" }),
  ];
  await world.sql("UPDATE member SET merged_into_id = $1, active = false WHERE id = $2", [kept.id, merged.id]);
  await world.sql(
    "UPDATE member SET erased_at = now(), active = false, first_name = 'Erased', last_name = 'Person' WHERE id = $1",
    [gone.id],
  );
  const before = await world.sql("SELECT account_id, address, verified_at, is_primary FROM email_address ORDER BY id");
  const done = await send(
    "Member ID,First Name,Last Name,Email\n100101,Anne,Lee,\n100102,Ben,Ode,ben@example.test\n7,Thief,Ann,ann@example.test\n",
  );
  expect(done).toMatchObject({ status: "PROCESSED", addedRows: 1, warningCount: 3, errorCount: 0 });
  expect(done.errors.nodes.map((e: { line: number; code: string }) => [e.line, e.code])).toEqual([
    [2, "MEMBER_INACTIVE"],
    [3, "MEMBER_INACTIVE"],
    [4, "ADDRESS_TAKEN"],
  ]);
  expect(await world.sql("SELECT account_id, address, verified_at, is_primary FROM email_address ORDER BY id")).toEqual(
    before,
  );
  expect(await members()).toMatchObject([
    { first: "Ann", email: null },
    { first: "Anne", active: false },
    { first: "Erased", email: null },
    { number: "7", email: "ann@example.test", account: null },
  ]);
});

test("what stands on an import keeps it, with the reason", async () => {
  const first = await send("Member ID,First Name,Last Name,City\n1,Ann,Lee,Austin\n2,Ben,Ode,Bonn\n3,Cy,Poe,Cork\n");
  const second = await send("Member ID,City\n1,Arles\n");
  const conference = await world.account();
  await world.sql("UPDATE member SET account_id = $1 WHERE member_number = '2'", [conference.id]);
  const [{ id }] = await world.sql("SELECT id FROM member WHERE member_number = '3'");
  await world.ok(
    staff.token,
    'mutation ($id: ID!) { correctMember(id: $id, input: { city: "Cobh" }, reason: "Moved") { id } }',
    { id },
  );
  const answer = await world.graphql(staff.token, undoDocument, { id: first.id });
  expect(answer.errors[0]?.extensions).toMatchObject({
    code: "ALREADY_RECORDED",
    obstacles: [
      { memberNumber: "1", reason: "LATER_IMPORT" },
      { memberNumber: "2", reason: "HAS_RECORDS" },
      { memberNumber: "3", reason: "CHANGED_SINCE" },
    ],
  });
  expect(await state()).toEqual([
    ["1", "Ann", "Lee", "Arles", true],
    ["2", "Ben", "Ode", "Bonn", true],
    ["3", "Cy", "Poe", "Cobh", true],
  ]);
  await world.ok(staff.token, undoDocument, { id: second.id });
  expect((await state())[0]).toEqual(["1", "Ann", "Lee", "Austin", true]);
  expect(await world.refused(staff.token, undoDocument, { id: crypto.randomUUID() })).toBe("NOT_FOUND");
  const preview = await send("Member ID,City\n1,Rome\n", { preview: true });
  expect(await world.refused(staff.token, undoDocument, { id: preview.id })).toBe("ILLEGAL_TRANSITION");
});

test("only registrars and administrators import, and nobody takes a number that a list brings", async () => {
  const list = "Member ID,First Name\n100100,Ann\n100101,Ben\n";
  for (const [role, may] of [
    [StaffRole.REVIEWER, false],
    [StaffRole.FINANCE, false],
    [StaffRole.AUDITOR, false],
    [StaffRole.REGISTRAR, true],
    [StaffRole.ADMINISTRATOR, true],
  ] as const) {
    const { token } = await world.staff(role);
    const { errors, status } = await world.upload(token, importDocument, { preview: true }, list);
    expect([role, status === 200 && errors.length === 0]).toEqual([role, may]);
  }
  const provider = await world.provider();
  expect((await world.upload(provider.token, importDocument, { preview: true }, list)).data).toBeNull();
  await send(list);
  expect((await world.member({ firstName: "Cy" })).memberNumber).toBe("100102");
});

test("a large list is compared by a job that whoever was let go starts in vain, and that may run twice", async () => {
  world.config.uploadAtOnceBytes = 0;
  const sent = await send("Member ID,First Name\n1,Ann\n2,Ben\n");
  expect(sent).toMatchObject({ status: "CHECKING", rowCount: null });
  await world.runJobs();
  const ask = "query ($id: ID!) { memberImport(id: $id) { status addedRows progress phase } }";
  expect(await world.ok(staff.token, ask, { id: sent.id })).toEqual({
    memberImport: { status: "PROCESSED", addedRows: 2, progress: 100, phase: null },
  });
  expect(await world.sql("SELECT count(*)::int AS parts FROM member_import_part")).toEqual([{ parts: 0 }]);
  const again = await send("Member ID,First Name\n1,Anna\n3,Cy\n");
  await world.sql("UPDATE account SET staff_roles = '{REVIEWER}' WHERE id = $1", [staff.id]);
  await world.runJobs();
  expect(await state()).toEqual([
    ["1", "Ann", "", null, true],
    ["2", "Ben", "", null, true],
  ]);
  await world.sql("UPDATE account SET staff_roles = '{REGISTRAR}' WHERE id = $1", [staff.id]);
  expect(await world.ok(staff.token, ask, { id: again.id })).toMatchObject({ memberImport: { status: "REJECTED" } });
});

test("a large list that came with an API key counts for nothing where the key was revoked before its turn", async () => {
  world.config.uploadAtOnceBytes = 0;
  const create = 'mutation { createApiKey(name: "Directory", scopes: [MEMBERS_WRITE]) { key apiKey { id } } }';
  const sendBy = async (key: string, list: string) =>
    (await world.upload(key, importDocument, { preview: false, deactivatesMissing: false }, list)).data.importMembers
      .id;
  const statusOf = async (id: string) =>
    (await world.sql("SELECT status FROM member_import WHERE id = $1", [id]))[0].status;
  const { key, apiKey } = (await world.ok(staff.token, create)).createApiKey;
  const good = await sendBy(key, "Member ID,First Name\n1,Ann\n");
  await world.runJobs();
  expect(await statusOf(good)).toBe("PROCESSED");
  const late = await sendBy(key, "Member ID,First Name\n1,Eve\n");
  await world.ok(staff.token, "mutation ($id: ID!) { revokeApiKey(id: $id) { id } }", { id: apiKey.id });
  await world.runJobs();
  expect(await statusOf(late)).toBe("REJECTED");
  expect(await state()).toEqual([["1", "Ann", "", null, true]]);
});

test("imports beside rosters, corrections and registrations: each holds, and none waits for ever", async () => {
  const provider = await world.provider();
  world.setClock("2026-01-12T16:00:00Z");
  const program = await programIn(world, { provider, staff }, "APPROVED", {
    offerings: [offering({ startsOn: "2026-04-10", endsOn: "2026-04-10" })],
  });
  world.setClock("2026-04-20T12:00:00Z");
  const people = await Promise.all(
    [0, 1, 2].map((i) => world.member({ firstName: "Ann", lastName: `Lee${"abc"[i]}` })),
  );
  const lee = people.toSorted((a, b) => a.memberNumber.localeCompare(b.memberNumber));
  const numbers = lee.map(({ memberNumber }) => memberNumber);
  const list = (city: string) =>
    `Member ID,City,Last Name\n${lee.map((m) => `${m.memberNumber},${city},Ray`).join("\n")}\n9,${city},New\n`;
  const roster = rosterCsv(
    lee.map((m) => [String(program.number), m.memberNumber, "Ann", m.lastName, "4/10/2026", "1"]),
    ["Program ID", "Member ID", "First Name", "Last Name", "Completion Date", "CECs"],
  );
  const [one, two, sent, corrected] = await Promise.all([
    send(list("Bonn")),
    send(list("Cork")),
    world.upload(provider.token, uploadDocument, { providerId: provider.id }, roster),
    world.graphql(
      staff.token,
      'mutation ($id: ID!) { correctMember(id: $id, input: { city: "Rome", phone: "1" }, reason: "Moved") { id } }',
      {
        id: lee[0]?.id,
      },
    ),
  ]);
  expect([one.status, two.status]).toEqual(["PROCESSED", "PROCESSED"]);
  expect(sent.data.uploadAttendance).toMatchObject({ status: "PROCESSED", errorCount: 0 });
  expect(corrected.errors).toEqual([]);
  const now = (await members()).filter(({ number }) => numbers.includes(number));
  expect(now.map(({ last, former }) => [last, former])).toEqual(numbers.map(() => ["Ray", 1]));
  expect(now[0]?.phone).toBe("1");
  expect(await world.sql("SELECT place FROM member_import ORDER BY place")).toEqual([{ place: 1 }, { place: 2 }]);
});

test("whatever is imported and taken back in whichever order, what there is is what a naive list says", async () => {
  const numbers = ["1", "2", "3", "4"];
  const cell = fc.constantFrom("", "-", "Ann", "Ben Öz");
  const row = fc.record({
    number: fc.constantFrom(...numbers),
    first: cell,
    last: fc.constantFrom("Lee", "Ode"),
    city: fc.constantFrom("", "-", "Bonn", "Cork"),
    active: fc.constantFrom("", "yes", "no"),
  });
  const step = fc.oneof(
    fc.record({
      rows: fc.uniqueArray(row, { minLength: 1, selector: ({ number }) => number }),
      deactivatesMissing: fc.boolean(),
    }),
    fc.record({ undo: fc.nat() }),
  );
  type Person = { first: string; last: string; city: string | null; active: boolean; former: string[] };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 7 }), async (steps) => {
      await world.sql("DELETE FROM member_import");
      await world.sql("DELETE FROM former_name");
      await world.sql("DELETE FROM member");
      let now = new Map<string, Person>();
      const imports: { id: string; before: Map<string, Person>; touched: Set<string>; undone: boolean }[] = [];
      for (const each of steps) {
        if ("undo" in each) {
          const past = imports.filter(({ undone }) => !undone);
          const asked = past[each.undo % Math.max(1, past.length)];
          if (!asked) continue;
          const later = past.slice(past.indexOf(asked) + 1);
          const stands = later.some(({ touched }) => [...touched].some((number) => asked.touched.has(number)));
          const { errors } = await world.graphql(staff.token, undoDocument, { id: asked.id });
          expect(errors.length > 0).toBe(stands);
          if (stands) continue;
          asked.undone = true;
          now = new Map(now);
          for (const number of asked.touched) {
            const was = asked.before.get(number);
            if (was) now.set(number, was);
            else now.delete(number);
          }
        } else {
          const before = now;
          now = new Map([...before].map(([number, person]) => [number, { ...person }]));
          for (const { number, first, last, city, active } of each.rows) {
            const was = before.get(number);
            const name = { first: first === "" ? (was?.first ?? "") : first === "-" ? "" : first, last };
            const renamed = was && (was.first !== name.first || was.last !== name.last);
            now.set(number, {
              ...name,
              city: city === "" ? (was?.city ?? null) : city === "-" ? null : city,
              active: active === "" ? (was?.active ?? true) : active === "yes",
              former: renamed ? [...was.former, `${was.first} ${was.last}`] : (was?.former ?? []),
            });
          }
          if (each.deactivatesMissing)
            for (const [number, person] of now) if (!each.rows.some((r) => r.number === number)) person.active = false;
          const lines = each.rows.map((r) => [r.number, r.first, r.last, r.city, r.active].join(","));
          const { id, status } = await send(["Member ID,First Name,Last Name,City,Active", ...lines].join("\n"), {
            deactivatesMissing: each.deactivatesMissing,
          });
          expect(status).toBe("PROCESSED");
          const touched = new Set(
            [...now].filter(([n, p]) => JSON.stringify(before.get(n)) !== JSON.stringify(p)).map(([n]) => n),
          );
          imports.push({ id, before, touched, undone: false });
        }
        expect(
          await world.sql(`SELECT member_number AS number, first_name AS first, last_name AS last, city, active,
             array(SELECT f.first_name || ' ' || f.last_name FROM former_name f WHERE f.member_id = m.id ORDER BY f.id) AS former
           FROM member m ORDER BY 1`),
        ).toEqual([...now].sort(([a], [b]) => a.localeCompare(b)).map(([number, person]) => ({ number, ...person })));
      }
    }),
    { numRuns: 25 },
  );
});

test("an Excel workbook is read as a text file is: its finding names sheet, row and column", async () => {
  await world.member({ firstName: "Jane", lastName: "Jones" });
  const table = (day: CellOfTest): Buffer =>
    workbook([
      { name: "Read me", rows: [["Members of the association"]] },
      {
        name: "Members 2026",
        rows: [
          ["Member ID", "First Name", "Last Name", "Zip", "Joined", "Status", "Notes"],
          [
            100_100,
            "Jane",
            "Weber",
            { serial: 2139, format: "00000" },
            day,
            "Active",
            { formula: "A1/0", error: "#DIV/0!" },
          ],
          ["A-7", "Jürgen", "Müller", null, null, false, null],
        ],
      },
    ]);
  const refused = await send(table("yesterday"));
  expect(refused).toMatchObject({ status: "REJECTED", errorCount: 1 });
  expect(refused.errors.nodes).toMatchObject([
    {
      line: 2,
      column: "Joined",
      code: "INVALID_DATE",
      message: expect.stringMatching(/^Sheet "Members 2026", row 2, Joined: write the date/),
    },
  ]);
  const done = await send(table({ serial: 43_898, format: "m/d/yyyy" }));
  expect(done).toMatchObject({ status: "PROCESSED", rowCount: 2, addedRows: 1, changedRows: 1 });
  expect(done.columns.at(-1)).toEqual({ heading: "Notes", column: null });
  expect(await members()).toMatchObject([
    { number: "100100", last: "Weber", zip: "02139", since: "2020-03-08", active: true },
    { number: "A-7", last: "Müller", active: false },
  ]);
  world.config.uploadAtOnceBytes = 0;
  const { id } = await send(table({ serial: 43_899, format: "14" }));
  await world.runJobs();
  expect(
    await world.ok(staff.token, "query ($id: ID!) { memberImport(id: $id) { status changedRows } }", { id }),
  ).toEqual({
    memberImport: { status: "PROCESSED", changedRows: 1 },
  });
});

test("whoever signs up with an address of the list is the member of the list, not a second one", async () => {
  await send(
    [
      "Member ID,First Name,Last Name,Email,City,Phone",
      "A-1,Jürgen,Müller,j@list.test,Köln,",
      "A-2,Maria,Weber,m@list.test,,",
      "A-3,Ann,Lee,family@list.test,,",
      "A-4,Bob,Lee,family@list.test,,",
      "A-5,Clara,Doe,clinic@list.test,,",
    ].join("\n"),
  );
  const register = async (email: string, firstName: string, lastName: string, facts: object = {}) => {
    const input = { email, password: "a password of many words", firstName, lastName, ...facts };
    const { registerAttendee } = await world.ok(
      null,
      "mutation ($input: RegisterAttendeeInput!) { registerAttendee(input: $input) { token } }",
      { input },
    );
    const code = await mailedCode(world, email.toLowerCase());
    const { confirmRegistration } = await world.ok(
      null,
      "mutation ($token: String!, $code: String!) { confirmRegistration(token: $token, code: $code) { viewer { member { memberNumber membership } } } }",
      { token: registerAttendee.token, code },
    );
    return confirmRegistration.viewer.member;
  };
  // As rosters compare names; what the list says of them stays, what it doesn't they say.
  expect(await register("J@List.test", "juergen", "MUELLER", { city: "Bonn", state: "NW" })).toEqual({
    memberNumber: "A-1",
    membership: "MEMBER",
  });
  expect((await latestMail(world, "j@list.test")).subject).toContain("A-1");
  expect((await latestMail(world, "j@list.test")).text).toContain("that we have on record under this address");
  expect(await world.sql("SELECT first_name, city, state FROM member WHERE member_number = 'A-1'")).toEqual([
    { first_name: "Jürgen", city: "Köln", state: "NW" },
  ]);
  // She married, and is alone under her address.
  expect(await register("m@list.test", "Maria", "Santos")).toMatchObject({ memberNumber: "A-2" });
  // Of two who share a mailbox, the one of that name.
  expect(await register("family@list.test", "Bob", "Lee")).toMatchObject({ memberNumber: "A-4" });
  // Somebody else at the clinic is nobody of the list.
  const guest = await register("clinic@list.test", "Paul", "Doe");
  expect(guest).toEqual({ memberNumber: "100100", membership: "GUEST" });
  expect((await members()).length).toBe(6);
  const linked = await world.sql(
    `SELECT m.member_number AS number FROM audit_entry e JOIN member m ON m.id = e.subject_id
     WHERE e.action = 'member.link-account' ORDER BY 1`,
  );
  expect(linked.map(({ number }) => number)).toEqual(["A-1", "A-2", "A-4"]);
  // What a list says of them later reaches the same people.
  await send("Member ID,City\nA-1,Essen\n");
  expect(
    await world.sql("SELECT city, account_id IS NOT NULL AS signs_in FROM member WHERE member_number = 'A-1'"),
  ).toEqual([{ city: "Essen", signs_in: true }]);
});

test("the same list under one key is one import, sent again or at once", async () => {
  const key = async (name: string, list: string) => {
    const headers = { "Apollo-Require-Preflight": "true", "Idempotency-Key": name };
    return world.upload(staff.token, importDocument, { terms: {}, preview: false }, list, "members.csv", headers);
  };
  const list = "Member ID,First Name\n1,Ann\n2,Ben\n";
  const first = await key("a", list);
  expect((await key("a", list)).data).toEqual(first.data);
  expect((await key("a", `${list}3,Cy\n`)).errors[0]?.extensions.code).toBe("IDEMPOTENCY_KEY_REUSED");
  const answers = await Promise.all([1, 2, 3, 4].map(() => key("b", `${list}3,Cy\n`)));
  const done = answers.filter(({ data }) => data);
  expect(new Set(done.map(({ data }) => data.importMembers.id)).size).toBe(1);
  for (const { data, errors } of answers) if (!data) expect(errors[0]?.extensions.code).toBe("IDEMPOTENCY_CONFLICT");
  expect(await world.sql("SELECT count(*)::int AS imports FROM member_import")).toEqual([{ imports: 2 }]);
});

test("a connection that breaks while the next rows are being read ends the import, and not the server", async () => {
  const broken = inTransaction(world.ctx, async (tx) => {
    await tx.query("CREATE TEMPORARY TABLE broken_stage (line text) ON COMMIT DROP");
    const [{ pid }] = await tx.query("SELECT pg_backend_pid() AS pid");
    async function* batches() {
      yield Buffer.from("a\n");
      await world.sql("SELECT pg_terminate_backend($1)", [pid]);
      while ((await world.sql("SELECT FROM pg_stat_activity WHERE pid = $1", [pid])).length > 0) await delay(10);
      await delay(50);
      yield Buffer.from("b\n");
    }
    await stageRows(tx, batches(), "broken_stage");
  });
  await expect(broken).rejects.toThrow("terminating connection");
});

/** How often an import and its undo are killed, and of how many rows: `KILLED_IMPORTS=100 KILLED_IMPORT_ROWS=20000` for longer. */
const kills = Number(process.env.KILLED_IMPORTS ?? 3);
const killedRows = Number(process.env.KILLED_IMPORT_ROWS ?? 150);

test(
  "killed at whatever moment, an import and its undo are whole or nothing, and the job does it when it comes again",
  async () => {
    const letters = (i: number) => String(i).replace(/\d/g, (digit) => "abcdefghij"[Number(digit)] ?? "");
    const rows = Array.from({ length: killedRows }, (_, i) => i);
    const list = (city: string) =>
      ["Member ID,First Name,City", ...rows.map((i) => `L${i},N${letters(i)},${city}`)].join("\n");
    /** The pool may give out a connection once that was ended a moment ago, and does not know it yet. */
    const ask = async (statement: string) => {
      for (let ended = 0; ; ended++)
        try {
          return await world.sql(statement);
        } catch (error) {
          if (ended === 3) throw error;
        }
    };
    const whole = async () => {
      const found = await ask("SELECT city, count(*)::int AS members FROM member GROUP BY city ORDER BY city");
      return found.map(({ city, members: count }) => `${count} in ${city}`).join(", ");
    };
    /** Ends the transaction of an import that is under way, or its undo, as the end of the server or of PostgreSQL does. */
    const kill = async (after: number) => {
      await delay(after);
      await world.sql(
        `SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a
         WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND a.xact_start IS NOT NULL
           AND EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND (l.locktype = 'advisory'
             OR l.relation IN (SELECT oid FROM pg_class WHERE relname IN ('member_stage', 'member_change', 'member_import'))))`,
      );
    };
    const undo = (id: string) => world.graphql(staff.token, undoDocument, { id });
    const runAgain = async () => {
      await ask("UPDATE graphile_worker._private_jobs SET run_at = now(), locked_at = NULL, locked_by = NULL");
      await world.runJobs();
    };
    await send(list("Austin"));
    const before = `${killedRows} in Austin`;
    expect(await whole()).toBe(before);
    const start = performance.now();
    const measured = await send(list("Bonn"));
    const took = performance.now() - start;
    await undo(measured.id);
    expect(await whole()).toBe(before);
    const seen = { nothing: 0, all: 0 };
    for (let i = 0; i < kills; i++) {
      const moment = (took * (i + 0.5)) / kills;
      const [after, isJob] = [`${killedRows} in City${letters(i)}`, i % 2 === 0];
      world.config.uploadAtOnceBytes = isJob ? 0 : 8 * 1024 ** 2;
      let id = "";
      if (isJob) {
        id = (await send(list(`City${letters(i)}`))).id;
        await Promise.all([world.runJobs().catch(() => {}), kill(moment)]);
        expect([before, after]).toContain(await whole());
        seen[(await whole()) === after ? "all" : "nothing"]++;
        await runAgain();
      } else {
        const [answer] = await Promise.all([send(list(`City${letters(i)}`)).catch(() => null), kill(moment)]);
        const state = await whole();
        expect([before, after]).toContain(state);
        seen[state === after ? "all" : "nothing"]++;
        id = answer?.id ?? "";
        if (state === before) id = (await send(list(`City${letters(i)}`))).id;
        else id ||= (await ask("SELECT id FROM member_import ORDER BY created_at DESC, id DESC LIMIT 1"))[0].id;
      }
      expect(await whole()).toBe(after);
      await Promise.all([undo(id).catch(() => null), kill(moment / 2)]);
      expect([before, after]).toContain(await whole());
      if ((await whole()) === after) expect((await undo(id)).errors).toEqual([]);
      expect(await whole()).toBe(before);
    }
    expect(seen.nothing + seen.all).toBe(kills);
    if (kills >= 20) for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
  },
  60_000 + kills * (2_000 + killedRows * 2),
);
