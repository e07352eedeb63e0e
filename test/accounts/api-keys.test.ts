import { readFile } from "node:fs/promises";
import { ApiScope } from "../../server/core/api-scopes.ts";
import { StaffRole } from "../../server/core/staff-roles.ts";
import { World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start({ signInDays: 365 });
});
afterAll(() => world.stop());
afterEach(() => world.setClock(null));

const create = `mutation ($scopes: [ApiScope!]!, $providerId: ID, $days: Int) {
  createApiKey(name: " Partner ", scopes: $scopes, providerId: $providerId, expiresInDays: $days) {
    key apiKey { id name prefix scopes expiresAt lastUsedAt revokedAt } } }`.replace(
  ", $days: Int",
  ", $days: Int! = 365",
);
const rotate = `mutation ($id: ID!, $hours: Int!) { rotateApiKey(id: $id, overlapHours: $hours) {
  key apiKey { id name scopes } } }`;
const revoke = "mutation ($id: ID!) { revokeApiKey(id: $id) { revokedAt } }";
const list =
  "query ($providerId: ID) { apiKeys(providerId: $providerId) { id name prefix lastUsedAt revokedAt replacedById availableActions } }";
const programs = "{ programs { totalCount } }";

async function keyOf(provider: { id: string; token: string }, scopes = ["PROGRAMS_READ"]) {
  return (await world.ok(provider.token, create, { scopes, providerId: provider.id })).createApiKey;
}
const inHours = (hours: number) => world.setClock(new Date(Date.now() + hours * 3_600_000).toISOString());

test("an owner makes a key, it works for that provider by its scopes, its use shows, and it is ended at once", async () => {
  const provider = await world.provider();
  const { key, apiKey } = await keyOf(provider);
  expect(key).toMatch(/^accrue_[\w-]{43}$/);
  expect(apiKey).toMatchObject({
    name: "Partner",
    prefix: key.slice(0, 13),
    scopes: ["PROGRAMS_READ"],
    lastUsedAt: null,
  });
  expect(await world.ok(key, programs)).toEqual({ programs: { totalCount: 0 } });
  expect(await world.refused(key, "{ certificates { totalCount } }")).toBe("FORBIDDEN");
  expect(await world.refused(key, "{ viewer { devices { id } } }")).toBe("FORBIDDEN");
  const [shown] = (await world.ok(provider.token, list, { providerId: provider.id })).apiKeys;
  expect(shown.lastUsedAt).not.toBeNull();
  await world.ok(provider.token, revoke, { id: apiKey.id });
  await world.ok(provider.token, revoke, { id: apiKey.id });
  expect(await world.refused(key, programs)).toBe("UNAUTHENTICATED");
  expect(await world.sql("SELECT action FROM audit_entry WHERE subject_id = $1 ORDER BY id", [apiKey.id])).toEqual([
    { action: "api-key.create" },
    { action: "api-key.revoke" },
  ]);
});

test("a refusal says which scope is wanted, or that it is for people; the status is the same for a document and a file", async () => {
  const provider = await world.provider();
  const { key } = await keyOf(provider);
  const asked = async (path: string, token: string | null, body?: string) => {
    const answer = await world.fetch(path, {
      token,
      ...(body && { method: "POST", headers: { "Content-Type": "application/json" }, body }),
    });
    const { errors } = (await answer.json()) as { errors: { extensions: Record<string, unknown> }[] };
    const { code, reason, requiredScope, retryable } = errors[0]?.extensions ?? {};
    return [answer.status, code, reason, requiredScope, retryable, answer.headers.get("WWW-Authenticate") !== null];
  };
  const query = (text: string) => asked("/graphql", key, JSON.stringify({ query: text }));
  const missing = "01930000-0000-7000-8000-000000000000";
  const lacks = (scope: string) => [403, "FORBIDDEN", "SCOPE_MISSING", scope, false, false];
  expect(await query("{ certificates { totalCount } }")).toEqual(lacks("CERTIFICATES_READ"));
  expect(await asked(`/certificates/${missing}.pdf`, key)).toEqual(lacks("CERTIFICATES_READ"));
  expect(await asked(`/attendance/uploads/${missing}/errors.csv`, key)).toEqual(lacks("ATTENDANCE_READ"));
  const forPeople = [403, "FORBIDDEN", "PEOPLE_ONLY", undefined, false, false];
  expect(await query("{ mails { totalCount } }")).toEqual(forPeople);
  expect(await asked("/exports/programs.csv", key)).toEqual(forPeople);
  for (const path of [
    `/certificates/${missing}.pdf`,
    `/certificates/programs/${missing}.zip`,
    "/transcript.pdf",
    `/attendance/uploads/${missing}/errors.csv`,
    `/programs/documents/${missing}`,
    `/programs/${missing}/kit/mail.txt`,
    `/programs/${missing}/evaluation.csv`,
    `/programs/${missing}/evaluation-years.csv`,
    `/programs/${missing}/badges.pdf`,
    `/invoices/${missing}.pdf`,
    `/my-data/${missing}.zip`,
    `/everything/${missing}.zip`,
    "/renewal/proof.pdf?code=NONE&endsOn=2026-12-31",
    "/exports/programs.csv",
  ])
    expect([path, ...(await asked(path, null))]).toEqual([
      path,
      401,
      "UNAUTHENTICATED",
      undefined,
      undefined,
      false,
      true,
    ]);
});

test("a change that is refused hides none that was carried out, though its field has an object that must be there", async () => {
  const provider = await world.provider();
  const { apiKey } = await keyOf(provider);
  const both = "mutation ($a: ID!, $b: ID!) { a: revokeApiKey(id: $a) { id } b: revokeApiKey(id: $b) { id } }";
  const { status, data, errors } = await world.graphql(provider.token, both, { a: apiKey.id, b: provider.id });
  expect([status, data]).toEqual([200, { a: { id: apiKey.id }, b: null }]);
  expect(errors).toMatchObject([{ path: ["b"], extensions: { code: "NOT_FOUND" } }]);
});

test("the key itself is nowhere in the database", async () => {
  const provider = await world.provider();
  const { key } = await keyOf(provider);
  const kept = JSON.stringify([await world.sql("SELECT * FROM api_key"), await world.sql("SELECT * FROM audit_entry")]);
  expect(kept).not.toContain(key.slice("accrue_".length + 6));
});

test("rotating leaves both good for the overlap, then the new one alone", async () => {
  const provider = await world.provider();
  const { key, apiKey } = await keyOf(provider, ["PROGRAMS_READ", "ATTENDANCE_READ"]);
  const next = (await world.ok(provider.token, rotate, { id: apiKey.id, hours: 24 })).rotateApiKey;
  expect(next.apiKey).toMatchObject({ name: "Partner", scopes: ["PROGRAMS_READ", "ATTENDANCE_READ"] });
  for (const good of [key, next.key]) await world.ok(good, programs);
  expect(await world.refused(provider.token, rotate, { id: apiKey.id, hours: 24 })).toBe("ILLEGAL_TRANSITION");
  inHours(25);
  expect(await world.refused(key, programs)).toBe("UNAUTHENTICATED");
  await world.ok(next.key, programs);
  inHours(366 * 24);
  expect(await world.refused(next.key, programs)).toBe("UNAUTHENTICATED");
});

test("what can be done with a key is said of it: replaced once and while it counts, ended while it counts, by whom it is for", async () => {
  const provider = await world.provider();
  const { apiKey } = await keyOf(provider);
  const actions = async (token = provider.token, providerId: string | null = provider.id) =>
    Object.fromEntries(
      (await world.ok(token, list, { providerId })).apiKeys.map(
        ({ id, availableActions }: { id: string; availableActions: string[] }) => [id, availableActions],
      ),
    );
  expect(await actions()).toEqual({ [apiKey.id]: ["ROTATE", "REVOKE"] });
  const next = (await world.ok(provider.token, rotate, { id: apiKey.id, hours: 24 })).rotateApiKey.apiKey;
  expect(await actions()).toEqual({ [apiKey.id]: ["REVOKE"], [next.id]: ["ROTATE", "REVOKE"] });
  await world.ok(provider.token, revoke, { id: next.id });
  inHours(25);
  expect(await actions()).toEqual({ [apiKey.id]: [], [next.id]: [] });
  expect(await world.refused(provider.token, rotate, { id: apiKey.id, hours: 1 })).toBe("ILLEGAL_TRANSITION");
  world.setClock(null);
  const [administrator, registrar] = [
    await world.staff(StaffRole.ADMINISTRATOR),
    await world.staff(StaffRole.REGISTRAR),
  ];
  const own = (await world.ok(administrator.token, create, { scopes: ["PROGRAMS_READ"] })).createApiKey.apiKey;
  expect((await actions(administrator.token, null))[own.id]).toEqual(["ROTATE", "REVOKE"]);
  expect((await actions(registrar.token, null))[own.id]).toEqual([]);
});

test("only owners manage a provider's keys, only staff the accreditor's; foreign ones do not exist", async () => {
  const provider = await world.provider();
  const editor = await world.account();
  await world.actFor(provider.id, editor.id);
  await world.sql("UPDATE provider_account SET role = 'EDITOR' WHERE account_id = $1", [editor.id]);
  const other = await world.provider();
  const staff = await world.staff();
  const attendee = await world.account();
  const scopes = ["PROGRAMS_READ"];
  const { apiKey, key } = await keyOf(provider);
  for (const { token } of [editor, other, staff]) {
    expect(await world.refused(token, create, { scopes, providerId: provider.id })).toBe("NOT_FOUND");
    expect(await world.refused(token, revoke, { id: apiKey.id })).toBe("NOT_FOUND");
    expect(await world.refused(token, rotate, { id: apiKey.id, hours: 1 })).toBe("NOT_FOUND");
    expect((await world.ok(token, list, { providerId: provider.id })).apiKeys).toEqual([]);
  }
  expect(await world.refused(provider.token, create, { scopes })).toBe("FORBIDDEN");
  expect(await world.refused(attendee.token, create, { scopes })).toBe("FORBIDDEN");
  expect(await world.refused(key, create, { scopes, providerId: provider.id })).toBe("FORBIDDEN");
  const mine = (await world.ok(staff.token, create, { scopes })).createApiKey;
  await world.ok(mine.key, programs);
  expect((await world.ok(provider.token, list, {})).apiKeys).toEqual([]);
});

test("a key needs a name, scopes and a time that are allowed", async () => {
  const staff = await world.staff();
  for (const [variables, code] of [
    [{ scopes: [] }, "BAD_INPUT"],
    [{ scopes: ["PROGRAMS_READ", "PROGRAMS_READ"] }, "BAD_INPUT"],
    [{ scopes: ["EVERYTHING"] }, "BAD_INPUT"],
    [{ scopes: ["PROGRAMS_READ"], days: 0 }, "BAD_INPUT"],
    [{ scopes: ["PROGRAMS_READ"], days: 731 }, "BAD_INPUT"],
  ] as const)
    expect(await world.refused(staff.token, create, variables)).toBe(code);
});

test("a key knows itself and replaces itself, and no other; its maker is told", async () => {
  const provider = await world.provider();
  const { key, apiKey } = await keyOf(provider, ["ATTENDANCE_WRITE"]);
  const self = "{ apiKey { id name scopes providerId provider { number } expiresAt availableActions } }";
  const own = (await world.ok(key, self)).apiKey;
  expect(own).toMatchObject({ id: apiKey.id, scopes: ["ATTENDANCE_WRITE"], providerId: provider.id });
  expect([own.expiresAt, own.availableActions]).toEqual([apiKey.expiresAt, ["ROTATE"]]);
  expect(own.provider.number).toMatch(/^P/);
  expect((await world.ok(provider.token, "{ apiKey { id } }")).apiKey).toBeNull();

  const other = (await keyOf(provider)).apiKey;
  const replace = "mutation ($id: ID) { rotateApiKey(id: $id, overlapHours: 1) { key apiKey { id } } }";
  expect(await world.refused(key, replace, { id: other.id })).toBe("NOT_FOUND");
  expect(await world.refused(provider.token, replace)).toBe("BAD_INPUT");
  const before = (await world.mails()).length;
  const next = (await world.ok(key, replace)).rotateApiKey;
  expect((await world.mails()).length).toBe(before + 1);
  expect((await world.ok(next.key, self)).apiKey).toMatchObject({ id: next.apiKey.id, scopes: ["ATTENDANCE_WRITE"] });
  expect(await world.refused(key, replace)).toBe("ILLEGAL_TRANSITION");
  // Whoever has a key may have replaced it, and the one after it too: its end is that of all of them.
  const third = (await world.ok(next.key, replace)).rotateApiKey;
  await world.ok(provider.token, "mutation ($id: ID!) { revokeApiKey(id: $id) { id } }", { id: apiKey.id });
  for (const each of [key, next.key, third.key]) expect(await world.refused(each, self)).toBe("UNAUTHENTICATED");
  const accreditors = (await world.ok((await world.staff()).token, create, { scopes: ["PROGRAMS_READ"] })).createApiKey;
  expect((await world.ok(accreditors.key, "{ apiKey { providerId } }")).apiKey).toEqual({ providerId: null });
  expect((await world.ok(accreditors.key, replace)).rotateApiKey.key).toMatch(/^accrue_/);
});

test("a key that does not count is told why, wherever it comes: unknown, run out, revoked, or of nobody any more", async () => {
  const provider = await world.provider();
  const made = async () => (await keyOf(provider)).key as string;
  const [expired, revoked, ended] = [await made(), await made(), await made()];
  const idOf = async (key: string) =>
    (await world.sql("SELECT id FROM api_key WHERE prefix = $1", [key.slice(0, 13)]))[0].id;
  await world.sql("UPDATE api_key SET expires_at = '2026-01-05T12:00:00Z', created_at = '2025-01-05' WHERE id = $1", [
    await idOf(expired),
  ]);
  await world.sql("UPDATE api_key SET revoked_at = '2026-02-06T12:00:00Z' WHERE id = $1", [await idOf(revoked)]);
  const told = async (key: string, path = "/graphql?query={settings{accreditorName}}") => {
    const answer = await world.fetch(path, { token: key, headers: { "Apollo-Require-Preflight": "true" } });
    const { errors } = (await answer.json()) as { errors: { message: string; extensions: Record<string, unknown> }[] };
    const { code, reason } = errors[0]?.extensions ?? {};
    expect(answer.headers.get("WWW-Authenticate")).toBe(
      `Bearer realm="Accrue", error="invalid_token", error_description="${errors[0]?.message}"`,
    );
    return [answer.status, code, reason, errors[0]?.message.includes(key)];
  };
  expect(await told(expired)).toEqual([401, "UNAUTHENTICATED", "KEY_EXPIRED", false]);
  expect(await told(revoked)).toEqual([401, "UNAUTHENTICATED", "KEY_REVOKED", false]);
  expect(await told(`${ended}x`)).toEqual([401, "UNAUTHENTICATED", "KEY_UNKNOWN", false]);
  await world.sql("DELETE FROM provider_account WHERE provider_id = $1", [provider.id]);
  expect(await told(ended)).toEqual([401, "UNAUTHENTICATED", "KEY_SUSPENDED", false]);
  for (const path of ["/transcript.pdf", "/calendar.ics", "/exports/programs.csv"])
    expect(await told(revoked, path)).toEqual([401, "UNAUTHENTICATED", "KEY_REVOKED", false]);
});

test("its maker is told 30 and 7 days before a key runs out, once each, and not of one that is revoked, replaced or that short", async () => {
  const { email, ...staff } = await world.staff();
  const made = async (days: number) =>
    (await world.ok(staff.token, create, { scopes: ["PROGRAMS_READ"], days })).createApiKey.apiKey;
  const [long, revoked, replaced, short] = [await made(60), await made(60), await made(60), await made(20)];
  await world.ok(staff.token, revoke, { id: revoked.id });
  const next = (await world.ok(staff.token, rotate, { id: replaced.id, hours: 168 })).rotateApiKey.apiKey;
  await world.ok(staff.token, revoke, { id: next.id });
  const toldOn = async (days: number): Promise<string[]> => {
    inHours(days * 24 + 1);
    for (let i = 0; i < 2; i++) {
      await world.sql("SELECT graphile_worker.add_job('accounts.remindOfKeys', payload := '{}'::json)");
      await world.runJobs();
    }
    return (await world.mails())
      .filter(({ to, subject }) => to === email && subject.includes("expires soon"))
      .map(({ text }) => [short, long].find(({ prefix }) => text.includes(`(${prefix}…)`))?.id ?? "another");
  };
  expect(await toldOn(1)).toEqual([]);
  expect(await toldOn(13)).toEqual([short.id]);
  expect(await toldOn(30)).toEqual([short.id, long.id]);
  expect(await toldOn(53)).toEqual([short.id, long.id, long.id]);
  expect(await toldOn(61)).toEqual([short.id, long.id, long.id]);
});

test("a key counts as a bearer token only, and dies with its maker's account", async () => {
  const provider = await world.provider();
  const { key } = await keyOf(provider, ["PROGRAMS_READ", "CERTIFICATES_READ"]);
  const byCookie = await world.fetch("/graphql", {
    method: "POST",
    headers: { Cookie: `accrue_token=${key}`, "Content-Type": "application/json" },
    body: JSON.stringify({ query: programs }),
  });
  expect(await byCookie.text()).toContain("UNAUTHENTICATED");
  await world.sql("UPDATE account SET status = 'DISABLED', disabled_at = now() WHERE id = $1", [provider.accountId]);
  expect(await world.refused(key, programs)).toBe("UNAUTHENTICATED");
});

test("a key ends with the right of who made it: as an owner of the provider, or as staff", async () => {
  const provider = await world.provider();
  const colleague = await world.account();
  await world.actFor(provider.id, colleague.id);
  const { key } = await keyOf({ id: provider.id, token: colleague.token });
  const own = await keyOf(provider);
  expect(await world.ok(key, programs)).toEqual({ programs: { totalCount: 0 } });
  await world.ok(provider.token, "mutation ($p: ID!, $a: ID!) { removeColleague(providerId: $p, accountId: $a) }", {
    p: provider.id,
    a: colleague.id,
  });
  expect(await world.refused(key, programs)).toBe("UNAUTHENTICATED");
  expect(await world.ok(own.key, programs)).toEqual({ programs: { totalCount: 0 } });

  const staff = await world.staff();
  const { key: accreditors } = (await world.ok(staff.token, create, { scopes: ["PROGRAMS_READ"], providerId: null }))
    .createApiKey;
  await world.ok(accreditors, programs);
  await world.sql("UPDATE account SET staff_roles = '{}' WHERE id = $1", [staff.id]);
  expect(await world.refused(accreditors, programs)).toBe("UNAUTHENTICATED");
});

/** Addresses that programs have no use for: pages for people, what is for people alone, and what other documents describe. */
const notInOpenApi = [
  /sign-in\$\|register/,
  /^\/(admin|assets|graphiql|graphql|oauth|sso|verify$|calendar$|calendar\/embed|favicon|service-worker|robots|unsubscribe|logo|docs($|\/(?!openapi)))/,
  /^\/(healthz|readyz|metrics|mail|bundles|my-data|everything|renewal|name-requests|outside-credits|exports|invoices|receipts|credit-notes|stripe)/,
  /^\/\.well-known\/(security|openid|oauth)/,
  /^\/programs\/\{id\}\/(kit|evaluation|badges)/,
  /^\/(Users|ServiceProviderConfig|ResourceTypes|Schemas)/,
];

interface Layer {
  route?: { path: string | RegExp | string[]; methods?: Record<string, boolean> };
  handle?: { stack?: Layer[] };
}

const pathsOf = (layers: readonly Layer[]): string[] =>
  layers.flatMap(({ route, handle }) => [
    ...(route?.methods?.get ? [route.path].flat().map((path) => String(path).replace(/[:*](\w+)/g, "{$1}")) : []),
    ...pathsOf(handle?.stack ?? []),
  ]);

test("the OpenAPI document has every address that programs fetch, no other, and says which keys may", async () => {
  const { paths, components } = await (await world.fetch("/docs/openapi.json")).json();
  const routes = pathsOf((world.app.router as unknown as { stack: Layer[] }).stack);
  expect(routes).toContain("/certificates/{id}.pdf");
  const feeds = String(/^\/calendar\.(ics|atom)$/);
  const forPeople = (route: string) => notInOpenApi.some((pattern) => pattern.test(route));
  const described = Object.keys(paths).map((path) => (path.startsWith("/calendar.") ? feeds : path));
  const programOf = "/calendar/{program}"; // Its page is for people, its .ics for a calendar.
  expect([...new Set(described)].toSorted()).toEqual(
    [...new Set(routes.filter((route) => route !== programOf && !forPeople(route)))].toSorted(),
  );

  const staff = await world.staff();
  const keys = new Map<string, string>();
  for (const scope of Object.values(ApiScope))
    keys.set(scope, (await world.ok(staff.token, create, { scopes: [scope] })).createApiKey.key);
  expect(Object.keys(components.securitySchemes)).toEqual(["apiKey", "member"]);
  for (const [path, { get }] of Object.entries<{ get: { security: { apiKey?: string[] }[] } }>(paths)) {
    const address = path.replace(/\{\w+\}/g, "01890000-0000-7000-8000-000000000000");
    const open = get.security.some((each) => Object.keys(each).length === 0);
    const may = new Set(get.security.flatMap(({ apiKey = [] }) => apiKey));
    expect([path, (await world.fetch(address)).status === 401]).toEqual([path, !open]);
    if (!open)
      for (const [scope, key] of keys)
        expect([path, scope, (await world.fetch(address, { token: key })).status === 403]).toEqual([
          path,
          scope,
          !may.has(scope),
        ]);
  }
});

test("the schema is served as it is printed", async () => {
  const answer = await world.fetch("/schema.graphql");
  expect(answer.headers.get("Content-Type")).toBe("text/plain; charset=utf-8");
  const [, printed] = (await readFile("schema.graphql", "utf8")).split(/^# Printed.*\n\n/);
  expect((await answer.text()).trim()).toBe(printed?.trim());
});
