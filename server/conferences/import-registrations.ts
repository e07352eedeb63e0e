import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { fileReader, requestFiles } from "../core/file-room.ts";
import { textsOf } from "../core/messages/sentence.ts";
import type { RowError } from "../core/row-error.object.ts";
import { ImportKind } from "./conference-import.queries.ts";
import type { ImportFile } from "./import.args.ts";
import { countChange, lockConference } from "./lock-conference.ts";
import type { ParsedRegistration, RegistrationsPart, RegistrationsTask } from "./read-registrations.ts";

/** Largest file of registrations that is taken, in bytes: some two hundred thousand rows. */
export const registrationsMaxBytes = 16 * 1024 * 1024;

export enum RegistrationChangeKind {
  ADDED = "ADDED",
  CHANGED = "CHANGED",
}

/** What an import does with one registration. */
export interface RegistrationChange {
  kind: RegistrationChangeKind;
  email: string;
  /** What is different, where it changed. */
  fields: string[];
}

export interface RegistrationImport {
  preview: boolean;
  added: number;
  changed: number;
  unchanged: number;
  /** Registrations that the file does not have: they stay. */
  absent: number;
  changes: RegistrationChange[];
  errors: RowError[];
}

/**
 * Adds the registrations of a CSV file, and replaces those whose address the conference has already: the whole file, or
 * nothing of it. Registrations that the file does not have stay.
 * @throws what lockConference refuses; FILE_TOO_COSTLY
 */
export async function importRegistrations(
  ctx: Context,
  programId: string,
  file: ImportFile,
  preview: boolean,
): Promise<RegistrationImport> {
  return requestFiles.inTurn(() => importInTurn(ctx, programId, file, preview));
}

const registrationsReader = fileReader<RegistrationsTask, RegistrationsPart>(
  "read-registrations",
  "readRegistrations",
  import.meta.url,
);

async function importInTurn(
  ctx: Context,
  programId: string,
  { name, open }: ImportFile,
  preview: boolean,
): Promise<RegistrationImport> {
  return inTransaction(ctx, async (tx) => {
    const conference = await lockConference(tx, ctx, programId);
    await createStage(tx);
    const { language } = ctx.request;
    const errors: RowError[] = [];
    const parts = requestFiles.read(registrationsReader, { language, texts: textsOf(language) }, open);
    for await (const { registrations, errors: found } of parts) {
      for (const error of found) errors.push(error);
      if (errors.length === 0) await stage(tx, registrations);
    }
    if (errors.length > 0) return { preview, added: 0, changed: 0, unchanged: 0, absent: 0, changes: [], errors };

    // Lists without names are sent for types and days; a name that somebody gave stays.
    await tx.query(
      `UPDATE registration_stage s SET name = r.name FROM registration r
       WHERE s.name IS NULL AND r.program_id = $1 AND r.email = s.email AND r.name IS NOT NULL`,
      [programId],
    );
    const [{ sent, existing }] = await tx.query(
      `SELECT (SELECT count(*)::int FROM registration_stage) AS sent,
         (SELECT count(*)::int FROM registration WHERE program_id = $1) AS existing`,
      [programId],
    );
    const changes: RegistrationChange[] = await tx.query(
      `SELECT CASE WHEN r.email IS NULL THEN '${RegistrationChangeKind.ADDED}' ELSE '${RegistrationChangeKind.CHANGED}' END AS kind,
         s.email, CASE WHEN r.email IS NULL THEN '{}' ELSE ${differingFields} END AS fields
       FROM registration_stage s LEFT JOIN registration r ON r.program_id = $1 AND r.email = s.email
       WHERE r.email IS NULL OR ${differs("r", "s")}
       ORDER BY s.position`,
      [programId],
    );
    const changed = changes.filter(({ kind }) => kind === RegistrationChangeKind.CHANGED).length;
    const unchanged = sent - changes.length;
    const outcome = {
      added: changes.length - changed,
      changed,
      unchanged,
      absent: existing - changed - unchanged,
    };
    if (!preview && changes.length > 0) {
      await tx.query(
        `INSERT INTO registration (program_id, email, registration_type, name, access_from, access_until, virtual_only, created_at)
         SELECT $1, email, registration_type, name, access_from, access_until, virtual_only, $2
         FROM registration_stage ORDER BY position
         ON CONFLICT (program_id, email) DO UPDATE SET registration_type = excluded.registration_type, name = excluded.name,
           access_from = excluded.access_from, access_until = excluded.access_until,
           virtual_only = excluded.virtual_only, version = registration.version + 1
         WHERE ${differs("registration", "excluded")}`,
        [programId, ctx.now()],
      );
      await countChange(tx, ctx, conference, "program.change-registrations");
    }
    if (!preview)
      await audit(tx, ctx, ImportKind.REGISTRATIONS, ["program", programId], { after: { fileName: name, ...outcome } });
    return { preview, ...outcome, changes, errors };
  });
}

/** What a file says of a registration, with the column that keeps it, in the order in which differences are told. */
const fileColumns = [
  ["registrationType", "registration_type", "text"],
  ["name", "name", "text"],
  ["accessFrom", "access_from", "date"],
  ["accessUntil", "access_until", "date"],
  ["virtualOnly", "virtual_only", "boolean"],
] as const satisfies readonly (readonly [keyof ParsedRegistration, string, string])[];

/** Whether two rows, of the aliases, say something else of one registration. */
const differs = (a: string, b: string): string => {
  const row = (alias: string) => `(${fileColumns.map(([, column]) => `${alias}.${column}`).join(", ")})`;
  return `${row(a)} IS DISTINCT FROM ${row(b)}`;
};

const differingFields = `array_remove(ARRAY[${fileColumns
  .map(([field, column]) => `CASE WHEN r.${column} IS DISTINCT FROM s.${column} THEN '${field}' END`)
  .join(", ")}], NULL)`;

/** The file's rows wait here to be compared as one set; the table goes with the transaction. */
const createStage = (tx: EntityManager): Promise<void> =>
  tx.query(
    `CREATE TEMPORARY TABLE registration_stage (position serial, email text,
       ${fileColumns.map(([, column, type]) => `${column} ${type}`).join(", ")}) ON COMMIT DROP`,
  );

async function stage(tx: EntityManager, registrations: readonly ParsedRegistration[]): Promise<void> {
  if (registrations.length === 0) return;
  await tx.query(
    `INSERT INTO registration_stage (email, ${fileColumns.map(([, column]) => column).join(", ")})
     SELECT email, ${fileColumns.map(([field]) => `"${field}"`).join(", ")}
     FROM jsonb_to_recordset($1::jsonb) AS r (email text, ${fileColumns.map(([field, , type]) => `"${field}" ${type}`).join(", ")})`,
    [JSON.stringify(registrations)],
  );
}
