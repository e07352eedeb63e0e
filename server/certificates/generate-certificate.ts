import type { EntityManager } from "typeorm";
import { AttendanceRecord, AttendanceSource } from "../attendance/attendance.entity.ts";
import { areSameKinds, kindsOfRecordSql, recordKindsOf } from "../attendance/kind-credits.ts";
import { assertNoConflict, type Choice, choicesOf } from "../claims/assert-no-conflict.ts";
import { awardedElsewhere } from "../claims/awarded-elsewhere.ts";
import { isReported } from "../claims/claim.queries.ts";
import { assertClaimsOpen, checkedAttendedOn, readRegisteredConferences } from "../claims/claimable.queries.ts";
import { lockClaimant, lockClaimantOf, type OnBehalf } from "../claims/lock-claimant.ts";
import { audit } from "../core/audit.ts";
import { coalesce } from "../core/coalesce.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { enqueue } from "../core/jobs.ts";
import { forChangeSql, toStaySql } from "../core/locks.ts";
import { recorded } from "../core/messages/sentence.ts";
import { assertHolderIsDone } from "../evaluations/evaluation.rules.ts";
import type { Member } from "../members/member.entity.ts";
import { assertAwardable, type KindAmount, kindTotals } from "../policies/award.ts";
import { compareCredits, sumCredits } from "../policies/credit-rule.arithmetic.ts";
import { assertPresence } from "../presence/assert-presence.ts";
import { assertDocumentsThere } from "../programs/missing-documents.ts";
import type { Certificate } from "./certificate.entity.ts";
import { type CertificateRow, certificateById } from "./certificate.queries.ts";
import { CertificateStatus } from "./certificate.status.ts";
import { type CreditOfKind, insertCredits } from "./certificate-credits.ts";
import { CertificateLine } from "./certificate-line.entity.ts";
import { endCertificate, nameSuccessor } from "./end-certificate.ts";
import {
  type CertificateSubject,
  keepCertificate,
  type PrintedCertificate,
  printCertificate,
  subjectColumns,
} from "./print-certificate.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** A conference certificate was issued: its transcript is to be made, and both are to be mailed. */
    "certificates.deliver": { certificateId: string };
  }
}

/**
 * Issues the certificate of what the viewer has claimed of a conference. The same choice again gives the same certificate;
 * another choice gives a new one, which supersedes it. However often and at once it is called, one certificate holds.
 * @throws NOT_FOUND unless the viewer is registered for the conference; REGISTRATION_CLAIMED; CONFERENCE_NOT_ENDED; SESSION_NOT_CLAIMABLE;
 *   CLAIMS_CLOSED; NOTHING_CLAIMED; DOCUMENTS_MISSING; EVALUATION_MISSING; LEARNING_CHECK_MISSING; PRESENCE_NOT_SHOWN; ALREADY_RECORDED; CERTIFICATE_NOT_VALID where staff revoked it, STAFF_DECIDES where they
 *   revoked credit of a session that is chosen; ATTENDED_ON_OUT_OF_RANGE,
 *   OVERLAPPING_SESSION, RECORDING_OF_CLAIMED or CREDITS_ABOVE_MAXIMUM where the schedule changed since it was claimed; MEMBER_INACTIVE, FORBIDDEN
 */
export async function generateCertificate(ctx: Context, conferenceId: string): Promise<CertificateRow | null> {
  const id = await coalesce(`generate-certificate:${ctx.viewer.memberId}:${conferenceId}`, () =>
    issueOrFind(ctx, conferenceId),
  );
  return certificateById(ctx, id);
}

/**
 * Staff issue what a member has chosen, where the member asks them to, by the rules by which the member does it; the time to claim may be over.
 * @throws what generateCertificate and lockClaimantOf do
 */
export async function generateCertificateFor(
  ctx: Context,
  conferenceId: string,
  behalf: OnBehalf,
): Promise<CertificateRow | null> {
  const lock = async (tx: EntityManager) => (await lockClaimantOf(tx, ctx, behalf)).member;
  return certificateById(ctx, await issueConferenceCertificate(ctx, conferenceId, lock, behalf.reason.trim()));
}

const issueOrFind = (ctx: Context, conferenceId: string): Promise<string> =>
  issueConferenceCertificate(ctx, conferenceId, (tx) => lockClaimant(tx, ctx));

/**
 * Issues what generateCertificate does, for whoever it is.
 * @param lockMember loads the member, whose claims and certificates nobody else changes until the transaction ends
 * @param reason why staff do it for the member; they may have count again what they revoked
 * @returns the certificate's ID
 * @throws as generateCertificate
 */
export async function issueConferenceCertificate(
  ctx: Context,
  conferenceId: string,
  lockMember: (tx: EntityManager) => Promise<Member>,
  reason?: string,
): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const member = await lockMember(tx);
    // From here on nothing of the conference changes: not its status, its schedule, or what a roster reports.
    if (isId(conferenceId)) await tx.query(`SELECT FROM program WHERE id = $1 ${toStaySql}`, [conferenceId]);
    const conferences = isId(conferenceId) ? await readRegisteredConferences(tx, ctx, member, "CLAIMED") : [];
    const conference = conferences.find((each) => each.id === conferenceId);
    if (!conference) throw notFound("conference", "conferenceId");
    if (conference.obstacle) throw conference.obstacle;
    const choices = choicesOf([conference]);
    if (choices.length === 0) throw new DomainError(ErrorCode.NOTHING_CLAIMED, "certificates.nothingClaimed");

    const current = await currentCertificate(tx, member.id, conferenceId);
    if (current?.status === CertificateStatus.REVOKED)
      throw new DomainError(ErrorCode.CERTIFICATE_NOT_VALID, "certificates.yoursRevoked", {
        number: current.number,
        name: conference.name,
      });
    if (current && isSameChoice(current.choice, choices)) return current.id;
    if (reason === undefined) await assertNotTakenBack(tx, member.id, choices);
    await assertDocumentsThere(tx, conference);
    // What takes the place of one that holds waits for nothing that it did not wait for.
    if (!current) await assertHolderIsDone(tx, conference, member.id);
    if (ctx.viewer.memberId === member.id) assertClaimsOpen(ctx, conference);

    if (await isReported(tx, member.id, conferenceId))
      throw new DomainError(ErrorCode.ALREADY_RECORDED, "claims.reportedByProvider", { name: conference.name });
    const others = [...choicesOf(conferences), ...(await awardedElsewhere(tx, member.id, conferenceId))];
    for (const choice of choices) {
      checkedAttendedOn(choice, choice.attendedOn);
      assertPresence(choice);
      assertNoConflict(choice, others);
    }

    assertAwardable(conference.approved, choices);
    const kinds = kindTotals(choices);
    const credits = sumCredits(choices.map((choice) => choice.credits));
    const completedOn = choices
      .map((choice) => choice.attendedOn)
      .sort()
      .at(-1)!;
    const { offeringId, ...subject } = await readSubject(tx, member.id, conferenceId);
    const printed = await printCertificate(tx, ctx, subject, { completedOn, credits, sessions: choices, kinds });
    if (current) await endCertificate(tx, ctx, current, { status: CertificateStatus.SUPERSEDED });
    const certificateId = await insertCertificate(tx, printed, choices);
    if (current) await nameSuccessor(tx, current.id, certificateId);
    const { number } = printed;
    await recordSessions(
      tx,
      ctx,
      { memberId: member.id, programId: conferenceId, offeringId },
      choices,
      recorded("reason.choseOtherwise", { number }),
    );
    await audit(tx, ctx, "certificate.issue", ["certificate", certificateId], {
      reason,
      after: {
        number: printed.number,
        memberId: member.id,
        programId: conferenceId,
        credits,
        sessions: choices.length,
      },
    });
    await enqueue(tx, "certificates.deliver", { certificateId });
    return certificateId;
  });
}

/**
 * What staff took back of somebody they give back: merging two members brings choices, but no credit that was revoked of one of them.
 * @throws STAFF_DECIDES
 */
async function assertNotTakenBack(tx: EntityManager, memberId: string, choices: readonly Choice[]): Promise<void> {
  const rows: { sessionId: string; byStaff: boolean }[] = await tx.query(
    `SELECT DISTINCT ON (session_id) session_id AS "sessionId", reversed_by_staff AS "byStaff" FROM attendance_record
     WHERE member_id = $1 AND session_id = ANY($2::uuid[]) ORDER BY session_id, recorded_at DESC, id DESC`,
    [memberId, choices.map(({ id }) => id)],
  );
  const taken = rows.find(({ byStaff }) => byStaff);
  const choice = choices.find(({ id }) => id === taken?.sessionId);
  if (choice)
    throw new DomainError(ErrorCode.STAFF_DECIDES, "certificates.sessionRevoked", {
      field: "sessionId",
      sessionId: choice.id,
      title: choice.title,
    });
}

interface CurrentCertificate extends Pick<Certificate, "id" | "number" | "status"> {
  /** With what is on record of further kinds for each. */
  choice: (Pick<CertificateLine, "sessionId" | "attendedOn" | "credits" | "asInstructor"> & {
    kinds: Record<string, string>;
  })[];
}

/** The conference certificate that holds, or else the last one that was revoked, locked against being revoked meanwhile; null where there is none. */
async function currentCertificate(
  tx: EntityManager,
  memberId: string,
  programId: string,
): Promise<CurrentCertificate | null> {
  const [current] = await tx.query(
    `SELECT c.id, c.number, c.status, (
       SELECT json_agg(json_build_object('sessionId', l.session_id, 'attendedOn', l.attended_on,
         'credits', l.credits::text, 'asInstructor', l.as_instructor, 'kinds', (SELECT ${kindsOfRecordSql("r.id")} FROM attendance_record r WHERE r.member_id = c.member_id
           AND r.program_id = c.program_id AND r.session_id = l.session_id AND r.reversed_at IS NULL)))
       FROM certificate_line l WHERE l.certificate_id = c.id) AS choice
     FROM certificate c
     WHERE c.member_id = $1 AND c.program_id = $2 AND c.attendance_record_id IS NULL AND c.status <> $3
     ORDER BY c.status = '${CertificateStatus.ISSUED}' DESC, c.issued_at DESC, c.id DESC LIMIT 1 ${forChangeSql} OF c`,
    [memberId, programId, CertificateStatus.SUPERSEDED],
  );
  return current ?? null;
}

/** The same sessions on the same days for the same credit: what was corrected since is another certificate. What a session is called is no part of it. */
function isSameChoice(lines: CurrentCertificate["choice"], choices: readonly Choice[]): boolean {
  const listed = new Map(lines.map((line) => [line.sessionId, line]));
  return (
    listed.size === choices.length &&
    choices.every(({ id, attendedOn, credits, instructs, kinds }) => {
      const line = listed.get(id);
      return (
        line?.attendedOn === attendedOn &&
        line.asInstructor === instructs &&
        compareCredits(line.credits, credits) === 0 &&
        areSameKinds(line.kinds ?? {}, kinds)
      );
    })
  );
}

/** What the certificate says of member and program, and the offering by which attendance is recorded: the first. */
export async function readSubject(
  tx: EntityManager,
  memberId: string,
  programId: string,
): Promise<CertificateSubject & { offeringId: string }> {
  const [subject] = await tx.query(
    `SELECT ${subjectColumns}, p.starts_on AS "startsOn", p.ends_on AS "endsOn", o.id AS "offeringId"
     FROM program p JOIN program_type t ON t.id = p.type_id JOIN provider v ON v.id = p.provider_id
     JOIN credit_rule c ON c.id = p.credit_rule_id JOIN offering o ON o.program_id = p.id
     CROSS JOIN member m CROSS JOIN accreditor_settings a
     WHERE p.id = $1 AND m.id = $2 ORDER BY o.starts_on, o.id LIMIT 1`,
    [programId, memberId],
  );
  return subject;
}

/** Keeps a printed conference certificate with its lines, and what these have of further kinds. */
export async function insertCertificate(
  tx: EntityManager,
  printed: PrintedCertificate,
  choices: (Pick<Choice, "id" | "title" | "attendedOn" | "credits" | "virtual" | "instructs"> & {
    kinds: readonly CreditOfKind[];
  })[],
  issueReason: string | null = null,
): Promise<string> {
  const { id: certificateId } = await keepCertificate(tx, printed, { attendanceRecordId: null, issueReason });
  await tx.insert(
    CertificateLine,
    choices.map(({ id: sessionId, title, attendedOn, credits, virtual, instructs: asInstructor }, position) => ({
      certificateId,
      position,
      sessionId,
      title,
      attendedOn,
      credits,
      virtual,
      asInstructor,
    })),
  );
  await insertCredits(tx, certificateId, kindTotals(choices));
  return certificateId;
}

/** What a session earned one member. */
type EarnedSession = Pick<Choice, "id" | "attendedOn" | "credits" | "instructs"> & { kinds: readonly KindAmount[] };

/**
 * Makes a member's attendance on record that of a conference certificate: what it no longer lists is reversed with the reason, not
 * deleted, and replaced where it lists the session otherwise.
 */
export async function recordSessions(
  tx: EntityManager,
  ctx: Context,
  keys: Pick<AttendanceRecord, "memberId" | "programId" | "offeringId">,
  choices: EarnedSession[],
  reversalReason: string,
): Promise<void> {
  const records: AttendanceRecord[] = await tx
    .createQueryBuilder(AttendanceRecord, "record")
    .where("record.memberId = :memberId AND record.programId = :programId", keys)
    .andWhere("record.sessionId IS NOT NULL AND record.reversedAt IS NULL")
    .getMany();
  const ofKinds: { id: string; kinds: Record<string, string> }[] = await tx.query(
    `SELECT r.id, ${kindsOfRecordSql("r.id")} AS kinds FROM unnest($1::uuid[]) AS r (id)`,
    [records.map(({ id }) => id)],
  );
  const kindsOf = new Map(ofKinds.map(({ id, kinds }) => [id, kinds]));
  const matches = (record: AttendanceRecord, choice: EarnedSession): boolean =>
    record.sessionId === choice.id &&
    record.completedOn === choice.attendedOn &&
    record.asInstructor === choice.instructs &&
    compareCredits(record.credits, choice.credits) === 0 &&
    areSameKinds(kindsOf.get(record.id) ?? {}, choice.kinds);
  const dropped = records.filter((record) => !choices.some((choice) => matches(record, choice)));
  if (dropped.length > 0)
    await tx.update(
      AttendanceRecord,
      dropped.map((record) => record.id),
      { reversedAt: ctx.now(), reversalReason },
    );
  const added = choices.filter((choice) => !records.some((record) => matches(record, choice)));
  if (added.length === 0) return;
  const inserted = await tx.insert(
    AttendanceRecord,
    added.map(({ id: sessionId, attendedOn: completedOn, credits, instructs: asInstructor }) => ({
      ...keys,
      sessionId,
      completedOn,
      credits,
      asInstructor,
      source: AttendanceSource.CLAIM,
      recordedAt: ctx.now(),
      replacesId: dropped.find((record) => record.sessionId === sessionId)?.id ?? null,
    })),
  );
  await recordKindsOf(
    tx,
    added.map(({ kinds }, at) => ({ recordId: inserted.identifiers[at]?.id, kinds })),
  );
}
