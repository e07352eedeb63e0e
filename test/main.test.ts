import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { csv, sampleRows, startRosterWorld, uploadDocument } from "./attendance/roster-world.ts";
import { step } from "./programs/applications.ts";
import { makeDataFolder } from "./support/data-folder.ts";
import { runServerProcess, startServerProcess } from "./support/server-process.ts";
import type { World } from "./support/world.ts";

async function until(condition: () => Promise<boolean>, seconds = 200): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error("It did not come to be in time.");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const counts = async (world: World) =>
  (
    await world.sql(`SELECT
      (SELECT count(*)::int FROM attendance_record) AS records,
      (SELECT count(*)::int FROM certificate) AS certificates,
      (SELECT count(DISTINCT number)::int FROM certificate) AS numbers,
      (SELECT count(*)::int FROM mail WHERE status = 'SENT' AND kind = 'CERTIFICATE') AS mails,
      (SELECT count(*)::int FROM graphile_worker._private_jobs) AS jobs`)
  )[0];

describe("killed between commit and mail", () => {
  // Each wait is another place in the work: before any job, amid the certificates, after some mails.
  test.each([0, 150, 600])("after %i ms: each certificate and each mail exists exactly once", async (wait) => {
    const { world, provider, staff, programId, offeringId } = await startRosterWorld();
    const program = {
      id: programId,
      version: 0,
      number: null,
      name: "",
      status: "",
      offerings: [{ id: offeringId }],
    };
    await step(world, staff.token, "extendReporting", program, { until: "2199-12-31" });
    const env = { DATABASE_URL: world.database.url, DATABASE_OWNER_URL: world.database.ownerUrl };
    try {
      const first = await startServerProcess(env);
      const inProcess = world.url;
      world.url = first.url;
      const { data } = await world.upload(provider.token, uploadDocument, { providerId: provider.id }, csv(sampleRows));
      expect(data.uploadAttendance.message).toBe("Record was successfully processed");
      await new Promise((resolve) => setTimeout(resolve, wait));
      await first.kill();
      world.url = inProcess;

      const second = await startServerProcess(env);
      await until(async () => (await counts(world)).jobs === 0);
      expect(await second.stop()).toBe(0);
      expect(await counts(world)).toEqual({ records: 5, certificates: 5, numbers: 5, mails: 5, jobs: 0 });
    } finally {
      await world.stop();
    }
  });
});

describe("starting", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await makeDataFolder("main");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("a taken port is one clear sentence and exit code 1, and no data folder is touched", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as { port: number };
    const { code, output } = await runServerProcess({ PORT: String(port), DATA_DIR: path.join(folder, "data") });
    taken.close();
    expect(code).toBe(1);
    expect(output).toBe(
      `Port ${port} on 127.0.0.1 is taken by another program: stop that one, or set PORT to a free port.\n`,
    );
  });

  test.each([
    [{ PORT: "80a" }, 'PORT is "80a", but must be a whole number from 0 to 65535.\n'],
    [{ DATABASE_URL: "mysql://x" }, "DATABASE_URL must be an address that begins with postgres:// or postgresql://.\n"],
    [{ PUBLIC_URL: "accrue.test" }, "PUBLIC_URL must be an address that begins with http:// or https://.\n"],
  ])("a wrong setting %j is one clear sentence", async (env, sentence) => {
    expect(await runServerProcess({ DATA_DIR: folder, PORT: "0", ...env })).toEqual({ code: 1, output: sentence });
  });

  test("a database that cannot be reached is one clear sentence without its password", async () => {
    const { code, output } = await runServerProcess({
      PORT: "0",
      DATABASE_URL: "postgres://me:secret@127.0.0.1:9/none",
    });
    expect(code).toBe(1);
    expect(output).toMatch(
      /^The database at 127\.0\.0\.1:9\/none cannot be reached: .*ECONNREFUSED.*\. Check that it runs and that DATABASE_URL is right\.\n$/,
    );
    expect(output).not.toContain("secret");
  });
});
