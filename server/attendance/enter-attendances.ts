import type { Context } from "../core/context.ts";
import type { AttendanceUpload } from "./attendance.entity.ts";
import { type RosterEntry, rosterOfRows } from "./roster-of-rows.ts";
import { type SendingOptions, uploadAttendance } from "./upload-attendance.ts";

/**
 * Takes a roster whose rows came as JSON. It goes the way of a file from here on.
 * @throws BAD_INPUT as rosterOfRows; as uploadAttendance
 */
export const enterAttendances = async (
  ctx: Context,
  providerId: string | null,
  entries: readonly RosterEntry[],
  options: SendingOptions,
): Promise<AttendanceUpload> => uploadAttendance(ctx, providerId, rosterOfRows(entries), options);
