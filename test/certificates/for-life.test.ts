import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { attachedCredential } from "../../packages/verify/attached-credential.ts";
import { checkCertificate } from "../../packages/verify/check-certificate.ts";
import type { Evidence } from "../../packages/verify/check-credential.ts";
import { checkLogProof } from "../../packages/verify/check-log-proof.ts";
import { rotateSigningKey } from "../../server/certificates/credentials/signing-keys.ts";
import { appendLog } from "../../server/certificates/log/append-log.ts";
import { checkLog } from "../../server/certificates/log/check-log.ts";
import { keepFilesJob } from "../../server/core/storage/keep-files.job.ts";
import { outsideStore } from "../../server/core/storage/kept-bytes.ts";
import { moveFiles } from "../../server/core/storage/move-file.ts";
import { csv, type RosterWorld, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { FakeS3 } from "../support/fake-s3.ts";

let roster: RosterWorld;
let folder: string;
const s3 = new FakeS3();
beforeAll(async () => {
  await s3.start();
  folder = await mkdtemp(path.join(os.tmpdir(), "accrue-for-life-"));
  roster = await startRosterWorld();
});
afterAll(async () => {
  await roster.world.stop();
  await s3.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Kept {
  id: string;
  code: string;
  pdf: Buffer;
  credential: string;
  provider: string;
  accreditor: string;
  key: string;
}

const bytesOf = async (address: string): Promise<Buffer> =>
  Buffer.from(await (await roster.world.fetch(address, { token: roster.staff.token })).arrayBuffer());
const textOf = async (address: string): Promise<string> => (await bytesOf(address)).toString("utf8");

let issued = 0;

/** Has one more certificate issued, and keeps what its owner would. */
async function issueOne(): Promise<Kept> {
  const { world, provider } = roster;
  const lastName = `Lee${"abcdefgh"[issued]}`;
  const { memberNumber } = await world.member({ firstName: "Ann", lastName, email: `ann${issued++}@example.test` });
  const row = ["A09164", memberNumber, "Ann", lastName, "4/10/2009", "1"];
  const { data } = await world.upload(provider.token, uploadDocument, { providerId: provider.id }, csv([row]));
  expect(data.uploadAttendance.status).toBe("PROCESSED");
  await world.runJobs();
  const [{ id, code }] = await world.sql(
    "SELECT id, verification_code AS code FROM certificate WHERE recipient_name = $1",
    [`Ann ${lastName}`],
  );
  const [pdf, credential] = [
    await bytesOf(`/certificates/${id}.pdf`),
    await textOf(`/certificates/${id}/credential.json`),
  ];
  const { issuer, credentialSubject, proof } = JSON.parse(credential);
  return {
    ...{ id, code, pdf, credential },
    provider: credentialSubject.source.name,
    accreditor: issuer.name,
    key: proof.verificationMethod,
  };
}

async function rename(round: number): Promise<void> {
  const { world, staff, provider } = roster;
  const [settings] = await world.sql("SELECT version FROM accreditor_settings");
  await world.ok(
    staff.token,
    "mutation ($version: Int!, $name: String!) { updateSettings(version: $version, input: { accreditorName: $name }) { version } }",
    { version: settings.version, name: `Board ${round}` },
  );
  const { providerProfile } = await world.ok(
    provider.token,
    "query ($id: ID!) { providerProfile(providerId: $id) { version } }",
    { id: provider.id },
  );
  await world.ok(
    provider.token,
    "mutation ($id: ID!, $version: Int!, $input: ProviderProfileInput!) { updateProvider(id: $id, version: $version, input: $input) { name } }",
    {
      id: provider.id,
      version: providerProfile.version,
      input: {
        name: `School ${round}`,
        address: `${round} Lake Street`,
        contactName: "Pat",
        contactEmail: "pat@x.test",
        webPage: "",
      },
    },
  );
}

async function bundle(at = new Date().toISOString()): Promise<Evidence> {
  roster.world.setClock(at);
  return JSON.parse(await textOf("/credentials/bundle.json"));
}

/** The command, where nothing of a network is: not even itself. Null: this system makes no such place. */
const verifyAlone = (...words: string[]): Promise<{ code: number; said: string } | null> =>
  new Promise((resolve) => {
    const command = ["-rn", process.execPath, "--import", "tsx", "packages/verify/accrue-verify.ts", ...words];
    execFile("unshare", command, (error, out, said) =>
      resolve(/unshare/.test(said) ? null : { code: error ? Number(error.code) : 0, said: out }),
    );
  });

test("keys exchanged three times, accreditor and provider renamed, files moved to a store and back: what was issued is the same, and holds", async () => {
  const { world } = roster;
  const kept = [await issueOne()];
  const before = await bundle("2009-04-20T16:00:00Z");
  for (const round of [1, 2, 3]) {
    await rename(round);
    await rotateSigningKey(world.ctx);
    world.setClock(`2009-04-2${round}T15:00:00Z`);
    kept.push(await issueOne());
    // Out with the first, so that some were issued before and some after; back with the last.
    if (round === 1) Object.assign(world.config, { storage: "s3", s3: s3.settings() });
    await keepFilesJob.run(world.ctx, {});
    if (round < 3) expect(await world.sql("SELECT count(content)::int AS n FROM stored_file")).toEqual([{ n: 0 }]);
    if (round === 2) {
      Object.assign(world.config, { storage: "database" });
      const { failed } = await moveFiles(world.ctx, outsideStore(world.config) as never, "database");
      expect(failed).toEqual([]);
    }
  }
  expect(new Set(kept.map(({ key }) => key)).size).toBe(4);
  expect(kept.map(({ accreditor }) => accreditor).slice(1)).toEqual(["Board 1", "Board 2", "Board 3"]);
  expect(kept.map(({ provider }) => provider)).toEqual(["AAST", "School 1", "School 2", "School 3"]);
  expect(s3.keys()).toEqual([]);

  await appendLog(world.ctx);
  const evidence = await bundle();
  const later = new Date(Date.now() + 3_600_000);
  for (const { id, code, pdf, credential } of kept) {
    expect((await bytesOf(`/certificates/${id}.pdf`)).equals(pdf)).toBe(true);
    expect(await textOf(`/certificates/${id}/credential.json`)).toBe(credential);
    expect(attachedCredential(pdf)?.credential).toBe(credential);
    expect((await checkCertificate(pdf, evidence, later)).outcome).toBe("holds");
    expect(checkLogProof(pdf, await textOf(`/verify/${code}/proof`), evidence)[0]?.outcome).toBe("holds");
  }
  const faults: string[] = [];
  await world.base.db.transaction("REPEATABLE READ", async (tx) => {
    for await (const fault of checkLog(tx, true)) faults.push(fault);
  });
  expect(faults).toEqual([]);

  // What was kept of the issuer before says of the first what it said then, and of a later one that it knows too little.
  const [first, , , last] = kept as [Kept, Kept, Kept, Kept];
  expect((await checkCertificate(first.pdf, before, later)).outcome).toBe("holds");
  expect((await checkCertificate(last.pdf, before, later)).outcome).toBe("unknown");

  const files = { first: first.pdf, last: last.pdf, bundle: Buffer.from(JSON.stringify(evidence)) };
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  const at = (name: string) => path.join(folder, name);
  const alone = await verifyAlone(at("first"), "--bundle", at("bundle"));
  if (!alone) return console.warn("This system makes no place without a network: not tried in one.");
  expect([alone.code, alone.said]).toEqual([0, expect.stringMatching(/^VALID: 13th Annual/)]);
  expect(alone.said).toMatch(/\[yes\] pages: Its pages are those/);
  const flipped = Buffer.from(last.pdf);
  flipped[3_000] = (flipped[3_000] ?? 0) ^ 4;
  await writeFile(at("flipped"), flipped);
  const wrong = await verifyAlone(at("flipped"), "--bundle", at("bundle"));
  expect([wrong?.code, wrong?.said]).toEqual([1, expect.stringMatching(/\[NO \] pages: Its pages are not those/)]);
  expect((await verifyAlone(at("last")))?.code).toBe(2);
});
