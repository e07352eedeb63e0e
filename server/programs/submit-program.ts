import type { EntityManager } from "typeorm";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { enqueue } from "../core/jobs.ts";
import { localDay } from "../core/local-day.ts";
import { nextInSeries } from "../core/number-series.ts";
import { CreditRule } from "../policies/credit-rule.entity.ts";
import { creditRuleInForce, termsOf } from "../policies/credit-rule.queries.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { policyOn } from "../policies/policy.queries.ts";
import type { AccreditorSettings } from "../policies/settings.entity.ts";
import { Provider } from "../providers/provider.entity.ts";
import { applicationProblems } from "./application-problems.ts";
import { assertJointProviders } from "./joint-providers.ts";
import { lacksQuestions } from "./learning-check.rules.ts";
import { lockProgram } from "./lock-program.ts";
import { moveProgram } from "./move-program.ts";
import { loadOfferings, loadSpeakers } from "./program.application.ts";
import { type Program, ProgramType } from "./program.entity.ts";
import { tellSubmitted } from "./program.mail.ts";
import { ProgramAction } from "./program.policy.ts";
import { type ProgramRow, readProgram } from "./program.queries.ts";
import { ProgramStatus } from "./program.status.ts";
import { loadCreditKinds, requestedKinds, writeCreditKinds } from "./program-credit-kinds.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** An application was handed in for the first time. */
    "programs.submitted": { programId: string };
    /** In the sandbox: a key handed an application in. */
    "programs.decideTrial": { programId: string };
  }
}

/** A09164: letter, two-digit year in the accreditor's own zone, running number of that year. */
async function nextNumber(tx: EntityManager, settings: AccreditorSettings, today: string): Promise<string> {
  const series = `${settings.programLetter}${today.slice(2, 4)}`;
  return `${series}${String(await nextInSeries(tx, `program:${series}`)).padStart(3, "0")}`;
}

/** Goes by what is set for its last day: what has been completed by then prints the provider's address, or not. */
async function lacksAddress(
  tx: EntityManager,
  { providerId, endsOn }: Pick<Program, "providerId" | "endsOn">,
  today: string,
): Promise<boolean> {
  const { address } = await tx.findOneByOrFail(Provider, { id: providerId });
  return address.trim() === "" && (await policyOn(tx, "PROVIDER_ADDRESS", endsOn ?? today)) === 1;
}

/**
 * Hands an application in, for the first time or again. The first time it gets its number, its submission date and the
 * credit rule in force on that day; all three stay.
 * @throws what lockProgram refuses; INCOMPLETE_APPLICATION with every gap in `problems`; BAD_INPUT for a joint provider that is not one any more
 */
export async function submitProgram(ctx: Context, id: string, version: number): Promise<ProgramRow> {
  return inTransaction(ctx, async (tx) => {
    const program = await lockProgram(tx, ctx, id, ProgramAction.SUBMIT, version);
    const first = program.number === null;
    await assertJointProviders(tx, program);
    const settings = await loadSettings(tx);
    const today = localDay(ctx.now(), settings.timeZone);
    const rule = first
      ? await creditRuleInForce(tx, settings.creditRuleCode, today)
      : await tx.findOneByOrFail(CreditRule, { id: program.creditRuleId });
    if (first) await writeCreditKinds(tx, id, requestedKinds(await loadCreditKinds(tx, id)), today);
    const problems = applicationProblems({
      program,
      type: await tx.findOneByOrFail(ProgramType, { id: program.typeId }),
      terms: termsOf(rule),
      speakers: await loadSpeakers(tx, id),
      offerings: await loadOfferings(tx, id),
      creditKinds: await loadCreditKinds(tx, id),
      lacksAddress: await lacksAddress(tx, program, today),
      lacksQuestions: await lacksQuestions(tx, id),
    });
    if (problems.length > 0)
      throw new DomainError(ErrorCode.INCOMPLETE_APPLICATION, "programs.incomplete", {
        problems,
        gaps: problems.map(({ message }) => message),
      });
    const patch = first
      ? { creditRuleId: rule.id, submittedAt: ctx.now(), number: await nextNumber(tx, settings, today) }
      : {};
    const submitted = await moveProgram(tx, ctx, program, ProgramStatus.SUBMITTED, "program.submit", { patch });
    await tellSubmitted(tx, ctx, submitted, first);
    if (first) await enqueue(tx, "programs.submitted", { programId: id });
    if (ctx.config.sandbox && ctx.request.id !== null) await enqueue(tx, "programs.decideTrial", { programId: id });
    return readProgram(tx, id);
  });
}
