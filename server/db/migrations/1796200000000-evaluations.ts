import type { MigrationInterface, QueryRunner } from "typeorm";

/** What who attended is asked, that they answered, and, apart from that, what was answered. */
export class Evaluations1796200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE evaluation_question (
      id uuid NOT NULL DEFAULT uuid_v7(),
      kind text NOT NULL,
      about text NOT NULL,
      text text NOT NULL,
      choices text[] NOT NULL DEFAULT '{}',
      required boolean NOT NULL,
      CONSTRAINT evaluation_question_pkey PRIMARY KEY (id),
      CONSTRAINT evaluation_question_kind CHECK (kind IN ('SCALE', 'CHOICE', 'SEVERAL', 'TEXT', 'ATTESTATION')),
      CONSTRAINT evaluation_question_about CHECK (about IN ('PROGRAM', 'SESSION', 'SPEAKER')))`);
    await runner.query(`CREATE TABLE evaluation_form (
      id uuid NOT NULL DEFAULT uuid_v7(),
      type_id uuid,
      program_id uuid,
      version integer NOT NULL,
      starts_on date,
      required boolean NOT NULL,
      CONSTRAINT evaluation_form_pkey PRIMARY KEY (id),
      CONSTRAINT evaluation_form_of_type UNIQUE (type_id, version),
      CONSTRAINT evaluation_form_of_program UNIQUE (program_id, version),
      CONSTRAINT evaluation_form_type FOREIGN KEY (type_id) REFERENCES program_type (id),
      CONSTRAINT evaluation_form_program FOREIGN KEY (program_id) REFERENCES program (id) ON DELETE CASCADE,
      CONSTRAINT evaluation_form_of CHECK ((type_id IS NULL) <> (program_id IS NULL) AND (type_id IS NULL) = (starts_on IS NULL)))`);
    await runner.query(`CREATE TABLE evaluation_form_question (
      form_id uuid NOT NULL,
      position integer NOT NULL,
      question_id uuid NOT NULL,
      CONSTRAINT evaluation_form_question_pkey PRIMARY KEY (form_id, position),
      CONSTRAINT evaluation_form_question_form FOREIGN KEY (form_id) REFERENCES evaluation_form (id) ON DELETE CASCADE,
      CONSTRAINT evaluation_form_question_question FOREIGN KEY (question_id) REFERENCES evaluation_question (id))`);
    await runner.query(
      "CREATE UNIQUE INDEX evaluation_form_question_once ON evaluation_form_question (form_id, question_id)",
    );
    await runner.query(`CREATE TABLE evaluation_response (
      member_id uuid NOT NULL,
      program_id uuid NOT NULL,
      answered_on date NOT NULL,
      waived boolean NOT NULL DEFAULT false,
      CONSTRAINT evaluation_response_pkey PRIMARY KEY (member_id, program_id),
      CONSTRAINT evaluation_response_member FOREIGN KEY (member_id) REFERENCES member (id),
      CONSTRAINT evaluation_response_program FOREIGN KEY (program_id) REFERENCES program (id))`);
    await runner.query("CREATE INDEX evaluation_response_by_program ON evaluation_response (program_id)");
    await runner.query(`CREATE TABLE evaluation_box (
      program_id uuid NOT NULL,
      about text NOT NULL,
      subject text NOT NULL,
      waiting integer NOT NULL DEFAULT 0,
      sealed bytea,
      counted integer NOT NULL DEFAULT 0,
      CONSTRAINT evaluation_box_pkey PRIMARY KEY (program_id, about, subject),
      CONSTRAINT evaluation_box_program FOREIGN KEY (program_id) REFERENCES program (id),
      CONSTRAINT evaluation_box_waiting CHECK (waiting BETWEEN 0 AND 4 AND (waiting = 0) = (sealed IS NULL)),
      CONSTRAINT evaluation_box_counted CHECK (counted % 5 = 0))`);
    await runner.query(`CREATE TABLE evaluation_tally (
      program_id uuid NOT NULL,
      subject text NOT NULL,
      question_id uuid NOT NULL,
      choice integer NOT NULL,
      count integer NOT NULL,
      CONSTRAINT evaluation_tally_pkey PRIMARY KEY (program_id, subject, question_id, choice),
      CONSTRAINT evaluation_tally_program FOREIGN KEY (program_id) REFERENCES program (id),
      CONSTRAINT evaluation_tally_question FOREIGN KEY (question_id) REFERENCES evaluation_question (id))`);
    await runner.query(`CREATE TABLE evaluation_text (
      id uuid NOT NULL,
      program_id uuid NOT NULL,
      subject text NOT NULL,
      question_id uuid NOT NULL,
      text text NOT NULL,
      CONSTRAINT evaluation_text_pkey PRIMARY KEY (id),
      CONSTRAINT evaluation_text_program FOREIGN KEY (program_id) REFERENCES program (id),
      CONSTRAINT evaluation_text_question FOREIGN KEY (question_id) REFERENCES evaluation_question (id))`);
    await runner.query("CREATE INDEX evaluation_text_by_program ON evaluation_text (program_id, question_id)");
    await runner.query(`CREATE TABLE evaluation_link (
      token_hash bytea NOT NULL,
      member_id uuid NOT NULL,
      program_id uuid NOT NULL,
      expires_at timestamptz NOT NULL,
      CONSTRAINT evaluation_link_pkey PRIMARY KEY (token_hash),
      CONSTRAINT evaluation_link_member FOREIGN KEY (member_id) REFERENCES member (id),
      CONSTRAINT evaluation_link_program FOREIGN KEY (program_id) REFERENCES program (id))`);
    await runner.query("CREATE INDEX evaluation_link_of ON evaluation_link (member_id, program_id)");
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["link", "text", "tally", "box", "response", "form_question", "form", "question"])
      await runner.query(`DROP TABLE evaluation_${table}`);
  }
}
