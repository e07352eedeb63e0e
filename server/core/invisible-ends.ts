const isInvisible = (code: number): boolean =>
  (code >= 0x09 && code <= 0x0d) ||
  code === 0x20 ||
  code === 0xa0 ||
  code === 0xad ||
  code === 0x1680 ||
  (code >= 0x2000 && code <= 0x200f) ||
  code === 0x2028 ||
  code === 0x2029 ||
  code === 0x202f ||
  code === 0x205f ||
  code === 0x2060 ||
  code === 0x3000 ||
  code === 0xfeff;

/**
 * A text without what nobody sees at its ends: white space, no-break and zero-width spaces, direction marks. In one walk from
 * each end: a pattern that ends in `+$` begins again at every blank, and a cell of 30,000 blanks takes it half a second.
 */
export function withoutInvisibleEnds(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isInvisible(text.charCodeAt(from))) from++;
  while (to > from && isInvisible(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

/** Whether there is anything in a text that somebody sees: marks of direction, zero-width spaces and joiners alone are none. */
export const showsSomething = (text: string): boolean => /[^\s\p{C}\p{Default_Ignorable_Code_Point}]/u.test(text);
