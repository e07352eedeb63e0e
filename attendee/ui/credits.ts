/** Adds exact decimals with two places: in whole hundredths, never as binary fractions. */
export function sumCredits(credits: readonly string[]): string {
  const hundredths = credits.reduce((sum, value) => {
    const [whole = "0", fraction = ""] = value.split(".");
    return sum + Number(whole) * 100 + Number(fraction.padEnd(2, "0").slice(0, 2));
  }, 0);
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}`;
}

/** Codes are printed in groups of four. */
export const grouped = (code: string): string => code.replace(/-/g, "").replace(/(.{4})(?=.)/g, "$1-");
