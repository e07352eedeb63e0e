import type { CreditRuleTerms } from "../../server/policies/credit-rule.arithmetic.ts";
import { type ApplicationFacts, applicationProblems } from "../../server/programs/application-problems.ts";
import { OfferingFormat } from "../../server/programs/program.entity.ts";

const terms: CreditRuleTerms = {
  minutesPerUnit: 60,
  step: "0.25",
  rounding: "HALF_UP",
  minimumMinutes: 0,
  minimumCredits: "0.00",
  firstUnitWhole: false,
};

interface Changes {
  program?: Partial<ApplicationFacts["program"]>;
  type?: Partial<ApplicationFacts["type"]>;
  speakers?: ApplicationFacts["speakers"];
  offerings?: ApplicationFacts["offerings"];
}

const facts = (changes: Changes = {}): ApplicationFacts => ({
  terms,
  lacksAddress: false,
  lacksQuestions: false,
  creditKinds: [],
  speakers: changes.speakers ?? [{ name: "Ada Byron" }],
  offerings: changes.offerings ?? [{ format: OfferingFormat.IN_PERSON, place: "Chicago", url: "" }],
  type: { name: "Webinar", active: true, minimumMinutes: 60, maximumMinutes: 120, ...changes.type },
  program: {
    name: "Sleep",
    description: "About sleep.",
    objectives: ["Know sleep."],
    minutes: 90,
    requestedCredits: "1.50",
    startsOn: null,
    endsOn: null,
    contactName: "Grace",
    contactEmail: "grace@example.org",
    ...changes.program,
  },
});

const fieldsOf = (changes: Changes) => applicationProblems(facts(changes)).map((problem) => problem.field);

test("a complete application has no problems", () => {
  expect(applicationProblems(facts())).toEqual([]);
});

test("an empty one lists every gap in the order of the form", () => {
  expect(
    fieldsOf({
      program: {
        name: "",
        description: "",
        objectives: [],
        minutes: null,
        requestedCredits: "0.00",
        contactName: "",
        contactEmail: "",
      },
      type: { active: false },
      speakers: [],
      offerings: [],
    }),
  ).toEqual([
    "name",
    "typeId",
    "description",
    "objectives",
    "minutes",
    "requestedCredits",
    "speakers",
    "offerings",
    "contactName",
    "contactEmail",
  ]);
});

test.each([
  [59, "1.00", ["minutes"]],
  [60, "1.00", []],
  [120, "2.00", []],
  [121, "2.00", ["minutes"]],
  [0, "1.00", ["minutes"]],
  [90, "1.75", ["requestedCredits"]],
  [90, "1.40", ["requestedCredits"]],
  [90, "0.25", []],
  [90, "0.00", ["requestedCredits"]],
])("%i minutes and %s credits: %j", (minutes, requestedCredits, fields) => {
  expect(fieldsOf({ program: { minutes, requestedCredits } })).toEqual(fields);
});

test.each([
  [OfferingFormat.IN_PERSON, "", "https://x.org", ["offerings.0.place"]],
  [OfferingFormat.IN_PERSON, "Chicago", "", []],
  [OfferingFormat.VIRTUAL, "Chicago", "", ["offerings.0.url"]],
  [OfferingFormat.VIRTUAL, "", "https://x.org", []],
  [OfferingFormat.HYBRID, "", "", ["offerings.0.place", "offerings.0.url"]],
  [OfferingFormat.HYBRID, "Chicago", "https://x.org", []],
])("%s at %j and %j: %j", (format, place, url, fields) => {
  expect(fieldsOf({ offerings: [{ format, place, url }] })).toEqual(fields);
});
