import type { MigrationInterface, QueryRunner } from "typeorm";

const statements = [
  // Where the chain ends: the only row that changes, and so the lock that lets one transaction at a time add to it.
  `CREATE TABLE audit_head (
      id integer NOT NULL DEFAULT 1,
      seq bigint NOT NULL,
      hash bytea NOT NULL,
      PRIMARY KEY (id),
      CONSTRAINT audit_head_one_row CHECK (id = 1))`,
  "INSERT INTO audit_head (seq, hash) VALUES (0, sha256('accrue audit log'))",
  `CREATE TABLE audit_link (
      seq bigint NOT NULL,
      entry_id uuid NOT NULL,
      hash bytea NOT NULL,
      PRIMARY KEY (seq),
      CONSTRAINT audit_link_once UNIQUE (entry_id))`,
  // Every column by position, so that one added later does not change what old entries amount to; instants without a time zone.
  `CREATE FUNCTION audit_digest(e audit_entry) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(convert_to(jsonb_build_array(
      e.id, (extract(epoch FROM e.at) * 1000000)::bigint, e.actor_account_id, e.actor_as, e.actor_name, e.action,
      e.subject_type, e.subject_id, e.reason, e.before, e.after, e.request_id, e.ip)::text, 'UTF8'))
  $$`,
  `CREATE FUNCTION audit_hash(previous bytea, seq bigint, digest bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(previous || int8send(seq) || digest)
  $$`,
  `CREATE FUNCTION audit_append() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    DECLARE
      head audit_head;
    BEGIN
      UPDATE audit_head h SET seq = h.seq + 1, hash = audit_hash(h.hash, h.seq + 1, audit_digest(NEW)) RETURNING * INTO head;
      INSERT INTO audit_link (seq, entry_id, hash) VALUES (head.seq, NEW.id, head.hash);
      RETURN NULL;
    END
  $$`,
  `DO $$
    DECLARE
      e audit_entry;
      head audit_head;
    BEGIN
      FOR e IN SELECT * FROM audit_entry ORDER BY at, id LOOP
        UPDATE audit_head h SET seq = h.seq + 1, hash = audit_hash(h.hash, h.seq + 1, audit_digest(e)) RETURNING * INTO head;
        INSERT INTO audit_link (seq, entry_id, hash) VALUES (head.seq, e.id, head.hash);
      END LOOP;
    END
  $$`,
  // At the commit, and not when the entry is written: the chain is held for the commit alone, not for what a transaction still does
  // after it, and whoever holds it waits for nobody.
  `CREATE CONSTRAINT TRIGGER audit_entry_append AFTER INSERT ON audit_entry
     DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_append()`,
  `CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'The audit log cannot be changed.' USING ERRCODE = 'insufficient_privilege';
    END
  $$`,
  // What audit_append does comes from inside a trigger; anybody else's statement does not.
  `CREATE FUNCTION audit_refuse_from_outside() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'The audit log cannot be changed.' USING ERRCODE = 'insufficient_privilege';
      END IF;
      RETURN NEW;
    END
  $$`,
  ...["audit_entry", "audit_link"].map(
    (table) => `CREATE TRIGGER ${table}_only_grows BEFORE UPDATE OR DELETE ON ${table}
      FOR EACH ROW EXECUTE FUNCTION audit_refuse()`,
  ),
  ...["audit_entry", "audit_link", "audit_head"].map(
    (table) => `CREATE TRIGGER ${table}_stays BEFORE TRUNCATE ON ${table} EXECUTE FUNCTION audit_refuse()`,
  ),
  `CREATE TRIGGER audit_link_from_entries BEFORE INSERT ON audit_link
     FOR EACH ROW EXECUTE FUNCTION audit_refuse_from_outside()`,
  `CREATE TRIGGER audit_head_from_entries BEFORE INSERT OR UPDATE ON audit_head
     FOR EACH ROW EXECUTE FUNCTION audit_refuse_from_outside()`,
  "CREATE TRIGGER audit_head_kept BEFORE DELETE ON audit_head FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
];

/** The audit log only grows, and each entry's hash covers all before it. */
export class AuditChain1764000000103 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE audit_link, audit_head");
    await runner.query("DROP FUNCTION audit_append, audit_refuse, audit_refuse_from_outside CASCADE");
    await runner.query("DROP FUNCTION audit_digest, audit_hash");
  }
}
