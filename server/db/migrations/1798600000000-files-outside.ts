import type { MigrationInterface, QueryRunner } from "typeorm";

/** Bytes of files may stand outside of the database; whose row goes, or lets go of them, leaves them to be removed there. */
export class FilesOutside1798600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE stored_file
      ALTER content DROP NOT NULL,
      ADD object_name uuid,
      ADD object_key bytea,
      ADD stays_here boolean NOT NULL DEFAULT false,
      ADD CONSTRAINT stored_file_somewhere CHECK (content IS NOT NULL OR object_name IS NOT NULL),
      ADD CONSTRAINT stored_file_object CHECK ((object_name IS NULL) = (object_key IS NULL))`);
    await runner.query(`UPDATE stored_file f SET stays_here = true FROM accreditor_settings a
      WHERE f.id IN (a.logo_file_id, a.printed_logo_file_id)`);
    await runner.query(
      "CREATE INDEX stored_file_in_database ON stored_file (id) WHERE content IS NOT NULL AND NOT stays_here",
    );
    await runner.query(
      "CREATE UNIQUE INDEX stored_file_by_object ON stored_file (object_name) WHERE object_name IS NOT NULL",
    );
    await runner.query(`CREATE TABLE removed_object (
      name uuid NOT NULL,
      due_at timestamptz NOT NULL DEFAULT now(),
      gone_at timestamptz,
      CONSTRAINT removed_object_pkey PRIMARY KEY (name))`);
    await runner.query("CREATE INDEX removed_object_by_day ON removed_object (due_at)");
    await runner.query(`CREATE FUNCTION stored_file_lets_go() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO removed_object (name) VALUES (OLD.object_name) ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $$`);
    await runner.query(`CREATE TRIGGER stored_file_removed AFTER DELETE ON stored_file
      FOR EACH ROW WHEN (OLD.object_name IS NOT NULL) EXECUTE FUNCTION stored_file_lets_go()`);
    await runner.query(`CREATE TRIGGER stored_file_moved AFTER UPDATE OF object_name ON stored_file
      FOR EACH ROW WHEN (OLD.object_name IS NOT NULL AND OLD.object_name IS DISTINCT FROM NEW.object_name)
      EXECUTE FUNCTION stored_file_lets_go()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TRIGGER stored_file_moved ON stored_file");
    await runner.query("DROP TRIGGER stored_file_removed ON stored_file");
    await runner.query("DROP FUNCTION stored_file_lets_go()");
    await runner.query("DROP TABLE removed_object");
    await runner.query("DROP INDEX stored_file_by_object, stored_file_in_database");
    await runner.query(`ALTER TABLE stored_file
      DROP CONSTRAINT stored_file_object, DROP CONSTRAINT stored_file_somewhere,
      DROP stays_here, DROP object_key, DROP object_name, ALTER content SET NOT NULL`);
  }
}
