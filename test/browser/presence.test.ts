import { programIn, typeId } from "../programs/applications.ts";
import { password, World } from "../support/world.ts";
import { looks, RealBrowser, soon, startTimeoutMs, type Visitor } from "./support/browser.ts";
import { day, makeAttendee } from "./support/conference.ts";

let world: World;
let browser: RealBrowser;
let visitors: Visitor[] = [];

beforeAll(async () => {
  browser = await RealBrowser.start("attendee");
  world = await World.start({ signInDays: 36_500 });
}, startTimeoutMs);
afterAll(async () => {
  await browser?.stop();
  await world?.stop();
});
afterEach(async () => {
  const complaints = visitors.flatMap((each) => each.complaints);
  for (const each of visitors) await each.leave();
  visitors = [];
  expect(complaints).toEqual([]);
});

const visit = async (look = looks[0]) => {
  const visitor = await browser.visitor(world.url, look);
  visitors.push(visitor);
  return visitor;
};

const minutes = (from: number) => new Date(Date.now() + from * 60_000).toISOString();

/** A conference that asks for presence, with a session that is held just now, and the link for its room. */
async function scene(email: string) {
  const [provider, staff] = [await world.provider(), await world.staff()];
  const { id } = await programIn(world, { provider, staff }, "APPROVED", {
    name: "Spring Congress",
    typeId: await typeId(world, "CONFERENCE"),
    minutes: 600,
    requestedCredits: "10.00",
    offerings: [
      { startsOn: day(-1), endsOn: day(1), timeZone: "UTC", format: "IN_PERSON", place: "Chicago, IL", url: "" },
    ],
  });
  const { createSession } = await world.ok(
    staff.token,
    "mutation ($p: ID!, $i: SessionInput!) { createSession(programId: $p, input: $i) { id } }",
    {
      p: id,
      i: { title: "Safe sedation", room: "Grand Hall", startsAt: minutes(-10), endsAt: minutes(50), eligible: true },
    },
  );
  await world.ok(provider.token, "mutation ($p: ID!) { setPresenceDemand(programId: $p, demand: IN_PERSON) { id } }", {
    p: id,
  });
  await world.ok(
    provider.token,
    "mutation ($p: ID!, $i: RegistrationInput!) { saveRegistration(programId: $p, input: $i) { id } }",
    { p: id, i: { email, registrationType: "Full" } },
  );
  const member = await makeAttendee(world, email);
  const { makeRoomLink } = await world.ok(provider.token, "mutation ($s: ID!) { makeRoomLink(sessionId: $s) }", {
    s: createSession.id,
  });
  const { pathname, hash } = new URL(makeRoomLink);
  return { id, sessionId: createSession.id as string, member, link: pathname + hash };
}

const codeOn = async (screen: Visitor): Promise<string> =>
  (await screen.page.locator(".room-digits").innerText()).replace(/\D/g, "");
const marksOf = async (memberId: string) =>
  (await world.sql("SELECT count(*)::int AS count FROM presence WHERE member_id = $1 AND NOT waits", [memberId]))[0]
    .count;

test("from the room's screen to the certificate in at most eight presses; without a network on either side each presence once", async () => {
  const { id, sessionId, member, link } = await scene("phone@example.test");
  const screen = await visit(looks[2]);
  await screen.page.goto(link);
  await screen.page.locator(".room-digits").waitFor();
  const { page, context } = await visit();
  let presses = 0;
  const press = async (name: string) => {
    presses++;
    await page.getByRole("button", { name }).click();
  };
  // The camera opens the picture's address: that is the first press.
  presses++;
  await page.goto(`/presence#${sessionId}.${await codeOn(screen)}`);
  await page.getByLabel("E-mail address").fill("phone@example.test");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await press("Sign in");
  await page.getByText("Recorded: you were at “Safe sedation”").waitFor();
  expect(await marksOf(member.id)).toBe(1);
  await page.reload();
  await page.getByRole("heading", { name: "You are here" }).waitFor();
  expect(await marksOf(member.id)).toBe(1);

  // The screen goes on by itself; the phone keeps what it scanned.
  await screen.context.setOffline(true);
  const before = await codeOn(screen);
  const code = await soon(async () => {
    const now = await codeOn(screen);
    expect(now).not.toBe(before);
    return now;
  });
  await context.setOffline(true);
  await page.getByLabel("Digits on the screen").fill(code);
  await page.getByRole("button", { name: "I am here" }).click();
  await page.getByText("Kept on this device").waitFor();
  expect(await marksOf(member.id)).toBe(1);
  await context.setOffline(false);
  await page.getByText("Recorded: you were at “Safe sedation”").waitFor();
  expect(await marksOf(member.id)).toBe(2);

  world.setClock(`${day(3)}T15:00:00Z`);
  presses++;
  await page.goto(`/conferences/${id}`);
  await press("Tick it");
  await soon(async () => expect(await page.locator(".tally-saved").innerText()).toBe("Saved"));
  await press("Generate Certificate");
  await page.waitForURL(/\/certificates\//);
  expect(presses).toBeLessThanOrEqual(8);
  world.setClock(null);
});

test.each(looks)("axe finds nothing at the room's screen and where digits are typed, %o", async (look) => {
  const email = `look${look.width}${look.theme}@example.test`;
  const { link } = await scene(email);
  const screen = await visit(look);
  await screen.page.goto(link);
  await screen.page.locator(".room-digits").waitFor();
  expect(await screen.violations()).toEqual([]);
  expect(await screen.overflows()).toBe(false);
  const digits = (await screen.page.locator(".room-digits").boundingBox())?.height ?? 0;
  if (look.width > 1_000) expect(digits / look.width).toBeGreaterThan(0.1);
  if (process.env.SHOTS)
    await screen.page.screenshot({ path: `${process.env.SHOTS}/room-${look.width}-${look.theme}.png` });
  await screen.page.goto("/presence");
  await screen.page.getByLabel("E-mail address").fill(email);
  await screen.page.getByLabel("Password", { exact: true }).fill(password);
  await screen.page.getByRole("button", { name: "Sign in" }).click();
  await screen.page.getByRole("heading", { name: "You are here" }).waitFor();
  expect(await screen.violations()).toEqual([]);
  if (process.env.SHOTS)
    await screen.page.screenshot({ path: `${process.env.SHOTS}/presence-${look.width}-${look.theme}.png` });
});
