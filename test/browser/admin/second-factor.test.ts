import { Authenticator } from "../../accounts/authenticator.ts";
import { password, World } from "../../support/world.ts";
import { RealBrowser, soon, startTimeoutMs, textsOf, type Visitor } from "../support/browser.ts";
import { consoleLooks } from "./console.ts";

let world: World;
let browser: RealBrowser;
beforeAll(async () => {
  world = await World.start({ staffNeedSecondFactor: true });
  browser = await RealBrowser.start("admin");
}, startTimeoutMs);
afterAll(async () => {
  await browser?.stop();
  await world?.stop();
});

async function typePassword({ page }: Visitor, email: string): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.locator("input[name=password]").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function look(visitor: Visitor): Promise<void> {
  expect(await visitor.violations()).toEqual([]);
  expect(await visitor.overflows()).toBe(false);
}

test.each(consoleLooks)(
  "staff set up the app before anything else, keep the codes, and sign in with a code ($width, $theme)",
  async (shown) => {
    // Time stands still, so that a code does not grow old while the page is looked at.
    world.setClock(new Date().toISOString());
    const { email } = await world.staff();
    const visitor = await browser.visitor(world.url, shown);
    const { page } = visitor;
    // Every address of the console is the same page to somebody who has yet to set it up.
    await page.goto("/admin/settings");
    await typePassword(visitor, email);
    await page.getByRole("heading", { level: 2, name: "Set up your second factor" }).waitFor();
    expect(await page.getByRole("menuitem", { name: "Settings" }).count()).toBe(0);
    await page.getByLabel("Your password").fill("not this one");
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByText("This is not your password.").waitFor();
    await page.getByLabel("Your password").fill(password);
    await page.getByRole("button", { name: "Continue" }).click();
    const picture = page.getByRole("img", { name: /^QR code/ });
    await soon(async () =>
      expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0),
    );
    await look(visitor);

    const secret = (await page.locator("code").innerText()).replaceAll(" ", "");
    const app = new Authenticator(world, secret);
    await page.getByLabel("Code from the app").fill(app.wrongCode());
    await page.getByRole("button", { name: "Turn on" }).click();
    await page.getByText("This is not the code that the app shows now").waitFor();
    await page.getByLabel("Code from the app").fill(app.code(-1));
    await page.getByRole("button", { name: "Turn on" }).click();
    await page.getByRole("list", { name: "Recovery codes" }).waitFor();
    const codes = await textsOf(page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem"));
    expect(codes).toHaveLength(10);
    await look(visitor);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download" }).click(),
    ]);
    expect(file.suggestedFilename()).toBe("accrue-recovery-codes.txt");
    await page.getByRole("button", { name: "I have saved them" }).click();
    await page.getByRole("menuitem", { name: "Settings" }).waitFor();

    await page.getByRole("button", { name: email }).click();
    await page.getByRole("menuitem", { name: "Account and security" }).click();
    await page.getByText("10 recovery codes left.").waitFor();
    await page.getByText("This device").waitFor();
    await look(visitor);
    await page.getByRole("button", { name: "New recovery codes" }).click();
    await page.getByLabel("Your password").fill(password);
    await page.getByLabel("Code from the app, or a recovery code").fill(codes[0] ?? "");
    await page.getByRole("button", { name: "Create new codes" }).click();
    await page.getByRole("list", { name: "Recovery codes" }).waitFor();
    const fresh = await textsOf(page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem"));
    expect(fresh).not.toContain(codes[1]);
    await page.getByRole("button", { name: "I have saved them" }).click();

    await page.getByRole("button", { name: email }).click();
    await page.getByRole("menuitem", { name: "Logout" }).click();
    await typePassword(visitor, email);
    await page.getByLabel("Code").waitFor();
    await look(visitor);
    await page.getByLabel("Code").fill(app.wrongCode());
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("This code is wrong or was already used").waitFor();
    await page.getByLabel("Code").fill(app.code());
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("menuitem", { name: "My Inbox" }).waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  },
);
