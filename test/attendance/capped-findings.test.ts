import { csv, heading, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "./roster-world.ts";

let roster: RosterWorld;
beforeAll(async () => {
  roster = await startRosterWorld();
});
afterAll(() => roster.world.stop());

const look = `query ($id: ID!, $code: ErrorCode) { attendanceUpload(id: $id) { errorCount errorsUrl
  errorKinds { code severity count } errors(code: $code) { totalCount nodes { line column code } } } }`;

/** Rows that are wrong in date and credits, and behind them a few whose credits alone are. */
const rows = [
  ...Array.from({ length: 20_000 }, () => ["A09164", "100100", "John", "Smith", "2/30/2009", "many"]),
  ...Array.from({ length: 30 }, () => ["A09164", "", "John", "Smith", "4/10/2009", "1"]),
];

test("of very many errors the first are kept, some of each kind, and all are counted; the CSV says how many more there are", async () => {
  const { world, provider } = roster;
  const variables = { providerId: provider.id, preview: true };
  const sent = (await world.upload(provider.token, uploadDocument, variables, csv(rows))).data.uploadAttendance;
  expect(sent).toMatchObject({ status: "REJECTED", errorCount: 40_030 });

  const [{ kept }] = await world.sql("SELECT count(*)::int AS kept FROM attendance_upload_error");
  expect(kept).toBe(10_020);
  const found = (await world.ok(provider.token, look, { id: sent.id })).attendanceUpload;
  expect(found.errorKinds).toEqual([
    { code: "INVALID_CREDITS", severity: "ERROR", count: 20_000 },
    { code: "INVALID_DATE", severity: "ERROR", count: 20_000 },
    { code: "MISSING_VALUE", severity: "ERROR", count: 30 },
  ]);
  const rare = (await world.ok(provider.token, look, { id: sent.id, code: "MISSING_VALUE" })).attendanceUpload.errors;
  expect(rare.totalCount).toBe(20);
  expect(rare.nodes[0]).toEqual({ line: 20_002, column: heading[1], code: "MISSING_VALUE" });

  const read = async (query = "") =>
    (await (await world.fetch(found.errorsUrl + query, { token: provider.token })).text()).trimEnd().split("\r\n");
  const lines = await read();
  expect(lines).toHaveLength(1 + 10_020 + 3);
  expect(lines.slice(-3)).toEqual([
    ',CECs,,INVALID_CREDITS,"15,000 more of this kind are not listed. Mend those that are, and check the file again.",ERROR',
    ',Completion Date,,INVALID_DATE,"15,000 more of this kind are not listed. Mend those that are, and check the file again.",ERROR',
    ',AAST ID,,MISSING_VALUE,"10 more of this kind are not listed. Mend those that are, and check the file again.",ERROR',
  ]);
  expect(await read("?code=MISSING_VALUE")).toHaveLength(1 + 20 + 1);
});

test("a file with few errors keeps each of them, and its CSV has no more lines", async () => {
  const { world, provider } = roster;
  const few = [...sampleRows.slice(1), ["A09164", "100100", "John", "Smith", "2/30/2009", "1"]];
  const variables = { providerId: provider.id, preview: true };
  const sent = (await world.upload(provider.token, uploadDocument, variables, csv(few))).data.uploadAttendance;
  const found = (await world.ok(provider.token, look, { id: sent.id })).attendanceUpload;
  expect(found).toMatchObject({ errorCount: 1, errorKinds: [{ code: "INVALID_DATE", severity: "ERROR", count: 1 }] });
  const text = await (await world.fetch(found.errorsUrl, { token: provider.token })).text();
  expect(text.trimEnd().split("\r\n")).toHaveLength(2);
});
