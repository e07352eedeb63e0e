import type { EntityManager } from "typeorm";
import { auditActions, type Fate } from "../audit/actions.ts";
import { audit } from "../core/audit.ts";
import { redactAudit } from "../core/audit-chain.ts";
import type { Context } from "../core/context.ts";
import { recorded } from "../core/messages/sentence.ts";
import { rateLimitKeys } from "../core/rate-limits.ts";
import { rewriteWaiting } from "../evaluations/evaluation-box.ts";
import { endedWithAccount, erasureCause } from "./begin-erasure.ts";
import type { Erasure } from "./erasure.entity.ts";
import { type PersonTraces, patternEverywhere, patternOfOwn, readTraces } from "./person-traces.ts";

/** Stands where a name stood, beside the member number, which stays the key of what was awarded. */
export const erasedName = { firstName: "Erased", lastName: "Person" };

/**
 * Takes everything that says who somebody is out of every table. What was awarded stays under the member number, and certificates as
 * they were issued, until retention ends. docs/privacy.md has the list.
 */
export async function erasePerson(tx: EntityManager, ctx: Context, erasure: Erasure): Promise<void> {
  const traces = await readTraces(tx, erasure);
  await eraseAudit(tx, ctx, traces);
  await eraseMails(tx, traces, erasure);
  await eraseRosters(tx, traces);
  await eraseComments(tx, ctx, traces);
  await erasePrograms(tx, traces);
  await eraseCredit(tx, traces);
  await eraseAccount(tx, ctx, traces);
  await eraseMember(tx, ctx, traces);
  const subject = erasure.memberId
    ? (["member", erasure.memberId] as const)
    : (["account", erasure.accountId ?? ""] as const);
  await audit(tx, ctx, "person.erase", subject);
}

/** IDs of everything whose audit entries are about this person. */
const thingsOfPerson = `
  SELECT unnest($1::uuid[]) AS id UNION ALL SELECT unnest($2::uuid[])
  UNION ALL SELECT id FROM certificate WHERE member_id = ANY($2::uuid[])
  UNION ALL SELECT id FROM attendance_record WHERE member_id = ANY($2::uuid[])
  UNION ALL SELECT id FROM mail WHERE recipient_account_id = ANY($1::uuid[])
  UNION ALL SELECT id FROM registration WHERE email = ANY($3::text[]) OR member_id = ANY($2::uuid[])`;

/** Fields of each action that are somebody's, by whose. */
const fates = Object.entries(auditActions).flatMap(([action, { fields }]) =>
  Object.entries<Fate>(fields).map(([field, fate]) => ({ action, field, fate })),
);

/**
 * Fields that are this person's whole, whatever stands in them. Whom a program names as whom to ask is told by the address beside the
 * name, or where only the name changed by one that the program has or had.
 */
const fieldsOfPerson = `
  SELECT e.id, array_agg(s.side || '.' || f.field) AS fields
  FROM audit_entry e
  JOIN json_to_recordset($4) AS f (action text, field text, fate text) ON f.action = e.action
  CROSS JOIN LATERAL (VALUES ('before', e.before), ('after', e.after)) AS s (side, said)
  WHERE s.said ->> f.field <> '[erased]' AND CASE f.fate
    WHEN 'subject' THEN e.subject_id IN (${thingsOfPerson})
    WHEN 'actor' THEN e.actor_account_id = ANY($1::uuid[])
    WHEN 'contact' THEN CASE WHEN s.said ->> 'contactEmail' <> '' THEN lower(s.said ->> 'contactEmail') = ANY($3::text[])
      ELSE e.subject_id IN (
        SELECT id FROM program WHERE lower(contact_email) = ANY($3::text[])
        UNION SELECT subject_id FROM audit_entry WHERE subject_type = 'program'
          AND (lower(before ->> 'contactEmail') = ANY($3::text[]) OR lower(after ->> 'contactEmail') = ANY($3::text[]))) END
    ELSE false END
  GROUP BY e.id`;

/** What somebody looked for by a name that only this person has, or had. */
const searchesForPerson = `
  SELECT e.id, array_agg('after.' || f.field) AS fields
  FROM audit_entry e
  JOIN json_to_recordset($4) AS f (action text, field text, fate text) ON f.action = e.action AND f.fate = 'sought' AND e.after ? f.field
  CROSS JOIN LATERAL (SELECT CASE jsonb_typeof(e.after -> 'filter') WHEN 'object' THEN e.after -> 'filter' ELSE e.after END AS sought) q
  CROSS JOIN LATERAL (SELECT lower(coalesce(q.sought ->> 'firstName', '')) AS first, lower(coalesce(q.sought ->> 'lastName', '')) AS last) s
  WHERE s.first || s.last <> '' AND starts_with($1, s.first) AND starts_with($2, s.last)
    AND NOT EXISTS (SELECT FROM member o WHERE o.id <> ALL($3::uuid[])
      AND starts_with(coalesce(nullif(o.first_name_key, ''), o.last_name_key), s.first) AND starts_with(o.last_name_key, s.last))
  GROUP BY e.id`;

async function eraseAudit(tx: EntityManager, ctx: Context, traces: PersonTraces): Promise<void> {
  const { accountIds, memberIds, ownAddresses, names } = traces;
  const why = recorded("reason.personErased");
  await redactAudit(tx, ctx, why, {
    entries: `SELECT e.id FROM audit_entry e WHERE e.actor_account_id = ANY($1::uuid[]) OR e.subject_id IN (${thingsOfPerson})`,
    values: [accountIds, memberIds, ownAddresses],
    what: { pattern: patternOfOwn(traces) },
  });
  await redactAudit(tx, ctx, why, {
    entries: fieldsOfPerson,
    values: [accountIds, memberIds, ownAddresses, JSON.stringify(fates)],
    what: "FIELDS",
  });
  // Searches that could have found nobody else.
  for (const { firstNameKey, lastNameKey } of names)
    await redactAudit(tx, ctx, why, {
      entries: searchesForPerson,
      values: [firstNameKey || lastNameKey, lastNameKey, memberIds, JSON.stringify(fates)],
      what: "FIELDS",
    });
  const pattern = patternEverywhere(traces);
  await redactAudit(tx, ctx, why, {
    entries: `SELECT e.id FROM audit_entry e
      WHERE concat_ws(' ', e.actor_name, e.reason, e.before::text, e.after::text) ~* $1`,
    values: [pattern],
    what: { pattern },
  });
}

/** Leaves of mails that they were sent, and when. */
export async function forgetMails(tx: EntityManager, where: string, values: unknown[]): Promise<void> {
  await tx.query(`DELETE FROM mail_event WHERE mail_id IN (SELECT id FROM mail WHERE ${where})`, values);
  await tx.query(`DELETE FROM mail_attachment WHERE mail_id IN (SELECT id FROM mail WHERE ${where})`, values);
  await tx.query(
    `UPDATE mail SET dedupe_key = 'erased:' || id, to_address = '[erased]', to_name = '', subject = '[erased]', text = '', sealed = NULL, last_error = NULL,
       provider_message_id = NULL, status = CASE status WHEN 'QUEUED' THEN 'FAILED' ELSE status END
     WHERE ${where}`,
    values,
  );
}

async function eraseMails(tx: EntityManager, traces: PersonTraces, erasure: Erasure): Promise<void> {
  await forgetMails(
    tx,
    "(recipient_account_id = ANY($1::uuid[]) OR to_address = ANY($2::text[])) AND dedupe_key NOT LIKE $3",
    [traces.accountIds, traces.ownAddresses, `${erasureCause(erasure.id)}:%`],
  );
  await tx.query("DELETE FROM mail_suppression WHERE address = ANY($1::text[])", [traces.ownAddresses]);
  // What was written to others about this person.
  const pattern = patternEverywhere(traces);
  await tx.query(
    `UPDATE mail SET subject = regexp_replace(subject, $1, '[erased]', 'gi'), text = regexp_replace(text, $1, '[erased]', 'gi'),
       last_error = regexp_replace(last_error, $1, '[erased]', 'gi')
     WHERE concat_ws(' ', subject, text, last_error) ~* $1 AND dedupe_key NOT LIKE $2`,
    [pattern, `${erasureCause(erasure.id)}:%`],
  );
}

/** What rosters left: the files' names, their senders' references, why they were corrected, and cells that were wrong. Suggestions name members, too. */
async function eraseRosters(tx: EntityManager, traces: PersonTraces): Promise<void> {
  const everywhere = patternEverywhere(traces);
  await tx.query(
    `UPDATE attendance_upload SET file_name = regexp_replace(file_name, $1, '[erased]', 'gi'),
       client_reference = regexp_replace(client_reference, $1, '[erased]', 'gi'),
       reason = regexp_replace(reason, $1, '[erased]', 'gi'), undo_reason = regexp_replace(undo_reason, $1, '[erased]', 'gi')
     WHERE concat_ws(' ', file_name, client_reference, reason, undo_reason) ~* $1`,
    [everywhere],
  );
  await tx.query(
    `UPDATE presence_import SET file_name = regexp_replace(file_name, $1, '[erased]', 'gi') WHERE file_name ~* $1`,
    [everywhere],
  );
  await tx.query(
    `UPDATE member_import SET file_name = regexp_replace(file_name, $1, '[erased]', 'gi'), undo_reason = regexp_replace(undo_reason, $1, '[erased]', 'gi')
     WHERE concat_ws(' ', file_name, undo_reason) ~* $1`,
    [everywhere],
  );
  // Every error of a row that names the member, and those whose suggestions or cells do.
  await tx.query(
    `UPDATE bundle_import SET file_name = regexp_replace(file_name, $1, '[erased]', 'gi'), undo_reason = regexp_replace(undo_reason, $1, '[erased]', 'gi')
     WHERE concat_ws(' ', file_name, undo_reason) ~* $1`,
    [everywhere],
  );
  await tx.query("UPDATE bundle_import SET obstacles = NULL WHERE obstacles::text ~* $1", [everywhere]);
  await tx.query(
    `UPDATE bundle_file SET name = regexp_replace(name, $1, '[erased]', 'gi'), samples = '[]' WHERE concat_ws(' ', name, samples::text) ~* $1`,
    [everywhere],
  );
  await tx.query("UPDATE bundle_error SET file = regexp_replace(file, $1, '[erased]', 'gi') WHERE file ~* $1", [
    everywhere,
  ]);
  await tx.query(
    `UPDATE outside_decision SET decided_by = regexp_replace(decided_by, $1, '[erased]', 'gi'), reason = regexp_replace(reason, $1, '[erased]', 'gi')
     WHERE concat_ws(' ', decided_by, reason) ~* $1`,
    [everywhere],
  );
  await tx.query(
    "UPDATE outside_fee SET reference = regexp_replace(reference, $1, '[erased]', 'gi') WHERE reference ~* $1",
    [everywhere],
  );
  for (const table of ["attendance_upload_error", "member_import_error", "bundle_error"])
    await eraseFindings(tx, traces, table);
}

async function eraseFindings(tx: EntityManager, traces: PersonTraces, table: string): Promise<void> {
  await tx.query(
    `UPDATE ${table} e SET value = '[erased]', details = '{}', suggestions = '{}'
     WHERE e.value = ANY($1::text[]) OR e.details ->> 'memberNumber' = ANY($1::text[])
       OR EXISTS (SELECT FROM unnest(e.suggestions) s, unnest($1::text[]) n WHERE starts_with(s, n || ','))
       OR concat_ws(' ', e.value, e.details::text, array_to_string(e.suggestions, ' ')) ~* $2
       OR lower(trim(e.value)) = ANY($3::text[])`,
    [
      traces.memberNumbers,
      patternEverywhere(traces),
      traces.names
        .filter(({ unique }) => unique)
        .flatMap(({ firstName, lastName }) => [firstName, lastName].map((name) => name.trim().toLowerCase())),
    ],
  );
}

/**
 * Where comments on applications, notes among staff, or what was written of a program, also what is not counted yet, name the person. What they
 * say of the application stays.
 */
async function eraseComments(tx: EntityManager, ctx: Context, traces: PersonTraces): Promise<void> {
  const everywhere = patternEverywhere(traces);
  for (const table of ["review_comment", "review_note", "evaluation_text"])
    await tx.query(`UPDATE ${table} SET text = regexp_replace(text, $1, '[erased]', 'gi') WHERE text ~* $1`, [
      everywhere,
    ]);
  await rewriteWaiting(tx, ctx, async (texts) => {
    const rows: { text: string }[] = await tx.query(
      `SELECT regexp_replace(w.text, $1, '[erased]', 'gi') AS text FROM unnest($2::text[]) WITH ORDINALITY AS w (text, at) ORDER BY w.at`,
      [everywhere, texts],
    );
    return rows.map(({ text }) => text);
  });
}

/** Where the person is named as whom to ask about a program, or is registered, or invited, or tried to sign up. */
async function erasePrograms(tx: EntityManager, { ownAddresses, memberIds }: PersonTraces): Promise<void> {
  await tx.query(
    "UPDATE program SET contact_name = '[erased]', contact_email = '' WHERE lower(contact_email) = ANY($1::text[])",
    [ownAddresses],
  );
  await tx.query(
    "UPDATE provider SET contact_name = '[erased]', contact_email = '' WHERE lower(contact_email) = ANY($1::text[])",
    [ownAddresses],
  );
  await tx.query(
    "DELETE FROM bundle_record WHERE record_id IN (SELECT id FROM registration WHERE email = ANY($1::text[]) OR member_id = ANY($2::uuid[]))",
    [ownAddresses, memberIds],
  );
  await tx.query(
    `UPDATE registration SET email = 'erased-' || id || '@erased.invalid', name = NULL
     WHERE email = ANY($1::text[]) OR member_id = ANY($2::uuid[])`,
    [ownAddresses, memberIds],
  );
  await tx.query("DELETE FROM invitation WHERE address = ANY($1::text[])", [ownAddresses]);
  await tx.query("DELETE FROM sign_up WHERE address = ANY($1::text[])", [ownAddresses]);
  await tx.query("DELETE FROM password_reset WHERE address = ANY($1::text[])", [ownAddresses]);
}

/** Choices that were not awarded go; of what was, only what people wrote about it. Transcripts that were mailed are no certificates. */
async function eraseCredit(tx: EntityManager, traces: PersonTraces): Promise<void> {
  const { memberIds } = traces;
  const own = patternOfOwn(traces);
  for (const table of [
    "session_claim",
    "session_instructor",
    "evaluation_link",
    "evaluation_response",
    "learning_attempt",
    "learning_grant",
  ])
    await tx.query(`DELETE FROM ${table} WHERE member_id = ANY($1::uuid[])`, [memberIds]);
  // Evidence of what was awarded stays with it, without what people wrote; the rest goes.
  await tx.query(
    `DELETE FROM presence e WHERE e.member_id = ANY($1::uuid[])
       AND NOT EXISTS (SELECT FROM attendance_record r WHERE r.member_id = e.member_id AND r.session_id = e.session_id)`,
    [memberIds],
  );
  await tx.query(
    `UPDATE presence SET reason = NULL, device_hash = NULL, network_hash = NULL, said = CASE WHEN said IS NOT NULL THEN '[erased]' END
     WHERE member_id = ANY($1::uuid[])`,
    [memberIds],
  );
  for (const [table, column] of [
    ["attendance_record", "reversal_reason"],
    ["certificate", "revocation_reason"],
    ["certificate", "issue_reason"],
  ])
    await tx.query(
      `UPDATE ${table} SET ${column} = regexp_replace(${column}, $2, '[erased]', 'gi')
       WHERE member_id = ANY($1::uuid[]) AND ${column} ~* $2`,
      [memberIds, own],
    );
  await tx.query(
    `UPDATE certificate_reissue r SET reason = regexp_replace(r.reason, $2, '[erased]', 'gi')
     WHERE r.reason ~* $2 AND EXISTS (SELECT FROM certificate_reissue_item i JOIN certificate c ON c.id = i.certificate_id
       WHERE i.reissue_id = r.id AND c.member_id = ANY($1::uuid[]))`,
    [memberIds, own],
  );
  await tx.query("UPDATE certificate SET recipient_key = '' WHERE member_id = ANY($1::uuid[])", [memberIds]);
  const [transcripts]: [{ id: string }[], number] = await tx.query(
    `UPDATE certificate c SET transcript_file_id = NULL FROM certificate old
     WHERE old.id = c.id AND c.member_id = ANY($1::uuid[]) AND c.transcript_file_id IS NOT NULL
     RETURNING old.transcript_file_id AS id`,
    [memberIds],
  );
  await tx.query(
    `DELETE FROM stored_file f WHERE f.id = ANY($1::uuid[])
       AND NOT EXISTS (SELECT FROM mail_attachment a WHERE a.file_id = f.id)`,
    [transcripts.map(({ id }) => id)],
  );
}

async function eraseAccount(tx: EntityManager, ctx: Context, traces: PersonTraces): Promise<void> {
  const { accountIds, addresses, ownAddresses } = traces;
  await tx.query(
    "DELETE FROM waiting_request WHERE requested_by_account_id = ANY($1::uuid[]) OR member_ids && $2::uuid[]",
    [accountIds, traces.memberIds],
  );
  // What is shared goes where it names the person.
  await tx.query("DELETE FROM saved_view WHERE name || ' ' || settings ~* $1", [patternEverywhere(traces)]);
  for (const table of [
    ...endedWithAccount,
    "email_address",
    "data_export",
    "mail_opt_out",
    "announcement_recipient",
    "saved_view",
  ])
    await tx.query(`DELETE FROM ${table} WHERE account_id = ANY($1::uuid[])`, [accountIds]);
  // Answers to others' requests may show this person.
  await tx.query(
    "DELETE FROM idempotent_request WHERE owner = ANY($1::text[]) OR split_part(owner, ' for ', 2) = ANY($3::text[]) OR body ~* $2",
    [accountIds, patternEverywhere(traces), traces.memberIds],
  );
  await tx.query("DELETE FROM rate_limit WHERE key = ANY($1::bytea[])", [
    rateLimitKeys([...accountIds, ...addresses, ...ownAddresses]),
  ]);
  await tx.query(
    "UPDATE account SET status = 'ERASED', erased_at = $2, language = DEFAULT WHERE id = ANY($1::uuid[]) AND erased_at IS NULL",
    [accountIds, ctx.now()],
  );
}

async function eraseMember(tx: EntityManager, ctx: Context, { memberIds }: PersonTraces): Promise<void> {
  await tx.query("DELETE FROM licence WHERE member_id = ANY($1::uuid[])", [memberIds]);
  // Who they were stands in an export of everything that was made before.
  await tx.query("DELETE FROM whole_export");
  await tx.query(
    `DELETE FROM bundle_record WHERE record_id = ANY($1::uuid[])
       OR record_id IN (SELECT id FROM former_name WHERE member_id = ANY($1::uuid[]))
       OR record_id IN (SELECT id FROM outside_certificate WHERE member_id = ANY($1::uuid[]))
       OR record_id IN (SELECT id FROM outside_credit WHERE member_id = ANY($1::uuid[]))
       OR record_id IN (SELECT id FROM attendance_record WHERE member_id = ANY($1::uuid[]) AND source = 'IMPORT')`,
    [memberIds],
  );
  // What another system printed on its paper nobody here knows.
  const [pdfs]: [{ id: string }[], number] = await tx.query(
    `UPDATE outside_certificate o SET pdf_file_id = NULL FROM outside_certificate old
     WHERE old.id = o.id AND o.member_id = ANY($1::uuid[]) AND o.pdf_file_id IS NOT NULL RETURNING old.pdf_file_id AS id`,
    [memberIds],
  );
  await tx.query("DELETE FROM stored_file WHERE id = ANY($1::uuid[])", [pdfs.map(({ id }) => id)]);
  await tx.query("DELETE FROM former_name WHERE member_id = ANY($1::uuid[])", [memberIds]);
  await tx.query(
    `DELETE FROM member_import_change WHERE member_id = ANY($1::uuid[])
       OR member_id IS NULL AND member_number IN (SELECT member_number FROM member WHERE id = ANY($1::uuid[]))`,
    [memberIds],
  );
  const [requests]: [{ id: string | null }[], number] = await tx.query(
    "DELETE FROM name_request WHERE member_id = ANY($1::uuid[]) RETURNING document_file_id AS id",
    [memberIds],
  );
  const [credits]: [{ id: string | null }[], number] = await tx.query(
    "DELETE FROM outside_credit WHERE member_id = ANY($1::uuid[]) RETURNING proof_file_id AS id",
    [memberIds],
  );
  await tx.query("DELETE FROM stored_file WHERE id = ANY($1::uuid[])", [
    [...requests, ...credits].flatMap(({ id }) => (id ? [id] : [])),
  ]);
  await tx.query(
    `UPDATE member SET first_name = $2, last_name = $3, first_name_key = '', given_names_key = '', last_name_key = '', suffix = NULL, printed_name = NULL,
       first_name_spellings = '{}', given_names_spellings = '{}', last_name_spellings = '{}', role = NULL,
       city = NULL, state = NULL, zip = NULL, county = NULL, phone = NULL, contact_email = NULL, external_id = NULL, member_since = NULL, member_until = NULL, active = false, account_id = NULL, erased_at = $4
     WHERE id = ANY($1::uuid[])`,
    [memberIds, erasedName.firstName, erasedName.lastName, ctx.now()],
  );
}
