import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Whoever looks at a thing as it changes is told of it: `NOTIFY` with the topics of `server/core/topic.ts`, when it is committed. What a transaction
 * tells several times is told once.
 */
export class ChangesAreTold1797000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE FUNCTION tell_of_inbox(of uuid) RETURNS void LANGUAGE sql AS $$
      SELECT pg_notify('accrue', concat('program:', p.id, ' programs:', p.provider_id, ' programs')) FROM program p WHERE p.id = of
      $$`);
    await runner.query(`CREATE FUNCTION program_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' OR OLD.status IS DISTINCT FROM NEW.status THEN
          PERFORM tell_of_inbox(NEW.id);
        ELSE
          PERFORM pg_notify('accrue', 'program:' || NEW.id);
        END IF;
        RETURN NULL;
      END $$`);
    await runner.query(
      "CREATE TRIGGER program_is_told_added AFTER INSERT ON program FOR EACH ROW EXECUTE FUNCTION program_is_told()",
    );
    await runner.query(`CREATE TRIGGER program_is_told_changed AFTER UPDATE ON program FOR EACH ROW
      WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION program_is_told()`);
    await runner.query(`CREATE FUNCTION audit_entry_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('accrue', 'program:' || NEW.subject_id);
        RETURN NULL;
      END $$`);
    await runner.query(`CREATE TRIGGER audit_entry_is_told AFTER INSERT ON audit_entry FOR EACH ROW
      WHEN (NEW.subject_type = 'program') EXECUTE FUNCTION audit_entry_is_told()`);
    for (const [table, of] of Object.entries(decideInbox)) {
      await runner.query(`CREATE FUNCTION ${table}_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE at ${table} := coalesce(NEW, OLD);
        BEGIN
          PERFORM tell_of_inbox(${of});
          RETURN NULL;
        END $$`);
      await runner.query(
        `CREATE TRIGGER ${table}_is_told AFTER INSERT OR UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION ${table}_is_told()`,
      );
    }
    await runner.query(`CREATE FUNCTION file_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('accrue', TG_ARGV[0] || ':' || NEW.id);
        RETURN NULL;
      END $$`);
    for (const [table, topic] of files)
      await runner.query(`CREATE TRIGGER ${table}_is_told AFTER UPDATE ON ${table} FOR EACH ROW
        WHEN ((OLD.status, OLD.phase, OLD.progress, OLD.row_count, OLD.checked_rows) IS DISTINCT FROM (NEW.status, NEW.phase, NEW.progress, NEW.row_count, NEW.checked_rows))
        EXECUTE FUNCTION file_is_told('${topic}')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table] of files) await runner.query(`DROP TRIGGER ${table}_is_told ON ${table}`);
    for (const table of [...Object.keys(decideInbox), "audit_entry"])
      await runner.query(`DROP TRIGGER ${table}_is_told ON ${table}`);
    await runner.query("DROP TRIGGER program_is_told_changed ON program");
    await runner.query("DROP TRIGGER program_is_told_added ON program");
    for (const table of [...Object.keys(decideInbox), "file", "audit_entry", "program"])
      await runner.query(`DROP FUNCTION ${table}_is_told()`);
    await runner.query("DROP FUNCTION tell_of_inbox(uuid)");
  }
}

/** Tables that have a say in what stands in an inbox, beside a program's own status, and of which program a row `at` is. */
const decideInbox = {
  program_review: "at.program_id",
  program_document: "at.program_id",
  session_proposal: "(SELECT s.program_id FROM session s WHERE s.id = at.session_id)",
};

/** Tables of files that a job looks through, and how the topic of one begins. */
const files = [
  ["attendance_upload", "upload"],
  ["member_import", "import"],
] as const;
