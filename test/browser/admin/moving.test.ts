import type { Locator } from "playwright-core";
import { zip } from "../../support/workbook.ts";
import { World } from "../../support/world.ts";
import { RealBrowser, soon, startTimeoutMs, textsOf } from "../support/browser.ts";
import { enterConsole, faultsOf, openPage } from "./console.ts";

let world: World;
let browser: RealBrowser;
beforeAll(async () => {
  world = await World.start();
  browser = await RealBrowser.start("admin");
}, startTimeoutMs);
afterAll(async () => {
  await browser?.stop();
  await world?.stop();
});

/** Does what the page asked for, until it shows this. */
const until = (sight: Locator) =>
  soon(async () => {
    await world.runJobs();
    expect(await sight.count()).toBeGreaterThan(0);
  });

test("an administrator brings a bundle, mends it, records it, takes it back, and takes everything along", async () => {
  const { email } = await world.staff();
  const visitor = await enterConsole(browser, world.url, email);
  const { page } = visitor;
  await openPage(visitor, "moving-in");
  const record = page.getByRole("button", { name: "Record all of it" });
  const takeBack = page.getByRole("button", { name: "Take back" });
  const bring = (providers: string) =>
    page
      .locator("input[type=file]")
      .setInputFiles({ name: "old.zip", mimeType: "application/zip", buffer: zip({ "providers.csv": providers }) });

  await bring("Provider ID,Name\nP1,Lakeside Sleep Center\nP2,\n");
  await until(page.getByRole("link", { name: "Download all errors as CSV" }));
  expect(await record.count()).toBe(0);
  expect(await faultsOf(visitor, "a bundle with errors")).toEqual([]);

  await bring("Provider ID,Name\nP1,Lakeside Sleep Center\nP2,Harbor Institute\n");
  await until(record);
  await record.click();
  await until(takeBack);
  expect(await world.sql("SELECT name FROM provider ORDER BY name")).toEqual([
    { name: "Harbor Institute" },
    { name: "Lakeside Sleep Center" },
  ]);
  expect(await faultsOf(visitor, "a recorded bundle")).toEqual([]);

  const everything = page.getByRole("region", { name: "Taking everything along" });
  await everything.getByRole("button", { name: "Make an export" }).click();
  const file = everything.getByRole("link", { name: /^Download \(\d+\.\d MB\)$/ });
  await until(file);
  expect(await faultsOf(visitor, "an export")).toEqual([]);
  const [download] = await Promise.all([page.waitForEvent("download"), file.click()]);
  expect(download.suggestedFilename()).toMatch(/^everything-\d{4}-\d\d-\d\d\.zip$/);

  await takeBack.click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("The wrong files");
  await dialog.getByRole("button", { name: "Take back" }).click();
  const history = page.getByRole("region", { name: "Bundles so far" });
  await until(history.getByText("Undone"));
  expect(await world.sql("SELECT name FROM provider")).toEqual([]);
  await takeBack.waitFor({ state: "detached" });
  expect(await textsOf(history.getByRole("row"))).toHaveLength(3);
  expect(visitor.complaints).toEqual([]);
});

test("a column whose heading is not understood is chosen, and remembered for the next file", async () => {
  const { email } = await world.staff();
  const visitor = await enterConsole(browser, world.url, email);
  const { page } = visitor;
  await openPage(visitor, "moving-in");
  const bring = (row: string) =>
    page.locator("input[type=file]").setInputFiles({
      name: "providers.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(`Nr,Name,Called today\n${row}\n`),
    });
  const record = page.getByRole("button", { name: "Record all of it" });
  const columns = page.locator("#bundle-columns");
  const choose = async (heading: string, use: string) => {
    await columns.getByRole("combobox", { name: `What ${heading} says` }).click();
    await page.getByRole("listbox").getByRole("option", { name: use, exact: true }).click();
    await page.getByRole("listbox").waitFor({ state: "detached" });
  };

  await bring("P7,Lakeside,Harbor");
  await until(page.getByRole("link", { name: "Download all errors as CSV" }));
  expect(await record.count()).toBe(0);
  await choose("Nr", "Provider ID");
  await choose("Called today", "Name");
  expect(await faultsOf(visitor, "columns that are chosen")).toEqual([]);
  await columns.getByRole("button", { name: "Check again with these columns" }).click();
  await until(record);
  expect(await textsOf(columns.getByRole("combobox"))).toEqual(["Provider ID", "Not used", "Name"]);
  await record.click();
  await until(page.getByRole("button", { name: "Take back" }));
  expect(await world.sql("SELECT number, name FROM provider")).toEqual([{ number: "P7", name: "Harbor" }]);

  await bring("P8,Lakeside,Mill");
  await until(record);
  expect(await textsOf(columns.getByRole("combobox"))).toEqual(["Provider ID", "Not used", "Name"]);
  expect(visitor.complaints).toEqual([]);
});
