import type { EntityManager } from "typeorm";
import { type ClaimedSession, sessionDate } from "../conferences/claim-rules.ts";

/**
 * The sessions of other conferences for which a member has credit on record, whatever became of the choices since: what overlaps
 * them earns nothing more until that credit is reversed.
 */
export async function awardedElsewhere(
  tx: EntityManager,
  memberId: string,
  conferenceId: string,
): Promise<(ClaimedSession & { title: string })[]> {
  const rows: (Omit<ClaimedSession, "date"> & { title: string; timeZone: string })[] = await tx.query(
    `SELECT s.id, s.title, s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.virtual, s.released_on AS "releasedOn",
       s.recording_of_id AS "recordingOfId", r.as_instructor AS instructs, r.completed_on AS "attendedOn", o.time_zone AS "timeZone"
     FROM attendance_record r JOIN session s ON s.id = r.session_id JOIN offering o ON o.id = r.offering_id
     WHERE r.member_id = $1 AND r.program_id <> $2 AND r.reversed_at IS NULL`,
    [memberId, conferenceId],
  );
  return rows.map(({ timeZone, ...session }) => ({ ...session, date: sessionDate(session.startsAt, timeZone) }));
}
