import { everyStaffRole, StaffRole } from "../../server/core/staff-roles.ts";
import { listExports } from "../../server/http/exports.routes.ts";
import { createSchema } from "../../server/schema.ts";
import { callOf, operationsOf } from "../access/documents.ts";
import { merge } from "../persons/merging.ts";
import { password, World } from "../support/world.ts";
import { Browser, IdentityProvider } from "./identity-provider.ts";
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
  `/bundles/${id}/errors.csv`,
  `/invoices/${id}.pdf`,
  `/mail/${id}/certificate.pdf`,
  `/my-data/${id}.zip`,
  `/everything/${id}.zip`,
  `/programs/documents/${id}`,
  `/name-requests/${id}/document`,
  `/outside-credits/${id}/proof`,
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
    // Whoever comes with a key that ended is told so, whatever it asks for.
    if (kind === "query") expect((await ask(keys[0] ?? "")).slice(0, 2)).toEqual([field.name, ["UNAUTHENTICATED"]]);
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
  const [staff, gone] = [await world.staff(), await world.staff()];
  const email = "colleague@example.test";
  // Whoever asked first is let go: the link ends, and a new one comes of being asked again.
  await world.ok(gone.token, invite, { email, roles: ["AUDITOR"] });
  const first = await mailedToken(world, email);
  await world.ok(staff.token, disable, { id: gone.id, reason });
  expect(await world.refused(null, reset, { token: first, password: another })).toBe("CODE_EXPIRED");
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

/** Where a secret or a link is kept by which somebody acts, and what the test below calls it. `null`: it lets nobody act as anybody. */
const secretsKept: Record<string, Kind[] | null> = {
  "access_token.token_hash": ["session", "cookie"],
  "account.password_hash": ["password"],
  // It ends mails to whoever has it, and nothing else; senders of mail owe that to everybody, for good.
  "announcement_recipient.link": null,
  "app_key.sealed": null,
  // What an app has ends with the account; test/members/apps.test.ts tries it.
  "app_state.sealed": null,
  "api_key.key_hash": ["key of the accreditor", "key of the provider"],
  "begun_single_sign_on.browser_hash": ["half of single sign-on"],
  "begun_single_sign_on.proof_of_token_hash": ["half of single sign-on"],
  "begun_single_sign_on.state_hash": ["half of single sign-on"],
  "email_code.code_hash": ["code for an address"],
  // It answers questions as one member, and nothing else; test/evaluations tries how it ends.
  "evaluation_link.token_hash": null,
  "evaluation_box.sealed": null,
  // It scans badges of one conference, as long as who made it may act for it; test/presence/door-scans tries it.
  "door_link.token_hash": null,
  "idempotent_request.key_hash": null,
  "invitation.token_hash": ["invitation sent", "invitation got"],
  "licence.sealed": null,
  "member_token.token_hash": ["token for a member by their key", "token for them by another's key"],
  "mail.sealed": ["link for a password", "link for a password under way"],
  "passkey_challenge.challenge_hash": ["passkey", "passkey as second step"],
  "password_reset.token_hash": ["link for a password", "link for a password under way", "invitation of staff"],
  "recovery_code.code_hash": ["recovery code"],
  // It shows the codes of one room, as long as who made it may act for the conference; test/presence/room-codes tries it.
  "room_link.token_hash": null,
  "second_factor.secret": ["recovery code"],
  "sign_in_challenge.token_hash": ["passkey as second step", "recovery code"],
  "sign_up.code_hash": null,
  "sign_up.password_hash": null,
  "sign_up.token_hash": null,
  // What signs to a receiver that events are ours: with it nobody acts here.
  "webhook.secret": null,
};

/** What refers to an account, and is no secret: what somebody did or has, or the kind by which they act. */
const ofAccounts: Record<string, Kind[] | null> = {
  "attendance_upload.account_id": null,
  "presence_import.account_id": null,
  "data_export.account_id": ["copy of one's data"],
  "whole_export.account_id": null,
  "certificate_reissue.account_id": null,
  "email_address.account_id": ["code for an address"],
  "erasure.account_id": null,
  "member.account_id": null,
  "bundle_import.account_id": null,
  "member_import.account_id": null,
  "name_request.decided_by_account_id": null,
  "outside_credit.decided_by_account_id": null,
  "passkey.account_id": ["passkey"],
  "program_check.checked_by_account_id": null,
  // Both are asked whether they may review whenever it is read: test/programs/review-desk.
  "program_review.assignee_account_id": null,
  "program_review.recommended_by_account_id": null,
  "provider_account.account_id": ["colleague's right"],
  "review_comment.author_account_id": null,
  "review_note.author_account_id": null,
  "saved_view.account_id": null,
  "sign_in_identity.account_id": ["single sign-on"],
  "trusted_document.registered_by_account_id": null,
  "waiting_request.requested_by_account_id": ["request for a second person"],
};

type Kind = keyof Awaited<ReturnType<typeof everythingOf>>["kinds"];

const asHttps = async <T>(work: () => Promise<T>): Promise<T> => {
  const { publicUrl } = world.config;
  world.config.publicUrl = "https://cec.example.test";
  return work().finally(() => Object.assign(world.config, { publicUrl }));
};

let made = 0;

/** A colleague who is staff as well, with everything by which they act, and for each what tries whether it does anything. */
async function everythingOf(idp: IdentityProvider) {
  const n = ++made;
  const [owner, victim] = [await world.provider(), await world.member()];
  const email = `everything${n}@example.test`;
  const { id: memberId } = await world.member({ email });
  const [{ id }] = await world.sql("SELECT account_id AS id FROM member WHERE id = $1", [memberId]);
  await world.actFor(owner.id, id);
  await world.sql("UPDATE account SET staff_roles = '{ADMINISTRATOR,REGISTRAR}' WHERE id = $1", [id]);
  const first = await world.signIn(email);
  const { passkey, recoveryCodes } = await asHttps(() => withPasskey(world, first));
  const withKey = "mutation ($p: PasskeyAnswerInput!) { signInWithPasskey(passkey: $p) { token } }";
  const beginKey = async () => (await world.ok(null, "mutation { beginPasskeySignIn }")).beginPasskeySignIn;
  const token = await asHttps(
    async () => (await world.ok(null, withKey, { p: passkey.get(await beginKey()) })).signInWithPasskey.token,
  );
  const [own, forProvider] = [await keyOf(token), await keyOf(token, owner.id)];
  await world.sql("INSERT INTO sign_in_identity (account_id, issuer, subject, created_at) VALUES ($1, $2, $3, now())", [
    ...[id, idp.settings.issuer, `everything-${n}`],
  ]);
  idp.person = { sub: `everything-${n}`, email, email_verified: true, given_name: "Ada", family_name: "Okafor" };
  const half = new Browser();
  const callback = await half.toCallback(world.url);

  const inviteColleague =
    "mutation ($p: ID!, $email: String!) { inviteColleague(providerId: $p, email: $email, role: EDITOR) }";
  const [guest, newStaff, more] = [`guest${n}@example.test`, `new-staff${n}@example.test`, `more-${email}`];
  await world.ok(token, inviteColleague, { p: owner.id, email: guest });
  await world.ok(owner.token, inviteColleague, { p: owner.id, email });
  await world.ok(token, invite, { email: newStaff, roles: ["AUDITOR"] });
  await world.ok(token, "mutation ($e: String!) { addEmailAddress(email: $e) }", { e: more });
  await world.ok(null, askReset, { email });
  await world.runJobs();
  const mails = await world.mails();
  const mailed = (to: string, pattern: RegExp) =>
    mails.flatMap((mail) => (mail.to === to ? (pattern.exec(mail.text)?.slice(1) ?? []) : []))[0];
  const inInvitation = /invitation#token=([\w-]+)/;
  const inReset = /reset-password\?token=([\w-]+)/;
  const [sent, got] = [mailed(guest, inInvitation), mailed(email, inInvitation)];
  const [staffLink, link] = [mailed(newStaff, inReset), mailed(email, inReset)];
  const code = mailed(more, /^Your code: (\d{8})$/m);
  const { exportMyData } = await world.ok(token, "mutation { exportMyData { id } }");
  await world.runJobs();
  await world.sql("UPDATE accreditor_settings SET two_persons = true");
  const erase = 'mutation ($id: ID!) { eraseMember(memberId: $id, reason: "Asked.") }';
  const { errors } = await world.graphql(token, erase, { id: victim.id });
  const requestId = errors[0]?.extensions.requestId;
  await world.sql("UPDATE accreditor_settings SET two_persons = false");
  const second = await world.staff();
  const tokenFor = async (by: string, member: string): Promise<string> => {
    const acting = 'mutation { createApiKey(name: "Ours", scopes: [MEMBERS_ACT]) { key } }';
    const { key } = (await world.ok(by, acting)).createApiKey;
    const [{ number }] = await world.sql("SELECT member_number AS number FROM member WHERE id = $1", [member]);
    const make = "mutation ($n: String!) { createMemberToken(memberNumber: $n, scopes: [TRANSCRIPT]) { token } }";
    return (await world.ok(key, make, { n: number })).createMemberToken.token;
  };
  const forMembers = [
    await tokenFor(token, (await world.member()).id),
    await tokenFor(second.token, memberId),
  ] as const;

  const challenge = async () =>
    (await world.graphql(null, signIn, { email, password })).errors[0]?.extensions.challenge;
  const [forStep, forCode] = [await challenge(), await challenge()];
  const [options, step] = await asHttps(async () => [
    await beginKey(),
    (await world.ok(null, "mutation ($c: String!) { beginPasskeySecondStep(challenge: $c) }", { c: forStep }))
      .beginPasskeySecondStep,
  ]);
  await world.ok(null, askReset, { email });

  const works = async (by: string | null, document: string, variables: Record<string, unknown>) =>
    (await world.graphql(by, document, variables)).errors.length === 0;
  const accept = "mutation ($t: String!, $p: String) { acceptInvitation(token: $t, password: $p) { token } }";
  // Whoever comes as somebody new has none.
  const asksForSecond = ({ location }: { location: string | null }) => location?.includes("#challenge=") ?? false;
  const signedIn = async (by: string) => (await world.ok(by, "{ viewer { id } }")).viewer !== null;
  const kinds = {
    session: () => signedIn(token),
    cookie: async () => {
      const headers = { Cookie: `accrue_token=${token}`, "Content-Type": "application/json" };
      const answer = await world.fetch("/graphql", { method: "POST", headers, body: '{"query":"{ viewer { id } }"}' });
      return ((await answer.json()) as { data: { viewer: unknown } }).data.viewer !== null;
    },
    "key of the accreditor": () => works(own, "{ programs { totalCount } }", {}),
    "key of the provider": () => works(forProvider, "{ programs { totalCount } }", {}),
    "token for a member by their key": () => works(forMembers[0], "{ transcript { memberNumber } }", {}),
    "token for them by another's key": () => works(forMembers[1], "{ transcript { memberNumber } }", {}),
    "colleague's right": () => works(token, inviteColleague, { p: owner.id, email: `later${n}@example.test` }),
    "copy of one's data": async () => (await world.fetch(`/my-data/${exportMyData.id}.zip`, { token })).status === 200,
    "request for a second person": () =>
      works(second.token, "mutation ($id: ID!) { approveRequest(id: $id) }", { id: requestId }),
    "half of single sign-on": async () => asksForSecond(await half.open(callback)),
    "single sign-on": async () => {
      const browser = new Browser();
      return asksForSecond(await browser.open(await browser.toCallback(world.url)));
    },
    "code for an address": () => works(token, "mutation ($c: String!) { verifyEmailAddress(token: $c) }", { c: code }),
    passkey: () => asHttps(() => works(null, withKey, { p: passkey.get(options) })),
    "passkey as second step": () =>
      asHttps(() =>
        works(
          null,
          "mutation ($c: String!, $p: PasskeyAnswerInput!) { confirmSignInWithPasskey(challenge: $c, passkey: $p) { token } }",
          { c: forStep, p: passkey.get(step) },
        ),
      ),
    "recovery code": () =>
      works(null, "mutation ($c: String!, $r: String!) { confirmSignIn(challenge: $c, code: $r) { token } }", {
        ...{ c: forCode, r: recoveryCodes?.[0] },
      }),
    password: async () => {
      const { data, errors } = await world.graphql(null, signIn, { email, password });
      return Boolean(data?.signIn) || errors[0]?.extensions.code === "SECOND_FACTOR_REQUIRED";
    },
    "invitation sent": () => works(null, accept, { t: sent, p: another }),
    "invitation got": async () => {
      const by = (await asHttps(async () => world.graphql(null, withKey, { p: passkey.get(await beginKey()) }))).data;
      return works(by?.signInWithPasskey?.token ?? token, accept, { t: got });
    },
    "invitation of staff": () => works(null, reset, { token: staffLink, password: another }),
    "link for a password": () => works(null, reset, { token: link, password: another }),
    "link for a password under way": async () => {
      const before = (await world.mails()).length;
      await world.runJobs();
      return (await world.mails())
        .slice(before)
        .some(({ to, text }) => to === email && text.includes("reset-password"));
    },
  };
  return { id, memberId, owner, second, kinds };
}

type Everything = Awaited<ReturnType<typeof everythingOf>>;

/** How somebody is let go, and what goes on: these alone, or all but these. */
const letGo: Record<string, { by: (one: Everything) => Promise<unknown> } & ({ left: Kind[] } | { ended: Kind[] })> = {
  "the account is disabled": {
    by: ({ id, second }) => world.ok(second.token, disable, { id, reason }),
    left: [],
  },
  "the rights as staff are taken": {
    by: ({ id, second }) => world.ok(second.token, setRoles, { id, roles: [], reason }),
    // As an attendee and the provider's colleague they come back, by what is theirs.
    left: [
      ...(["key of the provider", "token for them by another's key"] as const),
      ...(["half of single sign-on", "single sign-on", "passkey", "password"] as const),
      ...(["invitation sent", "invitation got"] as const),
    ],
  },
  "a colleague is removed": {
    by: ({ id, owner }) =>
      world.ok(owner.token, "mutation ($p: ID!, $a: ID!) { removeColleague(providerId: $p, accountId: $a) }", {
        ...{ p: owner.id, a: id },
      }),
    ended: ["key of the provider", "colleague's right", "invitation sent", "invitation got"],
  },
  "the provider is suspended": {
    by: ({ owner, second }) =>
      world.ok(second.token, "mutation ($id: ID!, $r: String!) { suspendProvider(id: $id, reason: $r) { id } }", {
        ...{ id: owner.id, r: reason },
      }),
    ended: ["key of the provider", "colleague's right", "invitation sent", "invitation got"],
  },
  "the person is erased": {
    by: ({ memberId, second }) =>
      world.ok(second.token, "mutation ($id: ID!, $r: String!) { eraseMember(memberId: $id, reason: $r) }", {
        ...{ id: memberId, r: reason },
      }),
    left: [],
  },
  "two accounts of a person become one": {
    by: async ({ id, memberId, second }) => {
      await world.sql("UPDATE account SET staff_roles = '{}' WHERE id = $1", [id]);
      const other = await world.member({ email: `kept${made}@example.test` });
      await merge(world, second.token, other.id, memberId);
    },
    // To the account that stays, which has the same password here, and the addresses of both.
    left: ["key of the provider", "password", "link for a password under way"],
  },
};

test("every secret that lets somebody act, and all that belongs to an account, is among what is tried below", async () => {
  const columns = await world.sql(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name ~ '(token|key|code|password|state|browser|challenge|factor)_hash$|^(link|secret|sealed)$'`,
  );
  const references = await world.sql(
    `SELECT c.conrelid::regclass || '.' || a.attname AS name FROM pg_constraint c
     JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
     WHERE c.contype = 'f' AND c.confrelid = 'account'::regclass`,
  );
  const names = (rows: { name: string }[]) => rows.map(({ name }) => name).sort();
  expect(names(columns)).toEqual(Object.keys(secretsKept).sort());
  const tables = new Set(Object.keys(secretsKept).map((name) => name.split(".")[0]));
  expect(names(references).filter((name) => !tables.has(name.split(".")[0]))).toEqual(Object.keys(ofAccounts).sort());
});

test.each(Object.keys(letGo))("nothing of theirs does anything once %s, but what is named", async (way) => {
  const idp = await IdentityProvider.start(() => `${world.url}/sso/callback`);
  world.config.singleSignOn = idp.settings;
  try {
    const one = await everythingOf(idp);
    const how = letGo[way];
    if (!how) throw new Error(way);
    expect(await one.kinds["colleague's right"]()).toBe(true);
    await how.by(one);
    const working: string[] = [];
    for (const [kind, works] of Object.entries(one.kinds)) if (await works()) working.push(kind);
    expect(working).toEqual(
      "left" in how ? how.left : Object.keys(one.kinds).filter((kind) => !how.ended.some((ended) => ended === kind)),
    );
  } finally {
    world.config.singleSignOn = null;
    await idp.stop();
  }
});
