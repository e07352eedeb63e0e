import { request } from "node:http";
import { getIntrospectionQuery } from "graphql";
import { World } from "../support/world.ts";

let world: World;
let secure: World;
let token: string;
beforeAll(async () => {
  world = await World.start({ metricsToken: "a token for metrics", securityContact: "mailto:security@accrue.test" });
  // As it is behind a proxy that ends TLS: what the server says must not depend on how the proxy asks.
  secure = await World.start({ publicUrl: "https://accrue.test" });
  token = (await world.staff()).token;
});
afterAll(async () => {
  await world.stop();
  await secure.stop();
});

const pages = ["/", "/admin", "/sign-in", "/verify", "/graphql"];
const answers = [
  "/healthz",
  "/readyz",
  "/metrics",
  "/robots.txt",
  "/.well-known/security.txt",
  "/attendance/template.csv",
  "/certificates/none/pdf",
  "/nothing/here",
  "/assets",
  "/admin/assets",
  "/admin/assets/none.js",
  "/graphiql/index.html",
  "/graphql?query={__typename}",
  "/%E0%A4%A",
  "/verify?code=x",
];

test.each([...pages, ...answers])("%s comes with the headers that keep a browser safe", async (path) => {
  const response = await world.fetch(path, { headers: { Accept: pages.includes(path) ? "text/html" : "*/*" } });
  expect(response.status).toBeLessThan(500);
  const header = (name: string) => response.headers.get(name);
  const policy = header("Content-Security-Policy");
  expect(policy).toMatch(/default-src '(none|self)'/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("base-uri 'none'");
  expect(policy).toMatch(/form-action '(none|self)'/);
  // GraphiQL writes styles into its page and knows no nonce; no page takes anything from another host.
  expect(policy).not.toMatch(path === "/graphql" ? /https?:|\*|unsafe-eval/ : /https?:|\*|unsafe/);
  expect(header("X-Content-Type-Options")).toBe("nosniff");
  expect(header("X-Frame-Options")).toBe("DENY");
  expect(header("Referrer-Policy")).toBe("no-referrer");
  expect(header("Cross-Origin-Opener-Policy")).toBe("same-origin");
  expect(header("Cross-Origin-Resource-Policy")).toBe("same-origin");
  expect(header("X-Powered-By")).toBeNull();
  expect(header("Server")).toBeNull();
  expect(header("Strict-Transport-Security")).toBeNull();
});

test("behind TLS browsers are told to stay there", async () => {
  const response = await secure.fetch("/healthz");
  expect(response.headers.get("Strict-Transport-Security")).toBe("max-age=31536000");
});

test.each(answers.slice(0, 3).concat(answers.slice(5)))("%s is kept by nobody", async (path) => {
  for (const who of [null, token])
    expect((await world.fetch(path, { token: who })).headers.get("Cache-Control")).toContain("no-store");
});

const signInCookie = async (at: World) => {
  const { email } = await at.account();
  const response = await at.fetch("/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      query: "mutation ($e: String!, $p: String!) { signIn(email: $e, password: $p) { token } }",
      variables: { e: email, p: "correct horse battery staple" },
    }),
  });
  return response.headers.getSetCookie();
};

test("the cookie is the server's alone, and behind TLS no other host can have set it", async () => {
  const [plain = "", ...more] = await signInCookie(world);
  expect(more).toEqual([]);
  expect(plain).toMatch(/^accrue_token=[\w-]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
  const [safe = ""] = await signInCookie(secure);
  expect(safe).toMatch(/^__Host-accrue_token=[\w-]+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/);
  const viewerBy = async (cookie: string) =>
    (await (
      await secure.fetch("/graphql", {
        method: "POST",
        headers: { "Content-Type": "application/json", Cookie: cookie },
        body: JSON.stringify({ query: "{ viewer { id } }" }),
      })
    ).json()) as { data: { viewer: { id: string | null } | null } };
  const pair = safe.split(";")[0] ?? "";
  expect((await viewerBy(pair)).data.viewer?.id).toBeTruthy();
  expect((await viewerBy(pair.replace("__Host-", ""))).data.viewer?.id ?? null).toBeNull();
});

test("a request is never sent back", async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sent = request(`${world.url}/graphql`, { method: "TRACE", headers: { Cookie: "secret=1" } }, (response) => {
      let body = "";
      response.on("data", (chunk) => (body += chunk));
      response.on("end", () => (body.includes("secret") ? reject(new Error(body)) : resolve(response.statusCode)));
    });
    sent.once("error", reject);
    sent.end();
  });
  expect(status).toBe(405);
});

test("a query over GET changes nothing, and needs a header that no link can send", async () => {
  const get = (query: string, headers: Record<string, string>) =>
    world.fetch(`/graphql?query=${encodeURIComponent(query)}`, { token, headers });
  expect((await get("{ viewer { id } }", {})).status).toBe(400);
  const asked = await get("mutation { signOut }", { "Apollo-Require-Preflight": "1" });
  expect(asked.status).toBe(405);
  expect((await world.ok(token, "{ viewer { id } }")).viewer.id).toBeTruthy();
});

test("robots are kept out, and who finds a weakness is told whom to tell", async () => {
  world.setClock("2026-03-02T15:00:00Z");
  expect(await (await world.fetch("/robots.txt")).text()).toBe("User-agent: *\nDisallow: /\n");
  expect(await (await world.fetch("/.well-known/security.txt")).text()).toBe(
    `Contact: mailto:security@accrue.test
Expires: 2026-05-31T00:00:00.000Z
Preferred-Languages: en
Canonical: ${world.url}/.well-known/security.txt
`,
  );
  world.setClock(null);
  expect((await secure.fetch("/.well-known/security.txt")).status).toBe(404);
});

test("answers are compressed for whoever takes that, and are the same as for whoever does not", async () => {
  const asked = async (encoding: string) => {
    const answer = await fetch(`${world.url}/graphql`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept-Encoding": encoding },
      body: JSON.stringify({ query: getIntrospectionQuery() }),
    });
    return { encoding: answer.headers.get("content-encoding"), data: (await answer.json()).data };
  };
  const plain = await asked("identity");
  expect(plain.encoding).toBeNull();
  expect(await asked("br")).toEqual({ encoding: "br", data: plain.data });
  expect(await asked("gzip")).toEqual({ encoding: "gzip", data: plain.data });
});

test("who is to sign in first is told with what", async () => {
  const send = async (headers: Record<string, string>, body: string | FormData) => {
    const answer = await world.fetch("/graphql", { method: "POST", headers, body });
    return [answer.status, answer.headers.get("WWW-Authenticate")];
  };
  const query = JSON.stringify({ query: "{ viewer { id } }" });
  const json = { "Content-Type": "application/json" };
  const toSignIn = [401, 'Bearer realm="Accrue"'];
  const change = JSON.stringify({ query: "mutation { exportMyData { id } }" });
  expect(await send({ ...json, "Idempotency-Key": "one" }, change)).toEqual(toSignIn);
  expect(await send({ "Apollo-Require-Preflight": "true" }, new FormData())).toEqual(toSignIn);
  expect(await send(json, query)).toEqual([200, null]);
});
