import { FontFamily } from "./font-family.ts";

/** Longest text that a field of a document may have, in UTF-16 units: layout time grows with the square of it. */
export const LONGEST_TEXT = 500;

/** Marks of no script that one letter may carry. Languages need up to three; more would be drawn across the lines above. */
const MOST_MARKS = 3;
/** Marks of its script: below a Tibetan letter and around a Burmese one stand several. */
const MOST_SCRIPT_MARKS = 8;

/** Longest word that is left whole. A longer one may be broken after each `BREAK_EVERY` graphemes. */
const LONGEST_WORD = 30;
const BREAK_EVERY = 10;
/** ZERO WIDTH SPACE: says where a line may end; never drawn. */
export const BREAK_HERE = "\u200b";

/** Words of ASCII letters, digits and signs: printable as they are. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;
const MARK = /\p{M}/u;
/** Ends with what a mark can stand on. Some vowel signs begin a grapheme of their own. */
const CARRIER = /[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Default_Ignorable_Code_Point}]$/u;
const MARK_OF_NO_SCRIPT = /\p{Script=Inherited}/u;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
/** Characters that Unicode gives to nobody, to private agreements, or to halves of a pair. */
const NO_CHARACTER = /[\p{Co}\p{Cs}\p{Cn}]/u;
/** Invisible characters that choose how the letters beside them look: joiners and selectors of variants. */
const SHAPING = /\u200c|\u200d|[\u180b-\u180f]|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/u;
/** What joiners and selectors change: not letters of Latin, Greek and Cyrillic. */
const SHAPED =
  /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]|\p{Extended_Pictographic}/u;

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/** Most codes that stand in a text for what can't be printed; a text of nothing else would fill pages with them. */
const MOST_CODES = 5;

interface Printing {
  /** What can be printed, in normal form C, with single spaces, and codes for what can't. */
  readonly text: string;
  /** Visible characters that can't, in the order of the text. */
  readonly missing: readonly string[];
}

function print(text: string, before: readonly string[] = []): Printing {
  const family = FontFamily.of("Serif", "normal");
  const missing = [...before];
  let printed = "";
  // What nobody sees goes first: without it a mark may belong to the letter before, and be one character with it.
  const visible = [...text.normalize("NFC").replace(/\s+/gu, " ")]
    .filter((character) => SHAPING.test(character) || NO_CHARACTER.test(character) || !INVISIBLE.test(character))
    .join("")
    .normalize("NFC");
  for (const { segment } of graphemes.segment(visible)) {
    let kept = "";
    const marks = { any: 0, ofNoScript: 0 };
    const reported = missing.length;
    for (const character of segment) {
      if (SHAPING.test(character)) {
        if (SHAPED.test(kept || printed.slice(-2))) kept += character;
        continue;
      }
      if (NO_CHARACTER.test(character)) missing.push(character);
      else if (INVISIBLE.test(character)) continue;
      else if (MARK.test(character) && (!CARRIER.test(kept || printed) || tooMany(character, marks)))
        missing.push(character);
      else if (family.faceOf(kept + character)) kept += character;
      else missing.push(character);
    }
    printed += kept;
    for (const character of missing.slice(reported, MOST_CODES)) printed += `[${codeOf(character)}]`;
  }
  // Where something is gone, a mark may have come to stand on another letter, which no font has with it: asked again, until nothing is.
  if (printed !== visible) return print(printed, missing);
  return { text: printed.replace(/ +/gu, " ").trim(), missing };
}

function tooMany(mark: string, marks: { any: number; ofNoScript: number }): boolean {
  const ofNoScript = MARK_OF_NO_SCRIPT.test(mark);
  if (ofNoScript) marks.ofNoScript++;
  return marks.ofNoScript > MOST_MARKS && ofNoScript ? true : ++marks.any > MOST_SCRIPT_MARKS;
}

/**
 * The first visible character of a text that no document can show, because no font of ours has it (with the marks that it
 * carries), Unicode has no such character, or it is a mark on nothing or one too many on its letter; undefined where all can be
 * shown. What nobody sees, such as marks of direction, is left out on paper and counts for nothing.
 */
export function unprintable(text: string): string | undefined {
  return PLAIN.test(text) ? undefined : print(text).missing[0];
}

/** A character as people can read and look it up: "ᚠ (U+16A0)"; a mark on a circle, and no picture of what has none. */
export function namedCharacter(character: string): string {
  const code = codeOf(character);
  if (NO_CHARACTER.test(character)) return code;
  return `${MARK.test(character) ? "\u25cc" : ""}${character} (${code})`;
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0")}`;
}

/**
 * The text as a document can print it, in Unicode's normal form C. Left out are controls and invisible characters (which could
 * also reverse the text around them). White space becomes single spaces. Of a visible character that can't be printed the
 * code stands in its place, in brackets: such texts are refused where they are typed, and come from before that was so.
 * @param instead what to print where the text is blank
 * @throws RangeError above 500 characters
 */
export function printableText(text: string, instead: string): string {
  if (text.length > LONGEST_TEXT) {
    throw new RangeError(`A text of a document has at most ${LONGEST_TEXT} characters; this one has ${text.length}.`);
  }
  return printableProse(text, instead);
}

/** As `printableText`, of a paragraph of any length. */
export function printableProse(text: string, instead: string): string {
  if (PLAIN.test(text)) return text;
  const { text: printed } = print(text);
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(printed) ? printed : instead;
}

/** A person's name as a document can print it. Never blank: see `printableText`. */
export function printableName(name: string, instead = "(name not printable)"): string {
  return printableText(name, instead);
}

/** Marks where a very long word may be broken, so that a narrow column can hold it and layout stays fast. */
export function breakable(text: string): string {
  return text
    .split(" ")
    .map((word) => {
      if (word.length <= LONGEST_WORD) return word;
      const parts = [...graphemes.segment(word)].map(({ segment }) => segment);
      if (parts.length <= LONGEST_WORD) return word;
      return parts.map((part, index) => (index > 0 && index % BREAK_EVERY === 0 ? BREAK_HERE + part : part)).join("");
    })
    .join(" ");
}
