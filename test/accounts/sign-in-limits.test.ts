import { password, World } from "../support/world.ts";

let world: World;
beforeEach(async () => {
  world = await World.start({ rateLimits: { signInByAccount: 10, signInByAddress: 10 } });
  world.setClock(new Date().toISOString());
});
afterEach(() => world.stop());

const signIn =
  "mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { token } }";
const guess = (email: string, tried: string) => world.graphql(null, signIn, { email, password: tried });
const codes = (answers: { errors: { extensions: { code: string } }[] }[]) =>
  answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code));
const count = (all: string[], code: string) => all.filter((one) => one === code).length;
const inMinutes = (minutes: number) => world.setClock(new Date(Date.now() + minutes * 60_000).toISOString());

test("of 1,000 guesses in aliased requests eleven are evaluated, and the right password works after the window", async () => {
  const { email } = await world.account();
  const aliases = (n: number) =>
    `mutation ($email: String!) { ${Array.from({ length: n }, (_, i) => `g${i}: signIn(email: $email, password: "guess ${i}") { token }`).join(" ")} }`;
  let evaluated = 0;
  for (let sent = 0; sent < 1_000; sent += 10)
    evaluated += count(codes([await world.graphql(null, aliases(10), { email })]), "WRONG_CREDENTIALS");
  expect(evaluated).toBe(11);
  expect(codes([await guess(email, password)])).toEqual(["TOO_MANY_REQUESTS"]);
  inMinutes(2);
  expect(codes([await guess(email, password)])).toEqual([]);
});

test("of 100 guesses in parallel from 100 forwarded addresses eleven are evaluated", async () => {
  const { email } = await world.account();
  const answers = await Promise.all(
    Array.from({ length: 100 }, async (_, i) => {
      const response = await world.fetch("/graphql", {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          "X-Forwarded-For": `203.0.113.${i}`,
          Forwarded: `for=203.0.113.${i}`,
          "X-Real-IP": `203.0.113.${i}`,
        },
        body: JSON.stringify({ query: signIn, variables: { email, password: `guess ${i}` } }),
      });
      return (await response.json()) as { errors: { extensions: { code: string } }[] };
    }),
  );
  expect(count(codes(answers), "WRONG_CREDENTIALS")).toBe(11);
  expect(count(codes(answers), "TOO_MANY_REQUESTS")).toBe(89);
});

test("one password tried on 1,000 accounts is evaluated twenty times, known or not", async () => {
  const known = await world.account();
  const answers = [];
  for (let i = 0; i < 1_000; i++)
    answers.push(await guess(i % 2 ? known.email : `nobody${i}@example.test`, "Spring2026!"));
  expect(codes(answers)).toEqual([...Array(20).fill("WRONG_CREDENTIALS"), ...Array(980).fill("TOO_MANY_REQUESTS")]);
});

test("known and unknown addresses are limited alike", async () => {
  world.config.rateLimits.signInByAddress = 1_000;
  const { email } = await world.account();
  const run = async (address: string) => {
    const answers = [];
    for (let i = 0; i < 12; i++) answers.push(await guess(address, "wrong"));
    return codes(answers);
  };
  expect(await run(email)).toEqual(await run("nobody@example.test"));
});

test("right passwords count for nothing, for their account and for their address", async () => {
  const { email } = await world.account();
  for (let i = 0; i < 25; i++) expect(codes([await guess(email, password)])).toEqual([]);
  for (let i = 0; i < 9; i++) await guess(email, "wrong");
  expect(codes([await guess(email, password)])).toEqual([]);
});

test("who signs in to an own account in between gains no more guesses at another", async () => {
  const [own, other] = [await world.account(), await world.account()];
  let evaluated = 0;
  for (let i = 0; i < 30; i++) {
    evaluated += count(codes([await guess(other.email, "wrong")]), "WRONG_CREDENTIALS");
    await guess(own.email, password);
  }
  expect(evaluated).toBe(11);
});

test("no stretch of 15 minutes has more than ten and one a minute, across the end of a window too", async () => {
  world.config.rateLimits.signInByAddress = 1_000;
  const { email } = await world.account();
  const evaluatedAt: number[] = [];
  for (let minute = 0; minute < 60; minute++) {
    inMinutes(minute);
    for (let i = 0; i < 3; i++)
      if (count(codes([await guess(email, "wrong")]), "WRONG_CREDENTIALS")) evaluatedAt.push(minute);
  }
  const most = Math.max(...evaluatedAt.map((from) => evaluatedAt.filter((at) => at >= from && at < from + 15).length));
  expect(most).toBeLessThanOrEqual(25);
  expect(most).toBeGreaterThan(10);
  expect(evaluatedAt.length).toBeGreaterThan(10);
});

test("a forwarded address counts where the proxy in front is trusted, and only what that proxy says", async () => {
  await world.stop();
  world = await World.start({ rateLimits: { signInByAddress: 2 }, trustProxy: 1 });
  world.setClock(new Date().toISOString());
  const from = async (forwarded: string) => {
    const response = await world.fetch("/graphql", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Forwarded-For": forwarded },
      body: JSON.stringify({ query: signIn, variables: { email: "nobody@example.test", password: "wrong" } }),
    });
    return codes([(await response.json()) as { errors: { extensions: { code: string } }[] }])[0];
  };
  // Two, and ten slowly.
  const answers = [];
  for (let i = 0; i < 13; i++) answers.push(await from(`9.9.9.${i}, 203.0.113.1`));
  expect(answers).toEqual([...Array(12).fill("WRONG_CREDENTIALS"), "TOO_MANY_REQUESTS"]);
  expect(await from("203.0.113.2")).toBe("WRONG_CREDENTIALS");
});

test("changing the password is no way to guess it either; a new one by mail lets its owner in", async () => {
  const { token, email } = await world.account();
  const change = 'mutation ($p: String!) { changePassword(currentPassword: $p, newPassword: "a wholly new phrase") }';
  const answers = [];
  for (let i = 0; i < 12; i++) answers.push(await world.graphql(token, change, { p: `wrong ${i}` }));
  expect(codes(answers)).toEqual([...Array(11).fill("WRONG_CREDENTIALS"), "TOO_MANY_REQUESTS"]);
  expect(codes([await guess(email, password)])).toEqual(["TOO_MANY_REQUESTS"]);
});

test("ten wrong passwords lock out neither their account's owner nor anybody else behind the address", async () => {
  const [forgetful, ...others] = [await world.account(), await world.account(), await world.account()];
  for (let i = 0; i < 10; i++) await guess(forgetful?.email ?? "", `wrong ${i}`);
  for (const { email } of others) expect(codes([await guess(email, password)])).toEqual([]);
  expect(codes([await guess(forgetful?.email ?? "", password)])).toEqual([]);
});

test("all of a hall sign in at the same moment", async () => {
  const { email } = await world.account();
  const answers = await Promise.all(Array.from({ length: 100 }, () => guess(email, password)));
  expect(codes(answers)).toEqual([]);
});

test("a hall of 500 behind one address signs in while some mistype", async () => {
  const people = await Promise.all(Array.from({ length: 60 }, () => world.account()));
  for (const [i, { email }] of people.entries()) {
    if (i % 4 === 0) await guess(email, "mistyped");
    expect(codes([await guess(email, password)])).toEqual([]);
  }
});
