import type { MigrationInterface, QueryRunner } from "typeorm";

/** What needs attention: what takes a look at everything to find, and what staff looked at and left. */
export class NeedsAttention1795910000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE attention_found (
      id uuid NOT NULL DEFAULT uuid_v7() CONSTRAINT attention_found_pkey PRIMARY KEY,
      kind text NOT NULL CONSTRAINT attention_found_kind CHECK (kind IN ('CERTIFICATE_MISSING', 'MEMBER_TWICE')),
      subject_id uuid NOT NULL,
      other_id uuid,
      because text,
      found_at timestamptz NOT NULL,
      CONSTRAINT attention_found_once UNIQUE NULLS NOT DISTINCT (kind, subject_id, other_id),
      CONSTRAINT attention_found_pair CHECK ((kind = 'MEMBER_TWICE') = (other_id IS NOT NULL)))`);
    await runner.query(`CREATE TABLE attention_set_aside (
      kind text NOT NULL,
      subject text NOT NULL,
      set_aside_at timestamptz NOT NULL,
      CONSTRAINT attention_set_aside_pkey PRIMARY KEY (kind, subject))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE attention_set_aside");
    await runner.query("DROP TABLE attention_found");
  }
}
