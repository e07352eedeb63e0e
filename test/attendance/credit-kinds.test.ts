import { application, create, operations, programIn, step } from "../programs/applications.ts";
import { World } from "../support/world.ts";

// A conference of three kinds of credit: the default one, ethics inside it, and nursing contact hours beside it.

let world: World;
let provider: Awaited<ReturnType<World["provider"]>>;
let staff: Awaited<ReturnType<World["staff"]>>;
beforeAll(async () => {
  world = await World.start({ signInDays: 36_500 });
  world.setClock("2026-03-02T15:00:00Z");
  provider = await world.provider({ name: "Lakeside Sleep Center" });
  staff = await world.staff();
  await saveKind({ code: "ETHICS", name: "Ethics credit", unit: "Ethics", partOf: "CEC", position: 2 });
  await saveKind({
    code: "CNE",
    name: "Nursing contact hour",
    unit: "CNE",
    approvingBody: "Board of Nursing",
    position: 3,
  });
});
afterAll(() => world.stop());

const saveDocument = `mutation ($id: ID, $version: Int, $input: CreditKindInput!) {
  saveCreditKind(id: $id, version: $version, input: $input) { id version code name partOf { code } }
}`;

const kindInput = (changes: Record<string, unknown>) => ({
  ruleCode: "CONTACT_HOUR_60",
  startsOn: "2026-01-01",
  ...changes,
});

const saveKind = async (changes: Record<string, unknown>, of?: { id: string; version: number }) =>
  (await world.ok(staff.token, saveDocument, { ...of, input: kindInput(changes) })).saveCreditKind;

const refusalOf = async (token: string, document: string, variables: Record<string, unknown>) =>
  (await world.graphql(token, document, variables)).errors?.[0]?.extensions;

const threeKinds = [
  { kind: "ETHICS", credits: "0.50" },
  { kind: "CNE", credits: "1.25" },
];

const kindsDocument = `query ($id: ID!) { program(id: $id) { creditKinds {
  kind { code } requestedCredits credits approvalNumber } } }`;
const kindsOf = async (id: string) =>
  (await world.ok(staff.token, kindsDocument, { id })).program.creditKinds.map((each: { kind: { code: string } }) => ({
    ...each,
    kind: each.kind.code,
  }));

describe("kinds of credit", () => {
  test("are rows that staff add and change; the default one stays as it is", async () => {
    const { creditKinds } = await world.ok(provider.token, "{ creditKinds { code isDefault partOf { code } } }");
    expect(creditKinds).toEqual([
      { code: "CEC", isDefault: true, partOf: null },
      { code: "ETHICS", isDefault: false, partOf: { code: "CEC" } },
      { code: "CNE", isDefault: false, partOf: null },
    ]);
    const added = await saveKind({ code: "PHARM", name: "Pharmacology", unit: "Rx", partOf: "CNE", position: 4 });
    const changed = await saveKind(
      { code: "PHARM", name: "Pharmacology hour", unit: "Rx", partOf: "CNE", position: 4 },
      added,
    );
    expect(changed).toMatchObject({ version: 2, name: "Pharmacology hour", partOf: { code: "CNE" } });
    const [cec] = await world.sql("SELECT id, version FROM credit_kind WHERE is_default");
    const saved = (input: Record<string, unknown>, of: object = {}) =>
      refusalOf(staff.token, saveDocument, {
        ...of,
        input: kindInput({ name: "X", unit: "X", position: 9, ...input }),
      });
    expect(await saved({ code: "PHARM" })).toMatchObject({ code: "BAD_INPUT", field: "input.code" });
    expect(await saved({ code: "CREDITS" })).toMatchObject({ code: "BAD_INPUT", field: "input.code" });
    expect(await saved({ code: "CEC" }, cec)).toMatchObject({ code: "BAD_INPUT", field: "id" });
    expect(await saved({ code: "PHARM" }, added)).toMatchObject({ code: "STALE_VERSION" });
    expect(await saved({ code: "RX" }, changed)).toMatchObject({ code: "BAD_INPUT", field: "input.code" });
    expect(await saved({ code: "PHARM" }, changed)).toMatchObject({ code: "BAD_INPUT", field: "input.partOf" });
    expect(await saved({ code: "NEW", partOf: "PHARM" })).toMatchObject({ code: "BAD_INPUT", field: "input.partOf" });
    expect(await saved({ code: "NEW", ruleCode: "NONE" })).toMatchObject({
      code: "BAD_INPUT",
      field: "input.ruleCode",
    });
    expect(await saved({ code: "NEW", endsOn: "2025-12-31" })).toMatchObject({
      code: "BAD_INPUT",
      field: "endsOn",
    });
    expect(
      await refusalOf(provider.token, saveDocument, {
        input: kindInput({ code: "NEW", name: "X", unit: "X", position: 9 }),
      }),
    ).toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("an application", () => {
  test("asks for amounts per kind, and a copy asks for the same", async () => {
    const draft = await create(world, provider, { creditKinds: threeKinds });
    expect(await kindsOf(draft.id)).toEqual([
      { kind: "ETHICS", requestedCredits: "0.50", credits: null, approvalNumber: "" },
      { kind: "CNE", requestedCredits: "1.25", credits: null, approvalNumber: "" },
    ]);
    const input = await application(world, provider.id, { creditKinds: [threeKinds[1]] });
    const updated = await step(world, provider.token, "updateProgram", draft, { input });
    expect((await kindsOf(draft.id)).map(({ kind }: { kind: string }) => kind)).toEqual(["CNE"]);
    const [entry] = await world.sql(
      "SELECT before, after FROM audit_entry WHERE subject_id = $1 AND action = 'program.update'",
      [draft.id],
    );
    expect([entry.before.creditKinds, entry.after.creditKinds]).toEqual([threeKinds, [threeKinds[1]]]);
    const again = await step(world, provider.token, "updateProgram", updated, {
      input: await application(world, provider.id),
    });
    expect(await kindsOf(again.id)).toEqual([]);
    const approved = await programIn(world, { provider, staff }, "APPROVED", { creditKinds: threeKinds });
    const copy = await step(world, provider.token, "copyProgram", approved);
    expect(await kindsOf(copy.id)).toEqual([
      { kind: "ETHICS", requestedCredits: "0.50", credits: null, approvalNumber: "" },
      { kind: "CNE", requestedCredits: "1.25", credits: null, approvalNumber: "" },
    ]);
  });

  test.each([
    ["the default kind", [{ kind: "CEC", credits: "1.00" }], "creditKinds.0.kind"],
    ["a kind that there is not", [{ kind: "NONE", credits: "1.00" }], "creditKinds.0.kind"],
    ["a kind twice", [threeKinds[0], threeKinds[0]], "creditKinds.1.kind"],
    ["nothing of a kind", [{ kind: "CNE", credits: "0.00" }], "creditKinds.0.credits"],
  ])("cannot ask for %s", async (_what, creditKinds, field) => {
    const input = await application(world, provider.id, { creditKinds });
    const document = "mutation ($input: ProgramInput!) { createProgram(input: $input) { id } }";
    expect(await refusalOf(provider.token, document, { input })).toMatchObject({ code: "BAD_INPUT", field });
  });

  test.each([
    ["more of a part than of its whole", [{ kind: "ETHICS", credits: "2.00" }], {}],
    ["what is no whole step", [{ kind: "CNE", credits: "1.10" }], {}],
    ["more than its minutes earn", [{ kind: "CNE", credits: "1.75" }], {}],
    ["a kind that begins later", [{ kind: "CNE", credits: "1.00" }], { startsOn: "2025-04-10", endsOn: "2025-04-10" }],
  ])("is not handed in with %s", async (_what, creditKinds, days) => {
    const draft = await create(world, provider, {
      creditKinds,
      offerings: [
        {
          startsOn: "2026-04-10",
          endsOn: "2026-04-10",
          timeZone: "America/Chicago",
          format: "IN_PERSON",
          place: "Chicago",
          ...days,
        },
      ],
    });
    const refusal = await refusalOf(provider.token, operations.submitProgram, { id: draft.id, version: draft.version });
    expect(refusal?.code).toBe("INCOMPLETE_APPLICATION");
    expect(((refusal?.problems ?? []) as { field: string }[]).map(({ field }) => field)).toContain(
      "creditKinds.0.credits",
    );
  });
});

describe("staff", () => {
  const approve = (program: { id: string; version: number }, variables: Record<string, unknown>) =>
    refusalOf(staff.token, operations.approveProgram, { ...program, credits: "1.50", ...variables });

  test("approve what was requested, or with a reason something else, with the approving body's number", async () => {
    const program = await programIn(world, { provider, staff }, "IN_REVIEW", { creditKinds: threeKinds });
    const other = [{ kind: "CNE", credits: "1.00", approvalNumber: "N-77" }];
    expect(await approve(program, { creditKinds: other })).toMatchObject({ code: "REASON_REQUIRED" });
    expect(await approve(program, { reason: "So.", creditKinds: [{ kind: "ETHICS", credits: "1.75" }] })).toMatchObject(
      {
        code: "CREDITS_ABOVE_MAXIMUM",
      },
    );
    expect(await approve(program, { reason: "So.", creditKinds: [{ kind: "CNE", credits: "1.10" }] })).toMatchObject({
      code: "CREDITS_NOT_WHOLE_STEPS",
    });
    expect(await approve(program, { creditKinds: [{ kind: "PHARM", credits: "1.00" }] })).toMatchObject({
      code: "BAD_INPUT",
    });
    const approved = await step(world, staff.token, "approveProgram", program, { reason: "So.", creditKinds: other });
    expect(await kindsOf(program.id)).toEqual([
      { kind: "ETHICS", requestedCredits: "0.50", credits: "0.50", approvalNumber: "" },
      { kind: "CNE", requestedCredits: "1.25", credits: "1.00", approvalNumber: "N-77" },
    ]);
    // A whole that shrinks takes its part along, or is refused.
    expect(
      await refusalOf(staff.token, operations.correctCredits, {
        id: program.id,
        version: approved.version,
        credits: "0.25",
        reason: "Less.",
      }),
    ).toMatchObject({ code: "CREDITS_ABOVE_MAXIMUM" });
    await step(world, staff.token, "correctCredits", approved, {
      credits: "0.25",
      reason: "Less.",
      creditKinds: [{ kind: "ETHICS", credits: "0.25" }],
    });
    const [entry] = await world.sql(
      "SELECT after FROM audit_entry WHERE subject_id = $1 AND action = 'program.correct-credits'",
      [program.id],
    );
    expect(entry.after.creditKinds).toContainEqual({ kind: "ETHICS", credits: "0.25", approvalNumber: "" });
  });

  test("cannot make a part larger than its whole, not even past the operations", async () => {
    const program = await programIn(world, { provider, staff }, "APPROVED", { creditKinds: threeKinds });
    await expect(world.sql("UPDATE program SET credits = 0.25 WHERE id = $1", [program.id])).rejects.toThrow(
      "of the whole",
    );
    await expect(
      world.sql(
        "UPDATE program_credit_kind SET credits = 9 WHERE program_id = $1 AND kind_id = (SELECT id FROM credit_kind WHERE code = 'ETHICS')",
        [program.id],
      ),
    ).rejects.toThrow("of the whole");
  });
});
