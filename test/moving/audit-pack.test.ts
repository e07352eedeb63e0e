import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { checkPack } from "../../packages/verify/check-pack.ts";
import { appendLog } from "../../server/certificates/log/append-log.ts";
import { StaffRole } from "../../server/core/staff-roles.ts";
import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { readZip } from "../support/read-zip.ts";

const run = promisify(execFile);

let roster: RosterWorld;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "accrue-pack-"));
  roster = await startRosterWorld();
  const { world, provider } = roster;
  await world.upload(provider.token, uploadDocument, { providerId: provider.id }, csv(sampleRows));
  await world.runJobs();
  await appendLog(world.ctx);
});
afterAll(async () => {
  await roster.world.stop();
  await rm(folder, { recursive: true, force: true });
});

const ask = "mutation ($id: ID!) { packProgram(id: $id) { id programId readyAt } }";

async function fetchPack(): Promise<Buffer> {
  const { world, staff, programId } = roster;
  const { packProgram } = await world.ok(staff.token, ask, { id: programId });
  expect(packProgram).toMatchObject({ programId, readyAt: null });
  expect((await world.ok(staff.token, ask, { id: programId })).packProgram.id).toBe(packProgram.id);
  await world.runJobs();
  const answer = await world.fetch(`/everything/${packProgram.id}.zip`, { token: staff.token });
  expect(answer.headers.get("content-disposition")).toMatch(/filename="?audit-pack-A09164-2009-04-20\.zip/);
  return Buffer.from(await answer.arrayBuffer());
}

const check = async (bytes: Buffer, name = "pack.zip") => {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return checkPack(file, null, [], new Date());
};

test("a program's whole history is a bag that sha256sum and accrue-verify check without the server", async () => {
  const { world, staff, programId } = roster;
  const [revoked] = await world.sql("SELECT id, number FROM certificate ORDER BY number");
  await world.ok(staff.token, "mutation ($id: ID!, $r: String!) { revokeCertificate(id: $id, reason: $r) { id } }", {
    id: revoked.id,
    r: "Entered by mistake.",
  });
  // The first makes credentials, which the log takes at its next head.
  await fetchPack();
  await appendLog(world.ctx);
  const bytes = await fetchPack();
  const files = readZip(bytes);
  const names = files.map(({ name }) => name);
  expect(names.every((name) => name.startsWith("audit-pack-A09164/"))).toBe(true);
  for (const part of [
    "program",
    "offering",
    "attendance_record",
    "attendance_upload",
    "certificate",
    "certificate_log_entry",
  ])
    expect(names).toContain(`audit-pack-A09164/data/records/${part}.jsonl`);
  const log = files.find(({ name }) => name.endsWith("/audit-log.jsonl"))?.content.toString() ?? "";
  for (const action of ["program.approve", "certificate.revoke", "certificate.issue"])
    expect(log).toContain(`"${action}"`);
  expect(files.map(({ content }) => content.toString("latin1")).join("")).not.toContain("token_hash");

  for (const { name, content } of files) {
    await mkdir(path.join(folder, path.dirname(name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
  const root = path.join(folder, "audit-pack-A09164");
  for (const manifest of ["manifest-sha256.txt", "tagmanifest-sha256.txt"])
    await run("sha256sum", ["--strict", "--quiet", "-c", manifest], { cwd: root });

  const report = await check(bytes);
  expect(report?.findings.filter(({ outcome }) => outcome !== "holds")).toEqual([]);
  expect(report?.counts).toMatchObject({ certificates: 5, credentials: 5, proofs: 10 });
  expect(report?.findings.filter(({ said }) => said.includes("The pack has it as it was."))).toHaveLength(1);
  const { stdout } = await run("node", [
    "--import",
    "tsx",
    "packages/verify/accrue-verify.ts",
    path.join(folder, "pack.zip"),
  ]);
  expect(stdout).toMatch(/^VALID: .*\n\d+ files, 5 certificates, 5 credentials, 10 proofs\./);

  // One byte of anything that is in it.
  for (const part of ["/data/certificates/", "/data/records/program.jsonl", "manifest-sha256.txt", "bag-info.txt"]) {
    const { content } = files.find(({ name }) => name.includes(part)) as { content: Buffer };
    const changed = Buffer.from(bytes);
    const at = changed.indexOf(content) + 10;
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    const found = await check(changed, "changed.zip");
    expect(found?.findings.some(({ outcome }) => outcome === "fails")).toBe(true);
  }
  expect(await check(Buffer.from("no zip"), "no.zip")).toBeNull();
  expect(
    await world.sql(
      "SELECT action, count(*)::int AS count FROM audit_entry WHERE action LIKE 'program.%pack' AND subject_id = $1 GROUP BY 1 ORDER BY 1",
      [programId],
    ),
  ).toEqual([
    { action: "program.download-pack", count: 2 },
    { action: "program.pack", count: 2 },
    { action: "program.request-pack", count: 2 },
  ]);
});

test("only administrators have it made, see it and fetch it; exports of everything stand apart", async () => {
  const { world, staff, provider, programId } = roster;
  const list = "query ($id: ID) { wholeExports(programId: $id) { id programId } }";
  const { wholeExports } = await world.ok(staff.token, list, { id: programId });
  expect(wholeExports[0].programId).toBe(programId);
  expect((await world.ok(staff.token, list)).wholeExports).toEqual([]);
  expect((await world.ok(staff.token, list, { id: "x" })).wholeExports).toEqual([]);
  const registrar = await world.staff(StaffRole.REGISTRAR);
  for (const { token } of [registrar, provider]) {
    expect((await world.graphql(token, ask, { id: programId })).errors[0]?.extensions.code).toBe("FORBIDDEN");
    expect((await world.fetch(`/everything/${wholeExports[0].id}.zip`, { token })).status).toBe(404);
  }
  const missing = await world.graphql(staff.token, ask, { id: "00000000-0000-0000-0000-000000000000" });
  expect(missing.errors[0]?.extensions.code).toBe("NOT_FOUND");
});
