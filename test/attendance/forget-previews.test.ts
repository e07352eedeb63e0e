import { csv, sampleRows, startRosterWorld } from "./roster-world.ts";

test("a preview is kept for a day; what was recorded or rejected stays", async () => {
  const { world, provider } = await startRosterWorld();
  try {
    const upload = (file: string, preview: boolean) =>
      world.upload(
        provider.token,
        "mutation ($p: ID!, $file: Upload!, $preview: Boolean) { uploadAttendance(providerId: $p, file: $file, preview: $preview) { status } }",
        { p: provider.id, preview },
        file,
      );
    const wrong = csv([["A09164", "1", "Nobody", "Here", "4/10/2009", "1"]]);
    await upload(wrong, true);
    await upload(wrong, false);
    await upload(csv(sampleRows), true);
    await upload(csv(sampleRows), false);
    const forget = async (hours: number): Promise<string[]> => {
      await world.sql("UPDATE attendance_upload SET created_at = $1::timestamptz - $2 * interval '1 hour'", [
        world.base.now(),
        hours,
      ]);
      await world.sql("SELECT graphile_worker.add_job('attendance.forgetPreviews', '{}')");
      await world.runJobs();
      const rows = await world.sql("SELECT status, preview FROM attendance_upload ORDER BY status, preview");
      return rows.map(({ status, preview }) => `${status}${preview ? " preview" : ""}`);
    };
    expect(await forget(23)).toEqual(["PREVIEWED preview", "PROCESSED", "REJECTED", "REJECTED preview"]);
    expect(await forget(25)).toEqual(["PROCESSED", "REJECTED"]);
  } finally {
    await world.stop();
  }
});
