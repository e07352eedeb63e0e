import { readFileSync } from "node:fs";
import { parseSchedule } from "../../server/conferences/schedule/parse-schedule.ts";
import type { ParsedSchedule } from "../../server/conferences/schedule/parsed-schedule.ts";
import { saysTheSame } from "../../server/conferences/schedule/schedule-csv.ts";
import { scheduleFormat } from "../../server/conferences/schedule/schedule-text.ts";
import { inEnglish } from "../support/in-english.ts";

const file = (name: string) => readFileSync(new URL(`../data/${name}`, import.meta.url));
const parse = (input: Buffer | string, timeZone = "America/New_York") => parseSchedule(input, { timeZone });
const found = (schedule: ParsedSchedule) => schedule.problems.map(({ line, column, code }) => [line, column, code]);

/** A schedule.xml of one day and room with these events, each an XML text. */
const xml = (events: string, head = "") =>
  `<schedule><conference><title>T</title>${head}</conference><day date="2026-03-08"><room name="A">${events}</room></day></schedule>`;
const xmlEvent = (content: string, attributes = 'guid="g1"') =>
  xml(`<event ${attributes}><title>T</title>${content}</event>`);
/** A schedule.json of one day and room with these events. */
const json = (events: unknown[], conference: object = {}) =>
  JSON.stringify({ schedule: { conference: { ...conference, days: [{ date: "2026-03-08", rooms: { A: events } }] } } });
const jsonEvent = { guid: "g1", title: "T", date: "2026-03-08T10:00:00-04:00", duration: "1:00" };

describe("real files", () => {
  test("31C3, frab's schedule.xml", () => {
    const { conference, sessions, problems } = parse(file("31c3-schedule.xml"));
    expect(problems).toEqual([]);
    expect(conference).toEqual({
      title: "31. Chaos Communication Congress",
      acronym: "31c3",
      timeZone: null,
      startsOn: "2014-12-27",
      endsOn: "2014-12-31",
    });
    expect(sessions).toHaveLength(138);
    expect(new Set(sessions.map((session) => session.externalId)).size).toBe(138);
    expect(sessions.every((session) => session.startsAt.endsWith("+01:00"))).toBe(true);
    expect(sessions.reduce((sum, session) => sum + session.minutes, 0)).toBe(
      36 * 30 + 92 * 60 + 6 * 135 + 2 * 90 + 40 + 120,
    );
    expect(sessions[0]).toEqual({
      externalId: "29aecfd7-2e44-4f49-ab86-29b5e0877325",
      talkKey: null,
      title: "31C3 Opening Event",
      subtitle: null,
      startsAt: "2014-12-27T11:00:00+01:00",
      endsAt: "2014-12-27T11:30:00+01:00",
      minutes: 30,
      speakers: ["erdgeist", "Geraldine de Bastion"],
      room: "Saal 1",
      track: "CCC",
      type: "lecture",
      language: "en",
      virtual: null,
      isBreak: false,
      line: 14,
      path: "/schedule/day[1]/room[1]/event[1]",
    });
  });

  test("31C3's sessions after midnight start on the day that their date has", () => {
    const { sessions } = parse(file("31c3-schedule.xml"));
    const listedDays = ["2014-12-27", "2014-12-28", "2014-12-29", "2014-12-30"];
    const night = sessions.filter((session) => {
      const day = Number(/day\[(\d)\]/.exec(session.path)![1]);
      return !session.startsAt.startsWith(listedDays[day - 1]!);
    });
    expect(night.map((session) => session.startsAt).sort()).toEqual([
      "2014-12-28T00:00:00+01:00",
      "2014-12-29T00:15:00+01:00",
      "2014-12-29T00:15:00+01:00",
      "2014-12-30T00:15:00+01:00",
    ]);
  });

  test("pretalx: the dates' offset wins over time_zone_name and the program's zone", () => {
    const { conference, sessions, problems } = parse(file("pretalx-democon.json"));
    expect(problems).toEqual([]);
    expect(conference).toEqual({
      title: "DemoCon",
      acronym: "democon",
      timeZone: "UTC",
      startsOn: "2020-12-14",
      endsOn: "2020-12-16",
    });
    expect(sessions).toHaveLength(36);
    expect(sessions[0]).toMatchObject({
      startsAt: "2020-12-14T09:00:00+01:00",
      endsAt: "2020-12-14T09:30:00+01:00",
      speakers: ["Brian Robinson"],
      room: "Gray Room",
      line: null,
      path: 'schedule.conference.days[0].rooms["Gray Room"][0]',
    });
    expect(sessions.filter((session) => session.minutes === 90)).toHaveLength(9);
    expect(sessions.filter((session) => session.minutes === 30)).toHaveLength(27);
  });

  test("pentabarf without guid and date, over midnight, change of clocks and day change", () => {
    const { conference, sessions, problems } = parse(file("pentabarf-undated.xml"));
    expect(problems).toEqual([]);
    expect(conference).toMatchObject({ title: "Night & Day of Sleep Medicine", acronym: null, timeZone: null });
    expect(
      sessions.map(({ externalId, title, startsAt, endsAt, minutes, room }) => [
        externalId,
        title,
        startsAt,
        endsAt,
        minutes,
        room,
      ]),
    ).toEqual([
      ["101", "Opening", "2026-03-07T09:00:00-05:00", "2026-03-07T09:45:00-05:00", 45, "Auditorium"],
      ["102", "Coffee", "2026-03-07T09:45:00-05:00", "2026-03-07T10:00:00-05:00", 15, "Auditorium"],
      ["103", "Overnight scoring, part 1", "2026-03-07T23:30:00-05:00", "2026-03-08T00:30:00-05:00", 60, "Lab 2"],
      ["104", "Overnight scoring, part 2", "2026-03-08T01:30:00-05:00", "2026-03-08T03:30:00-04:00", 60, "Auditorium"],
      ["105", "Sunrise", "2026-03-07T06:00:00-05:00", "2026-03-07T06:30:00-05:00", 30, "Auditorium"],
      [
        "plenary-über-schlaf-2026-03-08-1000",
        "Plenary: Über Schlaf!",
        "2026-03-08T10:00:00-04:00",
        "2026-03-08T11:30:00-04:00",
        90,
        null,
      ],
      ["posters", "Poster <exhibition>", "2026-03-08T10:00:00-04:00", "2026-03-09T10:00:00-04:00", 1440, null],
    ]);
    expect(sessions[0]!.speakers).toEqual(["Zoë Nguyễn"]);
    expect(sessions.filter((session) => session.isBreak).map((session) => session.title)).toEqual(["Coffee"]);
  });

  test("the c3voc's second version: a list of events", () => {
    const { conference, sessions, problems } = parse(file("schedule-v2.json"), "Pacific/Kiritimati");
    expect(problems).toEqual([]);
    expect(conference).toMatchObject({ timeZone: "America/New_York", startsOn: "2026-03-08", endsOn: "2026-03-08" });
    expect(sessions).toEqual([
      expect.objectContaining({
        startsAt: "2026-03-08T01:30:00-05:00",
        endsAt: "2026-03-08T03:30:00-04:00",
        minutes: 60,
        room: "Hall A",
        track: "science",
        speakers: ["Ada Lovelace"],
        path: "schedule.events[0]",
      }),
    ]);
  });
});

describe("when a session starts", () => {
  test.each([
    [
      "date wins over start and day",
      "<date>2026-03-09T00:30:00-04:00</date><start>23:00</start>",
      "2026-03-09T00:30:00-04:00",
    ],
    ["a date without offset is the zone's", "<date>2026-03-08T10:00:00</date>", "2026-03-08T10:00:00-04:00"],
    ["a date with a blank for the T", "<date>2026-03-07 10:00</date>", "2026-03-07T10:00:00-05:00"],
    ["Z", "<date>2026-03-08T10:00:00Z</date>", "2026-03-08T10:00:00Z"],
    ["an offset without colon", "<date>2026-03-08T10:00:00+0530</date>", "2026-03-08T10:00:00+05:30"],
    ["+00:00", "<date>2026-03-08T10:00:00+00:00</date>", "2026-03-08T10:00:00Z"],
    [
      "a date of its own with a start stays on it",
      "<date>2026-03-09</date><start>00:30</start>",
      "2026-03-09T00:30:00-04:00",
    ],
    ["start as date and time", "<start>2026-03-10T08:00:00-04:00</start>", "2026-03-10T08:00:00-04:00"],
    ["without day change, before four is the night after", "<start>03:59</start>", "2026-03-09T03:59:00-04:00"],
    ["and from four on the same day", "<start>04:00</start>", "2026-03-08T04:00:00-04:00"],
    ["9:30 AM", "<start>9:30 AM</start>", "2026-03-08T09:30:00-04:00"],
    ["12:15 p.m.", "<start>12:15 p.m.</start>", "2026-03-08T12:15:00-04:00"],
  ])("%s", (_, content, startsAt) => {
    const { sessions, problems } = parse(xmlEvent(`${content}<duration>1:00</duration>`));
    expect(problems).toEqual([]);
    expect(sessions[0]!.startsAt).toBe(startsAt);
  });

  test.each([
    ["<day_change>09:00:00</day_change>", "08:59", "2026-03-09T08:59:00-04:00"],
    ["<day_change>09:00:00</day_change>", "09:00", "2026-03-08T09:00:00-04:00"],
    ["<day_change>00:00</day_change>", "00:30", "2026-03-08T00:30:00-05:00"],
    ["<time_zone_name>Europe/Berlin</time_zone_name>", "10:00", "2026-03-08T10:00:00+01:00"],
  ])("%s and %s", (head, start, startsAt) => {
    const { sessions } = parse(
      xml(`<event id="1"><title>T</title><start>${start}</start><duration>60</duration></event>`, head),
    );
    expect(sessions.map((session) => session.startsAt)).toEqual([startsAt]);
  });

  test.each([
    ["a time that the clocks skip is as much later", "2026-03-08", "02:30", "2026-03-08T03:30:00-04:00"],
    ["a time that they show twice is the first", "2026-11-01", "01:30", "2026-11-01T01:30:00-04:00"],
    ["and one later it is told by its offset", "2026-11-01", "02:00", "2026-11-01T02:00:00-05:00"],
  ])("%s", (_, date, start, startsAt) => {
    const { sessions } = parse(json([{ guid: "g", title: "T", date, start, duration: "0:45" }]));
    expect(sessions.map((session) => session.startsAt)).toEqual([startsAt]);
  });

  test.each([
    ["2026-03-08", "01:30", "03:30", 60],
    ["2026-03-08", "01:30", "03:00", 30],
    ["2026-11-01", "00:30", "01:30", 60],
    ["2026-11-01", "00:30", "02:30", 180],
    ["2026-11-01", "01:30", "01:15", 45],
  ])("on %s from %s to %s New York are %i minutes", (date, start, end, minutes) => {
    const { sessions, problems } = parse(json([{ guid: "g", title: "T", date, start, end }]));
    expect(problems).toEqual([]);
    expect(sessions.map((session) => session.minutes)).toEqual([minutes]);
  });

  test.each([
    ["<date>tomorrow</date>", "INVALID_DATE", "date"],
    ["<date>2026-02-30T10:00:00Z</date>", "INVALID_DATE", "date"],
    ["<date>2026-03-08T25:00:00Z</date>", "INVALID_DATE", "date"],
    ["<date>2026-03-08T10:00:00+99:00</date>", "INVALID_DATE", "date"],
    ["<date>2026</date>", "INVALID_DATE", "date"],
    ["<date>2026-W10-7T10:00</date>", "INVALID_DATE", "date"],
    ["<date>0014-12-27T10:00:00Z</date>", "INVALID_DATE", "date"],
    ["<start>24:00</start>", "INVALID_TIME", "start"],
    ["<start>10:60</start>", "INVALID_TIME", "start"],
    ["<start>10</start>", "INVALID_TIME", "start"],
    ["<start>13:00 pm</start>", "INVALID_TIME", "start"],
    ["<start> </start>", "MISSING_VALUE", "start"],
    ["", "MISSING_VALUE", "start"],
  ])("%s is %s", (content, code, field) => {
    const schedule = parse(xmlEvent(`${content}<duration>1:00</duration>`));
    expect(found(schedule)).toEqual([[1, `/schedule/day[1]/room[1]/event[1]/${field}`, code]]);
    expect(schedule.sessions).toEqual([]);
  });

  test("a day without a date, or with a wrong one, leaves its times without a day", () => {
    const event = "<event><title>T</title><start>9:00</start><duration>1:00</duration></event>";
    const schedule = parse(
      `<schedule><day><room>${event}</room></day><day date="8 March"><room>${event}</room></day></schedule>`,
    );
    expect(found(schedule)).toEqual([
      [1, "/schedule/day[1]/room[1]/event[1]/date", "MISSING_VALUE"],
      [1, "/schedule/day[2]/room[1]/event[1]/date", "INVALID_DATE"],
    ]);
    expect(inEnglish(schedule.problems[1]!.message)).toContain('"8 March"');
  });

  test("a time zone or day change that does not exist is a problem, and the program's zone is taken", () => {
    const head = "<time_zone_name>Mars/Olympus</time_zone_name><day_change>late</day_change>";
    const schedule = parse(
      xml('<event id="1"><title>T</title><start>9:00</start><duration>60</duration></event>', head),
    );
    expect(found(schedule)).toEqual([
      [1, "/schedule/conference/time_zone_name", "INVALID_TIME_ZONE"],
      [1, "/schedule/conference/day_change", "INVALID_TIME"],
    ]);
    expect(schedule.conference.timeZone).toBeNull();
    expect(schedule.sessions[0]!.startsAt).toBe("2026-03-08T09:00:00-04:00");
  });

  test("a program's zone that does not exist is the caller's fault", () => {
    expect(() => parse(file("pretalx-democon.json"), "Mars/Olympus")).toThrow(RangeError);
  });
});

describe("how long a session is", () => {
  test.each([
    ["00:45", 45],
    ["0:45", 45],
    ["45", 45],
    ["45 min", 45],
    ["02:30:00", 150],
    ["1:00:00", 60],
    ["24:00", 1440],
    ["1 day", 1440],
    ["1 day, 2:30:00", 1590],
    [45, 45],
  ])("%p is %i minutes", (duration, minutes) => {
    const { sessions, problems } = parse(json([{ ...jsonEvent, duration }]));
    expect(problems).toEqual([]);
    expect(sessions.map((session) => session.minutes)).toEqual([minutes]);
  });

  test.each([
    ["", "MISSING_VALUE"],
    [null, "MISSING_VALUE"],
    [{ minutes: 5 }, "MISSING_VALUE"],
    ["long", "INVALID_DURATION"],
    ["-0:30", "INVALID_DURATION"],
    [-30, "INVALID_DURATION"],
    ["0:60", "INVALID_DURATION"],
    ["1.5", "INVALID_DURATION"],
    ["999:00", "INVALID_DURATION"],
    ["8 days", "INVALID_DURATION"],
    ["0:00", "ENDS_BEFORE_START"],
    [0, "ENDS_BEFORE_START"],
  ])("%p is %s", (duration, code) => {
    const schedule = parse(json([{ ...jsonEvent, duration }]));
    expect(found(schedule)).toEqual([[null, "schedule.conference.days[0].rooms.A[0].duration", code]]);
    expect(schedule.sessions).toEqual([]);
  });

  test.each([
    ["2026-03-08T10:50:00-04:00", undefined, 50, []],
    ["2026-03-08T10:50:00-04:00", "0:50", 50, []],
    ["2026-03-08T14:30:00Z", "00:30", 30, []],
    ["10:50", undefined, 50, []],
    // pretalx writes a day and more as days, hours and minutes.
    ["2026-03-09T11:00:00-04:00", "1:01:00", 1500, []],
    ["2026-03-08T10:50:00-04:00", "1:00", null, ["INVALID_DURATION"]],
    ["2026-03-08T10:00:00-04:00", undefined, null, ["ENDS_BEFORE_START"]],
    ["2026-03-08T09:00:00-04:00", "1:00", null, ["ENDS_BEFORE_START"]],
    ["09:59", undefined, null, ["ENDS_BEFORE_START"]],
    ["2027-03-08T10:00:00-04:00", undefined, null, ["INVALID_DURATION"]],
    ["later", undefined, null, ["INVALID_TIME"]],
  ])("an end at %p with a duration of %p", (end, duration, minutes, codes) => {
    const { sessions, problems } = parse(json([{ ...jsonEvent, end, duration }]));
    expect(sessions.map((session) => session.minutes)).toEqual(minutes === null ? [] : [minutes]);
    expect(problems.map((problem) => problem.code)).toEqual(codes);
  });
});

describe("further kinds of credit", () => {
  const kinds = [
    { id: "1", code: "ETHICS", unit: "Ethics", name: "Ethics credit" },
    { id: "2", code: "CNE", unit: "CNE", name: "Nursing contact hour" },
    { id: "3", code: "AEU", unit: "AEU", name: "Acupuncture" },
  ];
  const read = (text: string) => parseSchedule(text, { timeZone: "America/New_York", kinds });
  const event = (said: string) =>
    `<event guid="${said.length}"><title>T</title><start>10:00</start><duration>1:00</duration>${said}</event>`;

  test("an event names them by code or name: an amount, what its minutes earn, or nothing; what none names is left out", () => {
    const said = ["<credit_kind kind='ethics'>0.50</credit_kind><credit_kind kind='Nursing contact hour'/>", "", "no"];
    const { sessions, problems } = read(
      xml(
        said
          .map((each) => (each === "no" ? '<credit_kind kind="CNE">no</credit_kind>' : each))
          .map((each) => event(`<credit_kinds>${each}</credit_kinds>`))
          .join(""),
      ),
    );
    expect(problems).toEqual([]);
    const found = [
      { 1: "0.50", 2: "ALL" },
      { 1: "NONE", 2: "NONE" },
      { 1: "NONE", 2: "NONE" },
    ];
    expect(sessions.map((session) => session.kinds)).toEqual(found);
    const events = [
      [{ kind: "ETHICS", credits: "0.50" }, { kind: "CNE" }],
      undefined,
      { cne: false },
      ["Ethics", { kind: "CNE", credits: 1.5 }],
      { Ethics: null, CNE: true },
    ].map((credit_kinds, n) => ({ ...jsonEvent, guid: `g${n}`, credit_kinds }));
    expect(read(json(events)).sessions.map((session) => session.kinds)).toEqual([
      ...found,
      { 1: "ALL", 2: "1.5" },
      { 1: "ALL", 2: "ALL" },
    ]);
    expect(read(json([jsonEvent])).sessions[0]).not.toHaveProperty("kinds");
  });

  test("what names no kind, one twice, or no amount is a problem at its place", () => {
    const wrong = ["CEU", "CNE", "Nursing contact hour", "ETHICS"].map(
      (kind) => `<credit_kind kind="${kind}">${kind === "ETHICS" ? "half" : ""}</credit_kind>`,
    );
    const schedule = read(xml(event(`\n<credit_kinds>${wrong.join("\n")}</credit_kinds>`)));
    const at = (n: number) => `/schedule/day[1]/room[1]/event[1]/credit_kinds/credit_kind[${n}]`;
    expect(found(schedule)).toEqual([
      [2, at(1), "INVALID_VALUE"],
      [4, at(3), "INVALID_VALUE"],
      [5, at(4), "INVALID_CREDITS"],
    ]);
    expect(schedule.problems.map(({ message }) => inEnglish(message))[0]).toBe(
      "Line 2, credit_kind: this program has no such kind of credit. It has these: ETHICS, CNE, AEU.",
    );
    const ofJson = read(json([{ ...jsonEvent, credit_kinds: [{ kind: "CEU", credits: {} }, 7, null] }]));
    expect(found(ofJson)).toEqual(
      [0, 1, 2].map((n) => [null, `schedule.conference.days[0].rooms.A[0].credit_kinds[${n}]`, "INVALID_VALUE"]),
    );
    const none = parse(json([{ ...jsonEvent, credit_kinds: { CEU: "1.00" } }])).problems[0]!;
    expect(inEnglish(none.message)).toBe(
      "schedule.conference.days[0].rooms.A[0].credit_kinds.CEU: this program has no such kind of credit.",
    );
  });
});

describe("who, where and which", () => {
  test("persons as objects, texts and without names", () => {
    const persons = [
      "Ada",
      { name: "Legal Name", public_name: "Grace" },
      { name: "Mary" },
      { public_name: " ", name: "Lin" },
      { id: 7 },
      null,
      "",
      3,
    ];
    expect(parse(json([{ ...jsonEvent, persons }])).sessions[0]!.speakers).toEqual([
      "Ada",
      "Grace",
      "Mary",
      "Lin",
      "3",
    ]);
    expect(parse(json([{ ...jsonEvent, persons: { a: 1 } }])).sessions[0]!.speakers).toEqual([]);
    expect(parse(json([jsonEvent])).sessions[0]!.speakers).toEqual([]);
  });

  test("rooms empty, missing, or of another kind", () => {
    const days = [
      { date: "2026-03-08", rooms: {} },
      { date: "2026-03-08", rooms: [] },
      { date: "2026-03-08", rooms: null },
      { date: "2026-03-08" },
      null,
      { date: "2026-03-08", rooms: { "": [{ ...jsonEvent, room: "" }], B: null, C: "none", D: [] } },
    ];
    const { sessions, problems } = parse(JSON.stringify({ conference: { title: "Bare", rooms: [], days } }));
    expect(problems).toEqual([]);
    expect(sessions.map(({ room, path }) => [room, path])).toEqual([[null, 'conference.days[5].rooms[""][0]']]);
  });

  test("the event's own room wins over the one it is listed under", () => {
    expect(parse(json([{ ...jsonEvent, room: "B" }])).sessions[0]!.room).toBe("B");
    expect(parse(json([jsonEvent])).sessions[0]!.room).toBe("A");
  });

  test("guid, else id, else slug, else title, start and room", () => {
    const { guid: _, ...bare } = jsonEvent;
    const idOf = (event: object) => parse(json([event])).sessions[0]!.externalId;
    expect(idOf({ ...bare, guid: "g", id: 1, slug: "s" })).toBe("g");
    expect(idOf({ ...bare, guid: "", id: 1, slug: "s" })).toBe("1");
    expect(idOf({ ...bare, slug: "s" })).toBe("s");
    expect(idOf({ ...bare, title: "نوم — 睡眠 & Co." })).toBe("نوم-睡眠-co-2026-03-08-1000-a");
    expect(idOf({ ...bare, title: "???" })).toBe("2026-03-08-1000-a");
  });

  test.each([
    ["guid", { guid: "g1", id: 2 }],
    ["id", { guid: undefined, id: 1 }],
    ["title", { guid: undefined }],
  ])("the second with the same %s is a problem", (field, same) => {
    const schedule = parse(
      json([
        { ...jsonEvent, ...same },
        { ...jsonEvent, ...same },
      ]),
    );
    expect(schedule.sessions).toHaveLength(1);
    expect(found(schedule)).toEqual([[null, `schedule.conference.days[0].rooms.A[1].${field}`, "DUPLICATE_SESSION"]]);
  });

  test("titles: missing, markup, control characters, too long", () => {
    const titles = [undefined, " \u0000 ", "a".repeat(501), "Tea\u0000 <b>&</b>\r\n Sleep"];
    const schedule = parse(json(titles.map((title, number) => ({ ...jsonEvent, guid: number, title }))));
    expect(schedule.problems.map((problem) => problem.code)).toEqual([
      "MISSING_VALUE",
      "MISSING_VALUE",
      "INVALID_VALUE",
    ]);
    expect(schedule.problems[2]!.value!.length).toBeLessThanOrEqual(200);
    expect(schedule.sessions.map((session) => session.title)).toEqual(["Tea <b>&</b> Sleep"]);
  });

  test.each([
    ["Break", true],
    ["Lunch", true],
    ["coffee break", true],
    ["Breakout", false],
    ["break-out session", false],
    ["", false],
  ])("type %p is a break: %p", (type, isBreak) => {
    expect(parse(json([{ ...jsonEvent, type }])).sessions[0]!.isBreak).toBe(isBreak);
  });

  test("all problems of all sessions at once, with line, place and what to do", () => {
    const schedule = parse(
      xml(`
<event id="1"><start>9</start>
  <duration>long</duration></event>
<event id="2"><title>Fine</title><start>9:00</start><duration>1:00</duration></event>
<event id="3"><title>T</title><date>x</date></event>`),
    );
    expect(schedule.sessions.map((session) => [session.title, session.line])).toEqual([["Fine", 4]]);
    expect(found(schedule)).toEqual([
      [2, "/schedule/day[1]/room[1]/event[1]/title", "MISSING_VALUE"],
      [2, "/schedule/day[1]/room[1]/event[1]/start", "INVALID_TIME"],
      [3, "/schedule/day[1]/room[1]/event[1]/duration", "INVALID_DURATION"],
      [5, "/schedule/day[1]/room[1]/event[3]/date", "INVALID_DATE"],
      [5, "/schedule/day[1]/room[1]/event[3]/duration", "MISSING_VALUE"],
    ]);
    expect(inEnglish(schedule.problems[2])).toEqual({
      line: 3,
      column: "/schedule/day[1]/room[1]/event[1]/duration",
      value: "long",
      code: "INVALID_DURATION",
      message: "Line 3, duration: this is not a length of time up to a week. Write it as 0:45 for 45 minutes.",
    });
  });
});

describe("files that are something else, or hostile", () => {
  test.each([
    ["", "EMPTY_FILE"],
    [" \n\t", "EMPTY_FILE"],
    ["\ufeff", "EMPTY_FILE"],
    ["Title,Start\nA,9:00", "NOT_A_SCHEDULE"],
    ["<html><body/></html>", "NOT_A_SCHEDULE"],
    ["<!doctype html><p>Not found", "UNREADABLE_FILE"],
    ["<schedule><day>", "UNREADABLE_FILE"],
    ["<schedule>", "UNREADABLE_FILE"],
    ["<schedule/><schedule/>", "UNREADABLE_FILE"],
    ["<!-- nothing -->", "UNREADABLE_FILE"],
    ["<schedule>&nbsp;</schedule>", "UNREADABLE_FILE"],
    ["<schedule/>", "NO_ROWS"],
    ['{"schedule":', "UNREADABLE_FILE"],
    ["[]", "NOT_A_SCHEDULE"],
    ["{}", "NOT_A_SCHEDULE"],
    ['{"schedule":null}', "NOT_A_SCHEDULE"],
    ['{"schedule":{"conference":{"days":{}}}}', "NOT_A_SCHEDULE"],
    ['{"schedule":{"conference":{"days":[]}}}', "NO_ROWS"],
  ])("%p is %s", (text, code) => {
    for (const input of [text, Buffer.from(text)]) {
      const schedule = parse(input);
      expect(schedule.problems.map((problem) => problem.code)).toEqual([code]);
      expect(schedule.sessions).toEqual([]);
    }
  });

  test("the line at which XML or JSON breaks", () => {
    expect(parse("\n\n<schedule>\n<day>\n</room>").problems[0]!.line).toBe(5);
    expect(parse('{\n"schedule": {\n"conference" 1}}').problems[0]!.line).toBe(3);
  });

  test("byte order marks, UTF-16, Latin-1 and blanks before the XML declaration", () => {
    const event = '<event id="1"><title>Schlaf – Träume</title><start>9:00</start><duration>60</duration></event>';
    const titles = (input: Buffer | string) => parse(input).sessions.map((session) => session.title);
    const utf8 = `<?xml version="1.0" encoding="UTF-8"?>${xml(event)}`;
    expect(titles(`\ufeff${utf8}`)).toEqual(["Schlaf – Träume"]);
    expect(titles(Buffer.from(`\ufeff${utf8}`))).toEqual(["Schlaf – Träume"]);
    expect(titles(`\r\n ${utf8}`)).toEqual(["Schlaf – Träume"]);
    expect(titles(Buffer.from(`\ufeff${utf8.replace("UTF-8", "UTF-16")}`, "utf16le"))).toEqual(["Schlaf – Träume"]);
    const latin = utf8.replace("UTF-8", "ISO-8859-1").replace("–", "\u0096");
    expect(titles(Buffer.from(latin, "latin1"))).toEqual(["Schlaf – Träume"]);
    expect(parse(Buffer.from(utf8.replace("–", "-"), "latin1")).problems.map((problem) => problem.code)).toEqual([
      "UNREADABLE_FILE",
    ]);
    expect(titles(Buffer.from(`\ufeff${json([jsonEvent])}`))).toEqual(["T"]);
  });

  test("entities that a document type declares are refused where used, and inert where not", () => {
    const laughs = Array.from({ length: 20 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join("");
    const bomb = `<!DOCTYPE schedule [<!ENTITY l0 "ha">${laughs}]>`;
    const outside = '<!DOCTYPE schedule [<!ENTITY x SYSTEM "file:///etc/passwd">]>';
    const event = (title: string) =>
      xml(`<event id="1"><title>${title}</title><start>9:00</start><duration>60</duration></event>`);
    expect(found(parse(bomb + event("&l20;")))).toEqual([[1, null, "UNREADABLE_FILE"]]);
    expect(found(parse(outside + event("&x;")))).toEqual([[1, null, "UNREADABLE_FILE"]]);
    const inert = parse(bomb + event("A &amp; B &#x201C;C&#8221;"));
    expect(inert.problems).toEqual([]);
    expect(inert.sessions.map((session) => session.title)).toEqual(["A & B “C”"]);
  });

  test("elements 200,000 deep neither overflow nor count", () => {
    const deep = `${"<a>".repeat(200_000)}T${"</a>".repeat(200_000)}`;
    const { sessions } = parse(
      xml(`<event id="1"><title>${deep}</title><start>9:00</start><duration>60</duration></event>`),
    );
    expect(sessions).toEqual([]);
    expect(parse("[".repeat(200_000)).problems.map((problem) => problem.code)).toEqual(["UNREADABLE_FILE"]);
  });

  test("names of JavaScript's own are names like any other", () => {
    const text = `{"schedule":{"conference":{"title":"T","days":[{"date":"2026-03-08","rooms":{"__proto__":[${JSON.stringify({ ...jsonEvent, guid: "__proto__" })},${JSON.stringify({ ...jsonEvent, guid: "constructor" })}]}}]}}}`;
    expect(parse(text).sessions.map(({ externalId, room }) => [externalId, room])).toEqual([
      ["__proto__", "__proto__"],
      ["constructor", "__proto__"],
    ]);
  });

  test("five megabytes", () => {
    const abstract = "<p>&lt;b&gt;Sleep&lt;/b&gt;</p>".repeat(30);
    const events = Array.from(
      { length: 5_000 },
      (_, n) =>
        `<event id="${n}"><title>T${n}</title><start>9:00</start><duration>60</duration><abstract>${abstract}</abstract></event>\n`,
    );
    const text = xml(events.join(""));
    expect(text.length).toBeGreaterThan(4_500_000);
    const { sessions, problems } = parse(text);
    expect(problems).toEqual([]);
    expect(sessions).toHaveLength(5_000);
    expect(sessions.at(-1)!.line).toBe(5_000);
  });
});

test("formats are told apart by content", () => {
  expect(scheduleFormat(file("31c3-schedule.xml"))).toBe("XML");
  expect(scheduleFormat(file("pretalx-democon.json"))).toBe("JSON");
  expect(scheduleFormat(Buffer.from("\ufeff\r\n<schedule/>"))).toBe("XML");
  expect(scheduleFormat(Buffer.from("\ufeff[]", "utf16le"))).toBe("JSON");
  expect(scheduleFormat(Buffer.from("\ufeffTitle\tStart", "utf16le"))).toBe("CSV");
  expect(scheduleFormat("Title;Start")).toBe("CSV");
  expect(scheduleFormat(Buffer.alloc(0))).toBeNull();
  expect(scheduleFormat(" \n")).toBeNull();
});

test.each([
  ["10", "10.00", true],
  ["1", "10.00", false],
  ["1,5", "1.50", true],
  ["", "", true],
  ["0", "", false],
  ["", "0.00", false],
  ["1 CEC", "1.00", false],
])("credits in a list of sessions: %s says %s: %s", (cell, is, same) => {
  expect(saysTheSame("credits", cell, is)).toBe(same);
});
