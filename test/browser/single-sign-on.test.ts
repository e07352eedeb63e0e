import { Authenticator } from "../accounts/authenticator.ts";
import { IdentityProvider } from "../accounts/identity-provider.ts";
import { password, World } from "../support/world.ts";
import { looks, RealBrowser, startTimeoutMs, textsOf, type Visitor } from "./support/browser.ts";

let world: World;
let browser: RealBrowser;
let idp: IdentityProvider;
let visitor: Visitor;
beforeAll(async () => {
  world = await World.start();
  idp = await IdentityProvider.start(() => `${world.url}/sso/callback`);
  world.config.singleSignOn = idp.settings;
  browser = await RealBrowser.start("attendee");
}, startTimeoutMs);
afterAll(async () => {
  await browser?.stop();
  await idp?.stop();
  await world?.stop();
});
beforeEach(async () => {
  visitor = await browser.visitor(world.url);
});
afterEach(async () => {
  const { complaints } = visitor;
  await visitor.leave();
  expect(complaints).toEqual([]);
});

const heading = (name: string) => visitor.page.getByRole("heading", { level: 1, name }).waitFor();

test("a newcomer signs in by the provider and is there as a guest", async () => {
  const { page } = visitor;
  idp.person = { sub: "new", email: "new@example.org", email_verified: true, name: "Ada Okafor" };
  await page.goto("/");
  await page.getByRole("link", { name: "Sign in with Aurora ID" }).click();
  await page.getByRole("button", { name: "Go on as new@example.org" }).click();
  await heading("Your conferences");
  await page.getByRole("link", { name: "Account", exact: true }).click();
  await page.getByRole("region", { name: "Your name" }).getByText("Ada Okafor").waitFor();
});

test.each(looks)("who may not come in is told why, on a page that goes back ($width, $theme)", async (look) => {
  await visitor.leave();
  visitor = await browser.visitor(world.url, look);
  const { page } = visitor;
  idp.person = { sub: "unverified", email: "unverified@example.org", name: "Ada Okafor" };
  await page.goto("/");
  await page.getByRole("link", { name: "Sign in with Aurora ID" }).click();
  await page.getByRole("button", { name: "Go on as" }).click();
  await heading("Aurora ID has not verified your e-mail address");
  expect(await visitor.violations()).toEqual([]);
  expect(await visitor.overflows()).toBe(false);
  await page.getByRole("link", { name: "Back to sign in" }).click();
  await heading("Claim your credit");
});

test("an attendee sets up an app, and is asked for its code after the password and after the provider", async () => {
  const { page } = visitor;
  const { email } = await world.account();
  await page.goto("/account");
  const typePassword = async () => {
    await heading("Claim your credit");
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  await typePassword();
  const card = page.getByRole("region", { name: "Second factor" });
  await card.getByRole("button", { name: "Set up an app" }).click();
  await card.getByLabel("Your password", { exact: true }).fill(password);
  await card.getByRole("button", { name: "Continue" }).click();
  // From here on time stands still, so that a code does not grow old while the page is looked at.
  world.setClock(new Date().toISOString());
  const app = new Authenticator(world, (await card.locator("code").innerText()).replaceAll(" ", ""));
  expect(await visitor.violations()).toEqual([]);
  await card.getByLabel("Code the app shows now").fill(app.code(-1));
  await card.getByRole("button", { name: "Turn on" }).click();
  await card.getByRole("list", { name: "Recovery codes" }).waitFor();
  const codes = await textsOf(card.getByRole("list", { name: "Recovery codes" }).getByRole("listitem"));
  expect(codes).toHaveLength(10);
  expect(await visitor.violations()).toEqual([]);
  await card.getByRole("button", { name: "I have saved them" }).click();
  await card.getByText("10 recovery codes left.").waitFor();

  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await typePassword();
  await heading("One more step");
  expect(await visitor.violations()).toEqual([]);
  await page.getByLabel("Code").fill(app.code());
  await page.getByRole("button", { name: "Sign in" }).click();
  await heading("Your conferences");

  await page.getByRole("link", { name: "Account", exact: true }).click();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  idp.person = { sub: "with-app", email, email_verified: true };
  await page.getByRole("link", { name: "Sign in with Aurora ID" }).click();
  await page.getByRole("button", { name: "Go on as" }).click();
  await heading("One more step");
  // The challenge leaves the address.
  await page.waitForURL(`${world.url}/sign-in`);
  await page.getByLabel("Code").fill(codes[0] ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await heading("Your conferences");
});
