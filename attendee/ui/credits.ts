/** Adds exact decimals with two places: in whole hundredths, never as binary fractions. */
export function sumCredits(credits: readonly string[]): string {
  const hundredths = credits.reduce((sum, value) => {
    const [whole = "0", fraction = ""] = value.split(".");
    return sum + Number(whole) * 100 + Number(fraction.padEnd(2, "0").slice(0, 2));
  }, 0);
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}`;
}

/** "1 session", "3 sessions" */
export const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? "" : "s"}`;

/** Codes are printed in groups of four. */
export const grouped = (code: string): string => code.replace(/-/g, "").replace(/(.{4})(?=.)/g, "$1-");
