import { DateTime } from "luxon";
import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { DomainError, ErrorCode } from "../../core/errors.ts";
import { ApiKey } from "./api-key.entity.ts";
import { canRotateApiKey, isReplaceable } from "./api-key.policy.ts";
import { type CreatedApiKey, insertApiKey } from "./create-api-key.ts";
import { lockApiKey } from "./lock-api-key.ts";

/** How long both keys may be good at most: a week is enough to roll a front end out. */
const maximumOverlapHours = 168;

const dayMs = 86_400_000;

/**
 * Makes a key like this one, for as long as that was made for, and lets the old one run out after the overlap. A key may do so for itself: its
 * maker is told by mail.
 * @param given the key; null: the one that asks
 * @throws FORBIDDEN for a test key, whose place is outside of the sandbox; NOT_FOUND; BAD_INPUT; ILLEGAL_TRANSITION where the key is revoked, has run out or was replaced already
 */
export async function rotateApiKey(ctx: Context, given: string | null, overlapHours: number): Promise<CreatedApiKey> {
  if (ctx.config.sandbox) throw new DomainError(ErrorCode.FORBIDDEN, "apiKeys.rotatedOutside", { reason: "SANDBOX" });
  if (overlapHours < 0 || overlapHours > maximumOverlapHours)
    throw new DomainError(ErrorCode.BAD_INPUT, "apiKeys.overlap", { field: "overlapHours", maximumOverlapHours });
  const id = given ?? ctx.viewer.apiKey?.id;
  if (!id) throw new DomainError(ErrorCode.BAD_INPUT, "apiKeys.whichKey", { field: "id" });
  return inTransaction(ctx, async (tx) => {
    const old = await lockApiKey(tx, ctx, id, canRotateApiKey);
    if (!isReplaceable(old, ctx.now())) throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "apiKeys.over");
    const expiresInDays = Math.round((old.expiresAt.getTime() - old.createdAt.getTime()) / dayMs);
    const created = await insertApiKey(tx, ctx, { ...old, expiresInDays });
    const overlapEnds = DateTime.fromJSDate(ctx.now()).plus({ hours: overlapHours }).toJSDate();
    const expiresAt = overlapEnds < old.expiresAt ? overlapEnds : old.expiresAt;
    await tx.update(ApiKey, id, { replacedById: created.apiKey.id, expiresAt });
    // What the old one is known to ask, the new one is.
    await tx.query(
      `INSERT INTO trusted_document (api_key_id, hash, name, text, registered_at, registered_by_account_id, registered_by_key_id, last_used_at)
       SELECT $2, hash, name, text, registered_at, registered_by_account_id, registered_by_key_id, last_used_at FROM trusted_document WHERE api_key_id = $1`,
      [id, created.apiKey.id],
    );
    await audit(tx, ctx, "api-key.rotate", ["api-key", id], {
      before: { expiresAt: old.expiresAt.toISOString() },
      after: { expiresAt: expiresAt.toISOString(), replacedById: created.apiKey.id },
    });
    return created;
  });
}
