import { World } from "../support/world.ts";
import { create, offering, type ProgramAnswer, programIn, step, today, typeId } from "./applications.ts";

let world: World;
let lakeside: Awaited<ReturnType<World["provider"]>>;
let northern: Awaited<ReturnType<World["provider"]>>;
let staff: Awaited<ReturnType<World["staff"]>>;
let attendee: Awaited<ReturnType<World["account"]>>;

/** Names stand for the programs. Northern's must never be seen by Lakeside. */
const facts = [
  // name, provider, status, type, submitted at, starts on
  ["Épilepsie & Sleep", "lakeside", "DRAFT", "WEBINAR", null, "2026-04-10"],
  ["apnea basics", "lakeside", "SUBMITTED", "LECTURE", "2026-03-03T05:59:59Z", "2026-04-11"],
  ["Zebra naps", "lakeside", "IN_REVIEW", "LECTURE", "2026-03-03T06:00:00Z", "2026-04-12"],
  ["Banked sleep", "lakeside", "CHANGES_REQUESTED", "LECTURE", "2026-03-04T05:59:59Z", "2026-04-13"],
  ["50% off_sleep", "lakeside", "APPROVED", "WEBINAR", "2026-03-04T06:00:00Z", "2026-04-13"],
  ["Awake", "lakeside", "AWAITING_ATTENDANCE", "LECTURE", "2026-03-05T12:00:00Z", "2026-04-14"],
  ["Fees", "lakeside", "AWAITING_FEE", "LECTURE", "2026-03-06T12:00:00Z", "2026-04-14"],
  ["Done", "lakeside", "COMPLETED", "LECTURE", "2026-03-07T12:00:00Z", "2026-04-14"],
  ["Denied", "lakeside", "DENIED", "LECTURE", "2026-03-08T12:00:00Z", "2026-04-14"],
  ["Secret draft", "northern", "DRAFT", "LECTURE", null, "2026-04-10"],
  ["Secret apnea", "northern", "SUBMITTED", "LECTURE", "2026-03-09T12:00:00Z", "2026-04-11"],
  ["Secret waiting", "northern", "AWAITING_ATTENDANCE", "LECTURE", "2026-03-10T12:00:00Z", "2026-04-14"],
] as const;

const ofLakeside: string[] = facts.filter((f) => f[1] === "lakeside").map((f) => f[0]);
const all: string[] = facts.map((f) => f[0]);
const programs = new Map<string, ProgramAnswer>();

beforeAll(async () => {
  world = await World.start({ signInDays: 3650 });
  world.setClock(today);
  lakeside = await world.provider({ name: "Lakeside" });
  northern = await world.provider({ name: "northern" });
  staff = await world.staff();
  attendee = await world.account();
  for (const [name, providerName, status, type, submittedAt, startsOn] of facts) {
    const provider = providerName === "lakeside" ? lakeside : northern;
    world.setClock(submittedAt ?? today);
    const changes = {
      name,
      typeId: await typeId(world, type),
      offerings: [offering({ startsOn, endsOn: "2026-04-20" })],
    };
    programs.set(name, await programIn(world, { provider, staff }, status, changes));
  }
});
afterAll(() => world.stop());
beforeEach(() => world.setClock(today));

const document = `query ($filter: ProgramFilter, $orderBy: [ProgramOrder!], $first: Int, $after: String, $offset: Int) {
  programs(filter: $filter, orderBy: $orderBy, first: $first, after: $after, offset: $offset) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { name } } nodes { name } } }`;

interface Listed {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
  nodes: { name: string }[];
}

const list = async (token: string, variables: Record<string, unknown>): Promise<Listed> =>
  (await world.ok(token, document, { first: 100, ...variables })).programs;

const names = async (token: string, filter: unknown, orderBy?: unknown): Promise<string[]> =>
  (await list(token, { filter, orderBy })).nodes.map((n) => n.name);

describe("who sees what", () => {
  test("staff all, a provider its own, whatever is asked for", async () => {
    expect((await names(staff.token, {})).sort()).toEqual([...all].sort());
    expect((await names(lakeside.token, {})).sort()).toEqual([...ofLakeside].sort());
    expect(await names(lakeside.token, { providerId: northern.id })).toEqual([]);
    expect(await names(lakeside.token, { name: "secret" })).toEqual([]);
    expect((await list(lakeside.token, {})).totalCount).toBe(ofLakeside.length);
    expect(await names(lakeside.token, { number: programs.get("Secret apnea")?.number })).toEqual([]);
  });

  test("attendees and strangers are turned away", async () => {
    expect(await world.refused(attendee.token, document)).toBe("FORBIDDEN");
    expect(await world.refused(null, document)).toBe("UNAUTHENTICATED");
  });

  test("an account that acts for two sees both", async () => {
    const both = await world.account();
    await world.actFor(lakeside.id, both.id);
    await world.actFor(northern.id, both.id);
    expect((await list(both.token, {})).totalCount).toBe(all.length);
  });
});

describe("filters", () => {
  test.each<[Record<string, unknown>, string[]]>([
    [{ name: "SLEEP" }, ["Épilepsie & Sleep", "Banked sleep", "50% off_sleep"]],
    [{ name: "epilepsie" }, ["Épilepsie & Sleep"]],
    [{ name: "é-p i" }, ["Épilepsie & Sleep"]],
    [{ name: "offsleep" }, ["50% off_sleep"]],
    [{ name: "%" }, []],
    [{ name: "_" }, []],
    [{ name: "" }, ofLakeside],
    [{ name: "  ", number: "", typeId: "", providerId: "", status: [], submittedFrom: null }, ofLakeside],
    [{ number: "a26" }, ofLakeside.filter((n) => n !== "Épilepsie & Sleep")],
    [{ number: "%" }, []],
    [{ number: "A09" }, []],
    [{ typeId: "nonsense" }, []],
    [{ providerId: "nonsense" }, []],
    [{ status: ["APPROVED"] }, ["50% off_sleep"]],
    [{ status: ["DRAFT", "DENIED"] }, ["Épilepsie & Sleep", "Denied"]],
    [{ submittedFrom: "2026-03-03", submittedTo: "2026-03-03" }, ["Zebra naps", "Banked sleep"]],
    [{ submittedTo: "2026-03-02" }, ["apnea basics"]],
    [{ submittedFrom: "2026-03-08" }, ["Denied"]],
    [{ submittedFrom: "2026-03-09", submittedTo: "2026-03-01" }, []],
    [{ startsFrom: "2026-04-12", startsTo: "2026-04-13" }, ["Zebra naps", "Banked sleep", "50% off_sleep"]],
    [{ startsTo: "2026-04-10" }, ["Épilepsie & Sleep"]],
    [{ name: "sleep", status: ["APPROVED"], startsFrom: "2026-04-13" }, ["50% off_sleep"]],
    [{ inbox: false }, ofLakeside],
  ])("%j", async (filter, expected) => {
    expect((await names(lakeside.token, filter)).sort()).toEqual([...expected].sort());
    expect((await list(lakeside.token, { filter })).totalCount).toBe(expected.length);
  });

  test("by type and by provider", async () => {
    const webinar = await typeId(world, "WEBINAR");
    expect((await names(staff.token, { typeId: webinar })).sort()).toEqual(
      ["50% off_sleep", "Épilepsie & Sleep"].sort(),
    );
    expect((await list(staff.token, { filter: { providerId: northern.id } })).totalCount).toBe(3);
  });

  test("the inbox has what waits for the viewer to act", async () => {
    expect((await names(lakeside.token, { inbox: true })).sort()).toEqual(
      ["Épilepsie & Sleep", "Banked sleep", "Awake", "Fees"].sort(),
    );
    expect((await names(staff.token, { inbox: true })).sort()).toEqual(
      ["apnea basics", "Zebra naps", "Secret apnea"].sort(),
    );
    const both = await world.staff();
    await world.actFor(northern.id, both.id);
    expect((await names(both.token, { inbox: true })).sort()).toEqual(
      ["apnea basics", "Zebra naps", "Secret draft", "Secret waiting"].sort(),
    );
  });

  test.each([
    [{ number: "a\u0000" }, "number"],
    [{ name: "x".repeat(301) }, "name"],
    [{ submittedFrom: "0000-01-01" }, "submittedFrom"],
    [{ startsTo: "9999-12-31" }, "startsTo"],
  ])("%j is refused by name", async (filter, field) => {
    const { errors } = await world.graphql(lakeside.token, document, { filter });
    expect(errors.map((e) => [e.extensions.code, e.extensions.field])).toEqual([["BAD_INPUT", field]]);
  });
});

describe("order", () => {
  const by = (field: string, direction = "ASC") => [{ field, direction }];

  test("newest first by default", async () => {
    const created = await names(lakeside.token, {});
    expect(created).toEqual(
      [...ofLakeside]
        .reverse()
        .filter((n) => n !== "Épilepsie & Sleep")
        .concat("Épilepsie & Sleep"),
    );
  });

  test.each([
    [
      "NAME",
      [
        "50% off_sleep",
        "apnea basics",
        "Awake",
        "Banked sleep",
        "Denied",
        "Done",
        "Épilepsie & Sleep",
        "Fees",
        "Zebra naps",
      ],
    ],
    ["SUBMITTED_AT", [...ofLakeside.slice(1), "Épilepsie & Sleep"]],
    ["NUMBER", [...ofLakeside.slice(1), "Épilepsie & Sleep"]],
    ["STATUS", ofLakeside],
  ])("%s ascending; what has none comes last", async (field, expected) => {
    expect(await names(lakeside.token, {}, by(field))).toEqual(expected);
  });

  test("what has none comes last in descending order too", async () => {
    const expected = [...ofLakeside.slice(1)].reverse().concat("Épilepsie & Sleep");
    expect(await names(lakeside.token, {}, by("SUBMITTED_AT", "DESC"))).toEqual(expected);
    expect(await names(lakeside.token, {}, by("NUMBER", "DESC"))).toEqual(expected);
  });

  test("the thousandth number of a year comes after the 999th", async () => {
    await world.sql("UPDATE program SET number = 'A26999' WHERE name = 'Awake'");
    await world.sql("UPDATE program SET number = 'A261000' WHERE name = 'apnea basics'");
    try {
      expect((await names(lakeside.token, {}, by("NUMBER"))).slice(-3)).toEqual([
        "Awake",
        "apnea basics",
        "Épilepsie & Sleep",
      ]);
    } finally {
      for (const name of ["Awake", "apnea basics"])
        await world.sql("UPDATE program SET number = $2 WHERE name = $1", [name, programs.get(name)?.number]);
    }
  });

  test("by provider and by type, then by what is asked for next", async () => {
    const ordered = await names(staff.token, {}, [...by("PROVIDER", "DESC"), ...by("TYPE", "DESC"), ...by("NAME")]);
    expect(ordered.slice(0, 3)).toEqual(["Secret apnea", "Secret draft", "Secret waiting"]);
    expect(ordered.slice(3, 5)).toEqual(["50% off_sleep", "Épilepsie & Sleep"]);
    expect(ordered).toHaveLength(all.length);
  });

  test("the same field a hundred times is one order", async () => {
    const orderBy = Array.from({ length: 100 }, () => by("NAME")[0]);
    expect(await names(lakeside.token, {}, orderBy)).toEqual(await names(lakeside.token, {}, by("NAME")));
  });
});

describe("pages", () => {
  const fields = ["NUMBER", "NAME", "TYPE", "STARTS_ON", "PROVIDER", "SUBMITTED_AT", "STATUS", "CREATED_AT"];
  const orders = fields.flatMap((field) => ["ASC", "DESC"].map((direction) => [field, direction] as const));

  test.each(orders)(
    "by %s %s, walking by cursor and jumping by offset give every program once, in one order",
    async (field, direction) => {
      const orderBy = [{ field, direction }];
      const whole = await names(staff.token, {}, orderBy);
      expect(new Set(whole).size).toBe(all.length);
      const walked: string[] = [];
      let after: string | null = null;
      do {
        const page: Listed = await list(staff.token, { orderBy, first: 5, after });
        walked.push(...page.nodes.map((n) => n.name));
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after);
      expect(walked).toEqual(whole);
      const jumped: string[] = [];
      for (let offset = 0; offset < all.length; offset += 5)
        jumped.push(...(await list(staff.token, { orderBy, first: 5, offset })).nodes.map((n) => n.name));
      expect(jumped).toEqual(whole);
    },
  );

  test("the first, the last and one past the end say where they stand", async () => {
    const page = async (offset: number) => {
      const { nodes, pageInfo, totalCount } = await list(staff.token, { first: 5, offset });
      return [nodes.length, pageInfo.hasPreviousPage, pageInfo.hasNextPage, totalCount];
    };
    expect(await page(0)).toEqual([5, false, true, 12]);
    expect(await page(10)).toEqual([2, true, false, 12]);
    expect(await page(12)).toEqual([0, true, false, 12]);
    expect(await page(1_000_000)).toEqual([0, true, false, 12]);
    const edges = (await world.ok(staff.token, document, { first: 3 })).programs;
    expect(edges.edges.map((e: { node: unknown }) => e.node)).toEqual(edges.nodes);
    expect(edges.pageInfo.endCursor).toBe(edges.edges[2].cursor);
  });

  test.each([
    [{ first: 0 }, "first"],
    [{ first: 101 }, "first"],
    [{ offset: -1 }, "offset"],
    [{ after: "nonsense" }, "after"],
  ])("%j is refused by name", async (variables, field) => {
    const { errors } = await world.graphql(staff.token, document, variables);
    expect(errors.map((e) => [e.extensions.code, e.extensions.field])).toEqual([["BAD_INPUT", field]]);
  });
});

test("a page costs as many statements with twenty programs as with one", async () => {
  for (let i = 0; i < 9; i++) await create(world, northern, { name: `More ${i}` });
  const query = `query ($first: Int) { programs(first: $first) { totalCount nodes { number name status requestedCredits
    computedCredits creditUnit type { name } provider { name } availableActions
    offerings { startsOn reportingDueOn } speakers { name } timeline { action fromStatus } } } }`;
  const cost = (first: number) => world.statements(() => world.ok(staff.token, query, { first }));
  // The viewer, the page, its total, offerings, speakers and timelines; and the reviews, where any is under way.
  expect([await cost(1), await cost(20)]).toEqual([6, 7]);
  const plain = await world.statements(() =>
    world.ok(staff.token, "{ programs(first: 20) { nodes { name type { name } provider { name } creditUnit } } }"),
  );
  expect(plain).toBe(2);
});

test("a draft that is submitted moves from one inbox to the other", async () => {
  const draft = await create(world, lakeside, { name: "Moving" });
  expect(await names(lakeside.token, { inbox: true, name: "moving" })).toEqual(["Moving"]);
  expect(await names(staff.token, { inbox: true, name: "moving" })).toEqual([]);
  await step(world, lakeside.token, "submitProgram", draft);
  expect(await names(lakeside.token, { inbox: true, name: "moving" })).toEqual([]);
  expect(await names(staff.token, { inbox: true, name: "moving" })).toEqual(["Moving"]);
});
