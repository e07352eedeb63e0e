import type { MigrationInterface, QueryRunner } from "typeorm";

/** What staff are told of each other's work on a program is not for those of them who act for its provider. */
export class MailsAmongStaff1796300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE mail ADD COLUMN among_staff boolean NOT NULL DEFAULT false");
    await runner.query(
      "UPDATE mail SET among_staff = true WHERE kind = 'REVIEW' AND dedupe_key ~ ':(assigned|recommended):[^:]+:[^:]+:[^:]+$'",
    );
    await runner.query(
      `UPDATE mail SET among_staff = true FROM mail first
       WHERE mail.dedupe_key LIKE 'resend:%' AND mail.kind = 'REVIEW' AND first.among_staff AND first.id::text = split_part(mail.dedupe_key, ':', 2)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE mail DROP COLUMN among_staff");
  }
}
