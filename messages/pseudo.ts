import { type MessageFormatElement, TYPE } from "@formatjs/icu-messageformat-parser";
import { printAST } from "@formatjs/icu-messageformat-parser/printer.js";
import { type Catalogue, type Compiled, compile, read } from "./catalogue.ts";

/**
 * Languages that nobody speaks, made from English to see whether a page is ready for others: accented and 40 % longer, so that what is
 * not from a catalogue and what has no room stands out, and one that is written from right to left.
 */
export const pseudoLanguages = ["en-XA", "ar-XB"] as const;

const accents: Record<string, string> = Object.fromEntries(
  [..."aàbƀcçdđeéfƒgĝhĥiîjĵkķlļmɱnñoöpþqʠrŕsštţuûvṽwŵxẋyýzžAÅBƁCÇDÐEÉFƑGĜHĤIÎJĴKĶLĻMṀNÑOÖPÞQǪRŔSŠTŢUÛVṼWŴXẊYÝZŽ"]
    .map((letter, at, all) => [letter, all[at + 1] ?? ""] as const)
    .filter((_, at) => at % 2 === 0),
);

const accented = (text: string): string => text.replace(/[a-z]/gi, (letter) => accents[letter] ?? letter);

/** Both brackets tell whether the end of a text is there. Numbers in words are longer in most languages than in English. */
const lengthened = (text: string): string => {
  const letters = text.match(/[a-z]/gi)?.length ?? 0;
  return letters === 0
    ? text
    : `${accented(text)}${" ~~~~".repeat(Math.ceil((letters * 0.4) / 5)).slice(0, Math.ceil(letters * 0.4))}`;
};

const change = (elements: MessageFormatElement[]): MessageFormatElement[] =>
  elements.map((element) => {
    switch (element.type) {
      case TYPE.literal:
        return { ...element, value: lengthened(element.value) };
      case TYPE.select:
      case TYPE.plural:
        return {
          ...element,
          options: Object.fromEntries(
            Object.entries(element.options).map(([name, option]) => [name, { ...option, value: change(option.value) }]),
          ),
        };
      case TYPE.tag:
        return { ...element, children: change(element.children) };
      default:
        return element;
    }
  }) as MessageFormatElement[];

const literal = (value: string): MessageFormatElement => ({ type: TYPE.literal, value });

export const pseudo = (english: Catalogue): Record<string, Compiled> =>
  Object.fromEntries(
    Object.entries(english).map(([key, text]) => {
      const [first, ...rest] = [literal("["), ...change(read(key, text)), literal("]")];
      return [key, compile(joined([first as MessageFormatElement, ...rest]))];
    }),
  );

/** The same as texts, for the server, which compiles its own. */
export const pseudoTexts = (english: Catalogue): Record<string, string> =>
  Object.fromEntries(Object.entries(english).map(([key, text]) => [key, printAST(change(read(key, text)))]));

/** Literals that stand side by side are one. */
function joined(elements: MessageFormatElement[]): MessageFormatElement[] {
  const result: MessageFormatElement[] = [];
  for (const element of elements) {
    const last = result.at(-1);
    if (last?.type === TYPE.literal && element.type === TYPE.literal)
      result[result.length - 1] = literal(last.value + element.value);
    else result.push(element);
  }
  return result;
}
