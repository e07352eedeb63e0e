import { World } from "../support/world.ts";
import { enterConsole } from "./admin/console.ts";
import { RealBrowser, startTimeoutMs } from "./support/browser.ts";
import { prepareBrowserTests } from "./support/prepare.ts";

let world: World;
let browser: RealBrowser;
beforeAll(async () => {
  world = await World.start({ rehearsal: true });
  browser = await RealBrowser.start("admin");
  await prepareBrowserTests("attendee");
}, startTimeoutMs);
afterAll(async () => {
  await browser?.stop();
  await world?.stop();
});

test("every page of a rehearsal says that nothing counts, in front of whatever stands there", async () => {
  const { email } = await world.staff();
  const visitor = await enterConsole(browser, world.url, email);
  const { page } = visitor;
  const bar = page.getByText("Rehearsal: nothing that is done here counts, and nobody is mailed.");
  for (const address of ["/admin", "/admin#/programs", "/admin#/settings", "/", "/transcript"]) {
    await page.goto(address);
    await bar.waitFor();
    // Nothing covers it, and it is where one looks.
    const box = await bar.boundingBox();
    const height = page.viewportSize()?.height ?? 0;
    expect([address, Math.round((box?.y ?? 0) + (box?.height ?? 0))]).toEqual([address, height]);
  }
  await page.goto("/verify");
  await page.getByText("This is a rehearsal").waitFor();
});
