import { defineJob } from "../core/jobs.ts";
import { issueCertificate } from "./issue-certificate.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** The reason is given where it takes another one's place. */
    "certificates.issue": { recordId: string; reason?: string };
  }
}

export const issueCertificateJob = defineJob("certificates.issue", (ctx, { recordId, reason }) =>
  issueCertificate(ctx, recordId, reason),
);
