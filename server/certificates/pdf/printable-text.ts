import { FontFamily } from "./font-family.ts";

/** Longest text that a field of a document may have, in UTF-16 units: layout time grows with the square of it. */
export const LONGEST_TEXT = 500;

/** Marks that one letter may carry. Languages need up to three; more would be drawn across the lines above. */
const MOST_MARKS = 3;

/** Longest word that is left whole. A longer one may be broken after each `BREAK_EVERY` graphemes. */
const LONGEST_WORD = 30;
const BREAK_EVERY = 10;
/** ZERO WIDTH SPACE: says where a line may end; never drawn. */
export const BREAK_HERE = "\u200b";

/** Words of ASCII letters, digits and signs: printable as they are. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;
const MARK = /\p{M}/u;
const CONTROL_OR_FORMAT = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Default_Ignorable_Code_Point}]/u;
/** Joiners change how Arabic and Indic letters connect, so they stay between such letters. */
const JOINER = /[\u200c\u200d]/u;
const JOINING_SCRIPT = /[\p{Script=Arabic}\p{Script=Devanagari}]/u;

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/**
 * The text as a document can print it, in Unicode's normal form C. Taken out are characters that no font of ours has
 * (emoji, rare scripts), controls and invisible characters (which could also reverse the text around them), and marks
 * beyond three on a letter. White space becomes single spaces. Whatever stays is drawn: no box, no gap.
 * @param instead what to print where nothing stays
 * @throws RangeError above 500 characters
 */
export function printableText(text: string, instead: string): string {
  if (text.length > LONGEST_TEXT) {
    throw new RangeError(`A text of a document has at most ${LONGEST_TEXT} characters; this one has ${text.length}.`);
  }
  if (PLAIN.test(text)) return text;
  const family = FontFamily.of("Serif", "normal");
  let printable = "";
  for (const { segment } of graphemes.segment(text.normalize("NFC").replace(/\s+/gu, " "))) {
    let kept = "";
    let marks = 0;
    for (const character of segment) {
      if (JOINER.test(character) ? !JOINING_SCRIPT.test(segment) : CONTROL_OR_FORMAT.test(character)) continue;
      if (MARK.test(character) && (kept === "" || ++marks > MOST_MARKS)) continue;
      if (family.faceOf(kept + character)) kept += character;
    }
    printable += kept;
  }
  const trimmed = printable.replace(/ +/gu, " ").trim();
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(trimmed) ? trimmed : instead;
}

/** A person's name as a document can print it. Never blank: see `printableText`. */
export function printableName(name: string): string {
  return printableText(name, "(name not printable)");
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
