import { endRetentionJob } from "../../server/persons/end-retention.job.ts";
import { ConferenceWorld, csvSchedule, documents } from "./conference-world.ts";

let conference: ConferenceWorld;
beforeAll(async () => {
  conference = await ConferenceWorld.start();
});
afterAll(() => conference.stop());

const query = `query ($id: ID!, $kind: ConferenceImportKind!) {
  conferenceImports(programId: $id, kind: $kind) { totalCount nodes {
    at actor fileName added changed unchanged removed flagged absent } } }`;

test("what was recorded is told afterwards, newest first, each kind by itself; a preview and a refused file leave nothing", async () => {
  const { world, provider, staff } = conference;
  const id = await conference.conference({ startsOn: "2026-02-10", endsOn: "2026-02-11" });
  const rows = ["a,Opening,2026-02-10,09:00,10:00,no,", "b,Workshop,2026-02-10,10:00,11:15,no,"] as const;
  const ask = async (token: string, kind: string) =>
    (await world.ok(token, query, { id, kind })).conferenceImports as { totalCount: number; nodes: unknown[] };
  await conference.imported(id, csvSchedule(...rows), true);
  await conference.importSchedule(id, csvSchedule("a,Opening,2026-03-10,09:00,10:00,no,"));
  expect(await ask(provider.token, "SCHEDULE")).toEqual({ totalCount: 0, nodes: [] });
  await conference.imported(id, csvSchedule(...rows));
  world.setClock("2026-03-02T16:00:00Z");
  await conference.importSchedule(id, csvSchedule(rows[0]), false, staff.token);
  await conference.register(id, "ada@example.test,Full,,,no");
  const [{ email }] = await world.sql("SELECT address AS email FROM email_address WHERE account_id = $1", [
    provider.accountId,
  ]);
  const nothing = { changed: 0, unchanged: 0, removed: 0, flagged: 0, absent: null };
  expect(await ask(provider.token, "SCHEDULE")).toEqual({
    totalCount: 2,
    nodes: [
      {
        ...nothing,
        at: "2026-03-02T16:00:00.000Z",
        actor: staff.email,
        fileName: "schedule",
        added: 0,
        unchanged: 1,
        removed: 1,
      },
      { ...nothing, at: "2026-03-02T15:00:00.000Z", actor: staff.email, fileName: "schedule", added: 2 },
    ],
  });
  expect((await ask(staff.token, "REGISTRATIONS")).nodes).toEqual([
    {
      ...nothing,
      at: "2026-03-02T16:00:00.000Z",
      actor: email,
      fileName: "registrations.csv",
      added: 1,
      removed: null,
      flagged: null,
      absent: 0,
    },
  ]);
  const foreign = await world.provider();
  expect(await world.refused(foreign.token, query, { id, kind: "SCHEDULE" })).toBe("NOT_FOUND");
  expect(await world.refused(staff.token, query, { id: "no ID", kind: "SCHEDULE" })).toBe("NOT_FOUND");
});

test("a file keeps as much of its name as there is room for, and no half of a letter", async () => {
  const { world, provider } = conference;
  const id = await conference.conference({ startsOn: "2026-02-10", endsOn: "2026-02-11" }, "Long");
  const name = `${"a".repeat(199)}\u{1f642}.csv`;
  const file = csvSchedule("a,Opening,2026-02-10,09:00,10:00,no,");
  const { errors } = await world.upload(provider.token, documents.importSchedule, { programId: id }, file, name);
  expect(errors).toEqual([]);
  const { conferenceImports } = await world.ok(provider.token, query, { id, kind: "SCHEDULE" });
  expect(conferenceImports.nodes.map(({ fileName }: { fileName: string }) => fileName)).toEqual([
    `${"a".repeat(199)}\u{1f642}`,
  ]);
});

test("what the audit log has let go of, its time being over, is told no more", async () => {
  const { world, provider } = conference;
  const id = await conference.conference({ startsOn: "2026-02-10", endsOn: "2026-02-11" }, "Old");
  await conference.imported(id, csvSchedule("a,Opening,2026-02-10,09:00,10:00,no,"));
  await world.sql("UPDATE policy SET value = 1 WHERE name = 'RETENTION_YEARS'");
  world.setClock("2027-03-04T15:00:00Z");
  await endRetentionJob.run(world.ctx, {});
  expect((await world.ok(provider.token, query, { id, kind: "SCHEDULE" })).conferenceImports).toEqual({
    totalCount: 0,
    nodes: [],
  });
});
