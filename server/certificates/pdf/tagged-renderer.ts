import type { FontFace } from "../../core/print/font-face.ts";
import { BREAK_HERE } from "../../core/print/printable-text.ts";
import { utf16Hex } from "./embedded-face.ts";
import { piecesOf } from "./layout-builder.ts";
import type { Drawing } from "./ornament.ts";
import {
  type Artwork,
  type Inline,
  type Line,
  PdfmakeRenderer,
  type PdfReference,
  type PdfStructureContent,
} from "./pdfmake-internals.ts";

import { BEHIND_HYPHEN, counterweight, type Handed, handedOver, leaning } from "./read-back.ts";
import { type LineRun, shapeLine } from "./shape-line.ts";
import type { ShapedGlyph } from "./shape-run.ts";
import type { Tag } from "./tag.ts";
import { DocumentFont, type TaggedPdfDocument } from "./tagged-document.ts";

const number = (value: number) => String(Math.round(value * 1000) / 1000);

/** Words of one letter each, whose blanks look like letter-spacing: readers are told such texts whole. */
const WORDS_OF_ONE_LETTER = /^\S(?: \S)+$/u;

/** What one tag has on the pages: marked content, and the annotation of a link. */
interface Drawn {
  readonly element: PdfReference;
  readonly kids: Record<string, unknown>[];
}

/**
 * Draws the pages that pdfmake laid out: text shaped line by line with fallback fonts and both directions, each piece
 * of content marked as belonging to its tag, and all else marked as decoration.
 */
export class TaggedRenderer extends PdfmakeRenderer {
  private readonly document: TaggedPdfDocument;
  private readonly drawn = new Map<Tag, Drawn>();
  /** Table headings come again on each page: the first time they are content, later decoration. */
  private readonly inlinesSeen = new Set<Inline>();

  /** Of the letters on the page: see the function. */
  private leaning = 0;
  private readBy: DocumentFont | undefined;

  constructor(document: TaggedPdfDocument) {
    super(document);
    this.document = document;
  }

  override renderPages(pages: unknown[]): void {
    for (const page of pages) {
      this.leaning = 0;
      super.renderPages([page]);
      const { readBy, leaning } = this;
      if (!readBy || leaning <= 0) continue;
      this.marked(undefined, "Pagination", () => this.drawHanded(readBy, 1, counterweight(leaning), 0, 1));
    }
  }

  override renderLine(line: Line, x: number, y: number): void {
    const baseline = y + line.getAscenderHeight();
    for (const piece of piecesOf(line.inlines)) {
      const first = piece[0] as Inline;
      const seen = this.inlinesSeen.has(first);
      for (const inline of piece) this.inlinesSeen.add(inline);
      const text = piece.map((inline) => inline.text).join("");
      if (text.replaceAll(BREAK_HERE, "") === "") continue;
      const tag = seen ? undefined : first.tag;
      this.marked(tag, "Pagination", () => this.drawText(first, text, x + first.x, baseline));
      if (tag?.options.url !== undefined) {
        const width = piece.reduce((sum, inline) => sum + inline.width, 0);
        this.link(tag, tag.options.url, x + first.x, y, width, line.getHeight());
      }
    }
  }

  override renderVector(vector: Artwork): void {
    this.marked(vector.tag, "Layout", () => (isDrawing(vector) ? this.draw(vector) : super.renderVector(vector)));
  }

  override renderImage(image: Artwork): void {
    this.marked(image.tag, "Layout", () => super.renderImage(image));
  }

  override renderSVG(svg: Artwork): void {
    this.marked(svg.tag, "Layout", () => super.renderSVG(svg));
  }

  /** Writes the structure tree. Once, after the last page. */
  writeStructure(root: Tag): void {
    const treeRoot = this.document.getStructTreeRoot();
    treeRoot.data.K = [this.writeElement(root, treeRoot)];
  }

  private drawnOf(tag: Tag): Drawn {
    let drawn = this.drawn.get(tag);
    if (!drawn) {
      drawn = { element: this.document.ref({}), kids: [] };
      this.drawn.set(tag, drawn);
    }
    return drawn;
  }

  private marked(tag: Tag | undefined, artifact: "Pagination" | "Layout", draw: () => void): void {
    if (tag) {
      const { element, kids } = this.drawnOf(tag);
      const content: PdfStructureContent = this.document.markStructureContent(tag.role);
      for (const { pageRef, mcid } of content.refs) {
        kids.push({ Type: "MCR", Pg: pageRef, MCID: mcid });
        this.document.getStructParentTree().get(this.document.page.structParentTreeKey)[mcid] = element;
      }
    } else {
      this.document.markContent("Artifact", { type: artifact });
    }
    draw();
    this.document.endMarkedContent();
  }

  private draw({ operators, color, lineColor, lineWidth }: Drawing): void {
    const { document } = this;
    document.save();
    if (color !== undefined) document.fillColor(color);
    if (lineColor !== undefined) document.strokeColor(lineColor);
    document.lineWidth(lineWidth ?? 1);
    document.addContent(operators + (color === undefined ? "S" : lineColor === undefined ? "f" : "B"));
    document.restore();
  }

  /**
   * Draws a line. A glyph without text of its own (the dot of an Arabic letter, a vowel mark) is drawn as an outline:
   * readers disagree on what text a glyph without any has. So are all glyphs of a line that has text from right to left, under a text
   * that nobody sees and everybody reads: see `handedOver`.
   */
  private drawText(style: Inline, text: string, x: number, baseline: number): void {
    if (!(style.font instanceof DocumentFont)) throw new Error("A text was laid out with a foreign font.");
    const direction = style.tag?.direction ?? "ltr";
    const visible = text.replaceAll(BREAK_HERE, "");
    const { fromLeft, inReadingOrder } = shapeLine(style.font.family, visible, direction);
    const { document } = this;
    this.leaning += leaning(visible);
    this.readBy = style.font;
    let left = x;
    if (direction === "rtl") {
      // The space at the end of the line stands at its left, outside the column.
      const trailing = visible.slice(visible.trimEnd().length);
      left -= style.font.widthOfString(trailing, style.fontSize);
    }
    document.save();
    if (style.opacity !== undefined && style.opacity !== 1) document.opacity(style.opacity);
    document.fillColor(style.color);
    document.transform(1, 0, 0, -1, 0, document.page.height);
    const y = document.page.height - baseline;
    if (inReadingOrder.some(({ level }) => level > 0)) {
      this.drawHanded(style.font, style.fontSize, handedOver(inReadingOrder), left, y);
      let pen = left;
      for (const { face, glyphs } of fromLeft)
        for (const glyph of glyphs) {
          this.drawOutline(face, glyph, style.fontSize, pen, y);
          pen += (glyph.advance * style.fontSize) / 1000;
        }
    } else {
      const spoken = WORDS_OF_ONE_LETTER.test(visible);
      if (spoken) document.addContent(`/Span <</ActualText <${utf16Hex(`\ufeff${visible}`)}>>> BDC`);
      this.drawGlyphs(style, fromLeft, left, y);
      if (spoken) document.addContent("EMC");
    }
    if (visible.endsWith("-")) {
      const end =
        left + style.font.widthOfString(visible, style.fontSize) + (style.characterSpacing ?? 0) * visible.length;
      this.drawHanded(style.font, style.fontSize, [BEHIND_HYPHEN], end, y);
    }
    document.restore();
  }

  private drawGlyphs(style: Inline, runs: readonly LineRun[], x: number, y: number): void {
    const { document } = this;
    const scale = style.fontSize / 1000;
    const spacing = style.characterSpacing ?? 0;
    const outlines: { face: FontFace; glyph: ShapedGlyph; x: number }[] = [];
    let pen = x;
    document.addContent("BT");
    document.addContent(`${number(spacing)} Tc`);
    for (const run of runs) {
      const face = document.embeddedFace(run.face);
      document.page.fonts[face.id] ??= face.reference;
      document.addContent(`/${face.id} ${number(style.fontSize)} Tf`);
      document.addContent(`1 0 0 1 ${number(pen)} ${number(y)} Tm`);
      let shown: string[] = [];
      let rise = 0;
      const show = () => {
        if (shown.length > 0) document.addContent(`[${shown.join(" ")}] TJ`);
        shown = [];
      };
      for (const glyph of run.glyphs) {
        if (glyph.text === "") {
          outlines.push({ face: run.face, glyph, x: pen });
          if (glyph.advance !== 0) shown.push(number(-glyph.advance));
          pen += glyph.advance * scale;
          continue;
        }
        const up = glyph.yOffset * scale;
        if (up !== rise) {
          show();
          document.addContent(`${number(up)} Ts`);
          rise = up;
        }
        if (glyph.xOffset !== 0) shown.push(number(-glyph.xOffset));
        shown.push(`<${face.code(glyph)}>`);
        const correction = glyph.width + glyph.xOffset - glyph.advance;
        if (correction !== 0) shown.push(number(correction));
        pen += glyph.advance * scale + spacing;
      }
      show();
      if (rise !== 0) document.addContent("0 Ts");
    }
    document.addContent("ET");
    for (const { face, glyph, x: at } of outlines) this.drawOutline(face, glyph, style.fontSize, at, y);
  }

  /** @param x where the pen stands, in points, as y */
  private drawOutline(face: FontFace, glyph: ShapedGlyph, fontSize: number, x: number, y: number): void {
    const shape = face.font.getGlyph(glyph.id).path.toSVG();
    if (shape === "") return;
    const { document } = this;
    const [unit, scale] = [fontSize / face.font.unitsPerEm, fontSize / 1000];
    document.save();
    document.transform(unit, 0, 0, unit, x + glyph.xOffset * scale, y + glyph.yOffset * scale);
    document.path(shape).fill();
    document.restore();
  }

  /** Writes text that is read and not seen: blanks of the font, each stretched to its piece's length. */
  private drawHanded(font: DocumentFont, fontSize: number, pieces: readonly Handed[], x: number, y: number): void {
    const { document } = this;
    const face = document.embeddedFace(font.family.face);
    document.page.fonts[face.id] ??= face.reference;
    const blank = font.family.face.font.glyphForCodePoint(0x20);
    const width = (blank.advanceWidth * 1000) / font.family.face.font.unitsPerEm;
    const glyph = { id: blank.id, width, advance: width, xOffset: 0, yOffset: 0 };
    let pen = x;
    document.addContent("BT");
    document.addContent("0 Tc");
    document.addContent("3 Tr");
    for (const piece of pieces) {
      document.addContent(`/${face.id} ${number(fontSize * piece.size)} Tf`);
      document.addContent(`${number((100 * piece.width) / (width * piece.size))} Tz`);
      document.addContent(`1 0 0 1 ${number(pen)} ${number(y)} Tm`);
      document.addContent(`<${face.code({ ...glyph, text: piece.text })}> Tj`);
      pen += (piece.width * fontSize) / 1000;
    }
    document.addContent("ET");
  }

  private link(tag: Tag, url: string, x: number, y: number, width: number, height: number): void {
    const { document } = this;
    const { element, kids } = this.drawnOf(tag);
    const key = document.createStructParentTreeNextKey();
    document.getStructParentTree().add(key, element);
    const { protocol, href } = new URL(url);
    if (protocol !== "https:" && protocol !== "http:")
      throw new Error(`A document may hold a web link, not ${protocol}`);
    const action = document.ref({ S: "URI", URI: new String(href) });
    action.end();
    document.annotate(x, y, width, height, {
      Subtype: "Link",
      A: action,
      Border: [0, 0, 0],
      Contents: new String(tag.options.alt ?? url),
      F: 4,
      StructParent: key,
    });
    const annotation = (document.page.dictionary.data.Annots as PdfReference[]).at(-1);
    kids.push({ Type: "OBJR", Pg: document.page.dictionary, Obj: annotation });
  }

  private writeElement(tag: Tag, parent: PdfReference): PdfReference {
    const { element, kids } = this.drawnOf(tag);
    const { alt, scope, columns, box } = tag.options;
    const { data } = element;
    data.Type = "StructElem";
    data.S = tag.role;
    data.P = parent;
    if (alt !== undefined) data.Alt = new String(alt);
    if (tag.actualText !== undefined) data.ActualText = new String(tag.actualText);
    const cell = { ...(scope && { Scope: scope }), ...(columns && { ColSpan: columns }) };
    if (scope || columns) data.A = { O: "Table", ...cell };
    if (box) {
      const [left, top, right, bottom] = box;
      const { height } = this.document.page;
      data.A = { O: "Layout", Placement: "Block", BBox: [left, height - bottom, right, height - top] };
    }
    data.K = [...kids, ...tag.children.map((child) => this.writeElement(child, element))];
    element.end();
    return element;
  }
}

function isDrawing(vector: Artwork): vector is Drawing {
  return "operators" in vector;
}
