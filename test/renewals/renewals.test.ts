import { StaffRole } from "../../server/core/staff-roles.ts";
import { MailKind } from "../../server/mail/mail.entity.ts";
import { printRenewalProof } from "../../server/renewals/print-renewal-proof.ts";
import type { Renewal } from "../../server/renewals/renewal.queries.ts";
import { enterDocument, entryOf } from "../attendance/roster-world.ts";
import { readPdf, type StructureNode } from "../certificates/pdf-reader.ts";
import { offering, programIn, step } from "../programs/applications.ts";
import { World } from "../support/world.ts";

let world: World;
let provider: Awaited<ReturnType<World["provider"]>>;
let staff: Awaited<ReturnType<World["staff"]>>;
let ada: { id: string; memberNumber: string; token: string };

const saveDocument = `mutation ($id: ID, $version: Int, $input: RenewalRequirementInput!) {
  saveRenewalRequirement(id: $id, version: $version, input: $input) {
    id version code total kind { code } licenceKindId parts { kind { code } minimum maximum } } }`;

const brpt = {
  code: "BRPT",
  name: "Registered Polysomnographic Technologist",
  body: "Board of Registered Polysomnographic Technologists",
  sourceUrl: "https://www.brpt.org/recertify/",
  startsOn: "2010-01-01",
  total: "3.00",
  creditUnit: "cec",
  months: 60,
  opensDays: 180,
  lateDays: 90,
};
const save = async (changes: Record<string, unknown>, of: object = {}) =>
  (await world.ok(staff.token, saveDocument, { ...of, input: { ...brpt, ...changes } })).saveRenewalRequirement;
const refusal = async (changes: Record<string, unknown>, of: object = {}, token = staff.token) =>
  (await world.graphql(token, saveDocument, { ...of, input: { ...brpt, ...changes } })).errors[0]?.extensions;

const renewalDocument = `query ($code: String!, $endsOn: LocalDate!, $on: LocalDate, $memberId: ID, $memberNumber: String) {
  renewal(code: $code, endsOn: $endsOn, on: $on, memberId: $memberId, memberNumber: $memberNumber) {
    requirement { startsOn } memberNumber from to on opensOn lateUntil state isEnough
    parts { kind { code } minimum maximum earned counted missing }
    lines { counted leftOut { kind { code } credits } line { completedOn title credits issuedElsewhereBy } } } }`;
const renewal = async (variables: Record<string, unknown>, token = ada.token) =>
  (await world.ok(token, renewalDocument, { code: "BRPT", endsOn: "2026-12-31", ...variables })).renewal;

async function attended(on: string, ethics: string): Promise<void> {
  const program = await programIn(world, { provider, staff }, "IN_REVIEW", {
    name: `Lecture of ${on}`,
    creditKinds: [{ kind: "ETHICS", credits: "1.00" }],
    offerings: [offering({ startsOn: on, endsOn: on })],
  });
  const approved = await step(world, staff.token, "approveProgram", program, {
    creditKinds: [{ kind: "ETHICS", credits: "1.00" }],
  });
  const row = entryOf([approved.number ?? "", ada.memberNumber, "Ada", "Byron", on, "1.50"]);
  world.setClock(`${on}T23:59:00-12:00`);
  const { enterAttendances } = await world.ok(provider.token, enterDocument, {
    providerId: provider.id,
    rows: [{ ...row, creditKinds: [{ kind: "ETHICS", credits: ethics }] }],
  });
  expect(enterAttendances).toMatchObject({ recordedRows: 1, errors: { nodes: [] } });
}

beforeAll(async () => {
  world = await World.start({ signInDays: 36_500 });
  world.setClock("2026-01-12T15:00:00Z");
  provider = await world.provider({ name: "Lakeside Sleep Center" });
  staff = await world.staff();
  const member = await world.member({ firstName: "Ada", lastName: "Byron", email: "ada@example.test" });
  ada = { ...member, token: await world.signIn("ada@example.test") };
  await world.ok(staff.token, "mutation ($input: CreditKindInput!) { saveCreditKind(input: $input) { id } }", {
    input: {
      code: "ETHICS",
      name: "Ethics",
      unit: "Ethics",
      partOf: "CEC",
      ruleCode: "CONTACT_HOUR_60",
      startsOn: "2026-01-01",
      position: 2,
    },
  });
  await attended("2026-02-10", "1.00");
  world.setClock("2026-02-12T15:00:00Z");
  await attended("2026-04-10", "0.50");
  world.setClock("2026-06-01T15:00:00Z");
  await world.sql(
    `INSERT INTO outside_certificate (number, code, member_id, recipient_name, program_number, title, provider_name, issuer, completed_on, credits, credit_unit, status, created_at)
     SELECT 'OLD-1', 'OLDCODE1', $1, 'Ada Byron', '', 'An Old Course', 'Another House', 'The Old Accreditor', '2022-01-01', 0.25, 'CEC', 'ISSUED', now()`,
    [ada.id],
  );
});
afterAll(() => world.stop());

describe("what boards want", () => {
  test("is written by administrators, and read by whoever is signed in", async () => {
    const [kind] = await world.sql(
      `INSERT INTO licence_kind (code, name, asks_jurisdiction, asks_profession, asks_expiry, is_unique, sensitive, on_rosters)
       VALUES ('RPSGT', 'RPSGT', false, false, true, true, false, false) RETURNING id`,
    );
    const added = await save({
      licenceKindId: kind.id,
      parts: [{ kind: "ETHICS", minimum: "1.00", maximum: "1.25" }],
    });
    expect(added).toMatchObject({
      version: 1,
      kind: null,
      licenceKindId: kind.id,
      parts: [{ kind: { code: "ETHICS" }, minimum: "1.00", maximum: "1.25" }],
    });
    expect((await world.ok(ada.token, "{ renewalRequirements { code months } }")).renewalRequirements).toEqual([
      { code: "BRPT", months: 60 },
    ]);
    const registrar = await world.staff(StaffRole.REGISTRAR);
    for (const token of [ada.token, provider.token, registrar.token])
      expect(await refusal({ startsOn: "2011-01-01" }, {}, token)).toMatchObject({ code: "FORBIDDEN" });
  });

  test.each([
    [{ total: "0.00", startsOn: "2011-01-01" }, "BAD_INPUT", "input.total"],
    [{}, "BAD_INPUT", "input.startsOn"],
    [{ startsOn: "2011-01-01", parts: [{ kind: "ETHICS" }] }, "BAD_INPUT", "input.parts.0"],
    [{ startsOn: "2011-01-01", parts: [{ kind: "ETHICS", minimum: "0.00" }] }, "BAD_INPUT", "input.parts.0.minimum"],
    [
      { startsOn: "2011-01-01", parts: [{ kind: "ETHICS", minimum: "2.00", maximum: "1.00" }] },
      "BAD_INPUT",
      "input.parts.0.minimum",
    ],
    [{ startsOn: "2011-01-01", parts: [{ kind: "NONE", minimum: "1.00" }] }, "BAD_INPUT", "input.parts.0.kind"],
    [{ startsOn: "2011-01-01", parts: [{ kind: "CEC", minimum: "1.00" }] }, "BAD_INPUT", "input.parts.0.kind"],
    [
      {
        startsOn: "2011-01-01",
        parts: [
          { kind: "ETHICS", minimum: "1.00" },
          { kind: "ETHICS", maximum: "1.00" },
        ],
      },
      "BAD_INPUT",
      "input.parts.1.kind",
    ],
    [{ startsOn: "2011-01-01", kind: "NONE" }, "BAD_INPUT", "input.kind"],
    [{ startsOn: "2011-01-01", licenceKindId: "x" }, "BAD_INPUT", "input.licenceKindId"],
    [{ startsOn: "2011-01-01", months: 0 }, "BAD_INPUT", "months"],
    [{ startsOn: "2011-01-01", sourceUrl: "javascript:alert(1)" }, "BAD_INPUT", "sourceUrl"],
  ])("is refused as %j", async (changes, code, field) => {
    expect(await refusal(changes)).toMatchObject({ code, field });
    expect(await world.sql("SELECT count(*)::int AS rows FROM renewal_requirement")).toEqual([{ rows: 1 }]);
  });

  test("changes as a whole, once for each version that was read, and keeps its code", async () => {
    const added = await save({
      code: "CASC",
      total: "30.00",
      months: 36,
      parts: [{ kind: "ETHICS", minimum: "6.00" }],
    });
    const changed = await save({ code: "CASC", total: "31.00", months: 36 }, added);
    expect(changed).toMatchObject({ version: 2, total: "31.00", parts: [] });
    expect(await refusal({ code: "CASC" }, added)).toMatchObject({ code: "STALE_VERSION" });
    expect(await refusal({ code: "OTHER" }, changed)).toMatchObject({ code: "BAD_INPUT", field: "input.code" });
    expect(await refusal({}, { id: ada.id, version: 1 })).toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a renewal", () => {
  test("says line by line what counts and what is missing, as of a day", async () => {
    expect(await renewal({})).toEqual({
      requirement: { startsOn: "2010-01-01" },
      memberNumber: ada.memberNumber,
      from: "2022-01-01",
      to: "2026-12-31",
      on: "2026-06-01",
      opensOn: "2026-07-04",
      lateUntil: "2027-03-31",
      state: "TOO_EARLY",
      isEnough: true,
      parts: [
        { kind: null, minimum: "3.00", maximum: null, earned: "3.25", counted: "3.00", missing: "0.00" },
        {
          kind: { code: "ETHICS" },
          minimum: "1.00",
          maximum: "1.25",
          earned: "1.50",
          counted: "1.25",
          missing: "0.00",
        },
      ],
      lines: [
        {
          counted: "0.25",
          leftOut: [],
          line: {
            completedOn: "2022-01-01",
            title: "An Old Course",
            credits: "0.25",
            issuedElsewhereBy: "The Old Accreditor",
          },
        },
        {
          counted: "1.50",
          leftOut: [],
          line: { completedOn: "2026-02-10", title: "Lecture of 2026-02-10", credits: "1.50", issuedElsewhereBy: null },
        },
        {
          counted: "1.25",
          leftOut: [{ kind: { code: "ETHICS" }, credits: "0.25" }],
          line: { completedOn: "2026-04-10", title: "Lecture of 2026-04-10", credits: "1.50", issuedElsewhereBy: null },
        },
      ],
    });
    expect(await renewal({ on: "2026-04-09" })).toMatchObject({ isEnough: false, parts: [{ missing: "1.25" }, {}] });
    expect(await renewal({ endsOn: "2027-01-01" })).toMatchObject({
      from: "2022-01-02",
      isEnough: false,
      parts: [{ earned: "3.00", counted: "2.75", missing: "0.25" }, {}],
    });
  });

  test("goes by the row that is in force on the cycle's last day", async () => {
    await save({ startsOn: "2027-01-01", total: "60.00" });
    expect(await renewal({})).toMatchObject({ requirement: { startsOn: "2010-01-01" } });
    expect(await renewal({ endsOn: "2027-01-01" })).toMatchObject({
      requirement: { startsOn: "2027-01-01" },
      parts: [{ minimum: "60.00" }],
    });
    expect(await world.refused(ada.token, renewalDocument, { code: "BRPT", endsOn: "2009-12-31" })).toBe("NOT_FOUND");
    expect(await world.refused(ada.token, renewalDocument, { code: "BRPT", endsOn: "9999-12-31" })).toBe("BAD_INPUT");
  });

  test("is the member's and staff's; for everybody else there is no such member", async () => {
    const other = await world.member({ firstName: "Ben", lastName: "Young", email: "ben@example.test" });
    const ben = await world.signIn("ben@example.test");
    const asked = { code: "BRPT", endsOn: "2026-12-31" };
    expect(await renewal({ memberNumber: ada.memberNumber }, staff.token)).toMatchObject({
      memberNumber: ada.memberNumber,
    });
    expect(await renewal({}, ben)).toMatchObject({ memberNumber: other.memberNumber, lines: [], isEnough: false });
    for (const token of [ben, provider.token])
      for (const whose of [{ memberId: ada.id }, { memberNumber: ada.memberNumber }])
        expect(await world.refused(token, renewalDocument, { ...asked, ...whose })).toBe("NOT_FOUND");
    expect(await world.refused(null, renewalDocument, asked)).toBe("UNAUTHENTICATED");
  });

  test("asks as many statements for one award as for many", async () => {
    const few = await world.statements(() => renewal({ endsOn: "2022-02-01" }));
    expect(await world.statements(() => renewal({}))).toBeLessThanOrEqual(few + 1);
  });
});

describe("the proof pack of a renewal", () => {
  const address = (changes: Record<string, string> = {}, ending = "pdf") =>
    `/renewal/proof.${ending}?${new URLSearchParams({ code: "BRPT", endsOn: "2026-12-31", on: "2026-06-01", ...changes })}`;
  const asked = (path: string, token: string | null = ada.token) => world.fetch(path, { token });
  const rolesOf = ({ role, children = [] }: StructureNode): string[] => [role, ...children.flatMap(rolesOf)];
  let numbers: string[];

  beforeAll(async () => {
    await world.runJobs();
    const rows = await world.sql(
      "SELECT number FROM certificate WHERE member_id = $1 AND status = 'ISSUED' ORDER BY completed_on",
      [ada.id],
    );
    numbers = rows.map(({ number }) => number);
    expect(numbers).toHaveLength(2);
  });

  test("is an index, and behind it each certificate as it was issued, on the page that the index names", async () => {
    const answer = await asked(address());
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/pdf"]);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const { pages, structure, title, metadata } = await readPdf(bytes);
    expect(pages).toHaveLength(3);
    expect(title).toBe("Proof of continuing education of Ada Byron");
    // The whole claims no standard that nobody has looked at.
    expect(metadata).toBe("");
    for (const words of ["3.00 cec", "at least 3.00", "at most 1.25", "An Old Course", "The Old Accreditor", "OLD-1"])
      expect(pages[0]).toContain(words);
    for (const [at, number] of numbers.entries()) {
      const { content } = await world
        .sql("SELECT f.content FROM certificate c JOIN stored_file f ON f.id = c.pdf_file_id WHERE c.number = $1", [
          number,
        ])
        .then(([row]) => row);
      const alone = await readPdf(content);
      expect(pages[at + 1]).toBe(alone.pages[0]);
      expect(rolesOf(structure[at + 1]!)).toEqual(rolesOf(alone.structure[0]!));
      expect(pages[0]!.replace(/\s+/g, " ")).toContain(`${number} ${at + 2} `);
    }
    expect(rolesOf(structure[0]!)).toContain("Table");
  });

  test("is the same whenever it is made, and knows nothing of what came later", async () => {
    const twice = await Promise.all([asked(address()), asked(address())]);
    const [a, b] = await Promise.all(twice.map(async (each) => Buffer.from(await each.arrayBuffer())));
    expect(a!.equals(b!)).toBe(true);
    const { pages } = await readPdf(new Uint8Array(await (await asked(address({ on: "2026-04-09" }))).arrayBuffer()));
    expect(pages).toHaveLength(2);
    expect(pages[0]).not.toContain(numbers[1]);
  });

  test("has a table in the board's order, whose addresses verify", async () => {
    const answer = await asked(address({}, "csv"));
    expect([answer.status, answer.headers.get("content-disposition")]).toEqual([
      200,
      `attachment; filename=proof-BRPT-${ada.memberNumber}.csv`,
    ]);
    const rows = (await answer.text())
      .trim()
      .split("\r\n")
      .map((row) => row.split(","));
    expect(rows.map(([day, , , , , whole, ethics, number]) => [day, whole, ethics, number])).toEqual([
      ["Completed", "cec", "Ethics", "Certificate"],
      ["2022-01-01", "0.25", "", "OLD-1"],
      ["2026-02-10", "1.50", "1.00", numbers[0]],
      ["2026-04-10", "1.25", "0.50", numbers[1]],
    ]);
    const verified = await world.fetch(new URL(rows[2]!.at(-1)!).pathname, { headers: { Accept: "application/json" } });
    expect(await verified.json()).toMatchObject({ number: numbers[0] });
  });

  test("is the member's and staff's, and refuses what is none", async () => {
    const stranger = await world.member({ firstName: "Cleo", lastName: "Marsh", email: "cleo@example.test" });
    const cleo = await world.signIn("cleo@example.test");
    expect((await asked(address({ memberId: ada.id }), staff.token)).status).toBe(200);
    for (const ending of ["pdf", "csv"]) {
      for (const token of [cleo, provider.token])
        expect((await asked(address({ memberId: ada.id }, ending), token)).status).toBe(404);
      expect((await asked(address({}, ending), null)).status).toBe(401);
      for (const wrong of [
        { endsOn: "soon" },
        { endsOn: "" },
        { on: "2026-02-30" },
        { endsOn: "2999-12-32" },
      ] as Record<string, string>[])
        expect((await asked(address(wrong, ending))).status).toBe(400);
      expect((await asked(address({ code: "NONE" }, ending))).status).toBe(404);
    }
    const { pages } = await readPdf(
      new Uint8Array(await (await asked(address({ memberId: stranger.id }), cleo)).arrayBuffer()),
    );
    expect(pages).toHaveLength(1);
    expect(pages[0]).toContain("Nothing counts in this cycle.");
  });

  test("holds 300 certificates and no more; those of elsewhere have no pages, and are not counted", async () => {
    const lines = (count: number, issuedElsewhereBy: string | null) =>
      Array.from({ length: count }, (_, n) => ({
        counted: "1.00",
        leftOut: [],
        line: { kinds: [], certificateNumber: `C${n}`, issuedElsewhereBy },
      }));
    const packOf = (count: number, elsewhere: string | null) =>
      printRenewalProof(world.ctx, { lines: lines(count, elsewhere), parts: [] } as unknown as Renewal);
    await expect(packOf(301, null)).rejects.toMatchObject({ code: "BAD_INPUT" });
    // What goes on fails for another reason: nobody has these.
    for (const [count, elsewhere] of [
      [300, null],
      [301, "The Old Accreditor"],
    ] as const)
      await expect(packOf(count, elsewhere)).rejects.not.toMatchObject({ code: "BAD_INPUT" });
  });

  test("leaves out what was revoked", async () => {
    const [{ id }] = await world.sql("SELECT id FROM certificate WHERE number = $1", [numbers[1]]);
    await world.ok(staff.token, `mutation ($id: ID!) { revokeCertificate(id: $id, reason: "A mistake.") { id } }`, {
      id,
    });
    const { pages } = await readPdf(new Uint8Array(await (await asked(address())).arrayBuffer()));
    expect(pages).toHaveLength(2);
    expect(pages[0]).not.toContain(numbers[1]);
  });
});

describe("reminders of a renewal", () => {
  const remind = async (now: string) => {
    world.setClock(now);
    await world.sql("SELECT graphile_worker.add_job('renewals.remind', payload := '{}')");
    await world.runJobs();
  };
  const told = async () =>
    (await world.mails(MailKind.RENEWAL_DUE)).map(({ to, subject, text }) => ({ to, subject, text }));
  const licence = (email: string, expiresOn: string) =>
    world.sql(
      `INSERT INTO licence (id, member_id, kind_id, number, number_key, expires_on, exclusive, created_at)
       SELECT gen_random_uuid(), m.id, k.id, $1, $1, $2, false, now() FROM member m JOIN email_address e ON e.account_id = m.account_id, licence_kind k
       WHERE e.address = $1 AND k.code = 'RPSGT' RETURNING id`,
      [email, expiresOn],
    );

  test("come at each step once, by the accreditor's day, to whom something is missing", async () => {
    // Of the row that holds from 2027 on Ada has 3.00 of 60.00; in 2026 she has not enough since one was revoked.
    const [{ id }] = await licence("ada@example.test", "2026-12-31");
    await world.member({ firstName: "Dora", lastName: "Hall", email: "dora@example.test" });
    await licence("dora@example.test", "2028-01-01");
    await remind("2026-07-04T04:59:00Z");
    expect(await told()).toEqual([]);
    await remind("2026-07-04T05:01:00Z");
    const [first] = await told();
    expect(first).toMatchObject({
      to: "ada@example.test",
      subject: "Credit is missing for your renewal on December 31, 2026: Registered Polysomnographic Technologist",
    });
    expect(first!.text).toContain("asks for 3.00 cec; 1.75 of yours are on record");
    expect(first!.text).toContain("Missing: 1.25 cec");
    expect(first!.text).not.toContain("Missing of Ethics");
    expect(first!.text).toContain(`${world.url}/renewal?code=BRPT&ends=2026-12-31`);
    // The job runs again, and two at once; then it did not run for the whole autumn: the last step comes alone.
    await Promise.all([remind("2026-07-05T13:25:00Z"), remind("2026-07-05T13:25:00Z")]);
    expect(await told()).toHaveLength(1);
    await remind("2026-12-20T13:25:00Z");
    expect(await told()).toHaveLength(2);
    await world.sql(
      "UPDATE renewal_requirement SET licence_kind_id = k.id FROM licence_kind k WHERE k.code = 'RPSGT' AND starts_on = '2027-01-01'",
    );
    // With another last day another cycle ends, which another row judges.
    await world.sql("UPDATE licence SET expires_on = '2027-01-15' WHERE id = $1", [id]);
    await remind("2026-12-21T13:25:00Z");
    expect((await told()).filter(({ text }) => text.includes("60.00 cec"))).toHaveLength(1);
    expect(await told()).toHaveLength(3);
  });

  test("come to nobody who has enough, has turned them off, was erased, or has no account", async () => {
    await world.sql("UPDATE renewal_requirement SET total = 1.50 WHERE code = 'BRPT' AND starts_on = '2027-01-01'");
    await world.sql("DELETE FROM renewal_part");
    await world.sql("DELETE FROM renewal_reminder");
    const before = (await told()).length;
    for (const [name, change] of [
      ["off", null],
      ["erased", "UPDATE member SET erased_at = now() WHERE id = $1"],
      ["without", "UPDATE member SET account_id = NULL, contact_email = 'w@example.test' WHERE id = $1"],
    ] as const) {
      const email = `${name}@example.test`;
      const member = await world.member({ firstName: "Eve", lastName: name, email });
      await licence(email, "2027-02-01");
      if (change) await world.sql(change, [member.id]);
      else
        await world.ok(
          await world.signIn(email),
          "mutation { setMailWanted(kind: RENEWAL_DUE, wanted: false) { kind } }",
        );
    }
    await remind("2026-12-22T13:25:00Z");
    const all = await world.sql("SELECT to_address AS to, status FROM mail WHERE kind = 'RENEWAL_DUE' ORDER BY id");
    expect(all.slice(before)).toEqual([{ to: "off@example.test", status: "SUPPRESSED" }]);
  });
});
