import { defineJob } from "../core/jobs.ts";
import { withdrawCertificate } from "./withdraw-certificate.ts";

export const withdrawCertificateJob = defineJob("certificate.withdraw", (ctx, { certificateId }) =>
  withdrawCertificate(ctx, certificateId),
);
