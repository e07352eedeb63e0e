import { StaffRole } from "../../server/core/staff-roles.ts";
import { sendStaffDigestJob } from "../../server/dashboard/send-staff-digest.job.ts";
import { MailKind } from "../../server/mail/mail.entity.ts";
import { endOfferings, programIn, today } from "../programs/applications.ts";
import { World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start({ signInDays: 365 });
  world.setClock(today);
});
afterAll(() => world.stop());

const query = `{ dashboard { programsByStatus { status count } inboxByAge { fromDays count }
  creditsByMonth { month credits creditUnit records } reportsDue { programNumber dueOn overdue } } }`;

test("everybody counts what is theirs: what waits, since when, and which reports are due", async () => {
  const provider = await world.provider();
  const other = await world.provider();
  const staff = await world.staff();
  await programIn(world, { provider, staff }, "SUBMITTED");
  await programIn(world, { provider: other, staff }, "DRAFT");
  await programIn(world, { provider, staff }, "APPROVED");
  world.setClock("2026-03-07T15:00:00Z");
  const ages = async (token: string) =>
    (await world.ok(token, query)).dashboard.inboxByAge.map((age: { count: number }) => age.count);
  expect(await ages(staff.token)).toEqual([0, 1, 0, 0, 0]);
  expect(await ages(other.token)).toEqual([0, 1, 0, 0, 0]);
  expect(await ages(provider.token)).toEqual([0, 0, 0, 0, 0]);

  world.setClock("2026-04-12T15:00:00Z");
  await endOfferings(world);
  const mine = (await world.ok(provider.token, query)).dashboard;
  expect(mine.reportsDue).toEqual([{ programNumber: "A26002", dueOn: "2026-05-25", overdue: false }]);
  expect(mine.programsByStatus).toEqual([
    { status: "AWAITING_ATTENDANCE", count: 1 },
    { status: "SUBMITTED", count: 1 },
  ]);
  expect((await world.ok(other.token, query)).dashboard.reportsDue).toEqual([]);
  world.setClock("2026-05-26T15:00:00Z");
  expect((await world.ok(staff.token, query)).dashboard.reportsDue[0].overdue).toBe(true);
});

test("it is for staff and providers, and takes one statement for all figures", async () => {
  const attendee = await world.account();
  expect(await world.refused(attendee.token, query)).toBe("FORBIDDEN");
  const { token } = await world.staff();
  await world.ok(token, query);
  const nothing = await world.statements(() => world.ok(token, "{ dashboard { at } }"));
  expect((await world.statements(() => world.ok(token, query))) - nothing).toBe(1);
});

describe("the daily digest of staff", () => {
  const digests = async () =>
    (await world.mails(MailKind.STAFF_DIGEST)).map(({ to, subject, text }) => ({
      to,
      subject,
      lines: text.split("\n\n").filter((line) => /waits? for a|overdue|under review|asks? /.test(line)),
    }));
  /** The job as it comes by the clock, twice at once. */
  const hours = async (...instants: string[]) => {
    for (const instant of instants) {
      world.setClock(instant);
      await Promise.all([0, 1].map(() => sendStaffDigestJob.run(world.ctx, {})));
    }
  };

  test("each is told once a day, in the morning where the accreditor is, of what waits for them; of nothing nobody is", async () => {
    await world.sql("DELETE FROM mail WHERE kind = 'STAFF_DIGEST'");
    await world.sql("UPDATE account SET disabled_at = now(), status = 'DISABLED' WHERE staff_roles <> '{}'");
    await world.sql("UPDATE program SET status = 'WITHDRAWN' WHERE status = 'SUBMITTED'");
    await world.sql("UPDATE program SET status = 'CANCELLED' WHERE status = 'AWAITING_ATTENDANCE'");
    world.setClock("2026-06-01T15:00:00Z");
    const [reviewer, registrar, gone] = [
      await world.staff(StaffRole.REVIEWER),
      await world.staff(StaffRole.REGISTRAR),
      await world.staff(StaffRole.REVIEWER),
    ];
    await world.sql("UPDATE account SET disabled_at = now(), status = 'DISABLED' WHERE id = $1", [gone.id]);
    const provider = await world.provider();
    world.setClock(today);
    await programIn(world, { provider: await world.provider(), staff: reviewer }, "APPROVED");
    world.setClock("2026-06-01T15:00:00Z");
    await endOfferings(world);
    // The clocks of Chicago are five hours behind: seven o'clock is noon.
    await hours("2026-06-02T11:59:59Z");
    expect(await digests()).toEqual([]);
    await programIn(world, { provider, staff: reviewer }, "SUBMITTED");
    await hours("2026-06-02T12:00:00Z", "2026-06-02T13:14:00Z", "2026-06-03T04:59:00Z");
    const told = {
      to: reviewer.email,
      subject: "2 things wait for you",
      lines: ["1 application waits for a reviewer.", "The report of 1 date is overdue."],
    };
    expect(await digests()).toEqual([told]);
    // Down on the third, and up in the evening of the fourth.
    await hours("2026-06-05T02:14:00Z", "2026-06-05T11:14:00Z");
    expect(await digests()).toEqual([told, told]);
    // Who acts for the provider does not decide about it, and who wants no digest gets none.
    await world.actFor(provider.id, reviewer.id);
    await world.ok(registrar.token, "mutation { setMailWanted(kind: STAFF_DIGEST, wanted: false) { kind } }");
    await hours("2026-06-05T12:14:00Z");
    expect((await digests()).at(-1)).toMatchObject({ to: reviewer.email, subject: "1 thing waits for you" });
    await world.sql("UPDATE program SET status = 'CANCELLED' WHERE status = 'AWAITING_ATTENDANCE'");
    await hours("2026-06-06T12:14:00Z");
    expect(await digests()).toHaveLength(3);
  });
});
