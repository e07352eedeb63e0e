import { UploadProgress } from "../../server/attendance/upload-progress.ts";
import { step } from "../programs/applications.ts";
import { startServerProcess } from "../support/server-process.ts";
import {
  csv,
  enterDocument,
  entryOf,
  type RosterWorld,
  sampleRows,
  startRosterWorld,
  uploadDocument,
  withCell,
} from "./roster-world.ts";

let roster: RosterWorld;
const send = (file: string, preview = false) =>
  roster.world.upload(roster.provider.token, uploadDocument, { providerId: roster.provider.id, preview }, file);
const look = async (id: string, token = roster.provider.token) =>
  (
    await roster.world.ok(
      token,
      `query ($id: ID!) { attendanceUpload(id: $id) {
        status phase progress rowCount checkedRows recordedRows message errorKinds { code count }
        errors(code: UNKNOWN_MEMBER) { nodes { line code } } } }`,
      { id },
    )
  ).attendanceUpload;
const counts = async () =>
  (
    await roster.world.sql(`SELECT
      (SELECT count(*)::int FROM attendance_record) AS records,
      (SELECT count(*)::int FROM certificate) AS certificates,
      (SELECT count(*)::int FROM attendance_upload_part) AS parts`)
  )[0];

describe("a file over the limit of what is answered at once", () => {
  beforeEach(async () => {
    roster = await startRosterWorld({ uploadAtOnceBytes: 100 });
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await roster.world.stop();
  });

  test("is in time if it was sent in time, and too early if it was sent too early, whenever the job comes to it", async () => {
    const { world } = roster;
    // The 45th day after 10 April ends at 05:00 UTC on the next.
    world.setClock("2009-05-26T04:59:59Z");
    const late = (await send(csv(sampleRows.slice(0, 2)))).data.uploadAttendance;
    const asJson = { providerId: roster.provider.id, rows: sampleRows.slice(2, 4).map(entryOf) };
    const entered = (await world.ok(roster.provider.token, enterDocument, asJson)).enterAttendances;
    expect(entered).toMatchObject({ status: "CHECKING", recordedRows: 0 });
    world.setClock("2009-05-27T12:00:00Z");
    await world.runJobs();
    expect(await look(late.id)).toMatchObject({ status: "PROCESSED", recordedRows: 2 });
    expect(await look(entered.id)).toMatchObject({ status: "PROCESSED", recordedRows: 2 });
    expect((await send(csv(sampleRows.slice(4)))).data.uploadAttendance.status).toBe("CHECKING");
    await world.runJobs();
    expect(await counts()).toMatchObject({ records: 4 });
  });

  test.each(["disabled", "removed", "suspended"])(
    "of a sender who was %s while it waited is not recorded",
    async (how) => {
      const { world, provider } = roster;
      const sent = (await send(csv(sampleRows))).data.uploadAttendance;
      const staff = await world.staff();
      if (how === "disabled")
        await world.ok(staff.token, 'mutation ($id: ID!) { disableAccount(accountId: $id, reason: "Has left.") }', {
          id: provider.accountId,
        });
      if (how === "removed")
        await world.sql("DELETE FROM provider_account WHERE account_id = $1", [provider.accountId]);
      if (how === "suspended")
        await world.ok(staff.token, 'mutation ($id: ID!) { suspendProvider(id: $id, reason: "No.") { id } }', {
          id: provider.id,
        });
      await world.runJobs();
      expect(await look(sent.id, staff.token)).toMatchObject({
        status: "REJECTED",
        recordedRows: 0,
        errorKinds: [{ code: "FORBIDDEN", count: 1 }],
      });
      expect(await counts()).toEqual({ records: 0, certificates: 0, parts: 0 });
    },
  );

  test("that came with an API key counts for what the key counts when its turn comes, but for its having run out", async () => {
    const { world, provider } = roster;
    const staff = await world.staff();
    const create = `mutation ($p: ID!) { createApiKey(name: "Partner", scopes: [ATTENDANCE_WRITE], providerId: $p) {
      key apiKey { id } } }`;
    const asIt = (role: string) => world.sql("UPDATE provider_account SET role = $1", [role]);
    const meanwhile: Record<string, (key: string) => Promise<unknown>> = {
      revoked: (id) => world.ok(provider.token, "mutation ($id: ID!) { revokeApiKey(id: $id) { id } }", { id }),
      "its maker is no owner any more": () => asIt("EDITOR"),
      "run out": (id) => world.sql("UPDATE api_key SET expires_at = clock_timestamp() WHERE id = $1", [id]),
    };
    for (const [how, change] of Object.entries(meanwhile)) {
      const { key, apiKey } = (await world.ok(provider.token, create, { p: provider.id })).createApiKey;
      const document =
        "mutation ($providerId: ID!, $file: Upload!) { uploadAttendance(providerId: $providerId, file: $file) { id status } }";
      const { data } = await world.upload(key, document, { providerId: provider.id }, csv(sampleRows));
      expect([how, data.uploadAttendance.status]).toEqual([how, "CHECKING"]);
      await change(apiKey.id);
      await world.runJobs();
      const runOut = how === "run out";
      expect([how, await look(data.uploadAttendance.id, staff.token)]).toMatchObject([
        how,
        runOut
          ? { status: "PROCESSED", recordedRows: 5 }
          : { status: "REJECTED", recordedRows: 0, errorKinds: [{ code: "FORBIDDEN", count: 1 }] },
      ]);
      const written = await world.sql(
        "SELECT actor_name AS name FROM audit_entry WHERE subject_id = $1 AND action = 'attendance.upload'",
        [data.uploadAttendance.id],
      );
      expect(written).toEqual([{ name: runOut ? "API key Partner" : "system" }]);
      await asIt("OWNER");
    }
  });

  test("is answered with CHECKING, then checked and recorded by a job whose progress is seen outside its transaction", async () => {
    const { world, other } = roster;
    // Writes down what each update of an upload says, and how much was recorded as its own transaction sees it.
    await world.sqlAsOwner(
      "CREATE TABLE seen (phase text, progress int, row_count int, checked_rows int, records int, at serial)",
      "GRANT SELECT ON seen TO PUBLIC",
      `CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
         INSERT INTO seen
         VALUES (NEW.phase, NEW.progress, NEW.row_count, NEW.checked_rows, (SELECT count(*) FROM attendance_record));
         RETURN NULL; END $$`,
      "CREATE TRIGGER see AFTER UPDATE ON attendance_upload FOR EACH ROW EXECUTE FUNCTION see()",
    );
    // So that each portion is told of, however fast this machine is.
    jest.replaceProperty(UploadProgress, "intervalMs", 0);
    const sent = (await send(csv(sampleRows))).data.uploadAttendance;
    expect(sent).toMatchObject({ status: "CHECKING", rowCount: null, checkedRows: 0, recordedRows: 0, errorCount: 0 });
    expect(await look(sent.id)).toMatchObject({ status: "CHECKING", phase: "WAITING", progress: 0 });
    expect(await look(sent.id, other.token)).toBeNull();
    await world.runJobs();
    expect(await look(sent.id)).toMatchObject({
      status: "PROCESSED",
      phase: null,
      progress: 100,
      rowCount: 5,
      checkedRows: 5,
      recordedRows: 5,
      message: "Record was successfully processed",
    });
    expect(await counts()).toEqual({ records: 5, certificates: 5, parts: 0 });

    const seen = await world.sql("SELECT * FROM seen ORDER BY at");
    const told = seen.slice(0, -1);
    expect([...new Set(told.map((each) => each.phase))]).toEqual(["READING", "CHECKING", "RECORDING"]);
    const checking = told.filter((each) => each.phase === "CHECKING");
    expect(checking.every((each) => each.row_count === 5)).toBe(true);
    expect(checking.map((each) => each.checked_rows)).toEqual([0, 0, 1, 2, 3, 4, 5].slice(0, checking.length));
    expect(checking.length).toBeGreaterThan(4);
    const progress = told.map((each) => each.progress);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    // Written by another transaction than the one that records.
    expect(told.map((each) => each.records)).toEqual(told.map(() => 0));
  });

  test("as a preview stores nothing, and its errors are those of a small file, by kind", async () => {
    const preview = (await send(csv(sampleRows), true)).data.uploadAttendance;
    expect(preview.status).toBe("CHECKING");
    const wrong = (await send(withCell(1, "AAST ID", "100999").replace(",10\r", ",11\r"))).data.uploadAttendance;
    await roster.world.runJobs();
    expect(await look(preview.id)).toMatchObject({ status: "PREVIEWED", rowCount: 5, checkedRows: 5, recordedRows: 0 });
    expect(await look(wrong.id)).toMatchObject({
      status: "REJECTED",
      rowCount: 5,
      errorKinds: [
        { code: "CREDITS_ABOVE_MAXIMUM", count: 1 },
        { code: "UNKNOWN_MEMBER", count: 1 },
      ],
      errors: { nodes: [{ line: 3, code: "UNKNOWN_MEMBER" }] },
    });
    const download = await roster.world.fetch(`/attendance/uploads/${wrong.id}/errors.csv?code=UNKNOWN_MEMBER`, {
      token: roster.provider.token,
    });
    expect((await download.text()).trim().split("\r\n")).toHaveLength(2);
    expect(await counts()).toEqual({ records: 0, certificates: 0, parts: 0 });
  });

  test("twenty at once: one is taken, the others are told while it is checked; its job may run twice", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(csv(sampleRows))));
    const uploads = answers.map(({ data }) => data.uploadAttendance);
    const [taken, ...more] = uploads.filter((each) => each.status === "CHECKING");
    expect(more).toEqual([]);
    for (const each of uploads.filter(({ id }) => id !== taken.id)) {
      expect(each).toMatchObject({ status: "REJECTED", sameAs: { id: taken.id } });
      expect(each.errors.nodes[0].message).toContain("is already being checked");
    }
    const again = `SELECT graphile_worker.add_job('attendance.check', json_build_object('uploadId', $1::text))`;
    await roster.world.sql(again, [taken.id]);
    await Promise.all([roster.world.runJobs(), roster.world.runJobs()]);
    await roster.world.sql(again, [taken.id]);
    await roster.world.runJobs();
    expect(await counts()).toEqual({ records: 5, certificates: 5, parts: 0 });
  });
});

describe("a worker that is killed amid a roster", () => {
  // What the job waits for when it is killed: the rows are read; or some are recorded.
  test.each(["program", "member"])(
    "while it waits for a %s: another one begins anew, and nothing is doubled",
    async (table) => {
      roster = await startRosterWorld();
      const { world, provider, staff } = roster;
      const program = { id: roster.programId, version: 0, number: null, name: "", status: "" };
      await step(
        world,
        staff.token,
        "extendReporting",
        { ...program, offerings: [{ id: roster.offeringId }] },
        {
          until: "2199-12-31",
        },
      );
      const env = { DATABASE_URL: world.database.url, UPLOAD_AT_ONCE_BYTES: "100" };
      const holder = world.base.db.createQueryRunner();
      const inProcess = world.url;
      try {
        const first = await startServerProcess(env);
        world.url = first.url;
        await holder.startTransaction();
        await holder.query(`SELECT 1 FROM ${table} FOR UPDATE`);
        const { data } = await world.upload(
          provider.token,
          uploadDocument,
          { providerId: provider.id },
          csv(sampleRows),
        );
        const { id, status } = data.uploadAttendance;
        expect(status).toBe("CHECKING");
        world.url = inProcess;
        const waiting = async () =>
          (
            await world.sql(
              "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
            )
          ).length > 0;
        const phase = table === "program" ? "READING" : "RECORDING";
        // Jobs by the clock may wait for the same row before this one comes to it.
        await until(async () => (await waiting()) && (await look(id)).phase === phase);
        expect(await look(id)).toMatchObject({ status: "CHECKING", phase });
        await first.kill();
        await holder.rollbackTransaction();
        expect((await counts()).records).toBe(0);

        const second = await startServerProcess(env);
        await until(async () => (await world.sql("SELECT 1 FROM graphile_worker._private_jobs")).length === 0);
        expect(await second.stop()).toBe(0);
        expect(await look(id)).toMatchObject({ status: "PROCESSED", rowCount: 5, recordedRows: 5, progress: 100 });
        expect(await counts()).toEqual({ records: 5, certificates: 5, parts: 0 });
      } finally {
        if (holder.isTransactionActive) await holder.rollbackTransaction();
        await holder.release();
        await world.stop();
      }
    },
  );
});

async function until(condition: () => Promise<boolean>, seconds = 200): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error("It did not come to be in time.");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
