import bidiModule, { type Bidi } from "bidi-js";
import type { FontFace } from "../../core/print/font-face.ts";
import type { FontFamily } from "../../core/print/font-family.ts";
import { type ShapedGlyph, shapeRun } from "./shape-run.ts";

export type Direction = "ltr" | "rtl";

/** Glyphs of one face, in the order in which they stand on the page from left to right. */
export interface LineRun {
  readonly face: FontFace;
  readonly glyphs: readonly ShapedGlyph[];
}

/** The package's types describe its CommonJS build; Node loads the ES module, whose default export is the factory. */
const bidi: Bidi = (bidiModule as unknown as () => Bidi)();

/** Letters and digits that are written from right to left, and controls that switch direction. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Letters that are written from left to right. */
const LEFT_TO_RIGHT = /(?![\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}])\p{L}/u;

/** Marks of direction, which are never drawn. */
const LEFT_TO_RIGHT_MARK = "\u200e";
const RIGHT_TO_LEFT_MARK = "\u200f";

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
 * Turns a line of text, in reading order, into glyphs in the order in which they stand on the page: splits it by direction
 * and by font, shapes each run, reorders the runs (Unicode Standard Annex 9).
 * @param direction the paragraph's direction, not the line's
 */
export function shapeLine(family: FontFamily, text: string, direction: Direction): LineRun[] {
  if (direction === "ltr" && !RIGHT_TO_LEFT.test(text)) {
    return family.runs(text).map((run) => ({ face: run.face, glyphs: shapeWords(run.face, run.text) }));
  }
  const { levels } = bidi.getEmbeddingLevels(text, direction);
  const runs: (LineRun & { level: number })[] = [];
  for (let start = 0; start < text.length; ) {
    const level = levels[start] as number;
    let end = start + 1;
    while (end < text.length && levels[end] === level) end++;
    const rightToLeft = level % 2 === 1;
    for (const run of family.runs(text.slice(start, end)))
      runs.push({ level, face: run.face, glyphs: shapeRun(run.face, run.text, rightToLeft) });
    start = end;
  }
  const highest = Math.max(...runs.map((run) => run.level));
  for (let level = highest; level >= 1; level--) {
    for (let start = 0; start < runs.length; start++) {
      let end = start;
      while (end < runs.length && (runs[end]?.level ?? 0) >= level) end++;
      if (end > start + 1) runs.splice(start, end - start, ...runs.slice(start, end).reverse());
      start = Math.max(start, end - 1);
    }
  }
  return runs.map((run, index) => marked(run, runs[index - 1]));
}

/**
 * Readers give what has no direction of its own to the text at its left. A mark of direction stands where that is wrong: before a
 * blank after text from right to left, and before a mark or bracket at the left end of such text.
 */
function marked<R extends LineRun & { level: number }>(run: R, before: R | undefined): R {
  const [level, levelBefore] = [run.level % 2, (before?.level ?? 0) % 2];
  const at = run.glyphs.findIndex(({ text }) => text !== "");
  if (level === levelBefore || at < 0 || /^\p{L}/u.test(run.glyphs[at]?.text ?? "")) return run;
  const mark = level === 0 ? LEFT_TO_RIGHT_MARK : RIGHT_TO_LEFT_MARK;
  return {
    ...run,
    glyphs: run.glyphs.map((glyph, index) => (index === at ? { ...glyph, text: mark + glyph.text } : glyph)),
  };
}

/** Word by word, as pdfmake measures, so that words shaped before are found again. */
function shapeWords(face: FontFace, text: string): ShapedGlyph[] {
  return text.split(/(?<= )/).flatMap((word) => shapeRun(face, word, false));
}

/** Width of a text on one line, in thousandths of the font size. */
export function lineWidth(family: FontFamily, text: string): number {
  let width = 0;
  for (const run of shapeLine(family, text, "ltr")) for (const glyph of run.glyphs) width += glyph.advance;
  return width;
}
