import { password, World } from "../../support/world.ts";
import { RealBrowser, startTimeoutMs, type Visitor } from "../support/browser.ts";
import { consoleLooks } from "./console.ts";

let world: World;
let browser: RealBrowser;
beforeAll(async () => {
  world = await World.start({ proofMinutes: 10 });
  browser = await RealBrowser.start("admin");
}, startTimeoutMs);
afterAll(async () => {
  await browser?.stop();
  await world?.stop();
});

const grow = () => world.sql("UPDATE access_token SET proved_at = now() - interval '1 hour'");

async function look(visitor: Visitor): Promise<void> {
  expect(await visitor.violations()).toEqual([]);
  expect(await visitor.overflows()).toBe(false);
}

test.each(consoleLooks)(
  "a colleague is invited after the password was asked for once more, and nothing typed is lost ($width, $theme)",
  async (shown) => {
    const { email } = await world.staff();
    const visitor = await browser.visitor(world.url, shown);
    const { page } = visitor;
    await page.goto("/admin/staff");
    await page.getByLabel("E-mail address").fill(email);
    await page.locator("input[name=password]").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { level: 2, name: "Staff" }).waitFor();
    await look(visitor);
    await grow();
    await page.getByRole("button", { name: "Invite …" }).click();
    const colleague = `colleague${shown.width}${shown.theme}@example.test`;
    await page.getByLabel("E-mail address").fill(colleague);
    await page.getByLabel("Reason").fill("Joins us in March.");
    await page.getByRole("button", { name: "Invite", exact: true }).click();
    await page.getByRole("heading", { name: "Confirm that it is you" }).waitFor();
    await look(visitor);
    await page.getByLabel("Your password").fill("not this one");
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByText("This is not your password.").waitFor();
    await page.getByLabel("Your password").fill(password);
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByText("Invitation sent.").waitFor();
    const row = page.getByRole("row", { name: new RegExp(colleague) });
    await row.getByText("Reviewer").waitFor();
    await row.getByRole("button", { name: /^Disable/ }).click();
    await page.getByLabel("Reason").fill("Was a mistake.");
    await page.getByRole("button", { name: "Disable", exact: true }).click();
    await page.getByText("Account disabled.").waitFor();
  },
);

test("an export asks first, then downloads", async () => {
  const { email } = await world.staff();
  const { page } = await browser.visitor(world.url, consoleLooks[0]);
  await page.goto("/admin/audit-entries");
  await page.getByLabel("E-mail address").fill(email);
  await page.locator("input[name=password]").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: "Export" }).waitFor();
  await grow();
  await page.getByRole("link", { name: "Export" }).click();
  await page.getByLabel("Your password").fill(password);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Confirm" }).click();
  expect((await download).suggestedFilename()).toBe("audit-entries.csv");
});
