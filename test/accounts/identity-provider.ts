import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Configuration } from "oidc-provider";

/** A person as the provider knows them: the claims that it tells. */
export interface Person {
  sub: string;
  email?: string;
  email_verified?: boolean;
  given_name?: string;
  family_name?: string;
  name?: string;
}

/** It warns of what suits no production: keys and memory of its own, and a Node older than it was tested with. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { warn } = console;
  console.warn = () => {};
  return work().finally(() => {
    console.warn = warn;
  });
}

/** A real OpenID provider on a port of its own, with one page that asks whether to go on as the person who sits there. */
export class IdentityProvider {
  /** Who sits in front of it. */
  person: Person = { sub: "nobody" };
  readonly clientId = "accrue";
  readonly clientSecret = "a secret between the two of them";
  #server: Server | null = null;
  issuer = "";

  /** @param redirectUri where the client has people sent back to */
  static async start(redirectUri: () => string): Promise<IdentityProvider> {
    const idp = new IdentityProvider();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen({ port: 0, host: "127.0.0.1" }, resolve));
    idp.#server = server;
    idp.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const known = new Map<string, Person>();
    const { Provider } = await quietly(() => import("oidc-provider"));
    const settings: Configuration = {
      clients: [{ client_id: idp.clientId, client_secret: idp.clientSecret, redirect_uris: [redirectUri()] }],
      claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "given_name", "family_name"] },
      cookies: { keys: ["only for tests"] },
      features: { devInteractions: { enabled: false } },
      pkce: { required: () => true },
      ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
      findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ ...known.get(sub), sub }) }),
      loadExistingGrant: async ({ oidc }) => {
        const grant = new oidc.provider.Grant({ accountId: oidc.session?.accountId, clientId: oidc.client?.clientId });
        grant.addOIDCScope("openid email profile");
        await grant.save();
        return grant;
      },
      interactions: { url: (_ctx, { uid }) => `/as/${uid}` },
    };
    const provider = await quietly(async () => new Provider(idp.issuer, settings));
    const callback = provider.callback();
    server.on("request", async (req, res) => {
      if (!req.url?.startsWith("/as/")) return callback(req, res);
      if (req.method === "GET") {
        res.setHeader("Content-Type", "text/html");
        res.end(
          `<!doctype html><html lang="en"><title>Provider</title><main><h1>Provider</h1>
           <form method="post" action="${req.url}"><button>Go on as ${idp.person.email ?? idp.person.sub}</button></form>
           <form method="post" action="${req.url}?no"><button>Rather not</button></form></main></html>`,
        );
        return;
      }
      known.set(idp.person.sub, idp.person);
      const no = { error: "access_denied", error_description: "Rather not." };
      const yes = { login: { accountId: idp.person.sub, remember: false } };
      await provider.interactionFinished(req, res, req.url.endsWith("?no") ? no : yes);
    });
    return idp;
  }

  /** The settings of a server that signs people in by it. */
  get settings() {
    const { issuer, clientId, clientSecret } = this;
    return { issuer, clientId, clientSecret, name: "Aurora ID", scopes: "openid email profile" };
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }
}

interface Page {
  status: number;
  location: string | null;
  text: string;
}

/** A browser without a screen: it keeps cookies for each server and follows nothing by itself. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();

  cookie(url: string, name: string): string | undefined {
    return this.#cookies.get(new URL(url).host)?.get(name);
  }

  async open(url: string | URL, method = "GET"): Promise<Page> {
    const { host } = new URL(url);
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, jar);
    const response = await fetch(url, {
      method,
      redirect: "manual",
      headers: { Cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value && !/expires=thu, 01 jan 1970/i.test(line)) jar.set(name, value);
      else jar.delete(name);
    }
    const location = response.headers.get("location");
    return {
      status: response.status,
      location: location === null ? null : new URL(location, url).href,
      text: await response.text(),
    };
  }

  /** Goes to the server's start, through the provider, and stops at the address of the callback that the provider sends it to. */
  async toCallback(serverUrl: string, { start = "/sso/start", answer = "" } = {}): Promise<string> {
    let at = new URL(start, serverUrl).href;
    for (let steps = 0; steps < 10; steps++) {
      if (at.startsWith(`${serverUrl}/sso/callback`)) return at;
      const page = await this.open(at);
      const form = /action="([^"?]+)"/.exec(page.text)?.[1];
      const next = page.location ?? (form ? (await this.open(new URL(form + answer, at), "POST")).location : null);
      if (!next) throw new Error(`${at} answered ${page.status}: ${page.text.slice(0, 500)}`);
      at = next;
    }
    throw new Error("The provider sends in circles.");
  }
}
