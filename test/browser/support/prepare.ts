import { build, oneAtATime } from "../../support/built.ts";
import { findBrowser } from "./find-browser.ts";

/**
 * What browser tests need: a page, built, and a browser.
 * @param page a name of server/setup/build.mjs
 * @returns where the browser is
 */
export async function prepareBrowserTests(page: string): Promise<string> {
  await build(page);
  return oneAtATime(findBrowser);
}
