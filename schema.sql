-- The database as the migrations leave it, printed by `npm run schema:sql`. For reading and comparing: a database is made by the
-- migrations, and Graphile Worker makes its own tables in a schema of theirs.

CREATE EXTENSION pg_trgm;

CREATE SEQUENCE certificate_log_place AS bigint START 1 INCREMENT 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1;

CREATE SEQUENCE certificate_number AS bigint START 1 INCREMENT 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1;

CREATE SEQUENCE event_number AS bigint START 1 INCREMENT 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1;

CREATE SEQUENCE event_place AS bigint START 1 INCREMENT 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1;

CREATE SEQUENCE migration_id_seq AS integer START 1 INCREMENT 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1;

CREATE OR REPLACE FUNCTION attendance_credit_fits()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        IF TG_OP = 'UPDATE' THEN
          RAISE EXCEPTION 'credit on record is not altered: reverse the record' USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (
          SELECT FROM added a JOIN attendance_record r ON r.id = a.record_id JOIN credit_kind k ON k.id = a.kind_id
          LEFT JOIN program_credit_kind p ON p.program_id = r.program_id AND p.kind_id = a.kind_id
          LEFT JOIN credit_kind w ON w.id = k.part_of_id
          LEFT JOIN attendance_credit o ON o.record_id = a.record_id AND o.kind_id = w.id
          WHERE a.credits > coalesce(p.credits, 0)
            OR a.credits > CASE WHEN w.id IS NULL THEN a.credits WHEN w.is_default THEN r.credits ELSE coalesce(o.credits, 0) END
        ) THEN
          RAISE EXCEPTION 'of a kind of credit no more is awarded than is approved, and of a part no more than of the whole'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'attendance_credit_fits';
        END IF;
        RETURN NULL;
      END $function$;

CREATE OR REPLACE FUNCTION attendance_record_stays()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  BEGIN
    RAISE EXCEPTION 'An attendance record keeps its program and its day: reverse it and add another.'
      USING ERRCODE = 'integrity_constraint_violation';
  END
$function$;

CREATE OR REPLACE FUNCTION attendance_tally_keep()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$
  BEGIN
    INSERT INTO attendance_tally AS t (program_id, completed_on, records)
      SELECT program_id, completed_on, TG_ARGV[0]::int * count(*) FROM touched GROUP BY 1, 2 ORDER BY 1, 2
      ON CONFLICT (program_id, completed_on) DO UPDATE SET records = t.records + excluded.records;
    RETURN NULL;
  END
$function$;

CREATE OR REPLACE FUNCTION audit_append()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  DECLARE
    head audit_head;
  BEGIN
    UPDATE audit_head h SET seq = h.seq + 1, hash = audit_hash(h.hash, h.seq + 1, audit_digest(NEW)) RETURNING * INTO head;
    INSERT INTO audit_link (seq, entry_id, hash) VALUES (head.seq, NEW.id, head.hash);
    RETURN NULL;
  END
$function$;

CREATE OR REPLACE FUNCTION audit_digest(e audit_entry)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE
AS $function$
  SELECT sha256(convert_to(
    (jsonb_build_array(
      e.id, (extract(epoch FROM e.at) * 1000000)::bigint, e.actor_account_id, e.actor_as, e.actor_name, e.action,
      e.subject_type, e.subject_id, e.reason, e.before, e.after, e.request_id, e.ip)
    || CASE WHEN e.salt IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(e.salt) END)::text, 'UTF8'))
$function$;

CREATE OR REPLACE FUNCTION audit_entry_is_told()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        PERFORM pg_notify('accrue', 'program:' || NEW.subject_id);
        RETURN NULL;
      END $function$;

CREATE OR REPLACE FUNCTION audit_hash(previous bytea, seq bigint, digest bytea)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE
AS $function$
  SELECT sha256(previous || int8send(seq) || digest)
$function$;

CREATE OR REPLACE FUNCTION audit_redact()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  DECLARE
    e audit_entry;
  BEGIN
    SELECT * INTO STRICT e FROM audit_entry WHERE id = NEW.entry_id FOR UPDATE;
    SELECT coalesce(max(step), 0) + 1 INTO NEW.step FROM audit_redaction WHERE entry_id = NEW.entry_id;
    NEW.before_digest := audit_digest(e);
    e.salt := NULL;
    e.ip := NULL;
    IF NEW.fields IS NOT NULL THEN
      e.before := audit_without_fields(e.before, 'before.', NEW.fields);
      e.after := audit_without_fields(e.after, 'after.', NEW.fields);
    ELSIF NEW.pattern IS NULL THEN
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
  $function$;

CREATE OR REPLACE FUNCTION audit_refuse()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  BEGIN
    RAISE EXCEPTION 'The audit log cannot be changed.' USING ERRCODE = 'insufficient_privilege';
  END
$function$;

CREATE OR REPLACE FUNCTION audit_refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  BEGIN
    IF pg_trigger_depth() < 2 OR NEW.salt IS NOT NULL OR NOT (
      NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.actor_as = OLD.actor_as AND NEW.action = OLD.action
      AND NEW.actor_account_id IS NOT DISTINCT FROM OLD.actor_account_id AND NEW.subject_type = OLD.subject_type
      AND NEW.subject_id = OLD.subject_id AND NEW.request_id IS NOT DISTINCT FROM OLD.request_id) THEN
      RAISE EXCEPTION 'The audit log cannot be changed.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END
$function$;

CREATE OR REPLACE FUNCTION audit_refuse_from_outside()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  BEGIN
    IF pg_trigger_depth() < 2 THEN
      RAISE EXCEPTION 'The audit log cannot be changed.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END
$function$;

CREATE OR REPLACE FUNCTION audit_without(value jsonb, pattern text)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE
AS $function$
  SELECT CASE jsonb_typeof(value)
    WHEN 'string' THEN to_jsonb(regexp_replace(value #>> '{}', pattern, '[erased]', 'gi'))
    WHEN 'array' THEN (SELECT coalesce(jsonb_agg(audit_without(e, pattern) ORDER BY n), '[]')
      FROM jsonb_array_elements(value) WITH ORDINALITY AS x (e, n))
    WHEN 'object' THEN (SELECT coalesce(jsonb_object_agg(k, audit_without(v, pattern)), '{}') FROM jsonb_each(value) AS x (k, v))
    ELSE value END
$function$;

CREATE OR REPLACE FUNCTION audit_without_fields(value jsonb, side text, fields text[])
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE
AS $function$
        SELECT CASE jsonb_typeof(value) WHEN 'object' THEN (
          SELECT coalesce(jsonb_object_agg(k, CASE WHEN side || k = ANY (fields) AND v <> 'null' THEN '"[erased]"'::jsonb ELSE v END), '{}')
          FROM jsonb_each(value) AS x (k, v)) ELSE value END
      $function$;

CREATE OR REPLACE FUNCTION badge_code()
 RETURNS text
 LANGUAGE sql
 PARALLEL SAFE
AS $function$
      SELECT string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (get_byte(r.bytes, n) & 31), 1), '')
      FROM (SELECT uuid_send(gen_random_uuid()) AS bytes OFFSET 0) r, unnest(ARRAY[0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14]) n
    $function$;

CREATE OR REPLACE FUNCTION certificate_credential_frozen()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        RAISE EXCEPTION 'A credential stays as it was signed.' USING ERRCODE = 'integrity_constraint_violation';
      END $function$;

CREATE OR REPLACE FUNCTION certificate_log_stays()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
      END $function$;

CREATE OR REPLACE FUNCTION certificate_log_tell()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$
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
      END $function$;

CREATE OR REPLACE FUNCTION certificate_tells_status()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        UPDATE credential_status SET ended = NEW.status <> 'ISSUED', superseded = NEW.superseded_by_id IS NOT NULL OR NEW.status = 'SUPERSEDED'
        WHERE certificate_id = NEW.id;
        RETURN NULL;
      END $function$;

CREATE OR REPLACE FUNCTION end_member_tokens()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        IF TG_TABLE_NAME = 'member' THEN
          DELETE FROM member_token WHERE member_id = NEW.id;
          DELETE FROM app_state WHERE account_id IN (OLD.account_id, NEW.account_id);
        ELSIF TG_TABLE_NAME = 'api_key' THEN DELETE FROM member_token WHERE api_key_id = NEW.id;
        ELSE
          DELETE FROM member_token t USING member m WHERE m.id = t.member_id AND m.account_id = NEW.id;
          DELETE FROM app_state WHERE account_id = NEW.id;
        END IF;
        RETURN NULL;
      END $function$;

CREATE OR REPLACE FUNCTION event_of_attendance_added()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$ BEGIN
      INSERT INTO event (type, subject_id, provider_id, facts) 
      SELECT 'ATTENDANCE_RECORDED', r.program_id, p.provider_id, jsonb_build_object('programId', r.program_id, 'offeringId', r.offering_id,
        'uploadId', r.upload_id, 'records', count(*))
      FROM added r JOIN program p ON p.id = r.program_id WHERE r.reversed_at IS NULL GROUP BY r.program_id, p.provider_id, r.offering_id, r.upload_id ORDER BY r.program_id, r.offering_id, r.upload_id;
      RETURN NULL;
    END $function$;

CREATE OR REPLACE FUNCTION event_of_attendance_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$ BEGIN
      INSERT INTO event (type, subject_id, provider_id, facts) 
      SELECT 'ATTENDANCE_UNDONE', r.program_id, p.provider_id, jsonb_build_object('programId', r.program_id, 'offeringId', r.offering_id,
        'uploadId', r.upload_id, 'records', count(*))
      FROM became r JOIN was w ON w.id = r.id JOIN program p ON p.id = r.program_id
        WHERE w.reversed_at IS NULL AND r.reversed_at IS NOT NULL GROUP BY r.program_id, p.provider_id, r.offering_id, r.upload_id ORDER BY r.program_id, r.offering_id, r.upload_id;
      INSERT INTO event (type, subject_id, provider_id, facts) 
      SELECT 'ATTENDANCE_RECORDED', r.program_id, p.provider_id, jsonb_build_object('programId', r.program_id, 'offeringId', r.offering_id,
        'uploadId', r.upload_id, 'records', count(*))
      FROM became r JOIN was w ON w.id = r.id JOIN program p ON p.id = r.program_id
        WHERE w.reversed_at IS NOT NULL AND r.reversed_at IS NULL GROUP BY r.program_id, p.provider_id, r.offering_id, r.upload_id ORDER BY r.program_id, r.offering_id, r.upload_id;
      RETURN NULL;
    END $function$;

CREATE OR REPLACE FUNCTION event_of_certificate()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$ BEGIN
      INSERT INTO event (type, subject_id, provider_id, facts)
        SELECT 'CERTIFICATE_' || NEW.status, NEW.id, p.provider_id, jsonb_build_object('certificateId', NEW.id,
          'programId', NEW.program_id, 'memberId', NEW.member_id, 'status', NEW.status)
        FROM program p WHERE p.id = NEW.program_id;
      RETURN NULL;
    END $function$;

CREATE OR REPLACE FUNCTION event_of_ledger()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$
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
      END $function$;

CREATE OR REPLACE FUNCTION event_of_members_added()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$ BEGIN
      INSERT INTO event (type, subject_id, provider_id, facts) SELECT 'MEMBER_CHANGED', m.id, NULL, jsonb_build_object('memberId', m.id, 'change', 'ADDED') FROM added m;
      RETURN NULL;
    END $function$;

CREATE OR REPLACE FUNCTION event_of_members_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$ BEGIN
      INSERT INTO event (type, subject_id, provider_id, facts) SELECT 'MEMBER_MERGED', m.id, NULL, jsonb_build_object('memberId', m.id, 'change', 'MERGED', 'mergedIntoId', m.merged_into_id)
        FROM became m JOIN was w ON w.id = m.id
        WHERE m.merged_into_id IS NOT NULL AND m.merged_into_id IS DISTINCT FROM w.merged_into_id ORDER BY m.id;
      INSERT INTO event (type, subject_id, provider_id, facts) SELECT 'MEMBER_CHANGED', m.id, NULL, jsonb_build_object('memberId', m.id,
          'change', CASE WHEN m.erased_at IS NOT NULL AND w.erased_at IS NULL THEN 'ERASED' ELSE 'CHANGED' END)
        FROM became m JOIN was w ON w.id = m.id
        WHERE m.merged_into_id IS NOT DISTINCT FROM w.merged_into_id
          AND to_jsonb(m) - '{account_id,merged_into_id,first_name_key,given_names_key,last_name_key,first_name_spellings,given_names_spellings,last_name_spellings,changed_at}'::text[] IS DISTINCT FROM to_jsonb(w) - '{account_id,merged_into_id,first_name_key,given_names_key,last_name_key,first_name_spellings,given_names_spellings,last_name_spellings,changed_at}'::text[] ORDER BY m.id;
      RETURN NULL;
    END $function$;

CREATE OR REPLACE FUNCTION event_of_moving_in()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$ BEGIN
      IF current_setting('accrue.moving_in', true) = pg_current_xact_id()::text THEN RETURN NULL; END IF;
      RETURN NEW;
    END $function$;

CREATE OR REPLACE FUNCTION event_of_offering()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$ BEGIN
      INSERT INTO event (type, subject_id, provider_id, facts)
        SELECT 'PROGRAM_POSTPONED', p.id, p.provider_id, jsonb_build_object('programId', p.id, 'status', p.status,
          'offeringId', NEW.id, 'startsOn', NEW.starts_on, 'endsOn', NEW.ends_on)
        FROM program p WHERE p.id = NEW.program_id;
      RETURN NULL;
    END $function$;

CREATE OR REPLACE FUNCTION event_of_program()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$ BEGIN
      INSERT INTO event (type, subject_id, provider_id, facts) VALUES (
        CASE NEW.status WHEN 'SUBMITTED' THEN 'PROGRAM_SUBMITTED' WHEN 'CANCELLED' THEN 'PROGRAM_CANCELLED' ELSE 'PROGRAM_DECIDED' END,
        NEW.id, NEW.provider_id, jsonb_build_object('programId', NEW.id, 'status', NEW.status));
      RETURN NULL;
    END $function$;

CREATE OR REPLACE FUNCTION event_spreads()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$ BEGIN
      IF EXISTS (SELECT FROM webhook WHERE stopped_at IS NULL)
        AND current_setting('accrue.events_told', true) IS DISTINCT FROM pg_current_xact_id()::text AND current_setting('accrue.moving_in', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM set_config('accrue.events_told', pg_current_xact_id()::text, true);
        PERFORM graphile_worker.add_job('events.spread', payload := '{}'::json, priority := 10);
      END IF;
      RETURN NULL;
    END $function$;

CREATE OR REPLACE FUNCTION file_is_told()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        PERFORM pg_notify('accrue', TG_ARGV[0] || ':' || NEW.id);
        RETURN NULL;
      END $function$;

CREATE OR REPLACE FUNCTION installation_is_restored()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      BEGIN NEW.identity := 'restored'; RETURN NEW; END $function$;

CREATE OR REPLACE FUNCTION keep_ledger()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN
         -- Whose it is follows the merging of two providers. Nothing else of it ever changes.
         IF TG_OP = 'UPDATE' AND TG_TABLE_NAME IN ('ledger_entry', 'invoice') THEN
           IF to_jsonb(NEW) - 'provider_id' = to_jsonb(OLD) - 'provider_id' AND EXISTS (
             SELECT FROM provider WHERE id = OLD.provider_id AND merged_into_id = NEW.provider_id) THEN
             RETURN NEW;
           END IF;
         END IF;
         RAISE EXCEPTION 'Entries of the ledger are never changed or deleted: write another one.' USING ERRCODE = 'restrict_violation';
       END $function$;

CREATE OR REPLACE FUNCTION member_changed_by_address()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$ BEGIN
      UPDATE member SET changed_at = clock_timestamp() WHERE account_id IN (OLD.account_id, NEW.account_id);
      RETURN NULL;
    END $function$;

CREATE OR REPLACE FUNCTION member_changed_by_merge()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$ BEGIN
      UPDATE member SET changed_at = clock_timestamp() WHERE id IN (OLD.merged_into_id, NEW.merged_into_id);
      RETURN NULL;
    END $function$;

CREATE OR REPLACE FUNCTION program_changed_by_part()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$ BEGIN
      UPDATE program SET changed_at = clock_timestamp() WHERE id IN (OLD.program_id, NEW.program_id);
      RETURN NULL;
    END $function$;

CREATE OR REPLACE FUNCTION program_document_is_told()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
        DECLARE at program_document := coalesce(NEW, OLD);
        BEGIN
          PERFORM tell_of_inbox(at.program_id);
          RETURN NULL;
        END $function$;

CREATE OR REPLACE FUNCTION program_is_told()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        IF TG_OP = 'INSERT' OR OLD.status IS DISTINCT FROM NEW.status THEN
          PERFORM tell_of_inbox(NEW.id);
        ELSE
          PERFORM pg_notify('accrue', 'program:' || NEW.id);
        END IF;
        RETURN NULL;
      END $function$;

CREATE OR REPLACE FUNCTION program_kinds_fit()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      DECLARE
        program uuid := coalesce(to_jsonb(NEW) ->> 'program_id', to_jsonb(NEW) ->> 'id')::uuid;
      BEGIN
        IF EXISTS (
          SELECT FROM program_credit_kind c JOIN credit_kind k ON k.id = c.kind_id JOIN program p ON p.id = c.program_id
          LEFT JOIN credit_kind w ON w.id = k.part_of_id
          LEFT JOIN program_credit_kind o ON o.program_id = c.program_id AND o.kind_id = w.id
          WHERE c.program_id = program
            AND (k.is_default OR c.credits > CASE WHEN w.id IS NULL THEN c.credits WHEN w.is_default THEN coalesce(p.credits, 0)
              ELSE coalesce(o.credits, 0) END)
        ) THEN
          RAISE EXCEPTION 'of a kind that is part of another no more is approved than of the whole'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'program_kinds_fit';
        END IF;
        RETURN NULL;
      END $function$;

CREATE OR REPLACE FUNCTION program_review_is_told()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
        DECLARE at program_review := coalesce(NEW, OLD);
        BEGIN
          PERFORM tell_of_inbox(at.program_id);
          RETURN NULL;
        END $function$;

CREATE OR REPLACE FUNCTION raise_certificate_number(most bigint)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
        SELECT setval('certificate_number', most) FROM certificate_number WHERE last_value < most OR (last_value = most AND NOT is_called) $function$;

CREATE OR REPLACE FUNCTION refuse_illegal_move()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN
      IF NOT OLD.status || '>' || NEW.status = ANY (TG_ARGV) THEN
        RAISE EXCEPTION '% is % and cannot become %', TG_TABLE_NAME, OLD.status, NEW.status
          USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
      END IF;
      RETURN NEW;
    END $function$;

CREATE OR REPLACE FUNCTION refuse_merged_provider()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
       DECLARE
         standing text;
       BEGIN
         SELECT status INTO standing FROM provider WHERE id = NEW.provider_id FOR KEY SHARE;
         IF standing = 'MERGED' THEN
           RAISE EXCEPTION 'This provider was merged into another one.' USING ERRCODE = 'check_violation', CONSTRAINT = 'provider_merged';
         END IF;
         RETURN NEW;
       END $function$;

CREATE OR REPLACE FUNCTION session_proposal_is_told()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
        DECLARE at session_proposal := coalesce(NEW, OLD);
        BEGIN
          PERFORM tell_of_inbox((SELECT s.program_id FROM session s WHERE s.id = at.session_id));
          RETURN NULL;
        END $function$;

CREATE OR REPLACE FUNCTION signing_key_kept()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        IF TG_OP = 'UPDATE' AND OLD.retired_at IS NULL
          AND (NEW.id, NEW.public_key, NEW.created_at) IS NOT DISTINCT FROM (OLD.id, OLD.public_key, OLD.created_at) THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'Keys that signed credentials are kept as they are.' USING ERRCODE = 'integrity_constraint_violation';
      END $function$;

CREATE OR REPLACE FUNCTION stamp_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$ BEGIN
      PERFORM pg_advisory_xact_lock_shared(411723, floor(extract(epoch FROM transaction_timestamp()) - 1767225600)::int);
      NEW.changed_at := date_trunc('milliseconds', clock_timestamp());
      RETURN NEW;
    END $function$;

CREATE OR REPLACE FUNCTION stored_file_lets_go()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO removed_object (name) VALUES (OLD.object_name) ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $function$;

CREATE OR REPLACE FUNCTION tell_of_inbox(of uuid)
 RETURNS void
 LANGUAGE sql
AS $function$
      SELECT pg_notify('accrue', concat('program:', p.id, ' programs:', p.provider_id, ' programs')) FROM program p WHERE p.id = of
      $function$;

CREATE OR REPLACE FUNCTION uuid_v7()
 RETURNS uuid
 LANGUAGE sql
 PARALLEL SAFE
AS $function$
  SELECT encode(
    set_bit(
      set_bit(
        overlay(
          uuid_send(gen_random_uuid())
          PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
          FROM 1 FOR 6),
        52, 1),
      53, 1),
    'hex')::uuid
$function$;

CREATE OR REPLACE FUNCTION webhook_ends_with_account()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$ BEGIN
      UPDATE webhook SET stopped_at = now(), stopped_because = 'MAKER_GONE'
        WHERE created_by_account_id = NEW.id AND stopped_at IS NULL AND (NEW.status <> 'ACTIVE' OR provider_id IS NULL);
      RETURN NULL;
    END $function$;

CREATE OR REPLACE FUNCTION webhook_ends_with_colleague()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$ BEGIN
      UPDATE webhook SET stopped_at = now(), stopped_because = 'MAKER_GONE'
        WHERE created_by_account_id = OLD.account_id AND provider_id = OLD.provider_id AND stopped_at IS NULL;
      RETURN NULL;
    END $function$;

CREATE TABLE access_token (
  id uuid DEFAULT uuid_v7() NOT NULL,
  account_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  last_used_at timestamp with time zone DEFAULT now() NOT NULL,
  user_agent text DEFAULT ''::text NOT NULL,
  proved_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT access_token_pkey PRIMARY KEY (id),
  CONSTRAINT access_token_hash UNIQUE (token_hash),
  CONSTRAINT access_token_account FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE
);
CREATE INDEX access_token_by_account ON access_token USING btree (account_id);

CREATE TABLE account (
  id uuid DEFAULT uuid_v7() NOT NULL,
  password_hash text,
  created_at timestamp with time zone NOT NULL,
  disabled_at timestamp with time zone,
  merged_into_id uuid,
  erased_at timestamp with time zone,
  language text DEFAULT 'en'::text NOT NULL,
  demo boolean DEFAULT false NOT NULL,
  status text DEFAULT 'ACTIVE'::text NOT NULL,
  staff_roles text[] DEFAULT '{}'::text[] NOT NULL,
  CONSTRAINT account_pkey PRIMARY KEY (id),
  CONSTRAINT account_ended CHECK (((status = ANY (ARRAY['ACTIVE'::text, 'DISABLED'::text])) OR ((password_hash IS NULL) AND (staff_roles = '{}'::text[])))),
  CONSTRAINT account_staff_roles CHECK ((staff_roles <@ '{REVIEWER,REGISTRAR,FINANCE,AUDITOR,ADMINISTRATOR}'::text[])),
  CONSTRAINT account_status CHECK (((status = ANY (ARRAY['ACTIVE'::text, 'DISABLED'::text, 'MERGED'::text, 'ERASED'::text])) AND ((status = 'ACTIVE'::text) = (disabled_at IS NULL)) AND ((merged_into_id IS NULL) OR (status = ANY (ARRAY['MERGED'::text, 'ERASED'::text]))) AND ((status <> 'MERGED'::text) OR (merged_into_id IS NOT NULL)) AND ((erased_at IS NULL) OR (status = 'ERASED'::text)))),
  CONSTRAINT account_merged_into FOREIGN KEY (merged_into_id) REFERENCES account(id)
);
CREATE INDEX account_by_survivor ON account USING btree (merged_into_id) WHERE (merged_into_id IS NOT NULL);
CREATE INDEX account_of_staff ON account USING btree (id) WHERE (staff_roles <> '{}'::text[]);
CREATE TRIGGER account_ends_tokens AFTER UPDATE OF status ON account FOR EACH ROW WHEN ((new.status <> 'ACTIVE'::text)) EXECUTE FUNCTION end_member_tokens();
CREATE TRIGGER account_ends_webhooks AFTER UPDATE OF status, staff_roles ON account FOR EACH ROW WHEN ((((new.status <> 'ACTIVE'::text) AND (old.status = 'ACTIVE'::text)) OR (('ADMINISTRATOR'::text = ANY (old.staff_roles)) AND (NOT ('ADMINISTRATOR'::text = ANY (new.staff_roles)))))) EXECUTE FUNCTION webhook_ends_with_account();
CREATE TRIGGER account_moves BEFORE UPDATE OF status ON account FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION refuse_illegal_move('ACTIVE>DISABLED', 'ACTIVE>MERGED', 'ACTIVE>ERASED', 'DISABLED>ACTIVE', 'DISABLED>MERGED', 'DISABLED>ERASED', 'MERGED>ERASED');

CREATE TABLE accreditor_settings (
  id integer DEFAULT 1 NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  accreditor_name text NOT NULL,
  member_id_label text NOT NULL,
  program_letter text NOT NULL,
  time_zone text NOT NULL,
  reporting_days integer NOT NULL,
  credit_rule_code text NOT NULL,
  signatory_name text NOT NULL,
  signatory_title text NOT NULL,
  claims_from_year integer DEFAULT 2022 NOT NULL,
  presenters_may_claim boolean DEFAULT true NOT NULL,
  logo_file_id uuid,
  printed_logo_file_id uuid,
  retention_years integer DEFAULT 7 NOT NULL,
  provider_prefix text DEFAULT 'P'::text NOT NULL,
  certificate_prefix text DEFAULT 'C'::text NOT NULL,
  language text DEFAULT 'en'::text NOT NULL,
  closing_days integer DEFAULT 30 NOT NULL,
  claim_days integer DEFAULT 365 NOT NULL,
  two_persons boolean DEFAULT false NOT NULL,
  mail_sender_name text DEFAULT ''::text NOT NULL,
  mail_colour text DEFAULT '#1b2a4a'::text NOT NULL,
  mail_accent_colour text DEFAULT '#24478f'::text NOT NULL,
  mail_sign_off text DEFAULT ''::text NOT NULL,
  mail_footer text DEFAULT ''::text NOT NULL,
  print_provider_address boolean DEFAULT false NOT NULL,
  help_address text DEFAULT ''::text NOT NULL,
  reporting_help_address text DEFAULT ''::text NOT NULL,
  older_claims_url text DEFAULT ''::text NOT NULL,
  CONSTRAINT accreditor_settings_pkey PRIMARY KEY (id),
  CONSTRAINT accreditor_settings_logo_twice CHECK (((logo_file_id IS NULL) = (printed_logo_file_id IS NULL))),
  CONSTRAINT accreditor_settings_mail_colours CHECK (((mail_colour ~ '^#[0-9a-f]{6}$'::text) AND (mail_accent_colour ~ '^#[0-9a-f]{6}$'::text))),
  CONSTRAINT accreditor_settings_one_row CHECK ((id = 1)),
  CONSTRAINT accreditor_settings_prefixes CHECK (((program_letter ~ '^[A-Z]$'::text) AND (provider_prefix ~ '^[A-Z]{1,3}$'::text) AND (certificate_prefix ~ '^[A-Z]{1,3}$'::text))),
  CONSTRAINT accreditor_settings_retention CHECK (((retention_years >= 1) AND (retention_years <= 100))),
  CONSTRAINT accreditor_settings_logo FOREIGN KEY (logo_file_id) REFERENCES stored_file(id),
  CONSTRAINT accreditor_settings_printed_logo FOREIGN KEY (printed_logo_file_id) REFERENCES stored_file(id)
);

CREATE TABLE announcement (
  id uuid DEFAULT uuid_v7() NOT NULL,
  program_id uuid NOT NULL,
  status text DEFAULT 'PROPOSED'::text NOT NULL,
  subject text NOT NULL,
  text text NOT NULL,
  roles text[] DEFAULT '{}'::text[] NOT NULL,
  states text[] DEFAULT '{}'::text[] NOT NULL,
  reason text,
  reached_account_id uuid,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT announcement_pkey PRIMARY KEY (id),
  CONSTRAINT announcement_once_per_program UNIQUE (program_id),
  CONSTRAINT announcement_status CHECK ((status = ANY (ARRAY['PROPOSED'::text, 'DECLINED'::text, 'SENDING'::text, 'STOPPED'::text, 'SENT'::text]))),
  CONSTRAINT announcement_program FOREIGN KEY (program_id) REFERENCES program(id)
);
CREATE INDEX announcement_by_status ON announcement USING btree (status, created_at);
CREATE TRIGGER announcement_moves BEFORE UPDATE OF status ON announcement FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION refuse_illegal_move('PROPOSED>DECLINED', 'PROPOSED>SENDING', 'DECLINED>PROPOSED', 'SENDING>STOPPED', 'SENDING>SENT', 'STOPPED>SENDING', 'SENT>STOPPED');

CREATE TABLE announcement_recipient (
  announcement_id uuid NOT NULL,
  account_id uuid NOT NULL,
  link uuid NOT NULL,
  CONSTRAINT announcement_recipient_pkey PRIMARY KEY (announcement_id, account_id),
  CONSTRAINT announcement_recipient_link UNIQUE (link),
  CONSTRAINT announcement_recipient_announcement FOREIGN KEY (announcement_id) REFERENCES announcement(id)
);
CREATE INDEX announcement_recipient_by_account ON announcement_recipient USING btree (account_id);

CREATE TABLE api_key (
  id uuid DEFAULT uuid_v7() NOT NULL,
  name text NOT NULL,
  prefix text NOT NULL,
  key_hash bytea NOT NULL,
  scopes text[] NOT NULL,
  provider_id uuid,
  created_by_account_id uuid NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  replaced_by_id uuid,
  sandbox boolean DEFAULT false NOT NULL,
  CONSTRAINT api_key_pkey PRIMARY KEY (id),
  CONSTRAINT api_key_hash UNIQUE (key_hash),
  CONSTRAINT api_key_kind CHECK ((sandbox = starts_with(prefix, 'accrue_test_'::text))),
  CONSTRAINT api_key_creator FOREIGN KEY (created_by_account_id) REFERENCES account(id)
);
CREATE INDEX api_key_by_provider ON api_key USING btree (provider_id, created_at);
CREATE TRIGGER api_key_ends_tokens AFTER UPDATE OF revoked_at ON api_key FOR EACH ROW WHEN ((new.revoked_at IS NOT NULL)) EXECUTE FUNCTION end_member_tokens();
CREATE TRIGGER api_key_of_no_merged BEFORE INSERT OR UPDATE OF provider_id ON api_key FOR EACH ROW EXECUTE FUNCTION refuse_merged_provider();

CREATE TABLE app (
  id uuid DEFAULT uuid_v7() NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  redirect_uris text[] NOT NULL,
  scopes text[] NOT NULL,
  secret_hash bytea,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT app_pkey PRIMARY KEY (id),
  CONSTRAINT app_kind CHECK (((kind = ANY (ARRAY['CONFIDENTIAL'::text, 'PUBLIC'::text, 'NATIVE'::text])) AND ((kind = 'CONFIDENTIAL'::text) = (secret_hash IS NOT NULL))))
);

CREATE TABLE app_key (
  id uuid DEFAULT uuid_v7() NOT NULL,
  sealed bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT app_key_pkey PRIMARY KEY (id)
);

CREATE TABLE app_state (
  kind text NOT NULL,
  id_hash bytea NOT NULL,
  sealed bytea NOT NULL,
  account_id uuid,
  app_id uuid,
  grant_hash bytea,
  uid_hash bytea,
  consumed_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT app_state_pkey PRIMARY KEY (kind, id_hash),
  CONSTRAINT app_state_account FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE,
  CONSTRAINT app_state_app FOREIGN KEY (app_id) REFERENCES app(id) ON DELETE CASCADE
);
CREATE INDEX app_state_by_account ON app_state USING btree (account_id, app_id);
CREATE INDEX app_state_by_app ON app_state USING btree (app_id);
CREATE INDEX app_state_by_end ON app_state USING btree (expires_at);
CREATE INDEX app_state_by_grant ON app_state USING btree (grant_hash) WHERE (grant_hash IS NOT NULL);
CREATE INDEX app_state_by_uid ON app_state USING btree (uid_hash) WHERE (uid_hash IS NOT NULL);

CREATE TABLE attendance_credit (
  record_id uuid NOT NULL,
  kind_id uuid NOT NULL,
  credits numeric(6,2) NOT NULL,
  CONSTRAINT attendance_credit_pkey PRIMARY KEY (record_id, kind_id),
  CONSTRAINT attendance_credit_over_zero CHECK ((credits > (0)::numeric)),
  CONSTRAINT attendance_credit_kind FOREIGN KEY (kind_id) REFERENCES credit_kind(id),
  CONSTRAINT attendance_credit_record FOREIGN KEY (record_id) REFERENCES attendance_record(id) ON DELETE CASCADE
);
CREATE TRIGGER attendance_credit_fits AFTER INSERT ON attendance_credit REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION attendance_credit_fits();
CREATE TRIGGER attendance_credit_stays BEFORE UPDATE ON attendance_credit FOR EACH STATEMENT EXECUTE FUNCTION attendance_credit_fits();

CREATE TABLE attendance_record (
  id uuid DEFAULT uuid_v7() NOT NULL,
  member_id uuid NOT NULL,
  program_id uuid NOT NULL,
  offering_id uuid NOT NULL,
  completed_on date NOT NULL,
  credits numeric(6,2) NOT NULL,
  source text NOT NULL,
  upload_id uuid,
  line integer,
  recorded_at timestamp with time zone NOT NULL,
  session_id uuid,
  reversed_at timestamp with time zone,
  reversal_reason text,
  replaces_id uuid,
  reversed_by_staff boolean DEFAULT false NOT NULL,
  yields_to_id uuid,
  as_instructor boolean DEFAULT false NOT NULL,
  CONSTRAINT attendance_record_pkey PRIMARY KEY (id),
  CONSTRAINT attendance_record_credits CHECK (((credits > (0)::numeric) OR ((credits = (0)::numeric) AND (reversed_at IS NOT NULL)))),
  CONSTRAINT attendance_record_reversal CHECK (((reversed_at IS NULL) = (reversal_reason IS NULL))),
  CONSTRAINT attendance_record_source CHECK ((source = ANY (ARRAY['UPLOAD'::text, 'ENTRY'::text, 'CLAIM'::text, 'API'::text, 'IMPORT'::text]))),
  CONSTRAINT attendance_record_member FOREIGN KEY (member_id) REFERENCES member(id),
  CONSTRAINT attendance_record_offering FOREIGN KEY (offering_id) REFERENCES offering(id),
  CONSTRAINT attendance_record_program FOREIGN KEY (program_id) REFERENCES program(id),
  CONSTRAINT attendance_record_replaces FOREIGN KEY (replaces_id) REFERENCES attendance_record(id),
  CONSTRAINT attendance_record_session FOREIGN KEY (session_id) REFERENCES session(id),
  CONSTRAINT attendance_record_upload FOREIGN KEY (upload_id) REFERENCES attendance_upload(id),
  CONSTRAINT attendance_record_yields_to FOREIGN KEY (yields_to_id) REFERENCES attendance_record(id)
);
CREATE UNIQUE INDEX attendance_once_per_offering ON attendance_record USING btree (member_id, offering_id) WHERE ((session_id IS NULL) AND (reversed_at IS NULL));
CREATE UNIQUE INDEX attendance_once_per_session ON attendance_record USING btree (member_id, session_id) WHERE ((session_id IS NOT NULL) AND (reversed_at IS NULL));
CREATE INDEX attendance_record_by_day ON attendance_record USING btree (completed_on, id);
CREATE INDEX attendance_record_by_kept ON attendance_record USING btree (yields_to_id) WHERE (yields_to_id IS NOT NULL);
CREATE INDEX attendance_record_by_member ON attendance_record USING btree (member_id, completed_on, id);
CREATE INDEX attendance_record_by_program ON attendance_record USING btree (program_id, id);
CREATE INDEX attendance_record_by_replaced ON attendance_record USING btree (replaces_id) WHERE (replaces_id IS NOT NULL);
CREATE INDEX attendance_record_by_session ON attendance_record USING btree (session_id) WHERE (session_id IS NOT NULL);
CREATE INDEX attendance_record_by_time ON attendance_record USING btree (recorded_at, id) INCLUDE (completed_on, program_id);
CREATE INDEX attendance_record_by_upload ON attendance_record USING btree (upload_id, id) WHERE (upload_id IS NOT NULL);
CREATE TRIGGER attendance_record_stays BEFORE UPDATE OF program_id, completed_on ON attendance_record FOR EACH ROW WHEN (((old.program_id IS DISTINCT FROM new.program_id) OR (old.completed_on IS DISTINCT FROM new.completed_on))) EXECUTE FUNCTION attendance_record_stays();
CREATE TRIGGER attendance_record_tells_added AFTER INSERT ON attendance_record REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION event_of_attendance_added();
CREATE TRIGGER attendance_record_tells_changed AFTER UPDATE ON attendance_record REFERENCING OLD TABLE AS was NEW TABLE AS became FOR EACH STATEMENT EXECUTE FUNCTION event_of_attendance_changed();
CREATE TRIGGER attendance_tally_added AFTER INSERT ON attendance_record REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION attendance_tally_keep('1');
CREATE TRIGGER attendance_tally_removed AFTER DELETE ON attendance_record REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION attendance_tally_keep('-1');

CREATE TABLE attendance_tally (
  program_id uuid NOT NULL,
  completed_on date NOT NULL,
  records integer NOT NULL,
  CONSTRAINT attendance_tally_pkey PRIMARY KEY (program_id, completed_on),
  CONSTRAINT attendance_tally_program_id_fkey FOREIGN KEY (program_id) REFERENCES program(id) ON DELETE CASCADE
);

CREATE TABLE attendance_upload (
  id uuid DEFAULT uuid_v7() NOT NULL,
  provider_id uuid NOT NULL,
  account_id uuid,
  file_name text NOT NULL,
  sha256 bytea NOT NULL,
  byte_size bigint NOT NULL,
  status text NOT NULL,
  preview boolean NOT NULL,
  row_count integer,
  checked_rows integer DEFAULT 0 NOT NULL,
  recorded_rows integer DEFAULT 0 NOT NULL,
  error_count integer DEFAULT 0 NOT NULL,
  created_at timestamp with time zone NOT NULL,
  phase text,
  progress smallint DEFAULT 0 NOT NULL,
  owns_file boolean DEFAULT false NOT NULL,
  same_as_id uuid,
  amends_id uuid,
  added_rows integer DEFAULT 0 NOT NULL,
  changed_rows integer DEFAULT 0 NOT NULL,
  removed_rows integer DEFAULT 0 NOT NULL,
  reason text,
  undone_at timestamp with time zone,
  undo_reason text,
  warning_count integer DEFAULT 0 NOT NULL,
  finding_kinds jsonb,
  api_key_id uuid,
  client_reference text,
  CONSTRAINT attendance_upload_pkey PRIMARY KEY (id),
  CONSTRAINT attendance_upload_owner CHECK (((NOT owns_file) OR (status = ANY (ARRAY['CHECKING'::text, 'PROCESSED'::text])))),
  CONSTRAINT attendance_upload_undone CHECK ((((status = 'UNDONE'::text) = (undone_at IS NOT NULL)) AND ((undone_at IS NULL) = (undo_reason IS NULL)))),
  CONSTRAINT attendance_upload_account FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT attendance_upload_amends FOREIGN KEY (amends_id) REFERENCES attendance_upload(id),
  CONSTRAINT attendance_upload_api_key FOREIGN KEY (api_key_id) REFERENCES api_key(id),
  CONSTRAINT attendance_upload_provider FOREIGN KEY (provider_id) REFERENCES provider(id),
  CONSTRAINT attendance_upload_same_as FOREIGN KEY (same_as_id) REFERENCES attendance_upload(id)
);
CREATE INDEX attendance_upload_amendments ON attendance_upload USING btree (amends_id) WHERE (amends_id IS NOT NULL);
CREATE INDEX attendance_upload_by_provider ON attendance_upload USING btree (provider_id, created_at, id);
CREATE INDEX attendance_upload_by_reference ON attendance_upload USING btree (client_reference) WHERE (client_reference IS NOT NULL);
CREATE INDEX attendance_upload_by_time ON attendance_upload USING btree (created_at, id);
CREATE UNIQUE INDEX attendance_upload_same_file ON attendance_upload USING btree (provider_id, sha256) WHERE owns_file;
CREATE TRIGGER attendance_upload_is_told AFTER UPDATE ON attendance_upload FOR EACH ROW WHEN ((((((old.status IS DISTINCT FROM new.status) OR (old.phase IS DISTINCT FROM new.phase)) OR (old.progress IS DISTINCT FROM new.progress)) OR (old.row_count IS DISTINCT FROM new.row_count)) OR (old.checked_rows IS DISTINCT FROM new.checked_rows))) EXECUTE FUNCTION file_is_told('upload');
CREATE TRIGGER attendance_upload_moves BEFORE UPDATE OF status ON attendance_upload FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION refuse_illegal_move('CHECKING>REJECTED', 'CHECKING>PROCESSED', 'CHECKING>PREVIEWED', 'PROCESSED>UNDONE');
CREATE TRIGGER attendance_upload_of_no_merged BEFORE INSERT OR UPDATE OF provider_id ON attendance_upload FOR EACH ROW EXECUTE FUNCTION refuse_merged_provider();

CREATE TABLE attendance_upload_change (
  upload_id uuid NOT NULL,
  "position" integer NOT NULL,
  kind text NOT NULL,
  record_id uuid,
  line integer,
  member_id uuid NOT NULL,
  program_id uuid NOT NULL,
  offering_id uuid NOT NULL,
  completed_on_before date,
  credits_before numeric(6,2),
  completed_on_after date,
  credits_after numeric(6,2),
  kinds_before jsonb DEFAULT '{}'::jsonb NOT NULL,
  kinds_after jsonb DEFAULT '{}'::jsonb NOT NULL,
  CONSTRAINT attendance_upload_change_pkey PRIMARY KEY (upload_id, "position"),
  CONSTRAINT attendance_upload_change_kind CHECK ((((kind = 'ADDED'::text) AND (record_id IS NULL) AND (credits_before IS NULL) AND (credits_after IS NOT NULL)) OR ((kind = 'CHANGED'::text) AND (record_id IS NOT NULL) AND (credits_before IS NOT NULL) AND (credits_after IS NOT NULL)) OR ((kind = 'REMOVED'::text) AND (record_id IS NOT NULL) AND (credits_before IS NOT NULL) AND (credits_after IS NULL)))),
  CONSTRAINT attendance_upload_change_member FOREIGN KEY (member_id) REFERENCES member(id),
  CONSTRAINT attendance_upload_change_offering FOREIGN KEY (offering_id) REFERENCES offering(id),
  CONSTRAINT attendance_upload_change_program FOREIGN KEY (program_id) REFERENCES program(id),
  CONSTRAINT attendance_upload_change_record FOREIGN KEY (record_id) REFERENCES attendance_record(id),
  CONSTRAINT attendance_upload_change_upload FOREIGN KEY (upload_id) REFERENCES attendance_upload(id)
);
CREATE INDEX attendance_upload_change_by_record ON attendance_upload_change USING btree (record_id) WHERE (record_id IS NOT NULL);

CREATE TABLE attendance_upload_error (
  upload_id uuid NOT NULL,
  "position" integer NOT NULL,
  line integer NOT NULL,
  "column" text,
  value text,
  code text NOT NULL,
  details jsonb DEFAULT '{}'::jsonb NOT NULL,
  suggestions text[] DEFAULT '{}'::text[] NOT NULL,
  severity text DEFAULT 'ERROR'::text NOT NULL,
  CONSTRAINT attendance_upload_error_pkey PRIMARY KEY (upload_id, "position"),
  CONSTRAINT attendance_upload_error_severity CHECK ((severity = ANY (ARRAY['ERROR'::text, 'WARNING'::text]))),
  CONSTRAINT attendance_upload_error_upload FOREIGN KEY (upload_id) REFERENCES attendance_upload(id) ON DELETE CASCADE
);

CREATE TABLE attendance_upload_part (
  upload_id uuid NOT NULL,
  "position" integer NOT NULL,
  content bytea STORAGE e NOT NULL,
  CONSTRAINT attendance_upload_part_pkey PRIMARY KEY (upload_id, "position"),
  CONSTRAINT attendance_upload_part_upload FOREIGN KEY (upload_id) REFERENCES attendance_upload(id) ON DELETE CASCADE
);

CREATE TABLE attention_found (
  id uuid DEFAULT uuid_v7() NOT NULL,
  kind text NOT NULL,
  subject_id uuid NOT NULL,
  other_id uuid,
  because text,
  found_at timestamp with time zone NOT NULL,
  CONSTRAINT attention_found_pkey PRIMARY KEY (id),
  CONSTRAINT attention_found_once UNIQUE NULLS NOT DISTINCT (kind, subject_id, other_id),
  CONSTRAINT attention_found_kind CHECK ((kind = ANY (ARRAY['CERTIFICATE_MISSING'::text, 'MEMBER_TWICE'::text]))),
  CONSTRAINT attention_found_pair CHECK (((kind = 'MEMBER_TWICE'::text) = (other_id IS NOT NULL)))
);

CREATE TABLE attention_set_aside (
  kind text NOT NULL,
  subject text NOT NULL,
  set_aside_at timestamp with time zone NOT NULL,
  CONSTRAINT attention_set_aside_pkey PRIMARY KEY (kind, subject)
);

CREATE TABLE audit_entry (
  id uuid DEFAULT uuid_v7() NOT NULL,
  at timestamp with time zone NOT NULL,
  actor_account_id uuid,
  actor_as text NOT NULL,
  actor_name text NOT NULL,
  action text NOT NULL,
  subject_type text NOT NULL,
  subject_id uuid NOT NULL,
  reason text,
  before jsonb,
  after jsonb,
  request_id text,
  ip text,
  salt uuid DEFAULT uuid_v7(),
  CONSTRAINT audit_entry_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_entry_by_action ON audit_entry USING btree (action COLLATE "C", at, id);
CREATE INDEX audit_entry_by_actor ON audit_entry USING btree (lower(actor_name) COLLATE "C", at, id);
CREATE INDEX audit_entry_by_subject ON audit_entry USING btree (subject_id, at, id);
CREATE INDEX audit_entry_by_time ON audit_entry USING btree (at, id);
CREATE CONSTRAINT TRIGGER audit_entry_append AFTER INSERT ON audit_entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_append();
CREATE TRIGGER audit_entry_is_told AFTER INSERT ON audit_entry FOR EACH ROW WHEN ((new.subject_type = 'program'::text)) EXECUTE FUNCTION audit_entry_is_told();
CREATE TRIGGER audit_entry_only_grows BEFORE DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_entry_stays BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_entry_stays_as_written BEFORE UPDATE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();

CREATE TABLE audit_head (
  id integer DEFAULT 1 NOT NULL,
  seq bigint NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT audit_head_pkey PRIMARY KEY (id),
  CONSTRAINT audit_head_one_row CHECK ((id = 1))
);
CREATE TRIGGER audit_head_from_entries BEFORE INSERT OR UPDATE ON audit_head FOR EACH ROW EXECUTE FUNCTION audit_refuse_from_outside();
CREATE TRIGGER audit_head_kept BEFORE DELETE ON audit_head FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_stays BEFORE TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

CREATE TABLE audit_link (
  seq bigint NOT NULL,
  entry_id uuid NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT audit_link_pkey PRIMARY KEY (seq),
  CONSTRAINT audit_link_once UNIQUE (entry_id)
);
CREATE TRIGGER audit_link_from_entries BEFORE INSERT ON audit_link FOR EACH ROW EXECUTE FUNCTION audit_refuse_from_outside();
CREATE TRIGGER audit_link_only_grows BEFORE DELETE OR UPDATE ON audit_link FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_link_stays BEFORE TRUNCATE ON audit_link FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

CREATE TABLE audit_redaction (
  entry_id uuid NOT NULL,
  step integer DEFAULT 1 NOT NULL,
  batch_id uuid NOT NULL,
  before_digest bytea DEFAULT '\x'::bytea NOT NULL,
  after_digest bytea DEFAULT '\x'::bytea NOT NULL,
  pattern text,
  fields text[],
  CONSTRAINT audit_redaction_pkey PRIMARY KEY (entry_id, step)
);
CREATE INDEX audit_redaction_by_batch ON audit_redaction USING btree (batch_id, entry_id, step);
CREATE TRIGGER audit_redaction_only_grows BEFORE DELETE OR UPDATE ON audit_redaction FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_redaction_redacts BEFORE INSERT ON audit_redaction FOR EACH ROW EXECUTE FUNCTION audit_redact();
CREATE TRIGGER audit_redaction_stays BEFORE TRUNCATE ON audit_redaction FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

CREATE TABLE begun_single_sign_on (
  id uuid DEFAULT uuid_v7() NOT NULL,
  state_hash bytea NOT NULL,
  browser_hash bytea,
  account_id uuid,
  nonce text NOT NULL,
  code_verifier text NOT NULL,
  return_to text NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  proof_of_token_hash bytea,
  CONSTRAINT begun_single_sign_on_pkey PRIMARY KEY (id),
  CONSTRAINT begun_single_sign_on_state UNIQUE (state_hash),
  CONSTRAINT begun_single_sign_on_bound CHECK (((browser_hash IS NULL) <> (account_id IS NULL))),
  CONSTRAINT begun_single_sign_on_proof CHECK (((proof_of_token_hash IS NULL) OR (account_id IS NOT NULL))),
  CONSTRAINT begun_single_sign_on_return_to CHECK ((return_to = ANY (ARRAY['ATTENDEE'::text, 'CONSOLE'::text]))),
  CONSTRAINT begun_single_sign_on_account FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE
);
CREATE INDEX begun_single_sign_on_by_expiry ON begun_single_sign_on USING btree (expires_at);

CREATE TABLE bundle_error (
  upload_id uuid NOT NULL,
  "position" integer NOT NULL,
  file text NOT NULL,
  line integer NOT NULL,
  "column" text,
  value text,
  code text NOT NULL,
  details jsonb DEFAULT '{}'::jsonb NOT NULL,
  suggestions text[] DEFAULT '{}'::text[] NOT NULL,
  severity text DEFAULT 'ERROR'::text NOT NULL,
  CONSTRAINT bundle_error_pkey PRIMARY KEY (upload_id, "position"),
  CONSTRAINT bundle_error_severity CHECK ((severity = ANY (ARRAY['ERROR'::text, 'WARNING'::text]))),
  CONSTRAINT bundle_error_import FOREIGN KEY (upload_id) REFERENCES bundle_import(id) ON DELETE CASCADE
);

CREATE TABLE bundle_file (
  id uuid DEFAULT uuid_v7() NOT NULL,
  import_id uuid NOT NULL,
  "position" integer NOT NULL,
  name text NOT NULL,
  kind text,
  sha256 bytea NOT NULL,
  byte_size bigint NOT NULL,
  columns jsonb DEFAULT '[]'::jsonb NOT NULL,
  row_count integer,
  added_rows integer DEFAULT 0 NOT NULL,
  changed_rows integer DEFAULT 0 NOT NULL,
  unchanged_rows integer DEFAULT 0 NOT NULL,
  left_rows integer DEFAULT 0 NOT NULL,
  samples jsonb DEFAULT '[]'::jsonb NOT NULL,
  CONSTRAINT bundle_file_pkey PRIMARY KEY (id),
  CONSTRAINT bundle_file_once UNIQUE (import_id, "position"),
  CONSTRAINT bundle_file_import FOREIGN KEY (import_id) REFERENCES bundle_import(id) ON DELETE CASCADE
);

CREATE TABLE bundle_import (
  id uuid DEFAULT uuid_v7() NOT NULL,
  account_id uuid,
  file_name text NOT NULL,
  status text NOT NULL,
  error_count integer DEFAULT 0 NOT NULL,
  warning_count integer DEFAULT 0 NOT NULL,
  created_at timestamp with time zone NOT NULL,
  recorded_at timestamp with time zone,
  place integer,
  phase text,
  progress smallint DEFAULT 0 NOT NULL,
  finding_kinds jsonb,
  undone_at timestamp with time zone,
  undo_reason text,
  obstacles jsonb,
  chosen_columns jsonb DEFAULT '[]'::jsonb NOT NULL,
  CONSTRAINT bundle_import_pkey PRIMARY KEY (id),
  CONSTRAINT bundle_import_status CHECK ((status = ANY (ARRAY['CHECKING'::text, 'REJECTED'::text, 'CHECKED'::text, 'RECORDING'::text, 'PROCESSED'::text, 'UNDOING'::text, 'UNDONE'::text]))),
  CONSTRAINT bundle_import_undone CHECK ((((status = 'UNDONE'::text) = (undone_at IS NOT NULL)) AND ((status = ANY (ARRAY['UNDOING'::text, 'UNDONE'::text])) = (undo_reason IS NOT NULL)))),
  CONSTRAINT bundle_import_account FOREIGN KEY (account_id) REFERENCES account(id)
);
CREATE INDEX bundle_import_by_time ON bundle_import USING btree (created_at, id);
CREATE TRIGGER bundle_import_moves BEFORE UPDATE OF status ON bundle_import FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION refuse_illegal_move('CHECKING>REJECTED', 'CHECKING>CHECKED', 'CHECKED>RECORDING', 'RECORDING>REJECTED', 'RECORDING>PROCESSED', 'PROCESSED>UNDOING', 'UNDOING>UNDONE', 'UNDOING>PROCESSED');

CREATE TABLE bundle_part (
  upload_id uuid NOT NULL,
  "position" integer NOT NULL,
  content bytea STORAGE e NOT NULL,
  CONSTRAINT bundle_part_pkey PRIMARY KEY (upload_id, "position"),
  CONSTRAINT bundle_part_file FOREIGN KEY (upload_id) REFERENCES bundle_file(id) ON DELETE CASCADE
);

CREATE TABLE bundle_pdf (
  id uuid DEFAULT uuid_v7() NOT NULL,
  import_id uuid NOT NULL,
  name text NOT NULL,
  file_id uuid,
  fault text,
  CONSTRAINT bundle_pdf_pkey PRIMARY KEY (id),
  CONSTRAINT bundle_pdf_file_once UNIQUE (file_id),
  CONSTRAINT bundle_pdf_fault CHECK ((((fault = ANY (ARRAY['NO_PDF'::text, 'TOO_LARGE'::text])) AND (file_id IS NULL)) OR (((fault IS NULL) OR (fault = 'CUT_OFF'::text)) AND (file_id IS NOT NULL)))),
  CONSTRAINT bundle_pdf_file FOREIGN KEY (file_id) REFERENCES stored_file(id) ON DELETE CASCADE,
  CONSTRAINT bundle_pdf_import FOREIGN KEY (import_id) REFERENCES bundle_import(id) ON DELETE CASCADE
);
CREATE INDEX bundle_pdf_by_import ON bundle_pdf USING btree (import_id);

CREATE TABLE bundle_record (
  import_id uuid NOT NULL,
  record_id uuid NOT NULL,
  kind text NOT NULL,
  file_id uuid NOT NULL,
  line integer NOT NULL,
  before jsonb,
  after jsonb NOT NULL,
  CONSTRAINT bundle_record_pkey PRIMARY KEY (import_id, record_id),
  CONSTRAINT bundle_record_file FOREIGN KEY (file_id) REFERENCES bundle_file(id) ON DELETE CASCADE,
  CONSTRAINT bundle_record_import FOREIGN KEY (import_id) REFERENCES bundle_import(id) ON DELETE CASCADE
);
CREATE INDEX bundle_record_by_file ON bundle_record USING btree (file_id);
CREATE INDEX bundle_record_by_record ON bundle_record USING btree (record_id);

CREATE TABLE card_dispute (
  id text NOT NULL,
  payment_intent text NOT NULL,
  amount integer NOT NULL,
  withdrawn boolean DEFAULT false NOT NULL,
  reinstated boolean DEFAULT false NOT NULL,
  CONSTRAINT card_dispute_pkey PRIMARY KEY (id)
);
CREATE INDEX card_dispute_by_intent ON card_dispute USING btree (payment_intent);

CREATE TABLE card_payment (
  id uuid DEFAULT uuid_v7() NOT NULL,
  invoice_id uuid NOT NULL,
  amount integer NOT NULL,
  currency text NOT NULL,
  status text DEFAULT 'OPEN'::text NOT NULL,
  payment_intent text,
  refunded integer DEFAULT 0 NOT NULL,
  refund_noted integer DEFAULT 0 NOT NULL,
  dispute_noted integer DEFAULT 0 NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT card_payment_pkey PRIMARY KEY (id),
  CONSTRAINT card_payment_amounts CHECK (((amount > 0) AND (refunded >= 0) AND ((refund_noted >= 0) AND (refund_noted <= amount)) AND ((dispute_noted >= 0) AND (dispute_noted <= amount)))),
  CONSTRAINT card_payment_status CHECK ((status = ANY (ARRAY['OPEN'::text, 'PAID'::text, 'EXPIRED'::text, 'WRONG'::text]))),
  CONSTRAINT card_payment_invoice FOREIGN KEY (invoice_id) REFERENCES invoice(id)
);
CREATE INDEX card_payment_by_intent ON card_payment USING btree (payment_intent);
CREATE INDEX card_payment_by_invoice ON card_payment USING btree (invoice_id, created_at);
CREATE TRIGGER card_payment_moves BEFORE UPDATE OF status ON card_payment FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION refuse_illegal_move('OPEN>PAID', 'OPEN>EXPIRED', 'OPEN>WRONG', 'EXPIRED>PAID', 'WRONG>PAID');

CREATE TABLE certificate (
  id uuid DEFAULT uuid_v7() NOT NULL,
  number text NOT NULL,
  verification_code text NOT NULL,
  member_id uuid NOT NULL,
  program_id uuid NOT NULL,
  attendance_record_id uuid,
  status text DEFAULT 'ISSUED'::text NOT NULL,
  recipient_name text NOT NULL,
  title text NOT NULL,
  credits numeric(8,2) NOT NULL,
  credit_unit text NOT NULL,
  completed_on date NOT NULL,
  issued_at timestamp with time zone NOT NULL,
  pdf_file_id uuid NOT NULL,
  revoked_at timestamp with time zone,
  revocation_reason text,
  superseded_by_id uuid,
  transcript_file_id uuid,
  provider_name text NOT NULL,
  accreditor_name text NOT NULL,
  recipient_key text NOT NULL,
  issue_reason text,
  licences text[] DEFAULT '{}'::text[] NOT NULL,
  provider_address text DEFAULT ''::text NOT NULL,
  joint_providers text[] DEFAULT '{}'::text[] NOT NULL,
  changed_at timestamp with time zone DEFAULT date_trunc('milliseconds'::text, clock_timestamp()) NOT NULL,
  basis jsonb,
  printed jsonb,
  CONSTRAINT certificate_pkey PRIMARY KEY (id),
  CONSTRAINT certificate_code_once UNIQUE (verification_code),
  CONSTRAINT certificate_number_once UNIQUE (number),
  CONSTRAINT certificate_status CHECK ((status = ANY (ARRAY['ISSUED'::text, 'SUPERSEDED'::text, 'REVOKED'::text]))),
  CONSTRAINT certificate_attendance_record FOREIGN KEY (attendance_record_id) REFERENCES attendance_record(id),
  CONSTRAINT certificate_member FOREIGN KEY (member_id) REFERENCES member(id),
  CONSTRAINT certificate_pdf_file FOREIGN KEY (pdf_file_id) REFERENCES stored_file(id),
  CONSTRAINT certificate_program FOREIGN KEY (program_id) REFERENCES program(id),
  CONSTRAINT certificate_superseded_by FOREIGN KEY (superseded_by_id) REFERENCES certificate(id),
  CONSTRAINT certificate_transcript_file FOREIGN KEY (transcript_file_id) REFERENCES stored_file(id)
);
CREATE INDEX certificate_by_change ON certificate USING btree (changed_at, id);
CREATE INDEX certificate_by_credits ON certificate USING btree (credits, id);
CREATE INDEX certificate_by_day ON certificate USING btree (completed_on, id);
CREATE INDEX certificate_by_member ON certificate USING btree (member_id, issued_at, id);
CREATE INDEX certificate_by_number ON certificate USING btree (length(number), number);
CREATE INDEX certificate_by_pdf ON certificate USING btree (pdf_file_id);
CREATE INDEX certificate_by_program ON certificate USING btree (program_id, issued_at, id);
CREATE INDEX certificate_by_recipient ON certificate USING btree (recipient_name COLLATE "und-x-icu", id);
CREATE INDEX certificate_by_recipient_part ON certificate USING gin (recipient_key gin_trgm_ops);
CREATE INDEX certificate_by_status ON certificate USING btree (status, issued_at, id);
CREATE INDEX certificate_by_successor ON certificate USING btree (superseded_by_id) WHERE (superseded_by_id IS NOT NULL);
CREATE INDEX certificate_by_time ON certificate USING btree (issued_at, id);
CREATE INDEX certificate_by_title ON certificate USING btree (title COLLATE "und-x-icu", id);
CREATE INDEX certificate_by_transcript ON certificate USING btree (transcript_file_id) WHERE (transcript_file_id IS NOT NULL);
CREATE UNIQUE INDEX certificate_once_per_attendance ON certificate USING btree (attendance_record_id) WHERE (status = 'ISSUED'::text);
CREATE UNIQUE INDEX certificate_once_per_conference ON certificate USING btree (member_id, program_id) WHERE ((status = 'ISSUED'::text) AND (attendance_record_id IS NULL));
CREATE TRIGGER certificate_logs_ended AFTER UPDATE OF status ON certificate FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION certificate_log_tell();
CREATE TRIGGER certificate_logs_issued AFTER INSERT ON certificate FOR EACH ROW EXECUTE FUNCTION certificate_log_tell();
CREATE TRIGGER certificate_logs_removed AFTER DELETE ON certificate FOR EACH ROW EXECUTE FUNCTION certificate_log_tell();
CREATE TRIGGER certificate_moves BEFORE UPDATE OF status ON certificate FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION refuse_illegal_move('ISSUED>SUPERSEDED', 'ISSUED>REVOKED');
CREATE TRIGGER certificate_stamped BEFORE INSERT ON certificate FOR EACH ROW EXECUTE FUNCTION stamp_change();
CREATE TRIGGER certificate_stamps BEFORE UPDATE ON certificate FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION stamp_change();
CREATE TRIGGER certificate_tells_ended AFTER UPDATE OF status ON certificate FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION event_of_certificate();
CREATE TRIGGER certificate_tells_issued AFTER INSERT ON certificate FOR EACH ROW EXECUTE FUNCTION event_of_certificate();
CREATE TRIGGER certificate_tells_status AFTER UPDATE OF status, superseded_by_id ON certificate FOR EACH ROW EXECUTE FUNCTION certificate_tells_status();

CREATE TABLE certificate_credential (
  certificate_id uuid NOT NULL,
  signing_key_id uuid NOT NULL,
  document text NOT NULL,
  token text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT certificate_credential_pkey PRIMARY KEY (certificate_id),
  CONSTRAINT certificate_credential_certificate FOREIGN KEY (certificate_id) REFERENCES certificate(id) ON DELETE CASCADE,
  CONSTRAINT certificate_credential_signing_key FOREIGN KEY (signing_key_id) REFERENCES signing_key(id)
);
CREATE TRIGGER certificate_credential_frozen BEFORE UPDATE ON certificate_credential FOR EACH ROW EXECUTE FUNCTION certificate_credential_frozen();
CREATE TRIGGER certificate_logs_credential AFTER INSERT ON certificate_credential FOR EACH ROW EXECUTE FUNCTION certificate_log_tell();

CREATE TABLE certificate_credit (
  certificate_id uuid NOT NULL,
  "position" integer NOT NULL,
  kind_id uuid NOT NULL,
  name text NOT NULL,
  unit text NOT NULL,
  credits numeric(8,2) NOT NULL,
  is_part boolean NOT NULL,
  approving_body text NOT NULL,
  approval_number text NOT NULL,
  CONSTRAINT certificate_credit_pkey PRIMARY KEY (certificate_id, "position"),
  CONSTRAINT certificate_credit_over_zero CHECK ((credits > (0)::numeric)),
  CONSTRAINT certificate_credit_certificate FOREIGN KEY (certificate_id) REFERENCES certificate(id) ON DELETE CASCADE,
  CONSTRAINT certificate_credit_kind FOREIGN KEY (kind_id) REFERENCES credit_kind(id)
);

CREATE TABLE certificate_line (
  certificate_id uuid NOT NULL,
  "position" integer NOT NULL,
  session_id uuid NOT NULL,
  title text NOT NULL,
  attended_on date NOT NULL,
  credits numeric(6,2) NOT NULL,
  virtual boolean NOT NULL,
  as_instructor boolean DEFAULT false NOT NULL,
  CONSTRAINT certificate_line_pkey PRIMARY KEY (certificate_id, "position"),
  CONSTRAINT certificate_line_certificate FOREIGN KEY (certificate_id) REFERENCES certificate(id) ON DELETE CASCADE,
  CONSTRAINT certificate_line_session FOREIGN KEY (session_id) REFERENCES session(id)
);
CREATE INDEX certificate_line_by_session ON certificate_line USING btree (session_id);

CREATE TABLE certificate_log (
  number integer NOT NULL,
  origin text NOT NULL,
  began_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT certificate_log_pkey PRIMARY KEY (number),
  CONSTRAINT certificate_log_origin_once UNIQUE (origin)
);
CREATE UNIQUE INDEX certificate_log_open ON certificate_log USING btree ((true)) WHERE (ended_at IS NULL);

CREATE TABLE certificate_log_checkpoint (
  log integer NOT NULL,
  size bigint NOT NULL,
  note text NOT NULL,
  cosignatures text[] DEFAULT '{}'::text[] NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT certificate_log_checkpoint_pkey PRIMARY KEY (log, size),
  CONSTRAINT certificate_log_checkpoint_log FOREIGN KEY (log) REFERENCES certificate_log(number)
);
CREATE TRIGGER certificate_log_checkpoint_stays BEFORE DELETE OR UPDATE ON certificate_log_checkpoint FOR EACH ROW EXECUTE FUNCTION certificate_log_stays();

CREATE TABLE certificate_log_entry (
  place bigint DEFAULT nextval('certificate_log_place'::regclass) NOT NULL,
  certificate_id uuid NOT NULL,
  event text NOT NULL,
  number text NOT NULL,
  at timestamp with time zone DEFAULT now() NOT NULL,
  sha256 bytea NOT NULL,
  salt bytea DEFAULT uuid_send(gen_random_uuid()) NOT NULL,
  log integer,
  "position" bigint,
  CONSTRAINT certificate_log_entry_pkey PRIMARY KEY (place),
  CONSTRAINT certificate_log_entry_position_once UNIQUE (log, "position"),
  CONSTRAINT certificate_log_entry_event CHECK ((event = ANY (ARRAY['issued'::text, 'credential'::text, 'superseded'::text, 'revoked'::text, 'removed'::text]))),
  CONSTRAINT certificate_log_entry_hash CHECK (((octet_length(sha256) = 32) AND (octet_length(salt) = 16))),
  CONSTRAINT certificate_log_entry_position CHECK ((((log IS NULL) = ("position" IS NULL)) AND ("position" >= 0))),
  CONSTRAINT certificate_log_entry_log FOREIGN KEY (log) REFERENCES certificate_log(number)
);
CREATE INDEX certificate_log_entry_by_certificate ON certificate_log_entry USING btree (certificate_id, place);
CREATE INDEX certificate_log_entry_waiting ON certificate_log_entry USING btree (place) WHERE ("position" IS NULL);
CREATE TRIGGER certificate_log_entry_stays BEFORE DELETE OR UPDATE ON certificate_log_entry FOR EACH ROW EXECUTE FUNCTION certificate_log_stays();

CREATE TABLE certificate_log_tile (
  log integer NOT NULL,
  level smallint NOT NULL,
  number bigint NOT NULL,
  hashes bytea NOT NULL,
  CONSTRAINT certificate_log_tile_pkey PRIMARY KEY (log, level, number),
  CONSTRAINT certificate_log_tile_hashes CHECK ((((octet_length(hashes) % 32) = 0) AND ((octet_length(hashes) >= 32) AND (octet_length(hashes) <= 8192)))),
  CONSTRAINT certificate_log_tile_log FOREIGN KEY (log) REFERENCES certificate_log(number)
);
CREATE TRIGGER certificate_log_tile_stays BEFORE DELETE OR UPDATE ON certificate_log_tile FOR EACH ROW EXECUTE FUNCTION certificate_log_stays();

CREATE TABLE certificate_log_witness (
  log integer NOT NULL,
  name text NOT NULL,
  size bigint NOT NULL,
  refused_at timestamp with time zone,
  CONSTRAINT certificate_log_witness_pkey PRIMARY KEY (log, name),
  CONSTRAINT certificate_log_witness_log FOREIGN KEY (log) REFERENCES certificate_log(number)
);

CREATE TABLE certificate_reissue (
  id uuid DEFAULT uuid_v7() NOT NULL,
  account_id uuid NOT NULL,
  program_id uuid,
  mistakes text[] DEFAULT '{}'::text[] NOT NULL,
  reason text NOT NULL,
  requested_at timestamp with time zone NOT NULL,
  stopped_at timestamp with time zone,
  ended_at timestamp with time zone,
  CONSTRAINT certificate_reissue_pkey PRIMARY KEY (id),
  CONSTRAINT certificate_reissue_account FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT certificate_reissue_program FOREIGN KEY (program_id) REFERENCES program(id)
);
CREATE INDEX certificate_reissue_by_time ON certificate_reissue USING btree (requested_at, id);

CREATE TABLE certificate_reissue_item (
  reissue_id uuid NOT NULL,
  certificate_id uuid NOT NULL,
  outcome text,
  CONSTRAINT certificate_reissue_item_pkey PRIMARY KEY (reissue_id, certificate_id),
  CONSTRAINT certificate_reissue_item_outcome CHECK ((outcome = ANY (ARRAY['DONE'::text, 'PASSED'::text, 'REFUSED'::text]))),
  CONSTRAINT certificate_reissue_item_certificate FOREIGN KEY (certificate_id) REFERENCES certificate(id) ON DELETE CASCADE,
  CONSTRAINT certificate_reissue_item_of FOREIGN KEY (reissue_id) REFERENCES certificate_reissue(id) ON DELETE CASCADE
);
CREATE INDEX certificate_reissue_item_by_certificate ON certificate_reissue_item USING btree (certificate_id);

CREATE TABLE checklist_item (
  type_id uuid NOT NULL,
  "position" integer NOT NULL,
  text text NOT NULL,
  required boolean NOT NULL,
  CONSTRAINT checklist_item_pkey PRIMARY KEY (type_id, "position"),
  CONSTRAINT checklist_item_type FOREIGN KEY (type_id) REFERENCES program_type(id)
);

CREATE TABLE credential_status (
  list integer NOT NULL,
  "position" integer NOT NULL,
  certificate_id uuid,
  ended boolean NOT NULL,
  superseded boolean NOT NULL,
  CONSTRAINT credential_status_pkey PRIMARY KEY (list, "position"),
  CONSTRAINT credential_status_certificate_once UNIQUE (certificate_id),
  CONSTRAINT credential_status_place CHECK (((list >= 1) AND (("position" >= 0) AND ("position" <= 131071)))),
  CONSTRAINT credential_status_certificate FOREIGN KEY (certificate_id) REFERENCES certificate(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE credit_kind (
  id uuid DEFAULT uuid_v7() NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  unit text NOT NULL,
  is_default boolean DEFAULT false NOT NULL,
  rule_code text,
  part_of_id uuid,
  approving_body text DEFAULT ''::text NOT NULL,
  professions text[] DEFAULT '{}'::text[] NOT NULL,
  starts_on date NOT NULL,
  ends_on date,
  "position" integer NOT NULL,
  CONSTRAINT credit_kind_pkey PRIMARY KEY (id),
  CONSTRAINT credit_kind_code_once UNIQUE (code),
  CONSTRAINT credit_kind_days CHECK ((starts_on <= ends_on)),
  CONSTRAINT credit_kind_default CHECK (((is_default = (rule_code IS NULL)) AND (NOT (is_default AND ((part_of_id IS NOT NULL) OR (ends_on IS NOT NULL) OR (professions <> '{}'::text[])))))),
  CONSTRAINT credit_kind_of_another CHECK ((part_of_id <> id)),
  CONSTRAINT credit_kind_part_of FOREIGN KEY (part_of_id) REFERENCES credit_kind(id)
);
CREATE UNIQUE INDEX credit_kind_default_once ON credit_kind USING btree (is_default) WHERE is_default;

CREATE TABLE credit_note (
  id uuid DEFAULT uuid_v7() NOT NULL,
  number text NOT NULL,
  invoice_id uuid NOT NULL,
  amount integer NOT NULL,
  reason text NOT NULL,
  issued_at timestamp with time zone NOT NULL,
  file_id uuid NOT NULL,
  CONSTRAINT credit_note_pkey PRIMARY KEY (id),
  CONSTRAINT credit_note_number_once UNIQUE (number),
  CONSTRAINT credit_note_amount CHECK ((amount > 0)),
  CONSTRAINT credit_note_file FOREIGN KEY (file_id) REFERENCES stored_file(id),
  CONSTRAINT credit_note_invoice FOREIGN KEY (invoice_id) REFERENCES invoice(id)
);
CREATE INDEX credit_note_by_file ON credit_note USING btree (file_id);
CREATE INDEX credit_note_by_invoice ON credit_note USING btree (invoice_id);
CREATE TRIGGER credit_note_kept BEFORE DELETE OR UPDATE ON credit_note FOR EACH ROW EXECUTE FUNCTION keep_ledger();

CREATE TABLE credit_rule (
  id uuid DEFAULT uuid_v7() NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  unit text NOT NULL,
  starts_on date NOT NULL,
  minutes_per_unit integer NOT NULL,
  step numeric(6,2) NOT NULL,
  rounding text NOT NULL,
  minimum_minutes integer DEFAULT 0 NOT NULL,
  minimum_credits numeric(6,2) DEFAULT '0'::numeric NOT NULL,
  first_unit_whole boolean DEFAULT false NOT NULL,
  CONSTRAINT credit_rule_pkey PRIMARY KEY (id),
  CONSTRAINT credit_rule_once_per_date UNIQUE (code, starts_on),
  CONSTRAINT credit_rule_rounding CHECK ((rounding = ANY (ARRAY['HALF_UP'::text, 'DOWN'::text]))),
  CONSTRAINT credit_rule_terms CHECK (((minutes_per_unit > 0) AND (step > (0)::numeric) AND (minimum_minutes >= 0) AND (minimum_credits >= (0)::numeric)))
);

CREATE TABLE data_export (
  id uuid DEFAULT uuid_v7() NOT NULL,
  account_id uuid NOT NULL,
  requested_at timestamp with time zone NOT NULL,
  ready_at timestamp with time zone,
  expires_at timestamp with time zone NOT NULL,
  byte_size bigint,
  CONSTRAINT data_export_pkey PRIMARY KEY (id),
  CONSTRAINT data_export_account FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE
);
CREATE INDEX data_export_by_account ON data_export USING btree (account_id, requested_at);
CREATE INDEX data_export_by_expiry ON data_export USING btree (expires_at);

CREATE TABLE data_export_part (
  export_id uuid NOT NULL,
  "position" integer NOT NULL,
  content bytea NOT NULL,
  CONSTRAINT data_export_part_pkey PRIMARY KEY (export_id, "position"),
  CONSTRAINT data_export_part_export FOREIGN KEY (export_id) REFERENCES data_export(id) ON DELETE CASCADE
);

CREATE TABLE document_rule (
  type_id uuid NOT NULL,
  starts_on date NOT NULL,
  kinds text[] NOT NULL,
  CONSTRAINT document_rule_pkey PRIMARY KEY (type_id, starts_on),
  CONSTRAINT document_rule_kinds CHECK ((kinds <@ ARRAY['EVALUATION_SUMMARY'::text, 'SIGN_IN_ROSTER'::text])),
  CONSTRAINT document_rule_type FOREIGN KEY (type_id) REFERENCES program_type(id)
);

CREATE TABLE door_link (
  program_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  made_by_account_id uuid NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT door_link_pkey PRIMARY KEY (program_id),
  CONSTRAINT door_link_token_once UNIQUE (token_hash),
  CONSTRAINT door_link_maker FOREIGN KEY (made_by_account_id) REFERENCES account(id),
  CONSTRAINT door_link_program FOREIGN KEY (program_id) REFERENCES program(id) ON DELETE CASCADE
);

CREATE TABLE email_address (
  id uuid DEFAULT uuid_v7() NOT NULL,
  account_id uuid NOT NULL,
  address text NOT NULL,
  is_primary boolean DEFAULT false NOT NULL,
  verified_at timestamp with time zone,
  CONSTRAINT email_address_pkey PRIMARY KEY (id),
  CONSTRAINT email_address_once_per_account UNIQUE (account_id, address),
  CONSTRAINT email_address_lower_case CHECK ((address = lower(address))),
  CONSTRAINT email_address_account FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX email_address_one_primary ON email_address USING btree (account_id) WHERE is_primary;
CREATE UNIQUE INDEX email_address_verified_once ON email_address USING btree (address) WHERE (verified_at IS NOT NULL);
CREATE TRIGGER email_address_changed_changes_member AFTER UPDATE ON email_address FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION member_changed_by_address();
CREATE TRIGGER email_address_changes_member AFTER INSERT OR DELETE ON email_address FOR EACH ROW EXECUTE FUNCTION member_changed_by_address();

CREATE TABLE email_code (
  email_address_id uuid NOT NULL,
  code_hash text,
  attempts integer DEFAULT 0 NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT email_code_pkey PRIMARY KEY (email_address_id),
  CONSTRAINT email_code_address FOREIGN KEY (email_address_id) REFERENCES email_address(id) ON DELETE CASCADE
);

CREATE TABLE erasure (
  id uuid DEFAULT uuid_v7() NOT NULL,
  account_id uuid,
  member_id uuid,
  requested_at timestamp with time zone NOT NULL,
  completed_at timestamp with time zone,
  CONSTRAINT erasure_pkey PRIMARY KEY (id),
  CONSTRAINT erasure_account_once UNIQUE (account_id),
  CONSTRAINT erasure_member_once UNIQUE (member_id),
  CONSTRAINT erasure_of_somebody CHECK (((account_id IS NOT NULL) OR (member_id IS NOT NULL))),
  CONSTRAINT erasure_account FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT erasure_member FOREIGN KEY (member_id) REFERENCES member(id)
);

CREATE TABLE evaluation_box (
  program_id uuid NOT NULL,
  about text NOT NULL,
  subject text NOT NULL,
  waiting integer DEFAULT 0 NOT NULL,
  sealed bytea,
  counted integer DEFAULT 0 NOT NULL,
  CONSTRAINT evaluation_box_pkey PRIMARY KEY (program_id, about, subject),
  CONSTRAINT evaluation_box_counted CHECK (((counted % 5) = 0)),
  CONSTRAINT evaluation_box_waiting CHECK ((((waiting >= 0) AND (waiting <= 4)) AND ((waiting = 0) OR (sealed IS NOT NULL)))),
  CONSTRAINT evaluation_box_program FOREIGN KEY (program_id) REFERENCES program(id)
);

CREATE TABLE evaluation_form (
  id uuid DEFAULT uuid_v7() NOT NULL,
  type_id uuid,
  program_id uuid,
  version integer NOT NULL,
  starts_on date,
  required boolean NOT NULL,
  CONSTRAINT evaluation_form_pkey PRIMARY KEY (id),
  CONSTRAINT evaluation_form_of_program UNIQUE (program_id, version),
  CONSTRAINT evaluation_form_of_type UNIQUE (type_id, version),
  CONSTRAINT evaluation_form_of CHECK ((((type_id IS NULL) <> (program_id IS NULL)) AND ((type_id IS NULL) = (starts_on IS NULL)))),
  CONSTRAINT evaluation_form_program FOREIGN KEY (program_id) REFERENCES program(id) ON DELETE CASCADE,
  CONSTRAINT evaluation_form_type FOREIGN KEY (type_id) REFERENCES program_type(id)
);

CREATE TABLE evaluation_form_question (
  form_id uuid NOT NULL,
  "position" integer NOT NULL,
  question_id uuid NOT NULL,
  CONSTRAINT evaluation_form_question_pkey PRIMARY KEY (form_id, "position"),
  CONSTRAINT evaluation_form_question_form FOREIGN KEY (form_id) REFERENCES evaluation_form(id) ON DELETE CASCADE,
  CONSTRAINT evaluation_form_question_question FOREIGN KEY (question_id) REFERENCES evaluation_question(id)
);
CREATE UNIQUE INDEX evaluation_form_question_once ON evaluation_form_question USING btree (form_id, question_id);

CREATE TABLE evaluation_link (
  token_hash bytea NOT NULL,
  member_id uuid NOT NULL,
  program_id uuid NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  days integer DEFAULT 0 NOT NULL,
  CONSTRAINT evaluation_link_pkey PRIMARY KEY (token_hash),
  CONSTRAINT evaluation_link_days CHECK ((days >= 0)),
  CONSTRAINT evaluation_link_member FOREIGN KEY (member_id) REFERENCES member(id),
  CONSTRAINT evaluation_link_program FOREIGN KEY (program_id) REFERENCES program(id)
);
CREATE INDEX evaluation_link_of ON evaluation_link USING btree (member_id, program_id);

CREATE TABLE evaluation_question (
  id uuid DEFAULT uuid_v7() NOT NULL,
  kind text NOT NULL,
  about text NOT NULL,
  text text NOT NULL,
  choices text[] DEFAULT '{}'::text[] NOT NULL,
  required boolean NOT NULL,
  CONSTRAINT evaluation_question_pkey PRIMARY KEY (id),
  CONSTRAINT evaluation_question_about CHECK ((about = ANY (ARRAY['PROGRAM'::text, 'SESSION'::text, 'SPEAKER'::text]))),
  CONSTRAINT evaluation_question_kind CHECK ((kind = ANY (ARRAY['SCALE'::text, 'CHOICE'::text, 'SEVERAL'::text, 'TEXT'::text, 'ATTESTATION'::text])))
);

CREATE TABLE evaluation_response (
  member_id uuid NOT NULL,
  program_id uuid NOT NULL,
  answered_on date NOT NULL,
  waived boolean DEFAULT false NOT NULL,
  CONSTRAINT evaluation_response_pkey PRIMARY KEY (member_id, program_id),
  CONSTRAINT evaluation_response_member FOREIGN KEY (member_id) REFERENCES member(id),
  CONSTRAINT evaluation_response_program FOREIGN KEY (program_id) REFERENCES program(id)
);
CREATE INDEX evaluation_response_by_program ON evaluation_response USING btree (program_id);

CREATE TABLE evaluation_tally (
  program_id uuid NOT NULL,
  subject text NOT NULL,
  question_id uuid NOT NULL,
  choice integer NOT NULL,
  count integer NOT NULL,
  CONSTRAINT evaluation_tally_pkey PRIMARY KEY (program_id, subject, question_id, choice),
  CONSTRAINT evaluation_tally_program FOREIGN KEY (program_id) REFERENCES program(id),
  CONSTRAINT evaluation_tally_question FOREIGN KEY (question_id) REFERENCES evaluation_question(id)
);

CREATE TABLE evaluation_text (
  id uuid NOT NULL,
  program_id uuid NOT NULL,
  subject text NOT NULL,
  question_id uuid NOT NULL,
  text text NOT NULL,
  CONSTRAINT evaluation_text_pkey PRIMARY KEY (id),
  CONSTRAINT evaluation_text_program FOREIGN KEY (program_id) REFERENCES program(id),
  CONSTRAINT evaluation_text_question FOREIGN KEY (question_id) REFERENCES evaluation_question(id)
);
CREATE INDEX evaluation_text_by_program ON evaluation_text USING btree (program_id, question_id);

CREATE TABLE event (
  id uuid DEFAULT uuid_v7() NOT NULL,
  place bigint DEFAULT nextval('event_place'::regclass) NOT NULL,
  number bigint,
  at timestamp with time zone DEFAULT now() NOT NULL,
  type text NOT NULL,
  subject_id uuid NOT NULL,
  provider_id uuid,
  facts jsonb NOT NULL,
  CONSTRAINT event_pkey PRIMARY KEY (id),
  CONSTRAINT event_number_once UNIQUE (number),
  CONSTRAINT event_type CHECK ((type = ANY (ARRAY['PROGRAM_SUBMITTED'::text, 'PROGRAM_DECIDED'::text, 'PROGRAM_POSTPONED'::text, 'PROGRAM_CANCELLED'::text, 'ATTENDANCE_RECORDED'::text, 'ATTENDANCE_UNDONE'::text, 'CERTIFICATE_ISSUED'::text, 'CERTIFICATE_SUPERSEDED'::text, 'CERTIFICATE_REVOKED'::text, 'FEE_DUE'::text, 'FEE_PAID'::text, 'MEMBER_CHANGED'::text, 'MEMBER_MERGED'::text])))
);
CREATE INDEX event_by_provider ON event USING btree (provider_id, number);
CREATE INDEX event_by_time ON event USING btree (at);
CREATE INDEX event_unnumbered ON event USING btree (place) WHERE (number IS NULL);
CREATE TRIGGER event_not_of_moving_in BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION event_of_moving_in();
CREATE TRIGGER event_spreads AFTER INSERT ON event FOR EACH STATEMENT EXECUTE FUNCTION event_spreads();

CREATE TABLE fee_policy (
  id uuid DEFAULT uuid_v7() NOT NULL,
  starts_on date NOT NULL,
  type_id uuid,
  currency text NOT NULL,
  application_fee integer DEFAULT 0 NOT NULL,
  filing_fee integer DEFAULT 0 NOT NULL,
  filing_fee_per_credit integer DEFAULT 0 NOT NULL,
  filing_fee_per_attendee integer DEFAULT 0 NOT NULL,
  filing_fee_most integer,
  late_fee integer DEFAULT 0 NOT NULL,
  holds_certificates boolean NOT NULL,
  waives_open_fees boolean DEFAULT false NOT NULL,
  how_to_pay text DEFAULT ''::text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  tax_name text DEFAULT ''::text NOT NULL,
  tax_percent numeric(5,2) DEFAULT 0 NOT NULL,
  CONSTRAINT fee_policy_pkey PRIMARY KEY (id),
  CONSTRAINT fee_policy_amounts CHECK (((application_fee >= 0) AND (filing_fee >= 0) AND (filing_fee_per_credit >= 0) AND (filing_fee_per_attendee >= 0) AND (filing_fee_most >= 0) AND (late_fee >= 0))),
  CONSTRAINT fee_policy_currency CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CONSTRAINT fee_policy_tax CHECK ((((tax_percent >= (0)::numeric) AND (tax_percent <= (50)::numeric)) AND ((tax_percent = (0)::numeric) OR (tax_name <> ''::text)))),
  CONSTRAINT fee_policy_type FOREIGN KEY (type_id) REFERENCES program_type(id)
);
CREATE UNIQUE INDEX fee_policy_one_a_day ON fee_policy USING btree (starts_on, type_id) NULLS NOT DISTINCT;
CREATE TRIGGER fee_policy_kept BEFORE DELETE OR UPDATE ON fee_policy FOR EACH ROW EXECUTE FUNCTION keep_ledger();

CREATE TABLE fee_promotion (
  id uuid DEFAULT uuid_v7() NOT NULL,
  name text NOT NULL,
  fee text NOT NULL,
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  rate integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  code text,
  CONSTRAINT fee_promotion_pkey PRIMARY KEY (id),
  CONSTRAINT fee_promotion_code CHECK ((code ~ '^[A-Z0-9]{4,20}$'::text)),
  CONSTRAINT fee_promotion_days CHECK ((starts_on <= ends_on)),
  CONSTRAINT fee_promotion_fee CHECK ((fee = ANY (ARRAY['APPLICATION'::text, 'FILING'::text]))),
  CONSTRAINT fee_promotion_rate CHECK ((rate >= 0))
);
CREATE INDEX fee_promotion_by_code ON fee_promotion USING btree (code) WHERE (code IS NOT NULL);

CREATE TABLE former_name (
  id uuid DEFAULT uuid_v7() NOT NULL,
  member_id uuid NOT NULL,
  first_name text NOT NULL,
  last_name text NOT NULL,
  suffix text,
  printed_name text,
  first_name_key text NOT NULL,
  given_names_key text NOT NULL,
  last_name_key text NOT NULL,
  first_name_spellings text[] DEFAULT '{}'::text[] NOT NULL,
  given_names_spellings text[] DEFAULT '{}'::text[] NOT NULL,
  last_name_spellings text[] DEFAULT '{}'::text[] NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT former_name_pkey PRIMARY KEY (id),
  CONSTRAINT former_name_member FOREIGN KEY (member_id) REFERENCES member(id)
);
CREATE INDEX former_name_by_member ON former_name USING btree (member_id, changed_at);
CREATE INDEX former_name_by_spelling ON former_name USING btree (regexp_replace(regexp_replace(last_name_key, '([aou])e+'::text, '\1'::text, 'g'::text), 'a+'::text, 'a'::text, 'g'::text));

CREATE TABLE idempotent_request (
  owner text NOT NULL,
  key_hash bytea NOT NULL,
  fingerprint bytea NOT NULL,
  status integer,
  body text,
  created_at timestamp with time zone NOT NULL,
  carried_out boolean DEFAULT false NOT NULL,
  CONSTRAINT idempotent_request_pkey PRIMARY KEY (owner, key_hash)
);
CREATE INDEX idempotent_request_by_time ON idempotent_request USING btree (created_at);

CREATE TABLE installation (
  id integer NOT NULL,
  identity text,
  held_since timestamp with time zone,
  folder text,
  timeline integer,
  alive_at timestamp with time zone,
  rehearsal_since timestamp with time zone,
  CONSTRAINT installation_pkey PRIMARY KEY (id),
  CONSTRAINT installation_once CHECK ((id = 1))
);
CREATE TRIGGER installation_restored BEFORE INSERT ON installation FOR EACH ROW EXECUTE FUNCTION installation_is_restored();

CREATE TABLE instructor_rule (
  type_id uuid NOT NULL,
  starts_on date NOT NULL,
  multiple numeric(4,2),
  first_time_only boolean NOT NULL,
  CONSTRAINT instructor_rule_pkey PRIMARY KEY (type_id, starts_on),
  CONSTRAINT instructor_rule_multiple CHECK ((((multiple > (0)::numeric) AND (multiple <= (10)::numeric)) OR ((multiple IS NULL) AND (NOT first_time_only)))),
  CONSTRAINT instructor_rule_type FOREIGN KEY (type_id) REFERENCES program_type(id)
);

CREATE TABLE invitation (
  id uuid DEFAULT uuid_v7() NOT NULL,
  provider_id uuid NOT NULL,
  address text NOT NULL,
  role text NOT NULL,
  token_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  invited_by_account_id uuid,
  CONSTRAINT invitation_pkey PRIMARY KEY (id),
  CONSTRAINT invitation_token UNIQUE (token_hash),
  CONSTRAINT invitation_role CHECK ((role = ANY (ARRAY['OWNER'::text, 'EDITOR'::text]))),
  CONSTRAINT invitation_provider FOREIGN KEY (provider_id) REFERENCES provider(id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX invitation_once_per_address ON invitation USING btree (provider_id, address);
CREATE TRIGGER invitation_of_no_merged BEFORE INSERT OR UPDATE OF provider_id ON invitation FOR EACH ROW EXECUTE FUNCTION refuse_merged_provider();

CREATE TABLE invoice (
  id uuid DEFAULT uuid_v7() NOT NULL,
  number text NOT NULL,
  provider_id uuid NOT NULL,
  currency text NOT NULL,
  total integer NOT NULL,
  tax_name text NOT NULL,
  tax_percent numeric(5,2) NOT NULL,
  tax integer NOT NULL,
  issued_at timestamp with time zone NOT NULL,
  due_on date NOT NULL,
  file_id uuid NOT NULL,
  CONSTRAINT invoice_pkey PRIMARY KEY (id),
  CONSTRAINT invoice_number_once UNIQUE (number),
  CONSTRAINT invoice_amounts CHECK (((total > 0) AND (tax >= 0) AND (tax < total))),
  CONSTRAINT invoice_file FOREIGN KEY (file_id) REFERENCES stored_file(id),
  CONSTRAINT invoice_provider FOREIGN KEY (provider_id) REFERENCES provider(id)
);
CREATE INDEX invoice_by_file ON invoice USING btree (file_id);
CREATE INDEX invoice_by_provider ON invoice USING btree (provider_id, issued_at, id);
CREATE INDEX invoice_by_time ON invoice USING btree (issued_at, id);
CREATE TRIGGER invoice_kept BEFORE DELETE OR UPDATE ON invoice FOR EACH ROW EXECUTE FUNCTION keep_ledger();
CREATE TRIGGER invoice_of_no_merged BEFORE INSERT OR UPDATE OF provider_id ON invoice FOR EACH ROW EXECUTE FUNCTION refuse_merged_provider();

CREATE TABLE invoice_line (
  invoice_id uuid NOT NULL,
  "position" integer NOT NULL,
  program_id uuid NOT NULL,
  fee text NOT NULL,
  charged_from integer NOT NULL,
  charged_to integer NOT NULL,
  CONSTRAINT invoice_line_pkey PRIMARY KEY (invoice_id, "position"),
  CONSTRAINT invoice_line_once UNIQUE (program_id, fee, charged_from),
  CONSTRAINT invoice_line_range CHECK (((charged_from >= 0) AND (charged_from < charged_to))),
  CONSTRAINT invoice_line_invoice FOREIGN KEY (invoice_id) REFERENCES invoice(id),
  CONSTRAINT invoice_line_program FOREIGN KEY (program_id) REFERENCES program(id)
);
CREATE TRIGGER invoice_line_kept BEFORE DELETE OR UPDATE ON invoice_line FOR EACH ROW EXECUTE FUNCTION keep_ledger();

CREATE TABLE kit_words (
  language text NOT NULL,
  mail_subject text NOT NULL,
  mail_text text NOT NULL,
  instructions text NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT kit_words_pkey PRIMARY KEY (language)
);

CREATE TABLE learning_answer (
  attempt_id uuid NOT NULL,
  question_id uuid NOT NULL,
  choices integer[] NOT NULL,
  is_right boolean NOT NULL,
  CONSTRAINT learning_answer_pkey PRIMARY KEY (attempt_id, question_id),
  CONSTRAINT learning_answer_attempt FOREIGN KEY (attempt_id) REFERENCES learning_attempt(id) ON DELETE CASCADE
);

CREATE TABLE learning_attempt (
  id uuid DEFAULT uuid_v7() NOT NULL,
  member_id uuid NOT NULL,
  program_id uuid NOT NULL,
  check_id uuid NOT NULL,
  pass_percent integer NOT NULL,
  begun_at timestamp with time zone NOT NULL,
  finished_at timestamp with time zone,
  right_count integer,
  question_count integer,
  passed boolean DEFAULT false NOT NULL,
  CONSTRAINT learning_attempt_pkey PRIMARY KEY (id),
  CONSTRAINT learning_attempt_finished CHECK ((((finished_at IS NULL) = (right_count IS NULL)) AND ((finished_at IS NULL) = (question_count IS NULL)))),
  CONSTRAINT learning_attempt_passed CHECK (((NOT passed) OR ((right_count * 100) >= (pass_percent * question_count)))),
  CONSTRAINT learning_attempt_check FOREIGN KEY (check_id) REFERENCES learning_check(id),
  CONSTRAINT learning_attempt_member FOREIGN KEY (member_id) REFERENCES member(id),
  CONSTRAINT learning_attempt_program FOREIGN KEY (program_id) REFERENCES program(id)
);
CREATE INDEX learning_attempt_by_check ON learning_attempt USING btree (check_id);
CREATE INDEX learning_attempt_by_program ON learning_attempt USING btree (program_id);
CREATE INDEX learning_attempt_of ON learning_attempt USING btree (member_id, program_id);
CREATE UNIQUE INDEX learning_attempt_open ON learning_attempt USING btree (member_id, program_id) WHERE (finished_at IS NULL);

CREATE TABLE learning_check (
  id uuid DEFAULT uuid_v7() NOT NULL,
  type_id uuid,
  program_id uuid,
  version integer NOT NULL,
  starts_on date,
  required boolean NOT NULL,
  pass_percent integer NOT NULL,
  attempts integer NOT NULL,
  CONSTRAINT learning_check_pkey PRIMARY KEY (id),
  CONSTRAINT learning_check_of_program UNIQUE (program_id, version),
  CONSTRAINT learning_check_of_type UNIQUE (type_id, version),
  CONSTRAINT learning_check_of CHECK ((((type_id IS NULL) <> (program_id IS NULL)) AND ((type_id IS NULL) = (starts_on IS NULL)))),
  CONSTRAINT learning_check_terms CHECK ((((pass_percent >= 1) AND (pass_percent <= 100)) AND ((attempts >= 1) AND (attempts <= 20)))),
  CONSTRAINT learning_check_program FOREIGN KEY (program_id) REFERENCES program(id) ON DELETE CASCADE,
  CONSTRAINT learning_check_type FOREIGN KEY (type_id) REFERENCES program_type(id)
);

CREATE TABLE learning_grant (
  member_id uuid NOT NULL,
  program_id uuid NOT NULL,
  attempts integer NOT NULL,
  CONSTRAINT learning_grant_pkey PRIMARY KEY (member_id, program_id),
  CONSTRAINT learning_grant_attempts CHECK ((attempts > 0)),
  CONSTRAINT learning_grant_member FOREIGN KEY (member_id) REFERENCES member(id),
  CONSTRAINT learning_grant_program FOREIGN KEY (program_id) REFERENCES program(id)
);

CREATE TABLE learning_question (
  check_id uuid NOT NULL,
  "position" integer NOT NULL,
  question_id uuid NOT NULL,
  kind text NOT NULL,
  text text NOT NULL,
  choices text[] NOT NULL,
  right_choices integer[] NOT NULL,
  explanation text DEFAULT ''::text NOT NULL,
  CONSTRAINT learning_question_pkey PRIMARY KEY (check_id, "position"),
  CONSTRAINT learning_question_kind CHECK ((kind = ANY (ARRAY['CHOICE'::text, 'SEVERAL'::text]))),
  CONSTRAINT learning_question_right CHECK (((cardinality(right_choices) > 0) AND ((kind = 'SEVERAL'::text) OR (cardinality(right_choices) = 1)))),
  CONSTRAINT learning_question_check FOREIGN KEY (check_id) REFERENCES learning_check(id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX learning_question_once ON learning_question USING btree (check_id, question_id);

CREATE TABLE ledger_entry (
  id uuid DEFAULT uuid_v7() NOT NULL,
  program_id uuid,
  kind text NOT NULL,
  fee text,
  amount integer NOT NULL,
  currency text NOT NULL,
  at timestamp with time zone NOT NULL,
  actor_account_id uuid,
  actor_as text NOT NULL,
  reason text,
  reference text,
  policy_id uuid,
  promotion_id uuid,
  provider_id uuid NOT NULL,
  through text DEFAULT 'MONEY'::text NOT NULL,
  CONSTRAINT ledger_entry_pkey PRIMARY KEY (id),
  CONSTRAINT ledger_entry_about CHECK ((((kind = ANY (ARRAY['SURPLUS'::text, 'PAYOUT'::text])) = (program_id IS NULL)) AND ((program_id IS NULL) = (fee IS NULL)))),
  CONSTRAINT ledger_entry_amount CHECK ((amount > 0)),
  CONSTRAINT ledger_entry_fee CHECK ((fee = ANY (ARRAY['APPLICATION'::text, 'FILING'::text, 'LATE'::text]))),
  CONSTRAINT ledger_entry_kind CHECK ((kind = ANY (ARRAY['CHARGE'::text, 'PAYMENT'::text, 'WAIVER'::text, 'REFUND'::text, 'SURPLUS'::text, 'PAYOUT'::text]))),
  CONSTRAINT ledger_entry_policy_of_charge CHECK (((kind <> 'CHARGE'::text) OR (policy_id IS NOT NULL))),
  CONSTRAINT ledger_entry_reason CHECK (((kind = 'CHARGE'::text) OR (COALESCE(reason, reference) IS NOT NULL))),
  CONSTRAINT ledger_entry_through CHECK ((through = ANY (ARRAY['MONEY'::text, 'CREDIT'::text]))),
  CONSTRAINT ledger_entry_policy FOREIGN KEY (policy_id) REFERENCES fee_policy(id),
  CONSTRAINT ledger_entry_program FOREIGN KEY (program_id) REFERENCES program(id),
  CONSTRAINT ledger_entry_promotion FOREIGN KEY (promotion_id) REFERENCES fee_promotion(id),
  CONSTRAINT ledger_entry_provider FOREIGN KEY (provider_id) REFERENCES provider(id)
);
CREATE INDEX ledger_entry_by_program ON ledger_entry USING btree (program_id, at, id);
CREATE INDEX ledger_entry_by_provider ON ledger_entry USING btree (provider_id, at, id);
CREATE INDEX ledger_entry_by_time ON ledger_entry USING btree (at, id);
CREATE TRIGGER ledger_entry_kept BEFORE DELETE OR UPDATE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION keep_ledger();
CREATE TRIGGER ledger_entry_of_no_merged BEFORE INSERT OR UPDATE OF provider_id ON ledger_entry FOR EACH ROW EXECUTE FUNCTION refuse_merged_provider();
CREATE TRIGGER ledger_entry_tells AFTER INSERT ON ledger_entry FOR EACH ROW WHEN (((new.program_id IS NOT NULL) AND (new.kind = ANY (ARRAY['CHARGE'::text, 'PAYMENT'::text, 'WAIVER'::text])))) EXECUTE FUNCTION event_of_ledger();

CREATE TABLE licence (
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  kind_id uuid NOT NULL,
  number text,
  sealed bytea,
  number_key text NOT NULL,
  jurisdiction text,
  profession text,
  expires_on date,
  exclusive boolean NOT NULL,
  verified_at timestamp with time zone,
  verified_by_account_id uuid,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT licence_pkey PRIMARY KEY (id),
  CONSTRAINT licence_sealed CHECK (((number IS NULL) = (sealed IS NOT NULL))),
  CONSTRAINT licence_verified CHECK (((verified_at IS NOT NULL) OR (verified_by_account_id IS NULL))),
  CONSTRAINT licence_kind FOREIGN KEY (kind_id) REFERENCES licence_kind(id),
  CONSTRAINT licence_member FOREIGN KEY (member_id) REFERENCES member(id),
  CONSTRAINT licence_verified_by FOREIGN KEY (verified_by_account_id) REFERENCES account(id)
);
CREATE INDEX licence_by_member ON licence USING btree (member_id);
CREATE INDEX licence_by_number ON licence USING btree (kind_id, number_key);
CREATE UNIQUE INDEX licence_exclusive ON licence USING btree (kind_id, number_key, COALESCE(jurisdiction, ''::text)) WHERE exclusive;
CREATE UNIQUE INDEX licence_once ON licence USING btree (member_id, kind_id, number_key, COALESCE(jurisdiction, ''::text));

CREATE TABLE licence_kind (
  id uuid DEFAULT uuid_v7() NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  mask text,
  check_digit text DEFAULT 'NONE'::text NOT NULL,
  asks_jurisdiction boolean NOT NULL,
  asks_profession boolean NOT NULL,
  asks_expiry boolean NOT NULL,
  is_unique boolean NOT NULL,
  sensitive boolean NOT NULL,
  on_rosters boolean NOT NULL,
  active boolean DEFAULT true NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  printed boolean DEFAULT false NOT NULL,
  CONSTRAINT licence_kind_pkey PRIMARY KEY (id),
  CONSTRAINT licence_kind_code_once UNIQUE (code),
  CONSTRAINT licence_kind_check_digit CHECK ((check_digit = ANY (ARRAY['NONE'::text, 'NPI'::text]))),
  CONSTRAINT licence_kind_on_rosters CHECK ((NOT (sensitive AND on_rosters)))
);

CREATE TABLE mail (
  id uuid DEFAULT uuid_v7() NOT NULL,
  dedupe_key text NOT NULL,
  to_address text NOT NULL,
  to_name text NOT NULL,
  recipient_account_id uuid,
  subject_id uuid,
  subject text NOT NULL,
  text text NOT NULL,
  status text DEFAULT 'QUEUED'::text NOT NULL,
  attempts integer DEFAULT 0 NOT NULL,
  last_error text,
  provider_message_id text,
  created_at timestamp with time zone NOT NULL,
  sent_at timestamp with time zone,
  kind text NOT NULL,
  language text DEFAULT 'en'::text NOT NULL,
  sealed bytea,
  settled_at timestamp with time zone,
  begun_at timestamp with time zone,
  unanswered integer DEFAULT 0 NOT NULL,
  among_staff boolean DEFAULT false NOT NULL,
  CONSTRAINT mail_pkey PRIMARY KEY (id),
  CONSTRAINT mail_once_per_cause UNIQUE (dedupe_key)
);
CREATE INDEX mail_by_address ON mail USING btree (to_address, id);
CREATE INDEX mail_by_address_part ON mail USING gin (to_address gin_trgm_ops);
CREATE INDEX mail_by_kind ON mail USING btree (kind, created_at, id);
CREATE INDEX mail_by_recipient ON mail USING btree (recipient_account_id, created_at);
CREATE INDEX mail_by_status ON mail USING btree (status, created_at, id);
CREATE INDEX mail_by_subject ON mail USING btree (subject_id) WHERE (subject_id IS NOT NULL);
CREATE INDEX mail_by_time ON mail USING btree (created_at, id);
CREATE INDEX mail_sealed ON mail USING btree (kind, created_at) WHERE (sealed IS NOT NULL);
CREATE TRIGGER mail_moves BEFORE UPDATE OF status ON mail FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION refuse_illegal_move('QUEUED>SENT', 'QUEUED>FAILED', 'QUEUED>DROPPED', 'QUEUED>SUPPRESSED', 'QUEUED>DELIVERED', 'QUEUED>BOUNCED', 'QUEUED>COMPLAINED', 'SENT>DELIVERED', 'SENT>BOUNCED', 'SENT>COMPLAINED', 'FAILED>DELIVERED', 'FAILED>BOUNCED', 'FAILED>COMPLAINED', 'DELIVERED>BOUNCED', 'DELIVERED>COMPLAINED', 'BOUNCED>COMPLAINED');

CREATE TABLE mail_attachment (
  mail_id uuid NOT NULL,
  file_name text NOT NULL,
  file_id uuid NOT NULL,
  CONSTRAINT mail_attachment_pkey PRIMARY KEY (mail_id, file_name),
  CONSTRAINT mail_attachment_file FOREIGN KEY (file_id) REFERENCES stored_file(id),
  CONSTRAINT mail_attachment_mail FOREIGN KEY (mail_id) REFERENCES mail(id) ON DELETE CASCADE
);
CREATE INDEX mail_attachment_by_file ON mail_attachment USING btree (file_id);

CREATE TABLE mail_event (
  id uuid DEFAULT uuid_v7() NOT NULL,
  mail_id uuid NOT NULL,
  kind text NOT NULL,
  said text NOT NULL,
  at timestamp with time zone NOT NULL,
  provider_event_id text NOT NULL,
  CONSTRAINT mail_event_pkey PRIMARY KEY (id),
  CONSTRAINT mail_event_once UNIQUE (provider_event_id),
  CONSTRAINT mail_event_kind CHECK ((kind = ANY (ARRAY['ACCEPTED'::text, 'DEFERRED'::text, 'DELIVERED'::text, 'BOUNCED'::text, 'NOT_TRIED'::text, 'COMPLAINED'::text]))),
  CONSTRAINT mail_event_mail FOREIGN KEY (mail_id) REFERENCES mail(id) ON DELETE CASCADE
);
CREATE INDEX mail_event_by_mail ON mail_event USING btree (mail_id, at);

CREATE TABLE mail_opt_out (
  account_id uuid NOT NULL,
  kind text NOT NULL,
  CONSTRAINT mail_opt_out_pkey PRIMARY KEY (account_id, kind)
);

CREATE TABLE mail_suppression (
  address text NOT NULL,
  reason text NOT NULL,
  mail_id uuid NOT NULL,
  since timestamp with time zone NOT NULL,
  CONSTRAINT mail_suppression_pkey PRIMARY KEY (address),
  CONSTRAINT mail_suppression_reason CHECK ((reason = ANY (ARRAY['BOUNCED'::text, 'COMPLAINED'::text])))
);

CREATE TABLE member (
  id uuid DEFAULT uuid_v7() NOT NULL,
  member_number text NOT NULL,
  account_id uuid,
  first_name text NOT NULL,
  last_name text NOT NULL,
  first_name_key text NOT NULL,
  given_names_key text NOT NULL,
  last_name_key text NOT NULL,
  membership text DEFAULT 'MEMBER'::text NOT NULL,
  role text,
  city text,
  state text,
  zip text,
  county text,
  active boolean DEFAULT true NOT NULL,
  created_at timestamp with time zone NOT NULL,
  merged_into_id uuid,
  erased_at timestamp with time zone,
  suffix text,
  printed_name text,
  first_name_spellings text[] DEFAULT '{}'::text[] NOT NULL,
  given_names_spellings text[] DEFAULT '{}'::text[] NOT NULL,
  last_name_spellings text[] DEFAULT '{}'::text[] NOT NULL,
  phone text,
  member_since date,
  member_until date,
  contact_email text,
  external_id text,
  changed_at timestamp with time zone DEFAULT date_trunc('milliseconds'::text, clock_timestamp()) NOT NULL,
  CONSTRAINT member_pkey PRIMARY KEY (id),
  CONSTRAINT member_account_once UNIQUE (account_id),
  CONSTRAINT member_number_once UNIQUE (member_number),
  CONSTRAINT member_contact_lower_case CHECK ((contact_email = lower(contact_email))),
  CONSTRAINT member_dates CHECK ((member_until >= member_since)),
  CONSTRAINT member_membership CHECK ((membership = ANY (ARRAY['MEMBER'::text, 'GUEST'::text]))),
  CONSTRAINT member_merged CHECK (((merged_into_id IS NULL) OR ((merged_into_id <> id) AND (account_id IS NULL) AND (NOT active)))),
  CONSTRAINT member_named CHECK (((first_name <> ''::text) OR (last_name <> ''::text))),
  CONSTRAINT member_account FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT member_merged_into FOREIGN KEY (merged_into_id) REFERENCES member(id)
);
CREATE INDEX member_by_change ON member USING btree (changed_at, id);
CREATE INDEX member_by_contact ON member USING btree (contact_email) WHERE (contact_email IS NOT NULL);
CREATE INDEX member_by_external_id ON member USING btree (external_id) WHERE (external_id IS NOT NULL);
CREATE INDEX member_by_name ON member USING btree (last_name_key, first_name_key);
CREATE INDEX member_by_number ON member USING btree (length(member_number), member_number);
CREATE INDEX member_by_spelling ON member USING btree (regexp_replace(regexp_replace(last_name_key, '([aou])e+'::text, '\1'::text, 'g'::text), 'a+'::text, 'a'::text, 'g'::text));
CREATE INDEX member_by_survivor ON member USING btree (merged_into_id) WHERE (merged_into_id IS NOT NULL);
CREATE TRIGGER member_ends_tokens AFTER UPDATE OF active, account_id, merged_into_id, erased_at ON member FOR EACH ROW WHEN (((old.active AND (NOT new.active)) OR (old.account_id IS DISTINCT FROM new.account_id) OR (old.merged_into_id IS DISTINCT FROM new.merged_into_id) OR (old.erased_at IS DISTINCT FROM new.erased_at))) EXECUTE FUNCTION end_member_tokens();
CREATE TRIGGER member_merge_changes AFTER UPDATE OF merged_into_id ON member FOR EACH ROW WHEN ((old.merged_into_id IS DISTINCT FROM new.merged_into_id)) EXECUTE FUNCTION member_changed_by_merge();
CREATE TRIGGER member_stamped BEFORE INSERT ON member FOR EACH ROW EXECUTE FUNCTION stamp_change();
CREATE TRIGGER member_stamps BEFORE UPDATE ON member FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION stamp_change();
CREATE TRIGGER member_tells_added AFTER INSERT ON member REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION event_of_members_added();
CREATE TRIGGER member_tells_changed AFTER UPDATE ON member REFERENCING OLD TABLE AS was NEW TABLE AS became FOR EACH STATEMENT EXECUTE FUNCTION event_of_members_changed();

CREATE TABLE member_import (
  id uuid DEFAULT uuid_v7() NOT NULL,
  account_id uuid,
  file_name text NOT NULL,
  sha256 bytea NOT NULL,
  byte_size bigint NOT NULL,
  status text NOT NULL,
  preview boolean NOT NULL,
  deactivates_missing boolean NOT NULL,
  columns jsonb DEFAULT '[]'::jsonb NOT NULL,
  row_count integer,
  checked_rows integer DEFAULT 0 NOT NULL,
  error_count integer DEFAULT 0 NOT NULL,
  warning_count integer DEFAULT 0 NOT NULL,
  added_rows integer DEFAULT 0 NOT NULL,
  changed_rows integer DEFAULT 0 NOT NULL,
  deactivated_rows integer DEFAULT 0 NOT NULL,
  unchanged_rows integer DEFAULT 0 NOT NULL,
  absent_members integer DEFAULT 0 NOT NULL,
  created_at timestamp with time zone NOT NULL,
  place integer,
  phase text,
  progress smallint DEFAULT 0 NOT NULL,
  finding_kinds jsonb,
  undone_at timestamp with time zone,
  undo_reason text,
  api_key_id uuid,
  CONSTRAINT member_import_pkey PRIMARY KEY (id),
  CONSTRAINT member_import_undone CHECK ((((status = 'UNDONE'::text) = (undone_at IS NOT NULL)) AND ((undone_at IS NULL) = (undo_reason IS NULL)))),
  CONSTRAINT member_import_account FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT member_import_api_key FOREIGN KEY (api_key_id) REFERENCES api_key(id)
);
CREATE INDEX member_import_by_time ON member_import USING btree (created_at, id);
CREATE TRIGGER member_import_is_told AFTER UPDATE ON member_import FOR EACH ROW WHEN ((((((old.status IS DISTINCT FROM new.status) OR (old.phase IS DISTINCT FROM new.phase)) OR (old.progress IS DISTINCT FROM new.progress)) OR (old.row_count IS DISTINCT FROM new.row_count)) OR (old.checked_rows IS DISTINCT FROM new.checked_rows))) EXECUTE FUNCTION file_is_told('import');
CREATE TRIGGER member_import_moves BEFORE UPDATE OF status ON member_import FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION refuse_illegal_move('CHECKING>REJECTED', 'CHECKING>PREVIEWED', 'CHECKING>PROCESSED', 'PROCESSED>UNDONE');

CREATE TABLE member_import_change (
  import_id uuid NOT NULL,
  "position" integer NOT NULL,
  kind text NOT NULL,
  member_id uuid,
  member_number text NOT NULL,
  line integer,
  before jsonb,
  after jsonb NOT NULL,
  former_name_id uuid,
  CONSTRAINT member_import_change_pkey PRIMARY KEY (import_id, "position"),
  CONSTRAINT member_import_change_kind CHECK (((kind = ANY (ARRAY['ADDED'::text, 'CHANGED'::text, 'DEACTIVATED'::text])) AND ((kind = 'ADDED'::text) = (before IS NULL)))),
  CONSTRAINT member_import_change_import FOREIGN KEY (import_id) REFERENCES member_import(id) ON DELETE CASCADE
);
CREATE INDEX member_import_change_by_member ON member_import_change USING btree (member_id) WHERE (member_id IS NOT NULL);

CREATE TABLE member_import_error (
  upload_id uuid NOT NULL,
  "position" integer NOT NULL,
  line integer NOT NULL,
  "column" text,
  value text,
  code text NOT NULL,
  details jsonb DEFAULT '{}'::jsonb NOT NULL,
  suggestions text[] DEFAULT '{}'::text[] NOT NULL,
  severity text DEFAULT 'ERROR'::text NOT NULL,
  CONSTRAINT member_import_error_pkey PRIMARY KEY (upload_id, "position"),
  CONSTRAINT member_import_error_severity CHECK ((severity = ANY (ARRAY['ERROR'::text, 'WARNING'::text]))),
  CONSTRAINT member_import_error_import FOREIGN KEY (upload_id) REFERENCES member_import(id) ON DELETE CASCADE
);

CREATE TABLE member_import_part (
  upload_id uuid NOT NULL,
  "position" integer NOT NULL,
  content bytea STORAGE e NOT NULL,
  CONSTRAINT member_import_part_pkey PRIMARY KEY (upload_id, "position"),
  CONSTRAINT member_import_part_import FOREIGN KEY (upload_id) REFERENCES member_import(id) ON DELETE CASCADE
);

CREATE TABLE member_token (
  id uuid DEFAULT uuid_v7() NOT NULL,
  token_hash bytea NOT NULL,
  member_id uuid NOT NULL,
  api_key_id uuid NOT NULL,
  scopes text[] NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT member_token_pkey PRIMARY KEY (id),
  CONSTRAINT member_token_hash UNIQUE (token_hash),
  CONSTRAINT member_token_key FOREIGN KEY (api_key_id) REFERENCES api_key(id) ON DELETE CASCADE,
  CONSTRAINT member_token_member FOREIGN KEY (member_id) REFERENCES member(id) ON DELETE CASCADE
);
CREATE INDEX member_token_by_end ON member_token USING btree (expires_at);
CREATE INDEX member_token_by_key ON member_token USING btree (api_key_id);
CREATE INDEX member_token_by_member ON member_token USING btree (member_id);

CREATE TABLE migration (
  id integer DEFAULT nextval('migration_id_seq'::regclass) NOT NULL,
  "timestamp" bigint NOT NULL,
  name character varying NOT NULL,
  CONSTRAINT PK_3043fc6b8af7c99b8b98830094f PRIMARY KEY (id)
);

CREATE TABLE name_request (
  id uuid DEFAULT uuid_v7() NOT NULL,
  member_id uuid NOT NULL,
  source text NOT NULL,
  first_name text NOT NULL,
  last_name text NOT NULL,
  suffix text,
  printed_name text,
  note text,
  document_file_id uuid,
  status text DEFAULT 'REQUESTED'::text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  decided_at timestamp with time zone,
  decided_by_account_id uuid,
  decision text,
  CONSTRAINT name_request_pkey PRIMARY KEY (id),
  CONSTRAINT name_request_decided CHECK (((status = 'REQUESTED'::text) = (decided_at IS NULL))),
  CONSTRAINT name_request_status CHECK ((status = ANY (ARRAY['REQUESTED'::text, 'APPROVED'::text, 'REFUSED'::text, 'WITHDRAWN'::text]))),
  CONSTRAINT name_request_decided_by FOREIGN KEY (decided_by_account_id) REFERENCES account(id),
  CONSTRAINT name_request_document FOREIGN KEY (document_file_id) REFERENCES stored_file(id),
  CONSTRAINT name_request_member FOREIGN KEY (member_id) REFERENCES member(id)
);
CREATE INDEX name_request_by_document ON name_request USING btree (document_file_id) WHERE (document_file_id IS NOT NULL);
CREATE INDEX name_request_by_member ON name_request USING btree (member_id, created_at);
CREATE UNIQUE INDEX name_request_once ON name_request USING btree (member_id) WHERE (status = 'REQUESTED'::text);
CREATE INDEX name_request_waiting ON name_request USING btree (created_at, id) WHERE (status = 'REQUESTED'::text);
CREATE TRIGGER name_request_moves BEFORE UPDATE OF status ON name_request FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION refuse_illegal_move('REQUESTED>APPROVED', 'REQUESTED>REFUSED', 'REQUESTED>WITHDRAWN');

CREATE TABLE number_series (
  name text NOT NULL,
  last integer NOT NULL,
  CONSTRAINT number_series_pkey PRIMARY KEY (name)
);

CREATE TABLE offering (
  id uuid DEFAULT uuid_v7() NOT NULL,
  program_id uuid NOT NULL,
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  time_zone text NOT NULL,
  format text NOT NULL,
  place text DEFAULT ''::text NOT NULL,
  url text DEFAULT ''::text NOT NULL,
  reporting_extended_to date,
  reported_at timestamp with time zone,
  postponed_from date,
  closed_at timestamp with time zone,
  outside_number text,
  CONSTRAINT offering_pkey PRIMARY KEY (id),
  CONSTRAINT offering_dates CHECK ((starts_on <= ends_on)),
  CONSTRAINT offering_format CHECK ((format = ANY (ARRAY['IN_PERSON'::text, 'VIRTUAL'::text, 'HYBRID'::text]))),
  CONSTRAINT offering_program FOREIGN KEY (program_id) REFERENCES program(id) ON DELETE CASCADE
);
CREATE INDEX offering_by_end ON offering USING btree (ends_on, starts_on);
CREATE INDEX offering_by_program ON offering USING btree (program_id, starts_on, id);
CREATE INDEX offering_by_start ON offering USING btree (starts_on, id);
CREATE UNIQUE INDEX offering_outside_number_once ON offering USING btree (program_id, outside_number) WHERE (outside_number IS NOT NULL);
CREATE INDEX offering_unreported ON offering USING btree (ends_on) WHERE ((reported_at IS NULL) AND (closed_at IS NULL));
CREATE TRIGGER offering_changed_changes_program AFTER UPDATE ON offering FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION program_changed_by_part();
CREATE TRIGGER offering_changes_program AFTER INSERT OR DELETE ON offering FOR EACH ROW EXECUTE FUNCTION program_changed_by_part();
CREATE TRIGGER offering_tells AFTER UPDATE ON offering FOR EACH ROW WHEN (((new.postponed_from IS NOT NULL) AND ((((old.starts_on IS DISTINCT FROM new.starts_on) OR (old.ends_on IS DISTINCT FROM new.ends_on)) OR (old.place IS DISTINCT FROM new.place)) OR (old.url IS DISTINCT FROM new.url)))) EXECUTE FUNCTION event_of_offering();

CREATE TABLE outside_certificate (
  id uuid DEFAULT uuid_v7() NOT NULL,
  number text NOT NULL,
  code text,
  code_key text,
  member_id uuid NOT NULL,
  recipient_name text NOT NULL,
  title text NOT NULL,
  provider_name text DEFAULT ''::text NOT NULL,
  program_number text DEFAULT ''::text NOT NULL,
  issuer text NOT NULL,
  credits numeric(8,2) NOT NULL,
  credit_unit text NOT NULL,
  completed_on date NOT NULL,
  issued_on date,
  status text DEFAULT 'ISSUED'::text NOT NULL,
  revoked_on date,
  revocation_reason text,
  created_at timestamp with time zone NOT NULL,
  pdf_file_id uuid,
  CONSTRAINT outside_certificate_pkey PRIMARY KEY (id),
  CONSTRAINT outside_certificate_code_once UNIQUE (code_key),
  CONSTRAINT outside_certificate_number_once UNIQUE (number),
  CONSTRAINT outside_certificate_pdf_once UNIQUE (pdf_file_id),
  CONSTRAINT outside_certificate_credits CHECK ((credits > (0)::numeric)),
  CONSTRAINT outside_certificate_revoked CHECK (((status = 'REVOKED'::text) OR ((revoked_on IS NULL) AND (revocation_reason IS NULL)))),
  CONSTRAINT outside_certificate_status CHECK ((status = ANY (ARRAY['ISSUED'::text, 'REVOKED'::text]))),
  CONSTRAINT outside_certificate_member FOREIGN KEY (member_id) REFERENCES member(id),
  CONSTRAINT outside_certificate_pdf_file FOREIGN KEY (pdf_file_id) REFERENCES stored_file(id)
);
CREATE INDEX outside_certificate_by_member ON outside_certificate USING btree (member_id, completed_on);
CREATE TRIGGER outside_certificate_moves BEFORE UPDATE OF status ON outside_certificate FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION refuse_illegal_move('ISSUED>REVOKED', 'REVOKED>ISSUED');

CREATE TABLE outside_credit (
  id uuid DEFAULT uuid_v7() NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  member_id uuid NOT NULL,
  title text NOT NULL,
  issuer text NOT NULL,
  number text,
  format text,
  starts_on date,
  completed_on date NOT NULL,
  credits numeric(8,2) NOT NULL,
  credit_unit text NOT NULL,
  kind_credits jsonb DEFAULT '{}'::jsonb NOT NULL,
  proof_file_id uuid,
  status text DEFAULT 'SUBMITTED'::text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  accepted_at timestamp with time zone,
  ended_at timestamp with time zone,
  decided_by_account_id uuid,
  decision text,
  yields_to_id uuid,
  CONSTRAINT outside_credit_pkey PRIMARY KEY (id),
  CONSTRAINT outside_credit_credits CHECK ((credits > (0)::numeric)),
  CONSTRAINT outside_credit_days CHECK ((starts_on <= completed_on)),
  CONSTRAINT outside_credit_format CHECK ((format = ANY (ARRAY['IN_PERSON'::text, 'VIRTUAL'::text, 'HYBRID'::text]))),
  CONSTRAINT outside_credit_proof CHECK (((status = 'WITHDRAWN'::text) = (proof_file_id IS NULL))),
  CONSTRAINT outside_credit_status CHECK ((status = ANY (ARRAY['SUBMITTED'::text, 'ACCEPTED'::text, 'REFUSED'::text, 'WITHDRAWN'::text]))),
  CONSTRAINT outside_credit_times CHECK ((((status <> 'ACCEPTED'::text) OR (accepted_at IS NOT NULL)) AND ((status = 'SUBMITTED'::text) <= (accepted_at IS NULL)) AND ((status = ANY (ARRAY['REFUSED'::text, 'WITHDRAWN'::text])) = (ended_at IS NOT NULL)))),
  CONSTRAINT outside_credit_decided_by FOREIGN KEY (decided_by_account_id) REFERENCES account(id),
  CONSTRAINT outside_credit_member FOREIGN KEY (member_id) REFERENCES member(id),
  CONSTRAINT outside_credit_proof_file FOREIGN KEY (proof_file_id) REFERENCES stored_file(id),
  CONSTRAINT outside_credit_yields_to FOREIGN KEY (yields_to_id) REFERENCES outside_credit(id)
);
CREATE INDEX outside_credit_by_member ON outside_credit USING btree (member_id, completed_on);
CREATE INDEX outside_credit_by_proof ON outside_credit USING btree (proof_file_id) WHERE (proof_file_id IS NOT NULL);
CREATE INDEX outside_credit_waiting ON outside_credit USING btree (created_at, id) WHERE (status = 'SUBMITTED'::text);
CREATE TRIGGER outside_credit_moves BEFORE UPDATE OF status ON outside_credit FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION refuse_illegal_move('SUBMITTED>ACCEPTED', 'SUBMITTED>REFUSED', 'SUBMITTED>WITHDRAWN', 'ACCEPTED>REFUSED');

CREATE TABLE outside_decision (
  id uuid DEFAULT uuid_v7() NOT NULL,
  program_id uuid NOT NULL,
  to_status text NOT NULL,
  decided_on date NOT NULL,
  decided_by text DEFAULT ''::text NOT NULL,
  reason text,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT outside_decision_pkey PRIMARY KEY (id),
  CONSTRAINT outside_decision_program FOREIGN KEY (program_id) REFERENCES program(id) ON DELETE CASCADE
);
CREATE INDEX outside_decision_by_program ON outside_decision USING btree (program_id, decided_on);

CREATE TABLE outside_fee (
  id uuid DEFAULT uuid_v7() NOT NULL,
  program_id uuid NOT NULL,
  fee text NOT NULL,
  amount integer NOT NULL,
  currency text NOT NULL,
  paid_on date NOT NULL,
  reference text DEFAULT ''::text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT outside_fee_pkey PRIMARY KEY (id),
  CONSTRAINT outside_fee_amount CHECK ((amount > 0)),
  CONSTRAINT outside_fee_fee CHECK ((fee = ANY (ARRAY['APPLICATION'::text, 'FILING'::text, 'LATE'::text]))),
  CONSTRAINT outside_fee_program FOREIGN KEY (program_id) REFERENCES program(id) ON DELETE CASCADE
);
CREATE INDEX outside_fee_by_program ON outside_fee USING btree (program_id, paid_on);

CREATE TABLE passkey (
  id uuid DEFAULT uuid_v7() NOT NULL,
  account_id uuid NOT NULL,
  name text NOT NULL,
  credential_id bytea NOT NULL,
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL,
  created_at timestamp with time zone NOT NULL,
  last_used_at timestamp with time zone,
  CONSTRAINT PK_passkey PRIMARY KEY (id),
  CONSTRAINT passkey_credential UNIQUE (credential_id),
  CONSTRAINT passkey_name CHECK ((name <> ''::text)),
  CONSTRAINT passkey_account FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE
);
CREATE INDEX passkey_by_account ON passkey USING btree (account_id);

CREATE TABLE passkey_challenge (
  id uuid DEFAULT uuid_v7() NOT NULL,
  challenge_hash bytea NOT NULL,
  purpose text NOT NULL,
  account_id uuid,
  access_token_id uuid,
  sign_in_challenge_id uuid,
  user_agent text NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT PK_passkey_challenge PRIMARY KEY (id),
  CONSTRAINT passkey_challenge_hash UNIQUE (challenge_hash),
  CONSTRAINT passkey_challenge_bound CHECK ((((account_id IS NULL) = (purpose = 'SIGN_IN'::text)) AND ((access_token_id IS NOT NULL) = (purpose = ANY (ARRAY['ADD'::text, 'CONFIRM'::text]))) AND ((sign_in_challenge_id IS NOT NULL) = (purpose = 'SECOND_STEP'::text)))),
  CONSTRAINT passkey_challenge_purpose CHECK ((purpose = ANY (ARRAY['ADD'::text, 'CONFIRM'::text, 'SECOND_STEP'::text, 'SIGN_IN'::text]))),
  CONSTRAINT passkey_challenge_access_token FOREIGN KEY (access_token_id) REFERENCES access_token(id) ON DELETE CASCADE,
  CONSTRAINT passkey_challenge_account FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE,
  CONSTRAINT passkey_challenge_sign_in_challenge FOREIGN KEY (sign_in_challenge_id) REFERENCES sign_in_challenge(id) ON DELETE CASCADE
);
CREATE INDEX passkey_challenge_by_access_token ON passkey_challenge USING btree (access_token_id);
CREATE INDEX passkey_challenge_by_account ON passkey_challenge USING btree (account_id);
CREATE INDEX passkey_challenge_by_expiry ON passkey_challenge USING btree (expires_at);
CREATE INDEX passkey_challenge_by_sign_in_challenge ON passkey_challenge USING btree (sign_in_challenge_id);

CREATE TABLE password_reset (
  id uuid DEFAULT uuid_v7() NOT NULL,
  address text NOT NULL,
  account_id uuid,
  token_hash bytea,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT password_reset_pkey PRIMARY KEY (id),
  CONSTRAINT password_reset_token UNIQUE (token_hash)
);
CREATE INDEX password_reset_by_account ON password_reset USING btree (account_id);
CREATE INDEX password_reset_by_expiry ON password_reset USING btree (expires_at);

CREATE TABLE policy (
  name text NOT NULL,
  starts_on date NOT NULL,
  value integer NOT NULL,
  CONSTRAINT policy_pkey PRIMARY KEY (name, starts_on),
  CONSTRAINT policy_name CHECK ((name = ANY (ARRAY['REPORTING_DAYS'::text, 'CLOSING_DAYS'::text, 'CLAIM_DAYS'::text, 'RETENTION_YEARS'::text, 'PROVIDER_ADDRESS'::text]))),
  CONSTRAINT policy_value CHECK ((((value > 0) AND (name <> 'PROVIDER_ADDRESS'::text)) OR ((name = 'CLAIM_DAYS'::text) AND (value = 0)) OR ((name = 'PROVIDER_ADDRESS'::text) AND (value = ANY (ARRAY[0, 1])))))
);

CREATE TABLE presence (
  id uuid DEFAULT uuid_v7() NOT NULL,
  session_id uuid NOT NULL,
  member_id uuid,
  registration_id uuid,
  source text NOT NULL,
  at timestamp with time zone NOT NULL,
  minutes integer,
  reason text,
  recorded_at timestamp with time zone NOT NULL,
  device_hash bytea,
  network_hash bytea,
  waits boolean DEFAULT false NOT NULL,
  struck_at timestamp with time zone,
  decided_at timestamp with time zone,
  import_id uuid,
  said text,
  decided_by_staff boolean,
  CONSTRAINT presence_pkey PRIMARY KEY (id),
  CONSTRAINT presence_decided_by CHECK (((decided_by_staff IS NULL) OR (decided_at IS NOT NULL))),
  CONSTRAINT presence_minutes CHECK ((((minutes > 0) AND (source = ANY (ARRAY['FILE'::text, 'STAFF'::text]))) OR (minutes IS NULL))),
  CONSTRAINT presence_of_file CHECK (((import_id IS NULL) OR (source = 'FILE'::text))),
  CONSTRAINT presence_said CHECK (((source = 'SAID'::text) = (said IS NOT NULL))),
  CONSTRAINT presence_source CHECK ((source = ANY (ARRAY['CODE'::text, 'SCAN'::text, 'FILE'::text, 'STAFF'::text, 'SAID'::text]))),
  CONSTRAINT presence_import FOREIGN KEY (import_id) REFERENCES presence_import(id) ON DELETE CASCADE,
  CONSTRAINT presence_member FOREIGN KEY (member_id) REFERENCES member(id),
  CONSTRAINT presence_registration FOREIGN KEY (registration_id) REFERENCES registration(id) ON DELETE SET NULL,
  CONSTRAINT presence_session FOREIGN KEY (session_id) REFERENCES session(id) ON DELETE CASCADE
);
CREATE INDEX presence_by_import ON presence USING btree (import_id) WHERE (import_id IS NOT NULL);
CREATE INDEX presence_by_member ON presence USING btree (member_id) WHERE (member_id IS NOT NULL);
CREATE INDEX presence_by_registration ON presence USING btree (registration_id) WHERE (registration_id IS NOT NULL);
CREATE INDEX presence_by_session ON presence USING btree (session_id, member_id);
CREATE UNIQUE INDEX presence_once_per_code ON presence USING btree (session_id, member_id, at) WHERE (source = 'CODE'::text);
CREATE UNIQUE INDEX presence_once_per_file ON presence USING btree (session_id, registration_id) WHERE ((source = 'FILE'::text) AND (registration_id IS NOT NULL));
CREATE INDEX presence_undecided ON presence USING btree (session_id) WHERE waits;

CREATE TABLE presence_demand (
  program_id uuid NOT NULL,
  demand text DEFAULT 'TRUST'::text NOT NULL,
  percent integer,
  set_by_staff boolean DEFAULT false NOT NULL,
  CONSTRAINT presence_demand_pkey PRIMARY KEY (program_id),
  CONSTRAINT presence_demand_of CHECK ((demand = ANY (ARRAY['TRUST'::text, 'IN_PERSON'::text, 'ALL'::text, 'MINUTES'::text]))),
  CONSTRAINT presence_demand_percent CHECK ((((demand = 'MINUTES'::text) = (percent IS NOT NULL)) AND ((percent >= 1) AND (percent <= 100)))),
  CONSTRAINT presence_demand_program FOREIGN KEY (program_id) REFERENCES program(id) ON DELETE CASCADE
);

CREATE TABLE presence_import (
  id uuid DEFAULT uuid_v7() NOT NULL,
  program_id uuid NOT NULL,
  file_name text NOT NULL,
  account_id uuid,
  imported_at timestamp with time zone NOT NULL,
  CONSTRAINT presence_import_pkey PRIMARY KEY (id),
  CONSTRAINT presence_import_account FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT presence_import_program FOREIGN KEY (program_id) REFERENCES program(id) ON DELETE CASCADE
);
CREATE INDEX presence_import_by_file ON presence_import USING btree (program_id, file_name);

CREATE TABLE program (
  id uuid DEFAULT uuid_v7() NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  number text,
  provider_id uuid NOT NULL,
  type_id uuid NOT NULL,
  credit_rule_id uuid NOT NULL,
  status text DEFAULT 'DRAFT'::text NOT NULL,
  name text NOT NULL,
  name_key text NOT NULL,
  description text DEFAULT ''::text NOT NULL,
  objectives text[] DEFAULT '{}'::text[] NOT NULL,
  minutes integer,
  requested_credits numeric(6,2) DEFAULT '0'::numeric NOT NULL,
  credits numeric(6,2),
  contact_name text DEFAULT ''::text NOT NULL,
  contact_email text DEFAULT ''::text NOT NULL,
  list_on_calendar boolean DEFAULT false NOT NULL,
  request_email_blast boolean DEFAULT false NOT NULL,
  starts_on date,
  ends_on date,
  copied_from_id uuid,
  submitted_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  public_url text DEFAULT ''::text NOT NULL,
  joint_providers text[] DEFAULT '{}'::text[] NOT NULL,
  changed_at timestamp with time zone DEFAULT date_trunc('milliseconds'::text, clock_timestamp()) NOT NULL,
  CONSTRAINT program_pkey PRIMARY KEY (id),
  CONSTRAINT program_number_once UNIQUE (number),
  CONSTRAINT program_credits CHECK (((requested_credits >= (0)::numeric) AND (credits >= (0)::numeric))),
  CONSTRAINT program_number_once_submitted CHECK (((number IS NULL) = (submitted_at IS NULL))),
  CONSTRAINT program_copied_from FOREIGN KEY (copied_from_id) REFERENCES program(id),
  CONSTRAINT program_credit_rule FOREIGN KEY (credit_rule_id) REFERENCES credit_rule(id),
  CONSTRAINT program_provider FOREIGN KEY (provider_id) REFERENCES provider(id),
  CONSTRAINT program_type_of FOREIGN KEY (type_id) REFERENCES program_type(id)
);
CREATE INDEX program_by_change ON program USING btree (changed_at, id);
CREATE INDEX program_by_creation ON program USING btree (created_at, id);
CREATE INDEX program_by_name ON program USING btree (name COLLATE "und-x-icu", id);
CREATE INDEX program_by_name_part ON program USING gin (name_key gin_trgm_ops);
CREATE INDEX program_by_number ON program USING btree ("left"(number, 3), length(number), number, id);
CREATE INDEX program_by_number_last ON program USING btree ("left"(number, 3) DESC NULLS LAST, length(number) DESC NULLS LAST, number DESC NULLS LAST, id DESC);
CREATE INDEX program_by_provider ON program USING btree (provider_id, id);
CREATE INDEX program_by_start ON program USING btree (starts_on, id);
CREATE INDEX program_by_status ON program USING btree (status, id);
CREATE INDEX program_by_submission ON program USING btree (submitted_at, id);
CREATE INDEX program_by_type ON program USING btree (type_id, id);
CREATE INDEX program_starts_last ON program USING btree (starts_on DESC NULLS LAST, id DESC);
CREATE INDEX program_submitted_last ON program USING btree (submitted_at DESC NULLS LAST, id DESC);
CREATE TRIGGER program_is_told_added AFTER INSERT ON program FOR EACH ROW EXECUTE FUNCTION program_is_told();
CREATE TRIGGER program_is_told_changed AFTER UPDATE ON program FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION program_is_told();
CREATE CONSTRAINT TRIGGER program_kinds_fit AFTER UPDATE OF credits ON program DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.credits < old.credits)) EXECUTE FUNCTION program_kinds_fit();
CREATE TRIGGER program_moves BEFORE UPDATE OF status ON program FOR EACH ROW WHEN (((old.status IS DISTINCT FROM new.status) AND (current_setting('accrue.moving_in'::text, true) IS DISTINCT FROM (pg_current_xact_id())::text))) EXECUTE FUNCTION refuse_illegal_move('DRAFT>SUBMITTED', 'DRAFT>WITHDRAWN', 'SUBMITTED>IN_REVIEW', 'SUBMITTED>WITHDRAWN', 'IN_REVIEW>CHANGES_REQUESTED', 'IN_REVIEW>APPROVED', 'IN_REVIEW>DENIED', 'IN_REVIEW>WITHDRAWN', 'CHANGES_REQUESTED>SUBMITTED', 'CHANGES_REQUESTED>WITHDRAWN', 'APPROVED>AWAITING_ATTENDANCE', 'APPROVED>CANCELLED', 'AWAITING_ATTENDANCE>AWAITING_FEE', 'AWAITING_ATTENDANCE>COMPLETED', 'AWAITING_ATTENDANCE>CANCELLED', 'AWAITING_FEE>COMPLETED', 'AWAITING_FEE>AWAITING_ATTENDANCE', 'AWAITING_FEE>CANCELLED', 'COMPLETED>AWAITING_ATTENDANCE', 'AWAITING_FEE>AWAITING_DOCUMENTS', 'AWAITING_DOCUMENTS>AWAITING_FEE', 'AWAITING_DOCUMENTS>COMPLETED', 'AWAITING_DOCUMENTS>AWAITING_ATTENDANCE', 'AWAITING_DOCUMENTS>CANCELLED');
CREATE TRIGGER program_of_no_merged BEFORE INSERT OR UPDATE OF provider_id ON program FOR EACH ROW EXECUTE FUNCTION refuse_merged_provider();
CREATE TRIGGER program_stamped BEFORE INSERT ON program FOR EACH ROW EXECUTE FUNCTION stamp_change();
CREATE TRIGGER program_stamps BEFORE UPDATE ON program FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION stamp_change();
CREATE TRIGGER program_tells AFTER UPDATE OF status ON program FOR EACH ROW WHEN (((old.status IS DISTINCT FROM new.status) AND (new.status = ANY (ARRAY['SUBMITTED'::text, 'APPROVED'::text, 'DENIED'::text, 'CHANGES_REQUESTED'::text, 'CANCELLED'::text])))) EXECUTE FUNCTION event_of_program();

CREATE TABLE program_check (
  id uuid DEFAULT uuid_v7() NOT NULL,
  program_id uuid NOT NULL,
  "position" integer NOT NULL,
  text text NOT NULL,
  required boolean NOT NULL,
  checked_at timestamp with time zone,
  checked_by_account_id uuid,
  CONSTRAINT program_check_pkey PRIMARY KEY (id),
  CONSTRAINT program_check_once UNIQUE (program_id, "position"),
  CONSTRAINT program_check_by CHECK (((checked_at IS NOT NULL) OR (checked_by_account_id IS NULL))),
  CONSTRAINT program_check_account FOREIGN KEY (checked_by_account_id) REFERENCES account(id),
  CONSTRAINT program_check_program FOREIGN KEY (program_id) REFERENCES program(id) ON DELETE CASCADE
);

CREATE TABLE program_credit_kind (
  program_id uuid NOT NULL,
  kind_id uuid NOT NULL,
  credit_rule_id uuid NOT NULL,
  requested_credits numeric(6,2) NOT NULL,
  credits numeric(6,2),
  approval_number text DEFAULT ''::text NOT NULL,
  CONSTRAINT program_credit_kind_pkey PRIMARY KEY (program_id, kind_id),
  CONSTRAINT program_credit_kind_amounts CHECK (((requested_credits > (0)::numeric) AND (credits >= (0)::numeric))),
  CONSTRAINT program_credit_kind_kind FOREIGN KEY (kind_id) REFERENCES credit_kind(id),
  CONSTRAINT program_credit_kind_program FOREIGN KEY (program_id) REFERENCES program(id) ON DELETE CASCADE,
  CONSTRAINT program_credit_kind_rule FOREIGN KEY (credit_rule_id) REFERENCES credit_rule(id)
);
CREATE TRIGGER program_credit_kind_changed_changes_program AFTER UPDATE ON program_credit_kind FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION program_changed_by_part();
CREATE TRIGGER program_credit_kind_changes_program AFTER INSERT OR DELETE ON program_credit_kind FOR EACH ROW EXECUTE FUNCTION program_changed_by_part();
CREATE CONSTRAINT TRIGGER program_kinds_fit AFTER INSERT OR UPDATE ON program_credit_kind DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION program_kinds_fit();

CREATE TABLE program_document (
  id uuid DEFAULT uuid_v7() NOT NULL,
  program_id uuid NOT NULL,
  file_id uuid NOT NULL,
  kind text NOT NULL,
  file_name text NOT NULL,
  uploaded_at timestamp with time zone NOT NULL,
  CONSTRAINT program_document_pkey PRIMARY KEY (id),
  CONSTRAINT program_document_kind CHECK ((kind = ANY (ARRAY['AGENDA'::text, 'SPEAKER_CV'::text, 'OTHER'::text, 'EVALUATION_SUMMARY'::text, 'SIGN_IN_ROSTER'::text]))),
  CONSTRAINT program_document_file FOREIGN KEY (file_id) REFERENCES stored_file(id),
  CONSTRAINT program_document_program FOREIGN KEY (program_id) REFERENCES program(id)
);
CREATE INDEX program_document_by_file ON program_document USING btree (file_id);
CREATE INDEX program_document_by_program ON program_document USING btree (program_id, id);
CREATE TRIGGER program_document_changed_changes_program AFTER UPDATE ON program_document FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION program_changed_by_part();
CREATE TRIGGER program_document_changes_program AFTER INSERT OR DELETE ON program_document FOR EACH ROW EXECUTE FUNCTION program_changed_by_part();
CREATE TRIGGER program_document_is_told AFTER INSERT OR DELETE OR UPDATE ON program_document FOR EACH ROW EXECUTE FUNCTION program_document_is_told();

CREATE TABLE program_review (
  program_id uuid NOT NULL,
  assignee_account_id uuid,
  assigned_at timestamp with time zone,
  follow_up_on date,
  reviewers_required integer DEFAULT 1 NOT NULL,
  recommended_by_account_id uuid,
  recommended_at timestamp with time zone,
  recommended_version integer,
  recommended_credits numeric(6,2),
  recommended_kinds jsonb DEFAULT '[]'::jsonb NOT NULL,
  CONSTRAINT program_review_pkey PRIMARY KEY (program_id),
  CONSTRAINT program_review_recommended CHECK ((num_nonnulls(recommended_by_account_id, recommended_at, recommended_version, recommended_credits) = ANY (ARRAY[0, 4]))),
  CONSTRAINT program_review_assignee FOREIGN KEY (assignee_account_id) REFERENCES account(id),
  CONSTRAINT program_review_program FOREIGN KEY (program_id) REFERENCES program(id) ON DELETE CASCADE,
  CONSTRAINT program_review_recommended_by FOREIGN KEY (recommended_by_account_id) REFERENCES account(id)
);
CREATE INDEX program_review_by_assignee ON program_review USING btree (assignee_account_id);
CREATE INDEX program_review_by_follow_up ON program_review USING btree (follow_up_on);
CREATE TRIGGER program_review_is_told AFTER INSERT OR DELETE OR UPDATE ON program_review FOR EACH ROW EXECUTE FUNCTION program_review_is_told();

CREATE TABLE program_type (
  id uuid DEFAULT uuid_v7() NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  minimum_minutes integer,
  maximum_minutes integer,
  "position" integer NOT NULL,
  active boolean DEFAULT true NOT NULL,
  form text DEFAULT 'LIVE'::text NOT NULL,
  dates_required integer,
  reviewers_required integer DEFAULT 1 NOT NULL,
  CONSTRAINT program_type_pkey PRIMARY KEY (id),
  CONSTRAINT program_type_code_once UNIQUE (code),
  CONSTRAINT program_type_dates CHECK (((dates_required > 0) AND ((dates_required IS NULL) OR (form = 'SERIES'::text)))),
  CONSTRAINT program_type_form CHECK ((form = ANY (ARRAY['LIVE'::text, 'ON_DEMAND'::text, 'SERIES'::text, 'CONFERENCE'::text]))),
  CONSTRAINT program_type_minutes CHECK (((minimum_minutes > 0) AND (maximum_minutes >= COALESCE(minimum_minutes, 1)))),
  CONSTRAINT program_type_reviewers CHECK ((reviewers_required = ANY (ARRAY[1, 2])))
);

CREATE TABLE promotion_use (
  program_id uuid NOT NULL,
  promotion_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT promotion_use_pkey PRIMARY KEY (program_id, promotion_id),
  CONSTRAINT promotion_use_program FOREIGN KEY (program_id) REFERENCES program(id),
  CONSTRAINT promotion_use_promotion FOREIGN KEY (promotion_id) REFERENCES fee_promotion(id)
);

CREATE TABLE provider (
  id uuid DEFAULT uuid_v7() NOT NULL,
  number text NOT NULL,
  name text NOT NULL,
  address text DEFAULT ''::text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  status text NOT NULL,
  contact_name text DEFAULT ''::text NOT NULL,
  contact_email text DEFAULT ''::text NOT NULL,
  web_page text DEFAULT ''::text NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  merged_into_id uuid,
  CONSTRAINT provider_pkey PRIMARY KEY (id),
  CONSTRAINT provider_number_once UNIQUE (number),
  CONSTRAINT provider_merged_status CHECK (((status = 'MERGED'::text) = (merged_into_id IS NOT NULL))),
  CONSTRAINT provider_status CHECK ((status = ANY (ARRAY['APPLIED'::text, 'ACTIVE'::text, 'SUSPENDED'::text, 'MERGED'::text]))),
  CONSTRAINT provider_merged_into FOREIGN KEY (merged_into_id) REFERENCES provider(id)
);
CREATE INDEX provider_by_merged_into ON provider USING btree (merged_into_id) WHERE (merged_into_id IS NOT NULL);
CREATE INDEX provider_by_status ON provider USING btree (status, number);
CREATE TRIGGER provider_moves BEFORE UPDATE OF status ON provider FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION refuse_illegal_move('APPLIED>ACTIVE', 'APPLIED>SUSPENDED', 'APPLIED>MERGED', 'ACTIVE>SUSPENDED', 'ACTIVE>MERGED', 'SUSPENDED>ACTIVE', 'SUSPENDED>MERGED');

CREATE TABLE provider_account (
  provider_id uuid NOT NULL,
  account_id uuid NOT NULL,
  role text NOT NULL,
  CONSTRAINT provider_account_pkey PRIMARY KEY (provider_id, account_id),
  CONSTRAINT provider_account_role CHECK ((role = ANY (ARRAY['OWNER'::text, 'EDITOR'::text]))),
  CONSTRAINT provider_account_account FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE,
  CONSTRAINT provider_account_provider FOREIGN KEY (provider_id) REFERENCES provider(id) ON DELETE CASCADE
);
CREATE INDEX provider_account_by_account ON provider_account USING btree (account_id);
CREATE TRIGGER provider_account_ends_webhooks AFTER DELETE ON provider_account FOR EACH ROW EXECUTE FUNCTION webhook_ends_with_colleague();
CREATE TRIGGER provider_account_of_no_merged BEFORE INSERT OR UPDATE OF provider_id ON provider_account FOR EACH ROW EXECUTE FUNCTION refuse_merged_provider();

CREATE UNLOGGED TABLE rate_limit (
  key bytea NOT NULL,
  hits integer NOT NULL,
  resets_at timestamp with time zone NOT NULL,
  CONSTRAINT rate_limit_pkey PRIMARY KEY (key)
);
CREATE INDEX rate_limit_by_reset ON rate_limit USING btree (resets_at);

CREATE TABLE recovery_code (
  id uuid DEFAULT uuid_v7() NOT NULL,
  account_id uuid NOT NULL,
  code_hash bytea NOT NULL,
  CONSTRAINT recovery_code_pkey PRIMARY KEY (id),
  CONSTRAINT recovery_code_once UNIQUE (account_id, code_hash),
  CONSTRAINT recovery_code_account FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE
);

CREATE TABLE registration (
  id uuid DEFAULT uuid_v7() NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  program_id uuid NOT NULL,
  email text NOT NULL,
  registration_type text NOT NULL,
  access_from date,
  access_until date,
  virtual_only boolean DEFAULT false NOT NULL,
  created_at timestamp with time zone NOT NULL,
  member_id uuid,
  badge_code text DEFAULT badge_code() NOT NULL,
  name text,
  CONSTRAINT registration_pkey PRIMARY KEY (id),
  CONSTRAINT registration_of_member UNIQUE (id, member_id),
  CONSTRAINT registration_once_per_address UNIQUE (program_id, email),
  CONSTRAINT registration_once_per_badge UNIQUE (program_id, badge_code),
  CONSTRAINT registration_access CHECK ((access_from <= access_until)),
  CONSTRAINT registration_badge_code CHECK ((badge_code ~ '^[0-9A-HJKMNP-TV-Z]{12}$'::text)),
  CONSTRAINT registration_email_lower_case CHECK ((email = lower(email))),
  CONSTRAINT registration_member FOREIGN KEY (member_id) REFERENCES member(id),
  CONSTRAINT registration_program FOREIGN KEY (program_id) REFERENCES program(id) ON DELETE CASCADE
);
CREATE INDEX registration_by_address ON registration USING btree (email);
CREATE INDEX registration_by_member ON registration USING btree (member_id) WHERE (member_id IS NOT NULL);

CREATE TABLE removed_object (
  name uuid NOT NULL,
  due_at timestamp with time zone DEFAULT now() NOT NULL,
  gone_at timestamp with time zone,
  CONSTRAINT removed_object_pkey PRIMARY KEY (name)
);
CREATE INDEX removed_object_by_day ON removed_object USING btree (due_at);

CREATE TABLE renewal_part (
  id uuid DEFAULT uuid_v7() NOT NULL,
  requirement_id uuid NOT NULL,
  kind_id uuid NOT NULL,
  "position" integer NOT NULL,
  minimum numeric(8,2),
  maximum numeric(8,2),
  CONSTRAINT renewal_part_pkey PRIMARY KEY (id),
  CONSTRAINT renewal_part_once UNIQUE (requirement_id, kind_id),
  CONSTRAINT renewal_part_range CHECK ((minimum <= maximum)),
  CONSTRAINT renewal_part_says_something CHECK (((COALESCE(minimum, maximum) IS NOT NULL) AND ((minimum IS NULL) OR (minimum > (0)::numeric)))),
  CONSTRAINT renewal_part_kind FOREIGN KEY (kind_id) REFERENCES credit_kind(id),
  CONSTRAINT renewal_part_requirement FOREIGN KEY (requirement_id) REFERENCES renewal_requirement(id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX renewal_part_place ON renewal_part USING btree (requirement_id, "position");

CREATE TABLE renewal_reminder (
  requirement_id uuid NOT NULL,
  licence_id uuid NOT NULL,
  expires_on date NOT NULL,
  days integer NOT NULL,
  CONSTRAINT renewal_reminder_pkey PRIMARY KEY (licence_id, requirement_id, expires_on, days),
  CONSTRAINT renewal_reminder_licence FOREIGN KEY (licence_id) REFERENCES licence(id) ON DELETE CASCADE,
  CONSTRAINT renewal_reminder_requirement FOREIGN KEY (requirement_id) REFERENCES renewal_requirement(id) ON DELETE CASCADE
);

CREATE TABLE renewal_requirement (
  id uuid DEFAULT uuid_v7() NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  body text NOT NULL,
  source_url text DEFAULT ''::text NOT NULL,
  starts_on date NOT NULL,
  total numeric(8,2) NOT NULL,
  kind_id uuid,
  credit_unit text NOT NULL,
  months integer NOT NULL,
  opens_days integer,
  late_days integer DEFAULT 0 NOT NULL,
  licence_kind_id uuid,
  outside_maximum numeric(8,2),
  CONSTRAINT renewal_requirement_pkey PRIMARY KEY (id),
  CONSTRAINT renewal_requirement_once_per_date UNIQUE (code, starts_on),
  CONSTRAINT renewal_requirement_days CHECK ((((opens_days >= 0) AND (opens_days <= 7300)) AND ((late_days >= 0) AND (late_days <= 3660)))),
  CONSTRAINT renewal_requirement_months CHECK (((months >= 1) AND (months <= 240))),
  CONSTRAINT renewal_requirement_total CHECK ((total > (0)::numeric)),
  CONSTRAINT renewal_requirement_kind FOREIGN KEY (kind_id) REFERENCES credit_kind(id),
  CONSTRAINT renewal_requirement_licence_kind FOREIGN KEY (licence_kind_id) REFERENCES licence_kind(id)
);

CREATE TABLE repeat_rule (
  type_id uuid NOT NULL,
  starts_on date NOT NULL,
  scope text NOT NULL,
  cycle_years integer,
  cycle_from integer,
  CONSTRAINT repeat_rule_pkey PRIMARY KEY (type_id, starts_on),
  CONSTRAINT repeat_rule_cycle CHECK ((((scope = 'CYCLE'::text) = (cycle_years IS NOT NULL)) AND ((scope = 'CYCLE'::text) = (cycle_from IS NOT NULL)) AND ((cycle_years IS NULL) OR (cycle_years > 0)))),
  CONSTRAINT repeat_rule_scope CHECK ((scope = ANY (ARRAY['OFFERING'::text, 'PROGRAM'::text, 'YEAR'::text, 'CYCLE'::text]))),
  CONSTRAINT repeat_rule_type FOREIGN KEY (type_id) REFERENCES program_type(id)
);

CREATE TABLE reporting_reminder (
  offering_id uuid NOT NULL,
  due_on date NOT NULL,
  days_before integer NOT NULL,
  reminded_at timestamp with time zone NOT NULL,
  CONSTRAINT reporting_reminder_pkey PRIMARY KEY (offering_id, due_on, days_before),
  CONSTRAINT reporting_reminder_offering FOREIGN KEY (offering_id) REFERENCES offering(id) ON DELETE CASCADE
);

CREATE TABLE review_comment (
  id uuid DEFAULT uuid_v7() NOT NULL,
  program_id uuid NOT NULL,
  parent_id uuid,
  field text,
  offering_id uuid,
  session_id uuid,
  text text NOT NULL,
  author_account_id uuid,
  by_staff boolean NOT NULL,
  written_at timestamp with time zone NOT NULL,
  published_at timestamp with time zone,
  resolved_at timestamp with time zone,
  CONSTRAINT review_comment_pkey PRIMARY KEY (id),
  CONSTRAINT review_comment_about CHECK ((num_nonnulls(offering_id, session_id) <=
CASE
    WHEN (parent_id IS NULL) THEN 1
    ELSE 0
END)),
  CONSTRAINT review_comment_field CHECK (((parent_id IS NULL) = (field IS NOT NULL))),
  CONSTRAINT review_comment_resolved CHECK (((resolved_at IS NULL) OR ((parent_id IS NULL) AND (published_at IS NOT NULL)))),
  CONSTRAINT review_comment_author FOREIGN KEY (author_account_id) REFERENCES account(id),
  CONSTRAINT review_comment_offering FOREIGN KEY (offering_id) REFERENCES offering(id) ON DELETE SET NULL,
  CONSTRAINT review_comment_parent FOREIGN KEY (parent_id) REFERENCES review_comment(id) ON DELETE CASCADE,
  CONSTRAINT review_comment_program FOREIGN KEY (program_id) REFERENCES program(id) ON DELETE CASCADE,
  CONSTRAINT review_comment_session FOREIGN KEY (session_id) REFERENCES session(id) ON DELETE SET NULL
);
CREATE INDEX review_comment_by_offering ON review_comment USING btree (offering_id) WHERE (offering_id IS NOT NULL);
CREATE INDEX review_comment_by_parent ON review_comment USING btree (parent_id) WHERE (parent_id IS NOT NULL);
CREATE INDEX review_comment_by_program ON review_comment USING btree (program_id, id);
CREATE INDEX review_comment_by_session ON review_comment USING btree (session_id) WHERE (session_id IS NOT NULL);

CREATE TABLE review_note (
  id uuid DEFAULT uuid_v7() NOT NULL,
  program_id uuid NOT NULL,
  text text NOT NULL,
  author_account_id uuid,
  written_at timestamp with time zone NOT NULL,
  CONSTRAINT review_note_pkey PRIMARY KEY (id),
  CONSTRAINT review_note_author FOREIGN KEY (author_account_id) REFERENCES account(id),
  CONSTRAINT review_note_program FOREIGN KEY (program_id) REFERENCES program(id) ON DELETE CASCADE
);
CREATE INDEX review_note_by_program ON review_note USING btree (program_id, id);

CREATE TABLE room_link (
  session_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  nonce bytea NOT NULL,
  made_by_account_id uuid NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT room_link_pkey PRIMARY KEY (session_id),
  CONSTRAINT room_link_token_once UNIQUE (token_hash),
  CONSTRAINT room_link_maker FOREIGN KEY (made_by_account_id) REFERENCES account(id),
  CONSTRAINT room_link_session FOREIGN KEY (session_id) REFERENCES session(id) ON DELETE CASCADE
);

CREATE TABLE saved_view (
  id uuid DEFAULT uuid_v7() NOT NULL,
  list text NOT NULL,
  name text NOT NULL,
  settings text NOT NULL,
  account_id uuid,
  provider_id uuid,
  saved_at timestamp with time zone NOT NULL,
  CONSTRAINT saved_view_pkey PRIMARY KEY (id),
  CONSTRAINT saved_view_list CHECK ((list = ANY (ARRAY['ATTENDANCE'::text, 'ATTENDANCE_UPLOADS'::text, 'AUDIT_ENTRIES'::text, 'CERTIFICATES'::text, 'CONFERENCES'::text, 'INBOX'::text, 'MAILS'::text, 'MEMBERS'::text, 'PROGRAMS'::text, 'PROVIDERS'::text]))),
  CONSTRAINT saved_view_name CHECK ((name <> ''::text)),
  CONSTRAINT saved_view_owner CHECK (((account_id IS NULL) OR (provider_id IS NULL))),
  CONSTRAINT saved_view_account FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE,
  CONSTRAINT saved_view_provider FOREIGN KEY (provider_id) REFERENCES provider(id) ON DELETE CASCADE
);
CREATE INDEX saved_view_by_account ON saved_view USING btree (account_id);
CREATE INDEX saved_view_by_provider ON saved_view USING btree (provider_id);
CREATE UNIQUE INDEX saved_view_once ON saved_view USING btree (account_id, provider_id, list, lower(name)) NULLS NOT DISTINCT;

CREATE TABLE second_factor (
  account_id uuid NOT NULL,
  secret bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  confirmed_at timestamp with time zone,
  last_step integer,
  CONSTRAINT second_factor_pkey PRIMARY KEY (account_id),
  CONSTRAINT second_factor_account FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE
);

CREATE TABLE session (
  id uuid DEFAULT uuid_v7() NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  program_id uuid NOT NULL,
  external_id text,
  title text NOT NULL,
  subtitle text,
  starts_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  minutes integer NOT NULL,
  speakers text[] DEFAULT '{}'::text[] NOT NULL,
  room text,
  track text,
  type text,
  virtual boolean NOT NULL,
  virtual_set_by_hand boolean DEFAULT false NOT NULL,
  eligible boolean NOT NULL,
  eligible_set_by_hand boolean DEFAULT false NOT NULL,
  credits numeric(6,2) NOT NULL,
  credits_reason text,
  released_on date,
  recording_of_id uuid,
  registration_types text[],
  removed_at timestamp with time zone,
  eligible_set_by_staff boolean DEFAULT false NOT NULL,
  talk_key text,
  CONSTRAINT session_pkey PRIMARY KEY (id),
  CONSTRAINT session_once_per_file_id UNIQUE (program_id, external_id),
  CONSTRAINT session_credits CHECK ((credits >= (0)::numeric)),
  CONSTRAINT session_no_recording_of_itself CHECK ((recording_of_id <> id)),
  CONSTRAINT session_times CHECK (((starts_at < ends_at) AND (minutes > 0))),
  CONSTRAINT session_program FOREIGN KEY (program_id) REFERENCES program(id) ON DELETE CASCADE,
  CONSTRAINT session_recording_of FOREIGN KEY (recording_of_id) REFERENCES session(id) ON DELETE SET NULL
);
CREATE INDEX session_by_original ON session USING btree (recording_of_id) WHERE (recording_of_id IS NOT NULL);
CREATE INDEX session_by_program ON session USING btree (program_id, starts_at, id);

CREATE TABLE session_claim (
  member_id uuid NOT NULL,
  session_id uuid NOT NULL,
  attended_on date NOT NULL,
  claimed_at timestamp with time zone NOT NULL,
  registration_id uuid,
  CONSTRAINT session_claim_pkey PRIMARY KEY (member_id, session_id),
  CONSTRAINT session_claim_member FOREIGN KEY (member_id) REFERENCES member(id),
  CONSTRAINT session_claim_registration FOREIGN KEY (registration_id, member_id) REFERENCES registration(id, member_id) ON DELETE SET NULL (registration_id),
  CONSTRAINT session_claim_session FOREIGN KEY (session_id) REFERENCES session(id)
);
CREATE INDEX session_claim_by_registration ON session_claim USING btree (registration_id);
CREATE INDEX session_claim_by_session ON session_claim USING btree (session_id);

CREATE TABLE session_credit (
  session_id uuid NOT NULL,
  kind_id uuid NOT NULL,
  credits numeric(6,2) NOT NULL,
  is_set boolean NOT NULL,
  set_by_staff boolean NOT NULL,
  CONSTRAINT session_credit_pkey PRIMARY KEY (session_id, kind_id),
  CONSTRAINT session_credit_amount CHECK ((credits >= (0)::numeric)),
  CONSTRAINT session_credit_kind FOREIGN KEY (kind_id) REFERENCES credit_kind(id),
  CONSTRAINT session_credit_session FOREIGN KEY (session_id) REFERENCES session(id) ON DELETE CASCADE
);

CREATE TABLE session_instructor (
  session_id uuid NOT NULL,
  member_id uuid NOT NULL,
  speaker text NOT NULL,
  given_before boolean NOT NULL,
  linked boolean DEFAULT true NOT NULL,
  set_by_staff boolean NOT NULL,
  CONSTRAINT session_instructor_pkey PRIMARY KEY (session_id, member_id),
  CONSTRAINT session_instructor_member FOREIGN KEY (member_id) REFERENCES member(id),
  CONSTRAINT session_instructor_session FOREIGN KEY (session_id) REFERENCES session(id) ON DELETE CASCADE
);
CREATE INDEX session_instructor_by_member ON session_instructor USING btree (member_id);

CREATE TABLE session_proposal (
  id uuid DEFAULT uuid_v7() NOT NULL,
  session_id uuid NOT NULL,
  status text DEFAULT 'WAITING'::text NOT NULL,
  changes jsonb NOT NULL,
  note text,
  decision text,
  proposed_at timestamp with time zone NOT NULL,
  decided_at timestamp with time zone,
  CONSTRAINT session_proposal_pkey PRIMARY KEY (id),
  CONSTRAINT session_proposal_decided CHECK (((status = 'WAITING'::text) = (decided_at IS NULL))),
  CONSTRAINT session_proposal_status CHECK ((status = ANY (ARRAY['WAITING'::text, 'ACCEPTED'::text, 'REFUSED'::text, 'WITHDRAWN'::text]))),
  CONSTRAINT session_proposal_session FOREIGN KEY (session_id) REFERENCES session(id) ON DELETE CASCADE
);
CREATE INDEX session_proposal_by_session ON session_proposal USING btree (session_id, proposed_at);
CREATE UNIQUE INDEX session_proposal_once ON session_proposal USING btree (session_id) WHERE (status = 'WAITING'::text);
CREATE TRIGGER session_proposal_is_told AFTER INSERT OR DELETE OR UPDATE ON session_proposal FOR EACH ROW EXECUTE FUNCTION session_proposal_is_told();
CREATE TRIGGER session_proposal_moves BEFORE UPDATE OF status ON session_proposal FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION refuse_illegal_move('WAITING>ACCEPTED', 'WAITING>REFUSED', 'WAITING>WITHDRAWN');

CREATE TABLE sign_in_challenge (
  id uuid DEFAULT uuid_v7() NOT NULL,
  account_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  shown text NOT NULL,
  user_agent text NOT NULL,
  attempts integer DEFAULT 0 NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT sign_in_challenge_pkey PRIMARY KEY (id),
  CONSTRAINT sign_in_challenge_token UNIQUE (token_hash),
  CONSTRAINT sign_in_challenge_account FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE
);
CREATE INDEX sign_in_challenge_by_account ON sign_in_challenge USING btree (account_id);
CREATE INDEX sign_in_challenge_by_expiry ON sign_in_challenge USING btree (expires_at);

CREATE TABLE sign_in_identity (
  id uuid DEFAULT uuid_v7() NOT NULL,
  account_id uuid NOT NULL,
  issuer text NOT NULL,
  subject text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT sign_in_identity_pkey PRIMARY KEY (id),
  CONSTRAINT sign_in_identity_once_per_account UNIQUE (account_id, issuer),
  CONSTRAINT sign_in_identity_subject UNIQUE (issuer, subject),
  CONSTRAINT sign_in_identity_account FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE
);

CREATE TABLE sign_up (
  id uuid DEFAULT uuid_v7() NOT NULL,
  kind text NOT NULL,
  address text NOT NULL,
  password_hash text NOT NULL,
  details jsonb NOT NULL,
  token_hash bytea NOT NULL,
  code_hash text,
  attempts integer DEFAULT 0 NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  language text DEFAULT 'en'::text NOT NULL,
  CONSTRAINT sign_up_pkey PRIMARY KEY (id),
  CONSTRAINT sign_up_token UNIQUE (token_hash),
  CONSTRAINT sign_up_kind CHECK ((kind = ANY (ARRAY['ATTENDEE'::text, 'PROVIDER'::text])))
);
CREATE INDEX sign_up_by_expiry ON sign_up USING btree (expires_at);

CREATE TABLE signing_key (
  id uuid DEFAULT uuid_v7() NOT NULL,
  public_key text NOT NULL,
  sealed_private_key bytea,
  created_at timestamp with time zone NOT NULL,
  retired_at timestamp with time zone,
  CONSTRAINT signing_key_pkey PRIMARY KEY (id),
  CONSTRAINT signing_key_retired CHECK (((retired_at IS NULL) = (sealed_private_key IS NOT NULL)))
);
CREATE UNIQUE INDEX signing_key_in_force ON signing_key USING btree ((true)) WHERE (retired_at IS NULL);
CREATE TRIGGER signing_key_kept BEFORE DELETE OR UPDATE ON signing_key FOR EACH ROW EXECUTE FUNCTION signing_key_kept();

CREATE TABLE speaker (
  program_id uuid NOT NULL,
  "position" integer NOT NULL,
  name text NOT NULL,
  credentials text DEFAULT ''::text NOT NULL,
  id uuid DEFAULT uuid_v7() NOT NULL,
  CONSTRAINT speaker_pkey PRIMARY KEY (program_id, "position"),
  CONSTRAINT speaker_id_once UNIQUE (id),
  CONSTRAINT speaker_program FOREIGN KEY (program_id) REFERENCES program(id) ON DELETE CASCADE
);
CREATE TRIGGER speaker_changed_changes_program AFTER UPDATE ON speaker FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION program_changed_by_part();
CREATE TRIGGER speaker_changes_program AFTER INSERT OR DELETE ON speaker FOR EACH ROW EXECUTE FUNCTION program_changed_by_part();

CREATE TABLE stored_file (
  id uuid DEFAULT uuid_v7() NOT NULL,
  media_type text NOT NULL,
  byte_size integer NOT NULL,
  sha256 bytea NOT NULL,
  content bytea STORAGE e,
  created_at timestamp with time zone NOT NULL,
  object_name uuid,
  object_key bytea,
  stays_here boolean DEFAULT false NOT NULL,
  CONSTRAINT stored_file_pkey PRIMARY KEY (id),
  CONSTRAINT stored_file_object CHECK (((object_name IS NULL) = (object_key IS NULL))),
  CONSTRAINT stored_file_somewhere CHECK (((content IS NOT NULL) OR (object_name IS NOT NULL)))
);
CREATE UNIQUE INDEX stored_file_by_object ON stored_file USING btree (object_name) WHERE (object_name IS NOT NULL);
CREATE INDEX stored_file_in_database ON stored_file USING btree (id) WHERE ((content IS NOT NULL) AND (NOT stays_here));
CREATE TRIGGER stored_file_moved AFTER UPDATE OF object_name ON stored_file FOR EACH ROW WHEN (((old.object_name IS NOT NULL) AND (old.object_name IS DISTINCT FROM new.object_name))) EXECUTE FUNCTION stored_file_lets_go();
CREATE TRIGGER stored_file_removed AFTER DELETE ON stored_file FOR EACH ROW WHEN ((old.object_name IS NOT NULL)) EXECUTE FUNCTION stored_file_lets_go();

CREATE TABLE trusted_document (
  id uuid DEFAULT uuid_v7() NOT NULL,
  api_key_id uuid,
  hash bytea NOT NULL,
  name text NOT NULL,
  text text NOT NULL,
  registered_at timestamp with time zone NOT NULL,
  kept_until timestamp with time zone,
  registered_by_account_id uuid,
  registered_by_key_id uuid,
  last_used_at timestamp with time zone,
  CONSTRAINT trusted_document_pkey PRIMARY KEY (id),
  CONSTRAINT trusted_document_kept CHECK (((kept_until IS NULL) OR (api_key_id IS NULL))),
  CONSTRAINT trusted_document_registrant CHECK (((registered_by_account_id IS NULL) OR (registered_by_key_id IS NULL))),
  CONSTRAINT trusted_document_account FOREIGN KEY (registered_by_account_id) REFERENCES account(id),
  CONSTRAINT trusted_document_key FOREIGN KEY (api_key_id) REFERENCES api_key(id) ON DELETE CASCADE,
  CONSTRAINT trusted_document_registered_by_key FOREIGN KEY (registered_by_key_id) REFERENCES api_key(id) ON DELETE SET NULL
);
CREATE INDEX trusted_document_by_key ON trusted_document USING btree (api_key_id, hash);
CREATE UNIQUE INDEX trusted_document_once ON trusted_document USING btree (hash, api_key_id) NULLS NOT DISTINCT;

CREATE TABLE unmade_certificate (
  attendance_record_id uuid NOT NULL,
  part text NOT NULL,
  code_point integer,
  tried_at timestamp with time zone NOT NULL,
  CONSTRAINT PK_unmade_certificate PRIMARY KEY (attendance_record_id),
  CONSTRAINT unmade_certificate_part CHECK ((part = ANY (ARRAY['RECIPIENT'::text, 'TITLE'::text, 'PROVIDER'::text, 'PROVIDER_ADDRESS'::text, 'PLACE'::text, 'SESSION'::text, 'TYPE'::text, 'LICENCE'::text, 'CREDIT'::text, 'ACCREDITOR'::text, 'DOCUMENT'::text]))),
  CONSTRAINT unmade_certificate_record FOREIGN KEY (attendance_record_id) REFERENCES attendance_record(id) ON DELETE CASCADE
);

CREATE TABLE waiting_request (
  id uuid DEFAULT uuid_v7() NOT NULL,
  kind text NOT NULL,
  arguments jsonb NOT NULL,
  fingerprint bytea NOT NULL,
  member_ids uuid[] NOT NULL,
  reason text NOT NULL,
  requested_by_account_id uuid NOT NULL,
  requested_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT PK_waiting_request PRIMARY KEY (id),
  CONSTRAINT waiting_request_once UNIQUE (fingerprint),
  CONSTRAINT waiting_request_kind CHECK ((kind = ANY (ARRAY['ERASE_MEMBER'::text, 'MERGE_MEMBERS'::text, 'MERGE_PROVIDERS'::text, 'UPDATE_SETTINGS'::text]))),
  CONSTRAINT waiting_request_account FOREIGN KEY (requested_by_account_id) REFERENCES account(id) ON DELETE CASCADE
);
CREATE INDEX waiting_request_by_account ON waiting_request USING btree (requested_by_account_id);
CREATE INDEX waiting_request_by_expiry ON waiting_request USING btree (expires_at);

CREATE TABLE webhook (
  id uuid DEFAULT uuid_v7() NOT NULL,
  url text NOT NULL,
  types text[] NOT NULL,
  provider_id uuid,
  created_by_account_id uuid NOT NULL,
  created_at timestamp with time zone NOT NULL,
  secret bytea NOT NULL,
  previous_secret bytea,
  previous_until timestamp with time zone,
  spread_to bigint NOT NULL,
  failures integer DEFAULT 0 NOT NULL,
  resume_at timestamp with time zone,
  last_success_at timestamp with time zone,
  stopped_at timestamp with time zone,
  stopped_because text,
  CONSTRAINT webhook_pkey PRIMARY KEY (id),
  CONSTRAINT webhook_overlap CHECK (((previous_secret IS NULL) = (previous_until IS NULL))),
  CONSTRAINT webhook_stop_reason CHECK ((stopped_because = ANY (ARRAY['BY_HAND'::text, 'FAILING'::text, 'GONE'::text, 'MAKER_GONE'::text]))),
  CONSTRAINT webhook_stopped CHECK (((stopped_at IS NULL) = (stopped_because IS NULL))),
  CONSTRAINT webhook_creator FOREIGN KEY (created_by_account_id) REFERENCES account(id)
);
CREATE INDEX webhook_active ON webhook USING btree (spread_to) WHERE (stopped_at IS NULL);
CREATE INDEX webhook_by_provider ON webhook USING btree (provider_id, created_at);

CREATE TABLE webhook_delivery (
  id uuid DEFAULT uuid_v7() NOT NULL,
  webhook_id uuid NOT NULL,
  event_id uuid NOT NULL,
  number bigint NOT NULL,
  subject_id uuid NOT NULL,
  attempts integer DEFAULT 0 NOT NULL,
  next_at timestamp with time zone NOT NULL,
  first_at timestamp with time zone,
  tried_at timestamp with time zone,
  done_at timestamp with time zone,
  gave_up boolean DEFAULT false NOT NULL,
  answer integer,
  problem text,
  took_ms integer,
  CONSTRAINT webhook_delivery_pkey PRIMARY KEY (id),
  CONSTRAINT webhook_delivery_once UNIQUE (webhook_id, event_id),
  CONSTRAINT webhook_delivery_problem CHECK ((problem = ANY (ARRAY['PRIVATE_ADDRESS'::text, 'UNKNOWN_HOST'::text, 'UNREACHABLE'::text, 'TIMEOUT'::text, 'CERTIFICATE'::text, 'ANSWER'::text]))),
  CONSTRAINT webhook_delivery_event FOREIGN KEY (event_id) REFERENCES event(id) ON DELETE CASCADE,
  CONSTRAINT webhook_delivery_to FOREIGN KEY (webhook_id) REFERENCES webhook(id) ON DELETE CASCADE
);
CREATE INDEX webhook_delivery_by_number ON webhook_delivery USING btree (webhook_id, number);
CREATE INDEX webhook_delivery_of_event ON webhook_delivery USING btree (event_id);
CREATE INDEX webhook_delivery_of_subject ON webhook_delivery USING btree (webhook_id, subject_id, number) WHERE (done_at IS NULL);
CREATE INDEX webhook_delivery_waiting ON webhook_delivery USING btree (webhook_id, number) WHERE (done_at IS NULL);

CREATE TABLE whole_export (
  id uuid DEFAULT uuid_v7() NOT NULL,
  account_id uuid NOT NULL,
  without_contacts boolean NOT NULL,
  requested_at timestamp with time zone NOT NULL,
  ready_at timestamp with time zone,
  expires_at timestamp with time zone NOT NULL,
  progress smallint DEFAULT 0 NOT NULL,
  byte_size bigint,
  program_id uuid,
  CONSTRAINT whole_export_pkey PRIMARY KEY (id),
  CONSTRAINT whole_export_account FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT whole_export_program FOREIGN KEY (program_id) REFERENCES program(id)
);
CREATE INDEX whole_export_by_expiry ON whole_export USING btree (expires_at);

CREATE TABLE whole_export_part (
  export_id uuid NOT NULL,
  "position" integer NOT NULL,
  content bytea STORAGE e NOT NULL,
  CONSTRAINT whole_export_part_pkey PRIMARY KEY (export_id, "position"),
  CONSTRAINT whole_export_part_export FOREIGN KEY (export_id) REFERENCES whole_export(id) ON DELETE CASCADE
);

GRANT EXECUTE ON FUNCTION attendance_credit_fits() TO PUBLIC;
GRANT EXECUTE ON FUNCTION attendance_record_stays() TO PUBLIC;
GRANT EXECUTE ON FUNCTION attendance_tally_keep() TO PUBLIC;
GRANT EXECUTE ON FUNCTION audit_append() TO PUBLIC;
GRANT EXECUTE ON FUNCTION audit_digest(audit_entry) TO PUBLIC;
GRANT EXECUTE ON FUNCTION audit_entry_is_told() TO PUBLIC;
GRANT EXECUTE ON FUNCTION audit_hash(bytea,bigint,bytea) TO PUBLIC;
GRANT EXECUTE ON FUNCTION audit_redact() TO PUBLIC;
GRANT EXECUTE ON FUNCTION audit_refuse() TO PUBLIC;
GRANT EXECUTE ON FUNCTION audit_refuse_change() TO PUBLIC;
GRANT EXECUTE ON FUNCTION audit_refuse_from_outside() TO PUBLIC;
GRANT EXECUTE ON FUNCTION audit_without(jsonb,text) TO PUBLIC;
GRANT EXECUTE ON FUNCTION audit_without_fields(jsonb,text,text[]) TO PUBLIC;
GRANT EXECUTE ON FUNCTION badge_code() TO PUBLIC;
GRANT EXECUTE ON FUNCTION certificate_credential_frozen() TO PUBLIC;
GRANT EXECUTE ON FUNCTION certificate_log_stays() TO PUBLIC;
GRANT EXECUTE ON FUNCTION certificate_log_tell() TO PUBLIC;
GRANT EXECUTE ON FUNCTION certificate_tells_status() TO PUBLIC;
GRANT EXECUTE ON FUNCTION end_member_tokens() TO PUBLIC;
GRANT EXECUTE ON FUNCTION event_of_attendance_added() TO PUBLIC;
GRANT EXECUTE ON FUNCTION event_of_attendance_changed() TO PUBLIC;
GRANT EXECUTE ON FUNCTION event_of_certificate() TO PUBLIC;
GRANT EXECUTE ON FUNCTION event_of_ledger() TO PUBLIC;
GRANT EXECUTE ON FUNCTION event_of_members_added() TO PUBLIC;
GRANT EXECUTE ON FUNCTION event_of_members_changed() TO PUBLIC;
GRANT EXECUTE ON FUNCTION event_of_moving_in() TO PUBLIC;
GRANT EXECUTE ON FUNCTION event_of_offering() TO PUBLIC;
GRANT EXECUTE ON FUNCTION event_of_program() TO PUBLIC;
GRANT EXECUTE ON FUNCTION event_spreads() TO PUBLIC;
GRANT EXECUTE ON FUNCTION file_is_told() TO PUBLIC;
GRANT EXECUTE ON FUNCTION installation_is_restored() TO PUBLIC;
GRANT EXECUTE ON FUNCTION keep_ledger() TO PUBLIC;
GRANT EXECUTE ON FUNCTION member_changed_by_address() TO PUBLIC;
GRANT EXECUTE ON FUNCTION member_changed_by_merge() TO PUBLIC;
GRANT EXECUTE ON FUNCTION program_changed_by_part() TO PUBLIC;
GRANT EXECUTE ON FUNCTION program_document_is_told() TO PUBLIC;
GRANT EXECUTE ON FUNCTION program_is_told() TO PUBLIC;
GRANT EXECUTE ON FUNCTION program_kinds_fit() TO PUBLIC;
GRANT EXECUTE ON FUNCTION program_review_is_told() TO PUBLIC;
GRANT EXECUTE ON FUNCTION raise_certificate_number(bigint) TO PUBLIC;
GRANT EXECUTE ON FUNCTION refuse_illegal_move() TO PUBLIC;
GRANT EXECUTE ON FUNCTION refuse_merged_provider() TO PUBLIC;
GRANT EXECUTE ON FUNCTION session_proposal_is_told() TO PUBLIC;
GRANT EXECUTE ON FUNCTION signing_key_kept() TO PUBLIC;
GRANT EXECUTE ON FUNCTION stamp_change() TO PUBLIC;
GRANT EXECUTE ON FUNCTION stored_file_lets_go() TO PUBLIC;
GRANT EXECUTE ON FUNCTION tell_of_inbox(uuid) TO PUBLIC;
GRANT EXECUTE ON FUNCTION uuid_v7() TO PUBLIC;
GRANT EXECUTE ON FUNCTION webhook_ends_with_account() TO PUBLIC;
GRANT EXECUTE ON FUNCTION webhook_ends_with_colleague() TO PUBLIC;
GRANT USAGE ON SCHEMA public TO accrue_app;
GRANT USAGE ON SCHEMA public TO PUBLIC;
GRANT SELECT, USAGE ON SEQUENCE certificate_log_place TO accrue_app;
GRANT SELECT, USAGE ON SEQUENCE certificate_number TO accrue_app;
GRANT SELECT, USAGE ON SEQUENCE event_number TO accrue_app;
GRANT SELECT, USAGE ON SEQUENCE event_place TO accrue_app;
GRANT SELECT, USAGE ON SEQUENCE migration_id_seq TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE access_token TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE account TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE accreditor_settings TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE announcement TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE announcement_recipient TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE api_key TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE app TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE app_key TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE app_state TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE attendance_credit TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE attendance_record TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE attendance_tally TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE attendance_upload TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE attendance_upload_change TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE attendance_upload_error TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE attendance_upload_part TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE attention_found TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE attention_set_aside TO accrue_app;
GRANT INSERT, SELECT ON TABLE audit_entry TO accrue_app;
GRANT SELECT ON TABLE audit_head TO accrue_app;
GRANT SELECT ON TABLE audit_link TO accrue_app;
GRANT INSERT, SELECT ON TABLE audit_redaction TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE begun_single_sign_on TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE bundle_error TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE bundle_file TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE bundle_import TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE bundle_part TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE bundle_pdf TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE bundle_record TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE card_dispute TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE card_payment TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE certificate TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE certificate_credential TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE certificate_credit TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE certificate_line TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE certificate_log TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE certificate_log_checkpoint TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE certificate_log_entry TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE certificate_log_tile TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE certificate_log_witness TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE certificate_reissue TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE certificate_reissue_item TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE checklist_item TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE credential_status TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE credit_kind TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE credit_note TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE credit_rule TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE data_export TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE data_export_part TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE document_rule TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE door_link TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE email_address TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE email_code TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE erasure TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE evaluation_box TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE evaluation_form TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE evaluation_form_question TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE evaluation_link TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE evaluation_question TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE evaluation_response TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE evaluation_tally TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE evaluation_text TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE event TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE fee_policy TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE fee_promotion TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE former_name TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE idempotent_request TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE installation TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE instructor_rule TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE invitation TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE invoice TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE invoice_line TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE kit_words TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE learning_answer TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE learning_attempt TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE learning_check TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE learning_grant TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE learning_question TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE ledger_entry TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE licence TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE licence_kind TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE mail TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE mail_attachment TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE mail_event TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE mail_opt_out TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE mail_suppression TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE member TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE member_import TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE member_import_change TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE member_import_error TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE member_import_part TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE member_token TO accrue_app;
GRANT SELECT ON TABLE migration TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE name_request TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE number_series TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE offering TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE outside_certificate TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE outside_credit TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE outside_decision TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE outside_fee TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE passkey TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE passkey_challenge TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE password_reset TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE policy TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE presence TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE presence_demand TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE presence_import TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE program TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE program_check TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE program_credit_kind TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE program_document TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE program_review TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE program_type TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE promotion_use TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE provider TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE provider_account TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE rate_limit TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE recovery_code TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE registration TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE removed_object TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE renewal_part TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE renewal_reminder TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE renewal_requirement TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE repeat_rule TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reporting_reminder TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE review_comment TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE review_note TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE room_link TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE saved_view TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE second_factor TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE session TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE session_claim TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE session_credit TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE session_instructor TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE session_proposal TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE sign_in_challenge TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE sign_in_identity TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE sign_up TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE signing_key TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE speaker TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE stored_file TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE trusted_document TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE unmade_certificate TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE waiting_request TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE webhook TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE webhook_delivery TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE whole_export TO accrue_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE whole_export_part TO accrue_app;
