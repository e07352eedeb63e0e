import {
  attendedOnProblem,
  type ClaimedSession,
  claimConflict,
  mayClaim,
  sessionDate,
} from "../../server/conferences/claim-rules.ts";

/** A session in New York on 2026-06-15, claimed on its date. Times are "09:00" of that day, or whole instants. */
function claimed(id: string, from: string, until: string, rest: Partial<ClaimedSession> = {}): ClaimedSession {
  const instant = (text: string) => new Date(text.includes("T") ? text : `2026-06-15T${text}:00-04:00`);
  return {
    id,
    startsAt: instant(from),
    endsAt: instant(until),
    virtual: false,
    date: "2026-06-15",
    releasedOn: null,
    recordingOfId: null,
    attendedOn: "2026-06-15",
    ...rest,
  };
}

describe("overlap", () => {
  const talk = claimed("talk", "09:00", "10:00");
  const virtual = { virtual: true };

  test.each([
    ["back to back after", claimed("b", "10:00", "11:00"), null],
    ["back to back before", claimed("b", "08:00", "09:00"), null],
    ["one minute in common", claimed("b", "09:59", "11:00"), "OVERLAP"],
    ["the same minutes", claimed("b", "09:00", "10:00"), "OVERLAP"],
    ["inside", claimed("b", "09:15", "09:30"), "OVERLAP"],
    ["around", claimed("b", "08:00", "12:00"), "OVERLAP"],
    ["another day", claimed("b", "2026-06-16T09:00:00-04:00", "2026-06-16T10:00:00-04:00"), null],
    [
      "the same instants, written in another offset",
      claimed("b", "2026-06-15T15:00:00+02:00", "2026-06-15T16:00:00+02:00"),
      "OVERLAP",
    ],
    ["virtual, on its own day", claimed("b", "09:00", "10:00", virtual), "OVERLAP"],
    ["virtual, watched the day after", claimed("b", "09:00", "10:00", { ...virtual, attendedOn: "2026-06-16" }), null],
    [
      "a recording, watched the same day",
      claimed("b", "09:00", "10:00", { ...virtual, releasedOn: "2026-06-15" }),
      null,
    ],
    [
      "virtual, which who spoke at it cannot have watched later",
      claimed("b", "09:00", "10:00", { ...virtual, instructs: true, attendedOn: "2026-06-16" }),
      "OVERLAP",
    ],
    ["in person is never watched later", claimed("b", "09:00", "10:00", { attendedOn: "2026-06-16" }), "OVERLAP"],
    [
      "the recording of it, whenever watched",
      claimed("b", "2026-07-01T09:00:00Z", "2026-07-01T10:00:00Z", {
        ...virtual,
        recordingOfId: "talk",
        attendedOn: "2026-07-05",
      }),
      "SAME_CONTENT",
    ],
    [
      "the recording of another",
      claimed("b", "09:00", "10:00", {
        ...virtual,
        releasedOn: "2026-06-20",
        recordingOfId: "x",
        attendedOn: "2026-07-05",
      }),
      null,
    ],
    ["the same session again", claimed("talk", "09:00", "10:00"), "SAME_CONTENT"],
  ] as const)("%s", (_, other, conflict) => {
    expect(claimConflict(talk, other)).toBe(conflict);
    expect(claimConflict(other, talk)).toBe(conflict);
  });

  test("two recordings of the same session", () => {
    const recording = (id: string) =>
      claimed(id, "09:00", "10:00", { ...virtual, releasedOn: "2026-06-20", recordingOfId: "talk" });
    expect(claimConflict(recording("r1"), recording("r2"))).toBe("SAME_CONTENT");
  });

  test("around the change of clocks, instants count and not what the clock shows", () => {
    const first = claimed("a", "2026-11-01T01:00:00-04:00", "2026-11-01T01:45:00-04:00");
    const secondRound = claimed("b", "2026-11-01T01:00:00-05:00", "2026-11-01T01:45:00-05:00");
    const across = claimed("c", "2026-11-01T01:30:00-04:00", "2026-11-01T01:15:00-05:00");
    expect(claimConflict(first, secondRound)).toBeNull();
    expect(claimConflict(first, across)).toBe("OVERLAP");
    expect(claimConflict(across, secondRound)).toBe("OVERLAP");
  });

  test("of many, each pair for itself", () => {
    const b = claimed("b", "09:30", "10:30");
    const c = claimed("c", "10:00", "11:00");
    const d = claimed("d", "11:00", "12:00");
    expect(claimConflict(talk, b)).toBe("OVERLAP");
    expect(claimConflict(b, c)).toBe("OVERLAP");
    for (const [one, other] of [
      [talk, c],
      [talk, d],
      [b, d],
      [c, d],
    ] as const)
      expect(claimConflict(one, other)).toBeNull();
  });
});

describe("Attended On", () => {
  const inPerson = { virtual: false, sessionDate: "2026-06-15", today: "2026-07-01" };
  const virtual = { ...inPerson, virtual: true };
  const access = { accessFrom: "2026-06-16", accessUntil: "2026-06-30" };

  test.each([
    ["in person, none given", { ...inPerson, attendedOn: null }, null],
    ["in person, its date", { ...inPerson, attendedOn: "2026-06-15" }, null],
    ["in person, the day after", { ...inPerson, attendedOn: "2026-06-16" }, "FIXED_TO_SESSION_DATE"],
    ["in person, the day before", { ...inPerson, attendedOn: "2026-06-14" }, "FIXED_TO_SESSION_DATE"],
    ["in person, not held yet", { ...inPerson, attendedOn: null, today: "2026-06-14" }, "IN_FUTURE"],
    ["in person, outside access", { ...inPerson, ...access, attendedOn: null }, "OUTSIDE_ACCESS"],
    ["virtual, none given", { ...virtual, attendedOn: null }, "REQUIRED"],
    ["virtual, its date", { ...virtual, attendedOn: "2026-06-15" }, null],
    ["virtual, the day before", { ...virtual, attendedOn: "2026-06-14" }, "BEFORE_SESSION"],
    ["virtual, today", { ...virtual, attendedOn: "2026-07-01" }, null],
    ["virtual, tomorrow", { ...virtual, attendedOn: "2026-07-02" }, "IN_FUTURE"],
    ["a recording, on its release", { ...virtual, releasedOn: "2026-06-20", attendedOn: "2026-06-20" }, null],
    [
      "a recording, the day before",
      { ...virtual, releasedOn: "2026-06-20", attendedOn: "2026-06-19" },
      "BEFORE_SESSION",
    ],
    [
      "a recording released before the session's date",
      { ...virtual, releasedOn: "2026-06-01", attendedOn: "2026-06-02" },
      null,
    ],
    ["first day of access", { ...virtual, ...access, attendedOn: "2026-06-16" }, null],
    ["before access", { ...virtual, ...access, attendedOn: "2026-06-15" }, "OUTSIDE_ACCESS"],
    ["last day of access", { ...virtual, ...access, attendedOn: "2026-06-30" }, null],
    ["after access", { ...virtual, ...access, attendedOn: "2026-07-01" }, "OUTSIDE_ACCESS"],
    [
      "access without an end",
      { ...virtual, accessFrom: "2026-06-16", accessUntil: null, attendedOn: "2026-07-01" },
      null,
    ],
    [
      "access without a start",
      { ...virtual, accessFrom: null, accessUntil: "2026-06-30", attendedOn: "2026-07-01" },
      "OUTSIDE_ACCESS",
    ],
  ] as const)("%s", (_, claim, problem) => {
    expect(attendedOnProblem(claim)).toBe(problem);
  });
});

describe("mayClaim", () => {
  const registration = { type: "FULL", accessFrom: null, accessUntil: null, virtualOnly: false };
  const session = { virtual: false, eligible: true, registrationTypes: null, date: "2026-06-15" };

  test.each([
    ["anybody, an eligible session", {}, {}, true],
    ["not eligible", {}, { eligible: false }, false],
    ["of this type", {}, { registrationTypes: ["DAY", "FULL"] }, true],
    ["of another type", {}, { registrationTypes: ["DAY"] }, false],
    ["of no type", {}, { registrationTypes: [] }, false],
    ["virtual only, in person", { virtualOnly: true }, {}, false],
    ["virtual only, virtual", { virtualOnly: true }, { virtual: true }, true],
    ["in person too, virtual", {}, { virtual: true }, true],
    ["day pass, its day", { accessFrom: "2026-06-15", accessUntil: "2026-06-15" }, {}, true],
    ["day pass, the day before", { accessFrom: "2026-06-16", accessUntil: "2026-06-16" }, {}, false],
    ["day pass, the day after", { accessFrom: "2026-06-14", accessUntil: "2026-06-14" }, {}, false],
    ["from a day on", { accessFrom: "2026-06-15" }, {}, true],
    ["up to a day", { accessUntil: "2026-06-14" }, {}, false],
  ])("%s: %p %p", (_, ofRegistration, ofSession, may) => {
    expect(mayClaim({ ...registration, ...ofRegistration }, { ...session, ...ofSession })).toBe(may);
  });
});

describe("sessionDate", () => {
  test.each([
    ["2026-06-15T09:59:59Z", "Pacific/Kiritimati", "2026-06-15"],
    ["2026-06-15T10:00:00Z", "Pacific/Kiritimati", "2026-06-16"],
    ["2026-06-15T10:59:59Z", "Pacific/Pago_Pago", "2026-06-14"],
    ["2026-06-15T11:00:00Z", "Pacific/Pago_Pago", "2026-06-15"],
    ["2026-03-08T04:59:59Z", "America/New_York", "2026-03-07"],
    ["2026-03-08T05:00:00Z", "America/New_York", "2026-03-08"],
    ["2026-03-09T03:59:59Z", "America/New_York", "2026-03-08"],
  ])("%s in %s is %s", (instant, timeZone, day) => {
    expect(sessionDate(new Date(instant), timeZone)).toBe(day);
  });

  test("refuses what does not exist", () => {
    expect(() => sessionDate(new Date("2026-06-15T00:00:00Z"), "Mars/Olympus")).toThrow(RangeError);
    expect(() => sessionDate(new Date(Number.NaN), "UTC")).toThrow(RangeError);
  });
});

test.each([
  ["after access has begun", { accessFrom: "2026-06-20", accessUntil: null }, true],
  ["on the last day of access", { accessFrom: null, accessUntil: "2026-06-22" }, true],
  ["after access has ended", { accessFrom: null, accessUntil: "2026-06-21" }, false],
])("a recording that is released %s", (_, access, may) => {
  const recording = { virtual: true, eligible: true, registrationTypes: null, date: "2026-06-15" };
  const registration = { type: "Stream", virtualOnly: true, ...access };
  expect(mayClaim(registration, { ...recording, releasedOn: "2026-06-22" })).toBe(may);
});
