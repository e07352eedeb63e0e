import type { Context } from "../core/context.ts";
import { containing, hasAnyId, isAnyOf } from "../core/lists/conditions.ts";
import { defineFixedList } from "../core/lists/define-list.ts";
import { defineLoader, orderByKey } from "../core/lists/loaders.ts";
import type { Term } from "../core/lists/order.ts";
import { alphabetical, type Fields } from "../core/lists/sql.ts";
import { type ProviderStatus, visibleTo } from "../core/viewer.ts";
import type { Provider } from "./provider.entity.ts";

/** What the API shows of a provider. */
export type ProviderRow = Pick<Provider, "id" | "number" | "name" | "status">;

export interface ProviderConditions {
  number?: string | null;
  name?: string | null;
  status?: ProviderStatus[] | null;
  ids?: string[] | null;
}

/** SQL of each field of a ProviderRow over v. */
export const providerFields: Fields<ProviderRow> = {
  id: "v.id",
  number: "v.number",
  name: "v.name",
  status: "v.status",
};

/** By the name of v; of the same name by the number. */
export const providerNameTerms: Term[] = [alphabetical("v.name"), "v.number"];

/** Providers by number. Staff see all, others those they act for. */
export const providerList = defineFixedList({
  from: "provider v",
  key: "v.id",
  fields: providerFields,
  where: ({ viewer }, filter: ProviderConditions, bind) => {
    const number = filter.number?.trim().toLowerCase();
    const name = filter.name?.trim().toLowerCase();
    return [
      visibleTo(viewer, "v.id", bind),
      number && `lower(v.number) LIKE ${bind(containing(number))}`,
      name && `lower(v.name) LIKE ${bind(containing(name))}`,
      isAnyOf("v.status", filter.status, bind),
      hasAnyId("v.id", filter.ids, bind),
    ];
  },
  sortedBy: [["v.number"], "ASC"],
});

/** One provider, whoever asks; null where there is none. IDs must be UUIDs, as foreign keys are. */
export const providerById = defineLoader<string, ProviderRow | null>(async (ctx, ids) => {
  const rows: ProviderRow[] = await ctx.db.query(
    "SELECT id, number, name, status FROM provider WHERE id = ANY($1::uuid[])",
    [ids],
  );
  return orderByKey(ids as string[], rows, (row) => row.id);
});

/** The providers for which the viewer may act, by number. One statement for a request. */
export async function providersOfViewer(ctx: Context, ids: Iterable<string>): Promise<ProviderRow[]> {
  const found = await Promise.all([...ids].map((id) => providerById(ctx, id)));
  return found.filter((p) => p !== null).sort((a, b) => (a.number < b.number ? -1 : 1));
}
