import { FontFamily, type FontFamilyName, type FontStyle } from "../../core/print/font-family.ts";
import { lineRoom } from "./line-room.ts";
import { breaksOf } from "./pdfmake-internals.ts";
import { lineWidth } from "./shape-line.ts";

export interface FitOptions {
  font: FontFamilyName;
  style?: FontStyle;
  /** Room for a line, in points. */
  width: number;
  /** Sizes to try, largest first, each with the most lines that it may take. The last one is used whatever it takes. */
  sizes: readonly { size: number; lines: number }[];
  /** Room added after each character, in points. */
  spacing?: number;
}

export interface FittedText {
  /** The text with a line feed after each line but the last. Taking them out gives the text back. */
  text: string;
  fontSize: number;
  lines: number;
  /** Height of the lines, in points. */
  height: number;
}

/** Scripts without spaces between words, where a line may end after each word that a dictionary knows. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const words = new Intl.Segmenter("und", { granularity: "word" });
const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/**
 * Sets a text in the largest size in which it fits, in lines of about the same length: a name of eighty characters
 * shrinks and wraps instead of running off the page or leaving one word alone on its line. A word shrinks before it is broken.
 */
export function fitText(text: string, options: FitOptions): FittedText {
  const family = FontFamily.of(options.font, options.style ?? "normal");
  const { font } = family.face;
  const heightOf = (size: number, lines: readonly string[]) =>
    lines.reduce((height, line) => {
      const { above, below } = lineRoom(family, line);
      return height + ((font.ascent - font.descent) / font.unitsPerEm + (above + below) / 1000) * size;
    }, 0);
  const last = options.sizes.at(-1);
  if (!last) throw new Error("fitText needs at least one size.");
  // As it is laid out, part by part: letters that draw nearer to each other within a word do not where a line may end.
  const widthOf = (piece: string) => breaksOf(piece).reduce((sum, part) => sum + lineWidth(family, part), 0);
  const measure = (piece: string): Measured => ({
    text: piece,
    units: widthOf(piece),
    inkUnits: widthOf(piece.trimEnd()),
  });
  const measured = wordsOf(text).map(measure);
  for (const { size, lines: mostLines } of options.sizes) {
    const inPoints = ({ text: piece, units, inkUnits }: Measured): Piece => {
      const spacing = (options.spacing ?? 0) * [...piece].length;
      return { text: piece, width: (units * size) / 1000 + spacing, inkWidth: (inkUnits * size) / 1000 + spacing };
    };
    const wordsInPoints = measured.map(inPoints);
    // A word is broken only where it is too long in the smallest size.
    if (size !== last.size && wordsInPoints.some((word) => word.inkWidth > options.width)) continue;
    const pieces = wordsInPoints.flatMap((word) => {
      if (word.inkWidth <= options.width) return [word];
      return [...graphemes.segment(word.text)].map(({ segment }) => inPoints(measure(segment)));
    });
    const lines = wrap(pieces, options.width);
    if (lines.length > mostLines && size !== last.size) continue;
    const balanced = balance(pieces, lines, options.width);
    const texts = balanced.map((line) => line.map((piece) => piece.text).join(""));
    return { text: texts.join("\n"), fontSize: size, lines: texts.length, height: heightOf(size, texts) };
  }
  throw new Error("fitText found no size.");
}

/** A part of a text that stays on one line: a word with the space after it. Lengths in points. */
interface Piece {
  readonly text: string;
  readonly width: number;
  /** Without the space at its end. */
  readonly inkWidth: number;
}

/** A piece before its size is known. Lengths in thousandths of the font size. */
interface Measured {
  readonly text: string;
  readonly units: number;
  readonly inkUnits: number;
}

/** Words, and in Tibetan syllables, with what parts them from the next. */
function wordsOf(text: string): string[] {
  return text
    .split(/(?<=\s)(?=\S)|(?<=[\p{L}\p{N}][-–—/])(?=\S)|(?<=\u0f0b)(?=\S)/u)
    .flatMap((word) => (UNSPACED.test(word) ? unspacedWordsOf(word) : [word]));
}

/** The words of a text without spaces; punctuation stays with the word before it. */
function unspacedWordsOf(text: string): string[] {
  const found: string[] = [];
  for (const { segment, isWordLike } of words.segment(text)) {
    if (isWordLike || found.length === 0) found.push(segment);
    else found.push(found.pop() + segment);
  }
  return found;
}

function wrap(pieces: readonly Piece[], room: number): Piece[][] {
  const lines: Piece[][] = [];
  let width = 0;
  for (const piece of pieces) {
    const line = lines.at(-1);
    if (line && width + piece.inkWidth <= room) {
      line.push(piece);
      width += piece.width;
    } else {
      lines.push([piece]);
      width = piece.width;
    }
  }
  return lines;
}

/** The same number of lines in the least width: halves the doubt about that width until it is under a point. */
function balance(pieces: readonly Piece[], lines: Piece[][], room: number): Piece[][] {
  let best = lines;
  let [tooNarrow, wideEnough] = [0, room];
  while (lines.length > 1 && wideEnough - tooNarrow > 1) {
    const width = (tooNarrow + wideEnough) / 2;
    const candidate = wrap(pieces, width);
    const fits = candidate.length <= lines.length && pieces.every((piece) => piece.inkWidth <= width);
    if (fits) [best, wideEnough] = [candidate, width];
    else tooNarrow = width;
  }
  return best;
}
