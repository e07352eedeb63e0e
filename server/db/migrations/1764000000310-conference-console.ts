import type { MigrationInterface, QueryRunner } from "typeorm";

const up = [
  "ALTER TABLE session ADD version integer NOT NULL DEFAULT 1",
  `ALTER TABLE registration
      ADD version integer NOT NULL DEFAULT 1,
      ADD member_id uuid CONSTRAINT registration_member REFERENCES member(id),
      ADD CONSTRAINT registration_of_member UNIQUE (id, member_id)`,
  "ALTER TABLE session_claim ADD registration_id uuid",
  // Until now a claim did not say under which registration: it was one of the member's verified addresses.
  `UPDATE registration r SET member_id = k.member_id
   FROM (SELECT DISTINCT ON (r.id) r.id, m.id AS member_id
         FROM registration r
         JOIN email_address e ON e.address = r.email AND e.verified_at IS NOT NULL
         JOIN member m ON m.account_id = e.account_id
         JOIN session s ON s.program_id = r.program_id
         JOIN session_claim c ON c.session_id = s.id AND c.member_id = m.id
         ORDER BY r.id, c.claimed_at, m.id) k
   WHERE k.id = r.id`,
  `UPDATE session_claim c SET registration_id = k.id
   FROM (SELECT DISTINCT ON (r.program_id, r.member_id) r.program_id, r.member_id, r.id
         FROM registration r WHERE r.member_id IS NOT NULL ORDER BY r.program_id, r.member_id, r.id) k, session s
   WHERE s.id = c.session_id AND k.program_id = s.program_id AND k.member_id = c.member_id`,
  `ALTER TABLE session_claim ADD CONSTRAINT session_claim_registration
      FOREIGN KEY (registration_id, member_id) REFERENCES registration (id, member_id)
      ON DELETE SET NULL (registration_id)`,
  "CREATE INDEX session_claim_by_registration ON session_claim (registration_id)",
];

const down = [
  "ALTER TABLE session_claim DROP registration_id",
  "ALTER TABLE registration DROP member_id, DROP version",
  "ALTER TABLE session DROP version",
];

/** What the console needs of conferences: versions, and registrations that only one member can claim under. */
export class ConferenceConsole1764000000310 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of down) await runner.query(statement);
  }
}
