import { Accrue, about, enterRoster, lookAtProgram, lookAtRoster, NoAnswer, Refused } from "../packages/sdk/accrue.ts";
import { entryOf, type RosterWorld, sampleRows, startRosterWorld } from "./attendance/roster-world.ts";
import { create, step } from "./programs/applications.ts";

let roster: RosterWorld;
let provider: Accrue;
beforeAll(async () => {
  roster = await startRosterWorld({ liveTimes: { paceMs: 5 }, uploadAtOnceBytes: 100 });
  const { createApiKey } = await roster.world.ok(
    roster.provider.token,
    `mutation ($id: ID!) { createApiKey(name: "SDK", scopes: [PROGRAMS_READ, ATTENDANCE_WRITE], providerId: $id) { key } }`,
    { id: roster.provider.id },
  );
  provider = new Accrue({ url: roster.world.url, token: createApiKey.key });
});
afterAll(() => roster.world.stop());

/** A fetch that says so once for each of these, and then goes on to the server. */
function failing(...answers: (Response | Error)[]): { fetch: typeof fetch; asked: Headers[] } {
  const asked: Headers[] = [];
  return {
    asked,
    fetch: async (url, init) => {
      asked.push(new Headers(init?.headers));
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer ?? fetch(url, init);
    },
  };
}

const refusal = (code: string, retryable: boolean, status = 200): Response =>
  new Response(JSON.stringify({ errors: [{ message: "Not now.", extensions: { code, retryable } }] }), { status });

const client = (how: ReturnType<typeof failing>): Accrue =>
  new Accrue({ url: roster.world.url, token: null, fetch: how.fetch, tries: 3 });

beforeEach(() => {
  // Pauses are a matter of seconds, and none of what is tried here.
  jest.spyOn(Math, "random").mockReturnValue(-0.99);
});

test("an answer is what the document asks for, and a refusal has its code", async () => {
  expect(await provider.ask(about, { program: "A09164" })).toEqual({
    apiKey: { name: "SDK", expiresAt: expect.any(String), scopes: ["PROGRAMS_READ", "ATTENDANCE_WRITE"] },
    program: expect.objectContaining({ number: "A09164", status: "APPROVED" }),
  });
  const asNobody = provider.as(null).ask(about, { program: "A09164" });
  await expect(asNobody).rejects.toThrow(Refused);
  await expect(asNobody).rejects.toMatchObject({ code: "UNAUTHENTICATED", retryable: false });
  const wrong = provider.as("accrue_nonsense").ask(about, { program: "A09164" });
  await expect(wrong).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
});

test("what may be sent again is, and a mutation that had no answer only by its key", async () => {
  const passing = failing(refusal("UNAVAILABLE", true, 503), new Response("Bad gateway", { status: 502 }));
  const asked = client(passing).ask(about, { program: "A09164" });
  await expect(asked).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  expect(passing.asked).toHaveLength(3);

  const variables = { rows: [], preview: true };
  const once = failing(new Error("reset"));
  await expect(client(once).ask(enterRoster, variables)).rejects.toThrow(NoAnswer);
  expect(once.asked).toHaveLength(1);
  const twice = failing(new Error("reset"));
  await expect(client(twice).ask(enterRoster, variables, { idempotencyKey: "k" })).rejects.toMatchObject({
    code: "UNAUTHENTICATED",
  });
  expect(twice.asked.map((headers) => headers.get("Idempotency-Key"))).toEqual(["k", "k"]);

  const final = failing(refusal("FORBIDDEN", false));
  await expect(client(final).ask(about, { program: "A09164" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(final.asked).toHaveLength(1);
});

test("a roster is looked at until it is checked", async () => {
  const { enterAttendances } = await provider.ask(enterRoster, {
    rows: sampleRows.map(entryOf) as never,
    preview: false,
  });
  const told: string[] = [];
  let jobs = Promise.resolve();
  for await (const { attendanceUpload } of provider.look(lookAtRoster, { id: enterAttendances?.id ?? "" })) {
    told.push(attendanceUpload?.status ?? "none");
    if (told.length === 1) jobs = roster.world.runJobs();
  }
  await jobs;
  expect([told[0], told.at(-1)]).toEqual(["CHECKING", "PROCESSED"]);
});

test("a stream that was lost is opened again, and what was seen is not told twice", async () => {
  const { world, staff } = roster;
  const draft = await create(world, roster.provider);
  const seen: (string | null)[] = [];
  const lost = new AbortController();
  const accrue = new Accrue({
    url: world.url,
    token: roster.provider.token,
    fetch: (url, init) => {
      seen.push(new Headers(init?.headers).get("Last-Event-ID"));
      const signals = [lost.signal, init?.signal].filter((each) => each != null);
      return fetch(url, seen.length > 1 ? init : { ...init, signal: AbortSignal.any(signals) });
    },
  });
  const controller = new AbortController();
  const told: string[] = [];
  const looking = (async () => {
    for await (const { program } of accrue.look(lookAtProgram, { id: draft.id }, controller)) {
      told.push(program?.status ?? "none");
      if (told.length === 1) {
        lost.abort();
        const submitted = await step(world, roster.provider.token, "submitProgram", draft);
        await step(world, staff.token, "startReview", submitted);
      }
      if (program?.status === "IN_REVIEW") controller.abort(new Error("Enough."));
    }
  })();
  await expect(looking).rejects.toThrow("Enough.");
  expect([told[0], told.at(-1)]).toEqual(["DRAFT", "IN_REVIEW"]);
  expect(told.filter((status) => status === "DRAFT")).toHaveLength(1);
  expect(seen).toEqual([null, expect.stringMatching(/^[\w-]{22}$/)]);
});
