import type { Bindings } from "../../core/lists/sql.ts";
import { ownedBy, type Viewer } from "../../core/viewer.ts";

/**
 * The condition that an entry of the audit log is of the side of a review that its provider never sees: what staff note, recommend and
 * hand over among themselves.
 * @param entry the alias of `audit_entry`
 */
export const isOfReviewSideSql = (entry: string): string =>
  `(${entry}.subject_type = 'program' AND ${entry}.action LIKE 'review.%')`;

/**
 * Which entries of the log a viewer who reads it may see: all but that side of programs of a provider for whom they act; null where all
 * may be seen. `canReviewProgram` is the same of the program itself.
 */
export const seesEntrySql = (viewer: Viewer, entry: string, bind: Bindings["bind"]): string | null =>
  viewer.providers.size === 0
    ? null
    : `NOT (${isOfReviewSideSql(entry)} AND ${entry}.subject_id IN (SELECT id FROM program WHERE ${ownedBy(viewer, "provider_id", bind)}))`;
