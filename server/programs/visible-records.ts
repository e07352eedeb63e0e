import type { Bindings } from "../core/lists/sql.ts";
import { ownedBy, seesOf, type Viewer } from "../core/viewer.ts";

/** Whether the viewer sees what belongs to their providers' programs, and nothing else. */
export const seesByProgramOnly = (viewer: Viewer): boolean => !viewer.isStaff && !viewer.memberId;

/** Whether the viewer sees a record that a program gave to a member: besides staff and its provider, the member does. */
export const seesRecord = (viewer: Viewer, record: { memberId: string; providerId: string }): boolean =>
  seesOf(viewer, record.providerId) || viewer.memberId === record.memberId;

/**
 * The same as a condition; null where it always holds.
 * @param records the alias of their table, which has `program_id` and `member_id`; where seesByProgramOnly, `p` is their program
 */
export function visibleRecords(viewer: Viewer, records: string, bind: Bindings["bind"]): string | null {
  if (viewer.isStaff) return null;
  if (seesByProgramOnly(viewer)) return ownedBy(viewer, "p.provider_id", bind);
  const own = `${records}.member_id = ${bind(viewer.memberId)}`;
  if (viewer.providers.size === 0) return own;
  // The programs as an array, so that both halves can be looked up in an index of the records.
  return `(${records}.program_id = ANY(ARRAY(SELECT id FROM program WHERE ${ownedBy(viewer, "provider_id", bind)})) OR ${own})`;
}
