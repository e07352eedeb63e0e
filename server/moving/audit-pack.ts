import type { QueryRunner } from "typeorm";
import { certificateFileName } from "../certificates/certificate.mail.ts";
import { readCredential } from "../certificates/credentials/issue-credential.ts";
import { evidenceBundle } from "../certificates/credentials/status-list.ts";
import { proofOf } from "../certificates/log/read-log.ts";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { keptFileName } from "../core/kept-file-name.ts";
import { isTrial } from "../core/rehearsal.ts";
import { bytesOf, keptBytesSql } from "../core/storage/kept-bytes.ts";
import { type BaggedFile, bagOf } from "./bagit.ts";
import { linesOf } from "./export-files.ts";
import { travels } from "./export-records.ts";

const uploads = `SELECT u.id FROM attendance_upload u WHERE EXISTS (SELECT FROM attendance_record r WHERE r.upload_id = u.id AND r.program_id = $1)
  OR EXISTS (SELECT FROM attendance_upload_change x WHERE x.upload_id = u.id AND x.program_id = $1)`;
const sessions = "SELECT id FROM session WHERE program_id = $1";
const certificates = "SELECT id FROM certificate WHERE program_id = $1";
const records = "SELECT id FROM attendance_record WHERE program_id = $1";

/** What of each table is a program's, `t` being the table and `$1` the program: its application, how it was decided, what was reported, corrected and issued. */
const parts: Readonly<Record<string, string>> = {
  program: "t.id = $1",
  speaker: "t.program_id = $1",
  offering: "t.program_id = $1",
  program_credit_kind: "t.program_id = $1",
  program_document: "t.program_id = $1",
  program_check: "t.program_id = $1",
  program_review: "t.program_id = $1",
  review_comment: "t.program_id = $1",
  review_note: "t.program_id = $1",
  session: "t.program_id = $1",
  session_credit: `t.session_id IN (${sessions})`,
  session_instructor: `t.session_id IN (${sessions})`,
  session_claim: `t.session_id IN (${sessions})`,
  presence: `t.session_id IN (${sessions})`,
  registration: "t.program_id = $1",
  attendance_upload: `t.id IN (${uploads})`,
  attendance_upload_change: "t.program_id = $1",
  attendance_record: "t.program_id = $1",
  attendance_credit: `t.record_id IN (${records})`,
  certificate: "t.program_id = $1",
  certificate_line: `t.certificate_id IN (${certificates})`,
  certificate_credit: `t.certificate_id IN (${certificates})`,
  certificate_log_entry: `t.certificate_id IN (${certificates})`,
  ledger_entry: "t.program_id = $1",
};

/** Things of the program that entries of the audit log are about. */
const subjects = `SELECT $1::uuid UNION ${uploads} UNION ${certificates} UNION ${records} UNION ${sessions}
  UNION SELECT id FROM offering WHERE program_id = $1`;

/** Rows of a table that are the program's, each a line of JSON, without what opens something. */
function recordSql(table: string, columns: readonly string[]): string {
  const how = travels[table];
  const without = [...columns, ...(how?.as === "RECORDS" ? (how.without ?? []) : [])].map((column) => `'${column}'`);
  return `SELECT line FROM (SELECT (to_jsonb(t) - ARRAY[${without.join(", ")}]::text[])::text AS line
    FROM ${table} t WHERE ${parts[table]}) x ORDER BY line COLLATE "C"`;
}

/** Opens something, or says of a device what nobody needs to know. */
const leftOut = ["token_hash", "device_hash", "network_hash", "salt", "recipient_key"];

async function* documents(ctx: Context, runner: QueryRunner, programId: string): AsyncGenerator<BaggedFile> {
  const found: { id: string; fileId: string; fileName: string }[] = await runner.query(
    `SELECT id, file_id AS "fileId", file_name AS "fileName" FROM program_document WHERE program_id = $1 ORDER BY id`,
    [programId],
  );
  for (const { id, fileId, fileName } of found) {
    const [file] = await runner.query(`SELECT ${keptBytesSql("f")} FROM stored_file f WHERE f.id = $1`, [fileId]);
    if (file)
      yield {
        name: `documents/${id} ${keptFileName(fileName).replaceAll("/", "_")}`,
        input: await bytesOf(ctx, file),
      };
  }
}

/** A proof that stands already; null where the event waits for the next checkpoint, or there is none. */
async function proofThere(ctx: Context, code: string, event: "issued" | "credential"): Promise<string | null> {
  try {
    return await proofOf(ctx, code, event);
  } catch (error) {
    if (error instanceof DomainError && error.code === ErrorCode.UNAVAILABLE) return null;
    throw error;
  }
}

/** Certificates as they were issued, those that ended too, each with its credential and what proves that both stand in the log. */
async function* certificateFiles(
  ctx: Context,
  runner: QueryRunner,
  programId: string,
  tell: (share: number) => Promise<void>,
): AsyncGenerator<BaggedFile> {
  const found: { id: string; fileId: string; number: string; code: string }[] = await runner.query(
    `SELECT id, pdf_file_id AS "fileId", number, verification_code AS code FROM certificate WHERE program_id = $1 ORDER BY number COLLATE "C"`,
    [programId],
  );
  for (const [i, { id, fileId, number, code }] of found.entries()) {
    const [file] = await runner.query(`SELECT ${keptBytesSql("f")} FROM stored_file f WHERE f.id = $1`, [fileId]);
    const name = `certificates/${certificateFileName({ number })}`;
    if (file) yield { name, input: await bytesOf(ctx, file) };
    const issued = await proofThere(ctx, code, "issued");
    if (issued) yield { name: `${name}.proof`, input: issued };
    // What is issued here counts for nothing, and has no credential.
    if (!isTrial(ctx.config)) {
      const credential = await readCredential(ctx, id);
      const inLog = credential && (await proofThere(ctx, code, "credential"));
      const document = name.replace(/\.pdf$/, ".json");
      if (credential) yield { name: document, input: credential.document };
      if (inLog) yield { name: `${document}.proof`, input: inLog };
    }
    await tell(0.2 + ((i + 1) / found.length) * 0.75);
  }
}

async function* filesOfPack(
  ctx: Context,
  runner: QueryRunner,
  programId: string,
  tell: (share: number) => Promise<void>,
): AsyncGenerator<BaggedFile> {
  for (const table of Object.keys(parts)) {
    const sql = recordSql(table, leftOut).replaceAll("$1", `'${programId}'`);
    const [{ some }] = await runner.query(`SELECT EXISTS (${sql}) AS some`);
    if (some) yield { name: `records/${table}.jsonl`, input: linesOf(runner, sql) };
  }
  yield {
    name: "audit-log.jsonl",
    input: linesOf(
      runner,
      `SELECT json_build_object('seq', l.seq, 'hash', encode(l.hash, 'hex'), 'entry', row_to_json(e))::text AS line
       FROM audit_link l JOIN audit_entry e ON e.id = l.entry_id
       WHERE e.subject_id IN (${subjects}) ORDER BY l.seq`.replaceAll("$1", `'${programId}'`),
    ),
  };
  await tell(0.1);
  yield* documents(ctx, runner, programId);
  await tell(0.2);
  yield* certificateFiles(ctx, runner, programId, tell);
  // Last, so that it knows every key and status of what stands before it.
  if (!isTrial(ctx.config))
    yield { name: "issuer/bundle.json", input: `${JSON.stringify(await evidenceBundle(ctx))}\n` };
}

/**
 * A program's whole history as a bag of RFC 8493.
 * @param runner has a transaction of which everybody sees the same moment
 * @param tell told how much is done, from 0 to 1
 */
export async function* filesOfAuditPack(
  ctx: Context,
  runner: QueryRunner,
  programId: string,
  tell: (share: number) => Promise<void>,
): AsyncGenerator<BaggedFile> {
  const [{ number, name, provider, accreditor }] = await runner.query(
    `SELECT coalesce(p.number, p.id::text) AS number, p.name, v.name AS provider, a.accreditor_name AS accreditor
     FROM program p JOIN provider v ON v.id = p.provider_id CROSS JOIN accreditor_settings a WHERE p.id = $1`,
    [programId],
  );
  yield* bagOf(auditPackName(number), filesOfPack(ctx, runner, programId, tell), [
    ["Source-Organization", accreditor],
    ["External-Identifier", number],
    ["External-Description", `${name}, ${provider}`],
    ["Bagging-Date", ctx.now().toISOString().slice(0, 10)],
    ["Bag-Software-Agent", "Accrue"],
  ]);
  await tell(1);
}

/** What a pack is called, and the folder in it. */
const auditPackName = (number: string): string => `audit-pack-${number}`;

export async function packNameOf(ctx: Context, programId: string): Promise<string> {
  const [{ number }] = await ctx.db.query("SELECT coalesce(number, id::text) AS number FROM program WHERE id = $1", [
    programId,
  ]);
  return auditPackName(number);
}
