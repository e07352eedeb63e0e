import { password, World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start({
    rateLimits: {
      membersShownByProvider: 20,
      memberSearchByViewer: 50,
      verifyByAddress: 30,
      mailByRecipient: 5,
      resetByRecipient: 5,
      mailByViewer: 6,
    },
  });
});
afterAll(() => world.stop());

const codesOf = async (times: number, send: (i: number) => Promise<{ errors: { extensions: { code: string } }[] }>) => {
  const codes: string[] = [];
  for (let i = 0; i < times; i++) codes.push((await send(i)).errors[0]?.extensions.code ?? "OK");
  return codes;
};

test("a crawler learns no more members in a day than the limit, whatever it asks; staff may see all", async () => {
  for (let i = 0; i < 40; i++) await world.member({ firstName: `Person${i}`, lastName: "Crawled" });
  const provider = await world.provider();
  const seen = new Set<string>();
  const search =
    "query ($filter: MemberFilter!, $first: Int) { members(filter: $filter, first: $first) { nodes { memberNumber } } }";
  const look = async (token: string, filter: Record<string, string>, first: number) => {
    const answer = await world.graphql(token, search, { filter, first });
    for (const { memberNumber } of answer.data?.members.nodes ?? []) seen.add(memberNumber);
    return answer;
  };
  expect((await codesOf(1, () => look(provider.token, { lastName: "crawled" }, 15)))[0]).toBe("OK");
  const numbers = await codesOf(30, (i) => look(provider.token, { memberNumber: String(100_120 + i) }, 1));
  expect(numbers).toEqual([...Array(5).fill("OK"), ...Array(25).fill(expect.stringMatching("OK|TOO_MANY_REQUESTS"))]);
  expect(seen.size).toBeLessThanOrEqual(20);
  const staff = await world.staff();
  seen.clear();
  await look(staff.token, { lastName: "crawled" }, 40);
  expect(seen.size).toBe(40);
  const many = await codesOf(55, () => look(staff.token, { lastName: "none such" }, 1));
  expect(many.filter((code) => code === "TOO_MANY_REQUESTS")).toHaveLength(6);
});

test("certificate codes are looked up thirty times a minute from one address", async () => {
  const codes = await codesOf(35, () => world.graphql(null, '{ verifyCertificate(code: "AAAA") { __typename } }'));
  expect(codes.filter((code) => code === "TOO_MANY_REQUESTS")).toHaveLength(5);
});

test("nobody's mailbox is filled: five codes and five links an hour, known or not", async () => {
  const { email } = await world.account();
  const reset = "mutation ($email: String!) { requestPasswordReset(email: $email) }";
  const register = `mutation ($email: String!, $password: String!) { registerAttendee(input: {
    email: $email, password: $password, firstName: "A", lastName: "B" }) { message } }`;
  for (const address of [email, "unknown@example.test"]) {
    for (const document of [register, reset]) {
      const variables = document === register ? { email: address, password } : { email: address };
      const codes = await codesOf(7, () => world.graphql(null, document, variables));
      expect(codes).toEqual([...Array(5).fill("OK"), ...Array(2).fill("TOO_MANY_REQUESTS")]);
    }
  }
});

test("nobody has the world mailed: six codes and invitations an hour by one account, wherever they go", async () => {
  const provider = await world.provider();
  const invite = "mutation ($p: ID!, $email: String!) { inviteColleague(providerId: $p, email: $email, role: EDITOR) }";
  const invited = await codesOf(4, (i) =>
    world.graphql(provider.token, invite, { p: provider.id, email: `invited${i}@example.test` }),
  );
  const add = "mutation ($email: String!) { addEmailAddress(email: $email) }";
  const added = await codesOf(4, (i) => world.graphql(provider.token, add, { email: `added${i}@example.test` }));
  expect([...invited, ...added]).toEqual([...Array(6).fill("OK"), ...Array(2).fill("TOO_MANY_REQUESTS")]);
  expect(await codesOf(1, () => world.graphql(provider.token, add, { email: "added0@example.test" }))).toEqual([
    "TOO_MANY_REQUESTS",
  ]);
});
