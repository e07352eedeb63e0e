import { type CertificateContent, certificateDocument } from "../../server/certificates/certificate.document.ts";
import { type PdfMeta, renderPdf } from "../../server/certificates/pdf/render-pdf.ts";
import { type TranscriptContent, transcriptDocument } from "../../server/certificates/transcript.document.ts";
import { elements, readPdf } from "./pdf-reader.ts";
import { certificateContent } from "./sample-drawings.ts";

const meta: PdfMeta = { title: "Certificate", author: "Accreditor", language: "en", createdAt: new Date(0) };

const certificate: CertificateContent = { ...certificateContent, programType: "Webinar", credits: "9.00" };

const sessions = Array.from({ length: 60 }, (_, index) => ({
  title: `Session ${index + 1}: ${"what changed this year and what will change next year ".repeat(1 + (index % 3))}`,
  attendedOn: "2024-03-04",
  credits: index % 2 === 0 ? "0.10" : "1.25",
  virtual: index === 0,
}));
const conference: CertificateContent = { ...certificate, sessions, credits: "40.50" };

const render = (content: CertificateContent) => renderPdf(certificateDocument(content), meta);
const flat = (text: string | undefined) => (text ?? "").replaceAll("\n", " ").replace(/ +/g, " ");

describe("certificate", () => {
  test("says everything on one page", async () => {
    const { pages } = await readPdf(await render(certificate));
    expect(pages).toHaveLength(1);
    const text = flat(pages[0]);
    for (const words of [
      "Association of Sleep Technologists",
      "Certificate of Completion",
      "Sally Johnson",
      "AAST ID 100099",
      "Advances in Polysomnography",
      "Chicago, IL · March 3–5, 2024",
      "Webinar · Program A24164 · Provided by Lakeshore Sleep Institute (provider P0017)",
      "9.00 CEC",
      "1 CEC = 60 minutes · Completed March 4, 2024",
      "Margaret A. Whitfield",
      "Executive Director",
      "Certificate C24-000123",
      "Issued March 12, 2024",
      "7K3M-Q9XT-2VWB-8HNP",
    ]) {
      expect(text).toContain(words);
    }
  });

  test("has a heading, text in reading order, and words for signature, link and QR code", async () => {
    const { structure } = await readPdf(await render(certificate));
    const all = elements(structure[0] as never);
    expect(all.map(({ role }) => role).filter((role) => role && role !== "P")).toEqual([
      "Root",
      "Document",
      "H1",
      "Figure",
      "Link",
      "Figure",
    ]);
    expect(all.flatMap(({ alt }) => alt ?? [])).toEqual([
      "Signature of Margaret A. Whitfield",
      `Verify this certificate at ${certificate.verifyUrl}`,
      `QR code of the link ${certificate.verifyUrl}`,
    ]);
  });

  test("links to its verification and nowhere else, and runs nothing", async () => {
    const bytes = await render({ ...certificate, recipientName: "javascript:alert(1) https://evil.example" });
    const { links } = await readPdf(bytes);
    expect(new Set(links)).toEqual(new Set([certificate.verifyUrl]));
    const raw = bytes.toString("latin1");
    expect([...raw.matchAll(/\/URI \(([^)]*)\)/g)].map(([, url]) => url)).toEqual(links);
    for (const action of ["/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/EmbeddedFile"]) {
      expect(raw).not.toContain(action);
    }
  });

  test.each(["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])("%s is no link", (verifyUrl) => {
    expect(() => certificateDocument({ ...certificate, verifyUrl })).toThrow(/web link/);
  });

  test("the longest texts stay on one page", async () => {
    const words = (length: number) => "word ".repeat(length).slice(0, length).trim();
    const { pages } = await readPdf(
      await render({
        ...certificate,
        accreditorName: words(500),
        recipientName: "W".repeat(500),
        title: words(500),
        providerName: words(500),
        programType: words(500),
        place: words(500),
        signatoryName: words(120),
        signatoryTitle: words(200),
        creditRule: words(200),
        certificateNumber: "W".repeat(40),
        verifyUrl: `https://ce.example.org/${"W".repeat(170)}`,
      }),
    );
    expect(pages).toHaveLength(1);
    expect(pages[0]?.replace(certificate.verificationCode, "").replace(/[^W]/g, "")).toHaveLength(500 + 40 + 170);
  });

  test("who signs without a title signs without a word in its place", async () => {
    const { pages } = await readPdf(await render({ ...certificate, signatoryTitle: "" }));
    expect(flat(pages[0])).toContain(certificate.signatoryName);
    expect(flat(pages[0])).not.toContain("(not printable)");
    expect(flat(pages[0])).not.toContain("Executive Director");
  });

  test("an 80-character name keeps its words whole", async () => {
    const recipientName = "Maximiliana Wilhelmina Featherstonehaugh Cholmondeley von Hohenzollern Sigmaringe";
    expect(recipientName).toHaveLength(81);
    const { pages } = await readPdf(await render({ ...certificate, recipientName }));
    expect(flat(pages[0])).toContain(recipientName);
  });

  test.each([
    ["title", 501],
    ["recipientName", 501],
    ["certificateNumber", 41],
    ["verifyUrl", 201],
    ["signatoryName", 121],
  ] as const)("%s of %i characters is refused", (field, length) => {
    const value =
      field === "verifyUrl" ? `https://a.example/${"x".repeat(length)}`.slice(0, length) : "x".repeat(length);
    expect(() => certificateDocument({ ...certificate, [field]: value })).toThrow(RangeError);
    expect(() => certificateDocument({ ...certificate, [field]: value.slice(0, -1) })).not.toThrow();
  });

  test.each([
    ["2024-03-05", "2024-03-05", "March 5, 2024"],
    ["2024-03-30", "2024-04-02", "March 30 – April 2, 2024"],
    ["2023-12-31", "2024-01-01", "December 31, 2023 – January 1, 2024"],
  ])("%s to %s is printed as %s", async (startsOn, endsOn, printed) => {
    const { pages } = await readPdf(await render({ ...certificate, startsOn, endsOn, place: "Online" }));
    expect(flat(pages[0])).toContain(`Online · ${printed}`);
  });

  test("a day that is none is refused", () => {
    expect(() => certificateDocument({ ...certificate, issuedOn: "2023-02-29" })).toThrow(/2023-02-29/);
  });
});

describe("conference certificate", () => {
  test("lists 60 sessions, with headings and page numbers on each page", async () => {
    const { pages } = await readPdf(await render(conference));
    expect(pages.length).toBeGreaterThan(3);
    const lists = pages.slice(1).map(flat);
    lists.forEach((text, index) => {
      expect(text).toContain("Session Attended on Format CEC");
      expect(text).toContain(`Page ${index + 2} of ${pages.length}`);
      expect(text).toContain("Sally Johnson");
    });
    for (let number = 1; number <= 60; number++) {
      expect(lists.filter((text) => text.includes(`Session ${number}:`))).toHaveLength(1);
    }
    expect(lists.at(-1)).toContain("Total 40.50");
    expect(flat(pages[0])).toContain("40.50 CEC");
  });

  test("has one table in its structure: repeated headings are decoration", async () => {
    const { structure } = await readPdf(await render(conference));
    const drawn = (role: string) =>
      structure.flatMap(elements).flatMap((node) => (node.role === role ? node.children : [])).length;
    expect(drawn("TH")).toBe(5);
    // A long title has two or three lines, each a piece of content of its cell.
    expect(drawn("TD")).toBeGreaterThan(60 * 4 + 1);
    const cells = structure.map((page) => elements(page).filter(({ role }) => role === "TD").length);
    expect(Math.max(...cells)).toBe(60 * 4 + 1);
  });

  test("a total that is not the sum of the lines is refused, in exact decimals", () => {
    const tenths = Array.from({ length: 10 }, () => ({
      title: "x",
      attendedOn: "2024-03-04",
      credits: "0.10",
      virtual: false,
    }));
    expect(() => certificateDocument({ ...certificate, sessions: tenths, credits: "1.00" })).not.toThrow();
    expect(() => certificateDocument({ ...certificate, sessions: tenths, credits: "1.01" })).toThrow(/add up to 1.00/);
    expect(() => certificateDocument({ ...certificate, sessions: [], credits: "0.00" })).not.toThrow();
  });
});

describe("transcript", () => {
  const line = (index: number) => ({
    completedOn: "2024-03-04",
    title: `Activity ${index}.`,
    programNumber: "A24164",
    providerName: "Lakeshore Sleep Institute",
    ...(index % 2 === 0 ? { sessionTitle: "Opening keynote" } : {}),
    certificateNumber: index % 3 === 0 ? null : `C24-${index}`,
    credits: "0.10",
    creditUnit: index % 2 === 0 ? "CEC" : "AEU",
  });
  const transcript = (count: number, totals: TranscriptContent["totals"]): TranscriptContent => ({
    language: "en",
    accreditorName: "Association of Sleep Technologists",
    memberIdLabel: "AAST ID",
    memberNumber: "100099",
    memberName: "محمد الأحمد",
    from: "2024-01-01",
    to: "2024-12-31",
    issuedOn: "2024-11-21",
    lines: Array.from({ length: count }, (_, index) => line(index)),
    totals,
  });
  const hundred = transcript(100, [
    { creditUnit: "CEC", credits: "5.00" },
    { creditUnit: "AEU", credits: "5.00" },
  ]);

  test("lists every line once, with headings and page numbers on each page and totals by unit", async () => {
    const { pages } = await readPdf(await renderPdf(transcriptDocument(hundred), meta));
    expect(pages.length).toBeGreaterThan(2);
    const texts = pages.map(flat);
    texts.forEach((text, index) => {
      expect(text).toContain("Completed Activity Certificate Credits");
      expect(text).toContain(`Page ${index + 1} of ${pages.length}`);
      expect(text).toContain("محمد الأحمد");
    });
    for (let index = 0; index < 100; index++) {
      expect(texts.filter((text) => text.includes(`Activity ${index}.`))).toHaveLength(1);
    }
    expect(texts[0]).toContain("Period: January 1, 2024 – December 31, 2024");
    expect(texts[0]).toContain("Total: 5.00 CEC · 5.00 AEU");
    expect(texts.at(-1)).toContain("Total 5.00 CEC");
    expect(texts.at(-1)).toContain("Total 5.00 AEU");
  });

  test("without lines says so", async () => {
    const empty = { ...transcript(0, []), from: null, to: null };
    const { pages } = await readPdf(await renderPdf(transcriptDocument(empty), meta));
    expect(flat(pages[0])).toContain("Period: All credit on record");
    expect(flat(pages[0])).toContain("Total: no credit in this period");
  });

  test.each([
    [
      "wrong",
      [
        { creditUnit: "CEC", credits: "5.01" },
        { creditUnit: "AEU", credits: "5.00" },
      ],
      /add up to 5.00 CEC/,
    ],
    ["missing", [{ creditUnit: "CEC", credits: "5.00" }], /no total for it/],
    ["of no line", [...hundred.totals, { creditUnit: "CEU", credits: "1.00" }], /add up to 0.00 CEU/],
  ])("a total that is %s is refused", (_, totals, message) => {
    expect(() => transcriptDocument({ ...hundred, totals })).toThrow(message);
  });

  test("more than 5,000 lines are refused", () => {
    expect(() => transcriptDocument(transcript(5001, []))).toThrow(RangeError);
  });
});
