import { World } from "../support/world.ts";
import {
  create,
  endOfferings,
  offering,
  operations,
  type ProgramAnswer,
  programIn,
  step,
  today,
} from "./applications.ts";

let world: World;
let provider: Awaited<ReturnType<World["provider"]>>;
let staff: Awaited<ReturnType<World["staff"]>>;

beforeAll(async () => {
  world = await World.start({ signInDays: 3650 });
  world.setClock(today);
  provider = await world.provider();
  staff = await world.staff();
});
afterAll(() => world.stop());
beforeEach(() => world.setClock(today));

const approved = (offerings: Record<string, unknown>[] = [offering()]) =>
  programIn(world, { provider, staff }, "APPROVED", { offerings });

const query = `query ($id: ID!) { program(id: $id) { status version startsOn endsOn
  offerings { id startsOn endsOn place url hasEnded reportingDueOn reportingOpen reportedAt }
  timeline { action reason fromStatus toStatus } } }`;

const read = async (program: ProgramAnswer) => (await world.ok(provider.token, query, { id: program.id })).program;

const postpone = (program: ProgramAnswer, move: Record<string, unknown>, reason = "Storm.", index = 0) =>
  world.graphql(provider.token, operations.postponeOffering, {
    offeringId: program.offerings[index]?.id,
    move,
    reason,
  });

const extend = (program: ProgramAnswer, until: string, reason = "Agreed by telephone.") =>
  world.graphql(staff.token, operations.extendReporting, { offeringId: program.offerings[0]?.id, until, reason });

const codes = (answer: { errors: { extensions: { code: string; field?: unknown } }[] }) =>
  answer.errors.map((e) => [e.extensions.code, e.extensions.field]);

describe("postponing", () => {
  test("moves an offering without a new review, and the timeline says why", async () => {
    const program = await approved([offering(), offering({ startsOn: "2026-06-01", endsOn: "2026-06-02" })]);
    const first = (await read(program)).offerings[0].id;
    const answer = await world.graphql(staff.token, operations.postponeOffering, {
      offeringId: first,
      move: { startsOn: "2026-07-01", endsOn: "2026-07-03", place: " Duluth, MN " },
      reason: "Storm.",
    });
    expect(answer.errors).toEqual([]);
    const after = await read(program);
    expect(after).toMatchObject({ status: "APPROVED", version: 5, startsOn: "2026-06-01", endsOn: "2026-07-03" });
    expect(after.offerings[1]).toMatchObject({
      id: first,
      startsOn: "2026-07-01",
      endsOn: "2026-07-03",
      place: "Duluth, MN",
      reportingDueOn: "2026-08-17",
    });
    expect(after.timeline.at(-1)).toEqual({
      action: "program.postpone",
      reason: "Storm.",
      fromStatus: "APPROVED",
      toStatus: "APPROVED",
    });
  });

  test.each<[string, Record<string, unknown>, string, string | undefined, string | undefined]>([
    ["today", { startsOn: "2026-03-02", endsOn: "2026-05-02" }, "Storm.", "BAD_INPUT", "startsOn"],
    ["the past", { startsOn: "2026-01-02", endsOn: "2026-05-02" }, "Storm.", "BAD_INPUT", "startsOn"],
    ["an end before the start", { startsOn: "2026-05-02", endsOn: "2026-05-01" }, "Storm.", "BAD_INPUT", "endsOn"],
    ["no place", { startsOn: "2026-05-01", endsOn: "2026-05-01", place: " " }, "Storm.", "BAD_INPUT", "place"],
    ["a script", { startsOn: "2026-05-01", endsOn: "2026-05-01", url: "javascript:0" }, "Storm.", "BAD_INPUT", "url"],
    ["no reason", { startsOn: "2026-05-01", endsOn: "2026-05-01" }, " ", "REASON_REQUIRED", "reason"],
  ])("to %s is refused", async (_, move, reason, code, field) => {
    const program = await approved();
    expect(codes(await postpone(program, move, reason))).toEqual([[code, field]]);
    expect((await read(program)).version).toBe(program.version);
  });

  test("tomorrow is counted where it is held: Kiritimati is a day ahead", async () => {
    world.setClock("2026-03-02T12:00:00Z");
    const program = await approved([offering({ timeZone: "Pacific/Kiritimati" })]);
    const to = (day: string) => postpone(program, { startsOn: day, endsOn: day });
    expect(codes(await to("2026-03-03"))).toEqual([["BAD_INPUT", "startsOn"]]);
    expect(codes(await to("2026-03-04"))).toEqual([]);
  });

  test("what is reported or over stays where it is", async () => {
    const program = await approved([offering(), offering({ startsOn: "2026-06-01", endsOn: "2026-06-01" })]);
    const [first, second] = (await read(program)).offerings.map((o: { id: string }) => o.id);
    const ordered = { ...program, offerings: [{ id: first }, { id: second }] };
    const move = { startsOn: "2026-08-01", endsOn: "2026-08-01" };
    world.setClock("2026-04-11T05:00:00Z");
    expect(codes(await postpone(ordered, move))).toEqual([["ILLEGAL_TRANSITION", undefined]]);
    await endOfferings(world);
    expect(codes(await postpone(ordered, move, "Storm.", 1))).toEqual([]);
    await world.sql("UPDATE offering SET reported_at = now() WHERE id = $1", [second]);
    expect(codes(await postpone(ordered, move, "Storm.", 1))).toEqual([["ALREADY_REPORTED", undefined]]);
  });
});

describe("reporting", () => {
  test("the window opens when the offering has ended where it is held, and closes with day 45", async () => {
    const program = await approved([offering({ timeZone: "Asia/Kolkata" })]);
    const seen = [];
    for (const now of [
      "2026-04-10T18:29:59Z",
      "2026-04-10T18:30:00Z",
      "2026-05-25T18:29:59Z",
      "2026-05-25T18:30:00Z",
    ]) {
      world.setClock(now);
      const [{ hasEnded, reportingDueOn, reportingOpen }] = (await read(program)).offerings;
      seen.push([hasEnded, reportingDueOn, reportingOpen]);
    }
    expect(seen).toEqual([
      [false, "2026-05-25", false],
      [true, "2026-05-25", true],
      [true, "2026-05-25", true],
      [true, "2026-05-25", false],
    ]);
  });

  test("staff extend it with a reason, which is recorded", async () => {
    const program = await approved();
    world.setClock("2026-06-15T12:00:00Z");
    await endOfferings(world);
    expect((await read(program)).offerings[0]).toMatchObject({ reportingDueOn: "2026-05-25", reportingOpen: false });
    expect(codes(await extend(program, "2026-06-15"))).toEqual([]);
    const after = await read(program);
    expect(after.offerings[0]).toMatchObject({ reportingDueOn: "2026-06-15", reportingOpen: true });
    expect(after.timeline.at(-1)).toEqual({
      action: "program.extend-reporting",
      reason: "Agreed by telephone.",
      fromStatus: "AWAITING_ATTENDANCE",
      toStatus: "AWAITING_ATTENDANCE",
    });
    const [entry] = await world.sql(
      "SELECT before, after FROM audit_entry WHERE subject_id = $1 AND action = 'program.extend-reporting'",
      [program.id],
    );
    expect(entry.before.reportingDueOn).toBe("2026-05-25");
    expect(entry.after.reportingDueOn).toBe("2026-06-15");
  });

  test("it is extended to a later day that is not over, also for what was forgotten when it was reported", async () => {
    const program = await approved();
    expect(codes(await extend(program, "2026-05-25"))).toEqual([["BAD_INPUT", "until"]]);
    world.setClock("2026-06-15T12:00:00Z");
    expect(codes(await extend(program, "2026-06-14"))).toEqual([["BAD_INPUT", "until"]]);
    expect(codes(await extend(program, "2026-06-20", " "))).toEqual([["REASON_REQUIRED", "reason"]]);
    expect(
      await world.refused(provider.token, operations.extendReporting, {
        offeringId: program.offerings[0]?.id,
        until: "2026-06-20",
        reason: "Please.",
      }),
    ).toBe("FORBIDDEN");
    await world.sql("UPDATE offering SET reported_at = now() WHERE program_id = $1", [program.id]);
    expect(codes(await extend(program, "2026-06-20"))).toEqual([]);
  });

  test("a postponed offering has the time that the setting gives again", async () => {
    const program = await approved();
    expect(codes(await extend(program, "2026-12-31"))).toEqual([]);
    expect(codes(await postpone(program, { startsOn: "2026-05-01", endsOn: "2026-05-01" }))).toEqual([]);
    expect((await read(program)).offerings[0].reportingDueOn).toBe("2026-06-15");
  });
});

describe("the hourly job", () => {
  test("moves on what has ended in its own zone and is not reported, once, and nothing else", async () => {
    const programs = {
      chicago: await approved(),
      kolkata: await approved([offering({ timeZone: "Asia/Kolkata" })]),
      later: await approved([offering({ endsOn: "2026-04-11" })]),
      oneOfTwo: await approved([
        offering({ timeZone: "Asia/Tokyo" }),
        offering({ startsOn: "2026-09-01", endsOn: "2026-09-01" }),
      ]),
      reported: await approved([offering({ timeZone: "Asia/Tokyo" })]),
      cancelled: await step(
        world,
        provider.token,
        "cancelProgram",
        await approved([offering({ timeZone: "Asia/Tokyo" })]),
      ),
      draft: await create(world, provider, { offerings: [offering({ timeZone: "Asia/Tokyo" })] }),
    };
    await world.sql("UPDATE offering SET reported_at = now() WHERE program_id = $1", [programs.reported.id]);
    world.setClock("2026-04-11T04:59:59Z");
    await endOfferings(world);
    await endOfferings(world);
    const states: Record<string, string> = {};
    for (const [name, program] of Object.entries(programs)) {
      const { status, version } = await read(program);
      states[name] = `${status} ${version - program.version}`;
    }
    expect(states).toEqual({
      chicago: "APPROVED 0",
      kolkata: "AWAITING_ATTENDANCE 1",
      later: "APPROVED 0",
      oneOfTwo: "AWAITING_ATTENDANCE 1",
      reported: "APPROVED 0",
      cancelled: "CANCELLED 0",
      draft: "DRAFT 0",
    });
  });
});
