import type { DataSource, EntityManager } from "typeorm";
import { nobody, type ProviderRole, type Viewer } from "../core/viewer.ts";

interface ViewerRow {
  id: string;
  email: string | null;
  is_staff: boolean;
  member_id: string | null;
  providers: { id: string; role: ProviderRole }[];
}

const viewerColumns = `
  a.id, a.is_staff,
  (SELECT e.address FROM email_address e WHERE e.account_id = a.id AND e.is_primary) AS email,
  (SELECT m.id FROM member m WHERE m.account_id = a.id) AS member_id,
  (SELECT coalesce(json_agg(json_build_object('id', pa.provider_id, 'role', pa.role)), '[]')
   FROM provider_account pa WHERE pa.account_id = a.id) AS providers`;

const viewerOf = (row: ViewerRow | undefined): Viewer =>
  row
    ? {
        accountId: row.id,
        email: row.email ?? "",
        isStaff: row.is_staff,
        providers: new Map(row.providers.map((p) => [p.id, p.role])),
        memberId: row.member_id,
      }
    : nobody;

/** Who holds this token, in one statement. A token that is unknown, has run out or belongs to a disabled account is nobody's. */
export async function loadViewer(db: DataSource, tokenHash: Buffer | null, now: Date): Promise<Viewer> {
  if (!tokenHash) return nobody;
  const [row] = await db.query(
    `SELECT ${viewerColumns} FROM access_token t JOIN account a ON a.id = t.account_id
     WHERE t.token_hash = $1 AND t.expires_at > $2 AND a.disabled_at IS NULL`,
    [tokenHash, now],
  );
  return viewerOf(row);
}

/** The viewer that an account is, for an answer to its sign-in. */
export async function loadViewerOfAccount(tx: EntityManager, accountId: string): Promise<Viewer> {
  const [row] = await tx.query(`SELECT ${viewerColumns} FROM account a WHERE a.id = $1`, [accountId]);
  return viewerOf(row);
}
