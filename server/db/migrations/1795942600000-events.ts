import type { MigrationInterface, QueryRunner } from "typeorm";

/** What member columns say of how a member is found and signs in; the rest is what a member is. */
const notTheMember =
  "'{account_id,merged_into_id,first_name_key,given_names_key,last_name_key,first_name_spellings,given_names_spellings,last_name_spellings}'::text[]";

/**
 * What happened, for whoever follows it. Written by the tables themselves, so that every way to a change tells of it, in the transaction
 * that makes it.
 */
export class Events1795942600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("CREATE SEQUENCE event_place");
    await runner.query("CREATE SEQUENCE event_number");
    await runner.query(`CREATE TABLE event (
      id uuid NOT NULL DEFAULT uuid_v7(),
      place bigint NOT NULL DEFAULT nextval('event_place'),
      number bigint,
      at timestamptz NOT NULL DEFAULT now(),
      type text NOT NULL,
      subject_id uuid NOT NULL,
      provider_id uuid,
      facts jsonb NOT NULL,
      CONSTRAINT event_pkey PRIMARY KEY (id),
      CONSTRAINT event_number_once UNIQUE (number),
      CONSTRAINT event_type CHECK (type IN ('PROGRAM_SUBMITTED', 'PROGRAM_DECIDED', 'PROGRAM_POSTPONED', 'PROGRAM_CANCELLED',
        'ATTENDANCE_RECORDED', 'ATTENDANCE_UNDONE', 'CERTIFICATE_ISSUED', 'CERTIFICATE_SUPERSEDED', 'CERTIFICATE_REVOKED',
        'FEE_DUE', 'FEE_PAID', 'MEMBER_CHANGED', 'MEMBER_MERGED')))`);
    await runner.query("CREATE INDEX event_unnumbered ON event (place) WHERE number IS NULL");
    await runner.query("CREATE INDEX event_by_provider ON event (provider_id, number)");
    await runner.query("CREATE INDEX event_by_time ON event (at)");

    await runner.query(`CREATE FUNCTION event_of_program() RETURNS trigger LANGUAGE plpgsql SET search_path TO '$user', 'public' AS $$ BEGIN
      INSERT INTO event (type, subject_id, provider_id, facts) VALUES (
        CASE NEW.status WHEN 'SUBMITTED' THEN 'PROGRAM_SUBMITTED' WHEN 'CANCELLED' THEN 'PROGRAM_CANCELLED' ELSE 'PROGRAM_DECIDED' END,
        NEW.id, NEW.provider_id, jsonb_build_object('programId', NEW.id, 'status', NEW.status));
      RETURN NULL;
    END $$`);
    await runner.query(`CREATE TRIGGER program_tells AFTER UPDATE OF status ON program FOR EACH ROW
      WHEN (OLD.status IS DISTINCT FROM NEW.status
        AND NEW.status IN ('SUBMITTED', 'APPROVED', 'DENIED', 'CHANGES_REQUESTED', 'CANCELLED'))
      EXECUTE FUNCTION event_of_program()`);

    await runner.query(`CREATE FUNCTION event_of_offering() RETURNS trigger LANGUAGE plpgsql SET search_path TO '$user', 'public' AS $$ BEGIN
      INSERT INTO event (type, subject_id, provider_id, facts)
        SELECT 'PROGRAM_POSTPONED', p.id, p.provider_id, jsonb_build_object('programId', p.id, 'status', p.status,
          'offeringId', NEW.id, 'startsOn', NEW.starts_on, 'endsOn', NEW.ends_on)
        FROM program p WHERE p.id = NEW.program_id;
      RETURN NULL;
    END $$`);
    await runner.query(`CREATE TRIGGER offering_tells AFTER UPDATE ON offering FOR EACH ROW
      WHEN (NEW.postponed_from IS NOT NULL
        AND (OLD.starts_on, OLD.ends_on, OLD.place, OLD.url) IS DISTINCT FROM (NEW.starts_on, NEW.ends_on, NEW.place, NEW.url))
      EXECUTE FUNCTION event_of_offering()`);

    // Of a whole statement: a roster is one event, not one for each line.
    const records = (rows: string) => `
      SELECT '%', r.program_id, p.provider_id, jsonb_build_object('programId', r.program_id, 'offeringId', r.offering_id,
        'uploadId', r.upload_id, 'records', count(*))
      FROM ${rows} JOIN program p ON p.id = r.program_id`;
    const told = "INSERT INTO event (type, subject_id, provider_id, facts)";
    const grouped =
      "GROUP BY r.program_id, p.provider_id, r.offering_id, r.upload_id ORDER BY r.program_id, r.offering_id, r.upload_id";
    await runner.query(`CREATE FUNCTION event_of_attendance_added() RETURNS trigger LANGUAGE plpgsql SET search_path TO '$user', 'public' AS $$ BEGIN
      ${told} ${records("added r").replace("%", "ATTENDANCE_RECORDED")} WHERE r.reversed_at IS NULL ${grouped};
      RETURN NULL;
    END $$`);
    await runner.query(`CREATE FUNCTION event_of_attendance_changed() RETURNS trigger LANGUAGE plpgsql SET search_path TO '$user', 'public' AS $$ BEGIN
      ${told} ${records("became r JOIN was w ON w.id = r.id").replace("%", "ATTENDANCE_UNDONE")}
        WHERE w.reversed_at IS NULL AND r.reversed_at IS NOT NULL ${grouped};
      ${told} ${records("became r JOIN was w ON w.id = r.id").replace("%", "ATTENDANCE_RECORDED")}
        WHERE w.reversed_at IS NOT NULL AND r.reversed_at IS NULL ${grouped};
      RETURN NULL;
    END $$`);
    await runner.query(`CREATE TRIGGER attendance_record_tells_added AFTER INSERT ON attendance_record
      REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION event_of_attendance_added()`);
    await runner.query(`CREATE TRIGGER attendance_record_tells_changed AFTER UPDATE ON attendance_record
      REFERENCING OLD TABLE AS was NEW TABLE AS became FOR EACH STATEMENT EXECUTE FUNCTION event_of_attendance_changed()`);

    await runner.query(`CREATE FUNCTION event_of_certificate() RETURNS trigger LANGUAGE plpgsql SET search_path TO '$user', 'public' AS $$ BEGIN
      INSERT INTO event (type, subject_id, provider_id, facts)
        SELECT 'CERTIFICATE_' || NEW.status, NEW.id, p.provider_id, jsonb_build_object('certificateId', NEW.id,
          'programId', NEW.program_id, 'memberId', NEW.member_id, 'status', NEW.status)
        FROM program p WHERE p.id = NEW.program_id;
      RETURN NULL;
    END $$`);
    await runner.query(
      "CREATE TRIGGER certificate_tells_issued AFTER INSERT ON certificate FOR EACH ROW EXECUTE FUNCTION event_of_certificate()",
    );
    await runner.query(`CREATE TRIGGER certificate_tells_ended AFTER UPDATE OF status ON certificate FOR EACH ROW
      WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION event_of_certificate()`);

    // What a refund gives back is waived at the same instant, and nothing is paid by that.
    await runner.query(`CREATE FUNCTION event_of_ledger() RETURNS trigger LANGUAGE plpgsql SET search_path TO '$user', 'public' AS $$
      DECLARE
        due integer;
      BEGIN
        IF NEW.kind <> 'CHARGE' THEN
          SELECT coalesce(sum(CASE WHEN l.kind IN ('CHARGE', 'REFUND') THEN l.amount ELSE -l.amount END), 0) INTO due
            FROM ledger_entry l WHERE l.program_id = NEW.program_id AND l.fee = NEW.fee;
          IF due > 0 OR (NEW.kind = 'WAIVER' AND EXISTS (SELECT FROM ledger_entry l
            WHERE l.program_id = NEW.program_id AND l.fee = NEW.fee AND l.kind = 'REFUND' AND l.at = NEW.at)) THEN
            RETURN NULL;
          END IF;
        END IF;
        INSERT INTO event (type, subject_id, provider_id, facts) VALUES (
          CASE NEW.kind WHEN 'CHARGE' THEN 'FEE_DUE' ELSE 'FEE_PAID' END, NEW.program_id, NEW.provider_id,
          jsonb_build_object('programId', NEW.program_id, 'fee', NEW.fee, 'amount', NEW.amount, 'currency', NEW.currency,
            'waived', NEW.kind = 'WAIVER'));
        RETURN NULL;
      END $$`);
    await runner.query(`CREATE TRIGGER ledger_entry_tells AFTER INSERT ON ledger_entry FOR EACH ROW
      WHEN (NEW.program_id IS NOT NULL AND NEW.kind IN ('CHARGE', 'PAYMENT', 'WAIVER')) EXECUTE FUNCTION event_of_ledger()`);

    await runner.query(`CREATE FUNCTION event_of_members_added() RETURNS trigger LANGUAGE plpgsql SET search_path TO '$user', 'public' AS $$ BEGIN
      ${told} SELECT 'MEMBER_CHANGED', m.id, NULL, jsonb_build_object('memberId', m.id, 'change', 'ADDED') FROM added m;
      RETURN NULL;
    END $$`);
    await runner.query(`CREATE FUNCTION event_of_members_changed() RETURNS trigger LANGUAGE plpgsql SET search_path TO '$user', 'public' AS $$ BEGIN
      ${told} SELECT 'MEMBER_MERGED', m.id, NULL, jsonb_build_object('memberId', m.id, 'change', 'MERGED', 'mergedIntoId', m.merged_into_id)
        FROM became m JOIN was w ON w.id = m.id
        WHERE m.merged_into_id IS NOT NULL AND m.merged_into_id IS DISTINCT FROM w.merged_into_id ORDER BY m.id;
      ${told} SELECT 'MEMBER_CHANGED', m.id, NULL, jsonb_build_object('memberId', m.id,
          'change', CASE WHEN m.erased_at IS NOT NULL AND w.erased_at IS NULL THEN 'ERASED' ELSE 'CHANGED' END)
        FROM became m JOIN was w ON w.id = m.id
        WHERE m.merged_into_id IS NOT DISTINCT FROM w.merged_into_id
          AND to_jsonb(m) - ${notTheMember} IS DISTINCT FROM to_jsonb(w) - ${notTheMember} ORDER BY m.id;
      RETURN NULL;
    END $$`);
    await runner.query(`CREATE TRIGGER member_tells_added AFTER INSERT ON member
      REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION event_of_members_added()`);
    await runner.query(`CREATE TRIGGER member_tells_changed AFTER UPDATE ON member
      REFERENCING OLD TABLE AS was NEW TABLE AS became FOR EACH STATEMENT EXECUTE FUNCTION event_of_members_changed()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, trigger] of [
      ["program", "program_tells"],
      ["offering", "offering_tells"],
      ["attendance_record", "attendance_record_tells_added"],
      ["attendance_record", "attendance_record_tells_changed"],
      ["certificate", "certificate_tells_issued"],
      ["certificate", "certificate_tells_ended"],
      ["ledger_entry", "ledger_entry_tells"],
      ["member", "member_tells_added"],
      ["member", "member_tells_changed"],
    ])
      await runner.query(`DROP TRIGGER ${trigger} ON ${table}`);
    for (const of of [
      "program",
      "offering",
      "attendance_added",
      "attendance_changed",
      "certificate",
      "ledger",
      "members_added",
      "members_changed",
    ])
      await runner.query(`DROP FUNCTION event_of_${of}()`);
    await runner.query("DROP TABLE event");
    await runner.query("DROP SEQUENCE event_number");
    await runner.query("DROP SEQUENCE event_place");
  }
}
