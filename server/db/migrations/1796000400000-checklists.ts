import type { MigrationInterface, QueryRunner } from "typeorm";

/** What is looked at in reviews: by type, and for each program as it was when its review began. */
export class Checklists1796000400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE checklist_item (
      type_id uuid NOT NULL,
      position integer NOT NULL,
      text text NOT NULL,
      required boolean NOT NULL,
      CONSTRAINT checklist_item_pkey PRIMARY KEY (type_id, position),
      CONSTRAINT checklist_item_type FOREIGN KEY (type_id) REFERENCES program_type (id))`);
    await runner.query(`CREATE TABLE program_check (
      id uuid NOT NULL DEFAULT uuid_v7(),
      program_id uuid NOT NULL,
      position integer NOT NULL,
      text text NOT NULL,
      required boolean NOT NULL,
      checked_at timestamptz,
      checked_by_account_id uuid,
      CONSTRAINT program_check_pkey PRIMARY KEY (id),
      CONSTRAINT program_check_once UNIQUE (program_id, position),
      CONSTRAINT program_check_program FOREIGN KEY (program_id) REFERENCES program (id) ON DELETE CASCADE,
      CONSTRAINT program_check_account FOREIGN KEY (checked_by_account_id) REFERENCES account (id),
      CONSTRAINT program_check_by CHECK (checked_at IS NOT NULL OR checked_by_account_id IS NULL))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE program_check");
    await runner.query("DROP TABLE checklist_item");
  }
}
