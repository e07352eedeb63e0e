import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound, violates } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { forChange } from "../core/locks.ts";
import { assertVersion } from "../core/transitions.ts";
import { Registration } from "./conference.entity.ts";
import { lockConference } from "./lock-conference.ts";
import type { ParsedRegistration } from "./read-registrations.ts";
import { registrationTerms } from "./save-registration.ts";
import type { RegistrationRow } from "./session.queries.ts";

/**
 * Changes a registration, its address too. A member who has claimed under it keeps it: another address makes it nobody else's.
 * @throws NOT_FOUND, the same for a missing and a foreign one; STALE_VERSION; BAD_INPUT, also where another registration of
 *   the conference has the address
 */
export async function updateRegistration(
  ctx: Context,
  id: string,
  version: number,
  input: ParsedRegistration,
): Promise<RegistrationRow> {
  try {
    return await inTransaction(ctx, async (tx) => {
      const found = isId(id) ? await tx.findOneBy(Registration, { id }) : null;
      if (!found) throw notFound("registration");
      await lockConference(tx, ctx, found.programId, "registration");
      const registration = await tx.findOne(Registration, { where: { id }, lock: forChange });
      if (!registration) throw notFound("registration");
      assertVersion("registration", registration.version, version);
      const terms = registrationTerms(input);
      const before: Partial<typeof terms> = Object.fromEntries(
        Object.keys(terms).map((name) => [name, registration[name as keyof typeof terms]]),
      );
      const changed = { ...terms, version: version + 1 };
      await tx.update(Registration, id, changed);
      await audit(tx, ctx, "registration.update", ["registration", id], { before, after: terms });
      return { ...registration, ...changed };
    });
  } catch (error) {
    if (violates(error, "registration_once_per_address"))
      throw new DomainError(ErrorCode.BAD_INPUT, "conferences.addressRegistered", { field: "input.email" });
    throw error;
  }
}
