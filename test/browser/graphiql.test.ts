import { build } from "../support/built.ts";
import { World } from "../support/world.ts";
import { looks, RealBrowser, startTimeoutMs } from "./support/browser.ts";

let world: World;
let browser: RealBrowser;
beforeAll(async () => {
  world = await World.start();
  browser = await RealBrowser.start("graphiql");
  await build("docs");
}, startTimeoutMs);
afterAll(async () => {
  await browser?.stop();
  await world?.stop();
});

test("GraphiQL comes from this server alone, runs a query, and its policy lets it", async () => {
  const visitor = await browser.visitor(world.url, { width: 1280, theme: "light" });
  const { page } = visitor;
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(world.url) && !request.url().startsWith("data:")) elsewhere.push(request.url());
  });
  const languages = page.waitForEvent("worker", (worker) => worker.url().includes("/graphiql/assets/graphql.worker"));
  await page.goto("/graphql");
  await languages;
  await page.getByRole("button", { name: /^Execute query/ }).click();
  await page.getByRole("menuitem", { name: "Programs" }).click();
  await page.getByText("UNAUTHENTICATED").waitFor();
  expect(elsewhere).toEqual([]);
  expect(visitor.complaints).toEqual([]);
});

test.each(looks)("the API's pages are read and searched at $width pixels, $theme", async (look) => {
  const visitor = await browser.visitor(world.url, look);
  const { page } = visitor;
  for (const path of ["/docs", "/docs/operations", "/docs/schema/ClaimProblem", "/docs/examples/curl/lms.sh"]) {
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect([path, await visitor.violations()]).toEqual([path, []]);
    expect([path, await visitor.overflows()]).toEqual([path, false]);
  }
  await page.getByRole("searchbox").fill("saveclaims");
  await page.getByRole("link", { name: "saveClaims Mutations" }).click();
  await page.waitForURL("**/docs/schema/Mutation#saveClaims");
  expect(visitor.complaints).toEqual([]);
});

test("every link of the API's pages leads somewhere", async () => {
  const seen = new Set<string>();
  const waiting = ["/docs"];
  const anchors = new Map<string, Set<string>>();
  const led: [from: string, to: string][] = [];
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    const answer = await world.fetch(at);
    if (answer.status !== 200) throw new Error(`${at} answers ${answer.status}`);
    const html = at.endsWith(".json") || at.endsWith(".graphql") ? "" : await answer.text();
    anchors.set(at, new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id)));
    for (const [, to = ""] of html.matchAll(/ href="(\/[^"]*)"/g)) {
      led.push([at, to]);
      const [page = ""] = to.split("#");
      // The reference has hundreds of pages that are made alike.
      if (seen.has(page) || (at.startsWith("/docs/schema/") && !/Query|Mutation/.test(at)) || page === "/favicon.svg")
        continue;
      seen.add(page);
      waiting.push(page);
    }
  }
  expect(seen.size).toBeGreaterThan(100);
  const broken = led.filter(([, to]) => {
    const [page = "", anchor] = to.split("#");
    return anchor && anchors.has(page) && !anchors.get(page)?.has(anchor);
  });
  expect(broken).toEqual([]);
});
