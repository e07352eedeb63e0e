import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { getIntrospectionQuery } from "graphql";
import { World } from "../support/world.ts";

let world: World;
let token: string;
beforeAll(async () => {
  world = await World.start();
  token = (await world.staff()).token;
});
afterAll(() => world.stop());

const times = (n: number, part: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => part(i)).join(" ");

const post = (body: string | Uint8Array, headers: Record<string, string> = {}) =>
  world.fetch("/graphql", {
    method: "POST",
    token,
    headers: { "Content-Type": "application/json", ...headers },
    body: body as string,
  });
const document = (query: string, variables: unknown = undefined) => post(JSON.stringify({ query, variables }));

const nested = (depth: number) =>
  `{ programs { nodes { ${times(depth, () => "provider { ")} id ${"}".repeat(depth)} } } }`;
const typeRef = (depth: number) =>
  `{ __schema { types { fields { type { ${times(depth, () => "ofType {")} name ${"}".repeat(depth)} } } } } }`;
const chain = (n: number) =>
  `{ viewer { ...F0 ...F0 } } ${times(n, (i) => `fragment F${i} on Viewer { ...F${i + 1} ...F${i + 1} }`)} fragment F${n} on Viewer { id }`;
const deepJson = (n: number) => `${"[".repeat(n)}${"]".repeat(n)}`;

const hostile: [string, () => Promise<Response>][] = [
  ["17 fields deep", () => document(nested(17))],
  ["500 fields deep", () => document(nested(500))],
  ["circular introspection", () => document(typeRef(20))],
  [
    "introspection of fields of types of fields",
    () => document(`{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }`),
  ],
  ["ten walks through the schema", () => document(`{ ${times(10, (i) => `a${i}: __schema { types { name } }`)} }`)],
  ["a type and the schema", () => document('{ __type(name: "Query") { name } __schema { types { name } } }')],
  [
    "introspection of fields of fields, by type",
    () => document('{ __type(name: "Query") { fields { type { fields { type { fields { name } } } } } } }'),
  ],
  [
    "15 right sign-ins",
    () => document(`mutation { ${times(15, (i) => `a${i}: signIn(email: "a@b.test", password: "x") { token }`)} }`),
  ],
  ["101 aliases", () => document(`{ ${times(101, (i) => `a${i}: viewer { id }`)} }`)],
  ["101 aliases of __typename", () => document(`{ ${times(101, (i) => `a${i}: __typename`)} }`)],
  [
    "aliases in fragments",
    () => document(`{ ${times(20, () => "...F")} } fragment F on Query { a: __typename b: __typename }`),
  ],
  ["5,000 fields", () => document(`{ viewer { ${times(5_000, () => "id")} } }`)],
  ["1,500 equal fields", () => document(`{ viewer { ${times(1_500, () => "id")} } }`)],
  ["450 equal fields with fields of their own", () => document(`{ viewer { ${times(450, () => "devices { id }")} } }`)],
  ["1,000 directives", () => document(`{ viewer { id ${times(1_000, () => "@include(if: true)")} } }`)],
  ["10 directives", () => document(`{ viewer { ${times(10, (i) => `f${i}: id @skip(if: false)`)} } }`)],
  ["unknown directives", () => document(`{ viewer { id ${times(400, (i) => `@d${i}`)} } }`)],
  [
    "circular fragments",
    () => document("{ viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }"),
  ],
  ["fragments that double 18 times", () => document(chain(18))],
  ["fragments that double 60 times", () => document(chain(60))],
  ["unused fragments", () => document(`{ viewer { id } } ${times(200, (i) => `fragment F${i} on Viewer { id }`)}`)],
  [
    "a wide page of wide pages",
    () => document("{ programs(first: 100) { nodes { certificates(first: 100) { nodes { id } } } } }"),
  ],
  [
    "the same by variables",
    () =>
      document("query ($n: Int) { programs(first: $n) { nodes { certificates(first: $n) { nodes { id } } } } }", {
        n: 100,
      }),
  ],
  ["1 MB", () => document(`{ viewer { id } } #${"x".repeat(1_000_000)}`)],
  ["a token of 200,000 characters", () => document(`{ ${"a".repeat(200_000)} }`)],
  [
    "a string of 200,000 characters",
    () => document(`{ verifyCertificate(code: "${"a".repeat(200_000)}", b: 1) { number } }`),
  ],
  [
    "50,000 values",
    () =>
      document("query ($s: [ProgramStatus!]) { programs(filter: { status: $s }) { totalCount } }", {
        s: Array(15_000).fill("X"),
      }),
  ],
  [
    "deep variables",
    () =>
      post(
        `{"query":"query ($f: ProgramFilter) { programs(filter: $f) { totalCount } }","variables":{"f":${deepJson(50_000)}}}`,
      ),
  ],
  ["a batch", () => post(JSON.stringify(Array(100).fill({ query: "{ viewer { id } }" })))],
  [
    "broken UTF-8",
    () => post(Buffer.from([...Buffer.from('{"query":"{ viewer { id } } #'), 0xff, 0xc3, 0x28, 0x22, 0x7d])),
  ],
  ["NUL in a variable", () => document("query ($n: String) { program(number: $n) { id } }", { n: "a\u0000" })],
  ["NUL in a literal", () => document('{ program(number: "a\\u0000") { id } }')],
  ["NUL in a literal, spelt otherwise", () => document('{ program(number: "a\\u{0}") { id } }')],
  ["NUL in the document", () => document("{ viewer { id\u0000 } }")],
  [
    "null for what must be given",
    () => document("query ($c: String!) { verifyCertificate(code: $c) { number } }", { c: null }),
  ],
  ["no document", () => post(JSON.stringify({ query: null }))],
  ["a number for a document", () => post(JSON.stringify({ query: 7 }))],
  ["variables that are a list", () => document("{ viewer { id } }", [1])],
  ["no JSON", () => post("{")],
  ["__proto__", () => post('{"query":"{ nothing }","__proto__":{"query":"{ viewer { id } }"}}')],
  ["a zipped bomb", () => post(gzipSync(Buffer.alloc(20_000_000, 32)), { "Content-Encoding": "gzip" })],
  ["an unknown encoding", () => post("x", { "Content-Encoding": "x-bomb" })],
  ["a subscription", () => document("subscription { viewer { id } }")],
  ["brackets", () => document("{".repeat(100_000))],
];

test.each(hostile)("%s is refused with a 4xx, in JSON with a code", async (_name, send) => {
  const response = await send();
  const body = (await response.json()) as { errors: { extensions: { code: string } }[] };
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(response.status).toBeLessThan(500);
  expect(new Set(body.errors.map(({ extensions }) => extensions.code))).toEqual(new Set(["BAD_INPUT"]));
});

test("what is refused as too large names the limit", async () => {
  const { errors } = await world.graphql(token, `{ ${times(16, (i) => `a${i}: __typename`)} }`);
  expect(errors).toEqual([
    {
      message: "This document is too large: at most 15 aliases.",
      extensions: { code: "BAD_INPUT", limit: "aliases", most: 15, retryable: false },
    },
  ]);
});

test("a document that costs too much is told what it costs, and which list to shorten to what", async () => {
  const ask = async (query: string, variables = {}) => {
    const response = await document(query, variables);
    const { errors } = (await response.json()) as { errors: { message: string; extensions: object }[] };
    return { status: response.status, cost: response.headers.get("X-GraphQL-Cost"), error: errors?.[0] };
  };
  const nested = (first: number) =>
    `query ($n: Int) { all: programs(first: ${first}) { edges { node { certificates(first: $n) { nodes { id } } } } } }`;
  // 1 + 200 for the edges and the programs, 100 for the lists of certificates, and 100 in each.
  expect(await ask(nested(100), { n: 100 })).toEqual({
    status: 400,
    cost: "10301",
    error: {
      message:
        "This document is too large: it costs 10,301, and at most 10,000 are allowed. Ask for fewer at once: all with first: 97.",
      extensions: {
        code: "BAD_INPUT",
        limit: "cost",
        most: 10_000,
        cost: 10_301,
        list: "all",
        firstAtMost: 97,
        retryable: false,
      },
    },
  });
  const { error, ...shortened } = await ask(nested(97), { n: 100 });
  expect([shortened, error]).toEqual([{ status: 200, cost: "9992" }, undefined]);
  // Where one entry of the outer list is too much, the inner one is named; what no list is to blame for names none.
  const inner = await ask(`{ programs(first: 1) { nodes { certificates(first: 20000) { nodes { id } } } } }`);
  expect(inner.error?.extensions).toMatchObject({ list: "programs.certificates", firstAtMost: 9_997 });
  const sums = await ask(
    `mutation { ${times(15, (i) => `a${i}: signIn(email: "a@b.test", password: "x") { token }`)} }`,
  );
  expect([sums.cost, sums.error?.extensions]).toEqual([
    "13515",
    { code: "BAD_INPUT", limit: "cost", most: 10_000, cost: 13_515, retryable: false },
  ]);
});

test("JSON that is nested deeper than anybody needs is refused before anything is made of it, whatever asks for it", async () => {
  const wrapped = (depth: number) => `{"query":"{ viewer { id } }","variables":{"a":${deepJson(depth)}}}`;
  const asked = async (body: string) => (await (await post(body)).json()) as { errors?: unknown[] };
  // The body and the variables are two.
  expect((await asked(wrapped(62))).errors).toBeUndefined();
  const parse = jest.spyOn(JSON, "parse");
  for (const depth of [63, 120_000])
    expect((await asked(wrapped(depth))).errors).toEqual([
      {
        message: "This request is nested too deeply: at most 64 lists and objects inside each other.",
        extensions: { code: "BAD_INPUT", most: 64, retryable: false },
      },
    ]);
  expect(parse.mock.calls.filter(([text]) => text.includes("[[["))).toEqual([]);
  parse.mockRestore();
  // Brackets in a text are none.
  const text = await asked(JSON.stringify({ query: "{ viewer { id } }", variables: { a: `"${"[".repeat(500)}\\"` } }));
  expect(text.errors).toBeUndefined();
  const form = new FormData();
  form.set("operations", wrapped(1_000));
  form.set("map", "{}");
  const multipart = await world.fetch("/graphql", {
    method: "POST",
    token,
    headers: { "Apollo-Require-Preflight": "true" },
    body: form,
  });
  expect(multipart.status).toBe(400);
});

test("equal fields are counted with those below them, and in fragments", async () => {
  const limitOf = async (query: string) => (await world.graphql(token, query)).errors[0]?.extensions.limit;
  expect(await limitOf(`{ viewer { ${times(52, () => "devices { id }")} } }`)).toBe("repeats");
  expect(await limitOf(`{ viewer { ${times(52, () => "...F")} } } fragment F on Viewer { devices { id } }`)).toBe(
    "repeats",
  );
  expect(await limitOf(`{ __typename } fragment F on Viewer { ${times(102, () => "id")} }`)).toBe("repeats");
});

test("at the limits all is well, introspection too, and the answer tells its cost", async () => {
  expect((await world.ok(token, `{ ${times(15, (i) => `a${i}: __typename`)} }`)).a14).toBe("Query");
  await world.ok(token, `{ viewer { ${times(51, () => "devices { id }")} } }`);
  await world.ok(token, getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true, oneOf: true }));
  await world.ok(token, `query ($x: Boolean!) { viewer { id ${times(8, () => "@include(if: $x)").split(" @")[0]} } }`, {
    x: true,
  });
  const cost = async (query: string, variables = {}) =>
    (await document(query, variables)).headers.get("X-GraphQL-Cost");
  expect(await cost("{ __typename }")).toBe("0");
  expect(await cost("{ viewer { id providers { number } } }")).toBe("11");
  expect(await cost("{ programs { nodes { id provider { id } } } }")).toBe("41");
  expect(await cost("query ($n: Int = 3) { programs(first: $n) { totalCount edges { node { id } } } }")).toBe("7");
  expect(await cost("query ($n: Int = 3) { programs(first: $n) { nodes { id } } }", { n: 50 })).toBe("51");
});

test("a GET is measured as well, wherever in the address its document stands", async () => {
  const get = (query: string, before = "") =>
    world.fetch(`/graphql?${before}query=${encodeURIComponent(query)}`, {
      token,
      headers: { "Apollo-Require-Preflight": "1" },
    });
  expect((await get("{ viewer { id } }")).status).toBe(200);
  for (const before of ["", "a&".repeat(1_100)])
    expect((await get(`{ ${times(16, (i) => `a${i}: __typename`)} }`, before)).status).toBe(400);
});

test("a document named by its hash is measured as its text, and nobody makes it known by sending it", async () => {
  const query = "query ($n: Int) { programs(first: $n) { nodes { certificates(first: $n) { nodes { id } } } } }";
  const persistedQuery = { version: 1, sha256Hash: createHash("sha256").update(query).digest("hex") };
  const send = async (more: Record<string, unknown>) =>
    (await (await post(JSON.stringify({ extensions: { persistedQuery }, ...more }))).json()) as {
      errors?: { message: string; extensions: { code: string } }[];
    };
  expect((await send({ query, variables: { n: 1 } })).errors).toBeUndefined();
  expect((await send({ query, variables: { n: 100 } })).errors).toMatchObject([
    { extensions: { code: "BAD_INPUT", limit: "cost" } },
  ]);
  for (const n of [1, 100])
    expect((await send({ variables: { n } })).errors).toMatchObject([
      { extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } },
    ]);
});

describe("a literal is judged as a variable is", () => {
  /** A field that takes it, to be asked by somebody who is signed in. */
  const taken: [string, string, (value: string) => string][] = [
    ["Credits", "Credits!", (value) => `mutation Q { approveProgram(id: "x", version: 1, credits: ${value}) { id } }`],
    ["DateTime", "DateTime", (value) => `query Q { auditEntries(filter: { from: ${value} }) { nodes { id } } }`],
    [
      "LocalDate",
      "LocalDate",
      (value) => `query Q { certificates(filter: { issuedFrom: ${value} }) { nodes { id } } }`,
    ],
    ["Upload", "Upload!", (value) => `mutation Q { uploadAttendance(providerId: "x", file: ${value}) { id } }`],
    ["ID", "ID", (value) => `query Q { program(id: ${value}) { id } }`],
    ["String", "String", (value) => `query Q { program(number: ${value}) { id } }`],
    ["Int", "Int!", (value) => `query Q { programs(first: ${value}) { nodes { id } } }`],
    ["Boolean", "Boolean", (value) => `query Q { certificates(filter: { mine: ${value} }) { nodes { id } } }`],
  ];
  const literal = (value: unknown): string =>
    Array.isArray(value)
      ? `[${value.map(literal).join(" ")}]`
      : value !== null && typeof value === "object"
        ? `{${Object.entries(value).map(([key, each]) => `${key}: ${literal(each)}`)}}`
        : JSON.stringify(value);
  const digits = fc.integer({ min: 0, max: 99 }).map((n) => String(n).padStart(2, "0"));
  const day = fc.tuple(digits, digits).map(([month, date]) => `2026-${month}-${date}`);
  const leaf = fc.oneof(
    fc.constantFrom<unknown>("2.95", "3", "3.333", "-1", "1e1", "10000", " 1", "x", true, null),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Number.isInteger(n)),
    day,
    fc
      .tuple(day, digits, digits, fc.constantFrom("Z", "+01:00", "+25:00", "", "-00:00"))
      .map(([date, hour, minute, offset]) => `${date}T${hour}:${minute}:00${offset}`),
    fc.string({ maxLength: 8 }),
  );
  const value = fc.oneof(
    leaf,
    fc.array(leaf, { maxLength: 2 }),
    fc.dictionary(fc.constantFrom("a", "b"), leaf, { maxKeys: 1 }),
  );

  test.each(taken)("%s", async (_name, type, ask) => {
    const answer = async (query: string, variables?: object) => {
      const response = await document(query, variables);
      const { errors = [] } = (await response.json()) as {
        errors?: { extensions: { code: string }; path?: unknown; locations?: unknown[] }[];
      };
      return [response.status, errors.map((error) => [error.extensions.code, error.path, error.locations?.length])];
    };
    await fc.assert(
      fc.asyncProperty(value, async (given) => {
        const written = await answer(ask(literal(given)));
        expect(written).toEqual(await answer(ask("$v").replace("Q ", `Q($v: ${type}) `), { v: given }));
      }),
      { numRuns: 30 },
    );
  });
});
