import { latestMail, mailedCode } from "../../accounts/mailbox.ts";
import { World } from "../../support/world.ts";
import { RealBrowser, startTimeoutMs, type Visitor } from "../support/browser.ts";
import { choose, consoleLooks, enterConsole, faultsOf, finishApplication } from "./console.ts";

const phone = { width: 360, theme: "light" } as const;

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

const owner = "owner@lakeside.test";
const colleague = "colleague@lakeside.test";
const secret = "a password of many words";

async function lookAt(visitor: Visitor, name: string): Promise<void> {
  expect(await faultsOf(visitor, name)).toEqual([]);
  await visitor.page.setViewportSize({ width: phone.width, height: 740 });
  expect(await visitor.overflows()).toBe(false);
  await visitor.page.setViewportSize({ width: 1280, height: 860 });
}

async function writeApplication(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  await page.getByRole("link", { name: "Add Program" }).click();
  await choose(page, "Program type", "Single Lecture/Workshop");
  await page.getByLabel("Program name").fill("Scoring Respiratory Events");
  await page.getByLabel("Description").fill("Scoring, with examples.");
  await page.getByRole("button", { name: "Save and continue" }).click();
  await page.getByLabel("Learning objectives").fill("Score apneas.");
  await page.getByLabel("Minutes of instruction").fill("90");
  await page.getByLabel("Credits requested").fill("1.50");
  await finishApplication(visitor, "2030-04-10");
}

test("from “Register as a Provider” to a submitted program, let in by staff, with a colleague and a key that both end", async () => {
  const staff = await world.staff();
  const visitor = await browser.visitor(world.url, consoleLooks[0]);
  const { page } = visitor;
  await page.goto("/admin");
  await page.getByRole("link", { name: "Register as a Provider" }).click();
  await page.getByRole("heading", { level: 1, name: "Register as a Provider" }).waitFor();
  await lookAt(visitor, "register");

  await page.getByLabel("Name of the organization").fill("Visit http://evil.example");
  await page.getByLabel("Your name").fill("Pat Rivera");
  await page.getByLabel("E-mail address").fill(owner);
  await page.getByLabel("Password").fill(secret);
  await page.getByRole("button", { name: "Register", exact: true }).click();
  await page.locator("[aria-invalid=true][name=organization]").waitFor();
  await page.getByLabel("Name of the organization").fill("Lakeside Sleep Center");
  await page.getByLabel("Postal address").fill("1 Lake Street\nChicago, IL");
  await page.getByRole("button", { name: "Register", exact: true }).click();
  const checkMail = page.getByRole("heading", { level: 1, name: "Check your mail" });
  await checkMail.waitFor();
  await page.reload();
  await checkMail.waitFor();
  await lookAt(visitor, "code");
  await page.getByLabel("Code from the mail").fill(await mailedCode(world, owner));
  await page.getByRole("button", { name: "Finish registering" }).click();
  await page.getByRole("menuitem", { name: "My Inbox" }).waitFor();

  await writeApplication(visitor);
  await page.getByRole("menuitem", { name: "Your organization" }).click();
  await page.getByText("You can invite colleagues once").waitFor();
  expect(await page.getByRole("button", { name: "Invite …" }).count()).toBe(0);

  const decider = await enterConsole(browser, world.url, staff.email);
  await decider.page.getByRole("menuitem", { name: "Providers" }).click();
  await decider.page.getByRole("cell", { name: "Lakeside Sleep Center" }).click();
  await decider.page.getByRole("heading", { level: 2, name: "Lakeside Sleep Center" }).waitFor();
  await decider.page.getByRole("cell", { name: owner }).waitFor();
  await decider.page.getByRole("button", { name: "Let in" }).click();
  await decider.page.getByRole("dialog").getByRole("button", { name: "Let in" }).click();
  await decider.page.getByText("Decided; its owners get a mail").waitFor();
  await lookAt(decider, "provider, for staff");

  await page.reload();
  await page.getByRole("button", { name: "Change …" }).click();
  await page.getByLabel("Web page").fill("https://lakeside.example/cec");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Profile changed.").waitFor();
  await page.getByText("Web page: – → https://lakeside.example/cec").waitFor();
  await page.getByRole("button", { name: "Invite …" }).click();
  await page.getByLabel("E-mail address").fill(colleague);
  await choose(page, "Role", "Owner");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByText("Invitation sent.").waitFor();
  await page.getByRole("cell", { name: /^Invited, until/ }).waitFor();

  const link = /\/admin\/invitation#token=[\w-]{43}/.exec((await latestMail(world, colleague)).text)?.[0] ?? "";
  const invited = await browser.visitor(world.url, consoleLooks[0]);
  await invited.page.goto(link);
  await invited.page.getByRole("heading", { level: 1, name: "Your invitation" }).waitFor();
  await lookAt(invited, "invitation");
  await invited.page.getByLabel("Choose a password").fill("short");
  await invited.page.getByRole("button", { name: "Accept the invitation" }).click();
  await invited.page.locator("[aria-invalid=true], [role=alert]").first().waitFor();
  await invited.page.getByLabel("Choose a password").fill(secret);
  await invited.page.getByRole("button", { name: "Accept the invitation" }).click();
  await invited.page.getByRole("menuitem", { name: "Your organization" }).click();

  await invited.page.getByRole("button", { name: "Make a key …" }).click();
  await invited.page.getByLabel("Name").fill("Learning platform");
  await invited.page.getByRole("button", { name: "Make a key", exact: true }).click();
  const shown = invited.page.getByLabel("Key Learning platform");
  await shown.waitFor();
  const key = await shown.inputValue();
  await lookAt(invited, "provider, for its owner");
  await invited.page.getByRole("button", { name: "I have saved it" }).click();
  await invited.page.getByRole("button", { name: "Make a webhook …" }).click();
  await invited.page.getByLabel("Address").fill("https://receiver.invalid/accrue");
  await invited.page.getByLabel("Certificate issued").check();
  await invited.page.getByRole("button", { name: "Make a webhook", exact: true }).click();
  const signedBy = invited.page.getByLabel("Secret of https://receiver.invalid/accrue");
  await signedBy.waitFor();
  expect(await signedBy.inputValue()).toMatch(/^whsec_/);
  await invited.page.getByRole("button", { name: "I have saved it" }).click();
  await invited.page.getByText("Nothing was sent yet").waitFor();
  await lookAt(invited, "provider with a webhook");
  await invited.page.getByRole("button", { name: "Remove …: https://receiver.invalid/accrue" }).click();
  await invited.page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await invited.page.getByText("Webhook removed.").waitFor();
  const programs = "{ programs(first: 5) { nodes { name } } }";
  expect((await world.graphql(key, programs)).data).toEqual({
    programs: { nodes: [{ name: "Scoring Respiratory Events" }] },
  });

  await page.reload();
  await page.getByRole("button", { name: `Remove …: ${colleague}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await page.getByText("Removed.").waitFor();
  expect((await world.graphql(key, programs)).errors[0]?.extensions.code).toBe("UNAUTHENTICATED");
  await invited.page.reload();
  await invited.page
    .getByText("This console is for")
    .or(invited.page.getByText("staff and providers"))
    .first()
    .waitFor();
  const again = await browser.visitor(world.url, consoleLooks[0]);
  await again.page.goto(link);
  await again.page.getByLabel("Choose a password").fill(secret);
  await again.page.getByRole("button", { name: "Accept the invitation" }).click();
  await again.page.getByRole("alert").waitFor();

  // It had registered before, under another spelling: staff make one of the two.
  const former = await world.provider({ name: "Lake Side Sleep Centre" });
  await decider.page.reload();
  await decider.page.getByRole("button", { name: "Merge …" }).click();
  await decider.page.getByLabel("Name or number").fill("lake side");
  await decider.page.getByRole("button", { name: "Look up" }).click();
  await decider.page.getByRole("button", { name: former.number }).click();
  await decider.page.getByText("0 programs, none of them open").waitFor();
  await decider.page.getByText("1 colleague, nobody of whom acts for both").waitFor();
  await lookAt(decider, "merging providers");
  await decider.page.getByLabel("How do you know").fill("Same tax number.");
  await decider.page.getByRole("dialog").getByRole("button", { name: "Merge", exact: true }).click();
  await decider.page.getByText("Merged; its owners get a mail").waitFor();
  await decider.page.goto(`/admin/providers/${former.id}/show`);
  await decider.page.getByText("This account was merged into").waitFor();
  await decider.page.getByRole("link", { name: /Lakeside Sleep Center$/ }).waitFor();
  for (const { complaints } of [visitor, decider, invited, again]) expect(complaints).toEqual([]);
});
