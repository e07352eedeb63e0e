import type { MigrationInterface, QueryRunner } from "typeorm";

/** Everything of a chained entry but who it is about, so that a redaction takes out names and never moves an entry to somebody else. */
const sameButForPersons = `NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.actor_as = OLD.actor_as AND NEW.action = OLD.action
  AND NEW.actor_account_id IS NOT DISTINCT FROM OLD.actor_account_id AND NEW.subject_type = OLD.subject_type
  AND NEW.subject_id = OLD.subject_id AND NEW.request_id IS NOT DISTINCT FROM OLD.request_id`;

const statements = (schema: string): string[] => [
  // A salt of 74 random bits for each entry from now on. It goes with what is taken out: without it nobody can try names out against the old hash.
  "ALTER TABLE audit_entry ADD salt uuid",
  "ALTER TABLE audit_entry ALTER salt SET DEFAULT uuid_v7()",
  `CREATE OR REPLACE FUNCTION audit_digest(e audit_entry) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(convert_to(
      (jsonb_build_array(
        e.id, (extract(epoch FROM e.at) * 1000000)::bigint, e.actor_account_id, e.actor_as, e.actor_name, e.action,
        e.subject_type, e.subject_id, e.reason, e.before, e.after, e.request_id, e.ip)
      || CASE WHEN e.salt IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(e.salt) END)::text, 'UTF8'))
  $$`,
  // What was taken out of an entry, step by step: its hash before and after. The first hash before is the one in the chain.
  `CREATE TABLE audit_redaction (
      entry_id uuid NOT NULL,
      step integer NOT NULL DEFAULT 1,
      batch_id uuid NOT NULL,
      before_digest bytea NOT NULL DEFAULT '',
      after_digest bytea NOT NULL DEFAULT '',
      pattern text,
      PRIMARY KEY (entry_id, step))`,
  "CREATE INDEX audit_redaction_by_batch ON audit_redaction (batch_id, entry_id, step)",
  `CREATE FUNCTION audit_without(value jsonb, pattern text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE jsonb_typeof(value)
      WHEN 'string' THEN to_jsonb(regexp_replace(value #>> '{}', pattern, '[erased]', 'gi'))
      WHEN 'array' THEN (SELECT coalesce(jsonb_agg(audit_without(e, pattern) ORDER BY n), '[]')
        FROM jsonb_array_elements(value) WITH ORDINALITY AS x (e, n))
      WHEN 'object' THEN (SELECT coalesce(jsonb_object_agg(k, audit_without(v, pattern)), '{}') FROM jsonb_each(value) AS x (k, v))
      ELSE value END
  $$`,
  // Runs as the owner, who alone can change an entry. The pattern is used and not kept. A null pattern takes out everything.
  `CREATE FUNCTION audit_redact() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${schema}, pg_temp AS $$
    DECLARE
      e audit_entry;
    BEGIN
      SELECT * INTO STRICT e FROM audit_entry WHERE id = NEW.entry_id FOR UPDATE;
      SELECT coalesce(max(step), 0) + 1 INTO NEW.step FROM audit_redaction WHERE entry_id = NEW.entry_id;
      NEW.before_digest := audit_digest(e);
      e.salt := NULL;
      e.ip := NULL;
      IF NEW.pattern IS NULL THEN
        e.actor_name := '[erased]'; e.reason := NULL; e.before := NULL; e.after := NULL;
      ELSE
        e.actor_name := regexp_replace(e.actor_name, NEW.pattern, '[erased]', 'gi');
        e.reason := regexp_replace(e.reason, NEW.pattern, '[erased]', 'gi');
        e.before := audit_without(e.before, NEW.pattern);
        e.after := audit_without(e.after, NEW.pattern);
      END IF;
      UPDATE audit_entry SET actor_name = e.actor_name, reason = e.reason, before = e.before, after = e.after, ip = e.ip,
        salt = NULL WHERE id = e.id;
      NEW.after_digest := audit_digest(e);
      NEW.pattern := NULL;
      RETURN NEW;
    END
  $$`,
  "CREATE TRIGGER audit_redaction_redacts BEFORE INSERT ON audit_redaction FOR EACH ROW EXECUTE FUNCTION audit_redact()",
  `CREATE TRIGGER audit_redaction_only_grows BEFORE UPDATE OR DELETE ON audit_redaction
     FOR EACH ROW EXECUTE FUNCTION audit_refuse()`,
  "CREATE TRIGGER audit_redaction_stays BEFORE TRUNCATE ON audit_redaction EXECUTE FUNCTION audit_refuse()",
  // An entry is changed by that trigger alone, and only in what it says of persons.
  "DROP TRIGGER audit_entry_only_grows ON audit_entry",
  "CREATE TRIGGER audit_entry_only_grows BEFORE DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
  `CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF pg_trigger_depth() < 2 OR NEW.salt IS NOT NULL OR NOT (${sameButForPersons}) THEN
        RAISE EXCEPTION 'The audit log cannot be changed.' USING ERRCODE = 'insufficient_privilege';
      END IF;
      RETURN NEW;
    END
  $$`,
  `CREATE TRIGGER audit_entry_stays_as_written BEFORE UPDATE ON audit_entry
     FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()`,
];

/**
 * What the audit log says of a person can be taken out of it while the chain still shows every other change: the hash of an entry
 * as it was written stays, and each batch of redactions is an entry of its own.
 */
export class AuditRedaction1764000000351 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const [{ schema }] = await runner.query("SELECT quote_ident(current_schema()) AS schema");
    for (const statement of statements(schema)) await runner.query(statement);
  }

  // Fails where something was taken out: the old chain cannot be verified without the hashes that this would drop.
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DO $$ BEGIN
      IF EXISTS (SELECT FROM audit_redaction) OR EXISTS (SELECT FROM audit_entry WHERE salt IS NOT NULL) THEN
        RAISE EXCEPTION 'The audit log has entries that the tables before this migration cannot verify.';
      END IF; END $$`);
    await runner.query("DROP TABLE audit_redaction");
    await runner.query("DROP FUNCTION audit_redact, audit_without");
    await runner.query("DROP FUNCTION audit_refuse_change CASCADE");
    await runner.query("DROP TRIGGER audit_entry_only_grows ON audit_entry");
    await runner.query(`CREATE TRIGGER audit_entry_only_grows BEFORE UPDATE OR DELETE ON audit_entry
      FOR EACH ROW EXECUTE FUNCTION audit_refuse()`);
    await runner.query(`CREATE OR REPLACE FUNCTION audit_digest(e audit_entry) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
      SELECT sha256(convert_to(jsonb_build_array(
        e.id, (extract(epoch FROM e.at) * 1000000)::bigint, e.actor_account_id, e.actor_as, e.actor_name, e.action,
        e.subject_type, e.subject_id, e.reason, e.before, e.after, e.request_id, e.ip)::text, 'UTF8')) $$`);
    await runner.query("ALTER TABLE audit_entry DROP salt");
  }
}
