import { addDays, localDay } from "../../server/core/local-day.ts";
import { hasEnded, reportingDueOn, reportingOpen } from "../../server/programs/offering.rules.ts";

const offering = (endsOn: string, timeZone: string, reportingExtendedTo: string | null = null) => ({
  endsOn,
  timeZone,
  reportingExtendedTo,
  lastSessionEndsAt: null,
  reportingDays: 45,
});

describe("the day of an instant", () => {
  test.each([
    ["2026-03-08T05:59:59Z", "America/Chicago", "2026-03-07"],
    ["2026-03-08T06:00:00Z", "America/Chicago", "2026-03-08"],
    // Clocks went forward on this day: its last hour is in daylight time.
    ["2026-03-09T04:59:59Z", "America/Chicago", "2026-03-08"],
    ["2026-03-09T05:00:00Z", "America/Chicago", "2026-03-09"],
    ["2026-03-08T10:00:00Z", "Pacific/Kiritimati", "2026-03-09"],
    ["2026-03-08T10:59:59Z", "Pacific/Pago_Pago", "2026-03-07"],
    ["2026-03-08T18:29:59Z", "Asia/Kolkata", "2026-03-08"],
    ["2026-03-08T18:30:00Z", "Asia/Kolkata", "2026-03-09"],
  ])("%s in %s is %s", (instant, zone, day) => {
    expect(localDay(new Date(instant), zone)).toBe(day);
  });

  test("a zone that does not exist is refused, never read as another", () => {
    expect(() => localDay(new Date(), "Mars/Olympus")).toThrow(RangeError);
  });

  test.each([
    ["2026-01-31", 1, "2026-02-01"],
    ["2024-02-28", 1, "2024-02-29"],
    ["2026-02-28", 1, "2026-03-01"],
    ["2026-12-31", 45, "2027-02-14"],
    ["2026-03-07", 1, "2026-03-08"],
  ])("%s and %i days is %s", (day, days, sum) => {
    expect(addDays(day, days)).toBe(sum);
  });
});

describe("an offering has ended", () => {
  test.each([
    ["on its last minute it has not", "2026-03-09T04:59:59Z", "America/Chicago", false],
    ["a second later it has", "2026-03-09T05:00:00Z", "America/Chicago", true],
    ["further east earlier", "2026-03-08T10:00:00Z", "Pacific/Kiritimati", true],
    ["further west later", "2026-03-09T10:59:59Z", "Pacific/Pago_Pago", false],
  ])("%s", (_, now, zone, ended) => {
    expect(hasEnded(offering("2026-03-08", zone), new Date(now))).toBe(ended);
  });
});

describe("a conference has ended", () => {
  const ended = (endsOn: string, timeZone: string, now: string, lastSessionEndsAt: string | null = null) =>
    hasEnded(
      { endsOn, timeZone, lastSessionEndsAt: lastSessionEndsAt === null ? null : new Date(lastSessionEndsAt) },
      new Date(now),
    );

  test("at the instant when its last session ends, even on the day after the last or before its evening", () => {
    const last = "2026-06-16T00:30:00-04:00";
    expect(ended("2026-06-15", "America/New_York", "2026-06-16T00:29:59-04:00", last)).toBe(false);
    expect(ended("2026-06-15", "America/New_York", "2026-06-16T00:30:00-04:00", last)).toBe(true);
    expect(ended("2026-06-15", "America/New_York", "2026-06-15T17:00:00-04:00", "2026-06-15T17:00:00-04:00")).toBe(
      true,
    );
  });

  test("not before its last day, where its schedule is that of other days", () => {
    const last = "2026-06-10T17:00:00-04:00";
    expect(ended("2026-06-15", "America/New_York", "2026-06-14T23:59:59-04:00", last)).toBe(false);
    expect(ended("2026-06-15", "America/New_York", "2026-06-15T00:00:00-04:00", last)).toBe(true);
  });

  test.each([
    ["Pacific/Kiritimati", "2026-06-15", "2026-06-15T10:00:00Z"],
    ["Pacific/Pago_Pago", "2026-06-15", "2026-06-16T11:00:00Z"],
    ["UTC", "2026-12-31", "2027-01-01T00:00:00Z"],
    ["America/New_York", "2026-03-08", "2026-03-09T04:00:00Z"],
    ["America/New_York", "2026-11-01", "2026-11-02T05:00:00Z"],
    // The clocks skip the midnight that ends this day, or show the one that ends that day twice.
    ["Africa/Cairo", "2026-04-23", "2026-04-23T22:00:00Z"],
    ["America/Havana", "2026-10-31", "2026-11-01T04:00:00Z"],
  ])("%s: %s ends at %s where there are no sessions", (timeZone, endsOn, end) => {
    const before = new Date(Date.parse(end) - 1).toISOString();
    expect(ended(endsOn, timeZone, before)).toBe(false);
    expect(ended(endsOn, timeZone, end)).toBe(true);
  });
});

describe("reporting", () => {
  test("is due so many days after the end as set, or where staff extended it then", () => {
    expect(reportingDueOn(offering("2026-03-08", "America/Chicago"))).toBe("2026-04-22");
    expect(reportingDueOn(offering("2026-03-08", "America/Chicago", "2026-05-01"))).toBe("2026-05-01");
    expect(reportingDueOn({ ...offering("2026-03-08", "America/Chicago"), reportingDays: 0 })).toBe("2026-03-08");
  });

  test.each([
    ["before the end", "2026-03-09T04:59:59Z", "America/Chicago", null, false],
    ["the first second after it", "2026-03-09T05:00:00Z", "America/Chicago", null, true],
    ["the last second of day 45", "2026-04-23T04:59:59Z", "America/Chicago", null, true],
    ["the first of day 46", "2026-04-23T05:00:00Z", "America/Chicago", null, false],
    ["the same instant further west", "2026-04-23T05:00:00Z", "America/Los_Angeles", null, true],
    ["the last second of day 45 in the east", "2026-04-22T09:59:59Z", "Pacific/Kiritimati", null, true],
    ["the first of day 46 in the east", "2026-04-22T10:00:00Z", "Pacific/Kiritimati", null, false],
    ["extended, on the last day", "2026-05-02T04:59:59Z", "America/Chicago", "2026-05-01", true],
    ["extended, after it", "2026-05-02T05:00:00Z", "America/Chicago", "2026-05-01", false],
  ])("%s", (_, now, zone, extendedTo, open) => {
    expect(reportingOpen(offering("2026-03-08", zone, extendedTo), new Date(now))).toBe(open);
  });
});
