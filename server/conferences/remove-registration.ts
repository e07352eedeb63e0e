import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { Registration } from "./conference.entity.ts";
import { lockConference } from "./lock-conference.ts";

/**
 * Removes a registration: its address gives no access to the conference any more. What was awarded stays.
 * @throws NOT_FOUND, the same for a missing and a foreign one
 */
export async function removeRegistration(ctx: Context, id: string): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const registration = isId(id) ? await tx.findOneBy(Registration, { id }) : null;
    if (!registration) throw notFound("registration");
    await lockConference(tx, ctx, registration.programId, "registration");
    await tx.delete(Registration, id);
    const { programId, email, registrationType } = registration;
    await audit(tx, ctx, "registration.remove", ["registration", id], {
      before: { programId, email, registrationType },
    });
    return true;
  });
}
