import { buffer } from "node:stream/consumers";
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
  /** Written into the file, so the same content and date give the same bytes. */
  createdAt: Date;
}

/**
 * Draws a document definition. The result is a tagged PDF 1.7 that states PDF/A-2a and PDF/UA-1. The definition is used
 * up: make a new one for each call. Nothing is read from the network or from disk but our own fonts: images must be
 * data URLs, and pdfmake's URL resolver is left out.
 * @throws RangeError where a text has a character that no font has: pass texts through `printableText`
 */
export async function renderPdf(definition: TaggedDocument, meta: PdfMeta): Promise<Buffer> {
  const pageSize = normalizePageSize(definition.pageSize, definition.pageOrientation);
  const document = new TaggedPdfDocument(
    {},
    (definition.images ?? {}) as Record<string, string>,
    {},
    {},
    {
      size: [pageSize.width, pageSize.height],
      pdfVersion: "1.7",
      subset: "PDF/A-2a",
      tagged: true,
      displayTitle: true,
      lang: meta.language,
      compress: true,
      autoFirstPage: false,
      font: null,
      info: {
        Title: meta.title,
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
    definition.background,
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

/** pdfmake's access policy for local files: documents have no business reading any. */
function refuseLocalFile(): boolean {
  return false;
}
