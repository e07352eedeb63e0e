import { registerByAddress } from "../../server/accounts/account.limits.ts";
import { rateLimits } from "../../server/core/define-rate-limit.ts";
import { takesOfAddress, tryLimits } from "../../server/core/rate-limits.ts";
import { password, World } from "../support/world.ts";
import { mailedCode, mailedToken } from "./mailbox.ts";

let world: World;
beforeAll(async () => {
  world = await World.start({ rateLimits: Object.fromEntries(rateLimits().map(({ name, most }) => [name, most])) });
});
afterAll(() => world.stop());

const register = `mutation ($email: String!, $password: String!) { registerAttendee(input: {
  email: $email, password: $password, firstName: "A", lastName: "B" }) { token } }`;
const confirm =
  "mutation ($token: String!, $code: String!) { confirmRegistration(token: $token, code: $code) { token } }";
const reset = "mutation ($email: String!) { requestPasswordReset(email: $email) }";
const choose = 'mutation ($token: String!) { resetPassword(token: $token, password: "a wholly other phrase") }';

test("500 people behind one address register within an hour, and type their codes", async () => {
  const tokens: string[] = [];
  for (let i = 0; i < 500; i++) {
    world.setClock(new Date(Date.UTC(2026, 2, 2, 15) + i * 6_000).toISOString());
    const email = `hall${i}@example.test`;
    const answer = await world.graphql(null, register, { email, password });
    expect(answer.errors).toEqual([]);
    tokens.push(answer.data.registerAttendee.token);
  }
  const code = await mailedCode(world, "hall499@example.test");
  for (let i = 0; i < 40; i++) expect(await world.refused(null, confirm, { token: tokens[i], code })).toMatch(/CODE/);
  await world.ok(null, confirm, { token: tokens[499], code });
});

test("whoever registers with somebody's address over and over does not use up its owner's links for a new password", async () => {
  world.setClock("2026-03-03T15:00:00Z");
  const { email } = await world.account();
  const answers = [];
  for (let i = 0; i < 8; i++) answers.push(await world.graphql(null, register, { email, password }));
  expect(answers.filter(({ errors }) => errors.length > 0)).toHaveLength(3);
  await world.ok(null, reset, { email });
  await world.ok(null, choose, { token: await mailedToken(world, email) });
});

test("a site with an IPv6 /48 counts as eight networks, however many of its 65,536 it uses", async () => {
  const from = (network: number) =>
    tryLimits(
      world.ctx,
      takesOfAddress(
        { ...world.ctx, request: { ...world.ctx.request, ip: `2001:db8:7:${network.toString(16)}::1` } },
        { ...registerByAddress, name: "ofThisTest", most: 2 },
      ),
    );
  const allowed = [];
  for (let network = 0; network < 40; network++) allowed.push(await from(network));
  expect(allowed.filter(Boolean)).toHaveLength(16);
});
