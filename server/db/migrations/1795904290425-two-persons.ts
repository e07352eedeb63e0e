import type { MigrationInterface, QueryRunner } from "typeorm";

/** What takes two persons waits for the second. */
export class TwoPersons1795904290425 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE accreditor_settings ADD two_persons boolean NOT NULL DEFAULT false");
    await runner.query(`CREATE TABLE waiting_request (
      id uuid NOT NULL DEFAULT uuid_v7(),
      kind text NOT NULL,
      arguments jsonb NOT NULL,
      fingerprint bytea NOT NULL,
      member_ids uuid[] NOT NULL,
      reason text NOT NULL,
      requested_by_account_id uuid NOT NULL,
      requested_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      CONSTRAINT "PK_waiting_request" PRIMARY KEY (id),
      CONSTRAINT waiting_request_once UNIQUE (fingerprint),
      CONSTRAINT waiting_request_kind CHECK (kind IN ('ERASE_MEMBER', 'MERGE_MEMBERS', 'UPDATE_SETTINGS')),
      CONSTRAINT waiting_request_account FOREIGN KEY (requested_by_account_id) REFERENCES account (id) ON DELETE CASCADE
    )`);
    await runner.query("CREATE INDEX waiting_request_by_account ON waiting_request (requested_by_account_id)");
    await runner.query("CREATE INDEX waiting_request_by_expiry ON waiting_request (expires_at)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE waiting_request");
    await runner.query("ALTER TABLE accreditor_settings DROP two_persons");
  }
}
