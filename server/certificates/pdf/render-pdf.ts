import { buffer } from "node:stream/consumers";
import type { Content } from "pdfmake/interfaces.js";
import { say } from "../../core/messages/message.ts";
import { type Language, sentence } from "../../core/messages/sentence.ts";
import { hanFormsOf } from "../../core/print/font-family.ts";
import { LayoutBuilder } from "./layout-builder.ts";
import { normalizePageMargin, normalizePageSize, SvgMeasure, tableLayouts } from "./pdfmake-internals.ts";
import type { TaggedDocument } from "./tag.ts";
import { TaggedPdfDocument } from "./tagged-document.ts";
import { TaggedRenderer } from "./tagged-renderer.ts";

export interface PdfMeta {
  title: string;
  author: string;
  /** BCP 47 tag of the language of the document's own words. */
  language: string;
  /** BCP 47 tag of the language of the person it is about: whose forms ideographs have. Default: `language`. */
  personLanguage?: string;
  /** Whether it was made where nothing counts: then every page, and the title, says so. */
  isSample?: boolean;
  /** Written into the file, so the same content and date give the same bytes. */
  createdAt: Date;
}

/**
 * Draws a document definition. The result is a tagged PDF 1.7 that states PDF/A-3a and PDF/UA-1. The definition is used
 * up: make a new one for each call. Nothing is read from the network or from disk but our own fonts: images must be
 * data URLs, and pdfmake's URL resolver is left out.
 * @throws RangeError where a text has a character that no font has: pass texts through `printableText`
 */
export async function renderPdf(definition: TaggedDocument, meta: PdfMeta): Promise<Buffer> {
  const language = meta.language as Language;
  const pageSize = normalizePageSize(definition.pageSize, definition.pageOrientation);
  const document = new TaggedPdfDocument(
    {},
    (definition.images ?? {}) as Record<string, string>,
    {},
    {},
    {
      size: [pageSize.width, pageSize.height],
      pdfVersion: "1.7",
      subset: "PDF/A-3a",
      tagged: true,
      displayTitle: true,
      lang: meta.language,
      compress: true,
      autoFirstPage: false,
      font: null,
      info: {
        Title: meta.isSample ? sentence(say("certificate.sampleTitle", { title: meta.title }), language) : meta.title,
        Author: meta.author,
        Creator: "Accrue",
        Producer: "Accrue (pdfmake)",
        CreationDate: meta.createdAt,
      },
    },
    null,
    refuseLocalFile,
  );
  document.hanForms = hanFormsOf(meta.personLanguage ?? "") ?? hanFormsOf(meta.language);
  const layout = new LayoutBuilder(pageSize, normalizePageMargin(definition.pageMargins ?? 40), new SvgMeasure());
  layout.registerTableLayouts(tableLayouts);
  const pages = layout.layoutDocument(
    definition.content,
    document,
    definition.styles ?? {},
    { font: "Sans", fontSize: 10, ...definition.defaultStyle },
    meta.isSample ? marked(definition.background, pageSize, language) : definition.background,
    definition.header,
    definition.footer,
  );
  const renderer = new TaggedRenderer(document);
  renderer.renderPages(pages);
  renderer.writeStructure(definition.structure);
  document.embedFaces();
  document.end();
  return buffer(document);
}

/** So that no page of a sample is taken for more, however it is cut. */
function marked(
  background: TaggedDocument["background"],
  { width, height }: { width: number; height: number },
  language: Language,
): TaggedDocument["background"] {
  const text = sentence(say("certificate.sample"), language);
  const marks = [0.14, 0.44, 0.74].map((share) => ({
    text,
    font: "Sans",
    bold: true,
    fontSize: 104,
    color: "#f3d3d0",
    alignment: "center",
    absolutePosition: { x: 0, y: share * height },
    width,
  })) as Content[];
  return (page, size) => {
    const behind = typeof background === "function" ? background(page, size) : background;
    return { stack: [...(behind ? [behind as Content] : []), ...marks] };
  };
}

/** pdfmake's access policy for local files: documents have no business reading any. */
function refuseLocalFile(): boolean {
  return false;
}
