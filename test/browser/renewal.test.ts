import { password, World } from "../support/world.ts";
import { looks, RealBrowser, startTimeoutMs } from "./support/browser.ts";
import { day, longDay, makeAttendee } from "./support/conference.ts";

let world: World;
let browser: RealBrowser;

beforeAll(async () => {
  browser = await RealBrowser.start("attendee");
  world = await World.start();
}, startTimeoutMs);
afterAll(async () => {
  await browser?.stop();
  await world?.stop();
});

test("an attendee sees what is missing for a renewal, begins with the day of a licence, and looks at another day", async () => {
  const email = "technologist@example.test";
  const member = await makeAttendee(world, email);
  const expires = day(200);
  await world.sql(
    `WITH k AS (INSERT INTO licence_kind (code, name, asks_jurisdiction, asks_profession, asks_expiry, is_unique, sensitive, on_rosters)
       VALUES ('RPSGT', 'RPSGT number', false, false, true, true, false, false) RETURNING id),
     l AS (INSERT INTO licence (id, member_id, kind_id, number, number_key, expires_on, exclusive, created_at)
       SELECT gen_random_uuid(), $1, k.id, '77', '77', $2, true, now() FROM k),
     c AS (INSERT INTO credit_kind (code, name, unit, rule_code, starts_on, position)
       VALUES ('ETHICS', 'Ethics', 'Ethics', 'CONTACT_HOUR_60', '2010-01-01', 2) RETURNING id),
     r AS (INSERT INTO renewal_requirement (code, name, body, source_url, starts_on, total, credit_unit, months, opens_days, late_days, licence_kind_id)
       SELECT 'BRPT', 'Registered Polysomnographic Technologist', 'Board of Registered Polysomnographic Technologists',
         'https://www.brpt.org/recertify/', '2010-01-01', 50, 'CEC', 60, 180, 90, k.id FROM k RETURNING id)
     INSERT INTO renewal_part (requirement_id, kind_id, position, minimum) SELECT r.id, c.id, 1, 2 FROM r, c`,
    [member.id, expires],
  );
  await world.sql(
    `INSERT INTO outside_certificate (number, code, member_id, recipient_name, program_number, title, provider_name, issuer, completed_on, credits, credit_unit, status, created_at)
     SELECT 'OLD-' || n, 'OLDCODE' || n, $1, 'Ada', '', 'Scoring course no. ' || n, 'Another House', 'The Old Accreditor',
       $2::date - n * 90, 4.5, CASE n WHEN 5 THEN 'contact hour' ELSE 'CEC' END, 'ISSUED', now()
     FROM generate_series(1, 11) n`,
    [member.id, day(-10)],
  );
  for (const look of looks) {
    const visitor = await browser.visitor(world.url, look);
    const { page } = visitor;
    await page.goto("/transcript");
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    // All of it came with an import today: by the accreditor's clock, which may be at the day before.
    await page.getByLabel("As known at the end of").fill(day(-2));
    await page.getByRole("heading", { level: 2, name: "Recorded since" }).waitFor();
    await page.getByText("You completed nothing in this period.").waitFor();
    expect(await visitor.violations()).toEqual([]);
    expect(await visitor.overflows()).toBe(false);
    await page.getByLabel("As known at the end of").fill("");
    await page.getByRole("link", { name: "How far you are with your renewal" }).click();
    await page.getByRole("heading", { level: 1, name: "Your renewal" }).waitFor();
    await page
      .getByRole("status")
      .getByText(`something is still missing. You can apply from ${longDay(day(20))} on.`)
      .waitFor();
    expect(await page.getByLabel("It expires on").inputValue()).toBe(expires);
    const wanted = page.getByRole("list", { name: "What is wanted" }).getByRole("listitem");
    expect(await wanted.allInnerTexts()).toEqual([
      expect.stringMatching(/^CEC in all[\s\S]*At least 50\.00 · 5\.00 missing[\s\S]*45\.00 CEC$/),
      expect.stringMatching(/^Ethics[\s\S]*At least 2\.00 · 2\.00 missing[\s\S]*0\.00 Ethics$/),
    ]);
    await page.getByText("Its 4.50 contact hour are of another kind").waitFor();
    const [pack] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "All proof as one PDF" }).click(),
    ]);
    expect(pack.suggestedFilename()).toBe(`proof-BRPT-${member.memberNumber}.pdf`);
    expect(await visitor.violations()).toEqual([]);
    expect(await visitor.overflows()).toBe(false);
    await page.getByLabel("It expires on").fill(day(-400));
    await page
      .getByRole("status")
      .getByText(`The board took applications until ${longDay(day(-310))}.`)
      .waitFor();
    expect(new URL(page.url()).searchParams.get("ends")).toBe(day(-400));
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  }
});
