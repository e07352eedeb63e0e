import { createHmac, randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on loopback that begins payments as Stripe does, and signs messages as Stripe does. */
export class FakeStripe {
  readonly webhookSecret = "whsec_of_the_tests";
  /** What was asked for, by idempotency key. */
  readonly sessions = new Map<string, Record<string, string>>();
  /** Statuses of the next answers; 200 where none is left. */
  answers: number[] = [];
  #server: Server | null = null;
  url = "";

  async start(): Promise<void> {
    const server = createServer(async (req, res) => {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk as Buffer);
      const status = this.answers.shift() ?? 200;
      const key = String(req.headers["idempotency-key"]);
      const asked = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
      const known = req.method === "POST" && req.url === "/v1/checkout/sessions";
      res.setHeader("Content-Type", "application/json");
      if (status !== 200 || !known) {
        res.statusCode = known ? status : 404;
        return void res.end(JSON.stringify({ error: { type: "api_error", message: "No." } }));
      }
      const session = this.sessions.get(key) ?? { id: `cs_${randomUUID()}`, ...asked };
      this.sessions.set(key, session);
      res.end(
        JSON.stringify({ id: session.id, object: "checkout.session", url: `https://checkout.test/${session.id}` }),
      );
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  /** The header over a message, as of an instant. */
  sign(body: string, at: Date, secret = this.webhookSecret): string {
    const time = Math.floor(at.getTime() / 1_000);
    return `t=${time},v1=${createHmac("sha256", secret).update(`${time}.${body}`).digest("hex")}`;
  }
}
