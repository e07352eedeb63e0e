import type { MigrationInterface, QueryRunner } from "typeorm";

/** What the public calendar shows of a program, and the order in which it reads offerings. */
export class Calendar1795889336700 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE program ADD public_url text NOT NULL DEFAULT ''");
    await runner.query("ALTER TABLE offering ADD postponed_from date");
    await runner.query(`UPDATE offering o SET postponed_from = first.starts_on FROM (
      SELECT DISTINCT ON (before -> 'offering' ->> 'id')
        (before -> 'offering' ->> 'id')::uuid AS id, (before -> 'offering' ->> 'startsOn')::date AS starts_on
      FROM audit_entry WHERE action = 'program.postpone'
      ORDER BY before -> 'offering' ->> 'id', at) first
      WHERE first.id = o.id`);
    await runner.query("CREATE INDEX offering_by_start ON offering (starts_on, id)");
    await runner.query("CREATE INDEX offering_by_end ON offering (ends_on, starts_on)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX offering_by_end");
    await runner.query("DROP INDEX offering_by_start");
    await runner.query("ALTER TABLE offering DROP COLUMN postponed_from");
    await runner.query("ALTER TABLE program DROP COLUMN public_url");
  }
}
