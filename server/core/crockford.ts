/** Crockford's base 32: no I, L, O and U, which are taken for others or for words. */
export const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** As it is printed: in groups of four. */
export const groupedCode = (code: string): string => code.replace(/(.{4})(?=.)/g, "$1-");

/** As people type it: dashes, spaces and case don't matter, and O, I and L are read as 0, 1 and 1. Null: no code of that length at all. */
export function readCode(typed: string, length: number): string | null {
  const code = typed
    .slice(0, 64)
    .replace(/[\s\-‐-―]/g, "")
    .toUpperCase()
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
  return code.length === length && [...code].every((letter) => crockford.includes(letter)) ? code : null;
}
