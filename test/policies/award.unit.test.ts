import {
  type Approved,
  assertAwardable,
  awardProblem,
  type EarnableKind,
  kindsEarned,
  kindTotals,
  withinApprovedKinds,
} from "../../server/policies/award.ts";

const rule: Approved["rule"] = {
  name: "Contact hour",
  unit: "CEC",
  minutesPerUnit: 60,
  step: "0.25",
  rounding: "DOWN",
  minimumMinutes: 0,
  minimumCredits: "0.00",
  firstUnitWhole: false,
};

/** Ethics is part of the default kind, opioids of ethics, and nursing stands beside them. */
const kind = (kindId: string, credits: string, wholeId: string | null = null, isPart = wholeId !== null) => ({
  kindId,
  name: kindId,
  credits,
  rule,
  wholeId,
  isPart,
});
const approved = (...kinds: ReturnType<typeof kind>[]): Approved => ({ name: "Summit", credits: "3.00", rule, kinds });
const ethics = (credits: string) => kind("ethics", credits, null, true);
const opioids = (credits: string) => kind("opioids", credits, "ethics");
const places: Record<string, number> = { opioids: 1, ethics: 2, nursing: 3 };
const line = (credits: string, kinds: Record<string, string> = {}) => ({
  credits,
  kinds: Object.entries(kinds).map(([kindId, amount]) => ({ kindId, credits: amount, position: places[kindId] ?? 9 })),
});
const amounts = (lines: readonly ReturnType<typeof line>[]) =>
  lines.map(({ kinds }) => Object.fromEntries(kinds.map(({ kindId, credits }) => [kindId, credits])));

test.each([
  ["each line is over 0", ["1.00", "0.00"], "CREDITS_NOT_POSITIVE"],
  ["the maximum holds for all lines together", ["2.00", "1.25"], "CREDITS_ABOVE_MAXIMUM"],
  ["each line is in whole steps", ["1.10", "1.15"], "CREDITS_NOT_WHOLE_STEPS"],
  ["all of it is awarded", ["1.75", "1.25"], null],
])("%s", (_, lines, problem) => {
  expect(awardProblem(approved(), lines)).toBe(problem);
  expect(awardProblem({ ...approved(), credits: null }, ["0.25"])).toBe("CREDITS_ABOVE_MAXIMUM");
});

describe("what somebody earns of a session's kinds", () => {
  const earnable = (changes: Partial<EarnableKind> = {}): EarnableKind => ({
    kindId: "nursing",
    credits: "1.00",
    position: 3,
    wholeId: null,
    approved: true,
    startsOn: "2026-02-10",
    endsOn: "2026-02-12",
    yours: true,
    ...changes,
  });
  test.each([
    ["on its first day", {}, "2026-02-10", true],
    ["on its last day", {}, "2026-02-12", true],
    ["the day before it begins", {}, "2026-02-09", false],
    ["the day after it ends", {}, "2026-02-13", false],
    ["where it has no end", { endsOn: null }, "2030-01-01", true],
    ["of which nothing was approved", { approved: false }, "2026-02-10", false],
    ["that is for others", { yours: false }, "2026-02-10", false],
    ["that is nobody's in particular", { yours: null }, "2026-02-10", false],
    ["of nothing", { credits: "0.00" }, "2026-02-10", false],
    ["a part without its whole", { wholeId: "ethics" }, "2026-02-10", false],
  ] as const)("%s", (_, changes, day, isEarned) => {
    expect(kindsEarned([earnable(changes)], day)).toHaveLength(isEarned ? 1 : 0);
  });

  test("a part goes with its whole", () => {
    const part = earnable({ kindId: "opioids", wholeId: "ethics" });
    const whole = earnable({ kindId: "ethics" });
    expect(kindsEarned([part, whole], "2026-02-10")).toEqual([part, whole]);
    expect(kindsEarned([part, { ...whole, endsOn: "2026-02-10" }], "2026-02-11")).toEqual([]);
  });
});

describe("no more of a kind than was approved", () => {
  test.each([
    [
      "what is above it does not count, in the order of the lines",
      ["0.75"],
      [{ ethics: "0.50" }, { ethics: "0.25" }, {}],
    ],
    ["what is left and is no whole step is none", ["0.60"], [{ ethics: "0.50" }, {}, {}]],
    ["of a kind that is not approved there is none", [], [{}, {}, {}]],
  ])("%s", (_, [maximum], counted) => {
    const lines = [1, 2, 3].map(() => line("1.00", { ethics: "0.50" }));
    const within = withinApprovedKinds(approved(...(maximum ? [ethics(maximum)] : [])), lines);
    expect(amounts(within)).toEqual(counted);
    expect(within.map(({ credits }) => credits)).toEqual(["1.00", "1.00", "1.00"]);
  });

  test("a part goes down with its whole, wherever each stands, and kinds beside it stay", () => {
    const lines = [
      line("0.50", { opioids: "1.00", ethics: "1.00", nursing: "1.00" }),
      line("1.00", { opioids: "0.50" }),
    ];
    const of = approved(opioids("1.00"), ethics("0.75"), kind("nursing", "2.00"));
    const within = withinApprovedKinds(of, lines);
    expect(amounts(within)).toEqual([{ opioids: "0.50", ethics: "0.50", nursing: "1.00" }, {}]);
    expect(kindTotals(within)).toEqual([
      { kindId: "opioids", credits: "0.50", position: 1 },
      { kindId: "ethics", credits: "0.50", position: 2 },
      { kindId: "nursing", credits: "1.00", position: 3 },
    ]);
    assertAwardable(of, within);
  });
});

test.each([
  ["nothing", [line("0.00")], "CREDITS_NOT_POSITIVE"],
  ["more than was approved, together", [line("2.00"), line("1.25")], "CREDITS_ABOVE_MAXIMUM"],
  ["a part of a step", [line("0.30")], "CREDITS_NOT_WHOLE_STEPS"],
  ["a kind that was not approved", [line("1.00", { nursing: "1.00" })], "KIND_NOT_APPROVED"],
  ["nothing of a kind", [line("1.00", { ethics: "0.00" })], "CREDITS_NOT_POSITIVE"],
  [
    "more of a kind than was approved, together",
    [1, 2].map(() => line("1.00", { ethics: "0.75" })),
    "CREDITS_ABOVE_MAXIMUM",
  ],
  ["a part of a step of a kind", [line("1.00", { ethics: "0.30" })], "CREDITS_NOT_WHOLE_STEPS"],
  ["more of a part than of the credit", [line("0.25", { ethics: "0.50" })], "PART_ABOVE_WHOLE"],
  ["more of a part than of its kind", [line("1.00", { ethics: "0.25", opioids: "0.50" })], "PART_ABOVE_WHOLE"],
])("%s is not awarded", (_, lines, code) => {
  const of = approved(ethics("1.00"), opioids("1.00"));
  expect(() => assertAwardable(of, lines)).toThrow(expect.objectContaining({ code }));
});
