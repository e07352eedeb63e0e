import { ConferenceWorld, csvSchedule } from "../../conferences/conference-world.ts";
import { RealBrowser, startTimeoutMs } from "../support/browser.ts";
import { enterConsole } from "./console.ts";

let conference: ConferenceWorld;
let world: ConferenceWorld["world"];
let browser: RealBrowser;
beforeAll(async () => {
  conference = await ConferenceWorld.start();
  world = conference.world;
  browser = await RealBrowser.start("admin");
}, startTimeoutMs);
afterAll(async () => {
  await browser?.stop();
  await conference?.stop();
});
test("shots", async () => {
  const days = { startsOn: "2026-02-10", endsOn: "2026-02-11", timeZone: "America/Chicago", format: "HYBRID" };
  const id = await conference.conference(days, "Winter Meeting of the Association of Sleep Technologists");
  await conference.imported(
    id,
    csvSchedule(
      "a,Opening Plenary: Twenty Years of Counting Breaths,2026-02-10,09:00,10:00,no,Dr. Ada Okafor MD; Bo Ray",
      "c,Coffee,2026-02-10,10:00,10:30,no,,Coffee Break",
      "b,Workshop,2026-02-10,10:30,11:45,no,Luis Ferreira RPSGT",
      "d,Stream on demand,2026-02-11,09:00,10:00,yes,Mei-Ling Tan",
      "e,Night round,2026-02-11,23:30,2026-02-12 00:30,no,Finn O'Hara",
    ),
  );
  await conference.register(
    id,
    "maria@example.test,Full,,,no",
    "john@example.test,Stream,2026-02-10,2026-03-01,yes",
    "eve@example.test,One Day,2026-02-10,2026-02-10,no",
  );
  const opening = await conference.session(id, "Opening Plenary: Twenty Years of Counting Breaths");
  await conference.update([opening.id], { credits: "0.75" }, "A quarter of it was a ceremony.");
  const maria = await conference.attendee(["maria@example.test"], { firstName: "Maria", lastName: "Fernández" });
  await conference.claim(maria.token, opening.id);
  await conference.generate(maria.token, id);
  for (const width of [1280, 768])
    for (const theme of ["light", "dark"] as const) {
      const v = await enterConsole(browser, world.url, conference.staff.email, { width, theme });
      const { page } = v;
      const shot = (name: string) =>
        page.screenshot({ path: `/tmp/w/B-scratch/${name}-${width}-${theme}.png`, fullPage: true });
      for (const tab of ["sessions", "schedule", "registrations", "claims"]) {
        await page.goto(`/admin/conferences/${id}/show?tab=${tab}`);
        await page.waitForLoadState("networkidle");
        await shot(tab);
      }
      await page.goto(`/admin/conferences/${id}/show?tab=sessions`);
      await page.getByRole("button", { name: "Edit Opening" }).click();
      await page.waitForLoadState("networkidle");
      await shot("dialog");
      await page.goto(`/admin/conferences/${id}/show?tab=schedule`);
      await page.getByRole("tabpanel").waitFor();
      const up = (c: string) =>
        page
          .locator("input[type=file]")
          .setInputFiles({ name: "schedule.csv", mimeType: "text/csv", buffer: Buffer.from(c) });
      await up(
        csvSchedule(
          "a,Opening,2026-02-10,09:00,10:00,no,",
          "z,,2026-03-10,10:00,11:15,no,",
          "y,Bad,2026-04-10,10:00,11:15,perhaps,",
        ),
      );
      await page.getByRole("group", { name: "Errors" }).waitFor();
      await shot("errors");
      await up(csvSchedule("a,Opening,2026-02-10,09:00,10:00,no,", "z,New talk,2026-02-10,10:00,11:15,no,"));
      await page.getByRole("group", { name: "Changes" }).waitFor();
      await shot("changes");
      await v.leave();
    }
}, 400_000);
