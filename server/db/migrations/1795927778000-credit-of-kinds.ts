import type { MigrationInterface, QueryRunner } from "typeorm";

/** What one attendance, and one certificate, has of further kinds of credit. */
export class CreditOfKinds1795927778000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A whole can be too small for its part only where it becomes less.
      DROP TRIGGER program_kinds_fit ON program;
      CREATE CONSTRAINT TRIGGER program_kinds_fit AFTER UPDATE OF credits ON program
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.credits < OLD.credits) EXECUTE FUNCTION program_kinds_fit();

      CREATE TABLE attendance_credit (
        record_id uuid NOT NULL,
        kind_id uuid NOT NULL,
        credits numeric(6,2) NOT NULL,
        PRIMARY KEY (record_id, kind_id),
        CONSTRAINT attendance_credit_record FOREIGN KEY (record_id) REFERENCES attendance_record ON DELETE CASCADE,
        CONSTRAINT attendance_credit_kind FOREIGN KEY (kind_id) REFERENCES credit_kind,
        CONSTRAINT attendance_credit_over_zero CHECK (credits > 0)
      );

      -- Of each kind at most what is approved, and of a part at most what the whole has. It is written once and not altered.
      CREATE FUNCTION attendance_credit_fits() RETURNS trigger LANGUAGE plpgsql AS $$
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
      END $$;
      CREATE TRIGGER attendance_credit_fits AFTER INSERT ON attendance_credit REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION attendance_credit_fits();
      CREATE TRIGGER attendance_credit_stays BEFORE UPDATE ON attendance_credit
        FOR EACH STATEMENT EXECUTE FUNCTION attendance_credit_fits();

      CREATE TABLE certificate_credit (
        certificate_id uuid NOT NULL,
        position integer NOT NULL,
        kind_id uuid NOT NULL,
        name text NOT NULL,
        unit text NOT NULL,
        credits numeric(8,2) NOT NULL,
        is_part boolean NOT NULL,
        approving_body text NOT NULL,
        approval_number text NOT NULL,
        PRIMARY KEY (certificate_id, position),
        CONSTRAINT certificate_credit_certificate FOREIGN KEY (certificate_id) REFERENCES certificate ON DELETE CASCADE,
        CONSTRAINT certificate_credit_kind FOREIGN KEY (kind_id) REFERENCES credit_kind,
        CONSTRAINT certificate_credit_over_zero CHECK (credits > 0)
      );

      ALTER TABLE attendance_upload_change
        ADD kinds_before jsonb NOT NULL DEFAULT '{}',
        ADD kinds_after jsonb NOT NULL DEFAULT '{}';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE attendance_upload_change DROP kinds_before, DROP kinds_after;
      DROP TABLE certificate_credit;
      DROP TABLE attendance_credit;
      DROP FUNCTION attendance_credit_fits();
      DROP TRIGGER program_kinds_fit ON program;
      CREATE CONSTRAINT TRIGGER program_kinds_fit AFTER UPDATE OF credits ON program
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.credits IS DISTINCT FROM NEW.credits)
        EXECUTE FUNCTION program_kinds_fit();
    `);
  }
}
