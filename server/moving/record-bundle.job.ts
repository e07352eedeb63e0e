import { defineJob } from "../core/jobs.ts";
import { runBundle } from "./run-bundle.ts";

export const recordBundleJob = defineJob("moving.record", (ctx, { importId }) => runBundle(ctx, importId));
