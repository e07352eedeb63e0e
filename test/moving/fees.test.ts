import { inTransaction } from "../../server/core/context.ts";
import { chargeReport } from "../../server/fees/charge-report.ts";
import { Program } from "../../server/programs/program.entity.ts";
import { BundleWorld } from "../support/bundle-world.ts";

let bundles: BundleWorld;
beforeEach(async () => {
  bundles = await BundleWorld.start();
});
afterEach(() => bundles.world.stop());

const files = {
  "providers.csv": "Provider ID,Name\nP0007,Lone Star Acupuncture\n",
  "programs.csv": [
    "Program ID,Provider ID,Title,Type,Status,Credits",
    "A26007,P0007,Cups,Single Lecture/Workshop,Awaiting attendance,2",
  ].join("\n"),
  "offerings.csv": "Program ID,First Day,Place\nA26007,2026-04-20,Dallas\n",
  "fees.csv": [
    "Program ID,Fee,Amount,Currency,Date,Reference",
    "A26007,Application,$50,USD,2026-01-02,Check 17",
    "A26007,Filing fee,20.5,USD,2026-01-02,",
    "A26007,Filing,9.50,USD,2026-01-03,",
    "A26007,Filing,100,EUR,2026-01-03,",
  ].join("\n"),
};

test("what was paid elsewhere stands with the program and in no ledger; its report asks for so much less; it is taken back whole", async () => {
  const { world } = bundles;
  const refused = await bundles.send({
    ...files,
    "fees.csv": [
      files["fees.csv"],
      "A26007,Filing,9.50,USD,2026-01-03,",
      "A26007,Parking,9.50,USD,2026-01-03,",
      "A26007,Late,0,USD,2026-01-05,",
      "A26007,Late,1,,2026-01-03,",
      "A26007,Late,1,USD,2027-01-03,",
      "A99999,Late,1,USD,2026-01-03,",
    ].join("\n"),
  });
  expect(
    refused.errors.nodes.map((e: { line: number; column: string; code: string }) => `${e.line} ${e.column} ${e.code}`),
  ).toEqual([
    "5 Program ID DUPLICATE_ROW",
    "6 Program ID DUPLICATE_ROW",
    "7 Fee INVALID_VALUE",
    "8 Amount INVALID_VALUE",
    "9 Amount MISSING_VALUE",
    "10 Date DATE_IN_FUTURE",
    "11 Program ID UNKNOWN_PROGRAM",
  ]);
  const right = { ...files, "fees.csv": files["fees.csv"].replace("EUR,2026-01-03", "EUR,2026-01-04") };
  const done = await bundles.move(right);
  expect((await bundles.move(right)).files.map((f: { unchangedRows: number }) => f.unchangedRows)).toEqual([
    1, 1, 1, 4,
  ]);
  const read = async () =>
    (
      await world.ok(
        bundles.staff.token,
        '{ programs(filter: { number: "A26007" }) { nodes { id fees { status charged due paidElsewhere { fee amount currency paidOn reference } entries { id } } } } }',
      )
    ).programs.nodes[0];
  const { id, fees } = await read();
  expect(fees).toMatchObject({ status: "NONE", charged: 0, due: 0, entries: [] });
  expect(fees.paidElsewhere.map((each: object) => Object.values(each).join(" ")).sort()).toEqual([
    "APPLICATION 5000 USD 2026-01-02 Check 17",
    "FILING 10000 EUR 2026-01-04 ",
    "FILING 2050 USD 2026-01-02 ",
    "FILING 950 USD 2026-01-03 ",
  ]);
  await world.sql(
    "INSERT INTO fee_policy (starts_on, currency, filing_fee, holds_certificates, created_at) VALUES ('2020-01-01', 'USD', 7500, false, now())",
  );
  const member = await world.member({ firstName: "Jane", lastName: "Jones", email: "jane@example.test" });
  const report = () =>
    inTransaction(world.ctx, async (tx) => chargeReport(tx, world.ctx, await tx.findOneByOrFail(Program, { id })));
  await world.sql(
    `INSERT INTO attendance_record (member_id, program_id, offering_id, completed_on, credits, source, recorded_at)
     SELECT $1, program_id, id, '2026-04-20', 1, 'ENTRY', '2026-05-01' FROM offering WHERE program_id = $2`,
    [member.id, id],
  );
  await report();
  await report();
  expect((await read()).fees).toMatchObject({ charged: 4500, due: 4500 });
  const other = await world.sql("SELECT count(*)::int AS n FROM outside_fee");
  expect(other).toEqual([{ n: 4 }]);
  // The report stands on it.
  expect(await bundles.undo(done.id)).toBe("PROCESSED");
});

test("fees are taken back with the rest", async () => {
  const { world } = bundles;
  const right = { ...files, "fees.csv": "Program ID,Fee,Amount,Currency,Date\nA26007,Filing,20,USD,2026-01-02\n" };
  const done = await bundles.move(right);
  expect(await bundles.undo(done.id)).toBe("UNDONE");
  expect(
    await world.sql(
      "SELECT (SELECT count(*)::int FROM outside_fee) AS fees, (SELECT count(*)::int FROM program) AS programs",
    ),
  ).toEqual([{ fees: 0, programs: 0 }]);
});
