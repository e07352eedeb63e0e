import { defineLoader, groupByKey } from "../core/lists/loaders.ts";

/** One of a session's speakers who is known as a member. */
export interface InstructorRow {
  sessionId: string;
  memberId: string;
  speaker: string;
  givenBefore: boolean;
  setByStaff: boolean;
}

/** Which members a session's speakers are, by what the session names them. */
export const instructorsOfSession = defineLoader<string, InstructorRow[]>(async (ctx, ids) => {
  const rows: InstructorRow[] = await ctx.db.query(
    `SELECT session_id AS "sessionId", member_id AS "memberId", speaker, given_before AS "givenBefore", set_by_staff AS "setByStaff"
     FROM session_instructor WHERE session_id = ANY($1::uuid[]) AND linked ORDER BY speaker, member_id`,
    [ids],
  );
  return groupByKey(ids, rows, (row) => row.sessionId);
});
