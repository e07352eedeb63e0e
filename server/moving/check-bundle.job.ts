import { defineJob } from "../core/jobs.ts";
import { runBundle } from "./run-bundle.ts";

export const checkBundleJob = defineJob("moving.check", (ctx, { importId }) => runBundle(ctx, importId));
