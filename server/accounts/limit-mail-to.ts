import type { Context } from "../core/context.ts";
import { enforceLimits } from "../core/rate-limits.ts";
import { mailByRecipient, mailByViewer } from "./account.limits.ts";
import { signedInAccount } from "./signed-in-account.ts";

/**
 * Counts a mail that the viewer has sent to an address of their choice: neither that mailbox nor the mailboxes of the world are filled.
 * @throws UNAUTHENTICATED, TOO_MANY_REQUESTS
 */
export const limitMailTo = (ctx: Context, address: string): Promise<void> =>
  enforceLimits(ctx, [
    { limit: mailByRecipient, who: address, count: 1 },
    { limit: mailByViewer, who: signedInAccount(ctx), count: 1 },
  ]);
