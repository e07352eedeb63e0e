import { defineLoader } from "../core/lists/loaders.ts";

/** One of a session's speakers who is known as a member. */
export interface InstructorRow {
  memberId: string;
  speaker: string;
  givenBefore: boolean;
  setByStaff: boolean;
}

/** The same as one of a session's. */
export interface ShownInstructor extends InstructorRow {
  programId: string;
}

/** SQL of which members the speakers of a session `s` are, as JSON of InstructorRow, by what the session names them. */
export const instructorsSql = `(SELECT coalesce(json_agg(json_build_object('memberId', i.member_id, 'speaker', i.speaker,
    'givenBefore', i.given_before, 'setByStaff', i.set_by_staff) ORDER BY i.speaker, i.member_id), '[]')
  FROM session_instructor i WHERE i.session_id = s.id AND i.linked)`;

/** The same for sessions by their IDs. */
export const instructorsOfSession = defineLoader<string, InstructorRow[]>(async (ctx, ids) => {
  const rows: { instructors: InstructorRow[] }[] = await ctx.db.query(
    `SELECT ${instructorsSql} AS instructors FROM unnest($1::uuid[]) WITH ORDINALITY AS s (id, nth) ORDER BY s.nth`,
    [ids],
  );
  return rows.map(({ instructors }) => instructors);
});
