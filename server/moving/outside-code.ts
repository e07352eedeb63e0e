/** A code that is shorter is guessed too easily to be looked up. */
const shortestCode = 8;

/** A code of another system as it is compared: letters and digits alone, O, I and L as 0, 1 and 1. Null: too short to be looked up. */
export function outsideCodeKey(typed: string): string | null {
  const key = typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
  return key.length >= shortestCode && key.length <= 64 ? key : null;
}

/** The same as SQL. */
export const outsideCodeSql = (code: string): string =>
  `(SELECT CASE WHEN length(k) >= ${shortestCode} THEN k END FROM translate(regexp_replace(upper(${code}), '[^A-Z0-9]', '', 'g'), 'OIL', '011') k)`;
