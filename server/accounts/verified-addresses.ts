import type { EntityManager } from "typeorm";

/** Where mail for an account goes: its verified addresses, the primary first. */
export async function verifiedAddresses(tx: EntityManager, accountId: string): Promise<string[]> {
  const rows: { address: string }[] = await tx.query(
    `SELECT address FROM email_address WHERE account_id = $1 AND verified_at IS NOT NULL
     ORDER BY is_primary DESC, address`,
    [accountId],
  );
  return rows.map((row) => row.address);
}

/** Whose verified address this is; null where it is nobody's. */
export async function accountOfAddress(tx: EntityManager, address: string): Promise<string | null> {
  const [row] = await tx.query(
    "SELECT account_id AS id FROM email_address WHERE address = $1 AND verified_at IS NOT NULL",
    [address],
  );
  return row?.id ?? null;
}
