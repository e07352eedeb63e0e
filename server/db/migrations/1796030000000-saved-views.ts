import type { MigrationInterface, QueryRunner } from "typeorm";

/** Lists of the console as somebody wants to find them again. */
export class SavedViews1796030000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE saved_view (
      id uuid NOT NULL DEFAULT uuid_v7(),
      list text NOT NULL,
      name text NOT NULL,
      settings text NOT NULL,
      account_id uuid,
      provider_id uuid,
      saved_at timestamptz NOT NULL,
      CONSTRAINT saved_view_pkey PRIMARY KEY (id),
      CONSTRAINT saved_view_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
      CONSTRAINT saved_view_provider FOREIGN KEY (provider_id) REFERENCES provider (id) ON DELETE CASCADE,
      CONSTRAINT saved_view_owner CHECK (account_id IS NULL OR provider_id IS NULL),
      CONSTRAINT saved_view_name CHECK (name <> ''),
      CONSTRAINT saved_view_list CHECK (list IN ('ATTENDANCE', 'ATTENDANCE_UPLOADS', 'AUDIT_ENTRIES', 'CERTIFICATES', 'CONFERENCES', 'INBOX', 'MAILS', 'MEMBERS', 'PROGRAMS', 'PROVIDERS')))`);
    await runner.query("CREATE INDEX saved_view_by_account ON saved_view (account_id)");
    await runner.query("CREATE INDEX saved_view_by_provider ON saved_view (provider_id)");
    await runner.query(
      "CREATE UNIQUE INDEX saved_view_once ON saved_view (account_id, provider_id, list, lower(name)) NULLS NOT DISTINCT",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE saved_view");
  }
}
