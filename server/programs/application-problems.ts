import type { FieldProblem } from "../core/errors.ts";
import {
  type CreditRuleTerms,
  compareCredits,
  creditsForMinutes,
  isWholeSteps,
  wholeStepsInWords,
} from "../policies/credit-rule.arithmetic.ts";
import { type Offering, OfferingFormat, type Program, type ProgramType, type Speaker } from "./program.entity.ts";

export interface ApplicationFacts {
  program: Pick<
    Program,
    "name" | "description" | "objectives" | "minutes" | "requestedCredits" | "contactName" | "contactEmail"
  >;
  type: Pick<ProgramType, "name" | "active" | "minimumMinutes" | "maximumMinutes">;
  terms: CreditRuleTerms;
  speakers: Pick<Speaker, "name">[];
  /** In the order of their dates. */
  offerings: Pick<Offering, "format" | "place" | "url">[];
}

function minutesProblem({ program: { minutes }, type }: ApplicationFacts): string | null {
  if (!minutes) return "Give the minutes of instruction in one offering.";
  if (type.minimumMinutes !== null && minutes < type.minimumMinutes)
    return `${type.name} has at least ${type.minimumMinutes} minutes, this has ${minutes}: change the minutes or the type.`;
  if (type.maximumMinutes !== null && minutes > type.maximumMinutes)
    return `${type.name} has at most ${type.maximumMinutes} minutes, this has ${minutes}: change the minutes or the type.`;
  return null;
}

function creditsProblem({ program: { minutes, requestedCredits }, terms }: ApplicationFacts): string | null {
  if (compareCredits(requestedCredits, "0") === 0) return "Give the credits that you ask for.";
  if (!isWholeSteps(terms, requestedCredits))
    return `The program's rule ${wholeStepsInWords(terms, requestedCredits)}.`;
  if (!minutes) return null; // Said of the minutes.
  const earned = creditsForMinutes(terms, minutes);
  return compareCredits(requestedCredits, earned) > 0
    ? `${minutes} minutes earn ${earned}: ask for no more than that.`
    : null;
}

function offeringProblems({ offerings }: ApplicationFacts): FieldProblem[] {
  if (offerings.length === 0) return [{ field: "offerings", message: "Say when and where it is held." }];
  return offerings.flatMap(({ format, place, url }, index) => [
    ...(format !== OfferingFormat.VIRTUAL && !place
      ? [{ field: `offerings.${index}.place`, message: "Say where it is held." }]
      : []),
    ...(format !== OfferingFormat.IN_PERSON && !url
      ? [{ field: `offerings.${index}.url`, message: "Give the address at which it is held online." }]
      : []),
  ]);
}

/** Everything that keeps an application from being submitted, in the order of its form. Fields are those of ProgramInput. */
export function applicationProblems(facts: ApplicationFacts): FieldProblem[] {
  const { program, type, speakers } = facts;
  const problem = (field: string, message: string | null): FieldProblem[] => (message ? [{ field, message }] : []);
  return [
    ...problem("name", program.name ? null : "Give the program a name."),
    ...problem("typeId", type.active ? null : `${type.name} is not offered any more: choose another type.`),
    ...problem("description", program.description ? null : "Say what the program is about."),
    ...problem("objectives", program.objectives.length > 0 ? null : "Name at least one learning objective."),
    ...problem("minutes", minutesProblem(facts)),
    ...problem("requestedCredits", creditsProblem(facts)),
    ...problem("speakers", speakers.length > 0 ? null : "Name at least one speaker."),
    ...offeringProblems(facts),
    ...problem("contactName", program.contactName ? null : "Say whom to ask about the application."),
    ...problem("contactEmail", program.contactEmail ? null : "Give the contact's e-mail address."),
  ];
}
