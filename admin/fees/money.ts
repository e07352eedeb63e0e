import { formatLocale } from "../../messages/translate.ts";

/** Cents as an amount of money, in the reader's way of writing. */
export const formatMoney = (cents: number, currency: string): string =>
  (cents / 100).toLocaleString(formatLocale(), { style: "currency", currency });

/** What somebody typed, "25" or "25.50", in cents; -1 for anything else, which the server refuses by the name of its field. */
export const centsOf = (typed = ""): number => {
  const match = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(typed.trim());
  return match ? Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0")) : -1;
};

/** Cents as they are typed: "25.50". */
export const typedCents = (cents: number): string => (cents / 100).toFixed(2);
