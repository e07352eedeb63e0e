import fc from "fast-check";
import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { programIn, step } from "../programs/applications.ts";

let roster: RosterWorld;
beforeEach(async () => {
  roster = await startRosterWorld();
});
afterEach(() => roster.world.stop());

/** The two eras of the sources: a filing fee of 25 dollars that holds certificates, then none, for everything that is open too. */
const eras = async () => {
  await roster.world.sql(
    `INSERT INTO fee_policy (starts_on, currency, filing_fee, filing_fee_per_attendee, filing_fee_per_credit, late_fee, application_fee,
       holds_certificates, waives_open_fees, created_at, how_to_pay)
     VALUES ('2009-01-01', 'USD', 2500, 0, 0, 1000, 0, true, false, '2009-01-01', 'By check.'),
       ('2021-09-01', 'USD', 0, 0, 0, 0, 0, false, true, '2021-08-01', '')`,
  );
};

const fields = `status charged paid waived refunded due holdsCertificates howToPay currency
  entries { kind fee amount reason reference actorAs }`;
const fees = async (asOf: string | null = null, token = roster.staff.token) =>
  (
    await roster.world.ok(
      token,
      `query ($id: ID!, $asOf: LocalDate) { program(id: $id) { status fees(asOf: $asOf) { ${fields} } } }`,
      {
        id: roster.programId,
        asOf,
      },
    )
  ).program;
const operations = {
  recordFeePayment:
    "mutation ($id: ID!, $amount: Int!, $reference: String!) { recordFeePayment(programId: $id, amount: $amount, reference: $reference) { status } }",
  waiveFee:
    "mutation ($id: ID!, $reason: String!, $fee: Fee) { waiveFee(programId: $id, reason: $reason, fee: $fee) { status } }",
  refundFee:
    "mutation ($id: ID!, $amount: Int!, $reason: String!) { refundFee(programId: $id, amount: $amount, reason: $reason) { status } }",
};
const variables = (more: Record<string, unknown> = {}) => ({
  id: roster.programId,
  reason: "Because.",
  reference: "Check 17",
  amount: 2_500,
  ...more,
});
const does = (name: keyof typeof operations, more = {}) =>
  roster.world.ok(roster.staff.token, operations[name], variables(more));
const refused = (name: keyof typeof operations, more = {}, token = roster.staff.token) =>
  roster.world.refused(token, operations[name], variables(more));
const certificates = async () =>
  (await roster.world.sql("SELECT count(*)::int AS count FROM certificate"))[0].count as number;
const report = async (at: string) => {
  const { world, provider } = roster;
  world.setClock(at);
  await world.sql("UPDATE offering SET reporting_extended_to = $1", [at.slice(0, 10)]);
  const sent = await world.upload(
    provider.token,
    uploadDocument,
    { providerId: provider.id, preview: false },
    csv(sampleRows),
  );
  expect(sent.data.uploadAttendance.status).toBe("PROCESSED");
  await world.runJobs();
};
const nextDay = async (at: string) => {
  roster.world.setClock(at);
  await roster.world.sql("SELECT graphile_worker.add_job('fees.applyPolicies', payload := '{}')");
  await roster.world.runJobs();
};

describe("the filing fee of the sources' two eras", () => {
  test("without any policy there are no fees, and nothing is shown", async () => {
    await report("2009-04-20T15:00:00Z");
    expect(await fees()).toEqual({ status: "COMPLETED", fees: null });
    expect(await certificates()).toBe(5);
    expect(await refused("recordFeePayment")).toBe("NOTHING_DUE");
  });

  test("it holds certificates; paid by check, in parts, they go, and what was paid stays paid after the change", async () => {
    await eras();
    await report("2021-08-30T15:00:00Z");
    const due = await fees(null, roster.provider.token);
    // The time to report was extended by twelve years.
    expect(due).toMatchObject({
      status: "AWAITING_FEE",
      fees: {
        status: "DUE",
        charged: 3_500,
        due: 3_500,
        holdsCertificates: true,
        howToPay: "By check.",
        currency: "USD",
      },
    });
    expect(await certificates()).toBe(0);
    for (const amount of [0, -1, 3_501]) expect(await refused("recordFeePayment", { amount })).toBe("BAD_INPUT");
    expect(await refused("recordFeePayment", { reference: " " })).toBe("REASON_REQUIRED");
    await does("recordFeePayment", { amount: 1_000 });
    await roster.world.runJobs();
    expect(await fees()).toMatchObject({ status: "AWAITING_FEE", fees: { due: 2_500, paid: 1_000 } });
    expect(await certificates()).toBe(0);
    // Whatever asks for a certificate: a repeated, reissued or reinstated one comes by this job alone.
    await roster.world.sql(
      "SELECT graphile_worker.add_job('certificates.issue', json_build_object('recordId', id)) FROM attendance_record",
    );
    await roster.world.runJobs();
    expect(await certificates()).toBe(0);
    roster.world.setClock("2021-08-31T15:00:00Z");
    await does("recordFeePayment", { amount: 2_500, reference: "Wire 4" });
    await roster.world.runJobs();
    expect(await fees()).toMatchObject({
      status: "COMPLETED",
      fees: { status: "PAID", due: 0, holdsCertificates: false },
    });
    expect(await certificates()).toBe(5);
    await nextDay("2021-09-01T15:00:00Z");
    expect(await fees()).toMatchObject({ fees: { status: "PAID", paid: 3_500, waived: 0 } });
    expect(await fees("2021-08-30")).toMatchObject({ fees: { status: "DUE", due: 2_500 } });
    expect(await fees("2021-08-29")).toMatchObject({ fees: { status: "NONE", charged: 0, entries: [] } });
  });

  test("reported on 08-30 and unpaid: waived on 09-01 by an entry, certificates go, once; as of 08-31 it is still due", async () => {
    await eras();
    await report("2021-08-30T15:00:00Z");
    await nextDay("2021-09-01T04:59:00Z"); // Still August in Chicago.
    expect(await fees()).toMatchObject({ status: "AWAITING_FEE", fees: { status: "DUE" } });
    await nextDay("2021-09-01T05:00:00Z");
    await nextDay("2021-09-01T06:00:00Z");
    const after = await fees();
    expect(after).toMatchObject({
      status: "COMPLETED",
      fees: { status: "WAIVED", charged: 3_500, waived: 3_500, due: 0 },
    });
    expect(after.fees.entries.map((entry: { kind: string; actorAs: string }) => [entry.kind, entry.actorAs])).toEqual([
      ["CHARGE", "SYSTEM"],
      ["CHARGE", "SYSTEM"],
      ["WAIVER", "SYSTEM"],
      ["WAIVER", "SYSTEM"],
    ]);
    expect(after.fees.entries[2].reason).toContain("September 1, 2021");
    expect(await certificates()).toBe(5);
    expect(await fees("2021-08-31")).toMatchObject({ fees: { status: "DUE", due: 3_500, holdsCertificates: true } });
    roster.world.setClock("2021-09-05T15:00:00Z");
    expect(await refused("recordFeePayment")).toBe("NOTHING_DUE");
  });

  test("a payment on 09-05 is refused though the job that waives has not run, and the waiver stands", async () => {
    await eras();
    await report("2021-08-30T15:00:00Z");
    roster.world.setClock("2021-09-05T15:00:00Z");
    expect(await refused("recordFeePayment")).toBe("NOTHING_DUE");
    await nextDay("2021-09-05T16:00:00Z");
    expect(await fees()).toMatchObject({ status: "COMPLETED", fees: { status: "WAIVED", paid: 0 } });
  });

  test("approved in 2009, reported in October 2021: nothing is due", async () => {
    await eras();
    await report("2021-10-05T15:00:00Z");
    expect(await fees()).toMatchObject({ status: "COMPLETED", fees: { status: "NONE", entries: [] } });
    expect(await certificates()).toBe(5);
  });

  test("reported in the evening of 08-31 and settled by a job on 09-01: the day of the report counts", async () => {
    await eras();
    const { world, provider } = roster;
    world.setClock("2021-09-01T04:00:00Z");
    await world.sql("UPDATE offering SET reporting_extended_to = '2021-08-31'");
    await world.upload(provider.token, uploadDocument, { providerId: provider.id, preview: false }, csv(sampleRows));
    world.setClock("2021-09-01T15:00:00Z");
    await world.runJobs();
    expect(await fees()).toMatchObject({ status: "AWAITING_FEE", fees: { charged: 3_500 } });
  });

  test("of what was called off with a fee open staff decide", async () => {
    await eras();
    await report("2021-08-30T15:00:00Z");
    const [program] = await roster.world.sql("SELECT id, version FROM program WHERE id = $1", [roster.programId]);
    await step(roster.world, roster.staff.token, "cancelProgram", { ...program, offerings: [] });
    await nextDay("2021-09-01T15:00:00Z");
    expect(await fees()).toMatchObject({ status: "CANCELLED", fees: { status: "DUE", due: 3_500 } });
    await does("waiveFee", { fee: "LATE" });
    expect(await fees()).toMatchObject({ fees: { status: "DUE", due: 2_500 } });
    await does("waiveFee");
    expect(await fees()).toMatchObject({ status: "CANCELLED", fees: { status: "WAIVED", due: 0 } });
  });
});

test("a job that runs twice charges once, and people who are added to a report are charged then", async () => {
  const { world, provider } = roster;
  await world.sql(
    `INSERT INTO fee_policy (starts_on, currency, filing_fee_per_attendee, filing_fee_per_credit, filing_fee_most, holds_certificates, created_at)
     VALUES ('2009-01-01', 'USD', 300, 33, 2000, true, '2009-01-01')`,
  );
  const send = (rows: string[][]) =>
    world.upload(provider.token, uploadDocument, { providerId: provider.id, preview: false }, csv(rows));
  await send(sampleRows.slice(0, 2));
  await world.sql(
    `SELECT graphile_worker.add_job('attendance.recorded', payload := json_build_object('programIds', array[id]::text[], 'recordId', id)) FROM program WHERE id = $1`,
    [roster.programId],
  );
  await world.runJobs();
  expect(await fees()).toMatchObject({ status: "AWAITING_FEE", fees: { charged: 930 } });
  await does("recordFeePayment", { amount: 930 });
  await world.runJobs();
  expect([(await fees()).status, await certificates()]).toEqual(["COMPLETED", 2]);
  await send(sampleRows.slice(2));
  await world.runJobs();
  expect(await fees()).toMatchObject({
    status: "COMPLETED",
    fees: { charged: 1_830, due: 900, holdsCertificates: true },
  });
  expect(await certificates()).toBe(2);
  await does("recordFeePayment", { amount: 900 });
  await world.runJobs();
  expect(await certificates()).toBe(5);
});

test("fees of many programs take as many statements as those of one", async () => {
  const { world, provider, staff } = roster;
  const read = (first: number) =>
    world.statements(() =>
      world.ok(staff.token, "query ($first: Int!) { programs(first: $first) { nodes { fees { due } } } }", { first }),
    );
  for (const count of [1, 6]) for (let i = 0; i < count; i++) await programIn(world, { provider, staff }, "DRAFT");
  await read(1);
  await read(7);
  expect(await read(7)).toBe(await read(1));
});

test("the sale ends with its last evening in the accreditor's zone", async () => {
  const { world, provider, staff } = roster;
  await world.sql(
    `INSERT INTO fee_policy (starts_on, currency, application_fee, holds_certificates, created_at) VALUES ('2009-01-01', 'USD', 5000, false, '2009-01-01')`,
  );
  const promotion = `mutation ($input: FeePromotionInput!) { addFeePromotion(input: $input) { name rate startsOn endsOn } }`;
  const input = { name: "$10 sale", fee: "APPLICATION", startsOn: "2009-12-01", endsOn: "2009-12-31", rate: 1_000 };
  await world.ok(staff.token, promotion, { input });
  expect(await world.refused(staff.token, promotion, { input: { ...input, fee: "LATE" } })).toBe("BAD_INPUT");
  expect(await world.refused(staff.token, promotion, { input: { ...input, startsOn: "2009-01-01" } })).toBe(
    "BAD_INPUT",
  );
  const charged = async (at: string) => {
    world.setClock(at);
    const { id } = await programIn(world, { provider, staff }, "SUBMITTED");
    await world.runJobs();
    return (
      await world.sql("SELECT amount, promotion_id IS NOT NULL AS sale FROM ledger_entry WHERE program_id = $1", [id])
    )[0];
  };
  expect(await charged("2010-01-01T05:59:59Z")).toEqual({ amount: 1_000, sale: true });
  expect(await charged("2010-01-01T06:00:00Z")).toEqual({ amount: 5_000, sale: false });
  expect(await certificates()).toBe(0);
});

test("policies begin on days to come, one a day for each type, and none is changed afterwards", async () => {
  const { world, staff, provider } = roster;
  const add =
    "mutation ($input: FeePolicyInput!) { addFeePolicy(input: $input) { id startsOn filingFee waivesOpenFees } }";
  const input = { startsOn: "2009-04-21", currency: "USD", filingFee: 2_500, holdsCertificates: true };
  expect(await world.refused(staff.token, add, { input: { ...input, startsOn: "2009-04-20" } })).toBe("BAD_INPUT");
  for (const wrong of [{ filingFee: -1 }, { currency: "usd" }, { filingFeeMost: -5 }, { filingFee: 100_000_001 }])
    expect(await world.refused(staff.token, add, { input: { ...input, ...wrong } })).toBe("BAD_INPUT");
  expect(await world.refused(staff.token, add, { input: { ...input, typeId: crypto.randomUUID() } })).toBe("NOT_FOUND");
  expect(await world.refused(provider.token, add, { input })).toBe("FORBIDDEN");
  await world.ok(staff.token, add, { input });
  expect(await world.refused(staff.token, add, { input })).toBe("BAD_INPUT");
  for (const statement of ["UPDATE fee_policy SET filing_fee = 1", "DELETE FROM fee_policy"])
    await expect(world.sqlAsOwner(statement)).rejects.toThrow(/never changed/);
});

describe("the ledger", () => {
  test("its entries are neither changed nor deleted, not even by the owner of the tables", async () => {
    await eras();
    await report("2021-08-30T15:00:00Z");
    for (const statement of [
      "UPDATE ledger_entry SET amount = 1",
      "DELETE FROM ledger_entry",
      "UPDATE ledger_entry SET reason = 'x'",
    ])
      await expect(roster.world.sqlAsOwner(statement)).rejects.toThrow(/never changed/);
  });

  test("two payments of everything at once: one is taken", async () => {
    await eras();
    await report("2021-08-30T15:00:00Z");
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        roster.world.graphql(roster.staff.token, operations.recordFeePayment, variables({ amount: 3_500 })),
      ),
    );
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(await fees()).toMatchObject({ fees: { paid: 3_500, due: 0 } });
  });

  test("providers, and staff who do not keep it, change nothing in it", async () => {
    await eras();
    await report("2021-08-30T15:00:00Z");
    await roster.world.sql(
      "UPDATE account SET staff_roles = '{REVIEWER,REGISTRAR,AUDITOR}' WHERE cardinality(staff_roles) > 0",
    );
    for (const name of Object.keys(operations) as (keyof typeof operations)[])
      for (const token of [roster.provider.token, roster.other.token, roster.staff.token])
        expect(await refused(name, {}, token)).toBe("FORBIDDEN");
    const seen = "query ($id: ID!) { program(id: $id) { fees { due } } }";
    expect((await roster.world.ok(roster.other.token, seen, { id: roster.programId })).program).toBeNull();
  });

  test("any sequence of steps adds up to what a plain account of it says", async () => {
    await eras();
    await report("2021-08-30T15:00:00Z");
    const account = { due: 3_500, paid: 0, waived: 0, refunded: 0 };
    const steps = fc.array(fc.tuple(fc.constantFrom("pay", "waive", "refund"), fc.integer({ min: 1, max: 4_000 })), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        for (const [what, amount] of sequence) {
          const document = {
            pay: operations.recordFeePayment,
            waive: operations.waiveFee,
            refund: operations.refundFee,
          }[what]!;
          const { errors } = await roster.world.graphql(roster.staff.token, document, variables({ amount }));
          const fits = {
            pay: account.due > 0 && amount <= account.due,
            waive: account.due > 0,
            refund: amount <= account.paid,
          }[what];
          expect(errors.length === 0).toBe(fits);
          if (!fits) continue;
          if (what === "pay") {
            account.due -= amount;
            account.paid += amount;
          } else if (what === "waive") {
            account.waived += account.due;
            account.due = 0;
          } else {
            account.paid -= amount;
            account.refunded += amount;
            account.waived += amount;
          }
          expect((await fees()).fees).toMatchObject(account);
        }
      }),
      { numRuns: 12 },
    );
  });
});
