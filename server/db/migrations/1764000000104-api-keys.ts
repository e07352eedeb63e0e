import type { MigrationInterface, QueryRunner } from "typeorm";

const statements = [
  `CREATE TABLE api_key (
      id uuid NOT NULL DEFAULT uuid_v7(),
      name text NOT NULL,
      prefix text NOT NULL,
      key_hash bytea NOT NULL,
      scopes text array NOT NULL,
      provider_id uuid,
      created_by_account_id uuid NOT NULL,
      created_at TIMESTAMP WITH TIME ZONE NOT NULL,
      expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
      last_used_at TIMESTAMP WITH TIME ZONE,
      revoked_at TIMESTAMP WITH TIME ZONE,
      replaced_by_id uuid,
      CONSTRAINT api_key_hash UNIQUE (key_hash),
      PRIMARY KEY (id))`,
  "CREATE INDEX api_key_by_provider ON api_key (provider_id, created_at)",
  "ALTER TABLE api_key ADD CONSTRAINT api_key_creator FOREIGN KEY (created_by_account_id) REFERENCES account(id)",
  `CREATE TABLE idempotent_request (
      owner text NOT NULL,
      key_hash bytea NOT NULL,
      fingerprint bytea NOT NULL,
      status integer,
      body text,
      created_at TIMESTAMP WITH TIME ZONE NOT NULL,
      PRIMARY KEY (owner, key_hash))`,
  "CREATE INDEX idempotent_request_by_time ON idempotent_request (created_at)",
];

/** API keys, and the answers to requests that may be sent twice. */
export class ApiKeys1764000000104 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE idempotent_request, api_key");
  }
}
