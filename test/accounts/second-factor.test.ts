import { randomUUID } from "node:crypto";
import { readySecrets } from "../../server/accounts/secrets-key.ts";
import { ConfigError } from "../../server/core/config.ts";
import { sealKeyOf, unseal } from "../../server/core/seal.ts";
import { everyStaffRole, type StaffRole } from "../../server/core/staff-roles.ts";
import { password, World } from "../support/world.ts";
import { type Authenticator, beginSecondFactor, confirmSecondFactor, enrol } from "./authenticator.ts";
import { latestMail } from "./mailbox.ts";

let world: World;
beforeEach(async () => {
  world = await World.start({ rateLimits: { secondFactorByAccount: 20 } });
  world.setClock("2026-03-02T15:00:10Z");
});
afterEach(() => world.stop());

const signIn =
  "mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { token } }";
const confirm =
  "mutation ($challenge: String!, $code: String!) { confirmSignIn(challenge: $challenge, code: $code) { token viewer { email isStaff } } }";
const second = "{ viewer { email mustSetUpSecondFactor secondFactor { confirmedAt recoveryCodesLeft } } }";

/** So many steps of 30 seconds after the enrolment. */
const atStep = (steps: number) =>
  world.setClock(new Date(Date.parse("2026-03-02T15:00:10Z") + steps * 30_000).toISOString());

async function challengeFor(email: string): Promise<string> {
  const { errors } = await world.graphql(null, signIn, { email, password });
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(["SECOND_FACTOR_REQUIRED"]);
  return errors[0]?.extensions.challenge as string;
}

async function outcome(email: string, code: string): Promise<string> {
  const { data, errors } = await world.graphql(null, confirm, { challenge: await challengeFor(email), code });
  return errors[0]?.extensions.code ?? (data.confirmSignIn.token ? "signed in" : "");
}

async function enrolled(given: { staffRoles?: readonly StaffRole[] } = {}) {
  const account = await world.account(given);
  return { ...account, app: await enrol(world, account.token) };
}

const auditOf = async (id: string) =>
  (await world.sql("SELECT action FROM audit_entry WHERE subject_id = $1 ORDER BY id", [id])).map(
    ({ action }) => action,
  );

test("an app is set up by password and code; the secret is sealed, the codes are hashed, the owner is told", async () => {
  const { id, email, token } = await world.account();
  const elsewhere = await world.signIn(email);
  expect(await world.refused(token, beginSecondFactor, { password: "not this one" })).toBe("WRONG_CREDENTIALS");
  const begun = (await world.ok(token, beginSecondFactor, { password })).beginSecondFactor;
  expect(begun.address).toMatch(/^otpauth:\/\/totp\/Accrue%20127\.0\.0\.1:person1%40example\.test\?/);
  expect(begun.address).toContain(`secret=${begun.secret}`);
  expect(Buffer.from(begun.qrCode.split(",")[1], "base64").toString()).toMatch(/^<svg /);

  // Begun is not done: nobody is asked for a code yet.
  await world.signIn(email);
  expect((await world.ok(token, second)).viewer.secondFactor).toBeNull();
  expect(await world.refused(token, confirmSecondFactor, { code: "000000" })).toBe("WRONG_CODE");

  const app = await enrol(world, token);
  expect(app.recoveryCodes).toHaveLength(10);
  expect(new Set(app.recoveryCodes).size).toBe(10);
  for (const code of app.recoveryCodes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{6}-){3}[0-9A-HJKMNP-TV-Z]{6}$/);
  expect((await world.ok(token, second)).viewer.secondFactor).toEqual({
    confirmedAt: "2026-03-02T15:00:10.000Z",
    recoveryCodesLeft: 10,
  });
  expect((await world.ok(elsewhere, second)).viewer).toBeNull();
  const [{ secret }] = await world.sql("SELECT secret FROM second_factor");
  const key = world.config.secretsKey as Buffer;
  expect(unseal(key, secret, id)).toHaveLength(20);
  expect(() => unseal(key, secret, randomUUID())).toThrow("unable to authenticate"); // In another account's row.
  expect(() => unseal(Buffer.alloc(32), secret, id)).toThrow("unable to authenticate");
  const stored = await world.sql("SELECT code_hash FROM recovery_code");
  expect(stored.map(({ code_hash }) => code_hash.length)).toEqual(Array(10).fill(32));
  expect(await auditOf(id)).toContain("account.enable-second-factor");
  expect((await latestMail(world, email)).subject).toBe("A second factor was set up");
  // What is there is not set up over.
  expect(await world.refused(token, beginSecondFactor, { password })).toBe("ILLEGAL_TRANSITION");
});

test("a secret that was shown waits half an hour for its first code, and the job forgets it then", async () => {
  const { token } = await world.account();
  await world.ok(token, beginSecondFactor, { password });
  atStep(60);
  expect(await world.refused(token, confirmSecondFactor, { code: "123456" })).toBe("CODE_EXPIRED");
  await world.sql("SELECT graphile_worker.add_job('accounts.forgetExpired', '{}')");
  await world.runJobs();
  expect(await world.sql("SELECT FROM second_factor")).toHaveLength(0);
});

test("the key can be exchanged: what the previous one sealed is sealed anew, and codes go on", async () => {
  const people = [await enrolled(), await enrolled()];
  const previous = world.config.secretsKey as Buffer;
  const key = sealKeyOf("another key that nobody but the tests has");
  world.config.secretsKey = key;
  await expect(readySecrets(world.base)).rejects.toThrow(ConfigError);
  world.config.previousSecretsKey = previous;
  await Promise.all([readySecrets(world.base), readySecrets(world.base)]);
  world.config.previousSecretsKey = null;
  await readySecrets(world.base);
  for (const { id, secret } of await world.sql("SELECT account_id AS id, secret FROM second_factor")) {
    expect(unseal(key, secret, id)).toHaveLength(20);
    expect(() => unseal(previous, secret, id)).toThrow("unable to authenticate");
  }
  atStep(10);
  for (const { email, app } of people) expect(await outcome(email, app.code())).toBe("signed in");
});

test("a secret that neither key opens is left as it is, with all the others", async () => {
  await enrolled();
  const before = await world.sql("SELECT secret FROM second_factor");
  await enrolled();
  world.config.secretsKey = sealKeyOf("another key that nobody but the tests has");
  world.config.previousSecretsKey = sealKeyOf("a third key that nobody but the tests has");
  await expect(readySecrets(world.base)).rejects.toThrow("sealed with another key");
  expect(await world.sql("SELECT secret FROM second_factor ORDER BY created_at LIMIT 1")).toEqual(before);
});

test("without a key, a server keeps no secret and says so", async () => {
  const { token } = await world.account();
  world.config.secretsKey = null;
  expect(await world.refused(token, beginSecondFactor, { password })).toBe("FORBIDDEN");
});

test("sign-in asks for the code after the right password alone, and reveals nothing before", async () => {
  const { email } = await enrolled();
  expect(await world.refused(null, signIn, { email, password: "wrong" })).toBe("WRONG_CREDENTIALS");
  expect(await world.refused(null, signIn, { email: "nobody@example.test", password })).toBe("WRONG_CREDENTIALS");
  expect(await world.sql("SELECT FROM sign_in_challenge")).toHaveLength(0);
  await challengeFor(email);
  const [{ tokens }] = await world.sql("SELECT count(*)::int AS tokens FROM access_token");
  expect(tokens).toBe(1);
});

describe("a code of the app", () => {
  test.each([
    [-2, "WRONG_CODE"],
    [-1, "signed in"],
    [0, "signed in"],
    [1, "signed in"],
    [2, "WRONG_CODE"],
  ])("of the step %i from now: %s", async (steps, expected) => {
    const { email, app } = await enrolled();
    atStep(10);
    expect(await outcome(email, app.code(steps))).toBe(expected);
  });

  test("counts to the last millisecond of the next step, and with the spaces that apps show", async () => {
    const { email, app } = await enrolled();
    atStep(10);
    const code = app.code();
    world.setClock("2026-03-02T15:05:59.999Z");
    expect(await outcome(email, `${code.slice(0, 3)} ${code.slice(3)}`)).toBe("signed in");
    const late = app.code(-2);
    world.setClock("2026-03-02T15:07:00.000Z");
    expect(await outcome(email, late)).toBe("WRONG_CODE");
  });

  test("counts once: neither it nor an earlier one is taken again", async () => {
    const { email, app } = await enrolled();
    expect(await outcome(email, app.code())).toBe("WRONG_CODE"); // It was used to enrol.
    atStep(10);
    expect(await outcome(email, app.code(1))).toBe("signed in");
    expect(await outcome(email, app.code(1))).toBe("WRONG_CODE");
    expect(await outcome(email, app.code())).toBe("WRONG_CODE");
    atStep(12);
    expect(await outcome(email, app.code())).toBe("signed in");
  });

  test("sent ten times at once signs in once", async () => {
    const { email, app } = await enrolled();
    atStep(10);
    const challenges = await Promise.all(Array.from({ length: 10 }, () => challengeFor(email)));
    const answers = await Promise.all(
      challenges.map((challenge) => world.graphql(null, confirm, { challenge, code: app.code() })),
    );
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(new Set(answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code)))).toEqual(
      new Set(["WRONG_CODE"]),
    );
  });
});

describe("a challenge", () => {
  let email: string;
  let id: string;
  let app: Authenticator;
  let challenge: string;
  const answer = async (code: string, given = challenge) => {
    const { errors } = await world.graphql(null, confirm, { challenge: given, code });
    return errors[0]?.extensions.code ?? "signed in";
  };
  beforeEach(async () => {
    ({ id, email, app } = await enrolled());
    atStep(10);
    challenge = await challengeFor(email);
  });

  test("is good for five minutes", async () => {
    world.setClock("2026-03-02T15:10:10.000Z");
    expect(await answer(app.code())).toBe("CODE_EXPIRED");
    atStep(10);
    world.setClock("2026-03-02T15:10:09.999Z");
    expect(await answer(app.code())).toBe("signed in");
  });

  test("signs in once, and belongs to what called itself so", async () => {
    const response = await world.fetch("/graphql", {
      method: "POST",
      headers: { "Content-Type": "application/json", "User-Agent": "another browser" },
      body: JSON.stringify({ query: confirm, variables: { challenge, code: app.code() } }),
    });
    expect(JSON.stringify(await response.json())).toContain("CODE_EXPIRED");
    expect(await answer(app.code())).toBe("signed in");
    atStep(12);
    expect(await answer(app.code())).toBe("CODE_EXPIRED");
    expect(await answer(app.code(), "made up")).toBe("CODE_EXPIRED");
  });

  test("is dead after five wrong codes, and the owner is told that somebody knows the password", async () => {
    const wrong = app.wrongCode();
    for (let tries = 0; tries < 5; tries++) expect(await answer(wrong)).toBe("WRONG_CODE");
    expect(await answer(app.code())).toBe("CODE_EXPIRED");
    expect((await latestMail(world, email)).subject).toBe("Wrong codes at a sign-in");
  });

  test("dies with the password that was shown for it", async () => {
    const { token } = (await world.ok(null, confirm, { challenge: await challengeFor(email), code: app.code() }))
      .confirmSignIn;
    await world.ok(
      token,
      'mutation ($p: String!) { changePassword(currentPassword: $p, newPassword: "a wholly new phrase") }',
      { p: password },
    );
    atStep(12);
    expect(await answer(app.code())).toBe("CODE_EXPIRED");
  });

  test("of an account that was disabled in the meantime signs nobody in", async () => {
    await world.sql("UPDATE account SET status = 'DISABLED', disabled_at = now() WHERE id = $1", [id]);
    expect(await answer(app.code())).toBe("WRONG_CREDENTIALS");
    expect(await world.sql("SELECT FROM access_token WHERE created_at > '2026-03-02T15:01:00Z'")).toHaveLength(0);
  });
});

test("of 1,000 guesses at the app's code, aliased, twenty are evaluated; a recovery code still lets the owner in", async () => {
  const { id, email, app } = await enrolled();
  atStep(10);
  // As if the password had been shown 200 times, without the time that its hash takes.
  await world.sql(
    `INSERT INTO sign_in_challenge (account_id, token_hash, shown, user_agent, expires_at)
     SELECT $1, sha256(convert_to('challenge ' || n, 'UTF8')), 'password', 'node', $2 FROM generate_series(0, 199) n`,
    [id, "2026-03-02T15:09:00Z"],
  );
  const wrong = app.wrongCode();
  const counted: Record<string, number> = {};
  for (let sent = 0; sent < 1_000; sent += 10) {
    const guess = (n: number) =>
      `g${n}: confirmSignIn(challenge: "challenge ${Math.floor(n / 5)}", code: "${wrong}") { token }`;
    const guesses = Array.from({ length: 10 }, (_, i) => guess(sent + i));
    const { errors } = await world.graphql(null, `mutation { ${guesses.join(" ")} }`);
    for (const { extensions } of errors) counted[extensions.code] = (counted[extensions.code] ?? 0) + 1;
  }
  // One refusal of a document does not hide another: each of the aliases is answered, and counted.
  expect(counted).toEqual({ WRONG_CODE: 20, TOO_MANY_REQUESTS: 980 });
  expect(await outcome(email, app.code())).toBe("TOO_MANY_REQUESTS");
  expect(await outcome(email, app.recoveryCodes[0] ?? "")).toBe("signed in");
  world.setClock("2026-03-03T15:05:11Z");
  expect(await outcome(email, app.code())).toBe("signed in");
});

describe("a recovery code", () => {
  test("counts once, however it is typed; the owner is told and the audit log knows", async () => {
    const { id, email, app } = await enrolled();
    const [code = ""] = app.recoveryCodes;
    expect(await outcome(email, ` ${code.toLowerCase().replaceAll("-", " ").replaceAll("0", "o")} `)).toBe("signed in");
    expect(await outcome(email, code)).toBe("WRONG_CODE");
    const { subject, text } = await latestMail(world, email);
    expect([subject, text]).toEqual(["A recovery code was used", expect.stringContaining("9 codes are left")]);
    const [{ after }] = await world.sql(
      "SELECT after FROM audit_entry WHERE subject_id = $1 AND action = 'account.use-recovery-code'",
      [id],
    );
    expect(after).toEqual({ left: 9 });
    const [{ by }] = await world.sql(
      "SELECT after -> 'by' AS by FROM audit_entry WHERE subject_id = $1 AND action = 'account.sign-in' ORDER BY id DESC LIMIT 1",
      [id],
    );
    expect(by).toEqual(["password", "recovery code"]);
  });

  test("sent twice at once signs in once", async () => {
    const { email, app } = await enrolled();
    const challenges = [await challengeFor(email), await challengeFor(email)];
    const answers = await Promise.all(
      challenges.map((challenge) => world.graphql(null, confirm, { challenge, code: app.recoveryCodes[0] })),
    );
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  });

  test("of another account is none", async () => {
    const [one, other] = [await enrolled(), await enrolled()];
    expect(await outcome(one.email, other.app.recoveryCodes[0] ?? "")).toBe("WRONG_CODE");
  });

  test("is replaced by new ones, for which password and code are asked", async () => {
    const { email, token, app } = await enrolled();
    const renew =
      "mutation ($password: String!, $code: String!) { renewRecoveryCodes(password: $password, code: $code) { recoveryCodes } }";
    atStep(10);
    expect(await world.refused(token, renew, { password: "wrong", code: app.code() })).toBe("WRONG_CREDENTIALS");
    expect(await world.refused(token, renew, { password, code: app.wrongCode() })).toBe("WRONG_CODE");
    const { recoveryCodes } = (await world.ok(token, renew, { password, code: app.code() })).renewRecoveryCodes;
    expect(recoveryCodes).toHaveLength(10);
    expect((await latestMail(world, email)).subject).toBe("New recovery codes were made");
    expect(await outcome(email, app.recoveryCodes[0] ?? "")).toBe("WRONG_CODE");
    expect(await outcome(email, recoveryCodes[0])).toBe("signed in");
  });
});

test("the second factor is turned off by password and code, and the owner is told", async () => {
  const { id, email, token, app } = await enrolled();
  const disable =
    "mutation ($password: String!, $code: String!) { disableSecondFactor(password: $password, code: $code) { secondFactor { confirmedAt } } }";
  atStep(10);
  expect(await world.refused(token, disable, { password: "wrong", code: app.code() })).toBe("WRONG_CREDENTIALS");
  expect(await world.refused(token, disable, { password, code: app.wrongCode() })).toBe("WRONG_CODE");
  expect((await world.ok(token, disable, { password, code: app.code() })).disableSecondFactor.secondFactor).toBeNull();
  await world.signIn(email);
  expect((await latestMail(world, email)).subject).toBe("Your second factor was turned off");
  expect(await auditOf(id)).toContain("account.disable-second-factor");
  expect(await world.sql("SELECT FROM recovery_code")).toHaveLength(0);
  expect(await world.refused(token, disable, { password, code: "123456" })).toBe("ILLEGAL_TRANSITION");
});

test("staff reset a colleague's, who is mailed and signed out; nobody their own", async () => {
  const [staff, colleague] = [
    await enrolled({ staffRoles: everyStaffRole }),
    await enrolled({ staffRoles: everyStaffRole }),
  ];
  const reset = "mutation ($id: ID!, $reason: String!) { resetSecondFactor(accountId: $id, reason: $reason) }";
  const reason = "Called back on the number in the personnel file.";
  expect(await world.refused(staff.token, reset, { id: staff.id, reason })).toBe("FORBIDDEN");
  expect(await world.refused(staff.token, reset, { id: colleague.id, reason: " " })).toBe("REASON_REQUIRED");
  await world.ok(staff.token, reset, { id: colleague.id, reason });
  expect(await world.refused(staff.token, reset, { id: colleague.id, reason })).toBe("NOT_FOUND");
  expect((await world.ok(colleague.token, second)).viewer).toBeNull();
  expect((await latestMail(world, colleague.email)).subject).toBe("Your second factor was reset");
  const [entry] = await world.sql(
    "SELECT actor_account_id AS actor, reason FROM audit_entry WHERE subject_id = $1 AND action = 'account.reset-second-factor'",
    [colleague.id],
  );
  expect(entry).toEqual({ actor: staff.id, reason });
  await world.signIn(colleague.email);
  const { staffAccounts } = await world.ok(staff.token, "{ staffAccounts { email secondFactorSince } }");
  expect(staffAccounts).toEqual([
    { email: staff.email, secondFactorSince: "2026-03-02T15:00:10.000Z" },
    { email: colleague.email, secondFactorSince: null },
  ]);
});

test("staff who must have one may set it up and nothing else, and hold their rights from then on", async () => {
  const { id, token, email } = await world.staff();
  await world.provider();
  const rights = "{ viewer { isStaff mustSetUpSecondFactor } }";
  world.config.staffNeedSecondFactor = true;
  expect((await world.ok(token, rights)).viewer).toEqual({ isStaff: false, mustSetUpSecondFactor: true });
  expect(await world.refused(token, "{ providers { totalCount } }")).toBe("SECOND_FACTOR_REQUIRED");
  for (const path of ["/exports/programs.csv", "/exports/mails.csv", "/transcript.pdf"])
    expect((await world.fetch(path, { token })).status).toBeGreaterThanOrEqual(400);
  const signedIn = await world.ok(
    null,
    "mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { token viewer { isStaff mustSetUpSecondFactor } } }",
    { email, password },
  );
  expect(signedIn.signIn.viewer).toEqual({ isStaff: false, mustSetUpSecondFactor: true });
  const app = await enrol(world, signedIn.signIn.token);
  expect((await world.ok(signedIn.signIn.token, rights)).viewer).toEqual({
    isStaff: true,
    mustSetUpSecondFactor: false,
  });
  expect((await world.ok(signedIn.signIn.token, "{ providers { totalCount } }")).providers.totalCount).toBe(1);
  const [{ actor }] = await world.sql(
    "SELECT actor_as AS actor FROM audit_entry WHERE subject_id = $1 AND action = 'account.enable-second-factor'",
    [id],
  );
  expect(actor).toBe("STAFF");
  atStep(10);
  await world.ok(
    signedIn.signIn.token,
    "mutation ($password: String!, $code: String!) { disableSecondFactor(password: $password, code: $code) { id } }",
    { password, code: app.code() },
  );
  expect(await world.refused(signedIn.signIn.token, "{ providers { totalCount } }")).toBe("SECOND_FACTOR_REQUIRED");
});

test("others need none where staff must have one", async () => {
  world.config.staffNeedSecondFactor = true;
  const provider = await world.provider();
  expect((await world.ok(provider.token, "{ providers { totalCount } }")).providers.totalCount).toBe(1);
});
