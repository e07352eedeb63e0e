import type { RequestListener, Server, ServerResponse } from "node:http";
import { Server as NetServer } from "node:net";

/** How long a connection that says nothing is kept open, for a request that may be on its way, in milliseconds. */
const idleMs = 1_000;

/** How long requests that are under way may take, in milliseconds. */
const finishMs = 10_000;

export interface Drain {
  /** Whether the server is on its way out: load balancers send nothing more to one that is not ready. */
  readonly draining: boolean;
  /** Aborts as soon as it is: what would go on for as long as somebody likes ends then. */
  readonly leaving: AbortSignal;
  /** Takes no more connections, answers what comes on those that are open, and closes them. Settles when all are closed. */
  close(server: Server): Promise<void>;
  /** Stands before everything that answers. */
  watch(answer: RequestListener): RequestListener;
}

/**
 * Lets a server go without cutting anybody off: each answer from then on says `Connection: close`, so that a client neither sends
 * its next request into a connection that is being closed nor loses the answer to one that it has sent.
 */
export function createDrain(): Drain {
  let draining = false;
  const leaving = new AbortController();
  const underWay = new Set<ServerResponse>();
  const sayClose = (res: ServerResponse): void => {
    if (!res.headersSent) res.setHeader("Connection", "close");
  };
  return {
    get draining() {
      return draining;
    },
    leaving: leaving.signal,
    watch: (answer) => (req, res) => {
      underWay.add(res);
      res.once("close", () => underWay.delete(res));
      if (draining) sayClose(res);
      return answer(req, res);
    },
    close: async (server) => {
      draining = true;
      leaving.abort();
      for (const res of underWay) sayClose(res);
      // Not http's own close, which would at once cut connections on which a request may be on its way.
      const closed = new Promise<void>((resolve) => void NetServer.prototype.close.call(server, () => resolve()));
      const timers = [
        setTimeout(() => timers.push(setInterval(() => server.closeIdleConnections(), 100)), idleMs),
        setTimeout(() => server.closeAllConnections(), finishMs),
      ];
      await closed;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
