import bidiModule, { type Bidi } from "bidi-js";
import type { FontFace } from "../../core/print/font-face.ts";
import type { FontFamily } from "../../core/print/font-family.ts";
import { type ShapedGlyph, shapeRun } from "./shape-run.ts";

export type Direction = "ltr" | "rtl";

/** Glyphs of one face, in the order in which they stand on the page from left to right. */
export interface LineRun {
  readonly face: FontFace;
  /** Their characters, in reading order. */
  readonly text: string;
  readonly glyphs: readonly ShapedGlyph[];
  /** Odd where the glyphs stand from right to left. */
  readonly level: number;
}

export interface ShapedLine {
  /** In the order in which they are read. */
  readonly inReadingOrder: readonly LineRun[];
  /** In the order in which they stand on the page from left to right. */
  readonly fromLeft: readonly LineRun[];
}

/** The package's types describe its CommonJS build; Node loads the ES module, whose default export is the factory. */
const bidi: Bidi = (bidiModule as unknown as () => Bidi)();

/** Letters and digits that are written from right to left, and controls that switch direction. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Letters that are written from left to right. */
const LEFT_TO_RIGHT = /(?![\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}])\p{L}/u;

/** A character of two UTF-16 units. */
const IN_TWO_UNITS = /[\u{10000}-\u{10ffff}]/gu;

/** For each type of Unicode Standard Annex 9 that characters of two units have, but "L", one of a single unit. */
const OF_ITS_TYPE: Record<string, string> = {
  R: "\u05d0",
  AL: "\u0627",
  AN: "\u0660",
  EN: "0",
  NSM: "\u0300",
  ON: "!",
};

/** Whether any of a text is written from right to left. */
export function hasRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text);
}

/**
 * The direction of a paragraph: from right to left where all its letters are written so. A name of both kinds stands as the rest of
 * the document does, from left to right: so it can be read back, too, by readers that know one direction a page.
 */
export function paragraphDirection(text: string): Direction {
  return RIGHT_TO_LEFT.test(text) && !LEFT_TO_RIGHT.test(text) ? "rtl" : "ltr";
}

/**
 * Turns a line of text into glyphs: splits it by direction and by font, shapes each run, reorders the runs (Unicode Standard Annex 9).
 * @param text in reading order
 * @param direction the paragraph's direction, not the line's
 */
export function shapeLine(family: FontFamily, text: string, direction: Direction): ShapedLine {
  if (direction === "ltr" && !RIGHT_TO_LEFT.test(text)) {
    const runs = family.runs(text).map((run) => ({ ...run, level: 0, glyphs: shapeWords(run.face, run.text) }));
    return { inReadingOrder: runs, fromLeft: runs };
  }
  const levels = levelsOf(text, direction);
  const runs: LineRun[] = [];
  for (let start = 0; start < text.length; ) {
    const level = levels[start] as number;
    let end = start + 1;
    while (end < text.length && levels[end] === level) end++;
    for (const run of family.runs(text.slice(start, end)))
      runs.push({ ...run, level, glyphs: shapeRun(run.face, run.text, level % 2 === 1) });
    start = end;
  }
  const fromLeft = [...runs];
  const highest = Math.max(...runs.map((run) => run.level));
  for (let level = highest; level >= 1; level--) {
    for (let start = 0; start < fromLeft.length; start++) {
      let end = start;
      while (end < fromLeft.length && (fromLeft[end]?.level ?? 0) >= level) end++;
      if (end > start + 1) fromLeft.splice(start, end - start, ...fromLeft.slice(start, end).reverse());
      start = Math.max(start, end - 1);
    }
  }
  return { inReadingOrder: runs, fromLeft };
}

/**
 * The level of each UTF-16 unit. The package asks the type of each unit, and takes the halves of a letter of Adlam or Rohingya for
 * letters from left to right: characters of their type stand in for them.
 */
function levelsOf(text: string, direction: Direction): Uint8Array {
  const inSingleUnits = text.replace(IN_TWO_UNITS, (character) => {
    const instead = OF_ITS_TYPE[bidi.getBidiCharTypeName(character)];
    return instead === undefined ? character : instead + instead;
  });
  return bidi.getEmbeddingLevels(inSingleUnits, direction).levels;
}

/** Word by word, as pdfmake measures, so that words shaped before are found again. */
function shapeWords(face: FontFace, text: string): ShapedGlyph[] {
  return text.split(/(?<= )/).flatMap((word) => shapeRun(face, word, false));
}

/** Width of a text on one line, in thousandths of the font size. */
export function lineWidth(family: FontFamily, text: string): number {
  let width = 0;
  for (const run of shapeLine(family, text, "ltr").fromLeft) for (const glyph of run.glyphs) width += glyph.advance;
  return width;
}
