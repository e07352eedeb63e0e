import * as client from "openid-client";
import type { World } from "../support/world.ts";

/** Where the apps of these tests are called back. */
export const back = "https://app.example.test/done";
export const createApp = `mutation ($k: AppKind!, $u: [String!]!, $s: [MemberScope!]!) {
  createApp(name: "Congress app", kind: $k, redirectUris: $u, scopes: $s) { app { id } clientSecret } }`;

export interface Made {
  id: string;
  config: client.Configuration;
}

/** A partner's app, as staff register it and as openid-client finds its way by what the server says of itself. */
export async function appOf(
  world: World,
  staffToken: string,
  kind = "CONFIDENTIAL",
  uris = [back],
  scopes = ["TRANSCRIPT", "CERTIFICATES"],
): Promise<Made> {
  const { app, clientSecret } = (await world.ok(staffToken, createApp, { k: kind, u: uris, s: scopes })).createApp;
  const config = await client.discovery(
    new URL(world.url),
    app.id,
    undefined,
    clientSecret ? client.ClientSecretBasic(clientSecret) : client.None(),
    { execute: [client.allowInsecureRequests] },
  );
  return { id: app.id, config };
}

export interface Begun {
  url: URL;
  verifier: string;
  state: string;
}

/** Begins as a right app does, with PKCE; `more` says what this one does otherwise. */
export async function begin({ config }: Made, more: Record<string, string> = {}): Promise<Begun> {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: back,
    scope: "openid transcript",
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    ...more,
  });
  return { url, verifier, state };
}

/** A browser in which the holder of this sign-in is signed in. */
export class Jar {
  readonly #url: string;
  readonly cookies = new Map<string, string>();

  constructor(world: World, token: string) {
    this.#url = world.url;
    this.cookies.set("accrue_token", token);
  }

  async open(url: string | URL, form?: Record<string, string>) {
    const response = await fetch(new URL(url, this.#url), {
      method: form ? "POST" : "GET",
      redirect: "manual",
      headers: { Cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form && { body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value && !/expires=thu, 01 jan 1970/i.test(line)) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    return {
      status: response.status,
      location: response.headers.get("location") ?? "",
      headers: response.headers,
      text: await response.text(),
    };
  }

  /** To the page that asks. */
  async toConsent(url: URL) {
    const begun = await this.open(url);
    expect([begun.status, begun.text]).toEqual([303, expect.anything()]);
    return { path: begun.location, page: await this.open(begun.location) };
  }

  /** Answers it, and follows to where the app is called back. */
  async answer(url: URL, answer = "yes"): Promise<URL> {
    const { path, page } = await this.toConsent(url);
    const proof = /name="proof" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
    const { location, status, text } = await this.open(path, { proof, answer });
    if (status !== 303) throw new Error(text);
    const done = await this.open(location);
    if (done.status !== 303) throw new Error(`${done.status} ${done.text}`);
    return new URL(done.location);
  }
}
