import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { notFound } from "../../core/errors.ts";
import { isId } from "../../core/ids.ts";
import { forRemoval } from "../../core/locks.ts";
import { assertMay, staff } from "../../core/policy.ts";
import { App } from "./app.entity.ts";

/**
 * Ends an app, and at once everything that members let it do.
 * @throws NOT_FOUND
 */
export async function removeApp(ctx: Context, id: string): Promise<boolean> {
  assertMay(ctx, staff, null);
  await inTransaction(ctx, async (tx) => {
    const app = isId(id) ? await tx.findOne(App, { where: { id }, lock: forRemoval }) : null;
    if (!app) throw notFound("app");
    await tx.delete(App, id);
    await audit(tx, ctx, "app.remove", ["app", id], { before: { name: app.name } });
  });
  return true;
}
