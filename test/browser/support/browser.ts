import { readFileSync } from "node:fs";
import path from "node:path";
import type { AxeResults } from "axe-core";
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from "playwright-core";
import { prepareBrowserTests } from "./prepare.ts";

const axeSource = readFileSync(path.resolve("node_modules/axe-core/axe.min.js"), "utf8");

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** How long getting a browser may take where none is installed, in milliseconds. */
export const startTimeoutMs = 600_000;

/** How long something may take to be there, in milliseconds: the machine may be busy. */
const waitMs = 45_000;

export interface Look {
  width: number;
  theme: "light" | "dark";
}

/** Phone and desk, in both themes. */
export const looks: Look[] = [360, 1280].flatMap((width) => [
  { width, theme: "light" as const },
  { width, theme: "dark" as const },
]);

/** What Chromium has, and TypeScript's library does not know yet. */
interface Scheduling {
  scheduler: { postTask(task: () => void, options: { priority: "background"; delay: number }): Promise<void> };
}

const testNow = (): string | undefined => expect.getState().currentTestName;

/** A real browser with a profile of its own, started for one test file. */
export class RealBrowser {
  /** Who came in which test. Those that came before the first one, with the browser, stay until it stops. */
  private readonly guests = new Map<Visitor, string | undefined>();
  private readonly before = testNow();

  private constructor(private readonly browser: Browser) {}

  static async start(page: string): Promise<RealBrowser> {
    const executablePath = await prepareBrowserTests(page);
    return new RealBrowser(await chromium.launch({ executablePath, args: flags }));
  }

  stop(): Promise<void> {
    return this.browser.close();
  }

  /**
   * Somebody who looks at the server at `url`, with cookies and storage of their own, until the next test's first one comes: a page
   * that nobody looks at any more still draws, asks and collects its garbage, at the cost of those after it.
   */
  async visitor(url: string, { width, theme }: Look = { width: 360, theme: "light" }): Promise<Visitor> {
    const test = testNow();
    for (const [guest, cameIn] of this.guests)
      if (cameIn !== test && cameIn !== this.before) {
        this.guests.delete(guest);
        await guest.leave();
      }
    const context = await this.browser.newContext({
      baseURL: url,
      viewport: { width, height: width < 600 ? 740 : 860 },
      colorScheme: theme,
      reducedMotion: "reduce",
      locale: "en-US",
      timezoneId: "America/New_York",
    });
    context.setDefaultTimeout(waitMs);
    const visitor = new Visitor(context, await context.newPage());
    this.guests.set(visitor, test);
    return visitor;
  }
}

/** The text of each element, once there is one: Playwright's own `allInnerTexts` answers with none on a page that is slow to show them. */
export async function textsOf(elements: Locator): Promise<string[]> {
  await elements.first().waitFor();
  return elements.allInnerTexts();
}

/**
 * Tries a check time and again until it holds: what a page shows follows a press, an answer or another text a moment later, and on a
 * busy machine that is long. It is asked for from here: a condition that the page would have to test by itself
 * (`page.waitForFunction`) is text to be run, which our own Content-Security-Policy refuses.
 * @throws what the last try threw, when the time is up
 */
export async function soon<T>(check: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + waitMs; ; ) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

export class Visitor {
  /** What the browser complained about: scripts that failed, what the Content-Security-Policy refused. */
  readonly complaints: string[] = [];
  /** How many requests are on their way. */
  private waiting = 0;

  constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on("request", () => this.waiting++);
    page.on("requestfinished", () => this.waiting--);
    page.on("requestfailed", () => this.waiting--);
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("console", (message) => {
      // A network that is off is part of some tests, and a 404 of others.
      if (message.type() === "error" && !/net::ERR|Failed to load resource/.test(message.text()))
        this.complaints.push(message.text());
    });
  }

  /**
   * Waits until nothing has been on its way for a moment, however slow the machine: also where the page changed without being loaded
   * anew. A task of the lowest priority comes after everything that the page still has to do, as showing an answer.
   */
  async settled(): Promise<void> {
    for (let quiet = 0; quiet < 3; quiet = this.waiting > 0 ? 0 : quiet + 1)
      await this.page.evaluate(() =>
        (globalThis as unknown as Scheduling).scheduler.postTask(() => {}, { priority: "background", delay: 50 }),
      );
  }

  leave(): Promise<void> {
    return this.context.close();
  }

  /** What axe finds wrong with the page, with all of its rules for WCAG 2.2 AA and its best practices. One line for each. */
  async violations(): Promise<string[]> {
    if (!(await this.page.evaluate(() => "axe" in globalThis))) await this.page.evaluate(axeSource);
    // From what it was over before, which may be another thing on this page: a slow one opens that thing's tooltip in the midst of it.
    await this.page.mouse.move(0, 0);
    await this.page.evaluate(async () => {
      // What the page still has to do, and what is on its way from one look to another, as a dialog that is half faded in.
      await (globalThis as unknown as Scheduling).scheduler.postTask(() => {}, { priority: "background", delay: 0 });
      const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      await Promise.allSettled(ending.map(({ finished }) => finished));
    });
    // The violations alone: with all that is right, axe's report is larger than the page, and costs more to bring here than to make.
    const violations = await this.page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run(options: unknown): Promise<AxeResults> } };
      const found = await axe.run({
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        resultTypes: ["violations"],
      });
      return found.violations;
    });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(
        (node) => `${id}: ${help}: ${node.html.slice(0, 160)} ${node.any.map((check) => check.message).join(" ")}`,
      ),
    );
  }

  /** Whether the page is wider than the window, so that one would have to scroll to both sides. */
  overflows(): Promise<boolean> {
    return this.page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  }

  /** What has the focus, and whether something else lies over it (WCAG 2.2, 2.4.11). */
  focused(): Promise<{ name: string; hidden: boolean }> {
    return this.page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      if (!element || element === document.body) return { name: "", hidden: false };
      const { left, right, top, bottom } = element.getBoundingClientRect();
      const points = [
        [(left + right) / 2, (top + bottom) / 2],
        [left + 2, top + 2],
        [right - 2, bottom - 2],
      ] as const;
      const seen = points.some(([x, y]) => {
        const there = document.elementFromPoint(x, y);
        return there !== null && (element.contains(there) || there.contains(element));
      });
      return { name: element.textContent?.trim() || element.id || element.tagName, hidden: !seen };
    });
  }
}
