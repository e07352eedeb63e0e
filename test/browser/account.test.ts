import { Authenticator } from "../accounts/authenticator.ts";
import { latestMail, mailedCode } from "../accounts/mailbox.ts";
import { password, World } from "../support/world.ts";
import { RealBrowser, soon, startTimeoutMs, textsOf, type Visitor } from "./support/browser.ts";
import { makeAttendee, makeConference } from "./support/conference.ts";

let world: World;
let browser: RealBrowser;
let visitor: Visitor;

beforeAll(async () => {
  browser = await RealBrowser.start("attendee");
}, startTimeoutMs);
afterAll(() => browser?.stop());
beforeEach(async () => {
  world = await World.start();
  visitor = await browser.visitor(world.url);
});
afterEach(async () => {
  const { complaints } = visitor;
  await visitor.leave();
  await world.stop();
  expect(complaints).toEqual([]);
});

const heading = (name: string) => visitor.page.getByRole("heading", { level: 1, name }).waitFor();

async function signIn(email: string, secret = password, path = "/"): Promise<void> {
  const { page } = visitor;
  await page.goto(path);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(secret);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("a guest registers with the code from the mail, through a reload, and sees the conference of that address", async () => {
  const email = "guest@example.test";
  await makeConference(world, email);
  const { page } = visitor;
  await page.goto("/");
  await page.getByRole("link", { name: "Register as a guest" }).click();
  await heading("Register as a guest");
  await page.getByLabel("First name").fill("Ada");
  await page.getByLabel("Last name").fill("Guest");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Register" }).click();
  await page.getByRole("alert").filter({ hasText: "at least 10 characters" }).waitFor();
  await page.getByLabel("Password", { exact: true }).fill("seven purple kettles");
  await page.getByRole("button", { name: "Register" }).click();
  await heading("Check your e-mail");
  expect(await visitor.violations()).toEqual([]);
  await page.reload();
  await heading("Check your e-mail");
  await page.getByLabel("Code from the e-mail").fill("00000000");
  await page.getByRole("button", { name: "Confirm and sign in" }).click();
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Code from the e-mail").fill(await mailedCode(world, email));
  await page.getByRole("button", { name: "Confirm and sign in" }).click();
  await heading("Your conferences");
  await page.getByRole("link", { name: "Spring Congress" }).waitFor();
});

test("a forgotten password is set anew by the link of the mail, which opening alone does not use up", async () => {
  const email = "attendee@example.test";
  await makeAttendee(world, email);
  const { page } = visitor;
  await page.goto("/");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await heading("Forgot your password?");
  await soon(async () => expect(await page.getByLabel("E-mail address").inputValue()).toBe(email));
  await page.getByRole("button", { name: "Send link" }).click();
  await page.getByText("an e-mail with a link is on its way").waitFor();
  const [link = ""] = /http\S+reset-password\S+/.exec((await latestMail(world, email)).text) ?? [];
  for (let opened = 0; opened < 2; opened++) {
    await page.goto("about:blank");
    await page.goto(link);
    await heading("Set a new password");
  }
  await page.getByLabel("New password", { exact: true }).fill("seven purple kettles");
  await page.getByRole("button", { name: "Set password" }).click();
  await page.getByText("Your new password is set.").waitFor();
  await signIn(email, "seven purple kettles");
  await heading("Your conferences");
});

test("an address is added, verified, made primary and removed; its conferences appear", async () => {
  const email = "attendee@example.test";
  const other = "booking@example.test";
  await makeAttendee(world, email);
  await makeConference(world, other);
  await signIn(email, password, "/account");
  await heading("Your account");
  const { page } = visitor;
  const card = page.getByRole("region", { name: "E-mail addresses" });
  await card.getByLabel("Another address").fill(other);
  await card.getByRole("button", { name: "Add address" }).click();
  await card.getByText("Not verified").waitFor();
  await card.getByLabel("Code from the e-mail").fill(await mailedCode(world, other));
  await card.getByRole("button", { name: "Verify" }).click();
  await card.getByText("Address verified.").waitFor();
  await card.getByRole("button", { name: `Make primary ${other}` }).click();
  await card.getByRole("button", { name: `Make primary ${email}` }).waitFor();
  await page.getByRole("link", { name: "Conferences" }).click();
  await page.getByRole("link", { name: "Spring Congress" }).waitFor();
  await page.goBack();
  await card.getByRole("button", { name: `Remove ${email}` }).click();
  await card.getByRole("button", { name: `Remove ${email}` }).waitFor({ state: "detached" });
  await soon(async () => expect(await textsOf(card.getByRole("listitem"))).toEqual([expect.stringContaining(other)]));
});

test("another name is asked for, waits in sight, and is withdrawn", async () => {
  const email = "attendee@example.test";
  await makeAttendee(world, email);
  await signIn(email, password, "/account");
  await heading("Your account");
  const card = visitor.page.getByRole("region", { name: "Your name" });
  await card.getByRole("button", { name: "Ask for another name" }).click();
  await card.getByLabel("Last name").fill("Weber");
  await card.getByLabel("What we should know").fill("I married.");
  await card.getByRole("button", { name: "Send the request" }).click();
  await card.getByText(/to be called .*Weber/).waitFor();
  await card.getByRole("button", { name: "Withdraw the request" }).click();
  await card.getByRole("button", { name: "Ask for another name" }).waitFor();
  expect(await world.sql("SELECT last_name, note, status FROM name_request")).toEqual([
    { last_name: "Weber", note: "I married.", status: "WITHDRAWN" },
  ]);
});

test("what is on record is the member's to change, and a licence that is changed has to be verified anew", async () => {
  const email = "attendee@example.test";
  await makeAttendee(world, email);
  const staff = await world.staff();
  await world.ok(staff.token, "mutation ($input: LicenceKindInput!) { saveLicenceKind(input: $input) { id } }", {
    input: { code: "NPI", name: "National registry" },
  });
  const { page } = visitor;
  await signIn(email, password, "/account");
  const about = page.getByRole("region", { name: "About you" });
  await about.getByRole("button", { name: "Change what is on record" }).click();
  await about.getByLabel("Telephone").fill("+1 312 555 0100");
  await about.getByLabel("City").fill("Chicago");
  await about.getByRole("button", { name: "Save" }).click();
  await about.getByText("Saved.").waitFor();
  await soon(async () => expect(await about.innerText()).toMatch(/\+1 312 555 0100\s+City\s+Chicago/));

  const licences = page.getByRole("region", { name: "Licences and registry numbers" });
  await licences.getByRole("button", { name: "Add: National registry" }).click();
  await licences.getByLabel("Number").fill("1234567893");
  await licences.getByRole("button", { name: "Save" }).click();
  await licences.getByText("1234567893").waitFor();
  await world.sql("UPDATE licence SET verified_at = now()");
  await page.reload();
  await licences.getByText("verified", { exact: true }).waitFor();
  await licences.getByRole("button", { name: "Change: National registry 1234567893" }).click();
  await licences.getByText("has to be verified anew").waitFor();
  expect(await visitor.violations()).toEqual([]);
  await licences.getByLabel("Number").fill("1245319599");
  await licences.getByRole("button", { name: "Save" }).click();
  await licences.getByText("not verified yet").waitFor();
});

test("the password is changed, and another device is signed out", async () => {
  const email = "attendee@example.test";
  await makeAttendee(world, email);
  const elsewhere = await world.signIn(email);
  await signIn(email, password, "/account");
  await heading("Your account");
  const { page } = visitor;
  const devices = page.getByRole("region", { name: "Where you are signed in" });
  await devices.getByText("This device").waitFor();
  await soon(async () => expect(await devices.getByRole("listitem").count()).toBe(2));
  await devices.getByRole("button", { name: /^Sign out/ }).click();
  await devices.getByRole("button").waitFor({ state: "detached" });
  expect((await world.ok(elsewhere, "{ viewer { id } }")).viewer).toBe(null);
  const card = page.getByRole("region", { name: "Password" });
  await card.getByLabel("Current password", { exact: true }).fill("not this");
  await card.getByLabel("New password", { exact: true }).fill("seven purple kettles");
  await card.getByRole("button", { name: "Change password" }).click();
  await card.getByRole("alert").waitFor();
  await card.getByLabel("Current password", { exact: true }).fill(password);
  await card.getByRole("button", { name: "Change password" }).click();
  await card.getByText("Password changed.").waitFor();
});

test("a sign-in that ended elsewhere asks to sign in again, on the same page, and sends what was chosen then", async () => {
  const email = "attendee@example.test";
  const member = await makeAttendee(world, email);
  const { id } = await makeConference(world, email);
  await signIn(email, password, `/conferences/${id}`);
  await heading("Spring Congress");
  await world.sql("DELETE FROM access_token");
  const { page } = visitor;
  await page.locator("li.session", { hasText: "Opening keynote" }).click();
  await page.getByText("You were signed out.").waitFor();
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await heading("Spring Congress");
  await page.getByText("1.00 CEC").first().waitFor();
  await page.locator(".tally-saved", { hasText: /^Saved$/ }).waitFor();
  expect(await world.sql("SELECT count(*)::int FROM session_claim WHERE member_id = $1", [member.id])).toEqual([
    { count: 1 },
  ]);
});

test("staff who must set up a second factor are led to it from every page, and go on to that page", async () => {
  const { email } = await world.staff();
  world.config.staffNeedSecondFactor = true;
  await signIn(email, password, "/transcript");
  await heading("Set up your second factor");
  const { page } = visitor;
  expect(await visitor.violations()).toEqual([]);
  await page.getByRole("link", { name: "Certificates" }).click();
  await heading("Set up your second factor");
  await page.getByRole("button", { name: "Set up an app" }).click();
  await page.getByLabel("Your password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Continue" }).click();
  // From here on time stands still, so that a code does not grow old on its way.
  world.setClock(new Date().toISOString());
  const secret = (await page.locator("code").innerText()).replaceAll(" ", "");
  await page.getByLabel("Code the app shows now").fill(new Authenticator(world, secret).code());
  await page.getByRole("button", { name: "Turn on" }).click();
  await page.getByRole("button", { name: "I have saved them" }).click();
  await heading("Your certificates");
});

test("a copy of one's data is asked for, made, and downloaded; then the account is erased and signed out", async () => {
  const email = "attendee@example.test";
  await makeAttendee(world, email);
  await signIn(email, password, "/account");
  await heading("Your account");
  const { page } = visitor;
  const copy = page.getByRole("region", { name: "A copy of your data" });
  await copy.getByRole("button", { name: "Request a copy" }).click();
  await copy.getByText("Preparing your copy.").waitFor();
  await world.runJobs();
  const link = copy.getByRole("link", { name: /^Download your data \(\d+ kB\)$/ });
  await link.waitFor();
  const download = page.waitForEvent("download");
  await link.click();
  expect((await download).suggestedFilename()).toMatch(/^my-data-\d{4}-\d\d-\d\d\.zip$/);

  const card = page.getByRole("region", { name: "Erase your data" });
  await card.getByRole("button", { name: "Erase my data …" }).click();
  await card.getByLabel("Your password", { exact: true }).fill("not this");
  await card.getByLabel("Type ERASE to confirm").fill("ERASE");
  await card.getByRole("button", { name: "Erase my data permanently" }).click();
  await card.getByRole("alert").filter({ hasText: "This is not your password." }).waitFor();
  expect(await visitor.violations()).toEqual([]);
  await card.getByLabel("Your password", { exact: true }).fill(password);
  await card.getByRole("button", { name: "Erase my data permanently" }).click();
  await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
  await world.runJobs();
  await signIn(email);
  await page.getByText("password do not match").waitFor();
  expect(await world.sql("SELECT count(*)::int FROM email_address WHERE address = $1", [email])).toEqual([
    { count: 0 },
  ]);
});
