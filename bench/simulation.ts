import type pg from "pg";
import { CreditRuleTrialInput } from "../server/certificates/rule-trial/rule-trial.object.ts";
import { trialSql } from "../server/certificates/rule-trial/rule-trial.sql.ts";
import { trialTotalsSql } from "../server/certificates/rule-trial/try-credit-rule.ts";
import { Bindings } from "../server/core/lists/sql.ts";
import { median, startBench } from "./bench-server.ts";
import { fillPeople } from "./fill-lists.ts";

const certificates = Number(process.env.BENCH_RECORDS ?? 1_000_000);
const perProgram = 25;
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);

/** The same rows by the same joins, added up: programs, sessions, certificates with their lines. */
const plainScan = `WITH lines AS (SELECT l.certificate_id, sum(l.credits) AS credits FROM certificate_line l LEFT JOIN session s ON s.id = l.session_id GROUP BY 1)
  SELECT 'PROGRAM', r.unit, count(*), sum(p.credits) FROM program p JOIN credit_rule r ON r.id = p.credit_rule_id
    WHERE p.credits IS NOT NULL AND p.starts_on BETWEEN $1::date AND $2::date GROUP BY 2
  UNION ALL SELECT 'SESSION', r.unit, count(*), sum(s.credits) FROM session s JOIN program p ON p.id = s.program_id JOIN credit_rule r ON r.id = p.credit_rule_id
    WHERE p.credits IS NOT NULL AND s.eligible AND s.removed_at IS NULL AND p.starts_on BETWEEN $1::date AND $2::date GROUP BY 2
  UNION ALL SELECT 'CERTIFICATE', c.credit_unit, count(*), sum(coalesce(l.credits, c.credits)) FROM certificate c JOIN program p ON p.id = c.program_id
    JOIN credit_rule r ON r.id = p.credit_rule_id LEFT JOIN lines l ON l.certificate_id = c.id
    WHERE p.credits IS NOT NULL AND c.status = 'ISSUED' AND c.completed_on BETWEEN $1::date AND $2::date GROUP BY 2`;

/**
 * Seconds in which a new credit rule is tried on a million certificates with their programs and sessions, beside a plain scan of the same
 * rows that adds them up: for a rule by which nearly all would differ, and one by which few would. Goal: at most twice as long.
 */
export async function simulation(): Promise<void> {
  const bench = await startBench();
  const { db } = bench;
  try {
    await fillPeople(db);
    await fill(db);
    await db.query("VACUUM ANALYZE");
    console.log(
      `simulation: a credit rule tried on ${certificates} certificates, against a plain scan; medians of ${rounds}`,
    );
    const days = { from: "2000-01-01", to: "2100-01-01" };
    const given = {
      code: "CONTACT_HOUR_60",
      name: "tried",
      unit: "CEC",
      startsOn: "2100-01-01",
      minutesPerUnit: 60,
      step: "0.25",
      rounding: "HALF_UP" as const,
      minimumMinutes: 0,
      minimumCredits: "0.00",
      firstUnitWhole: false,
      ...days,
    };
    for (const [name, changes] of [
      ["nearly all differ", { minutesPerUnit: 50 }],
      ["few differ", { minimumMinutes: 61 }],
    ] as const) {
      const { bind, values } = new Bindings();
      const sql = trialTotalsSql(trialSql(bind, Object.assign(new CreditRuleTrialInput(), given, changes)));
      const ours: number[] = [];
      const plain: number[] = [];
      let found: { of: string; looked: number; differ: number }[] = [];
      for (let round = 0; round <= rounds; round++) {
        const scan = await timed(() => db.query(plainScan, [days.from, days.to]));
        const trial = await timed(async () => {
          found = (await db.query(sql, values)).rows;
        });
        // The first warms up.
        if (round > 0) plain.push(scan);
        if (round > 0) ours.push(trial);
      }
      const counts = found.map(({ of, looked, differ }) => `${of.toLowerCase()}s ${differ} of ${looked}`).join(", ");
      console.log(
        `  ${name} (${counts}): ${median(ours).toFixed(2)} s, plain ${median(plain).toFixed(2)} s, ratio ${(median(ours) / median(plain)).toFixed(2)}`,
      );
    }
  } finally {
    await bench.stop();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
}

/** One program in twenty is a conference of twenty sessions, whose certificates have four lines. */
async function fill(db: pg.Client): Promise<void> {
  await db.query(
    `CREATE TEMP TABLE simulated AS SELECT n, uuid_v7() AS id, n % 20 = 0 AS is_conference, 60 + 30 * (n % 6) AS minutes, current_date - n % 3650 AS day
     FROM generate_series(1, $1::int) n`,
    [Math.ceil(certificates / perProgram)],
  );
  await db.query(
    `INSERT INTO program (id, number, provider_id, type_id, credit_rule_id, status, name, name_key, minutes, requested_credits, credits, starts_on, ends_on,
       submitted_at, created_at)
     SELECT s.id, 'S' || n, (SELECT id FROM bench_provider b WHERE b.n = 1 + s.n % 300), t.id, r.id, 'COMPLETED', 'Program ' || n, 'program' || n,
       CASE WHEN is_conference THEN 1200 ELSE minutes END, 1, CASE WHEN is_conference THEN 20 ELSE minutes / 60.0 END, day, day, now(), now()
     FROM simulated s JOIN program_type t ON t.code = CASE WHEN is_conference THEN 'CONFERENCE' ELSE 'LECTURE' END
     JOIN credit_rule r ON r.code = 'CONTACT_HOUR_60'`,
  );
  await db.query(
    `INSERT INTO session (id, program_id, title, starts_at, ends_at, minutes, virtual, eligible, credits)
     SELECT uuid_v7(), s.id, 'Session ' || k, day + k * interval '1 hour', day + (k + 1) * interval '1 hour', 60, false, true, 1
     FROM simulated s, generate_series(1, 20) k WHERE is_conference`,
  );
  await db.query(
    `INSERT INTO certificate (id, number, verification_code, member_id, program_id, attendance_record_id, recipient_name, recipient_key, provider_name,
       accreditor_name, title, credits, credit_unit, completed_on, issued_at, pdf_file_id)
     SELECT uuid_v7(), 'C' || s.n * $1::int + k, 'S' || s.n || '-' || k, m.id, s.id, CASE WHEN NOT is_conference THEN uuid_v7() END, 'Recipient ' || k, 'recipient',
       'Provider', 'Accreditor', 'Program ' || s.n, CASE WHEN is_conference THEN 4 WHEN k % 10 = 0 THEN 0.5 ELSE minutes / 60.0 END, 'CEC', day, now(),
       (SELECT id FROM stored_file LIMIT 1)
     FROM simulated s CROSS JOIN generate_series(0, $1::int - 1) k JOIN bench_member m ON m.n = 1 + (s.n * 31 + k) % 20000`,
    [perProgram],
  );
  await db.query(
    `INSERT INTO certificate_line (certificate_id, position, session_id, title, attended_on, credits, virtual)
     SELECT c.id, l.k, l.id, 'Session', c.completed_on, 1, false FROM simulated s JOIN certificate c ON c.program_id = s.id
     CROSS JOIN LATERAL (SELECT x.id, row_number() OVER () AS k FROM session x WHERE x.program_id = s.id LIMIT 4) l WHERE s.is_conference`,
  );
}
