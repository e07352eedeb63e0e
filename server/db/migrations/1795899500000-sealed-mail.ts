import type { MigrationInterface, QueryRunner } from "typeorm";

/** Codes and links of mails are kept apart from their text. Those that were sent lose them. */
export class SealedMail1795899500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE mail ADD COLUMN sealed bytea");
    await runner.query(`UPDATE mail SET text = regexp_replace(regexp_replace(text, '\\S+[?]token=\\S+', '[link removed]', 'g'),
        '\\m\\d{8}\\M', '[code removed]', 'g')
      WHERE kind IN ('SIGN_UP', 'EMAIL_CODE', 'PASSWORD_RESET', 'INVITATION') AND status <> 'QUEUED'`);
    await runner.query("CREATE INDEX mail_sealed ON mail (kind, created_at) WHERE sealed IS NOT NULL");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE mail DROP COLUMN sealed");
  }
}
