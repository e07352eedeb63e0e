import type { MigrationInterface, QueryRunner } from "typeorm";

/** Certificates as signed credentials: keys, the signed documents, and their places in the public lists of status. */
export class Credentials1795939700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE signing_key (
      id uuid NOT NULL DEFAULT uuid_v7(),
      public_key text NOT NULL,
      sealed_private_key bytea,
      created_at timestamptz NOT NULL,
      retired_at timestamptz,
      CONSTRAINT signing_key_pkey PRIMARY KEY (id),
      CONSTRAINT signing_key_retired CHECK ((retired_at IS NULL) = (sealed_private_key IS NOT NULL)))`);
    await runner.query("CREATE UNIQUE INDEX signing_key_in_force ON signing_key ((true)) WHERE retired_at IS NULL");
    await runner.query(`CREATE FUNCTION signing_key_kept() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'UPDATE' AND OLD.retired_at IS NULL
          AND (NEW.id, NEW.public_key, NEW.created_at) IS NOT DISTINCT FROM (OLD.id, OLD.public_key, OLD.created_at) THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'Keys that signed credentials are kept as they are.' USING ERRCODE = 'integrity_constraint_violation';
      END $$`);
    await runner.query(`CREATE TRIGGER signing_key_kept BEFORE UPDATE OR DELETE ON signing_key
      FOR EACH ROW EXECUTE FUNCTION signing_key_kept()`);
    await runner.query(`CREATE TABLE certificate_credential (
      certificate_id uuid NOT NULL,
      signing_key_id uuid NOT NULL,
      document text NOT NULL,
      token text NOT NULL,
      made_at timestamptz NOT NULL,
      CONSTRAINT certificate_credential_pkey PRIMARY KEY (certificate_id),
      CONSTRAINT certificate_credential_certificate FOREIGN KEY (certificate_id) REFERENCES certificate (id) ON DELETE CASCADE,
      CONSTRAINT certificate_credential_signing_key FOREIGN KEY (signing_key_id) REFERENCES signing_key (id))`);
    await runner.query(`CREATE FUNCTION certificate_credential_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'A credential stays as it was signed.' USING ERRCODE = 'integrity_constraint_violation';
      END $$`);
    await runner.query(`CREATE TRIGGER certificate_credential_frozen BEFORE UPDATE ON certificate_credential
      FOR EACH ROW EXECUTE FUNCTION certificate_credential_frozen()`);
    await runner.query(`CREATE TABLE credential_status (
      list integer NOT NULL,
      position integer NOT NULL,
      certificate_id uuid,
      ended boolean NOT NULL,
      superseded boolean NOT NULL,
      CONSTRAINT credential_status_pkey PRIMARY KEY (list, position),
      CONSTRAINT credential_status_certificate_once UNIQUE (certificate_id),
      CONSTRAINT credential_status_place CHECK (list >= 1 AND position BETWEEN 0 AND 131071),
      CONSTRAINT credential_status_certificate FOREIGN KEY (certificate_id) REFERENCES certificate (id) ON DELETE SET NULL)`);
    await runner.query(`CREATE FUNCTION certificate_tells_status() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE credential_status SET ended = NEW.status <> 'ISSUED', superseded = NEW.superseded_by_id IS NOT NULL OR NEW.status = 'SUPERSEDED'
        WHERE certificate_id = NEW.id;
        RETURN NULL;
      END $$`);
    await runner.query(`CREATE TRIGGER certificate_tells_status AFTER UPDATE OF status, superseded_by_id ON certificate
      FOR EACH ROW EXECUTE FUNCTION certificate_tells_status()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TRIGGER certificate_tells_status ON certificate");
    await runner.query("DROP FUNCTION certificate_tells_status()");
    await runner.query("DROP TABLE credential_status");
    await runner.query("DROP TABLE certificate_credential");
    await runner.query("DROP FUNCTION certificate_credential_frozen()");
    await runner.query("DROP TABLE signing_key");
    await runner.query("DROP FUNCTION signing_key_kept()");
  }
}
