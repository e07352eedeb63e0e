import type { Adapter, AdapterPayload } from "oidc-provider";
import { hashToken } from "../../accounts/access-token.ts";
import type { Context } from "../../core/context.ts";
import { isId } from "../../core/ids.ts";
import { everyMemberScope } from "../../core/member-scopes.ts";
import { seal, sealKeyIn, unsealIn } from "../../core/seal.ts";
import { type App, AppKind } from "./app.entity.ts";

type Base = Pick<Context, "db" | "config" | "now">;

export const scopeWords = (scopes: readonly string[]): string => scopes.map((scope) => scope.toLowerCase()).join(" ");

/** Scopes of OAuth as members' scopes; others are none of them. */
export const scopesIn = (words: string) =>
  everyMemberScope.filter((scope) => words.split(" ").includes(scope.toLowerCase()));

/** What an app is to the OAuth provider. Its secret's hash stands where the secret would: nobody keeps that. */
function clientOf({ id, name, kind, redirectUris, scopes, secretHash }: App): AdapterPayload {
  return {
    client_id: id,
    client_name: name,
    application_type: kind === AppKind.NATIVE ? "native" : "web",
    redirect_uris: redirectUris,
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    scope: `openid offline_access ${scopeWords(scopes)}`,
    token_endpoint_auth_method: secretHash ? "client_secret_basic" : "none",
    ...(secretHash && { client_secret: secretHash.toString("hex") }),
  } as AdapterPayload;
}

const aboutState = (kind: string, idHash: Buffer): string => `app_state ${kind} ${idHash.toString("hex")}`;

interface StateRow {
  sealed: Buffer;
  idHash: Buffer;
  consumedAt: Date | null;
}

/** Opens what was kept; undefined where the installation's key was exchanged since, twice. */
export function openState(
  config: Base["config"],
  kind: string,
  { sealed, idHash }: Pick<StateRow, "sealed" | "idHash">,
): AdapterPayload | undefined {
  try {
    return JSON.parse(unsealIn(config, sealed, aboutState(kind, idHash)).toString());
  } catch {
    return undefined;
  }
}

const hashOf = (text: string | undefined): Buffer | null => (text ? hashToken(text) : null);

/** Keeps what the OAuth provider needs, each by one statement. */
export class AppStates implements Adapter {
  constructor(
    private readonly kind: string,
    private readonly base: Base,
  ) {}

  async upsert(id: string, { jti: _, ...payload }: AdapterPayload, expiresIn: number): Promise<void> {
    const { db, config, now } = this.base;
    const idHash = hashToken(id);
    const grantId = this.kind === "Grant" ? id : payload.grantId;
    const clientId = typeof payload.clientId === "string" && isId(payload.clientId) ? payload.clientId : null;
    const sealed = seal(sealKeyIn(config), Buffer.from(JSON.stringify(payload)), aboutState(this.kind, idHash));
    await db.query(
      `INSERT INTO app_state (kind, id_hash, sealed, account_id, app_id, grant_hash, uid_hash, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (kind, id_hash) DO UPDATE SET sealed = excluded.sealed, account_id = excluded.account_id, app_id = excluded.app_id,
         grant_hash = excluded.grant_hash, uid_hash = excluded.uid_hash, expires_at = excluded.expires_at`,
      [
        this.kind,
        idHash,
        sealed,
        payload.accountId ?? null,
        clientId,
        hashOf(grantId),
        hashOf(payload.uid),
        now(),
        new Date(now().getTime() + expiresIn * 1_000),
      ],
    );
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    if (this.kind === "Client") return this.#client(id);
    return this.#read("id_hash", id, id);
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#read("uid_hash", uid);
  }

  /** There are no codes that people type into another device. */
  async findByUserCode(): Promise<undefined> {}

  async #client(id: string): Promise<AdapterPayload | undefined> {
    if (!isId(id)) return undefined;
    const [app]: App[] = await this.base.db.query(
      `SELECT id, name, kind, redirect_uris AS "redirectUris", scopes, secret_hash AS "secretHash" FROM app WHERE id = $1`,
      [id],
    );
    return app && clientOf(app);
  }

  async #read(column: "id_hash" | "uid_hash", value: string, id?: string): Promise<AdapterPayload | undefined> {
    const [row]: StateRow[] = await this.base.db.query(
      `SELECT sealed, id_hash AS "idHash", consumed_at AS "consumedAt" FROM app_state
       WHERE kind = $1 AND ${column} = $2 AND expires_at > $3`,
      [this.kind, hashToken(value), this.base.now()],
    );
    const payload = row && openState(this.base.config, this.kind, row);
    if (!payload) return undefined;
    return {
      ...payload,
      ...(id && { jti: id }),
      ...(row.consumedAt && { consumed: Math.floor(row.consumedAt.getTime() / 1_000) }),
    };
  }

  /** Of several at once one takes it; for the others it is used, and with it ends what stands on the same consent. */
  async consume(id: string): Promise<void> {
    const { db, now } = this.base;
    const [, taken]: [unknown, number] = await db.query(
      "UPDATE app_state SET consumed_at = $3 WHERE kind = $1 AND id_hash = $2 AND consumed_at IS NULL",
      [this.kind, hashToken(id), now()],
    );
    if (taken > 0) return;
    await db.query(
      `DELETE FROM app_state WHERE grant_hash = (SELECT grant_hash FROM app_state WHERE kind = $1 AND id_hash = $2)`,
      [this.kind, hashToken(id)],
    );
    const { errors } = await import("oidc-provider");
    throw new errors.InvalidGrant("it was used already");
  }

  async destroy(id: string): Promise<void> {
    await this.base.db.query("DELETE FROM app_state WHERE kind = $1 AND id_hash = $2", [this.kind, hashToken(id)]);
  }

  /** Ends everything that stands on a consent, and the consent. */
  async revokeByGrantId(grantId: string): Promise<void> {
    await this.base.db.query("DELETE FROM app_state WHERE grant_hash = $1", [hashToken(grantId)]);
  }
}
