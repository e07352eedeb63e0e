import { spawnSync } from "node:child_process";
import path from "node:path";
import { type RosterWorld, startRosterWorld, uploadDocument, withCell } from "../attendance/roster-world.ts";
import { application, programIn, step } from "../programs/applications.ts";
import { openPage } from "./admin/console.ts";
import { RealBrowser, startTimeoutMs, type Visitor } from "./support/browser.ts";
import { type ConferenceMade, makeAttendee, makeConference } from "./support/conference.ts";

/** Pages with the languages that nobody speaks, beside those that people get. */
const pagesDir = "dist/pseudo";
const attendee = "attendee@example.test";

let roster: RosterWorld;
let browser: RealBrowser;
let conference: ConferenceMade;
const ids: Record<"reviewed" | "draft" | "wrong" | "certificate", string> = {
  reviewed: "",
  draft: "",
  wrong: "",
  certificate: "",
};
/** What the API answered: it stays in the words of those who wrote it, and in English where the server wrote it. */
const data = new Set<string>();
/** Answers that are being read: a page may show them before they are. */
const remembering: Promise<void>[] = [];

const wordsOf = (text: string): string[] => text.match(/[A-Za-z]{3,}/g) ?? [];

/** Names that are the same in every language, and what the browser itself writes of days and zones. */
const sameEverywhere = new Set(
  wordsOf(
    `CSV PDF ZIP UTC GMT CEC CECs BRPT CASC Accrue GraphQL xlsx http https www com test America Chicago New York Eastern Central Standard Daylight Time
     January February March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Oct Nov Dec
     Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Wed Thu Fri Sat Sun English Pseudo Accents Bidi true false`,
  ).map((word) => word.toLowerCase()),
);

function build(page: "admin" | "attendee"): void {
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      "node_modules/vite/bin/vite.js",
      "build",
      "-c",
      `${page}/vite.config.ts`,
      "--outDir",
      path.resolve(pagesDir, page),
    ],
    { encoding: "utf8", env: { ...process.env, NODE_ENV: "production", ACCRUE_PSEUDO: "1" } },
  );
  if (status !== 0) throw new Error(stderr);
}

beforeAll(async () => {
  build("admin");
  build("attendee");
  browser = await RealBrowser.start("attendee");
  roster = await startRosterWorld({ pagesDir });
  const { world, provider, staff } = roster;
  const { data: sent } = await world.upload(
    provider.token,
    uploadDocument,
    { providerId: provider.id },
    withCell(2, "AAST ID", "100999"),
  );
  ids.wrong = sent.uploadAttendance.id;
  const sentBack = await programIn(world, { provider, staff }, "CHANGES_REQUESTED");
  const input = await application(world, provider.id, { name: "Another title" });
  const changed = await step(world, provider.token, "updateProgram", sentBack, { input });
  const submitted = await step(world, provider.token, "submitProgram", changed);
  ids.reviewed = (await step(world, staff.token, "startReview", submitted)).id;
  ids.draft = (await programIn(world, { provider, staff }, "DRAFT")).id;
  await makeAttendee(world, attendee);
  conference = await makeConference(world, attendee);
  await world.runJobs();
  // The browser's cookies end by its own clock.
  world.setClock(null);
}, startTimeoutMs);
afterAll(async () => {
  await browser?.stop();
  await roster?.world.stop();
});

const remember = (text: string): void => {
  for (const word of wordsOf(text)) data.add(word.toLowerCase());
};

/** The values of an answer; of what was logged the names as well, which the console shows as they are. */
function rememberValues(value: unknown, logged = false): void {
  if (typeof value === "string") remember(value);
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (logged) remember(name);
    rememberValues(inner, logged || name === "before" || name === "after");
  }
}

/** Somebody who reads the pages in a language, signed in where there is a token. */
async function reader(language: string, token: string | null, width: number): Promise<Visitor> {
  const { url } = roster.world;
  const visitor = await browser.visitor(url, { width, theme: "light" });
  visitor.page.on("response", (response) => {
    if (response.url().endsWith("/graphql"))
      remembering.push(
        response.json().then(
          (answer) => rememberValues(answer),
          () => {},
        ),
      );
  });
  await visitor.context.addInitScript((tag) => {
    // A frame in the page has none: mails are previewed in one.
    if (window === window.top) localStorage.setItem("accrue-language", tag);
  }, language);
  if (token) await visitor.context.addCookies([{ name: "accrue_token", value: token, url }]);
  return visitor;
}

/** What a page shows or says: its texts, and the names of what has no text. */
const textsOf = ({ page }: Visitor): Promise<string[]> =>
  page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (parent && !parent.closest("script, style, noscript, [hidden]"))
        texts.push(walker.currentNode.textContent ?? "");
    }
    for (const element of Array.from(document.querySelectorAll("[aria-label], [placeholder], [title], [alt]")))
      for (const name of ["aria-label", "placeholder", "title", "alt"]) texts.push(element.getAttribute(name) ?? "");
    return texts;
  });

/** Texts that are cut: wider than the box that hides what goes over. */
const cutOf = ({ page }: Visitor): Promise<string[]> =>
  page.evaluate(() =>
    Array.from(document.querySelectorAll<HTMLElement>("body *"))
      .filter((element) => {
        const style = getComputedStyle(element);
        const shown = element.clientWidth > 1 && element.clientHeight > 1 && style.visibility === "visible";
        const hasText = Array.from(element.childNodes).some((node) => node.nodeType === 3 && node.textContent?.trim());
        return shown && hasText && /hidden|clip/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      })
      .map((element) => (element.textContent ?? "").slice(0, 80)),
  );

/** What is wrong with a page in a language made from English. */
async function faultsOf(visitor: Visitor, name: string): Promise<string[]> {
  const texts = await textsOf(visitor);
  await Promise.all(remembering.splice(0));
  const english = texts.filter((text) =>
    wordsOf(text).some((word) => !data.has(word.toLowerCase()) && !sameEverywhere.has(word.toLowerCase())),
  );
  return [
    ...new Set([
      ...english.map((text) => `${name}, English: ${text.trim().slice(0, 100)}`),
      ...(await cutOf(visitor)).map((text) => `${name}, cut: ${text}`),
      ...((await visitor.overflows()) ? [`${name} is wider than the window`] : []),
    ]),
  ];
}

const conferencePages = () =>
  ["sessions", "registrations", "claims"].map((tab) => `conferences/${conference.id}/show?tab=${tab}`);

const consolePages = (own: string[] = []): string[] => [
  "",
  "programs",
  `programs/${ids.reviewed}/show`,
  `programs/${roster.programId}/show`,
  "attendance",
  "attendance-uploads",
  `upload-attendance?upload=${ids.wrong}`,
  "enter-attendance",
  "members",
  "conferences",
  ...own,
  "certificates",
  "account",
];

async function enter(visitor: Visitor): Promise<void> {
  await visitor.page.goto("/admin");
  await visitor.page.locator("#react-admin-title:not(:empty)").waitFor();
  await visitor.settled();
}

async function walk(visitor: Visitor, paths: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const each of paths) {
    await openPage(visitor, each);
    found.push(...(await faultsOf(visitor, `/admin/${each}`)));
  }
  return found;
}

test("the console of staff speaks another language everywhere, and has room for it", async () => {
  const visitor = await reader("en-XA", roster.staff.token, 1280);
  await enter(visitor);
  const pages = [...consolePages(conferencePages()), "mails", "settings", "audit-entries"];
  expect([...(await walk(visitor, pages)), ...visitor.complaints]).toEqual([]);
  await visitor.leave();
});

test("so does a provider's, and each step of an application", async () => {
  const visitor = await reader("en-XA", roster.provider.token, 1280);
  await enter(visitor);
  const steps = [0, 1, 2, 3, 4, 5].map((at) => `programs/${ids.draft}?step=${at}`);
  expect([...(await walk(visitor, [...consolePages(), ...steps])), ...visitor.complaints]).toEqual([]);
  await visitor.leave();
});

/** The pages of the attendee's client, by whether somebody is signed in. */
const clientPages = { nobody: ["/", "/register", "/forgot-password"], member: ["/", "/transcript", "/account"] };

test.each(["en-XA", "ar-XB"])("the attendee's client speaks %s on a phone", async (language) => {
  const found: string[] = [];
  const token = await roster.world.signIn(attendee);
  for (const [who, paths] of Object.entries({
    ...clientPages,
    member: [...clientPages.member, `/conferences/${conference.id}`],
  })) {
    const visitor = await reader(language, who === "member" ? token : null, 360);
    for (const each of paths) {
      await visitor.page.goto(each);
      await visitor.page.locator("h1").waitFor();
      await visitor.settled();
      expect(await visitor.page.locator("html").getAttribute("dir")).toBe(language === "ar-XB" ? "rtl" : "ltr");
      found.push(...(await faultsOf(visitor, `${who} ${each}`)));
    }
    found.push(...visitor.complaints);
    await visitor.leave();
  }
  expect(found).toEqual([]);
});

test("the console turns round where a language is written from right to left", async () => {
  const visitor = await reader("ar-XB", roster.staff.token, 1280);
  await enter(visitor);
  expect(await visitor.page.locator("html").getAttribute("dir")).toBe("rtl");
  expect(await walk(visitor, consolePages(conferencePages()))).toEqual([]);
  // The menu stands where reading begins.
  const menu = await visitor.page.getByRole("menuitem").first().boundingBox();
  expect(menu?.x).toBeGreaterThan(640);
  await visitor.leave();
});
