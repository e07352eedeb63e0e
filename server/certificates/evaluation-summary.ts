import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { say } from "../core/messages/message.ts";
import { type Language, sentence } from "../core/messages/sentence.ts";
import { QuestionAbout, QuestionKind } from "../evaluations/evaluation.entity.ts";
import {
  evaluationOfProgram,
  type ResultRow,
  resultsOfProgram,
  type YearRow,
  yearsOfProgram,
} from "../evaluations/evaluation.queries.ts";
import { loadSettings } from "../policies/load-settings.ts";
import type { Program } from "../programs/program.entity.ts";
import type { LeafletContent } from "./leaflet.document.ts";
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

type Counts = ResultRow["counts"];

/** How often a choice was chosen. */
export const countOf = (counts: Counts, choice: number): number =>
  counts.find((each) => each.choice === choice)?.count ?? 0;

/** Of a scale; to one decimal. */
const meanOf = (counts: Counts, answers: number): number =>
  Math.round((10 * counts.reduce((sum, { choice, count }) => sum + choice * count, 0)) / answers) / 10;

const steps = 5;

/** What is counted of a program, thing by thing and question by question, as it stands on paper. */
export function summaryParts(
  results: readonly ResultRow[],
  answered: number,
  language: Language,
): LeafletContent["paragraphs"] {
  const parts: LeafletContent["paragraphs"][number][] = [
    sentence(say("evaluationSummary.answered", { answered }), language),
  ];
  results.forEach((result, at) => {
    const { question, about, name, people, answers, counts, texts } = result;
    const before = results[at - 1];
    if (before?.about !== about || before.name !== name)
      parts.push({
        section: sentence(
          about === QuestionAbout.PROGRAM
            ? say("evaluationSummary.ofProgram", { people })
            : say("evaluationSummary.of", { name, people }),
          language,
        ),
      });
    const bars = choiceNames(question, language).map((choice, index) => {
      const count = countOf(counts, index + 1);
      return { name: choice, share: count / answers, figure: String(count) };
    });
    parts.push({
      heading: question.text,
      note: sentence(
        question.kind === QuestionKind.SCALE
          ? say("evaluationSummary.mean", { answers, mean: meanOf(counts, answers) })
          : say(bars.length > 0 ? "evaluationSummary.answers" : "evaluationSummary.texts", { answers }),
        language,
      ),
      bars,
    });
    parts.push(...texts.slice(0, mostTexts).map((text) => `– ${text}`));
    if (texts.length > mostTexts)
      parts.push(sentence(say("evaluationSummary.more", { count: texts.length - mostTexts }), language));
  });
  return parts;
}

/** The same questions year beside year: of a scale its mean, of each other choice how many of those who answered chose it. */
export function yearParts(years: readonly YearRow[], language: Language): LeafletContent["paragraphs"] {
  if (years.length === 0) return [];
  const questions = new Map(years.map(({ question }) => [question.id, question]));
  return [
    { section: sentence(say("evaluationSummary.years"), language) },
    sentence(say("evaluationSummary.yearsOf"), language),
    ...[...questions.values()].flatMap((question) => {
      const own = years.filter((each) => each.question.id === question.id);
      if (question.kind === QuestionKind.SCALE)
        return {
          heading: question.text,
          note: scaleNote(question, language),
          bars: own.map(({ year, answers, counts }) => {
            const mean = meanOf(counts, answers);
            const figure = sentence(say("evaluationSummary.yearMean", { mean, answers }), language);
            return { name: String(year), share: mean / steps, figure };
          }),
        };
      return choiceNames(question, language).map((choice, index) => ({
        heading: question.text,
        note: choice,
        bars: own.map(({ year, answers, counts }) => {
          const count = countOf(counts, index + 1);
          const share = count / answers;
          const figure = sentence(say("evaluationSummary.yearShare", { share, count, answers }), language);
          return { name: String(year), share, figure };
        }),
      }));
    }),
  ];
}

/** What the ends of a scale mean. */
function scaleNote(question: ResultRow["question"], language: Language): string {
  const names = choiceNames(question, language);
  return [names[0], names.at(-1)].join(" – ");
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
  const years = await yearsOfProgram(ctx, program.id);
  const { accreditorName, language } = await loadSettings(ctx.db.manager);
  const title = sentence(say("evaluationSummary.title"), language);
  return drawBeside(ctx, {
    leaflet: {
      language,
      accreditorName,
      kicker: [program.number, program.name].filter(Boolean).join(" "),
      title,
      paragraphs: [...summaryParts(results, answered, language), ...yearParts(years, language)],
      isFlyer: false,
      code: null,
    },
    meta: { title: `${program.number} ${title}`, author: accreditorName, language, createdAt: ctx.now() },
  });
}
