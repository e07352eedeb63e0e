import { assertConferenceVisible, ofConference } from "../conferences/session.queries.ts";
import { Bindings, type Connection, containing, type ListQuery, type PageArgs, readPage } from "../core/connections.ts";
import type { Context } from "../core/context.ts";
import { fold } from "../core/fold.ts";
import { isId } from "../core/ids.ts";
import { memberNameTerms } from "../members/member.queries.ts";

/** What one member has made of one conference. */
export interface ConferenceAttendeeRow {
  memberId: string;
  programId: string;
  sessions: number;
  credits: string;
}

export interface ConferenceAttendeeConditions {
  text?: string | null;
  sessionId?: string | null;
}

/**
 * Who claimed sessions of a conference, or holds its certificate, by name; for staff and its provider. Sessions that have
 * become ineligible since do not count.
 * @throws NOT_FOUND, the same for a missing and a foreign one
 */
export async function listConferenceAttendees(
  ctx: Context,
  programId: string,
  filter: ConferenceAttendeeConditions,
  page: PageArgs,
): Promise<Connection<ConferenceAttendeeRow>> {
  const list = conferenceAttendeeList(ctx, programId, filter);
  const attendees = await readPage<ConferenceAttendeeRow>(ctx.db.manager, list, page);
  // The list holds nobody of a foreign conference: only an empty page must tell it from one without claims.
  if (attendees.nodes.length === 0) await assertConferenceVisible(ctx, programId);
  return attendees;
}

/** What listConferenceAttendees reads a page of, and an export reads whole. */
export function conferenceAttendeeList(
  ctx: Context,
  programId: string,
  filter: ConferenceAttendeeConditions,
): ListQuery {
  const bindings = new Bindings();
  const { bind } = bindings;
  const program = `${bind(isId(programId) ? programId : null)}::uuid`;
  const where = [
    ofConference(ctx, program, programId, bind),
    `m.id IN (SELECT c.member_id FROM session_claim c JOIN session s ON s.id = c.session_id WHERE s.program_id = ${program}
      UNION SELECT c.member_id FROM certificate c
      WHERE c.program_id = ${program} AND c.attendance_record_id IS NULL AND c.status <> 'SUPERSEDED')`,
  ];
  if (filter.sessionId)
    where.push(
      isId(filter.sessionId)
        ? `m.id IN (SELECT member_id FROM session_claim WHERE session_id = ${bind(filter.sessionId)})`
        : "false",
    );
  const text = filter.text?.trim();
  if (text) {
    const key = fold(text);
    const byName = `concat(m.first_name_key, m.last_name_key) LIKE ${bind(containing(key))}`;
    where.push(`(m.member_number = ${bind(text)} OR ${key === "" ? "false" : "true"} AND ${byName})`);
  }
  return {
    from: "member m",
    where,
    order: memberNameTerms,
    key: "m.id",
    join: `CROSS JOIN LATERAL (
        SELECT count(*)::int AS sessions, coalesce(sum(s.credits), 0.00) AS credits
        FROM session_claim c JOIN session s ON s.id = c.session_id
        WHERE c.member_id = m.id AND s.program_id = ${program} AND s.eligible) claimed`,
    select: `m.id AS "memberId", ${program} AS "programId", claimed.sessions, claimed.credits`,
    bindings,
  };
}
