import { World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start({ metricsToken: "a token for metrics" });
});
afterAll(() => world.stop());

test("readiness follows the database", async () => {
  expect((await world.fetch("/healthz")).status).toBe(200);
  expect(await (await world.fetch("/readyz")).json()).toEqual({ status: "ready", auditLog: "append-only" });
  const query = world.base.db.query;
  world.base.db.query = () => Promise.reject(new Error("gone"));
  const gone = await world.fetch("/readyz");
  expect([gone.status, (await world.fetch("/healthz")).status]).toEqual([503, 200]);
  world.base.db.query = () => new Promise(() => {});
  expect((await world.fetch("/readyz")).status).toBe(503);
  world.base.db.query = query;
});

test("metrics are for who has the token", async () => {
  await world.ok(null, "{ viewer { id } }");
  // Whatever is asked for, the number of series ends.
  await world.fetch("/no-such-area/x");
  for (const token of [null, "another", ""]) expect((await world.fetch("/metrics", { token })).status).toBe(404);
  const response = await world.fetch("/metrics", { token: "a token for metrics" });
  const text = await response.text();
  expect(response.headers.get("Content-Type")).toContain("text/plain");
  expect(text).toMatch(/accrue_request_duration_seconds_count\{method="POST",area="\/graphql",status="200"\} \d+/);
  expect(text).toMatch(/method="GET",area="\/",status="404"/);
  expect(text).not.toContain("no-such-area");
  expect(text).toMatch(/accrue_needs_attention\{kind="MAIL_FAILED"\} 0/);
  expect(text).toMatch(/accrue_jobs\{state="ready"\} \d+/);
  expect(text).toMatch(/accrue_database_connections\{state="busy"\} \d+/);
});

test("without a token there are no metrics", async () => {
  world.config.metricsToken = null;
  expect((await world.fetch("/metrics", { token: "" })).status).toBe(404);
  world.config.metricsToken = "a token for metrics";
});
