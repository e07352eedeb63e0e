import type { Context } from "../core/context.ts";
import { noSandbox } from "../core/sandbox.ts";
import type { SandboxObject } from "./sandbox.object.ts";
import { showSandbox } from "./show-sandbox.ts";

/**
 * Has the sandbox made anew. Whoever asks it meanwhile is answered by the one that is there.
 * @throws FORBIDDEN where there is none
 */
export async function sweepSandbox(ctx: Context): Promise<SandboxObject> {
  if (!ctx.sandbox) throw noSandbox();
  ctx.sandbox.sweep();
  return (await showSandbox(ctx)) as SandboxObject;
}
