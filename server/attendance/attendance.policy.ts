import { ApiScope } from "../core/api-scopes.ts";
import { keysWith } from "../core/policy.ts";
import { actsForActive, seesOf, type Viewer } from "../core/viewer.ts";
import type { AttendanceUpload } from "./attendance.entity.ts";

/** Attendance is reported by staff and by whoever acts for the provider, once that is let in: what is wrong in it tells of members. */
export function canReportFor(viewer: Viewer, providerId: string): boolean {
  return viewer.isStaff || actsForActive(viewer, providerId);
}

/** Whether there is anybody for whom the viewer may report. */
export function canReportForSome(viewer: Viewer): boolean {
  return viewer.isStaff || [...viewer.providers.keys()].some((id) => actsForActive(viewer, id));
}

/** What was reported is looked at by staff and by whoever acts for the provider. */
export function canViewUpload(viewer: Viewer, upload: Pick<AttendanceUpload, "providerId">): boolean {
  return seesOf(viewer, upload.providerId);
}

/** For API keys of every scope of attendance. */
export const attendanceKeys = keysWith(ApiScope.ATTENDANCE_READ, ApiScope.ATTENDANCE_WRITE);
