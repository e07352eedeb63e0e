import type { ActorKind } from "../core/actor-kind.ts";
import type { Context } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { seesOf } from "../core/viewer.ts";
import { Provider } from "./provider.entity.ts";

/** What of a provider is its own to say, in the order in which differences are told. */
export const profileFields = ["name", "address", "contactName", "contactEmail", "webPage"] as const;

export type ProviderProfile = Pick<
  Provider,
  "id" | "number" | "version" | "status" | "mergedIntoId" | (typeof profileFields)[number]
>;

export interface ProviderChange {
  field: string;
  before: string;
  after: string;
}

export interface ProviderEvent {
  id: string;
  at: Date;
  actor: string;
  actorAs: ActorKind;
  action: string;
  reason: string | null;
  changes: ProviderChange[];
}

/**
 * What a provider says of itself.
 * @throws NOT_FOUND, the same for a missing and a foreign one
 */
export async function readProfile(ctx: Context, id: string): Promise<ProviderProfile> {
  const found = isId(id) && seesOf(ctx.viewer, id) ? await ctx.db.manager.findOneBy(Provider, { id }) : null;
  if (!found) throw notFound("provider", "providerId");
  return found;
}

/** What happened to a provider, the newest first, at most 200: from the audit log. */
export async function timelineOfProvider(ctx: Context, id: string): Promise<ProviderEvent[]> {
  const rows: (Omit<ProviderEvent, "changes"> & Record<"before" | "after", Record<string, unknown> | null>)[] =
    await ctx.db.query(
      `SELECT id, at, actor_name AS actor, actor_as AS "actorAs", action, reason, before, after
       FROM audit_entry WHERE subject_type = 'provider' AND subject_id = $1::uuid ORDER BY at DESC, id DESC LIMIT 200`,
      [id],
    );
  return rows.map(({ before, after, ...event }) => ({
    ...event,
    changes:
      event.action === "provider.update"
        ? profileFields.flatMap((field) => {
            const [from, to] = [String(before?.[field] ?? ""), String(after?.[field] ?? "")];
            return from === to ? [] : [{ field, before: from, after: to }];
          })
        : [],
  }));
}
