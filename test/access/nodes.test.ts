import { isObjectType } from "graphql";
import { sideTypes } from "../../server/core/node-ids.ts";
import { nodeTypes } from "../../server/nodes.ts";
import { createSchema } from "../../server/schema.ts";
import { asConference, ConferenceWorld, documents } from "../conferences/conference-world.ts";

const schema = await createSchema();
let c: ConferenceWorld;
beforeAll(async () => {
  c = await ConferenceWorld.start();
});
afterAll(() => c.stop());

const byId = "query ($id: ID!) { node(id: $id) { id __typename } }";
const byIds = `query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename ... on Conference { name } ... on Session { title }
  ... on Program { name } } }`;

test("every node has a reader whose query is in the schema, and every type that shares a row has IDs of its own", () => {
  const nodes = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && type.getInterfaces().some(({ name }) => name === "Node"),
  );
  expect(nodeTypes.map(({ name }) => name)).toEqual(nodes.map(({ name }) => name).sort());
  const queries = Object.keys(schema.getQueryType()?.getFields() ?? {});
  expect(queries).toEqual(expect.arrayContaining(nodeTypes.flatMap((node) => node.readers.map((r) => r.operation))));
  for (const name of sideTypes) expect(schema.getType(name)).toMatchObject({ name });
});

test("a thing is read by its ID by whoever may read it otherwise, and is null to everybody else", async () => {
  const id = await c.conference({ startsOn: "2026-02-10", endsOn: "2026-02-11" });
  const attendee = await c.attendee(["nodes@example.test"]);
  await c.register(id, "nodes@example.test,Full,,,");
  const { createSession } = await c.world.ok(
    c.staff.token,
    "mutation ($p: ID!, $i: SessionInput!) { createSession(programId: $p, input: $i) { id } }",
    { p: id, i: { title: "Dreams", startsAt: "2026-02-10T15:00:00Z", endsAt: "2026-02-10T16:00:00Z", eligible: true } },
  );
  const session = createSession.id;
  const [{ registration }] = await c.world.sql("SELECT id AS registration FROM registration WHERE program_id = $1", [
    id,
  ]);
  const read = async (token: string | null, given: string) => (await c.world.ok(token, byId, { id: given })).node;
  const is = (__typename: string, given: string) => ({ __typename, id: given });
  const side = asConference(id);

  expect(await read(c.staff.token, id)).toEqual(is("Program", id));
  expect(await read(c.provider.token, id)).toEqual(is("Program", id));
  expect(await read(c.staff.token, id.toUpperCase())).toEqual(is("Program", id));
  expect(await read(c.provider.token, c.provider.id)).toEqual(is("Provider", c.provider.id));
  expect(await read(c.staff.token, registration)).toEqual(is("Registration", registration));
  expect(await read(c.staff.token, attendee.id)).toEqual(is("Member", attendee.id));
  expect(await read(attendee.token, attendee.id)).toEqual(is("Member", attendee.id));
  expect(await read(attendee.token, side)).toEqual(is("Conference", side));
  expect(await read(attendee.token, session)).toEqual(is("Session", session));
  expect(await read(c.provider.token, session)).toEqual(is("Session", session));

  // A claim leads to all that it changes, as it is after it.
  const claimAndLook = `mutation ($s: ID!, $again: LocalDate) { claimSession(sessionId: $s, attendedOn: $again) {
    conference { id claimedCredits claims { session { id } conference { id } } } } }`;
  const { claimSession } = await c.world.ok(attendee.token, claimAndLook, { s: session, again: null });
  expect(claimSession.conference).toEqual({
    id: side,
    claimedCredits: "1.00",
    claims: [{ session: { id: session }, conference: { id: side } }],
  });

  const other = await c.world.provider({ name: "Another" });
  const stranger = await c.attendee(["stranger@example.test"]);
  for (const token of [null, other.token, stranger.token])
    for (const given of [id, side, session, registration, attendee.id])
      expect([given, await read(token, given)]).toEqual([given, null]);
  for (const given of [id, registration]) expect(await read(attendee.token, given)).toBeNull();
  for (const given of [
    "",
    "x",
    "Conference_",
    "Conference_x",
    `Program_${id}`,
    `Conference_${session}`,
    "0".repeat(300),
  ])
    expect([given, await read(attendee.token, given)]).toEqual([given, null]);

  // What takes a conference takes either ID, and what lists it has the one that is its own.
  for (const given of [id, side])
    expect((await c.world.ok(attendee.token, documents.conference, { id: given })).conference.id).toBe(side);

  const ids = [session, side, "x", id, session];
  const ask = (given: string[]) => c.world.ok(attendee.token, byIds, { ids: given });
  expect((await ask(ids)).nodes).toEqual([
    { ...is("Session", session), title: "Dreams" },
    { ...is("Conference", side), name: "Sleep Summit" },
    null,
    null,
    { ...is("Session", session), title: "Dreams" },
  ]);
  // However many, the statements are the same.
  const few = await c.world.statements(() => ask(ids));
  expect(await c.world.statements(() => ask([...ids, ...ids, registration]))).toBe(few);
  expect(await c.world.refused(attendee.token, byIds, { ids: Array(101).fill(id) })).toBe("BAD_INPUT");
});

test("a key reads those nodes whose types its scopes are shown", async () => {
  const id = await c.conference({ startsOn: "2026-02-10", endsOn: "2026-02-11" });
  const made = await c.world.ok(
    c.provider.token,
    'mutation ($p: ID!) { createApiKey(name: "nodes", scopes: [PROGRAMS_READ], providerId: $p) { key apiKey { id } } }',
    { p: c.provider.id },
  );
  const { key } = made.createApiKey;
  const [{ upload }] = await c.world.sql("SELECT gen_random_uuid() AS upload");
  expect((await c.world.ok(key, byId, { id })).node).toEqual({ __typename: "Program", id });
  expect((await c.world.ok(key, byId, { id: upload })).node).toBeNull();
  await c.register(id, "key@example.test,Full,,,");
  const [{ registration }] = await c.world.sql("SELECT id AS registration FROM registration WHERE program_id = $1", [
    id,
  ]);
  expect((await c.world.ok(c.provider.token, byId, { id: registration })).node).not.toBeNull();
  expect((await c.world.ok(key, byId, { id: registration })).node).toBeNull();
  expect(
    await c.world.refused(key, "query ($id: ID!) { node(id: $id) { ... on Registration { email } } }", {
      id: registration,
    }),
  ).toBe("FORBIDDEN");
});
