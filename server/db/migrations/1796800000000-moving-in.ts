import type { MigrationInterface, QueryRunner } from "typeorm";

/** An accreditor moves in with what it has: bundles of files, what each made of which record, and certificates that were issued elsewhere. */
export class MovingIn1796800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE bundle_import (
      id uuid NOT NULL DEFAULT uuid_v7(),
      account_id uuid,
      file_name text NOT NULL,
      status text NOT NULL,
      error_count integer NOT NULL DEFAULT 0,
      warning_count integer NOT NULL DEFAULT 0,
      created_at timestamptz NOT NULL,
      recorded_at timestamptz,
      place integer,
      phase text,
      progress smallint NOT NULL DEFAULT 0,
      finding_kinds jsonb,
      undone_at timestamptz,
      undo_reason text,
      CONSTRAINT bundle_import_pkey PRIMARY KEY (id),
      CONSTRAINT bundle_import_account FOREIGN KEY (account_id) REFERENCES account (id),
      CONSTRAINT bundle_import_status CHECK (status IN ('CHECKING', 'REJECTED', 'CHECKED', 'RECORDING', 'PROCESSED', 'UNDONE')),
      CONSTRAINT bundle_import_undone CHECK ((status = 'UNDONE') = (undone_at IS NOT NULL) AND (undone_at IS NULL) = (undo_reason IS NULL)))`);
    await runner.query("CREATE INDEX bundle_import_by_time ON bundle_import (created_at, id)");
    await runner.query(`CREATE TRIGGER bundle_import_moves BEFORE UPDATE OF status ON bundle_import FOR EACH ROW
      WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_illegal_move('CHECKING>REJECTED', 'CHECKING>CHECKED', 'CHECKED>RECORDING', 'RECORDING>REJECTED', 'RECORDING>PROCESSED', 'PROCESSED>UNDONE')`);
    await runner.query(`CREATE TABLE bundle_file (
      id uuid NOT NULL DEFAULT uuid_v7(),
      import_id uuid NOT NULL,
      position integer NOT NULL,
      name text NOT NULL,
      kind text,
      sha256 bytea NOT NULL,
      byte_size bigint NOT NULL,
      columns jsonb NOT NULL DEFAULT '[]',
      row_count integer,
      added_rows integer NOT NULL DEFAULT 0,
      changed_rows integer NOT NULL DEFAULT 0,
      unchanged_rows integer NOT NULL DEFAULT 0,
      left_rows integer NOT NULL DEFAULT 0,
      samples jsonb NOT NULL DEFAULT '[]',
      CONSTRAINT bundle_file_pkey PRIMARY KEY (id),
      CONSTRAINT bundle_file_once UNIQUE (import_id, position),
      CONSTRAINT bundle_file_import FOREIGN KEY (import_id) REFERENCES bundle_import (id) ON DELETE CASCADE)`);
    await runner.query(`CREATE TABLE bundle_part (
      upload_id uuid NOT NULL,
      position integer NOT NULL,
      content bytea NOT NULL,
      CONSTRAINT bundle_part_pkey PRIMARY KEY (upload_id, position),
      CONSTRAINT bundle_part_file FOREIGN KEY (upload_id) REFERENCES bundle_file (id) ON DELETE CASCADE)`);
    await runner.query("ALTER TABLE bundle_part ALTER content SET STORAGE EXTERNAL");
    await runner.query(`CREATE TABLE bundle_error (
      upload_id uuid NOT NULL,
      position integer NOT NULL,
      file text NOT NULL,
      line integer NOT NULL,
      "column" text,
      value text,
      code text NOT NULL,
      details jsonb NOT NULL DEFAULT '{}',
      suggestions text[] NOT NULL DEFAULT '{}',
      severity text NOT NULL DEFAULT 'ERROR',
      CONSTRAINT bundle_error_pkey PRIMARY KEY (upload_id, position),
      CONSTRAINT bundle_error_import FOREIGN KEY (upload_id) REFERENCES bundle_import (id) ON DELETE CASCADE,
      CONSTRAINT bundle_error_severity CHECK (severity IN ('ERROR', 'WARNING')))`);
    await runner.query(`CREATE TABLE bundle_record (
      import_id uuid NOT NULL,
      record_id uuid NOT NULL,
      kind text NOT NULL,
      file_id uuid NOT NULL,
      line integer NOT NULL,
      before jsonb,
      after jsonb NOT NULL,
      CONSTRAINT bundle_record_pkey PRIMARY KEY (import_id, record_id),
      CONSTRAINT bundle_record_import FOREIGN KEY (import_id) REFERENCES bundle_import (id) ON DELETE CASCADE,
      CONSTRAINT bundle_record_file FOREIGN KEY (file_id) REFERENCES bundle_file (id) ON DELETE CASCADE)`);
    await runner.query("CREATE INDEX bundle_record_by_record ON bundle_record (record_id)");
    await runner.query("CREATE INDEX bundle_record_by_file ON bundle_record (file_id)");
    await runner.query(`CREATE TABLE outside_certificate (
      id uuid NOT NULL DEFAULT uuid_v7(),
      number text NOT NULL,
      code text,
      code_key text,
      member_id uuid NOT NULL,
      recipient_name text NOT NULL,
      title text NOT NULL,
      provider_name text NOT NULL DEFAULT '',
      program_number text NOT NULL DEFAULT '',
      issuer text NOT NULL,
      credits numeric(8,2) NOT NULL,
      credit_unit text NOT NULL,
      completed_on date NOT NULL,
      issued_on date,
      status text NOT NULL DEFAULT 'ISSUED',
      revoked_on date,
      revocation_reason text,
      created_at timestamptz NOT NULL,
      CONSTRAINT outside_certificate_pkey PRIMARY KEY (id),
      CONSTRAINT outside_certificate_number_once UNIQUE (number),
      CONSTRAINT outside_certificate_code_once UNIQUE (code_key),
      CONSTRAINT outside_certificate_member FOREIGN KEY (member_id) REFERENCES member (id),
      CONSTRAINT outside_certificate_credits CHECK (credits > 0),
      CONSTRAINT outside_certificate_status CHECK (status IN ('ISSUED', 'REVOKED')),
      CONSTRAINT outside_certificate_revoked CHECK (status = 'REVOKED' OR (revoked_on IS NULL AND revocation_reason IS NULL)))`);
    await runner.query("CREATE INDEX outside_certificate_by_member ON outside_certificate (member_id, completed_on)");
    await runner.query(`CREATE TRIGGER outside_certificate_moves BEFORE UPDATE OF status ON outside_certificate FOR EACH ROW
      WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_illegal_move('ISSUED>REVOKED', 'REVOKED>ISSUED')`);
    // What moves in is no news: nothing of it becomes an event.
    await runner.query(`CREATE FUNCTION event_of_moving_in() RETURNS trigger LANGUAGE plpgsql SET search_path TO '$user', 'public' AS $$ BEGIN
      IF current_setting('accrue.moving_in', true) = pg_current_xact_id()::text THEN RETURN NULL; END IF;
      RETURN NEW;
    END $$`);
    await runner.query(
      "CREATE TRIGGER event_not_of_moving_in BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION event_of_moving_in()",
    );
    await runner.query(
      spreads("AND current_setting('accrue.moving_in', true) IS DISTINCT FROM pg_current_xact_id()::text"),
    );
    // Only the tables' owner may set a sequence. This one only goes up.
    const [{ schema }] = await runner.query("SELECT quote_ident(current_schema()) AS schema");
    await runner.query(`CREATE FUNCTION raise_certificate_number(most bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
      SET search_path = ${schema}, pg_temp AS $$
        SELECT setval('certificate_number', most) FROM certificate_number WHERE last_value < most OR (last_value = most AND NOT is_called) $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP FUNCTION raise_certificate_number(bigint)");
    await runner.query("DROP TRIGGER event_not_of_moving_in ON event");
    await runner.query("DROP FUNCTION event_of_moving_in()");
    await runner.query(spreads(""));
    for (const table of [
      "outside_certificate",
      "bundle_record",
      "bundle_error",
      "bundle_part",
      "bundle_file",
      "bundle_import",
    ])
      await runner.query(`DROP TABLE ${table}`);
  }
}

const spreads = (unless: string): string => `CREATE OR REPLACE FUNCTION event_spreads() RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$ BEGIN
      IF EXISTS (SELECT FROM webhook WHERE stopped_at IS NULL)
        AND current_setting('accrue.events_told', true) IS DISTINCT FROM pg_current_xact_id()::text ${unless} THEN
        PERFORM set_config('accrue.events_told', pg_current_xact_id()::text, true);
        PERFORM graphile_worker.add_job('events.spread', payload := '{}'::json, priority := 10);
      END IF;
      RETURN NULL;
    END $function$`;
