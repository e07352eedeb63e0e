import type { MigrationInterface, QueryRunner } from "typeorm";

const up = [
  `CREATE TABLE session (
      id uuid NOT NULL DEFAULT uuid_v7(),
      program_id uuid NOT NULL,
      external_id text,
      title text NOT NULL,
      subtitle text,
      starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
      ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
      minutes integer NOT NULL,
      speakers text array NOT NULL DEFAULT '{}',
      room text,
      track text,
      type text,
      virtual boolean NOT NULL,
      virtual_set_by_hand boolean NOT NULL DEFAULT false,
      eligible boolean NOT NULL,
      eligible_set_by_hand boolean NOT NULL DEFAULT false,
      credits numeric(6,2) NOT NULL,
      credits_reason text,
      released_on date,
      recording_of_id uuid,
      registration_types text array,
      removed_at TIMESTAMP WITH TIME ZONE,
      CONSTRAINT session_once_per_file_id UNIQUE (program_id, external_id),
      CONSTRAINT session_no_recording_of_itself CHECK (recording_of_id <> id),
      CONSTRAINT session_credits CHECK (credits >= 0),
      CONSTRAINT session_times CHECK (starts_at < ends_at AND minutes > 0),
      PRIMARY KEY (id),
      CONSTRAINT session_program FOREIGN KEY (program_id) REFERENCES program(id) ON DELETE CASCADE,
      CONSTRAINT session_recording_of FOREIGN KEY (recording_of_id) REFERENCES session(id) ON DELETE SET NULL)`,
  "CREATE INDEX session_by_original ON session (recording_of_id) WHERE recording_of_id IS NOT NULL",
  "CREATE INDEX session_by_program ON session (program_id, starts_at, id)",
  `CREATE TABLE registration (
      id uuid NOT NULL DEFAULT uuid_v7(),
      program_id uuid NOT NULL,
      email text NOT NULL,
      registration_type text NOT NULL,
      access_from date,
      access_until date,
      virtual_only boolean NOT NULL DEFAULT false,
      created_at TIMESTAMP WITH TIME ZONE NOT NULL,
      CONSTRAINT registration_once_per_address UNIQUE (program_id, email),
      CONSTRAINT registration_access CHECK (access_from <= access_until),
      CONSTRAINT registration_email_lower_case CHECK (email = lower(email)),
      PRIMARY KEY (id),
      CONSTRAINT registration_program FOREIGN KEY (program_id) REFERENCES program(id) ON DELETE CASCADE)`,
  "CREATE INDEX registration_by_address ON registration (email)",
  `CREATE TABLE session_claim (
      member_id uuid NOT NULL,
      session_id uuid NOT NULL,
      attended_on date NOT NULL,
      claimed_at TIMESTAMP WITH TIME ZONE NOT NULL,
      PRIMARY KEY (member_id, session_id),
      CONSTRAINT session_claim_member FOREIGN KEY (member_id) REFERENCES member(id),
      CONSTRAINT session_claim_session FOREIGN KEY (session_id) REFERENCES session(id))`,
  "CREATE INDEX session_claim_by_session ON session_claim (session_id)",
  // An attendance may now be that of one session, and may be taken back without being deleted.
  `ALTER TABLE attendance_record
      ADD session_id uuid CONSTRAINT attendance_record_session REFERENCES session(id),
      ADD reversed_at TIMESTAMP WITH TIME ZONE,
      ADD reversal_reason text,
      ADD CONSTRAINT attendance_record_reversal CHECK ((reversed_at IS NULL) = (reversal_reason IS NULL)),
      DROP CONSTRAINT attendance_record_credits,
      ADD CONSTRAINT attendance_record_credits CHECK (credits > 0 OR session_id IS NOT NULL AND credits = 0),
      DROP CONSTRAINT attendance_once_per_offering`,
  `CREATE UNIQUE INDEX attendance_once_per_offering ON attendance_record (member_id, offering_id)
      WHERE session_id IS NULL AND reversed_at IS NULL`,
  `CREATE UNIQUE INDEX attendance_once_per_session ON attendance_record (member_id, session_id)
      WHERE session_id IS NOT NULL AND reversed_at IS NULL`,
  "CREATE INDEX attendance_record_by_session ON attendance_record (session_id) WHERE session_id IS NOT NULL",
  "CREATE INDEX attendance_record_by_member ON attendance_record (member_id, completed_on, id)",
  `ALTER TABLE certificate
      ADD transcript_file_id uuid CONSTRAINT certificate_transcript_file REFERENCES stored_file(id)`,
  `CREATE UNIQUE INDEX certificate_once_per_conference ON certificate (member_id, program_id)
      WHERE status = 'ISSUED' AND attendance_record_id IS NULL`,
  `CREATE TABLE certificate_line (
      certificate_id uuid NOT NULL,
      position integer NOT NULL,
      session_id uuid NOT NULL,
      title text NOT NULL,
      attended_on date NOT NULL,
      credits numeric(6,2) NOT NULL,
      virtual boolean NOT NULL,
      PRIMARY KEY (certificate_id, position),
      CONSTRAINT certificate_line_certificate FOREIGN KEY (certificate_id) REFERENCES certificate(id) ON DELETE CASCADE,
      CONSTRAINT certificate_line_session FOREIGN KEY (session_id) REFERENCES session(id))`,
  "CREATE INDEX certificate_line_by_session ON certificate_line (session_id)",
  `ALTER TABLE accreditor_settings
      ADD claims_from_year integer NOT NULL DEFAULT 2022,
      ADD presenters_may_claim boolean NOT NULL DEFAULT true`,
];

const down = [
  "ALTER TABLE accreditor_settings DROP presenters_may_claim, DROP claims_from_year",
  "DROP TABLE certificate_line",
  "DROP INDEX certificate_once_per_conference",
  "ALTER TABLE certificate DROP transcript_file_id",
  "DROP INDEX attendance_record_by_member",
  // Fails where claims were awarded: what people hold is not deleted to go back.
  `ALTER TABLE attendance_record
      DROP CONSTRAINT attendance_record_credits,
      ADD CONSTRAINT attendance_record_credits CHECK (credits > 0),
      DROP session_id, DROP reversed_at, DROP reversal_reason,
      ADD CONSTRAINT attendance_once_per_offering UNIQUE (member_id, offering_id)`,
  "DROP TABLE session_claim",
  "DROP TABLE registration",
  "DROP TABLE session",
];

/** Conferences: sessions, registrations, claims, and certificates that list sessions. */
export class Conferences1764000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of down) await runner.query(statement);
  }
}
