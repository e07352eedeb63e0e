import { createRequire } from "node:module";
import { World } from "../support/world.ts";

interface Audit {
  id: string;
  name: string;
  fn(): Promise<{ status: "ok" | "notice" | "warn" | "error" }>;
}

const { serverAudits }: { serverAudits(options: { url: string; fetchFn: typeof fetch }): Audit[] } = createRequire(
  import.meta.url,
)("graphql-http");

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

/** As every client of ours asks by GET: a page of somebody else's must not be able to. */
const asClient = (url: string | URL | Request, init: RequestInit = {}) =>
  fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), "Apollo-Require-Preflight": "true" } });

test("GraphQL over HTTP: no audit finds an error, and what it would rather have is known", async () => {
  const found: string[] = [];
  const audits = serverAudits({ url: `${world.url}/graphql`, fetchFn: asClient });
  for (const audit of audits) {
    const { status } = await audit.fn();
    if (status !== "ok") found.push(`${status} ${audit.id} ${audit.name}`);
  }
  expect(audits.length).toBeGreaterThan(50);
  // docs/api/linters.md says why.
  expect(found).toEqual([
    "warn 572B SHOULD use 200 status code on document parsing failure when accepting application/json",
    "warn FDE2 SHOULD use 200 status code on document validation failure when accepting application/json",
    "warn 7B9B SHOULD use a status code of 200 on variable coercion failure when accepting application/json",
  ]);
});
