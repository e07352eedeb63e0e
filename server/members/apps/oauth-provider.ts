import { timingSafeEqual } from "node:crypto";
import type { Provider } from "oidc-provider";
import { hashToken } from "../../accounts/access-token.ts";
import type { Context } from "../../core/context.ts";
import { log } from "../../core/log.ts";
import { everyMemberScope } from "../../core/member-scopes.ts";
import { appKeys, newestAppKey } from "./app-keys.ts";
import { AppStates, scopeWords } from "./app-state.ts";

type Base = Pick<Context, "db" | "config" | "now">;

/** How every access token of an app begins, so that it is told from keys and sign-ins. */
export const appTokenPrefix = "accrueapp_";

export const consentPath = "/oauth/consent";

const minute = 60;
const day = 86_400;

/** What tokens are for: the API, at its address. */
export const resourceOf = ({ publicUrl }: Base["config"]): string => `${publicUrl}/graphql`;

/** It warns of Node versions before those that it is tested with, once; docs/parts.md says why it is used all the same. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { warn } = console;
  console.warn = () => {};
  return work().finally(() => {
    console.warn = warn;
  });
}

/** Whether an account may let apps act: it is open, and its member is there and may earn. */
async function isMembers({ db }: Base, accountId: string): Promise<boolean> {
  const [row] = await db.query(
    `SELECT FROM account a JOIN member m ON m.account_id = a.id
     WHERE a.id = $1 AND a.status = 'ACTIVE' AND m.active AND m.merged_into_id IS NULL AND m.erased_at IS NULL`,
    [accountId],
  );
  return row !== undefined;
}

/**
 * The OAuth 2.1 and OpenID provider: authorization code with PKCE (S256) and refresh tokens that are exchanged each time; opaque access
 * tokens, which are looked up, so that what is taken back ends at once.
 */
async function createProvider(base: Base): Promise<Provider> {
  const { Provider, errors, interactionPolicy } = await quietly(() => import("oidc-provider"));
  const { config } = base;
  const policy = interactionPolicy.base();
  const login = policy.get("login");
  // Who is there is asked each time, by the sign-in of Accrue: no other session lets anybody in.
  login?.checks.add(
    new interactionPolicy.Check("asked_each_time", "the member is asked each time", (ctx) => !ctx.oidc.result?.login),
  );
  const provider = await quietly(
    async () =>
      new Provider(config.publicUrl, {
        adapter: (kind: string) => new AppStates(kind, base),
        jwks: { keys: await appKeys(base) },
        scopes: ["openid", "offline_access", ...everyMemberScope.map((scope) => scope.toLowerCase())],
        claims: { openid: ["sub"] },
        responseTypes: ["code"],
        clientAuthMethods: ["client_secret_basic", "client_secret_post", "none"],
        pkce: { required: () => true },
        rotateRefreshToken: true,
        issueRefreshToken: async () => true,
        expiresWithSession: async () => false,
        allowOmittingSingleRegisteredRedirectUri: false,
        clientBasedCORS: (_ctx, origin, client) =>
          client.tokenEndpointAuthMethod === "none" &&
          (client.redirectUris ?? []).some((uri) => URL.canParse(uri) && new URL(uri).origin === origin),
        cookies: {
          names: { session: "accrue_apps", interaction: "accrue_app", resume: "accrue_app_resume" },
        },
        features: {
          devInteractions: { enabled: false },
          dPoP: { enabled: false },
          pushedAuthorizationRequests: { enabled: false },
          rpInitiatedLogout: { enabled: false },
          userinfo: { enabled: false },
          revocation: {
            enabled: true,
            allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId,
          },
          resourceIndicators: {
            enabled: true,
            defaultResource: async () => resourceOf(config),
            useGrantedResource: async () => true,
            getResourceServerInfo: async (_ctx, resource) => {
              if (resource !== resourceOf(config)) throw new errors.InvalidTarget();
              return {
                scope: scopeWords(everyMemberScope),
                audience: resource,
                accessTokenTTL: 15 * minute,
                accessTokenFormat: "opaque",
              };
            },
          },
        },
        findAccount: async (_ctx, sub) =>
          (await isMembers(base, sub)) ? { accountId: sub, claims: async () => ({ sub }) } : undefined,
        interactions: { policy, url: (_ctx, { uid }) => `${consentPath}/${uid}` },
        loadExistingGrant: async ({ oidc }) =>
          oidc.result?.consent?.grantId ? oidc.provider.Grant.find(oidc.result.consent.grantId) : undefined,
        renderError: async (ctx, out) => {
          ctx.type = "json";
          ctx.body = out;
        },
        routes: {
          authorization: "/oauth/authorize",
          token: "/oauth/token",
          revocation: "/oauth/revoke",
          jwks: "/oauth/jwks",
        },
        ttl: {
          AccessToken: 15 * minute,
          AuthorizationCode: minute,
          Grant: 365 * day,
          IdToken: 60 * minute,
          Interaction: 30 * minute,
          RefreshToken: 30 * day,
          Session: 30 * minute,
        },
      }),
  );
  provider.on("server_error", (_ctx, err) => log.error({ err }, "The OAuth provider failed."));
  provider.proxy = true;
  const tokens = provider.AccessToken.prototype as unknown as { generateTokenId(): string };
  const generate = tokens.generateTokenId;
  tokens.generateTokenId = function () {
    return `${appTokenPrefix}${generate.call(this)}`;
  };
  // What is kept is the secret's hash: what is shown is hashed as well.
  provider.Client.prototype.compareClientSecret = function (this: { clientSecret?: string }, actual: string) {
    const kept = Buffer.from(this.clientSecret ?? "", "hex");
    const shown = hashToken(actual);
    return kept.length === shown.length && timingSafeEqual(kept, shown);
  };
  return provider;
}

const providers = new WeakMap<object, { keys: string; provider: Promise<Provider> }>();

/** The provider of a server; another one once its keys are others, or its address. */
export async function oauthProvider(base: Base): Promise<Provider> {
  const newest = await newestAppKey(base);
  const keys = `${newest} ${base.config.publicUrl}`;
  const known = providers.get(base.db);
  if (known?.keys === keys) return known.provider;
  const provider = createProvider(base);
  providers.set(base.db, { keys, provider });
  provider.catch(() => providers.delete(base.db));
  return provider;
}
