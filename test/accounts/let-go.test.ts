import { everyStaffRole, StaffRole } from "../../server/core/staff-roles.ts";
import { listExports } from "../../server/http/exports.routes.ts";
import { createSchema } from "../../server/schema.ts";
import { callOf, operationsOf } from "../access/documents.ts";
import { password, World } from "../support/world.ts";
import { latestMail, mailedCode, mailedToken } from "./mailbox.ts";
import { withPasskey } from "./soft-passkey.ts";

let world: World;
beforeAll(async () => {
  world = await World.start({ signInDays: 365 });
});
afterAll(() => world.stop());
// Whoever is left over from another test is an administrator, too.
beforeEach(() => world.sql("UPDATE account SET staff_roles = '{}' WHERE staff_roles <> '{}'"));

const disable = "mutation ($id: ID!, $reason: String!) { disableAccount(accountId: $id, reason: $reason) }";
const enable = "mutation ($id: ID!, $reason: String!) { enableAccount(accountId: $id, reason: $reason) }";
const setRoles =
  "mutation ($id: ID!, $roles: [StaffRole!]!, $reason: String!) { setStaffRoles(accountId: $id, roles: $roles, reason: $reason) }";
const invite =
  "mutation ($email: String!, $roles: [StaffRole!]!) { inviteStaff(email: $email, roles: $roles, reason: $email) }";
const signIn =
  "mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { token } }";
const reset = "mutation ($token: String!, $password: String!) { resetPassword(token: $token, password: $password) }";
const askReset = "mutation ($email: String!) { requestPasswordReset(email: $email) }";
const createKey =
  'mutation ($p: ID) { createApiKey(name: "Partner", scopes: [PROGRAMS_READ], providerId: $p) { key apiKey { id } } }';
const me = "{ viewer { id isStaff } }";
const reason = "Has left us.";
const another = "lantern over quiet water 9";

const keyOf = async (token: string, p: string | null = null): Promise<string> =>
  (await world.ok(token, createKey, { p })).createApiKey.key;
const entries = (id: string, action: string) =>
  world.sql(
    "SELECT actor_account_id AS actor, reason, before, after FROM audit_entry WHERE subject_id = $1 AND action = $2",
    [id, action],
  );

test("whoever is let go has no token, key or link that does anything, and comes back without them", async () => {
  const [staff, gone] = [await world.staff(), await world.staff()];
  const provider = await world.provider();
  await world.actFor(provider.id, gone.id);
  const [own, forProvider] = [await keyOf(gone.token), await keyOf(gone.token, provider.id)];
  const second = await world.signIn(gone.email);
  await world.ok(null, askReset, { email: gone.email });
  const link = await mailedToken(world, gone.email);
  const guest = "guest-of-gone@example.test";
  const inviteColleague =
    "mutation ($p: ID!, $email: String!) { inviteColleague(providerId: $p, email: $email, role: OWNER) }";
  await world.ok(gone.token, inviteColleague, { p: provider.id, email: guest });
  const invitation = /invitation#token=([\w-]+)/.exec((await latestMail(world, guest)).text)?.[1];
  await world.ok(provider.token, inviteColleague, { p: provider.id, email: gone.email });
  const own2 = /invitation#token=([\w-]+)/.exec((await latestMail(world, gone.email)).text)?.[1];

  expect(await world.ok(staff.token, disable, { id: gone.id, reason })).toEqual({ disableAccount: true });

  for (const token of [gone.token, second]) expect((await world.ok(token, me)).viewer).toBeNull();
  for (const key of [own, forProvider])
    expect(await world.refused(key, "{ programs { totalCount } }")).toBe("UNAUTHENTICATED");
  expect(await world.refused(null, signIn, { email: gone.email, password })).toBe("WRONG_CREDENTIALS");
  expect(await world.refused(null, reset, { token: link, password: another })).toBe("CODE_EXPIRED");
  const accept =
    "mutation ($token: String!, $password: String) { acceptInvitation(token: $token, password: $password) { token } }";
  // Before the job that takes them back has run, and after it.
  expect(await world.refused(null, accept, { token: invitation, password: another })).toBe("CODE_EXPIRED");
  expect(await world.refused(gone.token, accept, { token: own2 })).toBe("UNAUTHENTICATED");
  await world.runJobs();
  expect(await world.sql("SELECT FROM invitation WHERE provider_id = $1", [provider.id])).toEqual([]);
  expect(await latestMail(world, gone.email)).toMatchObject({ subject: "Your account was disabled" });
  // A new link is not mailed.
  await world.ok(null, askReset, { email: gone.email });
  expect(await latestMail(world, gone.email)).toMatchObject({ subject: "Your account was disabled" });
  expect(await entries(gone.id, "account.disable")).toEqual([
    { actor: staff.id, reason, before: { signIns: 2, apiKeys: 2 }, after: null },
  ]);

  expect(await world.refused(staff.token, disable, { id: gone.id, reason })).toBe("ILLEGAL_TRANSITION");
  await world.ok(staff.token, enable, { id: gone.id, reason: "Is back." });
  for (const token of [gone.token, second]) expect((await world.ok(token, me)).viewer).toBeNull();
  for (const key of [own, forProvider])
    expect(await world.refused(key, "{ programs { totalCount } }")).toBe("UNAUTHENTICATED");
  expect((await world.ok(await world.signIn(gone.email), me)).viewer).toEqual({ id: gone.id, isStaff: true });
});

/** Files that are made or kept for somebody, each by its path. */
const filesOf = (id: string): string[] => [
  ...listExports.map(({ name }) => `/exports/${name}.csv`),
  "/exports/audit-entries.csv",
  "/transcript.pdf",
  `/transcript.pdf?memberId=${id}`,
  `/certificates/${id}.pdf`,
  `/certificates/${id}/transcript.pdf`,
  `/certificates/programs/${id}.zip`,
  `/attendance/uploads/${id}/errors.csv`,
  `/member-imports/${id}/errors.csv`,
  `/invoices/${id}.pdf`,
  `/mail/${id}/certificate.pdf`,
  `/my-data/${id}.zip`,
  `/programs/documents/${id}`,
  `/name-requests/${id}/document`,
];

test("with what is left of it, in whatever form, every operation and every file answers as to nobody", async () => {
  const [staff, gone, provider] = [await world.staff(), await world.staff(), await world.provider()];
  await world.actFor(provider.id, gone.id);
  const keys = [await keyOf(gone.token), await keyOf(gone.token, provider.id)];
  await world.ok(staff.token, disable, { id: gone.id, reason });
  // Of things that are there: what they are is no reason to answer otherwise.
  const schema = await createSchema();
  const skipped = ["signOut"];
  for (const [kind, field] of operationsOf(schema)) {
    if (skipped.includes(field.name)) continue;
    const { document, variables, files } = callOf(kind, field, provider.id, 1);
    const ask = async (token: string | null) => {
      const { data, errors } = files.length
        ? await world.upload(token, document, variables, "x")
        : await world.graphql(token, document, variables);
      return [field.name, errors.map(({ extensions }) => extensions.code), kind === "query" ? data : null];
    };
    // What anybody may do is theirs as well; to begin with the answers, since limits count.
    expect(await ask(gone.token)).toEqual(await ask(null));
    if (kind === "query") expect((await ask(keys[0] ?? "")).slice(0, 2)).toEqual((await ask(null)).slice(0, 2));
  }
  for (const path of filesOf(provider.id)) {
    const ask = async (headers: Record<string, string>) => [path, (await world.fetch(path, { headers })).status];
    const nobodys = await ask({});
    for (const token of [gone.token, ...keys]) {
      expect(await ask({ Authorization: `Bearer ${token}` })).toEqual(nobodys);
      expect(await ask({ Cookie: `accrue_token=${token}` })).toEqual(nobodys);
    }
  }
});

test("a code for a new address and half a registration end with the account", async () => {
  const staff = await world.staff();
  const person = await world.account();
  await world.ok(person.token, "mutation ($e: String!) { addEmailAddress(email: $e) }", { e: "more@example.test" });
  const code = await mailedCode(world, "more@example.test");
  await world.ok(staff.token, disable, { id: person.id, reason });
  await world.ok(staff.token, enable, { id: person.id, reason });
  const token = await world.signIn(person.email);
  const verify = "mutation ($t: String!) { verifyEmailAddress(token: $t) }";
  expect(["WRONG_CODE", "CODE_EXPIRED"]).toContain(await world.refused(token, verify, { t: code }));
});

test("rights as staff are given and taken by administrators alone, with a reason; what was theirs as staff ends", async () => {
  const [staff, person] = [await world.staff(), await world.account()];
  const roles = [StaffRole.REVIEWER];
  for (const role of everyStaffRole.filter((each) => each !== StaffRole.ADMINISTRATOR)) {
    const { token } = await world.staff(role);
    for (const [document, variables] of [
      [setRoles, { id: person.id, roles, reason }],
      [disable, { id: person.id, reason }],
      [enable, { id: person.id, reason }],
      [invite, { email: "new@example.test", roles }],
    ] as const)
      expect(await world.refused(token, document, variables)).toBe("FORBIDDEN");
  }
  expect(await world.refused(staff.token, setRoles, { id: person.id, roles, reason: " " })).toBe("REASON_REQUIRED");
  await world.sql(
    "INSERT INTO sign_in_identity (account_id, issuer, subject, created_at) VALUES ($1, 'x', 'y', now())",
    [person.id],
  );
  await world.ok(staff.token, setRoles, { id: person.id, roles: ["ADMINISTRATOR", "REVIEWER"], reason });
  expect((await world.ok(person.token, me)).viewer).toEqual({ id: person.id, isStaff: true });
  expect(await world.sql("SELECT FROM sign_in_identity WHERE account_id = $1", [person.id])).toEqual([]);
  const key = await keyOf(person.token);
  await world.ok(staff.token, setRoles, { id: person.id, roles: [], reason });
  expect((await world.ok(person.token, me)).viewer).toBeNull();
  expect(await world.refused(key, "{ programs { totalCount } }")).toBe("UNAUTHENTICATED");
  expect((await world.ok(await world.signIn(person.email), me)).viewer).toEqual({ id: person.id, isStaff: false });
  await world.ok(staff.token, setRoles, { id: person.id, roles, reason });
  expect(await world.refused(key, "{ programs { totalCount } }")).toBe("UNAUTHENTICATED");
  expect((await entries(person.id, "account.set-staff-roles"))[1]).toEqual({
    actor: staff.id,
    reason,
    before: { staffRoles: ["REVIEWER", "ADMINISTRATOR"], signIns: 1, apiKeys: 1 },
    after: { staffRoles: [] },
  });
});

test("one administrator stays, also where two shut each other out at once", async () => {
  const alone = await world.staff();
  expect(await world.refused(alone.token, disable, { id: alone.id, reason })).toBe("FORBIDDEN");
  expect(await world.refused(alone.token, setRoles, { id: alone.id, roles: ["REVIEWER"], reason })).toBe(
    "LAST_ADMINISTRATOR",
  );
  for (let round = 0; round < 10; round++) {
    await world.sql("UPDATE account SET staff_roles = '{}' WHERE staff_roles <> '{}'");
    const some = await Promise.all([world.staff(), world.staff(), world.staff()]);
    await Promise.all(
      some.map(({ token }, n) => {
        const id = some[(n + 1) % 3]?.id;
        return n % 2 === round % 2
          ? world.graphql(token, disable, { id, reason })
          : world.graphql(token, setRoles, { id, roles: ["AUDITOR"], reason });
      }),
    );
    const [{ left }] = await world.sql(
      "SELECT count(*)::int AS left FROM account WHERE status = 'ACTIVE' AND 'ADMINISTRATOR' = ANY(staff_roles)",
    );
    expect(left).toBeGreaterThan(0);
  }
});

test("a colleague is invited with a role, chooses a password by the mailed link, and shows in the list", async () => {
  const staff = await world.staff();
  const email = "colleague@example.test";
  expect(await world.refused(staff.token, invite, { email, roles: [] })).toBe("BAD_INPUT");
  const id = (await world.ok(staff.token, invite, { email, roles: ["AUDITOR"] })).inviteStaff;
  await world.ok(null, reset, { token: await mailedToken(world, email), password: another });
  const { token } = (await world.ok(null, signIn, { email, password: another })).signIn;
  expect((await world.ok(token, me)).viewer).toEqual({ id, isStaff: true });
  const list = "{ staffAccounts { email status roles lastSignInAt apiKeyCount availableActions } }";
  const row = (accounts: { email: string }[]) => accounts.find((each) => each.email === email);
  expect(row((await world.ok(staff.token, list)).staffAccounts)).toEqual({
    email,
    status: "ACTIVE",
    roles: ["AUDITOR"],
    lastSignInAt: expect.any(String),
    apiKeyCount: 0,
    availableActions: ["SET_ROLES", "END_SIGN_INS", "DISABLE"],
  });
  expect(row((await world.ok(token, list)).staffAccounts)).toMatchObject({ availableActions: [] });
});

test("who asks again, or is asked for by a stranger, still opens the first link; using one ends all", async () => {
  const person = await world.account();
  const links: string[] = [];
  for (const _ of "123") {
    await world.ok(null, askReset, { email: person.email });
    links.push(await mailedToken(world, person.email));
  }
  expect(new Set(links).size).toBe(3);
  await world.ok(null, reset, { token: links[0], password: another });
  for (const token of links)
    expect(await world.refused(null, reset, { token, password: another })).toBe("CODE_EXPIRED");
});

test("a new password by a mailed link says in the log whose and how, and ends other sign-ins and links", async () => {
  const person = await world.account();
  await world.sql(
    "INSERT INTO sign_in_identity (account_id, issuer, subject, created_at) VALUES ($1, 'x', 'thief', now())",
    [person.id],
  );
  await world.ok(null, askReset, { email: person.email });
  await world.ok(null, reset, { token: await mailedToken(world, person.email), password: another });
  expect((await world.ok(person.token, me)).viewer).toBeNull();
  expect(await world.sql("SELECT FROM sign_in_identity WHERE account_id = $1", [person.id])).toEqual([]);
  expect(await entries(person.id, "account.reset-password")).toEqual([
    {
      actor: null,
      reason: null,
      before: { signIns: 1, singleSignOn: 1 },
      after: { address: person.email, by: "mailed link" },
    },
  ]);
  expect((await latestMail(world, person.email)).text).toContain("no longer linked to single sign-on");
});

test("within a second of it no passkey, half a sign-in, challenge, download or request of theirs does anything", async () => {
  const publicUrl = world.config.publicUrl;
  world.config.publicUrl = "https://cec.example.test";
  try {
    const [staff, gone, second] = [await world.staff(), await world.staff(), await world.staff()];
    const { passkey } = await withPasskey(world, gone.token);
    const options = (await world.ok(null, "mutation { beginPasskeySignIn }")).beginPasskeySignIn;
    const half = await world.graphql(null, signIn, { email: gone.email, password });
    const challenge = half.errors[0]?.extensions.challenge;
    const beginStep = "mutation ($challenge: String!) { beginPasskeySecondStep(challenge: $challenge) }";
    const step = (await world.ok(null, beginStep, { challenge })).beginPasskeySecondStep;
    const { exportMyData } = await world.ok(gone.token, "mutation { exportMyData { id } }");
    await world.runJobs();
    expect((await world.fetch(`/my-data/${exportMyData.id}.zip`, { token: gone.token })).status).toBe(200);
    const member = await world.member();
    await world.sql("UPDATE accreditor_settings SET two_persons = true");
    const erase = 'mutation ($id: ID!) { eraseMember(memberId: $id, reason: "Asked.") }';
    const { errors } = await world.graphql(gone.token, erase, { id: member.id });
    const requestId = errors[0]?.extensions.requestId;

    await world.ok(staff.token, disable, { id: gone.id, reason });

    expect((await world.fetch(`/my-data/${exportMyData.id}.zip`, { token: gone.token })).status).toBe(404);
    const withKey = "mutation ($p: PasskeyAnswerInput!) { signInWithPasskey(passkey: $p) { token } }";
    expect(await world.refused(null, withKey, { p: passkey.get(options) })).toBe("WRONG_PASSKEY");
    const stepWith =
      "mutation ($challenge: String!, $p: PasskeyAnswerInput!) { confirmSignInWithPasskey(challenge: $challenge, passkey: $p) { token } }";
    expect(await world.refused(null, stepWith, { challenge, p: passkey.get(step) })).toBe("CODE_EXPIRED");
    const approve = "mutation ($id: ID!) { approveRequest(id: $id) }";
    expect(await world.refused(second.token, approve, { id: requestId })).toBe("NOT_FOUND");
  } finally {
    world.config.publicUrl = publicUrl;
    await world.sql("UPDATE accreditor_settings SET two_persons = false");
  }
});
