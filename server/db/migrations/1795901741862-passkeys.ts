import type { MigrationInterface, QueryRunner } from "typeorm";

/** Passkeys: they sign in by themselves and are a second factor, so that recovery codes belong to the account, not to its app. */
export class Passkeys1795901741862 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE passkey (
      id uuid NOT NULL DEFAULT uuid_v7(),
      account_id uuid NOT NULL,
      name text NOT NULL,
      credential_id bytea NOT NULL,
      public_key bytea NOT NULL,
      counter bigint NOT NULL,
      transports text[] NOT NULL,
      created_at timestamptz NOT NULL,
      last_used_at timestamptz,
      CONSTRAINT "PK_passkey" PRIMARY KEY (id),
      CONSTRAINT passkey_credential UNIQUE (credential_id),
      CONSTRAINT passkey_name CHECK (name <> ''),
      CONSTRAINT passkey_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
    )`);
    await runner.query("CREATE INDEX passkey_by_account ON passkey (account_id)");
    await runner.query(`CREATE TABLE passkey_challenge (
      id uuid NOT NULL DEFAULT uuid_v7(),
      challenge_hash bytea NOT NULL,
      purpose text NOT NULL,
      account_id uuid,
      access_token_id uuid,
      sign_in_challenge_id uuid,
      user_agent text NOT NULL,
      expires_at timestamptz NOT NULL,
      CONSTRAINT "PK_passkey_challenge" PRIMARY KEY (id),
      CONSTRAINT passkey_challenge_hash UNIQUE (challenge_hash),
      CONSTRAINT passkey_challenge_purpose CHECK (purpose IN ('ADD', 'CONFIRM', 'SECOND_STEP', 'SIGN_IN')),
      CONSTRAINT passkey_challenge_bound CHECK (
        (account_id IS NULL) = (purpose = 'SIGN_IN') AND (access_token_id IS NOT NULL) = (purpose IN ('ADD', 'CONFIRM'))
        AND (sign_in_challenge_id IS NOT NULL) = (purpose = 'SECOND_STEP')),
      CONSTRAINT passkey_challenge_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
      CONSTRAINT passkey_challenge_access_token FOREIGN KEY (access_token_id) REFERENCES access_token (id) ON DELETE CASCADE,
      CONSTRAINT passkey_challenge_sign_in_challenge FOREIGN KEY (sign_in_challenge_id)
        REFERENCES sign_in_challenge (id) ON DELETE CASCADE
    )`);
    await runner.query("CREATE INDEX passkey_challenge_by_expiry ON passkey_challenge (expires_at)");
    await runner.query("CREATE INDEX passkey_challenge_by_account ON passkey_challenge (account_id)");
    await runner.query("CREATE INDEX passkey_challenge_by_access_token ON passkey_challenge (access_token_id)");
    await runner.query(
      "CREATE INDEX passkey_challenge_by_sign_in_challenge ON passkey_challenge (sign_in_challenge_id)",
    );
    await runner.query("ALTER TABLE recovery_code DROP CONSTRAINT recovery_code_second_factor");
    await runner.query(`ALTER TABLE recovery_code ADD CONSTRAINT recovery_code_account
      FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM recovery_code WHERE account_id NOT IN (SELECT account_id FROM second_factor)");
    await runner.query("ALTER TABLE recovery_code DROP CONSTRAINT recovery_code_account");
    await runner.query(`ALTER TABLE recovery_code ADD CONSTRAINT recovery_code_second_factor
      FOREIGN KEY (account_id) REFERENCES second_factor (account_id) ON DELETE CASCADE`);
    await runner.query("DROP TABLE passkey_challenge");
    await runner.query("DROP TABLE passkey");
  }
}
