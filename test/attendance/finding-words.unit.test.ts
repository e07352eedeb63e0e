import { readdirSync, readFileSync } from "node:fs";
import { rosterFindings } from "../../server/attendance/row-error-message.ts";

const words: Record<string, string> = JSON.parse(readFileSync("admin/i18n/en.json", "utf8"));

/** What reads a file row by row, or checks its rows. */
const reader =
  /^(attendance.(parse|read)-|conferences.(read-|schedule.read-)|persons.member-imports.*-(rows|stage)|moving.(kinds|moving-stage|check-bundle))/;

test("the console has a word for each kind of finding that a file can have", () => {
  const read = readdirSync("server", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && reader.test(file))
    .flatMap((file) => readFileSync(`server/${file}`, "utf8").match(/(?<=ErrorCode\.)[A-Z_]+/g) ?? []);
  const codes = new Set<string>([...rosterFindings, ...read]);
  expect(codes.size).toBeGreaterThan(30);
  expect([...codes].filter((code) => !words[`errorKind.${code}`])).toEqual([]);
});
