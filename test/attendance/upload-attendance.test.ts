import { readPdf } from "../certificates/pdf-reader.ts";
import { offering, programIn, step } from "../programs/applications.ts";
import { type CellOfTest, workbook } from "../support/workbook.ts";
import {
  csv,
  heading,
  type RosterWorld,
  sampleRows,
  startRosterWorld,
  traces,
  uploadDocument,
  withCell,
} from "./roster-world.ts";

let roster: RosterWorld;
const start = async () => {
  roster = await startRosterWorld();
};
const stop = () => roster.world.stop();

/** For tests that store something: each begins in a world of its own. */
function eachInItsOwnWorld(): void {
  beforeEach(start);
  afterEach(stop);
}

/** For tests that store nothing, as they prove themselves. */
function allInOneWorld(): void {
  beforeAll(start);
  afterAll(stop);
}

const upload = async (
  file: string | Buffer,
  preview = false,
  token = roster.provider.token,
  providerId = roster.provider.id,
) => roster.world.upload(token, uploadDocument, { providerId, preview }, file);

const nothing = { records: 0, certificates: 0, mails: 0, files: 0, reported: 0 };

describe("the source document's roster", () => {
  eachInItsOwnWorld();
  test("is stored whole, completes the program, and becomes five certificates and five mails", async () => {
    const { world, provider, staff } = roster;
    const { data } = await upload(csv(sampleRows));
    expect(data.uploadAttendance).toEqual({
      id: expect.any(String),
      status: "PROCESSED",
      preview: false,
      fileName: "roster.csv",
      rowCount: 5,
      checkedRows: 5,
      recordedRows: 5,
      errorCount: 0,
      message: "Record was successfully processed",
      sameAs: null,
      errors: { totalCount: 0, nodes: [] },
    });
    await world.runJobs();

    const { programs } = await world.ok(
      provider.token,
      `{ programs(filter: { number: "A09164" }) { nodes {
          number status timeline { action fromStatus toStatus }
          certificates { totalCount nodes { recipientName title credits creditUnit status pdfUrl } } } } }`,
    );
    const [program] = programs.nodes;
    expect(program.status).toBe("COMPLETED");
    expect(program.timeline.slice(-3)).toEqual([
      { action: "program.await-attendance", fromStatus: "APPROVED", toStatus: "AWAITING_ATTENDANCE" },
      { action: "program.report-attendance", fromStatus: "AWAITING_ATTENDANCE", toStatus: "AWAITING_FEE" },
      { action: "program.complete", fromStatus: "AWAITING_FEE", toStatus: "COMPLETED" },
    ]);
    expect(program.certificates.totalCount).toBe(5);
    const earned = Object.fromEntries(
      program.certificates.nodes.map((c: { recipientName: string; credits: string }) => [c.recipientName, c.credits]),
    );
    expect(earned).toEqual({
      "John Smith": "1.00",
      "Jane Jones": "3.00",
      "Sally Johnson": "9.00",
      "Suzie Garcia": "9.00",
      "James Miller": "10.00",
    });

    const { mails } = await world.ok(
      staff.token,
      "{ mails(filter: { kind: [CERTIFICATE] }) { totalCount nodes { toAddress subject status attachments { fileName mediaType byteSize url } } } }",
    );
    expect(mails.totalCount).toBe(5);
    expect(mails.nodes.map((m: { toAddress: string }) => m.toAddress).sort()).toEqual(
      sampleRows.map(([, , first, last]) => `${first}.${last}@example.test`.toLowerCase()).sort(),
    );
    for (const mail of mails.nodes) {
      expect(mail).toMatchObject({
        subject: "Your certificate: 13th Annual Sleep Disorders Conference",
        status: "SENT",
        attachments: [{ fileName: expect.stringMatching(/^certificate-C\d{6}\.pdf$/), mediaType: "application/pdf" }],
      });
    }

    const james = program.certificates.nodes.find((c: { recipientName: string }) => c.recipientName === "James Miller");
    const pdf = Buffer.from(await (await world.fetch(james.pdfUrl, { token: provider.token })).arrayBuffer());
    const text = (await readPdf(pdf)).pages.join("\n");
    for (const part of [
      "James Miller",
      "13th Annual Sleep Disorders Conference",
      "A09164",
      "10.00 CEC",
      "100104",
      "AAST",
    ])
      expect(text).toContain(part);
    const attached = mails.nodes.find((m: { toAddress: string }) => m.toAddress.startsWith("james")).attachments[0];
    const mailed = Buffer.from(await (await world.fetch(attached.url, { token: staff.token })).arrayBuffer());
    expect(mailed.equals(pdf)).toBe(true);
  });

  test("as another file with the same rows, has an error for each row that says which upload has it", async () => {
    const first = (await upload(csv(sampleRows))).data.uploadAttendance;
    await roster.world.runJobs();
    const before = await traces(roster.world);
    const { data } = await upload(`${csv(sampleRows)}\r\n`);
    expect(data.uploadAttendance).toMatchObject({ status: "REJECTED", rowCount: 5, recordedRows: 0, errorCount: 5 });
    expect(data.uploadAttendance.errors.nodes).toEqual(
      [2, 3, 4, 5, 6].map((line) => ({
        line,
        column: null,
        value: null,
        code: "ALREADY_RECORDED",
        message: `Line ${line}: this attendance is already on record, from line ${line} of "roster.csv" (upload ${first.id}) of 2009-04-20. Remove the row; or, if this is the whole list once more, correct that upload with it, which adds what is new.`,
        suggestions: [],
      })),
    );
    expect(await traces(roster.world)).toEqual(before);
  });

  test("the very same file again is told which upload has it, also as a preview, and not to another provider", async () => {
    const { other, world } = roster;
    const first = (await upload(csv(sampleRows))).data.uploadAttendance;
    for (const preview of [false, true]) {
      const { data } = await upload(csv(sampleRows), preview);
      expect(data.uploadAttendance).toMatchObject({
        status: "REJECTED",
        rowCount: null,
        message: "Nothing was recorded: this same file was sent before.",
        sameAs: { id: first.id },
        errors: {
          nodes: [
            {
              line: 1,
              column: null,
              code: "ALREADY_UPLOADED",
              message: `Line 1: this same file was already recorded: as "roster.csv" (upload ${first.id}), sent at 2009-04-20 15:00 UTC. To correct it, amend that upload; to record it again, undo that upload first.`,
            },
          ],
        },
      });
    }
    await programIn(world, { provider: other, staff: roster.staff }, "APPROVED");
    const foreign = await upload(csv(sampleRows), false, other.token, other.id);
    expect(foreign.data.uploadAttendance).toMatchObject({ status: "REJECTED", sameAs: null });
    expect(JSON.stringify(foreign)).not.toContain(first.id);
    expect((await traces(world)).records).toBe(5);
  });

  test("a file that was rejected may come again", async () => {
    const wrong = withCell(0, "CECs", "11");
    const codes = async () =>
      (await upload(wrong)).data.uploadAttendance.errors.nodes.map((e: { code: string }) => e.code);
    expect(await codes()).toEqual(["CREDITS_ABOVE_MAXIMUM"]);
    expect(await codes()).toEqual(["CREDITS_ABOVE_MAXIMUM"]);
  });

  test("sent by twenty at the same moment, is stored once and the others are told", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => upload(csv(sampleRows))));
    const uploads = answers.map((answer) => answer.data.uploadAttendance);
    const stored = uploads.filter((u) => u.status === "PROCESSED");
    expect(stored).toHaveLength(1);
    for (const refused of uploads.filter((u) => u.status !== "PROCESSED")) {
      expect(refused).toMatchObject({ status: "REJECTED", sameAs: { id: stored[0].id } });
      expect(refused.errors.nodes.map((e: { code: string }) => e.code)).toEqual(["ALREADY_UPLOADED"]);
    }
    expect(await traces(roster.world)).toEqual({ records: 5, certificates: 5, mails: 5, files: 5, reported: 1 });
  });

  test("two files that share one row: one wins, the other stores nothing at all", async () => {
    const answers = await Promise.all([upload(csv(sampleRows.slice(0, 3))), upload(csv(sampleRows.slice(2)))]);
    const statuses = answers.map((answer) => answer.data.uploadAttendance.status).sort();
    expect(statuses).toEqual(["PROCESSED", "REJECTED"]);
    expect((await traces(roster.world)).records).toBe(3);
  });

  test("as a preview answers the same and stores nothing; then it can be recorded", async () => {
    const preview = (await upload(csv(sampleRows), true)).data.uploadAttendance;
    expect(preview).toMatchObject({
      status: "PREVIEWED",
      preview: true,
      rowCount: 5,
      recordedRows: 0,
      message: "No errors: the 5 rows of this file can be recorded. Nothing has been recorded yet.",
    });
    expect(await traces(roster.world)).toEqual(nothing);
    const wrong = (await upload(withCell(0, "CECs", "11"), true)).data.uploadAttendance;
    expect(wrong).toMatchObject({ status: "REJECTED", preview: true, errorCount: 1 });
    expect((await upload(csv(sampleRows))).data.uploadAttendance.status).toBe("PROCESSED");
  });
});

describe("one wrong cell", () => {
  allInOneWorld();
  interface Case {
    file: () => string;
    line: number;
    column: string | null;
    value: string | null;
    code: string;
    says: string;
  }
  const cases: Record<string, Case> = {
    "unknown program": {
      file: () => withCell(2, "Program ID", "A09999"),
      line: 4,
      column: "Program ID",
      value: "A09999",
      code: "UNKNOWN_PROGRAM",
      says: "the selected provider has no program A09999",
    },
    "unknown member": {
      file: () => withCell(1, "AAST ID", "100999"),
      line: 3,
      column: "AAST ID",
      value: "100999",
      code: "UNKNOWN_MEMBER",
      says: "no member 100999. Did you mean 100101, Jane Jones?",
    },
    "2/30/2009": {
      file: () => withCell(3, "Completion Date", "2/30/2009"),
      line: 5,
      column: "Completion Date",
      value: "2/30/2009",
      code: "INVALID_DATE",
      says: "2/30/2009",
    },
    "a day outside the offering": {
      file: () => withCell(3, "Completion Date", "4/11/2009"),
      line: 5,
      column: "Completion Date",
      value: "4/11/2009",
      code: "DATE_OUTSIDE_OFFERING",
      says: "took place on 2009-04-10",
    },
    "a day in the future": {
      file: () => withCell(0, "Completion Date", "4/21/2009"),
      line: 2,
      column: "Completion Date",
      value: "4/21/2009",
      code: "DATE_IN_FUTURE",
      says: "today is 2009-04-20",
    },
    "11 credits": {
      file: () => withCell(4, "CECs", "11"),
      line: 6,
      column: "CECs",
      value: "11",
      code: "CREDITS_ABOVE_MAXIMUM",
      says: "more than the 10.00 CEC",
    },
    "0 credits": {
      file: () => withCell(4, "CECs", "0"),
      line: 6,
      column: "CECs",
      value: "0",
      code: "CREDITS_NOT_POSITIVE",
      says: "over 0",
    },
    "a credit that is no step": {
      file: () => withCell(4, "CECs", "9.1"),
      line: 6,
      column: "CECs",
      value: "9.1",
      code: "CREDITS_NOT_WHOLE_STEPS",
      says: "whole steps of 0.25 CEC",
    },
    "a wrong first name": {
      file: () => withCell(2, "First Name", "Bob"),
      line: 4,
      column: "First Name",
      value: "Bob",
      code: "NAME_MISMATCH",
      says: 'member 100102 is not called "Bob". Did you mean 100102, Sally Johnson?',
    },
    "a wrong last name": {
      file: () => withCell(2, "Last Name", "Johnsen"),
      line: 4,
      column: "Last Name",
      value: "Johnsen",
      code: "NAME_MISMATCH",
      says: "Did you mean 100102, Sally Johnson?",
    },
    "an empty cell": {
      file: () => withCell(1, "Last Name", " "),
      line: 3,
      column: "Last Name",
      value: "",
      code: "MISSING_VALUE",
      says: "empty",
    },
    "a doubled row": {
      file: () => csv([...sampleRows, sampleRows[1] ?? []]),
      line: 7,
      column: null,
      value: null,
      code: "DUPLICATE_ROW",
      says: "line 3 already gives this member this program",
    },
    "a missing heading": {
      file: () =>
        csv(
          sampleRows.map((r) => r.slice(0, 5)),
          heading.slice(0, 5),
        ),
      line: 1,
      column: "CECs",
      value: null,
      code: "MISSING_COLUMN",
      says: "CECs",
    },
    "an unknown heading": {
      file: () =>
        csv(
          sampleRows.map((r) => [...r, "x"]),
          [...heading, "Shoe Size"],
        ),
      line: 1,
      column: "Shoe Size",
      value: expect.anything(),
      code: "UNKNOWN_COLUMN",
      says: "Shoe Size",
    },
  };

  test.each(Object.entries(cases))(
    "%s: the right line, column and code, and nothing is stored",
    async (_name, wrong) => {
      const { data, errors } = await upload(wrong.file());
      expect(errors).toEqual([]);
      expect(data.uploadAttendance.status).toBe("REJECTED");
      expect(data.uploadAttendance.recordedRows).toBe(0);
      const { says, file: _, ...expected } = wrong;
      expect(data.uploadAttendance.errors.nodes).toEqual([
        { ...expected, message: expect.stringContaining(says), suggestions: expect.any(Array) },
      ]);
      expect(data.uploadAttendance.errors.nodes[0].message).toMatch(new RegExp(`^Line ${wrong.line}[,:]`));
      expect(await traces(roster.world)).toEqual(nothing);
    },
  );

  test("swapped first and last name: both cells, and the member is suggested", async () => {
    const swapped = sampleRows.map((row, i) => (i === 1 ? [row[0], row[1], row[3], row[2], row[4], row[5]] : row));
    const { data } = await upload(csv(swapped as string[][]));
    expect(data.uploadAttendance.errors.nodes).toEqual([
      expect.objectContaining({
        line: 3,
        column: "First Name",
        value: "Jones",
        code: "NAME_MISMATCH",
        suggestions: ["100101, Jane Jones"],
      }),
      expect.objectContaining({
        line: 3,
        column: "Last Name",
        value: "Jane",
        code: "NAME_MISMATCH",
        suggestions: ["100101, Jane Jones"],
      }),
    ]);
    expect(await traces(roster.world)).toEqual(nothing);
  });

  test("names of two rows exchanged: each row is told whom it means", async () => {
    const rows = sampleRows.map((row) => [...row]);
    [rows[0]![2], rows[1]![2], rows[0]![3], rows[1]![3]] = ["Jane", "John", "Jones", "Smith"];
    const { data } = await upload(csv(rows));
    expect(
      data.uploadAttendance.errors.nodes.map((e: Record<string, unknown>) => [e.line, e.column, e.code, e.suggestions]),
    ).toEqual([
      [2, "First Name", "NAME_MISMATCH", ["100101, Jane Jones"]],
      [2, "Last Name", "NAME_MISMATCH", ["100101, Jane Jones"]],
      [3, "First Name", "NAME_MISMATCH", ["100100, John Smith"]],
      [3, "Last Name", "NAME_MISMATCH", ["100100, John Smith"]],
    ]);
  });

  test("another provider's program is refused in the words for one that does not exist", async () => {
    const { world, other, staff } = roster;
    world.setClock("2009-02-01T12:00:00Z");
    const foreign = await programIn(world, { provider: other, staff }, "APPROVED", {
      offerings: [offering({ startsOn: "2009-04-10", endsOn: "2009-04-10" })],
    });
    world.setClock("2009-04-20T15:00:00Z");
    const real = (await upload(withCell(2, "Program ID", foreign.number ?? ""))).data.uploadAttendance;
    const absent = (await upload(withCell(2, "Program ID", "A09999"))).data.uploadAttendance;
    const shape = (u: typeof real, number: string) => JSON.stringify({ ...u, id: "" }).replaceAll(number, "NUMBER");
    expect(shape(real, foreign.number ?? "")).toBe(shape(absent, "A09999"));
    expect(real.errors.nodes).toHaveLength(1);
    expect(await traces(world)).toEqual(nothing);
  });

  test("all errors of a file at once, in the order of its lines and columns", async () => {
    const rows = Array.from({ length: 300 }, (_, i) => [
      "A09164",
      String(900000 + i),
      "No",
      "Body",
      "4/31/2009",
      "12.3",
    ]);
    const { data } = await upload(csv(rows));
    expect(data.uploadAttendance).toMatchObject({ status: "REJECTED", rowCount: 300, errorCount: 1200 });
    const page = data.uploadAttendance.errors;
    expect(page.totalCount).toBe(1200);
    expect(page.nodes.slice(0, 5).map((e: Record<string, unknown>) => [e.line, e.column, e.code])).toEqual([
      [2, "AAST ID", "UNKNOWN_MEMBER"],
      [2, "Completion Date", "INVALID_DATE"],
      [2, "CECs", "CREDITS_ABOVE_MAXIMUM"],
      [2, "CECs", "CREDITS_NOT_WHOLE_STEPS"],
      [3, "AAST ID", "UNKNOWN_MEMBER"],
    ]);
    const download = await roster.world.fetch(`/attendance/uploads/${data.uploadAttendance.id}/errors.csv`, {
      token: roster.provider.token,
    });
    const lines = Buffer.from(await download.arrayBuffer())
      .toString()
      .trimEnd()
      .split("\r\n");
    expect(lines).toHaveLength(1201);
    // The byte order mark tells Excel that it is UTF-8.
    expect(lines[0]).toBe("\ufeffLine,Column,Value,Code,Message,Severity");
  });

  test("a formula in a cell is kept as given and made harmless in the download", async () => {
    const { data } = await upload(withCell(0, "First Name", '"=HYPERLINK(""http://evil.test"")"'));
    expect(data.uploadAttendance.errors.nodes[0].value).toBe('=HYPERLINK("http://evil.test")');
    const download = await roster.world.fetch(`/attendance/uploads/${data.uploadAttendance.id}/errors.csv`, {
      token: roster.provider.token,
    });
    expect(await download.text()).toContain(`"'=HYPERLINK`);
  });
});

describe("files as people have them", () => {
  eachInItsOwnWorld();
  test("headings in any order and case, semicolons, BOM, blank lines, accents and Excel's dates", async () => {
    const text = [
      "\ufeff cecs ;last name;FIRST NAME;member id;program id;Completion date",
      ";;;;;",
      "1;SMITH;john ;100100;a09164;39913",
      "",
      "3;Jonés;  Jane;100101;A09164;2009-04-10",
      "9.00;Johnson;Sally;100102;A09164;04/10/2009",
      ";;;;;",
    ].join("\n");
    const { data } = await upload(text);
    expect(data.uploadAttendance).toMatchObject({ status: "PROCESSED", rowCount: 3, recordedRows: 3 });
    const rows = await roster.world.sql("SELECT completed_on, credits, line FROM attendance_record ORDER BY line");
    expect(rows).toEqual([
      { completed_on: "2009-04-10", credits: "1.00", line: 3 },
      { completed_on: "2009-04-10", credits: "3.00", line: 5 },
      { completed_on: "2009-04-10", credits: "9.00", line: 6 },
    ]);
  });

  test("a long name, cut between two letters", async () => {
    const { world, provider } = roster;
    const name = `${"a".repeat(199)}\u{1f642}`;
    const variables = { providerId: provider.id };
    const { errors } = await world.upload(provider.token, uploadDocument, variables, csv(sampleRows), `${name}.csv`);
    expect(errors).toEqual([]);
    expect(await world.sql("SELECT file_name FROM attendance_upload")).toEqual([{ file_name: name }]);
  });

  test.each([
    ["UTF-16", Buffer.from(`\ufeff${csv(sampleRows)}`, "utf16le"), "PROCESSED"],
    ["tabs and CR", Buffer.from(csv(sampleRows).replaceAll(",", "\t").replaceAll("\r\n", "\r")), "PROCESSED"],
    ["an Excel workbook", Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 6, 0, 8, 0, 0, 0, 0x21, 0]), "NOT_A_CSV"],
    ["nothing", Buffer.from(""), "EMPTY_FILE"],
    ["a heading alone", Buffer.from(csv([])), "NO_ROWS"],
    ["zero bytes", Buffer.from(withCell(0, "First Name", "Jo\0hn")), "UNREADABLE_FILE"],
    ["an open quotation mark", Buffer.from(withCell(1, "First Name", '"Jane')), "UNREADABLE_FILE"],
  ])("%s", async (_name, file, expected) => {
    const { data, errors } = await upload(file);
    expect(errors).toEqual([]);
    if (expected === "PROCESSED") expect(data.uploadAttendance.status).toBe(expected);
    else {
      expect(data.uploadAttendance.status).toBe("REJECTED");
      expect(data.uploadAttendance.errors.nodes.map((e: { code: string }) => e.code)).toContain(expected);
      expect(await traces(roster.world)).toEqual(nothing);
    }
  });
});

describe("workbooks", () => {
  eachInItsOwnWorld();
  test("a roster may be an Excel workbook: findings name the sheet, and a decimal comma is none of its separators", async () => {
    const sheet = (rows: CellOfTest[][]) =>
      workbook([
        { name: "April", rows: [heading, ...rows] },
        { name: "Notes", rows: [["x"]] },
      ]);
    const day = { serial: 39_913, format: "m/d/yyyy" };
    const rows = sampleRows.map(([program, id, first, last, , credits]): CellOfTest[] => [
      program!,
      Number(id),
      first!,
      last!,
      day,
      Number(credits),
    ]);
    const wrong = rows.map((row, i) => (i === 1 ? row.with(2, "Sally") : row));
    const { errors, ...refused } = (await upload(sheet(wrong))).data.uploadAttendance;
    expect(refused).toMatchObject({ status: "REJECTED", errorCount: 1 });
    expect(errors.nodes).toMatchObject([
      {
        line: 3,
        column: "First Name",
        code: "NAME_MISMATCH",
        message: expect.stringMatching(/^Sheet "April", row 3, First Name: /),
      },
    ]);
    const slipped = rows.map((row, i) => (i === 4 ? row.with(4, { formula: "B1", error: "#REF!" }) : row));
    const { nodes } = (await upload(sheet(slipped))).data.uploadAttendance.errors;
    expect(nodes).toMatchObject([
      {
        line: 6,
        code: "UNREADABLE_FILE",
        message:
          'Sheet "April", row 6, Completion Date: the formula of this cell gives #REF!. Correct it, or type the value.',
      },
    ]);
    const right = sheet(rows.map((row, i) => (i === 0 ? row.with(5, "1,0") : row)));
    expect((await upload(right)).data.uploadAttendance).toMatchObject({
      status: "PROCESSED",
      recordedRows: 5,
      errorCount: 0,
    });
    expect((await upload(right)).data.uploadAttendance).toMatchObject({ status: "REJECTED", errorCount: 1 });
  });
});

describe("windows of time, in the offering's own zone", () => {
  eachInItsOwnWorld();
  test("the offering must have ended: 4/11 begins in Chicago at 05:00 UTC", async () => {
    roster.world.setClock("2009-04-11T04:59:59Z");
    const early = (await upload(csv(sampleRows))).data.uploadAttendance;
    expect(early.errors.nodes[0]).toMatchObject({ line: 2, column: "Program ID", code: "OFFERING_NOT_ENDED" });
    expect(early.errorCount).toBe(5);
    roster.world.setClock("2009-04-11T05:00:00Z");
    expect((await upload(csv(sampleRows))).data.uploadAttendance.status).toBe("PROCESSED");
  });

  test("attendance can be reported to the last second of day 45, and later where staff extended it", async () => {
    roster.world.setClock("2009-05-26T05:00:00Z");
    const late = (await upload(csv(sampleRows))).data.uploadAttendance;
    expect(late.errors.nodes[0]).toMatchObject({ code: "REPORTING_CLOSED", column: "Program ID" });
    expect(late.errors.nodes[0].message).toContain("until 2009-05-25");
    const program = {
      id: roster.programId,
      version: 0,
      number: null,
      name: "",
      status: "",
      offerings: [{ id: roster.offeringId }],
    };
    await step(roster.world, roster.staff.token, "extendReporting", program, { until: "2009-06-30" });
    roster.world.setClock("2009-07-01T04:59:59Z");
    expect((await upload(csv(sampleRows))).data.uploadAttendance.status).toBe("PROCESSED");
  });

  test("an inactive member and a program that is not approved are refused", async () => {
    const { world, provider, staff } = roster;
    await world.sql("UPDATE member SET active = false WHERE member_number = '100104'");
    world.setClock("2009-02-01T12:00:00Z");
    const inReview = await programIn(world, { provider, staff }, "IN_REVIEW", {
      offerings: [offering({ startsOn: "2009-04-10", endsOn: "2009-04-10" })],
    });
    world.setClock("2009-04-20T15:00:00Z");
    const rows = sampleRows.map((row, i) => (i === 0 ? [inReview.number ?? "", ...row.slice(1)] : row));
    const { data } = await upload(csv(rows));
    expect(data.uploadAttendance.errors.nodes.map((e: Record<string, unknown>) => [e.line, e.column, e.code])).toEqual([
      [2, "Program ID", "PROGRAM_NOT_APPROVED"],
      [6, "AAST ID", "MEMBER_INACTIVE"],
    ]);
    expect(await traces(world)).toEqual(nothing);
  });

  test("of offerings that share a day, the one that has ended is meant; twins are reported together", async () => {
    const { world, provider, staff } = roster;
    world.setClock("2009-01-20T12:00:00Z");
    const program = await programIn(world, { provider, staff }, "APPROVED", {
      offerings: [
        offering({ startsOn: "2009-04-01", endsOn: "2009-05-30" }),
        offering({ startsOn: "2009-04-10", endsOn: "2009-04-10" }),
        offering({ startsOn: "2009-04-10", endsOn: "2009-04-10", place: "Boston, MA" }),
      ],
    });
    world.setClock("2009-04-20T15:00:00Z");
    const { data } = await upload(csv([[program.number ?? "", "100100", "John", "Smith", "4/10/2009", "1.5"]]));
    expect(data.uploadAttendance.status).toBe("PROCESSED");
    expect(
      await world.sql(
        "SELECT starts_on, reported_at IS NOT NULL AS reported FROM offering WHERE program_id = $1 ORDER BY starts_on",
        [program.id],
      ),
    ).toEqual([
      { starts_on: "2009-04-01", reported: false },
      { starts_on: "2009-04-10", reported: true },
      { starts_on: "2009-04-10", reported: true },
    ]);
  });

  test("the last second of day 45", async () => {
    roster.world.setClock("2009-05-26T04:59:59Z");
    expect((await upload(csv(sampleRows))).data.uploadAttendance.status).toBe("PROCESSED");
  });
});

describe("who may", () => {
  eachInItsOwnWorld();
  test("another provider gets the same answer for this provider as for one that does not exist", async () => {
    const { world, other, provider } = roster;
    const foreign = await world.upload(other.token, uploadDocument, { providerId: provider.id }, csv(sampleRows));
    const absent = await world.upload(
      other.token,
      uploadDocument,
      { providerId: "01900000-0000-7000-8000-000000000000" },
      csv(sampleRows),
    );
    expect(foreign.errors).toEqual(absent.errors);
    expect(foreign.errors[0]?.extensions.code).toBe("NOT_FOUND");
    expect(await traces(world)).toEqual(nothing);
  });

  test("an upload, its errors and its download are not there for another provider", async () => {
    const { world, other, provider } = roster;
    const { id } = (await upload(withCell(0, "CECs", "11"))).data.uploadAttendance;
    const query = "query ($id: ID!) { attendanceUpload(id: $id) { id errorCount } }";
    expect((await world.ok(provider.token, query, { id })).attendanceUpload).toEqual({ id, errorCount: 1 });
    expect((await world.ok(other.token, query, { id })).attendanceUpload).toBeNull();
    expect((await world.ok(other.token, query, { id: "no id" })).attendanceUpload).toBeNull();
    const [foreign, absent] = await Promise.all(
      [id, "01900000-0000-7000-8000-000000000000"].map((one) =>
        world.fetch(`/attendance/uploads/${one}/errors.csv`, { token: other.token }),
      ),
    );
    expect(foreign?.status).toBe(404);
    expect(await foreign?.text()).toBe(await absent?.text());
  });

  test("a key that only writes polls and reads what it has sent itself, its successor too, and nothing else", async () => {
    const { world, provider } = roster;
    const keyFor = async (scope: string) =>
      (
        await world.ok(
          provider.token,
          `mutation ($p: ID!) { createApiKey(name: "LMS", scopes: [${scope}], providerId: $p) { key } }`,
          { p: provider.id },
        )
      ).createApiKey.key as string;
    const [writer, reader, other] = [
      await keyFor("ATTENDANCE_WRITE"),
      await keyFor("ATTENDANCE_READ"),
      await keyFor("ATTENDANCE_WRITE"),
    ];
    const faulty = (credits: string) => withCell(0, "CECs", credits);
    const byHand = (await upload(faulty("11"))).data.uploadAttendance.id;
    // Without saying for whom: a provider's key has but one.
    const sent = await world.upload(
      writer,
      "mutation ($file: Upload!) { uploadAttendance(file: $file) { id errorCount provider { number } } }",
      {},
      faulty("12"),
    );
    const { id } = sent.data.uploadAttendance;
    const next = (await world.ok(writer, "mutation { rotateApiKey { key } }")).rotateApiKey.key as string;
    const list = "{ attendanceUploads { totalCount nodes { id } } }";
    const one = "query ($id: ID!) { attendanceUpload(id: $id) { id errors { totalCount } } }";
    const sees = async (token: string, upload: string) => [
      (await world.ok(token, list)).attendanceUploads.nodes.some((node: { id: string }) => node.id === upload),
      (await world.ok(token, one, { id: upload })).attendanceUpload !== null,
      (await world.fetch(`/attendance/uploads/${upload}/errors.csv`, { token })).status,
    ];
    const [yes, no] = [
      [true, true, 200],
      [false, false, 404],
    ];
    for (const token of [writer, next]) expect([await sees(token, id), await sees(token, byHand)]).toEqual([yes, no]);
    expect([await sees(other, id), await sees(other, byHand)]).toEqual([no, no]);
    expect([await sees(reader, id), await sees(reader, byHand)]).toEqual([yes, yes]);
    const staff = await world.staff();
    const unsaid = await world.upload(
      staff.token,
      "mutation ($file: Upload!) { uploadAttendance(file: $file) { id } }",
      {},
      faulty("12"),
    );
    expect(unsaid.errors[0]?.extensions).toMatchObject({ code: "BAD_INPUT", field: "providerId" });
  });

  test("nobody's file, and one without the preflight header, is refused before it is read", async () => {
    const { world, provider } = roster;
    const unsigned = await world.upload(null, uploadDocument, { providerId: provider.id }, csv(sampleRows));
    expect([unsigned.status, unsigned.errors[0]?.extensions.code]).toEqual([401, "UNAUTHENTICATED"]);
    const bare = await world.upload(
      provider.token,
      uploadDocument,
      { providerId: provider.id },
      csv(sampleRows),
      "r.csv",
      {},
    );
    expect([bare.status, bare.errors[0]?.extensions.code]).toEqual([400, "INVALID_UPLOAD"]);
    expect(await traces(world)).toEqual(nothing);
  });

  test.each([
    ["without its file", []],
    [
      "with a file whose name has control characters",
      ['--B\r\nContent-Disposition: form-data; name="0"; filename="a\u0007.csv"\r\n\r\na,b\r\n'],
    ],
  ])("a multipart request %s is its sender's fault, with and without an Idempotency-Key", async (_name, parts) => {
    const { world, provider } = roster;
    const field = (name: string, value: unknown) =>
      `--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${JSON.stringify(value)}\r\n`;
    const body = [
      field("operations", { query: uploadDocument, variables: { providerId: provider.id, file: null } }),
      field("map", { 0: ["variables.file"] }),
      ...parts,
      "--B--\r\n",
    ].join("");
    for (const key of [{}, { "Idempotency-Key": "broken" }] as Record<string, string>[]) {
      const response = await world.fetch("/graphql", {
        method: "POST",
        token: provider.token,
        headers: { "Content-Type": "multipart/form-data; boundary=B", "Apollo-Require-Preflight": "1", ...key },
        body,
      });
      const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(["INVALID_UPLOAD"]);
    }
    expect(await traces(world)).toEqual(nothing);
  });

  test("a file over the limit is refused by its name", async () => {
    await roster.world.stop();
    roster = await startRosterWorld({ uploadMaxBytes: 2_000 });
    const { errors } = await upload(csv(Array.from({ length: 100 }, () => sampleRows[0] ?? [])));
    expect(errors[0]?.extensions.code).toBe("FILE_TOO_LARGE");
    expect(await traces(roster.world)).toEqual(nothing);
  });
});
