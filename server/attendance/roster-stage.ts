import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { EntityManager } from "typeorm";
import type { CsvProblem, CsvProblemCode } from "../core/csv/csv-problem.ts";
import { fold, foldName } from "../core/fold.ts";
import type { RosterProblemCode, RosterRow } from "./parse-roster-row.ts";

/** A row as it was read: what its cells mean, and what is wrong with those that mean nothing. */
export interface StagedRow {
  row: RosterRow;
  /** As given, where the meaning is written differently. Null: the line is no row. */
  given: { completionDate: string; credits: string } | null;
  errors: CsvProblem<RosterProblemCode | CsvProblemCode>[];
}

/** Rows wait here to be checked and recorded together; the table goes with the transaction. */
export async function createRosterStage(tx: EntityManager): Promise<void> {
  await tx.query(
    `CREATE TEMPORARY TABLE roster_stage (
       line integer NOT NULL,
       program_number text,
       member_number text,
       first_name text,
       first_name_key text,
       given_names_key text,
       last_name text,
       last_name_key text,
       completed_on date,
       date_given text,
       credits numeric(6,2),
       credits_given text,
       problems jsonb) ON COMMIT DROP`,
  );
}

const copyEscapes: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const copyCell = (value: string | number | null): string =>
  value === null ? "\\N" : String(value).replace(/[\\\n\r\t]/g, (char) => copyEscapes[char] ?? char);

function copyLine({ row, given, errors }: StagedRow): string {
  const { line, programNumber, memberNumber, firstName, lastName, completionDate, credits } = row;
  const cells = [
    line,
    programNumber,
    memberNumber,
    firstName,
    firstName && fold(firstName),
    firstName && foldName(firstName),
    lastName,
    lastName && fold(lastName),
    completionDate,
    completionDate && (given?.completionDate ?? null),
    credits,
    credits && (given?.credits ?? null),
    errors.length > 0 ? JSON.stringify(errors) : null,
  ];
  return `${cells.map(copyCell).join("\t")}\n`;
}

/** Streams rows into the stage, with back-pressure: as many are in memory as one batch has. */
export async function stageRows(
  tx: EntityManager,
  batches: AsyncIterable<StagedRow[]> | Iterable<StagedRow[]>,
): Promise<void> {
  const client = (await tx.queryRunner?.connect()) as PoolClient;
  const copy = client.query(copyFrom("COPY roster_stage FROM STDIN"));
  try {
    for await (const batch of batches) {
      if (!copy.write(batch.map(copyLine).join(""))) await once(copy, "drain");
    }
    copy.end();
    await finished(copy);
  } catch (error) {
    copy.destroy(error as Error);
    throw error;
  }
}
