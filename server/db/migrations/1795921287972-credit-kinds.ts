import type { MigrationInterface, QueryRunner } from "typeorm";

/** What is earned besides the credit that every program has: kinds as rows, and what a program asks for and is approved for of each. */
export class CreditKinds1795921287972 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE credit_kind (
        id uuid NOT NULL DEFAULT uuid_v7(),
        version integer NOT NULL DEFAULT 1,
        code text NOT NULL,
        name text NOT NULL,
        unit text NOT NULL,
        is_default boolean NOT NULL DEFAULT false,
        rule_code text,
        part_of_id uuid,
        approving_body text NOT NULL DEFAULT '',
        professions text[] NOT NULL DEFAULT '{}',
        starts_on date NOT NULL,
        ends_on date,
        position integer NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT credit_kind_code_once UNIQUE (code),
        CONSTRAINT credit_kind_part_of FOREIGN KEY (part_of_id) REFERENCES credit_kind,
        CONSTRAINT credit_kind_default CHECK (is_default = (rule_code IS NULL)
          AND NOT (is_default AND (part_of_id IS NOT NULL OR ends_on IS NOT NULL OR professions <> '{}'))),
        CONSTRAINT credit_kind_of_another CHECK (part_of_id <> id),
        CONSTRAINT credit_kind_days CHECK (starts_on <= ends_on)
      );
      CREATE UNIQUE INDEX credit_kind_default_once ON credit_kind (is_default) WHERE is_default;
      INSERT INTO credit_kind (code, name, unit, is_default, starts_on, position)
        VALUES ('CEC', 'Continuing education credit', 'CEC', true, '1970-01-01', 1);

      CREATE TABLE program_credit_kind (
        program_id uuid NOT NULL,
        kind_id uuid NOT NULL,
        credit_rule_id uuid NOT NULL,
        requested_credits numeric(6,2) NOT NULL,
        credits numeric(6,2),
        approval_number text NOT NULL DEFAULT '',
        PRIMARY KEY (program_id, kind_id),
        CONSTRAINT program_credit_kind_program FOREIGN KEY (program_id) REFERENCES program ON DELETE CASCADE,
        CONSTRAINT program_credit_kind_kind FOREIGN KEY (kind_id) REFERENCES credit_kind,
        CONSTRAINT program_credit_kind_rule FOREIGN KEY (credit_rule_id) REFERENCES credit_rule,
        CONSTRAINT program_credit_kind_amounts CHECK (requested_credits > 0 AND credits >= 0)
      );

      -- Asked when the transaction ends: a program and its kinds change in statements of their own.
      CREATE FUNCTION program_kinds_fit() RETURNS trigger LANGUAGE plpgsql AS $$
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
      END $$;
      CREATE CONSTRAINT TRIGGER program_kinds_fit AFTER INSERT OR UPDATE ON program_credit_kind
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION program_kinds_fit();
      CREATE CONSTRAINT TRIGGER program_kinds_fit AFTER UPDATE OF credits ON program
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.credits IS DISTINCT FROM NEW.credits)
        EXECUTE FUNCTION program_kinds_fit();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER program_kinds_fit ON program;
      DROP TABLE program_credit_kind;
      DROP FUNCTION program_kinds_fit();
      DROP TABLE credit_kind;
    `);
  }
}
