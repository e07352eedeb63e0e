import { readdirSync, readlinkSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { programIn } from "../programs/applications.ts";
import { World } from "../support/world.ts";

let world: World;
let provider: Awaited<ReturnType<World["provider"]>>;
let attendee: { token: string };
beforeAll(async () => {
  world = await World.start({ uploadMaxBytes: 30_000_000 });
  provider = await world.provider();
  // Who has nothing to report may send no roster.
  await programIn(world, { provider, staff: await world.staff() }, "APPROVED");
  attendee = await world.account();
});
afterAll(() => world.stop());

const uploadDocument =
  "mutation ($p: ID!, $file: Upload!) { uploadAttendance(providerId: $p, file: $file, preview: true) { status } }";

/** Files on the server's disk that wait for somebody. They have no name any more: only who has them open can tell. */
const spools = (): number =>
  readdirSync("/proc/self/fd").filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).includes(".spool");
    } catch {
      return false;
    }
  }).length;

const field = (name: string, value: unknown) =>
  `--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${JSON.stringify(value)}\r\n`;
const file = (content: string) => `--B\r\nContent-Disposition: form-data; name="0"; filename="a.csv"\r\n\r\n${content}`;
const asked = (query: string) =>
  field("operations", { query, variables: { p: provider.id, file: null } }) + field("map", { 0: ["variables.file"] });

interface Sending {
  socket: Socket;
  /** What the server has answered until now. */
  answer(): string;
}

/** Sends a request of so many bytes, of which these are the first. */
function send(token: string, body: string, length: number, headers: Record<string, string> = {}): Sending {
  const { hostname, port } = new URL(world.url);
  const socket = connect(Number(port), hostname);
  let answer = "";
  socket.on("error", () => {}).on("data", (chunk) => (answer += chunk));
  const lines = Object.entries({
    Host: hostname,
    Authorization: `Bearer ${token}`,
    "Apollo-Require-Preflight": "1",
    "Content-Type": "multipart/form-data; boundary=B",
    "Content-Length": String(length),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`POST /graphql HTTP/1.1\r\n${lines.join("")}\r\n${body}`);
  return { socket, answer: () => answer };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(20);
}

const statusOf = ({ answer }: Sending) => Number(answer().split(" ")[1]);

test("who may not use what a file is for is refused before a byte of it is taken, with and without an Idempotency-Key", async () => {
  for (const headers of [{}, { "Idempotency-Key": "one" }] as Record<string, string>[]) {
    const sending = send(attendee.token, asked(uploadDocument) + file("x".repeat(1_000_000)), 20_000_000, headers);
    await until(() => sending.answer().includes("FORBIDDEN"));
    expect([statusOf(sending), spools()]).toEqual([403, 0]);
    sending.socket.destroy();
  }
});

test("a file that nothing asks for is refused, also where it comes later than what was asked", async () => {
  for (const query of ["query ($file: Upload) { __typename }", "{ viewer { email } }", "mutation { signOut }"]) {
    const sending = send(attendee.token, asked(query), 1_000_000);
    await delay(50);
    sending.socket.write(file("x".repeat(100_000)));
    await until(() => sending.answer().includes("INVALID_UPLOAD") || sending.answer().includes("BAD_INPUT"));
    expect([statusOf(sending), spools()]).toEqual([400, 0]);
    sending.socket.destroy();
  }
});

test("what stands where a file belongs but is none is its sender's fault", async () => {
  for (const given of [{}, "x", 1, ["x"]])
    expect(await world.refused(provider.token, uploadDocument, { p: provider.id, file: given })).toBe("INVALID_UPLOAD");
});

test("a file that does not arrive whole is its sender's fault, and leaves nothing behind", async () => {
  const body = asked(uploadDocument) + file("a,b\r\n1,2\r\n");
  const ended = send(provider.token, body, body.length);
  await until(() => ended.answer().includes("INVALID_UPLOAD"));
  expect(statusOf(ended)).toBe(400);
  ended.socket.destroy();
  const gone = send(provider.token, body, body.length + 1_000);
  await until(() => spools() > 0);
  gone.socket.destroy();
  await until(() => spools() === 0);
});

test("a file that was taken is gone once it is answered", async () => {
  const { data } = await world.upload(provider.token, uploadDocument, { p: provider.id }, "a,b\n1,2\n");
  expect(data.uploadAttendance.status).toBe("REJECTED");
  await until(() => spools() === 0);
});

test.each([600, 100_000, 2_000_000, 20_000_000])(
  "a refused upload of %d bytes gets its answer, each time",
  async (bytes) => {
    for (let i = 0; i < 5; i++) {
      const { status } = await world.upload(null, uploadDocument, { p: provider.id }, Buffer.alloc(bytes, 120));
      expect(status).toBe(401);
    }
  },
);

test("an account has one file on the server's disk at once; others wait, and too many are refused", async () => {
  const whole = `${asked(uploadDocument)}${file("a,b\r\n1,2\r\n")}\r\n--B--\r\n`;
  const first = send(provider.token, whole.slice(0, -10), whole.length);
  await until(() => spools() === 1);
  const others: Sending[] = [];
  const refused = () => others.filter(({ answer }) => answer().includes("TOO_MANY_REQUESTS"));
  while (refused().length === 0) {
    others.push(send(provider.token, whole, whole.length));
    await delay(20);
  }
  const waiting = others.filter((each) => !refused().includes(each));
  expect([refused().map(statusOf)[0], spools(), waiting.some(({ answer }) => answer())]).toEqual([429, 1, false]);
  first.socket.write(whole.slice(-10));
  await until(() => others.every(({ answer }) => /REJECTED|TOO_MANY_REQUESTS/.test(answer())));
  expect(others.length - refused().length).toBe(20);
  for (const { socket } of [first, ...others]) socket.destroy();
  await until(() => spools() === 0);
});

test("JSON in another encoding than UTF-8 is not taken", async () => {
  for (const charset of ["utf-7", "utf-16", "windows-1252"]) {
    const response = await world.fetch("/graphql", {
      method: "POST",
      headers: { "Content-Type": `application/json; charset=${charset}` },
      body: '{"query":"{ __typename }"}',
    });
    expect(response.status).toBe(415);
  }
});

test("where the disk has no room to spare, uploads are refused and reading goes on", async () => {
  world.config.uploadFreeBytes = Number.MAX_SAFE_INTEGER;
  try {
    const { status, errors } = await world.upload(provider.token, uploadDocument, { p: provider.id }, "a,b\n1,2\n");
    expect([status, errors[0]?.extensions.code]).toEqual([503, "UNAVAILABLE"]);
    expect((await world.graphql(provider.token, "{ programs { totalCount } }")).status).toBe(200);
  } finally {
    world.config.uploadFreeBytes = 0;
  }
});

test("room is asked for on the database's disk as well where that is ours", async () => {
  const { databaseUrl, dataDir } = world.config;
  const sendWhole = () => world.upload(provider.token, uploadDocument, { p: provider.id }, "a,b\n1,2\n");
  try {
    // A disk without any room.
    Object.assign(world.config, { databaseUrl: null, dataDir: "/proc" });
    expect((await sendWhole()).status).toBe(503);
    Object.assign(world.config, { databaseUrl, dataDir });
    expect((await sendWhole()).status).toBe(200);
  } finally {
    Object.assign(world.config, { databaseUrl, dataDir });
  }
});

/** Speaks as clamd's manual has it: knows one word, takes so many bytes, and hangs up on another word. */
function clamd(mostBytes: number) {
  const seen: string[] = [];
  const server = createServer((socket) => {
    let got = Buffer.alloc(0);
    socket
      .on("error", () => {})
      .on("data", (piece) => {
        got = Buffer.concat([got, piece]);
        const command = Buffer.from("zINSTREAM\0");
        if (got.length >= command.length && !got.subarray(0, command.length).equals(command)) return socket.destroy();
        const pieces: Buffer[] = [];
        for (let at = command.length; at + 4 <= got.length; ) {
          const length = got.readUInt32BE(at);
          if (length === 0) {
            const content = Buffer.concat(pieces).toString();
            seen.push(content);
            if (content.includes("hang up")) return socket.destroy();
            return socket.end(content.includes("EICAR") ? "stream: Eicar-Signature FOUND\0" : "stream: OK\0");
          }
          pieces.push(got.subarray(at + 4, at + 4 + length));
          at += 4 + length;
        }
        if (got.length > mostBytes)
          socket.removeAllListeners("data").resume().end("INSTREAM size limit exceeded. ERROR\0");
      });
  });
  return { server, seen };
}

test("what the scanner knows is refused, and everything while it does not answer", async () => {
  const { server, seen } = clamd(1_000_000);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  world.config.clamd = { host: "127.0.0.1", port };
  const roster = "Last Name,First Name\nOkafor,Ada\n";
  const send = async (content: string) => {
    const { data, errors } = await world.upload(provider.token, uploadDocument, { p: provider.id }, content);
    return errors[0]?.extensions.code ?? data?.uploadAttendance.status;
  };
  try {
    expect(await send(roster)).toBe("REJECTED");
    // Every byte, also of one that has many pieces.
    const large = roster.repeat(10_000);
    await send(large);
    expect(seen).toEqual([roster, large]);
    expect(await send(`${roster}EICAR`)).toBe("INVALID_UPLOAD");
    expect(await send(roster.repeat(100_000))).toBe("FILE_TOO_LARGE");
    expect(await send("hang up")).toBe("UNAVAILABLE");
    await new Promise((resolve) => server.close(resolve));
    expect(await send(roster)).toBe("UNAVAILABLE");
    world.config.clamd = { path: "/nowhere/clamd.ctl" };
    expect(await send(roster)).toBe("UNAVAILABLE");
    await until(() => spools() === 0);
  } finally {
    world.config.clamd = null;
    server.close();
  }
  expect(await send(roster)).toBe("REJECTED");
});
