import { ApiScope } from "../core/api-scopes.ts";
import { keysWith } from "../core/policy.ts";
import { seesOf, type Viewer } from "../core/viewer.ts";
import type { AttendanceUpload } from "./attendance.entity.ts";

/** Rosters are sent, and looked at afterwards, by staff and by whoever acts for the provider. */
export function canReportFor(viewer: Viewer, providerId: string): boolean {
  return seesOf(viewer, providerId);
}

export function canViewUpload(viewer: Viewer, upload: Pick<AttendanceUpload, "providerId">): boolean {
  return canReportFor(viewer, upload.providerId);
}

/** For API keys of every scope of attendance. */
export const attendanceKeys = keysWith(ApiScope.ATTENDANCE_READ, ApiScope.ATTENDANCE_WRITE);
