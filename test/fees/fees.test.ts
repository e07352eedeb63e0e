import fc from "fast-check";
import { MailKind } from "../../server/mail/mail.entity.ts";
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

test.each([
  ["America/Chicago", "2010-01-01T06:00:00Z"],
  ["Pacific/Honolulu", "2010-01-01T10:00:00Z"],
  ["Pacific/Kiritimati", "2009-12-31T10:00:00Z"],
])("the sale ends with its last evening in the accreditor's zone, %s", async (zone, midnight) => {
  const { world, provider, staff } = roster;
  await world.sql("UPDATE accreditor_settings SET time_zone = $1", [zone]);
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
  // On one day a code means one rate, however many set it at once.
  const coded = { ...input, name: "Spring", code: "spring10", startsOn: "2011-03-01", endsOn: "2011-03-31", rate: 900 };
  const atOnce = await Promise.all(
    [coded, { ...coded, code: "SPRING10", startsOn: "2011-03-31", endsOn: "2011-04-02" }].map((each) =>
      world.graphql(staff.token, promotion, { input: each }),
    ),
  );
  expect(atOnce.map(({ errors }) => errors.length).sort()).toEqual([0, 1]);
  await world.ok(staff.token, promotion, { input: { ...coded, startsOn: "2011-04-03", endsOn: "2011-04-30" } });
  const charged = async (at: string) => {
    world.setClock(at);
    const { id } = await programIn(world, { provider, staff }, "SUBMITTED");
    await world.runJobs();
    return (
      await world.sql("SELECT amount, promotion_id IS NOT NULL AS sale FROM ledger_entry WHERE program_id = $1", [id])
    )[0];
  };
  const lastSecond = new Date(Date.parse(midnight) - 1_000).toISOString();
  expect(await charged(lastSecond)).toEqual({ amount: 1_000, sale: true });
  expect(await charged(midnight)).toEqual({ amount: 5_000, sale: false });
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

describe("the vectors of the sources", () => {
  /** What happens on which day, and how the program then stands. Fees are 25 dollars for filing and 10 for being late. */
  const vectors: {
    name: string;
    reported: string;
    after?: (() => Promise<unknown>)[];
    expected: { status: string; due: number; paid: number; waived: number; certificates: number };
  }[] = [
    {
      name: "reported 08-30 and unpaid",
      reported: "2021-08-30T15:00:00Z",
      after: [() => nextDay("2021-09-01T05:00:00Z")],
      expected: { status: "COMPLETED", due: 0, paid: 0, waived: 3_500, certificates: 5 },
    },
    {
      name: "paid 08-31",
      reported: "2021-08-30T15:00:00Z",
      after: [() => pays("2021-08-31T20:00:00Z", 3_500), () => nextDay("2021-09-01T05:00:00Z")],
      expected: { status: "COMPLETED", due: 0, paid: 3_500, waived: 0, certificates: 5 },
    },
    {
      name: "paid in part on 08-31",
      reported: "2021-08-30T15:00:00Z",
      after: [() => pays("2021-08-31T20:00:00Z", 1_000), () => nextDay("2021-09-01T05:00:00Z")],
      expected: { status: "COMPLETED", due: 0, paid: 1_000, waived: 2_500, certificates: 5 },
    },
    {
      name: "in the last second of the old era",
      reported: "2021-09-01T04:59:59Z",
      expected: { status: "AWAITING_FEE", due: 3_500, paid: 0, waived: 0, certificates: 0 },
    },
    {
      name: "in the first second of the new one",
      reported: "2021-09-01T05:00:00Z",
      expected: { status: "COMPLETED", due: 0, paid: 0, waived: 0, certificates: 5 },
    },
    {
      name: "approved long before, reported in October",
      reported: "2021-10-05T15:00:00Z",
      expected: { status: "COMPLETED", due: 0, paid: 0, waived: 0, certificates: 5 },
    },
    {
      name: "a payment tried on 09-05",
      reported: "2021-08-30T15:00:00Z",
      after: [
        async () => {
          roster.world.setClock("2021-09-05T15:00:00Z");
          expect(await refused("recordFeePayment")).toBe("NOTHING_DUE");
        },
        () => nextDay("2021-09-05T16:00:00Z"),
      ],
      expected: { status: "COMPLETED", due: 0, paid: 0, waived: 3_500, certificates: 5 },
    },
  ];
  const pays = async (at: string, amount: number) => {
    roster.world.setClock(at);
    await does("recordFeePayment", { amount });
    await roster.world.runJobs();
  };

  test.each(vectors)("$name", async ({ reported, after = [], expected }) => {
    await eras();
    await report(reported);
    for (const happens of after) await happens();
    const { status, fees: now } = await fees();
    const { due, paid, waived } = now;
    expect({ status, due, paid, waived, certificates: await certificates() }).toEqual(expected);
    if (reported < "2021-08-31")
      expect((await fees("2021-08-30")).fees).toMatchObject({ status: "DUE", due: 3_500, holdsCertificates: true });
    // Whatever was waived since: at the end of the old era it was due, less what had been paid.
    if (waived > 0) expect((await fees("2021-08-31")).fees).toMatchObject({ status: "DUE", due: 3_500 - paid });
  });

  test("pending on 09-01 and approved, held and reported later: none is due", async () => {
    await eras();
    const { world, provider, staff } = roster;
    world.setClock("2021-08-20T15:00:00Z");
    const at = { startsOn: "2021-10-08", endsOn: "2021-10-08", timeZone: "America/Chicago", format: "IN_PERSON" };
    const pending = await programIn(world, { provider, staff }, "IN_REVIEW", {
      offerings: [{ ...at, place: "Chicago" }],
    });
    await nextDay("2021-09-01T05:00:00Z");
    const approved = await step(world, staff.token, "approveProgram", pending, { credits: "1.50", reason: null });
    world.setClock("2021-10-12T15:00:00Z");
    const row = [approved.number ?? "", "100100", "John", "Smith", "10/8/2021", "1.5"];
    await world.upload(provider.token, uploadDocument, { providerId: provider.id, preview: false }, csv([row]));
    await world.runJobs();
    const seen = "query ($id: ID!) { program(id: $id) { status fees { status charged } } }";
    expect((await world.ok(staff.token, seen, { id: approved.id })).program).toEqual({
      status: "COMPLETED",
      fees: { status: "NONE", charged: 0 },
    });
  });

  test("withdrawn in 2020 with its fee unpaid: the change leaves it, and staff decide", async () => {
    const { world, provider, staff } = roster;
    await world.sql(
      `INSERT INTO fee_policy (starts_on, currency, application_fee, holds_certificates, waives_open_fees, created_at)
       VALUES ('2009-01-01', 'USD', 5000, true, false, '2009-01-01'), ('2021-09-01', 'USD', 0, false, true, '2021-08-01')`,
    );
    world.setClock("2020-05-04T15:00:00Z");
    const submitted = await programIn(world, { provider, staff }, "SUBMITTED");
    await world.runJobs();
    await step(world, provider.token, "withdrawProgram", submitted, { reason: null });
    await nextDay("2021-09-01T15:00:00Z");
    const seen = "query ($id: ID!) { program(id: $id) { status fees { status due availableActions } } }";
    const stands = async () => (await world.ok(staff.token, seen, { id: submitted.id })).program;
    expect(await stands()).toEqual({
      status: "WITHDRAWN",
      fees: { status: "DUE", due: 5_000, availableActions: ["RECORD_PAYMENT", "WAIVE", "INVOICE"] },
    });
    await world.ok(staff.token, operations.waiveFee, { id: submitted.id, reason: "Never looked at." });
    expect((await stands()).fees).toMatchObject({ status: "WAIVED", due: 0 });
  });

  test("a special rate and a late fee on one charge: the rate lowers the filing fee alone", async () => {
    await eras();
    await roster.world.sql(
      `INSERT INTO fee_promotion (name, fee, starts_on, ends_on, rate, created_at) VALUES ('$10 sale', 'FILING', '2020-12-01', '2020-12-31', 1000, '2020-11-01')`,
    );
    await report("2021-01-01T05:59:59Z");
    const { entries } = (await fees()).fees;
    expect(entries.map(({ kind, fee, amount }: Record<string, unknown>) => [kind, fee, amount])).toEqual([
      ["CHARGE", "FILING", 1_000],
      ["CHARGE", "LATE", 1_000],
    ]);
  });
});

test("which policy holds can be asked for any day and type", async () => {
  await eras();
  const { world, provider, staff } = roster;
  const [{ id: typeId }] = await world.sql("SELECT id FROM program_type WHERE code = 'WEBINAR'");
  await world.sql(
    `INSERT INTO fee_policy (starts_on, type_id, currency, filing_fee, holds_certificates, created_at) VALUES ('2021-09-01', $1, 'USD', 700, true, '2021-08-01')`,
    [typeId],
  );
  const on = async (day: string, type: string | null = null) =>
    (
      await world.ok(
        provider.token,
        "query ($day: LocalDate, $type: ID) { feePolicyOn(day: $day, typeId: $type) { filingFee } }",
        { day, type },
      )
    ).feePolicyOn?.filingFee;
  expect([
    await on("2008-12-31"),
    await on("2021-08-31"),
    await on("2021-09-01"),
    await on("2021-09-01", typeId),
  ]).toEqual([undefined, 2_500, 0, 700]);
  const unknown = "query ($id: ID!) { feePolicyOn(typeId: $id) { id } }";
  for (const id of [crypto.randomUUID(), "x"])
    expect(await world.refused(staff.token, unknown, { id })).toBe("NOT_FOUND");
});

test("what a new policy would have cost the last year is reckoned, and nothing is written", async () => {
  await eras();
  await report("2021-08-30T15:00:00Z");
  const { world, provider, staff } = roster;
  const simulation = `query ($input: FeePolicyInput!) { feePolicySimulation(input: $input) {
    from to applications reports applicationFees filingFees lateFees charged } }`;
  const input = {
    startsOn: "2022-01-01",
    currency: "USD",
    applicationFee: 700,
    filingFee: 100,
    filingFeePerAttendee: 10,
    filingFeePerCredit: 33,
    lateFee: 500,
    holdsCertificates: true,
  };
  const before = await world.sql("SELECT count(*)::int AS n FROM ledger_entry");
  // Five people, ten credits, late; handed in twelve years ago.
  expect((await world.ok(staff.token, simulation, { input })).feePolicySimulation).toEqual({
    from: "2020-08-31",
    to: "2021-08-30",
    applications: 0,
    reports: 1,
    applicationFees: 0,
    filingFees: 100 + 5 * 10 + 330,
    lateFees: 500,
    charged: 3_500,
  });
  expect(await world.refused(provider.token, simulation, { input })).toBe("FORBIDDEN");
  expect(await world.sql("SELECT count(*)::int AS n FROM ledger_entry")).toEqual(before);
  expect(await world.sql("SELECT count(*)::int AS n FROM fee_policy")).toEqual([{ n: 2 }]);
});

describe("a special rate with a code", () => {
  const use = "mutation ($id: ID!, $code: String!) { applyPromotionCode(programId: $id, code: $code) { status } }";
  const rate = (fields: string) =>
    roster.world.sql(
      `INSERT INTO fee_promotion (name, fee, starts_on, ends_on, rate, code, created_at) VALUES (${fields}, '2009-01-01')`,
    );

  test("lowers what is open, once; unknown, wrong and past codes are one refusal, and other providers find no program", async () => {
    await eras();
    await rate("'Friends', 'FILING', '2021-08-30', '2021-08-30', 1000, 'FRIENDS'");
    await rate("'Old', 'FILING', '2021-08-01', '2021-08-29', 0, 'PAST1'");
    await report("2021-08-30T15:00:00Z");
    const { world, provider, other, staff } = roster;
    const id = roster.programId;
    expect((await fees()).fees.due).toBe(3_500);
    for (const code of ["PAST1", "nobody", "", "'"])
      expect(await world.refused(provider.token, use, { id, code })).toBe("BAD_INPUT");
    expect(await world.refused(other.token, use, { id, code: "FRIENDS" })).toBe("NOT_FOUND");
    await Promise.all([1, 2, 3].map(() => world.ok(provider.token, use, { id, code: " friends" })));
    expect((await fees()).fees).toMatchObject({ due: 2_000, waived: 1_500 });
    await world.ok(staff.token, use, { id, code: "FRIENDS" });
    expect((await fees()).fees).toMatchObject({ due: 2_000, waived: 1_500 });
  });

  test("named before the report it counts for what is charged, for that program alone", async () => {
    await eras();
    await rate("'Friends', 'FILING', '2009-01-01', '2021-08-31', 0, 'FRIENDS'");
    await roster.world.ok(roster.provider.token, use, { id: roster.programId, code: "FRIENDS" });
    await report("2021-08-30T15:00:00Z");
    expect((await fees()).fees).toMatchObject({ charged: 1_000 });
  });
});

test("a conference is charged when its time to report is over, and waits for the money", async () => {
  const { world, provider, staff } = roster;
  await world.sql(
    `INSERT INTO fee_policy (starts_on, currency, filing_fee_per_attendee, holds_certificates, created_at) VALUES ('2009-01-01', 'USD', 300, true, '2009-01-01')`,
  );
  const [{ id: typeId }] = await world.sql("SELECT id FROM program_type WHERE code = 'CONFERENCE'");
  const offerings = [
    {
      startsOn: "2009-05-01",
      endsOn: "2009-05-01",
      timeZone: "America/Chicago",
      format: "IN_PERSON",
      place: "Chicago",
    },
  ];
  const { id, number } = await programIn(world, { provider, staff }, "APPROVED", { typeId, offerings });
  world.setClock("2009-05-20T15:00:00Z");
  const row = [number ?? "", "100100", "John", "Smith", "5/1/2009", "1.5"];
  await world.sql("SELECT graphile_worker.add_job('programs.startAwaitingAttendance', payload := '{}')");
  await world.runJobs();
  await world.upload(provider.token, uploadDocument, { providerId: provider.id, preview: false }, csv([row]));
  await world.runJobs();
  const state = async () => (await world.sql("SELECT status FROM program WHERE id = $1", [id]))[0].status;
  world.setClock("2009-06-20T15:00:00Z");
  for (const _ of [1, 2]) {
    await world.sql("SELECT graphile_worker.add_job('conferences.complete', payload := '{}')");
    await world.runJobs();
  }
  expect(await state()).toBe("AWAITING_FEE");
  expect(await world.sql("SELECT amount FROM ledger_entry WHERE program_id = $1", [id])).toEqual([{ amount: 300 }]);
  await world.ok(staff.token, operations.recordFeePayment, { id, amount: 300, reference: "Check 3" });
  expect(await state()).toBe("COMPLETED");
});

describe("documents of the report as a condition of certificates", () => {
  const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF");
  const upload = `mutation ($programId: ID!, $kind: ProgramDocumentKind!, $file: Upload!) {
    uploadProgramDocument(programId: $programId, kind: $kind, file: $file) { documents { id kind } } }`;
  const sends = async (kind: string): Promise<string> => {
    const { data } = await roster.world.upload(
      roster.provider.token,
      upload,
      { programId: roster.programId, kind },
      pdf,
      "summary.pdf",
    );
    return data.uploadProgramDocument.documents.at(-1).id;
  };
  const removes = "mutation ($id: ID!) { removeProgramDocument(id: $id) { id } }";
  const types = `{ programTypeRows { id version code name form minimumMinutes maximumMinutes position active
    documentRules { startsOn kinds } } }`;
  const save = `mutation ($id: ID, $version: Int, $input: ProgramTypeInput!) {
    saveProgramType(id: $id, version: $version, input: $input) { documentRules { startsOn kinds } } }`;
  /** Sets what the program's type requires, as staff do on a day. */
  const requires = async (kinds: string[], on: string) => {
    const { world, staff, programId } = roster;
    world.setClock(on);
    const [{ id }] = await world.sql("SELECT type_id AS id FROM program WHERE id = $1", [programId]);
    const { programTypeRows } = await world.ok(staff.token, types);
    const {
      version,
      documentRules: _,
      id: __,
      ...input
    } = programTypeRows.find((type: { id: string }) => type.id === id);
    const saved = await world.ok(staff.token, save, { id, version, input: { ...input, requiredDocuments: kinds } });
    return saved.saveProgramType.documentRules;
  };
  const stands = async () => {
    const { program } = await roster.world.ok(
      roster.provider.token,
      "query ($id: ID!) { program(id: $id) { status missingDocuments nextStep { code } } }",
      { id: roster.programId },
    );
    return { ...program, nextStep: program.nextStep.code, certificates: await certificates() };
  };
  const mails = async (kind: MailKind) => (await roster.world.mails(kind)).map(({ subject }) => subject);
  const done = { status: "COMPLETED", missingDocuments: [], nextStep: "NONE", certificates: 5 };
  const both = ["EVALUATION_SUMMARY", "SIGN_IN_ROSTER"];

  test("certificates wait for each of them, its provider is told which, and once they are there they go, once", async () => {
    // The program ends on 4/10/2009: the rule begins on the day after it is set.
    expect(await requires(both, "2009-04-09T15:00:00Z")).toEqual([{ startsOn: "2009-04-10", kinds: both }]);
    await report("2009-04-20T15:00:00Z");
    const waits = { status: "AWAITING_DOCUMENTS", missingDocuments: both, nextStep: "DOCUMENTS", certificates: 0 };
    expect(await stands()).toEqual(waits);
    // Whatever asks for a certificate waits.
    await roster.world.sql(
      "SELECT graphile_worker.add_job('certificates.issue', json_build_object('recordId', id)) FROM attendance_record",
    );
    await roster.world.runJobs();
    expect(await stands()).toEqual(waits);
    expect(await mails(MailKind.DOCUMENTS_DUE)).toEqual(["Documents are missing for A09164"]);
    const wrong = await sends("SIGN_IN_ROSTER");
    await roster.world.ok(roster.provider.token, removes, { id: wrong });
    await sends("SIGN_IN_ROSTER");
    await roster.world.runJobs();
    expect(await stands()).toEqual({ ...waits, missingDocuments: ["EVALUATION_SUMMARY"] });
    const summary = await sends("EVALUATION_SUMMARY");
    await roster.world.runJobs();
    expect(await stands()).toEqual(done);
    expect(await mails(MailKind.CERTIFICATES_RELEASED)).toEqual(["Certificates for A09164 are on their way"]);
    // What they were issued on stays until another is there.
    expect(await roster.world.refused(roster.provider.token, removes, { id: summary })).toBe("ILLEGAL_TRANSITION");
    await sends("EVALUATION_SUMMARY");
    await roster.world.ok(roster.provider.token, removes, { id: summary });
    await roster.world.runJobs();
    expect(await stands()).toEqual(done);
    expect(await mails(MailKind.CERTIFICATES_RELEASED)).toHaveLength(1);
    // Taken back and reported again: the documents are there already.
    const [{ id }] = await roster.world.sql("SELECT id FROM attendance_upload");
    const undo = 'mutation ($id: ID!) { undoAttendanceUpload(id: $id, reason: "Wrong file") { status } }';
    await roster.world.ok(roster.provider.token, undo, { id });
    await roster.world.runJobs();
    expect(await stands()).toMatchObject({ status: "AWAITING_ATTENDANCE", missingDocuments: [] });
    await report("2009-04-21T15:00:00Z");
    expect(await stands()).toEqual({ ...done, certificates: 10 });
  });

  test("what ended before the rule began waits for nothing, nor what nobody attended, nor what had them before its report", async () => {
    await requires(both, "2009-04-10T15:00:00Z");
    await report("2009-04-20T15:00:00Z");
    expect(await stands()).toEqual(done);
    await roster.world.stop();
    roster = await startRosterWorld();
    await requires(both, "2009-04-09T15:00:00Z");
    roster.world.setClock("2009-04-20T15:00:00Z");
    const nobody = "mutation ($id: ID!) { reportNobodyAttended(offeringId: $id) { id status } }";
    await roster.world.ok(roster.provider.token, nobody, { id: roster.offeringId });
    await roster.world.runJobs();
    expect(await stands()).toMatchObject({ status: "COMPLETED", certificates: 0 });
    await roster.world.stop();
    roster = await startRosterWorld();
    await requires(["SIGN_IN_ROSTER"], "2009-04-09T15:00:00Z");
    await sends("SIGN_IN_ROSTER");
    await report("2009-04-20T15:00:00Z");
    expect(await stands()).toEqual(done);
    expect([...(await mails(MailKind.DOCUMENTS_DUE)), ...(await mails(MailKind.CERTIFICATES_RELEASED))]).toEqual([]);
  });

  test.each(["fee first", "documents first", "at one moment"])(
    "fee and documents, %s: released once",
    async (order) => {
      await eras();
      await requires(["EVALUATION_SUMMARY"], "2009-04-09T15:00:00Z");
      await report("2021-08-30T15:00:00Z");
      expect(await stands()).toMatchObject({ status: "AWAITING_DOCUMENTS", nextStep: "DOCUMENTS", certificates: 0 });
      const pay = () => does("recordFeePayment", { amount: 3_500 });
      const send = () => sends("EVALUATION_SUMMARY");
      if (order === "at one moment") await Promise.all([pay(), send()]);
      else {
        for (const happens of order === "fee first" ? [pay, send] : [send, pay]) {
          expect(await certificates()).toBe(0);
          await happens();
          await roster.world.runJobs();
        }
      }
      await roster.world.runJobs();
      expect(await stands()).toEqual(done);
      expect(await mails(MailKind.CERTIFICATES_RELEASED)).toHaveLength(1);
    },
  );

  test("a document that comes with the report lets nothing go that the fee will hold", async () => {
    await eras();
    await requires(["SIGN_IN_ROSTER"], "2009-04-09T15:00:00Z");
    // Its job is the first to look at the report.
    await sends("SIGN_IN_ROSTER");
    await report("2021-08-30T15:00:00Z");
    expect(await stands()).toEqual({ status: "AWAITING_FEE", missingDocuments: [], nextStep: "PAY", certificates: 0 });
    await does("recordFeePayment", { amount: 3_500 });
    await roster.world.runJobs();
    expect(await stands()).toEqual(done);
  });

  test("only documents of a report can be required", async () => {
    const { world, staff } = roster;
    const input = {
      code: "NEW_TYPE",
      name: "New",
      minimumMinutes: null,
      maximumMinutes: null,
      position: 9,
      active: true,
    };
    expect(await world.refused(staff.token, save, { input: { ...input, requiredDocuments: ["AGENDA"] } })).toBe(
      "BAD_INPUT",
    );
    const added = await world.ok(staff.token, save, { input: { ...input, requiredDocuments: both } });
    expect(added.saveProgramType.documentRules).toEqual([{ startsOn: "0001-01-01", kinds: both }]);
  });
});
