import { issueCertificatesJob } from "../../server/certificates/issue-certificates.job.ts";
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
