import type { GraphQLObjectType, GraphQLResolveInfo } from "graphql";
import { systemViewer } from "../../server/core/audit.ts";
import { type Context, createContext } from "../../server/core/context.ts";
import { nobody, ProviderStatus, type Viewer } from "../../server/core/viewer.ts";
import { type Application, assertTimeZones } from "../../server/programs/program.application.ts";
import { readProgram } from "../../server/programs/program.queries.ts";
import { createSchema } from "../../server/schema.ts";
import { World } from "../support/world.ts";
import { application, create, offering, operations, programIn, step, today, typeId } from "./applications.ts";

let world: World;
let provider: Awaited<ReturnType<World["provider"]>>;
let staff: Awaited<ReturnType<World["staff"]>>;

beforeAll(async () => {
  world = await World.start();
  world.setClock(today);
  provider = await world.provider();
  staff = await world.staff();
});
afterAll(() => world.stop());

const createDocument = "mutation ($input: ProgramInput!) { createProgram(input: $input) { id } }";

const everything = `query ($id: ID!) { program(id: $id) { name description objectives minutes requestedCredits computedCredits
  credits creditUnit contactName contactEmail listOnCalendar publicUrl requestEmailBlast startsOn endsOn type { code }
  speakers { name credentials } offerings { id startsOn endsOn timeZone format place url } } }`;

const read = async (id: string) => (await world.ok(provider.token, everything, { id })).program;

test("a draft needs provider, type and name; all else is empty then", async () => {
  const input = {
    providerId: provider.id,
    typeId: await typeId(world, "WEBINAR"),
    name: "  Sleep\u2019s Ünicode 睡眠  ",
  };
  const { createProgram } = await world.ok(provider.token, createDocument, { input });
  expect(await read(createProgram.id)).toEqual({
    name: "Sleep\u2019s Ünicode 睡眠",
    description: "",
    objectives: [],
    minutes: null,
    requestedCredits: "0.00",
    computedCredits: null,
    credits: null,
    creditUnit: "CEC",
    contactName: "",
    contactEmail: "",
    listOnCalendar: false,
    publicUrl: "",
    requestEmailBlast: false,
    startsOn: null,
    endsOn: null,
    type: { code: "WEBINAR" },
    speakers: [],
    offerings: [],
  });
});

test("what was written is read back, trimmed, with speakers in their order and offerings by date", async () => {
  const { id } = await create(world, provider, {
    description: " Two\nlines.\t",
    objectives: [" One. ", "", "Two."],
    speakers: [{ name: "Zed " }, { name: "Ada", credentials: "MD" }],
    offerings: [
      offering({
        startsOn: "2026-05-01",
        endsOn: "2026-05-03",
        format: "VIRTUAL",
        place: null,
        url: "https://x.org/a?b=c",
      }),
      offering({ startsOn: "2026-04-01", endsOn: "2026-04-01" }),
    ],
  });
  expect(await read(id)).toMatchObject({
    description: "Two\nlines.",
    objectives: ["One.", "Two."],
    minutes: 90,
    requestedCredits: "1.50",
    computedCredits: "1.50",
    startsOn: "2026-04-01",
    endsOn: "2026-05-03",
    speakers: [
      { name: "Zed", credentials: "" },
      { name: "Ada", credentials: "MD" },
    ],
    offerings: [
      { startsOn: "2026-04-01", format: "IN_PERSON", place: "Chicago, IL", url: "" },
      { startsOn: "2026-05-01", format: "VIRTUAL", place: "", url: "https://x.org/a?b=c" },
    ],
  });
});

test("an update replaces all, and an offering that is named keeps its ID", async () => {
  const draft = await create(world, provider, { offerings: [offering(), offering({ startsOn: "2026-04-09" })] });
  const before = (await read(draft.id)).offerings;
  const input = await application(world, provider.id, {
    name: "Renamed",
    speakers: [],
    contactName: null,
    offerings: [
      offering({ id: before[1].id, place: "Madison, WI" }),
      offering({ startsOn: "2026-04-10", endsOn: "2026-04-11" }),
    ],
  });
  delete input.description;
  await world.ok(provider.token, operations.updateProgram, { id: draft.id, version: 1, input });
  const after = await read(draft.id);
  expect(after).toMatchObject({
    name: "Renamed",
    speakers: [],
    contactName: "",
    description: "",
    endsOn: "2026-04-11",
  });
  expect(after.offerings).toHaveLength(2);
  expect(after.offerings.map((o: { id: string }) => o.id)).toContain(before[1].id);
  expect(after.offerings.map((o: { id: string }) => o.id)).not.toContain(before[0].id);
});

test("the audit log has what an update changed, before and after", async () => {
  const draft = await create(world, provider);
  const input = await application(world, provider.id, { name: "After", minutes: 60, requestedCredits: "1.00" });
  await world.ok(provider.token, operations.updateProgram, { id: draft.id, version: 1, input });
  const [entry] = await world.sql(
    "SELECT before, after FROM audit_entry WHERE subject_id = $1 AND action = 'program.update'",
    [draft.id],
  );
  expect(entry.before).toMatchObject({ name: "Scoring Respiratory Events", minutes: 90, status: "DRAFT", version: 1 });
  expect(entry.after).toMatchObject({
    name: "After",
    minutes: 60,
    requestedCredits: "1.00",
    status: "DRAFT",
    version: 2,
  });
  expect(entry.before).not.toHaveProperty("description");
});

test("offerings of another program, and the same twice, are refused", async () => {
  const [draft, other] = [await create(world, provider), await create(world, provider)];
  const own = draft.offerings[0]?.id;
  for (const [ids, field] of [
    [[other.offerings[0]?.id], "offerings.0.id"],
    [[own, own], "offerings.1.id"],
    [["nonsense"], "offerings.0.id"],
  ] as const) {
    const input = await application(world, provider.id, { offerings: ids.map((id) => offering({ id })) });
    const { errors } = await world.graphql(provider.token, operations.updateProgram, {
      id: draft.id,
      version: 1,
      input,
    });
    expect(errors.map((e) => e.extensions)).toMatchObject([{ code: "BAD_INPUT", field }]);
  }
  expect((await read(other.id)).offerings).toHaveLength(1);
});

test("a program stays with its provider", async () => {
  const second = await world.provider();
  await world.actFor(second.id, provider.accountId);
  const draft = await create(world, provider);
  const input = await application(world, second.id);
  const { errors } = await world.graphql(provider.token, operations.updateProgram, { id: draft.id, version: 1, input });
  expect(errors.map((e) => e.extensions)).toMatchObject([{ code: "BAD_INPUT", field: "providerId" }]);
});

describe("a type that staff have closed", () => {
  afterEach(() => world.sql("UPDATE program_type SET active = true"));

  test("is not taken for new programs, stays on old drafts, and keeps them from being submitted", async () => {
    const draft = await create(world, provider);
    await world.sql("UPDATE program_type SET active = false WHERE code = 'LECTURE'");
    const input = await application(world, provider.id);
    const { errors } = await world.graphql(provider.token, createDocument, { input });
    expect(errors.map((e) => e.extensions)).toMatchObject([
      { code: "BAD_INPUT", field: "typeId", type: "Single Lecture/Workshop" },
    ]);
    const updated = await world.ok(provider.token, operations.updateProgram, { id: draft.id, version: 1, input });
    const refused = await world.graphql(provider.token, operations.submitProgram, {
      id: draft.id,
      version: updated.updateProgram.version,
    });
    expect(refused.errors[0]?.extensions.problems).toEqual([{ field: "typeId", message: expect.any(String) }]);
    const { programTypes } = await world.ok(provider.token, "{ programTypes { code } }");
    expect(programTypes.map((t: { code: string }) => t.code)).toEqual([
      "IN_SERVICE",
      "EDUCATIONAL_PROGRAM",
      "WEBINAR",
      "PRE_RECORDED",
      "CONFERENCE",
    ]);
  });
});

test("an incomplete application lists every gap at once", async () => {
  const input = { providerId: provider.id, typeId: await typeId(world, "WEBINAR"), name: "Sleep" };
  const { createProgram } = await world.ok(provider.token, createDocument, { input });
  const { errors } = await world.graphql(provider.token, operations.submitProgram, {
    id: createProgram.id,
    version: 1,
  });
  expect(errors).toHaveLength(1);
  expect(errors[0]?.extensions.code).toBe("INCOMPLETE_APPLICATION");
  const problems = errors[0]?.extensions.problems as { field: string; message: string }[] | undefined;
  expect(problems?.map((p) => p.field)).toEqual([
    "description",
    "objectives",
    "minutes",
    "requestedCredits",
    "speakers",
    "offerings",
    "contactName",
    "contactEmail",
  ]);
});

test("a program gets the credit rule in force when it is first submitted, and keeps it", async () => {
  const draft = await create(world, provider, { requestedCredits: "1.00" });
  await world.sql(`INSERT INTO credit_rule (code, name, unit, starts_on, minutes_per_unit, step, rounding)
    SELECT credit_rule_code, 'New', 'NEW', '2026-03-02', 90, 0.25, 'DOWN' FROM accreditor_settings`);
  try {
    expect((await read(draft.id)).creditUnit).toBe("CEC");
    const submitted = await step(world, provider.token, "submitProgram", draft);
    expect(await read(draft.id)).toMatchObject({ creditUnit: "NEW", computedCredits: "1.00" });
    const inReview = await step(world, staff.token, "startReview", submitted);
    const returned = await step(world, staff.token, "requestChanges", inReview);
    await world.sql("UPDATE credit_rule SET starts_on = '2027-01-01' WHERE unit = 'NEW'");
    await step(world, provider.token, "submitProgram", returned);
    expect((await read(draft.id)).creditUnit).toBe("NEW");
  } finally {
    await world.sql("UPDATE credit_rule SET starts_on = '2999-01-01' WHERE unit = 'NEW'");
  }
});

describe("input that can never be right is refused in a draft too, and names its field", () => {
  const one = (changes: Record<string, unknown>) => ({ offerings: [offering(changes)] });
  test.each<[string, Record<string, unknown>, string]>([
    ["a blank name", { name: " \t " }, "name"],
    ["a name of two lines", { name: "a\nb" }, "name"],
    ["a name with NUL", { name: "a\u0000b" }, "name"],
    ["a name of 301", { name: "x".repeat(301) }, "name"],
    ["a description of 10,001", { description: "x".repeat(10_001) }, "description"],
    ["a description with NUL", { description: "a\u0000" }, "description"],
    ["51 objectives", { objectives: Array(51).fill("x") }, "objectives"],
    ["an objective of 501", { objectives: ["x".repeat(501)] }, "objectives"],
    ["an objective with an escape", { objectives: ["\u001b[2J"] }, "objectives"],
    ["minutes below 0", { minutes: -1 }, "minutes"],
    ["minutes above 100,000", { minutes: 100_001 }, "minutes"],
    ["101 speakers", { speakers: Array(101).fill({ name: "x" }) }, "speakers"],
    ["a speaker without a name", { speakers: [{ name: " " }] }, "speakers.0.name"],
    ["101 offerings", { offerings: Array(101).fill(offering()) }, "offerings"],
    ["an offering that ends before it starts", one({ endsOn: "2026-04-09" }), "offerings.0.endsOn"],
    ["a day before 1900", one({ startsOn: "0001-01-01" }), "offerings.0.startsOn"],
    ["the year 0", one({ startsOn: "0000-01-01" }), "offerings.0.startsOn"],
    ["a day after 2999", one({ endsOn: "9999-12-31" }), "offerings.0.endsOn"],
    ["a zone that is none", one({ timeZone: "Mars/Olympus" }), "offerings.0.timeZone"],
    ["an empty zone", one({ timeZone: "" }), "offerings.0.timeZone"],
    ["a zone that is a path", one({ timeZone: "../../etc/passwd" }), "offerings.0.timeZone"],
    ["a script as address", one({ url: "javascript:alert(1)" }), "offerings.0.url"],
    ["an address without scheme", one({ url: "example.org" }), "offerings.0.url"],
    ["a file as address", one({ url: "file:///etc/passwd" }), "offerings.0.url"],
    ["a place of 501", one({ place: "x".repeat(501) }), "offerings.0.place"],
    ["a contact address that is none", { contactEmail: "pat at example" }, "contactEmail"],
    ["a contact address with a line break", { contactEmail: "a@b.org\nBcc: c@d.org" }, "contactEmail"],
  ])("%s", async (_, changes, field) => {
    const input = await application(world, provider.id, changes);
    const { data, errors } = await world.graphql(provider.token, createDocument, { input });
    expect(data?.createProgram ?? null).toBeNull();
    expect(errors.map((e) => [e.extensions.code, e.extensions.field])).toEqual([["BAD_INPUT", field]]);
  });

  test.each<[string, Record<string, unknown>]>([
    ["a day that does not exist", one({ startsOn: "2026-02-30" })],
    ["a day with a time", one({ startsOn: "2026-04-10T00:00:00Z" })],
    ["half a minute", { minutes: 1.5 }],
    ["credits as a number", { requestedCredits: 1.5 }],
    ["three decimals", { requestedCredits: "1.505" }],
    ["an unknown format", one({ format: "ON_THE_MOON" })],
    ["an unknown field", { status: "APPROVED" }],
    ["no name", { name: null }],
  ])("%s", async (_, changes) => {
    const input = await application(world, provider.id, changes);
    expect(await world.refused(provider.token, createDocument, { input })).toBe("BAD_INPUT");
  });

  test("a type that is none", async () => {
    for (const id of ["nonsense", crypto.randomUUID()]) {
      const input = await application(world, provider.id, { typeId: id });
      const { errors } = await world.graphql(provider.token, createDocument, { input });
      expect(errors.map((e) => e.extensions)).toMatchObject([{ code: "NOT_FOUND", field: "typeId" }]);
    }
  });

  test("the longest that is allowed is kept", async () => {
    const { id } = await create(world, provider, {
      name: "n".repeat(300),
      description: "d".repeat(10_000),
      objectives: Array(50).fill("o".repeat(500)),
      speakers: Array(100).fill({ name: "s".repeat(200) }),
      offerings: Array(100).fill(offering({ startsOn: "1900-01-01", endsOn: "2999-12-31" })),
      minutes: 100_000,
      requestedCredits: "9999.99",
    });
    const kept = await read(id);
    expect([kept.name.length, kept.description.length, kept.objectives.length, kept.speakers.length]).toEqual([
      300, 10_000, 50, 100,
    ]);
    expect(kept.offerings).toHaveLength(100);
  });

  test("nothing of a refused application is kept", async () => {
    const [{ count: before }] = await world.sql("SELECT count(*) FROM program");
    const input = await application(world, provider.id, { offerings: [offering({ id: crypto.randomUUID() })] });
    expect(await world.refused(provider.token, createDocument, { input })).toBe("BAD_INPUT");
    const [{ count: after }] = await world.sql("SELECT count(*) FROM program");
    expect(after).toBe(before);
  });
});

describe("what is confidential about a program", () => {
  // A certificate leads its holder to a program, who is neither staff nor its provider.
  test.each([
    "requestedCredits",
    "computedCredits",
    "contactName",
    "contactEmail",
    "listOnCalendar",
    "publicUrl",
    "requestEmailBlast",
    "timeline",
  ])("%s is for staff and its provider", async (name) => {
    const { id } = await programIn(world, { provider, staff }, "APPROVED");
    const type = (await createSchema()).getType("Program") as GraphQLObjectType<unknown, Context>;
    const field = type.getFields()[name];
    const read = async (viewer: Viewer) => {
      const ctx = createContext(world.base, viewer);
      const program = await readProgram(world.base.db.manager, id);
      return field?.resolve?.(program, {}, ctx, { parentType: type, fieldName: name } as GraphQLResolveInfo);
    };
    const attendee: Viewer = { ...nobody, accountId: crypto.randomUUID(), memberId: crypto.randomUUID() };
    await expect(read(attendee)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(read(nobody)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    expect(
      await read({
        ...nobody,
        accountId: "x",
        providers: new Map([[provider.id, { role: "EDITOR", status: ProviderStatus.ACTIVE }]]),
      }),
    ).toBeTruthy();
    expect(await read(systemViewer)).toBeTruthy();
  });
});

test("a time zone that only the database does not know is refused, since it would stop every statement that compares it", async () => {
  const unknown = { columns: {}, speakers: [], offerings: [{ timeZone: "UTC" }, { timeZone: "Mars/Olympus" }] };
  await expect(assertTimeZones(world.ctx, unknown as unknown as Application)).rejects.toMatchObject({
    extensions: { code: "BAD_INPUT", field: "offerings.1.timeZone" },
  });
});
