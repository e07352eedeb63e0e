import { everyStaffRole } from "../../server/core/staff-roles.ts";
import { password, World } from "../support/world.ts";
import { consoleLooks } from "./admin/console.ts";
import { looks, RealBrowser, startTimeoutMs, type Visitor } from "./support/browser.ts";
import { makeAttendee } from "./support/conference.ts";

let world: World;
let consoleBrowser: RealBrowser;
let attendeeBrowser: RealBrowser;
beforeAll(async () => {
  world = await World.start({ proofMinutes: 10 });
  // A browser keeps passkeys for host names alone.
  world.url = world.url.replace("127.0.0.1", "localhost");
  world.config.publicUrl = world.url;
  consoleBrowser = await RealBrowser.start("admin");
  attendeeBrowser = await RealBrowser.start("attendee");
}, startTimeoutMs);
afterAll(async () => {
  await consoleBrowser?.stop();
  await attendeeBrowser?.stop();
  await world?.stop();
});

/** Gives the page an authenticator of its own, which unlocks by itself. */
async function plugIn({ context, page }: Visitor): Promise<void> {
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

async function look(visitor: Visitor): Promise<void> {
  expect(await visitor.violations()).toEqual([]);
  expect(await visitor.overflows()).toBe(false);
}

const grow = () => world.sql("UPDATE access_token SET proved_at = now() - interval '1 hour'");

test.each(consoleLooks)(
  "staff add a passkey in the console, sign in by it, after a password and once more for what lasts ($width, $theme)",
  async (shown) => {
    const { email } = await world.account({ staffRoles: everyStaffRole });
    const visitor = await consoleBrowser.visitor(world.url, shown);
    const { page } = visitor;
    await plugIn(visitor);
    const typePassword = async () => {
      await page.getByLabel("E-mail address").fill(email);
      await page.locator("input[name=password]").fill(password);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
    };
    const signOut = async () => {
      await page.getByRole("button", { name: email }).click();
      await page.getByRole("menuitem", { name: "Logout" }).click();
    };
    await page.goto("/admin/account");
    await page.getByRole("button", { name: "Sign in with a passkey" }).waitFor();
    await look(visitor);
    await typePassword();
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByLabel("Name").fill("Work laptop");
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("list", { name: "Recovery codes" }).waitFor();
    await page.getByRole("button", { name: "I have saved them" }).click();
    await page.getByText("Work laptop").waitFor();
    await look(visitor);
    await signOut();

    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.getByRole("menuitem", { name: "My Inbox" }).waitFor();
    await signOut();
    await typePassword();
    await page.getByRole("button", { name: "Sign in with a passkey" }).waitFor();
    await page.getByLabel("Code").waitFor();
    await look(visitor);
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.getByRole("menuitem", { name: "My Inbox" }).waitFor();

    await page.goto("/admin/account");
    await grow();
    await page.getByRole("button", { name: "Rename Work laptop" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("Desk");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { name: "Confirm that it is you" }).waitFor();
    await look(visitor);
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await page.getByText("Desk", { exact: true }).waitFor();
    await page.getByRole("button", { name: "New recovery codes" }).click();
    await page.getByLabel("Your password").fill(password);
    await page.getByRole("button", { name: "Create new codes" }).click();
    await page.getByRole("list", { name: "Recovery codes" }).waitFor();
    await page.getByRole("button", { name: "I have saved them" }).click();
    await page.getByText("10 recovery codes are left").waitFor();
    await look(visitor);
    await page.getByRole("button", { name: "Remove Desk" }).click();
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByText("Passkey removed.").waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  },
);

test.each([looks[0], looks[3]].flatMap((each) => each ?? []))(
  "an attendee adds a passkey, signs in by it, and removes it ($width, $theme)",
  async (shown) => {
    const email = `passkey${shown.width}@example.test`;
    await makeAttendee(world, email);
    const visitor = await attendeeBrowser.visitor(world.url, shown);
    const { page } = visitor;
    await plugIn(visitor);
    await page.goto("/account");
    await page.getByRole("button", { name: "Sign in with a passkey" }).waitFor();
    await look(visitor);
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    const card = page.getByRole("region", { name: "Passkeys" });
    await card.getByRole("button", { name: "Add a passkey" }).waitFor();
    await grow();
    await card.getByRole("button", { name: "Add a passkey" }).click();
    await card.getByLabel("Name").fill("My phone");
    await card.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("heading", { name: "Confirm that it is you" }).waitFor();
    await page.getByLabel("Your password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Confirm" }).click();
    await card.getByRole("list", { name: "Recovery codes" }).waitFor();
    await look(visitor);
    await card.getByRole("button", { name: "I have saved them" }).click();
    await card.getByRole("strong").getByText("My phone").waitFor();
    await page.getByRole("button", { name: "Sign out", exact: true }).last().click();
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.getByRole("heading", { level: 1, name: /^(Your conferences|Your account)$/ }).waitFor();
    await page.goto("/account");
    await grow();
    await card.getByRole("button", { name: "Rename My phone" }).click();
    await card.getByLabel("Name").fill("Old phone");
    await look(visitor);
    await card.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { name: "Confirm that it is you" }).waitFor();
    await look(visitor);
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await card.getByRole("strong").getByText("Old phone").waitFor();
    await card.getByRole("button", { name: "Make new recovery codes" }).click();
    await card.getByLabel("Your password", { exact: true }).fill(password);
    await card.getByRole("button", { name: "Make new recovery codes" }).click();
    await card.getByRole("list", { name: "Recovery codes" }).waitFor();
    await card.getByRole("button", { name: "I have saved them" }).click();
    await look(visitor);
    await card.getByRole("button", { name: "Remove Old phone" }).click();
    await card.getByRole("strong").getByText("Old phone").waitFor({ state: "detached" });
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  },
);
