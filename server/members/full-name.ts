import { DomainError, ErrorCode } from "../core/errors.ts";
import type { Member } from "./member.entity.ts";
import { namePart } from "./name-keys.ts";

type NameParts = Pick<Member, "firstName" | "lastName" | "suffix" | "printedName">;

/** A name as certificates and pages show it: as the person writes it, where they said how. */
export const fullName = ({ firstName, lastName, suffix, printedName }: NameParts): string =>
  printedName ?? [firstName, lastName, suffix].filter(Boolean).join(" ");

/** SQL of the same, over a member's columns. */
export const fullNameSql = (m: string): string =>
  `coalesce(${m}.printed_name, concat_ws(' ', nullif(${m}.first_name, ''), nullif(${m}.last_name, ''), ${m}.suffix))`;

/** The words of a name, in capitals or not, without punctuation around them. Accents are a part of a name. */
const wordsOf = (text: string): string =>
  text
    .normalize("NFC")
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter(Boolean)
    .sort()
    .join(" ");

/**
 * A name as it is to be kept, of what somebody typed: either part may be missing, not both. How it is printed may differ in the order of its
 * words and in punctuation, never in what it says.
 * @throws BAD_INPUT
 */
export function readName(given: {
  firstName?: string | null;
  lastName?: string | null;
  suffix?: string | null;
  printedName?: string | null;
}): NameParts {
  const name = {
    firstName: namePart(given.firstName),
    lastName: namePart(given.lastName),
    suffix: namePart(given.suffix) || null,
    printedName: given.printedName?.trim() || null,
  };
  if (!name.firstName && !name.lastName)
    throw new DomainError(ErrorCode.BAD_INPUT, "members.nameMissing", { field: "lastName" });
  const plain = fullName({ ...name, printedName: null });
  if (name.printedName === plain) return { ...name, printedName: null };
  if (name.printedName && wordsOf(name.printedName) !== wordsOf(plain))
    throw new DomainError(ErrorCode.BAD_INPUT, "members.printedName", { field: "printedName", name: plain });
  return name;
}
