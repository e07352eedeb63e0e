import { MailKind } from "../../server/mail/mail.entity.ts";
import { password, World } from "../support/world.ts";
import { RealBrowser, soon, startTimeoutMs, type Visitor } from "./support/browser.ts";
import { day, firstDay, longDay, makeAttendee, makeConference, usualSessions } from "./support/conference.ts";

let world: World;
let browser: RealBrowser;
let visitor: Visitor;
let made = 0;

beforeAll(async () => {
  browser = await RealBrowser.start("attendee");
}, startTimeoutMs);
afterAll(() => browser?.stop());

beforeEach(async () => {
  world = await World.start();
  visitor = await browser.visitor(world.url);
});
afterEach(async () => {
  const { complaints } = visitor;
  await visitor.leave();
  await world.stop();
  expect(complaints).toEqual([]);
});

const newEmail = () => `attendee${++made}@example.test`;

async function signIn(email: string, path = "/"): Promise<void> {
  const { page } = visitor;
  await page.goto(path);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Signs in straight to the claim page of a new conference. */
async function openClaim(given: Parameters<typeof makeConference>[2] = {}) {
  const email = newEmail();
  const member = await makeAttendee(world, email);
  const conference = await makeConference(world, email, given);
  await signIn(email, `/conferences/${conference.id}`);
  await visitor.page.getByRole("heading", { level: 1, name: conference.name }).waitFor();
  return { email, member, conference };
}

const box = (title: string) => visitor.page.getByRole("checkbox", { name: title });
const row = (title: string) => visitor.page.locator("li.session", { hasText: title });
const total = () => visitor.page.locator(".tally-total");
const saved = () => visitor.page.locator(".tally-saved");
const generate = () => visitor.page.getByRole("button", { name: "Generate Certificate" });

const claimsOf = async (memberId: string): Promise<{ title: string; attendedOn: string }[]> =>
  world.sql(
    `SELECT s.title, c.attended_on::text AS "attendedOn" FROM session_claim c JOIN session s ON s.id = c.session_id
     WHERE c.member_id = $1 ORDER BY s.starts_at, s.title`,
    [memberId],
  );

const chosen = (sessions: Record<string, boolean>) =>
  soon(async () => {
    for (const [title, is] of Object.entries(sessions))
      expect([title, await box(title).isChecked()]).toEqual([title, is]);
  });
const savedWith = async (text: string) => {
  await soon(async () => expect(await total().innerText()).toContain(text));
  await soon(async () => expect(await saved().innerText()).toBe("Saved"));
};

describe("from sign-in to the certificate", () => {
  test("by at most six presses of a pointer", async () => {
    const email = newEmail();
    await makeAttendee(world, email);
    const { name } = await makeConference(world, email);
    const { page } = visitor;
    let presses = 0;
    const press = async (target: ReturnType<typeof page.locator>) => {
      presses++;
      await target.click();
    };
    await page.goto("/");
    // The address has the focus when the page opens.
    await page.getByLabel("E-mail address").and(page.locator(":focus")).waitFor();
    await page.keyboard.type(email);
    await press(page.getByLabel("Password", { exact: true }));
    await page.keyboard.type(password);
    await press(page.getByRole("button", { name: "Sign in" }));
    await press(page.getByRole("link", { name }));
    await press(row("Opening keynote"));
    await press(generate());
    await page.getByRole("heading", { name: "Your certificate is ready" }).waitFor();
    expect(presses).toBeLessThanOrEqual(6);
    await page.locator(".sheet", { hasText: "1.00 CEC" }).waitFor();
    expect(await world.sql("SELECT credits::text FROM certificate")).toEqual([{ credits: "1.00" }]);
  });

  test("by keyboard alone, with at most six presses of Enter and Space", async () => {
    const email = newEmail();
    await makeAttendee(world, email);
    const { name } = await makeConference(world, email);
    const { page } = visitor;
    let presses = 0;
    const press = async (keys: string) => {
      presses++;
      await page.keyboard.press(keys);
    };
    /** Tab until the focus is where it should be, and never on something that lies under something else. */
    const tabTo = async (wanted: string) => {
      await page.locator("li,a,label", { hasText: wanted }).first().waitFor();
      for (let tabs = 0; tabs < 30; tabs++) {
        await page.keyboard.press("Tab");
        const { hidden, name: where } = await visitor.focused();
        expect({ where, hidden }).toEqual({ where, hidden: false });
        if (
          await page.evaluate(
            (text) => document.activeElement?.closest("li,a,label")?.textContent?.includes(text),
            wanted,
          )
        )
          return;
      }
      throw new Error(`Tab never came to ${wanted}.`);
    };
    await page.goto("/");
    await page.getByLabel("E-mail address").and(page.locator(":focus")).waitFor();
    await page.keyboard.type(email);
    await page.keyboard.press("Tab");
    await page.keyboard.type(password);
    await press("Enter");
    await page.getByRole("heading", { level: 1, name: "Your conferences" }).waitFor();
    await tabTo(name);
    await press("Enter");
    await page.getByRole("heading", { level: 1, name }).waitFor();
    await tabTo("Opening keynote");
    await press("Space");
    await savedWith("1.00");
    await press("Control+Enter");
    await page.getByRole("heading", { name: "Your certificate is ready" }).waitFor();
    expect(presses).toBeLessThanOrEqual(6);
  });

  test("a deep link comes back after sign-in, and the certificate is mailed to every verified address", async () => {
    const { email } = await openClaim();
    const [{ account_id }] = await world.sql("SELECT account_id FROM email_address WHERE address = $1", [email]);
    await world.sql(
      "INSERT INTO email_address (account_id, address, is_primary, verified_at) VALUES ($1, 'second@example.test', false, now())",
      [account_id],
    );
    const { page } = visitor;
    await page.reload();
    await row("Opening keynote").click();
    await savedWith("1.00");
    await generate().click();
    await page.getByRole("heading", { name: "Your certificate is ready" }).waitFor();
    await page
      .locator("main", { hasText: email })
      .and(page.locator("main", { hasText: "second@example.test" }))
      .waitFor();
    await world.runJobs();
    const mails = await world.mails(MailKind.CERTIFICATE);
    expect(mails.map(({ to }) => to).sort()).toEqual([email, "second@example.test"].sort());

    await page.getByRole("button", { name: "Send again" }).click();
    await page.getByRole("button", { name: "Sent again" }).waitFor();
    const pdf = await visitor.context.request.get(
      (await page.getByRole("link", { name: "Download certificate" }).getAttribute("href")) ?? "",
    );
    expect((await pdf.body()).subarray(0, 5).toString()).toBe("%PDF-");
  });
});

describe("choosing sessions", () => {
  test("the whole row can be pressed, and each choice is saved and announced with the running total", async () => {
    const { member } = await openClaim();
    expect(await total().getAttribute("role")).toBe("status");
    await soon(async () => expect(await total().innerText()).toContain("0.00"));
    await row("Opening keynote").locator(".session-facts").click();
    await savedWith("1.00");
    await row("Safe sedation").locator(".session-credits").click();
    await savedWith("2.50");
    expect(await claimsOf(member.id)).toEqual([
      { title: "Opening keynote", attendedOn: firstDay },
      { title: "Safe sedation", attendedOn: firstDay },
    ]);
    await row("Opening keynote").click();
    await soon(async () => expect(await claimsOf(member.id)).toHaveLength(1));
    await savedWith("1.50");
  });

  test("a reload in the middle loses nothing", async () => {
    await openClaim();
    await row("Opening keynote").click();
    await row("Night round").click();
    // At once: whatever was not sent yet is on this device.
    await visitor.page.reload();
    await visitor.page.getByRole("heading", { level: 1 }).waitFor();
    await savedWith("2.00");
    await chosen({ "Opening keynote": true, "Night round": true, "Safe sedation": false });
  });

  test("sessions stand under the day on which they start, in the conference's zone", async () => {
    await openClaim();
    const { page } = visitor;
    const weekday = new Intl.DateTimeFormat("en-US", {
      weekday: "long",
      month: "long",
      day: "numeric",
      timeZone: "UTC",
    }).format(new Date(firstDay));
    const first = page.getByRole("region", { name: weekday });
    await soon(async () => {
      expect(await first.locator("li.session").count()).toBe(5);
      const night = await first.locator("li.session", { hasText: "Night round" }).innerText();
      expect(night).toContain("11:30 PM – 12:30 AM the next day");
      expect(night).toContain("Finn O'Hara");
      expect(await page.locator(".claim-head").innerText()).toContain("Central Time (America/Chicago)");
    });
  });

  test("the date of an in-person session cannot be edited", async () => {
    await openClaim();
    await row("Opening keynote").click();
    await savedWith("1.00");
    await soon(async () =>
      expect((await row("Opening keynote").innerText()).replace(/\s+/g, " ")).toContain(
        `Attended on ${longDay(firstDay)}`,
      ),
    );
    expect(await visitor.page.locator("input[type=date]").count()).toBe(0);
  });

  test("the date of a virtual session can be edited, and clearing it takes the session off", async () => {
    const { member } = await openClaim();
    await row("Opioid stewardship").locator(".session-title").click();
    await savedWith("1.00");
    const date = visitor.page.getByLabel("Attended on: Opioid stewardship");
    await soon(async () => expect(await date.inputValue()).toBe(firstDay));
    expect(await date.getAttribute("min")).toBe(firstDay);
    // Today, in Chicago: the day before today's in UTC for a part of the night.
    expect([day(-1), day(0)]).toContain(await date.getAttribute("max"));
    const later = day(-9);
    await date.fill(later);
    await soon(async () => expect((await claimsOf(member.id))[0]?.attendedOn).toBe(later));
    await date.fill("");
    await soon(async () => expect(await claimsOf(member.id)).toEqual([]));
    await chosen({ "Opioid stewardship": false });
    await soon(async () => expect(await total().innerText()).toContain("0.00"));
    await box("Opioid stewardship").and(visitor.page.locator(":focus")).waitFor();
  });

  test("a date that is out of range or half typed changes nothing, and says so", async () => {
    const { member } = await openClaim();
    await row("Opioid stewardship").locator(".session-title").click();
    await savedWith("1.00");
    const date = visitor.page.getByLabel("Attended on: Opioid stewardship");
    await date.fill(day(-25));
    await date.blur();
    await row("Opioid stewardship").getByRole("alert").waitFor();
    await soon(async () => expect(await date.inputValue()).toBe(firstDay));
    await date.focus();
    await visitor.page.keyboard.press("Delete");
    expect(await box("Opioid stewardship").isChecked()).toBe(true);
    await date.blur();
    await soon(async () => expect(await date.inputValue()).toBe(firstDay));
    expect(await claimsOf(member.id)).toEqual([{ title: "Opioid stewardship", attendedOn: firstDay }]);
  });

  test("an overlap is refused beside the session, which is off again", async () => {
    const { member } = await openClaim();
    await row("Safe sedation").click();
    await savedWith("1.50");
    await row("Sterile processing").click();
    const refusal = row("Sterile processing").getByRole("alert");
    await refusal.filter({ hasText: "Safe sedation" }).waitFor();
    await chosen({ "Sterile processing": false });
    expect(await claimsOf(member.id)).toHaveLength(1);
    await savedWith("1.50");
  });

  test("the disabled button says why", async () => {
    await openClaim();
    const why = "Select at least one session to generate a certificate.";
    await soon(async () => expect(await generate().getAttribute("aria-disabled")).toBe("true"));
    expect(
      await generate().evaluate(
        (button) => document.getElementById(button.getAttribute("aria-describedby") ?? "")?.innerText,
      ),
    ).toBe(why);
    await generate().click({ force: true }); // A button that is not enabled is not waited for.
    await soon(async () => expect(await visitor.page.getByRole("alert").filter({ hasText: why }).count()).toBe(1));
    expect(await world.sql("SELECT 1 FROM certificate")).toEqual([]);
    await row("Opening keynote").click();
    await savedWith("1.00");
    await soon(async () => expect(await generate().getAttribute("aria-disabled")).toBe("false"));
  });

  test("another choice supersedes the certificate, which says so", async () => {
    await openClaim();
    const { page } = visitor;
    await row("Opening keynote").click();
    await savedWith("1.00");
    await generate().click();
    await page.getByRole("link", { name: "Change your selection" }).click();
    await page.getByText("lists exactly this selection").waitFor();
    await row("Leading without authority").click();
    await page.getByText("A new certificate will replace").waitFor();
    await savedWith("2.00");
    await generate().click();
    await page.getByRole("heading", { name: "Your certificate is ready" }).waitFor();
    await page.getByRole("link", { name: "Your certificates" }).click();
    await page.getByText("Superseded").waitFor();
    await page.getByRole("link", { name: "Spring Congress" }).last().click();
    await page.getByText("This certificate was replaced by").waitFor();
  });
});

describe("without a network", () => {
  const goOffline = async () => {
    await world.unplug();
    await visitor.context.setOffline(true);
  };
  const goOnline = async () => {
    await world.plugIn();
    await visitor.context.setOffline(false);
  };

  test("choices are kept on this device through a reload, and sent when the network is back", async () => {
    const { member } = await openClaim();
    const { page } = visitor;
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await row("Opening keynote").click();
    await savedWith("1.00");
    await goOffline();
    await row("Opening keynote").click();
    await row("Night round").click();
    await row("Opioid stewardship").locator(".session-title").click();
    await soon(async () => expect(await saved().innerText()).toBe("3 choices saved on this device"));
    await row("Night round").filter({ hasText: "Saved on this device" }).waitFor();
    await soon(async () => expect(await generate().getAttribute("aria-disabled")).toBe("true"));
    await page.locator("#generate-why", { hasText: "when the network is back" }).waitFor();

    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Spring Congress" }).waitFor();
    await chosen({ "Opening keynote": false, "Night round": true });
    await soon(async () => expect(await total().innerText()).toContain("2.00"));
    expect(await claimsOf(member.id)).toEqual([{ title: "Opening keynote", attendedOn: firstDay }]);

    await goOnline();
    await savedWith("2.00");
    expect(await claimsOf(member.id)).toEqual([
      { title: "Opioid stewardship", attendedOn: firstDay },
      { title: "Night round", attendedOn: firstDay },
    ]);
  });

  test("what was saved is still shown after going elsewhere and back", async () => {
    await openClaim();
    const { page } = visitor;
    await row("Opening keynote").click();
    await savedWith("1.00");
    await goOffline();
    await page.getByRole("link", { name: "Account" }).click();
    await page.getByRole("heading", { level: 1, name: "Your account" }).waitFor();
    await page.goBack();
    await page.getByText("You are offline.").waitFor();
    await chosen({ "Opening keynote": true });
    await soon(async () => expect(await total().innerText()).toContain("1.00"));
  });

  test("the last state of a session is the one that is sent", async () => {
    const { member } = await openClaim();
    await goOffline();
    for (let press = 0; press < 5; press++) await row("Opening keynote").click();
    for (let press = 0; press < 4; press++) await row("Night round").click();
    await soon(async () => expect(await saved().innerText()).toBe("2 choices saved on this device"));
    await goOnline();
    await savedWith("1.00");
    expect(await claimsOf(member.id)).toEqual([{ title: "Opening keynote", attendedOn: firstDay }]);
  });

  test("nothing of the account stays on the device after sign-out", async () => {
    await openClaim();
    const { page } = visitor;
    await row("Opening keynote").click();
    await savedWith("1.00");
    await page.getByRole("link", { name: "Account" }).click();
    await page.locator(".leave").getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    await soon(async () => expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]));
  });
});

test("a hundred sessions with long names can be searched, and nothing is wider than a phone", async () => {
  const long = "Perioperativetemperaturemanagementandreimbursementinambulatorysurgery ".repeat(3).trim();
  const sessions = Array.from({ length: 100 }, (_, i) => {
    const hour = 8 + Math.floor(i / 10);
    return `x${i},${i === 50 ? "Zażółć gęślą jaźń" : `${long} ${i}`},${firstDay},${hour}:00,${hour}:50,${"Anneliese ".repeat(8)}Oberhuber,Hall ${i % 10},Clinical,no`;
  });
  await openClaim({ name: `Congress of ${long}`, sessions });
  expect(await visitor.overflows()).toBe(false);
  await visitor.page.getByLabel("Find a session").fill("zazolc gesla");
  await soon(async () => expect(await visitor.page.locator("li.session").count()).toBe(1));
  await visitor.page.locator(".filter [role=status]", { hasText: /^1 of 100 sessions$/ }).waitFor();
});

test("in a list of many sessions, Tab never leads under the bar at the bottom", async () => {
  const sessions = Array.from({ length: 20 }, (_, i) => {
    const hour = 7 + Math.floor(i / 2);
    return `x${i},Session ${i},${firstDay},${hour}:00,${hour}:50,,Hall ${i % 2},,no`;
  });
  await openClaim({ sessions });
  const { page } = visitor;
  await box("Session 0").focus();
  for (let tabs = 0; tabs < 24; tabs++) {
    await page.keyboard.press("Tab");
    const { name, hidden } = await visitor.focused();
    expect({ name, hidden }).toEqual({ name, hidden: false });
  }
  for (let tabs = 0; tabs < 24; tabs++) {
    await page.keyboard.press("Shift+Tab");
    const { name, hidden } = await visitor.focused();
    expect({ name, hidden }).toEqual({ name, hidden: false });
  }
});

test("who is not registered reads why no conference is shown, and what to try", async () => {
  const email = newEmail();
  await makeAttendee(world, email);
  await makeConference(world, email, { registrations: ["somebody-else@example.test,Full"], sessions: usualSessions });
  await world.sql(
    "UPDATE accreditor_settings SET help_address = 'info@example.test', older_claims_url = 'https://older.example.test'",
  );
  await signIn(email);
  const { page } = visitor;
  await page.getByRole("heading", { name: "No conferences found" }).waitFor();
  await page.locator(".empty", { hasText: "It has ended, in its own time zone." }).filter({ hasText: email }).waitFor();
  await page.getByText("It starts in 2022 or later.").waitFor();
  await page.locator('a[href="https://older.example.test"]').waitFor();
  await page.getByRole("link", { name: "info@example.test" }).waitFor();
  await page.getByRole("link", { name: "Add it to your account" }).click();
  await page.getByRole("heading", { level: 1, name: "Your account" }).waitFor();
  await soon(async () => expect(await page.title()).toMatch(/^Your account · /));
  await page.locator("h1:focus").waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "No conferences found" }).waitFor();
});
