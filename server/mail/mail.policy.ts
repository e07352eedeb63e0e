import { StaffRole } from "../core/staff-roles.ts";
import type { Viewer } from "../core/viewer.ts";

const readers = [StaffRole.REGISTRAR, StaffRole.ADMINISTRATOR, StaffRole.AUDITOR];

/** What was written to somebody is read by who looks after people, by administrators and by auditors; that there was a mail by all staff but who looks after fees alone. */
export function readsMailText(viewer: Viewer): boolean {
  return viewer.isStaff && readers.some((role) => viewer.staffRoles.has(role));
}
