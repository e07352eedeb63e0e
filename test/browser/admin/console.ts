import type { Page } from "playwright-core";
import { password } from "../../support/world.ts";
import type { Look, RealBrowser, Visitor } from "../support/browser.ts";

/** The widths and themes in which the console is looked at. */
export const consoleLooks: Look[] = [
  { width: 1280, theme: "light" },
  { width: 768, theme: "dark" },
];

/** Somebody who has signed in to the console. */
export async function enterConsole(
  browser: RealBrowser,
  url: string,
  email: string,
  look = consoleLooks[0],
): Promise<Visitor> {
  const visitor = await browser.visitor(url, look);
  const { page } = visitor;
  await page.goto("/admin");
  await page.getByLabel("E-mail address").fill(email);
  await page.locator("input[name=password]").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("menuitem", { name: "My Inbox" }).waitFor();
  return visitor;
}

/** Fills in what an application lacks after its content, from speakers to contact, and submits it. */
export async function finishApplication({ page }: Visitor, day: string): Promise<void> {
  const goOn = () => page.getByRole("button", { name: "Save and continue" }).click();
  await page.getByRole("button", { name: "Add speaker" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Ada Okafor");
  await goOn();
  await page.getByText("Each time you hold the program").waitFor();
  await page.getByRole("button", { name: "Add date" }).click();
  await page.getByLabel("First day").fill(day);
  await page.getByLabel("Last day").fill(day);
  await page.getByLabel("City and venue").fill("Chicago, IL");
  await goOn();
  await page.locator("input[type=file]").setInputFiles({
    name: "agenda.pdf",
    mimeType: "application/pdf",
    buffer: Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"),
  });
  await page.getByRole("link", { name: "agenda.pdf" }).waitFor();
  await goOn();
  await page.getByLabel("Contact", { exact: true }).fill("Pat Rivera");
  await goOn();
  await page.getByRole("button", { name: "Submit application" }).click();
  await page.getByRole("heading", { name: "Timeline" }).waitFor();
}

/** What is wrong with the page as it is now, in either look: violations, and being wider than the window. */
export async function faultsOf(visitor: Visitor, name: string): Promise<string[]> {
  const { page } = visitor;
  const found: string[] = [];
  // The bar, and the title in it, hide where somebody has scrolled down.
  await page.evaluate(() => scrollTo(0, 0));
  for (const { width, theme } of consoleLooks) {
    await page.setViewportSize({ width, height: 860 });
    await page.emulateMedia({ colorScheme: theme });
    for (const line of await visitor.violations()) found.push(`${name} ${theme}: ${line}`);
    if (await visitor.overflows()) found.push(`${name} is wider than ${width}`);
  }
  return found;
}

/** Goes to an address of the console as a link in it does, and waits until everything is there. */
export async function openPage(visitor: Visitor, path: string): Promise<void> {
  const { page } = visitor;
  await page.evaluate((address) => {
    history.pushState(null, "", address);
    dispatchEvent(new PopStateEvent("popstate"));
  }, `/admin/${path}`);
  await visitor.settled();
  await page.locator("#react-admin-title:not(:empty)").waitFor();
  await page.getByRole("progressbar").first().waitFor({ state: "detached" });
  // React-admin's own sign of loading has no name.
  await page.locator(".app-loader").waitFor({ state: "detached" });
}

/** Chooses an entry of a Material UI select. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: option }).click();
}
