import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { defineLoader } from "../core/lists/loaders.ts";
import { AccreditorSettings } from "./settings.entity.ts";

/** What the accreditor has set. There is always one row: the first migration makes it. */
export const loadSettings = (tx: EntityManager): Promise<AccreditorSettings> =>
  tx.findOneByOrFail(AccreditorSettings, { id: 1 });

const settingsOnce = defineLoader<1, AccreditorSettings>(async (ctx, keys) => {
  const settings = await loadSettings(ctx.db.manager);
  return keys.map(() => settings);
});

/** What the accreditor has set, read once for a request however many fields need it. */
export const settingsOf = (ctx: Context): Promise<AccreditorSettings> => settingsOnce(ctx, 1);
