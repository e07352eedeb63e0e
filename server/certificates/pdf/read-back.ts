import type { LineRun } from "./shape-line.ts";

/**
 * What readers of a PDF are handed of a line that is written from right to left, or partly so. Left to the glyphs they put such a
 * line together wrongly as soon as it holds a digit, a second script or a letter that their tables lack (Adlam, N'Ko, Mandaic): each
 * knows another part of Unicode Standard Annex 9. What they agree on is less, and suffices: text stands from left to right in pieces; letters
 * that they know to be written from right to left come in the order in which they stand on the page, all others in the order in
 * which they are read; marks of direction part the pieces.
 */
export interface Handed {
  readonly text: string;
  /** Length in thousandths of the font size. */
  readonly width: number;
  /** Times the font size. Neighbours differ: text of one size is one piece for some readers, whichever way it is written. */
  readonly size: number;
}

/**
 * Readers turn around what is written from right to left, character by character; what is "plain" they leave; some turn what
 * stands around Arabic digits around them.
 */
type Kind = "turned" | "plain" | "digits";

interface Piece {
  text: string;
  width: number;
  readonly kind: Kind;
}

/** Letters that readers know to be written from right to left. Of those in two UTF-16 units they know none. */
const KNOWN = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
const UNKNOWN = /[\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const ARABIC_DIGITS = /[\u0660-\u0669\u066b\u066c]/u;
/** Digits, and what stands among digits: some readers end a text from right to left there. */
const OF_NUMBERS =
  /[#$%+,\-./:\u00a0-\u00b9\u0604-\u060c\u066a\u06f0-\u06f9\u2030-\u2034\u20a0-\u20cf\u2212\ufb29]|[0-9]/u;

/** What ends a piece from right to left for every reader, and what ends one from left to right; of others some know nothing. */
const CLEARLY_RIGHT_TO_LEFT = /^[\u05d0-\u05f4\u0620-\u064a\u0671-\u06d3\u0710-\u072c\u0780-\u07a5]/u;
const CLEARLY_LEFT_TO_RIGHT =
  /^[a-z0-9+,\-./:\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0391-\u0481\u0905-\u0939\u0b85-\u0bb9\u3041-\u3096\u4e00-\u9fff\uac00-\ud7a3]/iu;
const LEFT_TO_RIGHT_MARK = "\u200e";
const RIGHT_TO_LEFT_MARK = "\u200f";
const ARABIC_LETTER_MARK = "\u061c";
const LETTERS = /\p{L}/gu;
/** Some readers take a piece for one from left to right where less of it than this are letters from right to left. */
const SHOWN_BY = 0.3;

const SIZES = [1, 1.01] as const;
/** A mark is this wide: less, and a reader takes the next letter for its double; more, and another one sees a blank. */
const MARK_WIDTH = 100.5;
/** Readers lose track of where they are after a vowel mark: from the first on, a piece is squeezed into next to nothing. */
const MARKED_WIDTH = 1;
/** What stands behind a hyphen at the end of a line: some readers take it for one of word division, and leave it out. */
export const BEHIND_HYPHEN: Handed = { text: LEFT_TO_RIGHT_MARK, width: MARK_WIDTH, size: 1 };
/** Most UTF-16 units of one entry of a character map that every reader takes. */
const MOST_UNITS = 60;

/**
 * The pieces of a line in the order in which they are handed over, which is that of reading; side by side they are as long as the line.
 * @param runs in reading order
 */
export function handedOver(runs: readonly LineRun[]): Handed[] {
  const pieces: Piece[] = [];
  for (const run of runs) {
    const characters = [...run.text];
    const width = run.glyphs.reduce((sum, glyph) => sum + glyph.advance, 0) / characters.length;
    for (const character of characters) {
      const last = pieces.at(-1);
      const kind = kindOf(character, run.level % 2 === 1, last?.kind);
      // A piece that begins with a blank is taken for a blank.
      if (last && (last.kind === kind || (last.kind !== "digits" && /\s/u.test(character)))) {
        last.text += character;
        last.width += width;
      } else pieces.push({ text: character, width, kind });
    }
  }
  return pieces.flatMap(handed);
}

function kindOf(character: string, rightToLeft: boolean, before: Kind | undefined): Kind {
  if (ARABIC_DIGITS.test(character)) return "digits";
  if (!rightToLeft || OF_NUMBERS.test(character) || UNKNOWN.test(character)) return "plain";
  return KNOWN.test(character) || before === "turned" ? "turned" : "plain";
}

/** A piece behind the mark of its direction, where it doesn't show it itself. */
function handed(piece: Piece, index: number): Handed[] {
  const size = SIZES[index % 2] as number;
  const turned = piece.kind === "turned";
  const text = turned ? [...piece.text].reverse().join("") : piece.text;
  const isClear = turned ? CLEARLY_RIGHT_TO_LEFT.test(text) : index === 0 || CLEARLY_LEFT_TO_RIGHT.test(text);
  if (isClear) return split(text, piece.width, size);
  const mark = turned ? markOf(text) : LEFT_TO_RIGHT_MARK;
  if (/^\s/u.test(text)) return split(mark + text, piece.width, size);
  const width = Math.min(MARK_WIDTH * size, piece.width / 2);
  return [{ text: mark, width, size }, ...split(text, piece.width - width, size)];
}

/** The mark before a piece from right to left: of letters that are hidden under vowel marks, as many as show some readers whither it goes. */
function markOf(text: string): string {
  const letters = text.match(LETTERS)?.length ?? 0;
  const lacking = Math.ceil((SHOWN_BY * (text.length + 1) - letters) / (1 - SHOWN_BY));
  return lacking > 0 ? ARABIC_LETTER_MARK.repeat(lacking) : RIGHT_TO_LEFT_MARK;
}

/** A piece in parts that are short enough, of which none begins with a blank. */
function split(text: string, width: number, size: number): Handed[] {
  const characters = [...text];
  const mark = characters.findIndex((character) => /\p{Mn}/u.test(character));
  if (mark < 1) return parts(characters, width, size);
  const narrow = Math.min(MARKED_WIDTH, width / 2);
  return [...parts(characters.slice(0, mark), width - narrow, size), ...parts(characters.slice(mark), narrow, size)];
}

function parts(characters: readonly string[], width: number, size: number): Handed[] {
  const found: Handed[] = [];
  for (let start = 0; start < characters.length; ) {
    let end = start;
    for (let units = 0; end < characters.length; end++) {
      units += (characters[end] as string).length;
      if (units > MOST_UNITS) break;
    }
    while (end < characters.length && end > start + 1 && /^\s$/u.test(characters[end] as string)) end--;
    const text = characters.slice(start, end).join("");
    found.push({ text, size, width: (width * (end - start)) / characters.length });
    start = end;
  }
  return found;
}

/** How many letters of a text, with the marks beside them, readers count as written from right to left, less all others; at most. */
export function leaning(text: string): number {
  const fromLeft = text.match(/[a-z]/gi)?.length ?? 0;
  return KNOWN.test(text) ? text.length - 2 * fromLeft : -fromLeft;
}

/**
 * Marks that nobody sees, for a page on which most letters are written from right to left: some readers take such a page for one whose
 * lines stand from right to left, piece by piece, and whose columns do.
 * @param more letters there are from right to left than from left to right
 */
export function counterweight(more: number): Handed[] {
  const weight: Handed[] = [];
  for (let left = more; left > 0; left -= MOST_UNITS)
    weight.push({ text: LEFT_TO_RIGHT_MARK.repeat(Math.min(left, MOST_UNITS)), width: 1000, size: 1 });
  return weight;
}
