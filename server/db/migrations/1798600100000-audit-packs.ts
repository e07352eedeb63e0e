import type { MigrationInterface, QueryRunner } from "typeorm";

/** A program's whole history is made into a file as everything is. */
export class AuditPacks1798600100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE whole_export ADD program_id uuid,
      ADD CONSTRAINT whole_export_program FOREIGN KEY (program_id) REFERENCES program (id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM whole_export WHERE program_id IS NOT NULL");
    await runner.query("ALTER TABLE whole_export DROP program_id");
  }
}
