import { defineJob } from "../core/jobs.ts";
import { checkStoredUpload } from "./check-stored-upload.ts";

export const checkUploadJob = defineJob("attendance.check", (ctx, { uploadId }) => checkStoredUpload(ctx, uploadId));
