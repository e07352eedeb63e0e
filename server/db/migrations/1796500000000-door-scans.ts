import type { MigrationInterface, QueryRunner } from "typeorm";

/** Each registration has a badge of its own, and a conference a link for the telephones that scan badges at its doors. */
export class DoorScans1796500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Twelve characters of five random bits each, without the fixed bits of a UUID.
    await runner.query(`CREATE FUNCTION badge_code() RETURNS text LANGUAGE sql PARALLEL SAFE AS $$
      SELECT string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (get_byte(r.bytes, n) & 31), 1), '')
      FROM (SELECT uuid_send(gen_random_uuid()) AS bytes OFFSET 0) r, unnest(ARRAY[0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14]) n
    $$`);
    await runner.query(`ALTER TABLE registration
      ADD COLUMN badge_code text NOT NULL DEFAULT badge_code(),
      ADD CONSTRAINT registration_badge_code CHECK (badge_code ~ '^[0-9A-HJKMNP-TV-Z]{12}$'),
      ADD CONSTRAINT registration_once_per_badge UNIQUE (program_id, badge_code)`);
    await runner.query(`CREATE TABLE door_link (
      program_id uuid NOT NULL,
      token_hash bytea NOT NULL,
      made_by_account_id uuid NOT NULL,
      made_at timestamptz NOT NULL,
      CONSTRAINT door_link_pkey PRIMARY KEY (program_id),
      CONSTRAINT door_link_token_once UNIQUE (token_hash),
      CONSTRAINT door_link_program FOREIGN KEY (program_id) REFERENCES program (id) ON DELETE CASCADE,
      CONSTRAINT door_link_maker FOREIGN KEY (made_by_account_id) REFERENCES account (id))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE door_link");
    await runner.query("ALTER TABLE registration DROP COLUMN badge_code");
    await runner.query("DROP FUNCTION badge_code");
  }
}
