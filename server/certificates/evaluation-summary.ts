import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { say } from "../core/messages/message.ts";
import { type Language, sentence } from "../core/messages/sentence.ts";
import { QuestionAbout, QuestionKind } from "../evaluations/evaluation.entity.ts";
import { evaluationOfProgram, type ResultRow, resultsOfProgram } from "../evaluations/evaluation.queries.ts";
import { loadSettings } from "../policies/load-settings.ts";
import type { Program } from "../programs/program.entity.ts";
import { drawBeside } from "./print-room.ts";

/** So many texts of one question stand on paper; the others in the console, and in the CSV. */
const mostTexts = 300;

/** What each choice of a question is called, in their order. */
export function choiceNames({ kind, choices: [...choices] }: ResultRow["question"], language: Language): string[] {
  if (kind === QuestionKind.TEXT) return [];
  if (kind === QuestionKind.ATTESTATION) return [sentence(say("evaluationSummary.confirmed"), language)];
  if (kind !== QuestionKind.SCALE) return choices;
  const [low, high] = choices;
  return ["1", "2", "3", "4", "5"].map((step, at) =>
    [step, at === 0 ? low : at === 4 ? high : ""].filter(Boolean).join(" "),
  );
}

/** What is counted of a program, line by line, as it stands on paper. */
export function summaryLines(results: readonly ResultRow[], answered: number, language: Language): string[] {
  const lines = [sentence(say("evaluationSummary.answered", { answered }), language)];
  results.forEach((result, at) => {
    const { question, about, name, people, answers, counts, texts } = result;
    const before = results[at - 1];
    if (before?.about !== about || before.name !== name)
      lines.push(
        sentence(
          about === QuestionAbout.PROGRAM
            ? say("evaluationSummary.ofProgram", { people })
            : say("evaluationSummary.of", { name, people }),
          language,
        ),
      );
    const chosen = choiceNames(question, language).map((choice, index) => {
      const count = counts.find((each) => each.choice === index + 1)?.count ?? 0;
      return `${choice}: ${count}`;
    });
    lines.push([question.text, ...chosen].join("\n"));
    if (chosen.length === 0) lines.push(sentence(say("evaluationSummary.texts", { answers }), language));
    lines.push(...texts.slice(0, mostTexts).map((text) => `– ${text}`));
    if (texts.length > mostTexts)
      lines.push(sentence(say("evaluationSummary.more", { count: texts.length - mostTexts }), language));
  });
  return lines;
}

/**
 * The summary of a program's evaluation as a PDF, in the accreditor's language.
 * @throws ILLEGAL_TRANSITION while fewer than five have answered
 */
export async function printEvaluationSummary(
  ctx: Context,
  program: Pick<Program, "id" | "number" | "name">,
): Promise<Buffer> {
  const results = await resultsOfProgram(ctx, program.id);
  if (results.length === 0) throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "evaluationSummary.nothingCounted");
  const { answered } = await evaluationOfProgram(ctx, program.id);
  const { accreditorName, language } = await loadSettings(ctx.db.manager);
  const title = sentence(say("evaluationSummary.title"), language);
  return drawBeside({
    leaflet: {
      language,
      accreditorName,
      kicker: [program.number, program.name].filter(Boolean).join(" "),
      title,
      paragraphs: summaryLines(results, answered, language),
      isFlyer: false,
      code: null,
    },
    meta: { title: `${program.number} ${title}`, author: accreditorName, language, createdAt: ctx.now() },
  });
}
