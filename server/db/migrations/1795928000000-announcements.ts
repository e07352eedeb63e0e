import type { MigrationInterface, QueryRunner } from "typeorm";

/** Programs that are made known to the members by mail, and who wants which mails. */
export class Announcements1795928000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE mail_opt_out (
      account_id uuid NOT NULL,
      kind text NOT NULL,
      CONSTRAINT mail_opt_out_pkey PRIMARY KEY (account_id, kind))`);
    await runner.query(`CREATE TABLE announcement (
      id uuid NOT NULL DEFAULT uuid_v7(),
      program_id uuid NOT NULL,
      status text NOT NULL DEFAULT 'PROPOSED',
      subject text NOT NULL,
      text text NOT NULL,
      roles text[] NOT NULL DEFAULT '{}',
      states text[] NOT NULL DEFAULT '{}',
      reason text,
      reached_account_id uuid,
      created_at timestamptz NOT NULL,
      CONSTRAINT announcement_pkey PRIMARY KEY (id),
      CONSTRAINT announcement_once_per_program UNIQUE (program_id),
      CONSTRAINT announcement_program FOREIGN KEY (program_id) REFERENCES program (id),
      CONSTRAINT announcement_status CHECK (status IN ('PROPOSED', 'DECLINED', 'SENDING', 'STOPPED', 'SENT')))`);
    await runner.query("CREATE INDEX announcement_by_status ON announcement (status, created_at)");
    await runner.query(`CREATE TRIGGER announcement_moves BEFORE UPDATE OF status ON announcement FOR EACH ROW
      WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_illegal_move(
        'PROPOSED>DECLINED', 'PROPOSED>SENDING', 'DECLINED>PROPOSED', 'SENDING>STOPPED', 'SENDING>SENT', 'STOPPED>SENDING', 'SENT>STOPPED')`);
    await runner.query(`CREATE TABLE announcement_recipient (
      announcement_id uuid NOT NULL,
      account_id uuid NOT NULL,
      link uuid NOT NULL,
      CONSTRAINT announcement_recipient_pkey PRIMARY KEY (announcement_id, account_id),
      CONSTRAINT announcement_recipient_link UNIQUE (link),
      CONSTRAINT announcement_recipient_announcement FOREIGN KEY (announcement_id) REFERENCES announcement (id))`);
    await runner.query("CREATE INDEX announcement_recipient_by_account ON announcement_recipient (account_id)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE announcement_recipient");
    await runner.query("DROP TABLE announcement");
    await runner.query("DROP TABLE mail_opt_out");
  }
}
