import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

interface Sent {
  authorization: string | undefined;
  body: {
    from: { email: string };
    personalizations: { to: { email: string; name: string }[] }[];
    headers: Record<string, string>;
    mail_settings?: unknown;
    custom_args: Record<string, string>;
    subject: string;
    content: { type: string; value: string }[];
    attachments?: { filename: string; content: string; type: string }[];
  };
}

/** Speaks as much of SendGrid's API as sending takes, and answers what the test says. */
export class FakeSendGrid {
  readonly sent: Sent[] = [];
  /** Statuses of the next answers; "lost": it takes the mail and hangs up without a word; "drip": its answer has no end. */
  answers: (number | "lost" | "drip")[] = [];
  #server: Server;
  url = "";

  constructor() {
    this.#server = createServer(async (req: IncomingMessage, res) => {
      let body = "";
      for await (const chunk of req) body += chunk;
      this.sent.push({ authorization: req.headers.authorization, body: JSON.parse(body) });
      const status = this.answers.shift() ?? 202;
      if (status === "lost") return void req.socket.destroy();
      if (status === "drip") {
        res.writeHead(202);
        for (; !res.destroyed; await delay(30)) res.write(" ");
        return;
      }
      res.writeHead(status, { "X-Message-Id": `message-${this.sent.length}`, "Content-Type": "application/json" });
      res.end(status >= 400 ? JSON.stringify({ errors: [{ message: "no", field: null }] }) : "");
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
