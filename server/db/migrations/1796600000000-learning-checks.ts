import type { MigrationInterface, QueryRunner } from "typeorm";

/** What somebody must know to earn a certificate: the questions with their right answers, and who tried with what success. */
export class LearningChecks1796600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE learning_check (
      id uuid NOT NULL DEFAULT uuid_v7(),
      type_id uuid,
      program_id uuid,
      version integer NOT NULL,
      starts_on date,
      required boolean NOT NULL,
      pass_percent integer NOT NULL,
      attempts integer NOT NULL,
      CONSTRAINT learning_check_pkey PRIMARY KEY (id),
      CONSTRAINT learning_check_of_type UNIQUE (type_id, version),
      CONSTRAINT learning_check_of_program UNIQUE (program_id, version),
      CONSTRAINT learning_check_type FOREIGN KEY (type_id) REFERENCES program_type (id),
      CONSTRAINT learning_check_program FOREIGN KEY (program_id) REFERENCES program (id) ON DELETE CASCADE,
      CONSTRAINT learning_check_of CHECK ((type_id IS NULL) <> (program_id IS NULL) AND (type_id IS NULL) = (starts_on IS NULL)),
      CONSTRAINT learning_check_terms CHECK (pass_percent BETWEEN 1 AND 100 AND attempts BETWEEN 1 AND 20))`);
    await runner.query(`CREATE TABLE learning_question (
      check_id uuid NOT NULL,
      position integer NOT NULL,
      question_id uuid NOT NULL,
      kind text NOT NULL,
      text text NOT NULL,
      choices text[] NOT NULL,
      right_choices integer[] NOT NULL,
      explanation text NOT NULL DEFAULT '',
      CONSTRAINT learning_question_pkey PRIMARY KEY (check_id, position),
      CONSTRAINT learning_question_check FOREIGN KEY (check_id) REFERENCES learning_check (id) ON DELETE CASCADE,
      CONSTRAINT learning_question_kind CHECK (kind IN ('CHOICE', 'SEVERAL')),
      CONSTRAINT learning_question_right CHECK (cardinality(right_choices) > 0 AND (kind = 'SEVERAL' OR cardinality(right_choices) = 1)))`);
    await runner.query("CREATE UNIQUE INDEX learning_question_once ON learning_question (check_id, question_id)");
    await runner.query(`CREATE TABLE learning_attempt (
      id uuid NOT NULL DEFAULT uuid_v7(),
      member_id uuid NOT NULL,
      program_id uuid NOT NULL,
      check_id uuid NOT NULL,
      pass_percent integer NOT NULL,
      begun_at timestamp with time zone NOT NULL,
      finished_at timestamp with time zone,
      right_count integer,
      question_count integer,
      passed boolean NOT NULL DEFAULT false,
      CONSTRAINT learning_attempt_pkey PRIMARY KEY (id),
      CONSTRAINT learning_attempt_member FOREIGN KEY (member_id) REFERENCES member (id),
      CONSTRAINT learning_attempt_program FOREIGN KEY (program_id) REFERENCES program (id),
      CONSTRAINT learning_attempt_check FOREIGN KEY (check_id) REFERENCES learning_check (id),
      CONSTRAINT learning_attempt_finished CHECK ((finished_at IS NULL) = (right_count IS NULL) AND (finished_at IS NULL) = (question_count IS NULL)),
      CONSTRAINT learning_attempt_passed CHECK (NOT passed OR right_count * 100 >= pass_percent * question_count))`);
    await runner.query("CREATE INDEX learning_attempt_of ON learning_attempt (member_id, program_id)");
    await runner.query("CREATE INDEX learning_attempt_by_program ON learning_attempt (program_id)");
    await runner.query("CREATE INDEX learning_attempt_by_check ON learning_attempt (check_id)");
    await runner.query(
      "CREATE UNIQUE INDEX learning_attempt_open ON learning_attempt (member_id, program_id) WHERE finished_at IS NULL",
    );
    await runner.query(`CREATE TABLE learning_answer (
      attempt_id uuid NOT NULL,
      question_id uuid NOT NULL,
      choices integer[] NOT NULL,
      is_right boolean NOT NULL,
      CONSTRAINT learning_answer_pkey PRIMARY KEY (attempt_id, question_id),
      CONSTRAINT learning_answer_attempt FOREIGN KEY (attempt_id) REFERENCES learning_attempt (id) ON DELETE CASCADE)`);
    await runner.query(`CREATE TABLE learning_grant (
      member_id uuid NOT NULL,
      program_id uuid NOT NULL,
      attempts integer NOT NULL,
      CONSTRAINT learning_grant_pkey PRIMARY KEY (member_id, program_id),
      CONSTRAINT learning_grant_member FOREIGN KEY (member_id) REFERENCES member (id),
      CONSTRAINT learning_grant_program FOREIGN KEY (program_id) REFERENCES program (id),
      CONSTRAINT learning_grant_attempts CHECK (attempts > 0))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["grant", "answer", "attempt", "question", "check"])
      await runner.query(`DROP TABLE learning_${table}`);
  }
}
