import { defineJob } from "../core/jobs.ts";
import { withdrawCertificate } from "./withdraw-certificate.ts";

export const withdrawCertificateJob = defineJob("certificates.withdraw", (ctx, { certificateId }) =>
  withdrawCertificate(ctx, certificateId),
);
