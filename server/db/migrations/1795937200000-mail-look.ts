import type { MigrationInterface, QueryRunner } from "typeorm";

/** Mails look like the accreditor's: who sends them, in which colours, and with which words they end. */
export class MailLook1795937200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE accreditor_settings
         ADD mail_sender_name text NOT NULL DEFAULT '',
         ADD mail_colour text NOT NULL DEFAULT '#1b2a4a',
         ADD mail_accent_colour text NOT NULL DEFAULT '#24478f',
         ADD mail_sign_off text NOT NULL DEFAULT '',
         ADD mail_footer text NOT NULL DEFAULT '',
         ADD CONSTRAINT accreditor_settings_mail_colours CHECK (mail_colour ~ '^#[0-9a-f]{6}$' AND mail_accent_colour ~ '^#[0-9a-f]{6}$')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE accreditor_settings
         DROP mail_sender_name, DROP mail_colour, DROP mail_accent_colour, DROP mail_sign_off, DROP mail_footer`,
    );
  }
}
