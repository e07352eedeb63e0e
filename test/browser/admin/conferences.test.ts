import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { ConferenceWorld, csvSchedule } from "../../conferences/conference-world.ts";
import { RealBrowser, soon, startTimeoutMs, textsOf, type Visitor } from "../support/browser.ts";
import { enterConsole, faultsOf } from "./console.ts";

let conference: ConferenceWorld;
let world: ConferenceWorld["world"];
let browser: RealBrowser;
let provider: Visitor;
const emailOf = async (accountId: string): Promise<string> =>
  (await world.sql("SELECT address FROM email_address WHERE account_id = $1", [accountId]))[0].address;
beforeAll(async () => {
  conference = await ConferenceWorld.start();
  world = conference.world;
  browser = await RealBrowser.start("admin");
  provider = await enterConsole(browser, world.url, await emailOf(conference.provider.accountId));
}, startTimeoutMs);
afterAll(async () => {
  await browser?.stop();
  await conference?.stop();
});

const days = { startsOn: "2026-02-10", endsOn: "2026-02-11", timeZone: "America/Chicago", format: "HYBRID" };
const open = async (page: Page, id: string, tab = "sessions"): Promise<void> => {
  await page.goto(`/admin/conferences/${id}/show?tab=${tab}`);
  await page.getByRole("tabpanel").waitFor();
};
const upload = (page: Page, name: string, content: string) =>
  page.locator("input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(content) });

test("sessions are added, refused at the field, shown by day in the event's zone, and edited though somebody was faster", async () => {
  const id = await conference.conference(days, "Winter Meeting");
  const { page } = provider;
  await page.getByRole("menuitem", { name: "Conferences" }).click();
  await page.getByRole("cell", { name: "Winter Meeting" }).click();
  await page.getByText("Import the published schedule").waitFor();
  await page.getByRole("button", { name: "Add session" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Title", exact: true }).fill("Late round");
  await soon(async () =>
    expect(await dialog.getByLabel("Start (America/Chicago)").inputValue()).toBe("2026-02-10T09:00"),
  );
  await dialog.getByLabel("Start (America/Chicago)").fill("2026-02-20T23:30");
  await soon(async () =>
    expect(await dialog.getByLabel("End (America/Chicago)").inputValue()).toBe("2026-02-21T00:30"),
  );
  await dialog.getByText("60 minutes earn 1.00 CEC").waitFor();
  await dialog.getByLabel("Speakers, one per line").fill("Ada Okafor\nBo Ray");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.getByText("The conference is held from 2026-02-10 to 2026-02-11 (America/Chicago)").waitFor();
  await dialog.getByLabel("Start (America/Chicago)").and(dialog.locator("[aria-invalid=true]")).waitFor();
  // Credits by hand are for staff.
  expect(await dialog.getByLabel("Credits set by hand").count()).toBe(0);
  expect(await provider.violations()).toEqual([]);
  await dialog.getByLabel("Start (America/Chicago)").fill("2026-02-11T23:30");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  const night = page.getByRole("region", { name: "Feb 11, 2026" }).getByRole("row", { name: /Late round/ });
  await soon(async () =>
    expect((await textsOf(night.getByRole("cell"))).slice(0, 5)).toEqual([
      "11:30 PM – 12:30 AM",
      // What is added to what was approved earns when staff have said so.
      expect.stringMatching(/^Late round\s+Waits for staff$/),
      "Ada Okafor\nBo Ray",
      "Codes …",
      "1.00 CEC",
    ]),
  );
  expect(await world.sql('SELECT starts_at AS "startsAt" FROM session WHERE program_id = $1', [id])).toEqual([
    { startsAt: new Date("2026-02-12T05:30:00Z") },
  ]);

  await page.getByRole("button", { name: "Edit Late round" }).click();
  const session = await conference.session(id, "Late round");
  await conference.update([session.id], { title: "Later round" });
  await dialog.getByLabel("Room").fill("Salon 1");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByText("changed by somebody else").waitFor();
  await dialog.getByRole("button", { name: "Reload" }).click();
  await page.getByText("changed by somebody else").waitFor({ state: "detached" });
  await soon(async () =>
    expect(await dialog.getByRole("textbox", { name: "Title", exact: true }).inputValue()).toBe("Later round"),
  );
  await dialog.getByLabel("Room").fill("Salon 1");
  // Its times are for staff to change, now that the conference is approved: they are asked for.
  await dialog.getByLabel("End (America/Chicago)").fill("2026-02-12T01:00");
  await dialog.getByLabel("Why").fill("The band plays longer.");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
  expect(await conference.session(id, "Later round")).toMatchObject({
    room: "Salon 1",
    credits: "1.00",
    startsAt: "2026-02-12T05:30:00.000Z",
  });

  const staff = await enterConsole(browser, world.url, conference.staff.email);
  await open(staff.page, id);
  await staff.page.getByRole("button", { name: "Waits for staff: Later round" }).click();
  const asked = staff.page.getByRole("dialog");
  await asked.getByText("The band plays longer.").waitFor();
  await soon(async () =>
    expect((await textsOf(asked.getByRole("row"))).slice(1).sort()).toEqual([
      expect.stringMatching(/^Eligible\s+No\s+Yes$/i),
      expect.stringMatching(/^End\s+Feb 12, 2026, 12:30 AM\s+Feb 12, 2026, 1:00 AM$/),
    ]),
  );
  expect(await staff.violations()).toEqual([]);
  await asked.getByLabel("Reason").fill("It ends as it was approved.");
  await asked.getByRole("button", { name: "Do not accept" }).click();
  await staff.page.getByRole("button", { name: "Change not accepted: Later round" }).waitFor();
  await staff.page.getByRole("button", { name: "Edit Later round" }).click();
  await staff.page.getByLabel("Credits set by hand").fill("0.60");
  await staff.page.getByRole("button", { name: "Save" }).click();
  await staff.page.getByText("awards credit in steps of 0.25").waitFor();
  await staff.page.getByLabel("Credits set by hand").fill("0.50");
  await staff.page.getByRole("button", { name: "Save" }).click();
  await staff.page
    .getByLabel("Reason for setting credits by hand")
    .and(staff.page.locator("[aria-invalid=true]"))
    .waitFor();
  await staff.page.getByLabel("Reason for setting credits by hand").fill("Half of it was a break.");
  await staff.page.getByRole("button", { name: "Save" }).click();
  await staff.page.getByText("Set by hand: Half of it was a break.", { exact: true }).waitFor();
  await staff.page.getByRole("button", { name: "Remove Later round" }).click();
  await staff.page.getByRole("button", { name: "Remove", exact: true }).click();
  await staff.page.getByText("No sessions yet").waitFor();
  expect([...provider.complaints, ...staff.complaints]).toEqual([]);
  await staff.leave();
});

test("a schedule with one error is mended and recorded, then registrations; what changes is shown before", async () => {
  const id = await conference.conference(days, "Imported Meeting");
  const { page } = provider;
  await open(page, id, "schedule");
  const template = await world.fetch("/conferences/schedule-template.csv");
  expect((await template.text()).replace("\ufeff", "").split(",").slice(0, 2)).toEqual(["Session ID", "Title"]);
  const rows = ["a,Opening,2026-02-10,09:00,10:00,no,", "b,Workshop,2026-03-10,10:00,11:15,no,"];
  await upload(page, "schedule.csv", csvSchedule(...rows));
  const row = page.getByRole("row", { name: /2026-03-10/ });
  await soon(async () =>
    expect((await textsOf(row.getByRole("cell"))).slice(0, 3)).toEqual(["3", "Date", "2026-03-10"]),
  );
  await page.getByRole("button", { name: "Date outside the offering (1)" }).click();
  expect(await page.getByRole("button", { name: "Process File", exact: false }).count()).toBe(0);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download all errors as CSV" }).click(),
  ]);
  const saved = await readFile(await download.path(), "utf8");
  expect(saved.split("\r\n")[0]).toBe("\ufeffLine,Column,Value,Code,Message,Severity");
  expect(saved).toContain("3,Date,2026-03-10,DATE_OUTSIDE_OFFERING");
  expect(await provider.violations()).toEqual([]);

  await upload(page, "schedule.csv", csvSchedule(...rows).replace("2026-03-10", "2026-02-10"));
  const added = page.getByRole("group", { name: "Changes" }).getByRole("row");
  await soon(async () =>
    expect(await textsOf(added.nth(2).getByRole("cell"))).toEqual(["Added", "Workshop", "Feb 10, 2026, 10:00 AM", ""]),
  );
  expect(await conference.sessions(id)).toEqual([]);
  await page.getByRole("button", { name: "Process File", exact: false }).click();
  await page.getByText("File recorded.").waitFor();
  await page.getByRole("heading", { name: "4. Receipt" }).waitFor();
  expect(await provider.violations()).toEqual([]);
  // Who comes back after a reload finds out what happened.
  await page.reload();
  const recorded = page.getByRole("group", { name: "Earlier imports" }).getByRole("row").nth(1);
  await soon(async () =>
    expect((await textsOf(recorded.getByRole("cell"))).slice(1)).toEqual([
      await emailOf(conference.provider.accountId),
      "schedule.csv",
      "2",
      "0",
      "0",
      "0",
      "0",
    ]),
  );
  expect((await conference.sessions(id)).map(({ title }) => title)).toEqual(["Opening", "Workshop"]);

  await page.getByRole("tab", { name: "Import registrations" }).click();
  // Until then the page still has the place to drop a schedule.
  await page.getByRole("tabpanel", { name: "Import registrations" }).waitFor();
  await upload(page, "registrations.csv", "Email,Registration Type\nnobody,Full\nada@example.test,Full");
  await page.getByRole("row", { name: /nobody/ }).waitFor();
  await upload(page, "registrations.csv", "Email,Registration Type\nbo@example.test,Full\nada@example.test,Full");
  await page.getByRole("button", { name: "Process File", exact: false }).click();
  await page.getByText("File recorded.").waitFor();

  await page.getByRole("tab", { name: "Registrations", exact: true }).click();
  await page.getByRole("button", { name: "Edit bo@example.test" }).click();
  await page.getByLabel("E-mail address").fill("ada@example.test");
  await page.getByLabel("Access from").fill("2026-02-10");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("This address is registered for the conference already.").waitFor();
  await page.getByLabel("E-mail address").fill("bob@example.test");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("cell", { name: "bob@example.test", exact: true }).waitFor();
  await page.getByRole("cell", { name: "from Feb 10, 2026" }).waitFor();
  await page.getByRole("button", { name: "Remove ada@example.test" }).click();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await page.getByRole("cell", { name: "ada@example.test", exact: true }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Add registration" }).click();
  await page.getByLabel("E-mail address").fill("eve@example.test");
  await page.getByLabel("Registration type").fill("Day");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("cell", { name: "eve@example.test", exact: true }).waitFor();
  expect(
    await world.sql("SELECT email, access_from FROM registration WHERE program_id = $1 ORDER BY email", [id]),
  ).toEqual([
    { email: "bob@example.test", access_from: "2026-02-10" },
    { email: "eve@example.test", access_from: null },
  ]);

  await page.getByRole("button", { name: "Doors" }).click();
  const doors = page.getByRole("dialog", { name: "Scans at the doors" });
  await doors.getByRole("link", { name: "Badges 1–2" }).waitFor();
  await doors.getByRole("button", { name: "Make a link" }).click();
  await soon(async () =>
    expect(await doors.getByLabel("Link for the telephones").inputValue()).toMatch(/\/scan#token=/),
  );
  expect(await provider.violations()).toEqual([]);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/doors.png` });
  await doors.getByRole("button", { name: "End the link" }).click();
  await doors.getByText("There is no link yet.").waitFor();
  await doors.getByRole("button", { name: "Close" }).click();

  await page.getByRole("tab", { name: "Import attendance" }).click();
  await page.getByRole("tabpanel", { name: "Import attendance" }).waitFor();
  await upload(page, "doors.csv", "Session ID,Email,Minutes\na,bob@example.test,50\nx,nobody@example.test,5");
  await page.getByRole("row", { name: /has no such session/ }).waitFor();
  await upload(page, "doors.csv", "Session ID,Email,Minutes\na,bob@example.test,50\nb,eve@example.test,");
  await page.getByRole("row", { name: /Opening · bob@example.test.* 50 minutes/ }).waitFor();
  await page.getByRole("button", { name: "Process File", exact: false }).click();
  await page.getByText("File recorded.").waitFor();
  const stated = () => world.sql("SELECT minutes FROM presence WHERE source = 'FILE' ORDER BY minutes");
  expect(await stated()).toEqual([{ minutes: 50 }, { minutes: null }]);
  await page.getByRole("button", { name: "Take back what doors.csv said" }).waitFor();
  expect(await provider.violations()).toEqual([]);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/attendance.png`, fullPage: true });
  await page.getByRole("button", { name: "Take back what doors.csv said" }).click();
  await page.getByText("Taken back").waitFor();
  expect(await stated()).toEqual([]);
  expect(provider.complaints).toEqual([]);
});

test("what somebody says of themselves is decided in the room's dialog, and stands there with the reason", async () => {
  const id = await conference.conference({ ...days, format: "IN_PERSON" }, "Unseen Meeting");
  await conference.imported(id, csvSchedule("a,Opening,2026-02-10,09:00,10:00,no,"));
  await conference.register(id, "una@example.test,Full,,,no");
  const una = await conference.attendee(["una@example.test"], { firstName: "Una", lastName: "Seen" });
  await world.ok(
    conference.provider.token,
    "mutation ($id: ID!) { setPresenceDemand(programId: $id, demand: ALL) { id } }",
    { id },
  );
  const [session] = await conference.sessions(id);
  const say = "mutation ($id: ID!, $text: String!) { sayPresence(sessionId: $id, text: $text) { id } }";
  await world.ok(una.token, say, { id: session?.id, text: "Beside the door" });
  const { page } = provider;
  await page.goto("/admin/needs-attention");
  await page.getByText("1 piece of evidence that somebody was at a session of this conference waits").waitFor();
  expect(await provider.violations()).toEqual([]);
  await page.getByRole("link", { name: /^Decide/ }).click();
  await page.getByRole("button", { name: "1 to decide" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("“Beside the door”").waitFor();
  await dialog.getByRole("button", { name: "Let it count: Una Seen" }).click();
  await dialog.getByText("Give a reason.").waitFor();
  await dialog.getByRole("textbox", { name: "Reason, mailed to Una Seen" }).fill("Seen on the photo");
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/said-console.png` });
  expect(await provider.violations()).toEqual([]);
  await dialog.getByRole("button", { name: "Let it count: Una Seen" }).click();
  await dialog.getByText("Decided before: 1 piece").click();
  await dialog.getByText(/^Una Seen .* counts since .*, by the provider/).waitFor();
  await dialog.getByText("Reason: Seen on the photo").waitFor();
  expect(await provider.violations()).toEqual([]);
  await conference.claim(una.token, session?.id ?? "");
});

test("who claimed what is shown to staff and to its provider, who sees masked addresses, and to nobody else", async () => {
  const id = await conference.conference(days, "Claimed Meeting");
  await conference.imported(
    id,
    csvSchedule("a,Opening,2026-02-10,09:00,10:00,no,", "b,Workshop,2026-02-10,10:00,11:15,no,"),
  );
  await conference.register(id, "maria@example.test,Full,,,no", "john@example.test,Full,,,no");
  const opening = await conference.session(id, "Opening");
  const workshop = await conference.session(id, "Workshop");
  const maria = await conference.attendee(["maria@example.test"], { firstName: "Maria", lastName: "Fernández" });
  const john = await conference.attendee(["john@example.test"]);
  for (const session of [opening, workshop]) await conference.claim(maria.token, session.id);
  await conference.claim(john.token, opening.id);
  const { number } = await conference.generate(maria.token, id);

  const cells = async ({ page }: Visitor, name: RegExp) =>
    (await textsOf(page.getByRole("group", { name: "By attendee" }).getByRole("row", { name }).getByRole("cell"))).map(
      (text) => text.replace(/\s+/g, " "),
    );
  const { page } = provider;
  await open(page, id, "claims");
  await page.getByText("Attendees: 2").waitFor();
  await soon(async () =>
    expect(await cells(provider, /Maria/)).toEqual([
      maria.memberNumber,
      "Maria Fernández",
      "m•••@e•••.test",
      "2",
      "2.25 CEC",
      `${number}, 2.25 CEC Issued`,
    ]),
  );
  await soon(async () =>
    expect(await cells(provider, /John/)).toEqual([
      john.memberNumber,
      "John Smith",
      "j•••@e•••.test",
      "1",
      "1.00 CEC",
      "none yet",
    ]),
  );
  const first = page.getByRole("group", { name: "By attendee" }).getByRole("row").nth(1);
  await first.filter({ hasText: "Maria" }).waitFor();
  await page.getByRole("button", { name: "Credits claimed" }).click();
  await first.filter({ hasText: "John" }).waitFor();
  await page.reload();
  await first.filter({ hasText: "John" }).waitFor();
  await page.getByRole("button", { name: "Credits claimed" }).click();
  await first.filter({ hasText: "Maria" }).waitFor();
  await page.goBack();
  await first.filter({ hasText: "John" }).waitFor();
  await page.getByLabel("Name or member ID").fill("fernandez");
  await page.getByText("Attendees: 1").waitFor();
  // Back to where nothing was looked for: the field says so, too.
  await page.goBack();
  await page.getByText("Attendees: 2").waitFor();
  await page.getByLabel("Name or member ID").and(page.locator("[value='']")).waitFor();
  await page.getByRole("button", { name: "Who claimed Workshop: 1" }).click();
  await page.getByText("Attendees: 1").waitFor();
  await page.getByRole("row", { name: /John/ }).waitFor({ state: "detached" });
  await page.getByLabel("Name or member ID").fill("fernandez");
  await page.getByText("Maria Fernández").waitFor();
  await page.getByLabel("Name or member ID").fill("nobody");
  await page.getByText("No attendee who claimed matches.").waitFor();

  const staff = await enterConsole(browser, world.url, conference.staff.email);
  await open(staff.page, id, "claims");
  await staff.page.getByText("maria@example.test").waitFor();
  // John has rung: staff claim for him what he may claim, and take it off again.
  await staff.page.getByRole("button", { name: "Claim “Workshop” for a member" }).click();
  const claiming = staff.page.getByRole("dialog");
  await claiming.getByLabel("Member ID").fill(john.memberNumber);
  await claiming.getByLabel("Reason").fill("He rang: no computer");
  expect(await faultsOf(staff, "dialog")).toEqual([]);
  await claiming.getByRole("button", { name: "Claim for a member" }).click();
  await staff.page.getByRole("button", { name: "Who claimed Workshop: 2" }).click();
  await staff.page.getByRole("button", { name: "Take the session off for John Smith" }).click();
  await claiming.getByLabel("Reason").fill("He meant another one");
  await claiming.getByRole("button", { name: "Take off" }).click();
  await staff.page.getByText("Attendees: 1").waitFor();
  await open(staff.page, id, "claims");
  await open(staff.page, id, "registrations");
  await staff.page.getByRole("button", { name: "Edit maria@example.test" }).click();
  await staff.page.getByText(`Maria Fernández, ${maria.memberNumber}, has claimed with this registration`).waitFor();
  expect(await faultsOf(staff, "dialog")).toEqual([]);
  expect(staff.complaints).toEqual([]);
  await staff.leave();

  const stranger = await world.provider();
  const foreign = await enterConsole(browser, world.url, await emailOf(stranger.accountId));
  await foreign.page.goto(`/admin/conferences/${id}/show?tab=claims`);
  await foreign.page.getByText("There is nothing at this address").waitFor();
  await foreign.leave();
});
