import { type Context, inTransaction } from "../core/context.ts";
import { defineJob } from "../core/jobs.ts";
import { awaitsHolderSql } from "../evaluations/evaluation.rules.ts";
import { holdsCertificatesSql } from "../fees/fee.rules.ts";
import { AttentionKind } from "./attention.kinds.ts";
import { isGoneSql, lacksCertificateSql } from "./attention.queries.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** Comes by the clock: finds what takes a look at everything. */
    "dashboard.lookAround": Record<string, never>;
  }
}

/** Jobs that lead to certificates, as long as they are tried. */
const underWay = (key: string): string =>
  `(SELECT j.payload ->> '${key}' FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
    WHERE t.identifier IN ('attendance.recorded', 'attendance.released', 'certificates.issue') AND j.attempts < j.max_attempts
      AND j.payload ->> '${key}' IS NOT NULL)`;

/**
 * Records that count and have no certificate, though nothing holds it: neither fees, nor an evaluation or a learning check, nor a job that is at it, and they are an hour old. Over
 * $1, now.
 */
const missing = `SELECT r.id AS subject_id, NULL::uuid AS other_id, NULL::text AS because
  FROM attendance_record r JOIN member m ON m.id = r.member_id
  WHERE r.recorded_at < $1::timestamptz - interval '1 hour' AND ${lacksCertificateSql("r")} AND NOT ${isGoneSql("m")}
    AND NOT EXISTS (SELECT FROM unmade_certificate u WHERE u.attendance_record_id = r.id)
    AND r.id::text NOT IN ${underWay("recordId")} AND r.program_id::text NOT IN ${underWay("programId")}
    AND coalesce(r.upload_id::text, '') NOT IN ${underWay("uploadId")}
    AND r.program_id NOT IN (SELECT x.id FROM (
        SELECT l.program_id AS id FROM ledger_entry l WHERE l.fee IN ('FILING', 'LATE')
        UNION SELECT p.id FROM document_rule q JOIN program p ON p.type_id = q.type_id) x
      WHERE ${holdsCertificatesSql("x.id")})
    AND (r.program_id NOT IN (SELECT f.program_id FROM evaluation_form f WHERE f.program_id IS NOT NULL
        UNION SELECT p.id FROM evaluation_form f JOIN program p ON p.type_id = f.type_id
        UNION SELECT k.program_id FROM learning_check k WHERE k.program_id IS NOT NULL
        UNION SELECT p.id FROM learning_check k JOIN program p ON p.type_id = k.type_id) OR NOT ${awaitsHolderSql("r")})`;

const digitsAndLetters = (sql: string): string => `lower(regexp_replace(${sql}, '[^0-9A-Za-z]', '', 'g'))`;

/** An address without what its mailbox does not look at: what follows a plus, and the dots of those that leave them out. */
const mailbox = `CASE WHEN split_part(e.address, '@', 2) IN ('gmail.com', 'googlemail.com')
    THEN replace(split_part(split_part(e.address, '@', 1), '+', 1), '.', '') || '@gmail.com'
    ELSE split_part(split_part(e.address, '@', 1), '+', 1) || '@' || split_part(e.address, '@', 2) END`;

/**
 * Members who may be one person: of one name, and of one ZIP or, where one of them has none, of one city; or with one verified address in two
 * spellings. Each stands once, beside the one with the lowest number.
 */
const twice = `WITH known AS MATERIALIZED (
    SELECT m.id, m.account_id, length(m.member_number) AS digits, m.member_number AS number, m.last_name_key, m.first_name_key,
      nullif(left(${digitsAndLetters("m.zip")}, 5), '') AS zip, nullif(lower(trim(m.city)), '') AS city, nullif(lower(trim(m.state)), '') AS state
    FROM member m WHERE NOT ${isGoneSql("m")}),
  boxes AS MATERIALIZED (
    SELECT k.id, k.digits, k.number, ${mailbox} AS box FROM known k JOIN email_address e ON e.account_id = k.account_id
    WHERE e.verified_at IS NOT NULL),
  pairs AS (
    SELECT a.id AS subject_id, a.digits, a.number, b.id AS other_id, 'NAME_AND_ADDRESS' AS because
    FROM known a JOIN known b ON b.last_name_key = a.last_name_key AND b.first_name_key = a.first_name_key
      AND (a.digits, a.number) < (b.digits, b.number)
      AND CASE WHEN a.zip IS NOT NULL AND b.zip IS NOT NULL THEN a.zip = b.zip
          ELSE a.city = b.city AND coalesce(a.state, b.state, '') = coalesce(b.state, a.state, '') END
    UNION ALL
    SELECT a.id, a.digits, a.number, b.id, 'EMAIL' FROM boxes a JOIN boxes b ON b.box = a.box AND (a.digits, a.number) < (b.digits, b.number))
  SELECT DISTINCT ON (other_id) subject_id, other_id, because FROM pairs ORDER BY other_id, because, digits, number`;

/** Finds people whose attendance has no certificate, and members who may be one person; forgets what is so no more. */
export const lookAroundJob = defineJob("dashboard.lookAround", async (ctx: Context) => {
  for (const [kind, sql, values] of [
    [AttentionKind.CERTIFICATE_MISSING, missing, [ctx.now()]],
    [AttentionKind.MEMBER_TWICE, twice, []],
  ] as const)
    await inTransaction(ctx, (tx) => {
      const [now, named] = [`$${values.length + 1}`, `$${values.length + 2}`];
      return tx.query(
        `WITH found AS MATERIALIZED (${sql}),
           gone AS (DELETE FROM attention_found a WHERE a.kind = ${named}::text
             AND NOT EXISTS (SELECT FROM found f WHERE f.subject_id = a.subject_id AND f.other_id IS NOT DISTINCT FROM a.other_id))
         INSERT INTO attention_found (kind, subject_id, other_id, because, found_at)
         SELECT ${named}::text, f.subject_id, f.other_id, f.because, ${now}::timestamptz FROM found f ON CONFLICT DO NOTHING`,
        [...values, ctx.now(), kind],
      );
    });
});
