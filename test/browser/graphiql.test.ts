import { World } from "../support/world.ts";
import { RealBrowser, startTimeoutMs } from "./support/browser.ts";

let world: World;
let browser: RealBrowser;
beforeAll(async () => {
  world = await World.start();
  browser = await RealBrowser.start("graphiql");
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
