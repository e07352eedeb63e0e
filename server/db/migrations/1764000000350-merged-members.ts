import type { MigrationInterface, QueryRunner } from "typeorm";

const statements = [
  `ALTER TABLE member
      ADD merged_into_id uuid CONSTRAINT member_merged_into REFERENCES member(id),
      ADD erased_at TIMESTAMP WITH TIME ZONE,
      ADD CONSTRAINT member_merged CHECK (merged_into_id IS NULL OR merged_into_id <> id AND account_id IS NULL AND NOT active)`,
  "CREATE INDEX member_by_survivor ON member (merged_into_id) WHERE merged_into_id IS NOT NULL",
  // Neither a merged nor an erased account can be signed in to, whatever else is set.
  `ALTER TABLE account
      ADD merged_into_id uuid CONSTRAINT account_merged_into REFERENCES account(id),
      ADD erased_at TIMESTAMP WITH TIME ZONE,
      ADD CONSTRAINT account_ended CHECK (merged_into_id IS NULL AND erased_at IS NULL
        OR disabled_at IS NOT NULL AND password_hash IS NULL AND NOT is_staff)`,
  "CREATE INDEX account_by_survivor ON account (merged_into_id) WHERE merged_into_id IS NOT NULL",
];

/** A member whose person has another number, too; and one whose person is no longer known. */
export class MergedMembers1764000000350 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE account DROP CONSTRAINT account_ended, DROP erased_at, DROP merged_into_id");
    await runner.query("ALTER TABLE member DROP CONSTRAINT member_merged, DROP erased_at, DROP merged_into_id");
  }
}
