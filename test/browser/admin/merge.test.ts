import { World } from "../../support/world.ts";
import { RealBrowser, startTimeoutMs } from "../support/browser.ts";
import { enterConsole } from "./console.ts";

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

test("staff look another member up, see what merging does, and merge; then one person is left, and is erased", async () => {
  const kept = await world.member({ firstName: "Ada", lastName: "Okafor", email: "ada@example.test" });
  const merged = await world.member({ firstName: "Ada", lastName: "Okafor-Ray", email: "ray@example.test" });
  const staff = await world.staff();
  const visitor = await enterConsole(browser, world.url, staff.email);
  const { page } = visitor;
  await page.goto(`/admin/members/${kept.id}/show`);
  await page.getByRole("button", { name: "Merge with…" }).click();
  const dialog = page.getByRole("dialog", { name: `Merge another member into ${kept.memberNumber}, Ada Okafor` });
  await dialog.getByLabel("Member number, e-mail address or last name").fill(merged.memberNumber);
  await dialog.getByRole("button", { name: "Look up" }).click();
  await dialog.getByRole("button", { name: `${merged.memberNumber}, Ada Okafor-Ray` }).click();
  await dialog.getByText(`becomes another number of ${kept.memberNumber}`).waitFor();
  await dialog.getByText("1 e-mail addresses, 0 attendance records").waitFor();
  expect(await visitor.violations()).toEqual([]);
  await dialog.getByLabel("Why they are one person").fill("Married in June");
  await dialog.getByRole("button", { name: "Merge for good" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText(`formerly ${merged.memberNumber}`).waitFor();
  await page.getByText("ray@example.test").first().waitFor();

  await page.getByRole("button", { name: "Erase…" }).click();
  const erase = page.getByRole("dialog", { name: "Erase this person" });
  await erase.getByLabel("Who asked for it, and when").fill("By letter of 3 May");
  await erase.getByRole("button", { name: "Erase for good" }).click();
  await erase.waitFor({ state: "detached" });
  await world.runJobs();
  await page.reload();
  await page.getByRole("heading", { level: 2, name: "Erased Person" }).waitFor();
  expect(await page.getByRole("button", { name: "Merge with…" }).count()).toBe(0);
  expect(visitor.complaints).toEqual([]);
  await visitor.leave();
});
