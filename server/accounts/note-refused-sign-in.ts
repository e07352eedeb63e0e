import { type Context, inTransaction } from "../core/context.ts";
import { enqueue } from "../core/jobs.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** Null: nobody's account was meant. Of what was typed it has nothing. */
    "accounts.noteRefusedSignIn": {
      accountId: string | null;
      by: "password" | "passkey";
      ip: string | null;
      requestId: string | null;
    };
  }
}

/** Leaves it to a job, so that the request does the same work for an address that has an account and one that has none. */
export const noteRefusedSignIn = (ctx: Context, accountId: string | null, by: "password" | "passkey"): Promise<void> =>
  inTransaction(ctx, (tx) =>
    enqueue(tx, "accounts.noteRefusedSignIn", { accountId, by, ip: ctx.request.ip, requestId: ctx.request.id }),
  );
