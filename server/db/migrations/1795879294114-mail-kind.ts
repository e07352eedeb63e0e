import type { MigrationInterface, QueryRunner } from "typeorm";

/** A mail says what it is about, where until now only the beginning of its cause did. */
export class MailKind1795879294114 implements MigrationInterface {
  name = "MailKind1795879294114";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("ALTER TABLE mail ADD COLUMN kind text");
    // What was sent again is of the first one's kind; of one that was erased nothing is known but that it was sent.
    await queryRunner.query(`
      UPDATE mail m SET kind = coalesce(k.kind, 'CHANGE')
      FROM (
        SELECT m.id, upper(replace(split_part(coalesce(first.dedupe_key, m.dedupe_key), ':', 1), '-', '_')) AS kind
        FROM mail m LEFT JOIN mail first ON m.dedupe_key LIKE 'resend:' || first.id || ':%'
      ) k WHERE k.id = m.id`);
    await queryRunner.query(`UPDATE mail SET kind = 'CHANGE' WHERE kind NOT IN ('CERTIFICATE', 'WELCOME', 'SIGN_UP', 'EMAIL_CODE',
      'PASSWORD_RESET', 'CHANGE', 'INVITATION', 'MERGE', 'ERASURE')`);
    await queryRunner.query("ALTER TABLE mail ALTER COLUMN kind SET NOT NULL");
    await queryRunner.query("CREATE INDEX mail_by_kind ON mail (kind, created_at, id)");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("ALTER TABLE mail DROP COLUMN kind");
  }
}
