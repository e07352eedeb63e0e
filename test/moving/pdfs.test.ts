import { forgetImportPreviewsJob } from "../../server/persons/member-imports/forget-member-previews.job.ts";
import { readZip } from "../persons/read-zip.ts";
import { BundleWorld } from "../support/bundle-world.ts";
import { smallPdf } from "../support/small-pdf.ts";
import type { World } from "../support/world.ts";

let bundles: BundleWorld;
let world: World;
beforeEach(async () => {
  bundles = await BundleWorld.start();
  world = bundles.world;
});
afterEach(() => world.stop());

const members = "Member ID,First Name,Last Name\n100200,Jane,Jones\n100201,Jim,Miller\n";
const list = (...rows: string[]) =>
  ["Certificate Number,Member ID,Title,Completion Date,Credits,PDF", ...rows].join("\n");

const files = async (): Promise<number> => (await world.sql("SELECT count(*)::int AS count FROM stored_file"))[0].count;
const waiting = async (): Promise<number> =>
  (await world.sql("SELECT count(*)::int AS count FROM bundle_pdf"))[0].count;

const lines = async (token: string, memberNumber: string) =>
  (
    await world.ok(
      token,
      "query ($n: String) { transcript(memberNumber: $n) { lines { certificateNumber issuedElsewherePdfUrl } } }",
      { n: memberNumber },
    )
  ).transcript.lines;

const bundle = {
  "members.csv": members,
  "certificates.csv": list(
    "OLD-1,100200,Points,2009-04-10,2,OLD-1.pdf",
    "2010/77,100200,Needles,2010-06-02,2,PDF\\Seventy-Seven.PDF",
    "OLD-3,100201,Cups,2011-01-03,1,",
  ),
  "pdf/OLD-1.pdf": smallPdf("one"),
  "pdf/seventy-seven.pdf": smallPdf("seventy-seven"),
  "pdf/nobody's.pdf": smallPdf("nobody's"),
};

test("old PDFs are kept byte for byte, are opened by their member and staff alone, and go when the bundle is taken back", async () => {
  const shown = await bundles.send(bundle);
  expect(shown.status).toBe("CHECKED");
  expect(shown.errors.nodes).toMatchObject([
    { severity: "WARNING", file: "*.pdf", value: "pdf/nobody's.pdf", code: "UNKNOWN_FILE" },
  ]);
  const done = await bundles.record(shown.id);
  expect(done.status).toBe("PROCESSED");
  expect([await files(), await waiting()]).toEqual([2, 0]);
  const { token } = bundles.staff;
  const [second, first] = await lines(token, "100200");
  expect((await lines(token, "100201"))[0].issuedElsewherePdfUrl).toBeNull();
  const read = async (url: string, who: string | null) => {
    const answer = await world.fetch(new URL(url).pathname, { token: who });
    return answer.status === 200 ? Buffer.from(await answer.arrayBuffer()) : answer.status;
  };
  expect(await read(first.issuedElsewherePdfUrl, token)).toEqual(smallPdf("one"));
  expect(await read(second.issuedElsewherePdfUrl, token)).toEqual(smallPdf("seventy-seven"));
  const answer = await world.fetch(new URL(second.issuedElsewherePdfUrl).pathname, { token });
  expect(answer.headers.get("content-type")).toBe("application/pdf");
  expect(answer.headers.get("content-disposition")).toContain("certificate-2010_77.pdf");
  const [{ id }] = await world.sql("SELECT id FROM member WHERE member_number = '100200'");
  const own = await world.account({ email: "jane@example.test" });
  await world.sql("UPDATE member SET account_id = $1 WHERE id = $2", [own.id, id]);
  await world.member({ email: "jim@example.test" });
  const other = { token: await world.signIn("jim@example.test") };
  const provider = await world.provider();
  expect(await read(first.issuedElsewherePdfUrl, own.token)).toEqual(smallPdf("one"));
  expect(await read(first.issuedElsewherePdfUrl, other.token)).toBe(404);
  expect(await read(first.issuedElsewherePdfUrl, provider.token)).toBe(404);
  expect(await read(first.issuedElsewherePdfUrl, null)).toBe(401);
  const { exportMyData } = await world.ok(own.token, "mutation { exportMyData { id } }");
  await world.runJobs();
  const zip = await world.fetch(`/my-data/${exportMyData.id}.zip`, { token: own.token });
  const copy = readZip(Buffer.from(await zip.arrayBuffer()));
  expect(copy.get("certificates/elsewhere/1-OLD-1.pdf")).toEqual(smallPdf("one"));
  await world.sql("UPDATE member SET account_id = NULL WHERE id = $1", [id]);

  // The same bundle again has the same bytes, and changes nothing.
  const again = await bundles.move(bundle);
  expect(again.files).toMatchObject([{ unchangedRows: 2 }, { unchangedRows: 3 }]);
  expect([await files(), await waiting()]).toEqual([2, 0]);
  const otherPdf = await bundles.send({ ...bundle, "pdf/OLD-1.pdf": smallPdf("another") });
  expect(otherPdf.errors.nodes.filter((e: { severity: string }) => e.severity === "ERROR")).toMatchObject([
    { file: "certificates.csv", line: 2, column: "PDF", code: "INVALID_VALUE" },
  ]);
  // One that came without gets one, and has none again when that is taken back.
  const later = await bundles.move({
    "certificates.csv": list("OLD-3,100201,Cups,2011-01-03,1,late.pdf"),
    "late.pdf": smallPdf("late"),
  });
  expect(await files()).toBe(3);
  expect(await bundles.undo(later.id)).toBe("UNDONE");
  expect(await files()).toBe(2);
  expect((await lines(token, "100201"))[0].issuedElsewherePdfUrl).toBeNull();
  expect(await bundles.undo(again.id)).toBe("UNDONE");
  expect(await bundles.undo(done.id)).toBe("UNDONE");
  expect([await files(), await waiting()]).toEqual([0, 0]);
});

test("a PDF that is missing, none, cut off, too large, or another row's is an error of its row, and nothing of it is kept", async () => {
  const whole = smallPdf("whole");
  const refused = await bundles.send({
    "members.csv": members,
    "certificates.csv": list(
      "A1,100200,One,2010-01-01,1,missing.pdf",
      "A2,100200,Two,2010-01-02,1,page.pdf",
      "A3,100200,Three,2010-01-03,1,cut.pdf",
      "A4,100200,Four,2010-01-04,1,large.pdf",
      "A5,100200,Five,2010-01-05,1,whole.pdf",
      "A6,100201,Six,2010-01-06,1,a/whole.pdf",
      "A7,100201,Seven,2010-01-07,1,twice.pdf",
      "A8,100201,Eight,2010-01-08,1,b/twice.pdf",
    ),
    "a/page.pdf": "<!doctype html><title>Not found</title>",
    "a/cut.pdf": whole.subarray(0, whole.length - 40),
    "a/large.pdf": Buffer.concat([whole, Buffer.alloc(10 * 1024 * 1024), Buffer.from("%%EOF")]),
    "a/whole.pdf": whole,
    "a/twice.pdf": smallPdf("a"),
    "b/twice.pdf": smallPdf("b"),
  });
  expect(refused.status).toBe("REJECTED");
  expect(
    refused.errors.nodes.map((e: { file: string; line: number; code: string }) => [e.file, e.line, e.code]),
  ).toEqual([
    ["certificates.csv", 2, "UNKNOWN_FILE"],
    ["certificates.csv", 3, "INVALID_VALUE"],
    ["certificates.csv", 4, "INVALID_VALUE"],
    ["certificates.csv", 5, "FILE_TOO_LARGE"],
    ["certificates.csv", 7, "DUPLICATE_ROW"],
    ["certificates.csv", 8, "UNKNOWN_FILE"],
    ["*.pdf", 1, "UNKNOWN_FILE"],
  ]);
  expect([await files(), await waiting()]).toEqual([0, 0]);
});

test("a PDF goes with who is erased, and with a bundle that nobody records", async () => {
  const shown = await bundles.send(bundle);
  expect(await files()).toBe(3);
  world.setClock("2026-05-09T12:00:00Z");
  await forgetImportPreviewsJob.run(world.ctx, {});
  expect([await files(), await waiting()]).toEqual([0, 0]);
  expect(shown.status).toBe("CHECKED");
  await bundles.move(bundle);
  const [{ id }] = await world.sql("SELECT id FROM member WHERE member_number = '100200'");
  await world.ok(bundles.staff.token, 'mutation ($id: ID!) { eraseMember(memberId: $id, reason: "asked") }', { id });
  await world.runJobs();
  expect(await files()).toBe(0);
  expect(await world.sql("SELECT number, pdf_file_id FROM outside_certificate ORDER BY 1")).toEqual([
    { number: "2010/77", pdf_file_id: null },
    { number: "OLD-1", pdf_file_id: null },
    { number: "OLD-3", pdf_file_id: null },
  ]);
});
