import { spawnSync } from "node:child_process";
import pg from "pg";
import { findBrowser } from "./find-browser.ts";

const lock = 4_117_225_903;

/**
 * What a run of browser tests needs once, though several files run at the same time: the pages built from the sources as they
 * are, and a browser.
 * @param page a name of server/setup/build.mjs
 * @returns where the browser is
 */
export async function prepareBrowserTests(page: string): Promise<string> {
  const client = new pg.Client({ connectionString: process.env.ACCRUE_TEST_SERVER });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [lock]);
    const build = spawnSync(process.execPath, ["server/setup/build.mjs", page], { encoding: "utf8" });
    if (build.status !== 0) throw new Error(`The page ${page} cannot be built:\n${build.stdout}${build.stderr}`);
    return findBrowser();
  } finally {
    await client.end();
  }
}
