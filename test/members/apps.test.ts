import * as client from "openid-client";
import { World } from "../support/world.ts";
import { back, begin, createApp, Jar, type Made, appOf as makeApp } from "./app-client.ts";

let world: World;
let staff: { token: string };
beforeAll(async () => {
  world = await World.start({ signInDays: 365 });
  staff = await world.staff();
});
afterAll(() => world.stop());

const appOf = (kind?: string, uris?: string[], scopes?: string[]) => makeApp(world, staff.token, kind, uris, scopes);
const transcript = "{ transcript { memberNumber } }";

/** A browser in which a member is signed in. */
const browserOf = async (email: string): Promise<Jar> => new Jar(world, await world.signIn(email));

test("a member lets an app act, which reads the transcript, and takes it back", async () => {
  const app = await appOf();
  const { id } = await world.member({ email: "ann@example.test" });
  expect(id).toBeTruthy();
  const begun = await begin(app);
  const callback = await (await browserOf("ann@example.test")).answer(begun.url);
  expect(callback.searchParams.get("iss")).toBe(world.url);
  const tokens = await client.authorizationCodeGrant(app.config, callback, {
    pkceCodeVerifier: begun.verifier,
    expectedState: begun.state,
  });
  expect(tokens).toMatchObject({ token_type: "bearer", scope: "transcript", expires_in: expect.any(Number) });
  expect((await world.ok(tokens.access_token, transcript)).transcript.memberNumber).toEqual(expect.any(String));
  const next = await client.refreshTokenGrant(app.config, tokens.refresh_token ?? "");
  await world.ok(next.access_token, transcript);
  expect(await world.refused(next.access_token, "{ certificates { totalCount } }")).toBe("FORBIDDEN");
  expect(await world.refused(next.access_token, "{ viewer { id } }")).toBe("FORBIDDEN");

  const own = await world.signIn("ann@example.test");
  expect((await world.ok(own, "{ connectedApps { id name scopes } }")).connectedApps).toEqual([
    { id: `ConnectedApp_${app.id}`, name: "Congress app", scopes: ["TRANSCRIPT"] },
  ]);
  const disconnect = "mutation ($id: ID!) { disconnectApp(id: $id) }";
  expect((await world.ok(own, disconnect, { id: app.id })).disconnectApp).toBe(true);
  expect((await world.ok(own, disconnect, { id: app.id })).disconnectApp).toBe(false);
  expect(await world.refused(next.access_token, transcript)).toBe("UNAUTHENTICATED");
  await expect(client.refreshTokenGrant(app.config, next.refresh_token ?? "")).rejects.toMatchObject({
    error: "invalid_grant",
  });
});

const member = async (email: string) => {
  await world.member({ email });
  return browserOf(email);
};
const grant = async (app: Made, jar: Jar) => {
  const begun = await begin(app);
  const callback = await jar.answer(begun.url);
  const checks = { pkceCodeVerifier: begun.verifier, expectedState: begun.state };
  return { callback, checks, tokens: await client.authorizationCodeGrant(app.config, callback, checks) };
};
const invalid = { error: "invalid_grant" };

test("a code that comes again ends what the first one gave", async () => {
  const app = await appOf();
  const { callback, checks, tokens } = await grant(app, await member("replay@example.test"));
  await world.ok(tokens.access_token, transcript);
  await expect(client.authorizationCodeGrant(app.config, callback, checks)).rejects.toMatchObject(invalid);
  expect(await world.refused(tokens.access_token, transcript)).toBe("UNAUTHENTICATED");
  await expect(client.refreshTokenGrant(app.config, tokens.refresh_token ?? "")).rejects.toMatchObject(invalid);
});

test("a refresh token that comes again ends the whole consent; of two at once no more than one counts", async () => {
  const app = await appOf();
  const jar = await member("reuse@example.test");
  const { tokens } = await grant(app, jar);
  const next = await client.refreshTokenGrant(app.config, tokens.refresh_token ?? "");
  await expect(client.refreshTokenGrant(app.config, tokens.refresh_token ?? "")).rejects.toMatchObject(invalid);
  expect(await world.refused(next.access_token, transcript)).toBe("UNAUTHENTICATED");
  await expect(client.refreshTokenGrant(app.config, next.refresh_token ?? "")).rejects.toMatchObject(invalid);
  const { tokens: others } = await grant(app, jar);
  const both = await Promise.allSettled(
    [1, 2].map(() => client.refreshTokenGrant(app.config, others.refresh_token ?? "")),
  );
  expect(both.filter(({ status }) => status === "fulfilled").length).toBeLessThanOrEqual(1);
});

test("without PKCE, or with a plain challenge, another address, scope or resource, nothing is asked of anybody", async () => {
  const app = await appOf();
  const jar = await member("wrong@example.test");
  const refusal = async (change: (params: URLSearchParams) => void) => {
    const { url } = await begin(app);
    change(url.searchParams);
    const { status, location, text } = await jar.open(url);
    if (status !== 303) return [status, JSON.parse(text).error];
    const to = new URL(location.replace("#", "?"), world.url);
    return [to.origin, to.searchParams.get("error"), to.searchParams.get("iss")];
  };
  const told = (error: string) => ["https://app.example.test", error, world.url];
  expect(await refusal((p) => p.delete("code_challenge"))).toEqual(told("invalid_request"));
  expect(await refusal((p) => p.set("code_challenge_method", "plain"))).toEqual(told("invalid_request"));
  expect(await refusal((p) => p.delete("code_challenge_method"))).toEqual(told("invalid_request"));
  expect(await refusal((p) => p.set("scope", "openid claims"))).toEqual(told("invalid_scope"));
  expect(await refusal((p) => p.set("resource", "https://other.example.test/"))).toEqual(told("invalid_target"));
  expect(await refusal((p) => p.set("response_type", "token"))).toEqual(told("unsupported_response_type"));
  // Where an address is not the app's nobody is sent.
  for (const uri of [
    `${back}/`,
    `${back}?x=1`,
    "https://app.example.test.evil.test/done",
    "http://app.example.test/done",
  ])
    expect(await refusal((p) => p.set("redirect_uri", uri))).toEqual([400, "invalid_redirect_uri"]);
  expect(await refusal((p) => p.delete("redirect_uri"))).toEqual([400, "invalid_request"]);
  expect(
    (
      await refusal((p) =>
        p.set(
          "client_id",
          app.id.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
        ),
      )
    )[0],
  ).toBe(400);
});

test("another app's code, a wrong verifier and a wrong secret are refused", async () => {
  const [app, other] = [await appOf(), await appOf()];
  const jar = await member("other@example.test");
  const first = await begin(app);
  const checks = { pkceCodeVerifier: first.verifier, expectedState: first.state };
  const callback = await jar.answer(first.url);
  await expect(client.authorizationCodeGrant(other.config, callback, checks)).rejects.toMatchObject(invalid);
  const second = await begin(app);
  const wrong = { pkceCodeVerifier: client.randomPKCECodeVerifier(), expectedState: second.state };
  await expect(client.authorizationCodeGrant(app.config, await jar.answer(second.url), wrong)).rejects.toMatchObject(
    invalid,
  );
  const thief = await client.discovery(new URL(world.url), app.id, undefined, client.ClientSecretBasic("guessed"), {
    execute: [client.allowInsecureRequests],
  });
  const third = await begin(app);
  await expect(
    client.authorizationCodeGrant(thief, await jar.answer(third.url), {
      pkceCodeVerifier: third.verifier,
      expectedState: third.state,
    }),
  ).rejects.toMatchObject({ status: 401 });
});

test("the page that asks names app and scopes, is framed by nobody, and takes no answer from elsewhere", async () => {
  const app = await appOf("PUBLIC");
  const { url } = await begin(app);
  const jar = await member("page@example.test");
  const { path, page } = await jar.toConsent(url);
  expect(page.status).toBe(200);
  expect(page.text).toContain("Congress app asks to act for you");
  expect(page.text).toContain("See your transcript");
  expect(page.text).not.toContain("Choose the sessions");
  expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(page.headers.get("content-security-policy")).toContain("form-action 'self' https://app.example.test");
  expect(page.headers.get("x-frame-options")).toBe("DENY");
  expect(page.headers.get("cache-control")).toBe("no-store");
  for (const form of [{ answer: "yes" }, { answer: "yes", proof: "x" }])
    expect((await jar.open(path, form as Record<string, string>)).status).toBe(404);
  // Another browser, whoever is signed in there, has no part in it; and who is not signed in signs in first.
  expect((await (await member("elsewhere@example.test")).open(path)).status).toBe(404);
  jar.cookies.delete("accrue_token");
  const { status, location } = await jar.open(path);
  expect([status, location]).toEqual([303, path.replace("/oauth/consent/", "/connect/")]);
  const no = await (await browserOf("page@example.test")).answer((await begin(app)).url, "no");
  expect([no.origin, no.searchParams.get("error")]).toEqual(["https://app.example.test", "access_denied"]);
});

test.each([
  ["the account is disabled", 'mutation ($a: ID!) { disableAccount(accountId: $a, reason: "So.") }'],
  ["the member is erased", 'mutation ($m: ID!) { eraseMember(memberId: $m, reason: "So.") }'],
  ["the app is removed", "mutation ($p: ID!) { removeApp(id: $p) }"],
])("all of it ends when %s", async (_way, document) => {
  const app = await appOf();
  const email = `${_way.replaceAll(" ", "")}@example.test`;
  const { id: m } = await world.member({ email });
  const [{ a }] = await world.sql("SELECT account_id AS a FROM member WHERE id = $1", [m]);
  const { tokens } = await grant(app, await browserOf(email));
  const name = /\$(\w)/.exec(document)?.[1] ?? "";
  await world.ok(staff.token, document, { [name]: { a, m, p: app.id }[name] });
  expect(await world.refused(tokens.access_token, transcript)).toBe("UNAUTHENTICATED");
  await expect(client.refreshTokenGrant(app.config, tokens.refresh_token ?? "")).rejects.toThrow();
  expect(await world.sql("SELECT FROM app_state WHERE account_id = $1 AND app_id IS NOT NULL", [a])).toEqual([]);
});

test("people are sent back to addresses of the app alone", async () => {
  const refused = (k: string, uri: string) => world.refused(staff.token, createApp, { k, u: [uri], s: ["TRANSCRIPT"] });
  for (const uri of [
    "http://app.example.test/x",
    "https://app.example.test/#x",
    "https://*.example.test/",
    "https://a@example.test/",
    "javascript:alert(1)",
    "https://localhost/",
    "data:text/html,x",
    "org.example:/x",
    "HTTPS://app.example.test/",
    "not an address",
  ])
    expect([uri, await refused("CONFIDENTIAL", uri)]).toEqual([uri, "BAD_INPUT"]);
  expect(await refused("NATIVE", "http://localhost:1/x")).toBe("BAD_INPUT");
  const native = await appOf("NATIVE", ["http://127.0.0.1/done", "org.example.app:/done"]);
  const jar = await member("native@example.test");
  const begun = await begin(native, { redirect_uri: "http://127.0.0.1:51234/done" });
  const callback = await jar.answer(begun.url);
  expect(callback.origin).toBe("http://127.0.0.1:51234");
});
