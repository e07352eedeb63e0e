import type { Context } from "../core/context.ts";

/** Pages of the console that mails lead to. */
type ConsolePage = "programs" | "conferences" | "attendance-uploads";

/** Where the console shows something. */
export const consoleAddress = (ctx: Context, page: ConsolePage, id: string): string =>
  `${ctx.config.publicUrl}/admin/${page}/${id}/show`;
