import type { MigrationInterface, QueryRunner } from "typeorm";

/** Whatever refers to a stored file is found by it: with each of many thousands that are let go PostgreSQL looks for who still has it. */
export class FilesLetGo1799000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("CREATE INDEX credit_note_by_file ON credit_note (file_id)");
    await runner.query(
      "CREATE INDEX name_request_by_document ON name_request (document_file_id) WHERE document_file_id IS NOT NULL",
    );
    await runner.query(
      "CREATE INDEX outside_credit_by_proof ON outside_credit (proof_file_id) WHERE proof_file_id IS NOT NULL",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX outside_credit_by_proof, name_request_by_document, credit_note_by_file");
  }
}
