import { gzipSync } from "node:zlib";
import type { Response } from "playwright-core";
import {
  csv,
  type RosterWorld,
  sampleRows,
  startRosterWorld,
  uploadDocument,
  withCell,
} from "../../attendance/roster-world.ts";
import { csvSchedule, documents } from "../../conferences/conference-world.ts";
import { application, offering, programIn, step, typeId } from "../../programs/applications.ts";
import { password } from "../../support/world.ts";
import { RealBrowser, startTimeoutMs, type Visitor } from "../support/browser.ts";
import { consoleLooks, enterConsole, faultsOf, openPage } from "./console.ts";

/** Long enough for two lines, and one of its words for most columns. */
const longName =
  "A Symposium on Schlafmedizinischefortbildungsveranstaltungen, Their Objectives, Their Speakers, and Whatever Else Somebody Pastes From a Brochure";

let roster: RosterWorld;
let browser: RealBrowser;
const ids: Record<"conference" | "reviewed" | "draft" | "wrong" | "recorded", string> = {
  conference: "",
  reviewed: "",
  draft: "",
  wrong: "",
  recorded: "",
};

beforeAll(async () => {
  roster = await startRosterWorld();
  const { world, provider, staff } = roster;
  const send = async (content: string) => {
    const { data } = await world.upload(provider.token, uploadDocument, { providerId: provider.id }, content);
    return data?.uploadAttendance.id as string;
  };
  ids.wrong = await send(withCell(2, "AAST ID", "100999"));
  ids.recorded = await send(csv(sampleRows));
  const conference = await programIn(world, { provider, staff }, "APPROVED", {
    name: "Spring Congress",
    typeId: await typeId(world, "CONFERENCE"),
    minutes: 600,
    requestedCredits: "10.00",
    offerings: [offering({ startsOn: "2009-05-10", endsOn: "2009-05-11" })],
  });
  ids.conference = conference.id;
  const schedule = csvSchedule(
    `a,${longName},2009-05-10,09:00,10:00,no,Ada Okafor`,
    "b,Workshop,2009-05-11,10:00,11:15,no,",
  );
  await world.upload(staff.token, documents.importSchedule, { programId: conference.id }, schedule, "schedule.csv");
  const registrations = `Email,Registration Type\njohn.smith@example.test,Full\n${"a".repeat(60)}@example.test,Day`;
  await world.upload(
    staff.token,
    documents.importRegistrations,
    { programId: conference.id },
    registrations,
    "registrations.csv",
  );
  await world.sql(
    `WITH bound AS (
       UPDATE registration SET member_id = (SELECT id FROM member WHERE member_number = '100100')
       WHERE email = 'john.smith@example.test' RETURNING id, member_id)
     INSERT INTO session_claim (member_id, session_id, registration_id, attended_on, claimed_at)
     SELECT b.member_id, s.id, b.id, '2009-05-10', now() FROM bound b, session s WHERE s.title = 'Workshop'`,
  );
  const sentBack = await programIn(world, { provider, staff }, "CHANGES_REQUESTED");
  const input = await application(world, provider.id, { name: longName });
  const changed = await step(world, provider.token, "updateProgram", sentBack, { input });
  const submitted = await step(world, provider.token, "submitProgram", changed);
  ids.reviewed = (await step(world, staff.token, "startReview", submitted)).id;
  ids.draft = (await programIn(world, { provider, staff }, "DRAFT", { speakers: [] })).id;
  await world.runJobs();
  // The browser's cookies end by its own clock.
  world.setClock(null);
  browser = await RealBrowser.start("admin");
}, startTimeoutMs);
afterAll(async () => {
  await browser?.stop();
  await roster?.world.stop();
});

const one = async (statement: string): Promise<string> => (await roster.world.sql(statement))[0].id;
const filtered = (list: string, filter: object): string =>
  `${list}?filter=${encodeURIComponent(JSON.stringify(filter))}`;

/** The pages that both roles have, as each sees them. */
const shared = async (): Promise<string[]> => [
  "",
  "programs",
  filtered("programs", { inbox: true }),
  `programs/${ids.reviewed}/show`,
  `programs/${roster.programId}/show`,
  "attendance",
  "attendance-uploads",
  `attendance-uploads/${ids.wrong}/show`,
  `upload-attendance?upload=${ids.wrong}`,
  `upload-attendance?upload=${ids.recorded}`,
  "enter-attendance",
  "members",
  filtered("members", { firstName: "jo" }),
  "conferences",
  ...["sessions", "schedule", "registrations", "import-registrations", "claims"].map(
    (tab) => `conferences/${ids.conference}/show?tab=${tab}`,
  ),
  `conferences/${ids.conference}/show?sort=-TITLE`,
  "certificates",
  `certificates/${await one("SELECT id FROM certificate LIMIT 1")}/show`,
  "account",
  "no-such-page",
];

async function visit(visitor: Visitor, paths: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    await openPage(visitor, path);
    found.push(...(await faultsOf(visitor, `/${path}`)));
  }
  return found;
}

test("every page of a provider, and each step of an application", async () => {
  const email = (
    await roster.world.sql("SELECT address FROM email_address WHERE account_id = $1", [roster.provider.accountId])
  )[0].address;
  const visitor = await enterConsole(browser, roster.world.url, email, consoleLooks[1]);
  const { page } = visitor;
  const steps = [0, 1, 2, 3, 4, 5].map((at) => `programs/${ids.draft}?step=${at}`);
  const found = await visit(visitor, [...(await shared()), "programs/create", ...steps]);
  await page.getByRole("button", { name: "Submit application" }).click();
  await page.getByText("Before you can submit:").waitFor();
  found.push(...(await faultsOf(visitor, "the refused application")));
  expect([...found, ...visitor.complaints]).toEqual([]);
  await visitor.leave();
});

test("every page of staff, and each dialog of a review", async () => {
  const { world, staff } = roster;
  const visitor = await enterConsole(browser, world.url, staff.email, consoleLooks[1]);
  const { page } = visitor;
  const found = await visit(visitor, [
    ...(await shared()),
    `members/${await one("SELECT id FROM member WHERE member_number = '100100'")}/show`,
    "mails",
    `mails/${await one("SELECT id FROM mail WHERE subject_id IS NOT NULL LIMIT 1")}/show`,
    "settings",
    "audit-entries",
    filtered("audit-entries", { action: "nothing." }),
    `programs/${ids.reviewed}/show`,
  ]);
  for (const decision of ["Approve …", "Request changes …", "Deny …"]) {
    await page.getByRole("button", { name: decision }).click();
    await page.getByRole("dialog").waitFor();
    found.push(...(await faultsOf(visitor, decision)));
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
  const log = page.getByRole("region", { name: "Audit log" });
  await log.getByRole("button", { name: "Show" }).click();
  await log.getByText("Review started").first().waitFor();
  found.push(...(await faultsOf(visitor, "the audit log of a program")));
  await page.getByRole("button", { name: staff.email }).click();
  await page.getByRole("menuitem", { name: "Logout" }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  found.push(...(await faultsOf(visitor, "signing in")));
  expect([...found, ...visitor.complaints]).toEqual([]);
  await visitor.leave();
});

test("a record of each list opens without a mouse", async () => {
  const { world, staff } = roster;
  const visitor = await enterConsole(browser, world.url, staff.email, consoleLooks[0]);
  const { page } = visitor;
  for (const list of [
    "programs",
    "conferences",
    "certificates",
    "attendance-uploads",
    "mails",
    "providers",
    filtered("members", { firstName: "jo" }),
  ]) {
    await openPage(visitor, list);
    const link = page.locator("tbody tr").first().getByRole("link").first();
    await link.focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/show$/);
    await visitor.settled();
  }
  expect(visitor.complaints).toEqual([]);
  await visitor.leave();
});

test("the console and its first page are at most 425 KB of JavaScript, gzipped; the charts of that page come with it alone", async () => {
  const { world, staff } = roster;
  const visitor = await browser.visitor(world.url, consoleLooks[0]);
  const { page } = visitor;
  const scripts: Response[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") scripts.push(response);
  });
  const loaded = async () => {
    await visitor.settled();
    const bodies = await Promise.all(scripts.map((script) => script.body()));
    return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
  };
  await page.goto("/admin");
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  const first = await loaded();
  await page.getByLabel("E-mail address").fill(staff.email);
  await page.locator("input[name=password]").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Programs by status" }).waitFor();
  const withCharts = await loaded();
  expect(withCharts).toBeLessThanOrEqual(425_000);
  expect(withCharts - first).toBeGreaterThan(50_000);
  await visitor.leave();
});
