import { isDeepStrictEqual } from "node:util";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import type { RowError } from "../core/row-error.object.ts";
import { Registration } from "./conference.entity.ts";
import { lockConference } from "./lock-conference.ts";
import { type ParsedRegistration, readRegistrations } from "./read-registrations.ts";

/** Largest file of registrations that is taken, in bytes: some two hundred thousand rows. */
export const registrationsMaxBytes = 16 * 1024 * 1024;

export interface RegistrationImport {
  preview: boolean;
  added: number;
  changed: number;
  unchanged: number;
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
  content: Buffer,
  preview: boolean,
): Promise<RegistrationImport> {
  return inTransaction(ctx, async (tx) => {
    await lockConference(tx, ctx, programId);
    const { registrations, errors } = await readRegistrations(content);
    if (errors.length > 0) return { preview, added: 0, changed: 0, unchanged: 0, errors };

    const existing = new Map((await tx.findBy(Registration, { programId })).map((each) => [each.email, each]));
    const added = registrations.filter(({ email }) => !existing.has(email));
    const changed = registrations.filter((each) => {
      const known = existing.get(each.email);
      return known && !sameTerms(known, each);
    });
    const outcome = {
      added: added.length,
      changed: changed.length,
      unchanged: registrations.length - added.length - changed.length,
    };
    const written = [...added, ...changed];
    if (!preview && written.length > 0)
      await tx.query(
        `INSERT INTO registration (program_id, email, registration_type, access_from, access_until, virtual_only, created_at)
         SELECT $1, r.email, r."registrationType", r."accessFrom", r."accessUntil", r."virtualOnly", $3
         FROM jsonb_to_recordset($2::jsonb) AS r (email text, "registrationType" text, "accessFrom" date,
           "accessUntil" date, "virtualOnly" boolean)
         ON CONFLICT (program_id, email) DO UPDATE SET registration_type = excluded.registration_type,
           access_from = excluded.access_from, access_until = excluded.access_until,
           virtual_only = excluded.virtual_only`,
        [programId, JSON.stringify(written), ctx.now()],
      );
    if (!preview) await audit(tx, ctx, "conference.import-registrations", ["program", programId], { after: outcome });
    return { preview, ...outcome, errors };
  });
}

const termsOf = ({ registrationType, accessFrom, accessUntil, virtualOnly }: ParsedRegistration) => ({
  registrationType,
  accessFrom,
  accessUntil,
  virtualOnly,
});

const sameTerms = (a: ParsedRegistration, b: ParsedRegistration): boolean => isDeepStrictEqual(termsOf(a), termsOf(b));
