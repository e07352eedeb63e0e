import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { FormerName } from "./former-name.entity.ts";
import { Member } from "./member.entity.ts";
import { nameKeys } from "./name-keys.ts";

type Name = Pick<Member, "firstName" | "lastName" | "suffix" | "printedName">;

const partsOf = ({ firstName, lastName, suffix, printedName }: Name): Name => ({
  firstName,
  lastName,
  suffix,
  printedName,
});

/** The parts of a name that another one has otherwise. */
export const changesOfName = (before: Name, after: Name): Partial<Name> =>
  Object.fromEntries(Object.entries(partsOf(after)).filter(([part, value]) => before[part as keyof Name] !== value));

/**
 * Gives a locked member another name. The former one is kept, with the day, and finds them from now on as well; certificates stay as they
 * were printed. Only another order of the same words is no former name.
 */
export async function changeName(tx: EntityManager, ctx: Context, member: Member, name: Name): Promise<void> {
  const { id: memberId, firstNameKey, givenNamesKey, lastNameKey } = member;
  const { firstNameSpellings, givenNamesSpellings, lastNameSpellings } = member;
  const { printedName: _, ...substance } = changesOfName(member, name);
  if (Object.keys(substance).length > 0)
    await tx.insert(FormerName, {
      memberId,
      ...partsOf(member),
      firstNameKey,
      givenNamesKey,
      lastNameKey,
      firstNameSpellings,
      givenNamesSpellings,
      lastNameSpellings,
      changedAt: ctx.now(),
    });
  await tx.update(Member, memberId, { ...partsOf(name), ...nameKeys(name) });
}
