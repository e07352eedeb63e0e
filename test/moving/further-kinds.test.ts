import { BundleWorld } from "../support/bundle-world.ts";
import { bytesOf, exported, lists, takenIn } from "./exported.ts";

/** Kinds of credit that are set up before anything moves in: one that is part of the default one, and one beside it. */
const setUp = [
  `INSERT INTO credit_kind (code, name, unit, rule_code, starts_on, position, part_of_id)
   SELECT 'ETHICS', 'Ethics', 'CEC', a.credit_rule_code, '2000-01-01', 8, (SELECT id FROM credit_kind WHERE is_default) FROM accreditor_settings a`,
  `INSERT INTO credit_kind (code, name, unit, rule_code, starts_on, ends_on, position)
   SELECT 'NURSING', 'Nursing', 'CNE', a.credit_rule_code, '2010-01-01', '2025-12-31', 9 FROM accreditor_settings a`,
];

const lecture = "Single Lecture/Workshop";
const files = {
  "providers.csv": "Provider ID,Name\nP0007,Lone Star Acupuncture\n",
  "members.csv": "Member ID,First Name,Last Name\n100200,Jane,Jones\n100201,Jim,Miller\n",
  "programs.csv": [
    "Program ID,Provider ID,Title,Type,Status,Credits,Minutes,Further Kinds,Requested Further Kinds,Approval Numbers",
    `A24001,P0007,Points,${lecture},Completed,6,360,ethics: 2; NURSING: 4.5,Nursing:5,NURSING: 20-1234`,
    `A26009,P0007,Later,${lecture},Submitted,6,360,,ETHICS: 1,`,
    "A24010,P0007,Spring,Conference,Completed,12,720,ETHICS: 3; NURSING: 0,NURSING: 2,",
    `A24002,P0007,None,${lecture},Completed,6,360,,,`,
  ].join("\n"),
  "speakers.csv": [
    "Program ID,Order,Name,Credentials",
    'A24001,2,"Chu, Bo; of Austin",RN',
    "A24001,1,Ada Okafor,MD",
    "A24001,,Ann Lee,",
    "A24001,,Bob Lee,PhD",
    "A24010,,Ada Okafor,MD",
  ].join("\n"),
  "offerings.csv": "Program ID,First Day\nA24001,2024-04-10\nA26009,2026-06-10\nA24010,2024-05-10\nA24002,2024-04-11\n",
  "sessions.csv": [
    "Program ID,Session ID,Title,Start,End,Further Kinds",
    "A24010,1,Morning,2024-05-10 09:00,2024-05-10 10:00,ETHICS: 1",
    "A24010,2,Noon,2024-05-10 12:00,2024-05-10 14:00,ethics: 0.5",
    "A24010,3,Evening,2024-05-10 18:00,2024-05-10 19:00,",
  ].join("\n"),
  "attendance.csv": [
    "Program ID,Session ID,Member ID,Completion Date,Credits,Further Kinds",
    "A24001,,100200,2024-04-10,6,ETHICS: 1.5; NURSING: 4.5",
    "A24001,,100201,2024-04-10,1,",
    "A24010,1,100200,2024-05-10,1,ETHICS: 1",
  ].join("\n"),
};

let bundles: BundleWorld;
let first: string;
beforeAll(async () => {
  bundles = await BundleWorld.start();
  for (const statement of setUp) await bundles.world.sql(statement);
  first = (await bundles.move(files)).id;
});
afterAll(() => bundles.world.stop());

test("speakers and credit of further kinds move in, and stand where those of here do", async () => {
  const { world, staff } = bundles;
  const { programs } = await world.ok(
    staff.token,
    `{ programs(filter: { number: "A24001" }) { nodes {
      speakers { name credentials } creditKinds { kind { code } requestedCredits credits approvalNumber } } } }`,
  );
  expect(programs.nodes).toEqual([
    {
      speakers: [
        { name: "Ada Okafor", credentials: "MD" },
        { name: "Chu, Bo; of Austin", credentials: "RN" },
        { name: "Ann Lee", credentials: "" },
        { name: "Bob Lee", credentials: "PhD" },
      ],
      creditKinds: [
        { kind: { code: "ETHICS" }, requestedCredits: "2.00", credits: "2.00", approvalNumber: "" },
        { kind: { code: "NURSING" }, requestedCredits: "5.00", credits: "4.50", approvalNumber: "20-1234" },
      ],
    },
  ]);
  const { transcript } = await world.ok(
    staff.token,
    '{ transcript(memberNumber: "100200") { kindTotals { name credits } } }',
  );
  expect(transcript.kindTotals).toEqual([
    { name: "Ethics", credits: "2.50" },
    { name: "Nursing", credits: "4.50" },
  ]);
  expect(
    await world.sql(
      `SELECT s.external_id AS id, c.credits, c.is_set AS set FROM session_credit c JOIN session s ON s.id = c.session_id ORDER BY 1`,
    ),
  ).toEqual([
    { id: "1", credits: "1.00", set: false },
    { id: "2", credits: "0.50", set: true },
  ]);
});

test("they go out, into an empty installation, and out again byte for byte; once more nothing is new", async () => {
  const out = await exported(bundles.world);
  expect(out["speakers.csv"]).toContain('A24001,2,"Chu, Bo; of Austin",RN');
  expect(out["attendance.csv"]).toContain("ETHICS: 1.50; NURSING: 4.50");
  const other = await BundleWorld.start();
  try {
    for (const statement of setUp) await other.world.sql(statement);
    await other.move(bytesOf(takenIn(out)));
    expect(lists(await exported(other.world))).toEqual(lists(out));
  } finally {
    await other.world.stop();
  }
  for (const again of [files, bytesOf(takenIn(out))]) {
    const { files: read } = await bundles.send(again);
    expect(
      read.map((f: Record<string, number | string>) => [f.name, Number(f.rowCount) - Number(f.unchangedRows)]),
    ).toEqual(read.map(({ name }: { name: string }) => [name, 0]));
  }
});

test("a later list changes them, and is taken back", async () => {
  const { world } = bundles;
  const before = lists(await exported(world));
  const one = (name: keyof typeof files, row: string) => ({ [name]: `${files[name].split("\n")[0]}\n${row}` });
  const { id } = await bundles.move({
    ...one("programs.csv", `A24001,P0007,Points,${lecture},Completed,6,360,ETHICS: 2.5; NURSING: 4.5,,-`),
    ...one("speakers.csv", "A24001,3,Ann Okafor,MD\nA24001,,Zoë Lee,"),
    ...one("sessions.csv", "A24010,3,Evening,2024-05-10 18:00,2024-05-10 19:00,ETHICS: 0.25"),
    ...one("attendance.csv", "A24001,,100201,2024-04-10,1,ETHICS: 0.5"),
  });
  const after = lists(await exported(world));
  const changed = Object.entries(after).flatMap(([name, text]) =>
    text.split("\r\n").filter((line) => !before[name]?.split("\r\n").includes(line)),
  );
  expect(changed.map((line) => line.replace(/2024-04-10,A24001[^,]*/, "")).sort()).toEqual([
    expect.stringContaining("100201"),
    "A24001,3,Ann Okafor,MD",
    "A24001,5,Zoë Lee,",
    expect.stringContaining('"ETHICS: 2.50; NURSING: 4.50","ETHICS: 2.00; NURSING: 5.00",,'),
    expect.stringContaining("ETHICS: 0.25"),
  ]);
  expect(await bundles.undo(id)).toBe("UNDONE");
  expect(lists(await exported(world))).toEqual(before);
});

test("what is no kind, was not approved, is more than that or not earned then is refused with its row", async () => {
  const { errors, status } = await bundles.send({
    "programs.csv": [
      files["programs.csv"].split("\n")[0],
      `A24003,P0007,One,${lecture},Completed,1,360,ETHICS: 2,,`,
      `A24004,P0007,Two,${lecture},Completed,6,360,ETHICS: 0.1,,`,
      `A24005,P0007,Three,${lecture},Completed,6,360,DENTAL: 1,,`,
      `A24006,P0007,Four,${lecture},Completed,6,360,,,NURSING: 17`,
      `A24007,P0007,Five,${lecture},Completed,6,360,much ethics,,`,
      `A24008,P0007,Six,${lecture},Completed,6,360,ETHICS: 1; ethics: 2,,`,
      `A24009,P0007,Seven,${lecture},Completed,6,360,ETHICS: 12345,,`,
    ].join("\n"),
    "speakers.csv": "Program ID,Order,Name\nA99999,1,Nobody\nA24001,0,Zero\nA24001,1,Ada Okafor\nA24001,1,Twice\n",
    "offerings.csv": `Program ID,First Day\n${[3, 4, 5, 6, 7, 8, 9].map((n) => `A2400${n},2024-04-10`).join("\n")}`,
    "sessions.csv": [
      files["sessions.csv"].split("\n")[0],
      "A24010,4,No such,2024-05-10 20:00,2024-05-10 21:00,DENTAL: 1",
      "A24010,5,Too much,2024-05-10 20:00,2024-05-10 21:00,ETHICS: 1.5",
    ].join("\n"),
    "attendance.csv": [
      files["attendance.csv"].split("\n")[0],
      "A24001,,100201,2024-04-10,1,ETHICS: 2",
      "A24001,,100200,2024-04-10,6,NURSING: 5",
      "A24010,2,100201,2024-05-10,2,NURSING: 1",
      "A24002,,100201,2024-04-11,1,ETHICS: 1",
    ].join("\n"),
  });
  expect(status).toBe("REJECTED");
  expect(errors.nodes.map((e: Record<string, string>) => `${e.file} ${e.line} ${e.column} ${e.code}`)).toEqual([
    "programs.csv 2 Further Kinds PART_ABOVE_WHOLE",
    "programs.csv 3 Further Kinds CREDITS_NOT_WHOLE_STEPS",
    "programs.csv 4 Further Kinds INVALID_VALUE",
    "programs.csv 5 Approval Numbers KIND_NOT_APPROVED",
    "programs.csv 6 Further Kinds INVALID_VALUE",
    "programs.csv 7 Further Kinds INVALID_VALUE",
    "programs.csv 8 Further Kinds INVALID_VALUE",
    "speakers.csv 2 Program ID UNKNOWN_PROGRAM",
    "speakers.csv 3 Order INVALID_VALUE",
    "speakers.csv 5 Name DUPLICATE_ROW",
    "sessions.csv 2 Further Kinds INVALID_VALUE",
    "sessions.csv 3 Further Kinds INVALID_VALUE",
    "sessions.csv 3 Further Kinds PART_ABOVE_WHOLE",
    "attendance.csv 2 Further Kinds PART_ABOVE_WHOLE",
    "attendance.csv 3 Further Kinds CREDITS_ABOVE_MAXIMUM",
    "attendance.csv 4 Further Kinds KIND_NOT_APPROVED",
    "attendance.csv 5 Further Kinds KIND_NOT_APPROVED",
  ]);
  expect(await bundles.undo(first)).toBe("UNDONE");
  expect(
    await bundles.world.sql(
      "SELECT (SELECT count(*) FROM speaker)::int + (SELECT count(*) FROM program_credit_kind)::int AS n",
    ),
  ).toEqual([{ n: 0 }]);
});
