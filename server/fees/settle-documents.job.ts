import "../programs/upload-program-document.ts";
import { inTransaction } from "../core/context.ts";
import { defineJob } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { readReportDocuments } from "../programs/missing-documents.ts";
import { Program } from "../programs/program.entity.ts";
import { chargeReport } from "./charge-report.ts";
import { settleProgram } from "./settle-program.ts";

/**
 * After a document of the report came or was taken off: a program that waited for it goes on, where it owes nothing either, or waits. It may come
 * before the job that follows a report, and charges what that one would. Run again it changes nothing.
 */
export const settleDocumentsJob = defineJob("programs.documentsChanged", async (ctx, { programId: id, released }) =>
  inTransaction(ctx, async (tx) => {
    const program = await tx.findOne(Program, { where: { id }, lock: forChange });
    if (!program || (await readReportDocuments(tx, id)).required.length === 0) return;
    await chargeReport(tx, ctx, program);
    await settleProgram(tx, ctx, program, { released });
  }),
);
