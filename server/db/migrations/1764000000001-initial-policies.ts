import type { MigrationInterface, QueryRunner } from "typeorm";

/** What every installation starts with and staff may then change: settings, credit rules, program types. Source: product design. */
export class InitialPolicies1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      INSERT INTO accreditor_settings (id, accreditor_name, member_id_label, program_letter, time_zone, reporting_days,
        credit_rule_code, signatory_name, signatory_title)
      VALUES (1, 'Accreditor', 'Member ID', 'A', 'America/Chicago', 45, 'CONTACT_HOUR_60', 'Director of Education', '')`);
    await runner.query(`
      INSERT INTO credit_rule (code, name, unit, starts_on, minutes_per_unit, step, rounding, minimum_minutes,
        minimum_credits, first_unit_whole)
      VALUES
        ('CONTACT_HOUR_60', 'Contact hour, 60 minutes', 'CEC', '1970-01-01', 60, 0.25, 'HALF_UP', 0, 0, false),
        ('IACET_CEU', 'IACET continuing education unit', 'CEU', '1970-01-01', 600, 0.1, 'HALF_UP', 0, 0.1, false),
        ('NASBA_CPE', 'NASBA-style credit, 50 minutes', 'CPE', '1970-01-01', 50, 0.5, 'DOWN', 0, 0, true),
        ('AST_CE', 'AST-style credit, 15-minute steps from 30 minutes', 'CE', '1970-01-01', 60, 0.25, 'DOWN', 30, 0, false),
        ('AEU', 'Administrator education unit, sessions of 60 minutes or more', 'AEU', '1970-01-01', 60, 0.25, 'DOWN', 60, 0, false)`);
    await runner.query(`
      INSERT INTO program_type (code, name, minimum_minutes, maximum_minutes, position)
      VALUES
        ('IN_SERVICE', 'In-Service/Case Conference', 60, 120, 1),
        ('LECTURE', 'Single Lecture/Workshop', 60, 120, 2),
        ('EDUCATIONAL_PROGRAM', 'Educational Program, Course, Seminar', 121, NULL, 3),
        ('WEBINAR', 'Webinar', 60, 120, 4),
        ('PRE_RECORDED', 'Pre-Recorded Learning Activity', NULL, NULL, 5),
        ('CONFERENCE', 'Conference', NULL, NULL, 6)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM program_type");
    await runner.query("DELETE FROM credit_rule");
    await runner.query("DELETE FROM accreditor_settings");
  }
}
