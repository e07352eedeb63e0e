import type { DataSource } from "typeorm";
import { DomainError, ErrorCode } from "../../core/errors.ts";

interface BadKey {
  expiresAt: Date;
  revokedAt: Date | null;
}

/** As people write a day, in UTC. */
const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10);

/** Why an API key does not count that a request came with. Whoever holds the key may know; nobody else can ask. */
export async function refusalOfBadKey(db: DataSource, keyHash: Buffer, now: Date): Promise<DomainError> {
  const [key]: BadKey[] = await db.query(
    `SELECT expires_at AS "expiresAt", revoked_at AS "revokedAt" FROM api_key WHERE key_hash = $1`,
    [keyHash],
  );
  const code = ErrorCode.UNAUTHENTICATED;
  if (!key) return new DomainError(code, "apiKeys.unknown", { reason: "KEY_UNKNOWN" });
  const { revokedAt, expiresAt } = key;
  if (revokedAt)
    return new DomainError(code, "apiKeys.revokedOn", { on: dayOf(revokedAt), revokedAt, reason: "KEY_REVOKED" });
  if (expiresAt <= now)
    return new DomainError(code, "apiKeys.expiredOn", { on: dayOf(expiresAt), expiresAt, reason: "KEY_EXPIRED" });
  return new DomainError(code, "apiKeys.suspended", { reason: "KEY_SUSPENDED" });
}
