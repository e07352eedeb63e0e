import type { Bindings } from "../core/lists/sql.ts";
import type { Viewer } from "../core/viewer.ts";

/** Whether the viewer sees what belongs to their providers' programs, and nothing else. */
export const seesByProgramOnly = (viewer: Viewer): boolean => !viewer.isStaff && !viewer.memberId;

/**
 * Which records that a program gave to members the viewer sees, as a condition; null where it always holds: staff see all, a
 * provider its programs', a member their own.
 * @param records the alias of their table, which has `program_id` and `member_id`; where seesByProgramOnly, `p` is their program
 */
export function visibleRecords(viewer: Viewer, records: string, bind: Bindings["bind"]): string | null {
  if (viewer.isStaff) return null;
  const providers = [...viewer.providers.keys()];
  if (seesByProgramOnly(viewer)) return `p.provider_id = ANY(${bind(providers)}::uuid[])`;
  if (providers.length === 0) return `${records}.member_id = ${bind(viewer.memberId)}`;
  // The programs as an array, so that both halves can be looked up in an index of the records.
  return `(${records}.program_id = ANY(ARRAY(SELECT id FROM program WHERE provider_id = ANY(${bind(providers)}::uuid[])))
    OR ${records}.member_id = ${bind(viewer.memberId)})`;
}
