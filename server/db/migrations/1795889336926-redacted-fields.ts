import type { MigrationInterface, QueryRunner } from "typeorm";

const redact = (schema: string, alsoFields: boolean): string => `
  CREATE OR REPLACE FUNCTION audit_redact() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${schema}, pg_temp AS $function$
  DECLARE
    e audit_entry;
  BEGIN
    SELECT * INTO STRICT e FROM audit_entry WHERE id = NEW.entry_id FOR UPDATE;
    SELECT coalesce(max(step), 0) + 1 INTO NEW.step FROM audit_redaction WHERE entry_id = NEW.entry_id;
    NEW.before_digest := audit_digest(e);
    e.salt := NULL;
    e.ip := NULL;
    ${
      alsoFields
        ? `IF NEW.fields IS NOT NULL THEN
      e.before := audit_without_fields(e.before, 'before.', NEW.fields);
      e.after := audit_without_fields(e.after, 'after.', NEW.fields);
    ELSIF`
        : "IF"
    } NEW.pattern IS NULL THEN
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
  $function$`;

const schemaOf = async (runner: QueryRunner): Promise<string> =>
  (await runner.query("SELECT quote_ident(current_schema()) AS schema"))[0].schema;

/** An erasure takes whole fields out of the audit log, not only what looks like the person. */
export class RedactedFields1795889336926 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE audit_redaction ADD COLUMN fields text[]");
    await runner.query(`
      CREATE FUNCTION audit_without_fields(value jsonb, side text, fields text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $function$
        SELECT CASE jsonb_typeof(value) WHEN 'object' THEN (
          SELECT coalesce(jsonb_object_agg(k, CASE WHEN side || k = ANY (fields) AND v <> 'null' THEN '"[erased]"'::jsonb ELSE v END), '{}')
          FROM jsonb_each(value) AS x (k, v)) ELSE value END
      $function$`);
    await runner.query(redact(await schemaOf(runner), true));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(redact(await schemaOf(runner), false));
    await runner.query("DROP FUNCTION audit_without_fields(jsonb, text, text[])");
    await runner.query("ALTER TABLE audit_redaction DROP COLUMN fields");
  }
}
