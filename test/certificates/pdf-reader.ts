// It puts a JSON.parse of its own in place of Node's, which takes "{" for a whole text where a reviver is given: everything that later
// files of this process read would pass through it.
const { parse } = JSON;
const { getDocument } = await import("pdfjs-dist/legacy/build/pdf.mjs");
JSON.parse = parse;

export interface StructureNode {
  role: string;
  alt?: string;
  children: StructureNode[];
}

/** What a reader finds in a PDF: the text of each page, the structure, links and metadata. */
export interface PdfReading {
  pages: string[];
  /** Of each page where its lines of text stand, from the top: heights above the page's foot, in points. */
  baselines: number[][];
  /** The structure of each page. */
  structure: StructureNode[];
  links: string[];
  title: unknown;
  language: unknown;
  displaysTitle: boolean;
  hasJavaScript: boolean;
  metadata: string;
}

/** Reads a PDF with pdf.js, which shares no code with pdfmake. Lines of a page are separated by line feeds. */
export async function readPdf(bytes: Uint8Array): Promise<PdfReading> {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 });
  const pdf = await task.promise;
  const reading: PdfReading = {
    pages: [],
    baselines: [],
    structure: [],
    links: [],
    title: undefined,
    language: undefined,
    displaysTitle: false,
    hasJavaScript: Boolean(await pdf.hasJSActions()) || (await pdf.getJSActions()) !== null,
    metadata: "",
  };
  const { info, metadata } = await pdf.getMetadata();
  const facts = info as Record<string, unknown>;
  reading.title = facts.Title;
  reading.language = facts.Language;
  reading.metadata = metadata?.getRaw() ?? "";
  const preferences = (await pdf.getViewerPreferences()) as Record<string, unknown> | null;
  reading.displaysTitle = preferences?.DisplayDocTitle === true;
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    reading.pages.push(items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join(""));
    const heights = items.flatMap((item) =>
      "str" in item && item.str.trim() !== "" ? [item.transform[5] as number] : [],
    );
    reading.baselines.push([...new Set(heights)].sort((a, b) => b - a));
    reading.structure.push((await page.getStructTree()) as unknown as StructureNode);
    for (const annotation of await page.getAnnotations()) reading.links.push(annotation.unsafeUrl ?? annotation.url);
  }
  await task.destroy();
  return reading;
}

/** All elements of a structure, parents before children. */
export function elements(node: StructureNode): StructureNode[] {
  return [node, ...(node.children ?? []).flatMap(elements)];
}
