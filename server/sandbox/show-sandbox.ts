import type { Context } from "../core/context.ts";
import { sandboxPath } from "../core/sandbox.ts";
import type { SandboxObject } from "./sandbox.object.ts";

/** How the sandbox stands; null: there is none. */
export async function showSandbox({ sandbox, config }: Context): Promise<SandboxObject | null> {
  if (!sandbox) return null;
  return { url: `${config.publicUrl}${sandboxPath}`, madeAt: await sandbox.madeAt(), beingMade: sandbox.isBeingMade() };
}
