import { demoIsOpen, readConfig } from "../../server/core/config.ts";
import { removeSmallWorld } from "../../server/demo/remove-small-world.ts";
import { seed } from "../../server/demo/seed.ts";
import { demoPassword } from "../../server/demo/small-world.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { runServerProcess } from "../support/server-process.ts";
import { World } from "../support/world.ts";

const signIn = `mutation ($password: String!) { signIn(email: "staff@accrue.test", password: $password) { token } }`;
const whoAmI = "{ viewer { email isStaff } settings { publicDemo } }";

test.each([
  [{}, true],
  [{ HOST: "::1", PUBLIC_URL: "http://[::1]:4000" }, true],
  [{ HOST: "localhost", PUBLIC_URL: "http://localhost:8080/" }, true],
  [{ HOST: "0.0.0.0" }, false],
  [{ HOST: "192.168.1.7" }, false],
  [{ PUBLIC_URL: "https://localhost:4000" }, false],
  [{ PUBLIC_URL: "http://cec.example.org" }, false],
  [{ PUBLIC_URL: "http://127.0.0.1.example.org" }, false],
  [{ NODE_ENV: "production" }, false],
  [{ NODE_ENV: "production", HOST: "0.0.0.0", PUBLIC_URL: "https://demo.example.org", PUBLIC_DEMO: "1" }, true],
])("with %j the small world is open: %p", (env, open) => {
  expect(demoIsOpen(readConfig(env))).toBe(open);
});

describe("of a small world", () => {
  let small: TestDatabase;
  let world: World;
  let local: string;
  beforeAll(async () => {
    small = await createTestDatabase();
    const first = await World.start({ database: { ...small, drop: async () => {} } });
    await seed(first.base, small.ownerUrl);
    await first.stop();
  });
  afterAll(() => small.drop());
  beforeEach(async () => {
    world = await World.start({ database: await createTestDatabase(small.name) });
    local = world.url;
  });
  afterEach(() => world.stop());

  test("a sign-in, a token and a key of the small world count only where it is open", async () => {
    const { token } = (await world.ok(null, signIn, { password: demoPassword })).signIn;
    const { createApiKey } = await world.ok(
      token,
      `mutation { createApiKey(name: "Calendar", scopes: [PROGRAMS_READ], expiresInDays: 30) { key } }`,
    );
    const programs = "{ programs { totalCount } }";
    expect((await world.ok(createApiKey.key, programs)).programs.totalCount).toBeGreaterThan(10);

    world.config.publicUrl = "https://cec.example.org";
    expect((await world.graphql(null, signIn, { password: demoPassword })).errors[0]?.extensions.code).toBe(
      "WRONG_CREDENTIALS",
    );
    expect((await world.ok(token, whoAmI)).viewer).toBeNull();
    expect((await world.graphql(createApiKey.key, programs)).errors[0]?.extensions.code).toBe("UNAUTHENTICATED");
    const staff = await world.staff();
    expect((await world.ok(staff.token, whoAmI)).viewer).toMatchObject({ isStaff: true });

    world.config.publicDemo = true;
    expect(await world.ok(token, whoAmI)).toEqual({
      viewer: { email: "staff@accrue.test", isStaff: true },
      settings: { publicDemo: true },
    });
    world.config.publicUrl = local;
    world.config.publicDemo = false;
    expect((await world.ok(token, whoAmI)).settings).toEqual({ publicDemo: false });
  });

  test("a server that others may reach does not start on it and says how to go on; /readyz names it where it does", async () => {
    expect(await (await world.fetch("/readyz")).json()).toMatchObject({ status: "ready", demo: expect.any(String) });
    const env = {
      PORT: "0",
      PUBLIC_URL: "https://cec.example.org",
      DATABASE_URL: world.database.url,
      DATABASE_OWNER_URL: world.database.ownerUrl,
    };
    const { code, output } = await runServerProcess({ ...env, LOG_LEVEL: "silent" });
    expect(code).toBe(1);
    expect(output).toMatch(
      /^This database has the accounts of the small world, .*npm run demo -- remove.*PUBLIC_DEMO=1/,
    );
    expect(output.trimEnd()).not.toContain("\n");
  });

  test("it is taken away whole where nobody else has an account, and not made again", async () => {
    const settings = "SELECT accreditor_name, reporting_days FROM accreditor_settings";
    const before = await world.sql(settings);
    expect(await removeSmallWorld(world.ctx, world.database.ownerUrl)).toBe("REMOVED");
    expect(
      await world.sql(`SELECT (SELECT count(*)::int FROM account) AS accounts, (SELECT count(*)::int FROM program) AS programs,
      (SELECT count(*)::int FROM member) AS members, (SELECT count(*)::int FROM stored_file) AS files,
      (SELECT count(*)::int FROM program_type) AS types, (SELECT count(*)::int FROM credit_rule) AS rules`),
    ).toEqual([{ accounts: 0, programs: 0, members: 0, files: 0, types: 6, rules: 5 }]);
    expect(await world.sql(settings)).toEqual(before);
    expect(await world.sql("SELECT action FROM audit_entry ORDER BY at DESC, id DESC LIMIT 1")).toEqual([
      { action: "settings.remove-demo" },
    ]);
    expect(await seed(world.base, world.database.ownerUrl)).toBe(false);
    expect(await (await world.fetch("/readyz")).json()).not.toHaveProperty("demo");
    expect(await removeSmallWorld(world.ctx, world.database.ownerUrl)).toBe("NONE");
  });

  test("where somebody else has one its accounts are closed and its records stay", async () => {
    const { token } = (await world.ok(null, signIn, { password: demoPassword })).signIn;
    const own = await world.staff();
    expect(await removeSmallWorld(world.ctx, world.database.ownerUrl)).toBe("CLOSED");
    expect((await world.ok(token, whoAmI)).viewer).toBeNull();
    expect((await world.graphql(null, signIn, { password: demoPassword })).errors[0]?.extensions.code).toBe(
      "WRONG_CREDENTIALS",
    );
    expect((await world.ok(own.token, "{ programs { totalCount } }")).programs.totalCount).toBeGreaterThan(10);
    expect(await (await world.fetch("/readyz")).json()).not.toHaveProperty("demo");
  });
});
