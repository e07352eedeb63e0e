import type { MigrationInterface, QueryRunner } from "typeorm";

const statements = [
  `CREATE TABLE second_factor (
      account_id uuid NOT NULL,
      secret bytea NOT NULL,
      created_at TIMESTAMP WITH TIME ZONE NOT NULL,
      confirmed_at TIMESTAMP WITH TIME ZONE,
      last_step integer,
      CONSTRAINT second_factor_account FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE,
      PRIMARY KEY (account_id))`,
  `CREATE TABLE recovery_code (
      id uuid NOT NULL DEFAULT uuid_v7(),
      account_id uuid NOT NULL,
      code_hash bytea NOT NULL,
      CONSTRAINT recovery_code_once UNIQUE (account_id, code_hash),
      CONSTRAINT recovery_code_second_factor FOREIGN KEY (account_id)
        REFERENCES second_factor(account_id) ON DELETE CASCADE,
      PRIMARY KEY (id))`,
  `CREATE TABLE sign_in_challenge (
      id uuid NOT NULL DEFAULT uuid_v7(),
      account_id uuid NOT NULL,
      token_hash bytea NOT NULL,
      shown text NOT NULL,
      user_agent text NOT NULL,
      attempts integer NOT NULL DEFAULT '0',
      expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
      CONSTRAINT sign_in_challenge_token UNIQUE (token_hash),
      CONSTRAINT sign_in_challenge_account FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE,
      PRIMARY KEY (id))`,
  "CREATE INDEX sign_in_challenge_by_account ON sign_in_challenge (account_id)",
  "CREATE INDEX sign_in_challenge_by_expiry ON sign_in_challenge (expires_at)",
];

/** A second factor for accounts, and sign-ins that wait for it. */
export class SecondFactor1764000000340 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE sign_in_challenge, recovery_code, second_factor");
  }
}
