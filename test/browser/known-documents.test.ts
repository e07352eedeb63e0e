import { csv, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { endOfferings } from "../programs/applications.ts";
import { password, World } from "../support/world.ts";
import { enterConsole } from "./admin/console.ts";
import { RealBrowser, soon, startTimeoutMs } from "./support/browser.ts";
import { makeAttendee, makeConference } from "./support/conference.ts";

/** What a page sends as documents: each by its ID, and none as text. */
function watch(page: Awaited<ReturnType<RealBrowser["visitor"]>>["page"]): { named: Set<string>; texts: string[] } {
  const seen = { named: new Set<string>(), texts: [] as string[] };
  page.on("request", (request) => {
    const sent = request.url().endsWith("/graphql") ? (request.postData() ?? "") : "";
    const id = /"documentId":"([\w-]{16})"/.exec(sent)?.[1];
    if (id) seen.named.add(id);
    else if (sent) seen.texts.push(sent);
  });
  return seen;
}

test(
  "where only known documents are let in, who signs in to the console lists and uploads",
  async () => {
    const { world, provider } = await startRosterWorld();
    const browser = await RealBrowser.start("admin");
    await endOfferings(world);
    await world.runJobs();
    const [{ email }] = await world.sql("SELECT address AS email FROM email_address WHERE account_id = $1", [
      provider.accountId,
    ]);
    world.config.trustedDocumentsOnly = true;
    try {
      expect(await world.refused(provider.token, uploadDocument)).toBe("UNTRUSTED_DOCUMENT");
      const visitor = await enterConsole(browser, world.url, email);
      const { page } = visitor;
      const seen = watch(page);
      await page.goto("/admin/programs");
      await page.getByText("13th Annual Sleep Disorders Conference").first().waitFor();
      await page.getByRole("menuitem", { name: "Upload Attendance" }).click();
      await page.locator("input[type=file]").setInputFiles({
        name: "roster.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(csv(sampleRows)),
      });
      await page.getByText("No errors: the 5 rows of this file can be recorded.").waitFor();
      expect(seen.texts).toEqual([]);
      expect(seen.named.size).toBeGreaterThan(2);
      expect(visitor.complaints).toEqual([]);
    } finally {
      await browser.stop();
      await world.stop();
    }
  },
  startTimeoutMs,
);

test(
  "and an attendee claims",
  async () => {
    const world = await World.start();
    const browser = await RealBrowser.start("attendee");
    try {
      const email = "attendee@example.test";
      const member = await makeAttendee(world, email);
      const conference = await makeConference(world, email);
      world.config.trustedDocumentsOnly = true;
      const { page, complaints } = await browser.visitor(world.url);
      const seen = watch(page);
      await page.goto(`/conferences/${conference.id}`);
      await page.getByLabel("E-mail address").fill(email);
      await page.getByLabel("Password", { exact: true }).fill(password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.locator("li.session", { hasText: "Opening keynote" }).click();
      await soon(async () =>
        expect(
          await world.sql("SELECT count(*)::int AS n FROM session_claim WHERE member_id = $1", [member.id]),
        ).toEqual([{ n: 1 }]),
      );
      expect(seen.texts).toEqual([]);
      expect(seen.named.size).toBeGreaterThan(2);
      expect(complaints).toEqual([]);
    } finally {
      await browser.stop();
      await world.stop();
    }
  },
  startTimeoutMs,
);
