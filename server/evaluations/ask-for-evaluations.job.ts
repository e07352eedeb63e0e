import { inTransaction } from "../core/context.ts";
import { defineJob } from "../core/jobs.ts";
import { askNext } from "./ask-for-evaluations.ts";

export const askForEvaluationsJob = defineJob("evaluations.ask", (ctx, { after, ...batch }) =>
  inTransaction(ctx, (tx) => askNext(tx, ctx, batch, after)),
);
