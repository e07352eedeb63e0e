import type { EntityManager } from "typeorm";
import { areSameKinds, kindsOfRecordSql } from "../attendance/kind-credits.ts";
import { assertNoConflict } from "../claims/assert-no-conflict.ts";
import type { ClaimedSession } from "../conferences/claim-rules.ts";
import { earnedBySql, instructsSql } from "../conferences/instructing.ts";
import { firstOffering, type SessionKind, sessionKindsSql } from "../conferences/session.queries.ts";
import { DomainError } from "../core/errors.ts";
import { groupByKey } from "../core/lists/loaders.ts";
import { type Approved, assertAwardable, kindsEarned, withinApprovedKinds } from "../policies/award.ts";
import { compareCredits, leastAwardSql, sumCredits } from "../policies/credit-rule.arithmetic.ts";
import { approvedKindsSql } from "../programs/approved-kinds.ts";
import type { Certificate } from "./certificate.entity.ts";
import { isKindOutdatedSql } from "./certificate-credits.ts";

/** A line of a conference certificate with the session that it stands on, as that is now. */
export interface StandingLine extends ClaimedSession {
  title: string;
  credits: string;
  eligible: boolean;
  /** Whether it earns as one of the session's speakers. */
  instructs: boolean;
  /** As the certificate says. */
  printed: { attendedOn: string; credits: string; instructs: boolean; kinds: Record<string, string> };
  /** What it earns of further kinds, for whom the certificate is. */
  kinds: SessionKind[];
}

/** A certificate with what it stands on now. */
export interface Standing
  extends Pick<Certificate, "id" | "number" | "status" | "memberId" | "programId" | "attendanceRecordId" | "credits"> {
  approved: Approved;
  /** Whether it says more of a further kind than is approved by now. */
  isKindAbove: boolean;
  /** Of a conference certificate its sessions, in their order; of any other none. */
  lines: StandingLine[];
}

/** What is to become of a certificate after what it stands on was corrected. */
export interface Correction {
  /** NONE: it is right as it is; SUPERSEDE: another one takes its place; REVOKE: nothing of it counts any more. */
  effect: "NONE" | "SUPERSEDE" | "REVOKE";
  credits: string;
  /** What another one lists. */
  lines: StandingLine[];
  /** Why no other one can be issued now: staff correct that first, or revoke it. */
  refusal: DomainError | null;
}

/** SQL of what is on record of further kinds for a line `l` of certificate `c`. */
const printedKindsSql = `coalesce((SELECT ${kindsOfRecordSql("r.id")} FROM attendance_record r WHERE r.member_id = c.member_id
  AND r.program_id = c.program_id AND r.session_id = l.session_id AND r.reversed_at IS NULL), '{}')`;

/** A kind that the certificate has once stays its member's, whatever became of their licences. */
const isTheirsSql = `EXISTS (SELECT FROM certificate_credit q WHERE q.certificate_id = c.id AND q.kind_id = k.id)`;

/** A certificate that has all that was approved of a kind, or of the kind that includes it, has less than its sessions earn. */
const isCappedSql = `EXISTS (SELECT FROM certificate_credit q
  JOIN program_credit_kind a ON a.program_id = c.program_id AND a.kind_id = q.kind_id JOIN credit_rule f ON f.id = a.credit_rule_id
  WHERE q.certificate_id = c.id AND q.kind_id IN (e.id, e.whole_id)
    AND (q.credits >= a.credits OR a.credits - q.credits < ${leastAwardSql("f")}))`;

/** SQL of whether a line of it says otherwise of further kinds than its session earns. */
const isLineOutdatedSql = `EXISTS (SELECT FROM (
    SELECT (e ->> 'kindId')::uuid AS id, (e ->> 'wholeId')::uuid AS whole_id, (e ->> 'credits')::numeric AS credits
    FROM json_array_elements(${sessionKindsSql("c.member_id", isTheirsSql)}) e
    WHERE (e ->> 'approved')::boolean AND (e ->> 'yours')::boolean AND (e ->> 'credits')::numeric > 0
      AND l.attended_on >= (e ->> 'startsOn')::date AND l.attended_on <= coalesce((e ->> 'endsOn')::date, l.attended_on)) e
  FULL JOIN jsonb_each_text(${printedKindsSql}) has ON has.key::uuid = e.id
  WHERE coalesce(has.value::numeric, 0) <> coalesce(e.credits, 0)
    AND NOT (coalesce(has.value::numeric, 0) < e.credits AND ${isCappedSql}))`;

/** SQL of whether certificate `c` of member `m` and program `p` holds and may say otherwise than what it stands on: `correctionOf` decides. */
export const isOutdatedSql = `c.status = 'ISSUED' AND m.erased_at IS NULL
  AND CASE WHEN c.attendance_record_id IS NOT NULL THEN c.credits > p.credits OR ${isKindOutdatedSql}
  ELSE c.credits > p.credits OR EXISTS (
    SELECT FROM certificate_line l JOIN session s ON s.id = l.session_id CROSS JOIN ${firstOffering}
    WHERE l.certificate_id = c.id AND (l.credits <> ${earnedBySql("c.member_id")} OR NOT s.eligible OR ${isLineOutdatedSql}
      OR l.as_instructor <> ${instructsSql("c.member_id")} OR NOT s.virtual AND l.attended_on <> (s.starts_at AT TIME ZONE z.time_zone)::date)) END`;

/** Reads what certificates stand on, in the order of their IDs. Two statements, however many they are. */
export async function readStandings(tx: EntityManager, ids: readonly string[]): Promise<Standing[]> {
  const standings: (Omit<Standing, "lines" | "approved"> & {
    name: string;
    maximum: string | null;
    rule: Approved["rule"];
    approvedKinds: Approved["kinds"];
  })[] = await tx.query(
    `SELECT c.id, c.number, c.status, c.member_id AS "memberId", c.program_id AS "programId",
       c.attendance_record_id AS "attendanceRecordId", c.credits, p.name, p.credits AS maximum,
       ${isKindOutdatedSql} AS "isKindAbove", ${approvedKindsSql("c.program_id")} AS "approvedKinds",
       json_build_object('name', r.name, 'unit', r.unit, 'minutesPerUnit', r.minutes_per_unit, 'step', r.step::text,
         'rounding', r.rounding, 'minimumMinutes', r.minimum_minutes, 'minimumCredits', r.minimum_credits::text,
         'firstUnitWhole', r.first_unit_whole) AS rule
     FROM certificate c JOIN program p ON p.id = c.program_id JOIN credit_rule r ON r.id = p.credit_rule_id
     WHERE c.id = ANY($1::uuid[]) ORDER BY c.id`,
    [ids],
  );
  const lines: (Omit<StandingLine, "printed"> & {
    certificateId: string;
    printedOn: string;
    printedCredits: string;
    printedAsInstructor: boolean;
    printedKinds: Record<string, string>;
  })[] = await tx.query(
    `SELECT l.certificate_id AS "certificateId", l.attended_on AS "printedOn", l.credits AS "printedCredits", l.as_instructor AS "printedAsInstructor",
       ${printedKindsSql} AS "printedKinds", ${sessionKindsSql("c.member_id", isTheirsSql)} AS kinds, s.id, s.title,
       s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.virtual,
       -- Who is no speaker any more has not attended for that.
       s.eligible AND (n.instructs OR NOT l.as_instructor) AS eligible, ${earnedBySql("c.member_id")} AS credits, n.instructs,
       CASE WHEN s.virtual THEN s.released_on END AS "releasedOn",
       s.recording_of_id AS "recordingOfId", s.program_id || ':' || s.talk_key AS talk, (s.starts_at AT TIME ZONE z.time_zone)::date AS date,
       CASE WHEN s.virtual AND NOT n.instructs THEN l.attended_on ELSE (s.starts_at AT TIME ZONE z.time_zone)::date END AS "attendedOn"
     FROM certificate_line l JOIN certificate c ON c.id = l.certificate_id JOIN session s ON s.id = l.session_id JOIN program p ON p.id = s.program_id
     CROSS JOIN ${firstOffering} CROSS JOIN LATERAL (SELECT ${instructsSql("c.member_id")} AS instructs) n
     WHERE l.certificate_id = ANY($1::uuid[]) ORDER BY l.certificate_id, l.position`,
    [ids],
  );
  const ofEach = groupByKey(
    standings.map(({ id }) => id),
    lines,
    ({ certificateId }) => certificateId,
  );
  return standings.map(({ name, maximum, rule, approvedKinds, ...certificate }, at) => ({
    ...certificate,
    approved: { name, credits: maximum, rule, kinds: approvedKinds },
    lines: (ofEach[at] ?? []).map(({ printedOn, printedCredits, printedAsInstructor, printedKinds, ...session }) => ({
      ...session,
      printed: { attendedOn: printedOn, credits: printedCredits, instructs: printedAsInstructor, kinds: printedKinds },
    })),
  }));
}

/**
 * What a certificate would say now: of a conference the sessions that still earn, on their days and with their credit; of reported
 * attendance at most what is approved. Whether it holds is not looked at. Source: product design, *Corrections travel*.
 */
export function correctionOf(standing: Standing): Correction {
  const { approved, attendanceRecordId } = standing;
  if (attendanceRecordId) {
    const maximum = approved.credits ?? "0.00";
    const isAbove = compareCredits(standing.credits, maximum) > 0;
    return {
      effect: isAbove || standing.isKindAbove ? "SUPERSEDE" : "NONE",
      credits: isAbove ? maximum : standing.credits,
      lines: [],
      refusal: null,
    };
  }
  const earned = standing.lines
    .filter((line) => line.eligible && compareCredits(line.credits, "0") > 0)
    .map((line) => ({ ...line, kinds: kindsEarned(line.kinds, line.attendedOn) }));
  const lines = withinApprovedKinds(approved, earned);
  const credits = sumCredits(lines.map((line) => line.credits));
  if (lines.length === 0) return { effect: "REVOKE", credits, lines, refusal: null };
  const isRight =
    lines.length === standing.lines.length &&
    lines.every(
      ({ attendedOn, credits: earned, instructs, kinds, printed }) =>
        printed.attendedOn === attendedOn &&
        printed.instructs === instructs &&
        compareCredits(printed.credits, earned) === 0 &&
        areSameKinds(printed.kinds, kinds),
    );
  const refusal = refusalOf(approved, lines);
  return { effect: isRight && refusal === null ? "NONE" : "SUPERSEDE", credits, lines, refusal };
}

function refusalOf(approved: Approved, lines: readonly StandingLine[]): DomainError | null {
  try {
    assertAwardable(approved, lines);
    for (const line of lines) assertNoConflict(line, lines);
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
