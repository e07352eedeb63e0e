import { createRequire } from "node:module";
import type { Tag } from "./tag.ts";

/**
 * The parts of pdfmake 0.3.11 that `renderPdf` puts together itself, because pdfmake's own printer has no door for
 * tags, fallback fonts or fonts parsed once. The version is pinned; the tests of tags and text notice a change.
 */
const require = createRequire(import.meta.url);

/** A PDF object: a dictionary that is written out when it is ended. */
export interface PdfReference {
  data: Record<string, unknown>;
  write(chunk: string | Uint8Array): void;
  end(chunk?: string | Uint8Array): void;
}

export interface PdfStructureContent {
  refs: { pageRef: PdfReference; mcid: number }[];
}

/** What we use of pdfkit's document, as pdfmake extends it. */
export interface PdfDocument extends NodeJS.ReadableStream {
  info: Record<string, unknown>;
  page: {
    height: number;
    fonts: Record<string, PdfReference>;
    structParentTreeKey: number;
    dictionary: PdfReference;
  };
  ref(data: Record<string, unknown>): PdfReference;
  save(): void;
  restore(): void;
  transform(a: number, b: number, c: number, d: number, e: number, f: number): void;
  strokeColor(color: string): void;
  lineWidth(width: number): void;
  fillColor(color: string): void;
  opacity(opacity: number): void;
  path(svg: string): { fill(): void };
  addContent(operators: string): void;
  annotate(x: number, y: number, width: number, height: number, options: Record<string, unknown>): void;
  markContent(tag: string, options?: Record<string, unknown>): void;
  markStructureContent(tag: string): PdfStructureContent;
  endMarkedContent(): void;
  getStructTreeRoot(): PdfReference;
  getStructParentTree(): { get(key: number): unknown[]; add(key: number, value: unknown): void };
  createStructParentTreeNextKey(): number;
  appendXML(xml: string): void;
  end(): void;
}

/** A font as pdfmake's layout sees it. Ascender and descender are in thousandths of the font size. */
export interface LayoutFont {
  readonly ascender: number;
  readonly descender: number;
  lineHeight(size: number): number;
  widthOfString(text: string, size: number): number;
  /** What a text needs above and below a line of this font, in thousandths of the font size. */
  roomOf(text: string): { above: number; below: number };
}

/** A piece of a line: text of one style. */
export interface Inline {
  text: string;
  x: number;
  width: number;
  font: LayoutFont;
  fontSize: number;
  color: string;
  characterSpacing?: number;
  opacity?: number;
  tag?: Tag;
  /** Room of the blanks at its beginning and its end, which do not count at the ends of a line. */
  leadingCut?: number;
  trailingCut?: number;
  /** Whether the text goes on in a new line. */
  lineEnd?: boolean;
}

export interface Line {
  inlines: Inline[];
  lastLineInParagraph?: boolean;
  addInline(inline: Inline): void;
  hasEnoughSpaceForInline(inline: Inline, next: readonly Inline[]): boolean;
  getHeight(): number;
  getAscenderHeight(): number;
}
export const Line = require("pdfmake/js/Line.js").default as new (maxWidth: number) => Line;

/** A text as pdfmake lays it out: words that are not yet in a line. */
export interface TextNode {
  _inlines?: Inline[];
}

/** A drawn thing that may carry a tag: vector, image or SVG. */
export interface Artwork {
  tag?: Tag;
}

/** pdfmake's document. Arguments: fonts, images, patterns, attachments, options, virtual files, local access policy. */
export const PdfmakeDocument = require("pdfmake/js/PDFDocument.js").default as new (
  fonts: object,
  images: Record<string, string>,
  patterns: object,
  attachments: object,
  options: object,
  virtualFiles: null,
  localAccessPolicy: (path: string) => boolean,
) => PdfDocument;

export interface PdfmakeRenderer {
  renderPages(pages: unknown[]): void;
  renderLine(line: Line, x: number, y: number): void;
  renderVector(vector: Artwork): void;
  renderImage(image: Artwork): void;
  renderSVG(svg: Artwork): void;
}
export const PdfmakeRenderer = require("pdfmake/js/Renderer.js").default as new (
  document: PdfDocument,
) => PdfmakeRenderer;

export interface PdfmakeLayoutBuilder {
  writer: { context(): { availableWidth: number } };
  registerTableLayouts(layouts: object): void;
  layoutDocument(...parts: unknown[]): unknown[];
  buildNextLine(node: TextNode): Line | null;
}
export const PdfmakeLayoutBuilder = require("pdfmake/js/LayoutBuilder.js").default as new (
  pageSize: object,
  pageMargins: object,
  svgMeasure: object,
) => PdfmakeLayoutBuilder;

export const SvgMeasure = require("pdfmake/js/SVGMeasure.js").default as new () => object;
export const { normalizePageSize, normalizePageMargin } = require("pdfmake/js/PageSize.js") as {
  normalizePageSize(size: unknown, orientation: unknown): { width: number; height: number };
  normalizePageMargin(margin: unknown): object;
};
export const { tableLayouts } = require("pdfmake/js/tableLayouts.js") as { tableLayouts: object };

interface TextBreaker {
  getBreaks(text: string, styles: object): { text: string }[];
}
const textBreaker = new (require("pdfmake/js/TextBreaker.js").default as new () => TextBreaker)();
const noStyles: object = new (require("pdfmake/js/StyleContextStack.js").default as new () => object)();

/** The parts of a text behind which pdfmake ends a line where it has to. It measures each by itself. */
export const breaksOf = (text: string): string[] => textBreaker.getBreaks(text, noStyles).map(({ text: part }) => part);
