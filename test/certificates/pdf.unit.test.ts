import fc from "fast-check";
import { invoiceDocument } from "../../server/certificates/invoice.document.ts";
import { leafletDocument } from "../../server/certificates/leaflet.document.ts";
import { fitText } from "../../server/certificates/pdf/fit-text.ts";
import { type PdfMeta, renderPdf } from "../../server/certificates/pdf/render-pdf.ts";
import { Tag, type TaggedDocument, taggedText } from "../../server/certificates/pdf/tag.ts";
import { FontFamily } from "../../server/core/print/font-family.ts";
import { breakable, printableName, printableText } from "../../server/core/print/printable-text.ts";
import { elements, readPdf } from "./pdf-reader.ts";

const meta: PdfMeta = {
  title: "Names & <titles>",
  author: "Accreditor",
  language: "en",
  createdAt: new Date("2024-03-12T00:00:00Z"),
};

function paragraphs(...texts: string[]): TaggedDocument {
  const structure = new Tag("Document");
  return {
    structure,
    content: texts.map((text) => taggedText(structure.add("P"), text, { font: "Serif", fontSize: 20 })),
  };
}

const NAMES = {
  Latin: "Siân O’Brien-Müller, Ph.D.",
  ligatures: "Griffin Office Fjord",
  Vietnamese: "Nguyễn Thị Ánh Tuyết",
  Greek: "Αλέξανδρος Παπαδόπουλος",
  Cyrillic: "Дмитрий Ёлкин",
  Arabic: "محمد عبد الله الأحمد",
  "Arabic with vowel marks": "مُحَمَّد سلام لا",
  "Persian with a non-joiner": "علی‌رضا",
  Hebrew: "שרה כהן",
  "Hebrew with points": "שָׁלוֹם לֵוִי",
  Chinese: "諸葛亮 王小明",
  Japanese: "山田 はなこ タロウ",
  Korean: "김철수",
  Thai: "สมชาย น้ำใจดี",
  markup: "<b>{{name}}</b> <%= x %> %s",
};

describe("text of a PDF", () => {
  test.each(Object.entries(NAMES))("%s comes out as it went in", async (_, name) => {
    const { pages } = await readPdf(await renderPdf(paragraphs(printableName(name)), meta));
    expect(pages).toEqual([name.normalize("NFC")]);
  });

  test("Devanagari comes out letter by letter", async () => {
    // pdf.js takes a glyph whose text holds a virama for one without width, and adds a space after it.
    const { pages } = await readPdf(await renderPdf(paragraphs("हिन्दी क्षितिज शर्मा श्री"), meta));
    expect(pages[0]?.replaceAll(" ", "")).toBe("हिन्दीक्षितिजशर्माश्री");
  });

  test("one glyph for two characters gives back the one that went in", async () => {
    const text = "hard-hyphen no‑break";
    const { pages } = await readPdf(await renderPdf(paragraphs(text, "no‑break hard-hyphen"), meta));
    expect(pages).toEqual([`${text}\nno‑break hard-hyphen`]);
  });

  test("a text from right to left states its reading order", async () => {
    const bytes = await renderPdf(paragraphs("(סיגל) לוי Ann", "Ann"), { ...meta, title: "x" });
    const utf16 = Buffer.from("\ufeff(סיגל) לוי Ann", "utf16le").swap16();
    const stated = Buffer.concat([Buffer.from("/ActualText ("), escaped(utf16), Buffer.from(")")]);
    expect(bytes.includes(stated)).toBe(true);
    expect(bytes.toString("latin1").split("/ActualText").length - 1).toBe(1);
  });

  test("a very long word wraps and comes out whole", async () => {
    const word = "x".repeat(400);
    const { pages } = await readPdf(await renderPdf(paragraphs(breakable(word)), meta));
    expect(pages[0]?.split("\n").length).toBeGreaterThan(2);
    expect(pages[0]?.replaceAll("\n", "")).toBe(word);
  });

  test.each(["𐒻𐒳𐓍𐓮𐓏𐓜𐓍𐓬𐓓", "ᬩᬮᬶᬓᭂᬢᬸᬢ", "𖼀𖽡𖼐𖽪𖼀𖽡𖼐𖽪", "قسطنطینیہ"])(
    "%s is broken between letters where it is longer than its column",
    async (word) => {
      const structure = new Tag("Document");
      const content = [taggedText(structure.add("P"), word, { font: "Serif", fontSize: 20 })];
      const pageSize = { width: 70, height: 600 };
      const { pages } = await readPdf(await renderPdf({ structure, pageSize, pageMargins: 10, content }, meta));
      expect(pages[0]).toContain("\n");
      expect(pages.join("").replace(/[\s\u200e\u200f]/gu, "")).toBe(word);
    },
  );

  test("what becomes one grapheme only where two texts meet is drawn letter by letter", async () => {
    const { pages } = await readPdf(await renderPdf(paragraphs(`(${printableName("\u{1f3fd} Ann")})`), meta));
    expect(pages[0]?.replace(/\s/gu, "")).toBe("(\u{1f3fd}Ann)");
  });

  test("a character that no font has is refused, not left out", async () => {
    await expect(renderPdf(paragraphs("Ann ᚠ"), meta)).rejects.toThrow(/No font can print "ᚠ"/);
  });
});

/** A string as it stands in a PDF: brackets and backslashes are escaped, carriage returns too. */
function escaped(bytes: Buffer): Buffer {
  return Buffer.from(
    bytes
      .toString("latin1")
      .replace(/[\\()]/g, "\\$&")
      .replaceAll("\r", "\\r")
      .replaceAll("\n", "\\n"),
    "latin1",
  );
}

test("invoices and leaflets take paragraphs of two thousand characters", async () => {
  const long = `${"how to pay by wire ".repeat(110)}end`;
  const facts = { language: "en", accreditorName: "Accreditor" } as const;
  const invoice = invoiceDocument({
    ...facts,
    ...{
      kind: "INVOICE",
      number: "I2024-0001",
      providerName: "Lakeside",
      providerNumber: "P0001",
      providerAddress: "",
    },
    ...{ issuedOn: "2024-03-12", dueOn: null, currency: "USD", total: 100, tax: null, note: long },
    lines: [{ programNumber: "A24001", programName: "Sleep", what: "Fee", amount: 100 }],
  });
  const leaflet = leafletDocument({
    ...facts,
    kicker: "",
    title: "How to",
    paragraphs: [long],
    isFlyer: false,
    code: null,
  });
  for (const document of [invoice, leaflet]) {
    const { pages } = await readPdf(await renderPdf(document, meta));
    expect(pages.join(" ").replace(/\s+/g, " ")).toContain(long);
  }
});

describe("printableName", () => {
  test.each([
    ["Ann Lee", "Ann Lee"],
    ["  Ann \t\n Lee ", "Ann Lee"],
    ["Ann 😀 Lee 👩‍⚕️", "Ann 😀 Lee 👩‍⚕️"],
    ["Ann\u202e eeL", "Ann eeL"],
    ["A\u0000nn\u00ad\ufeff\u200b", "Ann"],
    ["Jose\u0301", "José"],
    ["علی\u200cرضا", "علی\u200cرضا"],
    ["An\u200cn", "Ann"],
    ["l\u0334\u0335\u0336\u0337\u0338", "l\u0334\u0335\u0336[U+0337][U+0338]"],
    ["\u0301Ann", "[U+0301]Ann"],
    ["Ａｎｎ", "Ａｎｎ"],
    ["😀", "😀"],
    ["", "(name not printable)"],
    [" \u0000\u200b ", "(name not printable)"],
    ["\u16a0\u16c7", "[U+16A0][U+16C7]"],
    ["\u16a0".repeat(9), "[U+16A0]".repeat(5)],
    // Without the one between them the Thai mark would stand on the Greek letter, and no font has both.
    ["\u0370\u0a00\u0e31", "\u0370[U+0E31][U+0A00]"],
    // Without what nobody sees the two are one character.
    ["Jose\u202e\u0301", "Jos\u00e9"],
  ])("%j is printed as %j", (name, printed) => {
    expect(printableName(name)).toBe(printed);
  });

  test("500 characters are printed, 501 refused", () => {
    expect(printableName("x".repeat(500))).toBe("x".repeat(500));
    expect(() => printableName("x".repeat(501))).toThrow(RangeError);
  });

  test("whatever comes in, what is left can be drawn", async () => {
    const strings = fc.array(fc.string({ unit: "binary", maxLength: 60 }), { minLength: 20, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(strings, async (names) => {
        const printed = names.map((name) => printableText(name, "-"));
        expect(printed.every((name) => name.trim() === name && name !== "")).toBe(true);
        await renderPdf(paragraphs(...printed), meta);
      }),
      { numRuns: 10 },
    );
  });
});

test("a text that is printable has a face for each of its graphemes, however letters and marks of the scripts follow each other", () => {
  const anywhere = (min: number, max: number) => fc.integer({ min, max }).map((code) => String.fromCodePoint(code));
  const character = fc.oneof(
    anywhere(0x20, 0x20ff),
    anywhere(0x10800, 0x10fff),
    anywhere(0x1e800, 0x1eeff),
    fc.constantFrom(..."\u200d\u200f\u2067\u2069\u202e\ufe0f\u0300 aA0"),
  );
  const text = fc.string({ unit: character, maxLength: 30 });
  const family = FontFamily.of("Serif", "normal");
  fc.assert(
    fc.property(text, (name) => {
      expect(() => family.runs(printableText(name, "-"))).not.toThrow();
      expect(printableText(printableText(name, "-"), "-")).toBe(printableText(name, "-"));
    }),
    { numRuns: 2000 },
  );
});

describe("fitText", () => {
  const sizes = [
    { size: 40, lines: 1 },
    { size: 20, lines: 2 },
    { size: 8, lines: 3 },
  ];

  test("a short text has the largest size, and taking out line feeds gives a long one back", () => {
    expect(fitText("Ann", { font: "Serif", width: 300, sizes })).toMatchObject({ text: "Ann", fontSize: 40, lines: 1 });
    const long = "Maximiliana Wilhelmina Featherstonehaugh-Cholmondeley von Hohenzollern-Sigmaringen";
    const fitted = fitText(long, { font: "Serif", width: 400, sizes });
    expect(fitted.fontSize).toBe(20);
    expect(fitted.text.replaceAll("\n", "")).toBe(long);
  });

  test("lines are about as long as each other", () => {
    const fitted = fitText("one two three four five six seven eight nine ten", {
      font: "Sans",
      width: 200,
      sizes: [{ size: 12, lines: 9 }],
    });
    expect(fitted.text).toBe("one two three four five \nsix seven eight nine ten");
  });

  test("a single long word is broken where a letter ends", () => {
    const fitted = fitText("é".normalize("NFD").repeat(200), {
      font: "Sans",
      width: 200,
      sizes: [{ size: 12, lines: 1 }],
    });
    expect(fitted.lines).toBeGreaterThan(3);
    for (const line of fitted.text.split("\n")) expect(line).toMatch(/^(e\u0301)+$/);
  });
});

describe("renderPdf", () => {
  test("the same content and date give the same bytes, another date others", async () => {
    const first = await renderPdf(paragraphs("Ann", NAMES.Arabic), meta);
    await renderPdf(paragraphs("Somebody else", NAMES.Chinese), meta);
    expect(await renderPdf(paragraphs("Ann", NAMES.Arabic), meta)).toEqual(first);
    const later = { ...meta, createdAt: new Date("2024-03-13T00:00:00Z") };
    expect(await renderPdf(paragraphs("Ann", NAMES.Arabic), later)).not.toEqual(first);
  });

  test("is a tagged PDF 1.7 that states title, language, PDF/A-3a and PDF/UA-1", async () => {
    const bytes = await renderPdf(paragraphs("Ann", "Lee"), meta);
    const reading = await readPdf(bytes);
    expect(bytes.subarray(0, 8).toString()).toBe("%PDF-1.7");
    expect(reading).toMatchObject({ title: meta.title, language: "en", displaysTitle: true, hasJavaScript: false });
    expect(reading.metadata).toContain("<pdfaid:part>3</pdfaid:part>");
    expect(reading.metadata).toContain("<pdfaid:conformance>A</pdfaid:conformance>");
    expect(reading.metadata).toContain("<pdfuaid:part>1</pdfuaid:part>");
    expect(reading.metadata).toContain("Names &#38; &#60;titles&#62;");
    expect(elements(reading.structure[0] as never).map(({ role }) => role)).toEqual(
      expect.arrayContaining(["Root", "Document", "P"]),
    );
  });

  test("reads no file and no address", async () => {
    const structure = new Tag("Document");
    for (const image of ["package.json", "http://127.0.0.1:9/x.png", "file:///etc/hosts"]) {
      await expect(renderPdf({ structure, content: [{ image }] }, meta)).rejects.toThrow(/access policy/);
    }
  });

  test("links only to the web", async () => {
    const structure = new Tag("Document");
    const link = taggedText(structure.add("Link", { url: "javascript:alert(1)" }), "x");
    await expect(renderPdf({ structure, content: [link] }, meta)).rejects.toThrow(/web link/);
  });
});
