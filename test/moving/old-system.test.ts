import { oldSystem, type Planted } from "../../bench/old-system.ts";
import { filesOfExport } from "../../server/moving/export-files.ts";
import { BundleWorld } from "../support/bundle-world.ts";
import type { World } from "../support/world.ts";

/** Which share of the largest accreditor moves in; `MOVING_SHARE=0.1` moves more. */
const share = Number(process.env.MOVING_SHARE ?? 0.0005);

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.stop();
});

async function start(): Promise<BundleWorld> {
  const bundles = await BundleWorld.start();
  worlds.push(bundles.world);
  return bundles;
}

/** Lists and PDFs as files of one bundle. */
const filesOf = ({ files, pdfs }: Pick<ReturnType<typeof oldSystem>, "files" | "pdfs">): Record<string, Buffer> =>
  Object.fromEntries([...files, ...pdfs()]);

/** What an export has that an import takes in: lists, and the PDFs of certificates. */
async function exported(world: World): Promise<Record<string, Buffer>> {
  const runner = world.ctx.db.createQueryRunner();
  const found: Record<string, Buffer> = {};
  try {
    await runner.startTransaction("REPEATABLE READ");
    for await (const { name, input } of filesOfExport(world.ctx, runner, { withoutContacts: false })) {
      const pieces: Buffer[] = [];
      for await (const piece of input) pieces.push(Buffer.from(piece));
      if (/\.(csv|pdf)$/.test(name)) found[name] = Buffer.concat(pieces);
    }
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
  return found;
}

/** What the lists say that a member attended: program, day, credit, and the certificate of the old system. */
function attendedBy(member: string, { files }: Pick<ReturnType<typeof oldSystem>, "files">): string[] {
  const rowsOf = (name: string) =>
    String(files.get(name))
      .trim()
      .split("\r\n")
      .map((line) => line.split(","));
  const numbers = new Map(
    rowsOf("certificates.csv").map(([number, , of, , program, , day]) => [[of, program, day].join(), number]),
  );
  return rowsOf("attendance.csv")
    .filter(([, of]) => of === member)
    .map(([program, , dayFirst = "", credits]) => {
      const day = dayFirst.split("/").reverse().join("-");
      const number = numbers.get([member, program, day].join()) ?? "";
      return [program, day, Number(credits).toFixed(2), number].join();
    })
    .sort();
}

test("of an old system's lists every planted fault is named and none else; mended they move in, on to another installation, and out again byte for byte", async () => {
  const bundles = await start();
  const { world } = bundles;
  await world.member({ firstName: "Ann", lastName: "Lee" });
  const faulty = oldSystem(share, true);
  const { id } = await bundles.send(filesOf(faulty));
  const named = await world.sql("SELECT file, line, code, severity FROM bundle_error WHERE upload_id = $1", [id]);
  const asText = ({ file, line, code, severity }: Planted) => `${file} ${line} ${code} ${severity}`;
  expect((named as Planted[]).map(asText).sort()).toEqual(faulty.planted.map(asText).sort());
  expect(await world.sql("SELECT count(*)::int AS count FROM stored_file")).toEqual([{ count: 0 }]);
  await world.sql("DELETE FROM member");

  const told = () =>
    world.sql(
      "SELECT (SELECT count(*)::int FROM mail) AS mails, (SELECT count(*)::int FROM event) AS events, (SELECT count(*)::int FROM certificate) AS certificates",
    );
  const before = await told();
  const mended = oldSystem(share, false);
  // Of what is mended nothing is named at all.
  expect((await bundles.move(filesOf(mended))).errors.nodes).toEqual([]);
  const [counts] = await world.sql(
    `SELECT (SELECT count(*)::int FROM member) AS members, (SELECT count(*)::int FROM program) AS programs,
       (SELECT count(*)::int FROM attendance_record) AS attendance_record, (SELECT count(pdf_file_id)::int FROM outside_certificate) AS outside_certificate`,
  );
  expect(counts).toEqual(mended.records);
  expect(await told()).toEqual(before);

  for (const member of ["300000", "300003"]) {
    const { transcript } = await world.ok(
      bundles.staff.token,
      "query ($member: String!) { transcript(memberNumber: $member) { lines { programNumber completedOn credits certificateNumber issuedElsewhereBy } } }",
      { member },
    );
    const lines: { [each: string]: string | null }[] = transcript.lines;
    expect(
      lines.map((line) => [line.programNumber, line.completedOn, line.credits, line.certificateNumber].join()).sort(),
    ).toEqual(attendedBy(member, mended));
    expect(lines.filter(({ issuedElsewhereBy }) => !issuedElsewhereBy)).toEqual([]);
  }

  const first = await exported(world);
  const pdfs = Object.keys(first).filter((name) => name.endsWith(".pdf"));
  expect(pdfs).toHaveLength(mended.records.outside_certificate ?? 0);
  for (const [name, content] of mended.pdfs())
    expect(first[`certificates/${name.split("/").at(-1)}`]?.equals(content)).toBe(true);
  const other = await start();
  await other.move(first);
  const second = await exported(other.world);
  expect(Object.keys(second)).toEqual(Object.keys(first));
  for (const [name, content] of Object.entries(first))
    expect([name, second[name]?.equals(content)]).toEqual([name, true]);
});
