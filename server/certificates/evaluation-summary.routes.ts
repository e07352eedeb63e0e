import { Router } from "express";
import type { Context } from "../core/context.ts";
import { writeCsv } from "../core/csv/write-csv.ts";
import { notFound } from "../core/errors.ts";
import { forSignedIn } from "../core/key-access.ts";
import { type NameIn, say } from "../core/messages/message.ts";
import { sentence } from "../core/messages/sentence.ts";
import { enforceLimit } from "../core/rate-limits.ts";
import { sendStream } from "../core/send-file.ts";
import { resultsOfProgram, yearsOfProgram } from "../evaluations/evaluation.queries.ts";
import { canViewProgram } from "../programs/program.policy.ts";
import { findProgram } from "../programs/program.queries.ts";
import { summariesByAccount } from "./certificate.limits.ts";
import { choiceNames, countOf, printEvaluationSummary } from "./evaluation-summary.ts";

const columns: readonly NameIn<"heading">[] = [
  "evaluatedAbout",
  "evaluatedName",
  "question",
  "answer",
  "count",
  "people",
];

/** One row for each choice of each question, and one for each text. */
async function rowsOf(ctx: Context, programId: string): Promise<(string | number)[][]> {
  const results = await resultsOfProgram(ctx, programId);
  return results.flatMap(({ about, name, people, question, counts, texts }) => {
    const of = [about, name, question.text];
    return [
      ...choiceNames(question, ctx.request.language).map((choice, at) => [
        ...of,
        choice,
        countOf(counts, at + 1),
        people,
      ]),
      ...texts.map((text) => [...of, text, 1, people]),
    ];
  });
}

const yearColumns: readonly NameIn<"heading">[] = ["year", "evaluatedAbout", "question", "answer", "count", "people"];

/** One row for each choice of each question in each year. */
async function yearRowsOf(ctx: Context, programId: string): Promise<(string | number)[][]> {
  const years = await yearsOfProgram(ctx, programId);
  return years.flatMap(({ year, question, answers, counts }) =>
    choiceNames(question, ctx.request.language).map((choice, at) => [
      year,
      question.about,
      question.text,
      choice,
      countOf(counts, at + 1),
      answers,
    ]),
  );
}

/** `/programs/ID/evaluation.csv`, `evaluation-years.csv` and `evaluation.pdf`: what is counted of a program, for staff and its provider. */
export function evaluationSummaryRoutes(): Router {
  const router = Router();
  const files = ["evaluation.csv", "evaluation-years.csv", "evaluation.pdf"].map((file) => `/programs/:id/${file}`);
  router.get(files, forSignedIn([]), async (req, res) => {
    const { ctx } = res.locals;
    const program = await findProgram(ctx, { id: String(req.params.id) });
    if (!program || !canViewProgram(ctx.viewer, program)) throw notFound("program");
    await enforceLimit(ctx, summariesByAccount, ctx.viewer.accountId ?? "");
    const name = `${program.number ?? "program"}-evaluation`;
    if (req.path.endsWith(".pdf")) {
      const pdf = await printEvaluationSummary(ctx, program);
      res.type("application/pdf").setHeader("Content-Disposition", `inline; filename="${name}.pdf"`).send(pdf);
      return;
    }
    const byYear = req.path.endsWith("-years.csv");
    res.type("text/csv").attachment(`${name}${byYear ? "-years" : ""}.csv`);
    const headings = (byYear ? yearColumns : columns).map((column) =>
      sentence(say(`heading.${column}`), ctx.request.language),
    );
    const rows = byYear ? await yearRowsOf(ctx, program.id) : await rowsOf(ctx, program.id);
    await sendStream(res, writeCsv(headings, rows));
  });
  return router;
}
