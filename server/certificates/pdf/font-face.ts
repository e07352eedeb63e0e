import { readFileSync } from "node:fs";
import { create, type Font } from "fontkit";

/** One glyph as it is drawn. Lengths are in thousandths of the font size. */
export interface ShapedGlyph {
  readonly id: number;
  /** Width that the font gives the glyph by itself; the viewer moves on by this. */
  readonly width: number;
  /** How far the pen moves on after the glyph, with kerning. */
  readonly advance: number;
  readonly xOffset: number;
  readonly yOffset: number;
  /**
   * The characters that a reader of the PDF gets for this glyph; empty where another glyph of its cluster has them.
   * From right to left they are reversed, because readers turn such text around character by character.
   */
  readonly text: string;
}

/** Runs that are kept shaped, per face. A run is mostly a word, so this is a few megabytes at most. */
const SHAPED_RUNS_KEPT = 5000;

/** Zero-width and invisible characters, which fontkit replaces by a space without width. */
const DEFAULT_IGNORABLE = /\p{Default_Ignorable_Code_Point}/u;
const IGNORABLE = -1;
/** A character that is read with the one before it. */
const ATTACHED = /[\p{M}\p{Default_Ignorable_Code_Point}]/u;

const faces = new Map<string, FontFace>();

/**
 * A parsed font file. Parsing takes as long as drawing several certificates, so each file is opened once per process,
 * and only when the first text needs it.
 */
export class FontFace {
  readonly font: Font;
  private readonly shapedRuns = new Map<string, readonly ShapedGlyph[]>();

  private constructor(font: Font) {
    this.font = font;
    // fontkit caches a glyph together with the characters it first stood for. One glyph may stand for several characters
    // (hyphen and non-breaking hyphen), so each use gets an object with characters of its own.
    const cached = font.getGlyph.bind(font);
    font.getGlyph = (id: number, codePoints: number[] = []) => Object.assign(Object.create(cached(id)), { codePoints });
  }

  /** The face in a TTF or OTF file. Throws where the file is missing or holds no single font. */
  static open(file: string): FontFace {
    let face = faces.get(file);
    if (!face) {
      const font = create(readFileSync(file));
      if (!("layout" in font)) throw new Error(`${file} holds a collection of fonts, not one font.`);
      face = new FontFace(font);
      faces.set(file, face);
    }
    return face;
  }

  covers(codePoint: number): boolean {
    return this.font.hasGlyphForCodePoint(codePoint);
  }

  /**
   * Shapes one run of one direction: ligatures, contextual Arabic forms, Indic reordering, marks.
   * @param source the characters that the text of the PDF gives back
   * @param drawn the same characters, brackets mirrored where the run goes from right to left
   * @returns glyphs from left to right, as they are drawn
   */
  shape(source: string, drawn: string, rightToLeft: boolean): readonly ShapedGlyph[] {
    const key = `${rightToLeft ? "<" : ">"}${source}`;
    let glyphs = this.shapedRuns.get(key);
    if (!glyphs) {
      glyphs = this.shapeAfresh(source, drawn, rightToLeft);
      if (this.shapedRuns.size >= SHAPED_RUNS_KEPT) this.shapedRuns.clear();
      this.shapedRuns.set(key, glyphs);
    }
    return glyphs;
  }

  private shapeAfresh(source: string, drawn: string, rightToLeft: boolean): ShapedGlyph[] {
    const run = this.font.layout(drawn, undefined, undefined, undefined, rightToLeft ? "rtl" : "ltr");
    const scale = 1000 / this.font.unitsPerEm;
    const characters = run.glyphs.map((glyph, index) =>
      glyph.codePoints[0] === 0x20 && run.positions[index]?.xAdvance === 0 ? [IGNORABLE] : glyph.codePoints,
    );
    const order = run.glyphs.map((_, index) => index);
    if (rightToLeft) order.reverse();
    const texts = textOfGlyphs(
      [...source].map((text, index) => ({ text, codePoints: decomposed([...drawn][index] as string) })),
      order.map((index) => ({
        codePoints: (characters[index] ?? []).flatMap((codePoint) =>
          codePoint === IGNORABLE ? [IGNORABLE] : decomposed(String.fromCodePoint(codePoint)),
        ),
        spacing: (run.positions[index]?.xAdvance ?? 0) > 0,
      })),
      rightToLeft,
    );
    if (rightToLeft) texts.reverse();
    return run.glyphs.map((glyph, index) => {
      const position = run.positions[index];
      return {
        id: glyph.id,
        width: glyph.advanceWidth * scale,
        advance: (position?.xAdvance ?? 0) * scale,
        xOffset: (position?.xOffset ?? 0) * scale,
        yOffset: (position?.yOffset ?? 0) * scale,
        text: rightToLeft ? [...(texts[index] ?? "")].reverse().join("") : (texts[index] ?? ""),
      };
    });
  }
}

/** The code points that a shaper may draw a character with: Thai SARA AM, for one, is drawn as two glyphs. */
function decomposed(character: string): number[] {
  if (DEFAULT_IGNORABLE.test(character)) return [IGNORABLE];
  return [...character.normalize("NFKD")].map((part) => part.codePointAt(0) as number);
}

interface Part {
  readonly codePoints: readonly number[];
}

/**
 * Hands each glyph its share of the source text, glyphs and characters both in reading order. A cluster ends where the
 * glyphs so far stand for exactly the characters so far, in whatever order the shaper put them, and the next character
 * is no mark. Of a cluster's characters each glyph gets one, and the first also those that are left over; where they do
 * not suffice, and always from right to left, marks get none. So the text read back is the text that went in, whatever
 * was reordered or joined, and no wide glyph is without text, which readers would take for a space.
 */
function textOfGlyphs(
  source: readonly (Part & { text: string })[],
  glyphs: readonly (Part & { spacing: boolean })[],
  rightToLeft: boolean,
): string[] {
  const texts: string[] = glyphs.map(() => "");
  /** Characters seen in the text less characters seen in glyphs, by code point; empty at the end of a cluster. */
  const balance = new Map<number, number>();
  const count = (codePoint: number, by: number) => {
    const sum = (balance.get(codePoint) ?? 0) + by;
    if (sum === 0) balance.delete(codePoint);
    else balance.set(codePoint, sum);
  };
  const deal = (characters: readonly string[], first: number, end: number) => {
    const marks: number[] = [];
    const readable: number[] = [];
    for (let glyph = first; glyph < end; glyph++) {
      readable.push(glyph);
      if (!glyphs[glyph]?.spacing) marks.push(glyph);
    }
    while (marks.length > 0 && (rightToLeft || readable.length > characters.length)) {
      readable.splice(readable.indexOf(marks.pop() as number), 1);
    }
    if (readable.length === 0) readable.push(first);
    const leftOver = Math.max(1, characters.length - readable.length + 1);
    readable.forEach((glyph, index) => {
      const from = index === 0 ? 0 : leftOver + index - 1;
      texts[glyph] = characters.slice(from, leftOver + index).join("");
    });
  };
  let glyphsDealt = 0;
  let charactersDealt = 0;
  let character = 0;
  let excess = 0;
  glyphs.forEach((glyph, index) => {
    for (const codePoint of glyph.codePoints) count(codePoint, -1);
    excess += glyph.codePoints.length;
    for (let next = source[character]; next && excess >= next.codePoints.length; next = source[character]) {
      for (const codePoint of next.codePoints) count(codePoint, 1);
      excess -= next.codePoints.length;
      character++;
    }
    const following = source[character];
    const nextGlyph = glyphs[index + 1];
    const clusterEnds =
      balance.size === 0 && following && !ATTACHED.test(following.text) && nextGlyph && nextGlyph.codePoints.length > 0;
    if (!clusterEnds && nextGlyph) return;
    const end = nextGlyph ? character : source.length;
    const characters = source.slice(charactersDealt, end).map(({ text }) => text);
    deal(characters, glyphsDealt, index + 1);
    glyphsDealt = index + 1;
    charactersDealt = end;
  });
  return texts;
}
