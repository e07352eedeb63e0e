import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { IdentityProof } from "../core/identity-proof.ts";

/** Conditions on the account whose ID an expression is: whether it has a code to show, and a passkey. */
export const hasApp = (id: string): string =>
  `EXISTS (SELECT FROM second_factor f WHERE f.account_id = ${id} AND f.confirmed_at IS NOT NULL)`;
export const hasRecoveryCode = (id: string): string =>
  `EXISTS (SELECT FROM recovery_code r WHERE r.account_id = ${id})`;
export const hasPasskey = (id: string): string => `EXISTS (SELECT FROM passkey k WHERE k.account_id = ${id})`;

/** Since when the account whose ID an expression is has a second factor, an app or a passkey; null: it has none. */
export const secondFactorSince = (id: string): string =>
  `LEAST((SELECT f.confirmed_at FROM second_factor f WHERE f.account_id = ${id}),
     (SELECT min(k.created_at) FROM passkey k WHERE k.account_id = ${id}))`;

/** By what an account shows its second factor; nothing where it has none. */
export function secondFactorProofs(has: { app: boolean; recoveryCode: boolean; passkey: boolean }): IdentityProof[] {
  if (!has.app && !has.passkey) return [];
  return [
    ...(has.passkey ? [IdentityProof.PASSKEY] : []),
    ...(has.app || has.recoveryCode ? [IdentityProof.CODE] : []),
  ];
}

/** The same of an account that is locked. */
export async function secondFactorsOf(tx: EntityManager, accountId: string): Promise<IdentityProof[]> {
  const [row] = await tx.query(
    `SELECT ${hasApp("$1")} AS app, ${hasRecoveryCode("$1")} AS "recoveryCode", ${hasPasskey("$1")} AS passkey`,
    [accountId],
  );
  return secondFactorProofs(row);
}

export interface SecondFactorState {
  confirmedAt: Date;
  recoveryCodesLeft: number;
}

/** The second factor of an account; null where it has none, or one whose first code was not typed. */
export async function secondFactorOf(ctx: Context, accountId: string): Promise<SecondFactorState | null> {
  const [row] = await ctx.db.query(
    `SELECT f.confirmed_at AS "confirmedAt",
       (SELECT count(*)::int FROM recovery_code r WHERE r.account_id = f.account_id) AS "recoveryCodesLeft"
     FROM second_factor f WHERE f.account_id = $1 AND f.confirmed_at IS NOT NULL`,
    [accountId],
  );
  return row ?? null;
}
