import type { EntityManager } from "typeorm";
import { ruledOnSql } from "./ruled-on.ts";

// Which learning check a program asks for. Who owes one is in evaluations/evaluation.rules.ts; submission asks here.

/** SQL of the ID of the learning check that a program's type asks for, by the day on which it ends, with questions or without; null: none. */
export const checkOfTypeSql = (programId: string): string =>
  `(SELECT tk.id FROM program tp JOIN program_type tt ON tt.id = tp.type_id JOIN learning_check tk ON tk.type_id = tt.id
    WHERE tp.id = ${programId} AND tk.starts_on <= ${ruledOnSql("tp", "tt")} ORDER BY tk.version DESC LIMIT 1)`;

/** SQL of the ID of the program's own learning check; null: it has none. */
export const checkOfProgramSql = (programId: string): string =>
  `(SELECT pk.id FROM learning_check pk WHERE pk.program_id = ${programId} ORDER BY pk.version DESC LIMIT 1)`;

/** SQL of the ID of the learning check whose questions are asked: the program's own, or else its type's; null: there are none. */
export const askedCheckSql = (programId: string): string =>
  `(SELECT ak.id FROM learning_check ak WHERE ak.id IN (${checkOfTypeSql(programId)}, ${checkOfProgramSql(programId)})
    AND EXISTS (SELECT FROM learning_question aq WHERE aq.check_id = ak.id) ORDER BY ak.program_id IS NULL LIMIT 1)`;

/** SQL of whether a program's certificates want a learning check that is passed, also where nobody has written its questions yet; never null. */
export const wantsCheckSql = (programId: string): string =>
  `EXISTS (SELECT FROM learning_check wk WHERE wk.required AND wk.id IN (${checkOfTypeSql(programId)}, ${checkOfProgramSql(programId)}))`;

/** Whether a program's certificates want a learning check of which nobody has written a question. */
export async function lacksQuestions(tx: EntityManager, programId: string): Promise<boolean> {
  const [{ lacks }] = await tx.query(
    `SELECT ${wantsCheckSql("$1::uuid")} AND ${askedCheckSql("$1::uuid")} IS NULL AS lacks`,
    [programId],
  );
  return lacks;
}
