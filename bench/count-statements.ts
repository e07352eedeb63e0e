import net from "node:net";

/** A door to PostgreSQL that counts the statements which go through it. */
export interface StatementCounter {
  /** As `url`, through the door. */
  url: string;
  /** How many went through since it was last asked. */
  take(): number;
  close(): void;
}

/** What a client asks to run: a simple query, or the execution of a prepared one. */
const statements = new Set(["Q".charCodeAt(0), "E".charCodeAt(0)]);

/** Passes everything on and reads along: each message but the first begins with its type and its length. */
export async function countStatements(url: string): Promise<StatementCounter> {
  const target = new URL(url);
  let count = 0;
  const server = net.createServer((client) => {
    const upstream = net.connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      socket.on("error", () => {});
    }
    let pending: Buffer = Buffer.alloc(0);
    let started = false;
    client.on("data", (chunk: Buffer) => {
      pending = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk;
      for (;;) {
        const header = started ? 1 : 0;
        if (pending.length < header + 4) break;
        const size = header + pending.readInt32BE(header);
        if (pending.length < size) break;
        if (started && statements.has(pending[0] ?? 0)) count++;
        started = true;
        pending = pending.subarray(size);
      }
    });
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const door = new URL(url);
  door.port = String((server.address() as net.AddressInfo).port);
  door.hostname = "127.0.0.1";
  return {
    url: door.href,
    take: () => {
      const taken = count;
      count = 0;
      return taken;
    },
    close: () => server.close(),
  };
}
