import { createHash } from "node:crypto";
import { certificateFileName } from "../../server/certificates/certificate.mail.ts";
import { checkLog } from "../../server/certificates/log/check-log.ts";
import { storeFile } from "../../server/core/files.ts";
import { checkFiles, extraObjects, type FileFault } from "../../server/core/storage/check-files.ts";
import { databaseStore } from "../../server/core/storage/database-store.ts";
import { type FileStore, ObjectMissingError, StoreAwayError } from "../../server/core/storage/file-store.ts";
import { keepFilesJob } from "../../server/core/storage/keep-files.job.ts";
import { outsideStore } from "../../server/core/storage/kept-bytes.ts";
import { moveFiles, moveOut } from "../../server/core/storage/move-file.ts";
import { s3Store } from "../../server/core/storage/s3-store.ts";
import { sendMailJob } from "../../server/mail/send-mail.job.ts";
import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { FakeS3 } from "../support/fake-s3.ts";
import { readZip } from "../support/read-zip.ts";

let roster: RosterWorld;
let s3: FakeS3;
beforeEach(async () => {
  s3 = new FakeS3();
  await s3.start();
  roster = await startRosterWorld();
  const { world, provider } = roster;
  await world.upload(provider.token, uploadDocument, { providerId: provider.id }, csv(sampleRows));
  await world.runJobs();
  Object.assign(world.config, { storage: "s3", s3: s3.settings() });
});
afterEach(async () => {
  await roster.world.stop();
  await s3.stop();
});

const store = (): FileStore => outsideStore(roster.world.config) as FileStore;
const keep = () => keepFilesJob.run(roster.world.ctx, {});
const sql = (statement: string, values: unknown[] = []) => roster.world.sql(statement, values);

async function collect(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

interface Issued {
  id: string;
  fileId: string;
  number: string;
  objectName: string | null;
}

const issued = (): Promise<Issued[]> =>
  sql(`SELECT c.id, f.id AS "fileId", c.number, f.object_name AS "objectName" FROM certificate c JOIN stored_file f ON f.id = c.pdf_file_id
    ORDER BY c.number`);

const download = (id: string) => roster.world.fetch(`/certificates/${id}.pdf`, { token: roster.staff.token });
const hashOf = async (id: string): Promise<string> =>
  createHash("sha256")
    .update(Buffer.from(await (await download(id)).arrayBuffer()))
    .digest("hex");
const hashes = async () => Promise.all((await issued()).map(({ id }) => hashOf(id)));

const where = async (): Promise<{ here: number; outside: number }> =>
  (
    await sql(
      `SELECT count(content)::int AS here, count(*) FILTER (WHERE content IS NULL)::int AS outside FROM stored_file`,
    )
  )[0];

async function faults(): Promise<FileFault[]> {
  const found: FileFault[] = [];
  for await (const fault of checkFiles(roster.world.ctx, store())) found.push(fault);
  return found;
}

const allOf = async (source: AsyncIterable<string>): Promise<string[]> => {
  const found: string[] = [];
  for await (const each of source) found.push(each);
  return found;
};

/** What the store has of a file, changed by whoever has the bucket. */
const tamper = (name: string | null, change: (bytes: Buffer) => void) => {
  const version = s3.objects.get(`files/${name}`)?.at(-1);
  if (!version) throw new Error(`There is no ${name}.`);
  version.bytes = Buffer.from(version.bytes);
  change(version.bytes);
};

test.each(["database", "s3"])(
  "the store in %s puts, reads all and parts, lists and removes, and says what it lacks",
  async (kind) => {
    const [{ fileId = "" } = {}] = await issued();
    const at = kind === "s3" ? s3Store(s3.settings()) : databaseStore(roster.world.base.db);
    const bytes = Buffer.from("0123456789");
    if (kind === "database") await sql("UPDATE stored_file SET object_name = gen_random_uuid(), object_key = '\\x00'");
    await at.put(fileId, bytes);
    await at.put(fileId, bytes);
    expect((await collect(await at.get(fileId))).equals(bytes)).toBe(true);
    expect((await collect(await at.get(fileId, { first: 2, last: 4 }))).toString()).toBe("234");
    const listed = [];
    for await (const each of at.list()) listed.push(each);
    expect(listed).toContainEqual({ name: fileId, byteSize: 10 });
    expect(await at.remove(fileId)).toBe("GONE");
    await expect(at.get(fileId).then(collect)).rejects.toThrow(ObjectMissingError);
    expect(await at.remove(fileId)).toBe("GONE");
  },
);

test("moved out and back, every byte is what it was, wherever it is asked for meanwhile", async () => {
  const { world, staff, programId } = roster;
  const before = await hashes();
  await keep();
  expect((await where()).here).toBe(0);
  const files = await issued();
  expect(s3.keys()).toEqual(expect.arrayContaining(files.map(({ objectName }) => `files/${objectName}`)));
  // What stands there says nothing of what it is.
  expect([...s3.objects.values()].some((versions) => versions.at(-1)?.bytes.includes("%PDF"))).toBe(false);
  expect(await hashes()).toEqual(before);
  expect(await faults()).toEqual([]);
  // A ZIP, and the mail that brings one.
  const zip = await world.fetch(`/certificates/programs/${programId}.zip`, { token: staff.token });
  const inZip = readZip(Buffer.from(await zip.arrayBuffer()));
  expect(inZip.map(({ content }) => createHash("sha256").update(content).digest("hex"))).toEqual(before);
  const [{ mail, name }] = await sql(`SELECT mail_id AS mail, file_name AS name FROM mail_attachment LIMIT 1`);
  expect(name).toBe(certificateFileName(files.find(({ number }) => name.includes(number)) as Issued));
  const attached = await world.fetch(`/mail/${mail}/${encodeURIComponent(name)}`, { token: staff.token });
  expect([attached.status, (await attached.text()).slice(0, 5)]).toEqual([200, "%PDF-"]);
  const told: string[] = [];
  await world.base.db.transaction("REPEATABLE READ", async (tx) => {
    told.push(...(await allOf(checkLog(tx, true, store()))));
  });
  expect(told).toEqual([]);

  Object.assign(world.config, { storage: "database" });
  expect(await moveFiles(world.ctx, store(), "database")).toEqual({ moved: inZip.length + 0, failed: [] });
  expect((await where()).outside).toBe(0);
  await keep();
  expect([s3.keys(), await hashes(), await faults()]).toEqual([[], before, []]);
});

test("a store that does not answer, breaks off, stalls or refuses costs nothing but what stands there, for as long as it lasts", async () => {
  const [first] = (await issued()) as [Issued];
  // Nothing can be moved: everything stays where it is, and is served.
  for (const outage of [503, 500, 403] as const) {
    s3.outage = outage;
    await keep();
    expect((await where()).outside).toBe(0);
    expect((await download(first.id)).status).toBe(200);
  }
  s3.outage = null;
  // What comes back is not believed before it was read.
  s3.faults = ["serve", "cut"];
  await expect(moveOut(roster.world.ctx, store(), first.fileId)).rejects.toThrow(StoreAwayError);
  expect((await where()).outside).toBe(0);
  await keep();
  expect((await where()).here).toBe(0);
  for (const fault of [503, "cut"] as const) {
    s3.faults = [fault];
    const answer = await download(first.id);
    const [error] = (await answer.json()).errors;
    expect([answer.status, error.extensions.code, error.extensions.retryAfterSeconds]).toEqual([
      503,
      "UNAVAILABLE",
      30,
    ]);
  }
  expect((await download(first.id)).status).toBe(200);
  const ready = await (await roster.world.fetch("/readyz")).json();
  expect([ready.status, ready.files]).toEqual(["ready", undefined]);
});

test("a mail whose attachment cannot be fetched waits, and counts no try", async () => {
  await keep();
  const [{ id: certificateId }] = (await issued()) as [Issued];
  await roster.world.graphql(roster.staff.token, "mutation ($id: ID!) { resendCertificate(id: $id) { id } }", {
    id: certificateId,
  });
  const [{ id }] = await sql("SELECT id FROM mail WHERE status = 'QUEUED'");
  Object.assign(roster.world.config, {
    smtp: { host: "127.0.0.1", port: 1, secure: false, requireTls: false, login: null },
  });
  s3.outage = 503;
  await expect(sendMailJob.run(roster.world.ctx, { mailId: id })).rejects.toThrow("store that is not responding");
  expect(await sql("SELECT status, attempts FROM mail WHERE id = $1", [id])).toEqual([
    { status: "QUEUED", attempts: 0 },
  ]);
});

test("what was changed or lost outside is refused and named, also what nobody knows there", async () => {
  await keep();
  const [first, second, third] = (await issued()) as [Issued, Issued, Issued];
  tamper(first.objectName, (bytes) => bytes.writeUInt8(bytes.readUInt8(100) ^ 1, 100));
  s3.objects.delete(`files/${second.objectName}`);
  await sql("UPDATE stored_file SET sha256 = sha256('x') WHERE id = $1", [third.fileId]);
  for (const { id } of [first, second, third]) {
    const answer = await download(id);
    const [error] = (await answer.json()).errors;
    expect([answer.status, error.extensions.code, error.extensions.retryable]).toEqual([503, "UNAVAILABLE", false]);
  }
  await store().put("00000000-0000-4000-8000-000000000000", Buffer.from("x"));
  expect((await faults()).sort((a, b) => a.what.localeCompare(b.what) || a.id.localeCompare(b.id))).toEqual([
    ...[first, third].map(({ fileId }) => ({ what: "changed", id: fileId })).sort((a, b) => a.id.localeCompare(b.id)),
    { what: "extra", id: "00000000-0000-4000-8000-000000000000" },
    { what: "missing", id: second.fileId },
  ]);
  s3.outage = 500;
  await expect(faults()).rejects.toThrow(StoreAwayError);
});

/** A file that nothing refers to. */
const storeText = (text: string): Promise<string> =>
  roster.world.base.db.transaction((tx) => storeFile(tx, roster.world.ctx, "text/plain", Buffer.from(text)));

const objectOf = async (id: string): Promise<string> =>
  (await sql("SELECT object_name AS name FROM stored_file WHERE id = $1", [id]))[0].name;

test("ended at any point, a move goes on and leaves nothing behind that the database does not know", async () => {
  // Before the first, the second and the third request to the store the process ends: what it did until then is all that there is.
  for (let served = 0; served < 3; served++) {
    const id = await storeText(`The file ${served}.`);
    s3.faults = [...Array.from({ length: served }, () => "serve" as const), 500];
    expect(await moveOut(roster.world.ctx, store(), id).catch((error: Error) => error.name)).toBe(
      served < 2 ? "Error" : true,
    );
    s3.faults = [];
    expect(await allOf(extraObjects(roster.world.ctx, store()))).toEqual([]);
    // As it would be if the answer of the store had come after the end.
    const [{ name }] = await sql("SELECT object_name AS name FROM stored_file WHERE id = $1", [id]);
    expect(await moveOut(roster.world.ctx, store(), id)).toBe(served < 2);
    expect(await objectOf(id)).toBe(name);
  }
  // Two that move the same at once, and one that goes while it is being put and was removed already.
  const twice = await storeText("Moved twice.");
  await Promise.all([moveOut(roster.world.ctx, store(), twice), moveOut(roster.world.ctx, store(), twice)]);
  const gone = await storeText("Gone.");
  s3.onPut = async () => {
    s3.onPut = async () => {};
    const there = [...s3.objects].at(-1) as [string, never];
    await sql("DELETE FROM stored_file WHERE id = $1", [gone]);
    await keep();
    s3.objects.set(...there);
  };
  await expect(moveOut(roster.world.ctx, store(), gone)).resolves.toBe(false);
  await keep();
  expect(await faults()).toEqual([]);
  expect(s3.keys()).toHaveLength((await where()).outside);
});

test("what is erased goes from the store with all of its versions; a lock keeps noise until its day", async () => {
  const { world } = roster;
  Object.assign(world.config, { s3: s3.settings({ mode: "COMPLIANCE", days: 30 }) });
  const id = await storeText("Who they were.");
  await keep();
  const name = await objectOf(id);
  const versions = () => s3.objects.get(`files/${name}`);
  expect(versions()?.map(({ lock }) => lock?.mode)).toEqual(["COMPLIANCE"]);
  await sql("DELETE FROM stored_file WHERE id = $1", [id]);
  await keep();
  expect(versions()).toHaveLength(1);
  // The key is nowhere any more.
  expect(await sql("SELECT * FROM removed_object WHERE due_at > now() + interval '23 hours'")).toEqual([
    { name, due_at: expect.any(Date), gone_at: null },
  ]);
  s3.now = () => new Date(Date.now() + 31 * 86_400_000);
  for (const left of [1, 0]) {
    await sql("UPDATE removed_object SET due_at = now()");
    await keep();
    expect(versions()).toBeUndefined();
    expect(await sql("SELECT FROM removed_object")).toHaveLength(left);
  }
  expect(await faults()).toEqual([]);
});

test("a rehearsal, a restored backup and the sandbox read what stands there, and change nothing of it", async () => {
  const { world } = roster;
  await keep();
  const [first] = (await issued()) as [Issued];
  await sql("INSERT INTO removed_object (name) VALUES ($1)", [first.objectName]);
  const there = s3.keys();
  Object.assign(world.config, { rehearsal: true });
  await keep();
  Object.assign(world.config, { rehearsal: false });
  await sql("UPDATE installation SET held_since = now()");
  await keep();
  expect(s3.keys()).toEqual(there);
  expect((await download(first.id)).status).toBe(200);
});
