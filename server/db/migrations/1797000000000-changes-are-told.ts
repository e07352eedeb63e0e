import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Whoever looks at a thing as it changes is told of it: `NOTIFY` with the topics of `server/core/follow.ts`, when it is committed. What a transaction
 * tells several times is told once.
 */
export class ChangesAreTold1797000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE FUNCTION tell_of_program(of uuid) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE provider uuid;
      BEGIN
        SELECT p.provider_id INTO provider FROM program p WHERE p.id = of;
        PERFORM pg_notify('accrue', concat_ws(' ', 'program:' || of, 'programs:' || provider, 'programs'));
      END $$`);
    await runner.query(`CREATE FUNCTION program_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('accrue', concat_ws(' ', 'program:' || NEW.id, 'programs:' || NEW.provider_id, 'programs'));
        RETURN NULL;
      END $$`);
    await runner.query(
      "CREATE TRIGGER program_is_told_added AFTER INSERT ON program FOR EACH ROW EXECUTE FUNCTION program_is_told()",
    );
    await runner.query(`CREATE TRIGGER program_is_told_changed AFTER UPDATE ON program FOR EACH ROW
      WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION program_is_told()`);
    await runner.query(`CREATE FUNCTION entry_of_program_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM tell_of_program(NEW.subject_id);
        RETURN NULL;
      END $$`);
    await runner.query(`CREATE TRIGGER audit_entry_of_program_is_told AFTER INSERT ON audit_entry FOR EACH ROW
      WHEN (NEW.subject_type = 'program') EXECUTE FUNCTION entry_of_program_is_told()`);
    await runner.query(`CREATE FUNCTION review_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM tell_of_program(NEW.program_id);
        RETURN NULL;
      END $$`);
    await runner.query(
      "CREATE TRIGGER program_review_is_told AFTER INSERT OR UPDATE ON program_review FOR EACH ROW EXECUTE FUNCTION review_is_told()",
    );
    await runner.query(`CREATE FUNCTION proposal_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM tell_of_program(s.program_id) FROM session s WHERE s.id = NEW.session_id;
        RETURN NULL;
      END $$`);
    await runner.query(
      "CREATE TRIGGER session_proposal_is_told AFTER INSERT OR UPDATE ON session_proposal FOR EACH ROW EXECUTE FUNCTION proposal_is_told()",
    );
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
    await runner.query("DROP TRIGGER session_proposal_is_told ON session_proposal");
    await runner.query("DROP TRIGGER program_review_is_told ON program_review");
    await runner.query("DROP TRIGGER audit_entry_of_program_is_told ON audit_entry");
    await runner.query("DROP TRIGGER program_is_told_changed ON program");
    await runner.query("DROP TRIGGER program_is_told_added ON program");
    for (const name of ["file", "proposal", "review", "entry_of_program", "program"])
      await runner.query(`DROP FUNCTION ${name}_is_told()`);
    await runner.query("DROP FUNCTION tell_of_program(uuid)");
  }
}

/** Tables of files that a job looks through, and how the topic of one begins. */
const files = [
  ["attendance_upload", "upload"],
  ["member_import", "import"],
] as const;
