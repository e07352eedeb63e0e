import { csv, heading, uploadDocument } from "../attendance/roster-world.ts";
import { asks, linkOf, question } from "../evaluations/evaluation-world.ts";
import { checks } from "../evaluations/learning-check-world.ts";
import { offering, programIn } from "../programs/applications.ts";
import { password, World } from "../support/world.ts";
import { RealBrowser, soon, startTimeoutMs, type Visitor } from "./support/browser.ts";
import { day, makeAttendee, makeConference } from "./support/conference.ts";

let world: World;
let browser: RealBrowser;
let visitor: Visitor;

beforeAll(async () => {
  browser = await RealBrowser.start("attendee");
}, startTimeoutMs);
afterAll(() => browser?.stop());
beforeEach(async () => {
  world = await World.start({ signInDays: 36_500 });
  visitor = await browser.visitor(world.url);
  await visitor.page.setViewportSize({ width: 390, height: 844 });
});
afterEach(async () => {
  const { complaints } = visitor;
  await visitor.leave();
  await world.stop();
  expect(complaints).toEqual([]);
});

const asked = [
  question("SCALE", "How was it?", { choices: ["Poor", "Excellent"] }),
  question("CHOICE", "Why did you come?", { choices: ["To learn", "For the credit"] }),
  question("TEXT", "What would you change?", { required: false }),
  question("ATTESTATION", "I was there all the time."),
];

const radio = (name: string) => visitor.page.getByRole("radio", { name, exact: true }).first();
const handIn = () => visitor.page.getByRole("button", { name: "Hand in" });
/** Answers what must be answered. */
async function answer(press: (target: ReturnType<typeof radio>) => Promise<void>): Promise<void> {
  await press(radio("4"));
  await press(radio("To learn"));
  await press(visitor.page.getByRole("checkbox", { name: "I was there all the time." }));
}

/** As somebody who looks: what axe says, and whether anything is wider than the phone. */
async function looksRight(): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await visitor.page.emulateMedia({ colorScheme });
    if (process.env.SHOTS)
      await visitor.page.screenshot({ path: `/tmp/lc-${Date.now()}-${colorScheme}.png`, fullPage: true });
    expect(await visitor.violations()).toEqual([]);
  }
  expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    visitor.page.viewportSize()?.width ?? 0,
  );
}

test("of a conference: tick, answer, hand in and generate by at most eight presses", async () => {
  const email = "guest@example.test";
  await makeAttendee(world, email);
  const conference = await makeConference(world, email);
  const provider = (await world.sql("SELECT provider_id AS id FROM program WHERE id = $1", [conference.id]))[0];
  const account = await world.account();
  await world.actFor(provider.id, account.id);
  // It is asked for before it is over.
  world.setClock(`${day(-40)}T15:00:00Z`);
  await asks(world, account.token, conference.id, asked);
  world.setClock(null);
  const { page } = visitor;
  await page.goto(`/conferences/${conference.id}`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  let presses = 0;
  const press = async (target: ReturnType<typeof radio>) => {
    presses++;
    await target.click();
  };
  await press(page.locator("li.session", { hasText: "Opening keynote" }));
  await page.getByText("Answer 4 questions first.").first().waitFor();
  await press(page.getByRole("button", { name: "Answer now" }));
  await page.getByRole("heading", { level: 1, name: "Questions about Spring Congress" }).waitFor();
  await looksRight();
  await answer(press);
  // What was answered is there after the page was left.
  await page.reload();
  await soon(async () => expect(await radio("4").isChecked()).toBe(true));
  expect(await world.sql("SELECT FROM evaluation_response")).toEqual([]);
  await press(handIn());
  await press(page.getByRole("button", { name: "Generate Certificate" }));
  await page.getByRole("heading", { name: "Your certificate is ready" }).waitFor();
  expect(presses).toBeLessThanOrEqual(8);
});

test("by a mailed link, without a sign-in: what is handed in without a network arrives once", async () => {
  const email = "sally.johnson@example.test";
  await world.member({ firstName: "Sally", lastName: "Johnson", email });
  world.setClock(`${day(-60)}T15:00:00Z`);
  const provider = await world.provider();
  const staff = await world.staff();
  const held = day(-20);
  const { id, number } = await programIn(world, { provider, staff }, "APPROVED", {
    minutes: 60,
    requestedCredits: "1.00",
    name: `${"A very long title of a case conference about sleep ".repeat(4).trim()}`.slice(0, 190),
    offerings: [offering({ startsOn: held, endsOn: held })],
  });
  await asks(world, provider.token, id, [
    ...asked,
    question("SCALE", "The speaker?", { about: "SPEAKER", required: false }),
  ]);
  world.setClock(null);
  const file = csv(
    [[number ?? "", "100100", "Sally", "Johnson", held, "1"]],
    heading.map((each) => (each === "AAST ID" ? "Member ID" : each)),
  );
  const { data } = await world.upload(
    provider.token,
    uploadDocument,
    { providerId: provider.id, preview: false },
    file,
  );
  expect(data.uploadAttendance.errors.nodes).toEqual([]);
  await world.runJobs();
  const { page } = visitor;
  await page.goto(`/evaluate#token=${await linkOf(world, email)}`);
  await page.getByRole("heading", { level: 1, name: /^Questions about/ }).waitFor();
  await looksRight();
  // Handed in too early it says what is missing, and leads there.
  await handIn().click({ force: true });
  await page.getByText("Answer this first: How was it?").waitFor();
  expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).type)).toBe("radio");
  await answer((target) => target.click());
  await page.getByLabel("What would you change?").fill("Nothing, or the coffee");
  await world.unplug();
  await handIn().click();
  await page.getByText("You are offline.").waitFor();
  await world.plugIn();
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await page.getByText("Thank you. You have answered on").waitFor({ timeout: 30_000 });
  await looksRight();
  await page.reload();
  await page.getByText("Thank you. You have answered on").waitFor();
  expect(await world.sql("SELECT waiting FROM evaluation_box ORDER BY about")).toEqual([{ waiting: 1 }]);
  await world.runJobs();
  expect(await world.sql("SELECT status FROM certificate")).toEqual([{ status: "ISSUED" }]);
});

test("a learning check on the phone: begun, kept through a reload, failed, passed without a network, explained", async () => {
  const email = "guest@example.test";
  await makeAttendee(world, email);
  const conference = await makeConference(world, email);
  const provider = (await world.sql("SELECT provider_id AS id FROM program WHERE id = $1", [conference.id]))[0];
  const account = await world.account();
  await world.actFor(provider.id, account.id);
  world.setClock(`${day(-40)}T15:00:00Z`);
  await checks(world, account.token, conference.id);
  world.setClock(null);
  const { page } = visitor;
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`/conferences/${conference.id}`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator("li.session", { hasText: "Opening keynote" }).click();
  await page.getByText("Pass the learning check first.").first().waitFor();
  await page.getByRole("button", { name: "Take the learning check" }).click();
  await page.getByRole("heading", { level: 1, name: "Learning check: Spring Congress" }).waitFor();
  await page.getByText("2 attempts left.").waitFor();
  await page.getByRole("button", { name: "Begin" }).click();
  const handsIn = page.getByRole("button", { name: "Hand in the learning check" });
  await handsIn.waitFor();
  await looksRight();
  const choose = (name: string, role: "radio" | "checkbox" = "radio") =>
    page.getByRole(role, { name, exact: true }).click();
  await choose("One");
  await choose("Cough", "checkbox");
  await page.reload();
  await soon(async () => expect(await radio("One").isChecked()).toBe(true));
  // What is missing is said, and led to.
  await handsIn.click({ force: true });
  await page.getByText("Answer this first: Who calls?").waitFor();
  await choose("You");
  await handsIn.click();
  await page.getByText("Not passed: 1 of 3 right (33 %).").waitFor();
  expect(await page.getByText("Zebra").count()).toBe(0);
  await page.getByRole("button", { name: "Try again" }).click();
  await choose("Five");
  await choose("Cough", "checkbox");
  await choose("Fever", "checkbox");
  await choose("Nobody");
  await world.unplug();
  await handsIn.click();
  await page.getByText("You are offline.").waitFor();
  await world.plugIn();
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await page.getByText("Passed with 66 % on").waitFor({ timeout: 30_000 });
  await page.getByText("Zebra: 3 + 2.").waitFor();
  await looksRight();
  expect(await world.sql("SELECT passed FROM learning_attempt ORDER BY begun_at")).toEqual([
    { passed: false },
    { passed: true },
  ]);
  await page.getByRole("button", { name: "Generate Certificate" }).click();
  await page.getByRole("heading", { name: "Your certificate is ready" }).waitFor();
});
