import type { MigrationInterface, QueryRunner } from "typeorm";

/** Links by which a room's screen shows codes, and what is known of the evidence that comes of them. */
export class RoomCodes1796110000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE room_link (
      session_id uuid NOT NULL,
      token_hash bytea NOT NULL,
      nonce bytea NOT NULL,
      made_by_account_id uuid NOT NULL,
      made_at timestamptz NOT NULL,
      CONSTRAINT room_link_pkey PRIMARY KEY (session_id),
      CONSTRAINT room_link_token_once UNIQUE (token_hash),
      CONSTRAINT room_link_session FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE,
      CONSTRAINT room_link_maker FOREIGN KEY (made_by_account_id) REFERENCES account (id))`);
    await runner.query(`ALTER TABLE presence
      ADD COLUMN device_hash bytea,
      ADD COLUMN network_hash bytea,
      ADD COLUMN waits boolean NOT NULL DEFAULT false,
      ADD COLUMN struck_at timestamptz,
      ADD COLUMN decided_at timestamptz`);
    await runner.query(
      "CREATE UNIQUE INDEX presence_once_per_code ON presence (session_id, member_id, at) WHERE source = 'CODE'",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX presence_once_per_code");
    await runner.query(
      "ALTER TABLE presence DROP COLUMN device_hash, DROP COLUMN network_hash, DROP COLUMN waits, DROP COLUMN struck_at, DROP COLUMN decided_at",
    );
    await runner.query("DROP TABLE room_link");
  }
}
