import { type EntityManager, IsNull } from "typeorm";
import { Registration } from "../conferences/conference.entity.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { forChange } from "../core/locks.ts";
import type { Member } from "../members/member.entity.ts";
import { Presence } from "../presence/presence.entity.ts";

/** Under a registration that somebody else has claimed under, nobody claims, whoever has its address now. */
export const registrationClaimed = (conference: string) =>
  new DomainError(ErrorCode.REGISTRATION_CLAIMED, "claims.registrationClaimed", { conference });

/**
 * Makes a registration the member's own, for good, unless another member was first: who comes at the same time waits.
 * @throws REGISTRATION_CLAIMED; SESSION_NOT_CLAIMABLE where it was removed in the meantime
 */
export async function bindRegistration(
  tx: EntityManager,
  member: Pick<Member, "id">,
  registrationId: string,
  conference: string,
): Promise<void> {
  const registration = await tx.findOne(Registration, {
    where: { id: registrationId },
    lock: forChange,
  });
  if (!registration)
    throw new DomainError(ErrorCode.SESSION_NOT_CLAIMABLE, "claims.registrationRemoved", {
      field: "sessionId",
      conference,
    });
  if (registration.memberId === member.id) return;
  if (registration.memberId !== null) throw registrationClaimed(conference);
  await tx.update(Registration, registrationId, { memberId: member.id });
  // What was seen under it is theirs as well, whatever becomes of the registration.
  await tx.update(Presence, { registrationId, memberId: IsNull() }, { memberId: member.id });
}
