import { readFile } from "node:fs/promises";
import type { Locator } from "playwright-core";
import { PNG } from "pngjs";
import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "../../attendance/roster-world.ts";
import { readZip } from "../../support/read-zip.ts";
import { RealBrowser, soon, startTimeoutMs, textsOf } from "../support/browser.ts";
import { choose, enterConsole, faultsOf } from "./console.ts";

let roster: RosterWorld;
let browser: RealBrowser;
beforeAll(async () => {
  roster = await startRosterWorld();
  const { world, provider } = roster;
  await world.upload(provider.token, uploadDocument, { providerId: provider.id }, csv(sampleRows));
  await world.runJobs();
  // The browser's cookies end by its own clock.
  world.setClock(null);
  browser = await RealBrowser.start("admin");
}, startTimeoutMs);
afterAll(async () => {
  await browser?.stop();
  await roster?.world.stop();
});

const certificateOf = async (name: string): Promise<{ id: string; number: string; memberId: string }> =>
  (
    await roster.world.sql(
      "SELECT id, number, member_id AS \"memberId\" FROM certificate WHERE recipient_name = $1 AND status = 'ISSUED'",
      [name],
    )
  )[0];

/** Of a picture that has been read. */
const widthOf = (picture: Locator): Promise<number> =>
  picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth);

function logo(): Buffer {
  const picture = new PNG({ width: 240, height: 60 });
  for (let at = 0; at < picture.data.length; at += 4) picture.data.set([20, 80, 140, 255], at);
  return PNG.sync.write(picture);
}

test("styles of the console's page have a nonce of their own each time, and no other way in", async () => {
  const nonces = await Promise.all(
    [1, 2].map(async () => {
      const response = await roster.world.fetch("/admin/settings", { headers: { Accept: "text/html" } });
      const nonce = /name="style-nonce" content="([^"]{22,})"/.exec(await response.text())?.[1] ?? "";
      expect(response.headers.get("Content-Security-Policy")).toMatch(
        new RegExp(`(^|;)style-src 'self' 'nonce-${nonce.replace(/[+]/g, "\\+")}'(;|$)`),
      );
      return nonce;
    }),
  );
  expect(new Set(nonces).size).toBe(2);
});

test("a certificate is found by its letters, opened, sent to a corrected address after a bounce, and revoked", async () => {
  const { world, staff } = roster;
  const { id, number } = await certificateOf("Jane Jones");
  await world.putInState(
    "mail",
    "UPDATE mail SET status = 'FAILED', last_error = 'The mailbox does not exist.' WHERE subject_id = $1",
    [id],
  );
  const visitor = await enterConsole(browser, world.url, staff.email);
  const { page } = visitor;
  await page.getByRole("menuitem", { name: "Certificates" }).click();
  await page.getByLabel("Name", { exact: true }).fill("JAN-E JONÉS".replace("-", " "));
  await page.getByText("Showing 1 to 1 of 1").waitFor();
  await page.getByRole("cell", { name: number }).click();
  await page.getByRole("heading", { name: "Jane Jones", exact: true }).waitFor();
  const pdf = await page.getByRole("link", { name: "Open PDF" }).getAttribute("href");
  expect(pdf).toBe(`/certificates/${id}.pdf`);
  await page.getByText("The mailbox does not exist.").waitFor();
  await page.getByRole("button", { name: "Correct the address … of the e-mail to jane.jones@example.test" }).click();
  await page.getByRole("textbox", { name: "To" }).fill("jane@right.test");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByRole("link", { name: "jane@right.test" }).waitFor();
  expect(await world.sql("SELECT status FROM mail WHERE to_address = 'jane@right.test'")).toEqual([
    { status: "QUEUED" },
  ]);
  await page.getByRole("button", { name: "Revoke …" }).click();
  await page.getByLabel("Reason").fill("Signed for her.");
  await page.getByRole("button", { name: "Revoke", exact: true }).click();
  await page.getByText("Signed for her.").first().waitFor();
  await page.getByRole("button", { name: "Revoke …" }).waitFor({ state: "detached" });
  expect(visitor.complaints).toEqual([]);
});

test("records are found, gone through and opened by keys alone, of which single letters can be switched off", async () => {
  const { world, staff } = roster;
  const { number } = await certificateOf("John Smith");
  const visitor = await enterConsole(browser, world.url, staff.email);
  const { page } = visitor;
  const find = page.getByRole("combobox", { name: "Find anything" });
  const focused = () =>
    page.evaluate(() => (document as { activeElement?: { textContent: string } }).activeElement?.textContent);
  const findAndOpen = async (text: string, option: string) => {
    await page.keyboard.press("Control+k");
    await find.waitFor();
    await page.keyboard.type(text);
    const first = page.getByRole("option").first();
    await soon(async () => expect(await first.innerText()).toContain(option));
    await page.keyboard.press("Enter");
    await find.waitFor({ state: "detached" });
  };
  // Whichever part of the name comes first.
  await findAndOpen("smith jo", "John Smith");
  await page.getByRole("heading", { name: "John Smith", exact: true }).waitFor();
  await findAndOpen("a09164", "A09164");
  await page.getByRole("heading", { name: "Timeline" }).waitFor();
  await findAndOpen(number, number);
  await page.getByRole("link", { name: "Open PDF" }).waitFor();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("zzzz");
  await page.getByText("Nothing goes by this name or number.").waitFor();
  expect(await faultsOf(visitor, "find")).toEqual([]);
  await page.keyboard.press("Escape");
  await findAndOpen("certif", "Certificates");

  await page.getByText(/^Showing 1 to \d+ of/).waitFor();
  const listed = await textsOf(page.locator("main [data-opens]"));
  expect(listed.length).toBeGreaterThan(2);
  for (const [key, at] of [
    ["j", 0],
    ["j", 1],
    ["j", 2],
    ["k", 1],
  ] as const) {
    await page.keyboard.press(key);
    expect(await focused()).toBe(listed[at]);
  }
  await page.keyboard.press("/");
  await page.keyboard.type("j?k");
  await page.getByText("No certificates found").waitFor();
  await page.getByRole("menuitem", { name: "Certificates" }).focus();
  await page.keyboard.press("?");
  await page.getByRole("heading", { name: "Keyboard shortcuts" }).waitFor();
  expect(await faultsOf(visitor, "shortcuts")).toEqual([]);
  await page.getByLabel("Single keys work, too").press("Space");
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { name: "Keyboard shortcuts" }).waitFor({ state: "detached" });
  await page.keyboard.press("j");
  expect(listed).not.toContain(await focused());

  // Filters are kept in the browser, and may be names of people: whoever uses it next finds none.
  const kept = () => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(await kept()).toContain("j?k");
  await page.getByRole("button", { name: staff.email }).click();
  await page.getByRole("menuitem", { name: "Logout" }).click();
  await page.getByLabel("E-mail address").waitFor();
  expect(await kept()).not.toContain("j?k");
  expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);
  expect(visitor.complaints).toEqual([]);
});

test("what is selected is added up, and headings stay in sight where the table fits its window", async () => {
  const { world, staff } = roster;
  const visitor = await enterConsole(browser, world.url, staff.email);
  const { page } = visitor;
  const heading = page.getByRole("columnheader", { name: "Credits" });
  const bar = page.getByRole("toolbar", { name: "Selected rows" });
  const box = async (of: Locator) => (await of.boundingBox()) ?? { y: Number.NaN, height: Number.NaN };
  await page.setViewportSize({ width: 1280, height: 420 });
  await page.getByRole("menuitem", { name: "Attendance", exact: true }).click();
  await page.getByText("Showing 1 to 5 of 5").waitFor();
  for (const name of ["Sally", "Suzie"]) await page.getByRole("row", { name }).getByRole("checkbox").check();
  await bar.getByText("18.00 CEC, 2 people").waitFor();
  const last = page.getByRole("row").last();
  await last.scrollIntoViewIfNeeded();
  await page.mouse.move(640, 300);
  await page.mouse.wheel(0, 2000);
  // Below the bar of the selection, which is below the console's own.
  await soon(async () => {
    const [above, below] = [await box(bar), await box(heading)];
    expect(above.y).toBeCloseTo(48, 0);
    expect(Math.abs(below.y - above.y - above.height)).toBeLessThanOrEqual(3);
  });
  // A wider table scrolls in a frame of its own instead of making the page wider.
  await page.setViewportSize({ width: 390, height: 420 });
  const widths = () =>
    page.locator("table").evaluate((table) => {
      const { parentElement: frame, ownerDocument } = table as unknown as Element;
      return [frame?.scrollWidth, frame?.clientWidth, ownerDocument.body.scrollWidth];
    });
  await soon(async () => {
    const [whole = 0, seen = 0, wholePage = 0] = await widths();
    expect(whole).toBeGreaterThan(seen);
    expect(wholePage).toBeLessThanOrEqual(390);
  });
  await page.setViewportSize({ width: 1280, height: 800 });
  await bar.getByRole("button", { name: "Clear selection" }).click();
  expect(visitor.complaints).toEqual([]);
});

test("columns are hidden and moved, saved as a view with the filters, and found again in another browser", async () => {
  const { world, staff } = roster;
  const headings = (at: Locator) => textsOf(at.getByRole("columnheader"));
  const visitor = await enterConsole(browser, world.url, staff.email);
  const { page } = visitor;
  const openCertificates = async ({ page }: typeof visitor) => {
    await page.getByRole("menuitem", { name: "Certificates" }).click();
    await page.getByText("Showing 1 to").waitFor();
  };
  await openCertificates(visitor);
  await page.getByLabel("Name", { exact: true }).fill("Sally");
  await page.getByText("Showing 1 to 1 of 1").waitFor();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Activity" }).press("Space");
  await page.getByRole("button", { name: "Move Credits forward" }).press("Enter");
  await page.getByRole("checkbox", { name: "Number" }).and(page.locator(":disabled")).waitFor();
  expect(await faultsOf(visitor, "columns")).toEqual([]);
  await page.keyboard.press("Escape");
  const changed = ["Number", "Name", "Credits", "Completed", "Issued", "Status"];
  await soon(async () => expect((await headings(page.locator("main"))).filter(Boolean)).toEqual(changed));
  await page.getByRole("button", { name: "Save view" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Sally alone");
  await choose(page, "Who finds it", "All of the staff");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("button", { name: /Sally alone/, pressed: true }).waitFor();

  const colleague = await enterConsole(browser, world.url, (await world.staff()).email);
  await openCertificates(colleague);
  expect(await headings(colleague.page.locator("main"))).toContain("Activity");
  await colleague.page.getByRole("button", { name: /Sally alone/ }).click();
  await colleague.page.getByText("Showing 1 to 1 of 1").waitFor();
  expect((await headings(colleague.page.locator("main"))).filter(Boolean)).toEqual(changed);
  await colleague.page.getByRole("button", { name: /Sally alone/ }).press("Delete");
  await colleague.page.getByText("Nobody finds it any more.").waitFor();
  await colleague.page.getByRole("button", { name: "Remove", exact: true }).click();
  await colleague.page.getByRole("button", { name: /Sally alone/ }).waitFor({ state: "detached" });
  expect([...visitor.complaints, ...colleague.complaints]).toEqual([]);
  for (const { context } of [visitor, colleague]) await context.close();
});

test("the provider takes the program's certificates as one ZIP, and sees no reason of staff on a certificate's page", async () => {
  const { world, provider, programId } = roster;
  const [{ email }] = await world.sql("SELECT address AS email FROM email_address WHERE account_id = $1", [
    provider.accountId,
  ]);
  const { page } = await enterConsole(browser, world.url, email);
  await page.goto(`/admin/programs/${programId}/show`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: /Download \d certificates \(ZIP\)/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("certificates-A09164.zip");
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const holding = await world.sql("SELECT count(*)::int AS n FROM certificate WHERE status = 'ISSUED'");
  expect(readZip(Buffer.concat(chunks))).toHaveLength(holding[0].n);
  const { id } = await certificateOf("John Smith");
  await page.goto(`/admin/certificates/${id}/show`);
  await page.getByRole("heading", { name: "John Smith", exact: true }).waitFor();
  expect(await page.getByRole("button", { name: "Revoke …" }).count()).toBe(0);
});

test("staff set the logo, refuse themselves a bad heading, add a type, a rule from a day to come, and an app", async () => {
  const { world, staff } = roster;
  const visitor = await enterConsole(browser, world.url, staff.email);
  const { page } = visitor;
  await page.getByRole("menuitem", { name: "Settings" }).click();
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: Buffer.from("<svg/>") });
  await page.getByText("Choose a PNG or JPEG picture").waitFor();
  await page.locator("input[type=file]").setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: logo() });
  const shown = page.getByRole("img", { name: "Logo of Accreditor" });
  await soon(async () => expect(await widthOf(shown)).toBe(240));

  // A mail is looked at with what is not saved yet.
  const mail = page.frameLocator("iframe[title=Preview]");
  await mail.getByText("Dear Sally Johnson,").waitFor();
  await page.getByLabel("Above the signature").fill("Sleep well,");
  await page.getByLabel("Color of the heading").fill("#ffd54a");
  await mail.getByText("Sleep well,").waitFor();
  const head = mail.locator(".head");
  await soon(async () =>
    expect(await head.evaluate((cell) => getComputedStyle(cell as never).backgroundColor)).toBe("rgb(255, 213, 74)"),
  );
  await soon(async () => expect(await widthOf(mail.locator("img"))).toBe(240));
  await choose(page, "Look", "Dark");
  await choose(page, "E-mail", "Changes requested");
  await mail.getByText("The reviewer asks for changes").waitFor();

  // Each part is saved by itself, and keeps what was typed in it whatever another part or somebody else saves.
  await page.getByLabel("Signer's title").fill("Director");
  await page.getByText("Not saved yet: Signer's title").waitFor();
  await page.getByLabel("Name for the member number").fill("first name");
  await page.getByRole("button", { name: "Save: Programs and reports" }).click();
  await page.getByText('Rosters already have a column called "First Name"').first().waitFor();
  await page.getByLabel("Name for the member number").fill("Member number");
  await world.sql("UPDATE accreditor_settings SET version = version + 1, accreditor_name = 'Changed meanwhile'");
  await page.getByRole("button", { name: "Save: Programs and reports" }).click();
  await page.getByText("changed by somebody else").waitFor();
  await page.getByRole("button", { name: "Reload" }).click();
  await soon(async () => expect(await page.getByLabel("Accreditor name").inputValue()).toBe("Changed meanwhile"));
  await page.getByRole("button", { name: "Save: Programs and reports" }).click();
  await page.getByRole("button", { name: "Save: Programs and reports" }).waitFor({ state: "detached" });
  expect(await page.getByLabel("Signer's title").inputValue()).toBe("Director");
  expect(
    await world.sql("SELECT member_id_label, signatory_title <> 'Director' AS kept FROM accreditor_settings"),
  ).toEqual([{ member_id_label: "Member number", kept: true }]);
  await page.getByRole("button", { name: "Save: Accreditor" }).click();
  await soon(async () =>
    expect(await world.sql("SELECT signatory_title AS title FROM accreditor_settings")).toEqual([
      { title: "Director" },
    ]),
  );

  await page.getByRole("button", { name: "Add type …" }).click();
  await page.getByLabel("Name", { exact: false }).last().fill("Journal Club");
  await page.getByRole("dialog").getByLabel("Code").fill("JOURNAL_CLUB");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("button", { name: "Edit Journal Club" }).click();
  await choose(page, "For new programs", "no longer offered");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.locator("#settings-types").getByText("no longer offered").waitFor();

  await page.getByRole("button", { name: "Change Contact hour, 60 minutes from a date" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Effective from").fill("2020-01-01");
  await dialog.getByLabel("Minutes per credit").fill("50");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.getByText("cannot be changed for days that have already begun", { exact: false }).waitFor();
  await dialog.getByLabel("Effective from").fill("2099-01-01");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByText("Jan 1, 2099").waitFor();

  await page.getByRole("button", { name: "Register app …" }).click();
  await dialog.getByLabel("Name").fill("Congress app");
  await dialog.getByLabel("Addresses to come back to").fill("http://app.example.test/done");
  await dialog.getByLabel("Transcript").check();
  await dialog.getByRole("button", { name: "Register app", exact: true }).click();
  await dialog.getByText("http://app.example.test/done", { exact: false }).nth(1).waitFor();
  await dialog.getByLabel("Addresses to come back to").fill("https://app.example.test/done");
  await dialog.getByRole("button", { name: "Register app", exact: true }).click();
  await page.getByLabel("Client secret of Congress app").waitFor();
  await page.getByRole("button", { name: "Remove …: Congress app" }).click();
  await dialog.getByRole("button", { name: "Remove app", exact: true }).click();
  await page.getByText("App removed.").waitFor();
  await page.getByRole("button", { name: "Remove …: Congress app" }).waitFor({ state: "detached" });
  expect(visitor.complaints).toEqual([]);
});

test("a member's page shows mails to every address, and asks in one go for what it shows", async () => {
  const { world, staff } = roster;
  const { memberId } = await certificateOf("John Smith");
  const [{ account_id: accountId }] = await world.sql("SELECT account_id FROM member WHERE id = $1", [memberId]);
  await world.sql(
    "INSERT INTO email_address (account_id, address, is_primary, verified_at) VALUES ($1, 'john@second.test', false, now())",
    [accountId],
  );
  await world.sql(
    `INSERT INTO mail (kind, dedupe_key, to_address, to_name, subject, text, status, last_error, created_at)
     VALUES ('CHANGE', 'x', 'john@second.test', 'John', 'To the second address', '', 'FAILED', 'Mailbox full.', now()),
       ('CHANGE', 'y', 'jane.jones@example.test', 'Jane', 'Not for him', '', 'SENT', NULL, now())`,
  );
  const { page } = await enterConsole(browser, world.url, staff.email);
  const documents: Record<string, string> = JSON.parse(await readFile("dist/admin/documents.json", "utf8"));
  const asked: string[] = [];
  page.on("request", (request) => {
    const id = /"documentId":"([\w-]+)"/.exec(request.postData() ?? "")?.[1];
    if (id) asked.push(/(?:query|mutation) (\w+)/.exec(documents[id] ?? "")?.[1] ?? id);
  });
  await page.goto(`/admin/members/${memberId}/show`);
  await page.getByRole("link", { name: "To the second address" }).waitFor();
  await page.getByText("Mailbox full.").waitFor();
  await page.getByRole("row", { name: "2009 1.00 CEC 1" }).waitFor();
  expect(await page.getByText("Not for him").count()).toBe(0);
  for (const operation of ["MemberPage", "MemberCertificates", "MailsToMember"])
    expect(asked.filter((each) => each === operation)).toHaveLength(1);
});
