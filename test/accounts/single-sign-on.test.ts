import { blocked, holding } from "../support/blocked.ts";
import { password, World } from "../support/world.ts";
import { type Authenticator, enrol } from "./authenticator.ts";
import { Browser, IdentityProvider, type Person } from "./identity-provider.ts";
import { latestMail } from "./mailbox.ts";

let world: World;
let idp: IdentityProvider;
let browser: Browser;
beforeAll(async () => {
  world = await World.start();
  idp = await IdentityProvider.start(() => `${world.url}/sso/callback`);
});
afterAll(async () => {
  await idp?.stop();
  await world?.stop();
});
beforeEach(() => {
  world.setClock(null);
  world.config.singleSignOn = idp.settings;
  browser = new Browser();
});

let people = 0;
/** Somebody new whom the provider knows well. */
const somebody = (given: Partial<Person> = {}): Person => {
  const sub = `person-${++people}`;
  return { sub, email: `${sub}@example.org`, email_verified: true, given_name: "Ada", family_name: "Okafor", ...given };
};

/** Signs the person in at the provider and comes back. */
async function comeBack(person: Person, start?: string) {
  idp.person = person;
  return browser.open(await browser.toCallback(world.url, { start }));
}

const codeOn = (text: string): string => /For support: (\w+)/.exec(text)?.[1] ?? text.slice(0, 200);
const viewer = async (query = "email") =>
  (await world.ok(browser.cookie(world.url, "accrue_token") ?? null, `{ viewer { ${query} } }`)).viewer;
const counts = async () =>
  (
    await world.sql(
      "SELECT (SELECT count(*)::int FROM account) AS accounts, (SELECT count(*)::int FROM sign_in_identity) AS links, (SELECT count(*)::int FROM access_token) AS signed_in",
    )
  )[0];
const actionsOf = async (email: string): Promise<string[]> =>
  (
    await world.sql(
      `SELECT a.action FROM audit_entry a JOIN email_address e ON e.account_id = a.subject_id
       WHERE e.address = $1 ORDER BY a.id`,
      [email],
    )
  ).map(({ action }) => action);

test("the sign-in pages are told of the provider, where there is one", async () => {
  expect((await world.ok(null, "{ settings { singleSignOn } }")).settings.singleSignOn).toBe("Aurora ID");
  world.config.singleSignOn = null;
  expect((await world.ok(null, "{ settings { singleSignOn } }")).settings.singleSignOn).toBeNull();
  const page = await browser.open(`${world.url}/sso/start`);
  expect([page.status, codeOn(page.text)]).toEqual([404, "NOT_SET_UP"]);
});

test("a new person gets an account and a guest's number by mail, and the next time the same account", async () => {
  const person = somebody({ name: "Not these" });
  const back = await comeBack(person);
  expect([back.status, back.location]).toEqual([303, `${world.url}/`]);
  const first = await viewer(
    "id email isStaff singleSignOnLinked member { firstName lastName membership memberNumber }",
  );
  expect(first).toMatchObject({
    email: person.email,
    isStaff: false,
    singleSignOnLinked: true,
    member: { firstName: "Ada", lastName: "Okafor", membership: "GUEST" },
  });
  expect((await latestMail(world, person.email ?? "")).subject).toBe(`Your member ID: ${first.member.memberNumber}`);
  const before = await counts();

  browser = new Browser();
  // The person, not the address, is who it is.
  await comeBack({ ...person, email: "renamed@example.org" }, "/sso/start?to=console");
  expect(await viewer("id email")).toEqual({ id: first.id, email: person.email });
  expect(await counts()).toEqual({ ...before, signed_in: before.signed_in + 1 });
  expect(await actionsOf(person.email ?? "")).toEqual(["account.create", "account.sign-in", "account.sign-in"]);
});

test("whom the association's list has under the address is that member from the first visit on, and gets no second number", async () => {
  const staff = await world.staff();
  const import_ = "mutation ($file: Upload!) { importMembers(file: $file) { status } }";
  const list = "Member ID,First Name,Last Name,Email,City\nL-7,Jürgen,Müller,juergen@list.example,Köln\n";
  const { data } = await world.upload(staff.token, import_, {}, list, "members.csv");
  expect(data.importMembers.status).toBe("PROCESSED");
  const person = somebody({ email: "Juergen@List.example", given_name: "Juergen", family_name: "Mueller" });
  await comeBack(person);
  expect(await viewer("member { memberNumber firstName lastName membership city }")).toEqual({
    member: { memberNumber: "L-7", firstName: "Jürgen", lastName: "Müller", membership: "MEMBER", city: "Köln" },
  });
  expect((await latestMail(world, "juergen@list.example")).subject).toContain("L-7");
  // Somebody else at an address of the list is nobody of it.
  const more = `${list}L-8,Clara,Doe,clinic@list.example,\n`;
  await world.upload(staff.token, import_, {}, more, "members.csv");
  browser = new Browser();
  await comeBack(somebody({ email: "clinic@list.example", given_name: "Paul", family_name: "Weber" }));
  expect((await viewer("member { memberNumber membership }")).member).toMatchObject({ membership: "GUEST" });
  expect(await world.sql("SELECT account_id FROM member WHERE member_number = 'L-8'")).toEqual([{ account_id: null }]);
});

test("another name at a later visit is proposed once, and changes nothing", async () => {
  const person = somebody();
  const asked = () =>
    viewer("member { firstName lastName nameRequests { name source status } }").then(({ member }) => member);
  const visit = async (now: Partial<Person>) => {
    browser = new Browser();
    await comeBack({ ...person, ...now });
  };
  await visit({});
  await visit({ given_name: "ADA" });
  expect((await asked()).nameRequests).toEqual([]);
  for (const family_name of ["Weber", "Weber", "Webber"]) await visit({ family_name });
  expect(await asked()).toEqual({
    firstName: "Ada",
    lastName: "Okafor",
    nameRequests: [{ name: "Ada Weber", source: "SINGLE_SIGN_ON", status: "REQUESTED" }],
  });
});

test("two visits at once with another name both come in, and propose it once", async () => {
  const person = somebody();
  await comeBack(person);
  const [{ id }] = await world.sql(
    "SELECT m.id FROM member m JOIN email_address e ON e.account_id = m.account_id WHERE e.address = $1",
    [person.email],
  );
  idp.person = { ...person, family_name: "Weber" };
  const visitors = [new Browser(), new Browser()];
  const callbacks: string[] = [];
  for (const visitor of visitors) callbacks.push(await visitor.toCallback(world.url, {}));
  // Neither can write before both have looked.
  const held = await holding(world, "SELECT FROM member WHERE id = $1 FOR UPDATE", [id]);
  const visits = visitors.map((visitor, i) => visitor.open(callbacks[i] ?? ""));
  await blocked(world, 2);
  await held.release();
  expect((await Promise.all(visits)).map(({ status }) => status)).toEqual([303, 303]);
  expect(await world.sql("SELECT last_name FROM name_request WHERE member_id = $1", [id])).toEqual([
    { last_name: "Weber" },
  ]);
});

test("the browser is sent with PKCE, state and nonce, and goes back to the client that it came from", async () => {
  const to = new URL((await browser.open(`${world.url}/sso/start?to=console`)).location ?? "");
  expect(to.origin).toBe(idp.issuer);
  expect(Object.fromEntries(to.searchParams)).toEqual({
    client_id: "accrue",
    response_type: "code",
    redirect_uri: `${world.url}/sso/callback`,
    scope: "openid email profile",
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: "S256",
  });
  expect((await comeBack(somebody(), "/sso/start?to=console")).location).toBe(`${world.url}/admin`);
});

test.each(["https://evil.example", "//evil.example", "/\\evil.example", "console&to=attendee"])(
  "nobody is sent to %s afterwards",
  async (to) => {
    const back = await comeBack(
      somebody(),
      `/sso/start?to=${encodeURIComponent(to)}&returnTo=${to}&redirect_uri=${to}`,
    );
    expect(back.location).toBe(`${world.url}/`);
  },
);

test("an account with the same address, verified on both sides, is linked; its owner is told", async () => {
  const { id, email } = await world.account();
  await comeBack(somebody({ email: email.toUpperCase() }));
  expect((await viewer("id")).id).toBe(id);
  expect(await actionsOf(email)).toContain("account.link-identity");
  expect((await latestMail(world, email)).subject).toBe("Your account was linked");
});

test("an address that its account has not verified links nothing", async () => {
  const { id, token } = await world.account();
  const person = somebody();
  await world.ok(token, "mutation ($email: String!) { addEmailAddress(email: $email) }", { email: person.email });
  await comeBack(person);
  const { id: other } = await viewer("id");
  expect(other).not.toBe(id);
});

describe("nobody is signed in and nothing is made", () => {
  let before: unknown;
  const refusedWith = async (page: { status: number; text: string }, status: number, code: string) => {
    expect([page.status, codeOn(page.text)]).toEqual([status, code]);
    expect(await counts()).toEqual(before);
    expect(browser.cookie(world.url, "accrue_token")).toBeUndefined();
  };
  const from = async (makes: () => Promise<{ status: number; text: string }>, status: number, code: string) => {
    before = await counts();
    await refusedWith(await makes(), status, code);
  };

  test("where the provider has not verified the address", async () => {
    const { email } = await world.account();
    await from(() => comeBack(somebody({ email, email_verified: false })), 403, "EMAIL_NOT_VERIFIED");
    await from(() => comeBack(somebody({ email, email_verified: undefined })), 403, "EMAIL_NOT_VERIFIED");
    await from(() => comeBack(somebody({ email: undefined })), 403, "EMAIL_NOT_VERIFIED");
  });

  test("where the address belongs to staff", async () => {
    const { email } = await world.staff();
    await from(() => comeBack(somebody({ email })), 403, "STAFF_NOT_LINKED");
  });

  test("where the provider tells no name to print on a certificate", async () => {
    const nameless = { given_name: undefined, family_name: undefined };
    await from(() => comeBack(somebody({ ...nameless, name: "." })), 403, "NAME_MISSING");
  });

  test("where the address went to another person of the provider", async () => {
    const person = somebody();
    await comeBack(person);
    browser = new Browser();
    await from(() => comeBack(somebody({ email: person.email })), 403, "LINKED_OTHERWISE");
  });

  test("where the account is disabled, linked or not", async () => {
    const person = somebody();
    await comeBack(person);
    await world.sql("UPDATE account SET status = 'DISABLED', disabled_at = now() WHERE id = $1", [
      (await viewer("id")).id,
    ]);
    browser = new Browser();
    await from(() => comeBack(person), 403, "NO_ACCOUNT");
    await from(() => comeBack(somebody({ email: person.email })), 403, "NO_ACCOUNT");
  });

  test("where the state is another one, or none", async () => {
    idp.person = somebody();
    for (const change of [
      (url: URL) => url.searchParams.set("state", "x".repeat(43)),
      (url: URL) => url.searchParams.delete("state"),
    ]) {
      const url = new URL(await browser.toCallback(world.url));
      change(url);
      await from(() => browser.open(url), 400, "EXPIRED");
    }
  });

  test("where another browser began", async () => {
    idp.person = somebody();
    const url = await browser.toCallback(world.url);
    const cookie = browser.cookie(world.url, "accrue_sso");
    const owner = browser;
    browser = new Browser();
    await from(() => browser.open(url), 400, "EXPIRED");
    expect(cookie).toMatch(/^[\w-]{43}$/);
    // It counts once, so that the address is of no use to its owner either.
    browser = owner;
    await from(() => browser.open(url), 400, "EXPIRED");
  });

  test("where the same answer comes again", async () => {
    idp.person = somebody();
    const url = await browser.toCallback(world.url);
    const cookie = browser.cookie(world.url, "accrue_sso") ?? "";
    expect((await browser.open(url)).status).toBe(303);
    browser = new Browser();
    await from(
      async () => {
        const response = await fetch(url, { headers: { Cookie: `accrue_sso=${cookie}` }, redirect: "manual" });
        return { status: response.status, text: await response.text() };
      },
      400,
      "EXPIRED",
    );
  });

  test("where a code was used before", async () => {
    idp.person = somebody();
    const used = new URL(await browser.toCallback(world.url));
    await browser.open(used);
    browser = new Browser();
    const fresh = new URL(await browser.toCallback(world.url));
    fresh.searchParams.set("code", used.searchParams.get("code") ?? "");
    await from(() => browser.open(fresh), 400, "NOT_TRUSTED");
  });

  test.each([
    ["the nonce", "nonce = 'another'"],
    ["the PKCE verifier", `code_verifier = '${"v".repeat(43)}'`],
  ])("where %s is another one", async (_what, change) => {
    idp.person = somebody();
    const url = await browser.toCallback(world.url);
    await world.sql(`UPDATE begun_single_sign_on SET ${change}`);
    await from(() => browser.open(url), 400, "NOT_TRUSTED");
  });

  test("where another provider answers", async () => {
    idp.person = somebody();
    const mixed = new URL(await browser.toCallback(world.url));
    mixed.searchParams.set("iss", "https://other.example");
    await from(() => browser.open(mixed), 400, "NOT_TRUSTED");
    const without = new URL(await browser.toCallback(world.url));
    without.searchParams.delete("iss");
    await from(() => browser.open(without), 400, "NOT_TRUSTED");
  });

  test("where it took more than ten minutes", async () => {
    idp.person = somebody();
    const url = await browser.toCallback(world.url);
    world.setClock(new Date(Date.now() + 601_000).toISOString());
    await from(() => browser.open(url), 400, "EXPIRED");
  });

  test("where the person rather would not", async () => {
    idp.person = somebody();
    const url = await browser.toCallback(world.url, { answer: "?no" });
    expect(url).toContain("error=access_denied");
    await from(() => browser.open(url), 403, "CANCELLED");
  });

  test("where the client's secret is not the provider's", async () => {
    world.config.singleSignOn = { ...idp.settings, clientSecret: "wrong" };
    idp.person = somebody();
    await from(async () => browser.open(await browser.toCallback(world.url)), 400, "NOT_TRUSTED");
  });

  test("where the provider is down, at the start and on the way back", async () => {
    const gone = await IdentityProvider.start(() => `${world.url}/sso/callback`);
    world.config.singleSignOn = gone.settings;
    gone.person = somebody();
    const url = await browser.toCallback(world.url);
    await gone.stop();
    await from(() => browser.open(url), 503, "UNREACHABLE");
    world.config.singleSignOn = gone.settings;
    await from(() => browser.open(`${world.url}/sso/start`), 503, "UNREACHABLE");
  });

  test.each(["", "?", "?code=x", "?state=%00&code=%00", "?state[]=a&code=b", "?error=access_denied"])(
    "by an address that was made up: /sso/callback%s",
    async (query) => {
      await from(() => browser.open(`${world.url}/sso/callback${query}`), 400, "EXPIRED");
    },
  );
});

test("two first sign-ins of one person at once make one account", async () => {
  const person = somebody();
  idp.person = person;
  const browsers = [new Browser(), new Browser(), new Browser()];
  const urls: string[] = [];
  for (const one of browsers) urls.push(await one.toCallback(world.url));
  const pages = await Promise.all(browsers.map((one, i) => one.open(urls[i] ?? "")));
  expect(pages.map(({ status }) => status)).toEqual([303, 303, 303]);
  expect(await world.sql("SELECT FROM email_address WHERE address = $1", [person.email])).toHaveLength(1);
  expect(await world.sql("SELECT FROM sign_in_identity WHERE subject = $1", [person.sub])).toHaveLength(1);
});

describe("staff", () => {
  const link = "mutation ($password: String!) { linkSingleSignOn(password: $password) }";
  const unlink = "mutation ($password: String!) { unlinkSingleSignOn(password: $password) { singleSignOnLinked } }";
  let staff: { id: string; email: string; token: string };
  let app: Authenticator;
  let person: Person;

  /** Signed in with the browser's cookie, as a page is. */
  async function linkBy(token: string): Promise<{ status: number; text: string; location: string | null }> {
    idp.person = person;
    const start = (await world.ok(token, link, { password })).linkSingleSignOn;
    const url = await new Browser().toCallback(world.url, { start });
    const response = await fetch(url, { headers: { Cookie: `accrue_token=${token}` }, redirect: "manual" });
    return { status: response.status, text: await response.text(), location: response.headers.get("location") };
  }

  beforeEach(async () => {
    staff = await world.staff();
    app = await enrol(world, staff.token);
    person = somebody();
  });

  test("link by hand with their password, are asked for the second factor after it, and unlink", async () => {
    expect(await world.refused(staff.token, link, { password: "wrong" })).toBe("WRONG_CREDENTIALS");
    const linked = await linkBy(staff.token);
    expect([linked.status, linked.location]).toEqual([303, "/admin/account"]);
    expect((await latestMail(world, staff.email)).subject).toBe("Your account was linked");

    browser = new Browser();
    const back = await comeBack(person, "/sso/start?to=console");
    const { pathname, hash } = new URL(back.location ?? "");
    expect(pathname).toBe("/admin/login");
    expect(browser.cookie(world.url, "accrue_token")).toBeUndefined();
    const challenge = new URLSearchParams(hash.slice(1)).get("challenge");
    world.setClock(new Date(Date.now() + 60_000).toISOString());
    const { confirmSignIn } = await world.ok(
      null,
      "mutation ($challenge: String!, $code: String!) { confirmSignIn(challenge: $challenge, code: $code) { viewer { email isStaff } } }",
      { challenge, code: app.code() },
    );
    expect(confirmSignIn.viewer).toEqual({ email: staff.email, isStaff: true });

    expect((await world.ok(staff.token, unlink, { password })).unlinkSingleSignOn.singleSignOnLinked).toBe(false);
    world.setClock(null);
    browser = new Browser();
    expect((await comeBack(person)).location).toBe(`${world.url}/`); // The person's own address: a guest.
    expect((await viewer("isStaff")).isStaff).toBe(false);
  });

  test("are not linked by somebody else's browser, nor to a person of another account", async () => {
    const other = await world.staff();
    idp.person = person;
    const start = (await world.ok(staff.token, link, { password })).linkSingleSignOn;
    const url = await browser.toCallback(world.url, { start });
    const response = await fetch(url, { headers: { Cookie: `accrue_token=${other.token}` }, redirect: "manual" });
    expect(codeOn(await response.text())).toBe("EXPIRED");
    await linkBy(staff.token);
    expect(codeOn((await linkBy(other.token)).text)).toBe("LINK_TAKEN");
    person = somebody();
    expect(codeOn((await linkBy(staff.token)).text)).toBe("LINKED_OTHERWISE");
  });

  test("without a second factor who must have one may only set it up, by this way in too", async () => {
    const plain = await world.staff();
    await linkBy(plain.token);
    world.config.staffNeedSecondFactor = true;
    browser = new Browser();
    await comeBack(person);
    expect(await viewer("isStaff mustSetUpSecondFactor")).toEqual({ isStaff: false, mustSetUpSecondFactor: true });
    world.config.staffNeedSecondFactor = false;
  });
});

describe("who has no password", () => {
  const add = "mutation ($e: String!) { addEmailAddress(email: $e) }";
  const again = "mutation { confirmBySingleSignOn }";
  const cookie = () => browser.cookie(world.url, "accrue_token") ?? null;
  /** Back from the provider in a browser that has this cookie. */
  async function provedBy(person: Person, token: string | null): Promise<{ status: number; text: string }> {
    idp.person = person;
    const start = (await world.ok(token, again)).confirmBySingleSignOn;
    expect(new URL(start).searchParams.get("max_age")).toBe("300");
    const url = await new Browser().toCallback(world.url, { start });
    const response = await fetch(url, { headers: { Cookie: `accrue_token=${token}` }, redirect: "manual" });
    return { status: response.status, text: await response.text() };
  }
  let person: Person;
  beforeEach(async () => {
    person = somebody();
    await comeBack(person);
    world.config.proofMinutes = 10;
    await world.sql("UPDATE access_token SET proved_at = now() - interval '11 minutes'");
  });
  afterEach(() => {
    world.config.proofMinutes = 100_000_000;
  });

  test("shows by another round at the provider who is there", async () => {
    const token = cookie();
    const { errors } = await world.graphql(token, add, { e: "other1@example.org" });
    expect(errors[0]?.extensions).toMatchObject({ code: "STEP_UP_REQUIRED", proofs: ["SINGLE_SIGN_ON"] });
    const page = await provedBy(person, token);
    expect([page.status, /<h1>(.*?)<\/h1>/.exec(page.text)?.[1]]).toEqual([200, "It is you"]);
    await world.ok(token, add, { e: "other1@example.org" });
    expect((await actionsOf(person.email ?? "")).slice(-3)).toEqual([
      "account.lack-proof",
      "account.confirm-identity",
      "account.add-address",
    ]);
  });

  test("and not by somebody else whom the provider knows", async () => {
    const token = cookie();
    expect(codeOn((await provedBy(somebody(), token)).text)).toBe("SOMEBODY_ELSE");
    expect(await world.refused(token, add, { e: "other2@example.org" })).toBe("STEP_UP_REQUIRED");
  });

  test("and may do with it what asks others for their password", async () => {
    const token = cookie();
    const begin = 'mutation { beginSecondFactor(password: "") { secret } }';
    expect(await world.refused(token, begin)).toBe("STEP_UP_REQUIRED");
    await provedBy(person, token);
    await world.ok(token, begin);
  });
});
