import fc from "fast-check";
import pg from "pg";
import {
  type CreditRuleTerms,
  compareCredits,
  creditsForMinutes,
  isWholeSteps,
  sumCredits,
  termsProblem,
} from "../../server/policies/credit-rule.arithmetic.ts";
import { createTestDatabase } from "../support/database.ts";

/** The rules that an installation begins with, as the migrations put them there: what the server itself reads. */
let rules: { code: string; terms: CreditRuleTerms }[];
beforeAll(async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query(
    `SELECT code, rounding, minutes_per_unit AS "minutesPerUnit", step::text, minimum_minutes AS "minimumMinutes",
       minimum_credits::text AS "minimumCredits", first_unit_whole AS "firstUnitWhole" FROM credit_rule`,
  );
  rules = rows.map(({ code, ...terms }) => ({ code, terms }));
  await client.end();
  await database.drop();
});

const terms = (code: string): CreditRuleTerms => rules.find((rule) => rule.code === code)!.terms;

test("an installation begins with five rules, and none contradicts itself", () => {
  expect(rules.map(({ terms }) => termsProblem(terms))).toEqual([null, null, null, null, null]);
  expect(rules.map((rule) => rule.code).sort()).toEqual(["AEU", "AST_CE", "CONTACT_HOUR_60", "IACET_CEU", "NASBA_CPE"]);
});

describe("creditsForMinutes", () => {
  test.each([
    ["CONTACT_HOUR_60", 0, "0.00"],
    ["CONTACT_HOUR_60", 7, "0.00"],
    ["CONTACT_HOUR_60", 8, "0.25"],
    ["CONTACT_HOUR_60", 22, "0.25"],
    ["CONTACT_HOUR_60", 23, "0.50"],
    ["CONTACT_HOUR_60", 50, "0.75"],
    ["CONTACT_HOUR_60", 60, "1.00"],
    ["CONTACT_HOUR_60", 360, "6.00"],
    ["IACET_CEU", 0, "0.00"],
    ["IACET_CEU", 29, "0.00"],
    ["IACET_CEU", 30, "0.10"],
    ["IACET_CEU", 89, "0.10"],
    ["IACET_CEU", 90, "0.20"],
    ["IACET_CEU", 210, "0.40"],
    ["IACET_CEU", 360, "0.60"],
    ["NASBA_CPE", 49, "0.00"],
    ["NASBA_CPE", 50, "1.00"],
    ["NASBA_CPE", 74, "1.00"],
    ["NASBA_CPE", 75, "1.50"],
    ["NASBA_CPE", 99, "1.50"],
    ["NASBA_CPE", 100, "2.00"],
    ["AST_CE", 29, "0.00"],
    ["AST_CE", 30, "0.50"],
    ["AST_CE", 44, "0.50"],
    ["AST_CE", 45, "0.75"],
    ["AST_CE", 75, "1.25"],
    ["AEU", 59, "0.00"],
    ["AEU", 60, "1.00"],
    ["AEU", 74, "1.00"],
    ["AEU", 120, "2.00"],
  ] as const)("%s: %i minutes earn %s", (code, minutes, credits) => {
    expect(creditsForMinutes(terms(code), minutes)).toBe(credits);
  });

  test("a tie goes up where binary fractions would go down", () => {
    const tenths = { ...terms("IACET_CEU"), minutesPerUnit: 100 };
    expect(creditsForMinutes(tenths, 15)).toBe("0.20");
    expect(creditsForMinutes(tenths, 35)).toBe("0.40");
    expect(creditsForMinutes({ ...tenths, step: "0.01", minutesPerUnit: 200 }, 201)).toBe("1.01");
  });

  test("divisions that never end are still exact on both sides of a step", () => {
    const sevenths = { ...terms("CONTACT_HOUR_60"), minutesPerUnit: 7, step: "0.03", rounding: "DOWN" } as const;
    expect(creditsForMinutes(sevenths, 21)).toBe("3.00");
    expect(creditsForMinutes(sevenths, 20)).toBe("2.85");
  });

  test("a minimum raises what earns, and leaves zero zero", () => {
    const rule = { ...terms("CONTACT_HOUR_60"), minimumCredits: "1.00" };
    expect(creditsForMinutes(rule, 8)).toBe("1.00");
    expect(creditsForMinutes(rule, 7)).toBe("0.00");
    expect(creditsForMinutes(rule, 0)).toBe("0.00");
    expect(creditsForMinutes(rule, 75)).toBe("1.25");
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("refuses %p minutes", (minutes) => {
    expect(() => creditsForMinutes(terms("AEU"), minutes)).toThrow(RangeError);
  });

  test.each([{ step: "0" }, { step: "-0.25" }, { step: "0.125" }, { minutesPerUnit: 0 }, { minutesPerUnit: 7.5 }])(
    "refuses terms with %p",
    (part) => {
      expect(() => creditsForMinutes({ ...terms("AEU"), ...part }, 60)).toThrow(RangeError);
      expect(() => isWholeSteps({ ...terms("AEU"), ...part }, "1.00")).toThrow(RangeError);
    },
  );

  const anyRule = fc.integer({ min: 0, max: 4 }).map((at) => rules[at]!);
  const anyMinutes = fc.integer({ min: 0, max: 100_000 });

  test("property: more minutes never earn less", () => {
    fc.assert(
      fc.property(anyRule, anyMinutes, anyMinutes, (rule, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        return compareCredits(creditsForMinutes(rule.terms, less), creditsForMinutes(rule.terms, more)) <= 0;
      }),
    );
  });

  test("property: what is earned is whole steps, has two places and is off by less than a step", () => {
    fc.assert(
      fc.property(anyRule, anyMinutes, (rule, minutes) => {
        const credits = creditsForMinutes(rule.terms, minutes);
        expect(credits).toMatch(/^\d+\.\d\d$/);
        expect(isWholeSteps(rule.terms, credits)).toBe(true);
        const whole = minutes >= Math.max(rule.terms.minimumMinutes, rule.terms.minutesPerUnit);
        if (whole)
          expect(Math.abs(Number(credits) - minutes / rule.terms.minutesPerUnit)).toBeLessThan(Number(rule.terms.step));
      }),
    );
  });
});

describe("isWholeSteps", () => {
  test.each([
    ["CONTACT_HOUR_60", "0.25", true],
    ["CONTACT_HOUR_60", "0.3", false],
    ["CONTACT_HOUR_60", "2.95", false],
    ["CONTACT_HOUR_60", "9", true],
    ["CONTACT_HOUR_60", "0", true],
    ["IACET_CEU", "0.1", true],
    ["IACET_CEU", "0.70", true],
    ["IACET_CEU", "0.05", false],
    ["IACET_CEU", "2.95", false],
    ["NASBA_CPE", "0.5", false],
    ["NASBA_CPE", "1.00", true],
    ["NASBA_CPE", "1.50", true],
    ["NASBA_CPE", "1.25", false],
    ["AST_CE", "0.25", true],
    ["AEU", "0.50", true],
  ] as const)("%s: %s is %p", (code, credits, whole) => {
    expect(isWholeSteps(terms(code), credits)).toBe(whole);
  });

  test("with a step of 0.05, 2.95 is whole", () => {
    expect(isWholeSteps({ ...terms("IACET_CEU"), step: "0.05" }, "2.95")).toBe(true);
  });

  test("less than the minimum credits is no award", () => {
    const rule = { ...terms("CONTACT_HOUR_60"), minimumCredits: "1.00" };
    expect(isWholeSteps(rule, "0.75")).toBe(false);
    expect(isWholeSteps(rule, "1.00")).toBe(true);
    expect(isWholeSteps({ ...rule, minimumCredits: "0.30" }, "0.30")).toBe(true);
    expect(isWholeSteps({ ...rule, minimumCredits: "0.30" }, "0.25")).toBe(false);
  });

  test.each(["", "-1", "+1", "1e1", "NaN", "1,5", ".25", "1.255", " 1", "Infinity", "1234567890"])(
    "%p is not",
    (credits) => {
      expect(isWholeSteps(terms("CONTACT_HOUR_60"), credits)).toBe(false);
    },
  );
});

describe("sums and comparisons", () => {
  test("ten times 0.1 is 1.00", () => {
    expect(sumCredits(Array(10).fill("0.1"))).toBe("1.00");
  });

  test("0.25 and 2.95 survive, none is 0.00", () => {
    expect(sumCredits(["0.25"])).toBe("0.25");
    expect(sumCredits(["2.95"])).toBe("2.95");
    expect(sumCredits(["0.25", "2.95"])).toBe("3.20");
    expect(sumCredits([])).toBe("0.00");
    expect(sumCredits(["0.00", "0"])).toBe("0.00");
  });

  test("rounding per session differs from rounding the total", () => {
    const perSession = sumCredits(Array(3).fill(creditsForMinutes(terms("CONTACT_HOUR_60"), 50)));
    expect(perSession).toBe("2.25");
    expect(creditsForMinutes(terms("CONTACT_HOUR_60"), 150)).toBe("2.50");
  });

  test("property: a sum does not depend on the order, and is exact in hundredths", () => {
    const hundredths = fc.array(fc.integer({ min: 0, max: 999_999 }), { maxLength: 200 });
    fc.assert(
      fc.property(hundredths, (list) => {
        const written = list.map((n) => `${Math.floor(n / 100)}.${String(n % 100).padStart(2, "0")}`);
        const total = list.reduce((a, b) => a + b, 0);
        const expected = `${Math.floor(total / 100)}.${String(total % 100).padStart(2, "0")}`;
        expect(sumCredits(written)).toBe(expected);
        expect(sumCredits(written.toReversed())).toBe(expected);
      }),
    );
  });

  test("compares by amount, not by letters", () => {
    expect(compareCredits("10.00", "9.00")).toBeGreaterThan(0);
    expect(compareCredits("0.25", "0.50")).toBeLessThan(0);
    expect(compareCredits("1.5", "1.50")).toBe(0);
  });

  test.each(["", "-0.25", "1e1", "NaN", "1,5", "0.125"])("refuse %p", (credits) => {
    expect(() => sumCredits(["1.00", credits])).toThrow(RangeError);
    expect(() => compareCredits("1.00", credits)).toThrow(RangeError);
  });
});
