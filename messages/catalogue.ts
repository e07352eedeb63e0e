import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";

/** A message without parameters is its text; another is what its ICU text says, read beforehand so that no browser has to. */
export type Compiled = string | MessageFormatElement[];

/** The messages of one language and part, by their keys. */
export type Catalogue = Record<string, string>;

/** The language that every catalogue is complete in. */
export const base = "en";

/** The languages of a part: a file for each, named after its language tag. */
export const languagesOf = (folder: string): string[] =>
  readdirSync(folder)
    .flatMap((file) => (file.endsWith(".json") ? [path.basename(file, ".json")] : []))
    .sort();

export const readCatalogue = (folder: string, language: string): Catalogue =>
  JSON.parse(readFileSync(path.join(folder, `${language}.json`), "utf8"));

/** @throws with the key, where the text is no ICU message */
export function read(key: string, text: string): MessageFormatElement[] {
  try {
    return parse(text, { captureLocation: false });
  } catch (error) {
    throw new Error(`${key}: ${(error as Error).message}: ${text}`);
  }
}

export function compile(elements: MessageFormatElement[]): Compiled {
  if (elements.length === 0) return "";
  const [first] = elements;
  return elements.length === 1 && first?.type === TYPE.literal ? first.value : elements;
}

export const compileAll = (catalogue: Catalogue): Record<string, Compiled> =>
  Object.fromEntries(Object.entries(catalogue).map(([key, text]) => [key, compile(read(key, text))]));

/** What a parameter takes: anything to be read, a number, or what a part of the sentence is wrapped in. */
export type Kind = "text" | "number" | "tag";

/** The parameters of a message, with all that are in its branches. */
export function parametersOf(
  elements: MessageFormatElement[],
  found = new Map<string, Kind>(),
): ReadonlyMap<string, Kind> {
  const note = (name: string, kind: Kind) => {
    if (found.get(name) !== "number") found.set(name, kind);
  };
  for (const element of elements)
    switch (element.type) {
      case TYPE.argument:
      case TYPE.select:
        note(element.value, "text");
        break;
      case TYPE.number:
      case TYPE.plural:
        note(element.value, "number");
        break;
      case TYPE.date:
      case TYPE.time:
        throw new Error(`{${element.value}}: days and times are formatted before they come into a message.`);
      case TYPE.tag:
        note(element.value, "tag");
        parametersOf(element.children, found);
    }
  for (const element of elements)
    if (element.type === TYPE.select || element.type === TYPE.plural)
      for (const { value } of Object.values(element.options)) parametersOf(value, found);
  return found;
}
