import { setTimeout as delay } from "node:timers/promises";
import { reissueCertificatesJob } from "../../server/certificates/reissue/reissue-certificates.ts";
import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";

let roster: RosterWorld;
let world: RosterWorld["world"];
beforeAll(async () => {
  roster = await startRosterWorld();
  world = roster.world;
  await world.upload(roster.provider.token, uploadDocument, { providerId: roster.provider.id }, csv(sampleRows));
  await world.runJobs();
});
afterAll(() => world.stop());

const preview = `query ($scope: ReissueScopeInput!) { reissuePreview(scope: $scope) {
  mistakes { mistake count } certificates { totalCount nodes { number recipientName changes { mistake before after } } } } }`;
const reissue = `mutation ($scope: ReissueScopeInput!, $count: Int!, $reason: String!) {
  reissueCertificates(scope: $scope, count: $count, reason: $reason) { id total done passed refused endedAt } }`;
const stop =
  "mutation ($id: ID!, $stopped: Boolean!) { stopReissue(id: $id, stopped: $stopped) { id stoppedAt endedAt } }";
const states = async () =>
  (await world.ok(roster.staff.token, "{ certificateReissues { id total done passed refused stoppedAt endedAt } }"))
    .certificateReissues;
const look = async (scope: object) => (await world.ok(roster.staff.token, preview, { scope })).reissuePreview;
const counts = async () =>
  (
    await world.sql(`SELECT count(*)::int AS all, (count(*) FILTER (WHERE status = 'ISSUED'))::int AS issued,
      (count(*) FILTER (WHERE status = 'SUPERSEDED' AND superseded_by_id IS NOT NULL))::int AS superseded,
      (SELECT count(*)::int FROM mail WHERE kind = 'CERTIFICATE') AS mails,
      (SELECT count(*)::int FROM certificate_log_entry WHERE event = 'issued') AS logged FROM certificate`)
  )[0];

test("nothing to put right, nothing to reissue; something must be said of which", async () => {
  const scope = { programId: roster.programId };
  expect((await look(scope)).certificates.totalCount).toBe(0);
  const given = { scope, count: 0, reason: "Nothing." };
  expect(await world.refused(roster.staff.token, reissue, given)).toBe("NOTHING_CHANGED");
  expect(await world.refused(roster.staff.token, preview, { scope: {} })).toBe("BAD_INPUT");
  expect(await world.refused(roster.provider.token, preview, { scope })).toBe("FORBIDDEN");
  const missing = { programId: "00000000-0000-0000-0000-000000000000" };
  expect(await world.refused(roster.staff.token, preview, { scope: missing })).toBe("NOT_FOUND");
});

test("a preview says which and what changes on paper; stopped and run by two at once, each is reissued and mailed once", async () => {
  const before = await counts();
  await world.sql("UPDATE provider SET name = 'Renamed' WHERE id = $1", [roster.provider.id]);
  await world.sql("UPDATE offering SET place = 'Peoria, IL'");
  await world.sql("UPDATE accreditor_settings SET signatory_name = 'Grace Hopper', signatory_title = 'President'");
  const scope = { programId: roster.programId };
  const { mistakes, certificates } = await look(scope);
  expect(mistakes).toEqual([
    { mistake: "PROVIDER", count: 5 },
    { mistake: "PLACE", count: 5 },
    { mistake: "SIGNATURE", count: 5 },
  ]);
  expect(certificates.totalCount).toBe(5);
  expect(certificates.nodes[0].changes).toEqual([
    { mistake: "PROVIDER", before: "AAST", after: "Renamed" },
    { mistake: "PLACE", before: expect.any(String), after: "Peoria, IL" },
    { mistake: "SIGNATURE", before: expect.any(String), after: "Grace Hopper, President" },
  ]);
  expect((await look({ ...scope, mistakes: ["TITLE"] })).certificates.totalCount).toBe(0);
  const reason = "The provider's name was corrected.";
  expect(await world.refused(roster.staff.token, reissue, { scope, count: 4, reason })).toBe("STALE_VERSION");
  expect(await world.refused(roster.staff.token, reissue, { scope, count: 5, reason: " " })).toBe("REASON_REQUIRED");
  expect(await counts()).toEqual(before);

  const { id } = (await world.ok(roster.staff.token, reissue, { scope, count: 5, reason })).reissueCertificates;
  await world.ok(roster.staff.token, stop, { id, stopped: true });
  await world.runJobs();
  expect(await states()).toMatchObject([{ id, total: 5, done: 0, endedAt: null, stoppedAt: expect.any(String) }]);
  expect(await counts()).toEqual(before);
  await world.ok(roster.staff.token, stop, { id, stopped: false });
  expect(await world.refused(roster.staff.token, stop, { id, stopped: false })).toBe("NOTHING_CHANGED");

  // A worker dies in the middle of one: its transaction is gone, and another goes on.
  const killing = (async () => {
    for (let tries = 0; tries < 200; tries++) {
      const killed = await world.sql(
        `SELECT pg_terminate_backend(l.pid) FROM pg_locks l WHERE l.relation = 'certificate_reissue_item'::regclass AND l.pid <> pg_backend_pid() LIMIT 1`,
      );
      if (killed.length > 0) return true;
      await delay(2);
    }
    return false;
  })();
  await Promise.allSettled([1, 2].map(() => reissueCertificatesJob.run(world.ctx, { reissueId: id })));
  expect(await killing).toBe(true);
  await Promise.all([1, 2].map(() => reissueCertificatesJob.run(world.ctx, { reissueId: id })));
  await world.runJobs();
  await reissueCertificatesJob.run(world.ctx, { reissueId: id });
  await world.runJobs();
  expect(await states()).toMatchObject([{ id, total: 5, done: 5, passed: 0, refused: 0, endedAt: expect.any(String) }]);
  expect(await counts()).toEqual({
    all: 10,
    issued: 5,
    superseded: 5,
    mails: before.mails + 5,
    logged: before.logged + 5,
  });
  expect((await look(scope)).certificates.totalCount).toBe(0);
  expect(
    await world.sql(
      "SELECT DISTINCT provider_name AS name, issue_reason AS reason FROM certificate WHERE status = 'ISSUED'",
    ),
  ).toEqual([{ name: "Renamed", reason }]);
});

test("of a person, and of old certificates that did not keep how they are printed, those whose mistake is named", async () => {
  await world.sql("UPDATE certificate SET printed = NULL");
  const [{ memberId }] = await world.sql(
    `SELECT member_id AS "memberId" FROM certificate WHERE status = 'ISSUED' ORDER BY number LIMIT 1`,
  );
  expect((await look({ memberId })).certificates.totalCount).toBe(0);
  const { certificates } = await look({ memberId, mistakes: ["SIGNATURE"] });
  expect(certificates.nodes).toMatchObject([
    { changes: expect.arrayContaining([{ mistake: "SIGNATURE", before: null, after: "Grace Hopper, President" }]) },
  ]);
});
