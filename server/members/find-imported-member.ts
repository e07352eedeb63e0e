import { type EntityManager, In, IsNull } from "typeorm";
import { forChange } from "../core/locks.ts";
import { FormerName } from "./former-name.entity.ts";
import { Member } from "./member.entity.ts";
import { isCalled, type NameSpellings, spellingsSaid } from "./name-keys.ts";

/** So many share a mailbox at most: of more, nobody is chosen. */
const mostOfAMailbox = 20;

/**
 * The member that the association's own list has under a verified address, and who has no sign-in yet: the one of that name, now or formerly, by the rules
 * of rosters. One who is alone under the address may have another family name, as after a marriage. Nothing is guessed beyond that: families and
 * clinics share mailboxes. The row is locked.
 * @returns null where there is none, or more than one
 */
export async function findImportedMember(
  tx: EntityManager,
  address: string,
  { firstName, lastName }: { firstName: string; lastName: string },
): Promise<Member | null> {
  const found = await tx.find(Member, {
    where: { contactEmail: address.toLowerCase(), accountId: IsNull(), mergedIntoId: IsNull(), erasedAt: IsNull() },
    order: { id: "ASC" },
    take: mostOfAMailbox,
    lock: forChange,
  });
  if (found.length === 0) return null;
  const former = await tx.findBy(FormerName, { memberId: In(found.map(({ id }) => id)) });
  const said = spellingsSaid(firstName, lastName) as NameSpellings;
  const namesOf = (member: Member) => [member, ...former.filter(({ memberId }) => memberId === member.id)];
  const called = found.filter((member) =>
    namesOf(member).some((name) => {
      const fits = isCalled(said, name);
      return fits.first && fits.last;
    }),
  );
  if (called.length > 0) return called.length === 1 ? (called[0] ?? null) : null;
  const [only, ...others] = found;
  if (!only || others.length > 0 || only.firstNameKey === "") return null;
  return namesOf(only).some((name) => name.firstNameKey !== "" && isCalled(said, name).first) ? only : null;
}
