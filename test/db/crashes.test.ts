import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { createDataSource } from "../../ormconfig.ts";
import { verifyAuditChain } from "../../server/core/audit-chain.ts";
import { startEmbedded } from "../../server/db/embedded/start.ts";
import { demoPassword } from "../../server/demo/small-world.ts";
import { operations } from "../programs/applications.ts";
import { makeDataFolder } from "../support/data-folder.ts";
import { type ServerProcess, startServerProcess } from "../support/server-process.ts";

/** How often PostgreSQL is killed; `ACCRUE_CRASHES=20` kills it more often. */
const crashes = Number(process.env.ACCRUE_CRASHES ?? 4);

let folder: string;
let server: ServerProcess;
let db: DataSource;

beforeAll(async () => {
  folder = await makeDataFolder("crashes");
  server = await startServerProcess({
    DATA_DIR: folder,
    LIMIT_REQUESTS_BY_VIEWER: "1000000000",
    LIMIT_COST_BY_VIEWER: "1000000000",
    LIMIT_DRAFTS_BY_PROVIDER: "1000000000",
  });
});
afterAll(async () => {
  await db?.destroy();
  await server.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: answers of any shape
  data: any;
  code: string | null;
  /** The first request with this key has no answer yet, or its server waits to forget it. */
  underWay: boolean;
}

/** What came back that was neither an answer nor a refusal that says "later". */
const unexpected: unknown[] = [];
let unavailable = 0;

async function send(token: string, body: string | FormData, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(`${server.url}/graphql`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, ...headers },
    body,
  });
  const answer = (await response.json()) as {
    data?: unknown;
    errors?: { message: string; extensions: { code: string } }[];
  };
  const code = answer.errors?.[0]?.extensions.code ?? null;
  const underWay = answer.errors?.[0]?.message.includes("still in progress") ?? false;
  if (code === "UNAVAILABLE" && response.status === 503 && response.headers.get("Retry-After")) unavailable++;
  else if (response.status !== 200 && response.status !== 409) unexpected.push([response.status, answer]);
  return { data: answer.data, code, underWay };
}

const ask = (token: string, query: string, variables: object, headers: Record<string, string> = {}) =>
  send(token, JSON.stringify({ query, variables }), { "Content-Type": "application/json", ...headers });

/** Asks until somebody answers, as a client with an `Idempotency-Key` may. */
async function persist(attempt: (headers: Record<string, string>) => Promise<Answer>): Promise<Answer> {
  const headers = { "Idempotency-Key": randomUUID() };
  for (;;) {
    const answer = await attempt(headers);
    if (answer.code !== "UNAVAILABLE" && !answer.underWay) return answer;
    await delay(50);
  }
}

async function signIn(email: string): Promise<string> {
  const query = "mutation ($e: String!, $p: String!) { signIn(email: $e, password: $p) { token } }";
  return (await ask("", query, { e: email, p: demoPassword })).data.signIn.token;
}

/** The postmaster and every process of it, where the system tells which those are. */
function kill(): void {
  const file = path.join(folder, "postgres", "postmaster.pid");
  const pid = Number(fs.readFileSync(file, "utf8").split("\n")[0]);
  const listed = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const children = [...listed.matchAll(/(\d+)\s+(\d+)/g)].filter(([, , parent]) => Number(parent) === pid);
  for (const victim of [pid, ...children.map(([, child]) => Number(child))])
    try {
      process.kill(victim, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
}

const readiness = async () => {
  const answer = await fetch(`${server.url}/readyz`).catch((error) => {
    throw new Error(`The server does not answer. It said last: ${server.output().slice(-3_000)}`, { cause: error });
  });
  return answer.status;
};

const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF");

test(`PostgreSQL killed ${crashes} times while others write: nothing acknowledged is lost, nothing is there twice`, async () => {
  const provider = await signIn("provider@accrue.test");
  const attendee = await signIn("attendee@accrue.test");
  const embedded = await startEmbedded({ dataDir: path.join(folder, "postgres") });
  db = createDataSource(embedded.url, 2);
  await db.initialize();
  const [{ providerId, typeId }] = await db.query(
    `SELECT p.id AS "providerId", t.id AS "typeId" FROM provider p, program_type t WHERE p.number = 'P0001' AND t.code = 'LECTURE'`,
  );
  const input = (name: string) => ({
    providerId,
    typeId,
    name,
    description: "Scoring, with examples.",
    objectives: ["Score apneas."],
    minutes: 60,
    requestedCredits: "1.00",
    speakers: [{ name: "Ada Okafor" }],
    offerings: [
      {
        startsOn: "2199-04-10",
        endsOn: "2199-04-10",
        timeZone: "America/Chicago",
        format: "VIRTUAL",
        url: "https://example.test",
      },
    ],
    contactName: "Pat Rivera",
    contactEmail: "pat@example.test",
  });
  const createProgram = "mutation ($input: ProgramInput!) { createProgram(input: $input) { id version } }";

  // What was acknowledged: of each program its version, status and documents at least; of each session whether it is claimed.
  const kept = new Map<string, { name: string; version: number; status: string; documents: string[] }>();
  const asked: string[] = [];
  const claims = new Map<string, boolean | null>();
  let lost = 0;
  let going = true;

  async function writePrograms(writer: number): Promise<void> {
    for (let i = 0; going; i++) {
      const name = `Crash ${writer}.${i}`;
      asked.push(name);
      const made = await persist((headers) => ask(provider, createProgram, { input: input(name) }, headers));
      if (made.code === "IDEMPOTENCY_CONFLICT") {
        lost++;
        continue;
      }
      const { id, version } = made.data.createProgram;
      const state = { name, version, status: "DRAFT", documents: [] as string[] };
      kept.set(id, state);
      const form = new FormData();
      const query =
        "mutation ($id: ID!, $file: Upload!) { uploadProgramDocument(programId: $id, kind: AGENDA, file: $file) { version } }";
      form.set("operations", JSON.stringify({ query, variables: { id, file: null } }));
      form.set("map", JSON.stringify({ 0: ["variables.file"] }));
      form.set("0", new File([new Uint8Array(pdf)], `${name}.pdf`));
      const uploaded = await send(provider, form, { "Apollo-Require-Preflight": "true" });
      if (uploaded.data?.uploadProgramDocument) {
        state.documents.push(`${name}.pdf`);
        state.version = uploaded.data.uploadProgramDocument.version;
      } else continue;
      const change = { id, version: state.version, input: { ...input(name), minutes: 120 } };
      const updated = await ask(provider, operations.updateProgram, change);
      if (!updated.data?.updateProgram) continue;
      state.version = updated.data.updateProgram.version;
      const submitted = await ask(provider, operations.submitProgram, { id, version: state.version });
      if (submitted.data?.submitProgram) state.status = "SUBMITTED";
    }
  }

  async function claimSessions(): Promise<void> {
    const sessions = (await db.query(
      `SELECT s.id FROM session s JOIN registration r ON r.program_id = s.program_id
       WHERE r.email = 'attendee@accrue.test' ORDER BY s.id`,
    )) as { id: string }[];
    while (going)
      for (const { id } of sessions) {
        if (!going) return;
        const claimed = claims.get(id) === true;
        const query = claimed
          ? "mutation ($id: ID!) { unclaimSession(sessionId: $id) }"
          : "mutation ($id: ID!) { claimSession(sessionId: $id) { session { id } } }";
        const { code } = await ask(attendee, query, { id });
        if (code === null) claims.set(id, !claimed);
        else if (code === "UNAVAILABLE") claims.set(id, null);
      }
  }

  const writers = [writePrograms(1), writePrograms(2), writePrograms(3), claimSessions()];
  const recoveries: number[] = [];
  for (let crash = 0; crash < crashes; crash++) {
    await delay(400 + 150 * (crash % 5));
    kill();
    const died = performance.now();
    expect([503, 200]).toContain(await readiness());
    while ((await readiness()) !== 200) await delay(20);
    recoveries.push(performance.now() - died);
  }
  await delay(300);
  going = false;
  await Promise.all(writers);
  expect(unexpected).toEqual([]);
  expect(unavailable).toBeGreaterThan(0);
  if (process.env.ACCRUE_CRASHES)
    console.log(
      `${crashes} crashes, ${kept.size} programs, ${claims.size} sessions, ${unavailable} answers of 503, ${lost} answers lost; ready again after at most ${Math.max(...recoveries).toFixed(0)} ms`,
    );

  await db.destroy();
  await db.initialize();
  // No job stays with a worker that has forgotten it.
  const taken = async () =>
    (await db.query("SELECT count(*)::int AS count FROM graphile_worker._private_jobs WHERE locked_at IS NOT NULL"))[0]
      .count;
  for (let waited = 0; (await taken()) > 0; waited += 250) {
    expect(waited).toBeLessThan(60_000);
    await delay(250);
  }
  const programs: { id: string; name: string; version: number; status: string; documents: string[] }[] = await db.query(
    `SELECT p.id, p.name, p.version, p.status, ARRAY(SELECT d.file_name FROM program_document d WHERE d.program_id = p.id) AS documents
     FROM program p WHERE p.name LIKE 'Crash %'`,
  );
  const found = new Map(programs.map((program) => [program.id, program]));
  for (const [id, state] of kept) {
    const program = found.get(id);
    expect(program).toMatchObject({ name: state.name, documents: expect.arrayContaining(state.documents) });
    expect(program?.version).toBeGreaterThanOrEqual(state.version);
    if (state.status === "SUBMITTED") expect(program?.status).toBe("SUBMITTED");
    expect(new Set(program?.documents).size).toBe(program?.documents.length);
  }
  // Each was asked for until it was answered: it is there, and once, whether the answer arrived or not.
  expect(programs.map(({ name }) => name).sort()).toEqual(asked.sort());
  const claimed = await db.query(
    `SELECT c.session_id AS id FROM session_claim c JOIN member m ON m.id = c.member_id WHERE m.member_number = '100100'`,
  );
  const standing = new Set(claimed.map((row: { id: string }) => row.id));
  for (const [id, state] of claims) if (state !== null) expect([id, standing.has(id)]).toEqual([id, state]);
  expect(await verifyAuditChain(db.manager)).toBeNull();
  expect(await (await fetch(`${server.url}/readyz`)).json()).toEqual({
    status: "ready",
    auditLog: "append-only",
    demo: expect.stringContaining("everybody knows their password"),
  });
  // Jobs that the submissions left are run, by a runner that survived or was started anew.
  const open = async () =>
    (await db.query("SELECT count(*)::int AS n FROM graphile_worker._private_jobs WHERE attempts < max_attempts"))[0].n;
  while ((await open()) > 0) await delay(200);
});
