import type { LookupAddress } from "node:dns";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import fc from "fast-check";
import { deliverEvents, mostAttempts } from "../../server/events/deliver-events.ts";
import { postEvent } from "../../server/events/post-event.ts";
import { isPublicAddress, publicLookup } from "../../server/events/public-address.ts";
import { spreadEventsJob } from "../../server/events/spread-events.job.ts";
import { MailKind } from "../../server/mail/mail.entity.ts";
import { spawnServer } from "../support/server-process.ts";
import { World } from "../support/world.ts";
import { Receiver } from "./receiver.ts";

let world: World;
let staff: Awaited<ReturnType<World["staff"]>>;
let owner: Awaited<ReturnType<World["provider"]>>;
let other: Awaited<ReturnType<World["provider"]>>;
let receiver: Receiver;
const members: string[] = [];
beforeAll(async () => {
  world = await World.start({ privateWebhooks: true });
  staff = await world.staff();
  owner = await world.provider({ name: "Ours" });
  other = await world.provider({ name: "Theirs" });
  for (let n = 0; n < 4; n++) members.push((await world.member({ firstName: `Ann${n}` })).id);
});
afterAll(() => world.stop());
beforeEach(async () => {
  world.setClock(null);
  receiver = await new Receiver().start();
});
afterEach(async () => {
  await world.sql("DELETE FROM webhook");
  await receiver.stop();
});

const create = `mutation ($url: String!, $types: [EventType!], $providerId: ID) {
  createWebhook(url: $url, types: $types, providerId: $providerId) { secret webhook { id url types providerId availableActions } } }`;
const make = async (token = staff.token, variables: Record<string, unknown> = {}): Promise<string> => {
  const { secret, webhook } = (await world.ok(token, create, { url: `${receiver.url}/`, types: [], ...variables }))
    .createWebhook;
  receiver.secrets = [secret];
  return webhook.id;
};
const act = (token: string, operation: string, id: string) =>
  world.graphql(
    token,
    `mutation ($id: ID!) { ${operation}(id: $id) ${operation === "replayWebhookDelivery" ? "" : "{ id }"} }`,
    { id },
  );
const show = async (id: string, token = staff.token, providerId: string | null = null) =>
  (
    await world.ok(
      token,
      `query ($providerId: ID) { webhooks(providerId: $providerId) { id waiting failures resumeAt stoppedAt stoppedBecause availableActions
         deliveries(first: 100) { nodes { id eventId subjectId type state attempts answer problem triedAt nextAt } } } }`,
      { providerId },
    )
  ).webhooks.find((webhook: { id: string }) => webhook.id === id);

let cities = 0;
/** One event of each of these members, in this order. */
const change = async (...ids: string[]) => {
  for (const id of ids) await world.sql("UPDATE member SET city = $2 WHERE id = $1", [id, `Town ${cities++}`]);
};
const draft = (providerId: string) =>
  world.sql(
    `INSERT INTO program (provider_id, type_id, credit_rule_id, name, name_key, created_at)
     SELECT $1, t.id, r.id, 'Talk', 'talk', now() FROM program_type t, credit_rule r LIMIT 1 RETURNING id`,
    [providerId],
  );
const submit = (id: string, number: string) =>
  world.sql("UPDATE program SET status = 'SUBMITTED', submitted_at = now(), number = $2 WHERE id = $1", [id, number]);
/** So many minutes from now: what has failed is due again. */
const wait = (minutes: number) => world.setClock(new Date(world.ctx.now().getTime() + minutes * 60_000).toISOString());

test("each is sent what is theirs, signed, as the feed has it; a secret is exchanged without a gap", async () => {
  const [{ id: ours }] = await draft(owner.id);
  const [{ id: theirs }] = await draft(other.id);
  const providers = await make(owner.token, {
    providerId: owner.id,
    types: ["PROGRAM_SUBMITTED"],
    url: `${receiver.url}/p`,
  });
  const ofProvider = receiver.secrets;
  const accreditors = await make(staff.token, { url: `${receiver.url}/a` });
  // Each path has a secret of its own.
  const [all] = receiver.secrets;
  await submit(theirs, "X00001");
  await change(members[0] as string);
  await world.runJobs();
  expect(receiver.taken.map(({ path, type, data }) => [path, type, data])).toEqual([
    ["/a", "program.submitted", { programId: theirs, status: "SUBMITTED" }],
    ["/a", "member.changed", { memberId: members[0], change: "CHANGED" }],
  ]);
  await act(staff.token, "stopWebhook", accreditors);
  receiver.secrets = ofProvider;
  await submit(ours, "X00002");
  await world.runJobs();
  expect(receiver.taken.slice(2)).toEqual([
    { id: expect.any(String), path: "/p", type: "program.submitted", data: { programId: ours, status: "SUBMITTED" } },
  ]);
  // Started again, it is sent what it has missed.
  const rotate = `mutation ($id: ID!, $hours: Int!) { rotateWebhookSecret(id: $id, overlapHours: $hours) { secret } }`;
  const rotated = (await world.ok(staff.token, rotate, { id: accreditors, hours: 24 })).rotateWebhookSecret.secret;
  receiver.secrets = [all as string, rotated];
  expect((await act(staff.token, "startWebhook", accreditors)).errors).toEqual([]);
  await world.runJobs();
  expect(receiver.taken.slice(3).map(({ path, data }) => [path, data.programId])).toEqual([["/a", ours]]);
  receiver.secrets = [(await world.ok(staff.token, rotate, { id: accreditors, hours: 0 })).rotateWebhookSecret.secret];
  await change(members[0] as string);
  await world.runJobs();
  expect([receiver.taken.length, receiver.refused]).toEqual([5, []]);
  const { events } = await world.ok(staff.token, `{ events(first: 100) { nodes { id } } }`);
  const told = events.nodes.map(({ id }: { id: string }) => id);
  expect(receiver.taken.filter(({ path }) => path === "/a").map(({ id }) => id)).toEqual(told.slice(-4));
  expect((await show(providers, owner.token, owner.id)).deliveries.nodes).toMatchObject([
    { type: "PROGRAM_SUBMITTED", state: "TAKEN", attempts: 1, answer: 200, problem: null, nextAt: null },
  ]);
  // Nothing of it is a secret that can be read again.
  expect(JSON.stringify(await world.sql("SELECT * FROM webhook"))).not.toContain((all as string).slice(6));
});

test("what fails is tried again with the same ID, and nothing overtakes it that happened to the same thing", async () => {
  const id = await make();
  const [poor, fine] = members as [string, string];
  receiver.conduct = ({ data }, n) => (data.memberId === poor && n < 3 ? 500 : 200);
  await change(poor, fine, poor, fine);
  await world.runJobs();
  expect(receiver.taken.map(({ data }) => data.memberId)).toEqual([fine, fine]);
  expect(await show(id)).toMatchObject({ waiting: 2, stoppedAt: null });
  for (const minutes of [1, 2]) {
    wait(minutes);
    await deliverEvents(world.ctx, id);
  }
  expect(receiver.taken.map(({ data }) => data.memberId)).toEqual([fine, fine, poor, poor]);
  const ofPoor = receiver.all.filter(({ data }) => data.memberId === poor).map((each) => each.id);
  expect(new Set(ofPoor).size).toBe(2);
  expect(ofPoor.slice(0, -1).every((each) => each === ofPoor[0])).toBe(true);
  expect((await show(id)).deliveries.nodes.map((each: { state: string }) => each.state)).toEqual(
    Array(4).fill("TAKEN"),
  );
});

test("a receiver that is gone is left alone at once, one that fails for three days then; its maker is told, and nothing is lost", async () => {
  const id = await make();
  receiver.conduct = () => 410;
  await change(members[0] as string);
  await world.runJobs();
  expect(await show(id)).toMatchObject({
    stoppedBecause: "GONE",
    waiting: 1,
    availableActions: ["ROTATE_SECRET", "START", "REMOVE", "REPLAY"],
  });
  await change(members[1] as string);
  await world.runJobs();
  expect(receiver.all).toHaveLength(1);

  receiver.conduct = () => 500;
  await act(staff.token, "startWebhook", id);
  await world.runJobs();
  const begun = world.ctx.now().getTime();
  for (let n = 0; n < 60 && !(await show(id)).stoppedAt; n++) {
    wait(8 * 60);
    await deliverEvents(world.ctx, id);
  }
  const stopped = await show(id);
  expect(stopped).toMatchObject({ stoppedBecause: "FAILING", waiting: 2 });
  expect(new Date(stopped.stoppedAt).getTime() - begun).toBeGreaterThan(3 * 86_400_000);
  const tries = receiver.all.length + receiver.refused.length;
  expect(tries).toBeGreaterThanOrEqual(mostAttempts);
  expect(tries).toBeLessThan(2 * mostAttempts + 2);
  await world.runJobs();
  const mails = (await world.mails(MailKind.CHANGE)).filter(({ subject }) => subject.includes("webhook was stopped"));
  expect(mails.map(({ to }) => to)).toEqual([staff.email, staff.email]);

  // The library takes what was signed in the last five minutes.
  world.setClock(null);
  receiver.conduct = () => 200;
  await act(staff.token, "startWebhook", id);
  await world.runJobs();
  expect(receiver.taken.map(({ data }) => data.memberId)).toEqual(members.slice(0, 2));
});

test("an event is sent again by hand; what is another's is answered as missing", async () => {
  const id = await make(owner.token, { providerId: owner.id });
  const [{ id: program }] = await draft(owner.id);
  await submit(program, "X00003");
  await world.runJobs();
  const [delivery] = (await show(id, owner.token, owner.id)).deliveries.nodes;
  expect((await act(owner.token, "replayWebhookDelivery", delivery.id)).errors).toEqual([]);
  await world.runJobs();
  expect(receiver.taken.map((each) => each.id)).toEqual([delivery.eventId, delivery.eventId]);
  for (const operation of ["stopWebhook", "startWebhook", "removeWebhook", "rotateWebhookSecret"])
    for (const token of [other.token, staff.token])
      expect(
        (await act(token, operation === "rotateWebhookSecret" ? "stopWebhook" : operation, id)).errors[0]?.extensions,
      ).toMatchObject({ code: "NOT_FOUND" });
  expect((await act(other.token, "replayWebhookDelivery", delivery.id)).errors[0]?.extensions).toMatchObject({
    code: "NOT_FOUND",
  });
  expect(
    (await world.ok(other.token, `query ($p: ID) { webhooks(providerId: $p) { id } }`, { p: owner.id })).webhooks,
  ).toEqual([]);
});

test("nothing is sent for a suspended provider or in the name of somebody who left, and there are so many at most", async () => {
  const colleague = await world.account();
  await world.sql("INSERT INTO provider_account (provider_id, account_id, role) VALUES ($1, $2, 'OWNER')", [
    owner.id,
    colleague.id,
  ]);
  const { token } = colleague;
  const id = await make(token, { providerId: owner.id });
  const [{ id: program }] = await draft(owner.id);
  await world.sql("UPDATE provider SET status = 'SUSPENDED' WHERE id = $1", [owner.id]);
  await submit(program, "X00004");
  await world.runJobs();
  expect(receiver.all).toEqual([]);
  await world.sql("UPDATE provider SET status = 'ACTIVE' WHERE id = $1", [owner.id]);
  await world.sql("UPDATE installation SET held_since = now()");
  await spreadEventsJob.run(world.ctx, {});
  await deliverEvents(world.ctx, id);
  expect(receiver.all).toEqual([]);
  await world.sql("UPDATE installation SET held_since = NULL");
  await spreadEventsJob.run(world.ctx, {});
  await world.runJobs();
  expect(receiver.taken).toHaveLength(1);
  await world.sql("DELETE FROM provider_account WHERE provider_id = $1 AND account_id = $2", [owner.id, colleague.id]);
  expect(await show(id, owner.token, owner.id)).toMatchObject({ stoppedBecause: "MAKER_GONE" });
  for (let n = 0; n < 4; n++) await make(owner.token, { providerId: owner.id });
  expect(await world.refused(owner.token, create, { url: receiver.url, types: [], providerId: owner.id })).toBe(
    "TOO_MANY_WEBHOOKS",
  );
});

test("a receiver that hangs, resets, redirects or answers without end costs a bounded time, and no redirect is followed", async () => {
  const url = new URL(`${receiver.url}/x`);
  receiver.secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"];
  const post = (patienceMs = 5_000) => postEvent(url, "{}", {}, { private: true, patienceMs });
  const { createServer } = await import("node:http");
  let hits = 0;
  const conducts: Parameters<typeof createServer>[1][] = [];
  const server = createServer((request, response) => {
    hits++;
    conducts[0]?.(request as never, response as never);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url.port = String((server.address() as { port: number }).port);
  const whose = async (
    conduct: (request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => void,
    ms?: number,
  ) => {
    conducts[0] = conduct as never;
    const { status, problem } = await post(ms);
    return [status, problem];
  };
  expect(await whose(() => {}, 100)).toEqual([null, "TIMEOUT"]);
  expect(await whose((request) => request.socket.resetAndDestroy())).toEqual([null, "UNREACHABLE"]);
  expect(await whose((_, response) => response.writeHead(302, { location: url.href }).end())).toEqual([302, "ANSWER"]);
  let closed: Promise<void> = Promise.resolve();
  expect(
    await whose((request, response) => {
      closed = new Promise((resolve) => request.socket.once("close", () => resolve()));
      const more = (): void => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
        if (!response.destroyed) response.once("drain", more);
      };
      response.writeHead(204 + 1);
      more();
    }),
  ).toEqual([205, null]);
  await closed;
  expect(hits).toBe(4);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test("no address that is not public is reached, also where a name means another one at the connection", async () => {
  const inside = new Receiver();
  await inside.start();
  const { port } = new URL(inside.url);
  const answers: LookupAddress[][] = [[{ address: "93.184.216.34", family: 4 }], [{ address: "127.0.0.1", family: 4 }]];
  let asked = 0;
  const lookup = publicLookup((_name, _options, answer) => answer(null, answers[Math.min(asked++, 1)] ?? []));
  // Whoever looked before the connection was told a public one.
  await new Promise<void>((resolve) => lookup("rebind.example", { all: true }, () => resolve()));
  const to = (host: string) => postEvent(new URL(`http://${host}:${port}/`), "{}", {}, { private: false, lookup });
  for (const host of [
    "rebind.example",
    "127.0.0.1",
    "127.1",
    "0x7f000001",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "localhost",
    "169.254.169.254",
  ])
    expect([host, (await to(host)).problem]).toEqual([host, "PRIVATE_ADDRESS"]);
  expect([inside.all, inside.refused]).toEqual([[], []]);
  await inside.stop();
  world.config.privateWebhooks = false;
  for (const url of [
    "https://10.0.0.1/x",
    "https://localhost/",
    "http://example.org/",
    "https://u:p@example.org/",
    "ftp://x",
    "nothing",
  ])
    expect([url, await world.refused(staff.token, create, { url, types: [] })]).toEqual([url, "BAD_INPUT"]);
  expect(
    (await world.ok(staff.token, create, { url: "https://example.org/hook", types: [] })).createWebhook.webhook.url,
  ).toBe("https://example.org/hook");
  world.config.privateWebhooks = true;
});

test("an address is public by the same networks however it is written", () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      const [a = 0, b = 0, c = 0] = address.split(".").map(Number);
      const reserved =
        [0, 10, 127].includes(a) ||
        a >= 224 ||
        (a === 100 && b >= 64 && b < 128) ||
        (a === 169 && b === 254) ||
        (a === 172 && b >= 16 && b < 32) ||
        (a === 192 && b === 168) ||
        (a === 192 && b === 0 && [0, 2].includes(c)) ||
        (a === 192 && b === 88 && c === 99) ||
        (a === 198 && [18, 19].includes(b)) ||
        (a === 198 && b === 51 && c === 100) ||
        (a === 203 && b === 0 && c === 113);
      expect(isPublicAddress(address)).toBe(!reserved);
      // Inside an IPv6 address, by each way that carries one.
      expect(isPublicAddress(`::ffff:${address}`)).toBe(false);
      expect(isPublicAddress(`64:ff9b::${address}`)).toBe(false);
    }),
    { numRuns: 200 },
  );
  expect(
    ["2606:4700:4700::1111", "fd00::1", "fe80::1", "2002:7f00:1::", "ff02::1", "2001:db8::1"].map(isPublicAddress),
  ).toEqual([true, ...Array(5).fill(false)]);
});

/** How many events there are and how often the worker is killed: EVENTS=10000 KILLED_WORKERS=30 takes long. */
const many = Number(process.env.EVENTS ?? 80);
const kills = Number(process.env.KILLED_WORKERS ?? 1);

test(`of ${many} events each arrives at least once, in order of its thing, whatever the receiver and its sender do, and the feed has the same`, async () => {
  const id = await make();
  const [{ last }] = await world.sql("SELECT coalesce(max(number), 0)::int AS last FROM event");
  // Answers as it likes, and takes in the end.
  const tries = new Map<string, number>();
  receiver.conduct = ({ id: event }, n) => {
    const before = tries.get(event) ?? 0;
    tries.set(event, before + 1);
    if (before > 1) return 200;
    if (n % 997 === 996) return "HANG";
    return ([200, 500, 200, "RESET", 200, 200, 503] as const)[(n * 5 + before) % 7] ?? 200;
  };
  /** What has failed is due at once. */
  const hurry = async () => {
    await world.sql("UPDATE webhook SET resume_at = NULL");
    await world.sql("UPDATE webhook_delivery SET next_at = now() WHERE done_at IS NULL AND next_at > now()");
  };
  for (let n = 0; n < many; n += members.length) await change(...members);
  for (let kill = 0; kill < kills; kill++) {
    const worker = await spawnServer(
      {
        DATABASE_URL: world.database.url,
        DATABASE_OWNER_URL: world.database.ownerUrl,
        SECRETS_KEY: "a key that nobody but the tests ever has",
        PRIVATE_WEBHOOKS: "1",
        PUBLIC_URL: world.url,
      },
      "worker",
    );
    const ended = once(worker, "exit");
    const enough = (many * (kill + 1)) / (kills + 1);
    while (receiver.all.length < enough && worker.exitCode === null) {
      await delay(100);
      await hurry();
    }
    expect(worker.exitCode).toBeNull();
    worker.kill("SIGKILL");
    await ended;
  }
  // The lock went with the last worker's connection.
  await spreadEventsJob.run(world.ctx, {});
  while ((await show(id)).waiting > 0) {
    await hurry();
    await deliverEvents(world.ctx, id);
  }
  const told: { id: string; subject: string }[] = await world.sql(
    "SELECT id, subject_id AS subject FROM event WHERE number > $1 ORDER BY number",
    [last],
  );
  expect(told).toHaveLength(many);
  for (const member of members) {
    const arrived = receiver.taken.filter(({ data }) => data.memberId === member).map((each) => each.id);
    expect([...new Set(arrived)]).toEqual(told.filter(({ subject }) => subject === member).map((each) => each.id));
  }
  expect(receiver.refused).toEqual([]);
}, 3_600_000);
