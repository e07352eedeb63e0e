import type { MigrationInterface, QueryRunner } from "typeorm";

/** How a type of program is completed and how often it earns is data; a talk that is held twice is one talk. */
export class ActivityForms1795905258894 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE program_type ADD form text NOT NULL DEFAULT 'LIVE'");
    await runner.query("ALTER TABLE program_type ADD dates_required integer");
    await runner.query("UPDATE program_type SET form = 'ON_DEMAND' WHERE code = 'PRE_RECORDED'");
    await runner.query("UPDATE program_type SET form = 'CONFERENCE' WHERE code = 'CONFERENCE'");
    await runner.query(
      "ALTER TABLE program_type ADD CONSTRAINT program_type_form CHECK (form IN ('LIVE', 'ON_DEMAND', 'SERIES', 'CONFERENCE'))",
    );
    await runner.query(
      "ALTER TABLE program_type ADD CONSTRAINT program_type_dates CHECK (dates_required > 0 AND (dates_required IS NULL OR form = 'SERIES'))",
    );
    await runner.query(`CREATE TABLE repeat_rule (
      type_id uuid NOT NULL,
      starts_on date NOT NULL,
      scope text NOT NULL,
      cycle_years integer,
      cycle_from integer,
      CONSTRAINT repeat_rule_pkey PRIMARY KEY (type_id, starts_on),
      CONSTRAINT repeat_rule_type FOREIGN KEY (type_id) REFERENCES program_type (id),
      CONSTRAINT repeat_rule_scope CHECK (scope IN ('OFFERING', 'PROGRAM', 'YEAR', 'CYCLE')),
      CONSTRAINT repeat_rule_cycle CHECK ((scope = 'CYCLE') = (cycle_years IS NOT NULL) AND (scope = 'CYCLE') = (cycle_from IS NOT NULL)
        AND (cycle_years IS NULL OR cycle_years > 0)))`);
    await runner.query("ALTER TABLE session ADD talk_key text");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE session DROP talk_key");
    await runner.query("DROP TABLE repeat_rule");
    await runner.query("ALTER TABLE program_type DROP dates_required");
    await runner.query("ALTER TABLE program_type DROP form");
  }
}
