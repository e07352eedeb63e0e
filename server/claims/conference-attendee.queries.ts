import { assertConferenceVisible, ofConference } from "../conferences/session.queries.ts";
import type { Context } from "../core/context.ts";
import { fold } from "../core/fold.ts";
import { isId } from "../core/ids.ts";
import { type Ordering, orderingsOr, termsOfOrder } from "../core/lists/order.ts";
import type { Connection, PageArgs } from "../core/lists/page.ts";
import { type ListQuery, type OrderTerm, readPage } from "../core/lists/read-page.ts";
import { SortDirection } from "../core/lists/sort-direction.ts";
import { Bindings, containing } from "../core/lists/sql.ts";
import { memberNameTerms, memberNumberTerms } from "../members/member.queries.ts";

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

export enum ConferenceAttendeeOrderField {
  NUMBER = "NUMBER",
  NAME = "NAME",
  SESSIONS = "SESSIONS",
  CREDITS = "CREDITS",
  CERTIFICATE = "CERTIFICATE",
}

export type ConferenceAttendeeOrdering = Ordering<ConferenceAttendeeOrderField>;

/** Over m, in a statement that binds the conference to $1. */
const claimed = (what: string): string =>
  `(SELECT ${what} FROM session_claim c JOIN session s ON s.id = c.session_id
    WHERE c.member_id = m.id AND s.program_id = $1::uuid AND s.eligible)`;

/** Of the certificate that is shown: the newest that no other supersedes. */
const ofCertificate = (what: string): string =>
  `(SELECT ${what} FROM certificate c WHERE c.member_id = m.id AND c.program_id = $1::uuid
    AND c.attendance_record_id IS NULL AND c.status <> 'SUPERSEDED' ORDER BY c.issued_at DESC, c.id DESC LIMIT 1)`;

/** How many eligible sessions are claimed, and what these earn: SQL over the rows of conferenceAttendeeList. */
export const sessionsClaimed = claimed("count(*)::int");
export const creditsClaimed = claimed("coalesce(sum(s.credits), 0.00)");

const orderTerms: Record<ConferenceAttendeeOrderField, OrderTerm[]> = {
  NUMBER: memberNumberTerms,
  NAME: memberNameTerms,
  SESSIONS: [{ sql: sessionsClaimed, required: true }, ...memberNameTerms],
  CREDITS: [{ sql: creditsClaimed, required: true }, ...memberNameTerms],
  /** Numbers grow in length: C999999 stands before C1000000. */
  CERTIFICATE: [{ sql: ofCertificate("length(c.number)") }, { sql: ofCertificate("c.number") }, ...memberNameTerms],
};

/**
 * Who claimed sessions of a conference, or holds its certificate, by name where nothing else is asked; for staff and its
 * provider. Sessions that have become ineligible since do not count.
 * @throws NOT_FOUND, the same for a missing and a foreign one
 */
export async function listConferenceAttendees(
  ctx: Context,
  programId: string,
  filter: ConferenceAttendeeConditions,
  orderBy: readonly ConferenceAttendeeOrdering[] | null,
  page: PageArgs,
): Promise<Connection<ConferenceAttendeeRow>> {
  const list = conferenceAttendeeList(ctx, programId, filter, orderBy);
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
  orderBy: readonly ConferenceAttendeeOrdering[] | null,
): ListQuery {
  const bindings = new Bindings(isId(programId) ? programId : null);
  const { bind } = bindings;
  const program = "$1::uuid";
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
    order: termsOfOrder(orderingsOr(orderBy, ConferenceAttendeeOrderField.NAME, SortDirection.ASC), orderTerms),
    key: "m.id",
    countsWithPage: true,
    select: `m.id AS "memberId", ${program} AS "programId", ${sessionsClaimed} AS sessions, ${creditsClaimed} AS credits`,
    bindings,
  };
}
