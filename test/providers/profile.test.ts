import { mailedCode } from "../accounts/mailbox.ts";
import { World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const fields =
  "id name address contactName contactEmail webPage version mayChange timeline { action actor changes { field before after } }";
const profileQuery = `query ($id: ID!) { providerProfile(providerId: $id) { ${fields} } }`;
const update = `mutation ($id: ID!, $version: Int!, $input: ProviderProfileInput!) { updateProvider(id: $id, version: $version, input: $input) { ${fields} } }`;
const given = {
  name: "Lakeside Sleep Center",
  address: "1 Lake Street\nChicago, IL",
  contactName: "Pat Rivera",
  contactEmail: "pat@lakeside.test",
  webPage: "https://lakeside.example/cec",
};
const codeOf = ({ errors }: { errors: { extensions: { code?: unknown } }[] }) => errors[0]?.extensions.code ?? "OK";

test("an owner changes the profile; the timeline has each field as it was and is; what is the same is no change", async () => {
  const { id, token, email } = { email: "", ...(await world.provider({ name: "Lakeside" })) };
  const changed = await world.graphql(token, update, { id, version: 1, input: given });
  expect(changed.errors).toEqual([]);
  expect(changed.data?.updateProvider).toMatchObject({ ...given, version: 2, mayChange: true });
  expect(changed.data?.updateProvider.timeline[0]).toMatchObject({
    action: "provider.update",
    ...(email && { actor: email }),
    changes: [
      { field: "name", before: "Lakeside", after: given.name },
      ...(["address", "contactName", "contactEmail", "webPage"] as const).map((field) => ({
        field,
        before: expect.any(String),
        after: given[field],
      })),
    ],
  });
  const again = await world.graphql(token, update, { id, version: 2, input: given });
  expect(again.data?.updateProvider.version).toBe(2);
  expect(codeOf(await world.graphql(token, update, { id, version: 1, input: given }))).toBe("STALE_VERSION");
});

test.each([
  [{ name: " " }, "name"],
  [{ name: "Win at http://evil.example" }, "name"],
  [{ webPage: "javascript:alert(1)" }, "webPage"],
  [{ contactEmail: "nobody" }, "contactEmail"],
  [{ address: "a\u0000b" }, "address"],
])("what cannot be is refused at its field: %j", async (wrong, field) => {
  const { id, token } = await world.provider();
  const { errors } = await world.graphql(token, update, { id, version: 1, input: { ...given, ...wrong } });
  expect(errors[0]?.extensions.code).toBe("BAD_INPUT");
  if (field !== "address") expect(JSON.stringify(errors[0]?.extensions)).toContain(field);
});

test("editors and strangers change nothing; staff do; a suspended provider reads; of two at once one is stale", async () => {
  const provider = await world.provider();
  const { id, token } = provider;
  const editor = await world.account();
  await world.actFor(id, editor.id);
  await world.sql("UPDATE provider_account SET role = 'EDITOR' WHERE account_id = $1", [editor.id]);
  const [other, staff] = [await world.provider(), await world.staff()];
  expect(codeOf(await world.graphql(editor.token, update, { id, version: 1, input: given }))).toBe("FORBIDDEN");
  expect((await world.graphql(editor.token, profileQuery, { id })).data?.providerProfile.mayChange).toBe(false);
  for (const query of [profileQuery, update])
    expect(codeOf(await world.graphql(other.token, query, { id, version: 1, input: given }))).toBe("NOT_FOUND");
  expect(codeOf(await world.graphql(staff.token, update, { id, version: 1, input: given }))).toBe("OK");
  const race = await Promise.all(
    [token, staff.token].map((each, i) =>
      world.graphql(each, update, { id, version: 2, input: { ...given, contactName: `Number ${i}` } }),
    ),
  );
  expect(race.map(codeOf).sort()).toEqual(["OK", "STALE_VERSION"]);
  const suspend = 'mutation ($id: ID!) { suspendProvider(id: $id, reason: "Fees.") { status } }';
  expect(codeOf(await world.graphql(staff.token, suspend, { id }))).toBe("OK");
  expect(codeOf(await world.graphql(token, update, { id, version: 3, input: given }))).toBe("PROVIDER_NOT_ACTIVE");
  expect(codeOf(await world.graphql(token, profileQuery, { id }))).toBe("OK");
});

test("who registers an organization is its contact", async () => {
  const email = "contact@registers.test";
  const { registerProvider } = await world.ok(
    null,
    "mutation ($input: RegisterProviderInput!) { registerProvider(input: $input) { token } }",
    { input: { email, password: "a password of many words", organization: "Newcomers", contactName: "Ada Okafor" } },
  );
  const code = await mailedCode(world, email);
  const { confirmRegistration: signedIn } = await world.ok(
    null,
    "mutation ($token: String!, $code: String!) { confirmRegistration(token: $token, code: $code) { token viewer { providers { id } } } }",
    { token: registerProvider.token, code },
  );
  const { data: read } = await world.graphql(signedIn.token, profileQuery, { id: signedIn.viewer.providers[0].id });
  expect(read?.providerProfile).toMatchObject({
    contactName: "Ada Okafor",
    contactEmail: email,
    address: "",
    webPage: "",
  });
});
