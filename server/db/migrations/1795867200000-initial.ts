import type { MigrationInterface, QueryRunner } from "typeorm";

/** The tables of 0.1.0, by the folders of server/ from left to right, and what an installation begins with. */
export class Initial1795867200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    if (await wasMadeBefore(runner)) return;
    const [{ schema }] = await runner.query("SELECT quote_ident(current_schema()) AS schema");
    await runner.query(sql.replaceAll("<schema>", schema));
  }

  async down(): Promise<void> {
    throw new Error("There is nothing before the first tables: drop the database instead.");
  }
}

/** Whether the 25 migrations that this one was put together from made the tables, while 0.1.0 was being written. Keys get the names of today. */
async function wasMadeBefore(runner: QueryRunner): Promise<boolean> {
  const [{ last }] = await runner.query("SELECT max(timestamp)::text AS last FROM migration");
  if (last === null) return false;
  if (last !== "1764000000392")
    throw new Error("this database was made before 0.1.0 by a version that is too old: begin with an empty one");
  await runner.query(`DO $$ DECLARE k record; BEGIN
    FOR k IN SELECT conrelid::regclass AS t, conname, relname FROM pg_constraint c JOIN pg_class r ON r.oid = conrelid
      WHERE contype = 'p' AND conname LIKE 'pk\\_%' AND connamespace = current_schema()::regnamespace
    LOOP EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', k.t, k.conname, k.relname || '_pkey'); END LOOP;
  END $$`);
  return true;
}

const sql = `
-- -------- core: keys, numbers, files, limits, requests that may be sent twice --------

-- Keys that grow with time, so that new rows stand together in the index. PostgreSQL has uuidv7() only from 18 on.
CREATE FUNCTION uuid_v7() RETURNS uuid LANGUAGE sql PARALLEL SAFE AS $$
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
$$;

-- Numbers that have no gaps, by the series' name; taken late in a transaction.
CREATE TABLE number_series (
  name text NOT NULL,
  last integer NOT NULL,
  PRIMARY KEY (name)
);

-- Numbers of certificates are distinct; a gap after a crash means nothing.
CREATE SEQUENCE certificate_number;

-- Files that commit with what they belong to: certificates, logos, documents.
CREATE TABLE stored_file (
  id uuid NOT NULL DEFAULT uuid_v7(),
  media_type text NOT NULL,
  byte_size integer NOT NULL,
  sha256 bytea NOT NULL,
  content bytea NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (id)
);

-- What limits have counted. Unlogged, since it is written often and worth nothing after a crash.
CREATE UNLOGGED TABLE rate_limit (
  key bytea NOT NULL,
  hits integer NOT NULL,
  resets_at timestamptz NOT NULL,
  PRIMARY KEY (key)
);
CREATE INDEX rate_limit_by_reset ON rate_limit (resets_at);

-- The answers to requests that may be sent twice. carried_out is written in the mutation's own transaction.
CREATE TABLE idempotent_request (
  owner text NOT NULL,
  key_hash bytea NOT NULL,
  fingerprint bytea NOT NULL,
  status integer,
  body text,
  created_at timestamptz NOT NULL,
  carried_out boolean NOT NULL DEFAULT false,
  PRIMARY KEY (owner, key_hash)
);
CREATE INDEX idempotent_request_by_time ON idempotent_request (created_at);

-- -------- core: the audit log, which only grows. Each entry's hash covers all before it --------

CREATE TABLE audit_entry (
  id uuid NOT NULL DEFAULT uuid_v7(),
  at timestamptz NOT NULL,
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
  PRIMARY KEY (id)
);
-- The log is read as a whole, by what it is about, by who and by what.
CREATE INDEX audit_entry_by_action ON audit_entry (action COLLATE "C", at, id);
CREATE INDEX audit_entry_by_actor ON audit_entry (lower(actor_name) COLLATE "C", at, id);
CREATE INDEX audit_entry_by_subject ON audit_entry (subject_id, at, id);
CREATE INDEX audit_entry_by_time ON audit_entry (at, id);

-- Where the chain ends: the only row that changes, and so the lock that lets one transaction at a time add to it.
CREATE TABLE audit_head (
  id integer NOT NULL DEFAULT 1,
  seq bigint NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT audit_head_one_row CHECK (id = 1)
);
INSERT INTO audit_head (seq, hash) VALUES (0, sha256('accrue audit log'));

-- The chain: the hash of each entry and of all before it.
CREATE TABLE audit_link (
  seq bigint NOT NULL,
  entry_id uuid NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (seq),
  CONSTRAINT audit_link_once UNIQUE (entry_id)
);

-- What was taken out of an entry, step by step: its hash before and after. The first hash before is the one in the chain.
CREATE TABLE audit_redaction (
  entry_id uuid NOT NULL,
  step integer NOT NULL DEFAULT 1,
  batch_id uuid NOT NULL,
  before_digest bytea NOT NULL DEFAULT '',
  after_digest bytea NOT NULL DEFAULT '',
  pattern text,
  PRIMARY KEY (entry_id, step)
);
CREATE INDEX audit_redaction_by_batch ON audit_redaction (batch_id, entry_id, step);

-- Every column by position, so that one added later does not change what old entries amount to; instants without a time zone. The
-- salt is gone once something was taken out of an entry.
CREATE FUNCTION audit_digest(e audit_entry) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(convert_to(
    (jsonb_build_array(
      e.id, (extract(epoch FROM e.at) * 1000000)::bigint, e.actor_account_id, e.actor_as, e.actor_name, e.action,
      e.subject_type, e.subject_id, e.reason, e.before, e.after, e.request_id, e.ip)
    || CASE WHEN e.salt IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(e.salt) END)::text, 'UTF8'))
$$;

CREATE FUNCTION audit_hash(previous bytea, seq bigint, digest bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(previous || int8send(seq) || digest)
$$;

-- Runs as the owner, who alone writes the chain. With temporary tables last in its search path, a role that may make some cannot put
-- one named audit_head before the real one.
CREATE FUNCTION audit_append() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = <schema>, pg_temp AS $$
  DECLARE
    head audit_head;
  BEGIN
    UPDATE audit_head h SET seq = h.seq + 1, hash = audit_hash(h.hash, h.seq + 1, audit_digest(NEW)) RETURNING * INTO head;
    INSERT INTO audit_link (seq, entry_id, hash) VALUES (head.seq, NEW.id, head.hash);
    RETURN NULL;
  END
$$;

-- At the commit, and not when the entry is written: the chain is held for the commit alone, not for what a transaction still does
-- after it, and whoever holds it waits for nobody.
CREATE CONSTRAINT TRIGGER audit_entry_append AFTER INSERT ON audit_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_append();

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'The audit log cannot be changed.' USING ERRCODE = 'insufficient_privilege';
  END
$$;

-- What audit_append does comes from inside a trigger; anybody else's statement does not.
CREATE FUNCTION audit_refuse_from_outside() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF pg_trigger_depth() < 2 THEN
      RAISE EXCEPTION 'The audit log cannot be changed.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END
$$;

CREATE TRIGGER audit_link_from_entries BEFORE INSERT ON audit_link
  FOR EACH ROW EXECUTE FUNCTION audit_refuse_from_outside();
CREATE TRIGGER audit_link_only_grows BEFORE UPDATE OR DELETE ON audit_link
  FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_link_stays BEFORE TRUNCATE ON audit_link
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

CREATE TRIGGER audit_head_from_entries BEFORE INSERT OR UPDATE ON audit_head
  FOR EACH ROW EXECUTE FUNCTION audit_refuse_from_outside();
CREATE TRIGGER audit_head_kept BEFORE DELETE ON audit_head
  FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_stays BEFORE TRUNCATE ON audit_head
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

CREATE FUNCTION audit_without(value jsonb, pattern text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE jsonb_typeof(value)
    WHEN 'string' THEN to_jsonb(regexp_replace(value #>> '{}', pattern, '[erased]', 'gi'))
    WHEN 'array' THEN (SELECT coalesce(jsonb_agg(audit_without(e, pattern) ORDER BY n), '[]')
      FROM jsonb_array_elements(value) WITH ORDINALITY AS x (e, n))
    WHEN 'object' THEN (SELECT coalesce(jsonb_object_agg(k, audit_without(v, pattern)), '{}') FROM jsonb_each(value) AS x (k, v))
    ELSE value END
$$;

-- Runs as the owner, who alone can change an entry. The pattern is used and not kept. A null pattern takes out everything.
CREATE FUNCTION audit_redact() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = <schema>, pg_temp AS $$
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
$$;

CREATE TRIGGER audit_redaction_only_grows BEFORE UPDATE OR DELETE ON audit_redaction
  FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_redaction_redacts BEFORE INSERT ON audit_redaction
  FOR EACH ROW EXECUTE FUNCTION audit_redact();
CREATE TRIGGER audit_redaction_stays BEFORE TRUNCATE ON audit_redaction
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

-- An entry is changed by that trigger alone, and only in what it says of persons.
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF pg_trigger_depth() < 2 OR NEW.salt IS NOT NULL OR NOT (
      NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.actor_as = OLD.actor_as AND NEW.action = OLD.action
      AND NEW.actor_account_id IS NOT DISTINCT FROM OLD.actor_account_id AND NEW.subject_type = OLD.subject_type
      AND NEW.subject_id = OLD.subject_id AND NEW.request_id IS NOT DISTINCT FROM OLD.request_id) THEN
      RAISE EXCEPTION 'The audit log cannot be changed.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END
$$;

CREATE TRIGGER audit_entry_only_grows BEFORE DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_entry_stays BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_entry_stays_as_written BEFORE UPDATE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();

-- -------- accounts --------

CREATE TABLE account (
  id uuid NOT NULL DEFAULT uuid_v7(),
  password_hash text,
  is_staff boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  disabled_at timestamptz,
  merged_into_id uuid,
  erased_at timestamptz,
  PRIMARY KEY (id),
  -- Whoever is merged or erased signs in no more.
  CONSTRAINT account_ended CHECK (
    merged_into_id IS NULL AND erased_at IS NULL
    OR disabled_at IS NOT NULL AND password_hash IS NULL AND NOT is_staff),
  CONSTRAINT account_merged_into FOREIGN KEY (merged_into_id) REFERENCES account (id)
);
CREATE INDEX account_by_survivor ON account (merged_into_id) WHERE merged_into_id IS NOT NULL;

CREATE TABLE email_address (
  id uuid NOT NULL DEFAULT uuid_v7(),
  account_id uuid NOT NULL,
  address text NOT NULL,
  is_primary boolean NOT NULL DEFAULT false,
  verified_at timestamptz,
  PRIMARY KEY (id),
  CONSTRAINT email_address_once_per_account UNIQUE (account_id, address),
  CONSTRAINT email_address_lower_case CHECK (address = lower(address)),
  CONSTRAINT email_address_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX email_address_one_primary ON email_address (account_id) WHERE is_primary;
CREATE UNIQUE INDEX email_address_verified_once ON email_address (address) WHERE verified_at IS NOT NULL;

CREATE TABLE email_code (
  email_address_id uuid NOT NULL,
  code_hash text,
  attempts integer NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (email_address_id),
  CONSTRAINT email_code_address FOREIGN KEY (email_address_id) REFERENCES email_address (id) ON DELETE CASCADE
);

CREATE TABLE access_token (
  id uuid NOT NULL DEFAULT uuid_v7(),
  account_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL DEFAULT now(),
  user_agent text NOT NULL DEFAULT '',
  PRIMARY KEY (id),
  CONSTRAINT access_token_hash UNIQUE (token_hash),
  CONSTRAINT access_token_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
);
CREATE INDEX access_token_by_account ON access_token (account_id);

-- Registrations that wait for the code that was mailed.
CREATE TABLE sign_up (
  id uuid NOT NULL DEFAULT uuid_v7(),
  kind text NOT NULL,
  address text NOT NULL,
  password_hash text NOT NULL,
  details jsonb NOT NULL,
  token_hash bytea NOT NULL,
  code_hash text,
  attempts integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT sign_up_token UNIQUE (token_hash),
  CONSTRAINT sign_up_kind CHECK (kind IN ('ATTENDEE', 'PROVIDER'))
);
CREATE INDEX sign_up_by_expiry ON sign_up (expires_at);

CREATE TABLE password_reset (
  id uuid NOT NULL DEFAULT uuid_v7(),
  address text NOT NULL,
  account_id uuid,
  token_hash bytea,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT password_reset_token UNIQUE (token_hash)
);
CREATE INDEX password_reset_by_account ON password_reset (account_id);
CREATE INDEX password_reset_by_expiry ON password_reset (expires_at);

CREATE TABLE second_factor (
  account_id uuid NOT NULL,
  secret bytea NOT NULL,
  created_at timestamptz NOT NULL,
  confirmed_at timestamptz,
  last_step integer,
  PRIMARY KEY (account_id),
  CONSTRAINT second_factor_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
);

CREATE TABLE recovery_code (
  id uuid NOT NULL DEFAULT uuid_v7(),
  account_id uuid NOT NULL,
  code_hash bytea NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT recovery_code_once UNIQUE (account_id, code_hash),
  CONSTRAINT recovery_code_second_factor FOREIGN KEY (account_id) REFERENCES second_factor (account_id) ON DELETE CASCADE
);

-- Sign-ins that showed a password and wait for the second factor.
CREATE TABLE sign_in_challenge (
  id uuid NOT NULL DEFAULT uuid_v7(),
  account_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  shown text NOT NULL,
  user_agent text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT sign_in_challenge_token UNIQUE (token_hash),
  CONSTRAINT sign_in_challenge_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
);
CREATE INDEX sign_in_challenge_by_account ON sign_in_challenge (account_id);
CREATE INDEX sign_in_challenge_by_expiry ON sign_in_challenge (expires_at);

-- Who an account is at the single sign-on provider.
CREATE TABLE sign_in_identity (
  id uuid NOT NULL DEFAULT uuid_v7(),
  account_id uuid NOT NULL,
  issuer text NOT NULL,
  subject text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT sign_in_identity_once_per_account UNIQUE (account_id, issuer),
  CONSTRAINT sign_in_identity_subject UNIQUE (issuer, subject),
  CONSTRAINT sign_in_identity_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
);

-- Bound to the browser that began it, or to the account that links itself.
CREATE TABLE begun_single_sign_on (
  id uuid NOT NULL DEFAULT uuid_v7(),
  state_hash bytea NOT NULL,
  browser_hash bytea,
  account_id uuid,
  nonce text NOT NULL,
  code_verifier text NOT NULL,
  return_to text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT begun_single_sign_on_state UNIQUE (state_hash),
  CONSTRAINT begun_single_sign_on_bound CHECK ((browser_hash IS NULL) <> (account_id IS NULL)),
  CONSTRAINT begun_single_sign_on_return_to CHECK (return_to IN ('ATTENDEE', 'CONSOLE')),
  CONSTRAINT begun_single_sign_on_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
);
CREATE INDEX begun_single_sign_on_by_expiry ON begun_single_sign_on (expires_at);

CREATE TABLE api_key (
  id uuid NOT NULL DEFAULT uuid_v7(),
  name text NOT NULL,
  prefix text NOT NULL,
  key_hash bytea NOT NULL,
  scopes text[] NOT NULL,
  provider_id uuid,
  created_by_account_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at timestamptz,
  replaced_by_id uuid,
  PRIMARY KEY (id),
  CONSTRAINT api_key_hash UNIQUE (key_hash),
  CONSTRAINT api_key_creator FOREIGN KEY (created_by_account_id) REFERENCES account (id)
);
CREATE INDEX api_key_by_provider ON api_key (provider_id, created_at);

-- -------- mail --------

-- The outbox: a row in the transaction of its cause, sent by a job.
CREATE TABLE mail (
  id uuid NOT NULL DEFAULT uuid_v7(),
  dedupe_key text NOT NULL,
  to_address text NOT NULL,
  to_name text NOT NULL,
  recipient_account_id uuid,
  subject_id uuid,
  subject text NOT NULL,
  text text NOT NULL,
  status text NOT NULL DEFAULT 'QUEUED',
  attempts integer NOT NULL DEFAULT 0,
  last_error text,
  provider_message_id text,
  created_at timestamptz NOT NULL,
  sent_at timestamptz,
  PRIMARY KEY (id),
  CONSTRAINT mail_once_per_cause UNIQUE (dedupe_key)
);
CREATE INDEX mail_by_address ON mail (to_address, id);
CREATE INDEX mail_by_recipient ON mail (recipient_account_id, created_at);
CREATE INDEX mail_by_status ON mail (status, created_at, id);
CREATE INDEX mail_by_subject ON mail (subject_id) WHERE subject_id IS NOT NULL;
CREATE INDEX mail_by_time ON mail (created_at, id);

CREATE TABLE mail_attachment (
  mail_id uuid NOT NULL,
  file_name text NOT NULL,
  file_id uuid NOT NULL,
  PRIMARY KEY (mail_id, file_name),
  CONSTRAINT mail_attachment_file FOREIGN KEY (file_id) REFERENCES stored_file (id),
  CONSTRAINT mail_attachment_mail FOREIGN KEY (mail_id) REFERENCES mail (id) ON DELETE CASCADE
);

-- -------- members and providers --------

CREATE TABLE member (
  id uuid NOT NULL DEFAULT uuid_v7(),
  member_number text NOT NULL,
  account_id uuid,
  first_name text NOT NULL,
  last_name text NOT NULL,
  first_name_key text NOT NULL,
  given_names_key text NOT NULL,
  last_name_key text NOT NULL,
  membership text NOT NULL DEFAULT 'MEMBER',
  role text,
  city text,
  state text,
  zip text,
  county text,
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL,
  merged_into_id uuid,
  erased_at timestamptz,
  PRIMARY KEY (id),
  CONSTRAINT member_account_once UNIQUE (account_id),
  CONSTRAINT member_number_once UNIQUE (member_number),
  CONSTRAINT member_membership CHECK (membership IN ('MEMBER', 'GUEST')),
  CONSTRAINT member_merged CHECK (merged_into_id IS NULL OR merged_into_id <> id AND account_id IS NULL AND NOT active),
  CONSTRAINT member_account FOREIGN KEY (account_id) REFERENCES account (id),
  CONSTRAINT member_merged_into FOREIGN KEY (merged_into_id) REFERENCES member (id)
);
CREATE INDEX member_by_name ON member (last_name_key, first_name_key);
CREATE INDEX member_by_number ON member (length(member_number), member_number);
CREATE INDEX member_by_survivor ON member (merged_into_id) WHERE merged_into_id IS NOT NULL;

CREATE TABLE provider (
  id uuid NOT NULL DEFAULT uuid_v7(),
  number text NOT NULL,
  name text NOT NULL,
  address text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT provider_number_once UNIQUE (number)
);

CREATE TABLE provider_account (
  provider_id uuid NOT NULL,
  account_id uuid NOT NULL,
  role text NOT NULL,
  PRIMARY KEY (provider_id, account_id),
  CONSTRAINT provider_account_role CHECK (role IN ('OWNER', 'EDITOR')),
  CONSTRAINT provider_account_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT provider_account_provider FOREIGN KEY (provider_id) REFERENCES provider (id) ON DELETE CASCADE
);
CREATE INDEX provider_account_by_account ON provider_account (account_id);

CREATE TABLE invitation (
  id uuid NOT NULL DEFAULT uuid_v7(),
  provider_id uuid NOT NULL,
  address text NOT NULL,
  role text NOT NULL,
  token_hash bytea NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT invitation_token UNIQUE (token_hash),
  CONSTRAINT invitation_role CHECK (role IN ('OWNER', 'EDITOR')),
  CONSTRAINT invitation_provider FOREIGN KEY (provider_id) REFERENCES provider (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX invitation_once_per_address ON invitation (provider_id, address);

-- -------- policies --------

CREATE TABLE accreditor_settings (
  id integer NOT NULL DEFAULT 1,
  version integer NOT NULL DEFAULT 1,
  accreditor_name text NOT NULL,
  member_id_label text NOT NULL,
  program_letter text NOT NULL,
  time_zone text NOT NULL,
  reporting_days integer NOT NULL,
  credit_rule_code text NOT NULL,
  signatory_name text NOT NULL,
  signatory_title text NOT NULL,
  claims_from_year integer NOT NULL DEFAULT 2022,
  presenters_may_claim boolean NOT NULL DEFAULT true,
  logo_file_id uuid,
  printed_logo_file_id uuid,
  retention_years integer NOT NULL DEFAULT 7,
  provider_prefix text NOT NULL DEFAULT 'P',
  certificate_prefix text NOT NULL DEFAULT 'C',
  PRIMARY KEY (id),
  CONSTRAINT accreditor_settings_logo_twice CHECK ((logo_file_id IS NULL) = (printed_logo_file_id IS NULL)),
  CONSTRAINT accreditor_settings_one_row CHECK (id = 1),
  CONSTRAINT accreditor_settings_prefixes CHECK (
    program_letter ~ '^[A-Z]$' AND provider_prefix ~ '^[A-Z]{1,3}$' AND certificate_prefix ~ '^[A-Z]{1,3}$'),
  CONSTRAINT accreditor_settings_retention CHECK (retention_years BETWEEN 1 AND 100),
  CONSTRAINT accreditor_settings_logo FOREIGN KEY (logo_file_id) REFERENCES stored_file (id),
  CONSTRAINT accreditor_settings_printed_logo FOREIGN KEY (printed_logo_file_id) REFERENCES stored_file (id)
);

-- How minutes become credit. A change is a new row from a later day.
CREATE TABLE credit_rule (
  id uuid NOT NULL DEFAULT uuid_v7(),
  code text NOT NULL,
  name text NOT NULL,
  unit text NOT NULL,
  starts_on date NOT NULL,
  minutes_per_unit integer NOT NULL,
  step numeric(6,2) NOT NULL,
  rounding text NOT NULL,
  minimum_minutes integer NOT NULL DEFAULT 0,
  minimum_credits numeric(6,2) NOT NULL DEFAULT '0',
  first_unit_whole boolean NOT NULL DEFAULT false,
  PRIMARY KEY (id),
  CONSTRAINT credit_rule_once_per_date UNIQUE (code, starts_on),
  CONSTRAINT credit_rule_rounding CHECK (rounding IN ('HALF_UP', 'DOWN')),
  CONSTRAINT credit_rule_terms CHECK (minutes_per_unit > 0 AND step > 0 AND minimum_minutes >= 0 AND minimum_credits >= 0)
);

-- -------- programs --------

CREATE TABLE program_type (
  id uuid NOT NULL DEFAULT uuid_v7(),
  version integer NOT NULL DEFAULT 1,
  code text NOT NULL,
  name text NOT NULL,
  minimum_minutes integer,
  maximum_minutes integer,
  position integer NOT NULL,
  active boolean NOT NULL DEFAULT true,
  PRIMARY KEY (id),
  CONSTRAINT program_type_code_once UNIQUE (code),
  CONSTRAINT program_type_minutes CHECK (minimum_minutes > 0 AND maximum_minutes >= coalesce(minimum_minutes, 1))
);

CREATE TABLE program (
  id uuid NOT NULL DEFAULT uuid_v7(),
  version integer NOT NULL DEFAULT 1,
  number text,
  provider_id uuid NOT NULL,
  type_id uuid NOT NULL,
  credit_rule_id uuid NOT NULL,
  status text NOT NULL DEFAULT 'DRAFT',
  name text NOT NULL,
  name_key text NOT NULL,
  description text NOT NULL DEFAULT '',
  objectives text[] NOT NULL DEFAULT '{}',
  minutes integer,
  requested_credits numeric(6,2) NOT NULL DEFAULT '0',
  credits numeric(6,2),
  contact_name text NOT NULL DEFAULT '',
  contact_email text NOT NULL DEFAULT '',
  list_on_calendar boolean NOT NULL DEFAULT false,
  request_email_blast boolean NOT NULL DEFAULT false,
  starts_on date,
  ends_on date,
  copied_from_id uuid,
  submitted_at timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT program_number_once UNIQUE (number),
  CONSTRAINT program_credits CHECK (requested_credits >= 0 AND credits >= 0),
  CONSTRAINT program_number_once_submitted CHECK ((number IS NULL) = (submitted_at IS NULL)),
  CONSTRAINT program_copied_from FOREIGN KEY (copied_from_id) REFERENCES program (id),
  CONSTRAINT program_credit_rule FOREIGN KEY (credit_rule_id) REFERENCES credit_rule (id),
  CONSTRAINT program_provider FOREIGN KEY (provider_id) REFERENCES provider (id),
  CONSTRAINT program_type_of FOREIGN KEY (type_id) REFERENCES program_type (id)
);
-- What lists are read by, in every order that they can have. An index without a null reads either way, since ties go the way of the
-- column; where there can be nulls, which come last in either direction, there are two.
CREATE INDEX program_by_creation ON program (created_at, id);
CREATE INDEX program_by_name ON program (name COLLATE "und-x-icu", id);
CREATE INDEX program_by_number ON program (left(number, 3), length(number), number, id);
CREATE INDEX program_by_number_last
  ON program (left(number, 3) DESC NULLS LAST, length(number) DESC NULLS LAST, number DESC NULLS LAST, id DESC);
CREATE INDEX program_by_provider ON program (provider_id, id);
CREATE INDEX program_by_start ON program (starts_on, id);
CREATE INDEX program_by_status ON program (status, id);
CREATE INDEX program_by_submission ON program (submitted_at, id);
CREATE INDEX program_by_type ON program (type_id, id);
CREATE INDEX program_starts_last ON program (starts_on DESC NULLS LAST, id DESC);
CREATE INDEX program_submitted_last ON program (submitted_at DESC NULLS LAST, id DESC);

CREATE TABLE speaker (
  program_id uuid NOT NULL,
  position integer NOT NULL,
  name text NOT NULL,
  credentials text NOT NULL DEFAULT '',
  PRIMARY KEY (program_id, position),
  CONSTRAINT speaker_program FOREIGN KEY (program_id) REFERENCES program (id) ON DELETE CASCADE
);

CREATE TABLE offering (
  id uuid NOT NULL DEFAULT uuid_v7(),
  program_id uuid NOT NULL,
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  time_zone text NOT NULL,
  format text NOT NULL,
  place text NOT NULL DEFAULT '',
  url text NOT NULL DEFAULT '',
  reporting_extended_to date,
  reported_at timestamptz,
  PRIMARY KEY (id),
  CONSTRAINT offering_dates CHECK (starts_on <= ends_on),
  CONSTRAINT offering_format CHECK (format IN ('IN_PERSON', 'VIRTUAL', 'HYBRID')),
  CONSTRAINT offering_program FOREIGN KEY (program_id) REFERENCES program (id) ON DELETE CASCADE
);
CREATE INDEX offering_by_program ON offering (program_id, starts_on, id);
CREATE INDEX offering_unreported ON offering (ends_on) WHERE reported_at IS NULL;

CREATE TABLE program_document (
  id uuid NOT NULL DEFAULT uuid_v7(),
  program_id uuid NOT NULL,
  file_id uuid NOT NULL,
  kind text NOT NULL,
  file_name text NOT NULL,
  uploaded_at timestamptz NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT program_document_kind CHECK (kind IN ('AGENDA', 'SPEAKER_CV', 'OTHER', 'EVALUATION_SUMMARY', 'SIGN_IN_ROSTER')),
  CONSTRAINT program_document_file FOREIGN KEY (file_id) REFERENCES stored_file (id),
  CONSTRAINT program_document_program FOREIGN KEY (program_id) REFERENCES program (id)
);
CREATE INDEX program_document_by_program ON program_document (program_id, id);

-- -------- conferences --------

CREATE TABLE session (
  id uuid NOT NULL DEFAULT uuid_v7(),
  version integer NOT NULL DEFAULT 1,
  program_id uuid NOT NULL,
  external_id text,
  title text NOT NULL,
  subtitle text,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  minutes integer NOT NULL,
  speakers text[] NOT NULL DEFAULT '{}',
  room text,
  track text,
  type text,
  virtual boolean NOT NULL,
  virtual_set_by_hand boolean NOT NULL DEFAULT false,
  eligible boolean NOT NULL,
  eligible_set_by_hand boolean NOT NULL DEFAULT false,
  credits numeric(6,2) NOT NULL,
  credits_reason text,
  released_on date,
  recording_of_id uuid,
  registration_types text[],
  removed_at timestamptz,
  PRIMARY KEY (id),
  CONSTRAINT session_once_per_file_id UNIQUE (program_id, external_id),
  CONSTRAINT session_credits CHECK (credits >= 0),
  CONSTRAINT session_no_recording_of_itself CHECK (recording_of_id <> id),
  CONSTRAINT session_times CHECK (starts_at < ends_at AND minutes > 0),
  CONSTRAINT session_program FOREIGN KEY (program_id) REFERENCES program (id) ON DELETE CASCADE,
  CONSTRAINT session_recording_of FOREIGN KEY (recording_of_id) REFERENCES session (id) ON DELETE SET NULL
);
CREATE INDEX session_by_original ON session (recording_of_id) WHERE recording_of_id IS NOT NULL;
CREATE INDEX session_by_program ON session (program_id, starts_at, id);

CREATE TABLE registration (
  id uuid NOT NULL DEFAULT uuid_v7(),
  version integer NOT NULL DEFAULT 1,
  program_id uuid NOT NULL,
  email text NOT NULL,
  registration_type text NOT NULL,
  access_from date,
  access_until date,
  virtual_only boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  member_id uuid,
  PRIMARY KEY (id),
  CONSTRAINT registration_of_member UNIQUE (id, member_id),
  CONSTRAINT registration_once_per_address UNIQUE (program_id, email),
  CONSTRAINT registration_access CHECK (access_from <= access_until),
  CONSTRAINT registration_email_lower_case CHECK (email = lower(email)),
  CONSTRAINT registration_member FOREIGN KEY (member_id) REFERENCES member (id),
  CONSTRAINT registration_program FOREIGN KEY (program_id) REFERENCES program (id) ON DELETE CASCADE
);
CREATE INDEX registration_by_address ON registration (email);

-- -------- attendance --------

-- A roster. It owns its bytes while it is checked or recorded: the same file is recorded once for a provider.
CREATE TABLE attendance_upload (
  id uuid NOT NULL DEFAULT uuid_v7(),
  provider_id uuid NOT NULL,
  account_id uuid,
  file_name text NOT NULL,
  sha256 bytea NOT NULL,
  byte_size bigint NOT NULL,
  status text NOT NULL,
  preview boolean NOT NULL,
  row_count integer,
  checked_rows integer NOT NULL DEFAULT 0,
  recorded_rows integer NOT NULL DEFAULT 0,
  error_count integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  phase text,
  progress smallint NOT NULL DEFAULT 0,
  owns_file boolean NOT NULL DEFAULT false,
  same_as_id uuid,
  amends_id uuid,
  added_rows integer NOT NULL DEFAULT 0,
  changed_rows integer NOT NULL DEFAULT 0,
  removed_rows integer NOT NULL DEFAULT 0,
  reason text,
  undone_at timestamptz,
  undo_reason text,
  PRIMARY KEY (id),
  CONSTRAINT attendance_upload_owner CHECK (NOT owns_file OR status IN ('CHECKING', 'PROCESSED')),
  CONSTRAINT attendance_upload_undone CHECK (
    (status = 'UNDONE') = (undone_at IS NOT NULL) AND (undone_at IS NULL) = (undo_reason IS NULL)),
  CONSTRAINT attendance_upload_account FOREIGN KEY (account_id) REFERENCES account (id),
  CONSTRAINT attendance_upload_amends FOREIGN KEY (amends_id) REFERENCES attendance_upload (id),
  CONSTRAINT attendance_upload_provider FOREIGN KEY (provider_id) REFERENCES provider (id),
  CONSTRAINT attendance_upload_same_as FOREIGN KEY (same_as_id) REFERENCES attendance_upload (id)
);
CREATE INDEX attendance_upload_amendments ON attendance_upload (amends_id) WHERE amends_id IS NOT NULL;
CREATE INDEX attendance_upload_by_provider ON attendance_upload (provider_id, created_at, id);
CREATE INDEX attendance_upload_by_time ON attendance_upload (created_at, id);
CREATE UNIQUE INDEX attendance_upload_same_file ON attendance_upload (provider_id, sha256) WHERE owns_file;

CREATE TABLE attendance_upload_error (
  upload_id uuid NOT NULL,
  position integer NOT NULL,
  line integer NOT NULL,
  "column" text,
  value text,
  code text NOT NULL,
  details jsonb NOT NULL DEFAULT '{}',
  suggestions text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (upload_id, position),
  CONSTRAINT attendance_upload_error_upload FOREIGN KEY (upload_id) REFERENCES attendance_upload (id) ON DELETE CASCADE
);

-- A file that waits for its check. Read once and dropped: packing the pieces would cost more than it saves.
CREATE TABLE attendance_upload_part (
  upload_id uuid NOT NULL,
  position integer NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (upload_id, position),
  CONSTRAINT attendance_upload_part_upload FOREIGN KEY (upload_id) REFERENCES attendance_upload (id) ON DELETE CASCADE
);
ALTER TABLE attendance_upload_part ALTER content SET STORAGE EXTERNAL;

-- Never deleted: a record that is taken back is reversed, with a reason.
CREATE TABLE attendance_record (
  id uuid NOT NULL DEFAULT uuid_v7(),
  member_id uuid NOT NULL,
  program_id uuid NOT NULL,
  offering_id uuid NOT NULL,
  completed_on date NOT NULL,
  credits numeric(6,2) NOT NULL,
  source text NOT NULL,
  upload_id uuid,
  line integer,
  recorded_at timestamptz NOT NULL,
  session_id uuid,
  reversed_at timestamptz,
  reversal_reason text,
  replaces_id uuid,
  PRIMARY KEY (id),
  CONSTRAINT attendance_record_credits CHECK (credits > 0 OR session_id IS NOT NULL AND credits = 0),
  CONSTRAINT attendance_record_reversal CHECK ((reversed_at IS NULL) = (reversal_reason IS NULL)),
  CONSTRAINT attendance_record_source CHECK (source IN ('UPLOAD', 'ENTRY', 'CLAIM', 'API')),
  CONSTRAINT attendance_record_member FOREIGN KEY (member_id) REFERENCES member (id),
  CONSTRAINT attendance_record_offering FOREIGN KEY (offering_id) REFERENCES offering (id),
  CONSTRAINT attendance_record_program FOREIGN KEY (program_id) REFERENCES program (id),
  CONSTRAINT attendance_record_replaces FOREIGN KEY (replaces_id) REFERENCES attendance_record (id),
  CONSTRAINT attendance_record_session FOREIGN KEY (session_id) REFERENCES session (id),
  CONSTRAINT attendance_record_upload FOREIGN KEY (upload_id) REFERENCES attendance_upload (id)
);
CREATE UNIQUE INDEX attendance_once_per_offering ON attendance_record (member_id, offering_id)
  WHERE session_id IS NULL AND reversed_at IS NULL;
CREATE UNIQUE INDEX attendance_once_per_session ON attendance_record (member_id, session_id)
  WHERE session_id IS NOT NULL AND reversed_at IS NULL;
CREATE INDEX attendance_record_by_day ON attendance_record (completed_on, id);
CREATE INDEX attendance_record_by_member ON attendance_record (member_id, completed_on, id);
CREATE INDEX attendance_record_by_program ON attendance_record (program_id, id);
CREATE INDEX attendance_record_by_replaced ON attendance_record (replaces_id) WHERE replaces_id IS NOT NULL;
CREATE INDEX attendance_record_by_session ON attendance_record (session_id) WHERE session_id IS NOT NULL;
-- With the day and the program, so that a page of the newest before some day, or of one provider, skips the others without
-- looking at them.
CREATE INDEX attendance_record_by_time ON attendance_record (recorded_at, id) INCLUDE (completed_on, program_id);
CREATE INDEX attendance_record_by_upload ON attendance_record (upload_id, id) WHERE upload_id IS NOT NULL;

-- What a correction or an undo did to records.
CREATE TABLE attendance_upload_change (
  upload_id uuid NOT NULL,
  position integer NOT NULL,
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
  PRIMARY KEY (upload_id, position),
  CONSTRAINT attendance_upload_change_kind CHECK (
    kind = 'ADDED' AND record_id IS NULL AND credits_before IS NULL AND credits_after IS NOT NULL
    OR kind = 'CHANGED' AND record_id IS NOT NULL AND credits_before IS NOT NULL AND credits_after IS NOT NULL
    OR kind = 'REMOVED' AND record_id IS NOT NULL AND credits_before IS NOT NULL AND credits_after IS NULL),
  CONSTRAINT attendance_upload_change_member FOREIGN KEY (member_id) REFERENCES member (id),
  CONSTRAINT attendance_upload_change_offering FOREIGN KEY (offering_id) REFERENCES offering (id),
  CONSTRAINT attendance_upload_change_program FOREIGN KEY (program_id) REFERENCES program (id),
  CONSTRAINT attendance_upload_change_record FOREIGN KEY (record_id) REFERENCES attendance_record (id),
  CONSTRAINT attendance_upload_change_upload FOREIGN KEY (upload_id) REFERENCES attendance_upload (id)
);
CREATE INDEX attendance_upload_change_by_record ON attendance_upload_change (record_id) WHERE record_id IS NOT NULL;

-- How many attendance records there are, by what long lists of them are filtered by: a million records are counted from some
-- ten thousands of rows.
CREATE TABLE attendance_tally (
  program_id uuid NOT NULL,
  completed_on date NOT NULL,
  records integer NOT NULL,
  PRIMARY KEY (program_id, completed_on),
  CONSTRAINT attendance_tally_program_id_fkey FOREIGN KEY (program_id) REFERENCES program (id) ON DELETE CASCADE
);

-- Once for each statement, and in the same order always, so that two that touch the same rows wait for each other and nothing worse.
CREATE FUNCTION attendance_tally_keep() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
  BEGIN
    INSERT INTO attendance_tally AS t (program_id, completed_on, records)
      SELECT program_id, completed_on, TG_ARGV[0]::int * count(*) FROM touched GROUP BY 1, 2 ORDER BY 1, 2
      ON CONFLICT (program_id, completed_on) DO UPDATE SET records = t.records + excluded.records;
    RETURN NULL;
  END
$$;

CREATE TRIGGER attendance_tally_added AFTER INSERT ON attendance_record
  REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION attendance_tally_keep('1');
CREATE TRIGGER attendance_tally_removed AFTER DELETE ON attendance_record
  REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION attendance_tally_keep('-1');

-- A record is never altered in these: it is reversed, and another one added.
CREATE FUNCTION attendance_record_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'An attendance record keeps its program and its day: reverse it and add another.'
      USING ERRCODE = 'integrity_constraint_violation';
  END
$$;

CREATE TRIGGER attendance_record_stays BEFORE UPDATE OF program_id, completed_on ON attendance_record
  FOR EACH ROW WHEN ((OLD.program_id, OLD.completed_on) IS DISTINCT FROM (NEW.program_id, NEW.completed_on))
  EXECUTE FUNCTION attendance_record_stays();

-- -------- claims --------

-- A claim names the registration that it was made under, which serves one member alone.
CREATE TABLE session_claim (
  member_id uuid NOT NULL,
  session_id uuid NOT NULL,
  attended_on date NOT NULL,
  claimed_at timestamptz NOT NULL,
  registration_id uuid,
  PRIMARY KEY (member_id, session_id),
  CONSTRAINT session_claim_member FOREIGN KEY (member_id) REFERENCES member (id),
  CONSTRAINT session_claim_registration FOREIGN KEY (registration_id, member_id)
    REFERENCES registration (id, member_id) ON DELETE SET NULL (registration_id),
  CONSTRAINT session_claim_session FOREIGN KEY (session_id) REFERENCES session (id)
);
CREATE INDEX session_claim_by_registration ON session_claim (registration_id);
CREATE INDEX session_claim_by_session ON session_claim (session_id);

-- -------- certificates --------

-- Frozen, names and all: what was printed is what is shown.
CREATE TABLE certificate (
  id uuid NOT NULL DEFAULT uuid_v7(),
  number text NOT NULL,
  verification_code text NOT NULL,
  member_id uuid NOT NULL,
  program_id uuid NOT NULL,
  attendance_record_id uuid,
  status text NOT NULL DEFAULT 'ISSUED',
  recipient_name text NOT NULL,
  title text NOT NULL,
  credits numeric(8,2) NOT NULL,
  credit_unit text NOT NULL,
  completed_on date NOT NULL,
  issued_at timestamptz NOT NULL,
  pdf_file_id uuid NOT NULL,
  revoked_at timestamptz,
  revocation_reason text,
  superseded_by_id uuid,
  transcript_file_id uuid,
  provider_name text NOT NULL,
  accreditor_name text NOT NULL,
  recipient_key text NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT certificate_code_once UNIQUE (verification_code),
  CONSTRAINT certificate_number_once UNIQUE (number),
  CONSTRAINT certificate_status CHECK (status IN ('ISSUED', 'SUPERSEDED', 'REVOKED')),
  CONSTRAINT certificate_attendance_record FOREIGN KEY (attendance_record_id) REFERENCES attendance_record (id),
  CONSTRAINT certificate_member FOREIGN KEY (member_id) REFERENCES member (id),
  CONSTRAINT certificate_pdf_file FOREIGN KEY (pdf_file_id) REFERENCES stored_file (id),
  CONSTRAINT certificate_program FOREIGN KEY (program_id) REFERENCES program (id),
  CONSTRAINT certificate_superseded_by FOREIGN KEY (superseded_by_id) REFERENCES certificate (id),
  CONSTRAINT certificate_transcript_file FOREIGN KEY (transcript_file_id) REFERENCES stored_file (id)
);
CREATE INDEX certificate_by_credits ON certificate (credits, id);
CREATE INDEX certificate_by_day ON certificate (completed_on, id);
CREATE INDEX certificate_by_member ON certificate (member_id, issued_at, id);
CREATE INDEX certificate_by_number ON certificate (length(number), number);
CREATE INDEX certificate_by_program ON certificate (program_id, issued_at, id);
CREATE INDEX certificate_by_recipient ON certificate (recipient_name COLLATE "und-x-icu", id);
CREATE INDEX certificate_by_status ON certificate (status, issued_at, id);
CREATE INDEX certificate_by_successor ON certificate (superseded_by_id) WHERE superseded_by_id IS NOT NULL;
CREATE INDEX certificate_by_time ON certificate (issued_at, id);
CREATE INDEX certificate_by_title ON certificate (title COLLATE "und-x-icu", id);
CREATE UNIQUE INDEX certificate_once_per_attendance ON certificate (attendance_record_id) WHERE status = 'ISSUED';
CREATE UNIQUE INDEX certificate_once_per_conference ON certificate (member_id, program_id)
  WHERE status = 'ISSUED' AND attendance_record_id IS NULL;

CREATE TABLE certificate_line (
  certificate_id uuid NOT NULL,
  position integer NOT NULL,
  session_id uuid NOT NULL,
  title text NOT NULL,
  attended_on date NOT NULL,
  credits numeric(6,2) NOT NULL,
  virtual boolean NOT NULL,
  PRIMARY KEY (certificate_id, position),
  CONSTRAINT certificate_line_certificate FOREIGN KEY (certificate_id) REFERENCES certificate (id) ON DELETE CASCADE,
  CONSTRAINT certificate_line_session FOREIGN KEY (session_id) REFERENCES session (id)
);
CREATE INDEX certificate_line_by_session ON certificate_line (session_id);

-- -------- persons --------

CREATE TABLE erasure (
  id uuid NOT NULL DEFAULT uuid_v7(),
  account_id uuid,
  member_id uuid,
  requested_at timestamptz NOT NULL,
  completed_at timestamptz,
  PRIMARY KEY (id),
  CONSTRAINT erasure_account_once UNIQUE (account_id),
  CONSTRAINT erasure_member_once UNIQUE (member_id),
  CONSTRAINT erasure_of_somebody CHECK (account_id IS NOT NULL OR member_id IS NOT NULL),
  CONSTRAINT erasure_account FOREIGN KEY (account_id) REFERENCES account (id),
  CONSTRAINT erasure_member FOREIGN KEY (member_id) REFERENCES member (id)
);

CREATE TABLE data_export (
  id uuid NOT NULL DEFAULT uuid_v7(),
  account_id uuid NOT NULL,
  requested_at timestamptz NOT NULL,
  ready_at timestamptz,
  expires_at timestamptz NOT NULL,
  byte_size bigint,
  PRIMARY KEY (id),
  CONSTRAINT data_export_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
);
CREATE INDEX data_export_by_account ON data_export (account_id, requested_at);
CREATE INDEX data_export_by_expiry ON data_export (expires_at);

-- In parts, so that neither writing nor reading one needs it whole in memory.
CREATE TABLE data_export_part (
  export_id uuid NOT NULL,
  position integer NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (export_id, position),
  CONSTRAINT data_export_part_export FOREIGN KEY (export_id) REFERENCES data_export (id) ON DELETE CASCADE
);

-- A part of a text is found by its trigrams. A server that is not ours may lack the extension, or the right to install it: those
-- filters then read the table.
DO $$ BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX program_by_name_part ON program USING gin (name_key gin_trgm_ops);
  CREATE INDEX certificate_by_recipient_part ON certificate USING gin (recipient_key gin_trgm_ops);
  CREATE INDEX mail_by_address_part ON mail USING gin (to_address gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR invalid_schema_name THEN
  RAISE NOTICE 'pg_trgm cannot be installed: names and addresses are searched without an index.';
END $$;

-- What an installation begins with and staff may then change. Source: product design, and the pages of the bodies named.

INSERT INTO accreditor_settings
  (accreditor_name, member_id_label, program_letter, time_zone, reporting_days, credit_rule_code, signatory_name, signatory_title)
VALUES ('Accreditor', 'Member ID', 'A', 'America/Chicago', 45, 'CONTACT_HOUR_60', 'Director of Education', '');

-- CASC says that a session must last 60 minutes to earn one AEU, and nothing of parts of a further one: quarters, down.
INSERT INTO credit_rule
  (code, name, unit, starts_on, minutes_per_unit, step, rounding, minimum_minutes, minimum_credits, first_unit_whole)
VALUES
  ('CONTACT_HOUR_60', 'Contact hour, 60 minutes', 'CEC', '1970-01-01', 60, 0.25, 'HALF_UP', 0, 0, false),
  ('IACET_CEU', 'IACET continuing education unit', 'CEU', '1970-01-01', 600, 0.1, 'HALF_UP', 0, 0.1, false),
  ('NASBA_CPE', 'NASBA-style credit, 50 minutes', 'CPE', '1970-01-01', 50, 0.5, 'DOWN', 0, 0, true),
  ('AST_CE', 'AST-style credit, 15-minute steps from 30 minutes', 'CE', '1970-01-01', 60, 0.25, 'DOWN', 30, 0, false),
  ('AEU', 'Administrator education unit, sessions of 60 minutes or more', 'AEU', '1970-01-01', 60, 0.25, 'DOWN', 60, 0, false);

INSERT INTO program_type (code, name, minimum_minutes, maximum_minutes, position)
VALUES
  ('IN_SERVICE', 'In-Service/Case Conference', 60, 120, 1),
  ('LECTURE', 'Single Lecture/Workshop', 60, 120, 2),
  ('EDUCATIONAL_PROGRAM', 'Educational Program, Course, Seminar', 121, NULL, 3),
  ('WEBINAR', 'Webinar', 60, 120, 4),
  ('PRE_RECORDED', 'Pre-Recorded Learning Activity', NULL, NULL, 5),
  ('CONFERENCE', 'Conference', NULL, NULL, 6);
`;
