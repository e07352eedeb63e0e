import { Readable } from "node:stream";
import {
  type ScheduleColumnKey,
  type ScheduleRow,
  scheduleColumns,
  scheduleFromRows,
} from "../../server/conferences/schedule/schedule-csv.ts";
import { readCsv } from "../../server/core/csv/read-csv.ts";
import { sniffCsv } from "../../server/core/csv/sniff-csv.ts";
import { inEnglish } from "../support/in-english.ts";

const options = { timeZone: "America/New_York" };

function row(values: Partial<Record<ScheduleColumnKey, string>>, line = 2): ScheduleRow {
  const blank = Object.fromEntries(scheduleColumns.map(({ key }) => [key, ""])) as Record<ScheduleColumnKey, string>;
  return { line, values: { ...blank, title: "T", date: "2026-03-08", start: "10:00", end: "11:00", ...values } };
}
const read = (values: Partial<Record<ScheduleColumnKey, string>>) => {
  const { sessions, problems } = scheduleFromRows([row(values)], options);
  return { session: sessions[0] ?? null, problems };
};

test("a full row", () => {
  const { session, problems } = read({
    id: "S-01",
    title: " Sleep,\n and rest ",
    subtitle: "Part 1",
    date: "3/8/2026",
    start: "1:30 AM",
    end: "3:30 AM",
    minutes: "60",
    speakers: "Ann Lee, MD; Bo Ray;;",
    room: "Hall A",
    track: "Clinical",
    type: "Lecture",
    language: "en",
    virtual: "Yes",
  });
  expect(problems).toEqual([]);
  expect(session).toEqual({
    externalId: "S-01",
    title: "Sleep, and rest",
    subtitle: "Part 1",
    startsAt: "2026-03-08T01:30:00-05:00",
    endsAt: "2026-03-08T03:30:00-04:00",
    minutes: 60,
    speakers: ["Ann Lee, MD", "Bo Ray"],
    room: "Hall A",
    track: "Clinical",
    type: "Lecture",
    language: "en",
    virtual: true,
    isBreak: false,
    line: 2,
    path: "2",
  });
});

test.each([
  [{ minutes: "45", end: "" }, "2026-03-08T10:00:00-04:00", 45],
  [{ minutes: "1:15", end: "" }, "2026-03-08T10:00:00-04:00", 75],
  [{ date: "2026-03-08 00:00:00" }, "2026-03-08T10:00:00-04:00", 60],
  [{ date: "3/8/2026 0:00" }, "2026-03-08T10:00:00-04:00", 60],
  [{ date: "", start: "2026-03-08T10:00-07:00", end: "2026-03-08T14:00-04:00" }, "2026-03-08T10:00:00-07:00", 60],
  // Under the date on which it starts, also in the small hours.
  [{ start: "0:30", end: "1:30" }, "2026-03-08T00:30:00-05:00", 60],
  [{ start: "23:30", end: "2026-03-09 00:30" }, "2026-03-08T23:30:00-04:00", 60],
])("%p starts at %s", (values, startsAt, minutes) => {
  const { session, problems } = read(values);
  expect(problems).toEqual([]);
  expect(session).toMatchObject({ startsAt, minutes });
});

test.each([
  [{ title: "" }, "Title", "MISSING_VALUE"],
  [{ start: "" }, "Start", "MISSING_VALUE"],
  [{ end: "" }, "Minutes", "MISSING_VALUE"],
  [{ date: "" }, "Date", "MISSING_VALUE"],
  [{ date: "13/1/2026" }, "Date", "INVALID_DATE"],
  [{ date: "2/29/2026" }, "Date", "INVALID_DATE"],
  [{ date: "3/8/26" }, "Date", "INVALID_DATE"],
  [{ start: "ten" }, "Start", "INVALID_TIME"],
  [{ end: "9:00" }, "End", "ENDS_BEFORE_START"],
  [{ end: "10:00" }, "End", "ENDS_BEFORE_START"],
  [{ start: "23:30", end: "0:30" }, "End", "ENDS_BEFORE_START"],
  [{ end: "later" }, "End", "INVALID_TIME"],
  [{ minutes: "59" }, "Minutes", "INVALID_DURATION"],
  [{ virtual: "maybe" }, "Virtual", "INVALID_VALUE"],
  [{ room: "r".repeat(501) }, "Room", "INVALID_VALUE"],
])("%p is a problem of %s: %s", (values, column, code) => {
  const { session, problems } = read(values);
  expect(session).toBeNull();
  expect(problems.map((problem) => [problem.line, problem.column, problem.code])).toEqual([[2, column, code]]);
  expect(inEnglish(problems[0]!.message).startsWith(`Line 2, ${column}: `)).toBe(true);
});

test.each([
  ["", null],
  ["yes", true],
  ["X", true],
  ["1", true],
  ["no", false],
  ["In person", false],
  ["FALSE", false],
])("virtual %p is %p", (virtual, expected) => {
  expect(read({ virtual }).session!.virtual).toBe(expected);
});

test("all rows: every problem at once, and no ID twice", () => {
  const schedule = scheduleFromRows(
    [
      row({ id: "A" }, 2),
      row({ id: "A", title: "Again" }, 3),
      row({ title: "", start: "ten", end: "" }, 4),
      row({ title: "No ID" }, 5),
      row({ title: "No ID" }, 6),
      row({ title: "No ID", start: "10:30" }, 7),
    ],
    options,
  );
  expect(schedule.sessions.map((session) => session.line)).toEqual([2, 5, 7]);
  expect(schedule.problems.map(({ line, column, code }) => [line, column, code])).toEqual([
    [3, "Session ID", "DUPLICATE_SESSION"],
    [4, "Title", "MISSING_VALUE"],
    [4, "Start", "INVALID_TIME"],
    [4, "Minutes", "MISSING_VALUE"],
    [6, "Title", "DUPLICATE_SESSION"],
  ]);
  expect(inEnglish(schedule.problems[0]!.message)).toBe(
    "Line 3, Session ID: the session at line 2 has it too. Give each session its own.",
  );
});

test("a zone that does not exist is the caller's fault", () => {
  expect(() => scheduleFromRows([], { timeZone: "Mars/Olympus" })).toThrow(RangeError);
});

test("the CSV reader's rows fit", async () => {
  const text = "Start time;session;DATE;Duration;Speaker\r\n9:00;Zoë's talk;3/8/2026;0:50;Zoë\r\n;;;;\r\n";
  const open = () => Readable.from([Buffer.from(`\ufeff${text}`)]);
  const rows: ScheduleRow[] = [];
  for await (const batch of readCsv(open, await sniffCsv(open), scheduleColumns)) {
    expect(batch.problems).toEqual([]);
    rows.push(...batch.rows);
  }
  const { sessions, problems } = scheduleFromRows(rows, options);
  expect(problems).toEqual([]);
  expect(sessions).toEqual([
    expect.objectContaining({
      title: "Zoë's talk",
      startsAt: "2026-03-08T09:00:00-04:00",
      minutes: 50,
      speakers: ["Zoë"],
      virtual: null,
      line: 2,
    }),
  ]);
});
