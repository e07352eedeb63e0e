import { password, World } from "../support/world.ts";
import { latestMail, mailedCode, mailedToken } from "./mailbox.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());
afterEach(() => world.setClock(null));

const newPassword = "a wholly different phrase";
const request = "mutation ($email: String!) { requestPasswordReset(email: $email) }";
const reset = "mutation ($token: String!, $password: String!) { resetPassword(token: $token, password: $password) }";
const signIn =
  "mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { token } }";
const isSignedIn = async (token: string): Promise<boolean> =>
  (await world.ok(token, "{ viewer { id } }")).viewer !== null;

describe("a forgotten password", () => {
  test("is replaced by the mailed link, once; every sign-in ends and every address is told", async () => {
    const { email, token, id } = await world.account();
    await world.ok(null, request, { email: ` ${email.toUpperCase()}` });
    const mailed = await mailedToken(world, email);
    expect(await world.refused(null, reset, { token: mailed, password: "short" })).toBe("WEAK_PASSWORD");
    expect(await world.ok(null, reset, { token: mailed, password: newPassword })).toEqual({ resetPassword: true });
    expect(await isSignedIn(token)).toBe(false);
    expect(await world.refused(null, signIn, { email, password })).toBe("WRONG_CREDENTIALS");
    await world.ok(null, signIn, { email, password: newPassword });
    expect(await world.refused(null, reset, { token: mailed, password })).toBe("CODE_EXPIRED");
    expect((await latestMail(world, email)).subject).toBe("Your password was changed");
    expect(
      await world.sql("SELECT action FROM audit_entry WHERE subject_id = $1 AND action LIKE '%password%' ORDER BY id", [
        id,
      ]),
    ).toEqual([{ action: "account.mail-password-reset" }, { action: "account.reset-password" }]);
  });

  test("is answered alike for an unknown address, to which no mail goes", async () => {
    const { email } = await world.account();
    expect(await world.graphql(null, request, { email: "nobody@example.test" })).toEqual(
      await world.graphql(null, request, { email }),
    );
    await world.runJobs();
    expect(await world.sql("SELECT 1 FROM mail WHERE to_address = 'nobody@example.test'")).toEqual([]);
    expect(await world.refused(null, request, { email: "no address" })).toBe("BAD_INPUT");
  });

  test("cannot be replaced by an old, used, altered or foreign link; asking again leaves the link before it good", async () => {
    const { email } = await world.account();
    await world.ok(null, request, { email });
    const old = await mailedToken(world, email);
    await world.ok(null, request, { email });
    const token = await mailedToken(world, email);
    const flipped = token.replace(/[a-z]/i, (c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()));
    for (const bad of ["", token.slice(1), `${token} `, flipped, "x".repeat(43)])
      expect(await world.refused(null, reset, { token: bad, password: newPassword })).toBe("CODE_EXPIRED");
    world.setClock(new Date(Date.now() + 61 * 60_000).toISOString());
    expect(await world.refused(null, reset, { token, password: newPassword })).toBe("CODE_EXPIRED");
    world.setClock(null);
    // Anybody can ask for another one: the link that its owner is about to open must not end by it.
    await world.ok(null, reset, { token: old, password: newPassword });
    for (const used of [old, token])
      expect(await world.refused(null, reset, { token: used, password: newPassword })).toBe("CODE_EXPIRED");
  });

  test("gives one new password when the link is used twenty times at once", async () => {
    const { email } = await world.account();
    await world.ok(null, request, { email });
    const token = await mailedToken(world, email);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => world.graphql(null, reset, { token, password: `${newPassword} ${i}` })),
    );
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  });

  test("has a link to this server, whatever Host header came", async () => {
    const { email } = await world.account();
    for (const [name, value] of [
      ["Host", "evil.test"],
      ["X-Forwarded-Host", "evil.test"],
      ["Forwarded", "host=evil.test"],
    ] as const)
      await world.fetch("/graphql", {
        method: "POST",
        headers: { [name]: value, "Content-Type": "application/json" },
        body: JSON.stringify({ query: request, variables: { email } }),
      });
    const { text } = await latestMail(world, email);
    expect(text).toContain(`${world.url}/#/reset-password?token=`);
    expect(text).not.toContain("evil");
  });
});

describe("several addresses", () => {
  const addresses = "{ viewer { email emailAddresses { id address isPrimary verifiedAt } } }";
  const add = "mutation ($email: String!) { addEmailAddress(email: $email) }";
  const verify = "mutation ($token: String!) { verifyEmailAddress(token: $token) }";
  const makePrimary = "mutation ($id: ID!) { makeEmailAddressPrimary(id: $id) { email } }";
  const remove = "mutation ($id: ID!) { removeEmailAddress(id: $id) { email emailAddresses { address isPrimary } } }";
  const listed = async (token: string): Promise<{ id: string; address: string; verifiedAt: string | null }[]> =>
    (await world.ok(token, addresses)).viewer.emailAddresses;
  const idOf = async (token: string, address: string): Promise<string> =>
    (await listed(token)).find((row) => row.address === address)?.id ?? "";

  test("are added, verified by code, made primary and removed", async () => {
    const { token, email } = await world.account({ email: "home@example.test" });
    await world.ok(token, add, { email: "Work@Example.test" });
    expect((await listed(token)).map(({ address, verifiedAt }) => [address, verifiedAt !== null])).toEqual([
      [email, true],
      ["work@example.test", false],
    ]);
    const workId = await idOf(token, "work@example.test");
    expect(await world.refused(token, makePrimary, { id: workId })).toBe("BAD_INPUT");
    expect(await world.refused(null, signIn, { email: "work@example.test", password })).toBe("WRONG_CREDENTIALS");
    expect(await world.ok(token, verify, { token: await mailedCode(world, "work@example.test") })).toEqual({
      verifyEmailAddress: true,
    });
    await world.ok(null, signIn, { email: "work@example.test", password });
    expect((await latestMail(world, email)).subject).toBe("An address was added");
    expect((await world.ok(token, makePrimary, { id: workId })).makeEmailAddressPrimary.email).toBe(
      "work@example.test",
    );
    expect((await world.ok(token, remove, { id: workId })).removeEmailAddress).toEqual({
      email,
      emailAddresses: [{ address: email, isPrimary: true }],
    });
    expect((await latestMail(world, "work@example.test")).subject).toBe("An address was removed");
    expect(await world.refused(token, remove, { id: await idOf(token, email) })).toBe("LAST_ADDRESS");
  });

  test("an unverified address is no heir of the last verified one", async () => {
    const { token, email } = await world.account();
    await world.ok(token, add, { email: "pending@example.test" });
    expect(await world.refused(token, remove, { id: await idOf(token, email) })).toBe("LAST_ADDRESS");
    await world.ok(token, remove, { id: await idOf(token, "pending@example.test") });
    expect(await listed(token)).toHaveLength(1);
  });

  test("an address of another account is answered alike, and its owner is told", async () => {
    const owner = await world.account();
    const { token } = await world.account();
    await world.ok(token, add, { email: owner.email });
    const mail = await latestMail(world, owner.email);
    expect(mail.text).toContain("It belongs to your account, and nothing was changed.");
    expect(await world.refused(token, verify, { token: "00000000" })).toBe("WRONG_CODE");
    expect((await listed(token)).map(({ verifiedAt }) => verifiedAt !== null)).toEqual([true, false]);
  });

  test("a code is dead after five tries and after ten minutes; adding again mails a new one", async () => {
    const { token } = await world.account();
    const email = "again@example.test";
    await world.ok(token, add, { email });
    const code = await mailedCode(world, email);
    for (let tries = 0; tries < 5; tries++)
      expect(await world.refused(token, verify, { token: "wrong" })).toBe("WRONG_CODE");
    expect(await world.refused(token, verify, { token: code })).toBe("CODE_EXPIRED");
    await world.ok(token, add, { email });
    const second = await mailedCode(world, email);
    world.setClock(new Date(Date.now() + 10 * 60_000 + 1_000).toISOString());
    expect(await world.refused(token, verify, { token: second })).toBe("CODE_EXPIRED");
    world.setClock(null);
    await world.ok(token, verify, { token: second });
    expect(await world.refused(token, verify, { token: second })).toBe("CODE_EXPIRED");
  });

  test("another account's address is one that does not exist", async () => {
    const owner = await world.account();
    const { token } = await world.account();
    const foreign = await idOf(owner.token, owner.email);
    for (const id of [foreign, "00000000-0000-7000-8000-000000000000", "x"]) {
      expect(await world.refused(token, makePrimary, { id })).toBe("NOT_FOUND");
      expect(await world.refused(token, remove, { id })).toBe("NOT_FOUND");
    }
  });

  test("an account holds ten at most", async () => {
    const { token } = await world.account();
    await Promise.all(
      Array.from({ length: 12 }, (_, i) => world.graphql(token, add, { email: `many${i}@example.test` })),
    );
    expect(await listed(token)).toHaveLength(10);
  });
});

describe("devices", () => {
  const devices = "{ viewer { devices { id userAgent current createdAt lastUsedAt } } }";
  const end = "mutation ($id: ID!) { endDevice(id: $id) }";
  const listed = async (token: string): Promise<{ id: string; userAgent: string; current: boolean }[]> =>
    (await world.ok(token, devices)).viewer.devices;

  test("are listed, and ended one by one", async () => {
    const { token, email } = await world.account();
    const response = await world.fetch("/graphql", {
      method: "POST",
      headers: { "Content-Type": "application/json", "User-Agent": "Phone/1.0" },
      body: JSON.stringify({ query: signIn, variables: { email, password } }),
    });
    const phone = ((await response.json()) as { data: { signIn: { token: string } } }).data.signIn.token;
    const shown = await listed(token);
    expect(shown.map(({ current }) => current).sort()).toEqual([false, true]);
    const other = shown.find(({ current }) => !current);
    expect(other?.userAgent).toBe("Phone/1.0");
    await world.ok(token, end, { id: other?.id });
    expect(await isSignedIn(phone)).toBe(false);
    expect(await world.refused(token, end, { id: other?.id })).toBe("NOT_FOUND");
    await world.ok(token, end, { id: shown.find(({ current }) => current)?.id });
    expect(await isSignedIn(token)).toBe(false);
  });

  test("of another account do not exist", async () => {
    const owner = await world.account();
    const { token } = await world.account();
    const [foreign] = await listed(owner.token);
    for (const id of [foreign?.id, "00000000-0000-7000-8000-000000000000", "x"])
      expect(await world.refused(token, end, { id })).toBe("NOT_FOUND");
    expect(await isSignedIn(owner.token)).toBe(true);
    expect(await world.refused(null, end, { id: foreign?.id })).toBe("UNAUTHENTICATED");
  });

  test("a browser's new one takes the place of the one whose cookie came along, and of no other", async () => {
    const { email, token } = await world.account();
    const elsewhere = await world.signIn(email);
    const again = async (headers: Record<string, string>, secret: string) => {
      const response = await world.fetch("/graphql", {
        method: "POST",
        headers: { "Content-Type": "application/json", ...headers },
        body: JSON.stringify({ query: signIn, variables: { email, password: secret } }),
      });
      return (await response.json()).data?.signIn?.token ?? null;
    };
    const alive = async (...tokens: string[]) => Promise.all(tokens.map(isSignedIn));
    const cookie = { Cookie: `accrue_token=${token}` };
    expect(await again(cookie, "wrong")).toBeNull();
    // Programs that show bearer tokens keep as many as they like.
    const program = await again({ Authorization: `Bearer ${token}` }, password);
    expect(await alive(token, elsewhere, program)).toEqual([true, true, true]);
    const next = await again(cookie, password);
    expect(await alive(token, elsewhere, program, next)).toEqual([false, true, true, true]);
  });

  test("are all ended by staff who say why; their owner is told, and signs in again", async () => {
    const { id, email, token } = await world.account();
    const second = await world.signIn(email);
    const staff = await world.staff();
    const end = "mutation ($id: ID!, $reason: String!) { endSignIns(accountId: $id, reason: $reason) }";
    const reason = "Her telephone was stolen.";
    expect(await world.refused(staff.token, end, { id, reason: " " })).toBe("REASON_REQUIRED");
    expect(await isSignedIn(second)).toBe(true);
    expect(await world.ok(staff.token, end, { id, reason })).toEqual({ endSignIns: 2 });
    expect([await isSignedIn(token), await isSignedIn(second), await isSignedIn(staff.token)]).toEqual([
      false,
      false,
      true,
    ]);
    expect((await latestMail(world, email)).subject).toBe("You were signed out everywhere");
    expect(
      await world.sql(
        "SELECT actor_account_id AS actor, reason FROM audit_entry WHERE action = 'account.end-sign-ins'",
      ),
    ).toEqual([{ actor: staff.id, reason }]);
    expect(await isSignedIn(await world.signIn(email))).toBe(true);
  });

  test("tell when they were last used, to within five minutes", async () => {
    const { token } = await world.account();
    const later = new Date(Date.now() + 3_600_000);
    world.setClock(later.toISOString());
    await world.ok(token, "{ viewer { id } }");
    world.setClock(new Date(later.getTime() + 60_000).toISOString());
    const { devices: shown } = (await world.ok(token, devices)).viewer;
    expect(new Date(shown[0].lastUsedAt)).toEqual(later);
  });
});

test("changing the password needs the current one, and ends the other sign-ins only", async () => {
  const change = `mutation ($from: String!, $to: String!) { changePassword(currentPassword: $from, newPassword: $to) }`;
  const { token, email } = await world.account();
  const other = await world.signIn(email);
  await world.ok(null, request, { email });
  const mailed = await mailedToken(world, email);
  expect(await world.refused(token, change, { from: "wrong one", to: newPassword })).toBe("WRONG_CREDENTIALS");
  expect(await world.refused(token, change, { from: password, to: "short" })).toBe("WEAK_PASSWORD");
  await world.ok(token, change, { from: password, to: newPassword });
  expect([await isSignedIn(token), await isSignedIn(other)]).toEqual([true, false]);
  await world.ok(null, signIn, { email, password: newPassword });
  expect(await world.refused(null, reset, { token: mailed, password })).toBe("CODE_EXPIRED");
  expect(await world.refused(null, change, { from: password, to: newPassword })).toBe("UNAUTHENTICATED");
});

test("a sign-in that is idle for longer than is set is over", async () => {
  const { token } = await world.account();
  const asked = Date.now();
  world.config.signInIdleMinutes = 30;
  try {
    world.setClock(new Date(asked + 34 * 60_000).toISOString());
    expect((await world.ok(token, "{ viewer { id } }")).viewer).not.toBeNull();
    world.setClock(new Date(asked + 60 * 60_000).toISOString());
    expect((await world.ok(token, "{ viewer { id } }")).viewer).not.toBeNull();
    world.setClock(new Date(asked + 96 * 60_000).toISOString());
    expect((await world.ok(token, "{ viewer { id } }")).viewer).toBeNull();
  } finally {
    world.config.signInIdleMinutes = 0;
    world.setClock(null);
  }
});
