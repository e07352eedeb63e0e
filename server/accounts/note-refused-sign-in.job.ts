import { type Context, inTransaction, noRequest } from "../core/context.ts";
import { installationId } from "../core/hold.ts";
import { defineJob } from "../core/jobs.ts";
import { noteRefusal } from "../core/note-refusal.ts";
import { nobody } from "../core/viewer.ts";

/** Writes down that a sign-in was refused: about the account, or about nobody's, all of which count together. */
export const noteRefusedSignInJob = defineJob(
  "accounts.noteRefusedSignIn",
  (ctx: Context, { accountId, by, ip, requestId }) =>
    inTransaction(ctx, (tx) => {
      const asked: Context = { ...ctx, viewer: nobody, request: { ...noRequest, ip, id: requestId } };
      const subject = accountId ? (["account", accountId] as const) : (["installation", installationId] as const);
      return noteRefusal(tx, asked, "account.refuse-sign-in", subject, by, { by });
    }),
);
