import { request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { createClient } from "graphql-sse";
import { mostStreams } from "../../server/http/live.ts";
import { enterDocument, entryOf, type RosterWorld, sampleRows, startRosterWorld } from "../attendance/roster-world.ts";
import { create, step } from "../programs/applications.ts";

const liveTimes = { beatMs: 150, anewMs: 60_000, paceMs: 5, lastsMs: 60_000 };
const leaving = new AbortController();
let roster: RosterWorld;
beforeAll(async () => {
  roster = await startRosterWorld({ liveTimes, leaving: leaving.signal, uploadAtOnceBytes: 100, stalledMs: 500 });
});
afterAll(() => roster.world.stop());

// biome-ignore lint/suspicious/noExplicitAny: answers of any shape
type Any = any;

interface Told {
  event: string;
  id: string | null;
  data: Any;
}

interface Stream {
  status: number;
  contentType: string | null;
  /** What has come so far, and what comes next; null: it has ended. */
  next(): Promise<Told | null>;
  /** Every event until the end. */
  rest(): Promise<Told[]>;
  text(): Promise<string>;
  close(): void;
}

/** A stream as it stands on the wire, comments left out. */
async function open(
  token: string | null,
  query: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Stream> {
  const controller = new AbortController();
  const answer = await roster.world.fetch("/graphql", {
    method: "POST",
    token,
    signal: controller.signal,
    headers: { "Content-Type": "application/json", Accept: "text/event-stream", ...headers },
    body: JSON.stringify({ query, variables }),
  });
  let buffer = "";
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  const next: Stream["next"] = async () => {
    for (;;) {
      const [block, ...more] = buffer.split("\n\n");
      if (more.length === 0) {
        const { done, value } = (await reader?.read()) ?? { done: true };
        if (done) return null;
        buffer += value;
        continue;
      }
      buffer = more.join("\n\n");
      if (!block || block.startsWith(":")) continue;
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1] ?? null;
      return { event: field("event") ?? "", id: field("id"), data: JSON.parse(field("data") ?? "null") };
    }
  };
  return {
    status: answer.status,
    contentType: answer.headers.get("Content-Type"),
    next,
    async rest() {
      const all: Told[] = [];
      for (let event = await next(); event; event = await next()) all.push(event);
      return all;
    },
    text: async () => {
      let text = buffer;
      for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) text += read.value;
      return text;
    },
    close: () => controller.abort(),
  };
}

const programDocument = "subscription ($id: ID!) { program(id: $id) { status timeline { action toStatus } } }";
const inboxDocument = "subscription { inbox { totalCount nodes { name status } } }";
const uploadDocument = "subscription ($id: ID!) { attendanceUpload(id: $id) { status progress recordedRows } }";

const listeners = async (): Promise<number> =>
  (
    await roster.world.sql(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'accrue: changes'",
    )
  )[0].n;

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await holds()) return;
    await delay(25);
  }
  throw new Error("It never came to hold.");
}

test("a roster is told of until it is checked, to graphql-sse's own client", async () => {
  const { world, provider } = roster;
  const sent = await world.ok(provider.token, enterDocument, {
    providerId: provider.id,
    rows: sampleRows.map(entryOf),
  });
  const { id } = sent.enterAttendances;
  const client = createClient({
    url: `${world.url}/graphql`,
    headers: { Authorization: `Bearer ${provider.token}` },
    retryAttempts: 0,
  });
  const told: Any[] = [];
  let jobs = Promise.resolve();
  for await (const { data, errors } of client.iterate<Any>({ query: uploadDocument, variables: { id } })) {
    expect(errors).toBeUndefined();
    told.push(data?.attendanceUpload);
    if (told.length === 1) jobs = world.runJobs();
  }
  await jobs;
  client.dispose();
  expect(told[0]).toEqual({ status: "CHECKING", progress: 0, recordedRows: 0 });
  expect(told.at(-1)).toEqual({ status: "PROCESSED", progress: 100, recordedRows: 5 });
  const progress = told.map((each) => each.progress);
  expect(progress).toEqual([...new Set(progress)].sort((a, b) => a - b));
  const after = await (await open(provider.token, uploadDocument, { id })).rest();
  expect(after.map(({ event }) => event)).toEqual(["next", "complete"]);
});

test("a program's timeline is told as it grows, and who has seen it is told what is new alone", async () => {
  const { world, provider, staff } = roster;
  const draft = await create(world, provider);
  const stream = await open(provider.token, programDocument, { id: draft.id });
  expect(stream).toMatchObject({ status: 200, contentType: "text/event-stream; charset=utf-8" });
  const first = await stream.next();
  expect(first?.data.data.program).toEqual({
    status: "DRAFT",
    timeline: [{ action: "program.create", toStatus: "DRAFT" }],
  });
  const submitted = await step(world, provider.token, "submitProgram", draft);
  const second = await stream.next();
  expect(second?.data.data.program.status).toBe("SUBMITTED");
  expect(second?.id).not.toBe(first?.id);
  stream.close();

  // Somebody else's change while the client was away.
  const again = await open(provider.token, programDocument, { id: draft.id }, { "Last-Event-ID": second?.id ?? "" });
  await step(world, staff.token, "startReview", submitted);
  const third = await again.next();
  expect(third?.data.data.program.status).toBe("IN_REVIEW");
  again.close();
  const behind = await open(provider.token, programDocument, { id: draft.id }, { "Last-Event-ID": second?.id ?? "" });
  expect(await behind.next()).toEqual(third);
  behind.close();
});

test("an inbox is told of to whom it is, and no other provider's program", async () => {
  const { world, provider, other, staff } = roster;
  const [ofStaff, ofOther] = [await open(staff.token, inboxDocument), await open(other.token, inboxDocument)];
  const before = (await ofStaff.next())?.data.data.inbox;
  expect((await ofOther.next())?.data.data.inbox).toEqual({ totalCount: 0, nodes: [] });
  const draft = await create(world, provider, { name: "A Night in the Lab" });
  await step(world, provider.token, "submitProgram", draft);
  const after = (await ofStaff.next())?.data.data.inbox;
  expect(after).toEqual({
    totalCount: before.totalCount + 1,
    nodes: [...before.nodes, { name: "A Night in the Lab", status: "SUBMITTED" }],
  });
  const mine = await create(world, other, { name: "Dreams" });
  await world.sql("SELECT 1");
  const told = (await ofOther.next())?.data.data.inbox;
  expect(told).toEqual({ totalCount: 1, nodes: [{ name: mine.name, status: "DRAFT" }] });
  ofStaff.close();
  ofOther.close();
});

test("one connection listens for all of them, finds its way back, and goes with the last", async () => {
  const { world, provider, staff } = roster;
  await until(async () => (await listeners()) === 0);
  const draft = await create(world, provider);
  const streams = await Promise.all(
    [provider, staff, provider].map(({ token }) => open(token, programDocument, { id: draft.id })),
  );
  for (const stream of streams) await stream.next();
  expect(await listeners()).toBe(1);
  await world.sqlAsOwner(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'accrue: changes'",
  );
  await until(async () => (await listeners()) === 0);
  // Told to nobody: who listens again asks for what there is.
  await step(world, provider.token, "submitProgram", draft);
  for (const stream of streams) expect((await stream.next())?.data.data.program.status).toBe("SUBMITTED");
  expect(await listeners()).toBe(1);
  for (const stream of streams) stream.close();
  await until(async () => (await listeners()) === 0);
});

describe("a stream ends with the right to it", () => {
  const ends = async (stream: Stream): Promise<Any[]> => {
    const rest = await stream.rest();
    expect(rest.at(-1)?.event).toBe("complete");
    return rest.map(({ data }) => data?.errors?.[0].extensions.code ?? data?.data ?? null);
  };

  test("that a sign-in gave", async () => {
    const { world } = roster;
    const member = await world.provider({ name: "Signed Out Center" });
    const draft = await create(world, member);
    const stream = await open(member.token, programDocument, { id: draft.id });
    await stream.next();
    await world.ok(member.token, "mutation { signOut }");
    expect(await ends(stream)).toEqual(["UNAUTHENTICATED", null]);
  });

  test("that a key gave, within its scopes", async () => {
    const { world, provider } = roster;
    const draft = await create(world, provider);
    const make = async (scopes: string[]) =>
      (
        await world.ok(
          provider.token,
          `mutation ($scopes: [ApiScope!]!, $providerId: ID) { createApiKey(name: "Live", scopes: $scopes, providerId: $providerId) { key apiKey { id } } }`,
          { scopes, providerId: provider.id },
        )
      ).createApiKey;
    const wrong = await make(["ATTENDANCE_READ"]);
    const refused = await open(wrong.key, programDocument, { id: draft.id });
    expect(refused.status).toBe(403);
    expect(JSON.parse(await refused.text()).errors[0].extensions).toMatchObject({
      code: "FORBIDDEN",
      requiredScope: "PROGRAMS_READ",
    });
    const right = await make(["PROGRAMS_READ"]);
    const stream = await open(right.key, programDocument, { id: draft.id });
    expect((await stream.next())?.data.data.program.status).toBe("DRAFT");
    await world.ok(provider.token, "mutation ($id: ID!) { revokeApiKey(id: $id) { id } }", { id: right.apiKey.id });
    expect(await ends(stream)).toEqual(["UNAUTHENTICATED", null]);
  });

  test("that a part in a provider gave", async () => {
    const { world } = roster;
    const own = await world.provider({ name: "Left Behind Center" });
    const draft = await create(world, own);
    const [stream, inbox] = [
      await open(own.token, programDocument, { id: draft.id }),
      await open(own.token, inboxDocument),
    ];
    await stream.next();
    await inbox.next();
    await world.sql("DELETE FROM provider_account WHERE account_id = $1", [own.accountId]);
    await world.sql("UPDATE program SET name = 'Secret from now on' WHERE id = $1", [draft.id]);
    expect(await ends(stream)).toEqual([{ program: null }, null]);
    expect(await ends(inbox)).toEqual(["FORBIDDEN", null]);
  });

  test("and is nothing by which a sign-in is used", async () => {
    const { world, provider } = roster;
    const draft = await create(world, provider);
    const lastUsed = async () =>
      (
        await world.sql("SELECT max(last_used_at) AS at FROM access_token WHERE account_id = $1", [provider.accountId])
      )[0].at.getTime();
    const stream = await open(provider.token, programDocument, { id: draft.id });
    await stream.next();
    const before = await lastUsed();
    world.setClock("2009-04-20T15:40:00Z");
    await world.sql("UPDATE program SET name = 'Later' WHERE id = $1", [draft.id]);
    await delay(400);
    expect(await lastUsed()).toBe(before);
    stream.close();
    world.setClock("2009-04-20T15:00:00Z");
  });
});

test("only so many are open at once, and each gives its place back", async () => {
  const { world } = roster;
  const own = await world.provider({ name: "Many Windows" });
  const all = await Promise.all(Array.from({ length: mostStreams.ofViewer }, () => open(own.token, inboxDocument)));
  expect(all.map(({ status }) => status)).toEqual(all.map(() => 200));
  const refused = await open(own.token, inboxDocument);
  expect(refused.status).toBe(429);
  expect(JSON.parse(await refused.text()).errors[0].extensions).toMatchObject({
    code: "TOO_MANY_REQUESTS",
    retryAfterSeconds: 30,
  });
  const elsewhere = await open(roster.other.token, inboxDocument);
  expect(elsewhere.status).toBe(200);
  elsewhere.close();
  for (const stream of all) stream.close();
  await until(async () => {
    const one = await open(own.token, inboxDocument);
    one.close();
    return one.status === 200;
  });
});

test("who doesn't read is dropped, and keeps nothing waiting but the latest", async () => {
  const { world, provider } = roster;
  const draft = await create(world, provider);
  await world.sql("UPDATE program SET description = repeat(md5(id::text), 30000) WHERE id = $1", [draft.id]);
  const { hostname, port } = new URL(world.url);
  const sent = request(
    {
      hostname,
      port,
      path: "/graphql",
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "text/event-stream",
        Authorization: `Bearer ${provider.token}`,
      },
    },
    (answer) => {
      answer.pause();
      answer.once("error", () => {});
    },
  );
  sent.once("error", () => {});
  sent.end(
    JSON.stringify({
      query: "subscription ($id: ID!) { program(id: $id) { name description } }",
      variables: { id: draft.id },
    }),
  );
  await until(async () => (await listeners()) === 1);
  let version = 0;
  await until(async () => {
    version += 1;
    await world.sql("UPDATE program SET name = $2 WHERE id = $1", [draft.id, `Version ${version}`]);
    return (await listeners()) === 0;
  });
  expect((await world.fetch("/healthz")).status).toBe(200);
});

test("what is no stream is refused, and what is not asked for as one", async () => {
  const { world, staff } = roster;
  const plain = await open(staff.token, inboxDocument, {}, { Accept: "application/json" });
  expect(plain.status).toBe(406);
  const by = (headers: Record<string, string>) =>
    world.fetch(`/graphql?query=${encodeURIComponent(inboxDocument)}`, {
      token: staff.token,
      headers: { Accept: "text/event-stream", ...headers },
    });
  expect((await by({})).status).toBe(400);
  const controller = new AbortController();
  const got = await world.fetch(`/graphql?query=${encodeURIComponent(inboxDocument)}`, {
    token: staff.token,
    signal: controller.signal,
    headers: { Accept: "text/event-stream", "Apollo-Require-Preflight": "true" },
  });
  expect([got.status, got.headers.get("Content-Encoding")]).toEqual([200, null]);
  controller.abort();
  const nobody = await open(null, inboxDocument);
  expect((await nobody.rest()).map(({ event, data }) => [event, data?.errors?.[0].extensions.code])).toEqual([
    ["next", "UNAUTHENTICATED"],
    ["complete", undefined],
  ]);
  const unknown = await open(staff.token, "subscription { nothing }");
  expect(unknown.status).toBe(400);
  const two = await open(staff.token, "subscription { a: inbox { totalCount } b: inbox { totalCount } }");
  expect(two.status).toBe(400);
  const none = await open(staff.token, programDocument, { id: "01930000-0000-7000-8000-000000000000" });
  expect((await none.rest()).map(({ data }) => data)).toEqual([{ data: { program: null } }, null]);
});

test("when the server leaves its streams end at once, and are not complete", async () => {
  const stream = await open(roster.staff.token, inboxDocument);
  await stream.next();
  leaving.abort();
  expect(await stream.rest()).toEqual([]);
});
