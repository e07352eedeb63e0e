import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";

export interface Received {
  id: string;
  path: string;
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: of any type
  data: any;
}

/** What a receiver does with the n-th request of all, from 0. */
export type Conduct = (received: Received, n: number) => number | "HANG" | "RESET" | [number, Record<string, string>];

/** A server on loopback that takes webhooks, and makes sure of each by the library that partners use. */
export class Receiver {
  /** What was answered with 200. */
  readonly taken: Received[] = [];
  /** Everything that came and was signed right. */
  readonly all: Received[] = [];
  readonly refused: string[] = [];
  secrets: string[] = [];
  conduct: Conduct = () => 200;
  #server: Server | undefined;
  #port = 0;

  async start(): Promise<this> {
    const server = createServer((request, response) => void this.#take(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  /** Whether every secret vouches for it. */
  #isSigned(body: string, headers: Record<string, string>): boolean {
    try {
      for (const secret of this.secrets) new Webhook(secret).verify(body, headers);
      return this.secrets.length > 0;
    } catch {
      return false;
    }
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString();
    const headers = request.headers as Record<string, string>;
    if (!this.#isSigned(body, headers)) {
      this.refused.push(body);
      response.writeHead(400).end();
      return;
    }
    const { type, data } = JSON.parse(body);
    const received = { id: headers["webhook-id"] ?? "", path: request.url ?? "", type, data };
    const answer = this.conduct(received, this.all.push(received) - 1);
    if (answer === "HANG") return;
    if (answer === "RESET") return void request.socket.resetAndDestroy();
    const [status, more] = Array.isArray(answer) ? answer : [answer, {}];
    if (status === 200) this.taken.push(received);
    response.writeHead(status, more).end();
  }
}
