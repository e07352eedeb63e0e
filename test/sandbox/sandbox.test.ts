import { World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start({ withSandbox: true });
});
afterAll(() => world.stop());

const create = `mutation ($scopes: [ApiScope!]!, $providerId: ID, $sandbox: Boolean!) {
  createApiKey(name: "Trial", scopes: $scopes, providerId: $providerId, sandbox: $sandbox) { key apiKey { id sandbox prefix } } }`;

test("a test key", async () => {
  const provider = await world.provider();
  const { createApiKey } = await world.ok(provider.token, create, { scopes: ["PROGRAMS_READ"], providerId: provider.id, sandbox: true });
  const begun = Date.now();
  for (;;) {
    const answer = await world.graphql(createApiKey.key, "{ apiKey { sandbox name provider { name number } } programs { nodes { number name status } } }");
    if (answer.status === 503) { await new Promise((r) => setTimeout(r, 500)); continue; }
    console.log(Date.now() - begun, JSON.stringify(answer));
    break;
  }
}, 60_000);
