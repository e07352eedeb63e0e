import { csv, type RosterWorld, sampleRows, startRosterWorld, withCell } from "../../attendance/roster-world.ts";
import { endOfferings, offering, programIn } from "../../programs/applications.ts";
import { RealBrowser, soon, startTimeoutMs, textsOf } from "../support/browser.ts";
import { enterConsole } from "./console.ts";

let roster: RosterWorld;
let browser: RealBrowser;
beforeAll(async () => {
  roster = await startRosterWorld();
  await endOfferings(roster.world);
  browser = await RealBrowser.start("admin");
}, startTimeoutMs);
afterAll(async () => {
  await browser?.stop();
  await roster?.world.stop();
});

test("the roster of the source document: a wrong cell is found, mended, and the file is recorded", async () => {
  const { world, provider } = roster;
  const [{ email }] = await world.sql("SELECT address AS email FROM email_address WHERE account_id = $1", [
    provider.accountId,
  ]);
  const visitor = await enterConsole(browser, world.url, email);
  const { page } = visitor;
  const file = (content: string) => ({ name: "roster.csv", mimeType: "text/csv", buffer: Buffer.from(content) });
  await page.getByRole("menuitem", { name: "Upload Attendance" }).click();
  await page.locator("input[type=file]").setInputFiles(file(withCell(2, "AAST ID", "100999")));
  const row = page.getByRole("row", { name: /100999/ });
  await soon(async () =>
    expect((await textsOf(row.getByRole("cell"))).slice(0, 3)).toEqual(["4", "AAST ID", "100999"]),
  );
  expect(await page.getByRole("button", { name: "Process File", exact: false }).count()).toBe(0);
  expect(await visitor.violations()).toEqual([]);
  await page.reload();
  await page.getByRole("row", { name: /100999/ }).waitFor();
  expect(await world.sql("SELECT 1 FROM attendance_record")).toEqual([]);

  await page.locator("input[type=file]").setInputFiles(file(csv(sampleRows)));
  await page.getByRole("button", { name: "Process File", exact: false }).click();
  await page.getByText("Record was successfully processed").waitFor();
  expect((await world.sql("SELECT count(*)::int AS n FROM attendance_record"))[0].n).toBe(5);
  await page.getByRole("link", { name: "View recorded attendance" }).click();
  await page.getByText("Showing 1 to 5 of 5").waitFor();
  expect(visitor.complaints).toEqual([]);
});

test("one record at a time: the program is found by a part of its name, the person by the number", async () => {
  const { world, provider, staff } = roster;
  world.setClock("2009-01-12T16:00:00Z");
  const offerings = [offering({ startsOn: "2009-04-15", endsOn: "2009-04-15" })];
  const { number } = await programIn(world, { provider, staff }, "APPROVED", { name: "Titration Basics", offerings });
  world.setClock("2009-04-20T15:00:00Z");
  await endOfferings(world);
  const [{ email }] = await world.sql("SELECT address AS email FROM email_address WHERE account_id = $1", [
    provider.accountId,
  ]);
  const visitor = await enterConsole(browser, world.url, email);
  const { page } = visitor;
  await page.getByRole("menuitem", { name: "Enter Attendance" }).click();
  const program = page.getByRole("combobox", { name: "Program ID or name" });
  await program.fill("ration bas");
  await page.getByRole("option", { name: `${number} Titration Basics` }).click();
  await soon(async () => expect(await page.getByLabel("Completion Date").inputValue()).toBe("2009-04-15"));
  await page.getByLabel("AAST ID").fill("100102");
  await page.getByRole("button", { name: "Look up name" }).click();
  await page.locator("input[value=Sally]").waitFor();
  await page.getByLabel("CECs").fill("99");
  await page.getByRole("button", { name: "Record attendance" }).click();
  await page.getByText("99.00 is more than the 1.50 CEC").waitFor();
  expect(await visitor.violations()).toEqual([]);
  // Whoever knows the number types it.
  await program.fill("a09");
  await page.getByRole("option", { name: `${number} Titration Basics` }).waitFor();
  await program.fill(number?.toLowerCase() ?? "");
  await page.getByLabel("CECs").fill("1.25");
  await page.getByRole("button", { name: "Record attendance" }).click();
  await page.getByText(`Record was successfully processed: Sally Johnson, 1.25 for ${number}.`).waitFor();
  expect(visitor.complaints).toEqual([]);
  await visitor.leave();
});

test("the other provider sees nothing of it: not by menu, address, filter or export", async () => {
  const { world, other, programId } = roster;
  const [upload] = await world.sql("SELECT id FROM attendance_upload LIMIT 1");
  const [{ email }] = await world.sql("SELECT address AS email FROM email_address WHERE account_id = $1", [
    other.accountId,
  ]);
  const { page } = await enterConsole(browser, world.url, email);
  await soon(async () =>
    expect(await textsOf(page.getByRole("menuitem"))).toEqual([
      "Dashboard",
      "My Inbox",
      "Needs attention",
      "Programs",
      "Conferences",
      "Upload Attendance",
      "Enter Attendance",
      "Attendance",
      "Uploads",
      "Your organization",
      "Member Search",
      "Certificates",
    ]),
  );
  for (const path of [`programs/${programId}/show`, `attendance-uploads/${upload.id}/show`]) {
    await page.goto(`/admin/${path}`);
    await page.getByText("There is nothing at this address").waitFor();
  }
  await page.goto(`/admin/attendance?filter=${encodeURIComponent('{"programNumber":"A09164"}')}`);
  await page.getByText("No attendance found").waitFor();
  const exported = await world.fetch("/exports/attendance.csv", { token: other.token });
  expect((await exported.text()).trim().split("\r\n")).toHaveLength(1);
  expect((await world.fetch("/exports/mails.csv", { token: other.token })).status).toBe(404);
});

test("a list of members: its columns are told, the difference is shown, imported, and taken back", async () => {
  const { world, staff } = roster;
  const visitor = await enterConsole(browser, world.url, staff.email);
  const { page } = visitor;
  const lastOf = async () =>
    (await world.sql("SELECT last_name FROM member WHERE member_number = '100101'"))[0]?.last_name;
  await page.getByRole("menuitem", { name: "Member Search" }).click();
  await page.getByRole("link", { name: "Import …" }).click();
  const list = "Member ID,Surname,Town of residence\n100101,Weber,Austin\n7,Newcomer,Bonn\n";
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "members.csv", mimeType: "text/csv", buffer: Buffer.from(list) });
  const row = page.getByRole("row", { name: /100101/ });
  await row.waitFor();
  await page.getByRole("combobox", { name: "What Town of residence says" }).click();
  await page.getByRole("option", { name: "City" }).click();
  await page.getByText("City: nothing → Austin").waitFor();
  await row.getByText("Last name: Jones → Weber").waitFor();
  expect(await visitor.violations()).toEqual([]);
  expect(await lastOf()).toBe("Jones");
  await page.getByRole("button", { name: "Import 2 changes" }).click();
  await page.getByText("1 member added, 1 changed, 0 deactivated.").waitFor();
  expect(await lastOf()).toBe("Weber");
  await page.getByRole("button", { name: "Take back" }).click();
  await page.getByRole("textbox", { name: "Reason" }).fill("The wrong list");
  await page.getByRole("dialog").getByRole("button", { name: "Take back" }).click();
  await page.getByText("Taken back, everybody is as before: The wrong list").waitFor();
  expect(await lastOf()).toBe("Jones");
  expect(visitor.complaints).toEqual([]);
});
