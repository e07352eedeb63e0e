import type { MigrationInterface, QueryRunner } from "typeorm";

const statements = [
  // How many attendance records there are, by what long lists of them are filtered by: a million records are counted from some
  // ten thousands of rows.
  `CREATE TABLE attendance_tally (
      program_id uuid NOT NULL REFERENCES program (id) ON DELETE CASCADE,
      completed_on date NOT NULL,
      records integer NOT NULL,
      PRIMARY KEY (program_id, completed_on))`,
  `INSERT INTO attendance_tally (program_id, completed_on, records)
     SELECT program_id, completed_on, count(*) FROM attendance_record GROUP BY program_id, completed_on`,
  // Once for each statement, and in the same order always, so that two that touch the same rows wait for each other and nothing worse.
  `CREATE FUNCTION attendance_tally_keep() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    BEGIN
      INSERT INTO attendance_tally AS t (program_id, completed_on, records)
        SELECT program_id, completed_on, TG_ARGV[0]::int * count(*) FROM touched GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (program_id, completed_on) DO UPDATE SET records = t.records + excluded.records;
      RETURN NULL;
    END
  $$`,
  `CREATE TRIGGER attendance_tally_added AFTER INSERT ON attendance_record
     REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION attendance_tally_keep('1')`,
  `CREATE TRIGGER attendance_tally_removed AFTER DELETE ON attendance_record
     REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION attendance_tally_keep('-1')`,
  // A record is never altered in these: it is reversed, and another one added.
  `CREATE FUNCTION attendance_record_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'An attendance record keeps its program and its day: reverse it and add another.'
        USING ERRCODE = 'integrity_constraint_violation';
    END
  $$`,
  `CREATE TRIGGER attendance_record_stays BEFORE UPDATE OF program_id, completed_on ON attendance_record
     FOR EACH ROW WHEN ((OLD.program_id, OLD.completed_on) IS DISTINCT FROM (NEW.program_id, NEW.completed_on))
     EXECUTE FUNCTION attendance_record_stays()`,
  // What programs are sorted by.
  "DROP INDEX program_by_type",
  "CREATE INDEX program_by_type ON program (type_id, id)",
];

/** Long lists of attendance know their totals without counting; programs are sorted by their type without reading all of them. */
export class LongLists1764000000380 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX program_by_type");
    await runner.query("CREATE INDEX program_by_type ON program (type_id)");
    await runner.query("DROP TRIGGER attendance_record_stays ON attendance_record");
    await runner.query("DROP TRIGGER attendance_tally_removed ON attendance_record");
    await runner.query("DROP TRIGGER attendance_tally_added ON attendance_record");
    await runner.query("DROP FUNCTION attendance_record_stays(), attendance_tally_keep()");
    await runner.query("DROP TABLE attendance_tally");
  }
}
