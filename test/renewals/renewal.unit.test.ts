import fc from "fast-check";
import { addDays } from "../../server/core/local-day.ts";
import {
  cycleBegin,
  type EarnedAward,
  judgeRenewal,
  RenewalState,
  type RenewalTerms,
} from "../../server/renewals/renewal.arithmetic.ts";

const brpt: RenewalTerms = {
  total: "50.00",
  kindId: null,
  creditUnit: "CECs",
  months: 60,
  opensDays: 180,
  lateDays: 90,
  parts: [],
  outsideMaximum: null,
};
const award = (completedOn: string, credits: string, kinds: Record<string, string> = {}): EarnedAward => ({
  outsideCreditId: null,
  completedOn,
  credits,
  creditUnit: "CECs",
  kinds: Object.entries(kinds).map(([kindId, ofKind]) => ({ kindId, credits: ofKind })),
});

describe("a cycle begins", () => {
  test.each([
    ["2026-12-31", 60, "2022-01-01"],
    ["2026-06-15", 60, "2021-06-16"],
    ["2027-02-28", 12, "2026-03-01"],
    ["2024-02-29", 12, "2023-03-01"],
    ["2025-02-28", 12, "2024-03-01"],
    ["2026-09-30", 1, "2026-09-01"],
    ["2026-03-30", 1, "2026-03-01"],
  ])("that ends on %s and has %i months: on %s", (endsOn, months, from) => {
    expect(cycleBegin(endsOn, months)).toBe(from);
  });

  test("on the day behind the one before, where months end alike", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 240 }), fc.integer({ min: 1, max: 28 }), (months, day) => {
        const endsOn = `2031-07-${String(day).padStart(2, "0")}`;
        const from = cycleBegin(endsOn, months);
        expect(addDays(from, -1).slice(8)).toBe(endsOn.slice(8));
      }),
    );
  });
});

describe("the polysomnographers' board: 50 in five years, 180 days before, 90 late", () => {
  const judge = (on: string, awards: EarnedAward[]) => judgeRenewal(brpt, "2026-12-31", on, awards);

  test.each([
    ["2021-12-31", RenewalState.NOT_BEGUN],
    ["2022-01-01", RenewalState.TOO_EARLY],
    ["2026-07-03", RenewalState.TOO_EARLY],
    ["2026-07-04", RenewalState.OPEN],
    ["2026-12-31", RenewalState.OPEN],
    ["2027-01-01", RenewalState.LATE],
    ["2027-03-31", RenewalState.LATE],
    ["2027-04-01", RenewalState.OVER],
  ])("on %s: %s", (on, state) => {
    expect(judge(on, []).state).toBe(state);
  });

  test("counts the first and the last day of the cycle, and neither the day before nor the day after", () => {
    const { parts, counted } = judge("2027-02-01", [
      award("2021-12-31", "20.00"),
      award("2022-01-01", "24.75"),
      award("2026-12-31", "25.00"),
      award("2027-01-01", "20.00"),
    ]);
    expect(parts).toEqual([
      { kindId: null, minimum: "50.00", maximum: null, earned: "49.75", counted: "49.75", missing: "0.25" },
    ]);
    expect(counted.map(({ at }) => at)).toEqual([1, 2]);
  });

  test("does not know on a day what is earned after it, nor what is counted in another unit", () => {
    const awards = [
      award("2025-05-01", "30.00"),
      { ...award("2025-06-01", "9.00"), creditUnit: "contact hours" },
      award("2026-10-10", "20.00"),
    ];
    expect(judge("2026-10-09", awards).isEnough).toBe(false);
    expect(judge("2026-10-10", awards).isEnough).toBe(true);
  });
});

test("the surgery centres' administrators: 30 in three years are not enough without 6 in each of five areas", () => {
  const areas = ["CARE", "QUALITY", "PEOPLE", "FINANCE", "LAW"];
  const casc: RenewalTerms = {
    ...brpt,
    total: "30.00",
    months: 36,
    opensDays: null,
    lateDays: 0,
    parts: areas.map((kindId) => ({ kindId, minimum: "6.00", maximum: null })),
  };
  const even = areas.map((area) => award("2025-03-01", "6.00", { [area]: "6.00" }));
  expect(judgeRenewal(casc, "2026-12-31", "2026-12-31", even).isEnough).toBe(true);
  const uneven = [...even.slice(1), award("2025-03-01", "6.00", { QUALITY: "6.00" })];
  const judged = judgeRenewal(casc, "2026-12-31", "2026-12-31", uneven);
  expect(judged.isEnough).toBe(false);
  expect(judged.parts.map(({ kindId, missing }) => [kindId, missing])).toEqual([
    [null, "0.00"],
    ["CARE", "6.00"],
    ["QUALITY", "0.00"],
    ["PEOPLE", "0.00"],
    ["FINANCE", "0.00"],
    ["LAW", "0.00"],
  ]);
  expect(judgeRenewal(casc, "2026-12-31", "2027-01-01", even).state).toBe(RenewalState.OVER);
});

test("of a kind with a maximum the oldest counts, and the rest of an award does", () => {
  const terms = { ...brpt, parts: [{ kindId: "ONLINE", minimum: null, maximum: "10.00" }] };
  const { parts, counted } = judgeRenewal(terms, "2026-12-31", "2026-12-31", [
    award("2023-01-01", "8.00", { ONLINE: "8.00" }),
    award("2024-01-01", "6.00", { ONLINE: "5.00" }),
    award("2025-01-01", "40.00"),
  ]);
  expect(counted).toEqual([
    { at: 0, counted: "8.00", leftOut: [] },
    { at: 1, counted: "3.00", leftOut: [{ kindId: "ONLINE", credits: "3.00" }] },
    { at: 2, counted: "40.00", leftOut: [] },
  ]);
  expect(parts[0]).toMatchObject({ earned: "54.00", counted: "51.00", missing: "0.00" });
  expect(parts[1]).toMatchObject({ earned: "13.00", counted: "10.00", missing: "0.00" });
});

describe("credit from elsewhere", () => {
  const elsewhere = (completedOn: string, credits: string, kinds?: Record<string, string>): EarnedAward => ({
    ...award(completedOn, credits, kinds),
    outsideCreditId: completedOn,
  });
  const judge = (terms: Partial<RenewalTerms>, awards: EarnedAward[]) =>
    judgeRenewal({ ...brpt, ...terms }, "2026-12-31", "2026-12-31", awards);

  test("counts as any other where the board says nothing of it", () => {
    const { parts } = judge({}, [elsewhere("2023-01-01", "20.00"), award("2024-01-01", "30.00")]);
    expect(parts).toMatchObject([{ earned: "50.00", counted: "50.00", missing: "0.00" }]);
  });

  test("counts up to the board's maximum, the oldest first", () => {
    const { parts, counted } = judge({ outsideMaximum: "10.00" }, [
      elsewhere("2023-01-01", "8.00"),
      award("2024-01-01", "30.00"),
      elsewhere("2025-01-01", "5.00"),
    ]);
    expect(parts).toMatchObject([{ earned: "43.00", counted: "40.00", missing: "10.00" }]);
    expect(counted).toEqual([
      { at: 0, counted: "8.00", leftOut: [] },
      { at: 1, counted: "30.00", leftOut: [] },
      { at: 2, counted: "2.00", leftOut: [{ kindId: null, credits: "3.00" }] },
    ]);
  });

  test("leaves the room of a kind to what is on record here, and does not use up its own for what a kind leaves out", () => {
    const { parts, counted } = judge(
      { outsideMaximum: "6.00", parts: [{ kindId: "ONLINE", minimum: null, maximum: "10.00" }] },
      [
        elsewhere("2023-01-01", "8.00", { ONLINE: "8.00" }),
        award("2024-01-01", "9.00", { ONLINE: "9.00" }),
        elsewhere("2025-01-01", "7.00"),
      ],
    );
    expect(counted).toEqual([
      { at: 0, counted: "1.00", leftOut: [{ kindId: "ONLINE", credits: "7.00" }] },
      { at: 1, counted: "9.00", leftOut: [] },
      { at: 2, counted: "5.00", leftOut: [{ kindId: null, credits: "2.00" }] },
    ]);
    expect(parts[0]).toMatchObject({ counted: "15.00" });
  });

  test("counts for the minimum of a kind up to the same maximum", () => {
    const terms = { outsideMaximum: "2.00", parts: [{ kindId: "ETHICS", minimum: "3.00", maximum: null }] };
    const judged = judge(terms, [elsewhere("2023-01-01", "60.00", { ETHICS: "9.00" })]);
    expect(judged.parts).toMatchObject([
      { counted: "2.00", missing: "48.00" },
      { earned: "9.00", counted: "2.00", missing: "1.00" },
    ]);
  });
});

// In hundredths, which whole numbers hold exactly.
const money = (max: number) => fc.integer({ min: 0, max });
const written = (hundredths: number) => (hundredths / 100).toFixed(2);
const kindIds = ["A", "B", "C"];
const someAward = fc.record({
  day: fc.integer({ min: 0, max: 1_200 }),
  credits: money(900),
  isOutside: fc.boolean(),
  shares: fc.array(fc.record({ kind: fc.integer({ min: 0, max: 2 }), share: money(100) }), { maxLength: 3 }),
});
const somePart = fc.record({
  minimum: fc.option(fc.integer({ min: 1, max: 2_000 })),
  more: fc.option(money(2_000)),
});
const cycle = { ...brpt, months: 36 };
const endsOn = "2026-12-31";
const firstDay = "2023-10-01";

type Drawn = { day: number; credits: number; isOutside: boolean; shares: { kind: number; share: number }[] };

const asAward = ({ day, credits, isOutside, shares }: Drawn): EarnedAward => ({
  outsideCreditId: isOutside ? `${day}` : null,
  completedOn: addDays(firstDay, day),
  credits: written(credits),
  creditUnit: "CECs",
  kinds: [...new Map(shares.map(({ kind, share }) => [kind, share]))].map(([kind, share]) => ({
    kindId: kindIds[kind]!,
    credits: written(Math.floor((credits * share) / 100)),
  })),
});

const termsOf = (
  total: number,
  parts: readonly { minimum: number | null; more: number | null }[],
  outside: number | null,
): RenewalTerms => ({
  ...cycle,
  total: written(total),
  outsideMaximum: outside === null ? null : written(outside),
  parts: parts.map(({ minimum, more }, at) => ({
    kindId: kindIds[at]!,
    minimum: minimum === null ? null : written(minimum),
    maximum: more === null && minimum !== null ? null : written((minimum ?? 0) + (more ?? 0)),
  })),
});

/** The same by laying hundredths of credits one by one into boxes. */
function naive(
  terms: RenewalTerms,
  on: string,
  all: readonly EarnedAward[],
): { counted: number; ofKind: number[]; ofKindElsewhere: number[] } {
  const awards = [...all.filter((each) => !each.outsideCreditId), ...all.filter((each) => each.outsideCreditId)];
  let room = terms.outsideMaximum === null ? Number.POSITIVE_INFINITY : asHundredths(terms.outsideMaximum);
  const ofKindElsewhere = terms.parts.map(() => 0);
  const boxes = terms.parts.map(({ maximum }) => (maximum === null ? Number.POSITIVE_INFINITY : asHundredths(maximum)));
  const ofKind = terms.parts.map(() => 0);
  let counted = 0;
  for (const { completedOn, credits, kinds, outsideCreditId } of awards) {
    if (completedOn <= "2023-12-31" || completedOn > endsOn || completedOn > on) continue;
    const left = terms.parts.map(({ kindId }) =>
      asHundredths(kinds.find((kind) => kind.kindId === kindId)?.credits ?? "0.00"),
    );
    for (const [at, amount] of left.entries()) {
      ofKind[at] = ofKind[at]! + amount;
      if (outsideCreditId) ofKindElsewhere[at] = ofKindElsewhere[at]! + amount;
    }
    for (let hundredth = 0; hundredth < asHundredths(credits); hundredth++) {
      const at = left.findIndex((amount, place) => amount > 0 && terms.parts[place]!.maximum !== null);
      if (at >= 0) left[at]!--;
      if (at >= 0 && boxes[at] === 0) continue;
      if (outsideCreditId && room-- <= 0) continue;
      if (at >= 0) boxes[at]!--;
      counted++;
    }
  }
  return { counted, ofKind, ofKindElsewhere };
}

const asHundredths = (credits: string): number => Math.round(Number(credits) * 100);
const drawn = fc.tuple(
  fc.integer({ min: 1, max: 5_000 }),
  fc.array(somePart, { maxLength: 3 }),
  fc.array(someAward, { maxLength: 8 }),
  fc.integer({ min: 0, max: 1_300 }),
  fc.option(money(1_500)),
);
const oldestFirst = (awards: readonly Drawn[]): EarnedAward[] => awards.toSorted((a, b) => a.day - b.day).map(asAward);

test("what counts is what a naive count of hundredths comes to", () => {
  fc.assert(
    fc.property(drawn, ([total, parts, awards, day, outside]) => {
      const terms = termsOf(total, parts, outside);
      const on = addDays(firstDay, day);
      const judged = judgeRenewal(terms, endsOn, on, oldestFirst(awards));
      const expected = naive(terms, on, oldestFirst(awards));
      expect(judged.parts[0]!.counted).toBe(written(expected.counted));
      expect(judged.parts.slice(1).map(({ earned }) => earned)).toEqual(expected.ofKind.map(written));
      const missing = [
        total - expected.counted,
        ...terms.parts.map(({ minimum, maximum }, at) =>
          minimum === null
            ? 0
            : asHundredths(minimum) -
              Math.min(
                expected.ofKind[at]! -
                  Math.max(0, expected.ofKindElsewhere[at]! - (outside ?? Number.POSITIVE_INFINITY)),
                maximum === null ? Number.POSITIVE_INFINITY : asHundredths(maximum),
              ),
        ),
      ].map((each) => Math.max(0, each));
      expect(judged.parts.map((part) => part.missing)).toEqual(missing.map(written));
      expect(judged.isEnough).toBe(missing.every((each) => each === 0));
      const sum = judged.counted.reduce((all, { counted }) => all + asHundredths(counted), 0);
      expect(sum).toBe(expected.counted);
    }),
    { numRuns: 500 },
  );
});

test("more credit never makes a renewal worse, on no day and of no kind", () => {
  fc.assert(
    fc.property(drawn, someAward, ([total, parts, awards, day, outside], one) => {
      const terms = termsOf(total, parts, outside);
      const on = addDays(firstDay, day);
      const before = judgeRenewal(terms, endsOn, on, oldestFirst(awards));
      const after = judgeRenewal(terms, endsOn, on, oldestFirst([...awards, one]));
      for (const [at, part] of after.parts.entries()) {
        expect(asHundredths(part.counted)).toBeGreaterThanOrEqual(asHundredths(before.parts[at]!.counted));
        expect(asHundredths(part.missing)).toBeLessThanOrEqual(asHundredths(before.parts[at]!.missing));
      }
      if (before.isEnough) expect(after.isEnough).toBe(true);
    }),
    { numRuns: 500 },
  );
});
