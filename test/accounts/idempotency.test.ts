import { application } from "../programs/applications.ts";
import { World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start({ signInDays: 365 });
});
afterAll(() => world.stop());
afterEach(() => world.setClock(null));

const create = "mutation ($input: ProgramInput!) { createProgram(input: $input) { id name } }";
const send = (token: string | null, key: string, variables: unknown, query = create) =>
  world.fetch("/graphql", {
    method: "POST",
    token,
    headers: { "Content-Type": "application/json", "Idempotency-Key": key },
    body: JSON.stringify({ query, variables }),
  });
const extensions = async (response: Response): Promise<unknown> =>
  ((await response.json()) as { errors: { extensions: object }[] }).errors[0]?.extensions;
const code = async (response: Response): Promise<string> =>
  ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code ?? "";
const drafts = async (): Promise<number> => (await world.sql("SELECT count(*)::int AS n FROM program"))[0].n;

test("the same request again gets the same answer, and is done once", async () => {
  const provider = await world.provider();
  const input = await application(world, provider.id);
  const before = await drafts();
  const first = await send(provider.token, "key 1", { input });
  const second = await send(provider.token, "key 1", { input });
  expect(await second.text()).toBe(await first.text());
  expect([first.headers.get("Idempotent-Replayed"), second.headers.get("Idempotent-Replayed")]).toEqual([null, "true"]);
  expect(await drafts()).toBe(before + 1);
  expect((await send(provider.token, "key 2", { input })).status).toBe(200);
  expect(await drafts()).toBe(before + 2);
});

test("other parameters under the same key are refused; another account's key is its own", async () => {
  const [provider, other] = [await world.provider(), await world.provider()];
  await send(provider.token, "key", { input: await application(world, provider.id) });
  const changed = await send(provider.token, "key", {
    input: await application(world, provider.id, { name: "Other" }),
  });
  expect([changed.status, await code(changed)]).toEqual([422, "IDEMPOTENCY_KEY_REUSED"]);
  const before = await drafts();
  expect((await send(other.token, "key", { input: await application(world, other.id) })).status).toBe(200);
  expect(await drafts()).toBe(before + 1);
});

test("of twenty at once one is carried out; the others wait for nobody", async () => {
  const provider = await world.provider();
  const input = await application(world, provider.id);
  const before = await drafts();
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(provider.token, "race", { input })));
  expect(await drafts()).toBe(before + 1);
  for (const answer of answers) {
    expect([200, 409]).toContain(answer.status);
    if (answer.status === 200) continue;
    const { errors } = (await answer.json()) as { errors: { extensions: object }[] };
    expect([answer.headers.get("Retry-After"), errors[0]?.extensions]).toEqual([
      "1",
      { code: "IDEMPOTENCY_CONFLICT", reason: "IN_PROGRESS", retryAfterSeconds: 1, retryable: true },
    ]);
  }
  expect((await send(provider.token, "race", { input })).headers.get("Idempotent-Replayed")).toBe("true");
  // As it is between what was changed and its answer, and as a server leaves it that was killed there.
  await world.sql("UPDATE idempotent_request SET status = NULL, body = NULL WHERE status = 200");
  const again = async () => {
    const { errors } = (await (await send(provider.token, "race", { input })).json()) as {
      errors: { extensions: object }[];
    };
    return errors[0]?.extensions;
  };
  expect(await again()).toMatchObject({ reason: "IN_PROGRESS", retryable: true });
  await world.sql("UPDATE idempotent_request SET created_at = created_at - interval '61 seconds'");
  expect(await again()).toEqual({ code: "IDEMPOTENCY_CONFLICT", reason: "ANSWER_LOST", retryable: false });
});

test("a refusal is repeated as it was; after a day the key is free", async () => {
  const provider = await world.provider();
  const input = await application(world, "01930000-0000-7000-8000-000000000000");
  const first = await send(provider.token, "refused", { input });
  const text = await first.text();
  expect(text).toContain('"code"');
  expect(await (await send(provider.token, "refused", { input })).text()).toBe(text);
  world.setClock(new Date(Date.now() + 25 * 3_600_000).toISOString());
  const good = { input: await application(world, provider.id) };
  expect((await send(provider.token, "refused", good)).status).toBe(200);
});

test("a file belongs to what is compared", async () => {
  const provider = await world.provider();
  const upload = (content: string) =>
    world.upload(
      provider.token,
      "mutation ($p: ID!, $file: Upload!) { uploadAttendance(providerId: $p, file: $file, preview: true) { id } }",
      { p: provider.id },
      content,
      "roster.csv",
      { "Apollo-Require-Preflight": "true", "Idempotency-Key": "file" },
    );
  const first = await upload("a,b\n1,2\n");
  expect(first.status).toBe(200);
  expect(await upload("a,b\n1,2\n")).toEqual(first);
  expect((await upload("a,b\n1,3\n")).status).toBe(422);
});

test("keys that are no keys are refused, and queries don't need one", async () => {
  const provider = await world.provider();
  const input = await application(world, provider.id);
  expect((await send(provider.token, "x".repeat(256), { input })).status).toBe(400);
  expect((await send(provider.token, "", { input })).status).toBe(400);
  expect((await send(null, "nobody", { input })).status).toBe(401);
  const read = await send(provider.token, "read", {}, "{ programs { totalCount } }");
  expect([read.status, read.headers.get("Idempotent-Replayed")]).toEqual([200, null]);
});

test("a secret that is shown once is not kept", async () => {
  const staff = await world.staff();
  const other = await world.account();
  const secrets = [
    'mutation { createApiKey(name: "x", scopes: [PROGRAMS_READ]) { secret: key } }',
    `mutation { signIn(email: "${other.email}", password: "correct horse battery staple") { secret: token } }`,
  ];
  for (const [i, query] of secrets.entries()) {
    const { data } = (await (await send(staff.token, `secret ${i}`, {}, query)).json()) as {
      data: Record<string, { secret: string }>;
    };
    const [shown] = Object.values(data);
    const again = await send(staff.token, `secret ${i}`, {}, query);
    expect([again.status, await extensions(again)]).toEqual([
      409,
      { code: "IDEMPOTENCY_CONFLICT", reason: "SECRET", retryable: false },
    ]);
    expect(JSON.stringify(await world.sql("SELECT body FROM idempotent_request"))).not.toContain(shown?.secret);
  }
});
