import fc from "fast-check";
import { World } from "../support/world.ts";

const user = "urn:ietf:params:scim:schemas:core:2.0:User";
const patchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const errorSchema = "urn:ietf:params:scim:api:messages:2.0:Error";

let world: World;
let staff: Awaited<ReturnType<World["staff"]>>;
let key: string;
beforeEach(async () => {
  world = await World.start();
  world.setClock("2026-05-01T12:00:00Z");
  staff = await world.staff();
  key = await keyOf(["MEMBERS_WRITE"]);
});
afterEach(() => world.stop());

async function keyOf(scopes: string[], token = staff.token, providerId: string | null = null): Promise<string> {
  const made = await world.ok(
    token,
    'mutation ($scopes: [ApiScope!]!, $p: ID) { createApiKey(name: "directory", scopes: $scopes, providerId: $p, expiresInDays: 30) { key } }',
    { scopes, p: providerId },
  );
  return made.createApiKey.key;
}

async function scim(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
  token: string | null = key,
) {
  const answer = await world.fetch(`/scim/v2${path}`, {
    method,
    token,
    headers: { ...(body !== undefined && { "Content-Type": "application/scim+json" }), ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  // biome-ignore lint/suspicious/noExplicitAny: resources of any shape
  return { status: answer.status, headers: answer.headers, body: (text ? JSON.parse(text) : null) as any };
}

/** The resource of RFC 7644, 3.3, and a patch in each of the forms of 3.5.2. */
const bjensen = {
  schemas: [user],
  userName: "bjensen",
  externalId: "bjensen",
  name: { formatted: "Ms. Barbara J Jensen III", familyName: "Jensen", givenName: "Barbara" },
};
const patch = (...Operations: unknown[]) => ({ schemas: [patchOp], Operations });

test("a directory provisions a member, reads, replaces, patches and deactivates them", async () => {
  const made = await scim("POST", "/Users", bjensen);
  expect(made.status).toBe(201);
  const { id, meta } = made.body;
  expect(made.headers.get("content-type")).toBe("application/scim+json; charset=utf-8");
  expect(made.headers.get("location")).toBe(`${world.url}/scim/v2/Users/${id}`);
  expect(made.headers.get("etag")).toBe(meta.version);
  expect(made.body).toEqual({
    schemas: [user],
    id,
    externalId: "bjensen",
    meta: {
      resourceType: "User",
      created: "2026-05-01T12:00:00.000Z",
      version: meta.version,
      location: `${world.url}/scim/v2/Users/${id}`,
    },
    userName: "bjensen",
    displayName: "Barbara Jensen",
    name: { formatted: "Barbara Jensen", familyName: "Jensen", givenName: "Barbara" },
    userType: "Member",
    active: true,
  });
  expect(await scim("POST", "/Users", bjensen)).toMatchObject({
    status: 409,
    body: { schemas: [errorSchema], status: "409", scimType: "uniqueness" },
  });
  const { schemas, userName } = bjensen;
  const replaced = await scim("PUT", `/Users/${id}`, {
    schemas,
    userName,
    externalId: "bjensen",
    name: { familyName: "Weber", givenName: "Barbara", honorificSuffix: "III" },
    title: "Practitioner",
    emails: [{ value: "other@example.com" }, { value: "Babs@Jensen.org", primary: true }],
    phoneNumbers: [{ value: "tel:+1-201-555-0123", type: "work" }],
    addresses: [{ locality: "Hollywood", region: "CA", postalCode: "91608", type: "work" }],
  });
  expect(replaced).toMatchObject({
    status: 200,
    body: {
      title: "Practitioner",
      emails: [{ value: "babs@jensen.org", primary: true }],
      addresses: [{ locality: "Hollywood" }],
    },
  });
  expect(await world.sql("SELECT last_name, suffix, city, zip, phone, contact_email, account_id FROM member")).toEqual([
    {
      last_name: "Weber",
      suffix: "III",
      city: "Hollywood",
      zip: "91608",
      phone: "tel:+1-201-555-0123",
      contact_email: "babs@jensen.org",
      account_id: null,
    },
  ]);
  expect(await world.sql("SELECT last_name FROM former_name")).toEqual([{ last_name: "Jensen" }]);
  // As Entra ID and Okta send it.
  expect(await scim("PATCH", `/Users/${id}`, patch({ op: "Replace", path: "active", value: "False" }))).toMatchObject({
    status: 200,
    body: { active: false, title: "Practitioner" },
  });
  expect(await scim("PATCH", `/Users/${id}`, patch({ op: "replace", value: { active: true } }))).toMatchObject({
    body: { active: true },
  });
  const patched = await scim(
    "PATCH",
    `/Users/${id}`,
    patch(
      { op: "remove", path: 'addresses[type eq "work"]' },
      { op: "replace", path: 'emails[type eq "work"].value', value: "barbara@jensen.org" },
      { op: "add", path: "name.givenName", value: "Babs" },
    ),
  );
  expect(patched).toMatchObject({
    status: 200,
    body: { name: { givenName: "Babs" }, emails: [{ value: "barbara@jensen.org" }] },
  });
  expect(patched.body.addresses).toBeUndefined();
  expect((await scim("DELETE", `/Users/${id}`)).status).toBe(204);
  expect(await scim("GET", `/Users/${id}`)).toMatchObject({
    status: 200,
    body: { active: false, name: { givenName: "Babs" } },
  });
  const log = await world.sql(
    "SELECT action, actor_name AS actor, after FROM audit_entry WHERE subject_type = 'member' AND action = 'member.provision' ORDER BY id",
  );
  expect(log).toHaveLength(6);
  expect(new Set(log.map(({ actor }) => actor))).toEqual(new Set(["API key directory"]));
  expect(log.at(-1)).toMatchObject({ after: { active: false } });
});

test("what is equal is not written, and who comes with an old version is told", async () => {
  const { body } = await scim("POST", "/Users", bjensen);
  const [{ count: before }] = await world.sql("SELECT count(*)::int FROM audit_entry");
  const same = await scim("PUT", `/Users/${body.id}`, body, { "If-Match": body.meta.version });
  expect(same.body).toEqual(body);
  expect(await world.sql("SELECT count(*)::int FROM audit_entry")).toEqual([{ count: before }]);
  const renamed = await scim("PATCH", `/Users/${body.id}`, patch({ op: "replace", path: "title", value: "Nurse" }), {
    "If-Match": body.meta.version,
  });
  expect(renamed.body.meta.version).not.toBe(body.meta.version);
  expect(await scim("PUT", `/Users/${body.id}`, body, { "If-Match": body.meta.version })).toMatchObject({
    status: 412,
    body: { status: "412" },
  });
  expect(
    (await scim("GET", `/Users/${body.id}`, undefined, { "If-None-Match": renamed.body.meta.version })).status,
  ).toBe(304);
  // The account's own address is none of the directory's by being said again.
  const account = await world.member({ firstName: "Ann", lastName: "Lee", email: "ann@example.test" });
  await scim("PATCH", `/Users/${account.id}`, patch({ op: "replace", path: "title", value: "Nurse" }));
  expect(await world.sql("SELECT contact_email, role FROM member WHERE id = $1", [account.id])).toEqual([
    { contact_email: null, role: "Nurse" },
  ]);
});

test("what is wrong is said as RFC 7644, 3.12 has it", async () => {
  const { body } = await scim("POST", "/Users", bjensen);
  const missing = crypto.randomUUID();
  for (const [method, path, sent, status, scimType] of [
    ["GET", `/Users/${missing}`, undefined, 404, undefined],
    ["GET", "/Users/x", undefined, 404, undefined],
    ["PATCH", `/Users/${missing}`, patch({ op: "remove", path: "title" }), 404, undefined],
    ["DELETE", `/Users/${missing}`, undefined, 404, undefined],
    ["GET", "/Groups", undefined, 404, undefined],
    ["POST", "/Users", "{", 400, "invalidSyntax"],
    ["POST", "/Users", [], 400, "invalidSyntax"],
    ["POST", "/Users", { schemas: [user], userName: "no number!", name: { familyName: "Lee" } }, 400, "invalidValue"],
    ["POST", "/Users", { schemas: [user], userName: "7" }, 400, "invalidValue"],
    [
      "POST",
      "/Users",
      { schemas: [user], userName: "7", name: { familyName: "Lee" }, emails: [{ value: "no" }] },
      400,
      "invalidValue",
    ],
    ["POST", "/Users", { schemas: [user], userName: "7", name: { familyName: "L".repeat(101) } }, 400, "invalidValue"],
    ["POST", "/Users", { schemas: [user], userName: "7", name: { familyName: "Lee" }, active: 7 }, 400, "invalidValue"],
    ["PUT", `/Users/${body.id}`, { ...bjensen, userName: "other" }, 400, "mutability"],
    ["PATCH", `/Users/${body.id}`, { Operations: [] }, 400, "invalidSyntax"],
    ["PATCH", `/Users/${body.id}`, patch({ op: "explode", path: "title" }), 400, "invalidSyntax"],
    ["PATCH", `/Users/${body.id}`, patch({ op: "replace", path: "noSuchThing", value: 1 }), 400, "invalidPath"],
    ["GET", `/Users?filter=${encodeURIComponent("userName eq")}`, undefined, 400, "invalidFilter"],
    ["GET", `/Users?filter=${encodeURIComponent('password eq "x"')}`, undefined, 400, "invalidFilter"],
    ["GET", `/Users?filter=${encodeURIComponent('active gt "x"')}`, undefined, 400, "invalidFilter"],
    // What scimmy would read for hours.
    [
      "GET",
      `/Users?filter=${encodeURIComponent(`userName eq "${"\\".repeat(1_900)}`)}`,
      undefined,
      400,
      "invalidFilter",
    ],
    [
      "GET",
      `/Users?filter=${encodeURIComponent(Array(40).fill("(title pr or active eq true)").join(" and "))}`,
      undefined,
      400,
      "invalidFilter",
    ],
    ["GET", `/Users?attributes=${encodeURIComponent(`"${"\\".repeat(500)}`)}`, undefined, 400, "invalidValue"],
    [
      "PATCH",
      `/Users/${body.id}`,
      patch({ op: "remove", path: `emails[value eq "${"\\".repeat(500)}]` }),
      400,
      "invalidPath",
    ],
    [
      "PATCH",
      `/Users/${body.id}`,
      patch({ op: "replace", value: { [`emails[value eq "${"\\".repeat(500)}]`]: 1 } }),
      400,
      "invalidPath",
    ],
    [
      "PATCH",
      `/Users/${body.id}`,
      patch({ op: "remove", path: "emails", value: [{ value: "\\".repeat(500) }] }),
      400,
      "invalidPath",
    ],
    // What scimmy stumbles over.
    ["PATCH", `/Users/${body.id}`, undefined, 400, "invalidValue"],
    ["PATCH", `/Users/${body.id}`, { schemas: null, Operations: null }, 400, "invalidValue"],
    ["PATCH", `/Users/${body.id}`, patch(null), 400, "invalidValue"],
    ["PATCH", `/Users/${body.id}`, patch({ op: "replace", value: null }), 400, "invalidValue"],
    ["POST", "/Users/.search", { attributes: [1] }, 400, "invalidValue"],
    ["GET", "/Users?attributes=name.", undefined, 400, "invalidValue"],
    ["GET", `/Users/${body.id}?attributes=__proto__`, undefined, 400, "invalidValue"],
    // What the database does not take.
    ["PUT", `/Users/${body.id}`, { ...bjensen, externalId: "a\u0000b" }, 400, "invalidSyntax"],
    ["PATCH", `/Users/${body.id}`, patch({ op: "add", path: "title", value: "\ud800" }), 400, "invalidSyntax"],
    [
      "GET",
      `/Users?filter=${encodeURIComponent('meta.created gt "-200000-01-01T00:00:00Z"')}`,
      undefined,
      400,
      "invalidFilter",
    ],
  ] as const) {
    const answer = await scim(method, path, sent);
    expect([method, path, sent, answer.status, answer.body.scimType]).toEqual([method, path, sent, status, scimType]);
    expect(answer.body).toMatchObject({ schemas: [errorSchema], status: String(status), detail: expect.anything() });
    expect(answer.headers.get("content-type")).toContain("application/scim+json");
  }
  // No other media type, charset or encoding: said in SCIM's words too, though scimmy has none for it.
  for (const [name, value] of [
    ["Content-Type", "application/json; charset=foo"],
    ["Content-Encoding", "foo"],
  ] as const)
    expect(await scim("POST", "/Users", bjensen, { [name]: value })).toMatchObject({
      status: 415,
      body: { schemas: [errorSchema], status: "415", detail: "Send application/scim+json in UTF-8." },
    });
  // Null is what is not there (RFC 7643, 2.5).
  const withEmail = { ...bjensen, emails: [{ value: "b@example.test" }], phoneNumbers: [null] };
  expect((await scim("PUT", `/Users/${body.id}`, withEmail)).body.emails).toMatchObject([{ value: "b@example.test" }]);
  const without = await scim("PATCH", `/Users/${body.id}`, patch({ op: "replace", path: "emails", value: null }));
  expect([without.status, without.body.emails]).toEqual([200, undefined]);
  expect(
    (await scim("PATCH", `/Users/${body.id}`, patch({ op: "add", path: "addresses", value: [null] }))).status,
  ).toBe(200);
});

test("a list is read in pages, filtered in the database, with the parts that are asked for", async () => {
  for (const [number, given, family, more] of [
    ["1", "Ann", "O'Malley", { title: "Nurse", emails: [{ value: "ann@example.com" }] }],
    ["2", "Ben", "Öz", { active: false }],
    ["3", "Cy", "Poe_", { userType: "Guest", externalId: "X-3" }],
  ] as const)
    expect(
      (
        await scim("POST", "/Users", {
          schemas: [user],
          userName: number,
          name: { givenName: given, familyName: family },
          ...more,
        })
      ).status,
    ).toBe(201);
  const found = async (filter: string) => {
    const { body } = await scim("GET", `/Users?filter=${encodeURIComponent(filter)}`);
    return body.Resources?.map(({ userName }: { userName: string }) => userName) ?? body;
  };
  for (const [filter, numbers] of [
    ['userName eq "2"', ["2"]],
    ['externalId eq "X-3"', ["3"]],
    ['name.familyName co "O\'Malley"', ["1"]],
    ['name.familyName eq "öz"', ["2"]],
    ['name.familyName ew "_"', ["3"]],
    [`${user}:name.givenName sw "a"`, ["1"]],
    ["title pr", ["1"]],
    ['title pr and userType eq "Member"', ["1"]],
    ["active eq false", ["2"]],
    ['userType eq "Guest" or (emails co "example.com" and active eq true)', ["1", "3"]],
    ['emails[type eq "work" and value eq "Ann@Example.com"]', ["1"]],
    ['not (userName eq "2")', ["1", "3"]],
    ['meta.created gt "2026-05-01T11:00:00Z"', ["1", "2", "3"]],
    ['meta.created gt "2026-05-01T13:00:00Z"', []],
    ['not (externalId eq "X-3") and not (userName eq "1" or title pr)', ["2"]],
    ['userName eq "\'; DROP TABLE member; --"', []],
  ] as const)
    expect([filter, await found(filter)]).toEqual([filter, numbers]);
  expect((await scim("GET", "/Users?startIndex=2&count=1&attributes=userName,name.familyName")).body).toEqual({
    schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    totalResults: 3,
    startIndex: 2,
    itemsPerPage: 1,
    Resources: [{ schemas: [user], id: expect.anything(), userName: "2", name: { familyName: "Öz" } }],
  });
  expect((await scim("GET", "/Users?count=0")).body).toMatchObject({ totalResults: 3, itemsPerPage: 0, Resources: [] });
  expect(
    (
      await scim("POST", "/Users/.search", {
        schemas: ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
        filter: "active eq false",
        count: 10,
      })
    ).body,
  ).toMatchObject({ totalResults: 1, Resources: [{ userName: "2" }] });
  expect(await world.statements(() => scim("GET", "/Users?count=1"))).toBe(
    await world.statements(() => scim("GET", "/Users?count=3")),
  );
});

test("each form of section 3 of RFC 7644 is done, or refused in SCIM's own words", async () => {
  const put = {
    ...bjensen,
    emails: [
      { value: "bjensen@example.com", type: "work", primary: true },
      { value: "babs@jensen.org", type: "home" },
    ],
    addresses: [
      { type: "work", streetAddress: "100 Universal City Plaza", locality: "Hollywood", region: "CA", primary: true },
      { type: "home", locality: "Springfield" },
    ],
    phoneNumbers: [{ value: "555-555-5555", type: "work" }],
    title: "Tour Guide",
    roles: [],
    nickName: "Babs",
    active: true,
  };
  // 3.3, 3.4.1, 3.5.1, 3.9
  const { body } = await scim("POST", "/Users", bjensen);
  const at = `/Users/${body.id}`;
  expect(await scim("GET", at)).toMatchObject({ status: 200, body: { userName: "bjensen" } });
  expect(await scim("PUT", at, put)).toMatchObject({ status: 200, body: { title: "Tour Guide" } });
  expect((await scim("GET", `${at}?attributes=userName`)).body).toEqual({
    schemas: [user],
    id: body.id,
    userName: "bjensen",
  });
  expect((await scim("GET", `${at}?excludedAttributes=name,emails`)).body).not.toHaveProperty("name");
  // 3.4.2.2
  for (const [filter, finds] of [
    ['userName Eq "bjensen"', true],
    ['userName eq "bjensen"', true],
    [`name.familyName co "O'Malley"`, false],
    ['userName sw "B"', true],
    [`${user}:userName sw "B"`, true],
    ["title pr", true],
    ['meta.created gt "2011-05-13T04:42:34Z"', true],
    ['meta.created ge "2011-05-13T04:42:34Z"', true],
    ['meta.created lt "2011-05-13T04:42:34Z"', false],
    ['meta.created le "2011-05-13T04:42:34Z"', false],
    ['title pr and userType eq "Employee"', false],
    ['title pr or userType eq "Intern"', true],
    ['userType eq "Member" and (emails co "example.com" or emails.value co "example.org")', true],
    ['userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")', false],
    ['userType eq "Member" and (emails.type eq "work")', true],
    ['userType eq "Member" and emails[type eq "work" and value co "@example.com"]', true],
    ['emails[type eq "work" and value co "@example.com"] or title eq "none"', true],
  ] as const) {
    const answer = await scim("GET", `/Users?filter=${encodeURIComponent(filter)}`);
    expect([filter, answer.status, answer.body.totalResults]).toEqual([filter, 200, finds ? 1 : 0]);
  }
  for (const filter of [
    'meta.lastModified gt "2011-05-13T04:42:34Z"',
    'schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"',
    'ims[type eq "xmpp" and value co "@foo.com"]',
  ])
    expect(await scim("GET", `/Users?filter=${encodeURIComponent(filter)}`)).toMatchObject({
      status: 400,
      body: { schemas: [errorSchema], scimType: "invalidFilter" },
    });
  // 3.4.2.3 and 3.4.2.4: an order that isn't offered changes nothing.
  expect((await scim("GET", "/Users?startIndex=1&count=10&sortBy=userName&sortOrder=descending")).body).toMatchObject({
    totalResults: 1,
    itemsPerPage: 1,
    startIndex: 1,
  });
  // 3.5.2
  for (const [operation, now] of [
    [{ op: "add", value: { emails: [{ value: "babs@jensen.org", type: "home" }], nickName: "Babs" } }, {}],
    [
      { op: "replace", path: 'emails[type eq "work"].value', value: "b@example.com" },
      { emails: [{ value: "b@example.com" }] },
    ],
    [
      { op: "replace", path: 'addresses[type eq "work"].locality', value: "Burbank" },
      { addresses: [{ locality: "Burbank" }] },
    ],
    [
      {
        op: "replace",
        path: 'addresses[type eq "work"]',
        value: { type: "work", locality: "Hollywood", region: "CA" },
      },
      { addresses: [{ locality: "Hollywood", region: "CA" }] },
    ],
    [{ op: "replace", value: { title: "Guide", nickName: "Babs" } }, { title: "Guide" }],
    [{ op: "add", path: "name.familyName", value: "Weber" }, { name: { familyName: "Weber", givenName: "Barbara" } }],
    [{ op: "remove", path: "title" }, {}],
    [{ op: "remove", path: 'emails[type eq "work" and value ew "example.com"]' }, {}],
    [{ op: "replace", path: `${user}:active`, value: false }, { active: false }],
  ] as const) {
    const answer = await scim("PATCH", at, patch(operation));
    expect([operation, answer.status]).toEqual([operation, 200]);
    expect(answer.body).toMatchObject(now);
  }
  const left = (await scim("GET", at)).body;
  expect([left.title, left.emails]).toEqual([undefined, undefined]);
  // All operations of a patch or none (3.5.2).
  const half = patch({ op: "replace", path: "title", value: "Half" }, { op: "remove", path: "no.such" });
  expect((await scim("PATCH", at, half)).status).toBe(400);
  expect((await scim("GET", at)).body.title).toBeUndefined();
  // 3.7, 3.11, and groups, which there are none of.
  for (const [method, path] of [
    ["POST", "/Bulk"],
    ["GET", "/Me"],
    ["GET", "/Groups"],
    ["POST", "/Groups"],
  ] as const) {
    const answer = await scim(method, path, method === "POST" ? {} : undefined);
    expect(answer.body).toMatchObject({ schemas: [errorSchema], status: String(answer.status) });
    expect([404, 501]).toContain(answer.status);
  }
  // 3.6: who is gone is kept, and earns nothing.
  expect(await scim("DELETE", at)).toMatchObject({ status: 204, body: null });
  expect((await scim("GET", at)).body.active).toBe(false);
});

test("whatever a filter compares, the database finds whom a naive one does", async () => {
  const words = ["Ann", "ann", "O'Malley", "Öz", "a%b", "_", ""];
  for (const [i, word] of words.entries())
    await scim("POST", "/Users", {
      schemas: [user],
      userName: `N${i}`,
      name: { givenName: "Bo", familyName: word || "Lee" },
      ...(word && { title: word }),
    });
  const all = (await scim("GET", "/Users")).body.Resources as {
    userName: string;
    title?: string;
    name: { familyName: string };
  }[];
  const holds: Record<string, (has: string, asked: string) => boolean> = {
    eq: (has, asked) => has === asked,
    ne: (has, asked) => has !== asked,
    co: (has, asked) => has.includes(asked),
    sw: (has, asked) => has.startsWith(asked),
    ew: (has, asked) => has.endsWith(asked),
  };
  interface Person {
    title?: string;
    name: { familyName: string };
  }
  type Term = { said: string; holds: (one: Person) => boolean };
  const { filter } = fc.letrec<{ filter: Term; single: Term; group: Term }>((tie) => ({
    single: fc
      .record({
        path: fc.constantFrom("title", "name.familyName"),
        operator: fc.constantFrom(...Object.keys(holds)),
        value: fc.constantFrom("Ann", "a", "%", "_", "öz", "Malley"),
      })
      .map(({ path, operator, value }) => ({
        said: `${path} ${operator} "${value}"`,
        holds: (one) => {
          const has = ((path === "title" ? one.title : one.name.familyName) ?? "").toLowerCase();
          return holds[operator]?.(has, value.toLowerCase()) === true;
        },
      })),
    group: fc.record({ of: tie("filter"), negated: fc.boolean() }).map(({ of, negated }) => ({
      said: `${negated ? "not " : ""}(${of.said})`,
      holds: (one) => of.holds(one) !== negated,
    })),
    filter: fc
      .array(fc.array(fc.oneof({ maxDepth: 2 }, tie("single"), tie("group")), { minLength: 1, maxLength: 2 }), {
        minLength: 1,
        maxLength: 2,
      })
      .map((ways) => ({
        said: ways.map((way) => way.map(({ said }) => said).join(" and ")).join(" or "),
        holds: (one) => ways.some((way) => way.every((each) => each.holds(one))),
      })),
  }));
  await fc.assert(
    fc.asyncProperty(filter, async ({ said, holds: isMeant }) => {
      // More alternatives in parentheses are refused.
      fc.pre((said.match(/ or /g) ?? []).length <= 5);
      const { body } = await scim("GET", `/Users?filter=${encodeURIComponent(said)}`);
      expect([said, body.Resources?.map((one: { userName: string }) => one.userName)]).toEqual([
        said,
        all.filter(isMeant).map(({ userName }) => userName),
      ]);
    }),
    { numRuns: 60 },
  );
});

test("only the accreditor's keys with their scope come in, and a key that ends ends it", async () => {
  const provider = await world.provider();
  const reads = await keyOf(["MEMBERS_READ"]);
  const foreign = await keyOf(["MEMBERS_WRITE"], provider.token, provider.id);
  for (const [token, status] of [
    [null, 401],
    [staff.token, 401],
    ["accrue_nonsense", 401],
    [reads, 403],
    [foreign, 403],
    [key, 200],
  ] as const) {
    const answer = await scim("GET", "/Users", undefined, {}, token);
    expect(answer.status).toBe(status);
    if (status !== 200) expect(answer.body).toMatchObject({ schemas: [errorSchema], status: String(status) });
  }
  await world.sql("UPDATE account SET staff_roles = '{REVIEWER}' WHERE id = $1", [staff.id]);
  expect((await scim("GET", "/Users")).status).toBe(403);
  await world.sql("UPDATE account SET staff_roles = '{REGISTRAR}' WHERE id = $1", [staff.id]);
  await world.sql("UPDATE api_key SET revoked_at = now()");
  expect((await scim("GET", "/Users")).status).toBe(401);
});

test("merged and erased people are nobody to a directory, and nobody writes their own record", async () => {
  const [kept, merged, own] = [
    await world.member(),
    await world.member(),
    await world.member({ firstName: "Own", lastName: "Self" }),
  ];
  await world.sql("UPDATE member SET merged_into_id = $1, active = false WHERE id = $2", [kept.id, merged.id]);
  await world.sql("UPDATE member SET account_id = $1 WHERE id = $2", [staff.id, own.id]);
  expect((await scim("GET", `/Users/${merged.id}`)).status).toBe(404);
  expect((await scim("DELETE", `/Users/${merged.id}`)).status).toBe(404);
  expect((await scim("GET", "/Users")).body.totalResults).toBe(2);
  expect((await scim("POST", "/Users", { ...bjensen, userName: merged.memberNumber })).status).toBe(409);
  expect((await scim("DELETE", `/Users/${own.id}`)).status).toBe(403);
});

test("what there is describes itself", async () => {
  expect((await scim("GET", "/ServiceProviderConfig")).body).toMatchObject({
    patch: { supported: true },
    filter: { supported: true, maxResults: 200 },
    bulk: { supported: false },
    sort: { supported: false },
    etag: { supported: true },
    authenticationSchemes: [{ type: "oauthbearertoken" }],
  });
  const types = await scim("GET", "/ResourceTypes");
  expect(types.body.Resources).toMatchObject([{ id: "User", endpoint: "/Users", schema: user }]);
  expect((await scim("GET", "/ResourceTypes/User")).body).toMatchObject({ id: "User" });
  expect((await scim("GET", `/Schemas/${user}`)).body).toMatchObject({ id: user });
  expect((await scim("GET", "/Schemas")).body.Resources.map(({ id }: { id: string }) => id)).toContain(user);
});
