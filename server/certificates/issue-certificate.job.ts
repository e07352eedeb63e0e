import { defineJob } from "../core/jobs.ts";
import { issueCertificate } from "./issue-certificate.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    "certificates.issue": { recordId: string };
  }
}

export const issueCertificateJob = defineJob("certificates.issue", (ctx, { recordId }) =>
  issueCertificate(ctx, recordId),
);
