import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * The log in which everybody can see what was issued, and when it ended. The tables write their events themselves, so that every way to a
 * certificate's end tells of it; a job gives the events their places in the tree. What has been said is never taken back.
 */
export class CertificateLog1795970100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE certificate_log (
      number integer NOT NULL,
      origin text NOT NULL,
      began_at timestamptz NOT NULL,
      ended_at timestamptz,
      CONSTRAINT certificate_log_pkey PRIMARY KEY (number),
      CONSTRAINT certificate_log_origin_once UNIQUE (origin))`);
    await runner.query("CREATE UNIQUE INDEX certificate_log_open ON certificate_log ((true)) WHERE ended_at IS NULL");

    await runner.query("CREATE SEQUENCE certificate_log_place");
    await runner.query(`CREATE TABLE certificate_log_entry (
      place bigint NOT NULL DEFAULT nextval('certificate_log_place'),
      certificate_id uuid NOT NULL,
      event text NOT NULL,
      number text NOT NULL,
      at timestamptz NOT NULL DEFAULT now(),
      sha256 bytea NOT NULL,
      salt bytea NOT NULL DEFAULT uuid_send(gen_random_uuid()),
      log integer,
      position bigint,
      CONSTRAINT certificate_log_entry_pkey PRIMARY KEY (place),
      CONSTRAINT certificate_log_entry_position_once UNIQUE (log, position),
      CONSTRAINT certificate_log_entry_log FOREIGN KEY (log) REFERENCES certificate_log (number),
      CONSTRAINT certificate_log_entry_position CHECK ((log IS NULL) = (position IS NULL) AND position >= 0),
      CONSTRAINT certificate_log_entry_hash CHECK (octet_length(sha256) = 32 AND octet_length(salt) = 16),
      CONSTRAINT certificate_log_entry_event CHECK (event IN ('issued', 'credential', 'superseded', 'revoked', 'removed')))`);
    await runner.query(
      "CREATE INDEX certificate_log_entry_waiting ON certificate_log_entry (place) WHERE position IS NULL",
    );
    await runner.query(
      "CREATE INDEX certificate_log_entry_by_certificate ON certificate_log_entry (certificate_id, place)",
    );

    await runner.query(`CREATE TABLE certificate_log_tile (
      log integer NOT NULL,
      level smallint NOT NULL,
      number bigint NOT NULL,
      hashes bytea NOT NULL,
      CONSTRAINT certificate_log_tile_pkey PRIMARY KEY (log, level, number),
      CONSTRAINT certificate_log_tile_log FOREIGN KEY (log) REFERENCES certificate_log (number),
      CONSTRAINT certificate_log_tile_hashes CHECK (octet_length(hashes) % 32 = 0 AND octet_length(hashes) BETWEEN 32 AND 8192))`);
    await runner.query(`CREATE TABLE certificate_log_checkpoint (
      log integer NOT NULL,
      size bigint NOT NULL,
      note text NOT NULL,
      cosignatures text[] NOT NULL DEFAULT '{}',
      made_at timestamptz NOT NULL,
      CONSTRAINT certificate_log_checkpoint_pkey PRIMARY KEY (log, size),
      CONSTRAINT certificate_log_checkpoint_log FOREIGN KEY (log) REFERENCES certificate_log (number))`);
    await runner.query(`CREATE TABLE certificate_log_witness (
      log integer NOT NULL,
      name text NOT NULL,
      size bigint NOT NULL,
      refused_at timestamptz,
      CONSTRAINT certificate_log_witness_pkey PRIMARY KEY (log, name),
      CONSTRAINT certificate_log_witness_log FOREIGN KEY (log) REFERENCES certificate_log (number))`);

    await runner.query(`CREATE FUNCTION certificate_log_tell() RETURNS trigger LANGUAGE plpgsql SET search_path TO '$user', 'public' AS $$
      BEGIN
        IF TG_OP = 'DELETE' THEN
          INSERT INTO certificate_log_entry (certificate_id, event, number, sha256)
            SELECT OLD.id, 'removed', OLD.number, e.sha256 FROM certificate_log_entry e
            WHERE e.certificate_id = OLD.id AND e.event = 'issued' ORDER BY e.place LIMIT 1;
        ELSIF TG_TABLE_NAME = 'certificate_credential' THEN
          INSERT INTO certificate_log_entry (certificate_id, event, number, sha256)
            SELECT c.id, 'credential', c.number, sha256(convert_to(NEW.document, 'UTF8')) FROM certificate c WHERE c.id = NEW.certificate_id;
        ELSE
          INSERT INTO certificate_log_entry (certificate_id, event, number, sha256)
            SELECT NEW.id, lower(NEW.status), NEW.number, f.sha256 FROM stored_file f WHERE f.id = NEW.pdf_file_id;
        END IF;
        RETURN NULL;
      END $$`);
    await runner.query(
      "CREATE TRIGGER certificate_logs_issued AFTER INSERT ON certificate FOR EACH ROW EXECUTE FUNCTION certificate_log_tell()",
    );
    await runner.query(`CREATE TRIGGER certificate_logs_ended AFTER UPDATE OF status ON certificate FOR EACH ROW
      WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION certificate_log_tell()`);
    await runner.query(
      "CREATE TRIGGER certificate_logs_removed AFTER DELETE ON certificate FOR EACH ROW EXECUTE FUNCTION certificate_log_tell()",
    );
    await runner.query(
      "CREATE TRIGGER certificate_logs_credential AFTER INSERT ON certificate_credential FOR EACH ROW EXECUTE FUNCTION certificate_log_tell()",
    );

    await runner.query(`CREATE FUNCTION certificate_log_stays() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'UPDATE' THEN
          IF TG_TABLE_NAME = 'certificate_log_entry' THEN
            IF OLD.position IS NULL AND (NEW.place, NEW.certificate_id, NEW.event, NEW.number, NEW.at, NEW.sha256, NEW.salt)
              IS NOT DISTINCT FROM (OLD.place, OLD.certificate_id, OLD.event, OLD.number, OLD.at, OLD.sha256, OLD.salt) THEN RETURN NEW; END IF;
          ELSIF TG_TABLE_NAME = 'certificate_log_tile' THEN
            IF (NEW.log, NEW.level, NEW.number, substring(NEW.hashes FOR octet_length(OLD.hashes)))
              IS NOT DISTINCT FROM (OLD.log, OLD.level, OLD.number, OLD.hashes) THEN RETURN NEW; END IF;
          ELSIF (NEW.log, NEW.size, NEW.note, NEW.made_at) IS NOT DISTINCT FROM (OLD.log, OLD.size, OLD.note, OLD.made_at)
            AND NEW.cosignatures @> OLD.cosignatures THEN RETURN NEW;
          END IF;
        END IF;
        RAISE EXCEPTION 'What the log of certificates has said stays.' USING ERRCODE = 'integrity_constraint_violation';
      END $$`);
    for (const table of ["certificate_log_entry", "certificate_log_tile", "certificate_log_checkpoint"])
      await runner.query(
        `CREATE TRIGGER ${table}_stays BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION certificate_log_stays()`,
      );

    // What was issued before there was a log is in it as of today.
    await runner.query(`INSERT INTO certificate_log_entry (certificate_id, event, number, sha256)
      SELECT c.id, e.event, c.number, coalesce(e.sha256, f.sha256) FROM certificate c JOIN stored_file f ON f.id = c.pdf_file_id
      CROSS JOIN LATERAL (
        SELECT 1 AS step, 'issued' AS event, NULL::bytea AS sha256
        UNION ALL SELECT 2, 'credential', sha256(convert_to(d.document, 'UTF8')) FROM certificate_credential d WHERE d.certificate_id = c.id
        UNION ALL SELECT 3, lower(c.status), NULL WHERE c.status <> 'ISSUED') e
      ORDER BY c.issued_at, c.id, e.step`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["issued", "ended", "removed"])
      await runner.query(`DROP TRIGGER certificate_logs_${table} ON certificate`);
    await runner.query("DROP TRIGGER certificate_logs_credential ON certificate_credential");
    await runner.query("DROP FUNCTION certificate_log_tell()");
    for (const table of ["witness", "checkpoint", "tile", "entry"])
      await runner.query(`DROP TABLE certificate_log_${table}`);
    await runner.query("DROP TABLE certificate_log");
    await runner.query("DROP FUNCTION certificate_log_stays()");
    await runner.query("DROP SEQUENCE certificate_log_place");
  }
}
