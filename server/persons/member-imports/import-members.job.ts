import { defineJob } from "../../core/jobs.ts";
import { importStoredMembers } from "./import-members.ts";

export const importMembersJob = defineJob("persons.importMembers", (ctx, { importId }) =>
  importStoredMembers(ctx, importId),
);
