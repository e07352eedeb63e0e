import type { MigrationInterface, QueryRunner } from "typeorm";

/** A database that was rewound, and one whose files were copied, is noticed as well as one that was dumped and restored. */
export class RestoredBackups1795938700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE installation ADD folder text, ADD timeline integer, ADD alive_at timestamptz");
    // A whole restore makes its triggers after the rows; this is for one of rows alone, into tables that are there.
    await runner.query(`CREATE FUNCTION installation_is_restored() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
      BEGIN NEW.identity := 'restored'; RETURN NEW; END $$`);
    await runner.query(
      "CREATE TRIGGER installation_restored BEFORE INSERT ON installation FOR EACH ROW EXECUTE FUNCTION installation_is_restored()",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TRIGGER installation_restored ON installation");
    await runner.query("DROP FUNCTION installation_is_restored()");
    await runner.query("ALTER TABLE installation DROP folder, DROP timeline, DROP alive_at");
  }
}
