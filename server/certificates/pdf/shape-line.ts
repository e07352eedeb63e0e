import bidiModule, { type Bidi } from "bidi-js";
import type { FontFace, ShapedGlyph } from "./font-face.ts";
import type { FontFamily } from "./font-family.ts";

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

/** Whether any of a text is written from right to left. */
export function hasRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text);
}

/** The direction of a paragraph: that of its first letter (rule P2 of the Unicode Bidirectional Algorithm). */
export function paragraphDirection(text: string): Direction {
  if (!RIGHT_TO_LEFT.test(text)) return "ltr";
  return (bidi.getEmbeddingLevels(text).paragraphs[0]?.level ?? 0) % 2 === 1 ? "rtl" : "ltr";
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
    for (const run of family.runs(text.slice(start, end))) {
      const drawn = rightToLeft ? [...run.text].map((c) => bidi.getMirroredCharacter(c) ?? c).join("") : run.text;
      runs.push({ level, face: run.face, glyphs: run.face.shape(run.text, drawn, rightToLeft) });
    }
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
  return runs;
}

/** Word by word, as pdfmake measures, so that words shaped before are found again. */
function shapeWords(face: FontFace, text: string): ShapedGlyph[] {
  return text.split(/(?<= )/).flatMap((word) => face.shape(word, word, false));
}

/** Width of a text on one line, in thousandths of the font size. */
export function lineWidth(family: FontFamily, text: string): number {
  let width = 0;
  for (const run of shapeLine(family, text, "ltr")) for (const glyph of run.glyphs) width += glyph.advance;
  return width;
}
