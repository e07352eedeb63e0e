import type { Content } from "pdfmake/interfaces.js";
import { type Message, say } from "../core/messages/message.ts";
import { type Language, sentence } from "../core/messages/sentence.ts";
import { breakable, printableProse, printableText } from "../core/print/printable-text.ts";
import { fitText } from "./pdf/fit-text.ts";
import { frame, INK, plainFrame, qrCode } from "./pdf/ornament.ts";
import { Tag, type TaggedDocument, type TextStyle, taggedText } from "./pdf/tag.ts";

/** Figures, each with a bar beside it that says the same. */
export interface Chart {
  /** What stands above them. */
  heading: string;
  note: string;
  /** `share` of the whole bar, from 0 to 1. */
  bars: readonly { name: string; share: number; figure: string }[];
}

/** A page that providers hand out or hang up. */
export interface LeafletContent {
  language: Language;
  accreditorName: string;
  /** What stands above the title. */
  kicker: string;
  title: string;
  /** Lines between them are paragraphs' own. A flyer's are centred and large. */
  paragraphs: readonly (string | { section: string } | Chart)[];
  isFlyer: boolean;
  /** The code at the foot: where it leads, and what it is for; null: there is none. */
  code: { url: string; words: string } | null;
}

const GREY = "#4a4f5a";
/** US Letter, portrait, in points. */
const [WIDTH, HEIGHT, MARGIN] = [612, 792, 72];
const QR = 118;

/** Instructions for attendees, or a flyer, as a document for `renderPdf`, in the hand of the certificate. */
export function leafletDocument(content: LeafletContent): TaggedDocument {
  const { language, isFlyer, code } = content;
  const words = (message: Message) => sentence(message, language);
  const blank = words(say("certificate.notPrintable"));
  const text = (value: string) => printableText(value, blank);
  const structure = new Tag("Document");
  const width = WIDTH - 2 * MARGIN;
  const alignment = isFlyer ? "center" : "left";
  const line = (value: string, style: TextStyle = {}, tag = structure.add("P")) =>
    taggedText(tag, value, { alignment, ...style });
  const fitted = (value: string, size: number, lines: number) =>
    fitText(text(value), {
      font: "Serif",
      style: "bold",
      width,
      sizes: [
        { size, lines },
        { size: size * 0.75, lines: lines + 1 },
        { size: size * 0.5, lines: lines + 6 },
      ],
    });
  const accreditor = fitted(content.accreditorName, isFlyer ? 20 : 15, 1);
  const title = fitted(content.title, isFlyer ? 36 : 24, 3);
  const heading: Content[] = [
    line(accreditor.text, { font: "Serif", bold: true, fontSize: accreditor.fontSize, margin: [0, 0, 0, 4] }),
    ...(content.kicker ? [line(text(content.kicker), { color: GREY, fontSize: isFlyer ? 12 : 10 })] : []),
    line(
      title.text,
      { font: "Serif", bold: true, fontSize: title.fontSize, margin: [0, isFlyer ? 42 : 14, 0, isFlyer ? 24 : 12] },
      structure.add("H1"),
    ),
  ];
  const size = isFlyer ? 14 : 11;
  const prose = (value: string) => breakable(printableProse(value, blank));
  const body = content.paragraphs.map((paragraph) => {
    if (typeof paragraph === "string")
      return line(prose(paragraph), { fontSize: size, lineHeight: 1.25, margin: [0, 0, 0, isFlyer ? 12 : 9] });
    if ("bars" in paragraph) return chart(paragraph, structure, prose);
    return line(
      prose(paragraph.section),
      { font: "Serif", bold: true, fontSize: 16, margin: [0, 10, 0, 6] },
      structure.add("H2"),
    );
  });
  const foot = code ? codeAtFoot({ ...code, words: text(code.words) }, structure, words) : [];
  return {
    structure,
    pageSize: "LETTER",
    pageMargins: [MARGIN, MARGIN, MARGIN, MARGIN - 16],
    defaultStyle: { font: "Sans", fontSize: size, color: INK },
    background: (page) => ({
      canvas: (page === 1 ? frame(WIDTH, HEIGHT) : plainFrame(WIDTH, HEIGHT)) as never,
    }),
    content: [...heading, ...body, ...foot],
  };
}

const [NAME_WIDTH, BAR_WIDTH, GAP] = [150, 200, 12];
const BAR_HEIGHT = 9;
const TRACK = "#ece8dc";
const FILLED = "#8a6d2f";

/** Figures as a table, whose bars are decoration. It stays on one page with what stands above it. */
function chart({ heading, note, bars }: Chart, structure: Tag, prose: (value: string) => string): Content {
  const above = [
    taggedText(structure.add("P"), prose(heading), { bold: true, fontSize: 11, margin: [0, 2, 0, 1] }),
    taggedText(structure.add("P"), prose(note), { color: GREY, fontSize: 9.5, margin: [0, 0, 0, 4] }),
  ];
  const body = structure.add("Table").add("TBody");
  const rows = bars.map(({ name, share, figure }) => {
    const row = body.add("TR");
    const filled = BAR_WIDTH * Math.min(Math.max(share, 0), 1);
    const bar = (w: number, color: string) => ({ type: "rect", x: 0, y: 2.5, w, h: BAR_HEIGHT, r: 1.5, color });
    return {
      columns: [
        { width: NAME_WIDTH, stack: [taggedText(row.add("TH", { scope: "Row" }), prose(name), { fontSize: 10 })] },
        { width: BAR_WIDTH, canvas: [bar(BAR_WIDTH, TRACK), ...(filled > 0 ? [bar(filled, FILLED)] : [])] },
        { width: "*", stack: [taggedText(row.add("TD"), prose(figure), { fontSize: 10 })] },
      ],
      columnGap: GAP,
      margin: [0, 0, 0, 2],
    } as unknown as Content;
  });
  return { stack: [...above, ...rows], unbreakable: true, margin: [0, 0, 0, 9] };
}

/** The code with its address, on the page on which the text ends, or on the next where it would stand in the way. */
function codeAtFoot(
  { url, words: purpose }: { url: string; words: string },
  structure: Tag,
  words: (message: Message) => string,
): Content[] {
  const [x, y] = [WIDTH - MARGIN - QR, HEIGHT - MARGIN - QR];
  const box = [x, y, x + QR, y + QR] as [number, number, number, number];
  const width = x - MARGIN - 24;
  const address = fitText(url, {
    font: "Sans",
    style: "normal",
    width,
    sizes: [
      { size: 11, lines: 2 },
      { size: 8, lines: 4 },
      { size: 5, lines: 9 },
    ],
  });
  const lines = [
    taggedText(structure.add("P"), purpose, { bold: true, fontSize: 12, margin: [0, 0, 0, 3] }),
    taggedText(structure.add("P").add("Link", { url, alt: url }), address.text, { fontSize: address.fontSize }),
  ];
  const figure = structure.add("Figure", { alt: words(say("kit.code", { url })), box });
  return [
    // Keeps the place free.
    { text: " ", fontSize: 1, margin: [0, QR + 8, 0, 0] },
    { columns: [{ width, stack: lines }], absolutePosition: { x: MARGIN, y: y + QR / 2 - 18 } },
    { canvas: [qrCode(url, x, y, QR, figure)] as never, absolutePosition: { x: 0, y: 0 } },
  ];
}
