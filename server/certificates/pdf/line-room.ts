import type { FontFace } from "../../core/print/font-face.ts";
import type { FontFamily } from "../../core/print/font-family.ts";
import { shapeLine } from "./shape-line.ts";

/** What a line needs beyond the room that its family's own face has for one, in thousandths of the font size; never below 0. */
export interface LineRoom {
  readonly above: number;
  readonly below: number;
}

const none: LineRoom = { above: 0, below: 0 };

/** Room between what stands above its line, or below it, and the line next to it. */
const air = 40;

/** How far a glyph is drawn above the line, and below it, in thousandths of the font size. */
type Ink = readonly [top: number, bottom: number];

const inks = new WeakMap<FontFace, Map<number, Ink>>();

/**
 * Lines stand as their family's own face wants, which knows nothing of the scripts that other faces draw: stacked letters of Tibetan, what hangs
 * from Burmese, Balinese or Javanese would be drawn through the next line. This is the room for that.
 */
export function lineRoom(family: FontFamily, text: string): LineRoom {
  const foreign = shapeLine(family, text, "ltr").fromLeft.filter(({ face }) => face !== family.face);
  if (foreign.length === 0) return none;
  const { ascent, descent, unitsPerEm } = family.face.font;
  let [above, below] = [0, 0];
  for (const { face, glyphs } of foreign)
    for (const { id, yOffset } of glyphs) {
      const [top, bottom] = inkOf(face, id);
      above = Math.max(above, top + yOffset + air - (ascent * 1000) / unitsPerEm);
      below = Math.max(below, -(bottom + yOffset) + air + (descent * 1000) / unitsPerEm);
    }
  return { above, below };
}

function inkOf(face: FontFace, id: number): Ink {
  let known = inks.get(face);
  if (!known) {
    known = new Map();
    inks.set(face, known);
  }
  let ink = known.get(id);
  if (!ink) {
    ink = measured(face, id);
    known.set(id, ink);
  }
  return ink;
}

function measured({ font }: FontFace, id: number): Ink {
  try {
    const { minY, maxY } = font.getGlyph(id).bbox;
    const scale = 1000 / font.unitsPerEm;
    // Of a glyph without ink, such as a blank, the box has no end.
    return Number.isFinite(minY) && Number.isFinite(maxY) ? [maxY * scale, minY * scale] : [0, 0];
  } catch (error) {
    // Nanum Myeongjo's blank points behind its file's end.
    if (error instanceof RangeError) return [0, 0];
    throw error;
  }
}
