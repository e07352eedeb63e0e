import type { MigrationInterface, QueryRunner } from "typeorm";

/** Partners' programs that members let act for them, and what the OAuth provider keeps of it. */
export class Apps1795963900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE app (
      id uuid NOT NULL DEFAULT uuid_v7(),
      name text NOT NULL,
      kind text NOT NULL,
      redirect_uris text[] NOT NULL,
      scopes text[] NOT NULL,
      secret_hash bytea,
      created_at timestamptz NOT NULL,
      CONSTRAINT app_pkey PRIMARY KEY (id),
      CONSTRAINT app_kind CHECK (kind IN ('CONFIDENTIAL', 'PUBLIC', 'NATIVE') AND (kind = 'CONFIDENTIAL') = (secret_hash IS NOT NULL)))`);
    await runner.query(`CREATE TABLE app_state (
      kind text NOT NULL,
      id_hash bytea NOT NULL,
      sealed bytea NOT NULL,
      account_id uuid,
      app_id uuid,
      grant_hash bytea,
      uid_hash bytea,
      consumed_at timestamptz,
      created_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      CONSTRAINT app_state_pkey PRIMARY KEY (kind, id_hash),
      CONSTRAINT app_state_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
      CONSTRAINT app_state_app FOREIGN KEY (app_id) REFERENCES app (id) ON DELETE CASCADE)`);
    await runner.query("CREATE INDEX app_state_by_account ON app_state (account_id, app_id)");
    await runner.query("CREATE INDEX app_state_by_app ON app_state (app_id)");
    await runner.query("CREATE INDEX app_state_by_grant ON app_state (grant_hash) WHERE grant_hash IS NOT NULL");
    await runner.query("CREATE INDEX app_state_by_uid ON app_state (uid_hash) WHERE uid_hash IS NOT NULL");
    await runner.query("CREATE INDEX app_state_by_end ON app_state (expires_at)");
    await runner.query(`CREATE TABLE app_key (
      id uuid NOT NULL DEFAULT uuid_v7(),
      sealed bytea NOT NULL,
      created_at timestamptz NOT NULL,
      CONSTRAINT app_key_pkey PRIMARY KEY (id))`);
    await runner.query(`CREATE OR REPLACE FUNCTION end_member_tokens() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_TABLE_NAME = 'member' THEN
          DELETE FROM member_token WHERE member_id = NEW.id;
          DELETE FROM app_state WHERE account_id IN (OLD.account_id, NEW.account_id);
        ELSIF TG_TABLE_NAME = 'api_key' THEN DELETE FROM member_token WHERE api_key_id = NEW.id;
        ELSE
          DELETE FROM member_token t USING member m WHERE m.id = t.member_id AND m.account_id = NEW.id;
          DELETE FROM app_state WHERE account_id = NEW.id;
        END IF;
        RETURN NULL;
      END $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE OR REPLACE FUNCTION end_member_tokens() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_TABLE_NAME = 'member' THEN DELETE FROM member_token WHERE member_id = NEW.id;
        ELSIF TG_TABLE_NAME = 'api_key' THEN DELETE FROM member_token WHERE api_key_id = NEW.id;
        ELSE DELETE FROM member_token t USING member m WHERE m.id = t.member_id AND m.account_id = NEW.id;
        END IF;
        RETURN NULL;
      END $$`);
    for (const table of ["app_state", "app", "app_key"]) await runner.query(`DROP TABLE ${table}`);
  }
}
