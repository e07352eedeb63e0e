import type { MigrationInterface, QueryRunner } from "typeorm";

/** With what the accreditor's keys act for members; they end with what they stand on, and are not there again when that comes back. */
export class MemberTokens1795961583671 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE member_token (
      id uuid NOT NULL DEFAULT uuid_v7(),
      token_hash bytea NOT NULL,
      member_id uuid NOT NULL,
      api_key_id uuid NOT NULL,
      scopes text[] NOT NULL,
      created_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      CONSTRAINT member_token_pkey PRIMARY KEY (id),
      CONSTRAINT member_token_hash UNIQUE (token_hash),
      CONSTRAINT member_token_member FOREIGN KEY (member_id) REFERENCES member (id) ON DELETE CASCADE,
      CONSTRAINT member_token_key FOREIGN KEY (api_key_id) REFERENCES api_key (id) ON DELETE CASCADE)`);
    await runner.query("CREATE INDEX member_token_by_member ON member_token (member_id)");
    await runner.query("CREATE INDEX member_token_by_key ON member_token (api_key_id)");
    await runner.query("CREATE INDEX member_token_by_end ON member_token (expires_at)");
    await runner.query(`CREATE FUNCTION end_member_tokens() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_TABLE_NAME = 'member' THEN DELETE FROM member_token WHERE member_id = NEW.id;
        ELSIF TG_TABLE_NAME = 'api_key' THEN DELETE FROM member_token WHERE api_key_id = NEW.id;
        ELSE DELETE FROM member_token t USING member m WHERE m.id = t.member_id AND m.account_id = NEW.id;
        END IF;
        RETURN NULL;
      END $$`);
    await runner.query(`CREATE TRIGGER member_ends_tokens AFTER UPDATE OF active, account_id, merged_into_id, erased_at ON member FOR EACH ROW
      WHEN (OLD.active AND NOT NEW.active OR OLD.account_id IS DISTINCT FROM NEW.account_id
        OR OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id OR OLD.erased_at IS DISTINCT FROM NEW.erased_at)
      EXECUTE FUNCTION end_member_tokens()`);
    await runner.query(`CREATE TRIGGER api_key_ends_tokens AFTER UPDATE OF revoked_at ON api_key FOR EACH ROW
      WHEN (NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION end_member_tokens()`);
    await runner.query(`CREATE TRIGGER account_ends_tokens AFTER UPDATE OF status ON account FOR EACH ROW
      WHEN (NEW.status <> 'ACTIVE') EXECUTE FUNCTION end_member_tokens()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE member_token");
    for (const table of ["member", "api_key", "account"])
      await runner.query(`DROP TRIGGER ${table}_ends_tokens ON ${table}`);
    await runner.query("DROP FUNCTION end_member_tokens()");
  }
}
