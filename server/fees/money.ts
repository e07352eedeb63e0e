import { DomainError, ErrorCode } from "../core/errors.ts";

/** A million, in cents: more is a slip. */
export const mostCents = 100_000_000;

/** @throws BAD_INPUT where an amount is not whole cents from 1 to the most that it can be */
export function assertAmount(amount: number, most: number): void {
  if (!Number.isInteger(amount) || amount < 1 || amount > most)
    throw new DomainError(ErrorCode.BAD_INPUT, "fees.amount", { field: "amount", most });
}

/** Cents as an amount of money that reads alike in every language: "25.00 USD". */
export const moneyText = (cents: number, currency: string): string => `${(cents / 100).toFixed(2)} ${currency}`;

/** SQL of cents as an amount with two places, for an export. */
export const amountSql = (cents: string): string => `to_char(${cents} / 100.0, 'FM9999999990.00')`;
