import { verifyAuditChain } from "../../server/core/audit-chain.ts";
import { endRetentionJob } from "../../server/persons/end-retention.job.ts";
import { csv, uploadDocument } from "../attendance/roster-world.ts";
import { offering, programIn } from "../programs/applications.ts";
import { World } from "../support/world.ts";

let world: World;
let actors: { provider: Awaited<ReturnType<World["provider"]>>; staff: Awaited<ReturnType<World["staff"]>> };
beforeEach(async () => {
  world = await World.start({ signInDays: 36_500 });
  world.setClock("2020-01-15T16:00:00Z");
  actors = { provider: await world.provider(), staff: await world.staff() };
  await world.sql("UPDATE accreditor_settings SET time_zone = 'America/Chicago', member_id_label = 'AAST ID'");
});
afterEach(() => world.stop());

const run = () => endRetentionJob.run(world.ctx, {});
const counts = async () =>
  (
    await world.sql(`SELECT (SELECT count(*)::int FROM certificate) AS certificates,
      (SELECT count(*)::int FROM attendance_record) AS records,
      (SELECT coalesce(sum(records), 0)::int FROM attendance_tally) AS tallied, (SELECT count(*)::int FROM stored_file) AS files,
      (SELECT count(*)::int FROM mail WHERE kind = 'CERTIFICATE') AS mails, (SELECT count(*)::int FROM attendance_upload) AS uploads`)
  )[0];

/** Somebody attended on each of these days and was reported on that evening. */
async function attended(...days: string[]): Promise<void> {
  const { provider } = actors;
  world.setClock("2020-01-15T16:00:00Z");
  const member = await world.member({ email: `${days[0]}@example.test` });
  for (const day of days) {
    world.setClock("2020-01-15T16:00:00Z");
    const program = await programIn(world, actors, "APPROVED", {
      offerings: [offering({ startsOn: day, endsOn: day })],
    });
    world.setClock(`${day}T23:00:00-06:00`);
    await world.sql("UPDATE offering SET time_zone = 'Pacific/Kiritimati' WHERE program_id = $1", [program.id]);
    const { data } = await world.upload(
      provider.token,
      uploadDocument,
      { providerId: provider.id },
      csv([[program.number ?? "", member.memberNumber, "John", "Smith", day, "1"]]),
    );
    expect(data.uploadAttendance.status).toBe("PROCESSED");
    await world.runJobs();
  }
}

const each = (n: number) => ({ certificates: n, records: n, tallied: n, files: n, mails: n, uploads: n });

test("records are kept to the end of the same day seven years later, where the accreditor is; 29 February to the 28th", async () => {
  await attended("2020-02-28", "2020-02-29", "2020-03-01");
  const at = async (instant: string, left: number) => {
    world.setClock(instant);
    await run();
    expect({ instant, ...(await counts()) }).toEqual({ instant, ...each(left) });
  };
  await at("2027-02-28T23:59:59-06:00", 3);
  await at("2027-03-01T00:00:00-06:00", 1);
  await at("2027-03-01T23:59:59-06:00", 1);
  await at("2027-03-02T00:00:00-06:00", 0);
});

test("in a leap year, too: what is of 28 February does not wait for the 29th", async () => {
  await world.ok(
    actors.staff.token,
    "mutation { updateSettings(version: 1, input: { retentionYears: 8 }) { retentionYears } }",
  );
  await attended("2020-02-28", "2020-02-29");
  for (const [instant, left] of [
    ["2028-02-28T23:59:59-06:00", 2],
    ["2028-02-29T00:00:00-06:00", 1],
    ["2028-02-29T23:59:59-06:00", 1],
    ["2028-03-01T00:00:00-06:00", 0],
  ] as const) {
    world.setClock(instant);
    await run();
    expect({ instant, ...(await counts()) }).toEqual({ instant, ...each(left) });
  }
});

test("what goes is gone: the code is unknown, the audit log says nobody's name and still verifies; twice is once", async () => {
  await attended("2020-03-01");
  const [{ code }] = await world.sql("SELECT verification_code AS code FROM certificate");
  const verify = async () =>
    (await world.ok(null, "query ($c: String!) { verifyCertificate(code: $c) { status } }", { c: code }))
      .verifyCertificate;
  world.setClock("2027-03-01T12:00:00Z");
  await run();
  expect(await verify()).toEqual({ status: "ISSUED" });
  world.setClock("2027-03-03T12:00:00Z");
  // Two workers at once, as after a restart.
  await Promise.all([run(), run()]);
  expect(await verify()).toEqual({ status: null });
  expect(await counts()).toEqual(each(0));
  expect(
    await world.sql(
      "SELECT action FROM audit_entry WHERE at < '2020-03-02' AND (actor_name <> '[erased]' OR after IS NOT NULL)",
    ),
  ).toEqual([]);
  expect(await verifyAuditChain(world.base.db.manager)).toBeNull();
  const { auditEntries } = await world.ok(
    actors.staff.token,
    '{ auditEntries(subjectId: "00000000-0000-0000-0000-000000000001", first: 50) { nodes { action changes { field after } } } }',
  );
  const ended = auditEntries.nodes.filter((entry: { action: string }) => entry.action === "retention.end");
  expect(ended.length).toBeGreaterThan(0);
  const before = await world.sql("SELECT count(*)::int AS n FROM audit_entry");
  await run();
  expect(await world.sql("SELECT count(*)::int AS n FROM audit_entry")).toEqual(before);
});

test("the setting has bounds, and is staff's", async () => {
  const set = (years: number) =>
    `mutation { updateSettings(version: 1, input: { retentionYears: ${years} }) { version } }`;
  for (const years of [0, -1, 101]) expect(await world.refused(actors.staff.token, set(years))).toBe("BAD_INPUT");
  expect(await world.refused(actors.provider.token, set(1))).toBe("FORBIDDEN");
});

test("years count from when the record was made: what is reported today of a day in 2009 is kept from today, and so is what belongs to it", async () => {
  const { provider } = actors;
  const member = await world.member({ email: "john@example.test" });
  const program = await programIn(world, actors, "APPROVED");
  await world.sql(
    "UPDATE offering SET starts_on = '2009-04-10', ends_on = '2009-04-10', reporting_extended_to = '2020-12-31'",
  );
  await world.sql("UPDATE program SET starts_on = '2009-04-10', ends_on = '2009-04-10'");
  world.setClock("2020-03-01T12:00:00-06:00");
  const row = [program.number ?? "", member.memberNumber, "John", "Smith", "4/10/2009", "1"];
  const { data } = await world.upload(provider.token, uploadDocument, { providerId: provider.id }, csv([row]));
  expect(data.uploadAttendance.status).toBe("PROCESSED");
  await world.runJobs();
  world.setClock("2020-03-03T12:00:00-06:00");
  await run();
  expect(await counts()).toEqual(each(1));
  // It stood for something until it was revoked, and is kept from then; the roster stays as long as what it recorded.
  await world.sql(
    "UPDATE certificate SET status = 'REVOKED', revoked_at = '2024-05-01T12:00:00-05:00', revocation_reason = 'Wrong.'",
  );
  world.setClock("2027-03-03T12:00:00-06:00");
  await run();
  expect(await counts()).toMatchObject({ certificates: 1, records: 1, files: 1, uploads: 1 });
  world.setClock("2031-05-02T00:00:00-05:00");
  await run();
  expect(await counts()).toEqual(each(0));
});

const forecast = async (on?: string) =>
  (
    await world.ok(
      actors.staff.token,
      "query ($on: LocalDate) { retentionForecast(on: $on) { kind count oldestOn samples } }",
      { on },
    )
  ).retentionForecast as { kind: string; count: number; oldestOn: string | null; samples: string[] }[];

test("what is about to go is shown before, by what the job then lets go", async () => {
  await attended("2020-02-28", "2020-03-05");
  world.setClock("2027-03-01T16:00:00Z");
  expect((await forecast("2027-03-01")).slice(0, 2)).toMatchObject([
    { kind: "CERTIFICATES", count: 1, oldestOn: "2020-02-28" },
    { kind: "ATTENDANCE", count: 1, oldestOn: "2020-02-28" },
  ]);
  expect(await world.refused(actors.staff.token, '{ retentionForecast(on: "2027-02-28") { kind } }')).toBe("BAD_INPUT");
  expect(await world.refused(actors.provider.token, "{ retentionForecast { kind } }")).toBe("FORBIDDEN");
  // Nothing has gone by being looked at.
  expect(await counts()).toEqual(each(2));
  world.setClock("2027-03-06T16:00:00Z");
  const shown = (await forecast("2027-03-06")).filter(({ count }) => count > 0);
  const [{ number }] = await world.sql("SELECT number FROM certificate ORDER BY issued_at LIMIT 1");
  expect(shown[0]!.samples).toContain(number);
  await run();
  const [{ after }] = await world.sql(
    "SELECT after FROM audit_entry WHERE action = 'retention.end' ORDER BY id DESC LIMIT 1",
  );
  const { today: _, ...counted } = after;
  const inCapitals = (name: string) => name.replace(/[A-Z]/g, "_$&").toUpperCase();
  const gone = Object.fromEntries(Object.entries(counted).map(([name, count]) => [inCapitals(name), count]));
  expect(Object.fromEntries(shown.map(({ kind, count }) => [kind, count]))).toEqual(gone);
});

test("fewer years hold for what is made from then on; what was made before keeps the years that it was promised, and a longer one is no trap", async () => {
  await attended("2020-02-28");
  world.setClock("2020-04-01T16:00:00Z");
  const set = (version: number, years: number) =>
    world.ok(
      actors.staff.token,
      "mutation ($version: Int!, $years: Int!) { updateSettings(version: $version, input: { retentionYears: $years }) { version } }",
      { version, years },
    );
  await set(1, 1);
  await attended("2020-05-05");
  world.setClock("2021-05-07T16:00:00Z");
  await run();
  expect(await counts()).toMatchObject({ certificates: 1, records: 1 });
  expect(await world.sql("SELECT completed_on FROM certificate")).toEqual([{ completed_on: "2020-02-28" }]);
  world.setClock("2027-02-28T16:00:00Z");
  await run();
  expect(await counts()).toMatchObject({ certificates: 1, records: 1 });
  world.setClock("2027-03-01T16:00:00Z");
  await run();
  expect(await counts()).toMatchObject({ certificates: 0, records: 0 });
});

test("the name of a file of attendance goes with the last of what it said", async () => {
  const { id } = await programIn(world, actors, "APPROVED", {
    offerings: [offering({ startsOn: "2020-03-02", endsOn: "2020-03-02" })],
  });
  await world.sql(
    `WITH s AS (INSERT INTO session (program_id, title, starts_at, ends_at, minutes, credits, virtual, eligible) VALUES
       ($1, 'Opening', '2020-03-02T15:00Z', '2020-03-02T16:00Z', 60, 1, false, true) RETURNING id),
     f AS (INSERT INTO presence_import (program_id, file_name, imported_at)
       SELECT $1, n, '2020-03-02T20:00Z' FROM unnest(ARRAY['replaced.csv', 'doors.csv']) AS n RETURNING id, file_name)
     INSERT INTO presence (session_id, source, at, recorded_at, import_id)
     SELECT s.id, 'FILE', '2020-03-02T20:00Z', '2020-03-02T20:00Z', f.id FROM s, f WHERE f.file_name = 'doors.csv'`,
    [id],
  );
  const left = async (instant: string) => {
    world.setClock(instant);
    await run();
    return (
      await world.sql(
        "SELECT (SELECT count(*)::int FROM presence) AS pieces, (SELECT count(*)::int FROM presence_import) AS files",
      )
    )[0];
  };
  expect(await left("2027-03-02T16:00:00Z")).toEqual({ pieces: 1, files: 2 });
  expect(await left("2027-03-04T16:00:00Z")).toEqual({ pieces: 0, files: 0 });
});
