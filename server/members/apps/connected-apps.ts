import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { isId } from "../../core/ids.ts";
import { everyMemberScope, type MemberScope } from "../../core/member-scopes.ts";
import { openState, scopesIn } from "./app-state.ts";
import { resourceOf } from "./oauth-provider.ts";

export interface ConnectedApp {
  id: string;
  name: string;
  scopes: MemberScope[];
  since: Date;
}

interface GrantRow extends Omit<ConnectedApp, "scopes"> {
  sealed: Buffer;
  idHash: Buffer;
}

/** The apps that the viewer lets act for them, by name, each once however often they did. */
export async function listConnectedApps({ db, viewer, config, now }: Context): Promise<ConnectedApp[]> {
  const rows: GrantRow[] = await db.query(
    `SELECT p.id, p.name, g.created_at AS since, g.sealed, g.id_hash AS "idHash" FROM app_state g JOIN app p ON p.id = g.app_id
     WHERE g.kind = 'Grant' AND g.account_id = $1 AND g.expires_at > $2 ORDER BY p.name, p.id, g.created_at`,
    [viewer.accountId, now()],
  );
  const apps = new Map<string, ConnectedApp>();
  for (const { id, name, since, ...kept } of rows) {
    const resources = openState(config, "Grant", kept)?.resources as Record<string, string> | undefined;
    const scopes = [...(apps.get(id)?.scopes ?? []), ...scopesIn(resources?.[resourceOf(config)] ?? "")];
    apps.set(id, {
      ...{ id, name, since: apps.get(id)?.since ?? since },
      scopes: everyMemberScope.filter((scope) => scopes.includes(scope)),
    });
  }
  return [...apps.values()];
}

/**
 * The viewer lets an app act for them no more: all that it has ends at once.
 * @returns whether it could until now
 */
export async function disconnectApp(ctx: Context, id: string): Promise<boolean> {
  const { accountId } = ctx.viewer;
  if (!accountId || !isId(id)) return false;
  return inTransaction(ctx, async (tx) => {
    const [, ended]: [unknown, number] = await tx.query("DELETE FROM app_state WHERE account_id = $1 AND app_id = $2", [
      accountId,
      id,
    ]);
    if (ended > 0) await audit(tx, ctx, "account.disconnect-app", ["account", accountId], { before: { appId: id } });
    return ended > 0;
  });
}
