import { createRequire } from "node:module";
import {
  breaksOf,
  Line,
  normalizePageMargin,
  normalizePageSize,
  PdfmakeDocument,
  PdfmakeLayoutBuilder,
  PdfmakeRenderer,
  SvgMeasure,
  tableLayouts,
} from "../../server/certificates/pdf/pdfmake-internals.ts";

/** What we use of pdfmake's insides, which it promises to nobody: another version that has it otherwise is seen here first, and not on paper. */
const shapes = (of: { prototype: object }): Record<string, number> => {
  const found: Record<string, number> = {};
  for (let at = of.prototype; at && at !== Object.prototype; at = Object.getPrototypeOf(at))
    for (const name of Object.getOwnPropertyNames(at)) {
      const value = Object.getOwnPropertyDescriptor(at, name)?.value;
      if (typeof value === "function" && !(name in found)) found[name] = value.length;
    }
  return found;
};

const document = () =>
  new PdfmakeDocument(
    {},
    {},
    {},
    {},
    {
      size: [200, 100],
      pdfVersion: "1.7",
      subset: "PDF/A-3a",
      tagged: true,
      lang: "en",
      autoFirstPage: false,
      font: null,
    },
    null,
    () => false,
  );

test("is the version that was read", () => {
  const require = createRequire(import.meta.url);
  expect(require("pdfmake/package.json").version).toBe("0.3.11");
});

test.each([
  [
    "the document",
    PdfmakeDocument,
    {
      ref: 1,
      save: 0,
      restore: 0,
      transform: 6,
      strokeColor: 2,
      lineWidth: 1,
      fillColor: 2,
      opacity: 1,
      path: 1,
      addContent: 1,
      annotate: 5,
      markContent: 1,
      markStructureContent: 1,
      endMarkedContent: 0,
      getStructTreeRoot: 0,
      getStructParentTree: 0,
      createStructParentTreeNextKey: 0,
      appendXML: 1,
      end: 0,
      provideFont: 3,
      _addInfo: 0,
    },
  ],
  ["the renderer", PdfmakeRenderer, { renderPages: 1, renderLine: 3, renderVector: 1, renderImage: 1, renderSVG: 1 }],
  ["the layout", PdfmakeLayoutBuilder, { registerTableLayouts: 1, layoutDocument: 9, buildNextLine: 1 }],
  ["a line", Line, { addInline: 1, hasEnoughSpaceForInline: 1, getHeight: 0, getAscenderHeight: 0 }],
] as [string, unknown, Record<string, number>][])(
  "%s has what we build on, with as many arguments",
  (_, of, expected) => {
    const found = shapes(of as { prototype: object });
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, found[name]]))).toEqual(expected);
  },
);

test("a page, its references and its structure are as we write into them", () => {
  const pdf = document() as ReturnType<typeof document> & { addPage(options?: object): void };
  pdf.addPage();
  expect(pdf.page).toMatchObject({ height: 100, dictionary: { data: { Type: "Page" } } });
  expect(typeof pdf.page.structParentTreeKey).toBe("number");
  const reference = pdf.ref({ Type: "X" });
  expect(reference.data).toEqual({ Type: "X" });
  const { refs } = pdf.markStructureContent("P");
  pdf.endMarkedContent();
  expect(refs).toEqual([{ pageRef: pdf.page.dictionary, mcid: 0 }]);
  expect(pdf.getStructTreeRoot().data).toMatchObject({ Type: "StructTreeRoot" });
  pdf.annotate(0, 0, 1, 1, { Subtype: "Link" });
  expect(pdf.page.dictionary.data.Annots).toHaveLength(1);
});

test("the rest is what it was", () => {
  expect(normalizePageSize("LETTER", "landscape")).toMatchObject({ width: 792, height: 612 });
  expect(normalizePageMargin(40)).toEqual({ left: 40, right: 40, top: 40, bottom: 40 });
  expect(Object.keys(tableLayouts)).toEqual(expect.arrayContaining(["noBorders"]));
  expect(new SvgMeasure()).toBeDefined();
  expect(breaksOf("one two-three")).toEqual(["one ", "two-", "three"]);
});
