import * as openid from "openid-client";
import type { Config, SingleSignOn } from "../../core/config.ts";
import { SingleSignOnRefusal } from "./single-sign-on-refusal.ts";

/** How long an answer of the provider is waited for, in seconds. */
const patienceSeconds = 10;

/** What the provider tells of itself is asked for again after so long. */
const discoveryMs = 3_600_000;

const discovered = new WeakMap<SingleSignOn, { at: number; provider: Promise<openid.Configuration> }>();

/** Asks the provider what it is like (OpenID Connect Discovery). It need not be there when the server starts. */
async function discover({ issuer, clientId, clientSecret }: SingleSignOn): Promise<openid.Configuration> {
  const execute = issuer.startsWith("http:") ? [openid.allowInsecureRequests] : [];
  const options = { execute, timeout: patienceSeconds };
  const metadata = (
    await openid.discovery(new URL(issuer), clientId, undefined, openid.None(), options)
  ).serverMetadata();
  const methods = metadata.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
  const byHeader = methods.includes("client_secret_basic");
  const provider = new openid.Configuration(
    metadata,
    clientId,
    undefined,
    byHeader ? openid.ClientSecretBasic(clientSecret) : openid.ClientSecretPost(clientSecret),
  );
  provider.timeout = patienceSeconds;
  for (const apply of execute) apply(provider);
  return provider;
}

async function providerOf(settings: SingleSignOn): Promise<openid.Configuration> {
  const known = discovered.get(settings);
  if (known && Date.now() - known.at < discoveryMs) return known.provider;
  const provider = discover(settings);
  discovered.set(settings, { at: Date.now(), provider });
  provider.catch(() => discovered.delete(settings));
  return provider;
}

/** @throws SingleSignOnRefusal NOT_SET_UP */
export function singleSignOnOf({ singleSignOn }: Config): SingleSignOn {
  if (!singleSignOn) throw new SingleSignOnRefusal("NOT_SET_UP");
  return singleSignOn;
}

/** What binds an answer of the provider to the question. */
export interface Secrets {
  state: string;
  nonce: string;
  codeVerifier: string;
}

export const createSecrets = (): Secrets => ({
  state: openid.randomState(),
  nonce: openid.randomNonce(),
  codeVerifier: openid.randomPKCECodeVerifier(),
});

/** How long ago the provider may have seen somebody who shows again who is there, in seconds. */
const freshSeconds = 300;

export const callbackPath = "/sso/callback";

/**
 * Where a browser is sent to sign in: authorization code with PKCE.
 * @param fresh whether the provider must have seen the person in the last minutes
 * @throws SingleSignOnRefusal NOT_SET_UP, UNREACHABLE
 */
export async function authorizationAddress(
  config: Config,
  { state, nonce, codeVerifier }: Secrets,
  fresh: boolean,
): Promise<URL> {
  const settings = singleSignOnOf(config);
  const challenge = await openid.calculatePKCECodeChallenge(codeVerifier);
  const provider = await providerOf(settings).catch(refuse);
  return openid.buildAuthorizationUrl(provider, {
    redirect_uri: `${config.publicUrl}${callbackPath}`,
    scope: settings.scopes,
    state,
    nonce,
    code_challenge: challenge,
    code_challenge_method: "S256",
    ...(fresh && { max_age: String(freshSeconds) }),
  });
}

/** Somebody, as the provider vouches for it. */
export interface ProvedPerson {
  issuer: string;
  subject: string;
  /** Null: the provider tells none, or has not made sure of it. */
  verifiedEmail: string | null;
  firstName: string;
  lastName: string;
  /** When the provider last saw the person; null where it does not tell. */
  seenAt: Date | null;
}

const text = (value: unknown): string => (typeof value === "string" ? value.trim() : "");

/** Given and family name; from the whole name where those are not told, the last word being the family name. One of both is enough. */
function namesOf(claims: Record<string, unknown>): Pick<ProvedPerson, "firstName" | "lastName"> {
  const [given, family] = [text(claims.given_name), text(claims.family_name)];
  const words = text(claims.name).split(/\s+/);
  const told = given && family ? true : (given || family) !== "" && words.length < 2;
  const names = told ? [given, family] : [words.slice(0, -1).join(" "), words.at(-1) ?? ""];
  const [firstName = "", lastName = ""] = names.map((name) =>
    name
      .replace(/\p{Cc}+/gu, " ")
      .slice(0, 100)
      .trim(),
  );
  return { firstName, lastName };
}

/**
 * Takes what the provider sent with the browser to it and asks who that is. Signature, issuer, audience, time, state, nonce and PKCE
 * are checked.
 * @param query the query of the callback's address, with its question mark
 * @param fresh whether the provider must have seen the person in the last minutes, and say so
 * @throws SingleSignOnRefusal NOT_SET_UP, UNREACHABLE, CANCELLED, NOT_TRUSTED
 */
export async function askWhoCame(
  config: Config,
  query: string,
  secrets: Secrets,
  fresh: boolean,
): Promise<ProvedPerson> {
  const settings = singleSignOnOf(config);
  try {
    const provider = await providerOf(settings);
    const tokens = await openid.authorizationCodeGrant(
      provider,
      new URL(`${config.publicUrl}${callbackPath}${query}`),
      {
        expectedState: secrets.state,
        expectedNonce: secrets.nonce,
        pkceCodeVerifier: secrets.codeVerifier,
        idTokenExpected: true,
        ...(fresh && { maxAge: freshSeconds }),
      },
    );
    const proved = tokens.claims();
    if (!proved) throw new Error("There is no ID token.");
    const more =
      proved.email === undefined && provider.serverMetadata().userinfo_endpoint
        ? await openid.fetchUserInfo(provider, tokens.access_token, proved.sub)
        : {};
    const claims: Record<string, unknown> = { ...more, ...proved };
    return {
      issuer: proved.iss,
      subject: proved.sub,
      seenAt: proved.auth_time === undefined ? null : new Date(proved.auth_time * 1_000),
      verifiedEmail: claims.email_verified === true ? text(claims.email) || null : null,
      ...namesOf(claims),
    };
  } catch (error) {
    return refuse(error);
  }
}

/** What went wrong between the provider and us, for the person in front of the screen. */
function refuse(error: unknown): never {
  if (error instanceof SingleSignOnRefusal) throw error;
  if (error instanceof openid.AuthorizationResponseError) {
    const down = ["server_error", "temporarily_unavailable"].includes(error.error);
    throw new SingleSignOnRefusal(down ? "UNREACHABLE" : "CANCELLED", error);
  }
  throw new SingleSignOnRefusal(isOutage(error) ? "UNREACHABLE" : "NOT_TRUSTED", error);
}

/** Whether no answer came, or one that says that the provider, or a proxy in front of it, is broken. */
function isOutage(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  if (error instanceof Response) return error.status >= 500;
  const { code, message, cause } = error as { code?: string; message?: string; cause?: unknown };
  return code === "OAUTH_TIMEOUT" || code === "OAUTH_ABORT" || message === "fetch failed" || isOutage(cause);
}
