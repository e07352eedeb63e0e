import type { FieldProblem } from "../core/errors.ts";
import { type Message, say } from "../core/messages/message.ts";
import {
  type CreditRuleTerms,
  compareCredits,
  creditsForMinutes,
  isUnderLeast,
  isWholeSteps,
  leastAward,
} from "../policies/credit-rule.arithmetic.ts";
import { type Offering, OfferingFormat, type Program, type ProgramType, type Speaker } from "./program.entity.ts";
import { type LoadedKind, requestedKindProblems } from "./program-credit-kinds.ts";

export interface ApplicationFacts {
  program: Pick<
    Program,
    | "name"
    | "description"
    | "objectives"
    | "minutes"
    | "requestedCredits"
    | "startsOn"
    | "endsOn"
    | "contactName"
    | "contactEmail"
  >;
  type: Pick<ProgramType, "name" | "active" | "minimumMinutes" | "maximumMinutes">;
  terms: CreditRuleTerms;
  speakers: Pick<Speaker, "name">[];
  /** In the order of their dates. */
  offerings: Pick<Offering, "format" | "place" | "url">[];
  creditKinds: LoadedKind[];
  /** Whether certificates of it are to print the provider's address, and there is none. */
  lacksAddress: boolean;
  /** Whether its type asks for a learning check without questions of its own, and it has none: nobody could pass. */
  lacksQuestions: boolean;
}

function minutesProblem({ program: { minutes }, type }: ApplicationFacts): Message | null {
  if (!minutes) return say("programs.giveMinutes");
  if (type.minimumMinutes !== null && minutes < type.minimumMinutes)
    return say("programs.tooFewMinutes", { type: type.name, minimum: type.minimumMinutes, minutes });
  if (type.maximumMinutes !== null && minutes > type.maximumMinutes)
    return say("programs.tooManyMinutes", { type: type.name, maximum: type.maximumMinutes, minutes });
  return null;
}

function creditsProblem({ program: { minutes, requestedCredits }, terms }: ApplicationFacts): Message | null {
  if (compareCredits(requestedCredits, "0") === 0) return say("programs.giveCredits");
  if (!isWholeSteps(terms, requestedCredits)) {
    const facts = { least: leastAward(terms), step: terms.step, credits: requestedCredits };
    return isUnderLeast(terms, requestedCredits)
      ? say("programs.underLeastAward", facts)
      : say("programs.notWholeSteps", facts);
  }
  if (!minutes) return null; // Said of the minutes.
  const earned = creditsForMinutes(terms, minutes);
  return compareCredits(requestedCredits, earned) > 0 ? say("programs.asksTooMuch", { minutes, earned }) : null;
}

function offeringProblems({ offerings }: ApplicationFacts): FieldProblem[] {
  if (offerings.length === 0) return [{ field: "offerings", message: say("programs.giveDates") }];
  return offerings.flatMap(({ format, place, url }, index) => [
    ...(format !== OfferingFormat.VIRTUAL && !place
      ? [{ field: `offerings.${index}.place`, message: say("programs.givePlace") }]
      : []),
    ...(format !== OfferingFormat.IN_PERSON && !url
      ? [{ field: `offerings.${index}.url`, message: say("programs.giveUrl") }]
      : []),
  ]);
}

/** Everything that keeps an application from being submitted, in the order of its form. Fields are those of ProgramInput, and `learningCheck`. */
export function applicationProblems(facts: ApplicationFacts): FieldProblem[] {
  const { program, type, speakers } = facts;
  const problem = (field: string, message: Message | null): FieldProblem[] => (message ? [{ field, message }] : []);
  return [
    ...problem("name", program.name ? null : say("programs.giveName")),
    ...problem("typeId", type.active ? null : say("programs.typeNotOffered", { type: type.name })),
    ...problem("description", program.description ? null : say("programs.giveDescription")),
    ...problem("objectives", program.objectives.length > 0 ? null : say("programs.giveObjectives")),
    ...problem("minutes", minutesProblem(facts)),
    ...problem("requestedCredits", creditsProblem(facts)),
    ...requestedKindProblems(program, facts.creditKinds),
    ...problem("speakers", speakers.length > 0 ? null : say("programs.giveSpeakers")),
    ...offeringProblems(facts),
    ...problem("learningCheck", facts.lacksQuestions ? say("programs.writeQuestions") : null),
    ...problem("providerId", facts.lacksAddress ? say("programs.giveProviderAddress") : null),
    ...problem("contactName", program.contactName ? null : say("programs.giveContactName")),
    ...problem("contactEmail", program.contactEmail ? null : say("programs.giveContactEmail")),
  ];
}
