import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "../../attendance/roster-world.ts";
import { answersTo, documents } from "../../evaluations/evaluation-world.ts";
import { type CheckAttempt, checkDocuments, choicesFor } from "../../evaluations/learning-check-world.ts";
import { RealBrowser, soon, startTimeoutMs, textsOf } from "../support/browser.ts";
import { enterConsole, faultsOf, openPage } from "./console.ts";

let roster: RosterWorld;
let browser: RealBrowser;
beforeAll(async () => {
  roster = await startRosterWorld();
  roster.world.setClock("2009-04-09T15:00:00Z");
  browser = await RealBrowser.start("admin");
}, startTimeoutMs);
afterAll(async () => {
  await browser?.stop();
  await roster?.world.stop();
});

test("a provider asks, five answer, and what they answered becomes the summary of the report; staff waive the sixth's", async () => {
  const { world, provider, staff, programId } = roster;
  const [{ email }] = await world.sql("SELECT address AS email FROM email_address WHERE account_id = $1", [
    provider.accountId,
  ]);
  const visitor = await enterConsole(browser, world.url, email);
  const { page } = visitor;
  await openPage(visitor, `programs/${programId}/show`);
  const section = page.getByRole("region", { name: "Evaluation" });
  await section.getByText("Nothing is asked of who attends.").waitFor();
  await section.getByRole("button", { name: "Edit questions" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("No certificate without an answer").check();
  await dialog.getByRole("button", { name: "Add a question" }).click();
  await dialog.getByLabel("Question 1", { exact: false }).first().fill("How was it?");
  await dialog.getByLabel("Choices, one to a line").fill("Poor\nExcellent");
  await dialog.getByRole("button", { name: "Add a question" }).click();
  const second = dialog.getByRole("listitem").nth(1);
  await second.getByRole("textbox").first().fill("What would you change?");
  await second.getByRole("combobox").first().click();
  await page.getByRole("option", { name: "Text", exact: true }).click();
  await second.getByLabel("Must be answered").uncheck();
  expect(await visitor.violations()).toEqual([]);
  await dialog.getByRole("button", { name: "Save" }).click();
  await section.getByText("Nobody gets a certificate who has not answered.").waitFor();

  const rows = [...sampleRows, ["A09164", "100105", "Ann", "Lee", "4/10/2009", "1"]];
  await world.member({ firstName: "Ann", lastName: "Lee" });
  world.setClock("2009-04-20T15:00:00Z");
  await world.upload(provider.token, uploadDocument, { providerId: provider.id, preview: false }, csv(rows));
  await world.runJobs();
  for (const [at, [, , first, last]] of sampleRows.entries()) {
    const token = await world.signIn(`${first}.${last}@example.test`.toLowerCase());
    const { evaluation } = await world.ok(token, documents.own, { programId });
    const answers = answersTo(
      evaluation,
      (at % 3) + 3,
      "Less coffee, and more of the cases that were too short. ".repeat(4),
    );
    await world.ok(token, documents.handIn, { programId, answers });
  }
  await world.runJobs();
  await page.reload();
  await section.getByText("5 people have answered; 1 has yet to; 0 need not.").waitFor();
  await section.getByText("5 answers, 3.8 on average").waitFor();
  expect(await textsOf(section.getByRole("listitem").filter({ hasText: /^1 Poor/ }))).toEqual(["1 Poor\n\n0"]);
  expect(await faultsOf(visitor, "evaluation")).toEqual([]);
  await section.getByRole("button", { name: "Use as the summary of the report" }).click();
  await page.getByText("A09164-evaluations.pdf").first().waitFor();

  const registrar = await enterConsole(browser, world.url, staff.email);
  await openPage(registrar, `programs/${programId}/show`);
  const open = registrar.page.getByRole("region", { name: "Evaluation" });
  await open.getByRole("button", { name: "Who has yet to answer" }).click();
  await open.getByText("no address to write to").waitFor();
  await open.getByRole("button", { name: "Waive the evaluation of Ann Lee" }).click();
  await registrar.page.getByLabel("Reason").fill("No address");
  await registrar.page.getByRole("dialog").getByRole("button", { name: "Waive" }).click();
  await open.getByText("5 people have answered; 0 have yet to; 1 need not.").waitFor();
  await world.runJobs();
  await soon(async () =>
    expect(await world.sql("SELECT count(*)::int AS count FROM certificate WHERE status = 'ISSUED'")).toEqual([
      { count: 6 },
    ]),
  );

  // Staff say for a type what holds for what ends from the day after on.
  await openPage(registrar, "settings");
  await registrar.page.getByRole("button", { name: "Edit the evaluation of Webinar" }).click();
  const ofType = registrar.page.getByRole("dialog");
  await ofType.getByRole("button", { name: "Add a question" }).click();
  await ofType.getByLabel("Question 1", { exact: false }).first().fill("I was there.");
  await ofType.getByRole("combobox").first().click();
  await registrar.page.getByRole("option", { name: "Tick to confirm" }).click();
  await ofType.getByRole("button", { name: "Save" }).click();
  await registrar.page.getByText(/^1 question; from/).waitFor();
  await ofType.waitFor({ state: "detached" });
  expect(await faultsOf(registrar, "settings")).toEqual([]);

  // A learning check: of a type without questions, and of the program with some, which is over and cannot make it a condition.
  await registrar.page.getByRole("button", { name: "Edit the learning check of Webinar" }).click();
  await ofType.getByLabel("Pass mark in percent").fill("80");
  await ofType.getByRole("button", { name: "Save" }).click();
  await registrar.page.getByText(/there is no certificate: questions of each program, 80 % right; from/).waitFor();
  await page.reload();
  const check = page.getByRole("region", { name: "Learning check" });
  await check.getByText("Who attends need not know anything.").waitFor();
  await check.getByRole("button", { name: "Edit the learning check" }).click();
  await dialog.getByLabel("Attempts").fill("1");
  await dialog.getByRole("button", { name: "Add a question" }).click();
  await dialog.getByRole("textbox", { name: "Question 1" }).first().fill("Which stage has spindles?");
  await dialog.getByLabel("Choices, one to a line").fill("REM\nN2");
  await dialog.getByRole("checkbox", { name: "N2" }).check();
  await dialog.getByLabel("Explanation of question 1").fill("Since 1968.");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByText("The program is over").waitFor();
  expect(await visitor.violations()).toEqual([]);
  await dialog.getByLabel("No certificate without passing it").uncheck();
  await dialog.getByRole("button", { name: "Save" }).click();
  await check.getByText("70 % right to pass; 1 attempt.").waitFor();
  await check.getByText("REM · N2 (right)").waitFor();
  const token = await world.signIn("john.smith@example.test");
  const { attempt } = (await world.ok(token, checkDocuments.begin, { programId })).beginLearningCheck;
  const answers = choicesFor(attempt as CheckAttempt, 0);
  await world.ok(token, checkDocuments.handIn, { attemptId: attempt.id, answers });
  await page.reload();
  await check.getByText("0 of 1 answer right").waitFor();
  await check.getByRole("button", { name: "Who has passed" }).click();
  await check.getByText("1 attempt, 0 % at best; none left").waitFor();
  expect(await faultsOf(visitor, "learning-check")).toEqual([]);
  await check.getByRole("button", { name: "Grant an attempt to John Smith" }).click();
  await page.getByLabel("Reason").fill("The network broke");
  await page.getByRole("dialog").getByRole("button", { name: "Grant an attempt" }).click();
  await check.getByText("1 attempt, 0 % at best; 1 left").waitFor();
});
