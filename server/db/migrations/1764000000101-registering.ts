import type { MigrationInterface, QueryRunner } from "typeorm";

const statements = [
  "ALTER TABLE access_token ADD last_used_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now()",
  "ALTER TABLE access_token ADD user_agent text NOT NULL DEFAULT ''",
  `CREATE TABLE sign_up (
      id uuid NOT NULL DEFAULT uuid_v7(),
      kind text NOT NULL,
      address text NOT NULL,
      password_hash text NOT NULL,
      details jsonb NOT NULL,
      token_hash bytea NOT NULL,
      code_hash text,
      attempts integer NOT NULL DEFAULT '0',
      created_at TIMESTAMP WITH TIME ZONE NOT NULL,
      expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
      CONSTRAINT sign_up_token UNIQUE (token_hash),
      CONSTRAINT sign_up_kind CHECK (kind IN ('ATTENDEE', 'PROVIDER')),
      PRIMARY KEY (id))`,
  "CREATE INDEX sign_up_by_expiry ON sign_up (expires_at)",
  `CREATE TABLE password_reset (
      id uuid NOT NULL DEFAULT uuid_v7(),
      address text NOT NULL,
      account_id uuid,
      token_hash bytea,
      created_at TIMESTAMP WITH TIME ZONE NOT NULL,
      expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
      CONSTRAINT password_reset_token UNIQUE (token_hash),
      PRIMARY KEY (id))`,
  "CREATE INDEX password_reset_by_account ON password_reset (account_id)",
  "CREATE INDEX password_reset_by_expiry ON password_reset (expires_at)",
  `CREATE TABLE email_code (
      email_address_id uuid NOT NULL,
      code_hash text,
      attempts integer NOT NULL DEFAULT '0',
      expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
      PRIMARY KEY (email_address_id))`,
  `ALTER TABLE email_code ADD CONSTRAINT email_code_address FOREIGN KEY (email_address_id)
     REFERENCES email_address(id) ON DELETE CASCADE`,
];

/** Registering, forgotten passwords, verifying addresses, and what is shown of a signed-in device. */
export class Registering1764000000101 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE email_code, password_reset, sign_up");
    await runner.query("ALTER TABLE access_token DROP user_agent, DROP last_used_at");
  }
}
