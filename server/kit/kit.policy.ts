import type { Viewer } from "../core/viewer.ts";
import type { Program } from "../programs/program.entity.ts";
import { canWriteApplication } from "../programs/program.policy.ts";

/** Its provider writes to its attendees, and staff for them. */
export const canSendKit = (viewer: Viewer, program: Pick<Program, "providerId">): boolean =>
  viewer.isStaff || canWriteApplication(viewer, program);
