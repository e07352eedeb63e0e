import { fold, foldName } from "../core/fold.ts";
import type { Member } from "./member.entity.ts";

/** The columns by which a member's name is compared and found. Set them wherever a name is set. */
export const nameKeys = (
  firstName: string,
  lastName: string,
): Pick<Member, "firstNameKey" | "givenNamesKey" | "lastNameKey"> => ({
  firstNameKey: fold(firstName),
  givenNamesKey: foldName(firstName),
  lastNameKey: fold(lastName),
});
