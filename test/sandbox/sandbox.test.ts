import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Webhook } from "standardwebhooks";
import { hashToken } from "../../server/accounts/access-token.ts";
import { loadViewerOfApiKey } from "../../server/accounts/load-viewer.ts";
import { nobody } from "../../server/core/viewer.ts";
import { runDueJobs } from "../../server/jobs/run-jobs.ts";
import { readPdf } from "../certificates/pdf-reader.ts";
import { type Answer, World } from "../support/world.ts";

let world: World;
let folder: string;
let staff: Awaited<ReturnType<World["staff"]>>;
let provider: Awaited<ReturnType<World["provider"]>>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "sandbox-"));
  // Were one of its mails to go out, it would be refused there, and the test would see it fail.
  const smtp = { host: "127.0.0.1", port: 9, secure: false, requireTls: false, login: null };
  world = await World.start({ withSandbox: true, privateWebhooks: true, smtp });
  staff = await world.staff();
  provider = await world.provider({ name: "Lakeside" });
  await ready();
}, 120_000);
afterAll(async () => {
  await world?.stop();
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => world.setClock(null));

const inside = async () => {
  const { sandbox } = world.base;
  if (!sandbox) throw new Error("There is no sandbox.");
  for (;;) {
    const base = await sandbox.base().catch(() => null);
    if (base) return base;
  }
};
const ready = async (): Promise<void> => void (await inside());
// biome-ignore lint/suspicious/noExplicitAny: rows of any shape
const insideSql = async (statement: string, values: unknown[] = []): Promise<any[]> =>
  (await inside()).db.query(statement, values);
const runJobsInside = async () => runDueJobs(await inside());

const create = `mutation ($scopes: [ApiScope!]!, $providerId: ID, $sandbox: Boolean!) {
  createApiKey(name: "Trial", scopes: $scopes, providerId: $providerId, sandbox: $sandbox) { key apiKey { id sandbox prefix } } }`;
const everything = "PROGRAMS_READ PROGRAMS_WRITE ATTENDANCE_READ ATTENDANCE_WRITE CERTIFICATES_READ".split(" ");

async function testKeyOf(by: { token: string; id: string }, scopes = everything): Promise<string> {
  const providerId = by === staff ? null : by.id;
  return (await world.ok(by.token, create, { scopes, providerId, sandbox: true })).createApiKey.key;
}
const keyOf = async (by: { token: string; id: string }, scopes = everything) =>
  (await world.ok(by.token, create, { scopes, providerId: by === staff ? null : by.id, sandbox: false })).createApiKey
    .key;

/** A digest of every row of the real database, but for when a test key was last used. */
async function everyRow(): Promise<Record<string, string>> {
  const tables: { name: string }[] = await world.sql(
    `SELECT oid::regclass::text AS name FROM pg_class
     WHERE relkind = 'r' AND relnamespace IN ('public'::regnamespace, 'graphile_worker'::regnamespace) ORDER BY 1`,
  );
  const digests: Record<string, string> = {};
  for (const { name } of tables) {
    const row = name === "api_key" ? "(to_jsonb(t) - 'last_used_at')::text" : "t::text";
    const [{ digest }] = await world.sql(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(${row}), '' ORDER BY md5(${row}))), '') AS digest FROM ${name} t`,
    );
    digests[name] = digest;
  }
  return digests;
}

interface Ended {
  status: number | null;
  said: string;
}

/** Runs an example, while jobs of the sandbox run as they do on a server. */
async function runExample(command: string, file: string, env: Record<string, string>): Promise<Ended> {
  const child = spawn(command, [path.resolve("examples", file)], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
  });
  let said = "";
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text) => (said += text));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  let done = false;
  void ended.then(() => {
    done = true;
  });
  while (!done) {
    await runJobsInside();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { status: await ended, said };
}

/** What a provider's test key has to report on. */
async function lecture(key: string): Promise<{ id: string; number: string; day: string }> {
  const { programs } = await world.ok(key, "{ programs { nodes { id name number offerings { endsOn } } } }");
  const found = programs.nodes.find(({ name }: { name: string }) => name === "A lecture to try with");
  return { id: found.id, number: found.number, day: found.offerings[0].endsOn };
}

test("a test key says that it is one, and so does every answer; it sees the sandbox's copy of its provider, and nothing real", async () => {
  await world.sql(
    `INSERT INTO program (provider_id, type_id, credit_rule_id, name, name_key, created_at)
     SELECT $1, t.id, r.id, 'Real', 'real', now() FROM program_type t, credit_rule r LIMIT 1`,
    [provider.id],
  );
  const key = await testKeyOf(provider);
  expect(key).toMatch(/^accrue_test_[\w-]{43}$/);
  const answer = await world.fetch("/graphql", {
    method: "POST",
    token: key,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      query: "{ apiKey { sandbox prefix provider { name } } programs { nodes { name status } } }",
    }),
  });
  expect(answer.headers.get("Accrue-Sandbox")).toBe("1");
  expect(await answer.json()).toEqual({
    data: {
      apiKey: { sandbox: true, prefix: key.slice(0, 18), provider: { name: "Lakeside" } },
      programs: { nodes: [{ name: "A lecture to try with", status: "APPROVED" }] },
    },
  });
  const real = await keyOf(provider);
  expect(real).not.toMatch(/^accrue_test_/);
  expect((await world.fetch("/verify", { token: real })).headers.get("Accrue-Sandbox")).toBeNull();
  expect(await world.ok(real, "{ apiKey { sandbox } programs { nodes { name } } }")).toEqual({
    apiKey: { sandbox: false },
    programs: { nodes: [{ name: "Real" }] },
  });
  const listed = await world.ok(provider.token, "query ($id: ID) { apiKeys(providerId: $id) { sandbox lastUsedAt } }", {
    id: provider.id,
  });
  expect(listed.apiKeys.map(({ sandbox }: { sandbox: boolean }) => sandbox).sort()).toEqual([false, true]);
  expect(listed.apiKeys.every(({ lastUsedAt }: { lastUsedAt: string | null }) => lastUsedAt !== null)).toBe(true);
});

test("no test key opens the real database, and no real one the sandbox", async () => {
  const [test, real] = [await testKeyOf(provider), await keyOf(provider)];
  await world.ok(test, "{ apiKey { id } }");
  const viewer = (base: World["base"], key: string) =>
    loadViewerOfApiKey(base.db, hashToken(key), base.now(), base.config);
  expect(await viewer(world.base, test)).toEqual(nobody);
  expect((await viewer(world.base, real)).apiKey).toBeDefined();
  expect((await viewer(await inside(), test)).apiKey).toBeDefined();
  expect(await viewer(await inside(), real)).toEqual(nobody);
  // Not even a row that says of itself what it is not.
  await expect(world.sql("UPDATE api_key SET sandbox = false WHERE key_hash = $1", [hashToken(test)])).rejects.toThrow(
    "api_key_kind",
  );
  const asked = async (at: string, token: string) => {
    const answer = await world.fetch(at, {
      method: "POST",
      token,
      headers: { "Content-Type": "application/json" },
      body: '{"query":"{ apiKey { sandbox } }"}',
    });
    const { data, errors } = await answer.json();
    return [answer.status, data?.apiKey?.sandbox, errors?.[0]?.extensions.reason];
  };
  expect(await asked("/sandbox/graphql", real)).toEqual([401, undefined, "KEY_NOT_OF_SANDBOX"]);
  expect(await asked("/sandbox/graphql", test)).toEqual([200, true, undefined]);
  expect(await asked("/graphql", test)).toEqual([200, true, undefined]);
  // A person is nobody there, with a token as with a cookie.
  const person = await world.graphql(staff.token, "{ viewer { email } }");
  expect(person.data.viewer.email).toBe(staff.email);
  const there = await world.fetch("/sandbox/graphql", {
    method: "POST",
    token: staff.token,
    headers: { "Content-Type": "application/json" },
    body: '{"query":"{ viewer { email } }"}',
  });
  expect((await there.json()).data).toEqual({ viewer: null });
  // The small world's password opens nothing there, and the browser keeps its cookie.
  const signIn = await world.fetch("/sandbox/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      query: 'mutation { signIn(email: "staff@accrue.test", password: "accrue-demo") { token } }',
    }),
  });
  expect((await signIn.json()).errors[0].extensions.code).toBe("WRONG_CREDENTIALS");
  expect(signIn.headers.get("Set-Cookie")).toBeNull();
});

test("the recipes run against it by its own address, and no row of the real database changes", async () => {
  const keys = {
    lms: await testKeyOf(provider, ["PROGRAMS_READ", "ATTENDANCE_WRITE", "CERTIFICATES_READ"]),
    website: await testKeyOf(staff, ["MEMBERS_READ", "CERTIFICATES_READ"]),
    app: await testKeyOf(staff, ["MEMBERS_ACT"]),
  };
  const { number, day } = await lecture(keys.lms);
  const before = await everyRow();
  const ACCRUE_URL = `${world.url}/sandbox`;
  const about = {
    ACCRUE_URL,
    PROGRAM: number,
    COMPLETED_ON: day,
    MEMBER: "100105",
    FIRST_NAME: "Zoë",
    LAST_NAME: "Nguyễn",
  };
  for (const [recipe, its] of [
    ["lms", { ACCRUE_KEY: keys.lms }],
    ["website", { ACCRUE_KEY: keys.website }],
    ["conference-app", { ACCRUE_KEY: keys.app, MEMBER: "100100" }],
  ] as const) {
    const { status, said } = await runExample("sh", `curl/${recipe}.sh`, { ...about, ...its });
    expect([recipe, status, status === 0 ? "" : said]).toEqual([recipe, 0, ""]);
    expect((await readFile(path.join(folder, "certificate.pdf"))).subarray(0, 5).toString()).toBe("%PDF-");
  }
  expect(await everyRow()).toEqual(before);
  // Mail was written, and stayed.
  const mails = await insideSql("SELECT status, count(*)::int AS count FROM mail GROUP BY 1");
  expect(mails).toEqual([{ status: "SENT", count: expect.any(Number) }]);
  expect(await insideSql("SELECT FROM certificate_log_entry WHERE position IS NOT NULL")).toEqual([]);
}, 240_000);

test("a document that people registered for a test key, or for everybody, is known to it there; one that it registers itself nowhere else", async () => {
  const name = "query ($id: ID) { apiKeys(providerId: $id) { id sandbox createdAt } }";
  const key = await testKeyOf(provider, [...everything, "DOCUMENTS_WRITE"]);
  const { apiKey } = await world.ok(key, "{ apiKey { id } }");
  const { apiKeys } = await world.ok(provider.token, name, { id: provider.id });
  expect(apiKeys.map(({ id }: { id: string }) => id)).toContain(apiKey.id);
  const [ours, everybodys, own, foreign] = ["Ours", "Everybodys", "Own", "Foreign"].map(
    (each) => `query ${each} { apiKey { sandbox } }`,
  ) as [string, string, string, string];
  const register =
    "mutation ($d: [String!]!, $k: ID) { registerTrustedDocuments(documents: $d, apiKeyId: $k) { hash } }";
  const listed = "query ($k: ID) { trustedDocuments(apiKeyId: $k) { name lastUsedAt } }";
  const another = await testKeyOf(provider);
  const { apiKey: its } = await world.ok(another, "{ apiKey { id } }");
  await world.ok(provider.token, register, { d: [ours], k: apiKey.id });
  await world.ok(provider.token, register, { d: [foreign], k: its.id });
  await world.ok(staff.token, register, { d: [everybodys] });
  await world.ok(key, register, { d: [own] });
  const asked = async (token: string, text: string) => {
    const documentId = `sha256:${createHash("sha256").update(text).digest("hex")}`;
    const answer = await world.fetch("/graphql", {
      method: "POST",
      token,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ documentId }),
    });
    return answer.status;
  };
  const known = async (token: string) => {
    const statuses: number[] = [];
    for (const text of [ours, everybodys, own, foreign]) statuses.push(await asked(token, text));
    return statuses;
  };
  expect(await known(key)).toEqual([200, 200, 200, 404]);
  expect(await known(await keyOf(provider))).toEqual([404, 200, 404, 404]);
  expect((await world.ok(provider.token, listed, { k: apiKey.id })).trustedDocuments).toEqual([
    { name: "Ours", lastUsedAt: expect.any(String) },
  ]);
  expect((await world.ok(key, listed)).trustedDocuments).toEqual([{ name: "Own", lastUsedAt: expect.any(String) }]);
});

test("what is certified there is a sample, on paper, by its code, and as a credential", async () => {
  const key = await testKeyOf(provider);
  const { number, day } = await lecture(key);
  await world.ok(
    key,
    `mutation ($row: [AttendanceRowInput!]!) { enterAttendances(rows: $row, preview: false) { status message } }`,
    {
      row: [
        {
          programNumber: number,
          memberNumber: "100104",
          firstName: "James",
          lastName: "Miller",
          completionDate: day,
          credits: "1",
        },
      ],
    },
  );
  await runJobsInside();
  const { certificates } = await world.ok(
    key,
    'query ($number: String!) { certificates(filter: { programNumber: $number, memberNumber: "100104" }) { nodes { id number verificationCode verifyUrl pdfUrl downloadUrl credentialUrl } } }',
    { number },
  );
  const [certificate] = certificates.nodes;
  expect(certificate.verifyUrl).toMatch(`${world.url}/sandbox/verify/`);
  const pdf = await fetch(certificate.downloadUrl);
  expect([pdf.status, pdf.headers.get("Accrue-Sandbox")]).toEqual([200, "1"]);
  const bytes = new Uint8Array(await pdf.arrayBuffer());
  const { pages, title } = await readPdf(bytes);
  expect(title).toMatch(/^SAMPLE: /);
  expect(pages[0]).toContain("A sample from a sandbox. It certifies nothing.");
  expect(pages[0]?.match(/SAMPLE/g)).toHaveLength(3);
  // As its QR code leads there, and as somebody types the code at the accreditor's own page.
  for (const address of [certificate.verifyUrl, `${world.url}/verify/${certificate.verificationCode}`]) {
    const page = await fetch(address, { headers: { Accept: "text/html" } });
    const html = await page.text();
    expect([page.url, page.status]).toEqual([expect.stringContaining("/sandbox/verify/"), 200]);
    expect(html).toContain("<title>This is no certificate");
    expect(html).toContain("A sample from a sandbox");
    expect(html).not.toContain("Valid");
    expect(html).toContain('action="/sandbox/verify"');
  }
  const code = certificate.verificationCode;
  const verify = "query ($code: String!) { verifyCertificate(code: $code) { status } }";
  expect((await world.ok(null, verify, { code })).verifyCertificate).toEqual({ status: null });
  expect((await world.ok(key, verify, { code })).verifyCertificate).toEqual({ status: "ISSUED" });
  const credential = await fetch(certificate.credentialUrl, { headers: { Authorization: `Bearer ${key}` } });
  expect([credential.status, (await credential.json()).errors[0].extensions.reason]).toEqual([404, "SANDBOX"]);
  // The link is the sandbox's alone.
  const elsewhere = new URL(certificate.downloadUrl);
  elsewhere.pathname = elsewhere.pathname.replace("/sandbox", "");
  expect((await fetch(elsewhere)).status).toBe(404);
  const transcript = await fetch(`${world.url}/sandbox/transcript.pdf`);
  expect(transcript.status).toBe(401);
});

test("one tenant's test key sees nothing of another's, and two that come first at once make one provider", async () => {
  const [ours, theirs] = [await world.provider({ name: "Ours" }), await world.provider({ name: "Theirs" })];
  const [one, other, ...more] = [
    await testKeyOf(ours),
    await testKeyOf(theirs),
    await testKeyOf(ours),
    await testKeyOf(ours),
  ];
  const seen =
    "{ apiKey { provider { id name number } } programs { nodes { id } } attendanceUploads { nodes { id } } certificates { nodes { id } } events(first: 100) { nodes { id } } webhooks { id } }";
  const asOurs = seen.replace("webhooks", "webhooks: programs").replace("webhooks: programs { id }", "");
  const answers = await Promise.all([one, ...more].map((key) => world.ok(key as string, asOurs)));
  expect(new Set(answers.map(({ apiKey }) => apiKey.provider.id)).size).toBe(1);
  expect(await insideSql("SELECT FROM provider WHERE name = 'Ours'")).toHaveLength(1);
  const program = await lecture(one as string);
  await world.ok(
    one as string,
    "mutation ($rows: [AttendanceRowInput!]!) { enterAttendances(rows: $rows, preview: false) { id } }",
    {
      rows: [
        {
          programNumber: program.number,
          memberNumber: "100103",
          firstName: "Suzie",
          lastName: "Garcia",
          completionDate: program.day,
          credits: "1",
        },
      ],
    },
  );
  await runJobsInside();
  const mine = await world.ok(one as string, asOurs);
  const [upload] = mine.attendanceUploads.nodes;
  const [certificate] = mine.certificates.nodes;
  const webhook = await world.ok(
    one as string,
    'mutation ($id: ID) { createWebhook(url: "https://example.org/", types: [], providerId: $id) { webhook { id } } }',
    { id: mine.apiKey.provider.id },
  );
  const its = await world.ok(other as string, asOurs);
  expect(its).toMatchObject({
    apiKey: { provider: { name: "Theirs" } },
    attendanceUploads: { nodes: [] },
    certificates: { nodes: [] },
  });
  expect(its.programs.nodes.map(({ id }: { id: string }) => id)).not.toContain(program.id);
  const looked = await world.ok(
    other as string,
    "query ($program: ID!, $upload: ID!, $webhook: ID!, $provider: ID!) { program(id: $program) { id } attendanceUpload(id: $upload) { id } webhook(id: $webhook) { id } webhooks(providerId: $provider) { id } }",
    {
      program: program.id,
      upload: upload.id,
      webhook: webhook.createWebhook.webhook.id,
      provider: mine.apiKey.provider.id,
    },
  );
  expect(looked).toEqual({ program: null, attendanceUpload: null, webhook: null, webhooks: [] });
  const pdf = await world.fetch(`/certificates/${certificate.id}.pdf`, { token: other as string });
  expect(pdf.status).toBe(404);
});

test("its staff decide what is handed in, as the name wishes", async () => {
  const key = await testKeyOf(provider);
  const { apiKey, programTypes } = await world.ok(key, "{ apiKey { provider { id } } programTypes { id code } }");
  const typeId = programTypes.find(({ code }: { code: string }) => code === "LECTURE").id;
  const statusOf: Record<string, string> = {};
  for (const name of ["A talk", "A talk DENY", "A talk CHANGES", "A talk WAIT"]) {
    const { createProgram } = await world.ok(
      key,
      "mutation ($input: ProgramInput!) { createProgram(input: $input) { id version } }",
      {
        input: {
          providerId: apiKey.provider.id,
          typeId,
          name,
          description: "One hour.",
          objectives: ["Try."],
          minutes: 60,
          requestedCredits: "1",
          speakers: [{ name: "Dr. Ada Okafor" }],
          offerings: [
            {
              startsOn: "2031-03-04",
              endsOn: "2031-03-04",
              timeZone: "America/Chicago",
              format: "VIRTUAL",
              url: "https://example.org/",
            },
          ],
          contactName: "Pat",
          contactEmail: "pat@example.test",
        },
      },
    );
    await world.ok(
      key,
      "mutation ($id: ID!, $version: Int!) { submitProgram(id: $id, version: $version) { status } }",
      createProgram,
    );
    await runJobsInside();
    statusOf[name] = (
      await world.ok(key, "query ($id: ID!) { program(id: $id) { status } }", { id: createProgram.id })
    ).program.status;
  }
  expect(statusOf).toEqual({
    "A talk": "APPROVED",
    "A talk DENY": "DENIED",
    "A talk CHANGES": "CHANGES_REQUESTED",
    "A talk WAIT": "SUBMITTED",
  });
});

test("its events go to its own webhooks alone, and say what they are", async () => {
  const got: { sandbox?: boolean; at: string; type: string }[] = [];
  let secret = "";
  const receiver = createServer(async (req, res) => {
    let body = "";
    for await (const part of req) body += part;
    new Webhook(secret).verify(body, req.headers as Record<string, string>);
    got.push({ ...JSON.parse(body), at: req.url });
    res.end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  try {
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    const make =
      "mutation ($url: String!, $providerId: ID) { createWebhook(url: $url, types: [], providerId: $providerId) { secret } }";
    await world.ok(staff.token, make, { url: `${url}/real` });
    const key = await testKeyOf(provider);
    const { apiKey } = await world.ok(key, "{ apiKey { provider { id } } }");
    secret = (await world.ok(key, make, { url: `${url}/trial`, providerId: apiKey.provider.id })).createWebhook.secret;
    const { number, day } = await lecture(key);
    await world.ok(
      key,
      "mutation ($rows: [AttendanceRowInput!]!) { enterAttendances(rows: $rows, preview: false) { id } }",
      {
        rows: [
          {
            programNumber: number,
            memberNumber: "100101",
            firstName: "Jane",
            lastName: "Jones",
            completionDate: day,
            credits: "1",
          },
        ],
      },
    );
    for (let n = 0; n < 3; n++) {
      await (await inside()).db.query("SELECT graphile_worker.add_job('events.spread', '{}')");
      await runJobsInside();
      await world.runJobs();
    }
    expect(got.map(({ at, sandbox }) => [at, sandbox])).toContainEqual(["/trial", true]);
    expect(new Set(got.map(({ at }) => at))).toEqual(new Set(["/trial"]));
    // A real key has none of it.
    expect(await world.refused(await keyOf(provider), make, { url: `${url}/real`, providerId: provider.id })).toBe(
      "FORBIDDEN",
    );
  } finally {
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  }
});

test("a test key ends outside: revoked, run out, suspended, and so do the tokens that it made; it is replaced outside as well", async () => {
  const revoked = await world.ok(staff.token, create, { scopes: ["MEMBERS_ACT"], providerId: null, sandbox: true });
  const { key, apiKey } = revoked.createApiKey;
  const { createMemberToken } = await world.ok(
    key,
    'mutation { createMemberToken(memberNumber: "100100", scopes: [CONFERENCES], expiresInMinutes: 5) { token } }',
  );
  expect(createMemberToken.token).toMatch(/^accrue_test_member_/);
  expect((await world.ok(createMemberToken.token, "{ conferences { name } }")).conferences).not.toEqual([]);
  const inside = await world.graphql(key, "mutation { rotateApiKey { key } }");
  expect(inside.errors[0]?.extensions).toMatchObject({ code: "FORBIDDEN", reason: "SANDBOX" });
  const rotated = await world.ok(
    staff.token,
    "mutation ($id: ID) { rotateApiKey(id: $id) { key apiKey { sandbox } } }",
    { id: apiKey.id },
  );
  expect(rotated.rotateApiKey).toEqual({ key: expect.stringMatching(/^accrue_test_/), apiKey: { sandbox: true } });
  const { apiKey: seen } = await world.ok(key, "{ apiKey { replacedById expiresAt } }");
  expect(seen.replacedById).not.toBeNull();
  expect(await world.ok(rotated.rotateApiKey.key, "{ apiKey { sandbox } }")).toEqual({ apiKey: { sandbox: true } });
  await world.ok(staff.token, "mutation ($id: ID!) { revokeApiKey(id: $id) { id } }", { id: apiKey.id });
  const reasons = async (token: string): Promise<unknown[]> => {
    const { status, errors }: Answer = await world.graphql(token, "{ apiKey { id } }");
    return [status, errors[0]?.extensions.reason];
  };
  expect(await reasons(key)).toEqual([401, "KEY_REVOKED"]);
  expect(await reasons(rotated.rotateApiKey.key)).toEqual([401, "KEY_REVOKED"]);
  expect(await reasons(createMemberToken.token)).toEqual([401, "TOKEN_OVER"]);
  expect(await reasons("accrue_test_nobody")).toEqual([401, "KEY_UNKNOWN"]);
  // The accreditor's keys are listed where no provider is named, as where null is.
  const { left, given } = await world.ok(
    staff.token,
    "{ left: apiKeys { id } given: apiKeys(providerId: null) { id } }",
  );
  expect(left.map(({ id }: { id: string }) => id)).toContain(apiKey.id);
  expect(given).toEqual(left);
});
