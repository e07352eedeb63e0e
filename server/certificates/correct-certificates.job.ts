import { defineJob } from "../core/jobs.ts";
import { correctCertificate } from "./correct-certificate.ts";
import "./correct-certificates.ts";

export const correctCertificatesJob = defineJob("certificates.correct", async (ctx, { certificateIds, reason }) => {
  for (const id of certificateIds) await correctCertificate(ctx, id, reason);
});
