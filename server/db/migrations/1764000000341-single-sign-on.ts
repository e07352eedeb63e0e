import type { MigrationInterface, QueryRunner } from "typeorm";

const statements = [
  `CREATE TABLE sign_in_identity (
      id uuid NOT NULL DEFAULT uuid_v7(),
      account_id uuid NOT NULL,
      issuer text NOT NULL,
      subject text NOT NULL,
      created_at TIMESTAMP WITH TIME ZONE NOT NULL,
      CONSTRAINT sign_in_identity_subject UNIQUE (issuer, subject),
      CONSTRAINT sign_in_identity_once_per_account UNIQUE (account_id, issuer),
      CONSTRAINT sign_in_identity_account FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE,
      PRIMARY KEY (id))`,
  `CREATE TABLE begun_single_sign_on (
      id uuid NOT NULL DEFAULT uuid_v7(),
      state_hash bytea NOT NULL,
      browser_hash bytea,
      account_id uuid,
      nonce text NOT NULL,
      code_verifier text NOT NULL,
      return_to text NOT NULL,
      expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
      CONSTRAINT begun_single_sign_on_state UNIQUE (state_hash),
      CONSTRAINT begun_single_sign_on_return_to CHECK (return_to IN ('ATTENDEE', 'CONSOLE')),
      CONSTRAINT begun_single_sign_on_bound CHECK ((browser_hash IS NULL) <> (account_id IS NULL)),
      CONSTRAINT begun_single_sign_on_account FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE,
      PRIMARY KEY (id))`,
  "CREATE INDEX begun_single_sign_on_by_expiry ON begun_single_sign_on (expires_at)",
];

/** Signing in by an OpenID provider. */
export class SingleSignOn1764000000341 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE begun_single_sign_on, sign_in_identity");
  }
}
