import { defineJob } from "../core/jobs.ts";
import { deliverCertificate } from "./deliver-certificate.ts";
import "./generate-certificate.ts";

export const deliverCertificateJob = defineJob("certificates.deliver", (ctx, { certificateId }) =>
  deliverCertificate(ctx, certificateId),
);
