import type pg from "pg";
import { hashToken } from "../server/accounts/access-token.ts";

/** So many providers, members, and attendance records for each program. */
const providers = 300;
const members = 20_000;
/** For a program that was reported: 72 of 100 are, so that there are ten for each program. */
const recordsOfReported = 14;

/** Tokens of those who ask: staff, and the accounts of providers with very many and with very few programs. */
export const tokens = { staff: "bench-staff", large: "bench-large-provider", small: "bench-small-provider" };

/** Once: providers with accounts, and members, four of five with an account and an address. */
export async function fillPeople(db: pg.Client): Promise<void> {
  await db.query("SET synchronous_commit = off");
  // What the triggers check holds by construction, and the audit log's chain would take one entry at a time.
  await db.query("SET session_replication_role = replica");
  await db.query("SELECT setseed(0.42)");
  await db.query("CREATE TEMP TABLE bench_provider (n int PRIMARY KEY, id uuid NOT NULL DEFAULT uuidv7())");
  await db.query(
    "CREATE TEMP TABLE bench_member (n int PRIMARY KEY, id uuid NOT NULL DEFAULT uuidv7(), account_id uuid)",
  );
  await db.query(
    "CREATE TEMP TABLE bench_word AS SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS w (topic, family, town, n)",
    [topics, families, towns],
  );
  await db.query("INSERT INTO bench_provider (n) SELECT generate_series(1, $1::int)", [providers]);
  await db.query(
    `INSERT INTO provider (id, number, name, status, created_at)
     SELECT id, 'P' || to_char(1000 + p.n, 'FM0000'), t.town || ' Sleep ' || (ARRAY['Center', 'Society', 'Institute'])[1 + p.n % 3]
       || ' ' || p.n, 'ACTIVE', now() - interval '10 years'
     FROM bench_provider p JOIN bench_word t ON t.n = 1 + p.n % $1`,
    [towns.length],
  );
  for (const [name, token] of Object.entries(tokens))
    await db.query(
      `WITH made AS (INSERT INTO account (staff_roles, created_at) VALUES (CASE WHEN $1 THEN '{REVIEWER,REGISTRAR,FINANCE,AUDITOR,ADMINISTRATOR}'::text[] ELSE '{}' END, now()) RETURNING id),
       addressed AS (
         INSERT INTO email_address (account_id, address, is_primary, verified_at)
         SELECT id, $2 || '@bench.test', true, now() FROM made),
       acting AS (
         INSERT INTO provider_account (provider_id, account_id, role)
         SELECT p.id, made.id, 'OWNER' FROM made, bench_provider p WHERE p.n = $3)
       INSERT INTO access_token (account_id, token_hash, created_at, expires_at) SELECT id, $4, now(), now() + interval '1 day' FROM made`,
      [name === "staff", name, { staff: 0, large: 1, small: providers }[name], hashToken(token)],
    );
  await db.query(
    `INSERT INTO bench_member (n, account_id) SELECT n, CASE WHEN n % 5 > 0 THEN uuidv7() END FROM generate_series(1, $1::int) n`,
    [members],
  );
  await db.query(
    "INSERT INTO account (id, created_at) SELECT account_id, now() FROM bench_member WHERE account_id IS NOT NULL",
  );
  await db.query(
    `INSERT INTO email_address (account_id, address, is_primary, verified_at)
     SELECT account_id, 'member' || n || '@' || (ARRAY['example.org', 'clinic.test', 'sleep.test'])[1 + n % 3], true, now()
     FROM bench_member WHERE account_id IS NOT NULL`,
  );
  await db.query(
    `INSERT INTO member (id, member_number, account_id, first_name, last_name, first_name_key, given_names_key, last_name_key,
       membership, role, city, state, zip, county, active, created_at)
     SELECT m.id, (200000 + m.n)::text, m.account_id, f.first, l.family, lower(f.first), lower(f.first), lower(l.family),
       CASE WHEN m.n % 9 = 0 THEN 'GUEST' ELSE 'MEMBER' END, (ARRAY['Practitioner', 'Student', 'Educator', NULL])[1 + m.n % 4],
       t.town, (ARRAY['IL', 'CA', 'NY', 'TX', 'WA'])[1 + m.n % 5], to_char(10000 + m.n % 80000, 'FM00000'),
       t.town || ' County', m.n % 40 > 0, now() - interval '10 years' * random()
     FROM bench_member m
     JOIN unnest($1::text[]) WITH ORDINALITY AS f (first, n) ON f.n = 1 + m.n % $2
     JOIN bench_word l ON l.n = 1 + (m.n / 7) % $3 JOIN bench_word t ON t.n = 1 + (m.n / 11) % $3`,
    [firstNames, firstNames.length, towns.length],
  );
  await db.query(
    "INSERT INTO stored_file (media_type, byte_size, sha256, content, created_at) VALUES ('application/pdf', 4, sha256('%PDF'), '%PDF', now())",
  );
}

/** Programs `from` to `to` of ten years and everything that hangs on them, the oldest first. */
export async function fillPrograms(db: pg.Client, from: number, to: number): Promise<void> {
  await db.query("DROP TABLE IF EXISTS bench_program");
  // Few providers have many programs, most have few: the cube of an even distribution.
  await db.query(
    `CREATE TEMP TABLE bench_program AS
     SELECT n, uuidv7() AS id, (SELECT id FROM bench_provider b WHERE b.n = 1 + floor($3 * provider ^ 3)) AS provider_id,
       CASE WHEN dice < 71 THEN 'COMPLETED' WHEN dice < 72 THEN 'AWAITING_FEE' WHEN dice < 75 THEN 'AWAITING_ATTENDANCE'
         WHEN dice < 80 THEN 'APPROVED' WHEN dice < 82 THEN 'SUBMITTED' WHEN dice < 84 THEN 'IN_REVIEW'
         WHEN dice < 85 THEN 'CHANGES_REQUESTED' WHEN dice < 90 THEN 'DRAFT' WHEN dice < 94 THEN 'DENIED'
         WHEN dice < 97 THEN 'WITHDRAWN' ELSE 'CANCELLED' END AS status,
       starts_on, starts_on - interval '60 days' AS created_at, type, random() AS luck
     FROM (SELECT n, random() AS provider, random() * 100 AS dice, random() * 100 AS type,
             current_date - 3650 + floor(3650.0 * (n - $1 + 1) / ($2 - $1 + 1))::int AS starts_on
           FROM generate_series($1::int, $2::int) n) drawn`,
    [from, to, providers],
  );
  await db.query(
    `INSERT INTO program (id, number, provider_id, type_id, credit_rule_id, status, name, name_key, description, minutes,
       requested_credits, credits, starts_on, ends_on, submitted_at, created_at)
     SELECT b.id, CASE WHEN status <> 'DRAFT' THEN 'B' || to_char(starts_on, 'YY') || b.n::text END, provider_id,
       (SELECT id FROM program_type WHERE code = CASE WHEN type < 2 THEN 'CONFERENCE' WHEN type < 45 THEN 'LECTURE'
          WHEN type < 75 THEN 'WEBINAR' WHEN type < 90 THEN 'EDUCATIONAL_PROGRAM' ELSE 'IN_SERVICE' END),
       (SELECT id FROM credit_rule WHERE code = 'CONTACT_HOUR_60'), status,
       a.topic || ' and ' || c.topic || ' ' || b.n, lower(replace(a.topic || 'and' || c.topic || b.n, ' ', '')),
       repeat('What is taught, and how. ', 20), 60 + 30 * (b.n % 6), 1 + (b.n % 6) * 0.5,
       CASE WHEN status IN ('COMPLETED', 'AWAITING_FEE', 'AWAITING_ATTENDANCE', 'APPROVED', 'CANCELLED') THEN 1 + (b.n % 6) * 0.5 END,
       starts_on, starts_on + (b.n % 3), CASE WHEN status <> 'DRAFT' THEN created_at + interval '3 days' END, created_at
     FROM bench_program b JOIN bench_word a ON a.n = 1 + b.n % $1 JOIN bench_word c ON c.n = 1 + (b.n / 13) % $1 ORDER BY b.n`,
    [topics.length],
  );
  await db.query(
    `INSERT INTO offering (program_id, starts_on, ends_on, time_zone, format, place, reported_at)
     SELECT id, starts_on + 14 * k, starts_on + 14 * k + (n % 3), (ARRAY['America/Chicago', 'America/New_York', 'Europe/Berlin'])[1 + n % 3],
       (ARRAY['IN_PERSON', 'VIRTUAL', 'HYBRID'])[1 + n % 3], 'Chicago, IL',
       CASE WHEN status IN ('COMPLETED', 'AWAITING_FEE') THEN starts_on + interval '20 days' END
     FROM bench_program, generate_series(0, n % 3) k ORDER BY n`,
  );
  await db.query(
    `INSERT INTO audit_entry (at, actor_as, actor_name, action, subject_type, subject_id, before, after)
     SELECT created_at + k * interval '2 days', 'PROVIDER', 'provider@example.test', (ARRAY['program.create', 'program.update',
         'program.submit', 'program.startReview', 'program.approve'])[k + 1], 'program', id,
       jsonb_build_object('status', (ARRAY[NULL, 'DRAFT', 'DRAFT', 'SUBMITTED', 'IN_REVIEW'])[k + 1]),
       jsonb_build_object('status', (ARRAY['DRAFT', 'DRAFT', 'SUBMITTED', 'IN_REVIEW', status])[k + 1])
     FROM bench_program, generate_series(0, 4) k ORDER BY n, k`,
  );
  await db.query("DROP TABLE IF EXISTS bench_upload");
  await db.query(
    "CREATE TEMP TABLE bench_upload AS SELECT n, uuidv7() AS id, id AS program_id FROM bench_program WHERE status IN ('COMPLETED', 'AWAITING_FEE')",
  );
  await db.query(
    `INSERT INTO attendance_upload (id, provider_id, file_name, sha256, byte_size, status, preview, row_count, checked_rows,
       recorded_rows, error_count, created_at)
     SELECT u.id, b.provider_id, 'roster-' || b.n || '.csv', sha256(b.n::text::bytea), 900, 'PROCESSED', false, $1, $1, $1, 0,
       b.starts_on + interval '5 days'
     FROM bench_upload u JOIN bench_program b USING (n)
     UNION ALL
     SELECT uuidv7(), provider_id, 'try-' || n || '.csv', sha256(n::text::bytea), 900,
       (ARRAY['REJECTED', 'PREVIEWED', 'REJECTED'])[1 + n % 3], n % 3 = 1, 14, 14, 0, n % 4, starts_on + interval '4 days'
     FROM bench_program WHERE n % 5 = 0 ORDER BY 12`,
    [recordsOfReported],
  );
  await db.query("DROP TABLE IF EXISTS bench_record");
  await db.query(
    `CREATE TEMP TABLE bench_record AS
     SELECT uuidv7() AS id, m.id AS member_id, m.n AS member_n, b.id AS program_id, b.n, k, u.id AS upload_id, b.starts_on,
       1 + (b.n % 6) * 0.5 AS credits, b.starts_on + interval '5 days' + k * interval '1 second' AS recorded_at
     FROM bench_program b JOIN bench_upload u USING (n), generate_series(1, $1::int) k
     JOIN bench_member m ON true WHERE m.n = 1 + (b.n * 7919::bigint + k * 1427) % $2 ORDER BY b.n, k`,
    [recordsOfReported, members],
  );
  await db.query(
    `INSERT INTO attendance_record (id, member_id, program_id, offering_id, completed_on, credits, source, upload_id, line, recorded_at,
       reversed_at, reversal_reason)
     SELECT r.id, r.member_id, r.program_id, o.id, r.starts_on, r.credits,
       CASE WHEN k % 7 = 0 THEN 'ENTRY' WHEN k % 13 = 0 THEN 'API' ELSE 'UPLOAD' END,
       CASE WHEN k % 7 > 0 THEN r.upload_id END, k + 1, r.recorded_at,
       CASE WHEN (r.n + k) % 100 = 0 THEN r.recorded_at + interval '9 days' END,
       CASE WHEN (r.n + k) % 100 = 0 THEN 'Was not there.' END
     FROM bench_record r
     JOIN (SELECT DISTINCT ON (program_id) program_id, id FROM offering ORDER BY program_id, starts_on) o USING (program_id)
     ORDER BY r.n, k`,
  );
  await db.query(
    `INSERT INTO attendance_tally (program_id, completed_on, records)
     SELECT program_id, starts_on, count(*) FROM bench_record GROUP BY program_id, starts_on`,
  );
  await db.query(
    `INSERT INTO certificate (id, number, verification_code, member_id, program_id, attendance_record_id, status, recipient_name,
       recipient_key, provider_name, accreditor_name, title, credits, credit_unit, completed_on, issued_at, pdf_file_id, revoked_at, revocation_reason)
     SELECT r.id, 'C' || to_char(nextval('certificate_number'), 'FM0000000'), 'BENCH' || r.n || '-' || k, r.member_id, r.program_id, r.id,
       CASE WHEN (r.n + k) % 50 = 0 THEN 'REVOKED' ELSE 'ISSUED' END, m.first_name || ' ' || m.last_name,
       m.first_name_key || m.last_name_key, 'Provider', 'Accreditor', p.name, r.credits,
       'credit', r.starts_on, r.recorded_at + interval '1 minute', (SELECT id FROM stored_file LIMIT 1),
       CASE WHEN (r.n + k) % 50 = 0 THEN r.recorded_at + interval '9 days' END,
       CASE WHEN (r.n + k) % 50 = 0 THEN 'Was not there.' END
     FROM bench_record r JOIN program p ON p.id = r.program_id JOIN member m ON m.id = r.member_id ORDER BY r.n, k`,
  );
  await db.query(
    `INSERT INTO mail (kind, dedupe_key, to_address, to_name, recipient_account_id, subject_id, subject, text, status, attempts, created_at, sent_at)
     SELECT 'CERTIFICATE', 'bench ' || r.id, 'member' || r.member_n || '@example.org', 'Member ' || r.member_n, NULL, r.id,
       'Your certificate for program ' || r.n, repeat('Your certificate is attached. ', 5),
       CASE WHEN (r.n + k) % 200 = 0 THEN 'FAILED' WHEN (r.n + k) % 777 = 0 THEN 'QUEUED' ELSE 'SENT' END, 1,
       r.recorded_at + interval '2 minutes', r.recorded_at + interval '3 minutes'
     FROM bench_record r WHERE k % 3 = 0 ORDER BY r.n, k`,
  );
  await db.query("DROP TABLE bench_record");
}

/** Once, for the first conference: 300 sessions, 5,000 registrations, and 2,000 members who claim five each. Answers with its ID. */
export async function fillConference(db: pg.Client): Promise<string> {
  const { rows } = await db.query(
    `SELECT p.id FROM program p JOIN program_type t ON t.id = p.type_id JOIN bench_provider b ON b.id = p.provider_id
     WHERE t.code = 'CONFERENCE' ORDER BY b.n, p.id LIMIT 1`,
  );
  const id: string = rows[0].id;
  await db.query("UPDATE program SET provider_id = (SELECT id FROM bench_provider WHERE n = 1) WHERE id = $1", [id]);
  await db.query(
    `INSERT INTO session (program_id, title, starts_at, ends_at, minutes, speakers, room, track, virtual, eligible, credits)
     SELECT $1, 'Session ' || n, now() + n * interval '10 minutes', now() + n * interval '10 minutes' + interval '1 hour', 60,
       ARRAY['Speaker ' || n % 90], 'Room ' || n % 9, 'Track ' || n % 5, n % 10 = 0, n % 7 > 0, 1 FROM generate_series(1, 300) n`,
    [id],
  );
  await db.query(
    `INSERT INTO registration (program_id, email, registration_type, virtual_only, created_at)
     SELECT $1, 'member' || n || '@example.org', (ARRAY['Full', 'One Day', 'Virtual'])[1 + n % 3], n % 3 = 2, now() - n * interval '1 minute'
     FROM generate_series(1, 5000) n`,
    [id],
  );
  await db.query(
    `INSERT INTO session_claim (member_id, session_id, attended_on, claimed_at)
     SELECT m.id, s.id, current_date, now() FROM bench_member m
     JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM session WHERE program_id = $1) s ON (s.n - m.n) % 60 = 0
     WHERE m.n <= 2000`,
    [id],
  );
  return id;
}

const topics = [
  "Sleep Apnea",
  "Scoring",
  "Polysomnography",
  "Restless Legs",
  "Insomnia",
  "Narcolepsy",
  "Titration",
  "Pediatrics",
  "Ethics",
  "Circadian Rhythm",
  "Home Testing",
  "Infection Control",
  "Patient Safety",
  "Respiratory Events",
  "Artifacts",
  "Epilepsy",
  "Parasomnia",
  "Oximetry",
  "Oral Appliances",
  "Telehealth",
];
const families = [
  "Smith",
  "Jones",
  "Garcia",
  "Miller",
  "Okafor",
  "Nguyen",
  "Rivera",
  "Cohen",
  "Larsen",
  "Novak",
  "Silva",
  "Kim",
  "Patel",
  "Haddad",
  "Ivanova",
  "Brown",
  "Wilson",
  "Moreau",
  "Rossi",
  "Weber",
];
const towns = [
  "Chicago",
  "Springfield",
  "Peoria",
  "Madison",
  "Dayton",
  "Austin",
  "Dallas",
  "Fresno",
  "Oakland",
  "Albany",
  "Buffalo",
  "Tacoma",
  "Seattle",
  "Spokane",
  "Rockford",
  "Joliet",
  "Boise",
  "Denver",
  "Tulsa",
  "Omaha",
];
const firstNames = [
  "John",
  "Jane",
  "Sally",
  "Suzie",
  "James",
  "Ada",
  "Luis",
  "Mei",
  "Omar",
  "Ines",
  "Noah",
  "Zoe",
  "Ravi",
  "Lena",
];
