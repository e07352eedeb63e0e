import type { MigrationInterface, QueryRunner } from "typeorm";

/** What boards want before they renew. */
export class Renewals1797500100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE renewal_requirement (
      id uuid NOT NULL DEFAULT uuid_v7(),
      version integer NOT NULL DEFAULT 1,
      code text NOT NULL,
      name text NOT NULL,
      body text NOT NULL,
      source_url text NOT NULL DEFAULT '',
      starts_on date NOT NULL,
      total numeric(8,2) NOT NULL,
      kind_id uuid,
      credit_unit text NOT NULL,
      months integer NOT NULL,
      opens_days integer,
      late_days integer NOT NULL DEFAULT 0,
      licence_kind_id uuid,
      CONSTRAINT renewal_requirement_pkey PRIMARY KEY (id),
      CONSTRAINT renewal_requirement_once_per_date UNIQUE (code, starts_on),
      CONSTRAINT renewal_requirement_total CHECK (total > 0),
      CONSTRAINT renewal_requirement_months CHECK (months BETWEEN 1 AND 240),
      CONSTRAINT renewal_requirement_days CHECK (opens_days BETWEEN 0 AND 7300 AND late_days BETWEEN 0 AND 3660),
      CONSTRAINT renewal_requirement_kind FOREIGN KEY (kind_id) REFERENCES credit_kind (id),
      CONSTRAINT renewal_requirement_licence_kind FOREIGN KEY (licence_kind_id) REFERENCES licence_kind (id))`);
    await runner.query(`CREATE TABLE renewal_part (
      id uuid NOT NULL DEFAULT uuid_v7(),
      requirement_id uuid NOT NULL,
      kind_id uuid NOT NULL,
      position integer NOT NULL,
      minimum numeric(8,2),
      maximum numeric(8,2),
      CONSTRAINT renewal_part_pkey PRIMARY KEY (id),
      CONSTRAINT renewal_part_once UNIQUE (requirement_id, kind_id),
      CONSTRAINT renewal_part_says_something CHECK (coalesce(minimum, maximum) IS NOT NULL AND (minimum IS NULL OR minimum > 0)),
      CONSTRAINT renewal_part_range CHECK (minimum <= maximum),
      CONSTRAINT renewal_part_requirement FOREIGN KEY (requirement_id) REFERENCES renewal_requirement (id) ON DELETE CASCADE,
      CONSTRAINT renewal_part_kind FOREIGN KEY (kind_id) REFERENCES credit_kind (id))`);
    await runner.query("CREATE UNIQUE INDEX renewal_part_place ON renewal_part (requirement_id, position)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE renewal_part");
    await runner.query("DROP TABLE renewal_requirement");
  }
}
