import { defineJob } from "../../core/jobs.ts";
import { askWitnesses } from "./ask-witnesses.ts";

declare module "../../core/jobs.ts" {
  interface Jobs {
    "certificates.askWitnesses": Record<string, never>;
  }
}

export const askWitnessesJob = defineJob("certificates.askWitnesses", (ctx) => askWitnesses(ctx));
