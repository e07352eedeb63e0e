import { ConferenceWorld } from "./conference-world.ts";

let conference: ConferenceWorld;
let id: string;
beforeAll(async () => {
  conference = await ConferenceWorld.start();
});
afterAll(() => conference.stop());
beforeEach(async () => {
  id = await conference.conference({ startsOn: "2026-04-10", endsOn: "2026-04-12" });
});

const stored = () =>
  conference.world.sql(
    `SELECT email, registration_type AS type, access_from AS "from", access_until AS until, virtual_only AS virtual
     FROM registration WHERE program_id = $1 ORDER BY email`,
    [id],
  );

const send = async (file: string | Buffer, preview = false, token = conference.provider.token) => {
  const { data, errors } = await conference.importRegistrations(id, file, preview, token);
  return data?.importRegistrations ?? errors[0]?.extensions.code;
};

test("rows are added and, by their address, replaced", async () => {
  const first =
    "Virtual;Access Until;ACCESS FROM;registration type;E-Mail\r\nyes;5/1/2026;2026-04-10;Stream;Ada@Example.test\r\n;;;Full;bob@example.test\r\n\r\n";
  const changes = {
    nodes: [
      { kind: "ADDED", email: "ada@example.test", fields: [] },
      { kind: "ADDED", email: "bob@example.test", fields: [] },
    ],
  };
  const outcome = { added: 2, changed: 0, unchanged: 0, absent: 0, changes, errors: { totalCount: 0, nodes: [] } };
  expect(await send(first, true)).toEqual({ preview: true, ...outcome });
  expect(await stored()).toEqual([]);
  expect(await send(first)).toEqual({ preview: false, ...outcome });
  const bob = { email: "bob@example.test", type: "Full", from: null, until: null, virtual: false };
  const ada = { email: "ada@example.test", type: "Stream", from: "2026-04-10", until: "2026-05-01", virtual: true };
  expect(await stored()).toEqual([ada, bob]);
  const second = "Email,Registration Type\nADA@EXAMPLE.TEST,Full\nbob@example.test,Full\neve@example.test,Day";
  expect(await send(second, true)).toMatchObject({
    ...{ added: 1, changed: 1, unchanged: 1, absent: 0 },
    changes: {
      nodes: [
        {
          kind: "CHANGED",
          email: "ada@example.test",
          fields: ["registrationType", "accessFrom", "accessUntil", "virtualOnly"],
        },
        { kind: "ADDED", email: "eve@example.test", fields: [] },
      ],
    },
  });
  expect(await send(second)).toMatchObject({ added: 1, changed: 1, unchanged: 1 });
  expect(await send("Email,Registration Type\nbob@example.test,Full")).toMatchObject({ unchanged: 1, absent: 2 });
  expect(await stored()).toEqual([
    { ...ada, type: "Full", from: null, until: null, virtual: false },
    bob,
    { email: "eve@example.test", type: "Day", from: null, until: null, virtual: false },
  ]);
});

test("all that is wrong is told at once with line, column and value, and nothing is stored", async () => {
  const { errors, ...counts } = await send(
    [
      "Email,Registration Type,Access From,Access Until,Virtual",
      "ada@example.test,Full,,,no",
      "not an address,Full,,,no",
      ",Full,2/30/2026,,no",
      "bob@example.test,,,,perhaps",
      "ADA@example.test,Full,2026-05-02,2026-05-01,",
    ].join("\n"),
  );
  expect(counts).toMatchObject({ preview: false, added: 0, changed: 0, unchanged: 0, absent: 0 });
  expect(
    errors.nodes.map(({ line, column, value, code }: Record<string, unknown>) => [line, column, value, code]),
  ).toEqual([
    [3, "Email", "not an address", "INVALID_EMAIL"],
    [4, "Email", "", "MISSING_VALUE"],
    [4, "Access From", "2/30/2026", "INVALID_DATE"],
    [5, "Registration Type", "", "MISSING_VALUE"],
    [5, "Virtual", "perhaps", "INVALID_VALUE"],
    [6, "Access Until", null, "ENDS_BEFORE_START"],
    [6, "Email", "ADA@example.test", "DUPLICATE_ROW"],
  ]);
  expect(errors.nodes[0].message).toBe("Line 3, Email: this is not an e-mail address. Correct it.");
  expect(await stored()).toEqual([]);
});

test.each([
  ["Email\nada@example.test", "MISSING_COLUMN", "Registration Type"],
  ["Email,Registration Type,Shoe Size\nada@example.test,Full,42", "UNKNOWN_COLUMN", "Shoe Size"],
  ["Email,E-mail Address,Registration Type\na@b.test,a@b.test,Full", "DUPLICATE_COLUMN", "E-mail Address"],
  ["", "EMPTY_FILE", null],
  ["Email,Registration Type\n", "NO_ROWS", null],
  ["{}", "NOT_A_CSV", null],
])("%j is refused as %s", async (file, code, column) => {
  const { errors } = await send(file);
  expect(errors.nodes).toEqual([expect.objectContaining({ code, column })]);
});

test("registrations are the provider's and staff's, also one by one", async () => {
  const { world } = conference;
  const foreign = await world.provider();
  expect(await send("Email,Registration Type\na@b.test,Full", false, foreign.token)).toBe("NOT_FOUND");
  const save = `mutation ($programId: ID!, $input: RegistrationInput!) {
    saveRegistration(programId: $programId, input: $input) { id email registrationType accessUntil virtualOnly } }`;
  const input = { email: "One@Example.test", registrationType: "Full" };
  expect(await world.refused(foreign.token, save, { programId: id, input })).toBe("NOT_FOUND");
  const { saveRegistration } = await world.ok(conference.staff.token, save, { programId: id, input });
  expect(saveRegistration).toEqual({
    id: expect.any(String),
    email: "one@example.test",
    registrationType: "Full",
    accessUntil: null,
    virtualOnly: false,
  });
  const again = { ...input, email: "one@example.test", accessUntil: "2026-05-01", virtualOnly: true };
  expect((await world.ok(conference.staff.token, save, { programId: id, input: again })).saveRegistration).toEqual({
    ...saveRegistration,
    accessUntil: "2026-05-01",
    virtualOnly: true,
  });
  const list = "query ($id: ID!) { registrations(programId: $id) { totalCount nodes { email } } }";
  expect(await world.refused(foreign.token, list, { id })).toBe("NOT_FOUND");
  expect((await world.ok(conference.provider.token, list, { id })).registrations).toEqual({
    totalCount: 1,
    nodes: [{ email: "one@example.test" }],
  });
  const remove = "mutation ($id: ID!) { removeRegistration(id: $id) }";
  expect(await world.refused(foreign.token, remove, { id: saveRegistration.id })).toBe("NOT_FOUND");
  await world.ok(conference.provider.token, remove, { id: saveRegistration.id });
  expect(await stored()).toEqual([]);
});

test("a registration is changed by its version, to no address that another one has, and by nobody else", async () => {
  const { world } = conference;
  await conference.register(id, "ada@example.test,Full,,,no", "bob@example.test,Full,,,no");
  const list = `query ($id: ID!, $filter: RegistrationFilter) { registrations(programId: $id, filter: $filter) {
    nodes { id version email registrationType } } }`;
  const { token } = conference.provider;
  const [ada] = (await world.ok(token, list, { id })).registrations.nodes;
  const update = `mutation ($id: ID!, $version: Int!, $input: RegistrationInput!) {
    updateRegistration(id: $id, version: $version, input: $input) { id version email registrationType accessUntil } }`;
  const input = { email: "ADA.O@example.test", registrationType: "One  Day", accessUntil: "2026-05-01" };
  const foreign = await world.provider();
  const refused = (by: string, changes: object) => world.refused(by, update, { ...ada, input, ...changes });
  expect(await refused(foreign.token, {})).toBe("NOT_FOUND");
  expect(await refused(token, { version: 2 })).toBe("STALE_VERSION");
  expect(await refused(token, { input: { ...input, email: "bob@example.test" } })).toBe("BAD_INPUT");
  expect(await refused(token, { input: { ...input, accessFrom: "2026-05-02" } })).toBe("BAD_INPUT");
  const changed = { id: ada.id, version: 2, email: "ada.o@example.test", registrationType: "One Day" };
  // Of two who change it at once, one is told.
  const answers = await Promise.all(
    [1, 2].map(() => world.graphql(token, update, { ...ada, input: { ...input, email: "ada.o@example.test" } })),
  );
  expect(answers.map(({ data, errors }) => data?.updateRegistration ?? errors[0]?.extensions.code)).toEqual(
    expect.arrayContaining(["STALE_VERSION", { ...changed, accessUntil: "2026-05-01" }]),
  );
  const found = async (text: string) =>
    (await world.ok(token, list, { id, filter: { text } })).registrations.nodes.map(
      (each: { email: string }) => each.email,
    );
  expect(await found("one day")).toEqual(["ada.o@example.test"]);
  expect(await found("BOB@")).toEqual(["bob@example.test"]);
  expect(await found("%")).toEqual([]);
});
