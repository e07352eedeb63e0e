import { everyStaffRole } from "../../server/core/staff-roles.ts";
import { listExports } from "../../server/http/exports.routes.ts";
import { createSchema } from "../../server/schema.ts";
import { enrol } from "../accounts/authenticator.ts";
import { latestMail } from "../accounts/mailbox.ts";
import { password, World } from "../support/world.ts";
import { callOf, operationsOf } from "./documents.ts";
import { guards, mutations, proofs, type ViewerKind } from "./policy-table.ts";

const schema = await createSchema();
const missingId = "01930000-0000-7000-8000-000000000000";

let world: World;
beforeAll(async () => {
  world = await World.start({ signInDays: 365, proofMinutes: 10 });
});
afterAll(() => world.stop());
beforeEach(() => world.setClock("2026-03-02T15:00:00Z"));

/** Whoever stole a cookie has it later than its owner signed in. */
const later = (minutes: number) => world.setClock(new Date(Date.UTC(2026, 2, 2, 15, minutes)).toISOString());

const confirm =
  "mutation ($password: String, $code: String) { confirmIdentity(password: $password, code: $code) { provedUntil } }";
const add = "mutation ($email: String!) { addEmailAddress(email: $email) }";
const entries = (id: string) =>
  world.sql(
    `SELECT action, after FROM audit_entry WHERE subject_id = $1
     AND action IN ('account.lack-proof', 'account.lack-right', 'account.confirm-identity', 'account.refuse-identity') ORDER BY at, id`,
    [id],
  );
let made = 0;
const newAddress = () => `more${++made}@example.test`;

/** Everything that is stored but what says who asked: a change of anything shows. */
async function stored(): Promise<string> {
  const tables: { name: string }[] = await world.sql(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
     AND relname NOT IN ('audit_entry', 'audit_link', 'audit_head', 'rate_limit', 'access_token') ORDER BY 1`,
  );
  const sums = [];
  for (const { name } of tables)
    sums.push(
      ...(await world.sql(`SELECT '${name}' AS t, count(*), coalesce(sum(hashtext(x::text)), 0) AS h FROM ${name} x`)),
    );
  return JSON.stringify(sums);
}

async function stolen(kind: "attendee" | "owner" | "staff"): Promise<{ id: string; token: string }> {
  if (kind === "staff") return world.staff();
  if (kind === "owner") {
    const { accountId, token } = await world.provider();
    return { id: accountId, token };
  }
  const email = newAddress();
  await world.member({ email });
  const token = await world.signIn(email);
  return { id: (await world.ok(token, "{ viewer { id } }")).viewer.id, token };
}

test.each(["attendee", "owner", "staff"] as const)(
  "a stolen cookie of %s makes no lasting change, and every try is written down",
  async (kind) => {
    const { id, token } = await stolen(kind);
    later(11);
    const before = await stored();
    const wanted = `${proofs.FRESH} ${proofs.FRESH_OF_PEOPLE}`.split(" ");
    const tried: { action: string; after: Record<string, string> }[] = [];
    const unproved = (operation: string) => ({ action: "account.lack-proof", after: { operation } });
    for (const [, field] of operationsOf(schema)) {
      if (!wanted.includes(field.name)) continue;
      const call = callOf("mutation", field, missingId, 1);
      const { errors } = call.files.length
        ? await world.upload(token, call.document, call.variables, "x")
        : await world.graphql(token, call.document, call.variables);
      const allowed = (guards[mutations[field.name] as keyof typeof guards] as ViewerKind[]).includes(kind);
      expect([field.name, errors.map((error) => error.extensions.code)]).toEqual([
        field.name,
        [allowed ? "STEP_UP_REQUIRED" : "FORBIDDEN"],
      ]);
      if (allowed) {
        expect(errors[0]?.extensions).toMatchObject({ proofs: ["PASSWORD"], minutes: 10 });
        tried.push(unproved(field.name));
      } else tried.push({ action: "account.lack-right", after: { operation: field.name, code: "FORBIDDEN" } });
    }
    expect(tried).toHaveLength(wanted.length);
    const files = listExports
      .filter(({ ofPersons }) => ofPersons)
      .flatMap(({ name }) => [`/exports/${name}.csv`, `/exports/${name}.xlsx`]);
    for (const path of files) {
      const answer = await world.fetch(path, { token });
      if (answer.status === 404) continue;
      expect([path, answer.status, (await answer.json()).errors[0].extensions.code]).toEqual([
        path,
        403,
        "STEP_UP_REQUIRED",
      ]);
      tried.push(unproved(path));
    }
    expect((await world.fetch(`/certificates/programs/${missingId}.zip`, { token })).status).toBe(403);
    tried.push(unproved("/certificates/programs"));
    expect(await stored()).toBe(before);
    expect(await entries(id)).toEqual(tried);
  },
);

test.each(["attendee", "owner", "staff"] as const)(
  "what asks %s for its proof itself is refused without it, and every try is written down",
  async (kind) => {
    const { id, token } = await stolen(kind);
    later(11);
    const before = await stored();
    for (const [, field] of operationsOf(schema)) {
      if (!proofs.OWN.split(" ").includes(field.name)) continue;
      const call = callOf("mutation", field, missingId, 1);
      const { errors } = await world.graphql(token, call.document, call.variables);
      expect([field.name, errors.length]).toEqual([field.name, 1]);
      // A new one is among them by itself: each names itself, but for the proof that has words of its own.
      const { code } = errors[0]?.extensions ?? {};
      expect((await entries(id)).slice(-1)).toEqual([
        field.name === "confirmIdentityWithPasskey"
          ? { action: "account.refuse-identity", after: { by: "passkey", code } }
          : { action: "account.lack-proof", after: { operation: field.name, code } },
      ]);
    }
    expect(await stored()).toBe(before);
  },
);

test("a sign-in counts for its first minutes, then a password does, for that sign-in alone", async () => {
  const person = await world.account();
  const other = await world.signIn(person.email);
  await world.ok(person.token, add, { email: newAddress() });
  later(10);
  expect(await world.refused(person.token, add, { email: newAddress() })).toBe("STEP_UP_REQUIRED");
  expect(await world.refused(person.token, confirm, { password: "wrong" })).toBe("WRONG_CREDENTIALS");
  expect(await world.refused(person.token, add, { email: newAddress() })).toBe("STEP_UP_REQUIRED");
  expect((await world.ok(person.token, confirm, { password })).confirmIdentity).toEqual({
    provedUntil: "2026-03-02T15:20:00.000Z",
  });
  await world.ok(person.token, add, { email: newAddress() });
  expect(await world.refused(other, add, { email: newAddress() })).toBe("STEP_UP_REQUIRED");
  later(20);
  expect(await world.refused(person.token, add, { email: newAddress() })).toBe("STEP_UP_REQUIRED");
  expect((await entries(person.id)).map(({ action, after }) => [action, after])).toEqual([
    ["account.lack-proof", { operation: "addEmailAddress" }],
    ["account.refuse-identity", { by: "password", code: "WRONG_CREDENTIALS" }],
    ["account.lack-proof", { operation: "addEmailAddress" }],
    ["account.confirm-identity", { by: "password" }],
    ["account.lack-proof", { operation: "addEmailAddress" }],
    ["account.lack-proof", { operation: "addEmailAddress" }],
  ]);
});

test("where there is a second factor its code counts, and a password does not", async () => {
  const person = await world.account({ staffRoles: everyStaffRole });
  const app = await enrol(world, person.token);
  later(30);
  const { errors } = await world.graphql(person.token, add, { email: newAddress() });
  expect(errors[0]?.extensions).toMatchObject({ code: "STEP_UP_REQUIRED", proofs: ["CODE"] });
  expect(await world.refused(person.token, confirm, { password })).toBe("STEP_UP_REQUIRED");
  expect(await world.refused(person.token, confirm, { code: app.wrongCode() })).toBe("WRONG_CODE");
  const code = app.code();
  await world.ok(person.token, confirm, { code });
  await world.ok(person.token, add, { email: newAddress() });
  later(45);
  expect(await world.refused(person.token, confirm, { code })).toBe("WRONG_CODE");
});

test("guesses at the password are limited as at a sign-in", async () => {
  const strict = await World.start({ proofMinutes: 10, rateLimits: { signInByAccount: 10 } });
  try {
    const person = await strict.account();
    const codes = [];
    for (let guess = 0; guess < 12; guess++)
      codes.push(await strict.refused(person.token, confirm, { password: "no" }));
    expect(codes.slice(9)).toEqual(["WRONG_CREDENTIALS", "WRONG_CREDENTIALS", "TOO_MANY_REQUESTS"]);
    expect(await strict.refused(person.token, confirm, { password })).toBe("TOO_MANY_REQUESTS");
    const [{ count }] = await strict.sql(
      "SELECT count(*)::int FROM audit_entry WHERE action = 'account.refuse-identity' AND subject_id = $1",
      [person.id],
    );
    expect(count).toBe(13);
  } finally {
    await strict.stop();
  }
});

test("the same request with its Idempotency-Key goes through once the proof is given", async () => {
  const staff = await world.provider();
  later(15);
  const send = async () => {
    const answer = await world.fetch("/graphql", {
      method: "POST",
      token: staff.token,
      headers: { "Content-Type": "application/json", "Idempotency-Key": "one" },
      body: JSON.stringify({ query: add, variables: { email: "same@example.test" } }),
    });
    return answer.json();
  };
  expect((await send()).errors[0].extensions.code).toBe("STEP_UP_REQUIRED");
  await world.ok(staff.token, confirm, { password });
  expect(await send()).toEqual({ data: { addEmailAddress: true } });
});

test("an invitation is no proof: who was signed in proves as much as before", async () => {
  const [host, guest] = [await world.provider(), await world.account()];
  await world.ok(
    host.token,
    "mutation ($p: ID!, $email: String!) { inviteColleague(providerId: $p, email: $email, role: OWNER) }",
    { p: host.id, email: guest.email },
  );
  later(20);
  const { text } = await latestMail(world, guest.email);
  const accept = "mutation ($token: String!) { acceptInvitation(token: $token) { token } }";
  const { token } = (await world.ok(guest.token, accept, { token: /token=([\w-]+)/.exec(text)?.[1] })).acceptInvitation;
  expect(await world.refused(token, add, { email: newAddress() })).toBe("STEP_UP_REQUIRED");
});
