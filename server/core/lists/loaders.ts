import DataLoader from "dataloader";
import type { Context } from "../context.ts";

export type LoaderDefinition<K, V> = (ctx: Context, keys: readonly K[]) => Promise<readonly V[]>;

/**
 * Declares a batch: `batch` gets all the keys asked for in one tick and answers in their order. Each request has its own
 * cache. Keys that are objects are told apart by their JSON.
 */
export function defineLoader<K, V>(batch: LoaderDefinition<K, V>) {
  return (ctx: Context, key: K): Promise<V> => {
    let loader = ctx.loaders.get(batch) as DataLoader<K, V, unknown> | undefined;
    if (!loader) {
      loader = new DataLoader<K, V, unknown>((keys) => batch(ctx, keys), {
        cacheKeyFn: (key) => (typeof key === "object" ? JSON.stringify(key) : key),
      });
      ctx.loaders.set(batch, loader as unknown as DataLoader<never, unknown>);
    }
    return loader.load(key);
  };
}

/** Puts rows that carry a foreign key in the order of the keys; a key without rows gets an empty list. */
export function groupByKey<R>(keys: readonly string[], rows: R[], keyOf: (row: R) => string): R[][] {
  const groups = new Map<string, R[]>(keys.map((key) => [key, []]));
  for (const row of rows) groups.get(keyOf(row))?.push(row);
  return keys.map((key) => groups.get(key) ?? []);
}

/** Puts rows in the order of the keys; a key without a row gets null. */
export function orderByKey<R>(keys: readonly string[], rows: R[], keyOf: (row: R) => string): (R | null)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key) ?? null);
}
