import type { Context } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import { defineLoader, orderByKey } from "../core/lists/loaders.ts";
import type { Connection, PageArgs } from "../core/lists/page.ts";
import { readPage } from "../core/lists/read-page.ts";
import { Bindings, containing } from "../core/lists/sql.ts";
import { visibleTo } from "../core/viewer.ts";
import type { Provider } from "./provider.entity.ts";

/** What the API shows of a provider. */
export type ProviderRow = Pick<Provider, "id" | "number" | "name">;

export interface ProviderConditions {
  number?: string | null;
  name?: string | null;
  ids?: string[] | null;
}

/** Providers by number. Staff see all, others those they act for. */
export function listProviders(
  ctx: Context,
  filter: ProviderConditions,
  page: PageArgs,
): Promise<Connection<ProviderRow>> {
  const bindings = new Bindings();
  const { bind } = bindings;
  const where = [visibleTo(ctx.viewer, "v.id", bind)];
  const number = filter.number?.trim().toLowerCase();
  if (number) where.push(`lower(v.number) LIKE ${bind(containing(number))}`);
  const name = filter.name?.trim().toLowerCase();
  if (name) where.push(`lower(v.name) LIKE ${bind(containing(name))}`);
  if (filter.ids) where.push(`v.id = ANY(${bind(filter.ids.filter(isId))}::uuid[])`);
  return readPage(
    ctx.db.manager,
    {
      from: "provider v",
      where,
      order: [{ sql: "v.number" }],
      key: "v.id",
      select: "v.id, v.number, v.name",
      bindings,
    },
    page,
  );
}

/** One provider, whoever asks; null where there is none. IDs must be UUIDs, as foreign keys are. */
export const providerById = defineLoader<string, ProviderRow | null>(async (ctx, ids) => {
  const rows: ProviderRow[] = await ctx.db.query("SELECT id, number, name FROM provider WHERE id = ANY($1::uuid[])", [
    ids,
  ]);
  return orderByKey(ids as string[], rows, (row) => row.id);
});

/** The providers for which the viewer may act, by number. One statement for a request. */
export async function providersOfViewer(ctx: Context, ids: Iterable<string>): Promise<ProviderRow[]> {
  const found = await Promise.all([...ids].map((id) => providerById(ctx, id)));
  return found.filter((p) => p !== null).sort((a, b) => (a.number < b.number ? -1 : 1));
}
