import { spawnSync } from "node:child_process";
import pg from "pg";

const lock = 4_117_225_903;
const built = new Set<string>();

/** Does what a run of tests needs once, though several of its files ask for it at the same time: a build, a browser. */
export async function oneAtATime<Result>(work: () => Result): Promise<Result> {
  const client = new pg.Client({ connectionString: process.env.ACCRUE_TEST_SERVER });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [lock]);
    return work();
  } finally {
    await client.end();
  }
}

/**
 * Builds the server or a page from the sources as they are, as `npm start` does.
 * @param name one of server/setup/build.mjs
 */
export async function build(name: string): Promise<void> {
  if (built.has(name)) return;
  const { status, stdout, stderr } = await oneAtATime(() =>
    spawnSync(process.execPath, ["server/setup/build.mjs", name], { encoding: "utf8" }),
  );
  if (status !== 0) throw new Error(`${name} cannot be built:\n${stdout}${stderr}`);
  built.add(name);
}
