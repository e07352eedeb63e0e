import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

const names = [
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "chrome",
  "chromium-headless-shell",
];

const places = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/opt/google/chrome/chrome",
  "/snap/bin/chromium",
];

/** Whether it is there and starts: a downloaded browser may lack the system's libraries. */
const starts = (file: string): boolean =>
  existsSync(file) && spawnSync(file, ["--version", "--no-sandbox"], { timeout: 30_000 }).status === 0;

const candidates = (): string[] => {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return [
    ...names.flatMap((name) => folders.map((folder) => path.join(folder, name))),
    ...places,
    chromium.executablePath(),
  ];
};

const found = (): string | undefined => candidates().find(starts);

const run = (command: string, args: string[], minutes: number): boolean =>
  spawnSync(command, args, { timeout: minutes * 60_000, stdio: ["ignore", "ignore", "inherit"] }).status === 0;

const has = (command: string): boolean =>
  (process.env.PATH ?? "").split(path.delimiter).some((folder) => existsSync(path.join(folder, command)));

/** How each system's package manager installs Chromium. */
const packageManagers: [command: string, ...steps: string[][]][] = [
  ["apt-get", ["update"], ["install", "-y", "--no-install-recommends", "chromium"]],
  ["dnf", ["install", "-y", "chromium"]],
  ["apk", ["add", "chromium"]],
];

function installBySystem(): boolean {
  if (process.getuid?.() !== 0) return false;
  const manager = packageManagers.find(([command]) => has(command));
  if (!manager) return false;
  const [command, ...steps] = manager;
  return steps.map((step) => run(command, step, 5)).at(-1) ?? false;
}

function installByPlaywright(): boolean {
  const cli = path.resolve("node_modules/playwright-core/cli.js");
  return run(process.execPath, [cli, "install", "chromium"], 3);
}

/**
 * A Chrome or Chromium that starts: the one of CHROME_PATH, else one that is installed, else one that is installed now.
 * @throws Error with one sentence that says what to install
 */
export function findBrowser(): string {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (starts(chosen)) return chosen;
    throw new Error(`CHROME_PATH is "${chosen}", but no Chrome or Chromium starts there: correct it, or unset it.`);
  }
  const installed = found();
  if (installed) return installed;
  console.warn("The browser tests found no Chrome or Chromium: one is being installed.");
  for (const install of [installByPlaywright, installBySystem])
    if (install()) {
      const now = found();
      if (now) return now;
    }
  throw new Error(
    "The browser tests need Chrome or Chromium and could not install it: install one (on Debian `apt-get install chromium`), or set CHROME_PATH to the one you have.",
  );
}
