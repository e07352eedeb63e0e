import fc from "fast-check";
import { readPdf } from "../certificates/pdf-reader.ts";
import { application, create, offering, operations, programIn, step } from "../programs/applications.ts";
import { World } from "../support/world.ts";
import { csv, enterDocument, uploadDocument } from "./roster-world.ts";

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
    expect(await saved({ code: "PHA_RM" })).toMatchObject({ code: "BAD_INPUT", field: "input.code" });
    expect(await saved({ code: "CEC" }, cec)).toMatchObject({ code: "BAD_INPUT", field: "id" });
    expect(await saved({ code: "PHARM" }, added)).toMatchObject({ code: "STALE_VERSION" });
    expect(await saved({ code: "RX" }, changed)).toMatchObject({ code: "BAD_INPUT", field: "input.code" });
    expect(await saved({ code: "PHARM" }, changed)).toMatchObject({ code: "BAD_INPUT", field: "input.partOf" });
    expect(await saved({ code: "NEW", partOf: "PHARM" })).toMatchObject({ code: "BAD_INPUT", field: "input.partOf" });
    expect(await saved({ code: "NEW", ruleCode: "NONE" })).toMatchObject({
      code: "BAD_INPUT",
      field: "input.ruleCode",
    });
    const later = { code: "LATER", name: "Later", unit: "L", startsOn: "2026-06-01", minutesPerUnit: 60, step: "0.25" };
    await world.ok(staff.token, "mutation ($input: CreditRuleInput!) { addCreditRule(input: $input) { id } }", {
      input: { ...later, rounding: "DOWN", minimumMinutes: 0, minimumCredits: "0.00", firstUnitWhole: false },
    });
    expect(await saved({ code: "NEW", ruleCode: "LATER" })).toMatchObject({
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

describe("attendance", () => {
  const heading = ["Program ID", "Member ID", "First Name", "Last Name", "Completion Date", "CECs"];
  const held = { startsOn: "2026-02-10", endsOn: "2026-02-10", timeZone: "America/Chicago" };
  let program: Awaited<ReturnType<typeof programIn>>;
  let ada: Awaited<ReturnType<World["member"]>>;
  let ben: typeof ada;
  beforeAll(async () => {
    world.setClock("2026-01-12T15:00:00Z");
    program = await programIn(world, { provider, staff }, "IN_REVIEW", {
      creditKinds: threeKinds,
      offerings: [offering(held)],
    });
    program = await step(world, staff.token, "approveProgram", program, {
      creditKinds: [{ kind: "CNE", credits: "1.25", approvalNumber: "N-77" }],
    });
    world.setClock("2026-03-02T15:00:00Z");
    ada = await world.member({ firstName: "Ada", lastName: "Byron", email: "ada@example.test" });
    ben = await world.member({ firstName: "Ben", lastName: "Young", email: "ben@example.test" });
  });

  type Row = [person: typeof ada, cecs: string, ethics: string, cne: string];
  const roster = (rows: Row[], kinds = ["ETHICS", "cne"]) =>
    csv(
      rows.map(([person, ...amounts]) => [
        program.number ?? "",
        person.memberNumber,
        person.firstName ?? "",
        person.lastName ?? "",
        "2/10/2026",
        ...amounts,
      ]),
      [...heading, ...kinds],
    );
  const send = async (file: string, preview = false) =>
    (await world.upload(provider.token, uploadDocument, { providerId: provider.id, preview }, file)).data
      .uploadAttendance;
  const onRecord = () =>
    world.sql(
      `SELECT m.member_number AS member, r.credits::text AS credits, (SELECT jsonb_object_agg(k.code, x.credits::text)
         FROM attendance_credit x JOIN credit_kind k ON k.id = x.kind_id WHERE x.record_id = r.id) AS kinds
       FROM attendance_record r JOIN member m ON m.id = r.member_id WHERE r.reversed_at IS NULL ORDER BY 1`,
    );

  test("is refused where a kind is not approved, above its maximum, no whole step, or more than its whole", async () => {
    const of = async (row: Row, kinds?: string[]) =>
      (await send(roster([row], kinds), true)).errors.nodes.map(({ column, code, message }: Record<string, string>) => [
        column,
        code,
        message,
      ]);
    expect(await of([ada, "1.50", "0.75", "1.50"])).toEqual([
      ["ETHICS", "CREDITS_ABOVE_MAXIMUM", expect.stringContaining("0.50 Ethics")],
      ["cne", "CREDITS_ABOVE_MAXIMUM", expect.stringContaining("1.25 CNE")],
    ]);
    expect(await of([ada, "0.25", "0.50", ""])).toEqual([
      ["ETHICS", "PART_ABOVE_WHOLE", expect.stringContaining("Ethics credit is part of Continuing education credit")],
    ]);
    expect(await of([ada, "1.00", "0.30", ""])).toEqual([["ETHICS", "CREDITS_NOT_WHOLE_STEPS", expect.any(String)]]);
    expect(await of([ada, "1.00", "", "a"])).toEqual([["cne", "INVALID_CREDITS", expect.any(String)]]);
    expect(await of([ada, "1.00", "0.25", "1"], ["Ethics credit", "Rx"])).toEqual([
      ["Rx", "KIND_NOT_APPROVED", expect.stringContaining("Pharmacology hour")],
    ]);
    expect((await send(roster([[ada, "1.00", "0", ""]]), true)).status).toBe("PREVIEWED");
  });

  test("records each kind, and certificate and transcript say them, line by line", async () => {
    const upload = await send(
      roster([
        [ada, "1.50", "0.50", "1.25"],
        [ben, "1.00", "", ""],
      ]),
    );
    expect(upload).toMatchObject({ status: "PROCESSED", recordedRows: 2 });
    expect(await onRecord()).toEqual([
      { member: ada.memberNumber, credits: "1.50", kinds: { ETHICS: "0.50", CNE: "1.25" } },
      { member: ben.memberNumber, credits: "1.00", kinds: null },
    ]);
    await world.runJobs();
    const { certificates } = await world.ok(
      staff.token,
      "{ certificates { nodes { id memberNumber credits kinds { name unit credits isPart approvingBody approvalNumber } } } }",
    );
    const [of] = certificates.nodes.filter((each: { memberNumber: string }) => each.memberNumber === ada.memberNumber);
    expect(of.kinds).toEqual([
      { name: "Ethics credit", unit: "Ethics", credits: "0.50", isPart: true, approvingBody: "", approvalNumber: "" },
      {
        name: "Nursing contact hour",
        unit: "CNE",
        credits: "1.25",
        isPart: false,
        approvingBody: "Board of Nursing",
        approvalNumber: "N-77",
      },
    ]);
    const pdf = await world.fetch(`/certificates/${of.id}.pdf`, { token: staff.token });
    const said = JSON.stringify(await readPdf(Buffer.from(await pdf.arrayBuffer())));
    expect(said).toContain("including 0.50 Ethics (Ethics credit)");
    expect(said).toContain("and 1.25 CNE (Nursing contact hour, approved by Board of Nursing, approval number N-77)");
    const { transcript } = await world.ok(
      staff.token,
      `query ($memberId: ID!) { transcript(memberId: $memberId) { lines { credits kinds { name credits } } totals { creditUnit credits }
        kindTotals { name unit credits isPart } } }`,
      { memberId: ada.id },
    );
    expect(transcript).toEqual({
      lines: [
        {
          credits: "1.50",
          kinds: [
            { name: "Ethics credit", credits: "0.50" },
            { name: "Nursing contact hour", credits: "1.25" },
          ],
        },
      ],
      totals: [{ creditUnit: "CEC", credits: "1.50" }],
      kindTotals: [
        { name: "Ethics credit", unit: "Ethics", credits: "0.50", isPart: true },
        { name: "Nursing contact hour", unit: "CNE", credits: "1.25", isPart: false },
      ],
    });
    const { members } = await world.ok(
      staff.token,
      `query ($number: String!) { members(filter: { memberNumber: $number }) { nodes {
        creditsByYear { year credits kinds { unit credits isPart } } } } }`,
      { number: ada.memberNumber },
    );
    expect(members.nodes[0].creditsByYear).toEqual([
      {
        year: 2026,
        credits: "1.50",
        kinds: [
          { unit: "Ethics", credits: "0.50", isPart: true },
          { unit: "CNE", credits: "1.25", isPart: false },
        ],
      },
    ]);
    const printed = await world.fetch(`/transcript.pdf?memberId=${ada.id}`, { token: staff.token });
    const text = JSON.stringify(await readPdf(Buffer.from(await printed.arrayBuffer())));
    expect(text).toContain("Total of Nursing contact hour");
  });

  test("is corrected by its kinds alone, and a correction that changes none is none", async () => {
    const [{ id }] = await world.sql("SELECT id FROM attendance_upload WHERE status = 'PROCESSED'");
    const amend = async (rows: Row[]) =>
      world.upload(
        staff.token,
        `mutation ($id: ID!, $file: Upload!) { amendAttendanceUpload(id: $id, file: $file, reason: "Wrong.", preview: false) {
          status changedRows addedRows removedRows
          changes { nodes { kindsBefore { kind { code } credits } kindsAfter { kind { code } credits } } } } }`,
        { id },
        roster(rows),
      );
    const same = await amend([
      [ada, "1.50", "0.50", "1.25"],
      [ben, "1.00", "", "0"],
    ]);
    expect(same.errors[0]?.extensions.code).toBe("NOTHING_CHANGED");
    const { data } = await amend([
      [ada, "1.50", "0.25", "1.25"],
      [ben, "1.00", "", ""],
    ]);
    const cne = { kind: { code: "CNE" }, credits: "1.25" };
    expect(data.amendAttendanceUpload).toEqual({
      ...{ status: "PROCESSED", changedRows: 1, addedRows: 0, removedRows: 0 },
      changes: {
        nodes: [
          {
            kindsBefore: [{ kind: { code: "ETHICS" }, credits: "0.50" }, cne],
            kindsAfter: [{ kind: { code: "ETHICS" }, credits: "0.25" }, cne],
          },
        ],
      },
    });
    expect((await onRecord())[0]?.kinds).toEqual({ ETHICS: "0.25", CNE: "1.25" });
    await world.runJobs();
  });

  test("follows an approval that is corrected: the certificate says no more than that, and nothing of what is approved no more", async () => {
    const approve = async (...creditKinds: { kind: string; credits: string }[]) => {
      const [{ version }] = await world.sql("SELECT version FROM program WHERE id = $1", [program.id]);
      const changes = { credits: "1.50", reason: "Counted again.", creditKinds };
      await step(world, staff.token, "correctCredits", { ...program, version }, changes);
    };
    const corrected = async (cne: string) => {
      await approve({ kind: "CNE", credits: cne });
      await world.ok(
        staff.token,
        'mutation ($programId: ID!) { correctCertificates(programId: $programId, reason: "Corrected.") }',
        { programId: program.id },
      );
      await world.runJobs();
      return world.sql(
        `SELECT x.unit, x.credits::text AS credits FROM certificate c JOIN certificate_credit x ON x.certificate_id = c.id
         WHERE c.status = 'ISSUED' ORDER BY x.position`,
      );
    };
    const ethics = { unit: "Ethics", credits: "0.25" };
    expect(await corrected("1.00")).toEqual([ethics, { unit: "CNE", credits: "1.00" }]);
    expect((await onRecord())[0]?.kinds).toEqual({ ETHICS: "0.25", CNE: "1.00" });
    expect(await corrected("0.00")).toEqual([ethics]);
    expect((await onRecord())[0]?.kinds).toEqual({ ETHICS: "0.25" });
    await approve({ kind: "CNE", credits: "1.00" });
  });

  test("is entered one at a time by the same rules", async () => {
    const cleo = await world.member({ firstName: "Cleo", lastName: "Park", email: "cleo@example.test" });
    const enter = (creditKinds: object[]) =>
      world.graphql(
        provider.token,
        "mutation ($input: EnterAttendanceInput!) { enterAttendance(input: $input) { id } }",
        {
          input: {
            programNumber: program.number,
            memberNumber: cleo.memberNumber,
            firstName: "Cleo",
            lastName: "Park",
            completionDate: "2026-02-10",
            credits: "1.00",
            creditKinds,
          },
        },
      );
    const refused = async (creditKinds: object[]) => (await enter(creditKinds)).errors[0]?.extensions;
    expect(await refused([{ kind: "CNE", credits: "1.25" }])).toMatchObject({
      code: "CREDITS_ABOVE_MAXIMUM",
      field: "creditKinds.0.credits",
    });
    expect(await refused([{ kind: "CNE", credits: "0.00" }])).toMatchObject({ code: "CREDITS_NOT_POSITIVE" });
    expect(await refused([{ kind: "PHARM", credits: "1.00" }])).toMatchObject({ code: "KIND_NOT_APPROVED" });
    expect(await refused([{ kind: "NONE", credits: "1.00" }])).toMatchObject({ code: "BAD_INPUT" });
    expect((await enter([{ kind: "CNE", credits: "1.00" }])).errors).toEqual([]);
    expect((await onRecord()).at(-1)).toMatchObject({ credits: "1.00", kinds: { CNE: "1.00" } });
  });

  test("cannot be recorded above what is approved, nor altered, past the operations", async () => {
    const [{ id }] = await world.sql("SELECT id FROM attendance_record WHERE member_id = $1 AND reversed_at IS NULL", [
      ben.id,
    ]);
    const put = (code: string, credits: string) =>
      world.sql("INSERT INTO attendance_credit SELECT $1, id, $3 FROM credit_kind WHERE code = $2", [
        id,
        code,
        credits,
      ]);
    await expect(put("CNE", "1.25")).rejects.toThrow("no more is awarded");
    await expect(put("PHARM", "0.25")).rejects.toThrow("no more is awarded");
    await expect(put("ETHICS", "1.25")).rejects.toThrow("no more is awarded");
    await expect(world.sql("UPDATE attendance_credit SET credits = 0.25")).rejects.toThrow("not altered");
  });
});

describe("rows as JSON", () => {
  const held = { startsOn: "2026-02-12", endsOn: "2026-02-12", timeZone: "America/Chicago" };
  const fields = ["programNumber", "memberNumber", "firstName", "lastName", "completionDate", "credits", "offering"];
  const headings = ["Program ID", "Member ID", "First Name", "Last Name", "Completion Date", "CECs", "Offering"];
  let number: string;
  let key: string;
  let people: Awaited<ReturnType<World["member"]>>[];

  beforeAll(async () => {
    world.setClock("2026-01-12T15:00:00Z");
    const sent = await programIn(world, { provider, staff }, "IN_REVIEW", {
      creditKinds: threeKinds,
      offerings: [offering({ ...held, place: "Chicago" }), offering({ ...held, place: "Oslo" })],
    });
    const approved = await step(world, staff.token, "approveProgram", sent, {
      creditKinds: [{ kind: "CNE", credits: "1.25", approvalNumber: "N-78" }],
    });
    number = approved.number ?? "";
    world.setClock("2026-03-02T15:00:00Z");
    people = [
      await world.member({ firstName: "Zoë, “Zed”", lastName: "Ångström", email: "zoe@example.test" }),
      await world.member({ firstName: "Cher", lastName: "", email: "cher@example.test" }),
    ];
    const made = await world.ok(
      provider.token,
      `mutation ($p: ID!) { createApiKey(name: "LMS", scopes: [ATTENDANCE_WRITE], providerId: $p) { key } }`,
      { p: provider.id },
    );
    key = made.createApiKey.key;
  });

  type Entry = Record<string, string>;
  const entry = (person: (typeof people)[number], changes: Entry = {}): Entry => ({
    programNumber: number,
    memberNumber: person.memberNumber,
    firstName: person.firstName ?? "",
    lastName: person.lastName ?? "",
    completionDate: "2026-02-12",
    credits: "1.5",
    offering: "Oslo",
    ETHICS: "",
    CNE: "",
    ...changes,
  });
  const kinds = ["ETHICS", "CNE"];
  const enter = async (
    entries: readonly Entry[],
    { preview = false, clientReference = null as string | null } = {},
  ) => {
    const rows = entries.map((row) => ({
      ...Object.fromEntries(fields.map((field) => [field, row[field]])),
      creditKinds: kinds.map((kind) => ({ kind, credits: row[kind] })),
    }));
    return (await world.ok(key, enterDocument, { rows, preview, clientReference })).enterAttendances;
  };
  const quoted = (text: string | undefined) => `"${(text ?? "").replaceAll('"', '""')}"`;
  const asFile = (entries: readonly Entry[]) =>
    csv(
      entries.map((row) => [...fields, ...kinds].map((column) => quoted(row[column]))),
      [...headings, ...kinds],
    );
  const sendFile = async (entries: readonly Entry[], preview: boolean) =>
    (await world.upload(key, uploadDocument, { providerId: provider.id, preview }, asFile(entries))).data
      .uploadAttendance;

  /** What a roster says, with its columns under the names of the file. */
  const told = ({ status, rowCount, errorCount, errors }: Awaited<ReturnType<typeof enter>>) => ({
    ...{ status, rowCount, errorCount, total: errors.totalCount },
    errors: errors.nodes.map(({ column, message, ...finding }: Record<string, string>) => {
      const heading = headings[fields.indexOf(column ?? "")] ?? column;
      return { ...finding, column: heading, message: message?.replace(column ?? "", heading ?? "") };
    }),
  });
  const onRecord = () =>
    world.sql(
      `SELECT m.member_number AS member, r.completed_on::text AS day, r.credits::text AS credits, o.place AS place, r.source, r.line,
         (SELECT jsonb_object_agg(k.code, x.credits::text) FROM attendance_credit x JOIN credit_kind k ON k.id = x.kind_id
          WHERE x.record_id = r.id) AS kinds
       FROM attendance_record r JOIN member m ON m.id = r.member_id JOIN offering o ON o.id = r.offering_id
         JOIN program p ON p.id = r.program_id
       WHERE p.number = $1 AND r.reversed_at IS NULL ORDER BY 1`,
      [number],
    );

  test("are found to be what the same rows are in a file, whatever stands in them", async () => {
    const cell = {
      programNumber: fc.constantFrom(number, number.toLowerCase(), "A26999", ""),
      memberNumber: fc.constantFrom("1e5", "999999", " zoe@example.test", '="100100"', ""),
      firstName: fc.constantFrom("#N/A", "x".repeat(300), "", "\u0007"),
      completionDate: fc.constantFrom("2/12/2026", "13/2/2026", "2026-02-30", "2026-02-13", "2027-01-01", ""),
      credits: fc.constantFrom("1", "1,5", "0", "-1", "99", "0.3", "many", ""),
      offering: fc.constantFrom("Chicago", "Rome", ""),
      ETHICS: fc.constantFrom("0.25", "0.75", "0", "x"),
      CNE: fc.constantFrom("1.25", "2", "0,5"),
    };
    const row = fc
      .tuple(fc.constantFrom(...people), fc.record(cell, { requiredKeys: [] }))
      .map(([person, changes]) => entry(person, changes as Entry));
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 0, maxLength: 5 }), async (entries) => {
        const [json, file] = [await enter(entries, { preview: true }), await sendFile(entries, true)];
        expect(told(json)).toEqual(told(file));
        for (const { code } of json.errors.nodes) seen.add(code);
      }),
      { numRuns: 25, seed: 14, endOnFailure: true },
    );
    expect(seen.size).toBeGreaterThan(8);
  });

  test("are recorded as a file is, found again by their reference, known when they come twice, and taken back", async () => {
    const rows = [entry(people[0]!, { ETHICS: "0.5", CNE: "1.25" }), entry(people[1]!, { offering: "Chicago" })];
    const wrong = await enter([rows[0]!, { ...rows[1]!, credits: "99" }]);
    expect(wrong).toMatchObject({
      status: "REJECTED",
      fileName: "rows.json",
      errors: { nodes: [{ line: 3, column: "credits", value: "99", code: "CREDITS_ABOVE_MAXIMUM" }] },
    });
    expect(await enter(rows, { preview: true })).toMatchObject({ status: "PREVIEWED", recordedRows: 0 });
    expect(await onRecord()).toEqual([]);

    const sent = await enter(rows, { clientReference: " course 17 " });
    expect(sent).toMatchObject({ status: "PROCESSED", recordedRows: 2, message: "Record was successfully processed" });
    const asJson = await onRecord();
    const common = { day: "2026-02-12", credits: "1.50", source: "UPLOAD" };
    expect(asJson).toEqual([
      { ...common, member: people[0]?.memberNumber, place: "Oslo", line: 2, kinds: { ETHICS: "0.50", CNE: "1.25" } },
      { ...common, member: people[1]?.memberNumber, place: "Chicago", line: 3, kinds: null },
    ]);
    const find = `{ attendanceUploads(filter: { clientReference: "course 17" }) { nodes { id clientReference } } }`;
    const { attendanceUploads } = await world.ok(key, find);
    expect(attendanceUploads.nodes).toEqual([{ id: sent.id, clientReference: "course 17" }]);
    expect(await enter(rows)).toMatchObject({ status: "REJECTED", sameAs: { id: sent.id } });

    const undo = `mutation ($id: ID!) { undoAttendanceUpload(id: $id, reason: "Wrong course.") { status } }`;
    await world.ok(key, undo, { id: sent.id });
    expect(await onRecord()).toEqual([]);
    expect((await sendFile(rows, false)).status).toBe("PROCESSED");
    expect(await onRecord()).toEqual(asJson);
    await world.runJobs();
  });

  test("are refused where they are more than a thousand, or name a kind twice, or come under a reference of two lines", async () => {
    const send = async (variables: Record<string, unknown>) =>
      (await world.graphql(key, enterDocument, variables)).errors?.[0]?.extensions;
    const { ETHICS: _, CNE: __, ...row } = entry(people[0]!);
    expect(await send({ rows: Array(1_001).fill(row) })).toMatchObject({ code: "BAD_INPUT", field: "rows" });
    const twice = [1, 2].map(() => ({ kind: "CNE", credits: "1" }));
    expect(await send({ rows: [row, { ...row, creditKinds: twice }] })).toMatchObject({
      code: "BAD_INPUT",
      field: "rows.1.creditKinds.1.kind",
    });
    expect(await send({ rows: [row], clientReference: "a\nb" })).toMatchObject({
      code: "BAD_INPUT",
      field: "clientReference",
    });
  });
});
