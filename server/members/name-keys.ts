import { fold, foldName, loose, looseSql, nameSpellings, spellings } from "../core/fold.ts";
import type { Member } from "./member.entity.ts";

// How members' names are kept, compared and found. Some people have one name only: one part is empty then, whichever it is.

/** What somebody is called. */
export type PersonName = Pick<Member, "firstName" | "lastName" | "suffix">;

/** One part of a name as it is kept: a cell left blank, a hyphen and a dot all say that there is none. */
export const namePart = (text: string | null | undefined): string => {
  const part = text?.trim() ?? "";
  return fold(part) === "" ? "" : part;
};

/** What is behind a family name, however it is written. */
const suffixes: Record<string, string> = {
  junior: "jr",
  senior: "sr",
  "2nd": "ii",
  second: "ii",
  "3rd": "iii",
  third: "iii",
  "4th": "iv",
};

/** A suffix as names are compared by it: `Jr.`, `JR` and `Junior` are one. */
const suffixKey = (suffix: string): string => suffixes[fold(suffix)] ?? fold(suffix);

/** A family name with what stands behind it, in all spellings. */
function familySpellings(lastName: string): string[] {
  const words = lastName.trim().split(/[\s,]+/);
  const suffix = words.length > 1 ? suffixes[fold(words.at(-1) ?? "")] : undefined;
  return suffix ? spellings(words.slice(0, -1).join(" ")).map((name) => name + suffix) : spellings(lastName);
}

/** A name as it is compared: all spellings of each part, of given names without regard to their order as well. */
export interface NameSpellings {
  first: string[];
  given: string[];
  last: string[];
}

/** What a roster or a form says that somebody is called. Null: it says nothing that can be read. */
export const spellingsSaid = (
  firstName: string | null,
  lastName: string | null,
): Record<keyof NameSpellings, string[] | null> => ({
  first: firstName === null ? null : spellings(firstName),
  given: firstName === null ? null : nameSpellings(firstName),
  last: lastName === null ? null : familySpellings(lastName),
});

/**
 * The columns by which a member's name is compared and found. Set them wherever a name is set. The only name of somebody is the key of the
 * family name, whichever part it is kept in: by it they are sorted.
 */
export function nameKeys({
  firstName,
  lastName,
  suffix,
}: PersonName): Pick<
  Member,
  "firstNameKey" | "givenNamesKey" | "lastNameKey" | "firstNameSpellings" | "givenNamesSpellings" | "lastNameSpellings"
> {
  const [given, family] = fold(lastName) === "" ? ["", firstName] : [firstName, lastName];
  const [lastNameKey, ...others] = spellings(family);
  const named = familySpellings(family);
  const behind = suffix ? [lastNameKey, ...others].map((name) => name + suffixKey(suffix)) : [];
  return {
    firstNameKey: fold(given),
    givenNamesKey: foldName(given),
    lastNameKey,
    firstNameSpellings: spellings(given).slice(1),
    givenNamesSpellings: nameSpellings(given).slice(1),
    lastNameSpellings: [...new Set([...others, ...named, ...behind])].filter((name) => name !== lastNameKey),
  };
}

type Keys = ReturnType<typeof nameKeys>;

const overlap = (said: readonly string[], key: string, others: readonly string[]): boolean =>
  said.includes(key) || others.some((other) => said.includes(other));

/**
 * Whether what is said is what a member is called: case, accents, punctuation, the order of given names and what is typed for `ä ö ü å ø ß`
 * don't matter. Who has one name only may have it said in either place, the other being empty, or in both.
 */
export function isCalled(said: NameSpellings, keys: Keys): { first: boolean; last: boolean } {
  const isFamily = (names: string[]) => overlap(names, keys.lastNameKey, keys.lastNameSpellings);
  if (keys.firstNameKey !== "")
    return {
      first:
        overlap(said.first, keys.firstNameKey, keys.firstNameSpellings) ||
        overlap(said.given, keys.givenNamesKey, keys.givenNamesSpellings),
      last: isFamily(said.last),
    };
  return {
    first: isNone(said.first) ? !isNone(said.last) : isFamily(said.first),
    last: isNone(said.last) ? !isNone(said.first) : isFamily(said.last),
  };
}

const isNone = (names: readonly string[]): boolean => names[0] === "";

const overlapSql = (said: string, key: string, others: string): string =>
  `(${key} = ANY (${said}) OR ${others} && ${said})`;

/**
 * SQL of `isCalled`: of what `s` says in `first_spellings`, `given_spellings` and `last_spellings`, and the keys of `m`. Null where `s` says
 * nothing that can be read, or there is no `m`.
 */
export function isCalledSql(s: string, m: string): { first: string; last: string } {
  const isFamily = (names: string) => overlapSql(names, `${m}.last_name_key`, `${m}.last_name_spellings`);
  const [first, last] = [`${s}.first_spellings`, `${s}.last_spellings`];
  const isNone = (names: string) => `${names}[1] = ''`;
  return {
    first: `CASE WHEN ${m}.last_name_key IS NULL THEN NULL WHEN ${m}.first_name_key <> '' THEN ${overlapSql(first, `${m}.first_name_key`, `${m}.first_name_spellings`)}
        OR ${overlapSql(`${s}.given_spellings`, `${m}.given_names_key`, `${m}.given_names_spellings`)}
      WHEN ${isNone(first)} THEN NOT ${isNone(last)} ELSE ${isFamily(first)} END`,
    last: `CASE WHEN ${m}.last_name_key IS NULL THEN NULL WHEN ${m}.first_name_key = '' AND ${isNone(last)} THEN NOT ${isNone(first)} ELSE ${isFamily(last)} END`,
  };
}

const looseLastName = (m: string): string => looseSql(`${m}.last_name_key`);

/** SQL of whether one of the names of `s` may be a family name of `m`: by the index that all its spellings share. */
export const mayBeFamilySql = (names: string, m: string): string =>
  `(${looseLastName(m)} = ${looseSql(`${names}[1]`)} AND ${overlapSql(names, `${m}.last_name_key`, `${m}.last_name_spellings`)})`;

const beginsSql = (key: string, others: string, patterns: string): string =>
  `(${key} LIKE ANY (${patterns}) OR EXISTS (SELECT FROM unnest(${others}) AS other WHERE other LIKE ANY (${patterns})))`;

/** SQL of whether a name of `m` begins as somebody typed it, in any spelling. @param bind takes text[] and text */
export function nameBeginsSql(
  part: "firstName" | "lastName",
  text: string,
  m: string,
  bind: (value: string | string[]) => string,
): string {
  const patterns = `${bind(spellings(text).map((way) => `${way}%`))}::text[]`;
  const family = `(${looseLastName(m)} LIKE ${bind(`${loose(fold(text))}%`)} AND ${beginsSql(`${m}.last_name_key`, `${m}.last_name_spellings`, patterns)})`;
  if (part === "lastName") return family;
  const given = beginsSql(`${m}.first_name_key`, `${m}.first_name_spellings`, patterns);
  return `(${m}.first_name_key <> '' AND ${given} OR ${m}.first_name_key = '' AND ${family})`;
}

/** SQL of whether the name of `m` has what somebody typed, in any spelling. */
export function nameContainsSql(text: string, m: string, bind: (value: string[]) => string): string {
  const patterns = `${bind(spellings(text).map((way) => `%${way}%`))}::text[]`;
  return `(concat(${m}.first_name_key, ${m}.last_name_key) LIKE ANY (${patterns})
    OR array_to_string(${m}.first_name_spellings || ${m}.last_name_spellings, ' ') LIKE ANY (${patterns}))`;
}
