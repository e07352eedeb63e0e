import type { Context } from "../core/context.ts";
import { defineJob } from "../core/jobs.ts";

/**
 * Takes back what somebody whose account was shut has mailed to others, and what was mailed to them. Until it has run `acceptInvitation`
 * refuses these.
 */
export const endInvitationsJob = defineJob("accounts.accessEnded", async (ctx: Context, { accountId }) => {
  await ctx.db.query(
    `DELETE FROM invitation WHERE invited_by_account_id = $1
       OR address IN (SELECT address FROM email_address WHERE account_id = $1 AND verified_at IS NOT NULL)`,
    [accountId],
  );
});
