import type { MigrationInterface, QueryRunner } from "typeorm";

/** Addresses to which events are sent, and what became of each. */
export class Webhooks1795961859123 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE webhook (
      id uuid NOT NULL DEFAULT uuid_v7(),
      url text NOT NULL,
      types text[] NOT NULL,
      provider_id uuid,
      created_by_account_id uuid NOT NULL,
      created_at timestamptz NOT NULL,
      secret bytea NOT NULL,
      previous_secret bytea,
      previous_until timestamptz,
      spread_to bigint NOT NULL,
      failures integer NOT NULL DEFAULT 0,
      resume_at timestamptz,
      last_success_at timestamptz,
      stopped_at timestamptz,
      stopped_because text,
      CONSTRAINT webhook_pkey PRIMARY KEY (id),
      CONSTRAINT webhook_creator FOREIGN KEY (created_by_account_id) REFERENCES account (id),
      CONSTRAINT webhook_stopped CHECK ((stopped_at IS NULL) = (stopped_because IS NULL)),
      CONSTRAINT webhook_stop_reason CHECK (stopped_because IN ('BY_HAND', 'FAILING', 'GONE', 'MAKER_GONE')),
      CONSTRAINT webhook_overlap CHECK ((previous_secret IS NULL) = (previous_until IS NULL)))`);
    await runner.query("CREATE INDEX webhook_by_provider ON webhook (provider_id, created_at)");
    await runner.query("CREATE INDEX webhook_active ON webhook (spread_to) WHERE stopped_at IS NULL");
    await runner.query(`CREATE TABLE webhook_delivery (
      id uuid NOT NULL DEFAULT uuid_v7(),
      webhook_id uuid NOT NULL,
      event_id uuid NOT NULL,
      number bigint NOT NULL,
      subject_id uuid NOT NULL,
      attempts integer NOT NULL DEFAULT 0,
      next_at timestamptz NOT NULL,
      first_at timestamptz,
      tried_at timestamptz,
      done_at timestamptz,
      gave_up boolean NOT NULL DEFAULT false,
      answer integer,
      problem text,
      took_ms integer,
      CONSTRAINT webhook_delivery_pkey PRIMARY KEY (id),
      CONSTRAINT webhook_delivery_once UNIQUE (webhook_id, event_id),
      CONSTRAINT webhook_delivery_to FOREIGN KEY (webhook_id) REFERENCES webhook (id) ON DELETE CASCADE,
      CONSTRAINT webhook_delivery_event FOREIGN KEY (event_id) REFERENCES event (id) ON DELETE CASCADE,
      CONSTRAINT webhook_delivery_problem CHECK (problem IN ('PRIVATE_ADDRESS', 'UNKNOWN_HOST', 'UNREACHABLE', 'TIMEOUT', 'CERTIFICATE', 'ANSWER')))`);
    await runner.query("CREATE INDEX webhook_delivery_by_number ON webhook_delivery (webhook_id, number)");
    await runner.query(
      "CREATE INDEX webhook_delivery_waiting ON webhook_delivery (webhook_id, number) WHERE done_at IS NULL",
    );
    await runner.query(
      "CREATE INDEX webhook_delivery_of_subject ON webhook_delivery (webhook_id, subject_id, number) WHERE done_at IS NULL",
    );
    await runner.query("CREATE INDEX webhook_delivery_of_event ON webhook_delivery (event_id)");

    // One job for a transaction, and only where somebody listens.
    await runner.query(`CREATE FUNCTION event_spreads() RETURNS trigger LANGUAGE plpgsql SET search_path TO '$user', 'public' AS $$ BEGIN
      IF EXISTS (SELECT FROM webhook WHERE stopped_at IS NULL)
        AND current_setting('accrue.events_told', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM set_config('accrue.events_told', pg_current_xact_id()::text, true);
        PERFORM graphile_worker.add_job('events.spread', payload := '{}'::json, priority := 10);
      END IF;
      RETURN NULL;
    END $$`);
    await runner.query(
      "CREATE TRIGGER event_spreads AFTER INSERT ON event FOR EACH STATEMENT EXECUTE FUNCTION event_spreads()",
    );

    // What somebody made in a name that is not theirs any more ends with them, and does not come back when they do.
    await runner.query(`CREATE FUNCTION webhook_ends_with_colleague() RETURNS trigger LANGUAGE plpgsql SET search_path TO '$user', 'public' AS $$ BEGIN
      UPDATE webhook SET stopped_at = now(), stopped_because = 'MAKER_GONE'
        WHERE created_by_account_id = OLD.account_id AND provider_id = OLD.provider_id AND stopped_at IS NULL;
      RETURN NULL;
    END $$`);
    await runner.query(`CREATE TRIGGER provider_account_ends_webhooks AFTER DELETE ON provider_account
      FOR EACH ROW EXECUTE FUNCTION webhook_ends_with_colleague()`);
    await runner.query(`CREATE FUNCTION webhook_ends_with_account() RETURNS trigger LANGUAGE plpgsql SET search_path TO '$user', 'public' AS $$ BEGIN
      UPDATE webhook SET stopped_at = now(), stopped_because = 'MAKER_GONE'
        WHERE created_by_account_id = NEW.id AND stopped_at IS NULL AND (NEW.status <> 'ACTIVE' OR provider_id IS NULL);
      RETURN NULL;
    END $$`);
    await runner.query(`CREATE TRIGGER account_ends_webhooks AFTER UPDATE OF status, staff_roles ON account FOR EACH ROW
      WHEN ((NEW.status <> 'ACTIVE' AND OLD.status = 'ACTIVE')
        OR ('ADMINISTRATOR' = ANY (OLD.staff_roles) AND NOT 'ADMINISTRATOR' = ANY (NEW.staff_roles)))
      EXECUTE FUNCTION webhook_ends_with_account()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TRIGGER account_ends_webhooks ON account");
    await runner.query("DROP FUNCTION webhook_ends_with_account()");
    await runner.query("DROP TRIGGER provider_account_ends_webhooks ON provider_account");
    await runner.query("DROP FUNCTION webhook_ends_with_colleague()");
    await runner.query("DROP TRIGGER event_spreads ON event");
    await runner.query("DROP FUNCTION event_spreads()");
    await runner.query("DROP TABLE webhook_delivery");
    await runner.query("DROP TABLE webhook");
  }
}
