import type { MigrationInterface, QueryRunner } from "typeorm";

/** Invitations to act for a provider. */
export class Invitations1764000000105 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE invitation (
        id uuid NOT NULL DEFAULT uuid_v7(),
        provider_id uuid NOT NULL,
        address text NOT NULL,
        role text NOT NULL,
        token_hash bytea NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT invitation_token UNIQUE (token_hash),
        CONSTRAINT invitation_role CHECK (role IN ('OWNER', 'EDITOR')),
        CONSTRAINT invitation_provider FOREIGN KEY (provider_id) REFERENCES provider(id) ON DELETE CASCADE,
        PRIMARY KEY (id))`);
    await runner.query("CREATE UNIQUE INDEX invitation_once_per_address ON invitation (provider_id, address)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE invitation");
  }
}
