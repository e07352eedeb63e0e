import type { MigrationInterface, QueryRunner } from "typeorm";

/** What became of mails, and the addresses that get none. */
export class MailDelivery1795922000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE mail ADD COLUMN settled_at timestamptz, ADD COLUMN begun_at timestamptz");
    await runner.query("DROP TRIGGER mail_moves ON mail");
    await runner.query(`CREATE TRIGGER mail_moves BEFORE UPDATE OF status ON mail FOR EACH ROW
      WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_illegal_move(
        'QUEUED>SENT', 'QUEUED>FAILED', 'QUEUED>DROPPED', 'QUEUED>SUPPRESSED', 'QUEUED>DELIVERED', 'QUEUED>BOUNCED', 'QUEUED>COMPLAINED',
        'SENT>DELIVERED', 'SENT>BOUNCED', 'SENT>COMPLAINED', 'FAILED>DELIVERED', 'FAILED>BOUNCED', 'FAILED>COMPLAINED',
        'DELIVERED>BOUNCED', 'DELIVERED>COMPLAINED', 'BOUNCED>COMPLAINED')`);
    await runner.query(`CREATE TABLE mail_event (
      id uuid NOT NULL DEFAULT uuid_v7(),
      mail_id uuid NOT NULL,
      kind text NOT NULL,
      said text NOT NULL,
      at timestamptz NOT NULL,
      provider_event_id text NOT NULL,
      CONSTRAINT mail_event_pkey PRIMARY KEY (id),
      CONSTRAINT mail_event_once UNIQUE (provider_event_id),
      CONSTRAINT mail_event_mail FOREIGN KEY (mail_id) REFERENCES mail (id) ON DELETE CASCADE,
      CONSTRAINT mail_event_kind CHECK (kind IN ('ACCEPTED', 'DEFERRED', 'DELIVERED', 'BOUNCED', 'NOT_TRIED', 'COMPLAINED')))`);
    await runner.query("CREATE INDEX mail_event_by_mail ON mail_event (mail_id, at)");
    await runner.query(`CREATE TABLE mail_suppression (
      address text NOT NULL,
      reason text NOT NULL,
      mail_id uuid NOT NULL,
      since timestamptz NOT NULL,
      CONSTRAINT mail_suppression_pkey PRIMARY KEY (address),
      CONSTRAINT mail_suppression_reason CHECK (reason IN ('BOUNCED', 'COMPLAINED')))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE mail_suppression");
    await runner.query("DROP TABLE mail_event");
    await runner.query("DROP TRIGGER mail_moves ON mail");
    await runner.query(`CREATE TRIGGER mail_moves BEFORE UPDATE OF status ON mail FOR EACH ROW
      WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_illegal_move('QUEUED>SENT', 'QUEUED>FAILED', 'QUEUED>DROPPED')`);
    await runner.query("ALTER TABLE mail DROP COLUMN settled_at, DROP COLUMN begun_at");
  }
}
