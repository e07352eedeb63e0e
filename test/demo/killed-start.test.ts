import { once } from "node:events";
import { rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { seed } from "../../server/demo/seed.ts";
import { demoPassword } from "../../server/demo/small-world.ts";
import { makeDataFolder } from "../support/data-folder.ts";
import { spawnServer, startServerProcess } from "../support/server-process.ts";
import { World } from "../support/world.ts";

/** How many first starts are killed; KILLED_STARTS=40 takes ten minutes. */
const rounds = Number(process.env.KILLED_STARTS ?? 2);
/** A first start is over by then, on most machines. */
const spanMs = 8_000;

/** What staff can count of a small world. */
async function census(url: string): Promise<unknown> {
  const ask = async (query: string, token?: string) => {
    const headers: Record<string, string> = { "Content-Type": "application/json" };
    if (token) headers.Authorization = `Bearer ${token}`;
    const response = await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
    const { data, errors } = await response.json();
    expect(errors).toBeUndefined();
    return data;
  };
  const signIn = `mutation { signIn(email: "staff@accrue.test", password: "${demoPassword}") { token } }`;
  const { token } = (await ask(signIn)).signIn;
  return ask(
    `{ settings { accreditorName } providers { totalCount } certificates { totalCount } mails { totalCount }
       programs(first: 50, orderBy: [{ field: NAME, direction: ASC }]) { totalCount nodes { number name status } } }`,
    token,
  );
}

let whole: unknown;
beforeAll(async () => {
  const world = await World.start();
  await seed(world.base, world.database.ownerUrl);
  whole = await census(world.url);
  await world.stop();
});

const moments = Array.from({ length: rounds }, (_, i) => ({
  ms: Math.round(((i + Math.random()) * spanMs) / rounds),
  signal: i % 2 === 0 ? ("SIGKILL" as const) : ("SIGTERM" as const),
}));

test.each(moments)(
  "a first start that gets $signal after $ms ms comes up when it is started again",
  async ({ ms, signal }) => {
    const folder = await makeDataFolder("killed");
    const env = { DATA_DIR: path.join(folder, "data"), PORT: "0" };
    try {
      const first = await spawnServer(env);
      const exited = once(first, "exit");
      await delay(ms);
      first.kill(signal);
      await exited;

      const second = await startServerProcess(env);
      const found = await census(second.url).finally(() => second.stop());
      expect(found).toEqual(whole);
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
);
