import type { EntityManager } from "typeorm";
import { earnedHereSql } from "../attendance/attendance.entity.ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { isEventDay } from "../core/input-rules.ts";
import { defineLoader, groupByKey } from "../core/lists/loaders.ts";
import { addDays, endOfDay, localDay } from "../core/local-day.ts";
import { fullNameSql } from "../members/full-name.ts";
import { printedLicences } from "../members/licence.queries.ts";
import { lookUpMember } from "../members/look-up-member.ts";
import { canViewMember } from "../members/member.policy.ts";
import { sumCredits } from "../policies/credit-rule.arithmetic.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { jointNamesSql } from "../programs/joint-providers.ts";

/**
 * SQL of whether certificate `o`, which was issued elsewhere, is of an attendance that came with it: of the same program, member and day, or of
 * sessions of a conference, of which there is one certificate. The
 * record says then what was earned, and the certificate is named with it; what staff took back since is not counted by its certificate.
 */
const isOfRecordSql = (o: string, isKnown = ""): string =>
  `EXISTS (SELECT FROM attendance_record x JOIN program q ON q.id = x.program_id
    WHERE ${isKnown} x.member_id = ${o}.member_id AND (x.completed_on = ${o}.completed_on OR x.session_id IS NOT NULL) AND NOT ${earnedHereSql("x")} AND q.number = ${o}.program_number)`;

/** One award of credit. */
export interface TranscriptRow {
  completedOn: string;
  title: string;
  /** Null where the whole program was attended. */
  sessionTitle: string | null;
  programNumber: string;
  providerName: string;
  /** Names of those who provided it together with the provider. */
  jointProviders: string[];
  credits: string;
  creditUnit: string;
  /** Null where no certificate was issued. */
  certificateNumber: string | null;
  /** Who certified it before the accreditor moved in; null: it was earned here. */
  issuedElsewhereBy: string | null;
  /** Of a certificate that was issued elsewhere, if its PDF came along. */
  outsidePdfOf: string | null;
  /** What it earned of further kinds of credit. */
  kinds: KindAward[];
  /** Which credit from elsewhere it is, that a member entered and staff accepted; null: it is on the accreditor's own record. */
  outsideCreditId: string | null;
  /** Whether it is still on record; false: it was taken back or corrected since the day as of which was asked. */
  holds: boolean;
}

/** So much of a further kind of credit. */
export interface KindAward {
  kindId: string;
  name: string;
  unit: string;
  credits: string;
  /** Whether another kind includes it. */
  isPart: boolean;
}

export interface Transcript {
  memberId: string;
  memberNumber: string;
  memberName: string;
  /** Those of kinds that are printed, as they are now. */
  licences: string[];
  from: string | null;
  to: string | null;
  /** As it was known at the end of this day; null: as of now. */
  asOf: string | null;
  /** Newest first. */
  lines: TranscriptRow[];
  /** What the member earned elsewhere and staff accepted, newest first. It is in no sum of the lines. */
  elsewhere: TranscriptRow[];
  /** What was recorded since, and is on record: none where it is as of now. */
  addedSince: TranscriptRow[];
  /** One for each unit; exactly the sums of the lines. */
  totals: { creditUnit: string; credits: string }[];
  /** One for each further kind of credit; exactly the sums of what the lines have of it. */
  kindTotals: KindAward[];
  /** The same of what was earned elsewhere. */
  elsewhereTotals: { creditUnit: string; credits: string }[];
  elsewhereKindTotals: KindAward[];
}

export interface Period {
  from?: string | null;
  to?: string | null;
}

/** What of a transcript's lines is asked for: those of now; those that stood there at an instant, `$4`; or those of now that came since. */
type Known = "NOW" | "THEN" | "SINCE";

/**
 * SQL of what is a line, for attendance record `r`, certificate `o` that was issued elsewhere, and credit from elsewhere `o`; of which certificates `z` and `o` are named with a
 * record; and of which records `x` are known.
 */
interface Counts {
  record: string;
  outside: string;
  elsewhere: string;
  certificate: (z: string) => string;
  named: string;
  isKnown: string;
}

const countsSql: Record<Known, Counts> = {
  NOW: {
    record: "r.reversed_at IS NULL",
    isKnown: "",
    certificate: (z) => `${z}.status = 'ISSUED'`,
    outside: "o.status = 'ISSUED'",
    elsewhere: "o.status = 'ACCEPTED'",
    named: "o.status = 'ISSUED'",
  },
  THEN: {
    // Of two records of one thing, that two members had who became one, one counts, then as now.
    record:
      "r.recorded_at < $4::timestamptz AND (r.reversed_at IS NULL OR r.reversed_at >= $4::timestamptz AND r.yields_to_id IS NULL)",
    isKnown: "x.recorded_at < $4::timestamptz AND",
    certificate: (z) =>
      `${z}.issued_at < $4::timestamptz AND (${z}.revoked_at IS NULL OR ${z}.revoked_at >= $4::timestamptz)
       AND (${z}.status <> 'SUPERSEDED' OR ${z}.superseded_by_id IS NOT NULL)
       AND NOT EXISTS (SELECT FROM certificate n WHERE n.id = ${z}.superseded_by_id AND n.issued_at < $4::timestamptz)`,
    outside: "o.status = 'ISSUED' AND o.created_at < $4::timestamptz",
    elsewhere:
      "o.accepted_at < $4::timestamptz AND (o.ended_at IS NULL OR o.ended_at >= $4::timestamptz AND o.yields_to_id IS NULL)",
    named: "o.status = 'ISSUED' AND o.created_at < $4::timestamptz",
  },
  SINCE: {
    record: "r.reversed_at IS NULL AND r.recorded_at >= $4::timestamptz",
    isKnown: "",
    certificate: (z) => `${z}.status = 'ISSUED'`,
    outside: "o.status = 'ISSUED' AND o.created_at >= $4::timestamptz",
    elsewhere: "o.status = 'ACCEPTED' AND o.accepted_at >= $4::timestamptz",
    named: "o.status = 'ISSUED'",
  },
};

/**
 * All credit that a member holds of a period, both days included: by rosters, entries and claims, without what was taken
 * back; or what was known of it at the end of a day, and what came since. Names are those on the certificate that held then, where one was issued;
 * of the member, and where there is no certificate, those of now. What two members had who became one is one person's, also before.
 * Two statements beside those for the member, four of a past day.
 */
export async function readTranscript(
  tx: EntityManager,
  ctx: Context,
  memberId: string,
  period: Period & { asOf?: string | null } = {},
): Promise<Transcript> {
  const { from = null, to = null, asOf = null } = period;
  const [member] = await tx.query(
    `SELECT member_number AS "memberNumber", ${fullNameSql("m")} AS "memberName"
     FROM member m WHERE m.id = $1`,
    [memberId],
  );
  // Whether a licence has ended is told as staff tell it: by the accreditor's own day.
  const { timeZone } = await loadSettings(tx);
  const licences = await printedLicences(tx, ctx, memberId, localDay(ctx.now(), timeZone));
  const about = [memberId, from, to];
  const then = asOf === null ? null : endOfDay(asOf, timeZone);
  const lines = then ? await readLines(tx, "THEN", [...about, then]) : await readLines(tx, "NOW", about);
  const elsewhere = await readElsewhere(tx, then ? "THEN" : "NOW", then ? [...about, then] : about);
  const addedSince = then
    ? [
        ...(await readLines(tx, "SINCE", [...about, then])),
        ...(await readElsewhere(tx, "SINCE", [...about, then])),
      ].sort((a, b) => (a.completedOn < b.completedOn ? 1 : a.completedOn > b.completedOn ? -1 : 0))
    : [];
  return {
    memberId,
    ...member,
    licences,
    from,
    to,
    asOf,
    lines,
    elsewhere,
    addedSince,
    totals: totalsOf(lines),
    kindTotals: kindTotalsOf(lines),
    elsewhereTotals: totalsOf(elsewhere),
    elsewhereKindTotals: kindTotalsOf(elsewhere),
  };
}

/** What the member earned elsewhere and staff accepted. @param about as for `readLines` */
function readElsewhere(tx: EntityManager, known: Known, about: unknown[]): Promise<TranscriptRow[]> {
  return tx.query(
    `SELECT o.completed_on AS "completedOn", o.title, NULL AS "sessionTitle", '' AS "programNumber", o.issuer AS "providerName",
       '{}'::text[] AS "jointProviders", o.credits, o.credit_unit AS "creditUnit", o.number AS "certificateNumber", o.issuer AS "issuedElsewhereBy",
       NULL AS "outsidePdfOf", o.id AS "outsideCreditId",
       coalesce((SELECT json_agg(json_build_object('kindId', d.id, 'name', d.name, 'unit', d.unit, 'credits', x.value::numeric(8,2)::text,
           'isPart', d.part_of_id IS NOT NULL) ORDER BY d.position, d.id)
         FROM jsonb_each_text(o.kind_credits) x JOIN credit_kind d ON d.id = x.key::uuid), '[]') AS kinds, o.status = 'ACCEPTED' AS holds
     FROM outside_credit o
     WHERE o.member_id = $1 AND ${countsSql[known].elsewhere}
       AND ($2::date IS NULL OR o.completed_on >= $2) AND ($3::date IS NULL OR o.completed_on <= $3)
     ORDER BY o.completed_on DESC, o.id DESC`,
    about,
  );
}

/** @param about member, first and last day, and the instant of a past day */
function readLines(tx: EntityManager, known: Known, about: unknown[]): Promise<TranscriptRow[]> {
  const counts = countsSql[known];
  return tx.query(
    `SELECT "completedOn", title, "sessionTitle", "programNumber", "providerName", "jointProviders", credits, "creditUnit",
       "certificateNumber", "issuedElsewhereBy", "outsidePdfOf", NULL AS "outsideCreditId", kinds, holds FROM (
     SELECT r.completed_on AS "completedOn", coalesce(w.title, k.title, p.name) AS title,
       coalesce(l.title, s.title) AS "sessionTitle", p.number AS "programNumber",
       coalesce(w.provider_name, k.provider_name, v.name) AS "providerName",
       coalesce(w.joint_providers, k.joint_providers, ${jointNamesSql("p")}) AS "jointProviders", r.credits,
       coalesce(w.credit_unit, k.credit_unit, c.unit) AS "creditUnit", coalesce(w.number, k.number, e.number) AS "certificateNumber",
       CASE WHEN NOT ${earnedHereSql("r")} THEN coalesce(e.issuer, a.accreditor_name) END AS "issuedElsewhereBy",
       CASE WHEN e.pdf_file_id IS NOT NULL AND coalesce(w.id, k.id) IS NULL THEN e.id END AS "outsidePdfOf", s.starts_at, r.recorded_at, r.id,
       coalesce((SELECT json_agg(json_build_object('kindId', x.kind_id, 'name', coalesce(f.name, d.name), 'unit', coalesce(f.unit, d.unit),
           'credits', x.credits::text, 'isPart', d.part_of_id IS NOT NULL) ORDER BY d.position, d.id)
         FROM attendance_credit x JOIN credit_kind d ON d.id = x.kind_id
         LEFT JOIN certificate_credit f ON f.certificate_id = coalesce(w.id, k.id) AND f.kind_id = x.kind_id
         WHERE x.record_id = r.id), '[]') AS kinds, r.reversed_at IS NULL AS holds
     FROM attendance_record r
     JOIN program p ON p.id = r.program_id
     JOIN provider v ON v.id = p.provider_id
     JOIN credit_rule c ON c.id = p.credit_rule_id
     CROSS JOIN accreditor_settings a
     LEFT JOIN LATERAL (SELECT o.id, o.number, o.issuer, o.pdf_file_id FROM outside_certificate o
       WHERE NOT ${earnedHereSql("r")} AND o.member_id = r.member_id AND (o.completed_on = r.completed_on OR r.session_id IS NOT NULL) AND o.program_number = p.number
         AND ${counts.named} ORDER BY o.number LIMIT 1) e ON true
     LEFT JOIN certificate w ON w.attendance_record_id = r.id AND ${counts.certificate("w")}
     LEFT JOIN session s ON s.id = r.session_id
     LEFT JOIN certificate k ON r.session_id IS NOT NULL AND k.member_id = r.member_id AND k.program_id = r.program_id
       AND k.attendance_record_id IS NULL AND ${counts.certificate("k")}
     LEFT JOIN certificate_line l ON l.certificate_id = k.id AND l.session_id = r.session_id
     WHERE r.member_id = $1 AND ${counts.record}
       AND ($2::date IS NULL OR r.completed_on >= $2) AND ($3::date IS NULL OR r.completed_on <= $3)
     UNION ALL SELECT o.completed_on, o.title, NULL, o.program_number, o.provider_name, '{}', o.credits, o.credit_unit, o.number, o.issuer,
       CASE WHEN o.pdf_file_id IS NOT NULL THEN o.id END, NULL, o.created_at, o.id, '[]', true
     FROM outside_certificate o
     WHERE o.member_id = $1 AND ${counts.outside} AND NOT ${isOfRecordSql("o", counts.isKnown)}
       AND ($2::date IS NULL OR o.completed_on >= $2) AND ($3::date IS NULL OR o.completed_on <= $3)) x
     ORDER BY "completedOn" DESC, starts_at DESC NULLS LAST, recorded_at DESC, id DESC`,
    about,
  );
}

function totalsOf(lines: readonly TranscriptRow[]): Transcript["totals"] {
  const units = [...new Set(lines.map((line) => line.creditUnit))].sort();
  return units.map((creditUnit) => ({
    creditUnit,
    credits: sumCredits(lines.filter((line) => line.creditUnit === creditUnit).map((line) => line.credits)),
  }));
}

/** Of kinds that were renamed since the latest words count: the lines are newest first. */
function kindTotalsOf(lines: readonly TranscriptRow[]): KindAward[] {
  const awards = lines.flatMap((line) => line.kinds);
  const kinds = new Map(awards.toReversed().map((award) => [award.kindId, award]));
  return [...kinds.values()]
    .map((kind) => ({
      ...kind,
      credits: sumCredits(awards.filter(({ kindId }) => kindId === kind.kindId).map(({ credits }) => credits)),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * A transcript that one document takes: the same, or where it is too long that of the newest whole days that fit, which says from
 * when on it is.
 * @param most how many lines fit
 */
export function newestThatFits(transcript: Transcript, most: number): Transcript {
  const days = [...transcript.lines, ...transcript.elsewhere].map(({ completedOn }) => completedOn);
  if (days.length <= most) return transcript;
  const firstLeftOut = days.sort().at(-most - 1)!;
  const isKept = ({ completedOn }: TranscriptRow) => completedOn > firstLeftOut;
  const lines = transcript.lines.filter(isKept);
  const elsewhere = transcript.elsewhere.filter(isKept);
  return {
    ...transcript,
    from: addDays(firstLeftOut, 1),
    lines,
    elsewhere,
    totals: totalsOf(lines),
    kindTotals: kindTotalsOf(lines),
    elsewhereTotals: totalsOf(elsewhere),
    elsewhereKindTotals: kindTotalsOf(elsewhere),
  };
}

/**
 * A member's transcript, for the member and for staff.
 * @param whose by ID or by exactly the number; neither: the viewer's own
 * @throws NOT_FOUND, the same for a missing member and one that is not the viewer's to see; BAD_INPUT where the period
 *   ends before it begins, or ID and number are given
 */
export async function findTranscript(
  ctx: Context,
  { memberId = null, memberNumber = null }: { memberId?: string | null; memberNumber?: string | null },
  period: Period & { asOf?: string | null },
): Promise<Transcript> {
  if (memberId !== null && memberNumber !== null)
    throw new DomainError(ErrorCode.BAD_INPUT, "members.idOrNumber", { field: "memberId" });
  const id = memberNumber === null ? (memberId ?? ctx.viewer.memberId) : await lookUpMember(ctx, memberNumber);
  const [member] =
    id !== null && isId(id) && canViewMember(ctx.viewer, { id })
      ? await ctx.db.query("SELECT coalesce(merged_into_id, id) AS id FROM member WHERE id = $1", [id])
      : [];
  if (!member) throw notFound("member", memberNumber === null ? "memberId" : "memberNumber");
  if (period.from && period.to && period.from > period.to)
    throw new DomainError(ErrorCode.BAD_INPUT, "certificates.periodBackwards", { field: "to" });
  if (period.asOf) await assertPast(ctx, period.asOf);
  return readTranscript(ctx.db.manager, ctx, member.id, period);
}

/** @throws BAD_INPUT for a day that has not come, of which nothing is known, or of another age */
async function assertPast(ctx: Context, asOf: string): Promise<void> {
  const { timeZone } = await loadSettings(ctx.db.manager);
  if (!isEventDay(asOf) || asOf > localDay(ctx.now(), timeZone))
    throw new DomainError(ErrorCode.BAD_INPUT, "certificates.notKnownYet", { field: "asOf" });
}

export interface YearCredits {
  memberId: string;
  year: number;
  creditUnit: string;
  credits: string;
  awards: number;
  /** What of further kinds of credit, in the order that staff set. */
  kinds: KindAward[];
}

/** What each member earned in each year, as a transcript adds it up, the newest year first. */
export const creditsByYear = defineLoader<string, YearCredits[]>(async (ctx, memberIds) => {
  const rows: YearCredits[] = await ctx.db.query(
    `WITH held AS (
     SELECT r.id, r.credits, r.member_id AS "memberId", extract(year FROM r.completed_on)::int AS year,
       coalesce(w.credit_unit, k.credit_unit, c.unit) AS "creditUnit"
     FROM attendance_record r JOIN program p ON p.id = r.program_id JOIN credit_rule c ON c.id = p.credit_rule_id
     LEFT JOIN certificate w ON w.attendance_record_id = r.id AND w.status = 'ISSUED'
     LEFT JOIN certificate k ON r.session_id IS NOT NULL AND k.member_id = r.member_id AND k.program_id = r.program_id
       AND k.attendance_record_id IS NULL AND k.status = 'ISSUED'
     WHERE r.member_id = ANY($1::uuid[]) AND r.reversed_at IS NULL
     UNION ALL SELECT o.id, o.credits, o.member_id, extract(year FROM o.completed_on)::int, o.credit_unit FROM outside_certificate o
     WHERE o.member_id = ANY($1::uuid[]) AND o.status = 'ISSUED' AND NOT ${isOfRecordSql("o")}),
     of_kinds AS (
     SELECT h."memberId", h.year, h."creditUnit", d.id, d.position, d.name, d.unit, d.part_of_id IS NOT NULL AS is_part, sum(x.credits) AS credits
     FROM held h JOIN attendance_credit x ON x.record_id = h.id JOIN credit_kind d ON d.id = x.kind_id GROUP BY 1, 2, 3, d.id)
     SELECT "memberId", year, "creditUnit", sum(h.credits)::text AS credits, count(*)::int AS awards,
       (SELECT coalesce(json_agg(json_build_object('kindId', o.id, 'name', o.name, 'unit', o.unit, 'credits', o.credits::numeric(8,2)::text,
           'isPart', o.is_part) ORDER BY o.position, o.id), '[]') FROM of_kinds o
         WHERE o."memberId" = h."memberId" AND o.year = h.year AND o."creditUnit" = h."creditUnit") AS kinds
     FROM held h GROUP BY 1, 2, 3 ORDER BY 2 DESC, 3`,
    [memberIds],
  );
  return groupByKey(memberIds as string[], rows, (row) => row.memberId);
});
