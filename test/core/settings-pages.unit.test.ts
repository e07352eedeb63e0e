import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { readConfig } from "../../server/core/config.ts";
import { limitVariable, rateLimits } from "../../server/core/define-rate-limit.ts";
import "../../server/announcements/announcement.limits.ts";
import "../../server/calendar/calendar.limits.ts";
import "../../server/http/request-limits.ts";
import "../../server/members/apps/app.limits.ts";
import "../../server/schema.ts";

const example = readFileSync(".env.example", "utf8");
const filledIn = parseEnv(example.replace(/^#(?=[A-Z\d_]+=)/gm, ""));
const limits = rateLimits().map(({ name }) => limitVariable(name));

/** Every variable that the server looks at, told by looking. */
function settings(): string[] {
  const seen = new Set<string>();
  const look = (_env: NodeJS.ProcessEnv, name: string | symbol) => void seen.add(String(name));
  readConfig(new Proxy({}, { get: look }));
  return [...seen].sort();
}

test(".env.example has every setting, and no other", () => {
  expect(Object.keys(filledIn).sort()).toEqual(settings());
});

test("docs/settings.md tells every setting that is no limit, and no other", () => {
  const table = readFileSync("docs/settings.md", "utf8").match(/^\| `.*$/gm) ?? [];
  const told = table.flatMap((row) => row.split("|")[1]?.match(/(?<=`)[A-Z\d_]+(?=`)/g) ?? []);
  expect(told.sort()).toEqual(settings().filter((name) => !limits.includes(name)));
});

// Mail goes one way.
test.each([
  ["SendGrid", ["SMTP_URL"]],
  ["a mail server", ["SENDGRID_API_KEY", "SENDGRID_EVENT_PUBLIC_KEY"]],
])("the server takes .env.example filled in, with %s, and its limits are the defaults", (_, without) => {
  const one = Object.fromEntries(Object.entries(filledIn).filter(([name]) => !without.includes(name)));
  expect(readConfig(one).rateLimits).toEqual(readConfig({}).rateLimits);
});
