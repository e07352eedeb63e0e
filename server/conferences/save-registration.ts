import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { Registration } from "./conference.entity.ts";
import { lockConference } from "./lock-conference.ts";
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
    await lockConference(tx, ctx, programId);
    if (input.accessFrom && input.accessUntil && input.accessFrom > input.accessUntil)
      throw new DomainError(ErrorCode.BAD_INPUT, "Access cannot end before it begins.", { field: "input.accessUntil" });
    const email = normalizedAddress(input.email);
    const known = await tx.findOneBy(Registration, { programId, email });
    const terms = {
      registrationType: input.registrationType.trim(),
      accessFrom: input.accessFrom ?? null,
      accessUntil: input.accessUntil ?? null,
      virtualOnly: input.virtualOnly,
    };
    const saved = await tx.save(
      tx.create(Registration, { createdAt: ctx.now(), ...known, programId, email, ...terms }),
    );
    await audit(tx, ctx, "registration.save", ["registration", saved.id], { after: { programId, email, ...terms } });
    return saved;
  });
}
