import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import { nextInSeries } from "../core/number-series.ts";
import { Provider } from "./provider.entity.ts";

/** Makes a provider with the next number: P0001 and on, or with the prefix that the accreditor has set, in a table of a later folder. */
export async function createProvider(
  tx: EntityManager,
  ctx: Context,
  provider: Pick<Provider, "name" | "address" | "status"> & Partial<Pick<Provider, "contactName" | "contactEmail">>,
): Promise<Provider> {
  const [{ prefix }] = await tx.query("SELECT provider_prefix AS prefix FROM accreditor_settings");
  const number = `${prefix}${String(await nextInSeries(tx, "provider")).padStart(4, "0")}`;
  const created = await tx.save(tx.create(Provider, { ...provider, number, createdAt: ctx.now() }));
  await audit(tx, ctx, "provider.create", ["provider", created.id], {
    after: { number, name: provider.name, status: provider.status },
  });
  return created;
}
