import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { password, World } from "../support/world.ts";
import { looks, RealBrowser, soon, startTimeoutMs, textsOf, type Visitor } from "./support/browser.ts";
import { type ConferenceMade, firstDay, makeAttendee, makeConference } from "./support/conference.ts";

const email = "attendee@example.test";
let world: World;
let browser: RealBrowser;
let conference: ConferenceMade;
let token: string;
let certificates: { id: string; code: string }[];

const claim = "mutation ($sessionId: ID!) { claimSession(sessionId: $sessionId) { attendedOn } }";
const generate = "mutation ($id: ID!) { generateCertificate(conferenceId: $id) { id verificationCode } }";

beforeAll(async () => {
  browser = await RealBrowser.start("attendee");
  world = await World.start();
  await makeAttendee(world, email, {
    firstName: "Wolfeschlegelsteinhausenbergerdorff",
    lastName: "Nguyễn-Oberhuber Straßmair",
  });
  conference = await makeConference(world, email, {
    name: "International Congress of Perioperativetemperaturemanagement and Related Disciplines",
  });
  token = await world.signIn(email);
  await world.ok(
    token,
    'mutation { addEmailAddress(email: "a.very.long.address.that.waits@hospital-network.example.test") }',
  );
  const { conference: found } = await world.ok(
    token,
    "query ($id: ID!) { conference(id: $id) { days { sessions { id title } } } }",
    { id: conference.id },
  );
  const sessions: { id: string; title: string }[] = found.days.flatMap((day: { sessions: unknown[] }) => day.sessions);
  certificates = [];
  for (const title of ["Opening keynote", "Safe sedation"]) {
    const sessionId = sessions.find((session) => session.title === title)?.id;
    await world.ok(token, claim, { sessionId });
    const { generateCertificate } = await world.ok(token, generate, { id: conference.id });
    certificates.push({ id: generateCertificate.id, code: generateCertificate.verificationCode });
  }
  await world.runJobs();
}, startTimeoutMs);
afterAll(async () => {
  await browser?.stop();
  await world?.stop();
});

interface PageCase {
  name: string;
  path(): string;
  signedIn?: boolean;
  /** What is there once the page is whole. */
  heading: string | RegExp;
  before?(visitor: Visitor): Promise<void>;
}

const cases: PageCase[] = [
  { name: "sign-in", path: () => "/", heading: "Claim your credit" },
  {
    name: "sign-in, refused",
    path: () => "/",
    heading: "Claim your credit",
    before: async ({ page }) => {
      await page.getByLabel("E-mail address").fill(email);
      await page.getByLabel("Password", { exact: true }).fill("wrong");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("alert").waitFor();
    },
  },
  { name: "register", path: () => "/register", heading: "Register as a guest" },
  { name: "forgot password", path: () => "/forgot-password", heading: "Forgot your password?" },
  { name: "reset password", path: () => "/reset-password#token=x", heading: "Set a new password" },
  { name: "conferences", path: () => "/", signedIn: true, heading: "Your conferences" },
  {
    name: "claim, with dates and a refusal",
    path: () => `/conferences/${conference.id}`,
    signedIn: true,
    heading: /^International Congress/,
    before: async ({ page }) => {
      const virtual = page.getByRole("checkbox", { name: "Opioid stewardship" });
      if (!(await virtual.isChecked())) await virtual.click();
      await page.getByRole("checkbox", { name: "Sterile processing" }).click();
      await page.getByRole("alert").first().waitFor();
      await page.getByText("Is a session missing?").click();
    },
  },
  { name: "certificates", path: () => "/certificates", signedIn: true, heading: "Your certificates" },
  {
    name: "certificate",
    path: () => `/certificates/${certificates[1]?.id}`,
    signedIn: true,
    heading: /^Certificate C\d+$/,
  },
  {
    name: "superseded certificate",
    path: () => `/certificates/${certificates[0]?.id}`,
    signedIn: true,
    heading: /^Certificate C\d+$/,
    before: ({ page }) => page.getByText("This certificate was replaced by").waitFor(),
  },
  { name: "transcript", path: () => "/transcript", signedIn: true, heading: "Your transcript" },
  { name: "account", path: () => "/account", signedIn: true, heading: "Your account" },
  { name: "mails", path: () => "/account/mails", signedIn: true, heading: "Not receiving e-mails?" },
  {
    name: "a conference that is not there",
    path: () => "/conferences/none",
    signedIn: true,
    heading: "Conference not found",
  },
  { name: "calendar", path: () => "/calendar?words=a", heading: "Calendar" },
  { name: "verify", path: () => "/verify", heading: "Verify a certificate" },
  { name: "verify a valid one", path: () => `/verify/${certificates[1]?.code}`, heading: "This certificate is valid" },
  {
    name: "verify a superseded one",
    path: () => `/verify/${certificates[0]?.code}`,
    heading: "This certificate was replaced",
  },
  { name: "verify an unknown one", path: () => "/verify/ABCD-EFGH", heading: "No certificate has this code" },
];

describe.each(looks)("at $width px, $theme", (look) => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await browser.visitor(world.url, look);
  });
  afterAll(() => visitor?.leave());

  test.each(cases)("$name: axe finds nothing, and nothing is wider than the window", async (page) => {
    await visitor.context.clearCookies();
    if (page.signedIn) await visitor.context.addCookies([{ name: "accrue_token", value: token, url: world.url }]);
    visitor.complaints.length = 0;
    await visitor.page.goto(page.path());
    await visitor.page.getByRole("heading", { level: 1, name: page.heading }).waitFor();
    await page.before?.(visitor);
    await visitor.page.locator(".skeleton").first().waitFor({ state: "detached" });
    expect(await visitor.violations()).toEqual([]);
    expect(await visitor.overflows()).toBe(false);
    expect(visitor.complaints).toEqual([]);
  });
});

test("everything that claiming loads is at most 60 KB of JavaScript, gzipped", () => {
  const folder = path.resolve("dist/attendee");
  const scripts = [...new Set(readFileSync(path.join(folder, "index.html"), "utf8").match(/assets\/[\w.-]+\.js/g))];
  expect(scripts.length).toBeGreaterThan(0);
  const bytes = scripts.reduce((sum, name) => sum + gzipSync(readFileSync(path.join(folder, name))).length, 0);
  expect(bytes).toBeLessThanOrEqual(60_000);
});

test("the client's page is asked for every time, its files are kept, and unknown addresses are not it", async () => {
  const page = await world.fetch("/conferences/some-id");
  expect([page.status, page.headers.get("cache-control")]).toEqual([200, "no-cache"]);
  const policy = page.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain("unsafe-inline");
  const [script] = /\/assets\/[\w.-]+\.js/.exec(await page.text()) ?? [];
  const asset = await world.fetch(script ?? "");
  expect(asset.headers.get("cache-control")).toBe("public,max-age=31536000,immutable");
  expect(asset.headers.get("content-encoding")).toBe("gzip");
  for (const unknown of ["/nowhere", "/conferences/a/b", "/assets/none.js"])
    expect((await world.fetch(unknown)).status).toBe(404);
  // Whether there is such a certificate is for those who have signed in.
  expect((await world.fetch("/certificates/none.pdf")).status).toBe(401);
});

test("the address that the browser asked for is what signing in leads to", async () => {
  const visitor = await browser.visitor(world.url);
  try {
    const { page } = visitor;
    await page.goto("/transcript?from=2020-01-01");
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Your transcript" }).waitFor();
    await soon(async () => expect(await page.getByLabel("From").inputValue()).toBe("2020-01-01"));
    await page.locator(".totals dd", { hasText: /^2\.50$/ }).waitFor();
    // This year and the last are offered; in January the conference was in the last one.
    const years = await textsOf(page.getByRole("button", { name: /^\d{4}$/ }));
    const empty = years.find((year) => !firstDay.startsWith(year)) ?? "";
    await page.getByRole("button", { name: empty }).click();
    await page.getByText("You completed nothing in this period.").waitFor();
    await page.waitForURL(`**/transcript?from=${empty}-01-01*`);
  } finally {
    await visitor.leave();
  }
});

describe("/verify", () => {
  test("works without scripts, and shows neither address nor member ID", async () => {
    const code = certificates[1]?.code ?? "";
    const [member] = await world.sql("SELECT member_number FROM member");
    const answer = await world.fetch(`/verify?code=${encodeURIComponent(` ${code.toLowerCase()} `)}`);
    const html = await answer.text();
    expect(answer.url).toContain(`/verify/${code.replace(/-/g, "").match(/.{4}/g)?.join("-")}`);
    expect(answer.headers.get("x-robots-tag")).toBe("noindex");
    expect(html).toContain("Wolfeschlegelsteinhausenbergerdorff");
    expect(html).toContain("2.50");
    expect(html).not.toContain(email);
    expect(html).not.toContain(member.member_number);
    expect(html).not.toContain("<script");
  });

  test("what is typed is shown as text", async () => {
    const answer = await world.fetch(`/verify/${encodeURIComponent('"><script>alert(1)</script>')}`);
    const html = await answer.text();
    expect(answer.status).toBe(404);
    expect(html).not.toContain("<script>");
    expect(html).toContain("&quot;&gt;&lt;script&gt;");
  });

  test("a superseded certificate leads to its successor; a revoked one says since when", async () => {
    const visitor = await browser.visitor(world.url);
    try {
      await visitor.page.goto(`/verify/${certificates[0]?.code}`);
      await visitor.page.locator(".state a").click();
      await visitor.page.getByRole("heading", { name: "This certificate is valid" }).waitFor();
      const staff = await world.staff();
      await world.ok(staff.token, 'mutation ($id: ID!) { revokeCertificate(id: $id, reason: "Mistake.") { id } }', {
        id: certificates[1]?.id,
      });
      await visitor.page.reload();
      await visitor.page.getByText(/^Revoked since /).waitFor();
      expect(await visitor.violations()).toEqual([]);
    } finally {
      await visitor.leave();
    }
  });
});
