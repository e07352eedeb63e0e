import { defineJob } from "../core/jobs.ts";
import { releaseClaims } from "./release-claims.ts";

export const releaseClaimsJob = defineJob("certificates.releaseClaims", releaseClaims);
