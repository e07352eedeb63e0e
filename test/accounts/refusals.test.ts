import { password, World } from "../support/world.ts";
import { enrol } from "./authenticator.ts";
import { SoftPasskey } from "./soft-passkey.ts";

const host = "cec.example.test";

let world: World;
beforeEach(async () => {
  world = await World.start({ publicUrl: `https://${host}` });
  world.setClock("2026-03-02T15:00:10Z");
});
afterEach(() => world.stop());

const signIn =
  "mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { token } }";
const confirm =
  "mutation ($challenge: String!, $code: String!) { confirmSignIn(challenge: $challenge, code: $code) { token } }";
const typed = "a wrong password that was typed";

const refused = (action: string) =>
  world.sql(
    "SELECT subject_type AS type, subject_id AS id, actor_account_id AS actor, actor_as, ip, after FROM audit_entry WHERE action = $1 ORDER BY at, id",
    [action],
  );

test("a refused sign-in stands in the audit log, about the account or nobody's, without what was typed", async () => {
  const { id, email } = await world.account();
  expect(await world.refused(null, signIn, { email, password: typed })).toBe("WRONG_CREDENTIALS");
  expect(await world.refused(null, signIn, { email: "stranger@example.test", password: typed })).toBe(
    "WRONG_CREDENTIALS",
  );
  const options = (await world.ok(null, "mutation { beginPasskeySignIn }")).beginPasskeySignIn;
  const passkey = new SoftPasskey(world).get(options);
  const withPasskey = "mutation ($p: PasskeyAnswerInput!) { signInWithPasskey(passkey: $p) { token } }";
  expect(await world.refused(null, withPasskey, { p: passkey })).toBe("WRONG_PASSKEY");
  await world.runJobs();
  const by = { actor: null, actor_as: "NOBODY", ip: expect.stringContaining("127.0.0.1") };
  expect(await refused("account.refuse-sign-in")).toEqual(
    expect.arrayContaining([
      { ...by, type: "account", id, after: { by: "password" } },
      { ...by, type: "installation", id: expect.any(String), after: { by: "password" } },
      { ...by, type: "installation", id: expect.any(String), after: { by: "passkey" } },
    ]),
  );
  expect(await refused("account.refuse-sign-in")).toHaveLength(3);
  const [{ found }] = await world.sql(
    "SELECT count(*)::int AS found FROM audit_entry e WHERE e::text LIKE '%' || $1 || '%' OR e::text LIKE '%stranger@%'",
    [typed],
  );
  expect(found).toBe(0);
});

test("a wrong code of the second step stands there, too", async () => {
  const { id, email, token } = await world.account();
  const app = await enrol(world, token);
  world.setClock("2026-03-02T15:30:10Z");
  const { errors } = await world.graphql(null, signIn, { email, password });
  const challenge = errors[0]?.extensions.challenge;
  const code = app.wrongCode();
  expect(await world.refused(null, confirm, { challenge, code })).toBe("WRONG_CODE");
  expect(await refused("account.refuse-second-step")).toEqual([
    expect.objectContaining({ id, after: { code: "WRONG_CODE" } }),
  ]);
});

test("a flood of them does not fill the log", async () => {
  const { token, id } = await world.account();
  world.config.proofMinutes = 1;
  world.setClock("2026-03-02T15:30:10Z");
  const add = 'mutation { addEmailAddress(email: "more@example.test") }';
  for (let tries = 0; tries < 105; tries++) expect(await world.refused(token, add)).toBe("STEP_UP_REQUIRED");
  const counts = (await refused("account.lack-proof"))
    .filter((entry) => entry.id === id)
    .map(({ after }) => after.count);
  expect(counts).toEqual([...Array(20).fill(undefined), 30, 40, 50, 60, 70, 80, 90, 100]);
  // Another operation, and another day, count anew.
  expect(await world.refused(token, "mutation { beginPasskey }")).toBe("STEP_UP_REQUIRED");
  world.setClock("2026-03-03T15:30:20Z");
  expect(await world.refused(token, add)).toBe("STEP_UP_REQUIRED");
  expect((await refused("account.lack-proof")).slice(-2).map(({ after }) => after)).toEqual([
    { operation: "beginPasskey" },
    { operation: "addEmailAddress" },
  ]);
});
