import { signedInAccount } from "../accounts/signed-in-account.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { advisoryLocks } from "../core/locks.ts";
import { SavedView } from "./saved-view.entity.ts";
import type { SavedViewInput } from "./saved-view.object.ts";
import { canChangeSavedView, canViewSavedView } from "./saved-view.policy.ts";

/** So many views an account has, a provider, and the staff. */
const most = 100;

function isObject(json: string): boolean {
  try {
    return JSON.parse(json)?.constructor === Object;
  } catch {
    return false;
  }
}

/**
 * Saves a view of a list, in the place of the one that had its name.
 * @throws NOT_FOUND for a provider that the viewer does not act for; FORBIDDEN for who may not share among the staff; BAD_INPUT; TOO_MANY_VIEWS
 */
export async function saveView(ctx: Context, input: SavedViewInput): Promise<SavedView> {
  const { list, settings, shared } = input;
  const providerId = input.providerId ?? null;
  const name = input.name.trim();
  if (!isObject(settings)) throw new DomainError(ErrorCode.BAD_INPUT, "savedViews.settings", { field: "settings" });
  const owner = shared ? { accountId: null, providerId } : { accountId: signedInAccount(ctx), providerId: null };
  if (!canChangeSavedView(ctx.viewer, owner))
    throw owner.providerId === null
      ? new DomainError(ErrorCode.FORBIDDEN, "savedViews.notForAll", { field: "shared" })
      : notFound("provider", "providerId");
  return inTransaction(ctx, async (tx) => {
    // Two at once would both find room.
    await tx.query("SELECT pg_advisory_xact_lock($1)", [advisoryLocks.savedViews]);
    const [{ count, id }] = await tx.query(
      `SELECT count(*)::int AS count, (array_agg(id) FILTER (WHERE list = $3 AND lower(name) = lower($4)))[1] AS id FROM saved_view
       WHERE account_id IS NOT DISTINCT FROM $1::uuid AND provider_id IS NOT DISTINCT FROM $2::uuid`,
      [owner.accountId, owner.providerId, list, name],
    );
    if (!id && count >= most)
      throw new DomainError(ErrorCode.TOO_MANY_VIEWS, "savedViews.tooMany", { field: "name", most });
    return tx.save(tx.create(SavedView, { ...(id && { id }), ...owner, list, name, settings, savedAt: ctx.now() }));
  });
}

/**
 * Removes a view: one's own, or one that is shared, for all who find it.
 * @returns what was removed
 * @throws NOT_FOUND; FORBIDDEN for who finds it and may not remove it
 */
export async function removeSavedView(ctx: Context, id: string): Promise<SavedView> {
  return inTransaction(ctx, async (tx) => {
    const view = isId(id) ? await tx.findOneBy(SavedView, { id }) : null;
    if (!view || !canViewSavedView(ctx.viewer, view)) throw notFound("savedView", "id");
    if (!canChangeSavedView(ctx.viewer, view))
      throw new DomainError(ErrorCode.FORBIDDEN, "savedViews.notForAll", { field: "id" });
    await tx.delete(SavedView, { id });
    return view;
  });
}
