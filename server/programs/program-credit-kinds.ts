import type { EntityManager } from "typeorm";
import { DomainError, ErrorCode, type FieldProblem } from "../core/errors.ts";
import { type Message, say } from "../core/messages/message.ts";
import type { CreditKind } from "../policies/credit-kind.entity.ts";
import { furtherKinds } from "../policies/credit-kind.queries.ts";
import { compareCredits, creditsForMinutes, isWholeSteps, leastAward } from "../policies/credit-rule.arithmetic.ts";
import type { CreditRule } from "../policies/credit-rule.entity.ts";
import { creditRuleInForce, termsOf } from "../policies/credit-rule.queries.ts";
import type { RequestedKind } from "./application-fields.ts";
import type { Program } from "./program.entity.ts";
import { ProgramCreditKind } from "./program-credit-kind.entity.ts";

/** A kind of credit that a program asks for, with all that decides about it. */
export type LoadedKind = ProgramCreditKind & {
  kind: CreditKind & { partOf?: CreditKind | null };
  creditRule: CreditRule;
};

/** The further kinds of credit of a program in the order that staff set. */
export const loadCreditKinds = (tx: EntityManager, programId: string): Promise<LoadedKind[]> =>
  tx.find(ProgramCreditKind, {
    where: { programId },
    relations: { kind: { partOf: true }, creditRule: true },
    order: { kind: { position: "ASC", id: "ASC" } },
  }) as Promise<LoadedKind[]>;

/** As an application has them, and the audit log. */
export const requestedKinds = (kinds: readonly LoadedKind[]): RequestedKind[] =>
  kinds.map(({ kind, requestedCredits }) => ({ kind: kind.code, credits: requestedCredits }));

/** What of them was approved, for the audit log. */
export const approvedKinds = (kinds: readonly LoadedKind[]) =>
  kinds.map(({ kind, credits, approvalNumber }) => ({ kind: kind.code, credits, approvalNumber }));

/**
 * Makes the kinds of credit that a program asks for those of its application, by the rules that are in force on this day.
 * @throws BAD_INPUT for a kind that there is not, or that stands twice, and for an amount of nothing
 */
export async function writeCreditKinds(
  tx: EntityManager,
  programId: string,
  requested: readonly RequestedKind[],
  today: string,
): Promise<void> {
  const kinds = await furtherKinds(
    tx,
    requested.map(({ kind }) => kind),
    "creditKinds",
  );
  await tx.delete(ProgramCreditKind, { programId });
  const rows = [];
  for (const [at, kind] of kinds.entries()) {
    const requestedCredits = requested[at]?.credits ?? "0.00";
    if (compareCredits(requestedCredits, "0") <= 0)
      throw new DomainError(ErrorCode.BAD_INPUT, "programs.giveKindCredits", {
        field: `creditKinds.${at}.credits`,
        kind: kind.name,
      });
    const rule = await creditRuleInForce(tx, kind.ruleCode ?? "", today);
    rows.push({ programId, kindId: kind.id, creditRuleId: rule.id, requestedCredits });
  }
  if (rows.length > 0) await tx.insert(ProgramCreditKind, rows);
}

/** What keeps amounts of a program's kinds of credit from being approved: whole steps, and no part above its whole. Fields are `creditKinds.0.credits`. */
export function kindProblems(
  kinds: readonly Pick<LoadedKind, "kind" | "creditRule">[],
  amounts: readonly string[],
  ofDefault: string,
): FieldProblem[] {
  return kinds.flatMap(({ kind, creditRule }, at) => {
    const credits = amounts[at] ?? "0.00";
    const whole = kind.partOf;
    const problems: Message[] = [];
    if (!isWholeSteps(termsOf(creditRule), credits))
      problems.push(
        say("programs.kindNotWholeSteps", {
          kind: kind.name,
          step: creditRule.step,
          least: leastAward(creditRule),
          credits,
        }),
      );
    if (whole) {
      const other = kinds.findIndex((each) => each.kind.id === whole.id);
      const maximum = whole.isDefault ? ofDefault : (amounts[other] ?? "0.00");
      if (compareCredits(credits, maximum) > 0)
        problems.push(say("programs.partAboveWhole", { kind: kind.name, whole: whole.name, maximum, credits }));
    }
    return problems.map((message) => ({ field: `creditKinds.${at}.credits`, message }));
  });
}

/** What keeps an application from being submitted in its kinds of credit. */
export function requestedKindProblems(
  program: Pick<Program, "minutes" | "requestedCredits" | "startsOn" | "endsOn">,
  kinds: readonly LoadedKind[],
): FieldProblem[] {
  const { minutes, startsOn, endsOn } = program;
  return [
    ...kindProblems(
      kinds,
      kinds.map(({ requestedCredits }) => requestedCredits),
      program.requestedCredits,
    ),
    ...kinds.flatMap(({ kind, creditRule, requestedCredits }, at) => {
      const field = `creditKinds.${at}.credits`;
      const earned = creditsForMinutes(termsOf(creditRule), minutes ?? 0);
      const isOver = (endsOn && endsOn < kind.startsOn) || (startsOn && kind.endsOn && startsOn > kind.endsOn);
      return [
        ...(minutes && compareCredits(requestedCredits, earned) > 0
          ? [{ field, message: say("programs.kindAsksTooMuch", { minutes, earned, kind: kind.name }) }]
          : []),
        ...(isOver ? [{ field, message: say("programs.kindOver", { kind: kind.name }) }] : []),
      ];
    }),
  ];
}

/** What staff approve of a kind, named by its code. */
export interface ApprovedKind {
  kind: string;
  credits: string;
  approvalNumber?: string | null;
}

/**
 * Sets what an attendee may be awarded of each kind. What is not named stays; at first it is what was requested.
 * @param reason needed where more or less is approved than was requested
 * @returns whether anything changed
 * @throws BAD_INPUT for a kind that the program does not ask for; CREDITS_NOT_WHOLE_STEPS; CREDITS_ABOVE_MAXIMUM for more of a part than of its whole;
 *   REASON_REQUIRED
 */
export async function setApprovedKinds(
  tx: EntityManager,
  programId: string,
  credits: string,
  given: readonly ApprovedKind[],
  reason: string | null,
): Promise<{ before: LoadedKind[]; after: LoadedKind[] }> {
  const before = await loadCreditKinds(tx, programId);
  for (const [at, { kind }] of given.entries())
    if (!before.some((each) => each.kind.code === kind) || given.findIndex((each) => each.kind === kind) !== at)
      throw new DomainError(ErrorCode.BAD_INPUT, "programs.kindNotRequested", {
        field: `creditKinds.${at}.kind`,
        kind,
      });
  const after = before.map((each) => {
    const set = given.find(({ kind }) => kind === each.kind.code);
    return Object.assign(new ProgramCreditKind(), each, {
      credits: set?.credits ?? each.credits ?? each.requestedCredits,
      approvalNumber: set?.approvalNumber == null ? each.approvalNumber : set.approvalNumber.trim(),
    }) as LoadedKind;
  });
  const amounts = after.map((each) => each.credits ?? "0.00");
  const [problem] = kindProblems(after, amounts, credits);
  if (problem) {
    const isPart = problem.message.key === "programs.partAboveWhole";
    const code = isPart ? ErrorCode.CREDITS_ABOVE_MAXIMUM : ErrorCode.CREDITS_NOT_WHOLE_STEPS;
    throw new DomainError(code, problem.message, { field: "creditKinds" });
  }
  for (const { kind, credits: approved, requestedCredits } of after)
    if (reason === null && compareCredits(approved ?? "0.00", requestedCredits) !== 0)
      throw new DomainError(ErrorCode.REASON_REQUIRED, "programs.kindCreditsDiffer", {
        field: "reason",
        kind: kind.name,
        requested: requestedCredits,
        credits: approved ?? "0.00",
      });
  for (const { kindId, credits: approved, approvalNumber } of after)
    await tx.update(ProgramCreditKind, { programId, kindId }, { credits: approved, approvalNumber });
  return { before, after };
}
