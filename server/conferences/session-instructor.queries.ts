import { defineLoader } from "../core/lists/loaders.ts";
import type { PartOfConference } from "./conference.policy.ts";
import { earnedBySql, instructsSql } from "./instructing.ts";

/** One of a session's speakers who is known as a member. */
export interface InstructorRow {
  memberId: string;
  speaker: string;
  givenBefore: boolean;
  setByStaff: boolean;
  /** What the member earns of it as its speaker; null: nothing of their own. */
  credits: string | null;
}

/** The same as one of a session's. */
export interface ShownInstructor extends InstructorRow, PartOfConference {}

/** SQL of which members the speakers of a session `s` are, as JSON of InstructorRow, by what the session names them. */
export const instructorsSql = `(SELECT coalesce(json_agg(json_build_object('memberId', l.member_id, 'speaker', l.speaker,
    'givenBefore', l.given_before, 'setByStaff', l.set_by_staff,
    'credits', CASE WHEN ${instructsSql("l.member_id")} THEN (${earnedBySql("l.member_id")})::text END) ORDER BY l.speaker, l.member_id), '[]')
  FROM session_instructor l WHERE l.session_id = s.id AND l.linked)`;

/** The same for sessions by their IDs. */
export const instructorsOfSession = defineLoader<string, InstructorRow[]>(async (ctx, ids) => {
  const rows: { instructors: InstructorRow[] }[] = await ctx.db.query(
    `SELECT ${instructorsSql} AS instructors FROM unnest($1::uuid[]) WITH ORDINALITY AS n (id, nth) JOIN session s ON s.id = n.id ORDER BY n.nth`,
    [ids],
  );
  return rows.map(({ instructors }) => instructors);
});
