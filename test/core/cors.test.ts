import { ConfigError, readConfig } from "../../server/core/config.ts";
import { World } from "../support/world.ts";

const listed = "https://console.example.org";
let world: World;
beforeAll(async () => {
  world = await World.start({ corsOrigins: [listed, "http://localhost:5173"] });
});
afterAll(() => world.stop());

function corsHeaders(response: Response): string[] {
  const names: string[] = [];
  response.headers.forEach((_value, name) => {
    names.push(name);
  });
  return names.filter((name) => name.startsWith("access-control-"));
}
const preflight = (origin: string, path = "/graphql", headers = "authorization,content-type") =>
  world.fetch(path, {
    method: "OPTIONS",
    headers: { Origin: origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": headers },
  });
const ask = (origin: string | null, token: string | null = null, headers: Record<string, string> = {}) =>
  world.fetch("/graphql", {
    method: "POST",
    token,
    headers: { "Content-Type": "application/json", ...(origin && { Origin: origin }), ...headers },
    body: JSON.stringify({ query: "{ viewer { id } }" }),
  });

test("a listed origin is answered by its own name, for the API, uploads and files, and never with cookies", async () => {
  for (const path of ["/graphql", "/exports/programs.csv", "/certificates/programs/x.zip"]) {
    const answer = await preflight(listed, path, "apollo-require-preflight,authorization");
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-origin")).toBe(listed);
    expect(answer.headers.get("access-control-allow-headers")?.toLowerCase()).toContain("apollo-require-preflight");
    expect(answer.headers.get("access-control-allow-headers")?.toLowerCase()).toContain("authorization");
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
    expect(answer.headers.get("vary")).toContain("Origin");
  }
  const answer = await ask(listed);
  expect(answer.headers.get("access-control-allow-origin")).toBe(listed);
  expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
  for (const name of ["Content-Disposition", "Idempotent-Replayed", "WWW-Authenticate", "RateLimit", "X-GraphQL-Cost"])
    expect(answer.headers.get("access-control-expose-headers")?.split(", ")).toContain(name);
  for (const name of ["X-Request-Id", "Traceparent", "Idempotency-Key"])
    expect((await preflight(listed)).headers.get("access-control-allow-headers")?.split(", ")).toContain(name);
  const form = new FormData();
  form.set("operations", "{}");
  const upload = await world.fetch("/graphql", { method: "POST", headers: { Origin: listed }, body: form });
  expect(upload.status).toBe(400);
  expect(upload.headers.get("access-control-allow-origin")).toBe(listed);
});

test.each([
  "https://console.example.org.evil.test",
  "https://evil.test",
  "http://console.example.org",
  "https://console.example.org:8443",
  "https://CONSOLE.example.org",
  "https://sub.console.example.org",
  "null",
  "*",
])("%s gets no CORS header, by preflight or by request", async (origin) => {
  for (const answer of [await preflight(origin), await ask(origin)]) {
    expect(corsHeaders(answer)).toEqual([]);
    expect(answer.headers.get("vary")).toContain("Origin");
  }
});

test("a cache tells origins apart, also where none was sent", async () => {
  expect((await ask(null)).headers.get("vary")).toContain("Origin");
});

test("without a list nobody gets any, and pages of our own origin need none", async () => {
  const plain = await World.start();
  try {
    const answer = await plain.fetch("/graphql", {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: plain.url },
      body: JSON.stringify({ query: "{ viewer { id } }" }),
    });
    expect(answer.status).toBe(200);
    expect(corsHeaders(answer)).toEqual([]);
  } finally {
    await plain.stop();
  }
});

test("the list is checked at the start: exact origins alone", () => {
  expect(readConfig({ CORS_ORIGINS: " https://a.test, http://localhost:5173 https://a.test " }).corsOrigins).toEqual([
    "https://a.test",
    "http://localhost:5173",
  ]);
  expect(readConfig({}).corsOrigins).toEqual([]);
  for (const wrong of [
    "*",
    "null",
    "https://*.a.test",
    "a.test",
    "https://a.test/",
    "https://a.test/console",
    "https://a.test:443",
    "https://A.test",
    "ftp://a.test",
    "https://user@a.test",
  ])
    expect(() => readConfig({ CORS_ORIGINS: wrong })).toThrow(ConfigError);
});
