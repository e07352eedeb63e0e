import { DateTime } from "luxon";
import { MailKind } from "../../server/mail/mail.entity.ts";
import { remindOfReportsJob } from "../../server/programs/remind-of-reports.job.ts";
import { reminderDays } from "../../server/programs/reporting-reminders.ts";
import { World } from "../support/world.ts";
import { offering, programIn, step } from "./applications.ts";

let world: World;
let provider: Awaited<ReturnType<World["provider"]>>;
let staff: Awaited<ReturnType<World["staff"]>>;

beforeEach(async () => {
  world = await World.start({ signInDays: 36_500 });
  world.setClock("2026-01-05T12:00:00Z");
  provider = await world.provider();
  staff = await world.staff();
});
afterEach(() => world.stop());

/** A day of January whose deadline is in March, on which side of the change of clocks the reminders fall. */
const approved = (endsOn: string, timeZone = "America/Chicago") =>
  programIn(world, { provider, staff }, "APPROVED", {
    offerings: [offering({ startsOn: endsOn, endsOn, timeZone })],
  });

/** Runs the job as the clock does, once an hour, from one instant up to another. */
async function hourly(from: string, until: string): Promise<void> {
  const end = DateTime.fromISO(until, { zone: "utc" });
  for (let at = DateTime.fromISO(from, { zone: "utc" }); at < end; at = at.plus({ hours: 1 })) {
    world.setClock(at.toISO());
    await remindOfReportsJob.run(world.ctx, {});
  }
}

interface Reminder {
  programId: string;
  subject: string;
  text: string;
  at: Date;
}
const reminders = (): Promise<Reminder[]> =>
  world.sql(
    `SELECT subject_id AS "programId", subject, text, created_at AS at FROM mail WHERE kind = $1 ORDER BY created_at, id`,
    [MailKind.ATTENDANCE_REMINDER],
  );

const daysOf = (mails: Reminder[], programId: string, zone: string) =>
  mails.filter((mail) => mail.programId === programId).map(({ at }) => DateTime.fromJSDate(at, { zone }).toISODate());

test("each reminder comes once, on its day where the program was held, over a change of clocks", async () => {
  const zones = ["Pacific/Honolulu", "America/Chicago", "Pacific/Kiritimati"];
  const programs: ({ zone: string } & Awaited<ReturnType<typeof approved>>)[] = [];
  for (const zone of zones) programs.push({ zone, ...(await approved("2026-01-28", zone)) });
  // Due 45 days later, on March 14: the clocks of Chicago change on March 8, between the seventh day before and the day before.
  await hourly("2026-01-28T00:08:00Z", "2026-04-20T00:00:00Z");
  const mails = await reminders();
  const due = DateTime.fromISO("2026-03-14");
  for (const { id, zone } of programs)
    expect(daysOf(mails, id, zone)).toEqual(reminderDays.map((days) => due.minus({ days }).toISODate()));
  expect(mails.filter(({ text }) => text.includes("late"))).toEqual([]);
  const { number } = programs[1] ?? {};
  expect(mails.filter(({ programId }) => programId === programs[1]?.id).map(({ subject }) => subject)).toEqual([
    `30 days left to report attendance of program ${number}`,
    `14 days left to report attendance of program ${number}`,
    `7 days left to report attendance of program ${number}`,
    `Due tomorrow: attendance of program ${number}`,
    `Due today: attendance of program ${number}`,
    `Overdue: attendance of program ${number}`,
  ]);
});

test("with the job down for days each is reminded at most once, and what comes late says so", async () => {
  const one = await approved("2026-01-28");
  await hourly("2026-02-11T06:08:00Z", "2026-02-27T00:00:00Z");
  // Down on March 7, when a week is left, and up on March 10; down from the last day on.
  await hourly("2026-03-10T12:08:00Z", "2026-03-13T12:00:00Z");
  await hourly("2026-03-17T12:08:00Z", "2026-04-20T00:00:00Z");
  const mails = await reminders();
  expect(daysOf(mails, one.id, "America/Chicago")).toEqual(["2026-02-12", "2026-03-10", "2026-03-13", "2026-03-17"]);
  const late = (mail: Reminder | undefined) =>
    /you should have had it on (.*)\. We/.exec(mail?.text ?? "")?.[1] ?? null;
  expect(mails.map(late)).toEqual([null, "March 7, 2026", null, "March 15, 2026"]);
  expect(mails[1]?.subject).toBe(`4 days left to report attendance of program ${one.number}`);
});

test("none comes after the report, of a cancelled program, or before the end; an extension begins anew", async () => {
  const reported = await approved("2026-01-28");
  const cancelled = await approved("2026-01-28");
  const extended = await approved("2026-01-28");
  await hourly("2026-02-12T18:08:00Z", "2026-02-12T19:00:00Z");
  expect(await reminders()).toHaveLength(3);
  await world.sql("UPDATE offering SET reported_at = now() WHERE program_id = $1", [reported.id]);
  await step(world, staff.token, "cancelProgram", cancelled);
  world.setClock("2026-03-13T18:00:00Z");
  // Nine days are left then: the mail of the extension itself tells of them.
  await step(world, staff.token, "extendReporting", extended, { until: "2026-03-22" });
  await hourly("2026-03-13T18:08:00Z", "2026-05-01T00:00:00Z");
  const later = (await reminders()).slice(3);
  expect(new Set(later.map(({ programId }) => programId))).toEqual(new Set([extended.id]));
  expect(daysOf(later, extended.id, "America/Chicago")).toEqual([
    "2026-03-15",
    "2026-03-21",
    "2026-03-22",
    "2026-03-23",
  ]);
});

test("the deadline is extended between two of them, and the job is down for three days: each comes at most once, for the deadline that holds", async () => {
  const zones = ["Pacific/Honolulu", "America/Chicago", "Pacific/Kiritimati"];
  const programs: ({ zone: string } & Awaited<ReturnType<typeof approved>>)[] = [];
  for (const zone of zones) programs.push({ zone, ...(await approved("2026-01-28", zone)) });
  await hourly("2026-03-06T00:08:00Z", "2026-03-09T00:00:00Z");
  // The clocks of Chicago change on March 8; the deadline was March 14.
  world.setClock("2026-03-11T12:00:00Z");
  for (const program of programs) await step(world, staff.token, "extendReporting", program, { until: "2026-03-24" });
  // Down from March 16 to 18, on one of which a week is left.
  await hourly("2026-03-11T12:08:00Z", "2026-03-16T00:00:00Z");
  await hourly("2026-03-19T00:08:00Z", "2026-03-28T00:00:00Z");
  const mails = await reminders();
  for (const { id, zone } of programs) {
    // The mail of the extension, two weeks before, tells of them; the one of March 17 is late, and says so.
    const back = zone === "Pacific/Kiritimati" ? "2026-03-19" : "2026-03-18";
    // What was missed before the job began at all is made up for at once.
    const first = zone === "Pacific/Kiritimati" ? "2026-03-06" : "2026-03-05";
    expect(daysOf(mails, id, zone)).toEqual([first, "2026-03-07", back, "2026-03-23", "2026-03-24", "2026-03-25"]);
    const late = mails.filter(
      ({ programId, text }) => programId === id && text.includes("you should have had it on March 17"),
    );
    expect(daysOf(late, id, zone)).toEqual([back]);
  }
});

test("dates that one report covers are reminded of once; two workers at once mail once", async () => {
  const held = offering({ startsOn: "2026-01-28", endsOn: "2026-01-28" });
  await programIn(world, { provider, staff }, "APPROVED", { offerings: [held, { ...held, place: "Evanston, IL" }] });
  world.setClock("2026-02-12T18:08:00Z");
  await Promise.all([1, 2, 3].map(() => remindOfReportsJob.run(world.ctx, {})));
  expect(await reminders()).toHaveLength(1);
});
