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

test("of a provider the ten latest previews are kept, and what was found in them; others' stay", async () => {
  const { world, provider, other, staff } = await startRosterWorld();
  try {
    const preview = (providerId: string, file: string) =>
      world.upload(
        staff.token,
        "mutation ($p: ID!, $file: Upload!) { uploadAttendance(providerId: $p, file: $file, preview: true) { id status } }",
        { p: providerId },
        file,
      );
    const wrong = (name: string) => csv([["A09164", "1", name, "Here", "4/10/2009", "1"]]);
    await preview(other.id, wrong("Other"));
    const ids: string[] = [];
    for (let i = 0; i < 13; i++) {
      world.setClock(`2009-04-11T16:00:${10 + i}Z`);
      // Every other one is right, and would change something.
      const { data } = await preview(provider.id, i % 2 === 0 ? wrong("Nobody") : csv(sampleRows));
      ids.push(data.uploadAttendance.id);
    }
    const kept = await world.sql("SELECT id, provider_id FROM attendance_upload WHERE preview ORDER BY created_at, id");
    expect(kept.filter(({ provider_id }) => provider_id === provider.id).map(({ id }) => id)).toEqual(ids.slice(3));
    expect(kept.filter(({ provider_id }) => provider_id === other.id)).toHaveLength(1);
    const [{ orphans, found }] = await world.sql(
      `SELECT count(*)::int AS found, count(*) FILTER (WHERE u.id IS NULL)::int AS orphans
       FROM attendance_upload_error e LEFT JOIN attendance_upload u ON u.id = e.upload_id`,
    );
    expect(orphans).toBe(0);
    expect(found).toBeGreaterThan(0);
  } finally {
    await world.stop();
  }
});

test("once a provider's day of findings is full, the first of each kind are kept and all are counted", async () => {
  const { world, provider } = await startRosterWorld({
    rateLimits: { findingsByProvider: 100 },
  });
  try {
    const upload = async (rows: number) => {
      const lines = Array.from({ length: rows }, (_, i) => [
        "A09164",
        `${900_000 + i}`,
        "No",
        "Body",
        "4/10/2009",
        "1",
      ]);
      const { data } = await world.upload(
        provider.token,
        `mutation ($p: ID!, $file: Upload!) { uploadAttendance(providerId: $p, file: $file) { status errorCount
           errors(first: 100) { totalCount } } }`,
        { p: provider.id },
        csv(lines),
      );
      return data.uploadAttendance;
    };
    expect(await upload(60)).toEqual({ status: "REJECTED", errorCount: 60, errors: { totalCount: 60 } });
    expect(await upload(50)).toEqual({ status: "REJECTED", errorCount: 50, errors: { totalCount: 20 } });
    const [{ kinds }] = await world.sql("SELECT finding_kinds AS kinds FROM attendance_upload WHERE error_count = 50");
    expect(kinds.map(({ count }: { count: number }) => count)).toEqual([50]);
    // The next day is another one.
    world.setClock(new Date(world.base.now().getTime() + 86_401_000).toISOString());
    expect((await upload(55)).errors).toEqual({ totalCount: 55 });
  } finally {
    await world.stop();
  }
});
