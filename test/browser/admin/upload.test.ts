import { csv, type RosterWorld, sampleRows, startRosterWorld, withCell } from "../../attendance/roster-world.ts";
import { endOfferings } from "../../programs/applications.ts";
import { RealBrowser, soon, startTimeoutMs, textsOf, type Visitor } from "../support/browser.ts";
import { consoleLooks, enterConsole } from "./console.ts";

let roster: RosterWorld;
let browser: RealBrowser;
beforeAll(async () => {
  browser = await RealBrowser.start("admin");
}, startTimeoutMs);
afterAll(() => browser?.stop());
afterEach(() => roster?.world.stop());

const file = (content: string) => ({ name: "roster.csv", mimeType: "text/csv", buffer: Buffer.from(content) });

async function enter(config: Parameters<typeof startRosterWorld>[0] = {}, look = consoleLooks[0]): Promise<Visitor> {
  roster = await startRosterWorld(config);
  const { world, provider } = roster;
  await endOfferings(world);
  // What the applications left to do would wait for what a test holds.
  await world.runJobs();
  const [{ email }] = await world.sql("SELECT address AS email FROM email_address WHERE account_id = $1", [
    provider.accountId,
  ]);
  return enterConsole(browser, world.url, email, look);
}

test("a large file: its progress survives a reload, and so does the way to what became of it", async () => {
  const visitor = await enter({ uploadAtOnceBytes: 100 });
  const { page } = visitor;
  const { world } = roster;
  const holder = world.base.db.createQueryRunner();
  /** The jobs run against something that is held, until the page was looked at. */
  const whileHeld = async (table: string, look: () => Promise<void>) => {
    await holder.startTransaction();
    await holder.query(`SELECT 1 FROM ${table} FOR UPDATE`);
    const jobs = world.runJobs();
    try {
      await look();
    } finally {
      await holder.rollbackTransaction();
      await jobs;
    }
  };
  try {
    await page.getByRole("menuitem", { name: "Upload Attendance" }).click();
    await page.locator("input[type=file]").setInputFiles(file(csv(sampleRows)));
    await page.getByText("The file has arrived and will be checked in a moment.").waitFor();
    await whileHeld("program", async () => {
      await page.getByText("The file is being read.").waitFor();
      await page.reload();
      await page.getByText("The file is being read.").waitFor();
    });
    await page.getByText("No errors: the 5 rows of this file can be recorded.").waitFor();

    await page.getByText("Choose the file again to record it.").waitFor();
    expect(await visitor.violations()).toEqual([]);
    await page.locator("input[type=file]").setInputFiles(file(csv(sampleRows)));
    await page.getByText("The file has arrived").waitFor();
    await world.runJobs();
    await page.getByRole("button", { name: "Process File", exact: false }).click();
    await page.getByText("The file has arrived").waitFor();
    await whileHeld("member", async () => {
      await page.getByText("5 of 5 rows checked").waitFor();
      await page.reload();
      await page.getByText("5 of 5 rows checked").waitFor();
      const bar = page.getByRole("progressbar", { name: "Progress" });
      await soon(async () => expect(Number(await bar.getAttribute("aria-valuenow"))).toBeGreaterThan(49));
      await page.getByRole("menuitem", { name: "Dashboard" }).click();
    });
    await page.getByRole("menuitem", { name: "Upload Attendance" }).click();
    await page.getByRole("group", { name: "Recent uploads" }).getByRole("link", { name: "roster.csv" }).first().click();
    await page.getByText("Record was successfully processed").waitFor();
    expect((await world.sql("SELECT count(*)::int AS n FROM attendance_record"))[0].n).toBe(5);
    expect(visitor.complaints).toEqual([]);
  } finally {
    await holder.release();
  }
});

test("errors are filtered by kind; what was recorded is corrected by another file, and then taken back", async () => {
  const visitor = await enter({}, consoleLooks[1]);
  const { page } = visitor;
  const { world } = roster;
  await page.goto("/admin/upload-attendance");
  const input = page.locator("input[type=file]");
  await input.setInputFiles(file(withCell(2, "AAST ID", "100999").replace(",10\r", ",11\r")));
  await page.getByRole("row", { name: /100999/ }).waitFor();
  await page.getByRole("button", { name: "Too many credits (1)" }).click();
  await page.getByRole("row", { name: /100999/ }).waitFor({ state: "detached" });
  await soon(async () =>
    expect(await page.getByRole("link", { name: "Download these errors as CSV" }).getAttribute("href")).toContain(
      "?code=CREDITS_ABOVE_MAXIMUM",
    ),
  );

  await input.setInputFiles(file(csv(sampleRows)));
  await page.getByRole("button", { name: "Process File", exact: false }).click();
  await page.getByText("Record was successfully processed").waitFor();
  await world.runJobs();
  await page.getByRole("link", { name: "Undo or correct" }).click();

  await page.getByRole("button", { name: "Correct with another file" }).click();
  const fewer = csv([...sampleRows.slice(0, 3), [...(sampleRows[3] ?? []).slice(0, 5), "8"]]);
  await input.setInputFiles(file(fewer));
  await page.getByText("No errors: 0 added, 1 changed, 1 removed. Nothing has been changed yet.").waitFor();
  const changed = page.getByRole("row", { name: /100103/ });
  await soon(async () =>
    expect((await textsOf(changed.getByRole("cell"))).slice(-2)).toEqual([
      expect.stringMatching(/^9\.00 CEC, Apr 10, 2009, C\d{6}$/),
      "8.00 CEC, Apr 10, 2009",
    ]),
  );
  expect(await visitor.violations()).toEqual([]);
  expect(await visitor.overflows()).toBe(false);
  await page.getByRole("button", { name: "Apply correction" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("Suzie left early");
  await dialog.getByRole("button", { name: "Apply correction" }).click();
  await page.getByText("The correction was applied: 0 added, 1 changed, 1 removed.").waitFor();
  await world.runJobs();
  const statuses = async () =>
    (await world.sql("SELECT status, count(*)::int AS n FROM certificate GROUP BY 1 ORDER BY 1")).map(
      ({ status, n }) => `${status} ${n}`,
    );
  expect(await statuses()).toEqual(["ISSUED 4", "REVOKED 1", "SUPERSEDED 1"]);

  await page.getByRole("button", { name: "Undo upload" }).click();
  await dialog.getByLabel("Reason").fill("The wrong program");
  expect(await visitor.violations()).toEqual([]);
  await dialog.getByRole("button", { name: "Undo upload" }).click();
  await page.getByText("This upload was undone: The wrong program", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Undo upload" }).waitFor({ state: "detached" });
  await world.runJobs();
  expect(await statuses()).toEqual(["REVOKED 5", "SUPERSEDED 1"]);
  expect(visitor.complaints).toEqual([]);
});
