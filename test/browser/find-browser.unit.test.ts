import { findBrowser } from "./support/find-browser.ts";

const chosen = process.env.CHROME_PATH;
afterEach(() => {
  if (chosen === undefined) delete process.env.CHROME_PATH;
  else process.env.CHROME_PATH = chosen;
});

test("a browser that was chosen and does not start fails with one sentence, and no other is taken", () => {
  process.env.CHROME_PATH = "/nowhere/chrome";
  expect(findBrowser).toThrow(
    'CHROME_PATH is "/nowhere/chrome", but no Chrome or Chromium starts there: correct it, or unset it.',
  );
});
