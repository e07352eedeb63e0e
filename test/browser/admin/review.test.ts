import { today } from "../../programs/applications.ts";
import { World } from "../../support/world.ts";
import { RealBrowser, soon, startTimeoutMs, textsOf } from "../support/browser.ts";
import { choose, enterConsole, faultsOf, finishApplication, openPage } from "./console.ts";

let world: World;
let browser: RealBrowser;
beforeAll(async () => {
  // The browser has a clock of its own: a cookie of the test's day must not have run out by it.
  world = await World.start({ signInDays: 3_650 });
  world.setClock(today);
  browser = await RealBrowser.start("admin");
}, startTimeoutMs);
afterAll(async () => {
  await browser?.stop();
  await world?.stop();
});

test("a provider's application: begun, refused for its gaps, submitted, sent back, submitted again, approved", async () => {
  const provider = await world.provider({ name: "Lakeside Sleep Center" });
  await world.provider({ name: "Other Center" });
  const staff = await world.staff();
  const [{ email }] = await world.sql("SELECT address AS email FROM email_address WHERE account_id = $1", [
    provider.accountId,
  ]);

  const applicant = await enterConsole(browser, world.url, email);
  const { page } = applicant;
  await page.getByRole("link", { name: "Add Program" }).click();
  await choose(page, "Program type", "Single Lecture/Workshop");
  await page.getByLabel("Program name").fill("Scoring Respiratory Events");
  await page.getByLabel("Description").fill("Scoring, with examples.");
  await page.getByRole("button", { name: "Save and continue" }).click();
  await page.getByLabel("Learning objectives").fill("Score apneas.\nScore hypopneas.");
  await page.getByLabel("Minutes of instruction").fill("90");
  await page.getByLabel("Credits requested").fill("1.50");
  await page.getByRole("tab", { name: "Check and submit" }).click();

  await page.getByRole("button", { name: "Submit application" }).click();
  await page.getByText("Before you can submit:").waitFor();
  await soon(async () => {
    const gaps = await textsOf(page.getByRole("alert").getByRole("listitem"));
    expect(gaps.map((gap) => gap.replace(/\s*Go to it$/, ""))).toEqual([
      "Name at least one speaker.",
      "Enter when and where it is held.",
      "Enter a contact for the application.",
    ]);
  });
  expect(await applicant.violations()).toEqual([]);

  await page.getByRole("alert").getByRole("button", { name: "Go to it" }).first().click();
  await finishApplication(applicant, "2026-04-10");
  await page.getByText("A26001").first().waitFor();
  await soon(async () =>
    expect(await textsOf(page.getByRole("group", { name: "Actions" }).getByRole("button"))).toEqual(["Withdraw …"]),
  );

  const reviewer = await enterConsole(browser, world.url, staff.email);
  await reviewer.page.getByRole("menuitem", { name: "My Inbox" }).click();
  await reviewer.page.getByText("Showing 1 to 1 of 1").waitFor();
  // What is taken away is what is shown, and not every program there is.
  const exported = reviewer.page.getByRole("link", { name: "Export all as CSV" });
  expect(await exported.getAttribute("href")).toContain(String(new URLSearchParams({ filter: '{"inbox":true}' })));
  expect(await reviewer.violations()).toEqual([]);
  await reviewer.page.getByRole("cell", { name: "Scoring Respiratory Events" }).click();
  await reviewer.page.getByRole("button", { name: "Start review" }).click();
  await reviewer.page.getByRole("button", { name: "Request changes …" }).click();
  await reviewer.page.getByRole("button", { name: "Add the speaker's CV." }).click();
  await soon(async () => expect(await reviewer.page.getByLabel("Reason").inputValue()).toBe("Add the speaker's CV."));
  await reviewer.page.getByRole("button", { name: "Request changes", exact: true }).click();
  await reviewer.page.getByText("Returned to the provider.").waitFor();

  await page.getByRole("menuitem", { name: "My Inbox" }).click();
  await page.getByRole("cell", { name: "Scoring Respiratory Events" }).click();
  await page.getByRole("button", { name: "Edit application" }).click();
  await page.getByText("Changes requested:").waitFor();
  await page.getByLabel("Program name").fill("Scoring Respiratory Events Well");
  await page.getByRole("tab", { name: "Check and submit" }).click();
  await page.getByRole("button", { name: "Submit application" }).click();
  await page.getByRole("heading", { name: "Timeline" }).waitFor();

  await reviewer.page.getByRole("menuitem", { name: "My Inbox" }).click();
  await reviewer.page.getByRole("cell", { name: "Scoring Respiratory Events Well" }).click();
  const changes = reviewer.page.getByRole("region", { name: "Changed since the last submission" });
  await soon(async () => {
    expect(await changes.locator("del").innerText()).toBe("− Scoring Respiratory Events");
    expect(await changes.locator("ins").innerText()).toBe("+ Scoring Respiratory Events Well");
  });
  await reviewer.page.getByRole("button", { name: "Start review" }).click();
  await reviewer.page.getByRole("button", { name: "Approve …" }).click();
  await soon(async () =>
    expect(await reviewer.page.getByLabel("Maximum credits per attendee").inputValue()).toBe("1.50"),
  );
  await reviewer.page.getByLabel("Maximum credits per attendee").fill("1.00");
  await reviewer.page.getByRole("button", { name: "Approve", exact: true }).click();
  await reviewer.page.getByText("90 minutes earn 1.50", { exact: false }).nth(1).waitFor();
  await reviewer.page.getByLabel("Maximum credits per attendee").fill("1.50");
  await reviewer.page.getByRole("button", { name: "Approve", exact: true }).click();
  await reviewer.page.getByText("Program approved.").waitFor();
  const timeline = reviewer.page.getByRole("region", { name: "Timeline" });
  await soon(async () =>
    expect((await textsOf(timeline.getByRole("listitem"))).map((entry) => entry.split("\n")[0])).toEqual([
      "Approved",
      "Review started",
      "Submitted",
      "Application changed",
      "Changes requested",
      "Review started",
      "Submitted",
      "Application changed",
      "Document added",
      "Application changed",
      "Application changed",
      "Application changed",
      "Application started",
    ]),
  );
  // What its provider hands to attendees is there from now on, filled in.
  const kit = reviewer.page.getByRole("region", { name: "For attendees" });
  await kit.getByText("You are registered for Scoring Respiratory Events Well.").waitFor();
  await kit.getByRole("link", { name: "Roster with this program's number" }).waitFor();
  const papers = await kit
    .getByRole("link")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  const statuses = await Promise.all(papers.map(async (href) => (await reviewer.page.request.get(href)).status()));
  expect(statuses).toEqual(papers.map(() => 200));
  expect(papers.filter((href) => href.includes("/kit/"))).toHaveLength(5);
  expect(applicant.complaints).toEqual([]);
  expect(reviewer.complaints).toEqual([]);
});

test("a decision on what somebody else has changed is explained, with a button to load it again", async () => {
  const provider = await world.provider();
  const staff = await world.staff();
  const { programIn, step } = await import("../../programs/applications.ts");
  const program = await programIn(world, { provider, staff }, "IN_REVIEW");
  const { page } = await enterConsole(browser, world.url, staff.email);
  await page.goto(`/admin/programs/${program.id}/show`);
  await page.getByRole("button", { name: "Deny …" }).click();
  await page.getByLabel("Reason").fill("Late.");
  await step(world, (await world.staff()).token, "approveProgram", program);
  await page.getByRole("button", { name: "Deny", exact: true }).click();
  await page.getByText("changed by somebody else").waitFor();
  await page.getByRole("button", { name: "Reload" }).click();
  await page.getByText("Approved").first().waitFor();
});

test("several applications are approved at once by keyboard; the one that somebody else was faster with is named and stays chosen", async () => {
  const provider = await world.provider();
  const staff = await world.staff();
  const { programIn, step } = await import("../../programs/applications.ts");
  const taken = await programIn(world, { provider, staff }, "IN_REVIEW");
  const open = await programIn(world, { provider, staff }, "IN_REVIEW");
  const begun = await programIn(world, { provider, staff }, "SUBMITTED");
  const reviewer = await enterConsole(browser, world.url, staff.email);
  const { page } = reviewer;
  await openPage(reviewer, `programs?filter=${encodeURIComponent(JSON.stringify({ providerId: provider.id }))}`);
  await page.getByText("Showing 1 to 3 of 3").waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.getByText("1 selected").waitFor();
  for (const { number } of [open, taken])
    await page
      .getByRole("row")
      .filter({ hasText: String(number) })
      .getByRole("checkbox")
      .check();
  await page.getByText("3 selected").waitFor();
  // What is chosen stays chosen where the list shows something else.
  await page.getByRole("textbox", { name: "Program ID" }).fill(open.number ?? "");
  await page.getByText("Showing 1 to 1 of 1").waitFor();
  const bar = page.getByRole("toolbar", { name: "Selected rows" });
  const exported = await bar.getByRole("link", { name: "Export selected as CSV" }).getAttribute("href");
  const csv = await (await page.request.get(exported ?? "")).text();
  expect([taken, open, begun].filter(({ number }) => csv.includes(String(number)))).toHaveLength(3);
  await bar.getByRole("button", { name: "Approve …" }).click();
  const dialog = page.getByRole("dialog", { name: "Approve applications" });
  await dialog.getByText("This can be done for 2 of the 3 that you selected.").waitFor();
  await dialog.getByText("Not possible now: Submitted").waitFor();
  expect(await faultsOf(reviewer, "approving several")).toEqual([]);
  await step(world, (await world.staff()).token, "denyProgram", taken, { reason: "Late." });
  await dialog.getByRole("button", { name: "Approve", exact: true }).click();
  await dialog.getByText("1 done, 1 not done.").waitFor();
  await soon(async () =>
    expect((await textsOf(dialog.getByRole("listitem"))).map((line) => line.split("\n")[0])).toEqual([
      expect.stringContaining(String(taken.number)),
      expect.stringContaining(String(open.number)),
    ]),
  );
  expect(await faultsOf(reviewer, "what became of several")).toEqual([]);
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.getByText("2 selected").waitFor();
  expect(
    await world.sql("SELECT number, status FROM program WHERE provider_id = $1 ORDER BY number", [provider.id]),
  ).toEqual([
    { number: taken.number, status: "DENIED" },
    { number: open.number, status: "APPROVED" },
    { number: begun.number, status: "SUBMITTED" },
  ]);
  expect(reviewer.complaints).toEqual([]);
});

test("by keyboard: from the inbox to a program that is assigned, commented on and sent back; its provider answers in the form", async () => {
  const provider = await world.provider();
  const staff = await world.staff();
  const [{ email }] = await world.sql("SELECT address AS email FROM email_address WHERE account_id = $1", [
    provider.accountId,
  ]);
  const { programIn } = await import("../../programs/applications.ts");
  const program = await programIn(world, { provider, staff }, "IN_REVIEW");
  const reviewer = await enterConsole(browser, world.url, staff.email);
  const { page } = reviewer;
  await openPage(reviewer, `inbox?filter=${encodeURIComponent(JSON.stringify({ providerId: provider.id }))}`);
  await page.getByText("Showing 1 to 1 of 1").waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  const press = async (button: string) => {
    await page.getByRole("button", { name: button, exact: true }).focus();
    await page.keyboard.press("Enter");
  };
  // Whoever opens the dialog is whom it proposes.
  await press("Assign …");
  const assigning = page.getByRole("dialog", { name: "Assign program" });
  await assigning.getByRole("combobox", { name: "Assigned to" }).waitFor();
  expect(await faultsOf(reviewer, "assigning")).toEqual([]);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const assignment = page.getByRole("region", { name: "Assignment" });
  await assignment.getByText(staff.email).waitFor();

  await press("Comment on Minutes of instruction");
  await page.getByRole("dialog", { name: "Comment on Minutes of instruction" }).waitFor();
  await page.keyboard.type("Breaks do not count.");
  await press("Save comment");
  const comments = page.getByRole("list", { name: "Comments on Minutes of instruction" });
  await comments.getByText("Breaks do not count.").waitFor();
  await comments.getByText("Draft", { exact: true }).waitFor();
  expect(await faultsOf(reviewer, "with a comment")).toEqual([]);
  await press("Request changes …");
  await page.getByRole("dialog", { name: "Request changes" }).waitFor();
  await page.keyboard.type("See the comment.");
  await press("Request changes");
  await page.getByText("Returned to the provider.").waitFor();
  await comments.getByText("Draft", { exact: true }).waitFor({ state: "detached" });

  const applicant = await enterConsole(browser, world.url, email);
  await openPage(applicant, `programs/${program.id}?step=1`);
  const told = applicant.page.getByRole("list", { name: "Comments on Minutes of instruction" });
  await told.getByText("Breaks do not count.").waitFor();
  expect(await applicant.page.getByRole("region", { name: "Assignment" }).count()).toBe(0);
  await told.getByRole("button", { name: "Reply …" }).click();
  await applicant.page.getByRole("dialog").getByLabel("Comment").fill("There are none.");
  await applicant.page.getByRole("button", { name: "Save comment" }).click();
  await told.getByText("There are none.").waitFor();
  expect(await faultsOf(applicant, "the form with a comment")).toEqual([]);
  expect([...reviewer.complaints, ...applicant.complaints]).toEqual([]);
});

test("no page of either role has a violation or is wider than the window where there is nothing yet", async () => {
  const provider = await world.provider();
  const staff = await world.staff();
  const [{ email }] = await world.sql("SELECT address AS email FROM email_address WHERE account_id = $1", [
    provider.accountId,
  ]);
  const shared = [
    "",
    "programs",
    "upload-attendance",
    "enter-attendance",
    "attendance",
    "attendance-uploads",
    "members",
    "certificates",
    "conferences",
  ];
  const found: string[] = [];
  for (const [who, pages] of [
    [email, [...shared, "programs/create"]],
    [staff.email, [...shared, "mails", "audit-entries", "settings"]],
  ] as [string, string[]][]) {
    const visitor = await enterConsole(browser, world.url, who);
    for (const path of pages) {
      await openPage(visitor, path);
      found.push(...(await faultsOf(visitor, `/${path}`)));
    }
    found.push(...visitor.complaints);
    await visitor.leave();
  }
  expect(found).toEqual([]);
});
