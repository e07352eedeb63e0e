import type { MigrationInterface, QueryRunner } from "typeorm";

/** Licences and registry numbers of members, of kinds that staff set up. */
export class Licences1795923500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE licence_kind (
      id uuid NOT NULL DEFAULT uuid_v7() CONSTRAINT licence_kind_pkey PRIMARY KEY,
      code text NOT NULL CONSTRAINT licence_kind_code_once UNIQUE,
      name text NOT NULL,
      mask text,
      check_digit text NOT NULL DEFAULT 'NONE' CONSTRAINT licence_kind_check_digit CHECK (check_digit IN ('NONE', 'NPI')),
      asks_jurisdiction boolean NOT NULL,
      asks_profession boolean NOT NULL,
      asks_expiry boolean NOT NULL,
      is_unique boolean NOT NULL,
      sensitive boolean NOT NULL,
      on_rosters boolean NOT NULL,
      active boolean NOT NULL DEFAULT true,
      version integer NOT NULL DEFAULT 1,
      CONSTRAINT licence_kind_on_rosters CHECK (NOT (sensitive AND on_rosters)))`);
    await runner.query(`CREATE TABLE licence (
      id uuid NOT NULL CONSTRAINT licence_pkey PRIMARY KEY,
      member_id uuid NOT NULL CONSTRAINT licence_member REFERENCES member (id),
      kind_id uuid NOT NULL CONSTRAINT licence_kind REFERENCES licence_kind (id),
      number text,
      sealed bytea,
      number_key text NOT NULL,
      jurisdiction text,
      profession text,
      expires_on date,
      exclusive boolean NOT NULL,
      verified_at timestamptz,
      verified_by_account_id uuid CONSTRAINT licence_verified_by REFERENCES account (id),
      created_at timestamptz NOT NULL,
      CONSTRAINT licence_sealed CHECK ((number IS NULL) = (sealed IS NOT NULL)),
      CONSTRAINT licence_verified CHECK (verified_at IS NOT NULL OR verified_by_account_id IS NULL))`);
    await runner.query(
      "CREATE UNIQUE INDEX licence_once ON licence (member_id, kind_id, number_key, (coalesce(jurisdiction, '')))",
    );
    await runner.query(
      "CREATE UNIQUE INDEX licence_exclusive ON licence (kind_id, number_key, (coalesce(jurisdiction, ''))) WHERE exclusive",
    );
    await runner.query("CREATE INDEX licence_by_member ON licence (member_id)");
    await runner.query("CREATE INDEX licence_by_number ON licence (kind_id, number_key)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE licence");
    await runner.query("DROP TABLE licence_kind");
  }
}
