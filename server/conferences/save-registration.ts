import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { forChange } from "../core/locks.ts";
import { Registration } from "./conference.entity.ts";
import { countChange, lockConference } from "./lock-conference.ts";
import { normalizedAddress, type ParsedRegistration } from "./read-registrations.ts";
import type { RegistrationRow } from "./session.queries.ts";

/**
 * Adds a registration, or replaces the one of this address.
 * @throws what lockConference refuses; BAD_INPUT
 */
export async function saveRegistration(
  ctx: Context,
  programId: string,
  input: ParsedRegistration,
): Promise<RegistrationRow> {
  return inTransaction(ctx, async (tx) => {
    const conference = await lockConference(tx, ctx, programId);
    const terms = registrationTerms(input);
    // Somebody may be about to claim under it; the conference's lock does not keep them.
    const known = await tx.findOne(Registration, {
      where: { programId, email: terms.email },
      lock: forChange,
    });
    const saved = known
      ? Object.assign(known, terms, { version: known.version + 1 })
      : tx.create(Registration, { createdAt: ctx.now(), programId, memberId: null, version: 1, ...terms });
    await tx.save(saved);
    await audit(tx, ctx, "registration.save", ["registration", saved.id], { after: { programId, ...terms } });
    await countChange(tx, ctx, conference, "program.change-registrations");
    return saved;
  });
}

/**
 * What a registration says, as it is kept.
 * @throws BAD_INPUT where access would end before it begins
 */
export function registrationTerms(input: ParsedRegistration): ParsedRegistration {
  const { accessFrom = null, accessUntil = null, virtualOnly } = input;
  if (accessFrom && accessUntil && accessFrom > accessUntil)
    throw new DomainError(ErrorCode.BAD_INPUT, "conferences.accessBackwards", { field: "input.accessUntil" });
  const registrationType = input.registrationType.replace(/\s+/g, " ").trim();
  const name = input.name?.replace(/\s+/g, " ").trim() || null;
  return { email: normalizedAddress(input.email), registrationType, name, accessFrom, accessUntil, virtualOnly };
}
