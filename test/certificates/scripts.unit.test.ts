import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { type CertificateContent, certificateDocument } from "../../server/certificates/certificate.document.ts";
import { fitText } from "../../server/certificates/pdf/fit-text.ts";
import { renderPdf } from "../../server/certificates/pdf/render-pdf.ts";
import { lineWidth, shapeLine } from "../../server/certificates/pdf/shape-line.ts";
import { Tag, taggedText } from "../../server/certificates/pdf/tag.ts";
import { FontFamily } from "../../server/core/print/font-family.ts";
import { namedCharacter, printableName, unprintable } from "../../server/core/print/printable-text.ts";
import { readPdf } from "./pdf-reader.ts";
import { NAMES } from "./sample-drawings.ts";

const LEAD = "This certifies that the person below has completed the following activity";

/** Each begins a page but the first: a document costs as much as many of its pages. */
const nextPage = <T>(each: T, all: T[]) => (each === all[0] ? {} : { pageBreak: "before" as const });

/** Names as they are printed, one a page. */
async function print(names: string[], font: "Serif" | "Sans", bold: boolean): Promise<Buffer> {
  const structure = new Tag("Document");
  return renderPdf(
    {
      structure,
      pageOrientation: "landscape",
      content: names.map((name) => ({
        stack: [
          taggedText(structure.add("P"), LEAD),
          taggedText(structure.add("P"), printableName(name), { font, bold, fontSize: 20 }),
        ],
        ...nextPage(name, names),
      })),
    },
    { title: "Names", author: "Accreditor", language: "en", createdAt: new Date("2024-03-12T00:00:00Z") },
  );
}

/** Readers add marks of direction of their own. */
const withoutDirections = (text: string) =>
  text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\f]/gu, "").normalize("NFC");

const folder = mkdtempSync(join(tmpdir(), "accrue-scripts-"));
afterAll(() => rmSync(folder, { recursive: true }));
const hasPoppler = spawnSync("pdftotext", ["-v"]).error === undefined;

/** The text of each page. */
function readWithPoppler(pdf: Buffer): string[] {
  const file = join(folder, "name.pdf");
  writeFileSync(file, pdf);
  const { stdout, status } = spawnSync("pdftotext", ["-enc", "UTF-8", file, "-"], { encoding: "utf8" });
  expect(status).toBe(0);
  return stdout.split("\f").slice(0, -1);
}

describe("the text of a PDF is the name that went in", () => {
  test.each(Object.entries(NAMES))("%s", async (_, names) => {
    for (const name of names) expect(unprintable(name)).toBeUndefined();
    for (const [font, bold] of [
      ["Serif", false],
      ["Sans", true],
    ] as const) {
      const pdf = await print(names, font, bold);
      // pdf.js adds blanks around glyphs whose text has a mark, and moves brackets of Arabic and Hebrew: they count for nothing here.
      const { pages } = await readPdf(pdf);
      const letters = (text: string) =>
        withoutDirections(text)
          .replace(/[\s()]/gu, "")
          .normalize("NFKC");
      expect(pages.map(letters)).toEqual(names.map((name) => letters(LEAD + name)));
      if (!hasPoppler) continue;
      const read = readWithPoppler(pdf).map((page) => {
        const [lead, ...lines] = withoutDirections(page).split("\n").filter(Boolean);
        return [lead, lines.join("")];
      });
      expect(read).toEqual(names.map((name) => [LEAD, withoutDirections(name)]));
    }
  });

  test.each(Object.entries(NAMES))("%s is drawn through no line beside it", async (_, names) => {
    const sizes = [10, 30, 10];
    /** How far the letters of a line are drawn above its baseline, and below it, in points. */
    const inkOf = (text: string, font: "Serif" | "Sans", size: number) => {
      const boxes = shapeLine(FontFamily.of(font, "normal"), text, "ltr").fromLeft.flatMap(({ face, glyphs }) =>
        glyphs.map(({ id, yOffset }) => {
          const { minY, maxY } = face.font.getGlyph(id).bbox;
          const scale = size / face.font.unitsPerEm;
          const at = (yOffset * size) / 1000;
          return Number.isFinite(minY) ? [maxY * scale + at, -minY * scale - at] : [0, 0];
        }),
      );
      return {
        above: Math.max(...boxes.map(([top = 0]) => top)),
        below: Math.max(...boxes.map(([, foot = 0]) => foot)),
      };
    };
    const structure = new Tag("Document");
    const pdf = await renderPdf(
      {
        structure,
        pageOrientation: "landscape",
        content: names.map((name) => ({
          stack: [LEAD, printableName(name), LEAD].map((text, at) =>
            taggedText(structure.add("P"), text, { font: at === 1 ? "Serif" : "Sans", fontSize: sizes[at] }),
          ),
          ...nextPage(name, names),
        })),
      },
      { title: "Names", author: "Accreditor", language: "en", createdAt: new Date("2024-03-12T00:00:00Z") },
    );
    const { baselines } = await readPdf(pdf);
    expect(baselines).toHaveLength(names.length);
    for (const [at, name] of names.entries()) {
      const [first = 0, middle = 0, last = 0] = baselines[at] ?? [];
      const [lead, ink] = [inkOf(LEAD, "Sans", 10), inkOf(printableName(name), "Serif", 30)];
      expect([name, first - middle >= lead.below + ink.above, middle - last >= ink.below + lead.above]).toEqual([
        ...[name, true, true],
      ]);
    }
  });

  test.each(Object.entries(NAMES))("%s is set in the lines that were counted", async (_, names) => {
    const cases = names.flatMap((name) => {
      const text = printableName(name);
      const whole = lineWidth(FontFamily.of("Sans", "bold"), text) / 50;
      return [1.0001, 0.6].map((part) => {
        const width = Math.max(40, whole * part);
        const fitted = fitText(text, { font: "Sans", style: "bold", width, sizes: [{ size: 20, lines: 9 }] });
        return { name, part, width, fitted };
      });
    });
    const structure = new Tag("Document");
    const content = cases.map((each) => {
      const { width, fitted } = each;
      const style = { font: "Sans", bold: true, fontSize: fitted.fontSize } as const;
      const stack = [taggedText(structure.add("P"), fitted.text, style)];
      return { columns: [{ width, stack }], ...nextPage(each, cases) };
    });
    const pdf = await renderPdf(
      { structure, pageMargins: 20, pageOrientation: "landscape", content },
      { title: "Names", author: "Accreditor", language: "en", createdAt: new Date("2024-03-12T00:00:00Z") },
    );
    const { baselines } = await readPdf(pdf);
    expect(baselines).toHaveLength(cases.length);
    const counted = cases.map(({ name, part, fitted }) => [name, part, fitted.text, fitted.lines]);
    expect(cases.map(({ name, part, fitted }, at) => [name, part, fitted.text, baselines[at]?.length])).toEqual(
      counted,
    );
  });

  test("there are names of more than fifty scripts", () => {
    const scripts = new Set(Object.keys(NAMES));
    expect(scripts.size).toBeGreaterThan(50);
  });
});

describe("text from right to left", () => {
  test.each(["שרה", "محمد", "ߒߞߏ", "𞤀𞤣𞤤", "𐴌𐴇𐴒"])("%s: the first letter stands at the right", (word) => {
    const { inReadingOrder, fromLeft } = shapeLine(FontFamily.of("Serif", "normal"), word, "ltr");
    expect(fromLeft).toEqual(inReadingOrder);
    expect(fromLeft.map(({ level }) => level)).toEqual([1]);
    expect(fromLeft[0]?.glyphs.at(-1)?.text).toBe([...word][0]);
  });

  const long = {
    Arabic:
      "دورة متقدمة في طب الرئة (والعناية المركزة) للأطباء والممرضات في المستشفى الجامعي-الكبير، الجزء ٣ (2024) من سلسلة التعليم",
    Hebrew: "קורס מתקדם ברפואת ריאות, חלק 3 (2024), לרופאים ואחיות בבית החולים הגדול שבתל-אביב-יפו שָׁלוֹם וּבְרָכָה Ann",
    Adlam: `${"𞤀𞤣𞤤𞤢𞤥 𞤆𞤵𞤤𞤢𞤪 (12) ".repeat(6)}𞤀𞤣`,
    NKo: `${"ߒߞߏ ߡߊߡߊߘߌ-12 ".repeat(8)}ߒߞߏ`,
    Thaana: `${"މުޙައްމަދު ނަޝީދު 7, ".repeat(6)}ނަޝީދު`,
  };

  test.each(Object.entries(long))("%s: every line of a certificate is read as it was written", async (_, title) => {
    const words = title.split(" ");
    const fields = {
      accreditorName: words.slice(0, 4).join(" "),
      recipientName: words.slice(0, 3).join(" "),
      providerName: words.slice(1, 5).join(" "),
      providerAddress: `${words.slice(0, 2).join(" ")} 12`,
      place: words.slice(0, 2).join("-"),
      signatoryName: words.slice(1, 4).join(" "),
      signatoryTitle: words.slice(2, 6).join(" "),
      title,
    };
    const session = { attendedOn: "2024-03-10", credits: "2.50", virtual: false };
    const content: CertificateContent = {
      ...{ logo: null, certificateNumber: "A-2024-000123", verificationCode: "ABCD-EFGH-JKMN-PQRS" },
      ...{ verifyUrl: "https://ce.example.org/verify/ABCD", memberIdLabel: "AAST ID", memberNumber: "10001" },
      ...{ programNumber: "2024-0001", programType: "Live", providerNumber: "P-0001", startsOn: "2024-03-10" },
      ...{ endsOn: "2024-03-11", completedOn: "2024-03-11", credits: "5.00", creditUnit: "CEC" },
      ...{ creditRule: "1 CEC = 60 minutes", issuedOn: "2024-03-12", language: "en" },
      ...fields,
      jointProviders: [fields.place, "Mayo Clinic"],
      sessions: [
        { ...session, title },
        { ...session, title: fields.providerName },
      ],
    };
    const pdf = await renderPdf(certificateDocument(content), {
      ...{ title: "Names", author: "Accreditor", language: "en" },
      createdAt: new Date("2024-03-12T00:00:00Z"),
    });
    // pdf.js adds blanks around glyphs whose text has a mark.
    const letters = (text: string) => withoutDirections(text).replace(/\s+/gu, "");
    const read = letters((await readPdf(pdf)).pages.join("\n"));
    for (const field of Object.values(fields)) expect(read).toContain(letters(field));
    if (!hasPoppler) return;
    const flat = (text: string) => withoutDirections(text).replace(/\s+/gu, " ");
    const said = flat(readWithPoppler(pdf).join(" "));
    for (const field of Object.values(fields)) expect(said).toContain(flat(field));
  });
});

/** How many names of countries, languages and days are read in each language: `WORDS_OF_LANGUAGES=1000` for all. */
const wordsOfLanguages = Number(process.env.WORDS_OF_LANGUAGES ?? 2);

describe("words of languages, as ICU has them", () => {
  const languages =
    "th lo km my bo dz si ta te kn ml gu pa or bn as mr ne hy ka am he ar fa ur ckb sd ks ko ja zh zh-Hant mn chr nqo ff-Adlm vai ii sat mni ccp zgh syr sr el ru vi yi ug".split(
      " ",
    );
  const wordsIn = (language: string): string[] => {
    const words = (["region", "language"] as const).flatMap((type) => {
      const names = new Intl.DisplayNames([language], { type, fallback: "none" });
      const codes =
        type === "region" ? ["TH", "BD", "US", "MA", "HR", "DE", "IN", "GL", "FI", "KY"] : ["gd", "uk", "km", "sa"];
      return codes.flatMap((code) => names.of(code) ?? []);
    });
    const months = [0, 4, 8, 11].map((month) =>
      new Date(Date.UTC(2024, month, 3)).toLocaleDateString(language, { dateStyle: "full" }),
    );
    return [...words, ...months]
      .filter((word) => unprintable(word) === undefined && /[^ -~]/.test(word))
      .slice(0, wordsOfLanguages);
  };

  test("each is read as it was written", async () => {
    if (!hasPoppler) return;
    const words = languages.flatMap(wordsIn);
    expect(words.length).toBeGreaterThanOrEqual(Math.min(80, wordsOfLanguages * 40));
    const structure = new Tag("Document");
    const pdf = await renderPdf(
      {
        structure,
        pageSize: { width: 900, height: 12_000 },
        content: words.flatMap((word) => [
          taggedText(structure.add("P"), "Word", { fontSize: 8 }),
          taggedText(structure.add("P"), printableName(word), { font: "Serif", fontSize: 20, margin: [0, 0, 0, 20] }),
        ]),
      },
      { title: "Words", author: "Accreditor", language: "en", createdAt: new Date("2024-03-12T00:00:00Z") },
    );
    const flat = (text: string) => withoutDirections(text).replace(/\s+/gu, " ").trim();
    const read = readWithPoppler(pdf)
      .join("")
      .split(/^Word$/mu)
      .slice(1)
      .map(flat);
    expect(read).toEqual(words.map(flat));
  }, 60_000);
});

/** How many names and titles are made up: `MADE_UP_NAMES=500` for longer. `MADE_UP_SEED` makes others. */
const madeUp = Number(process.env.MADE_UP_NAMES ?? 8);
const seed = Number(process.env.MADE_UP_SEED ?? 20_261_129);

describe("names and titles that nobody chose", () => {
  const scripts = Object.entries(NAMES).filter(([script]) => !["Mixed", "Numbers", "Symbols"].includes(script));
  const wordsOf = new Map(scripts.map(([script, names]) => [script, names.flatMap((name) => name.split(" "))]));

  const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
  const halves = (word: string): [string, string] => {
    const parts = [...graphemes.segment(word)].map(({ segment }) => segment);
    const at = Math.ceil(parts.length / 2);
    return [parts.slice(0, at).join(""), parts.slice(at).join("")];
  };
  /** A word as it stands, or the beginning of one with the end of another. */
  const wordOf = (words: string[]) =>
    fc.oneof(
      fc.constantFrom(...words),
      fc
        .tuple(fc.constantFrom(...words), fc.constantFrom(...words))
        .map(([begins, ends]) => halves(begins)[0] + halves(ends)[1]),
    );
  const textOf = (minLength: number, maxLength: number) =>
    fc.uniqueArray(fc.constantFrom(...wordsOf.keys()), { minLength: 1, maxLength: 3 }).chain((from) => {
      const words = from.flatMap((script) => wordsOf.get(script) ?? []);
      const parts = fc.array(wordOf(words), { minLength, maxLength });
      return fc
        .tuple(parts, fc.constantFrom("NFC", "NFD"))
        .map(([given, form]) => ({ from, text: given.join(" ").normalize(form) }));
    });

  test.each([
    ["names", [1, 4], "Serif", false],
    ["titles", [3, 12], "Sans", true],
  ] as const)(
    "%s: the PDF's text is what went in, or a character of it was named before",
    async (_, length, font, bold) => {
      const wrong: unknown[] = [];
      let refused = 0;
      for (const { from, text } of fc.sample(textOf(length[0], length[1]), { numRuns: madeUp, seed })) {
        const character = unprintable(text);
        if (character !== undefined) {
          refused++;
          if (!text.normalize("NFC").includes(character))
            wrong.push([from, text, "names what is not there", character]);
          continue;
        }
        const pdf = await print([text], font, bold);
        const letters = (read: string) =>
          withoutDirections(read)
            .replace(/[\s()]/gu, "")
            .normalize("NFKC");
        const { pages } = await readPdf(pdf);
        const read = letters(pages.join(""));
        if (read !== letters(LEAD + text)) wrong.push([from, text, "pdf.js", read.slice(letters(LEAD).length)]);
        if (!hasPoppler) continue;
        const [, ...lines] = withoutDirections(readWithPoppler(pdf).join("")).split("\n").filter(Boolean);
        const said = lines.join(" ").replace(/ +/g, "");
        const given = withoutDirections(printableName(text)).replace(/ +/g, "");
        if (said !== given) wrong.push([from, text, "poppler", lines.join("|")]);
      }
      expect(wrong).toEqual([]);
      expect(refused).toBeLessThan(Math.max(1, madeUp / 4));
    },
    30_000 + madeUp * 1_000,
  );
});

describe("what can't be shown is named", () => {
  test.each([
    ["Ann Lee", undefined],
    ["Ann 😀", undefined],
    ["Ann\u200f\u202e\u200b\u00ad", undefined],
    ["Ann ᚠᚢ", "ᚠ (U+16A0)"],
    ["Ann \ue000", "U+E000"],
    ["𒀀", "𒀀 (U+12000)"],
    ["a\u0300\u0301\u0302\u0303\u0304", "\u25cc\u0304 (U+0304)"],
    ["\u0301", "\u25cc\u0301 (U+0301)"],
  ])("%j: %s", (text, named) => {
    const character = unprintable(text);
    expect(character === undefined ? undefined : namedCharacter(character)).toBe(named);
  });
});
