import type { EntityManager } from "typeorm";
import { mailAccount } from "../accounts/account.mail.ts";
import { Certificate } from "../certificates/certificate.entity.ts";
import { tellOfRevocation } from "../certificates/certificate.mail.ts";
import { CertificateStatus } from "../certificates/certificate.status.ts";
import { endCertificate, nameSuccessor } from "../certificates/end-certificate.ts";
import { insertCertificate, readSubject, recordSessions } from "../certificates/generate-certificate.ts";
import { printCertificate } from "../certificates/print-certificate.ts";
import { audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { requiredReason } from "../core/input-rules.ts";
import { enqueue, enqueueAll } from "../core/jobs.ts";
import { forChangeSql } from "../core/locks.ts";
import { say } from "../core/messages/message.ts";
import { recorded } from "../core/messages/sentence.ts";
import { assertMay, staff } from "../core/policy.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { changePersons } from "../members/keep-persons.ts";
import { type MemberRow, memberById } from "../members/member.queries.ts";
import { isSameCreditSql } from "../outside-credit/outside-credit.queries.ts";
import { kindTotals } from "../policies/award.ts";
import { sumCredits } from "../policies/credit-rule.arithmetic.ts";
import { type Approved, inTransactionOfTwo } from "../policies/in-transaction-of-two.ts";
import { RequestKind } from "../policies/waiting-request.entity.ts";
import { endedWithAccount } from "./begin-erasure.ts";
import { type MergePlan, planMerge } from "./merge-plan.ts";

/**
 * Makes one person of two members: `keepId` stays, with the accounts, credit and mail of both; `mergeId` becomes another number of
 * it. Doubled credit is reversed, never deleted, and the certificates that showed it are superseded or revoked. For good.
 * @param fingerprint of the plan that was looked at
 * @throws what planMerge refuses; REASON_REQUIRED; STALE_VERSION where the plan would be another one by now; SECOND_PERSON_REQUIRED
 */
export async function mergeMembers(
  ctx: Context,
  keepId: string,
  mergeId: string,
  fingerprint: string,
  reason: string,
  approved: Approved | null = null,
): Promise<MemberRow | null> {
  assertMay(ctx, staff, null);
  const given = requiredReason(reason, say("persons.sayWhyOne"));
  const asked = {
    kind: RequestKind.MERGE_MEMBERS,
    arguments: { keepId, mergeId, fingerprint },
    memberIds: [keepId, mergeId],
    reason: given,
  };
  await inTransactionOfTwo(ctx, asked, approved, async (tx) => {
    await changePersons(tx);
    await lockWhatMoves(tx, [keepId, mergeId].filter(isId));
    const plan = await planMerge(tx, ctx, keepId, mergeId);
    if (plan.fingerprint !== fingerprint) throw new DomainError(ErrorCode.STALE_VERSION, "persons.mergeChanged");
    await dropDoubled(tx, ctx, plan);
    await endCertificates(tx, ctx, plan, given);
    await moveHistory(tx, ctx, plan);
    await issueCertificates(tx, ctx, plan);
    await moveAccount(tx, ctx, plan);
    await tellOfRevoked(tx, ctx, plan);
    await record(tx, ctx, plan, given);
  });
  return memberById(ctx, keepId);
}

/**
 * In the order in which everybody locks: members, certificates, attendance. Not as for removal on the members: a job that is
 * issuing a certificate must be able to finish.
 */
async function lockWhatMoves(tx: EntityManager, ids: string[]): Promise<void> {
  await tx.query(`SELECT FROM member WHERE id = ANY($1::uuid[]) ORDER BY id ${forChangeSql}`, [ids]);
  await tx.query(
    `SELECT FROM account WHERE id IN (SELECT account_id FROM member WHERE id = ANY($1::uuid[])) ORDER BY id ${forChangeSql}`,
    [ids],
  );
  for (const table of ["certificate", "attendance_record"])
    await tx.query(`SELECT FROM ${table} WHERE member_id = ANY($1::uuid[]) ORDER BY id ${forChangeSql}`, [ids]);
}

const because = ({ kept, merged }: MergePlan): string =>
  recorded("reason.onePerson", { kept: kept.memberNumber, merged: merged.memberNumber });

async function dropDoubled(tx: EntityManager, ctx: Context, plan: MergePlan): Promise<void> {
  const dropped = plan.doubled.map((double) => double.dropped);
  const records = plan.doubled.filter((double) => double.dropped.recordId);
  // In whose favour is kept: where that one goes, what it stood in for comes back.
  await tx.query(
    `UPDATE attendance_record r SET reversed_at = $3, reversal_reason = $4, yields_to_id = d.kept_id
     FROM unnest($1::uuid[], $2::uuid[]) AS d (id, kept_id) WHERE r.id = d.id AND r.reversed_at IS NULL`,
    [
      records.map((double) => double.dropped.recordId),
      records.map((double) => double.kept.recordId),
      ctx.now(),
      because(plan),
    ],
  );
  const choices = dropped.filter(({ claimed }) => claimed);
  await tx.query(
    `DELETE FROM session_claim y USING unnest($1::uuid[], $2::uuid[]) AS d (member_id, session_id)
     WHERE y.member_id = d.member_id AND y.session_id = d.session_id`,
    [choices.map(({ memberId }) => memberId), choices.map(({ sessionId }) => sessionId)],
  );
}

async function endCertificates(tx: EntityManager, ctx: Context, plan: MergePlan, reason: string): Promise<void> {
  for (const { id, status } of plan.endedCertificates) {
    await endCertificate(
      tx,
      ctx,
      { id, status: CertificateStatus.ISSUED },
      status === "REVOKED"
        ? { status: CertificateStatus.REVOKED, reason: because(plan) }
        : { status: CertificateStatus.SUPERSEDED, reason },
    );
  }
}

/** Everything that names the merged member names the kept one from now on; members merged into it before go along. */
async function moveHistory(tx: EntityManager, ctx: Context, { kept, merged }: MergePlan): Promise<void> {
  // What both showed of one code stands once.
  await tx.query(
    `DELETE FROM presence e USING presence k WHERE e.member_id = $2 AND k.member_id = $1 AND e.source = 'CODE' AND k.source = 'CODE'
       AND k.session_id = e.session_id AND k.at = e.at`,
    [kept.id, merged.id],
  );
  for (const table of ["attendance_record", "certificate", "presence"])
    await tx.query(`UPDATE ${table} SET member_id = $1 WHERE member_id = $2`, [kept.id, merged.id]);
  // A choice refers to its registration and to its member at once: it is taken off, and made again once the registration is theirs.
  const [choices]: [object[], number] = await tx.query(
    "DELETE FROM session_claim WHERE member_id = $1 RETURNING session_id, attended_on, claimed_at, registration_id",
    [merged.id],
  );
  await tx.query("UPDATE registration SET member_id = $1 WHERE member_id = $2", [kept.id, merged.id]);
  await tx.query(
    `INSERT INTO session_claim (member_id, session_id, attended_on, claimed_at, registration_id)
     SELECT $1, session_id, attended_on, claimed_at, registration_id FROM jsonb_to_recordset($2)
       AS c (session_id uuid, attended_on date, claimed_at timestamptz, registration_id uuid)
     ON CONFLICT (member_id, session_id) DO NOTHING`,
    [kept.id, JSON.stringify(choices)],
  );
  // What the merged one asked for is the kept one's to ask again.
  const [asked]: [{ file: string | null }[], number] = await tx.query(
    `UPDATE name_request q SET status = 'WITHDRAWN', decided_at = $2, document_file_id = NULL
     FROM name_request old WHERE old.id = q.id AND q.member_id = $1 AND q.status = 'REQUESTED' RETURNING old.document_file_id AS file`,
    [merged.id, ctx.now()],
  );
  await tx.query("DELETE FROM stored_file WHERE id = ANY($1::uuid[])", [asked.flatMap(({ file }) => file ?? [])]);
  // Who speaks: of two sayings of one session what staff said, or else that of the kept one.
  await tx.query(
    `DELETE FROM session_instructor i USING session_instructor k
     WHERE i.member_id = $2 AND k.member_id = $1 AND k.session_id = i.session_id AND (k.set_by_staff OR NOT i.set_by_staff)`,
    [kept.id, merged.id],
  );
  await tx.query(
    "DELETE FROM session_instructor i USING session_instructor m WHERE i.member_id = $1 AND m.member_id = $2 AND m.session_id = i.session_id",
    [kept.id, merged.id],
  );
  await tx.query("UPDATE session_instructor SET member_id = $1 WHERE member_id = $2", [kept.id, merged.id]);
  // Who has answered as one of the two has answered; links were to one who is not there any more.
  await tx.query(
    `INSERT INTO evaluation_response AS e (member_id, program_id, answered_on, waived)
     SELECT $1, program_id, answered_on, waived FROM evaluation_response WHERE member_id = $2
     ON CONFLICT (member_id, program_id) DO UPDATE SET answered_on = excluded.answered_on, waived = false WHERE e.waived AND NOT excluded.waived`,
    [kept.id, merged.id],
  );
  for (const table of ["evaluation_response", "evaluation_link"])
    await tx.query(`DELETE FROM ${table} WHERE member_id = $1`, [merged.id]);
  // All attempts at learning checks are one person's; of two that are under way the kept one's goes on.
  await tx.query(
    `DELETE FROM learning_attempt a USING learning_attempt k WHERE a.member_id = $2 AND a.finished_at IS NULL
       AND k.member_id = $1 AND k.program_id = a.program_id AND k.finished_at IS NULL`,
    [kept.id, merged.id],
  );
  await tx.query("UPDATE learning_attempt SET member_id = $1 WHERE member_id = $2", [kept.id, merged.id]);
  await tx.query(
    `INSERT INTO learning_grant AS g (member_id, program_id, attempts) SELECT $1, program_id, attempts FROM learning_grant WHERE member_id = $2
     ON CONFLICT (member_id, program_id) DO UPDATE SET attempts = g.attempts + excluded.attempts`,
    [kept.id, merged.id],
  );
  await tx.query("DELETE FROM learning_grant WHERE member_id = $1", [merged.id]);
  // What waited for the one is made where the other has answered, or passed.
  const settled: { programId: string }[] = await tx.query(
    `SELECT program_id AS "programId" FROM evaluation_response WHERE member_id = $1
     UNION SELECT program_id FROM learning_attempt WHERE member_id = $1 AND passed`,
    [kept.id],
  );
  await enqueueAll(
    tx,
    "evaluations.settled",
    settled.map(({ programId }) => ({ memberId: kept.id, programId })),
  );
  // What both had alike stays once, as the kept one has it.
  await tx.query(
    `DELETE FROM licence l USING licence k WHERE l.member_id = $2 AND k.member_id = $1 AND k.kind_id = l.kind_id
       AND k.number_key = l.number_key AND k.jurisdiction IS NOT DISTINCT FROM l.jurisdiction`,
    [kept.id, merged.id],
  );
  await tx.query("UPDATE licence SET member_id = $1 WHERE member_id = $2", [kept.id, merged.id]);
  await tx.query("UPDATE former_name SET member_id = $1 WHERE member_id = $2", [kept.id, merged.id]);
  // What both entered alike stands once: what counts before what waits, and the kept one's before the other's.
  for (const [gone, stays, states] of [
    [merged.id, kept.id, "s.status = 'ACCEPTED' OR s.status = 'SUBMITTED' AND g.status = 'SUBMITTED'"],
    [kept.id, merged.id, "s.status = 'ACCEPTED' AND g.status = 'SUBMITTED'"],
  ])
    await tx.query(
      `UPDATE outside_credit g SET status = 'REFUSED', version = g.version + 1, ended_at = $3, decision = $4, yields_to_id = s.id
       FROM outside_credit s WHERE g.member_id = $1 AND s.member_id = $2 AND g.status IN ('SUBMITTED', 'ACCEPTED') AND (${states})
         AND ${isSameCreditSql("g", "s")}`,
      [gone, stays, ctx.now(), recorded("reason.onePerson", { kept: kept.memberNumber, merged: merged.memberNumber })],
    );
  await tx.query("UPDATE outside_credit SET member_id = $1 WHERE member_id = $2", [kept.id, merged.id]);
  await tx.query("UPDATE outside_certificate SET member_id = $1 WHERE member_id = $2", [kept.id, merged.id]);
  await tx.query("UPDATE member SET account_id = NULL, active = false, merged_into_id = $1 WHERE id = $2", [
    kept.id,
    merged.id,
  ]);
  await tx.query("UPDATE member SET merged_into_id = $1 WHERE merged_into_id = $2", [kept.id, merged.id]);
}

/** Prints the certificates that take the place of two, and says of the ended ones which that is. */
async function issueCertificates(tx: EntityManager, ctx: Context, plan: MergePlan): Promise<void> {
  const issued = new Map<string, string>();
  for (const { programId, holdings } of plan.newCertificates) {
    const sessions = holdings.map((holding) => ({
      id: holding.sessionId ?? "",
      title: holding.sessionTitle ?? "",
      attendedOn: holding.completedOn,
      credits: holding.credits,
      kinds: holding.kinds,
      virtual: holding.session?.virtual ?? false,
      instructs: holding.session?.instructs ?? false,
    }));
    const completedOn = sessions.reduce((last, { attendedOn }) => (attendedOn > last ? attendedOn : last), "");
    const credits = sumCredits(sessions.map((session) => session.credits));
    const { offeringId, ...subject } = await readSubject(tx, plan.kept.id, programId);
    const printed = await printCertificate(tx, ctx, subject, {
      completedOn,
      credits,
      sessions,
      kinds: kindTotals(sessions),
    });
    const id = await insertCertificate(tx, printed, sessions);
    await recordSessions(tx, ctx, { memberId: plan.kept.id, programId, offeringId }, sessions, because(plan));
    issued.set(programId, id);
    await audit(tx, ctx, "certificate.issue", ["certificate", id], {
      after: { number: printed.number, memberId: plan.kept.id, programId, credits, sessions: sessions.length },
    });
    await enqueue(tx, "certificates.deliver", { certificateId: id });
  }
  const isEnded = new Set(plan.endedCertificates.map(({ id }) => id));
  for (const { id, status, supersededById, programId } of plan.endedCertificates) {
    if (status === "REVOKED") continue;
    const heir = supersededById && !isEnded.has(supersededById) ? supersededById : issued.get(programId);
    await nameSuccessor(tx, id, heir ?? supersededById);
  }
}

/** The addresses and what else hangs on the merged account; where the kept member has none, the account itself. */
async function moveAccount(tx: EntityManager, ctx: Context, { kept, merged }: MergePlan): Promise<void> {
  if (!merged.accountId) return;
  if (!kept.accountId) {
    await tx.query("UPDATE member SET account_id = $1 WHERE id = $2", [merged.accountId, kept.id]);
    return;
  }
  const accounts = [kept.accountId, merged.accountId];
  // An address that both added counts once: where it was verified, or else with the account that stays.
  await tx.query(
    `DELETE FROM email_address e USING email_address other
     WHERE e.account_id = ANY($1::uuid[]) AND other.account_id = ANY($1::uuid[]) AND other.id <> e.id
       AND other.address = e.address AND e.verified_at IS NULL AND (other.verified_at IS NOT NULL OR e.account_id = $2)`,
    [accounts, merged.accountId],
  );
  await tx.query("UPDATE email_address SET account_id = $1, is_primary = false WHERE account_id = $2", accounts);
  await tx.query(
    `UPDATE email_address SET is_primary = true WHERE id = (
       SELECT id FROM email_address WHERE account_id = $1 AND verified_at IS NOT NULL ORDER BY verified_at, id LIMIT 1)
     AND NOT EXISTS (SELECT FROM email_address WHERE account_id = $1 AND is_primary)`,
    [kept.accountId],
  );
  await tx.query(
    `INSERT INTO provider_account AS pa (provider_id, account_id, role)
     SELECT provider_id, $1, role FROM provider_account WHERE account_id = $2
     ON CONFLICT (provider_id, account_id) DO UPDATE SET role = excluded.role WHERE excluded.role = 'OWNER'`,
    accounts,
  );
  // Who comes by single sign-on comes to the account that stays; to one of staff only by what its owner links.
  await tx.query(
    `UPDATE sign_in_identity i SET account_id = $1 WHERE account_id = $2
       AND NOT EXISTS (SELECT FROM sign_in_identity k WHERE k.account_id = $1 AND k.issuer = i.issuer)
       AND NOT EXISTS (SELECT FROM account WHERE id = $1 AND staff_roles <> '{}')`,
    accounts,
  );
  for (const table of [...endedWithAccount, "provider_account", "data_export"])
    await tx.query(`DELETE FROM ${table} WHERE account_id = $1`, [merged.accountId]);
  await tx.query("DELETE FROM idempotent_request WHERE owner = $1", [merged.accountId]);
  await tx.query("UPDATE api_key SET created_by_account_id = $1 WHERE created_by_account_id = $2", accounts);
  await tx.query(
    "UPDATE trusted_document SET registered_by_account_id = $1 WHERE registered_by_account_id = $2",
    accounts,
  );
  await tx.query("UPDATE webhook SET created_by_account_id = $1 WHERE created_by_account_id = $2", accounts);
  await tx.query("UPDATE attendance_upload SET account_id = $1 WHERE account_id = $2", accounts);
  await tx.query("UPDATE bundle_import SET account_id = $1 WHERE account_id = $2", accounts);
  await tx.query("UPDATE member_import SET account_id = $1 WHERE account_id = $2", accounts);
  await tx.query(
    "INSERT INTO mail_opt_out SELECT $1, kind FROM mail_opt_out WHERE account_id = $2 ON CONFLICT DO NOTHING",
    accounts,
  );
  await tx.query("UPDATE mail SET recipient_account_id = $1 WHERE recipient_account_id = $2", accounts);
  await tx.query("UPDATE account SET merged_into_id = $1 WHERE merged_into_id = $2", accounts);
  await tx.query(
    "UPDATE account SET status = 'MERGED', merged_into_id = $1, disabled_at = coalesce(disabled_at, $3), password_hash = NULL WHERE id = $2",
    [...accounts, ctx.now()],
  );
}

/** Whoever they are now is told of each certificate that was revoked: that of nothing else took its place. */
async function tellOfRevoked(tx: EntityManager, ctx: Context, plan: MergePlan): Promise<void> {
  const accountId = plan.kept.accountId ?? plan.merged.accountId;
  for (const { id, status } of plan.endedCertificates)
    if (status === "REVOKED")
      await tellOfRevocation(tx, ctx, await tx.findOneByOrFail(Certificate, { id }), accountId, because(plan));
}

async function record(tx: EntityManager, ctx: Context, plan: MergePlan, reason: string): Promise<void> {
  const { kept, merged, moved, doubled, endedCertificates } = plan;
  const factsOf = ({ memberNumber, accountId, addresses }: MergePlan["kept"]) => ({
    memberNumber,
    accountId,
    addresses,
  });
  await audit(tx, ctx, "member.merge", ["member", kept.id], {
    reason,
    before: { kept: factsOf(kept), merged: { memberId: merged.id, ...factsOf(merged) } },
    after: {
      memberNumber: kept.memberNumber,
      alsoKnownAs: merged.memberNumber,
      moved,
      dropped: doubled.map(({ dropped, kept: stays }) => ({
        recordId: dropped.recordId,
        programNumber: dropped.programNumber,
        sessionId: dropped.sessionId,
        credits: dropped.credits,
        keptRecordId: stays.recordId,
      })),
      endedCertificates: endedCertificates.map(({ number, status }) => ({ number, status })),
    },
  });
  await audit(tx, ctx, "member.merge-into", ["member", merged.id], {
    reason,
    before: { memberNumber: merged.memberNumber },
    after: { memberId: kept.id, memberNumber: kept.memberNumber },
  });
  const accountId = kept.accountId ?? merged.accountId;
  const addresses = [...kept.addresses, ...merged.addresses].filter(({ verified }) => verified);
  const numbers = { kept: kept.memberNumber, merged: merged.memberNumber };
  for (const { address } of addresses)
    await mailAccount(tx, ctx, {
      kind: MailKind.MERGE,
      cause: `merge:${merged.id}`,
      toAddress: address,
      accountId,
      subject: say("mail.mergeSubject"),
      text: [
        say("mail.merge", numbers),
        say("mail.mergeEffect", {
          ...numbers,
          signIn:
            kept.accountId && merged.accountId ? say("mail.mergeSignIn", numbers) : say("mail.mergeSignInAsBefore"),
          doubled: doubled.length,
        }),
        say("mail.mergeWrong"),
      ],
    });
}
