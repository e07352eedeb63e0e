/** Cents as an amount of money that reads alike in every language: "25.00 USD". */
export const moneyText = (cents: number, currency: string): string => `${(cents / 100).toFixed(2)} ${currency}`;
