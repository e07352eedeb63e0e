import { defineJob } from "../core/jobs.ts";
import { takeBack } from "./undo-bundle.ts";

export const undoBundleJob = defineJob("moving.undo", (ctx, { importId }) => takeBack(ctx, importId));
