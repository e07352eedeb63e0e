import { spawn, spawnSync } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { makeDataFolder } from "./support/data-folder.ts";
import { type ServerProcess, startServerProcess } from "./support/server-process.ts";

let folder: string;
let server: ServerProcess;

beforeAll(async () => {
  folder = await makeDataFolder("tour");
  server = await startServerProcess({ DATA_DIR: path.join(folder, "data") });
});

afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What README has a newcomer paste, one paste after the other. */
async function tour(): Promise<string> {
  const readme = await readFile("README.md", "utf8");
  const [, text = ""] = /^## A tour of five minutes\n(.*?)^## /ms.exec(readme) ?? [];
  return [...text.matchAll(/^```sh\n(.*?)^```/gms)].map(([, code]) => code).join("\n");
}

test("README's tour can be pasted word by word", async () => {
  const script = (await tour()).replace("http://127.0.0.1:4000", server.url);
  const env = { PATH: process.env.PATH };
  const { stdout, stderr, status } = spawnSync("bash", ["--norc", "-eu", "-c", script], {
    cwd: folder,
    env,
    encoding: "utf8",
    timeout: 220_000,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });

  const answers = stdout.split("\n").filter(Boolean);
  const [wrong, right, certificates, mails, again] = answers.map((line) => JSON.parse(line).data);
  expect(answers).toHaveLength(5);
  expect(wrong.uploadAttendance).toMatchObject({ status: "REJECTED", errors: { nodes: [{}, {}] } });
  expect(right.uploadAttendance).toEqual({
    status: "PROCESSED",
    message: "Record was successfully processed",
    errors: { nodes: [] },
  });
  expect(certificates.certificates.totalCount).toBe(5);
  expect(mails.mails).toMatchObject({ totalCount: 5, nodes: Array(5).fill({ attachments: [{}] }) });
  expect(again.uploadAttendance.status).toBe("REJECTED");
  expect((await readFile(path.join(folder, "certificate.pdf"))).subarray(0, 5).toString()).toBe("%PDF-");
});

/** What the examples ask, counted on its way. */
async function startCounting(): Promise<{ url: string; take(): number; stop(): Promise<void> }> {
  let asked = 0;
  const proxy = createServer((req, res) => {
    asked++;
    const on = request(new URL(req.url ?? "/", server.url), { method: req.method, headers: req.headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    on.on("error", () => res.destroy());
    req.pipe(on);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    take: () => {
      const all = asked;
      asked = 0;
      return all;
    },
    stop: () => new Promise((resolve) => proxy.close(() => resolve())),
  };
}

async function ask(token: string | null, query: string, variables: object = {}) {
  const answer = await fetch(`${server.url}/graphql`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await answer.json();
  expect(errors).toBeUndefined();
  return data;
}

/** From no key to one: what docs/api/start.md says. */
async function keyOf(email: string, scopes: string[], sandbox = false): Promise<string> {
  const { signIn } = await ask(
    null,
    'mutation ($email: String!) { signIn(email: $email, password: "accrue-demo") { token viewer { providers { id } } } }',
    { email },
  );
  const made = await ask(
    signIn.token,
    'mutation ($scopes: [ApiScope!]!, $providerId: ID, $sandbox: Boolean!) { createApiKey(name: "example", scopes: $scopes, providerId: $providerId, sandbox: $sandbox) { key } }',
    { scopes, sandbox, providerId: signIn.viewer.providers[0]?.id },
  );
  return made.createApiKey.key;
}

interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program in the test's folder. Null: it is not on this machine. */
const runHere = (command: string, args: string[], env: Record<string, string>): Promise<Ended | null> =>
  new Promise((resolve) => {
    const child = spawn(command, args, { cwd: folder, env: { PATH: process.env.PATH, ...env } });
    const said = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const)
      child[name].setEncoding("utf8").on("data", (text) => (said[name] += text));
    child.on("error", () => resolve(null));
    child.on("close", (status) => resolve({ status, ...said }));
  });

/** What the Relay programs import, made once as README of the examples says; it has the types of its answers as well. */
function compileRelay(): Promise<void> {
  compiled ??= runRelayCompiler();
  return compiled;
}
let compiled: Promise<void> | null = null;

async function runRelayCompiler(): Promise<void> {
  const cwd = path.resolve("examples/relay");
  await mkdir(path.join(cwd, "__generated__"), { recursive: true });
  for (const command of ["relay-compiler", "tsc"]) {
    const { status, stdout, stderr } = spawnSync(path.resolve("node_modules/.bin", command), { cwd, encoding: "utf8" });
    expect([command, status, status === 0 ? "" : stdout + stderr]).toEqual([command, 0, ""]);
  }
}

/** Each client reports somebody else, whose names are not all in Latin letters. */
const clients = [
  { folder: "curl", run: "sh", ending: ".sh", member: ["100105", "Zoë", "Nguyễn"] },
  { folder: "python", run: "python3", ending: ".py", member: ["100106", "محمد", "الأحمد"] },
  { folder: "apollo", run: path.resolve("node_modules/.bin/tsx"), ending: ".ts", member: ["100107", "小明", "王"] },
  { folder: "relay", run: path.resolve("node_modules/.bin/tsx"), ending: ".ts", member: ["100108", "Priya", "देसाई"] },
  {
    folder: "sdk",
    run: path.resolve("node_modules/.bin/tsx"),
    ending: ".ts",
    member: ["100109", "Mary Ann", "O'Brien-McAllister"],
  },
] as const;

const recipes = {
  lms: { of: "provider@accrue.test", scopes: ["PROGRAMS_READ", "ATTENDANCE_WRITE", "CERTIFICATES_READ"] },
  website: { of: "staff@accrue.test", scopes: ["MEMBERS_READ", "CERTIFICATES_READ"] },
  "conference-app": { of: "staff@accrue.test", scopes: ["MEMBERS_ACT"] },
};

/** What a provider's test key has to report on; asked again while the sandbox is made. */
async function trialLecture(key: string): Promise<{ PROGRAM: string; COMPLETED_ON: string }> {
  for (;;) {
    const answer = await fetch(`${server.url}/graphql`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${key}` },
      body: JSON.stringify({ query: "{ programs { nodes { number offerings { endsOn } } } }" }),
    });
    const { data, errors } = await answer.json();
    if (data) {
      const [{ number, offerings }] = data.programs.nodes;
      return { PROGRAM: number, COMPLETED_ON: offerings[0].endsOn };
    }
    expect(errors).toMatchObject([{ extensions: { code: "UNAVAILABLE" } }]);
    await delay(1_000 * errors[0].extensions.retryAfterSeconds);
  }
}

test.each([
  ["in the small world", false],
  ["in the sandbox, with a test key and nothing else changed", true],
])("each example goes from a key to a certificate in ten requests at most, %s", async (_where, sandbox) => {
  await compileRelay();
  const counting = await startCounting();
  try {
    const keys: Record<string, string> = {};
    for (const [recipe, { of, scopes }] of Object.entries(recipes)) keys[recipe] = await keyOf(of, scopes, sandbox);
    const about = sandbox ? await trialLecture(keys.lms ?? "") : {};
    for (const { folder: name, run, ending, member } of clients)
      for (const [recipe, key] of Object.entries(keys)) {
        const [number, firstName, lastName] = member;
        expect(key.startsWith("accrue_test_")).toBe(sandbox);
        const file = path.resolve("examples", name, `${ending === ".py" ? recipe.replace("-", "_") : recipe}${ending}`);
        const ended = await runHere(run, [file], {
          ACCRUE_URL: counting.url,
          ACCRUE_KEY: key,
          ...about,
          MEMBER: recipe === "conference-app" ? "100100" : number,
          FIRST_NAME: firstName,
          LAST_NAME: lastName,
        });
        if (!ended) throw new Error(`${run} is not on this machine, so that examples/${name} could not be tried.`);
        expect([name, recipe, ended.status, ended.stderr]).toEqual([name, recipe, 0, ""]);
        expect(ended.stdout).toMatch(/Certificate C\d+ is in certificate\.pdf\.\n$/);
        // The client's own store knows the new sum from the answer to the choice.
        if (recipe === "conference-app" && ending === ".ts")
          expect([name, ended.stdout]).toEqual([name, expect.stringMatching(/^(?!0\.00)\d+\.\d\d claimed of /m)]);
        const pdf = path.join(folder, "certificate.pdf");
        expect((await readFile(pdf)).subarray(0, 5).toString()).toBe("%PDF-");
        await rm(pdf);
        // The PDF comes from the server's own address, past the count.
        const asked = counting.take() + 1;
        expect(asked).toBeGreaterThan(4);
        expect(asked).toBeLessThanOrEqual(10);
      }
  } finally {
    await counting.stop();
  }
});

test("the example that looks on tells each new line of a timeline, until nothing more comes of the program", async () => {
  const key = await keyOf("provider@accrue.test", ["PROGRAMS_READ", "PROGRAMS_WRITE"]);
  const { program } = await ask(key, '{ program(number: "A09164") { id } }');
  const { copyProgram } = await ask(key, "mutation ($id: ID!) { copyProgram(id: $id) { id name version } }", program);
  const file = path.resolve("examples/python/live.py");
  const child = spawn("python3", [file], {
    cwd: folder,
    env: { PATH: process.env.PATH, ACCRUE_URL: server.url, ACCRUE_KEY: key, PROGRAM_ID: copyProgram.id },
  });
  let said = "";
  const lines = (): number => said.split("\n").length - 1;
  const ended = new Promise((resolve) => child.once("close", resolve));
  const begun = new Promise<void>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text) => {
      said += text;
      if (lines() >= 2) resolve();
    });
  });
  child.stderr.setEncoding("utf8").on("data", (text) => (said += text));
  await Promise.race([begun, ended]);
  const withdraw = "mutation ($id: ID!, $version: Int!) { withdrawProgram(id: $id, version: $version) { status } }";
  await ask(key, withdraw, { id: copyProgram.id, version: copyProgram.version });
  expect([await ended, said]).toEqual([
    0,
    expect.stringMatching(/^.+\n\S+ program\.copy .*\n\S+ program\.withdraw .*\n$/),
  ]);
});

test("the lines of the page on trusted documents can be pasted word by word", async () => {
  const page = await readFile("docs/api/trusted-documents.md", "utf8");
  const script = [...page.matchAll(/^```sh\n(.*?)^```/gms)].map(([, code]) => code).join("\n");
  const ended = await runHere("bash", ["--norc", "-eu", "-c", script.replace("https://cec.example.org", server.url)], {
    BUILD_KEY: await keyOf("provider@accrue.test", ["DOCUMENTS_WRITE"]),
    ACCRUE_KEY: await keyOf("provider@accrue.test", ["PROGRAMS_READ"]),
  });
  expect(ended).toMatchObject({ status: 0, stderr: "" });
  const [registered, asked] = (ended?.stdout ?? "")
    .split(/\n|(?<=})(?={)/)
    .filter(Boolean)
    .map((line) => JSON.parse(line).data);
  const [{ hash, name }] = registered.registerTrustedDocuments;
  expect([name, page.includes(`"sha256:${hash}"`)]).toEqual(["Programs", true]);
  expect(asked.programs.nodes).toHaveLength(5);
});
