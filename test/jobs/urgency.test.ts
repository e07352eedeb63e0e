import { EventEmitter } from "node:events";
import type { WorkerEvents } from "graphile-worker";
import { issueCertificatesJob } from "../../server/certificates/issue-certificates.job.ts";
import { poolOf } from "../../server/db/pool.ts";
import { JobRescue } from "../../server/jobs/rescue-jobs.ts";
import { csv, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";

test("what a person waits for goes before everything, and a certificate's mail before the next certificate", async () => {
  const { world, provider } = await startRosterWorld();
  try {
    await world.runJobs();
    // What happens, in the order in which it is committed: nothing runs side by side here.
    await world.sqlAsOwner(
      "CREATE TABLE happened (what text, at serial)",
      "GRANT SELECT ON happened TO PUBLIC",
      `CREATE FUNCTION happen() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
         INSERT INTO happened (what) VALUES (coalesce(to_jsonb(NEW) ->> 'kind', 'made'));
         RETURN NULL; END $$`,
      "CREATE TRIGGER happen AFTER INSERT ON certificate FOR EACH ROW EXECUTE FUNCTION happen()",
      "CREATE TRIGGER happen AFTER UPDATE ON mail FOR EACH ROW WHEN (NEW.status = 'SENT') EXECUTE FUNCTION happen()",
    );
    const variables = { providerId: provider.id, preview: false };
    const sent = await world.upload(provider.token, uploadDocument, variables, csv(sampleRows));
    // Each certificate has a job of its own when somebody forgets a password.
    await issueCertificatesJob.run(world.ctx, { uploadId: sent.data.uploadAttendance.id });
    await world.ok(null, "mutation ($email: String!) { requestPasswordReset(email: $email) }", {
      email: "john.smith@example.test",
    });
    await world.runJobs();
    const happened = (await world.sql("SELECT what FROM happened ORDER BY at")).map(({ what }) => what);
    expect(happened.filter((what) => what !== "ATTENDANCE_RECORDED")).toEqual([
      "PASSWORD_RESET",
      ...sampleRows.flatMap(() => ["made", "CERTIFICATE"]),
    ]);
  } finally {
    await world.stop();
  }
});

test("a job that its living worker has forgotten, or whose worker is dead, is given back; one that is being done is not", async () => {
  const { world } = await startRosterWorld();
  try {
    for (const _ of "123")
      await world.ok(null, "mutation ($email: String!) { requestPasswordReset(email: $email) }", {
        email: "x@example.test",
      });
    const jobs: { id: string }[] = await world.sql("SELECT id FROM graphile_worker._private_jobs ORDER BY id LIMIT 3");
    const take = (job: { id: string } | undefined, worker: string, seconds: number) =>
      world.sqlAsOwner(
        `UPDATE graphile_worker._private_jobs SET locked_by = '${worker}', locked_at = now() - interval '${seconds} seconds' WHERE id = ${job?.id}`,
      );
    const taken = async () =>
      (await world.sql("SELECT id FROM graphile_worker._private_jobs WHERE locked_at IS NOT NULL ORDER BY id", [])).map(
        ({ id }) => jobs.findIndex((job) => job.id === id),
      );
    const events: WorkerEvents = new EventEmitter();
    const rescue = new JobRescue(poolOf(world.base.db), events, "warn");
    let active = jobs[0];
    events.emit("worker:create", { worker: { workerId: "living", getActiveJob: () => active } } as never);
    await take(jobs[0], "living", 60);
    await take(jobs[1], "living", 60);
    await take(jobs[2], "dead", 60);
    await rescue.look();
    expect(await taken()).toEqual([0]);
    // What was taken a moment ago may not have reached its worker yet.
    await take(jobs[1], "living", 0);
    await rescue.look();
    expect(await taken()).toEqual([0, 1]);
    active = jobs[1];
    await rescue.look();
    expect(await taken()).toEqual([1]);
    await rescue.stop();
  } finally {
    await world.stop();
  }
});
