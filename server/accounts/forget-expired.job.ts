import type { Context } from "../core/context.ts";
import { idempotencyHours } from "../core/idempotent-request.entity.ts";
import { defineJob } from "../core/jobs.ts";
import { forgetSecrets } from "../mail/mail-secrets.ts";
import { forgetDocuments, keepClientDocuments } from "./api-keys/trusted-documents/client-documents.ts";
import { setUpMinutes } from "./confirm-second-factor.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    "accounts.forgetExpired": Record<string, never>;
  }
}

/** Deletes what has run out and is of no use any more: codes, links, sign-ins and counts. */
export const forgetExpiredJob = defineJob("accounts.forgetExpired", async (ctx: Context) => {
  for (const table of [
    "sign_up",
    "password_reset",
    "email_code",
    "access_token",
    "member_token",
    "app_state",
    "invitation",
    "sign_in_challenge",
    "passkey_challenge",
    "waiting_request",
    "begun_single_sign_on",
    "data_export",
    "whole_export",
  ])
    await ctx.db.query(`DELETE FROM ${table} WHERE expires_at <= $1`, [ctx.now()]);
  await keepClientDocuments(ctx);
  await forgetDocuments(ctx);
  await forgetSecrets(ctx);
  const begun = new Date(ctx.now().getTime() - setUpMinutes * 60_000);
  await ctx.db.query("DELETE FROM second_factor WHERE confirmed_at IS NULL AND created_at <= $1", [begun]);
  const kept = new Date(ctx.now().getTime() - idempotencyHours * 3_600_000);
  await ctx.db.query("DELETE FROM idempotent_request WHERE created_at <= $1", [kept]);
  await ctx.db.query("DELETE FROM rate_limit WHERE resets_at <= $1", [ctx.now()]);
});
