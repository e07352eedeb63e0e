import { defineLoader, groupByKey } from "../../core/lists/loaders.ts";

/** A note as staff see it. */
export interface NoteRow {
  id: string;
  programId: string;
  text: string;
  author: string;
  authorAccountId: string | null;
  writtenAt: Date;
}

/** What staff noted of a program, the latest first. Asked of its review alone, which only they have. */
export const notesOfProgram = defineLoader<string, NoteRow[]>(async (ctx, programIds) => {
  const rows: NoteRow[] = await ctx.db.query(
    `SELECT n.id, n.program_id AS "programId", n.text, n.author_account_id AS "authorAccountId", n.written_at AS "writtenAt",
       coalesce(e.address, '') AS author
     FROM review_note n LEFT JOIN email_address e ON e.account_id = n.author_account_id AND e.is_primary
     WHERE n.program_id = ANY($1::uuid[]) ORDER BY n.written_at DESC, n.id DESC`,
    [programIds],
  );
  return groupByKey(programIds as string[], rows, (row) => row.programId);
});
