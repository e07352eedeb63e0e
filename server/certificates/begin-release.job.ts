import "../programs/upload-program-document.ts";
import { inTransaction } from "../core/context.ts";
import { defineJob, enqueue, Urgency } from "../core/jobs.ts";
import "./release-claims.ts";

/** The documents are there that certificates of a program waited for: those of claims go first, then those of a report, and its fees follow. */
export const beginReleaseJob = defineJob("programs.documentsCompleted", async (ctx, { programId }) =>
  inTransaction(ctx, (tx) =>
    enqueue(
      tx,
      "certificates.releaseClaims",
      { programId, after: "00000000-0000-0000-0000-000000000000" },
      Urgency.BULK,
    ),
  ),
);
