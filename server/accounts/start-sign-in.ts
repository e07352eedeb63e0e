import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import type { Context } from "../core/context.ts";
import type { Viewer } from "../core/viewer.ts";
import { createAccessToken } from "./access-token.ts";
import { AccessToken } from "./account.entity.ts";
import { loadViewerOfAccount } from "./load-viewer.ts";

export interface SignedIn {
  token: string;
  expiresAt: Date;
  viewer: Viewer;
}

/**
 * Begins a sign-in for an account that has shown who it is. What comes later in the request is done as that account. A browser holds
 * one sign-in: the one whose cookie came along, whosever it was, is over. Source: OWASP ASVS 5.0, 7.2.4.
 * @param by what it showed, in the words of the audit log
 * @param provedAt when; by default now
 */
export async function startSignIn(
  tx: EntityManager,
  ctx: Context,
  accountId: string,
  by: string[],
  provedAt = ctx.now(),
): Promise<SignedIn> {
  const viewer = await loadViewerOfAccount(tx, accountId, ctx.config, provedAt);
  const { byCookie, tokenHash } = ctx.request;
  if (byCookie && tokenHash) await tx.delete(AccessToken, { tokenHash });
  const { token, expiresAt } = await createAccessToken(tx, ctx, accountId, provedAt);
  await audit(tx, { ...ctx, viewer }, "account.sign-in", ["account", accountId], { after: { by } });
  ctx.request.setToken(token, expiresAt);
  ctx.viewer = viewer;
  return { token, expiresAt, viewer };
}
