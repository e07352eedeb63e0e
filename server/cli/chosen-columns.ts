import type { ChosenColumn } from "../moving/bundle.entity.ts";
import { movingKinds } from "../moving/every-kind.ts";
import { type MovingKindName, movingKindNames } from "../moving/moving-kind.ts";

/** What is wrong with a file that says for what headings are used, in a sentence. */
export class WrongColumns extends Error {}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * For what headings are used, from the text of a file: `{ "MEMBERS": { "Nr": "Member ID", "Remarks": null } }`. A column is named by its key or
 * by a heading of the template.
 * @throws WrongColumns
 */
export function readChosenColumns(text: string): ChosenColumn[] {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new WrongColumns("it is no JSON.");
  }
  if (!isPlain(given)) throw new WrongColumns('write kinds with their headings: { "MEMBERS": { "Nr": "Member ID" } }.');
  return Object.entries(given).flatMap(([name, headings]) => {
    const kind = movingKindNames.find((each) => each === name);
    if (!kind) throw new WrongColumns(`there is no kind ${name}. There are: ${movingKindNames.join(", ")}.`);
    if (!isPlain(headings)) throw new WrongColumns(`${name} has no headings with their columns.`);
    return Object.entries(headings).map(([heading, column]) => ({ kind, heading, column: columnOf(kind, column) }));
  });
}

function columnOf(kind: MovingKindName, given: unknown): string | null {
  if (given === null) return null;
  const { columns } = movingKinds[kind];
  const found = columns.find(({ key, headings }) => given === key || given === headings[0]);
  if (!found)
    throw new WrongColumns(
      `a file of ${kind} has no column ${String(given)}. It has: ${columns.map(({ headings }) => headings[0]).join(", ")}.`,
    );
  return found.key;
}
