import { defineJob } from "../core/jobs.ts";
import { issueCertificate } from "./issue-certificate.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    "certificate.issue": { recordId: string };
  }
}

export const issueCertificateJob = defineJob("certificate.issue", (ctx, { recordId }) =>
  issueCertificate(ctx, recordId),
);
