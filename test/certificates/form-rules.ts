import {
  PDFArray,
  PDFBool,
  PDFDict,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  PDFString,
} from "@cantoo/pdf-lib";
import { create } from "fontkit";
import { type Operation, PdfObjects } from "./pdf-objects.ts";

/**
 * What ISO 19005-3 (PDF/A-3, level A) and ISO 14289-1 (PDF/UA-1) ask of a file, as far as a machine can tell, rule by rule. A rule that cannot
 * fail is worth nothing: each has a fault that is planted in a good file, and which it, and no other, has to name.
 */
export interface FormRule {
  /** Part of the standard and its clause, as in `A 6.1.2` (ISO 19005-3) and `UA 7.1` (ISO 14289-1), and a word for which of several. */
  id: string;
  says: string;
  /** What breaks it. */
  check: (pdf: PdfObjects) => string[];
  /** Breaks it. */
  plant: ((pdf: PdfObjects) => void) | { bytes: (text: string) => string };
}

const name = PDFName.of;
const set = (dictionary: PDFDict | undefined, key: string, value: PDFObject) => dictionary?.set(name(key), value);
const first = <T>(all: readonly T[]): T => {
  if (all[0] === undefined) throw new Error("There is nothing to plant the fault in.");
  return all[0];
};

/** A page's content with a change. */
function rewrite(pdf: PdfObjects, change: (content: string) => string): void {
  const page = first(pdf.pages);
  const content = pdf
    .list(page, "Contents")
    .map((part) => pdf.decoded(part).toString("latin1"))
    .join("\n");
  page.set(name("Contents"), pdf.context.register(pdf.context.flateStream(Buffer.from(change(content), "latin1"))));
}

/** The file's metadata with a change. */
function rewriteXmp(pdf: PdfObjects, change: (xmp: string) => string): void {
  const stream = pdf.context.stream(Buffer.from(change(pdf.xmp()), "utf8"), { Type: "Metadata", Subtype: "XML" });
  pdf.catalog.set(name("Metadata"), pdf.context.register(stream));
}

/** Operators of ISO 32000-1, annex A. */
const operators = new Set(
  "b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"".split(
    " ",
  ),
);
/** Those that draw. */
const drawing = new Set("b B b* B* f F f* s S sh Do Tj TJ ' \"".split(" "));

const fonts = (pdf: PdfObjects): PDFDict[] => pdf.typed("Font").filter((font) => pdf.nameOf(font, "Type") === "Font");
const isDescendant = (pdf: PdfObjects, font: PDFDict) => pdf.nameOf(font, "Subtype")?.startsWith("CIDFont") ?? false;
const nameOfFont = (pdf: PdfObjects, font: PDFDict): string => pdf.nameOf(font, "BaseFont") ?? "a font";
const fontFile = (pdf: PdfObjects, font: PDFDict): PDFObject | undefined =>
  ["FontFile", "FontFile2", "FontFile3"].map((key) => pdf.get(font, "FontDescriptor", key)).find(Boolean);

/** Each width that a font states, by its code. */
function widthsOf(pdf: PdfObjects, font: PDFDict): Map<number, number> {
  const widths = new Map<number, number>();
  const entries = pdf.list(font, "W");
  for (let i = 0; i + 1 < entries.length; i += 2) {
    const [begin, run] = [entries[i], entries[i + 1]];
    if (begin instanceof PDFNumber && run instanceof PDFArray)
      run.asArray().forEach((width, at) => {
        if (width instanceof PDFNumber) widths.set(begin.asNumber() + at, width.asNumber());
      });
  }
  return widths;
}

const annotations = (pdf: PdfObjects): PDFDict[] =>
  pdf.pages.flatMap((page) => pdf.list(page, "Annots").filter((each): each is PDFDict => each instanceof PDFDict));

const numberOf = (object: PDFObject | undefined): number | undefined =>
  object instanceof PDFNumber ? object.asNumber() : undefined;

/** Elements of the structure, each with its role, parents before children. */
function structure(pdf: PdfObjects): { element: PDFDict; role: string; parent: PDFDict | undefined; depth: number }[] {
  const roles = pdf.dict(pdf.catalog, "StructTreeRoot", "RoleMap");
  const found: ReturnType<typeof structure> = [];
  const visit = (element: PDFDict, parent: PDFDict | undefined, depth: number): void => {
    const type = pdf.nameOf(element, "S") ?? "";
    if (type) found.push({ element, role: pdf.nameOf(roles, type) ?? type, parent, depth });
    for (const child of pdf.list(element, "K"))
      if (child instanceof PDFDict && (pdf.get(child, "S") || depth === 0))
        visit(child, type ? element : undefined, depth + 1);
  };
  const root = pdf.dict(pdf.catalog, "StructTreeRoot");
  if (root) visit(root, undefined, 0);
  return found;
}
const withRole = (pdf: PdfObjects, pattern: RegExp) => structure(pdf).filter(({ role }) => pattern.test(role));
const childrenOf = (pdf: PdfObjects, element: PDFDict): string[] =>
  pdf.list(element, "K").flatMap((child) => (child instanceof PDFDict ? (pdf.nameOf(child, "S") ?? []) : []));

/** Standard structure types (ISO 32000-1, 14.8.4). */
const standardTypes = new Set(
  "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form".split(
    " ",
  ),
);

/** Marked content in which each operator stands: what is drawn outside of any, and the number of each that is begun. */
function marks(pdf: PdfObjects, page: PDFDict): { loose: Operation[]; mcids: number[]; unbalanced: boolean } {
  const open: boolean[] = [];
  const loose: Operation[] = [];
  const mcids: number[] = [];
  let unbalanced = false;
  for (const operation of pdf.operations(page)) {
    const { operator, operands } = operation;
    if (operator === "BDC" || operator === "BMC") {
      const mcid = /\/MCID\s+(\d+)/.exec(operands[1] ?? "")?.[1];
      if (mcid !== undefined) mcids.push(Number(mcid));
      open.push(mcid !== undefined || operands[0] === "/Artifact");
    } else if (operator === "EMC") unbalanced ||= open.pop() === undefined;
    else if (drawing.has(operator) && !open.includes(true)) loose.push(operation);
  }
  return { loose, mcids, unbalanced: unbalanced || open.length > 0 };
}

/** The first value of an element of the metadata. */
function xmpValue(pdf: PdfObjects, element: string): string | undefined {
  const found = new RegExp(`<${element}[^>]*>([\\s\\S]*?)</${element}>`).exec(pdf.xmp())?.[1];
  return found
    ?.replace(/<[^>]*>/g, "")
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .trim();
}

const info = (pdf: PdfObjects): PDFDict | undefined => {
  const found = pdf.look(pdf.context.trailerInfo.Info);
  return found instanceof PDFDict ? found : undefined;
};

const forbiddenActions =
  /^(?:Launch|Sound|Movie|ResetForm|ImportData|Hide|SetOCGState|Rendition|Trans|GoTo3DView|JavaScript)$/;

/** Each string of the file's objects; those of the content are beside. */
const strings = (pdf: PdfObjects): PDFString[] =>
  pdf.dictionaries().flatMap((each) => each.values().filter((value): value is PDFString => value instanceof PDFString));

export const formRules: FormRule[] = [
  {
    id: "A 6.1.2 header",
    says: "The file begins with %PDF-1. and a digit up to 7, and a comment of at least four bytes above 127.",
    check: ({ text }) => (/^%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4,}/.test(text) ? [] : [text.slice(0, 8)]),
    plant: { bytes: (text) => text.replace(/^(%PDF-1\.\d\r?\n)%..../s, "$1%abcd") },
  },
  {
    id: "A 6.1.3 ID",
    says: "The last trailer names the file by an ID.",
    check: (pdf) => (pdf.text.slice(pdf.text.lastIndexOf("trailer")).includes("/ID") ? [] : ["trailer"]),
    plant: { bytes: (text) => text.replaceAll("/ID ", "/IX ") },
  },
  {
    id: "A 6.1.3 encryption",
    says: "Nothing is encrypted.",
    check: (pdf) => (/\/Encrypt\b/.test(pdf.text.slice(pdf.text.lastIndexOf("trailer"))) ? ["trailer"] : []),
    plant: {
      bytes: (text) =>
        `${text.slice(0, text.lastIndexOf("/Info"))}/Encrypt 1 0 R\n${text.slice(text.lastIndexOf("/Info"))}`,
    },
  },
  {
    id: "A 6.1.3 end",
    says: "Nothing but one end of a line stands behind the last %%EOF.",
    check: ({ text }) => (/%%EOF(?:\r\n|\r|\n)?$/.test(text) ? [] : ["end"]),
    plant: { bytes: (text) => `${text}and more` },
  },
  {
    id: "A 6.1.7 outside",
    says: "No stream has its bytes in another file.",
    check: (pdf) =>
      pdf.streams().flatMap(({ dict }) => ["F", "FFilter", "FDecodeParms"].filter((key) => dict.has(name(key)))),
    plant: (pdf) => set(first(pdf.streams()).dict, "FFilter", name("FlateDecode")),
  },
  {
    id: "A 6.1.7 length",
    says: "A stream is as long as it says.",
    check: ({ text }) =>
      [...text.matchAll(/\/Length (\d+)\n(?:[^\n]*\n)*?>>\nstream\n/g)].flatMap((match) => {
        const end = match.index + match[0].length + Number(match[1]);
        return /^\r?\n?endstream/.test(text.slice(end, end + 12)) ? [] : [`stream at ${match.index}`];
      }),
    plant: {
      bytes: (text) =>
        text.replace(
          /\/Length (\d)(\d+)(\n(?:[^\n]*\n)*?>>\nstream\n)/,
          (_, a, b, rest) => `/Length ${(Number(a) % 9) + 1}${b}${rest}`,
        ),
    },
  },
  {
    id: "A 6.1.7 filters",
    says: "Streams are packed by the standard's filters, and not by LZW.",
    check: (pdf) =>
      pdf.streams().flatMap(({ dict }) =>
        pdf
          .list(dict, "Filter")
          .map(String)
          .filter(
            (filter) =>
              !/^\/(?:FlateDecode|ASCIIHexDecode|ASCII85Decode|RunLengthDecode|CCITTFaxDecode|JBIG2Decode|DCTDecode|JPXDecode)$/.test(
                filter,
              ),
          ),
      ),
    plant: (pdf) => void pdf.context.register(pdf.context.stream(Buffer.from("x"), { Filter: "LZWDecode" })),
  },
  {
    id: "A 6.1.13 strings",
    says: "No string is longer than 32,767 bytes.",
    check: (pdf) =>
      strings(pdf).flatMap((each) => (each.asString().length > 32_767 ? [each.asString().slice(0, 20)] : [])),
    plant: (pdf) => set(pdf.catalog, "Accrue", PDFString.of("x".repeat(32_768))),
  },
  {
    id: "A 6.1.13 names",
    says: "No name is longer than 127 bytes.",
    check: (pdf) =>
      pdf.dictionaries().flatMap((each) =>
        each
          .keys()
          .map(String)
          .filter((key) => key.length > 128),
      ),
    plant: (pdf) => set(pdf.catalog, "N".repeat(128), PDFBool.True),
  },
  {
    id: "A 6.1.13 numbers",
    says: "Whole numbers are of 32 bits.",
    check: (pdf) =>
      pdf
        .dictionaries()
        .flatMap((each) =>
          each.values().flatMap((value) => (Math.abs(numberOf(value) ?? 0) > 2_147_483_647 ? [String(value)] : [])),
        ),
    plant: (pdf) => set(pdf.catalog, "Accrue", PDFNumber.of(2_147_483_648)),
  },
  {
    id: "A 6.1.13 nesting",
    says: "q is not nested deeper than 28, and each has its Q.",
    check: (pdf) =>
      pdf.pages.flatMap((page, at) => {
        let [depth, deepest] = [0, 0];
        for (const { operator } of pdf.operations(page)) {
          if (operator === "q") depth++;
          if (operator === "Q") depth--;
          deepest = Math.max(deepest, depth < 0 ? 99 : depth);
        }
        return depth !== 0 || deepest > 28 ? [`page ${at + 1}`] : [];
      }),
    plant: (pdf) => rewrite(pdf, (content) => `${"q ".repeat(29)}${content}${" Q".repeat(29)}`),
  },
  {
    id: "A 6.2.2 operators",
    says: "Content has the operators of the standard alone.",
    check: (pdf) =>
      pdf.pages.flatMap((page) =>
        pdf.operations(page).flatMap(({ operator }) => (operators.has(operator) ? [] : [operator])),
      ),
    plant: (pdf) => rewrite(pdf, (content) => `${content} 1 xyz`),
  },
  {
    id: "A 6.2.3 intent",
    says: "An output intent for PDF/A has a profile of colours, an ICC profile of version 2 or 4 of as many components as it says.",
    check: (pdf) => {
      const intents = pdf.list(pdf.catalog, "OutputIntents").filter((each): each is PDFDict => each instanceof PDFDict);
      if (intents.length !== 1 || pdf.nameOf(intents[0], "S") !== "GTS_PDFA1") return ["OutputIntents"];
      const stream = pdf.get(intents[0], "DestOutputProfile");
      const profile = pdf.decoded(stream);
      const components = { "RGB ": 3, CMYK: 4, GRAY: 1 }[profile.toString("latin1", 16, 20)];
      const said = stream instanceof PDFRawStream ? numberOf(pdf.get(stream.dict, "N")) : undefined;
      const isProfile = profile.toString("latin1", 36, 40) === "acsp" && (profile[8] ?? 9) <= 4;
      return isProfile && components === said ? [] : ["DestOutputProfile"];
    },
    plant: (pdf) => {
      const [intent] = pdf.list(pdf.catalog, "OutputIntents");
      const stream = pdf.get(intent as PDFDict, "DestOutputProfile");
      if (stream instanceof PDFRawStream) set(stream.dict, "N", PDFNumber.of(4));
    },
  },
  {
    id: "A 6.2.4.3 colours",
    says: "Colours of a device are those of the output intent: red, green, blue and grey, and no CMYK.",
    check: (pdf) => [
      ...pdf.pages.flatMap((page) =>
        pdf.operations(page).flatMap(({ operator }) => (/^[kK]$/.test(operator) ? [operator] : [])),
      ),
      ...pdf
        .dictionaries()
        .flatMap((each) =>
          [...pdf.list(each, "ColorSpace"), ...pdf.list(each, "CS")]
            .map(String)
            .filter((space) => space === "/DeviceCMYK"),
        ),
    ],
    plant: (pdf) => rewrite(pdf, (content) => `0 0 0 1 k ${content}`),
  },
  {
    id: "A 6.2.5 states",
    says: "Graphics states have no transfer function, halftone phase or rendering intent of their own.",
    check: (pdf) =>
      pdf.pages.flatMap((page) =>
        (pdf.dict(page, "Resources", "ExtGState")?.values() ?? []).flatMap((state) => {
          const found = pdf.look(state);
          return found instanceof PDFDict ? ["TR", "TR2", "HTP"].filter((key) => found.has(name(key))) : [];
        }),
      ),
    plant: (pdf) =>
      set(pdf.dict(first(pdf.pages), "Resources"), "ExtGState", pdf.context.obj({ Gx: { TR: "Identity" } })),
  },
  {
    id: "A 6.2.8 images",
    says: "Images have no alternates, are not smoothed, and belong to no other system.",
    check: (pdf) =>
      pdf
        .typed("Image")
        .flatMap((image) => [
          ...["Alternates", "OPI"].filter((key) => image.has(name(key))),
          ...(pdf.get(image, "Interpolate") === PDFBool.True ? ["Interpolate"] : []),
        ]),
    plant: (pdf) => {
      const image = pdf.context.stream(Buffer.from([0, 0, 0]), {
        ...{ Type: "XObject", Subtype: "Image", Width: 1, Height: 1, ColorSpace: "DeviceRGB", BitsPerComponent: 8 },
        Interpolate: true,
      });
      set(pdf.dict(first(pdf.pages), "Resources"), "XObject", pdf.context.obj({ X: pdf.context.register(image) }));
    },
  },
  {
    id: "A 6.2.9 forms",
    says: "Forms have no PostScript, and refer to nothing outside.",
    check: (pdf) =>
      pdf.typed("Form").flatMap((form) => ["OPI", "Subtype2", "PS", "Ref"].filter((key) => form.has(name(key)))),
    plant: (pdf) => {
      const form = pdf.context.stream(Buffer.from(""), {
        Type: "XObject",
        Subtype: "Form",
        BBox: [0, 0, 1, 1],
        Ref: {},
      });
      pdf.context.register(form);
    },
  },
  {
    id: "A 6.2.10 blending",
    says: "What is seen through is blended by a mode of the standard.",
    check: (pdf) =>
      pdf.dictionaries().flatMap((each) =>
        pdf.nameOf(each, "Type") === "ExtGState" || each.has(name("BM"))
          ? pdf
              .list(each, "BM")
              .map(String)
              .filter(
                (mode) =>
                  !/^\/(?:Normal|Compatible|Multiply|Screen|Overlay|Darken|Lighten|ColorDodge|ColorBurn|HardLight|SoftLight|Difference|Exclusion|Hue|Saturation|Color|Luminosity)$/.test(
                    mode,
                  ),
              )
          : [],
      ),
    plant: (pdf) => set(pdf.dict(first(pdf.pages), "Resources"), "ExtGState", pdf.context.obj({ Gx: { BM: "Glow" } })),
  },
  {
    id: "A 6.2.11.2 fonts",
    says: "A font says what it is: its type, a name, and, of several bytes a letter, what its codes lead to.",
    check: (pdf) =>
      fonts(pdf).flatMap((font) => {
        const subtype = pdf.nameOf(font, "Subtype") ?? "";
        const isWhole =
          /^(?:Type0|CIDFontType0|CIDFontType2|Type1|TrueType)$/.test(subtype) &&
          font.has(name("BaseFont")) &&
          (subtype !== "Type0" || (pdf.list(font, "DescendantFonts").length === 1 && font.has(name("Encoding"))));
        return isWhole ? [] : [nameOfFont(pdf, font)];
      }),
    plant: (pdf) => first(fonts(pdf).filter((font) => isDescendant(pdf, font))).delete(name("BaseFont")),
  },
  {
    id: "A 6.2.11.3.1 collections",
    says: "Codes of a composite font are in the collection that its map is for.",
    check: (pdf) =>
      fonts(pdf).flatMap((font) => {
        if (!isDescendant(pdf, font)) return [];
        const said = `${pdf.textOf(font, "CIDSystemInfo", "Registry")}-${pdf.textOf(font, "CIDSystemInfo", "Ordering")}`;
        return said === "Adobe-Identity" ? [] : [`${nameOfFont(pdf, font)}: ${said}`];
      }),
    plant: (pdf) =>
      set(
        pdf.dict(first(fonts(pdf).filter((font) => isDescendant(pdf, font))), "CIDSystemInfo"),
        "Ordering",
        PDFString.of("Japan1"),
      ),
  },
  {
    id: "A 6.2.11.3.2 glyphs",
    says: "A TrueType font of several bytes a letter says which glyph a code is.",
    check: (pdf) =>
      fonts(pdf).flatMap((font) =>
        pdf.nameOf(font, "Subtype") !== "CIDFontType2" ||
        pdf.nameOf(font, "CIDToGIDMap") === "Identity" ||
        pdf.get(font, "CIDToGIDMap") instanceof PDFRawStream
          ? []
          : [nameOfFont(pdf, font)],
      ),
    plant: (pdf) =>
      first(fonts(pdf).filter((font) => pdf.nameOf(font, "Subtype") === "CIDFontType2")).delete(name("CIDToGIDMap")),
  },
  {
    id: "A 6.2.11.3.3 maps",
    says: "Codes are read as they are written across (Identity-H), or the map is embedded.",
    check: (pdf) =>
      fonts(pdf).flatMap((font) =>
        pdf.nameOf(font, "Subtype") !== "Type0" || /^Identity-[HV]$/.test(pdf.nameOf(font, "Encoding") ?? "")
          ? []
          : [nameOfFont(pdf, font)],
      ),
    plant: (pdf) =>
      set(
        first(fonts(pdf).filter((font) => pdf.nameOf(font, "Subtype") === "Type0")),
        "Encoding",
        name("UniJIS-UTF16-H"),
      ),
  },
  {
    id: "A 6.2.11.4.1 embedded",
    says: "Each font is in the file.",
    check: (pdf) =>
      fonts(pdf).flatMap((font) =>
        pdf.nameOf(font, "Subtype") === "Type0" || fontFile(pdf, font) instanceof PDFRawStream
          ? []
          : [nameOfFont(pdf, font)],
      ),
    plant: (pdf) => {
      const descriptor = pdf.dict(first(fonts(pdf).filter((font) => isDescendant(pdf, font))), "FontDescriptor");
      for (const key of ["FontFile2", "FontFile3"]) descriptor?.delete(name(key));
    },
  },
  {
    id: "A 6.2.11.4.2 subsets",
    says: "No subset says which codes it has: what is said wrongly is worse than nothing.",
    check: (pdf) =>
      pdf.typed("FontDescriptor").flatMap((each) => ["CIDSet", "CharSet"].filter((key) => each.has(name(key)))),
    plant: (pdf) => set(first(pdf.typed("FontDescriptor")), "CharSet", PDFString.of("/A")),
  },
  {
    id: "A 6.2.11.5 widths",
    says: "A font's widths in the file and in the font differ by no more than a thousandth of its size.",
    check: (pdf) =>
      fonts(pdf).flatMap((font) => {
        const file = fontFile(pdf, font);
        if (pdf.nameOf(font, "Subtype") !== "CIDFontType2" || !file) return [];
        const embedded = create(pdf.decoded(file)) as unknown as {
          unitsPerEm: number;
          hmtx: { metrics: { get(i: number): { advance: number } } };
          numGlyphs: number;
        };
        return [...widthsOf(pdf, font)].flatMap(([code, width]) => {
          const advance = (embedded.hmtx.metrics.get(code)?.advance ?? Number.NaN) * (1000 / embedded.unitsPerEm);
          return Math.abs(advance - width) <= 1
            ? []
            : [`${nameOfFont(pdf, font)}: code ${code} is ${width} and ${advance} wide`];
        });
      }),
    plant: (pdf) => {
      const font = first(fonts(pdf).filter((each) => pdf.nameOf(each, "Subtype") === "CIDFontType2"));
      const run = pdf.list(font, "W")[1];
      if (run instanceof PDFArray) run.set(run.size() - 1, PDFNumber.of(1_234));
    },
  },
  {
    id: "A 6.2.11.7.2 text",
    says: "For each code of a font there is its text, and none is empty, a byte order mark or nothing at all.",
    check: (pdf) =>
      fonts(pdf).flatMap((font) => {
        if (pdf.nameOf(font, "Subtype") !== "Type0") return [];
        const map = pdf.decoded(pdf.get(font, "ToUnicode")).toString("latin1");
        const targets = [...map.matchAll(/<[\da-fA-F]+>\s*<([\da-fA-F]*)>/g)].map((match) =>
          (match[1] ?? "").toUpperCase(),
        );
        const mapped = targets.filter((target) => target.length % 4 === 0 || target !== "");
        if (mapped.length === 0) return [nameOfFont(pdf, font)];
        return mapped.flatMap((target) =>
          target === "" || (/^(?:.{4})*?(?:0000|FEFF|FFFE)(?:.{4})*$/.test(target) && target.length > 2)
            ? [`${nameOfFont(pdf, font)}: <${target}>`]
            : [],
        );
      }),
    plant: (pdf) =>
      first(fonts(pdf).filter((font) => pdf.nameOf(font, "Subtype") === "Type0")).delete(name("ToUnicode")),
  },
  {
    id: "A 6.3.1 annotations",
    says: "There are links, and no annotations of other kinds.",
    check: (pdf) =>
      annotations(pdf).flatMap((each) =>
        pdf.nameOf(each, "Subtype") === "Link" ? [] : [pdf.nameOf(each, "Subtype") ?? "none"],
      ),
    plant: (pdf) => set(first(annotations(pdf)), "Subtype", name("Movie")),
  },
  {
    id: "A 6.3.2 flags",
    says: "Annotations are printed and neither hidden nor shown at times.",
    check: (pdf) =>
      annotations(pdf).flatMap((each) => {
        const flags = numberOf(pdf.get(each, "F")) ?? 0;
        return (flags & 4) !== 0 && (flags & (1 | 2 | 32 | 256)) === 0 ? [] : [`F ${flags}`];
      }),
    plant: (pdf) => set(first(annotations(pdf)), "F", PDFNumber.of(6)),
  },
  {
    id: "A 6.4 forms",
    says: "There is no form to be filled in.",
    check: (pdf) => ["AcroForm", "NeedsRendering"].filter((key) => pdf.catalog.has(name(key))),
    plant: (pdf) => set(pdf.catalog, "AcroForm", pdf.context.obj({ Fields: [] })),
  },
  {
    id: "A 6.5.1 actions",
    says: "What a link does is to open an address or a page, and nothing runs.",
    check: (pdf) =>
      pdf.dictionaries().flatMap((each) => {
        const kind = pdf.nameOf(each, "S");
        return kind && forbiddenActions.test(kind) ? [kind] : [];
      }),
    plant: (pdf) => set(pdf.catalog, "OpenAction", pdf.context.obj({ S: "Launch" })),
  },
  {
    id: "A 6.5.2 triggers",
    says: "Nothing begins by itself.",
    check: (pdf) =>
      [pdf.catalog, ...pdf.pages, ...annotations(pdf)].flatMap((each) => (each.has(name("AA")) ? ["AA"] : [])),
    plant: (pdf) => set(first(pdf.pages), "AA", pdf.context.obj({})),
  },
  {
    id: "A 6.6.2.1 metadata",
    says: "The metadata stand unpacked, as XML in UTF-8.",
    check: (pdf) => {
      const stream = pdf.get(pdf.catalog, "Metadata");
      if (!(stream instanceof PDFRawStream)) return ["Metadata"];
      const packet = /<\?xpacket begin=[^?]*\?>/.exec(pdf.xmp())?.[0] ?? "";
      return [
        ...(stream.dict.has(name("Filter")) ? ["Filter"] : []),
        ...(packet === "" || /\b(?:bytes|encoding)=/.test(packet) ? ["xpacket"] : []),
        ...(pdf.nameOf(stream.dict, "Subtype") === "XML" ? [] : ["Subtype"]),
      ];
    },
    plant: (pdf) => {
      const stream = pdf.context.flateStream(Buffer.from(pdf.xmp(), "utf8"), { Type: "Metadata", Subtype: "XML" });
      pdf.catalog.set(name("Metadata"), pdf.context.register(stream));
    },
  },
  {
    id: "A 6.6.2.3 schemas",
    says: "Words of the metadata are those of known schemas, or are described in the file.",
    check: (pdf) => {
      const xmp = pdf.xmp();
      const described = new Set([...xmp.matchAll(/<pdfaSchema:prefix>([^<]+)</g)].map((match) => match[1]));
      const known = /^(?:rdf|x|xml|dc|xmp|pdf|pdfaid|pdfaExtension|pdfaSchema|pdfaProperty|pdfaType|pdfaField)$/;
      const used = new Set([...xmp.matchAll(/<([\w-]+):[\w-]+/g)].map((match) => match[1] ?? ""));
      return [...used].filter((prefix) => !known.test(prefix) && !described.has(prefix));
    },
    plant: (pdf) =>
      rewriteXmp(pdf, (xmp) => xmp.replaceAll("<pdfaSchema:prefix>pdfuaid<", "<pdfaSchema:prefix>other<")),
  },
  ...(
    [
      ["Title", "dc:title"],
      ["Author", "dc:creator"],
      ["Creator", "xmp:CreatorTool"],
      ["Producer", "pdf:Producer"],
    ] as const
  ).map(
    ([key, element]): FormRule => ({
      id: `A 6.6.2.2 ${key}`,
      says: `What the document's dictionary says of its ${key} is what its metadata say.`,
      check: (pdf) => {
        const [said, stated] = [pdf.textOf(info(pdf), key), xmpValue(pdf, element)];
        return said === stated && said !== undefined ? [] : [`${said}, and ${stated}`];
      },
      plant: (pdf) => set(info(pdf), key, PDFString.of("Another")),
    }),
  ),
  {
    id: "A 6.6.2.2 date",
    says: "The day it was made stands alike in both places.",
    check: (pdf) => {
      const [said = "", stated = ""] = [pdf.textOf(info(pdf), "CreationDate"), xmpValue(pdf, "xmp:CreateDate")];
      return said.replace(/\D/g, "").slice(0, 14) === stated.replace(/\D/g, "").slice(0, 14) && stated !== ""
        ? []
        : [`${said}, and ${stated}`];
    },
    plant: (pdf) => set(info(pdf), "CreationDate", PDFString.of("D:19990101000000Z")),
  },
  {
    id: "A 6.6.4 part",
    says: "The metadata say that it is PDF/A-3, level A.",
    check: (pdf) =>
      xmpValue(pdf, "pdfaid:part") === "3" && xmpValue(pdf, "pdfaid:conformance") === "A" ? [] : ["pdfaid"],
    plant: (pdf) => rewriteXmp(pdf, (xmp) => xmp.replace("<pdfaid:conformance>A<", "<pdfaid:conformance>B<")),
  },
  {
    id: "A 6.7.2 marked",
    says: "It says that it is tagged, and has a structure.",
    check: (pdf) =>
      pdf.get(pdf.catalog, "MarkInfo", "Marked") === PDFBool.True && pdf.dict(pdf.catalog, "StructTreeRoot")
        ? []
        : ["MarkInfo"],
    plant: (pdf) => set(pdf.dict(pdf.catalog, "MarkInfo"), "Marked", PDFBool.False),
  },
  {
    id: "A 6.7.3.4 types",
    says: "Kinds of elements are those of the standard, or lead to them.",
    check: (pdf) => structure(pdf).flatMap(({ role }) => (standardTypes.has(role) ? [] : [role])),
    plant: (pdf) => set(first(structure(pdf).filter(({ role }) => role === "P")).element, "S", name("Paragraph")),
  },
  {
    id: "A 6.8 files",
    says: "A file within says its name twice, what it has to do with the document, its kind and its date, and is named by the document.",
    check: (pdf) => {
      const associated = pdf.list(pdf.catalog, "AF");
      return pdf.typed("Filespec").flatMap((file) => {
        const stream = pdf.get(file, "EF", "UF");
        const isWhole =
          file.has(name("F")) &&
          file.has(name("UF")) &&
          /^(?:Data|Source|Alternative|Supplement|Unspecified)$/.test(pdf.nameOf(file, "AFRelationship") ?? "") &&
          stream instanceof PDFRawStream &&
          /^[\w.+-]+\/[\w.+-]+$/.test(pdf.nameOf(stream.dict, "Subtype") ?? "") &&
          pdf.textOf(stream.dict, "Params", "ModDate") !== undefined &&
          associated.includes(file);
        return isWhole ? [] : [pdf.textOf(file, "UF") ?? "a file"];
      });
    },
    plant: (pdf) => first(pdf.typed("Filespec")).delete(name("AFRelationship")),
  },
  {
    id: "A 6.9 layers",
    says: "Nothing is shown at times only.",
    check: (pdf) => (pdf.catalog.has(name("OCProperties")) ? ["OCProperties"] : []),
    plant: (pdf) => set(pdf.catalog, "OCProperties", pdf.context.obj({ OCGs: [], D: {} })),
  },
  {
    id: "A 6.10 presentations",
    says: "It is no presentation, and has no alternative ones.",
    check: (pdf) => [
      ...(pdf.dict(pdf.catalog, "Names")?.has(name("AlternatePresentations")) ? ["AlternatePresentations"] : []),
      ...pdf.pages.flatMap((page) => (page.has(name("PresSteps")) ? ["PresSteps"] : [])),
    ],
    plant: (pdf) => set(first(pdf.pages), "PresSteps", pdf.context.obj({})),
  },
  {
    id: "A 6.11 requirements",
    says: "It asks nothing of whoever opens it.",
    check: (pdf) => (pdf.catalog.has(name("Requirements")) ? ["Requirements"] : []),
    plant: (pdf) => set(pdf.catalog, "Requirements", pdf.context.obj([])),
  },
  {
    id: "UA 5 part",
    says: "The metadata say that it is PDF/UA-1.",
    check: (pdf) => (xmpValue(pdf, "pdfuaid:part") === "1" ? [] : ["pdfuaid:part"]),
    plant: (pdf) => rewriteXmp(pdf, (xmp) => xmp.replace("<pdfuaid:part>1<", "<pdfuaid:part>2<")),
  },
  {
    id: "UA 7.1 tagged",
    says: "Whatever is drawn belongs to an element or is an ornament.",
    check: (pdf) =>
      pdf.pages.flatMap((page, at) => {
        const { loose, unbalanced } = marks(pdf, page);
        return [
          ...loose.map(({ operator }) => `page ${at + 1}: ${operator}`),
          ...(unbalanced ? [`page ${at + 1}: EMC`] : []),
        ];
      }),
    plant: (pdf) => rewrite(pdf, (content) => `${content} 0 0 10 10 re f`),
  },
  {
    id: "UA 7.1 owners",
    says: "Each piece of content is that of one element, and the page's list of them says so too.",
    check: (pdf) => {
      const owned = new Map<PDFDict, number[]>();
      for (const { element } of structure(pdf))
        for (const child of pdf.list(element, "K")) {
          const mcid =
            child instanceof PDFNumber
              ? child.asNumber()
              : child instanceof PDFDict
                ? numberOf(pdf.get(child, "MCID"))
                : undefined;
          const page = pdf.dict(child instanceof PDFDict && child.has(name("Pg")) ? child : element, "Pg");
          if (mcid !== undefined && page) owned.set(page, [...(owned.get(page) ?? []), mcid]);
        }
      return pdf.pages.flatMap((page, at) => {
        const begun = marks(pdf, page).mcids.sort((a, b) => a - b);
        const named = (owned.get(page) ?? []).sort((a, b) => a - b);
        return String(begun) === String(named) && new Set(begun).size === begun.length ? [] : [`page ${at + 1}`];
      });
    },
    plant: (pdf) => rewrite(pdf, (content) => content.replace(/\/MCID 0\b/, "/MCID 9999")),
  },
  {
    id: "UA 7.1 suspects",
    says: "Nothing of the structure is doubted.",
    check: (pdf) => (pdf.get(pdf.catalog, "MarkInfo", "Suspects") === PDFBool.True ? ["Suspects"] : []),
    plant: (pdf) => set(pdf.dict(pdf.catalog, "MarkInfo"), "Suspects", PDFBool.True),
  },
  {
    id: "UA 7.1 title",
    says: "Its title stands in the window.",
    check: (pdf) =>
      pdf.get(pdf.catalog, "ViewerPreferences", "DisplayDocTitle") === PDFBool.True &&
      (xmpValue(pdf, "dc:title") ?? "") !== ""
        ? []
        : ["DisplayDocTitle"],
    plant: (pdf) => set(pdf.dict(pdf.catalog, "ViewerPreferences"), "DisplayDocTitle", PDFBool.False),
  },
  {
    id: "UA 7.1 standard types",
    says: "No kind of element of the standard is given another meaning.",
    check: (pdf) =>
      (pdf.dict(pdf.catalog, "StructTreeRoot", "RoleMap")?.keys() ?? [])
        .map((key) => key.decodeText())
        .filter((key) => standardTypes.has(key)),
    plant: (pdf) => set(pdf.dict(pdf.catalog, "StructTreeRoot"), "RoleMap", pdf.context.obj({ P: "P" })),
  },
  {
    id: "UA 7.2 language",
    says: "It says in which language it is (also A 6.7.4).",
    check: (pdf) => (/^[a-z]{2,3}(?:-[\dA-Za-z]{2,8})*$/.test(pdf.textOf(pdf.catalog, "Lang") ?? "") ? [] : ["Lang"]),
    plant: (pdf) => pdf.catalog.delete(name("Lang")),
  },
  {
    id: "UA 7.3 figures",
    says: "A figure has words that say what it shows, and a box where it is.",
    check: (pdf) =>
      withRole(pdf, /^(?:Figure|Formula)$/).flatMap(({ element }) =>
        (pdf.textOf(element, "Alt") || pdf.textOf(element, "ActualText")) &&
        pdf.list(element, "A").some((each) => each instanceof PDFDict && each.has(name("BBox")))
          ? []
          : ["Figure"],
      ),
    plant: (pdf) => first(withRole(pdf, /^Figure$/)).element.delete(name("Alt")),
  },
  {
    id: "UA 7.4.2 headings",
    says: "The first heading is of the first level, and none is skipped.",
    check: (pdf) => {
      let before = 0;
      return withRole(pdf, /^H[1-6]$/).flatMap(({ role }) => {
        const level = Number(role[1]);
        const skips = level > before + 1;
        before = level;
        return skips ? [role] : [];
      });
    },
    plant: (pdf) => set(first(withRole(pdf, /^H1$/)).element, "S", name("H3")),
  },
  {
    id: "UA 7.5 headers",
    says: "A table's headers say of what they are headers.",
    check: (pdf) =>
      withRole(pdf, /^TH$/).flatMap(({ element }) =>
        pdf
          .list(element, "A")
          .some((each) => each instanceof PDFDict && /^(?:Row|Column|Both)$/.test(pdf.nameOf(each, "Scope") ?? ""))
          ? []
          : ["TH"],
      ),
    plant: (pdf) => first(withRole(pdf, /^TH$/)).element.delete(name("A")),
  },
  {
    id: "UA 7.2 tables",
    says: "A table has rows, a row cells, and every row as many.",
    check: (pdf) => [
      ...withRole(pdf, /^Table$/).flatMap(({ element }) => {
        const rows = structure(pdf).filter(
          ({ role, parent, element: row }) => role === "TR" && isWithin(pdf, row, parent, element),
        );
        const widths = rows.map(({ element: row }) =>
          pdf.list(row, "K").reduce((sum: number, cell) => {
            if (!(cell instanceof PDFDict)) return sum;
            const spans = pdf
              .list(cell, "A")
              .map((each) => (each instanceof PDFDict ? (numberOf(pdf.get(each, "ColSpan")) ?? 1) : 1));
            return sum + Math.max(1, ...spans);
          }, 0),
        );
        return new Set(widths).size > 1 || rows.length === 0 ? [`Table of ${[...new Set(widths)]} cells`] : [];
      }),
      ...withRole(pdf, /^TR$/).flatMap(({ element }) =>
        childrenOf(pdf, element)
          .filter((kind) => !/^T[HD]$/.test(kind))
          .map((kind) => `TR > ${kind}`),
      ),
      ...withRole(pdf, /^Table$/).flatMap(({ element }) =>
        childrenOf(pdf, element)
          .filter((kind) => !/^(?:TR|THead|TBody|TFoot|Caption)$/.test(kind))
          .map((kind) => `Table > ${kind}`),
      ),
    ],
    plant: (pdf) => {
      const cell = first(withRole(pdf, /^TD$/).slice(-1)).element;
      set(cell, "A", pdf.context.obj({ O: "Table", ColSpan: 7 }));
    },
  },
  {
    id: "UA 7.2 lists",
    says: "A list has items, and an item a label or a body.",
    check: (pdf) => [
      ...withRole(pdf, /^L$/).flatMap(({ element }) =>
        childrenOf(pdf, element)
          .filter((kind) => !/^(?:LI|L|Caption)$/.test(kind))
          .map((kind) => `L > ${kind}`),
      ),
      ...withRole(pdf, /^LI$/).flatMap(({ element }) =>
        childrenOf(pdf, element)
          .filter((kind) => !/^(?:Lbl|LBody)$/.test(kind))
          .map((kind) => `LI > ${kind}`),
      ),
      ...structure(pdf).flatMap(({ role, parent }) =>
        role === "LI" && pdf.nameOf(parent, "S") !== "L" ? ["LI outside of a list"] : [],
      ),
    ],
    plant: (pdf) => set(first(withRole(pdf, /^P$/)).element, "S", name("LI")),
  },
  {
    id: "UA 7.18.1 annotations",
    says: "A link is part of an element Link, and each knows the other.",
    check: (pdf) => {
      const linked = new Set(
        withRole(pdf, /^Link$/).flatMap(({ element }) =>
          pdf.list(element, "K").flatMap((child) => (child instanceof PDFDict ? (pdf.dict(child, "Obj") ?? []) : [])),
        ),
      );
      return annotations(pdf).flatMap((each) =>
        linked.has(each) && numberOf(pdf.get(each, "StructParent")) !== undefined
          ? []
          : [pdf.textOf(each, "Contents") ?? "Link"],
      );
    },
    plant: (pdf) => first(annotations(pdf)).delete(name("StructParent")),
  },
  {
    id: "UA 7.18.5 words",
    says: "A link says in words where it leads.",
    check: (pdf) => annotations(pdf).flatMap((each) => (pdf.textOf(each, "Contents") ? [] : ["Contents"])),
    plant: (pdf) => first(annotations(pdf)).delete(name("Contents")),
  },
  {
    id: "UA 7.18.3 order",
    says: "On a page with links one comes from each to the next by the structure.",
    check: (pdf) =>
      pdf.pages.flatMap((page, at) =>
        pdf.list(page, "Annots").length === 0 || pdf.nameOf(page, "Tabs") === "S" ? [] : [`page ${at + 1}`],
      ),
    plant: (pdf) => first(pdf.pages.filter((page) => pdf.list(page, "Annots").length > 0)).delete(name("Tabs")),
  },
];

/** Whether a row, whose parent is known, stands in a table or one of its parts. */
function isWithin(pdf: PdfObjects, row: PDFDict, parent: PDFDict | undefined, table: PDFDict): boolean {
  if (parent === table) return true;
  return pdf
    .list(table, "K")
    .some((part) => part === parent && part instanceof PDFDict && pdf.list(part, "K").includes(row));
}

/** What a machine cannot tell, or not without reading the fonts and drawing the page, and why it is not among the rules. */
export const notCovered: readonly [what: string, why: string][] = [
  ["Whether the words of a tag fit what is drawn (19005-3, 6.7; 14289-1, 7.1)", "a person has to look and listen"],
  [
    "Whether the order of reading makes sense (14289-1, 7.2)",
    "the order is that of the structure, which `test/certificates/document` reads; whether it makes sense, a person says",
  ],
  [
    "Whether words that describe figures and links are good ones (14289-1, 7.3, 7.18)",
    "that there are some is checked",
  ],
  ["Contrast, colour as the only sign, flicker (14289-1, 7.1)", "the palette is chosen for it; nothing moves"],
  [
    "The insides of embedded fonts: tables, cmaps, hints, glyph for glyph (19005-3, 6.2.11)",
    "widths are checked of TrueType fonts; of CFF fonts they are not, nor is any outline",
  ],
  ["The insides of the ICC profile (19005-3, 6.2.4)", "its head is checked; it is pdfkit's own"],
  ["Logos: colours within a PNG or JPEG (19005-3, 6.2.4.3, 6.2.8)", "they are drawn anew as RGB when they are read"],
  [
    "JPEG 2000, optional content, digital signatures, forms, annotations of other kinds (19005-3, 6.2.8.3, 6.3, 6.4, 6.9)",
    "there are none, which is checked for all but JPEG 2000",
  ],
  ["Proof packs", "they bind PDFs of others and claim no standard: their own claim is taken out on purpose"],
];

/** Rules that a file breaks, with what breaks each. */
export function brokenRules(pdf: PdfObjects): Record<string, string[]> {
  return Object.fromEntries(
    formRules.flatMap(({ id, check }) => {
      const found = check(pdf);
      return found.length > 0 ? [[id, found.slice(0, 5)]] : [];
    }),
  );
}
