import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { log } from "../../core/log.ts";
import { type Embedded, startEmbedded } from "./start.ts";

/** How often it is looked whether PostgreSQL still listens, in milliseconds. */
const intervalMs = 250;

/** Ends the watch; waits for a start that is under way. */
export type StopKeeping = () => Promise<void>;

/**
 * Starts the embedded PostgreSQL again whenever it died, on the port that it had: connections of before are lost, new ones find it. A
 * single process of PostgreSQL that dies is its own affair; this is for when it does not listen any more.
 */
export function keepEmbedded({ url, dataDir }: Embedded): StopKeeping {
  const port = Number(new URL(url).port);
  let stopping = false;
  const watch = async (): Promise<void> => {
    while (!stopping) {
      await delay(intervalMs, undefined, { ref: false });
      if (stopping || (await listens(port))) continue;
      try {
        log.warn("The embedded PostgreSQL is gone. It is started again.");
        const again = await startEmbedded({ dataDir, log: (line) => log.info(line) });
        if (again.url === url) continue;
        log.fatal("The embedded PostgreSQL runs on another port now, since its own was taken: start Accrue again.");
        process.exit(1);
      } catch (error) {
        log.error({ err: error }, "The embedded PostgreSQL could not be started again; trying on.");
      }
    }
  };
  const watched = watch();
  return async () => {
    stopping = true;
    await watched;
  };
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = connect(port, "127.0.0.1");
    // Too many connections or a slow machine are no reason to start anything: only a port that nobody has is.
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code !== "ECONNREFUSED"));
    probe.once("connect", () => {
      probe.destroy();
      resolve(true);
    });
  });
