import { completeConferencesJob } from "../../server/conferences/complete-conferences.job.ts";
import { endOfferings, operations, programIn, step } from "../programs/applications.ts";
import { ConferenceWorld, csvSchedule, documents } from "./conference-world.ts";

let conference: ConferenceWorld;
let world: ConferenceWorld["world"];
beforeAll(async () => {
  conference = await ConferenceWorld.start();
  world = conference.world;
});
afterAll(() => conference.stop());

const complete = async () => {
  await completeConferencesJob.run(world.ctx, {});
  await world.runJobs();
};
const state = async (id: string) => (await world.sql("SELECT status FROM program WHERE id = $1", [id]))[0].status;

test("a conference that has ended is nobody's report and in no inbox, and is completed when nothing can be reported any more", async () => {
  const id = await conference.conference({
    startsOn: "2026-03-10",
    endsOn: "2026-03-11",
    timeZone: "Pacific/Auckland",
  });
  await conference.imported(id, csvSchedule("a,Opening,2026-03-10,09:00,10:00,no,"));
  const lecture = await programIn(world, conference, "APPROVED", {
    offerings: [
      {
        startsOn: "2026-03-10",
        endsOn: "2026-03-10",
        timeZone: "Pacific/Auckland",
        format: "IN_PERSON",
        place: "Auckland",
      },
    ],
  });
  world.setClock("2026-03-20T00:00:00Z");
  await endOfferings(world);
  expect(await state(id)).toBe("AWAITING_ATTENDANCE");
  expect(await state(lecture.id)).toBe("AWAITING_ATTENDANCE");
  const { token } = conference.provider;
  for (const who of [token, conference.staff.token]) {
    const { dashboard } = await world.ok(who, "{ dashboard { reportsDue { programId } } }");
    expect(dashboard.reportsDue).toEqual([{ programId: lecture.id }]);
  }
  const { programs, dashboard } = await world.ok(
    token,
    "{ programs(filter: { inbox: true }) { totalCount nodes { id } } dashboard { inboxByAge { count } } }",
  );
  expect(programs).toEqual({ totalCount: 1, nodes: [{ id: lecture.id }] });
  expect(dashboard.inboxByAge.map(({ count }: { count: number }) => count)).toEqual([1, 0, 0, 0, 0]);

  // 45 days after 11 March, to the end of that day in Auckland (UTC+12).
  world.setClock("2026-04-25T11:59:59Z");
  await complete();
  expect(await state(id)).toBe("AWAITING_ATTENDANCE");
  world.setClock("2026-04-25T12:00:00Z");
  await Promise.all([complete(), complete()]);
  await complete();
  expect(await state(id)).toBe("COMPLETED");
  expect(await state(lecture.id)).toBe("AWAITING_ATTENDANCE");
  expect(
    await world.sql(
      "SELECT count(*)::int AS n FROM audit_entry WHERE subject_id = $1 AND action = 'program.complete'",
      [id],
    ),
  ).toEqual([{ n: 1 }]);

  // Claiming goes on.
  const attendee = await conference.attendee(["late@example.test"]);
  await conference.register(id, "late@example.test,Full,,,no");
  await conference.claim(attendee.token, (await conference.session(id, "Opening")).id);
  expect((await conference.generate(attendee.token, id)).credits).toBe("1.00");
});

test("staff who extend the time to report keep it open until then", async () => {
  world.setClock("2026-03-02T15:00:00Z");
  const program = await programIn(world, conference, "APPROVED", {
    typeId: (await world.sql("SELECT id FROM program_type WHERE code = 'CONFERENCE'"))[0].id,
  });
  world.setClock("2026-04-12T15:00:00Z");
  await endOfferings(world);
  await step(world, conference.staff.token, "extendReporting", program, { until: "2026-07-31" });
  world.setClock("2026-08-01T04:59:59Z");
  await complete();
  expect(await state(program.id)).toBe("AWAITING_ATTENDANCE");
  world.setClock("2026-08-01T05:00:00Z");
  await complete();
  expect(await state(program.id)).toBe("COMPLETED");
});

test("a conference is claimed until its window closes, as it was set when it ended; then it is completed, and what was issued stays", async () => {
  const { token } = conference.staff;
  world.setClock("2026-03-02T15:00:00Z");
  const { settingsPage } = await world.ok(token, "{ settingsPage { version claimDays } }");
  expect(settingsPage.claimDays).toBe(365);
  const update =
    "mutation ($version: Int!, $claimDays: Int!) { updateSettings(version: $version, input: { claimDays: $claimDays }) { version claimDays } }";
  await world.ok(token, update, { version: settingsPage.version, claimDays: 90 });
  const id = await conference.conference({
    startsOn: "2026-03-10",
    endsOn: "2026-03-11",
    timeZone: "Pacific/Auckland",
  });
  await conference.imported(
    id,
    csvSchedule("a,Opening,2026-03-10,09:00,10:00,no,", "b,Closing,2026-03-11,09:00,10:00,no,"),
  );
  const [early, late] = [
    await conference.attendee(["in-time@example.test"]),
    await conference.attendee(["too-late@example.test"]),
  ];
  await conference.register(id, "in-time@example.test,Full,,,no", "too-late@example.test,Full,,,no");
  world.setClock("2026-03-20T00:00:00Z");
  await endOfferings(world);
  // A shorter time closes no window that is open.
  await world.ok(token, update, { version: settingsPage.version + 1, claimDays: 5 });
  const seen = "query ($id: ID!) { conference(id: $id) { claimsUntil } }";
  expect((await world.ok(early.token, seen, { id })).conference.claimsUntil).toBe("2026-06-09");
  // The last second of the 90th day, in Auckland (UTC+12).
  world.setClock("2026-06-09T11:59:59Z");
  await complete();
  expect(await state(id)).toBe("AWAITING_ATTENDANCE");
  const opening = (await conference.session(id, "Opening")).id;
  const closing = (await conference.session(id, "Closing")).id;
  await conference.claim(early.token, opening);
  const { id: certificateId } = await conference.generate(early.token, id);
  await conference.claim(late.token, closing);
  world.setClock("2026-06-09T12:00:00Z");
  await complete();
  expect(await state(id)).toBe("COMPLETED");
  expect(await conference.refusedClaim(early.token, closing)).toBe("CLAIMS_CLOSED");
  expect((await conference.generate(early.token, id)).id).toBe(certificateId);
  expect(await world.refused(late.token, documents.generate, { conferenceId: id })).toBe("CLAIMS_CLOSED");
  // Staff extend its time: then sessions are claimed again.
  const [{ id: offeringId }] = await world.sql("SELECT id FROM offering WHERE program_id = $1", [id]);
  await world.ok(token, operations.extendReporting, { offeringId, until: "2026-07-01", reason: "They were abroad." });
  expect((await conference.generate(late.token, id)).credits).toBe("1.00");
});
