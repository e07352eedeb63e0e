import { enrol } from "../../accounts/authenticator.ts";
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
  await page.getByRole("button", { name: "Merge with …" }).click();
  const dialog = page.getByRole("dialog", { name: `Merge another member into ${kept.memberNumber}, Ada Okafor` });
  await dialog.getByLabel("Member number, e-mail address or last name").fill(merged.memberNumber);
  await dialog.getByRole("button", { name: "Look up" }).click();
  await dialog.getByRole("button", { name: `${merged.memberNumber}, Ada Okafor-Ray` }).click();
  await dialog.getByText(`becomes another number of ${kept.memberNumber}`).waitFor();
  await dialog.getByText("1 e-mail address, 0 attendance records").waitFor();
  expect(await visitor.violations()).toEqual([]);
  await dialog.getByLabel("How you know they are the same person").fill("Married in June");
  await dialog.getByRole("button", { name: "Merge permanently" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText(`formerly ${merged.memberNumber}`).waitFor();
  await page.getByText("ray@example.test").first().waitFor();

  await page.getByRole("button", { name: "Erase …" }).click();
  const erase = page.getByRole("dialog", { name: "Erase this person" });
  await erase.getByLabel("Who asked for it, and when").fill("By letter of 3 May");
  await erase.getByRole("button", { name: "Erase permanently" }).click();
  await erase.waitFor({ state: "detached" });
  await world.runJobs();
  await page.reload();
  await page.getByRole("heading", { level: 2, name: "Erased Person" }).waitFor();
  expect(await page.getByRole("button", { name: "Merge with …" }).count()).toBe(0);
  expect(visitor.complaints).toEqual([]);
  await visitor.leave();
});

test("staff reset the second factor of a member who lost it, and sign the member out, with reasons", async () => {
  const member = await world.member({ firstName: "Lena", lastName: "Lost", email: "lena@example.test" });
  const other = await world.member({ firstName: "Una", lastName: "Without", email: "una@example.test" });
  await enrol(world, await world.signIn("lena@example.test"));
  const staff = await world.staff();
  const visitor = await enterConsole(browser, world.url, staff.email);
  const { page } = visitor;
  const reset = page.getByRole("button", { name: "Reset second factor …" });
  await page.goto(`/admin/members/${other.id}/show`);
  await page.getByRole("button", { name: "Erase …" }).waitFor();
  expect(await reset.count()).toBe(0);
  await page.goto(`/admin/members/${member.id}/show`);
  await reset.click();
  const dialog = page.getByRole("dialog", { name: "Reset the second factor" });
  await dialog.getByLabel("How you made sure it is Lena Lost").fill("Rang her at the number on file");
  expect(await visitor.violations()).toEqual([]);
  await dialog.getByRole("button", { name: "Reset" }).click();
  await dialog.waitFor({ state: "detached" });
  await reset.waitFor({ state: "detached" });
  const token = await world.signIn("lena@example.test");
  expect(await world.sql("SELECT reason FROM audit_entry WHERE action = 'account.reset-second-factor'")).toEqual([
    { reason: "Rang her at the number on file" },
  ]);
  await page.getByRole("button", { name: "Sign out everywhere …" }).click();
  await page.getByRole("dialog").getByLabel("Reason").fill("Her telephone was stolen");
  await page.getByRole("dialog").getByRole("button", { name: "Sign out" }).click();
  await page.getByText("Signed out everywhere.").waitFor();
  expect((await world.ok(token, "{ viewer { id } }")).viewer).toBeNull();
  expect(visitor.complaints).toEqual([]);
  await visitor.leave();
});
