import { PDFDocument } from "@cantoo/pdf-lib";
import { StaffRole } from "../../server/core/staff-roles.ts";
import { MailKind } from "../../server/mail/mail.entity.ts";
import { readPdf } from "../certificates/pdf-reader.ts";
import { merge } from "../persons/merging.ts";
import { readZip } from "../persons/read-zip.ts";
import { World } from "../support/world.ts";

let world: World;
let staff: Awaited<ReturnType<World["staff"]>>;
let ada: { id: string; memberNumber: string; token: string };

const fields = `id version title issuer number format startsOn completedOn credits creditUnit status decision proofUrl availableActions
  kinds { name unit credits }`;
const enterDocument = `mutation ($input: OutsideCreditInput!, $file: Upload!) { enterOutsideCredit(input: $input, file: $file) { ${fields} } }`;
const changeDocument = `mutation ($id: ID!, $version: Int!, $input: OutsideCreditInput!, $file: Upload) {
  changeOutsideCredit(id: $id, version: $version, input: $input, file: $file) { ${fields} } }`;
const withdrawDocument = `mutation ($id: ID!, $version: Int!) { withdrawOutsideCredit(id: $id, version: $version) { ${fields} } }`;
const decideDocument = `mutation ($id: ID!, $version: Int!, $accept: Boolean!, $decision: String) {
  decideOutsideCredit(id: $id, version: $version, accept: $accept, decision: $decision) { ${fields} looksCounted } }`;

const course = {
  title: "Sleep and the Heart",
  issuer: "Harbor Institute",
  number: "HI-77",
  format: "VIRTUAL",
  completedOn: "2026-05-02",
  credits: "2.50",
  creditUnit: "CEC",
};
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const proofOf = async (text: string, pages = 1): Promise<Buffer> => {
  const pdf = await PDFDocument.create();
  for (let page = 1; page <= pages; page++) pdf.addPage([500, 400]).drawText(`${text} ${page}`, { x: 50, y: 200 });
  return Buffer.from(await pdf.save());
};
const send = (input: object, file: Buffer, token = ada.token) =>
  world.upload(token, enterDocument, { input }, file, "proof");
const enter = async (changes: object = {}, token = ada.token) => {
  const { data, errors } = await send({ ...course, ...changes }, png, token);
  expect(errors).toEqual([]);
  return data.enterOutsideCredit;
};
const refusal = async (changes: object, file: Buffer = png) =>
  (await send({ ...course, number: null, title: "Another", issuer: "Another House", ...changes }, file)).errors[0]
    ?.extensions;
const decide = async (credit: { id: string; version: number }, accept: boolean, decision: string | null = null) =>
  (await world.ok(staff.token, decideDocument, { ...credit, accept, decision })).decideOutsideCredit;
const mine = async (token = ada.token) => (await world.ok(token, `{ outsideCredits { ${fields} } }`)).outsideCredits;
const transcriptOf = async (asOf: string | null = null, token = ada.token) =>
  (
    await world.ok(
      token,
      `query ($asOf: LocalDate) { transcript(asOf: $asOf) { lines { title } totals { credits }
        elsewhere { title outsideCreditId issuedElsewhereBy certificateNumber credits holds kinds { name credits } }
        elsewhereTotals { creditUnit credits } elsewhereKindTotals { name credits } addedSince { title outsideCreditId } } }`,
      { asOf },
    )
  ).transcript;

beforeAll(async () => {
  world = await World.start({ signInDays: 36_500 });
  world.setClock("2026-06-01T15:00:00Z");
  staff = await world.staff(StaffRole.REGISTRAR);
  const member = await world.member({ firstName: "Ada", lastName: "Byron", email: "ada@example.test" });
  ada = { ...member, token: await world.signIn("ada@example.test") };
  await world.sql(
    `INSERT INTO credit_kind (code, name, unit, rule_code, part_of_id, starts_on, position)
     SELECT 'ETHICS', 'Ethics', 'Ethics', 'CONTACT_HOUR_60', id, '2010-01-01', 2 FROM credit_kind WHERE is_default`,
  );
  await world.sql(
    `INSERT INTO renewal_requirement (code, name, body, starts_on, total, credit_unit, months, outside_maximum)
     VALUES ('BRPT', 'Technologist', 'The Board', '2010-01-01', 50, 'CEC', 60, 2)`,
  );
});
afterAll(() => world.stop());

describe("a member enters what was earned elsewhere", () => {
  test.each([
    [{ completedOn: "2026-06-02" }, "BAD_INPUT", "input.completedOn"],
    [{ startsOn: "2026-05-03" }, "BAD_INPUT", "input.startsOn"],
    [{ credits: "0.00" }, "BAD_INPUT", "input.credits"],
    [{ title: " " }, "BAD_INPUT", "title"],
    [{ kinds: [{ kind: "CEC", credits: "1.00" }] }, "BAD_INPUT", "input.kinds.0.kind"],
    [{ kinds: [{ kind: "ETHICS", credits: "0.00" }] }, "BAD_INPUT", "input.kinds.0.credits"],
    [{ kinds: [{ kind: "ETHICS", credits: "2.75" }] }, "BAD_INPUT", "input.kinds.0.credits"],
  ])("not so: %j", async (changes, code, field) => {
    expect(await refusal(changes)).toMatchObject({ code, field });
  });

  test("with a PDF or a picture that can be read, and of no more pages than anybody looks at", async () => {
    const broken = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(400, 65)]);
    for (const file of [Buffer.from("a text"), broken, png.subarray(0, 40), await proofOf("Long", 51)])
      expect(await refusal({}, file)).toMatchObject({ code: "BAD_INPUT", field: "file" });
    expect(await world.sql("SELECT FROM outside_credit")).toEqual([]);
    expect(await world.sql("SELECT FROM stored_file WHERE media_type = 'image/png'")).toEqual([]);
  });

  test("once; it waits, is changed as long as nobody has decided, and is taken back with its proof", async () => {
    const entered = await enter({ kinds: [{ kind: "ETHICS", credits: "1.00" }] });
    expect(entered).toMatchObject({
      ...course,
      version: 1,
      startsOn: null,
      status: "SUBMITTED",
      kinds: [{ name: "Ethics", unit: "Ethics", credits: "1.00" }],
      availableActions: ["CHANGE", "WITHDRAW"],
    });
    expect(
      (await send({ ...course, issuer: "HARBOR institute", title: "Otherwise" }, png)).errors[0]?.extensions,
    ).toMatchObject({ code: "ALREADY_RECORDED" });
    expect(await transcriptOf()).toMatchObject({ lines: [], elsewhere: [] });
    const input = { ...course, credits: "3.00" };
    const change = (version: number, file: Buffer) =>
      world.upload(ada.token, changeDocument, { id: entered.id, version, input }, file, "proof");
    expect((await change(0, png)).errors[0]?.extensions.code).toBe("STALE_VERSION");
    const pdf = await proofOf("Shown");
    expect((await change(1, pdf)).data.changeOutsideCredit).toMatchObject({ version: 2, credits: "3.00", kinds: [] });
    const proof = await world.fetch(entered.proofUrl, { token: ada.token });
    expect(Buffer.from(await proof.arrayBuffer())).toEqual(pdf);
    expect(proof.headers.get("content-disposition")).toBe("attachment; filename=proof-2026-05-02.pdf");
    // What was read has changed since: nobody decides on it.
    expect(
      (await world.graphql(staff.token, decideDocument, { ...entered, accept: true })).errors[0]?.extensions.code,
    ).toBe("STALE_VERSION");
    const gone = await world.ok(ada.token, withdrawDocument, { id: entered.id, version: 2 });
    expect(gone.withdrawOutsideCredit).toMatchObject({ status: "WITHDRAWN", proofUrl: null, availableActions: [] });
    expect(await world.sql("SELECT FROM stored_file WHERE media_type IN ('image/png', 'application/pdf')")).toEqual([]);
  });

  test("is nobody else's: not another member's, not a provider's", async () => {
    const credit = await enter({ number: "HI-78" });
    await world.member({ firstName: "Cleo", lastName: "West", email: "cleo@example.test" });
    const cleo = await world.signIn("cleo@example.test");
    const provider = await world.provider({ name: "Lakeside Sleep Center" });
    for (const token of [cleo, provider.token]) {
      expect((await world.fetch(credit.proofUrl, { token })).status).toBe(404);
      expect(
        (await world.graphql(token, "query ($m: ID) { outsideCredits(memberId: $m) { id } }", { m: ada.id })).errors[0]
          ?.extensions,
      ).toMatchObject({ code: "NOT_FOUND", field: "memberId" });
    }
    const version = credit.version;
    expect((await world.graphql(cleo, withdrawDocument, { id: credit.id, version })).errors[0]?.extensions.code).toBe(
      "NOT_FOUND",
    );
    expect((await world.fetch(credit.proofUrl, { token: staff.token })).status).toBe(200);
    await world.ok(ada.token, withdrawDocument, { id: credit.id, version });
  });
});

describe("staff decide", () => {
  test("after a look at what waits; the member is told, and a reason is given for a no", async () => {
    const credit = await enter({ number: "HI-79", kinds: [{ kind: "ETHICS", credits: "1.00" }] });
    expect(
      (await world.ok(staff.token, "{ waitingOutsideCredits { id memberNumber memberName looksCounted } }"))
        .waitingOutsideCredits,
    ).toEqual([{ id: credit.id, memberNumber: ada.memberNumber, memberName: "Ada Byron", looksCounted: false }]);
    expect(
      (
        await world.ok(
          staff.token,
          "{ needsAttention { items(first: 10) { nodes { kind memberId message availableActions } } } }",
        )
      ).needsAttention.items.nodes,
    ).toEqual([
      {
        kind: "CREDIT_WAITING",
        memberId: ada.id,
        message: "One credit from elsewhere waits to be accepted or refused.",
        availableActions: ["DECIDE_CREDIT"],
      },
    ]);
    const no = { id: credit.id, version: credit.version, accept: false };
    expect((await world.graphql(staff.token, decideDocument, no)).errors[0]?.extensions.code).toBe("REASON_REQUIRED");
    expect(await decide(credit, true)).toMatchObject({ status: "ACCEPTED", availableActions: ["REFUSE"] });
    const [mail] = await world.mails(MailKind.CREDIT_DECIDED);
    expect(mail).toMatchObject({ to: "ada@example.test" });
    expect(mail!.text).toContain("“Sleep and the Heart” of Harbor Institute counts now, with 2.50 CEC.");
  });

  test("never about themselves", async () => {
    const own = await world.member({ accountId: staff.id, firstName: "Reg", lastName: "Istrar" });
    const credit = await enter({ number: "HI-80" }, staff.token);
    expect(credit.availableActions).toEqual(["CHANGE", "WITHDRAW"]);
    expect(
      (await world.graphql(staff.token, decideDocument, { ...credit, accept: true })).errors[0]?.extensions.code,
    ).toBe("CONFLICT_OF_INTEREST");
    await world.ok(staff.token, withdrawDocument, { id: credit.id, version: credit.version });
    await world.sql("UPDATE member SET account_id = NULL WHERE id = $1", [own.id]);
  });

  test("what counts stands in the transcript apart, on paper too, and on past days as it was then", async () => {
    const [credit] = (await mine()).filter(({ number }: { number: string }) => number === "HI-79");
    const line = {
      title: course.title,
      outsideCreditId: credit.id,
      issuedElsewhereBy: course.issuer,
      certificateNumber: "HI-79",
      credits: "2.50",
      holds: true,
      kinds: [{ name: "Ethics", credits: "1.00" }],
    };
    expect(await transcriptOf()).toEqual({
      lines: [],
      totals: [],
      elsewhere: [line],
      elsewhereTotals: [{ creditUnit: "CEC", credits: "2.50" }],
      elsewhereKindTotals: [{ name: "Ethics", credits: "1.00" }],
      addedSince: [],
    });
    expect(await transcriptOf("2026-05-31")).toMatchObject({
      elsewhere: [],
      addedSince: [{ title: course.title, outsideCreditId: credit.id }],
    });
    const pdf = await world.fetch("/transcript.pdf", { token: ada.token });
    const { pages } = await readPdf(new Uint8Array(await pdf.arrayBuffer()));
    expect(pages[0]).toContain("Credit from elsewhere");
    expect(pages[0]).toContain("HI-79");
    // Refused after all: the day before still has it, and says that it holds no more.
    world.setClock("2026-06-03T15:00:00Z");
    expect(await decide(credit, false, "The certificate was not hers.")).toMatchObject({
      status: "REFUSED",
      decision: "The certificate was not hers.",
      availableActions: [],
    });
    expect(await transcriptOf()).toMatchObject({ elsewhere: [], elsewhereTotals: [] });
    expect(await transcriptOf("2026-06-02")).toMatchObject({ elsewhere: [{ ...line, holds: false }], addedSince: [] });
  });

  test("the transition that there is not is refused with what there is", async () => {
    const credit = (await mine()).find(({ status }: { status: string }) => status === "REFUSED");
    expect(
      (await world.graphql(staff.token, decideDocument, { id: credit.id, version: credit.version, accept: true }))
        .errors[0]?.extensions,
    ).toMatchObject({ code: "ILLEGAL_TRANSITION", allowed: [] });
  });
});

describe("a renewal takes what was accepted", () => {
  const question = "code=BRPT&endsOn=2026-12-31&on=2026-06-03";
  test("up to the board's maximum, with its proof bound into the pack", async () => {
    const entered = (
      await send({ ...course, title: "Bound In", number: null, credits: "3.00" }, await proofOf("The proof itself", 2))
    ).data.enterOutsideCredit;
    const picture = await enter({ title: "A Picture", number: null, completedOn: "2026-05-03", credits: "0.50" });
    for (const credit of [entered, picture]) await decide(credit, true);
    const { renewal } = await world.ok(
      ada.token,
      `{ renewal(code: "BRPT", endsOn: "2026-12-31") { requirement { outsideMaximum } parts { counted earned }
        lines { counted leftOut { kind { code } credits } line { title } } } }`,
    );
    expect(renewal).toEqual({
      requirement: { outsideMaximum: "2.00" },
      parts: [{ counted: "2.00", earned: "3.50" }],
      lines: [
        { counted: "2.00", leftOut: [{ kind: null, credits: "1.00" }], line: { title: "Bound In" } },
        { counted: "0.00", leftOut: [{ kind: null, credits: "0.50" }], line: { title: "A Picture" } },
      ],
    });
    await world.sql("UPDATE renewal_requirement SET outside_maximum = NULL");
    const pack = await world.fetch(`/renewal/proof.pdf?${question}`, { token: ada.token });
    const { pages } = await readPdf(new Uint8Array(await pack.arrayBuffer()));
    expect(pages).toHaveLength(4);
    expect(pages[1]).toContain("The proof itself 1");
    expect(pages[2]).toContain("The proof itself 2");
    expect(pages[0]).toMatch(/Bound In\n.*\n— 2 3\.00\n.*A Picture\n.*\n— 4 0\.50\n/);
    const table = await (await world.fetch(`/renewal/proof.csv?${question}`, { token: ada.token })).text();
    expect(table).toContain("Bound In");
  });
});

describe("the person", () => {
  test("has it in the copy of their data, with what shows it", async () => {
    const { exportMyData } = await world.ok(ada.token, "mutation { exportMyData { id } }");
    await world.runJobs();
    const answer = await world.fetch(`/my-data/${exportMyData.id}.zip`, { token: ada.token });
    const zip = Buffer.from(await answer.arrayBuffer());
    const files = readZip(zip);
    const items = JSON.parse(String(files.get("outsideCredits.json"))).items as {
      id: string;
      title: string;
      status: string;
    }[];
    const bound = items.find(({ title }) => title === "Bound In")!;
    expect(bound.status).toBe("ACCEPTED");
    expect([...files.keys()]).toContain(`outsideCredits/${bound.id}.pdf`);
  });

  test("who turns out to be two members has one credit once, also on a day before", async () => {
    world.setClock("2026-06-10T15:00:00Z");
    const twin = await world.member({ firstName: "Ada", lastName: "King", email: "twin@example.test" });
    const token = await world.signIn("twin@example.test");
    const same = await enter({ number: "HI-90" });
    await decide(await enter({ number: "HI-90" }, token), true);
    await decide(await enter({ title: "Only Hers", number: null, completedOn: "2026-05-20" }, token), true);
    world.setClock("2026-06-12T15:00:00Z");
    await merge(world, staff.token, ada.id, twin.id);
    const states = (await mine()).filter(({ number }: { number: string }) => number === "HI-90");
    expect(states.map(({ id, status }: { id: string; status: string }) => [id === same.id, status]).sort()).toEqual([
      [false, "ACCEPTED"],
      [true, "REFUSED"],
    ]);
    for (const asOf of [null, "2026-06-11"]) {
      const { elsewhere } = await transcriptOf(asOf);
      expect(elsewhere.map(({ title }: { title: string }) => title)).toEqual([
        "Only Hers",
        "A Picture",
        "Sleep and the Heart",
        "Bound In",
      ]);
    }
  });

  test("who is erased leaves neither credit nor proof", async () => {
    await world.ok(staff.token, 'mutation ($id: ID!) { eraseMember(memberId: $id, reason: "asked") }', { id: ada.id });
    await world.runJobs();
    expect(await world.sql("SELECT FROM outside_credit WHERE member_id = $1", [ada.id])).toEqual([]);
    expect(await world.sql("SELECT FROM stored_file WHERE media_type = 'image/png'")).toEqual([]);
    expect(
      await world.sql(
        "SELECT FROM audit_entry WHERE subject_id = $1 AND concat(before, after) ~ 'Harbor Institute|Bound In|HI-90'",
        [ada.id],
      ),
    ).toEqual([]);
  });
});
