import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { findBrowser } from "../../test/browser/support/find-browser.ts";
import { startServerProcess } from "../../test/support/server-process.ts";

/** `npm run pictures`: makes the pictures of the guides anew, from the small world of a first start. */
const password = "accrue-demo";
const desk = { width: 1180, height: 760 };
const phone = { width: 390, height: 760 };
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const wrongRoster = `Program ID,AAST ID,First Name,Last Name,Completion Date,CECs
A09164,100100,John,Smith,4/10/2009,1
A09164,100101,Jane,Jones,4/10/2009,3
A09164,100102,Sal,Johnson,4/10/2009,9
A09164,100104,James,Miller,4/10/2009,11
`;

/** Somebody of the small world in a browser of their own, signed in. */
async function visitor(browser: Browser, url: string, email: string, viewport: typeof desk): Promise<Page> {
  const context = await browser.newContext({
    baseURL: url,
    viewport,
    reducedMotion: "reduce",
    locale: "en-US",
    timezoneId: "America/New_York",
  });
  await ask(context.request, `mutation { signIn(email: "${email}", password: "${password}") { token } }`);
  return context.newPage();
}

async function ask<T>(request: ReturnType<Page["context"]>["request"], query: string): Promise<T> {
  const response = await request.post("/graphql", { data: { query } });
  const { data, errors } = await response.json();
  if (!data) throw new Error(JSON.stringify(errors));
  return data;
}

async function idOf(page: Page, list: string, pick: string): Promise<string> {
  const data = await ask<Record<string, { nodes: { id: string }[] }>>(page.context().request, `{ ${list} }`);
  const id = data[pick]?.nodes[0]?.id;
  if (!id) throw new Error(`The small world has nothing for ${list}`);
  return id;
}

/** Waits until a page stands still: everything has come, and this text is there. */
async function open(page: Page, address: string, text: string): Promise<void> {
  await page.goto(address);
  await page.getByText(text).first().waitFor();
  await page.waitForLoadState("networkidle");
}

/** WebP, since a PNG of the same page is three times as large. */
async function take(page: Page, name: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 60 });
  const bytes = Buffer.from(data, "base64");
  await writeFile(path.join(import.meta.dirname, "pictures", `${name}.webp`), bytes);
  console.log(`${name}.webp ${Math.round(bytes.length / 1024)} KB`);
}

async function takeAll(browser: Browser, url: string): Promise<void> {
  const staff = await visitor(browser, url, "staff@accrue.test", desk);
  await open(staff, "/admin", "Overview");
  await take(staff, "staff-dashboard");
  const reviewed = await idOf(staff, "programs(filter: { status: [IN_REVIEW] }) { nodes { id } }", "programs");
  await open(staff, `/admin/programs/${reviewed}/show`, "Timeline");
  await take(staff, "staff-review");
  const member = await idOf(staff, 'members(filter: { memberNumber: "100100" }) { nodes { id } }', "members");
  await open(staff, `/admin/members/${member}/show`, "Smith");
  await take(staff, "staff-member");

  const provider = await visitor(browser, url, "provider@accrue.test", desk);
  await open(provider, "/admin/programs/create", "About");
  await take(provider, "provider-application");
  await open(provider, "/admin/upload-attendance", "Choose a file to process");
  const file = { name: "roster.csv", mimeType: "text/csv", buffer: Buffer.from(wrongRoster) };
  await provider.locator("input[type=file]").setInputFiles(file);
  await provider.getByText("Did you mean").first().waitFor();
  await provider.getByText("Did you mean").first().scrollIntoViewIfNeeded();
  await take(provider, "provider-errors");

  const attendee = await visitor(browser, url, "attendee@accrue.test", phone);
  await open(attendee, "/", "Your conferences");
  await take(attendee, "attendee-conferences");
  await attendee.getByRole("link", { name: "National Sleep Technology Summit" }).click();
  const boxes = attendee.locator("li.session input[type=checkbox]:enabled");
  await boxes.first().waitFor();
  for (const index of [0, 1]) await boxes.nth(index).check();
  await attendee.getByText("2 sessions").waitFor();
  await boxes.first().evaluate((box) => box.closest("li")?.scrollIntoView({ block: "center" }));
  await attendee.locator(".tally-saved", { hasText: /^Saved$/ }).waitFor();
  await take(attendee, "attendee-claim");
}

const folder = await mkdtemp(path.join(os.tmpdir(), "accrue-pictures-"));
// As root, PostgreSQL runs as another user, who must be able to enter.
await chmod(folder, 0o755);
const build = spawnSync(process.execPath, ["server/setup/build.mjs"], { stdio: "inherit" });
if (build.status !== 0) process.exit(1);
const server = await startServerProcess({ DATA_DIR: path.join(folder, "data") });
const browser = await chromium.launch({ executablePath: findBrowser(), args: flags });
try {
  await takeAll(browser, server.url);
} finally {
  await browser.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
