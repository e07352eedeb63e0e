import { bundledFileName } from "../../server/certificates/bundled-file-name.ts";
import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { readZip } from "../support/read-zip.ts";

let roster: RosterWorld;
beforeAll(async () => {
  roster = await startRosterWorld();
  const { world, provider } = roster;
  await world.upload(provider.token, uploadDocument, { providerId: provider.id }, csv(sampleRows));
  await world.runJobs();
});
afterAll(() => roster.world.stop());

const bundle = (token: string | null, id = roster.programId) =>
  roster.world.fetch(`/certificates/programs/${id}.zip`, { token });
const entries = async (response: Response) => readZip(Buffer.from(await response.arrayBuffer()));
const downloads = () =>
  roster.world.sql("SELECT actor_as, after FROM audit_entry WHERE action = 'certificate.bundle' ORDER BY at, id");

test("the provider and staff get all that hold, as the bytes that were issued, and each download is on record", async () => {
  const { world, provider, staff } = roster;
  const issued = await world.sql(
    "SELECT c.number, c.recipient_name AS name, f.content FROM certificate c JOIN stored_file f ON f.id = c.pdf_file_id ORDER BY c.number",
  );
  await world.sql("UPDATE provider SET name = 'Renamed'");
  for (const { token } of [provider, staff]) {
    const response = await bundle(token);
    expect(response.headers.get("content-type")).toBe("application/zip");
    expect(response.headers.get("content-disposition")).toBe("attachment; filename=certificates-A09164.zip");
    const files = await entries(response);
    expect(files.map((file) => file.name)).toEqual(issued.map(({ number, name }) => `${number} ${name}.pdf`));
    expect(files.every((file, i) => file.content.equals(issued[i].content))).toBe(true);
  }
  const after = { number: "A09164", certificates: 5 };
  expect(await downloads()).toEqual([
    { actor_as: "PROVIDER", after },
    { actor_as: "STAFF", after },
  ]);
});

test("for all others, a program without certificates and no ID, there is nothing, and nothing on record", async () => {
  const { world, other, staff } = roster;
  const before = await downloads();
  const member = await world.signIn("john.smith@example.test");
  for (const token of [null, member, other.token]) {
    const response = await bundle(token);
    expect(response.status).toBe(token ? 404 : 401);
    expect((await response.json()).errors[0].extensions.code).toBe(token ? "NOT_FOUND" : "UNAUTHENTICATED");
  }
  for (const id of ["00000000-0000-0000-0000-000000000000", "x", "..%2F..%2Fetc%2Fpasswd"])
    expect((await bundle(staff.token, id)).status).toBe(404);
  expect(await downloads()).toEqual(before);
});

test("what was revoked is not in it, and hostile names stay in their place", async () => {
  const { world, staff, programId } = roster;
  const names = ["../../etc/passwd", "C:\\Windows\\CON", "\u202Efdp.exe", "Nguyễn Thị Ánh", "..."];
  const certificates = await world.sql("SELECT id, number FROM certificate ORDER BY number");
  for (const [i, name] of names.entries())
    await world.sql("UPDATE certificate SET recipient_name = $2 WHERE id = $1", [certificates[i].id, name]);
  await world.ok(staff.token, 'mutation ($id: ID!) { revokeCertificate(id: $id, reason: "Not there.") { id } }', {
    id: certificates[1].id,
  });
  const [a, , c, d, e] = certificates.map(({ number }) => number);
  expect((await entries(await bundle(staff.token, programId))).map((file) => file.name)).toEqual([
    `${a} etc passwd.pdf`,
    `${c} fdp.exe.pdf`,
    `${d} Nguyễn Thị Ánh.pdf`,
    `${e}.pdf`,
  ]);
});

test.each([
  ["a".repeat(400), `C1 ${"a".repeat(150)}.pdf`],
  ["語".repeat(400), `C1 ${"語".repeat(50)}.pdf`],
  ["Mary-Jane O'Neil Jr.", "C1 Mary-Jane O'Neil Jr.pdf"],
  ["a\u0000b\nc/d:e", "C1 a b c d e.pdf"],
  ["- ../ -", "C1.pdf"],
])("%j is called %j", (name, file) => {
  expect(bundledFileName("C1", name)).toBe(file);
});

const openTransactions = async (): Promise<number> =>
  (
    await roster.world.sql(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'",
    )
  )[0].n;

test("who fetches slowly, or hangs up in the middle, holds no connection to the database", async () => {
  const { world, staff, programId } = roster;
  // More than the buffers between server and client take.
  await world.sql("UPDATE stored_file SET content = convert_to(repeat('x', 8000000), 'UTF8')");
  const abort = new AbortController();
  const response = await world.fetch(`/certificates/programs/${programId}.zip`, {
    token: staff.token,
    signal: abort.signal,
  });
  await response.body?.getReader().read();
  expect(await openTransactions()).toBe(0);
  abort.abort();
});
