import { type EntityManager, In } from "typeorm";
import { DomainError, ErrorCode } from "../../core/errors.ts";
import { defineLoader, groupByKey } from "../../core/lists/loaders.ts";
import { ChecklistItem } from "./checklist.entity.ts";

/** What is looked at in reviews of a type, in its order. */
export const checklistOfType = defineLoader<string, ChecklistItem[]>(async (ctx, typeIds) => {
  const rows = await ctx.db.manager.find(ChecklistItem, {
    where: { typeId: In([...typeIds]) },
    order: { position: "ASC" },
  });
  return groupByKey(typeIds as string[], rows, (row) => row.typeId);
});

/** One thing to look at in the review of a program. */
export interface CheckRow {
  id: string;
  programId: string;
  text: string;
  required: boolean;
  checkedAt: Date | null;
  checkedBy: string | null;
}

/** The checklist of a program's latest review, in its order. Asked of its review, which only staff have. */
export const checklistOfProgram = defineLoader<string, CheckRow[]>(async (ctx, programIds) => {
  const rows: CheckRow[] = await ctx.db.query(
    `SELECT c.id, c.program_id AS "programId", c.text, c.required, c.checked_at AS "checkedAt", e.address AS "checkedBy"
     FROM program_check c LEFT JOIN email_address e ON e.account_id = c.checked_by_account_id AND e.is_primary
     WHERE c.program_id = ANY($1::uuid[]) ORDER BY c.program_id, c.position`,
    [programIds],
  );
  return groupByKey(programIds as string[], rows, (row) => row.programId);
});

/**
 * Each review begins with the list that its type has then, with nothing ticked: the application is another one than the last time. What the
 * type is given later is for later reviews.
 */
export async function beginChecklist(tx: EntityManager, program: { id: string; typeId: string }): Promise<void> {
  await tx.query("DELETE FROM program_check WHERE program_id = $1", [program.id]);
  await tx.query(
    `INSERT INTO program_check (program_id, position, text, required)
     SELECT $1, position, text, required FROM checklist_item WHERE type_id = $2`,
    [program.id, program.typeId],
  );
}

/**
 * Refuses to approve what has not been looked at. The program is locked.
 * @throws CHECKLIST_OPEN, which names what is open
 */
export async function assertChecked(tx: EntityManager, programId: string): Promise<void> {
  const open: { text: string }[] = await tx.query(
    "SELECT text FROM program_check WHERE program_id = $1 AND required AND checked_at IS NULL ORDER BY position",
    [programId],
  );
  if (open.length > 0)
    throw new DomainError(ErrorCode.CHECKLIST_OPEN, "programs.checklistOpen", { open: open.map(({ text }) => text) });
}
