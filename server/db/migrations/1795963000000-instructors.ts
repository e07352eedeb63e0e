import type { MigrationInterface, QueryRunner } from "typeorm";

/** Which members a session's speakers are, what they earn as such, and that a record or a certificate's line came of it. */
export class Instructors1795963000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE instructor_rule (
      type_id uuid NOT NULL,
      starts_on date NOT NULL,
      multiple numeric(4,2),
      first_time_only boolean NOT NULL,
      CONSTRAINT instructor_rule_pkey PRIMARY KEY (type_id, starts_on),
      CONSTRAINT instructor_rule_type FOREIGN KEY (type_id) REFERENCES program_type (id),
      CONSTRAINT instructor_rule_multiple CHECK (multiple > 0 AND multiple <= 10 OR multiple IS NULL AND NOT first_time_only))`);
    await runner.query(`CREATE TABLE session_instructor (
      session_id uuid NOT NULL,
      member_id uuid NOT NULL,
      speaker text NOT NULL,
      given_before boolean NOT NULL,
      linked boolean NOT NULL DEFAULT true,
      set_by_staff boolean NOT NULL,
      CONSTRAINT session_instructor_pkey PRIMARY KEY (session_id, member_id),
      CONSTRAINT session_instructor_session FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE,
      CONSTRAINT session_instructor_member FOREIGN KEY (member_id) REFERENCES member (id))`);
    await runner.query("CREATE INDEX session_instructor_by_member ON session_instructor (member_id)");
    await runner.query("ALTER TABLE attendance_record ADD as_instructor boolean NOT NULL DEFAULT false");
    await runner.query("ALTER TABLE certificate_line ADD as_instructor boolean NOT NULL DEFAULT false");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE certificate_line DROP as_instructor");
    await runner.query("ALTER TABLE attendance_record DROP as_instructor");
    await runner.query("DROP TABLE session_instructor");
    await runner.query("DROP TABLE instructor_rule");
  }
}
