import { createHash } from "node:crypto";
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import {
  Accrue,
  about,
  type Document,
  lookAtProgram,
  registerTrustedDocuments,
  verifyCertificate,
} from "../../packages/sdk/accrue.ts";
import {
  forgetDocuments,
  keepClientDocuments,
} from "../../server/accounts/api-keys/trusted-documents/client-documents.ts";
import { mostTrustedDocuments } from "../../server/accounts/api-keys/trusted-documents/trusted-document.policy.ts";
import { entryOf, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import type { World } from "../support/world.ts";

let roster: RosterWorld;
let world: World;
beforeAll(async () => {
  roster = await startRosterWorld();
  world = roster.world;
});
afterAll(() => world.stop());
afterEach(() => {
  world.config.trustedDocumentsOnly = false;
});

const sha = (text: string) => createHash("sha256").update(text).digest("hex");
const apollo = (hash: unknown, version = 1) => ({ persistedQuery: { version, sha256Hash: hash } });

// biome-ignore lint/suspicious/noExplicitAny: answers of any shape
type Any = any;

async function send(
  token: string | null,
  body: unknown,
  init: { headers?: Record<string, string>; method?: string; path?: string } = {},
): Promise<{ status: number; code?: string; data: Any; headers: Headers; field?: string }> {
  const answer = await world.fetch(init.path ?? "/graphql", {
    method: init.method ?? "POST",
    token,
    headers: { ...(body !== undefined && { "Content-Type": "application/json" }), ...init.headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const { data, errors } = text.startsWith("{") ? JSON.parse(text) : { data: text, errors: undefined };
  const { code, field } = errors?.[0]?.extensions ?? {};
  return { status: answer.status, data, headers: answer.headers, ...(code && { code }), ...(field && { field }) };
}

async function keyOf(
  provider: { id: string | null; token: string },
  ...scopes: string[]
): Promise<{ key: string; id: string }> {
  const { createApiKey } = await world.ok(
    provider.token,
    `mutation ($s: [ApiScope!]!, $p: ID) { createApiKey(name: "K", scopes: $s, providerId: $p) { key apiKey { id } } }`,
    { s: scopes, p: provider.id },
  );
  return { key: createApiKey.key, id: createApiKey.apiKey.id };
}
const keyOfOwner = () => keyOf(roster.provider, "PROGRAMS_READ", "DOCUMENTS_WRITE");
/** A document of a partner's own, as it stands in its build. */
const own: Document<unknown, Record<string, never>> = {
  hash: sha("query Own { apiKey { name } }"),
  text: "query Own { apiKey { name } }",
};
const register = `mutation ($d: [String!]!, $k: ID) { registerTrustedDocuments(documents: $d, apiKeyId: $k) { hash name text } }`;
const remove = `mutation ($h: [String!]!, $k: ID) { removeTrustedDocuments(hashes: $h, apiKeyId: $k) { hash } }`;
const listed = "query ($k: ID) { trustedDocuments(apiKeyId: $k) { name } }";
const mine = "query Mine { apiKey { name } }";

test("a document of ours is known by its hash, in both forms that clients have, by POST and GET; another one is not found", async () => {
  const shown = { programs: { totalCount: expect.any(Number) } };
  const { key } = await keyOf(roster.provider, "PROGRAMS_READ");
  for (const named of [{ documentId: `sha256:${about.hash}` }, { extensions: apollo(about.hash) }]) {
    const answer = await send(key, { ...named, variables: { program: "A09164" } });
    expect(answer).toMatchObject({ status: 200, data: { program: { number: "A09164" } } });
    expect(Number(answer.headers.get("X-GraphQL-Cost"))).toBeGreaterThan(0);
  }
  const search = new URLSearchParams({
    documentId: `sha256:${about.hash}`,
    variables: JSON.stringify({ program: "A09164" }),
  });
  const preflight = { "Apollo-Require-Preflight": "true" };
  const byGet = await send(key, undefined, { method: "GET", path: `/graphql?${search}`, headers: preflight });
  expect(byGet).toMatchObject({ status: 200, data: { program: { number: "A09164" } } });
  const inApollos = new URLSearchParams({
    extensions: JSON.stringify(apollo(verifyCertificate.hash)),
    variables: '{"code":"X"}',
  });
  expect(
    await send(null, undefined, { method: "GET", path: `/graphql?${inApollos}`, headers: preflight }),
  ).toMatchObject({ status: 200 });
  // A page of somebody else's can make a browser ask by GET, and no more than that.
  expect(await send(null, undefined, { method: "GET", path: `/graphql?${inApollos}` })).toMatchObject({ status: 400 });
  expect(await send(null, undefined, { method: "POST", path: `/graphql?${inApollos}` })).toMatchObject({ status: 400 });

  const unknown = sha("{ programs { totalCount } }");
  for (const named of [
    { documentId: `sha256:${unknown}` },
    { extensions: apollo(unknown) },
    { documentId: "0123456789abcdef" },
  ])
    expect(await send(key, named)).toMatchObject({ status: 404, code: "PERSISTED_QUERY_NOT_FOUND" });
  const asText = { query: "{ programs { totalCount } }", extensions: apollo(unknown) };
  expect(await send(key, asText)).toMatchObject({ status: 200, data: shown });
  // Nobody has put it there by that.
  expect(await send(key, { extensions: apollo(unknown) })).toMatchObject({ code: "PERSISTED_QUERY_NOT_FOUND" });
});

test("a hash that is none, or is not the text's, is refused, and several requests in one still are", async () => {
  const { key } = await keyOf(roster.provider, "PROGRAMS_READ");
  const wrong = [
    { documentId: "sha256:12" },
    { documentId: 12 },
    { documentId: [about.hash] },
    { documentId: "sha256:" },
    { documentId: about.hash.toUpperCase() },
    { documentId: `md5:${about.hash}` },
    { extensions: apollo(null) },
    { extensions: apollo(about.hash, 2) },
    { extensions: { persistedQuery: about.hash.slice(1) } },
    { query: mine, extensions: apollo(about.hash) },
    { query: mine, documentId: `sha256:${about.hash}` },
    { query: mine, documentId: "0123456789abcdef" },
  ];
  for (const body of wrong)
    expect(await send(key, body)).toMatchObject({ status: 400, code: "BAD_INPUT", field: "documentId" });
  const named = { documentId: `sha256:${about.hash}`, variables: { program: "A09164" } };
  expect(await send(key, [named, named])).toMatchObject({ status: 400 });
});

test("access, scopes, limits of size by variables and cost are as for the text", async () => {
  const { key } = await keyOf(roster.provider, "CERTIFICATES_READ");
  const named = { documentId: `sha256:${about.hash}`, variables: { program: "A09164" } };
  expect(await send(null, named)).toMatchObject({ code: "UNAUTHENTICATED" });
  expect(await send(key, named)).toMatchObject({ status: 403, code: "FORBIDDEN" });
  const { token } = roster.staff;
  const pages = "query Pages($n: Int!) { programs(first: $n) { nodes { provider { name } offerings { id } } } }";
  await world.ok(token, register, { d: [pages] });
  const costs = await Promise.all(
    [1, 10, 100].map(async (n) => {
      const [byHash, byText] = [{ extensions: apollo(sha(pages)) }, { query: pages }];
      const asked = [byHash, byText].map((how) => send(token, { ...how, variables: { n } }));
      return (await Promise.all(asked)).map(({ headers }) => headers.get("X-GraphQL-Cost"));
    }),
  );
  for (const [byHash, byText] of costs) expect(byHash).toBe(byText);
  expect(new Set(costs.flat()).size).toBe(3);
  const over = { extensions: apollo(sha(pages)), variables: { n: 1_000 } };
  expect(await send(token, over)).toMatchObject({ status: 400, code: "BAD_INPUT" });
});

test("a partner registers what a key asks: known to that key alone, and to what acts for members by it, until it is removed or the key ends", async () => {
  const other = await world.provider();
  const running = await keyOf(roster.provider, "PROGRAMS_READ");
  const building = await keyOf(roster.provider, "DOCUMENTS_WRITE");
  const foreign = await keyOf({ id: other.id, token: other.token }, "DOCUMENTS_WRITE", "PROGRAMS_READ");
  const known = { documentId: `sha256:${sha(mine)}` };
  expect(await world.refused(running.key, register, { d: [mine] })).toBe("FORBIDDEN");
  expect(await world.refused(foreign.key, register, { d: [mine], k: running.id })).toBe("NOT_FOUND");
  expect(await world.refused(foreign.key, listed, { k: running.id })).toBe("NOT_FOUND");
  const registered = { registerTrustedDocuments: [{ hash: sha(mine), name: "Mine", text: mine }] };
  expect(await world.ok(building.key, register, { d: [mine], k: running.id })).toEqual(registered);
  expect(await world.ok(building.key, register, { d: [mine], k: running.id })).toEqual(registered);
  expect(await send(running.key, known)).toMatchObject({ status: 200, data: { apiKey: { name: "K" } } });
  for (const token of [building.key, foreign.key, roster.provider.token, roster.staff.token, null])
    expect(await send(token, known)).toMatchObject({ status: 404, code: "PERSISTED_QUERY_NOT_FOUND" });
  expect(await world.ok(building.key, listed, { k: running.id })).toEqual({ trustedDocuments: [{ name: "Mine" }] });
  expect(await world.ok(roster.provider.token, listed, { k: running.id })).toEqual({
    trustedDocuments: [{ name: "Mine" }],
  });
  expect(await world.ok(building.key, listed)).toEqual({ trustedDocuments: [] });

  const rotated = await world.ok(
    roster.provider.token,
    `mutation ($id: ID!) { rotateApiKey(id: $id) { key apiKey { id } } }`,
    { id: running.id },
  );
  const next = rotated.rotateApiKey;
  for (const token of [running.key, next.key]) expect(await send(token, known)).toMatchObject({ status: 200 });
  expect(await world.ok(roster.provider.token, remove, { k: running.id, h: [sha(mine), sha("x")] })).toEqual({
    removeTrustedDocuments: [{ hash: sha(mine) }],
  });
  expect(await send(running.key, known)).toMatchObject({ code: "PERSISTED_QUERY_NOT_FOUND" });
  expect(await send(next.key, known)).toMatchObject({ status: 200 });
  await world.ok(roster.provider.token, "mutation ($id: ID!) { revokeApiKey(id: $id) { id } }", { id: next.apiKey.id });
  expect(await world.sql("SELECT 1 FROM trusted_document WHERE api_key_id = $1", [next.apiKey.id])).toEqual([]);
  expect(
    await world.sql(
      "SELECT action, subject_id FROM audit_entry WHERE action LIKE 'trusted-documents.%' AND subject_type = 'api-key' ORDER BY id",
    ),
  ).toEqual([
    { action: "trusted-documents.register", subject_id: running.id },
    { action: "trusted-documents.remove", subject_id: running.id },
  ]);
});

test("who registered a document is told, a person or a key, and when it was last named, to within a day", async () => {
  const told = "query ($k: ID) { trustedDocuments(apiKeyId: $k) { name registeredBy registeredByKeyId lastUsedAt } }";
  const running = await keyOf(roster.provider, "PROGRAMS_READ");
  const building = await keyOf(roster.provider, "DOCUMENTS_WRITE");
  const other = "query Other { apiKey { id } }";
  await world.ok(roster.provider.token, register, { d: [mine], k: running.id });
  await world.ok(building.key, register, { d: [mine, other], k: running.id });
  const shown = async (token = building.key, k: string | null = running.id) =>
    (await world.ok(token, told, { k })).trustedDocuments;
  const emailOf = async (token: string) => (await world.ok(token, "{ viewer { email } }")).viewer.email;
  const byPerson = {
    name: "Mine",
    registeredBy: await emailOf(roster.provider.token),
    registeredByKeyId: null,
    lastUsedAt: null,
  };
  const byKey = { name: "Other", registeredBy: null, registeredByKeyId: building.id, lastUsedAt: null };
  expect(await shown()).toEqual([byPerson, byKey]);

  const named = { documentId: `sha256:${sha(mine)}` };
  const used = async (token = running.key) => expect(await send(token, named)).toMatchObject({ status: 200 });
  const last = async () => (await shown())[0].lastUsedAt;
  try {
    const first = "2009-04-20T16:00:00.000Z";
    world.setClock(first);
    await send(building.key, named);
    expect(await last()).toBeNull();
    await used();
    expect(await last()).toBe(first);
    // Nothing is written until a day is over.
    const row = "SELECT xmin::text, last_used_at FROM trusted_document WHERE api_key_id = $1 AND name = 'Mine'";
    const before = await world.sql(row, [running.id]);
    world.setClock("2009-04-21T15:59:00.000Z");
    await used();
    expect(await world.sql(row, [running.id])).toEqual(before);
    world.setClock("2009-04-21T16:01:00.000Z");
    await used();
    expect(await last()).toBe("2009-04-21T16:01:00.000Z");
    expect((await shown())[1].lastUsedAt).toBeNull();
    // A key that replaces this one takes along what is known of them; of everybody's own copy it is known apart.
    const rotated = await world.ok(
      roster.provider.token,
      "mutation ($id: ID!) { rotateApiKey(id: $id) { apiKey { id } } }",
      { id: running.id },
    );
    expect(await shown(building.key, rotated.rotateApiKey.apiKey.id)).toEqual(await shown());
    await world.ok(roster.staff.token, register, { d: [mine] });
    await used();
    const ofEverybody = async () =>
      (await shown(roster.staff.token, null)).find(({ name }: { name: string }) => name === "Mine");
    expect(await ofEverybody()).toEqual({ ...byPerson, registeredBy: await emailOf(roster.staff.token) });
    await used(building.key);
    expect((await ofEverybody()).lastUsedAt).toBe("2009-04-21T16:01:00.000Z");
    await world.ok(roster.staff.token, remove, { h: [sha(mine)] });
  } finally {
    world.setClock("2009-04-20T15:00:00Z");
  }
});

test("staff make documents known to everybody, an attendee and nobody does, and no more than there is room for", async () => {
  const { token } = roster.staff;
  const open = "query Open { settings { accreditorName } }";
  const attendee = { token: await world.signIn((await world.account()).email) };
  expect(await world.refused(attendee.token, register, { d: [open] })).toBe("FORBIDDEN");
  expect(await world.refused(null, register, { d: [open] })).toBe("UNAUTHENTICATED");
  expect(await world.refused(roster.provider.token, register, { d: [open] })).toBe("FORBIDDEN");
  await world.ok(token, register, { d: [open] });
  for (const who of [null, attendee.token, roster.provider.token])
    expect(await send(who, { extensions: apollo(sha(open)) })).toMatchObject({ status: 200 });
  const { key, id } = await keyOf(roster.provider, "DOCUMENTS_WRITE");
  const some = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => `query Q${from + i} { apiKey { name } }`);
  for (let from = 0; from < mostTrustedDocuments; from += 50) await world.ok(key, register, { d: some(from, 50) });
  expect(await world.refused(key, register, { d: some(mostTrustedDocuments, 1) })).toBe("TOO_MANY_TRUSTED_DOCUMENTS");
  expect((await world.ok(key, listed)).trustedDocuments).toHaveLength(mostTrustedDocuments);
  expect(await world.refused(key, register, { d: some(0, 51) })).toBe("BAD_INPUT");
  // Those of a key that has run out go with it.
  await world.sql("UPDATE api_key SET expires_at = $2 WHERE id = $1", [id, world.base.now()]);
  await forgetDocuments(world.base);
  expect(await world.sql("SELECT 1 FROM trusted_document WHERE api_key_id = $1", [id])).toEqual([]);
});

test("what is registered is right, within the limits, and one operation with a name", async () => {
  const { key } = await keyOf(roster.provider, "DOCUMENTS_WRITE");
  const deep = `query Deep { ${"a { ".repeat(14)} b ${"} ".repeat(14)} }`;
  const aliases = `query Many { ${Array.from({ length: 20 }, (_, i) => `a${i}: apiKey { name }`).join(" ")} }`;
  for (const text of [
    "{ apiKey { name } }",
    "query A { apiKey { name } } query B { apiKey { name } }",
    "query A { apiKey { nonsense } }",
    "query A { apiKey { name }",
    "fragment F on ApiKey { name }",
    "type A { b: Int }",
    "",
    `query A { apiKey { name } } # ${"x".repeat(10_000)}`,
    deep,
    aliases,
  ])
    expect(await world.refused(key, register, { d: [text] })).toBe("BAD_INPUT");
  const { errors } = await world.graphql(key, register, { d: [mine, "query A { apiKey { nonsense } }"] });
  expect(errors[0]).toMatchObject({
    message: 'Cannot query field "nonsense" on type "ApiKey".',
    extensions: { field: "documents.1" },
  });
  expect(await world.ok(key, listed)).toEqual({ trustedDocuments: [] });
});

test("a file goes with a known document, and an Idempotency-Key is the same for hash and text", async () => {
  const upload = uploadDocument.replace("mutation", "mutation Upload");
  const { key, id } = await keyOf(roster.provider, "ATTENDANCE_WRITE");
  await world.ok(roster.provider.token, register, { d: [upload], k: id });
  const form = (headers: Record<string, string>, token: string) => {
    const parts = new FormData();
    const variables = { providerId: roster.provider.id, file: null, preview: true };
    parts.set("operations", JSON.stringify({ documentId: `sha256:${sha(upload)}`, variables }));
    parts.set("map", JSON.stringify({ 0: ["variables.file"] }));
    parts.set("0", new File(["Member ID\n"], "roster.csv"));
    return world.fetch("/graphql", { method: "POST", token, headers, body: parts });
  };
  expect((await form({}, key)).status).toBe(400);
  const preflight = { "Apollo-Require-Preflight": "true" };
  const answer = await (await form(preflight, key)).json();
  expect(answer).toMatchObject({ data: { uploadAttendance: { fileName: "roster.csv", preview: true } } });
  expect((await form(preflight, roster.provider.token)).status).toBe(404);

  const enter = `mutation Enter($rows: [AttendanceRowInput!]!) { enterAttendances(rows: $rows, preview: false) { id } }`;
  await world.ok(roster.provider.token, register, { d: [enter], k: id });
  const variables = { rows: sampleRows.map(entryOf) };
  const once = { headers: { "Idempotency-Key": "roster-1" } };
  const first = await send(key, { documentId: `sha256:${sha(enter)}`, variables }, once);
  const second = await send(key, { query: enter, variables }, once);
  expect(first.data.enterAttendances.id).toBe(second.data.enterAttendances.id);
  expect([first, second].map(({ headers }) => headers.get("Idempotent-Replayed"))).toEqual([null, "true"]);
});

test("a subscription is followed by its hash", async () => {
  const { id } = (await world.ok(roster.provider.token, "{ programs(first: 1) { nodes { id } } }")).programs.nodes[0];
  const { key } = await keyOf(roster.provider, "PROGRAMS_READ");
  const leave = new AbortController();
  const answer = await world.fetch("/graphql", {
    method: "POST",
    token: key,
    signal: leave.signal,
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify({ documentId: `sha256:${lookAtProgram.hash}`, variables: { id } }),
  });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toContain("event: next");
  leave.abort();
});

test("documents of clients of another build are known for a while after the last server that has it", async () => {
  const old = "query OldScreen { settings { accreditorName } }";
  const [hash, beginning] = [sha(old), createHash("sha256").update(old).digest("base64url").slice(0, 16)];
  const insert = (days: number) =>
    world.sql(
      `INSERT INTO trusted_document (hash, name, text, registered_at, kept_until)
       VALUES (decode($1, 'hex'), 'OldScreen', $2, $4, $4::timestamptz + $3 * interval '1 day')`,
      [hash, old, days, world.base.now()],
    );
  expect(await send(null, { documentId: beginning })).toMatchObject({ code: "PERSISTED_QUERY_NOT_FOUND" });
  await insert(1);
  for (const documentId of [beginning, `sha256:${hash}`])
    expect(await send(null, { documentId })).toMatchObject({ status: 200 });
  await keepClientDocuments(world.base);
  await keepClientDocuments(world.base);
  expect(
    await world.sql(
      "SELECT name FROM trusted_document WHERE hash = decode($1, 'hex') AND kept_until > $2::timestamptz + interval '89 days'",
      [about.hash, world.base.now()],
    ),
  ).toEqual([{ name: "About" }]);
  await forgetDocuments({ ...world.base, now: () => new Date(world.base.now().getTime() + 2 * 86_400_000) });
  expect(await send(null, { documentId: beginning })).toMatchObject({ code: "PERSISTED_QUERY_NOT_FOUND" });
});

test("where only known documents are let in, texts count if they are known, and nothing else does", async () => {
  const { key } = await keyOfOwner();
  world.config.trustedDocumentsOnly = true;
  for (const query of ["{ apiKey { name } }", "{ __schema { types { name } } }", "{ __typename }", "{ nonsense", ""])
    for (const token of [key, roster.staff.token, null])
      expect(await send(token, { query })).toMatchObject({ status: 403, code: "UNTRUSTED_DOCUMENT" });
  const search = new URLSearchParams({ query: "{ __typename }" });
  const byGet = { method: "GET", path: `/graphql?${search}`, headers: { "Apollo-Require-Preflight": "true" } };
  expect(await send(null, undefined, byGet)).toMatchObject({ status: 403, code: "UNTRUSTED_DOCUMENT" });
  expect(await send(null, {})).toMatchObject({ status: 400 });
  expect(await send(null, { query: null })).toMatchObject({ status: 400 });
  expect(await send(null, { query: ["{ __typename }"] })).toMatchObject({ status: 400 });
  expect(await send(null, [{ query: "{ __typename }" }])).toMatchObject({ status: 400 });
  expect(await send(null, { extensions: apollo(sha("{ __typename }")) })).toMatchObject({
    status: 404,
    code: "PERSISTED_QUERY_NOT_FOUND",
  });
  const variables = { program: "A09164" };
  for (const named of [{ query: about.text }, { documentId: `sha256:${about.hash}` }])
    expect(await send(key, { ...named, variables })).toMatchObject({ status: 200 });
  const upload = new FormData();
  upload.set("operations", JSON.stringify({ query: uploadDocument, variables: { file: null } }));
  upload.set("map", JSON.stringify({ 0: ["variables.file"] }));
  upload.set("0", new File(["Member ID\n"], "roster.csv"));
  const multipart = { "Apollo-Require-Preflight": "true" };
  expect((await world.fetch("/graphql", { method: "POST", token: key, headers: multipart, body: upload })).status).toBe(
    403,
  );

  // A partner can register what it asks with what it has: the SDK's own document for that.
  const accrue = new Accrue({ url: world.url, token: key });
  await expect(accrue.ask(own, {})).rejects.toMatchObject({ code: "UNTRUSTED_DOCUMENT" });
  await accrue.ask(registerTrustedDocuments, { documents: [own.text] });
  expect(await accrue.ask(own, {})).toEqual({ apiKey: { name: "K" } });
  expect(await accrue.ask(about, variables)).toMatchObject({ apiKey: { name: "K" } });
});

test("Apollo's own client goes by hashes, and sends the text of what is not registered", async () => {
  const open = gql`query ApolloOpen { settings { accreditorName } }`;
  const sent: Any[] = [];
  const client = (token: string | null) =>
    new ApolloClient({
      cache: new InMemoryCache(),
      link: ApolloLink.from([
        new PersistedQueryLink({ sha256: sha }),
        new HttpLink({
          uri: `${world.url}/graphql`,
          headers: token ? { Authorization: `Bearer ${token}` } : {},
          fetch: (url, init) => {
            sent.push(JSON.parse(String(init?.body)));
            return fetch(url, init);
          },
        }),
      ]),
    });
  const ask = async () => (await client(null).query<Any>({ query: open })).data.settings;
  await ask();
  expect(sent.map(({ query }) => query === undefined)).toEqual([true, false]);
  await world.ok(roster.staff.token, register, { d: [sent[1].query] });
  await ask();
  expect(sent.map(({ query }) => query === undefined)).toEqual([true, false, true]);
});
