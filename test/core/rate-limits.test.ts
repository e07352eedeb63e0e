import { verifyByAddress } from "../../server/certificates/certificate.limits.ts";
import { ConfigError, readConfig } from "../../server/core/config.ts";
import { limitVariable } from "../../server/core/define-rate-limit.ts";
import { Pace } from "../../server/core/pace.ts";
import { networkOf, takeFromLimit } from "../../server/core/rate-limits.ts";
import { World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start({
    rateLimits: { requestsByViewer: 100, requestsByAddress: 60, verifyByAddress: 30, costByViewer: 10_000 },
  });
});
afterAll(() => world.stop());
afterEach(() => world.setClock(null));

const viewerOf = (token: string | null) =>
  world.fetch("/graphql", {
    method: "POST",
    token,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query: "{ viewer { id } }" }),
  });

test("every answer tells the limit and what is left; over it come 429 and when to try again", async () => {
  const { token } = await world.account();
  const first = await viewerOf(token);
  expect(first.status).toBe(200);
  expect(first.headers.get("RateLimit-Policy")).toBe('"requestsByViewer";q=100;w=60');
  expect(first.headers.get("RateLimit")).toMatch(/^"requestsByViewer";r=99;t=\d+$/);
  expect(first.headers.get("RateLimit-Limit")).toBe("100");
  expect(first.headers.get("RateLimit-Remaining")).toBe("99");
  expect((await viewerOf(token)).headers.get("RateLimit-Remaining")).toBe("98");
  const rest = await Promise.all(Array.from({ length: 130 }, () => viewerOf(token)));
  expect(rest.filter(({ status }) => status === 200)).toHaveLength(98);
  const refused = rest.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(32);
  const answer = (await refused[0]?.json()) as { errors: { extensions: { retryAfterSeconds: number } }[] };
  const { retryAfterSeconds } = answer.errors[0]?.extensions ?? {};
  expect(answer.errors[0]?.extensions).toEqual({
    code: "TOO_MANY_REQUESTS",
    limit: "requestsByViewer",
    most: 100,
    remaining: 0,
    retryAfterSeconds,
    retryable: true,
  });
  expect(Number(refused[0]?.headers.get("Retry-After"))).toBe(retryAfterSeconds);

  const other = await world.account();
  expect((await viewerOf(other.token)).status).toBe(200);
  world.setClock(new Date(Date.now() + 61_000).toISOString());
  expect((await viewerOf(token)).status).toBe(200);
});

test("what requests cost adds up, however it is divided; what is over what is left is refused whole", async () => {
  const { token } = await world.staff();
  const ask = (query: string) =>
    world.fetch("/graphql", {
      method: "POST",
      token,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ query }),
    });
  // Each asks for a page of 100 programs with their providers: 1 + 100 + 100.
  const large = "{ programs(first: 100) { nodes { provider { name } } } }";
  const answers = await Promise.all(Array.from({ length: 60 }, () => ask(large)));
  const taken = answers.filter(({ status }) => status === 200);
  expect(taken).toHaveLength(Math.floor(10_000 / 201));
  expect(taken[0]?.headers.get("X-GraphQL-Cost")).toBe("201");
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(60 - taken.length);
  // What is left is enough for small ones.
  const small = await ask("{ viewer { id } }");
  expect([small.status, small.headers.get("RateLimit-Cost-Limit")]).toEqual([200, "10000"]);
  expect(Number(small.headers.get("RateLimit-Cost-Remaining"))).toBe(10_000 - 201 * taken.length - 1);
  expect((await world.fetch("/transcript.pdf", { token })).status).toBe(429);
});

describe("what one client asks for is spread over its window", () => {
  const limit = { name: "paced", most: 600, seconds: 60, counts: "" };
  const paceOf = (rateLimits: Record<string, number> = {}) =>
    new Pace({ config: { ...world.config, rateLimits } }, limit);

  test("a second's worth at once, then twice the even pace; others don't wait", () => {
    const pace = paceOf();
    const waits = Array.from({ length: 60 }, () => pace.take("one", 1, 1_000));
    expect(waits.slice(0, 21).every((ms) => ms === 0)).toBe(true);
    expect(waits.slice(21, 24)).toEqual([50, 100, 150]);
    expect(waits.at(-1)).toBe(1_950);
    expect(pace.take("other", 1, 1_000)).toBe(0);
    // Two seconds later what was waited for is through.
    expect(pace.take("one", 1, 3_000)).toBe(0);
  });

  test("an ordinary pace never waits, however long; one large request waits for nothing, the next one for it", () => {
    const pace = paceOf();
    for (let second = 0; second < 600; second++)
      for (let i = 0; i < 10; i++) expect(pace.take("one", 1, second * 1_000)).toBe(0);
    expect(pace.take("large", 600, 0)).toBe(0);
    expect(pace.take("large", 1, 0)).toBe(29_000);
  });

  test("every request keeps it, by how many there are and by the work that they are", async () => {
    const { token, id } = await world.account();
    const keep = jest.spyOn(Pace.prototype, "keep");
    await viewerOf(token);
    expect(keep.mock.calls).toEqual([
      ["127.0.0.1", 1, 60],
      [id, 1, 60],
      [id, 1 + 60 + 2 + 1, 1 + 60 + 2 + 1],
    ]);
  });

  test("a lower limit is no slower, a higher one is faster", () => {
    const takes = (pace: Pace) =>
      Array.from({ length: 100 }, () => pace.take("one", 1, 0)).filter((ms) => ms > 0).length;
    expect([takes(paceOf({ paced: 10 })), takes(paceOf({ paced: 6_000 }))]).toEqual([79, 0]);
  });
});

test("what is long, or has many values, is more work than what is short; a list that has a length counts as that", async () => {
  const { token, id } = await world.staff();
  const keep = jest.spyOn(Pace.prototype, "keep");
  const workOf = async (query: string, variables = {}) => {
    keep.mockClear();
    await world.graphql(token, query, variables);
    return keep.mock.calls.at(-1)?.[2] ?? 0;
  };
  const byStatus = "query ($f: ProgramFilter) { programs(filter: $f) { totalCount } }";
  const short = await workOf(byStatus, { f: { status: ["APPROVED"] } });
  const long = await workOf(byStatus, { f: { status: Array(5_000).fill("APPROVED") } });
  // 5,000 values, and 55,000 bytes.
  expect(long - short).toBe(1_000 + 275);
  expect(await workOf("{ calendar(first: 900) { id } }")).toBe((await workOf("{ calendar(first: 200) { id } }")) + 700);
  expect(await workOf(`{ viewer { ${"id ".repeat(90)} } }`)).toBeGreaterThan((await workOf("{ viewer { id } }")) + 80);
  // What is dear waits in a line of its own.
  await workOf(byStatus, { f: { status: Array(5_000).fill("APPROVED") } });
  expect(keep.mock.calls.at(-1)?.[0]).toBe(`${id} dear`);
});

test("who is not signed in is counted by address, whatever token is made up", async () => {
  world.setClock(new Date(Date.now() + 600_000).toISOString());
  const answers = await Promise.all(Array.from({ length: 80 }, (_, i) => viewerOf(`made-up-${i}`)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(60);
});

test("parallel takers never pass together; what doesn't fit is not counted", async () => {
  const takes = await Promise.all(
    Array.from({ length: 50 }, () => takeFromLimit(world.base, verifyByAddress, "somebody")),
  );
  expect(takes.filter(({ allowed }) => allowed)).toHaveLength(30);
  expect((await takeFromLimit(world.base, verifyByAddress, "other", 31)).allowed).toBe(false);
  expect(await takeFromLimit(world.base, verifyByAddress, "other", 30)).toMatchObject({
    allowed: true,
    remaining: 0,
  });
});

test.each([
  ["203.0.113.9", "203.0.113.9"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"],
  ["2001:DB8:1:2::9", "2001:0db8:0001:0002"],
  ["2001:db8::9", "2001:0db8:0000:0000"],
  ["::1", "0000:0000:0000:0000"],
  ["fe80::1%eth0", "fe80:0000:0000:0000"],
  [null, ""],
])("the network of %s is %s", (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});

test("limits and trusted proxies come from the environment, checked", () => {
  expect(limitVariable("signInByAccount")).toBe("LIMIT_SIGN_IN_BY_ACCOUNT");
  expect(readConfig({ LIMIT_SIGN_IN_BY_ACCOUNT: "5" }).rateLimits).toMatchObject({
    signInByAccount: 5,
    signInByAddress: 10,
  });
  expect(readConfig({}).trustProxy).toBe(false);
  expect(readConfig({ TRUST_PROXY: "2" }).trustProxy).toBe(2);
  expect(readConfig({ TRUST_PROXY: "10.0.0.0/8, ::1" }).trustProxy).toEqual(["10.0.0.0/8", "::1"]);
  for (const bad of ["true", "all", "0.0.0", "10"]) expect(() => readConfig({ TRUST_PROXY: bad })).toThrow(ConfigError);
  expect(() => readConfig({ LIMIT_SIGN_IN_BY_ACCOUNT: "0" })).toThrow(ConfigError);
});

test("a limit of an address that is used up is remembered until its window ends, and no statement is sent", async () => {
  const verify = (code: string) => world.graphql(null, `{ verifyCertificate(code: "${code}") { status } }`);
  world.setClock(new Date(Date.now() + 1_200_000).toISOString());
  for (let i = 0; i < 31; i++) await verify("AAAA-BBBB-CCCC");
  const sent = jest.spyOn(world.base.db, "query");
  const { errors } = await verify("AAAA-BBBB-CCCC");
  expect(errors[0]?.extensions.code).toBe("TOO_MANY_REQUESTS");
  // What every request counts is another limit.
  expect(sent.mock.calls.filter(([, values]) => (values as number[][] | undefined)?.[2]?.[0] === 30)).toEqual([]);
  world.setClock(new Date(Date.now() + 1_261_000).toISOString());
  expect((await verify("AAAA-BBBB-CCCC")).errors).toEqual([]);
});
