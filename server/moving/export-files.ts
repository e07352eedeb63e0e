import type { QueryRunner } from "typeorm";
import type { Context } from "../core/context.ts";
import { writeCsv } from "../core/csv/write-csv.ts";
import { bytesOf, keptBytesSql } from "../core/storage/kept-bytes.ts";
import { dataPackage } from "./data-package.ts";
import { everyKind } from "./every-kind.ts";
import { recordFiles } from "./export-records.ts";
import { type ExportChoice, exportedColumns, exportedName } from "./exported-columns.ts";
import { exportedPdfSql } from "./kinds/certificates.kind.ts";
import { exportedDocuments } from "./kinds/documents.kind.ts";
import { outsideCreditKind } from "./kinds/outside-credit.kind.ts";
import type { MovingColumn, MovingKind } from "./moving-kind.ts";

/** A file of an export of everything. Whoever takes it reads it to its end before the next one. */
export interface ExportedFile {
  name: string;
  input: AsyncIterable<Buffer | string>;
  /** Whether its bytes are the same at every time, so that one that is there already need not be written again. */
  isForGood: boolean;
}

/** So many rows are in memory at once. */
const rowsAtOnce = 2_000;

/** Rows of a kind, in the order of its key, each cell as it is read back: one line, without what no file keeps. */
export function exportedRowsSql(
  { exported: { from, cells, key } }: MovingKind,
  columns: readonly MovingColumn[],
): string {
  const oneLine = (sql: string) => `coalesce(btrim(regexp_replace((${sql})::text, '\\s+', ' ', 'g')), '')`;
  const list = [...new Set([...columns.map((column) => column.key), ...key])].map(
    (column) => `${cells[column] === undefined ? "''" : oneLine(cells[column])} AS "${column}"`,
  );
  return `SELECT * FROM (SELECT ${list.join(", ")} FROM ${from}) x ORDER BY ${key.map((column) => `"${column}" COLLATE "C"`).join(", ")}`;
}

/** Rows of a statement by a cursor of the transaction, which all files share: they show one moment. */
async function* rowsOf<Row>(runner: QueryRunner, sql: string, atOnce = rowsAtOnce): AsyncGenerator<Row> {
  await runner.query(`DECLARE exported NO SCROLL CURSOR FOR ${sql}`);
  try {
    for (;;) {
      const rows: Row[] = await runner.query(`FETCH FORWARD ${atOnce} FROM exported`);
      yield* rows;
      if (rows.length < atOnce) return;
    }
  } finally {
    await runner.query("CLOSE exported");
  }
}

async function* cellsOf(
  runner: QueryRunner,
  sql: string,
  columns: readonly MovingColumn[],
  count: () => void,
): AsyncGenerator<string[]> {
  for await (const row of rowsOf<Record<string, string>>(runner, sql)) {
    count();
    yield columns.map(({ key }) => row[key] ?? "");
  }
}

/** Lines of a statement that finds `line`. */
export async function* linesOf(runner: QueryRunner, sql: string): AsyncGenerator<string> {
  for await (const { line } of rowsOf<{ line: string }>(runner, sql)) yield `${line}\n`;
}

async function* bytesOfFile(ctx: Context, runner: QueryRunner, id: string): AsyncGenerator<Buffer> {
  const [file] = await runner.query(`SELECT ${keptBytesSql("f")} FROM stored_file f WHERE f.id = $1`, [id]);
  if (file) yield await bytesOf(ctx, file);
}

/** Files that are kept as they are: which, and how each is called. */
const keptFiles = (withoutContacts: boolean) => [
  {
    sql: `SELECT pdf_file_id AS id, ${exportedPdfSql("number")} AS name FROM certificate ORDER BY number COLLATE "C"`,
  },
  ...(withoutContacts
    ? []
    : [
        {
          sql: `SELECT pdf_file_id AS id, ${exportedPdfSql("number")} AS name FROM outside_certificate
            WHERE pdf_file_id IS NOT NULL ORDER BY number COLLATE "C"`,
        },
        {
          sql: `SELECT t.file_id AS id, t.path AS name FROM ${exportedDocuments} t ORDER BY t.path COLLATE "C"`,
        },
        {
          sql: `SELECT file_id AS id, 'invoices/' || number || '.pdf' AS name FROM (
            SELECT file_id, number FROM invoice UNION ALL SELECT file_id, number FROM credit_note) i ORDER BY number COLLATE "C"`,
        },
        {
          sql: `SELECT t.proof_file_id AS id, ${outsideCreditKind.exported.cells.proof} AS name FROM ${outsideCreditKind.exported.from} ORDER BY 2`,
        },
      ]),
];

/** Of everything that an export has besides lists: the log with the hash of each entry, and what was taken out of it since. */
const logs = {
  "audit-log.jsonl": `SELECT json_build_object('seq', l.seq, 'hash', encode(l.hash, 'hex'), 'entry', row_to_json(e))::text AS line
    FROM audit_link l LEFT JOIN audit_entry e ON e.id = l.entry_id ORDER BY l.seq`,
  "audit-redactions.jsonl": `SELECT json_build_object('entry_id', r.entry_id, 'step', r.step, 'batch_id', r.batch_id, 'before_digest', encode(r.before_digest, 'hex'),
      'after_digest', encode(r.after_digest, 'hex'), 'fields', r.fields)::text AS line
    FROM audit_redaction r ORDER BY r.entry_id, r.step`,
};

/**
 * Everything that an accreditor owns, file by file: a list of each kind as an import takes it, the PDFs of certificates, documents, what else is on record as it is, the audit log with its
 * chain, and last what describes the lists, after Frictionless Data Package.
 * @param runner has a transaction of which everybody sees the same moment
 * @param tell told how much is done, from 0 to 1
 */
export async function* filesOfExport(
  ctx: Context,
  runner: QueryRunner,
  choice: ExportChoice,
  tell: (share: number) => Promise<void> = async () => {},
): AsyncGenerator<ExportedFile> {
  const written: MovingKind[] = [];
  for (const [i, kind] of everyKind.entries()) {
    await tell((i / everyKind.length) * 0.4);
    const columns = exportedColumns(kind, choice);
    if (columns === null) continue;
    const [{ some }] = await runner.query(`SELECT EXISTS (SELECT FROM ${kind.exported.from}) AS some`);
    if (!some) continue;
    written.push(kind);
    const rows = cellsOf(runner, exportedRowsSql(kind, columns), columns, () => {});
    const input = writeCsv(
      columns.map(({ headings }) => headings[0]),
      rows,
      { bom: false },
    );
    yield { name: exportedName(kind), input, isForGood: false };
  }
  const [{ most }] = await runner.query(
    `SELECT (SELECT count(*) FROM certificate)::int + (SELECT count(pdf_file_id) FROM outside_certificate)::int
       + (SELECT count(*) FROM program_document)::int + (SELECT count(proof_file_id) FROM outside_credit)::int
       + (SELECT count(*) FROM invoice)::int + (SELECT count(*) FROM credit_note)::int AS most`,
  );
  let done = 0;
  for (const { sql } of keptFiles(choice.withoutContacts)) {
    // Their bytes are read one by one, so that a few of their names are all that is in memory.
    for await (const { id, name } of rowsOf<{ id: string; name: string }>(runner, sql)) {
      yield { name, input: bytesOfFile(ctx, runner, id), isForGood: true };
      await tell(0.4 + (++done / most) * 0.5);
    }
  }
  if (!choice.withoutContacts)
    for (const { name, sql } of [...recordFiles(), ...Object.entries(logs).map(([name, sql]) => ({ name, sql }))]) {
      const [{ some }] = await runner.query(`SELECT EXISTS (${sql}) AS some`);
      if (some || name in logs) yield { name, input: linesOf(runner, sql), isForGood: false };
    }
  const described = JSON.stringify(dataPackage(written, choice), null, 2);
  yield {
    name: "datapackage.json",
    input: (async function* () {
      yield `${described}\n`;
    })(),
    isForGood: false,
  };
  await tell(1);
}
