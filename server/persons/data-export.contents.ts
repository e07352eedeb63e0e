import { badgeSql } from "../conferences/badge.ts";
import type { Context } from "../core/context.ts";
import { type NameIn, say } from "../core/messages/message.ts";
import { type Language, sentence } from "../core/messages/sentence.ts";
import { fullNameSql } from "../members/full-name.ts";

/** Whose data is copied. */
export interface ExportSubject {
  accountId: string;
  /** Null: holds no credit. */
  memberId: string | null;
}

/**
 * Everything that is kept of a person and is not somebody else's, by file. Secrets, such as hashes of passwords and tokens, are left out:
 * they say nothing of the person, and help whoever gets hold of the file. docs/privacy.md lists the files.
 *
 * Each is SQL of rows of JSON as `item`, in an order, over $1, the account's IDs, and $2, the member's: with those that were merged into
 * them. The message of its name tells the reader what stands in the file.
 */
export const sections: Record<NameIn<"copy">, string> = {
  account: `SELECT json_build_object('id', a.id, 'createdAt', a.created_at, 'staffRoles', a.staff_roles, 'language', a.language, 'mergedIntoId', a.merged_into_id) AS item
      FROM account a WHERE a.id = ANY($1::uuid[]) ORDER BY a.created_at, a.id`,
  addresses: `SELECT json_build_object('address', e.address, 'primary', e.is_primary, 'verifiedAt', e.verified_at) AS item
      FROM email_address e WHERE e.account_id = ANY($1::uuid[]) ORDER BY e.is_primary DESC, e.address`,
  devices: `SELECT json_build_object('signedInAt', t.created_at, 'lastUsedAt', t.last_used_at, 'expiresAt', t.expires_at,
        'userAgent', t.user_agent) AS item
      FROM access_token t WHERE t.account_id = ANY($1::uuid[]) ORDER BY t.created_at, t.id`,
  passkeys: `SELECT json_build_object('name', k.name, 'createdAt', k.created_at, 'lastUsedAt', k.last_used_at) AS item
      FROM passkey k WHERE k.account_id = ANY($1::uuid[]) ORDER BY k.created_at, k.id`,
  views: `SELECT json_build_object('list', v.list, 'name', v.name, 'settings', v.settings, 'savedAt', v.saved_at) AS item
      FROM saved_view v WHERE v.account_id = ANY($1::uuid[]) ORDER BY v.list, v.name, v.id`,
  profile: `SELECT json_build_object('memberNumber', m.member_number, 'firstName', m.first_name, 'lastName', m.last_name, 'suffix', m.suffix, 'name', ${fullNameSql("m")},
        'membership', m.membership, 'role', m.role, 'city', m.city, 'state', m.state, 'zip', m.zip, 'county', m.county, 'phone', m.phone, 'contactEmail', m.contact_email, 'externalId', m.external_id, 'memberSince', m.member_since, 'memberUntil', m.member_until,
        'active', m.active, 'createdAt', m.created_at, 'formerNumber', m.merged_into_id IS NOT NULL) AS item
      FROM member m WHERE m.id = ANY($2::uuid[]) ORDER BY m.merged_into_id NULLS FIRST, m.member_number`,
  names: `SELECT json_build_object('firstName', n.first_name, 'lastName', n.last_name, 'suffix', n.suffix, 'printedName', n.printed_name,
        'was', n.was, 'at', n.at, 'note', n.note, 'decision', n.decision) AS item FROM (
        SELECT first_name, last_name, suffix, printed_name, 'FORMER' AS was, changed_at AS at, NULL AS note, NULL AS decision
        FROM former_name WHERE member_id = ANY($2::uuid[])
        UNION ALL SELECT first_name, last_name, suffix, printed_name, status, created_at, note, decision
        FROM name_request WHERE member_id = ANY($2::uuid[])) n ORDER BY n.at`,
  licences: `SELECT json_build_object('id', l.id, 'kind', k.name, 'number', l.number, 'sealed', encode(l.sealed, 'hex'), 'jurisdiction', l.jurisdiction,
        'profession', l.profession, 'expiresOn', l.expires_on, 'verifiedAt', l.verified_at, 'createdAt', l.created_at) AS item
      FROM licence l JOIN licence_kind k ON k.id = l.kind_id WHERE l.member_id = ANY($2::uuid[]) ORDER BY l.created_at, l.id`,
  providers: `SELECT json_build_object('providerNumber', p.number, 'providerName', p.name, 'role', a.role, 'apiKeys', (
        SELECT coalesce(json_agg(json_build_object('name', k.name, 'prefix', k.prefix, 'createdAt', k.created_at,
          'expiresAt', k.expires_at, 'revokedAt', k.revoked_at) ORDER BY k.created_at), '[]')
        FROM api_key k WHERE k.created_by_account_id = ANY($1::uuid[]) AND k.provider_id = p.id)) AS item
      FROM provider_account a JOIN provider p ON p.id = a.provider_id WHERE a.account_id = ANY($1::uuid[]) ORDER BY p.number`,
  registrations: `SELECT json_build_object('programNumber', p.number, 'conference', p.name, 'startsOn', p.starts_on, 'address', r.email,
        'registrationType', r.registration_type, 'name', r.name, 'accessFrom', r.access_from, 'accessUntil', r.access_until,
        'virtualOnly', r.virtual_only, 'badge', ${badgeSql},
        'createdAt', r.created_at) AS item
      FROM registration r JOIN program p ON p.id = r.program_id
      WHERE r.member_id = ANY($2::uuid[])
        OR r.email IN (SELECT e.address FROM email_address e WHERE e.account_id = ANY($1::uuid[]) AND e.verified_at IS NOT NULL)
      ORDER BY p.starts_on, p.id, r.email`,
  claims: `SELECT json_build_object('programNumber', p.number, 'session', s.title, 'attendedOn', y.attended_on,
        'claimedAt', y.claimed_at) AS item
      FROM session_claim y JOIN session s ON s.id = y.session_id JOIN program p ON p.id = s.program_id
      WHERE y.member_id = ANY($2::uuid[]) ORDER BY s.starts_at, s.id`,
  presence: `SELECT json_build_object('programNumber', p.number, 'session', s.title, 'source', e.source, 'at', e.at, 'minutes', e.minutes,
        'said', e.said, 'reason', e.reason, 'recordedAt', e.recorded_at, 'waits', e.waits,
        'decidedAt', e.decided_at, 'counts', e.struck_at IS NULL AND NOT e.waits) AS item
      FROM presence e JOIN session s ON s.id = e.session_id JOIN program p ON p.id = s.program_id
      WHERE e.member_id = ANY($2::uuid[]) OR e.member_id IS NULL AND e.registration_id IN (SELECT r.id FROM registration r
        WHERE r.member_id = ANY($2::uuid[]) OR r.email IN (
          SELECT a.address FROM email_address a WHERE a.account_id = ANY($1::uuid[]) AND a.verified_at IS NOT NULL)) ORDER BY e.at, e.id`,
  speaking: `SELECT json_build_object('programNumber', p.number, 'session', s.title, 'speaker', i.speaker, 'givenBefore', i.given_before) AS item
      FROM session_instructor i JOIN session s ON s.id = i.session_id JOIN program p ON p.id = s.program_id
      WHERE i.member_id = ANY($2::uuid[]) AND i.linked ORDER BY s.starts_at, s.id`,
  comments: `SELECT json_build_object('programNumber', p.number, 'program', p.name, 'text', c.text, 'writtenAt', c.written_at) AS item
      FROM review_comment c JOIN program p ON p.id = c.program_id
      WHERE c.author_account_id = ANY($1::uuid[]) ORDER BY c.written_at, c.id`,
  notes: `SELECT json_build_object('programNumber', p.number, 'program', p.name, 'text', n.text, 'writtenAt', n.written_at) AS item
      FROM review_note n JOIN program p ON p.id = n.program_id
      WHERE n.author_account_id = ANY($1::uuid[]) ORDER BY n.written_at, n.id`,
  attendance: `SELECT json_build_object('programNumber', p.number, 'program', p.name, 'providerName', v.name, 'session', s.title,
        'completedOn', r.completed_on, 'credits', r.credits::text, 'creditUnit', c.unit, 'kinds', (
          SELECT coalesce(json_agg(json_build_object('kind', k.name, 'unit', k.unit, 'credits', x.credits::text) ORDER BY k.position), '[]')
          FROM attendance_credit x JOIN credit_kind k ON k.id = x.kind_id WHERE x.record_id = r.id), 'asInstructor', r.as_instructor, 'source', r.source,
        'recordedAt', r.recorded_at, 'reversedAt', r.reversed_at, 'reversalReason', r.reversal_reason) AS item
      FROM attendance_record r JOIN program p ON p.id = r.program_id JOIN provider v ON v.id = p.provider_id
      JOIN credit_rule c ON c.id = p.credit_rule_id LEFT JOIN session s ON s.id = r.session_id
      WHERE r.member_id = ANY($2::uuid[]) ORDER BY r.completed_on, r.recorded_at, r.id`,
  evaluations: `SELECT json_build_object('programNumber', p.number, 'program', p.name, 'answeredOn', e.answered_on, 'waived', e.waived) AS item
      FROM evaluation_response e JOIN program p ON p.id = e.program_id WHERE e.member_id = ANY($2::uuid[]) ORDER BY e.answered_on, p.number, p.id`,
  learningChecks: `SELECT json_build_object('programNumber', p.number, 'program', p.name, 'begunAt', a.begun_at, 'finishedAt', a.finished_at,
        'right', a.right_count, 'questions', a.question_count, 'passed', a.passed, 'answers', (
          SELECT coalesce(json_agg(json_build_object('question', q.text, 'chosen', array(SELECT q.choices[n] FROM unnest(g.choices) AS n), 'right', g.is_right)
            ORDER BY q.position), '[]')
          FROM learning_answer g JOIN learning_question q ON q.check_id = a.check_id AND q.question_id = g.question_id WHERE g.attempt_id = a.id)) AS item
      FROM learning_attempt a JOIN program p ON p.id = a.program_id WHERE a.member_id = ANY($2::uuid[]) ORDER BY a.begun_at, a.id`,
  certificates: `SELECT json_build_object('number', c.number, 'verificationCode', c.verification_code, 'status', c.status,
        'recipientName', c.recipient_name, 'licences', c.licences, 'title', c.title, 'credits', c.credits::text, 'creditUnit', c.credit_unit,
        'completedOn', c.completed_on, 'issuedAt', c.issued_at, 'revokedAt', c.revoked_at,
        'revocationReason', c.revocation_reason, 'issueReason', c.issue_reason, 'kinds', (
          SELECT coalesce(json_agg(json_build_object('kind', x.name, 'unit', x.unit, 'credits', x.credits::text) ORDER BY x.position), '[]')
          FROM certificate_credit x WHERE x.certificate_id = c.id), 'sessions', (
          SELECT coalesce(json_agg(json_build_object('title', l.title, 'attendedOn', l.attended_on, 'credits', l.credits::text,
            'virtual', l.virtual, 'asInstructor', l.as_instructor) ORDER BY l.position), '[]')
          FROM certificate_line l WHERE l.certificate_id = c.id), 'credential', (
          SELECT d.document::json FROM certificate_credential d WHERE d.certificate_id = c.id)) AS item
      FROM certificate c WHERE c.member_id = ANY($2::uuid[]) ORDER BY c.issued_at, c.id`,
  outsideCertificates: `SELECT json_build_object('number', o.number, 'verificationCode', o.code, 'status', o.status, 'recipientName', o.recipient_name,
        'title', o.title, 'programNumber', o.program_number, 'providerName', o.provider_name, 'issuer', o.issuer, 'credits', o.credits::text,
        'creditUnit', o.credit_unit, 'completedOn', o.completed_on, 'issuedOn', o.issued_on, 'revokedOn', o.revoked_on,
        'revocationReason', o.revocation_reason, 'recordedAt', o.created_at) AS item
      FROM outside_certificate o WHERE o.member_id = ANY($2::uuid[]) ORDER BY o.completed_on, o.number`,
  outsideCredits: `SELECT json_build_object('id', o.id, 'title', o.title, 'issuer', o.issuer, 'number', o.number, 'format', o.format, 'startsOn', o.starts_on,
        'completedOn', o.completed_on, 'credits', o.credits::text, 'creditUnit', o.credit_unit, 'kinds', (
          SELECT coalesce(json_agg(json_build_object('kind', k.name, 'unit', k.unit, 'credits', x.value) ORDER BY k.position), '[]')
          FROM jsonb_each_text(o.kind_credits) x JOIN credit_kind k ON k.id = x.key::uuid), 'status', o.status, 'enteredAt', o.created_at,
        'acceptedAt', o.accepted_at, 'endedAt', o.ended_at, 'decision', o.decision) AS item
      FROM outside_credit o WHERE o.member_id = ANY($2::uuid[]) ORDER BY o.completed_on, o.id`,
  mails: `SELECT json_build_object('toAddress', m.to_address, 'subject', m.subject, 'status', m.status, 'createdAt', m.created_at,
        'sentAt', m.sent_at) AS item
      FROM mail m WHERE m.recipient_account_id = ANY($1::uuid[]) ORDER BY m.created_at, m.id`,
  log: `SELECT json_build_object('at', e.at, 'action', e.action, 'byYou', coalesce(e.actor_account_id = ANY($1::uuid[]), false),
        'reason', CASE WHEN e.subject_id = ANY($1::uuid[] || $2::uuid[]) THEN e.reason END, 'networkAddress', CASE WHEN e.actor_account_id = ANY($1::uuid[]) THEN e.ip END) AS item
      FROM audit_entry e WHERE e.actor_account_id = ANY($1::uuid[]) OR e.subject_id = ANY($1::uuid[]) OR e.subject_id = ANY($2::uuid[])
      ORDER BY e.at, e.id`,
};

/** Rows in memory at once. */
const chunk = 500;

/** One section as JSON, piece by piece, in the picture of one moment. */
export async function* writeSection(
  query: (sql: string, values?: unknown[]) => Promise<{ item: unknown }[]>,
  [name, sql]: [name: string, sql: string],
  ids: [accountIds: string[], memberIds: string[]],
  language: Language,
  /** What a row says where it is not what the database can say. */
  open: (item: unknown) => unknown = (item) => item,
): AsyncGenerator<string> {
  yield `{"about": ${JSON.stringify(sentence(say(`copy.${name as NameIn<"copy">}`), language))}, "items": [`;
  // Both are named, so that a section may use one alone.
  await query(`DECLARE section NO SCROLL CURSOR FOR WITH whose AS (SELECT $1::uuid[], $2::uuid[]) ${sql}`, ids);
  for (let first = true; ; ) {
    const rows = await query(`FETCH FORWARD ${chunk} FROM section`);
    for (const { item } of rows) {
      yield `${first ? "\n" : ",\n"}${JSON.stringify(open(item))}`;
      first = false;
    }
    if (rows.length < chunk) break;
  }
  await query("CLOSE section");
  yield "\n]}\n";
}

/** The IDs of a person, with those that were merged into them. */
export async function idsOf(ctx: Context, { accountId, memberId }: ExportSubject): Promise<[string[], string[]]> {
  const [{ accounts, members }] = await ctx.db.query(
    `SELECT array(SELECT id FROM account WHERE id = $1 OR merged_into_id = $1) AS accounts,
       array(SELECT id FROM member WHERE id = $2 OR merged_into_id = $2) AS members`,
    [accountId, memberId],
  );
  return [accounts, members];
}
