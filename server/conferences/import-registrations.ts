import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import type { RowError } from "../core/row-error.object.ts";
import { Registration } from "./conference.entity.ts";
import { ImportKind } from "./conference-import.queries.ts";
import type { ImportFile } from "./import.args.ts";
import { countChange, lockConference } from "./lock-conference.ts";
import { type ParsedRegistration, readRegistrations } from "./read-registrations.ts";

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
 * @throws what lockConference refuses
 */
export async function importRegistrations(
  ctx: Context,
  programId: string,
  { name, content }: ImportFile,
  preview: boolean,
): Promise<RegistrationImport> {
  return inTransaction(ctx, async (tx) => {
    const conference = await lockConference(tx, ctx, programId);
    const { registrations, errors } = await readRegistrations(content, ctx.request.language);
    if (errors.length > 0) return { preview, added: 0, changed: 0, unchanged: 0, absent: 0, changes: [], errors };

    const existing = new Map((await tx.findBy(Registration, { programId })).map((each) => [each.email, each]));
    const changes: RegistrationChange[] = [];
    const written = registrations.filter((each) => {
      const known = existing.get(each.email);
      const fields = known ? differences(known, each) : [];
      if (known && fields.length === 0) return false;
      const kind = known ? RegistrationChangeKind.CHANGED : RegistrationChangeKind.ADDED;
      return changes.push({ kind, email: each.email, fields });
    });
    const changed = changes.filter(({ kind }) => kind === RegistrationChangeKind.CHANGED).length;
    const unchanged = registrations.length - changes.length;
    const outcome = {
      added: changes.length - changed,
      changed,
      unchanged,
      absent: existing.size - changed - unchanged,
    };
    if (!preview && written.length > 0)
      await tx.query(
        `INSERT INTO registration (program_id, email, registration_type, access_from, access_until, virtual_only, created_at)
         SELECT $1, r.email, r."registrationType", r."accessFrom", r."accessUntil", r."virtualOnly", $3
         FROM jsonb_to_recordset($2::jsonb) AS r (email text, "registrationType" text, "accessFrom" date,
           "accessUntil" date, "virtualOnly" boolean)
         ON CONFLICT (program_id, email) DO UPDATE SET registration_type = excluded.registration_type,
           access_from = excluded.access_from, access_until = excluded.access_until,
           virtual_only = excluded.virtual_only, version = registration.version + 1`,
        [programId, JSON.stringify(written), ctx.now()],
      );
    if (!preview && written.length > 0) await countChange(tx, ctx, conference, "program.change-registrations");
    if (!preview)
      await audit(tx, ctx, ImportKind.REGISTRATIONS, ["program", programId], { after: { fileName: name, ...outcome } });
    return { preview, ...outcome, changes, errors };
  });
}

const fileColumns = ["registrationType", "accessFrom", "accessUntil", "virtualOnly"] as const;

const differences = (known: ParsedRegistration, given: ParsedRegistration): string[] =>
  fileColumns.filter((name) => known[name] !== given[name]);
