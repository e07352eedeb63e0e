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

/** Chooses an entry of a Material UI select. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: option }).click();
}
