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

/** Whether of the rosters the viewer sees those alone that it has sent itself: an API key that only writes. */
export const seesOwnUploadsAlone = ({ apiKey }: Viewer): boolean =>
  apiKey !== undefined && !apiKey.scopes.has(ApiScope.ATTENDANCE_READ);

/** The condition that a roster was sent by the API key that asks, or by one in whose place it came; null where more is shown. */
export const sentByViewer = (viewer: Viewer, column: string, bind: (value: unknown) => string): string | null =>
  viewer.apiKey && seesOwnUploadsAlone(viewer)
    ? `${column} IN (
         WITH RECURSIVE own AS (
           SELECT ${bind(viewer.apiKey.id)}::uuid AS id
           UNION SELECT k.id FROM api_key k JOIN own ON k.replaced_by_id = own.id)
         SELECT id FROM own)`
    : null;

/** For API keys of every scope of attendance. */
export const attendanceKeys = keysWith(ApiScope.ATTENDANCE_READ, ApiScope.ATTENDANCE_WRITE);
