import type { EntityManager } from "typeorm";
import type { Context } from "../../../core/context.ts";
import { DomainError, ErrorCode } from "../../../core/errors.ts";
import { installationId } from "../../../core/hold.ts";
import { advisoryLocks } from "../../../core/locks.ts";
import { lockApiKey } from "../lock-api-key.ts";
import { canRegisterFor } from "./trusted-document.policy.ts";

/** Whose documents are meant, and what the audit log says they are of. */
export interface Owner {
  /** Null: everybody's. */
  apiKeyId: string | null;
  subject: ["api-key" | "installation", string];
}

/**
 * Whose documents are meant, held until the transaction ends: of that key, of the key that asks, or of everybody where staff do.
 * @throws NOT_FOUND; FORBIDDEN
 */
export async function lockOwner(tx: EntityManager, ctx: Context, apiKeyId: string | null): Promise<Owner> {
  const { viewer } = ctx;
  const id = apiKeyId ?? viewer.apiKey?.id ?? null;
  if (id !== null) {
    const key = await lockApiKey(tx, ctx, id, canRegisterFor);
    return { apiKeyId: key.id, subject: ["api-key", key.id] };
  }
  if (!viewer.isStaff) throw new DomainError(ErrorCode.FORBIDDEN, "trustedDocuments.sayKey", { field: "apiKeyId" });
  await tx.query("SELECT pg_advisory_xact_lock($1)", [advisoryLocks.trustedDocuments]);
  return { apiKeyId: null, subject: ["installation", installationId] };
}
