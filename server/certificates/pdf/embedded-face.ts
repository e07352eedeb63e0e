import type { FontFace } from "../../core/print/font-face.ts";
import type { PdfDocument, PdfReference } from "./pdfmake-internals.ts";
import type { ShapedGlyph } from "./shape-run.ts";

/** Font descriptor flag: the font has glyphs outside the standard Latin set. */
const SYMBOLIC = 4;
const ITALIC = 64;
/** Most entries that one block of a character map may hold. */
const BLOCK = 100;

const hex4 = (value: number) => value.toString(16).padStart(4, "0");
const round = (value: number) => Math.round(value * 1000) / 1000;

/** Text as UTF-16 in hexadecimal digits. */
export function utf16Hex(text: string): string {
  let hex = "";
  for (let index = 0; index < text.length; index++) hex += hex4(text.charCodeAt(index));
  return hex;
}

/**
 * A face as one document embeds it: only the glyphs it draws, and a code of its own for each pair of glyph and text. So
 * one glyph may stand for several texts, and what a reader copies out is what went in.
 */
export class EmbeddedFace {
  readonly id: string;
  readonly reference: PdfReference;
  private readonly document: PdfDocument;
  private readonly face: FontFace;
  private readonly subset: { glyphs: number[]; encode(): Uint8Array; cff?: unknown };
  private readonly codes = new Map<string, number>();
  private readonly widths: number[] = [];
  private readonly texts: string[] = [];

  constructor(document: PdfDocument, face: FontFace, number: number) {
    this.document = document;
    this.face = face;
    this.id = `F${number}`;
    this.reference = document.ref({});
    // The subset starts with the glyph for missing characters, which is never drawn.
    this.subset = face.font.createSubset() as unknown as EmbeddedFace["subset"];
    this.widths.push(0);
    this.texts.push("");
  }

  /** The code, in four hexadecimal digits, that draws the glyph and reads as its text. */
  code(glyph: ShapedGlyph): string {
    const key = `${glyph.id} ${glyph.width} ${glyph.text}`;
    let code = this.codes.get(key);
    if (code === undefined) {
      code = this.subset.glyphs.push(glyph.id) - 1;
      this.codes.set(key, code);
      this.widths[code] = glyph.width;
      this.texts[code] = glyph.text;
    }
    return hex4(code);
  }

  /** Writes the font into the document. Once, after the last page. */
  embed(): void {
    const { font } = this.face;
    const scale = 1000 / font.unitsPerEm;
    const compact = this.subset.cff !== undefined;
    const name = `ACCR${subsetLetters(Number(this.id.slice(1)))}+${font.postscriptName.replaceAll(" ", "-")}`;
    const file = this.document.ref(compact ? { Subtype: "CIDFontType0C" } : {});
    file.end(compact ? this.subset.encode() : withWidths(this.subset.encode(), this.widths, font.unitsPerEm));
    const descriptor = this.document.ref({
      Type: "FontDescriptor",
      FontName: name,
      Flags: SYMBOLIC | (font.italicAngle === 0 ? 0 : ITALIC),
      FontBBox: [font.bbox.minX, font.bbox.minY, font.bbox.maxX, font.bbox.maxY].map((edge) => round(edge * scale)),
      ItalicAngle: font.italicAngle,
      Ascent: round(font.ascent * scale),
      Descent: round(font.descent * scale),
      CapHeight: round((font.capHeight || font.ascent) * scale),
      XHeight: round((font.xHeight || 0) * scale),
      StemV: 80,
      [compact ? "FontFile3" : "FontFile2"]: file,
    });
    descriptor.end();
    const descendant = this.document.ref({
      Type: "Font",
      Subtype: compact ? "CIDFontType0" : "CIDFontType2",
      BaseFont: name,
      CIDSystemInfo: { Registry: new String("Adobe"), Ordering: new String("Identity"), Supplement: 0 },
      FontDescriptor: descriptor,
      W: [0, this.widths.map(round)],
      ...(compact ? {} : { CIDToGIDMap: "Identity" }),
    });
    descendant.end();
    const toUnicode = this.document.ref({});
    toUnicode.end(this.characterMap());
    Object.assign(this.reference.data, {
      Type: "Font",
      Subtype: "Type0",
      BaseFont: name,
      Encoding: "Identity-H",
      DescendantFonts: [descendant],
      ToUnicode: toUnicode,
    });
    this.reference.end();
  }

  private characterMap(): string {
    const entries = this.texts.map((text, code) => `<${hex4(code)}> <${utf16Hex(text)}>`).slice(1);
    const blocks: string[] = [];
    for (let start = 0; start < entries.length; start += BLOCK) {
      const block = entries.slice(start, start + BLOCK);
      blocks.push(`${block.length} beginbfchar`, ...block, "endbfchar");
    }
    return [
      "/CIDInit /ProcSet findresource begin",
      "12 dict begin",
      "begincmap",
      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
      "/CMapName /Adobe-Identity-UCS def",
      "/CMapType 2 def",
      "1 begincodespacerange",
      "<0000> <ffff>",
      "endcodespacerange",
      ...blocks,
      "endcmap",
      "CMapName currentdict /CMap defineresource pop",
      "end",
      "end",
    ].join("\n");
  }
}

/** Two capital letters that differ for each face of a document. */
function subsetLetters(number: number): string {
  return String.fromCharCode(65 + Math.floor(number / 26), 65 + (number % 26));
}

/**
 * A TrueType font with other widths of its glyphs, in thousandths of the font size: one that stands for several is wider than its
 * drawing, and the font's own width must be the one that the document states.
 */
function withWidths(font: Uint8Array, widths: readonly number[], unitsPerEm: number): Uint8Array {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const tables = view.getUint16(4);
  const HMTX = 0x686d7478;
  for (let index = 0; index < tables; index++) {
    const entry = 12 + index * 16;
    if (view.getUint32(entry) !== HMTX) continue;
    const [at, length] = [view.getUint32(entry + 8), view.getUint32(entry + 12)];
    widths.forEach((width, glyph) => {
      if (glyph * 4 + 4 <= length) view.setUint16(at + glyph * 4, Math.round((width * unitsPerEm) / 1000));
    });
  }
  return font;
}
