import { password, World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const operations: [string, string][] = [
  ["signIn", "mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { token } }"],
  ["requestPasswordReset", "mutation ($email: String!) { requestPasswordReset(email: $email) }"],
  [
    "registerAttendee",
    `mutation ($email: String!, $password: String!) { registerAttendee(input: {
       email: $email, password: $password, firstName: "Ada", lastName: "Okafor" }) { message } }`,
  ],
  [
    "registerProvider",
    `mutation ($email: String!, $password: String!) { registerProvider(input: {
       email: $email, password: $password, organization: "Lakeside", contactName: "Pat Rivera" }) { message } }`,
  ],
];

/** Without what was typed, and without IDs of requests. */
const plain = (answer: unknown, email: string) => JSON.stringify(answer).replaceAll(email, "ADDRESS");

test.each(operations)(
  "%s does the same work and says the same for known and unknown addresses",
  async (_name, document) => {
    const { email: known } = await world.account();
    const given = document.includes("signIn") ? "wrong wrong wrong wrong" : password;
    const ask = async (email: string) => {
      let answer: unknown;
      const statements = await world.statements(async () => {
        answer = await world.graphql(null, document, { email, password: given });
      });
      return { statements, answer: plain(answer, email) };
    };
    // Connections and prepared statements are there from the first on.
    await ask("warm.up@example.test");
    const [first, second] = [await ask(known), await ask("nobody.known@example.test")];
    expect(first).toEqual(second);
    expect(first.statements).toBeGreaterThan(1);
  },
);
