import type { DataSource } from "typeorm";
import { hashToken } from "../../accounts/access-token.ts";
import { type Config, type DemoSettings, demoIsOpen } from "../../core/config.ts";
import { DomainError, ErrorCode } from "../../core/errors.ts";
import { nobody, type Viewer } from "../../core/viewer.ts";
import { openState, scopesIn } from "./app-state.ts";
import { resourceOf } from "./oauth-provider.ts";

interface HeldToken {
  sealed: Buffer;
  accountId: string;
  memberId: string;
  email: string | null;
  appId: string;
  appName: string;
}

/**
 * For whom an app's access token acts: the member who let it, with what its scopes name. Nobody's once it has run out, the consent was taken
 * back, the app was removed, or the member's account does not count.
 */
export async function loadViewerOfAppToken(
  db: DataSource,
  token: string,
  now: Date,
  config: Config & DemoSettings,
): Promise<Viewer> {
  const idHash = hashToken(token);
  const [held]: HeldToken[] = await db.query(
    `SELECT t.sealed, t.account_id AS "accountId", m.id AS "memberId", p.id AS "appId", p.name AS "appName",
       (SELECT e.address FROM email_address e WHERE e.account_id = a.id AND e.is_primary) AS email
     FROM app_state t JOIN app p ON p.id = t.app_id
     JOIN app_state g ON g.kind = 'Grant' AND g.grant_hash = t.grant_hash AND g.expires_at > $2
     JOIN account a ON a.id = t.account_id JOIN member m ON m.account_id = a.id
     WHERE t.kind = 'AccessToken' AND t.id_hash = $1 AND t.expires_at > $2 AND a.status = 'ACTIVE' AND (NOT a.demo OR $3)
       AND m.active AND m.merged_into_id IS NULL AND m.erased_at IS NULL`,
    [idHash, now, demoIsOpen(config)],
  );
  const payload = held && openState(config, "AccessToken", { sealed: held.sealed, idHash });
  if (!payload || payload.aud !== resourceOf(config)) return nobody;
  const { accountId, memberId, appId, appName, email } = held;
  return {
    ...nobody,
    accountId,
    email: `${email ?? ""} by the app ${appName}`.trim(),
    memberId,
    agent: { id: appId, actor: { accountId, as: "ATTENDEE" }, scopes: new Set(scopesIn(payload.scope ?? "")) },
  };
}

/** Why an app's token does not count. */
export const refusalOfBadAppToken = (): DomainError =>
  new DomainError(ErrorCode.UNAUTHENTICATED, "apps.tokenOver", { reason: "TOKEN_OVER" });
