import { everyStaffRole } from "../../server/core/staff-roles.ts";
import { password, World } from "../support/world.ts";
import { enrol } from "./authenticator.ts";
import { latestMail } from "./mailbox.ts";
import { addPasskey, beginPasskey, type Quirks, SoftPasskey, withPasskey } from "./soft-passkey.ts";

const host = "cec.example.test";

let world: World;
beforeAll(async () => {
  world = await World.start({ publicUrl: `https://${host}`, signInDays: 365, proofMinutes: 10 });
});
afterAll(() => world.stop());
beforeEach(() => world.setClock("2026-03-02T15:00:10Z"));
afterEach(() => {
  world.config.staffNeedSecondFactor = false;
});

const later = (minutes: number) => world.setClock(new Date(Date.UTC(2026, 2, 2, 15, minutes, 10)).toISOString());

const signIn =
  "mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { token } }";
const confirmSignIn =
  "mutation ($challenge: String!, $code: String!) { confirmSignIn(challenge: $challenge, code: $code) { token } }";
const beginSignIn = "mutation { beginPasskeySignIn }";
const signInWith =
  "mutation ($passkey: PasskeyAnswerInput!) { signInWithPasskey(passkey: $passkey) { token viewer { id provedUntil } } }";
const beginStep = "mutation ($challenge: String!) { beginPasskeySecondStep(challenge: $challenge) }";
const stepWith =
  "mutation ($challenge: String!, $passkey: PasskeyAnswerInput!) { confirmSignInWithPasskey(challenge: $challenge, passkey: $passkey) { token viewer { id } } }";
const beginConfirm = "mutation { beginPasskeyConfirmation }";
const confirmWith =
  "mutation ($passkey: PasskeyAnswerInput!) { confirmIdentityWithPasskey(passkey: $passkey) { provedUntil } }";
const rename = "mutation ($id: ID!, $name: String!) { renamePasskey(id: $id, name: $name) { passkeys { name } } }";
const remove = "mutation ($id: ID!) { removePasskey(id: $id) { passkeys { name } } }";
const own = "{ viewer { identityProofs recoveryCodesLeft passkeys { name createdAt lastUsedAt } } }";

const options = async () => (await world.ok(null, beginSignIn)).beginPasskeySignIn as string;
async function outcome(passkey: SoftPasskey, quirks: Quirks = {}, asked?: string): Promise<string> {
  const answer = passkey.get(asked ?? (await options()), quirks);
  const { data, errors } = await world.graphql(null, signInWith, { passkey: answer });
  return errors[0]?.extensions.code ?? (data.signInWithPasskey.token ? "signed in" : "");
}
async function challengeFor(email: string) {
  const { errors } = await world.graphql(null, signIn, { email, password });
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(["SECOND_FACTOR_REQUIRED"]);
  return errors[0]?.extensions as unknown as { challenge: string; proofs: string[] };
}
const entries = async (id: string) =>
  (await world.sql("SELECT action, before, after FROM audit_entry WHERE subject_id = $1 ORDER BY at, id", [id])).filter(
    ({ action }) => /passkey|identity/.test(action),
  );

test("a passkey is added, is asked for as the second factor, signs in by itself, and stands in log and mail", async () => {
  const person = await world.account();
  const elsewhere = await world.signIn(person.email);
  const begun = JSON.parse((await world.ok(person.token, beginPasskey)).beginPasskey);
  expect(begun).toMatchObject({
    rp: { id: host },
    user: { name: person.email, id: Buffer.from(person.id.replaceAll("-", ""), "hex").toString("base64url") },
    attestation: "none",
    authenticatorSelection: { userVerification: "required", residentKey: "preferred" },
    excludeCredentials: [],
  });
  const { passkey, recoveryCodes } = await withPasskey(world, person.token);
  expect(recoveryCodes).toHaveLength(10);
  // It is the account's first second factor: who signed in without one is out, who added it is not.
  expect((await world.ok(elsewhere, "{ viewer { id } }")).viewer).toBeNull();
  expect((await world.ok(person.token, own)).viewer).toEqual({
    identityProofs: ["PASSKEY", "CODE"],
    recoveryCodesLeft: 10,
    passkeys: [{ name: "Telephone", createdAt: "2026-03-02T15:00:10.000Z", lastUsedAt: null }],
  });
  expect(await latestMail(world, person.email)).toMatchObject({ subject: "A passkey was added" });

  later(1);
  const answer = passkey.get(await options());
  const { signInWithPasskey: signedIn } = await world.ok(null, signInWith, { passkey: answer });
  expect(signedIn.viewer).toEqual({ id: person.id, provedUntil: "2026-03-02T15:11:10.000Z" });
  expect((await world.ok(signedIn.token, own)).viewer.passkeys[0].lastUsedAt).toBe("2026-03-02T15:01:10.000Z");

  const { challenge, proofs } = await challengeFor(person.email);
  expect(proofs).toEqual(["PASSKEY", "CODE"]);
  const asked = (await world.ok(null, beginStep, { challenge })).beginPasskeySecondStep;
  expect(JSON.parse(asked).allowCredentials).toEqual([
    { id: passkey.id, type: "public-key", transports: ["internal"] },
  ]);
  const second = await world.ok(null, stepWith, { challenge, passkey: passkey.get(asked) });
  expect(second.confirmSignInWithPasskey.viewer).toEqual({ id: person.id });
  expect(
    (
      await world.sql(
        "SELECT after->'by' AS by FROM audit_entry WHERE subject_id = $1 AND action = 'account.sign-in' ORDER BY at, id",
        [person.id],
      )
    ).map(({ by }) => by),
  ).toEqual([["password"], ["password"], ["passkey"], ["password", "passkey"]]);
  // A recovery code counts in its place, for who has lost it.
  const lost = await challengeFor(person.email);
  await world.ok(null, confirmSignIn, { challenge: lost.challenge, code: recoveryCodes?.[0] });
});

describe("of a right passkey", () => {
  let person: Awaited<ReturnType<World["account"]>>;
  let passkey: SoftPasskey;
  beforeEach(async () => {
    person = await world.account();
    ({ passkey } = await withPasskey(world, person.token));
  });

  test.each<[string, Quirks]>([
    ["another origin", { origin: "https://evil.example.test" }],
    ["a page on a host below ours", { origin: `https://evil.${host}` }],
    ["our host without TLS", { origin: `http://${host}` }],
    ["our host at another port", { origin: `https://${host}:8443` }],
    ["another relying party", { rpId: "evil.example.test" }],
    ["no PIN, finger or face", { verified: false }],
    ["nobody at the device", { present: false }],
    ["an answer to a registration", { type: "webauthn.create" }],
    ["another key", { forged: true }],
    ["another person's name", { userHandle: Buffer.alloc(16).toString("base64url") }],
  ])("%s is refused", async (_, quirks) => {
    expect(await outcome(passkey, quirks)).toBe("WRONG_PASSKEY");
    expect(await outcome(passkey)).toBe("signed in");
  });

  test("a challenge counts once, whatever the answer was, within five minutes, and in the browser that got it", async () => {
    const asked = await options();
    expect(await outcome(passkey, {}, asked)).toBe("signed in");
    expect(await outcome(passkey, {}, asked)).toBe("CODE_EXPIRED");
    const wrong = await options();
    expect(await outcome(passkey, { verified: false }, wrong)).toBe("WRONG_PASSKEY");
    expect(await outcome(passkey, {}, wrong)).toBe("CODE_EXPIRED");
    expect(await outcome(passkey, { challenge: Buffer.alloc(32, 7).toString("base64url") })).toBe("CODE_EXPIRED");
    const old = await options();
    later(5);
    expect(await outcome(passkey, {}, old)).toBe("CODE_EXPIRED");
    const other = await options();
    const sent = await world.fetch("/graphql", {
      method: "POST",
      headers: { "Content-Type": "application/json", "User-Agent": "Somebody else's" },
      body: JSON.stringify({ query: signInWith, variables: { passkey: passkey.get(other) } }),
    });
    expect((await sent.json()).errors[0].extensions.code).toBe("CODE_EXPIRED");
    await world.sql("SELECT graphile_worker.add_job('accounts.forgetExpired', '{}')");
    later(30);
    await world.runJobs();
    expect(await world.sql("SELECT FROM passkey_challenge")).toEqual([]);
  });

  test("the same answer sent ten times at once signs in once", async () => {
    const answer = passkey.get(await options());
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => world.graphql(null, signInWith, { passkey: answer })),
    );
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  });

  test("a challenge is for one purpose, one sign-in and one account", async () => {
    const again = await world.ok(null, signInWith, { passkey: passkey.get(await options()) });
    const { token } = again.signInWithPasskey;
    const other = await world.account();
    const { passkey: foreign } = await withPasskey(world, other.token);
    const asked = async (who: string) => (await world.ok(who, beginConfirm)).beginPasskeyConfirmation as string;
    expect(await outcome(passkey, {}, await asked(token))).toBe("CODE_EXPIRED");
    expect(await world.refused(token, confirmWith, { passkey: passkey.get(await options()) })).toBe("CODE_EXPIRED");
    // Of the same account, in another sign-in.
    expect(await world.refused(person.token, confirmWith, { passkey: passkey.get(await asked(token)) })).toBe(
      "CODE_EXPIRED",
    );
    expect(await world.refused(token, confirmWith, { passkey: foreign.get(await asked(token)) })).toBe("WRONG_PASSKEY");
    const { challenge } = await challengeFor(person.email);
    const step = (await world.ok(null, beginStep, { challenge })).beginPasskeySecondStep;
    expect(await world.refused(null, stepWith, { challenge, passkey: foreign.get(step) })).toBe("WRONG_PASSKEY");
    const theirs = await challengeFor(other.email);
    const stepOfOther = (await world.ok(null, beginStep, { challenge: theirs.challenge })).beginPasskeySecondStep;
    expect(await world.refused(null, stepWith, { challenge, passkey: foreign.get(stepOfOther) })).toBe("WRONG_PASSKEY");
    // A new passkey is made for who asked.
    const { beginPasskey: made } = await world.ok(token, beginPasskey);
    const fresh = new SoftPasskey(world);
    expect(await world.refused(other.token, addPasskey, { passkey: fresh.create(made, "Stolen") })).toBe(
      "CODE_EXPIRED",
    );
  });

  test("a counter that does not go up is a copy: it is refused, written down, and its owner is told", async () => {
    passkey.counter = 41;
    expect(await outcome(passkey)).toBe("signed in");
    for (const counter of [42, 7, 0]) expect(await outcome(passkey, { counter })).toBe("WRONG_PASSKEY");
    expect(await latestMail(world, person.email)).toMatchObject({ subject: "A passkey may have been copied" });
    expect((await entries(person.id)).filter(({ action }) => action === "account.suspect-passkey")).toHaveLength(3);
    // Who has no passkey can make nobody believe so.
    expect(await outcome(passkey, { counter: 1, forged: true })).toBe("WRONG_PASSKEY");
    expect((await entries(person.id)).filter(({ action }) => action === "account.suspect-passkey")).toHaveLength(3);
    expect(await outcome(passkey)).toBe("signed in");
  });

  test("it proves who is there, for that sign-in alone; a refusal stands in the log", async () => {
    later(30);
    const add = 'mutation { addEmailAddress(email: "more@example.test") }';
    const { errors } = await world.graphql(person.token, add);
    expect(errors[0]?.extensions).toMatchObject({ code: "STEP_UP_REQUIRED", proofs: ["PASSKEY", "CODE"] });
    const asked = async () => (await world.ok(person.token, beginConfirm)).beginPasskeyConfirmation as string;
    const unverified = passkey.get(await asked(), { verified: false });
    expect(await world.refused(person.token, confirmWith, { passkey: unverified })).toBe("WRONG_PASSKEY");
    expect(
      (await world.ok(person.token, confirmWith, { passkey: passkey.get(await asked()) })).confirmIdentityWithPasskey,
    ).toEqual({ provedUntil: "2026-03-02T15:40:10.000Z" });
    await world.ok(person.token, add);
    expect((await entries(person.id)).slice(-2)).toEqual([
      { action: "account.refuse-identity", before: null, after: { by: "passkey", code: "WRONG_PASSKEY" } },
      { action: "account.confirm-identity", before: null, after: { by: "passkey" } },
    ]);
  });

  test("a password alone adds no authenticator app and makes no recovery codes beside it", async () => {
    later(30);
    const begin = "mutation ($password: String!) { beginSecondFactor(password: $password) { secret } }";
    const renew = "mutation ($password: String!) { renewRecoveryCodes(password: $password) { recoveryCodes } }";
    for (const operation of [begin, renew])
      expect(await world.refused(person.token, operation, { password })).toBe("STEP_UP_REQUIRED");
    const { beginPasskeyConfirmation: asked } = await world.ok(person.token, beginConfirm);
    await world.ok(person.token, confirmWith, { passkey: passkey.get(asked) });
    expect((await world.ok(person.token, renew, { password })).renewRecoveryCodes.recoveryCodes).toHaveLength(10);
    const app = await enrol(world, person.token);
    later(40);
    const { challenge } = await challengeFor(person.email);
    await world.ok(null, confirmSignIn, { challenge, code: app.code() });
  });

  test("an app that is not there is not taken off by a recovery code, which stays good", async () => {
    const off =
      "mutation ($password: String!, $code: String!) { disableSecondFactor(password: $password, code: $code) { id } }";
    const renew = "mutation ($password: String!) { renewRecoveryCodes(password: $password) { recoveryCodes } }";
    const { recoveryCodes } = (await world.ok(person.token, renew, { password })).renewRecoveryCodes;
    const code = recoveryCodes[0];
    expect(await world.refused(person.token, off, { password, code })).toBe("ILLEGAL_TRANSITION");
    const disabled = "SELECT FROM audit_entry WHERE action = 'account.disable-second-factor' AND subject_id = $1";
    expect(await world.sql(disabled, [person.id])).toEqual([]);
    const { challenge } = await challengeFor(person.email);
    await world.ok(null, confirmSignIn, { challenge, code });
  });

  test("whoever is shut out is out with the passkey, too, and back with it afterwards", async () => {
    await world.sql("UPDATE account SET status = 'DISABLED', disabled_at = now() WHERE id = $1", [person.id]);
    expect(await outcome(passkey)).toBe("WRONG_PASSKEY");
    await world.sql("UPDATE account SET status = 'ACTIVE', disabled_at = NULL WHERE id = $1", [person.id]);
    expect(await outcome(passkey)).toBe("signed in");
  });

  test("an account of the small world opens by it only where the small world does", async () => {
    await world.sql("UPDATE account SET demo = true WHERE id = $1", [person.id]);
    expect(await outcome(passkey)).toBe("WRONG_PASSKEY");
  });
});

describe("adding one", () => {
  test.each<[string, Quirks]>([
    ["for another origin", { origin: "https://evil.example.test" }],
    ["for another relying party", { rpId: "evil.example.test" }],
    ["without PIN, finger or face", { verified: false }],
    ["by an answer to a sign-in", { type: "webauthn.get" }],
  ])("%s is refused", async (_, quirks) => {
    const { token } = await world.account();
    const { beginPasskey: asked } = await world.ok(token, beginPasskey);
    const passkey = new SoftPasskey(world).create(asked, "Telephone", quirks);
    expect(await world.refused(token, addPasskey, { passkey })).toBe("WRONG_PASSKEY");
    const again = new SoftPasskey(world).create(asked, "Telephone");
    expect(await world.refused(token, addPasskey, { passkey: again })).toBe("CODE_EXPIRED");
    expect((await world.ok(token, own)).viewer).toMatchObject({ passkeys: [], recoveryCodesLeft: 0 });
  });

  test("wants a fresh proof, a name, and what no other account has", async () => {
    const { token } = await world.account();
    const { passkey } = await withPasskey(world, token);
    const other = await world.account();
    const asked = async () => (await world.ok(other.token, beginPasskey)).beginPasskey as string;
    expect(await world.refused(other.token, addPasskey, { passkey: passkey.create(await asked(), "Mine") })).toBe(
      "ILLEGAL_TRANSITION",
    );
    for (const name of ["", "  ", "a\nb", "x".repeat(101)])
      expect(
        await world.refused(other.token, addPasskey, {
          passkey: new SoftPasskey(world).create(await asked(), name),
        }),
      ).toBe("BAD_INPUT");
    for (const field of ["credentialId", "clientDataJSON", "attestationObject"]) {
      const given = { ...new SoftPasskey(world).create(await asked(), "Mine"), [field]: "no+bytes" };
      const { errors } = await world.graphql(other.token, addPasskey, { passkey: given });
      expect(errors[0]?.extensions).toMatchObject({ code: "BAD_INPUT", problems: [{ field }] });
    }
    const late = await asked();
    later(4);
    // The challenge is good for a minute more, and the proof is not.
    await world.sql("UPDATE access_token SET proved_at = proved_at - interval '1 hour' WHERE account_id = $1", [
      other.id,
    ]);
    expect(await world.refused(other.token, beginPasskey)).toBe("STEP_UP_REQUIRED");
    expect(await world.refused(other.token, addPasskey, { passkey: new SoftPasskey(world).create(late, "Mine") })).toBe(
      "STEP_UP_REQUIRED",
    );
  });

  test("ends at twenty", async () => {
    const { id, token } = await world.account();
    await withPasskey(world, token);
    await world.sql(
      `INSERT INTO passkey (account_id, name, credential_id, public_key, counter, transports, created_at)
       SELECT $1, 'More', uuid_send(gen_random_uuid()), '\\x00', 0, '{}', now() FROM generate_series(1, 19)`,
      [id],
    );
    expect(await world.refused(token, beginPasskey)).toBe("ILLEGAL_TRANSITION");
  });

  test("is not offered where people reach the server by an IP address", async () => {
    const { token } = await world.account();
    world.config.publicUrl = "http://127.0.0.1:3000";
    expect(await world.refused(token, beginPasskey)).toBe("ILLEGAL_TRANSITION");
    expect(await world.refused(null, beginSignIn)).toBe("ILLEGAL_TRANSITION");
    world.config.publicUrl = `https://${host}`;
  });
});

test("it is called something else, and removed: by its owner alone, who is told", async () => {
  const person = await world.account();
  const { passkey, id } = await withPasskey(world, person.token);
  const { token: stranger } = await world.account();
  for (const operation of [rename, remove])
    expect(await world.refused(stranger, operation, { id, name: "Mine" })).toBe("NOT_FOUND");
  expect(await world.refused(person.token, rename, { id, name: " " })).toBe("BAD_INPUT");
  expect((await world.ok(person.token, rename, { id, name: " Key ring " })).renamePasskey.passkeys).toEqual([
    { name: "Key ring" },
  ]);
  expect((await world.ok(person.token, remove, { id })).removePasskey.passkeys).toEqual([]);
  expect(await latestMail(world, person.email)).toMatchObject({ subject: "A passkey was removed" });
  expect(await outcome(passkey)).toBe("WRONG_PASSKEY");
  // It was the only second factor: no code of it is left over either.
  expect((await world.ok(person.token, own)).viewer).toMatchObject({
    identityProofs: ["PASSWORD"],
    recoveryCodesLeft: 0,
  });
  await world.signIn(person.email);
  expect(await entries(person.id)).toEqual([
    { action: "account.add-passkey", before: null, after: { name: "Telephone" } },
    { action: "account.rename-passkey", before: { name: "Telephone" }, after: { name: "Key ring" } },
    { action: "account.remove-passkey", before: { name: "Key ring" }, after: null },
  ]);
});

test("staff who must have a second factor set up a passkey as one, and keep the last", async () => {
  world.config.staffNeedSecondFactor = true;
  const person = await world.account({ staffRoles: everyStaffRole });
  expect((await world.ok(person.token, "{ viewer { isStaff mustSetUpSecondFactor } }")).viewer).toEqual({
    isStaff: false,
    mustSetUpSecondFactor: true,
  });
  const passkey = new SoftPasskey(world);
  const { beginPasskey: asked } = await world.ok(person.token, beginPasskey);
  const { addPasskey: added } = await world.ok(person.token, addPasskey, { passkey: passkey.create(asked, "Desk") });
  expect(added.viewer).toEqual({ isStaff: true, mustSetUpSecondFactor: false });
  const { id } = added.passkey;
  expect(await world.refused(person.token, remove, { id })).toBe("LAST_SECOND_FACTOR");
  const second = await withPasskey(world, person.token, "Drawer");
  // Two that are removed at once don't both go.
  await Promise.all([id, second.id].map((each) => world.graphql(person.token, remove, { id: each })));
  expect(await world.sql("SELECT FROM passkey WHERE account_id = $1", [person.id])).toHaveLength(1);
});

test("staff take a colleague's passkeys off with the second factor", async () => {
  const [staff, person] = [await world.staff(), await world.account()];
  const { passkey } = await withPasskey(world, person.token);
  await world.ok(staff.token, 'mutation ($id: ID!) { resetSecondFactor(accountId: $id, reason: "Lost.") }', {
    id: person.id,
  });
  expect(await outcome(passkey)).toBe("WRONG_PASSKEY");
  await world.signIn(person.email);
});
