import type { MigrationInterface, QueryRunner } from "typeorm";

/** What conferences demand before their sessions earn, and the evidence that somebody was there. */
export class Presence1796100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE presence_demand (
      program_id uuid NOT NULL,
      demand text NOT NULL DEFAULT 'TRUST',
      percent integer,
      set_by_staff boolean NOT NULL DEFAULT false,
      CONSTRAINT presence_demand_pkey PRIMARY KEY (program_id),
      CONSTRAINT presence_demand_program FOREIGN KEY (program_id) REFERENCES program (id) ON DELETE CASCADE,
      CONSTRAINT presence_demand_of CHECK (demand IN ('TRUST', 'IN_PERSON', 'ALL', 'MINUTES')),
      CONSTRAINT presence_demand_percent CHECK ((demand = 'MINUTES') = (percent IS NOT NULL) AND percent BETWEEN 1 AND 100))`);
    await runner.query(`CREATE TABLE presence (
      id uuid NOT NULL DEFAULT uuid_v7(),
      session_id uuid NOT NULL,
      member_id uuid,
      registration_id uuid,
      source text NOT NULL,
      at timestamptz NOT NULL,
      minutes integer,
      reason text,
      recorded_at timestamptz NOT NULL,
      CONSTRAINT presence_pkey PRIMARY KEY (id),
      CONSTRAINT presence_session FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE,
      CONSTRAINT presence_member FOREIGN KEY (member_id) REFERENCES member (id),
      CONSTRAINT presence_registration FOREIGN KEY (registration_id) REFERENCES registration (id) ON DELETE SET NULL,
      CONSTRAINT presence_source CHECK (source IN ('CODE', 'SCAN', 'FILE', 'STAFF')),
      CONSTRAINT presence_minutes CHECK (minutes > 0 AND source IN ('FILE', 'STAFF') OR minutes IS NULL))`);
    await runner.query("CREATE INDEX presence_by_session ON presence (session_id, member_id)");
    await runner.query("CREATE INDEX presence_by_member ON presence (member_id) WHERE member_id IS NOT NULL");
    await runner.query(
      "CREATE INDEX presence_by_registration ON presence (registration_id) WHERE registration_id IS NOT NULL",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE presence");
    await runner.query("DROP TABLE presence_demand");
  }
}
