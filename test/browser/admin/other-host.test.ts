import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import express from "express";
import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "../../attendance/roster-world.ts";
import { password } from "../../support/world.ts";
import { RealBrowser, soon, startTimeoutMs } from "../support/browser.ts";

let roster: RosterWorld;
let browser: RealBrowser;
let host: Server;
/** The console's own host: another name and another port than the server's, so another site to the browser. */
let origin: string;
const corsOrigins: string[] = [];
beforeAll(async () => {
  roster = await startRosterWorld({ corsOrigins });
  const { world, provider } = roster;
  await world.upload(provider.token, uploadDocument, { providerId: provider.id }, csv(sampleRows));
  await world.runJobs();
  world.setClock(null);
  browser = await RealBrowser.start("admin");
  const bundle = path.resolve("dist/admin");
  const page = readFileSync(path.join(bundle, "index.html"), "utf8").replace(
    /(<meta name="accrue-endpoint" content=")"/,
    `$1${world.url}"`,
  );
  const app = express();
  app.use("/admin", express.static(bundle, { index: false }));
  app.get(["/admin", "/admin/*page"], (_req, res) => res.type("html").send(page));
  host = createServer(app);
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  origin = `http://localhost:${(host.address() as AddressInfo).port}`;
}, startTimeoutMs);
afterAll(async () => {
  await browser?.stop();
  host?.closeAllConnections();
  host?.close();
  await roster?.world.stop();
});

async function signIn() {
  const visitor = await browser.visitor(origin, { width: 1280, theme: "light" });
  await visitor.page.goto("/admin");
  await visitor.page.getByLabel("E-mail address").fill(roster.staff.email);
  await visitor.page.locator("input[name=password]").fill(password);
  await visitor.page.getByRole("button", { name: "Sign in" }).click();
  return visitor;
}

test("a host that is not listed gets nothing", async () => {
  const { page } = await signIn();
  await page.getByText("The server can't be reached", { exact: false }).first().waitFor();
});

test("a listed one signs in, stays signed in, reads, uploads, downloads and signs out, without a cookie", async () => {
  corsOrigins.push(origin);
  const { world } = roster;
  const { page, context } = await signIn();
  await page.getByRole("menuitem", { name: "My Inbox" }).waitFor();
  expect(await context.cookies(world.url)).toEqual([]);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => /token/i.test(key)))).toEqual([]);
  await page.reload();
  await page.getByRole("menuitem", { name: "Certificates" }).click();
  await page.getByText("Showing 1 to 5 of 5").waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export all as CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("certificates.csv");
  await page.getByRole("cell", { name: "John Smith" }).click();
  const [pdf] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith(".pdf")),
    page.getByRole("link", { name: "Open PDF" }).click(),
  ]);
  expect(pdf.status()).toBe(200);

  await page.getByRole("menuitem", { name: "Upload Attendance" }).click();
  await page.getByRole("combobox").first().click();
  await page.getByRole("option", { name: /AAST/ }).first().click();
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "roster.csv", mimeType: "text/csv", buffer: Buffer.from("wrong") });
  await page.getByText("Missing column", { exact: false }).first().waitFor();

  await page.getByRole("button", { name: roster.staff.email }).click();
  await page.getByRole("menuitem", { name: "Logout" }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  await soon(async () => expect(await page.evaluate(() => sessionStorage.length)).toBe(0));
  await soon(async () =>
    expect(await world.sql("SELECT count(*)::int AS n FROM audit_entry WHERE action = 'account.sign-out'")).toEqual([
      { n: 1 },
    ]),
  );
});
