import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { addDays, localDay } from "../core/local-day.ts";
import { loadSettings } from "./load-settings.ts";

/** The day on which what is set today begins: what ends today may have ended already, further east. */
export async function tomorrow(tx: EntityManager, ctx: Context): Promise<string> {
  const { timeZone } = await loadSettings(tx);
  return addDays(localDay(ctx.now(), timeZone), 1);
}
