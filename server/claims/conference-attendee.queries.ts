import { earnedBySql } from "../conferences/instructing.ts";
import { type OfConference, ofConference } from "../conferences/session.queries.ts";
import { fold } from "../core/fold.ts";
import { isId } from "../core/ids.ts";
import { defineList } from "../core/lists/define-list.ts";
import { nullable } from "../core/lists/order.ts";
import type { Bindings, Fields } from "../core/lists/sql.ts";
import { memberNameTerms, memberNumberTerms } from "../members/member.queries.ts";
import { nameContainsSql } from "../members/name-keys.ts";
import { presenceShownSql } from "../presence/presence.rules.ts";

/** What one member has made of one conference. */
export interface ConferenceAttendeeRow {
  memberId: string;
  programId: string;
  sessions: number;
  credits: string;
  unshown: number;
}

export interface ConferenceAttendeeConditions {
  text?: string | null;
  sessionId?: string | null;
}

/** Over m, in a statement that binds the conference to $1. */
const claimed = (what: string, also = "true"): string =>
  `(SELECT ${what} FROM session_claim c JOIN session s ON s.id = c.session_id
    WHERE c.member_id = m.id AND s.program_id = $1::uuid AND s.eligible AND ${also})`;

/** Of the certificate that is shown: the newest that no other supersedes. */
const ofCertificate = (what: string): string =>
  `(SELECT ${what} FROM certificate c WHERE c.member_id = m.id AND c.program_id = $1::uuid
    AND c.attendance_record_id IS NULL AND c.status <> 'SUPERSEDED' ORDER BY c.issued_at DESC, c.id DESC LIMIT 1)`;

/** How many eligible sessions are claimed, and what these earn: SQL over the rows of conferenceAttendeeList. */
export const sessionsClaimed = claimed("count(*)::int");
export const creditsClaimed = claimed(`coalesce(sum(${earnedBySql("m.id")}), 0.00)`);

const claimedSession = (id: string, bind: Bindings["bind"]): string =>
  isId(id) ? `m.id IN (SELECT member_id FROM session_claim WHERE session_id = ${bind(id)})` : "false";

function isFoundBy(text: string, bind: Bindings["bind"]): string {
  const key = fold(text);
  const byName = key && `OR ${nameContainsSql(text, "m", bind)}`;
  return `(m.member_number = ${bind(text)} ${byName})`;
}

export const attendeeFields: Fields<ConferenceAttendeeRow> = {
  memberId: "m.id",
  programId: "$1::uuid",
  sessions: sessionsClaimed,
  credits: creditsClaimed,
  unshown: claimed("count(*)::int", `NOT ${presenceShownSql("m.id")}`),
};

/**
 * Who claimed sessions of a conference, or holds its certificate, by name where nothing else is asked; for staff and its
 * provider. Sessions that have become ineligible since do not count.
 */
export const conferenceAttendeeList = defineList({
  name: "ConferenceAttendee",
  from: "member m",
  key: "m.id",
  fields: attendeeFields,
  where: (ctx, filter: ConferenceAttendeeConditions & OfConference, bind) => {
    // Bound first of all: the other parts of the statement count on it.
    const program = `${bind(isId(filter.programId) ? filter.programId : null)}::uuid`;
    const text = filter.text?.trim();
    return [
      ofConference(ctx, program, filter.programId, bind),
      `m.id IN (SELECT c.member_id FROM session_claim c JOIN session s ON s.id = c.session_id WHERE s.program_id = ${program}
        UNION SELECT c.member_id FROM certificate c
        WHERE c.program_id = ${program} AND c.attendance_record_id IS NULL AND c.status <> 'SUPERSEDED')`,
      filter.sessionId && claimedSession(filter.sessionId, bind),
      text && isFoundBy(text, bind),
    ];
  },
  countsWithPage: true,
  orders: {
    NUMBER: { description: "Member number.", by: memberNumberTerms },
    NAME: { description: "Family name, then given names.", by: memberNameTerms },
    SESSIONS: {
      description: "How many eligible sessions are claimed, then the name.",
      by: [sessionsClaimed, ...memberNameTerms],
    },
    CREDITS: { description: "What these earn, then the name.", by: [creditsClaimed, ...memberNameTerms] },
    // Numbers grow in length: C999999 stands before C1000000.
    CERTIFICATE: {
      description: "Number of the certificate, then the name; without one comes last.",
      by: [nullable(ofCertificate("length(c.number)")), nullable(ofCertificate("c.number")), ...memberNameTerms],
    },
  },
  sortedBy: ["NAME", "ASC"],
});
