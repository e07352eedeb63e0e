import { createHash } from "node:crypto";
import type { EntityManager } from "typeorm";
import { CertificateStatus } from "../certificates/certificate.status.ts";
import { type CreditOfKind, kindsOnRecordSql } from "../certificates/certificate-credits.ts";
import { type ClaimedSession, sessionDate } from "../conferences/claim-rules.ts";
import { earnedBySql, instructsSql } from "../conferences/instructing.ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import type { Viewer } from "../core/viewer.ts";
import { fullNameSql } from "../members/full-name.ts";
import { assertAwardable, withinApprovedKinds } from "../policies/award.ts";
import { CreditRule } from "../policies/credit-rule.entity.ts";
import { approvedKindsSql } from "../programs/approved-kinds.ts";
import { Program } from "../programs/program.entity.ts";
import { repeatPeriodSql } from "../programs/repeat-rule.entity.ts";
import { doubledCredit, type Holding } from "./doubled-credit.ts";
import { untouchable } from "./person.policy.ts";

/** One of the two, as it is before the merge. */
export interface MergedPerson {
  id: string;
  memberNumber: string;
  firstName: string;
  lastName: string;
  /** As certificates show it. */
  name: string;
  accountId: string | null;
  isStaff: boolean;
  /** The primary first. */
  addresses: { address: string; verified: boolean }[];
}

/** A holding with what is said of it. */
export interface MergeHolding extends Holding {
  sessionId: string | null;
  claimed: boolean;
  completedOn: string;
  programNumber: string;
  title: string;
  sessionTitle: string | null;
  /** What it has of further kinds of credit. */
  kinds: CreditOfKind[];
  creditUnit: string;
  /** The issued certificate that shows it. */
  certificateId: string | null;
  certificateNumber: string | null;
}

/** What becomes of a certificate of which something is dropped. */
export interface EndedCertificate {
  id: string;
  number: string;
  status: CertificateStatus.SUPERSEDED | CertificateStatus.REVOKED;
  /** By which issued certificate; null: by the new one of this conference, or revoked. */
  supersededById: string | null;
  programId: string;
}

/** A conference for which one certificate takes the place of what both had. */
export interface NewCertificate {
  programId: string;
  title: string;
  holdings: MergeHolding[];
}

export interface MergeCounts {
  addresses: number;
  devices: number;
  providers: number;
  apiKeys: number;
  attendance: number;
  claims: number;
  certificates: number;
  mails: number;
}

/** All that a merge does, decided before it does anything: what staff see first is what is carried out. */
export interface MergePlan {
  kept: MergedPerson;
  merged: MergedPerson;
  /** What goes over from the merged one; devices are signed out. */
  moved: MergeCounts;
  doubled: { dropped: MergeHolding; kept: MergeHolding }[];
  endedCertificates: EndedCertificate[];
  newCertificates: NewCertificate[];
  /** Stands for the plan: another one has another. */
  fingerprint: string;
}

/**
 * What merging one member into another would do.
 * @throws NOT_FOUND; BAD_INPUT for one and the same; ILLEGAL_TRANSITION where one is merged or erased already, or the merged one's
 *   account is staff; CONFLICT_OF_INTEREST where one of them is the viewer
 */
export async function planMerge(tx: EntityManager, ctx: Context, keptId: string, mergedId: string): Promise<MergePlan> {
  const kept = await readPerson(tx, ctx.viewer, keptId, "keepId");
  const merged = await readPerson(tx, ctx.viewer, mergedId, "mergeId");
  assertMergeable(ctx, kept, merged);
  const holdings = await readHoldings(tx, [kept.id, merged.id]);
  const doubles = doubledCredit(holdings, kept.id);
  const doubled = holdings.flatMap((dropped) => {
    const double = doubles.get(dropped);
    return double ? [{ dropped, kept: double }] : [];
  });
  const stays = holdings.filter((holding) => !doubles.has(holding));
  const conferences = planConferences(holdings, stays, kept.id);
  const endedCertificates = [...endReported(doubled), ...conferences.ended].sort((a, b) =>
    a.number.localeCompare(b.number),
  );
  const plan = {
    kept,
    merged,
    moved: await countMoved(tx, ctx, merged),
    doubled,
    endedCertificates,
    newCertificates: await awardedTogether(tx, conferences.issued),
  };
  // A mail or a sign-in more changes nothing that anybody decides about.
  const decided = { ...plan, moved: { ...plan.moved, devices: 0, mails: 0 } };
  return { ...plan, fingerprint: createHash("sha256").update(JSON.stringify(decided)).digest("hex") };
}

async function readPerson(tx: EntityManager, viewer: Viewer, id: string, field: string): Promise<MergedPerson> {
  const [person] = isId(id)
    ? await tx.query(
        `SELECT m.id, m.member_number AS "memberNumber", m.first_name AS "firstName", m.last_name AS "lastName", ${fullNameSql("m")} AS name,
           m.account_id AS "accountId", coalesce(a.staff_roles <> '{}', false) AS "isStaff",
           m.merged_into_id IS NOT NULL OR m.erased_at IS NOT NULL AS ended,
           (SELECT coalesce(json_agg(json_build_object('address', e.address, 'verified', e.verified_at IS NOT NULL)
              ORDER BY e.is_primary DESC, e.address), '[]') FROM email_address e WHERE e.account_id = a.id) AS addresses
         FROM member m LEFT JOIN account a ON a.id = m.account_id WHERE m.id = $1`,
        [id],
      )
    : [];
  if (!person) throw notFound("member", field);
  const { ended, ...facts } = person;
  if (untouchable(viewer, person) === "ENDED")
    throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "persons.mergeGone", {
      field,
      memberNumber: facts.memberNumber,
    });
  return facts;
}

function assertMergeable(ctx: Context, kept: MergedPerson, merged: MergedPerson): void {
  if (kept.id === merged.id) throw new DomainError(ErrorCode.BAD_INPUT, "persons.mergeSame", { field: "mergeId" });
  if ([kept, merged].some(({ accountId }) => untouchable(ctx.viewer, { accountId, ended: false }) === "OWN"))
    throw new DomainError(ErrorCode.CONFLICT_OF_INTEREST, "persons.mergeYourself");
  if (merged.isStaff)
    throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "persons.mergeStaff", {
      field: "mergeId",
      memberNumber: merged.memberNumber,
    });
}

type HoldingRow = Omit<MergeHolding, "session"> & { timeZone: string } & {
  [K in keyof Pick<
    ClaimedSession,
    "startsAt" | "endsAt" | "virtual" | "releasedOn" | "recordingOfId" | "talk" | "instructs"
  >]: ClaimedSession[K] | null;
};

/** What both hold: credit that counts, and choices, in an order that does not change. */
async function readHoldings(tx: EntityManager, memberIds: string[]): Promise<MergeHolding[]> {
  const rows: HoldingRow[] = await tx.query(
    `SELECT h.instructs, h.member_id AS "memberId", h.record_id AS "recordId", h.program_id AS "programId",
       h.offering_id AS "offeringId", h.session_id AS "sessionId", h.claimed, h.completed_on AS "completedOn", h.credits,
       p.number AS "programNumber", coalesce(w.title, k.title, p.name) AS title, coalesce(l.title, s.title) AS "sessionTitle",
       coalesce(w.credit_unit, k.credit_unit, c.unit) AS "creditUnit", coalesce(w.id, k.id) AS "certificateId",
       coalesce(w.number, k.number) AS "certificateNumber", o.time_zone AS "timeZone", s.starts_at AS "startsAt",
       s.ends_at AS "endsAt", s.virtual, s.released_on AS "releasedOn", s.recording_of_id AS "recordingOfId",
       CASE WHEN h.record_id IS NULL THEN '[]' ELSE ${kindsOnRecordSql("h.record_id")} END AS kinds,
       s.program_id || ':' || s.talk_key AS talk, CASE WHEN h.session_id IS NULL THEN ${repeatPeriodSql("t", "h.completed_on")}::text END AS "earnsOnceIn"
     FROM (
       SELECT r.member_id, r.id AS record_id, r.program_id, r.offering_id, r.session_id, y.session_id IS NOT NULL AS claimed,
         r.completed_on, r.credits::text, r.as_instructor AS instructs
       FROM attendance_record r
       LEFT JOIN session_claim y ON y.member_id = r.member_id AND y.session_id = r.session_id
       WHERE r.member_id = ANY($1::uuid[]) AND r.reversed_at IS NULL
       UNION ALL
       SELECT y.member_id, NULL, s.program_id, NULL, y.session_id, true, y.attended_on,
         ${earnedBySql("y.member_id")}::text, ${instructsSql("y.member_id")}
       FROM session_claim y JOIN session s ON s.id = y.session_id
       WHERE y.member_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT FROM attendance_record r
         WHERE r.member_id = y.member_id AND r.session_id = y.session_id AND r.reversed_at IS NULL)
     ) h
     JOIN program p ON p.id = h.program_id
     JOIN credit_rule c ON c.id = p.credit_rule_id
     JOIN program_type t ON t.id = p.type_id
     CROSS JOIN LATERAL (SELECT f.time_zone FROM offering f WHERE f.program_id = p.id
       ORDER BY f.id = h.offering_id DESC NULLS LAST, f.starts_on, f.id LIMIT 1) o
     LEFT JOIN session s ON s.id = h.session_id
     LEFT JOIN certificate w ON w.attendance_record_id = h.record_id AND w.status = 'ISSUED'
     LEFT JOIN certificate k ON h.record_id IS NOT NULL AND h.session_id IS NOT NULL AND k.member_id = h.member_id
       AND k.program_id = h.program_id AND k.attendance_record_id IS NULL AND k.status = 'ISSUED'
     LEFT JOIN certificate_line l ON l.certificate_id = k.id AND l.session_id = h.session_id
     ORDER BY h.completed_on, s.starts_at, h.program_id, h.session_id, h.record_id, h.member_id`,
    [memberIds],
  );
  return rows.map(({ timeZone, startsAt, endsAt, virtual, releasedOn, recordingOfId, talk, instructs, ...row }) => ({
    ...row,
    session:
      row.sessionId && startsAt && endsAt
        ? {
            id: row.sessionId,
            startsAt,
            endsAt,
            virtual: virtual ?? false,
            releasedOn,
            recordingOfId,
            talk,
            instructs: instructs ?? false,
            date: sessionDate(startsAt, timeZone),
            attendedOn: row.completedOn,
          }
        : null,
  }));
}

/** Certificates of one reported attendance that is dropped: superseded by that of what stays, if it has one of the same program. */
const endReported = (doubled: MergePlan["doubled"]): EndedCertificate[] =>
  doubled.flatMap(({ dropped, kept }) =>
    dropped.sessionId === null && dropped.certificateId && dropped.certificateNumber
      ? [ended(dropped.certificateId, dropped.certificateNumber, dropped.programId, kept)]
      : [],
  );

function ended(id: string, number: string, programId: string, instead: MergeHolding | undefined): EndedCertificate {
  const supersededById = instead?.programId === programId ? instead.certificateId : null;
  return {
    id,
    number,
    programId,
    supersededById,
    status: supersededById ? CertificateStatus.SUPERSEDED : CertificateStatus.REVOKED,
  };
}

/**
 * One certificate for each conference: one that lists just what stays goes on, and else a new one takes the place of both. Where
 * one of them alone has one, and all of it stays, it is left as it is.
 */
function planConferences(
  all: readonly MergeHolding[],
  stays: readonly MergeHolding[],
  keptId: string,
): { ended: EndedCertificate[]; issued: NewCertificate[] } {
  const result: ReturnType<typeof planConferences> = { ended: [], issued: [] };
  const awarded = all.filter((holding) => holding.sessionId && holding.recordId);
  for (const programId of new Set(awarded.map((holding) => holding.programId))) {
    const ofProgram = (holding: MergeHolding) => holding.programId === programId;
    const before = awarded.filter(ofProgram);
    const left = before.filter((holding) => stays.includes(holding));
    const certificates = new Map(
      before
        .filter((holding) => holding.certificateId)
        .toSorted((a, b) => Number(b.memberId === keptId) - Number(a.memberId === keptId))
        .map((holding) => [holding.certificateId as string, holding]),
    );
    const showsWhatIsLeft = (id: string): boolean => {
      const listed = before.filter((holding) => holding.certificateId === id);
      return listed.length === left.length && listed.every((holding) => left.includes(holding));
    };
    const goesOn = [...certificates.keys()].find(showsWhatIsLeft) ?? null;
    const others = [...certificates].filter(([id]) => id !== goesOn);
    if (left.length > 0 && others.length > 0 && !goesOn)
      result.issued.push({ programId, title: before[0]?.title ?? "", holdings: left });
    const whole = stays.find((holding) => ofProgram(holding) && !holding.sessionId);
    for (const [id, { certificateNumber }] of others) {
      const end = ended(id, certificateNumber ?? "", programId, whole);
      if (left.length > 0) Object.assign(end, { status: CertificateStatus.SUPERSEDED, supersededById: goesOn });
      result.ended.push(end);
    }
  }
  return result;
}

/**
 * What was attended of a conference by both, as one person is awarded it: of a further kind of credit what is above what was approved does not
 * count. Above the maximum of the default kind staff revoke or correct one certificate first.
 * @throws CREDITS_ABOVE_MAXIMUM
 */
async function awardedTogether(tx: EntityManager, issued: readonly NewCertificate[]): Promise<NewCertificate[]> {
  const awarded: NewCertificate[] = [];
  for (const { programId, title, holdings } of issued) {
    const program = await tx.findOneByOrFail(Program, { id: programId });
    const rule = await tx.findOneByOrFail(CreditRule, { id: program.creditRuleId });
    const [{ kinds }] = await tx.query(`SELECT ${approvedKindsSql("$1::uuid")} AS kinds`, [programId]);
    const approved = { name: title, credits: program.credits, rule, kinds };
    const counted = withinApprovedKinds(approved, holdings);
    assertAwardable(approved, counted);
    awarded.push({ programId, title, holdings: counted });
  }
  return awarded;
}

async function countMoved(tx: EntityManager, ctx: Context, { id, accountId }: MergedPerson): Promise<MergeCounts> {
  const [counts] = await tx.query(
    `SELECT
       (SELECT count(*)::int FROM email_address WHERE account_id = $2) AS addresses,
       (SELECT count(*)::int FROM access_token WHERE account_id = $2 AND expires_at > $3) AS devices,
       (SELECT count(*)::int FROM provider_account WHERE account_id = $2) AS providers,
       (SELECT count(*)::int FROM api_key WHERE created_by_account_id = $2) AS "apiKeys",
       (SELECT count(*)::int FROM attendance_record WHERE member_id = $1) AS attendance,
       (SELECT count(*)::int FROM session_claim WHERE member_id = $1) AS claims,
       (SELECT count(*)::int FROM certificate WHERE member_id = $1) AS certificates,
       (SELECT count(*)::int FROM mail WHERE recipient_account_id = $2) AS mails`,
    [id, accountId, ctx.now()],
  );
  return counts;
}
