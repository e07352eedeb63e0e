import { Settings } from "luxon";
import { readMoment, wallTime } from "../../server/conferences/schedule/wall-time.ts";

const originalNow = Settings.now;
afterEach(() => {
  Settings.now = originalNow;
});

// luxon's own choice between the two depends on the offset at the time of asking.
describe.each(["2026-01-15T12:00:00Z", "2026-07-15T12:00:00Z"])("asked on %s", (now) => {
  beforeEach(() => {
    Settings.now = () => Date.parse(now);
  });

  test.each([
    ["America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00.000Z"],
    ["America/New_York", "2026-03-08", "02:30", "2026-03-08T07:30:00.000Z"],
    ["Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45:00.000Z"],
    ["Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45:00.000Z"],
    ["Africa/Cairo", "2026-04-24", "00:00", "2026-04-23T22:00:00.000Z"],
    ["Pacific/Kiritimati", "2026-03-08", "00:00", "2026-03-07T10:00:00.000Z"],
    ["Pacific/Pago_Pago", "2026-03-08", "23:59", "2026-03-09T10:59:00.000Z"],
  ])("%s %s %s", (zone, date, clock, instant) => {
    expect(wallTime(date, clock, zone)!.toUTC().toISO()).toBe(instant);
    expect(readMoment(`${date}T${clock}`, zone)!.toUTC().toISO()).toBe(instant);
  });

  test("the second 1:30 of the night, where it must be after the first", () => {
    const first = wallTime("2026-11-01", "01:30", "America/New_York")!;
    const second = wallTime("2026-11-01", "01:30", "America/New_York", first)!;
    expect(second.toUTC().toISO()).toBe("2026-11-01T06:30:00.000Z");
    expect(second.diff(first).as("minutes")).toBe(60);
  });
});

test("no day, no instant", () => {
  expect(wallTime("2026-02-30", "10:00", "UTC")).toBeNull();
  expect(readMoment("2026-02-30T10:00", "UTC")).toBeNull();
});
