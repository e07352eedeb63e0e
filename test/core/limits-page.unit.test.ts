import { readFileSync } from "node:fs";
import { limitVariable, rateLimits } from "../../server/core/define-rate-limit.ts";
import "../../server/http/request-limits.ts";
import { documentLimits } from "../../server/core/measure-document.ts";
import { mostStreams } from "../../server/http/live.ts";
import "../../server/schema.ts";

const page = readFileSync("docs/limits.md", "utf8");
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((line) => line.split("|").map((cell) => cell.trim()));
const figure = (n: number) => n.toLocaleString("en-US");

test.each(rateLimits())("docs/limits.md tells $name", ({ name, most, counts }) => {
  const row = rows.find((cells) => cells[4] === `\`${limitVariable(name)}\``);
  expect([row?.[1], row?.[2]]).toEqual([counts, figure(most)]);
});

test("docs/limits.md tells every limit of a document", () => {
  const told = rows.map((cells) => cells[2]?.split(" ")[0]);
  for (const most of Object.values(documentLimits)) expect(told).toContain(figure(most));
});

test("docs/limits.md tells how many streams are open at once", () => {
  const { ofViewer, inAll } = mostStreams;
  expect(page).toContain(`**Subscriptions**: ${ofViewer} streams of one account`);
  expect(page).toContain(`${figure(inAll)} of one server`);
});
