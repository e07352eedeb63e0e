import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { assertBreachedPasswords, isBreached } from "../../server/accounts/breached-passwords.ts";
import { password, World } from "../support/world.ts";
import { latestMail, mailedCode, mailedToken } from "./mailbox.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());
afterEach(() => world.setClock(null));

const attendee = (email: string, facts: Record<string, unknown> = {}) => ({
  email,
  password,
  firstName: "Ana",
  lastName: "López",
  ...facts,
});
const provider = (email: string, facts: Record<string, unknown> = {}) => ({
  email,
  password,
  organization: "Harbor Sleep Institute",
  contactName: "Pat Rivera",
  ...facts,
});

const registerAttendee =
  "mutation ($input: RegisterAttendeeInput!) { registerAttendee(input: $input) { token message } }";
const registerProvider =
  "mutation ($input: RegisterProviderInput!) { registerProvider(input: $input) { token message } }";
const confirm = `mutation ($token: String!, $code: String!) { confirmRegistration(token: $token, code: $code) {
  token viewer { email isStaff member { memberNumber firstName lastName membership city } providers { number name } } } }`;

const begin = async (email: string): Promise<string> =>
  (await world.ok(null, registerAttendee, { input: attendee(email) })).registerAttendee.token;
const accounts = async (): Promise<number> => (await world.sql("SELECT count(*)::int AS n FROM account"))[0].n;

/** Eight digits that are not these. */
const wrong = (code: string): string => (code === "00000000" ? "00000001" : "00000000");

test("a guest registers, types the mailed code, is signed in, and gets a mail with the member number", async () => {
  const input = attendee("Ana@Example.test ", { city: " Chicago ", state: "" });
  const begun = (await world.ok(null, registerAttendee, { input })).registerAttendee;
  expect(begun.message).toBe(
    "An e-mail is on its way to ana@example.test. Enter the code from it here within 10 minutes.",
  );
  expect(await accounts()).toBe(0);
  const code = await mailedCode(world, "ana@example.test");

  const spaced = `${code.slice(0, 4)} ${code.slice(4)}`;
  const { token, viewer } = (await world.ok(null, confirm, { token: begun.token, code: spaced })).confirmRegistration;
  expect(viewer).toEqual({
    email: "ana@example.test",
    isStaff: false,
    member: { memberNumber: "100100", firstName: "Ana", lastName: "López", membership: "GUEST", city: "Chicago" },
    providers: [],
  });
  expect((await world.ok(token, "{ viewer { email } }")).viewer.email).toBe("ana@example.test");
  expect((await latestMail(world, "ana@example.test")).subject).toBe("Your member ID: 100100");
  await world.signIn("ana@example.test");
  expect(await world.refused(null, confirm, { token: begun.token, code })).toBe("CODE_EXPIRED");
});

test("an organisation registers, with its contact as owner", async () => {
  const input = provider("pat@harbor.test", { address: "1 Pier Road\nPortland, ME" });
  const { token } = (await world.ok(null, registerProvider, { input })).registerProvider;
  const code = await mailedCode(world, "pat@harbor.test");
  const { viewer } = (await world.ok(null, confirm, { token, code })).confirmRegistration;
  expect(viewer.member).toBeNull();
  expect(viewer.providers).toEqual([{ number: "P0001", name: "Harbor Sleep Institute" }]);
  expect(await world.sql("SELECT name, address FROM provider")).toEqual([
    { name: "Harbor Sleep Institute", address: "1 Pier Road\nPortland, ME" },
  ]);
  expect(await world.sql("SELECT role FROM provider_account")).toEqual([{ role: "OWNER" }]);
  expect((await latestMail(world, "pat@harbor.test")).subject).toBe("Your provider number: P0001");
});

test("a known address is answered as an unknown one, and told by mail; no code can be right", async () => {
  await world.account({ email: "known@example.test" });
  const before = await accounts();
  const answer = async (email: string) => {
    const { status, data } = await world.graphql(null, registerAttendee, { input: attendee(email) });
    const { token, message } = data.registerAttendee;
    return { status, length: token.length, message: message.replace(email, "X") };
  };
  expect(await answer("known@example.test")).toEqual(await answer("unknown@example.test"));
  const mail = await latestMail(world, "known@example.test");
  expect(mail.subject).toBe("You already have an account");
  expect(mail.text).not.toMatch(/\d{8}/);
  const token = await begin("known@example.test");
  await world.runJobs();
  for (let tries = 0; tries < 5; tries++)
    expect(await world.refused(null, confirm, { token, code: "" })).toBe("WRONG_CODE");
  expect(await world.refused(null, confirm, { token, code: "" })).toBe("CODE_EXPIRED");
  expect(await accounts()).toBe(before);
});

test("a code is dead after five tries, after ten minutes, and in any other browser", async () => {
  const tried = await begin("tried@example.test");
  const code = await mailedCode(world, "tried@example.test");
  for (let tries = 0; tries < 5; tries++)
    expect(await world.refused(null, confirm, { token: tried, code: wrong(code) })).toBe("WRONG_CODE");
  expect(await world.refused(null, confirm, { token: tried, code })).toBe("CODE_EXPIRED");

  const other = await begin("tried@example.test");
  const newCode = await mailedCode(world, "tried@example.test");
  const elsewhere = await begin("elsewhere@example.test");
  await world.runJobs();
  expect(await world.refused(null, confirm, { token: elsewhere, code: newCode })).toBe("WRONG_CODE");
  const soon = new Date(Date.now() + 10 * 60_000 + 1_000).toISOString();
  world.setClock(soon);
  expect(await world.refused(null, confirm, { token: other, code: newCode })).toBe("CODE_EXPIRED");
  world.setClock(null);
  expect((await world.ok(null, confirm, { token: other, code: newCode })).confirmRegistration.viewer.email).toBe(
    "tried@example.test",
  );
});

test("of twenty guesses at once at most five are evaluated, and a right code makes one account", async () => {
  const token = await begin("race@example.test");
  const code = await mailedCode(world, "race@example.test");
  const guesses = await Promise.all(
    Array.from({ length: 20 }, () => world.refused(null, confirm, { token, code: wrong(code) })),
  );
  expect(guesses.filter((refusal) => refusal === "WRONG_CODE")).toHaveLength(5);
  expect(guesses.filter((refusal) => refusal === "CODE_EXPIRED")).toHaveLength(15);

  const again = await begin("race@example.test");
  const right = await mailedCode(world, "race@example.test");
  const before = await accounts();
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => world.graphql(null, confirm, { token: again, code: right })),
  );
  expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  expect(await accounts()).toBe(before + 1);
});

test("two registrations of one address: the second to confirm is told that the address has an account", async () => {
  const first = await begin("twice@example.test");
  const firstCode = await mailedCode(world, "twice@example.test");
  const second = await begin("twice@example.test");
  const secondCode = await mailedCode(world, "twice@example.test");
  await world.ok(null, confirm, { token: second, code: secondCode });
  expect(await world.refused(null, confirm, { token: first, code: firstCode })).toBe("ADDRESS_TAKEN");
});

test.each([
  ["", "BAD_INPUT"],
  ["no-at-sign", "BAD_INPUT"],
  ["a@b", "BAD_INPUT"],
  ["two@at@example.test", "BAD_INPUT"],
  ["new\nline@example.test", "BAD_INPUT"],
  ["name <a@example.test>", "BAD_INPUT"],
  [`${"a".repeat(65)}@example.test`, "BAD_INPUT"],
  ["nul\u0000@example.test", "BAD_INPUT"],
])("the address %j is refused", async (email, code) => {
  expect(await world.refused(null, registerAttendee, { input: attendee(email) })).toBe(code);
});

test.each([
  "short pas",
  "x".repeat(129),
  "aaaaaaaaaaaa",
  "abcabcabcabc",
  "1234567890",
  "Password123",
  "qwertyuiop",
  "Christopher",
  "butterfly1999",
  "2024sunshine",
  "lena.winter1",
  "x lena.winter@example.test",
])("the password %j is refused", async (weak) => {
  const input = attendee("lena.winter@example.test", { password: weak });
  expect(await world.refused(null, registerAttendee, { input })).toBe("WEAK_PASSWORD");
});

test("a password of the words of Accrue or of the accreditor's name, with a year and signs, is one that is guessed first", async () => {
  const register = async (given: string) => {
    const input = attendee("lena.winter@example.test", { password: given });
    const { errors } = await world.graphql(null, registerAttendee, { input });
    return errors.map(({ extensions }) => extensions.code);
  };
  for (const weak of ["certificate2026!", "Accrue-credit-2026", "continuing.education", "Conference#1234"])
    expect([weak, await register(weak)]).toEqual([weak, ["WEAK_PASSWORD"]]);
  expect(await register("conference under old oaks")).toEqual([]);
  const [before] = await world.sql("SELECT accreditor_name AS name FROM accreditor_settings");
  const named = (name: string) => world.sql("UPDATE accreditor_settings SET accreditor_name = $1", [name]);
  await named("American Association of Sleep Technologists");
  for (const weak of ["AAST-2026-aast", "Sleep.Technologists!", "American2026", "sleepaast:2027"])
    expect([weak, await register(weak)]).toEqual([weak, ["WEAK_PASSWORD"]]);
  expect(await register("american oaks in winter")).toEqual([]);
  await named(before.name);
});

test("a password of a list of stolen ones is refused wherever one is chosen, and no other one", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "accrue-stolen-"));
  const file = path.join(folder, "stolen.txt");
  const hash = (word: string) => createHash("sha1").update(word).digest("hex").toUpperCase();
  const stolen = Array.from({ length: 300 }, (_, n) => `under old oaks ${n}`);
  try {
    // With counts or without, with the line ends of any system, and with one line alone.
    for (const [some, end] of [
      [stolen.map((word, n) => `${hash(word)}:${10 ** (n % 9)}`), "\r\n"],
      [stolen.map(hash), "\n"],
      [stolen.slice(0, 1).map(hash), "\n"],
    ] as const) {
      await writeFile(file, some.toSorted().join(end) + end);
      await assertBreachedPasswords(file);
      for (const word of stolen.slice(0, some.length))
        expect([word, await isBreached(file, word)]).toEqual([word, true]);
      for (const word of stolen) expect(await isBreached(file, `${word}!`)).toBe(false);
    }
    world.config.breachedPasswordsFile = file;
    const weak = stolen[0] ?? "";
    const input = attendee("lena.stolen@example.test", { password: weak });
    const { errors } = await world.graphql(null, registerAttendee, { input });
    expect(errors[0]).toMatchObject({ extensions: { code: "WEAK_PASSWORD", field: "password" } });
    const person = await world.account();
    const change = "mutation ($p: String!, $n: String!) { changePassword(currentPassword: $p, newPassword: $n) }";
    expect(await world.refused(person.token, change, { p: password, n: weak })).toBe("WEAK_PASSWORD");
    await world.ok(null, "mutation ($e: String!) { requestPasswordReset(email: $e) }", { e: person.email });
    const token = await mailedToken(world, person.email);
    const reset = "mutation ($t: String!, $n: String!) { resetPassword(token: $t, password: $n) }";
    expect(await world.refused(null, reset, { t: token, n: weak })).toBe("WEAK_PASSWORD");
    await world.ok(null, reset, { t: token, n: `${weak}!` });
    await writeFile(file, "correct horse battery staple\n");
    await expect(assertBreachedPasswords(file)).rejects.toThrow(/must have lines of SHA-1/);
    await expect(assertBreachedPasswords(`${file}.gone`)).rejects.toThrow(/cannot be read \(ENOENT\)/);
  } finally {
    world.config.breachedPasswordsFile = null;
    await rm(folder, { recursive: true });
  }
});

test.each(["ten chars!", "ﾊﾟｽﾜｰﾄﾞです長い", "xy z ".repeat(25)])("the password %j is taken", async (good) => {
  const { errors } = await world.graphql(null, registerAttendee, {
    input: attendee("good@example.test", { password: good }),
  });
  expect(errors).toEqual([]);
});

test("a name is needed, on one line, and one is enough", async () => {
  for (const facts of [
    { firstName: " ", lastName: "-" },
    { firstName: null, lastName: null },
    { printedName: "Somebody Else" },
    { lastName: "a\u0000" },
    { city: "a\nb" },
  ])
    expect(await world.refused(null, registerAttendee, { input: attendee("n@example.test", facts) })).toBe("BAD_INPUT");
  expect(
    await world.refused(null, registerProvider, { input: provider("n@example.test", { organization: " " }) }),
  ).toBe("BAD_INPUT");
});

test("neither code, token nor password is stored as it is, but for the mail itself", async () => {
  const token = await begin("secret@example.test");
  const code = await mailedCode(world, "secret@example.test");
  const rows = await world.sql("SELECT * FROM sign_up WHERE address = 'secret@example.test'");
  const audit = await world.sql("SELECT * FROM audit_entry");
  const kept = JSON.stringify([rows, audit]);
  for (const secret of [token, code, password]) expect(kept).not.toContain(secret);
});
