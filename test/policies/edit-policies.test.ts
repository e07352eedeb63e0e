import { deflateSync } from "node:zlib";
import { PNG } from "pngjs";
import { rosterColumns } from "../../server/attendance/parse-roster-row.ts";
import { issueCertificate } from "../../server/certificates/issue-certificate.ts";
import { otherRosterHeadings } from "../../server/policies/roster-headings.ts";
import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { readPdf } from "../certificates/pdf-reader.ts";

let roster: RosterWorld;
beforeAll(async () => {
  roster = await startRosterWorld();
});
afterAll(() => roster.world.stop());

const version = async (): Promise<number> =>
  (await roster.world.sql("SELECT version FROM accreditor_settings"))[0].version;
const lastEntry = async (action: string) =>
  (
    await roster.world.sql(
      "SELECT subject_type, before, after FROM audit_entry WHERE action = $1 ORDER BY at DESC, id DESC LIMIT 1",
      [action],
    )
  )[0];

function png(width = 200, height = 60, alpha = 128): Buffer {
  const picture = new PNG({ width, height });
  for (let at = 0; at < picture.data.length; at += 4) picture.data.set([20, 80, 140, alpha], at);
  return PNG.sync.write(picture);
}

/** A PNG whose heading says what its data do not hold, or more than fits. */
function chunked(width: number, height: number, interlace: number, data: Buffer): Buffer {
  const source = png(16, 16);
  const header = Buffer.from(source.subarray(0, 33));
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  header[28] = interlace;
  const idat = Buffer.concat([Buffer.alloc(4), Buffer.from("IDAT"), data, Buffer.alloc(4)]);
  idat.writeUInt32BE(data.length, 0);
  return Buffer.concat([header, idat, source.subarray(-12)]);
}

const uploadLogo = async (file: Buffer, token = roster.staff.token, given?: number) =>
  roster.world.upload(
    token,
    "mutation ($version: Int!, $file: Upload!) { uploadLogo(version: $version, file: $file) { version logoUrl } }",
    { version: given ?? (await version()) },
    file,
    "logo.png",
  );

describe("the logo", () => {
  test("is on screens for anyone, on certificates from now on with words for it, and not on those issued", async () => {
    const { world, provider, staff } = roster;
    await world.upload(provider.token, uploadDocument, { providerId: provider.id }, csv(sampleRows));
    await world.runJobs();
    const [issued] = await world.sql(
      "SELECT c.id, f.content FROM certificate c JOIN stored_file f ON f.id = c.pdf_file_id",
    );
    const before = await version();
    const source = png();
    const { data } = await uploadLogo(source);
    expect(data.uploadLogo.version).toBe(before + 1);
    const { settings } = await world.ok(null, "{ settings { logoUrl } }");
    expect(settings.logoUrl).toBe(data.uploadLogo.logoUrl);
    const served = await world.fetch(new URL(settings.logoUrl).pathname);
    expect(served.headers.get("content-type")).toBe("image/png");
    expect(served.headers.get("x-content-type-options")).toBe("nosniff");
    expect(Buffer.from(await served.arrayBuffer()).equals(source)).toBe(true);
    expect(await lastEntry("settings.set-logo")).toMatchObject({
      subject_type: "settings",
      before: { logoFileId: null },
    });

    const read = async (id: string) =>
      Buffer.from(await (await world.fetch(`/certificates/${id}.pdf`, { token: staff.token })).arrayBuffer());
    expect((await read(issued.id)).equals(issued.content)).toBe(true);
    await world.sql("UPDATE attendance_record SET reversed_at = now(), reversal_reason = 'Test.'");
    await world.sql(
      `INSERT INTO attendance_record (member_id, program_id, offering_id, completed_on, credits, source, recorded_at)
       SELECT id, $1, $2, '2009-04-10', 1, 'ENTRY', now() FROM member WHERE member_number = '100100'`,
      [roster.programId, roster.offeringId],
    );
    const [{ id: recordId }] = await world.sql("SELECT id FROM attendance_record WHERE source = 'ENTRY'");
    await issueCertificate(world.ctx, recordId);
    const [fresh] = await world.sql("SELECT id FROM certificate WHERE attendance_record_id = $1", [recordId]);
    const pdf = await read(fresh.id);
    expect(pdf.includes("/Subtype /Image")).toBe(true);
    expect(pdf.includes("/SMask")).toBe(false);
    const reading = await readPdf(pdf);
    expect(JSON.stringify(reading)).toContain("Logo of Accreditor");

    const removed = await world.ok(staff.token, "mutation ($v: Int!) { removeLogo(version: $v) { logoUrl } }", {
      v: await version(),
    });
    expect(removed.removeLogo.logoUrl).toBeNull();
    expect((await world.fetch(new URL(settings.logoUrl).pathname)).status).toBe(404);
  });

  test.each([
    ["an SVG", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ["a page", Buffer.from("<!doctype html><script>alert(1)</script>")],
    ["nothing", Buffer.alloc(0)],
    ["a PNG that is cut off", png().subarray(0, 60)],
    ["a PNG without its data", chunked(100, 100, 0, deflateSync(Buffer.alloc(10)))],
    ["a PNG that unpacks to far more", chunked(100, 100, 0, deflateSync(Buffer.alloc(50_000_000)))],
    ["an enormous PNG", chunked(60_000, 60_000, 0, deflateSync(Buffer.alloc(1_000)))],
    ["an interlaced PNG", chunked(16, 16, 1, deflateSync(Buffer.alloc(16 * 65)))],
    ["a speck", png(8, 8)],
    ["a JPEG without a picture", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xd9, 0, 0, 0, 0])],
    [
      "a JPEG in CMYK",
      Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 20, 8, 0, 64, 0, 64, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xd9]),
    ],
  ])("%s is refused and changes nothing", async (_what, file) => {
    const before = await version();
    const { errors } = await uploadLogo(file);
    expect(errors[0]?.extensions).toMatchObject({ code: "BAD_INPUT", field: "file" });
    expect(await version()).toBe(before);
  });

  test("one that is too large, of an old page, or by anyone but staff", async () => {
    const { world, provider, staff } = roster;
    const noise = Buffer.concat([png(), Buffer.alloc(600_000, 1)]);
    expect((await uploadLogo(noise)).errors[0]?.extensions.code).toBe("FILE_TOO_LARGE");
    expect((await uploadLogo(png(), staff.token, 0)).errors[0]?.extensions.code).toBe("STALE_VERSION");
    expect((await uploadLogo(png(), provider.token)).errors[0]?.extensions.code).toBe("FORBIDDEN");
    expect((await world.fetch("/logo/x")).status).toBe(404);
    const [{ id }] = await world.sql("SELECT id FROM stored_file LIMIT 1");
    expect((await world.fetch(`/logo/${id}`)).status).toBe(404);
  });
});

describe("the name of the member number", () => {
  const update =
    "mutation ($version: Int!, $input: SettingsInput!) { updateSettings(version: $version, input: $input) { memberIdLabel } }";

  test("is another than every other heading of a roster", async () => {
    const headings = rosterColumns("X").flatMap(({ key, headings }) => (key === "memberNumber" ? [] : [...headings]));
    expect([...otherRosterHeadings]).toEqual(headings);
    await roster.world.ok(
      roster.staff.token,
      "mutation ($input: CreditKindInput!) { saveCreditKind(input: $input) { id } }",
      {
        input: {
          code: "LAW_1",
          name: "Law",
          unit: "Law hour",
          ruleCode: "CONTACT_HOUR_60",
          startsOn: "2009-01-01",
          position: 2,
        },
      },
    );
    for (const memberIdLabel of [...headings, "first  NAME", "ce-cs", "Crédits", "#", "…", "law 1"]) {
      const { errors } = await roster.world.graphql(roster.staff.token, update, {
        version: await version(),
        input: { memberIdLabel },
      });
      expect(errors[0]?.extensions).toMatchObject({ code: "BAD_INPUT", field: "input.memberIdLabel" });
    }
    const changed = await roster.world.ok(roster.staff.token, update, {
      version: await version(),
      input: { memberIdLabel: "Member ID" },
    });
    expect(changed.updateSettings.memberIdLabel).toBe("Member ID");
  });
});

describe("types of programs", () => {
  const save = `mutation ($id: ID, $version: Int, $input: ProgramTypeInput!) {
    saveProgramType(id: $id, version: $version, input: $input) { id version code name active minimumMinutes maximumMinutes position } }`;
  const input = {
    code: "JOURNAL_CLUB",
    name: "Journal Club",
    minimumMinutes: 30,
    maximumMinutes: 90,
    position: 7,
    active: true,
  };

  test("are added, changed, no longer offered; each change is on record and a stale one is refused", async () => {
    const { world, staff, provider } = roster;
    const added = (await world.ok(staff.token, save, { input })).saveProgramType;
    expect(added).toEqual({ ...input, id: expect.any(String), version: 1 });
    const names = async () =>
      (await world.ok(provider.token, "{ programTypes { name } }")).programTypes.map(
        (type: { name: string }) => type.name,
      );
    expect(await names()).toContain("Journal Club");
    const off = { ...input, name: "Journal Circle", active: false };
    const changed = (await world.ok(staff.token, save, { id: added.id, version: 1, input: off })).saveProgramType;
    expect(changed).toMatchObject({ version: 2, name: "Journal Circle", active: false });
    expect(await names()).not.toContain("Journal Circle");
    expect(await lastEntry("program-type.update")).toMatchObject({
      before: { name: "Journal Club", active: true },
      after: { name: "Journal Circle", active: false },
    });
    expect(await world.refused(staff.token, save, { id: added.id, version: 1, input })).toBe("STALE_VERSION");
    expect(await world.refused(staff.token, save, { input })).toBe("BAD_INPUT");
    expect(await world.refused(provider.token, save, { input })).toBe("FORBIDDEN");
    expect(await world.refused(staff.token, save, { id: provider.id, version: 1, input })).toBe("NOT_FOUND");
  });

  test.each([
    { minimumMinutes: 90, maximumMinutes: 30 },
    { minimumMinutes: 0 },
    { name: " " },
    { code: "no code" },
    { position: 0 },
  ])("%j is refused", async (change) => {
    const given = { ...input, code: "OTHER_TYPE", ...change };
    expect(await roster.world.refused(roster.staff.token, save, { input: given })).toBe("BAD_INPUT");
  });
});

describe("credit rules", () => {
  const add = `mutation ($input: CreditRuleInput!) { addCreditRule(input: $input) { id code startsOn unit } }`;
  const input = {
    code: "CONTACT_HOUR_60",
    name: "Contact hour, 50 minutes",
    unit: "CEC",
    startsOn: "2009-06-01",
    minutesPerUnit: 50,
    step: "0.25",
    rounding: "DOWN",
    minimumMinutes: 0,
    minimumCredits: "0.00",
    firstUnitWhole: false,
  };

  test("get a new row from a day to come on; what was in force stays", async () => {
    const { world, staff, provider } = roster;
    const before = await world.sql("SELECT * FROM credit_rule ORDER BY id");
    const { addCreditRule } = await world.ok(staff.token, add, { input });
    expect(addCreditRule).toMatchObject({ code: "CONTACT_HOUR_60", startsOn: "2009-06-01" });
    const after = await world.sql("SELECT * FROM credit_rule ORDER BY id");
    expect(after.filter((row) => row.id !== addCreditRule.id)).toEqual(before);
    const { creditRuleRows } = await world.ok(staff.token, "{ creditRuleRows { code startsOn step } }");
    expect(creditRuleRows.filter((row: { code: string }) => row.code === "CONTACT_HOUR_60")).toEqual([
      { code: "CONTACT_HOUR_60", startsOn: "2009-06-01", step: "0.25" },
      { code: "CONTACT_HOUR_60", startsOn: "1970-01-01", step: "0.25" },
    ]);
    expect(await lastEntry("credit-rule.add")).toMatchObject({
      after: { code: "CONTACT_HOUR_60", minutesPerUnit: 50 },
    });
    expect(await world.refused(staff.token, add, { input })).toBe("BAD_INPUT");
    expect(await world.refused(provider.token, add, { input })).toBe("FORBIDDEN");
  });

  test("the first day is after today where the accreditor is", async () => {
    // Still the 20th of April in Chicago.
    roster.world.setClock("2009-04-21T03:00:00Z");
    const rule = { ...input, code: "BRAND_NEW" };
    expect(await roster.world.refused(roster.staff.token, add, { input: { ...rule, startsOn: "2009-04-20" } })).toBe(
      "BAD_INPUT",
    );
    await roster.world.ok(roster.staff.token, add, { input: { ...rule, startsOn: "2009-04-21" } });
  });

  test.each([{ step: "0.00" }, { minutesPerUnit: 0 }, { unit: " " }, { code: "x" }, { minimumMinutes: -1 }])(
    "%j is refused",
    async (change) => {
      expect(
        await roster.world.refused(roster.staff.token, add, { input: { ...input, startsOn: "2009-09-01", ...change } }),
      ).toBe("BAD_INPUT");
    },
  );
});
