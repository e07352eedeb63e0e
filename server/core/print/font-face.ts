import { readFileSync } from "node:fs";
import { create, type Font } from "fontkit";
import { unpackWoff } from "./unpack-woff.ts";

const faces = new Map<string, FontFace>();

/**
 * A parsed font file. Parsing takes as long as drawing several certificates, so each file is opened once per thread, and only
 * when the first text needs it.
 */
export class FontFace {
  readonly font: Font;
  /** The file as TrueType or OpenType, whatever it was packed in. */
  readonly bytes: Uint8Array;

  private constructor(bytes: Uint8Array, font: Font) {
    this.bytes = bytes;
    this.font = font;
  }

  /** The face in a TTF, OTF or WOFF file. Throws where the file is missing or holds no single font. */
  static open(file: string): FontFace {
    let face = faces.get(file);
    if (!face) {
      const packed = readFileSync(file);
      const bytes = file.endsWith(".woff") ? unpackWoff(packed) : packed;
      const font = create(bytes as Buffer);
      if (!("layout" in font)) throw new Error(`${file} holds a collection of fonts, not one font.`);
      face = new FontFace(bytes, font);
      faces.set(file, face);
    }
    return face;
  }

  /** Whether the face has a glyph for a character, and one that can be measured: Nanum Myeongjo's blank points behind its file's end. */
  covers(codePoint: number): boolean {
    if (!this.font.hasGlyphForCodePoint(codePoint)) return false;
    try {
      return Number.isFinite(this.font.glyphForCodePoint(codePoint).advanceWidth);
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }
}
