import { ProgramStatus } from "../../server/programs/program.status.ts";
import { World } from "../support/world.ts";
import {
  application,
  create,
  declared,
  endOfferings,
  everyArgument,
  type Operation,
  operations,
  programIn,
  step,
  today,
} from "./applications.ts";

let world: World;
let provider: Awaited<ReturnType<World["provider"]>>;
let other: Awaited<ReturnType<World["provider"]>>;
let staff: Awaited<ReturnType<World["staff"]>>;

beforeAll(async () => {
  world = await World.start({ signInDays: 36_500 });
  world.setClock(today);
  provider = await world.provider({ name: "Lakeside Sleep Center" });
  other = await world.provider();
  staff = await world.staff();
});
afterAll(() => world.stop());
beforeEach(() => world.setClock(today));

const actors = () => ({ provider, staff });

test("a program goes from draft to waiting for attendance, and its timeline tells who, when and why", async () => {
  world.setClock("2026-03-02T15:00:00Z");
  let program = await create(world, provider);
  expect(program).toEqual({
    id: expect.any(String),
    version: 1,
    number: null,
    name: "Scoring Respiratory Events",
    status: "DRAFT",
    offerings: [{ id: expect.any(String) }],
  });
  world.setClock("2026-03-03T15:00:00Z");
  program = await step(world, provider.token, "submitProgram", program);
  expect(program.number).toMatch(/^A26\d{3}$/);
  const { number } = program;
  world.setClock("2026-03-04T15:00:00Z");
  program = await step(world, staff.token, "startReview", program);
  program = await step(world, staff.token, "requestChanges", program, { reason: " Name the room. " });
  world.setClock("2026-03-05T15:00:00Z");
  program = await step(world, provider.token, "submitProgram", program);
  program = await step(world, staff.token, "startReview", program);
  program = await step(world, staff.token, "approveProgram", program, {
    credits: "1.25",
    reason: "The break counts nothing.",
  });
  world.setClock("2026-04-11T05:00:00Z");
  await endOfferings(world);
  const data = await world.ok(
    provider.token,
    `query ($id: ID!) { program(id: $id) { number status version credits submittedAt availableActions
      timeline { at actor actorAs action reason fromStatus toStatus } } }`,
    { id: program.id },
  );
  expect(data.program).toEqual({
    number,
    status: "AWAITING_ATTENDANCE",
    version: 8,
    credits: "1.25",
    submittedAt: "2026-03-03T15:00:00.000Z",
    availableActions: [
      "COPY",
      "CANCEL",
      "REPORT_ATTENDANCE",
      "REPORT_NOBODY",
      "ADD_REPORT_DOCUMENT",
      "EDIT_EVALUATION",
      "GRANT_ATTEMPT",
    ],
    timeline: [
      ["2026-03-02T15:00:00.000Z", "PROVIDER", "program.create", null, null, "DRAFT"],
      ["2026-03-03T15:00:00.000Z", "PROVIDER", "program.submit", null, "DRAFT", "SUBMITTED"],
      ["2026-03-04T15:00:00.000Z", "STAFF", "program.start-review", null, "SUBMITTED", "IN_REVIEW"],
      [
        "2026-03-04T15:00:00.000Z",
        "STAFF",
        "program.request-changes",
        "Name the room.",
        "IN_REVIEW",
        "CHANGES_REQUESTED",
      ],
      ["2026-03-05T15:00:00.000Z", "PROVIDER", "program.submit", null, "CHANGES_REQUESTED", "SUBMITTED"],
      ["2026-03-05T15:00:00.000Z", "STAFF", "program.start-review", null, "SUBMITTED", "IN_REVIEW"],
      ["2026-03-05T15:00:00.000Z", "STAFF", "program.approve", "The break counts nothing.", "IN_REVIEW", "APPROVED"],
      ["2026-04-11T05:00:00.000Z", "SYSTEM", "program.await-attendance", null, "APPROVED", "AWAITING_ATTENDANCE"],
    ].map(([at, actorAs, action, reason, fromStatus, toStatus]) => ({
      at,
      actor:
        actorAs === "SYSTEM" ? "system" : actorAs === "STAFF" ? staff.email : expect.stringContaining("@example.test"),
      actorAs,
      action,
      reason,
      fromStatus,
      toStatus,
    })),
  });
});

describe("every action in every status", () => {
  const who: Record<Operation, "provider" | "staff"> = {
    updateProgram: "provider",
    submitProgram: "provider",
    withdrawProgram: "provider",
    copyProgram: "provider",
    startReview: "staff",
    requestChanges: "staff",
    approveProgram: "staff",
    denyProgram: "staff",
    cancelProgram: "provider",
    postponeOffering: "provider",
    extendReporting: "staff",
    correctCredits: "staff",
  };
  // Written out, not derived: from the diagram of the product design.
  const possible: Record<Operation, string> = {
    updateProgram: "DRAFT CHANGES_REQUESTED",
    submitProgram: "DRAFT CHANGES_REQUESTED",
    withdrawProgram: "DRAFT SUBMITTED IN_REVIEW CHANGES_REQUESTED",
    copyProgram: "APPROVED AWAITING_ATTENDANCE AWAITING_DOCUMENTS AWAITING_FEE COMPLETED",
    startReview: "SUBMITTED",
    requestChanges: "IN_REVIEW",
    approveProgram: "IN_REVIEW",
    denyProgram: "IN_REVIEW",
    cancelProgram: "APPROVED AWAITING_ATTENDANCE AWAITING_DOCUMENTS AWAITING_FEE",
    postponeOffering: "APPROVED AWAITING_ATTENDANCE",
    extendReporting: "APPROVED AWAITING_ATTENDANCE AWAITING_DOCUMENTS AWAITING_FEE COMPLETED",
    correctCredits: "APPROVED AWAITING_ATTENDANCE AWAITING_DOCUMENTS AWAITING_FEE COMPLETED",
  };
  const tuples = Object.values(ProgramStatus).flatMap((status) =>
    (Object.keys(operations) as Operation[]).map(
      (operation) => [operation, status, possible[operation].split(" ").includes(status)] as const,
    ),
  );

  test.each(tuples)("%s while %s: %s", async (operation, status, allowed) => {
    const program = await programIn(world, actors(), status);
    const document = operations[operation];
    const input = await application(world, provider.id);
    const { data, errors } = await world.graphql(
      (who[operation] === "staff" ? staff : provider).token,
      document,
      declared(document, everyArgument(program, input)),
    );
    const [after] = await world.sql("SELECT status, version FROM program WHERE id = $1", [program.id]);
    if (allowed) {
      expect(errors).toEqual([]);
      expect(data[operation].version).toBe(operation === "copyProgram" ? 1 : program.version + 1);
    } else {
      expect(errors.map((error) => error.extensions)).toEqual([
        expect.objectContaining({ code: "ILLEGAL_TRANSITION", from: status, allowed: expect.any(Array) }),
      ]);
      expect(errors[0]?.message).toContain(status);
      expect(after).toEqual({ status, version: program.version });
    }
  });
});

describe("who may", () => {
  const provided = Object.keys(operations) as Operation[];

  test.each(provided)(
    "%s: another provider's program answers as one that is missing, and stays as it was",
    async (operation) => {
      const program = await programIn(world, actors(), "APPROVED");
      const input = await application(world, other.id);
      const document = operations[operation];
      const missing = { ...program, id: crypto.randomUUID(), offerings: [{ id: crypto.randomUUID() }] };
      const ask = async (subject: typeof program) =>
        (await world.graphql(other.token, document, declared(document, everyArgument(subject, input)))).errors.map(
          ({ message, extensions }) => ({ message, extensions }),
        );
      const foreign = await ask(program);
      expect(foreign).toEqual(await ask(missing));
      const staffOnly = [
        "startReview",
        "requestChanges",
        "approveProgram",
        "denyProgram",
        "extendReporting",
        "correctCredits",
      ];
      expect(foreign.map((error) => error.extensions.code)).toEqual([
        staffOnly.includes(operation) ? "FORBIDDEN" : "NOT_FOUND",
      ]);
      const [{ version }] = await world.sql("SELECT version FROM program WHERE id = $1", [program.id]);
      expect(version).toBe(program.version);
    },
  );

  test.each(["not-an-id", "", "'; DROP TABLE program", "00000000-0000-0000-0000-000000000000"])(
    "an ID that cannot be one, %j, is a missing program",
    async (id) => {
      const submit = await world.graphql(provider.token, operations.submitProgram, { id, version: 1 });
      expect(submit.errors.map((error) => error.extensions.code)).toEqual(["NOT_FOUND"]);
      const move = { startsOn: "2026-05-10", endsOn: "2026-05-10" };
      const postpone = { offeringId: id, move, reason: "Because." };
      expect(await world.refused(provider.token, operations.postponeOffering, postpone)).toBe("NOT_FOUND");
    },
  );

  test("reading another provider's program by ID or number answers as a missing one", async () => {
    const program = await programIn(world, actors(), "SUBMITTED");
    const query = "query ($id: ID, $number: String) { program(id: $id, number: $number) { name timeline { id } } }";
    expect(await world.ok(other.token, query, { id: program.id })).toEqual({ program: null });
    expect(await world.ok(other.token, query, { number: program.number })).toEqual({ program: null });
    expect(await world.ok(provider.token, query, { number: program.number?.toLowerCase() })).toEqual({
      program: { name: program.name, timeline: [{ id: expect.any(String) }, { id: expect.any(String) }] },
    });
    expect(await world.ok(staff.token, query, { id: program.id })).not.toEqual({ program: null });
    expect(await world.refused(provider.token, query, {})).toBe("BAD_INPUT");
    expect(await world.refused(provider.token, query, { id: program.id, number: program.number })).toBe("BAD_INPUT");
  });

  test.each(["submitProgram", "withdrawProgram", "copyProgram", "updateProgram"] as const)(
    "staff do not %s for a provider",
    async (operation) => {
      const program = await create(world, provider);
      const document = operations[operation];
      const input = await application(world, provider.id);
      expect(await world.refused(staff.token, document, declared(document, everyArgument(program, input)))).toBe(
        "FORBIDDEN",
      );
    },
  );

  test.each(Object.keys(operations) as Operation[])("nobody does %s without signing in", async (operation) => {
    const program = { id: "x", version: 1, number: null, name: "", status: "DRAFT", offerings: [{ id: "x" }] };
    const document = operations[operation];
    const input = await application(world, provider.id);
    expect(await world.refused(null, document, declared(document, everyArgument(program, input)))).toBe(
      "UNAUTHENTICATED",
    );
  });

  test("an application can be made only for a provider that one acts for", async () => {
    const document = "mutation ($input: ProgramInput!) { createProgram(input: $input) { id } }";
    const foreign = await world.graphql(provider.token, document, { input: await application(world, other.id) });
    const missing = await world.graphql(provider.token, document, {
      input: await application(world, crypto.randomUUID()),
    });
    expect(foreign.errors.map((e) => [e.message, e.extensions])).toEqual(
      missing.errors.map((e) => [e.message, e.extensions]),
    );
    expect(foreign.errors[0]?.extensions).toEqual({ code: "NOT_FOUND", field: "providerId", retryable: false });
  });

  test("a reviewer who also acts for the provider may submit, but not decide", async () => {
    const both = await world.staff();
    await world.actFor(provider.id, both.id);
    const draft = await create(world, { id: provider.id, token: both.token });
    const submitted = await step(world, both.token, "submitProgram", draft);
    const inReview = await step(world, staff.token, "startReview", submitted);
    for (const operation of ["requestChanges", "approveProgram", "denyProgram"] as const) {
      const document = operations[operation];
      const code = await world.refused(both.token, document, declared(document, everyArgument(inReview)));
      expect([operation, code]).toEqual([operation, "CONFLICT_OF_INTEREST"]);
    }
    const query = "query ($id: ID!) { program(id: $id) { availableActions } }";
    expect((await world.ok(both.token, query, { id: draft.id })).program.availableActions).toEqual(["WITHDRAW"]);
  });
});

describe("at once", () => {
  test("of two who decide, one wins and the other gets a stale version", async () => {
    const program = await programIn(world, actors(), "IN_REVIEW");
    const second = await world.staff();
    const decide = (token: string, operation: Operation) => {
      const document = operations[operation];
      return world.graphql(token, document, declared(document, everyArgument(program)));
    };
    const answers = await Promise.all([decide(staff.token, "approveProgram"), decide(second.token, "denyProgram")]);
    expect(answers.flatMap((a) => a.errors.map((e) => e.extensions.code))).toEqual(["STALE_VERSION"]);
    const [{ version }] = await world.sql("SELECT version FROM program WHERE id = $1", [program.id]);
    expect(version).toBe(program.version + 1);
  });

  test("a stale version names the present one and changes nothing", async () => {
    const program = await create(world, provider);
    const input = await application(world, provider.id, { name: "Newer" });
    await world.ok(provider.token, operations.updateProgram, { id: program.id, version: 1, input });
    for (const version of [1, 3, -1]) {
      const { errors } = await world.graphql(provider.token, operations.updateProgram, {
        id: program.id,
        version,
        input,
      });
      expect(errors[0]?.extensions).toMatchObject({
        code: "STALE_VERSION",
        field: "version",
        version: 2,
        expected: version,
      });
    }
  });

  test("ten submit and get ten numbers without a gap", async () => {
    const drafts = [];
    for (let i = 0; i < 10; i++) drafts.push(await create(world, i % 2 ? provider : other));
    world.setClock("2031-06-01T12:00:00Z");
    const submitted = await Promise.all(
      drafts.map((draft, i) => step(world, (i % 2 ? provider : other).token, "submitProgram", draft)),
    );
    expect(submitted.map((p) => p.number).sort()).toEqual(
      Array.from({ length: 10 }, (_, i) => `A31${String(i + 1).padStart(3, "0")}`),
    );
  });

  test("one application submitted ten times at once is submitted once", async () => {
    const draft = await create(world, provider);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        world.graphql(provider.token, operations.submitProgram, { id: draft.id, version: draft.version }),
      ),
    );
    expect(answers.filter((a) => a.errors.length === 0)).toHaveLength(1);
    expect(new Set(answers.flatMap((a) => a.errors.map((e) => e.extensions.code)))).toEqual(new Set(["STALE_VERSION"]));
  });
});

describe("numbers", () => {
  test("the year is the accreditor's own: it is still 2033 in Chicago when it is 2034 in Greenwich", async () => {
    const [first, second] = [await create(world, provider), await create(world, provider)];
    world.setClock("2034-01-01T05:59:59Z");
    expect((await step(world, provider.token, "submitProgram", first)).number).toBe("A33001");
    world.setClock("2034-01-01T06:00:00Z");
    expect((await step(world, provider.token, "submitProgram", second)).number).toBe("A34001");
  });

  test("the thousandth has four digits, and is not taken for another", async () => {
    await world.sql("INSERT INTO number_series (name, last) VALUES ('program:A35', 998)");
    world.setClock("2035-03-01T12:00:00Z");
    const numbers = [];
    for (let i = 0; i < 2; i++)
      numbers.push((await step(world, provider.token, "submitProgram", await create(world, provider))).number);
    expect(numbers).toEqual(["A35999", "A351000"]);
  });

  test("a refused submission takes none", async () => {
    world.setClock("2036-03-01T12:00:00Z");
    const incomplete = await create(world, provider, { speakers: [] });
    expect(
      await world.refused(provider.token, operations.submitProgram, { id: incomplete.id, version: incomplete.version }),
    ).toBe("INCOMPLETE_APPLICATION");
    expect((await step(world, provider.token, "submitProgram", await create(world, provider))).number).toBe("A36001");
  });
});

describe("approving", () => {
  const approve = (program: { id: string; version: number }, credits: unknown, reason: string | null = null) =>
    world.graphql(staff.token, operations.approveProgram, {
      id: program.id,
      version: program.version,
      credits,
      reason,
    });

  test.each([
    ["0.00", "Because.", "CREDITS_NOT_POSITIVE"],
    ["1.40", "Because.", "CREDITS_NOT_WHOLE_STEPS"],
    ["1.25", null, "REASON_REQUIRED"],
    ["1.25", "  ", "REASON_REQUIRED"],
    ["2.00", null, "REASON_REQUIRED"],
    ["1.255", "Because.", "BAD_INPUT"],
    ["-1.50", "Because.", "BAD_INPUT"],
    ["NaN", "Because.", "BAD_INPUT"],
    [1.5, "Because.", "BAD_INPUT"],
    ["1.25", "x".repeat(2001), "BAD_INPUT"],
    ["1.25", "nul \u0000", "BAD_INPUT"],
  ])("%j credits because of %j: %s", async (credits, reason, code) => {
    const program = await programIn(world, actors(), "IN_REVIEW");
    const { errors } = await approve(program, credits, reason);
    expect(errors.map((e) => e.extensions.code)).toEqual([code]);
  });

  test("what the minutes earn needs no reason, anything else in whole steps needs one", async () => {
    expect((await approve(await programIn(world, actors(), "IN_REVIEW"), "1.50")).errors).toEqual([]);
    expect((await approve(await programIn(world, actors(), "IN_REVIEW"), "1.5")).errors).toEqual([]);
    expect((await approve(await programIn(world, actors(), "IN_REVIEW"), "3.00", "A double lecture.")).errors).toEqual(
      [],
    );
  });
});

test.each(["requestChanges", "denyProgram"] as const)("%s needs a reason that says something", async (operation) => {
  const program = await programIn(world, actors(), "IN_REVIEW");
  const document = operations[operation];
  for (const reason of ["", " \n\t "])
    expect(await world.refused(staff.token, document, declared(document, { ...everyArgument(program), reason }))).toBe(
      "REASON_REQUIRED",
    );
});

test("cancelling needs a reason, withdrawing does not", async () => {
  const approved = await programIn(world, actors(), "APPROVED");
  const { id, version } = approved;
  expect(await world.refused(provider.token, operations.cancelProgram, { id, version, reason: " " })).toBe(
    "REASON_REQUIRED",
  );
  const draft = await create(world, provider);
  const withdrawn = await world.ok(provider.token, operations.withdrawProgram, {
    id: draft.id,
    version: draft.version,
  });
  expect(withdrawn.withdrawProgram.status).toBe("WITHDRAWN");
});

test("a copy has the content, and no number, dates, decision or history", async () => {
  const program = await programIn(world, actors(), "APPROVED");
  const copy = await step(world, provider.token, "copyProgram", program);
  const query = `query ($id: ID!) { program(id: $id) { status version number credits submittedAt startsOn endsOn name
    description objectives minutes requestedCredits computedCredits contactName contactEmail listOnCalendar publicUrl
    requestEmailBlast type { code } provider { id } speakers { name credentials } offerings { id }
    timeline { action fromStatus toStatus } availableActions } }`;
  const [source, copied] = [
    (await world.ok(provider.token, query, { id: program.id })).program,
    (await world.ok(provider.token, query, { id: copy.id })).program,
  ];
  expect(copied).toEqual({
    ...source,
    status: "DRAFT",
    version: 1,
    number: null,
    credits: null,
    submittedAt: null,
    startsOn: null,
    endsOn: null,
    offerings: [],
    timeline: [{ action: "program.copy", fromStatus: null, toStatus: "DRAFT" }],
    availableActions: ["EDIT", "SUBMIT", "WITHDRAW", "EDIT_EVALUATION"],
  });
  expect(source.speakers).toEqual([{ name: "Ada Okafor", credentials: "MD" }]);
});
