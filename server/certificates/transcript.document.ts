import { Decimal } from "decimal.js";
import type { Content } from "pdfmake/interfaces.js";
import { type Message, say } from "../core/messages/message.ts";
import { type Language, sentence } from "../core/messages/sentence.ts";
import { breakable, printableName, printableText } from "../core/print/printable-text.ts";
import { printedDay, tableLines } from "./certificate.document.ts";
import { fitText } from "./pdf/fit-text.ts";
import { INK } from "./pdf/ornament.ts";
import { Tag, type TaggedDocument, type TextStyle, taggedText } from "./pdf/tag.ts";

/** One award of credit. */
export interface TranscriptLine {
  /** YYYY-MM-DD */
  completedOn: string;
  title: string;
  programNumber: string;
  providerName: string;
  jointProviders?: readonly string[];
  sessionTitle?: string;
  /** Null where no certificate was issued. */
  certificateNumber: string | null;
  /** Who issued it elsewhere; null: it was earned here. */
  issuedElsewhereBy?: string | null;
  /** Exact decimal with two places. */
  credits: string;
  creditUnit: string;
  /** What it earned of further kinds. */
  kinds?: readonly KindLine[];
  /** False: it was taken back or corrected since the day as of which the transcript is. */
  holds?: boolean;
}

/** So much of a further kind of credit. */
export interface KindLine {
  name: string;
  unit: string;
  credits: string;
  /** Whether another kind includes it. */
  isPart: boolean;
}

/** What a transcript says. Days are YYYY-MM-DD; a missing end of the period is null. */
export interface TranscriptContent {
  /** Of its own words. */
  language: Language;
  accreditorName: string;
  memberIdLabel: string;
  memberNumber: string;
  memberName: string;
  /** Licences and registry numbers, each with its kind. */
  licences?: readonly string[];
  from: string | null;
  to: string | null;
  issuedOn: string;
  /** It is what was known at the end of this day; null: as of now. */
  asOf?: string | null;
  lines: readonly TranscriptLine[];
  /** One for each unit, in the order in which they are to be printed; exactly the sums of the lines. */
  totals: readonly { creditUnit: string; credits: string }[];
  /** Of further kinds; exactly the sums of the lines. */
  kindTotals?: readonly KindLine[];
  /** What was earned elsewhere, which the accreditor has accepted and not issued; with sums of its own. */
  elsewhere?: readonly TranscriptLine[];
  elsewhereTotals?: TranscriptContent["totals"];
  elsewhereKindTotals?: readonly KindLine[];
  /** As of a past day: what was recorded since. It is in no sum. */
  addedSince?: readonly TranscriptLine[];
}

/** Most lines of one transcript. A member who earns credit every day needs fourteen years to get there. */
export const longestTranscript = 5000;
const GREY = "#4a4f5a";
/** US Letter, portrait, in points; margins at the sides. */
const WIDTH = 612;
const MARGIN = 48;

/**
 * The transcript as a document for `renderPdf`.
 * @throws RangeError where a text is longer than 500 characters or there are more than 5,000 lines
 * @throws Error where the totals are not the sums of the lines, or a day is none
 */
export function transcriptDocument(content: TranscriptContent): TaggedDocument {
  const length = content.lines.length + (content.elsewhere ?? []).length + (content.addedSince ?? []).length;
  if (length > longestTranscript) {
    throw new RangeError(
      `A transcript has at most ${longestTranscript} lines, not ${length}: choose a shorter period.`,
    );
  }
  requireTotals(content);
  requireTotals({ ...content, lines: content.elsewhere ?? [], totals: content.elsewhereTotals ?? [] });
  const words = (message: Message) => sentence(message, content.language);
  const structure = new Tag("Document");
  const name = printableName(content.memberName);
  const member = `${text(content.memberIdLabel, content.language)} ${text(content.memberNumber, content.language)}`;
  const heading = transcriptHeading(content, name, member, structure);
  return {
    structure,
    pageSize: "LETTER",
    pageMargins: [MARGIN, 54, MARGIN, 54],
    defaultStyle: { font: "Sans", fontSize: 8.5, color: INK },
    header: (page) =>
      page === 1
        ? null
        : {
            margin: [MARGIN, 28, MARGIN, 0],
            ...fitted(words(say("transcript.of", { name, member })), 8, 2),
            color: GREY,
          },
    footer: (page, pages) => ({
      margin: [MARGIN, 18, MARGIN, 0],
      columns: [
        { ...fitted(text(content.accreditorName, content.language), 8, 1), color: GREY },
        {
          text: words(say("certificate.page", { page, pages })),
          fontSize: 8,
          color: GREY,
          alignment: "right",
          width: 100,
        },
      ],
    }),
    content: [
      ...heading,
      creditTable(content, structure),
      ...elsewhere(content, structure),
      ...addedSince(content, structure),
    ],
  };
}

const text = (value: string, language: Language) =>
  printableText(value, sentence(say("certificate.notPrintable"), language));

function fitted(value: string, size: number, lines: number) {
  const { text, fontSize } = fitText(value, {
    font: "Sans",
    width: WIDTH - 2 * MARGIN - 110,
    sizes: [
      { size, lines },
      { size: size * 0.75, lines: 2 },
      { size: 4, lines: 4 },
    ],
  });
  return { text, fontSize };
}

function requireTotals(content: TranscriptContent): void {
  const sums = new Map<string, Decimal>();
  for (const { creditUnit, credits } of content.lines) {
    sums.set(creditUnit, (sums.get(creditUnit) ?? new Decimal(0)).plus(credits));
  }
  for (const { creditUnit, credits } of content.totals) {
    const sum = sums.get(creditUnit) ?? new Decimal(0);
    if (!sum.equals(credits)) {
      throw new Error(`The lines add up to ${sum.toFixed(2)} ${creditUnit}, but the transcript says ${credits}.`);
    }
    sums.delete(creditUnit);
  }
  const [missing] = sums.keys();
  if (missing !== undefined) throw new Error(`The transcript has lines in ${missing}, but no total for it.`);
}

function period({ from, to, language }: TranscriptContent): Message {
  const [first, last] = [from && printedDay(from, language), to && printedDay(to, language)];
  if (first && last) return say("transcript.fromTo", { from: first, to: last });
  if (first) return say("transcript.from", { from: first });
  return last ? say("transcript.until", { to: last }) : say("transcript.all");
}

function transcriptHeading(content: TranscriptContent, name: string, member: string, structure: Tag): Content[] {
  const words = (message: Message) => sentence(message, content.language);
  const width = WIDTH - 2 * MARGIN;
  const accreditor = fitText(text(content.accreditorName, content.language), {
    font: "Serif",
    style: "bold",
    width,
    sizes: [
      { size: 14, lines: 1 },
      { size: 11, lines: 6 },
    ],
  });
  const shownName = fitText(name, {
    font: "Serif",
    width,
    sizes: [
      { size: 22, lines: 1 },
      { size: 17, lines: 2 },
      { size: 11, lines: 6 },
    ],
  });
  const line = (value: string, style: TextStyle) => taggedText(structure.add("P"), value, style);
  const rules = {
    canvas: [{ type: "line", x1: 0, y1: 0, x2: width, y2: 0, lineWidth: 1.2, lineColor: INK }],
  } as Content;
  const totals = content.totals
    .map(({ creditUnit, credits }) =>
      words(say("certificate.credits", { credits, unit: text(creditUnit, content.language) })),
    )
    .join(" · ");
  return [
    line(accreditor.text, { font: "Serif", bold: true, fontSize: accreditor.fontSize }),
    taggedText(structure.add("H1"), words(say("transcript.title")), {
      font: "Serif",
      fontSize: 26,
      margin: [0, 0, 0, 6],
    }),
    rules,
    line(shownName.text, { font: "Serif", fontSize: shownName.fontSize, margin: [0, 10, 0, 0] }),
    line(member, { color: GREY, margin: [0, 0, 0, content.licences?.length ? 0 : 6] }),
    ...(content.licences?.length
      ? [
          line(breakable(content.licences.map((each) => text(each, content.language)).join(" · ")), {
            color: GREY,
            margin: [0, 0, 0, 6],
          }),
        ]
      : []),
    line(words(say("transcript.period", { period: period(content) })), {}),
    line(words(say("transcript.issued", { day: printedDay(content.issuedOn, content.language) })), {}),
    ...(content.asOf
      ? [line(words(say("transcript.asOf", { day: printedDay(content.asOf, content.language) })), {})]
      : []),
    line(words(totals ? say("transcript.totals", { totals }) : say("transcript.noCredit")), {
      bold: true,
      margin: [0, 0, 0, 12],
    }),
  ];
}

function creditTable(content: TranscriptContent, structure: Tag): Content {
  const words = (message: Message) => sentence(message, content.language);
  if (content.lines.length === 0) return [];
  const table = structure.add("Table");
  const headingRow = table.add("THead").add("TR");
  const heading = (value: Message, alignment: TextStyle["alignment"] = "left") =>
    taggedText(headingRow.add("TH", { scope: "Column" }), words(value), { bold: true, alignment });
  const body = table.add("TBody");
  const headings = [
    heading(say("transcript.completed")),
    heading(say("transcript.activity")),
    heading(say("transcript.certificate")),
    heading(say("certificate.creditsHeading"), "right"),
  ];
  const rows = content.lines.map((line): Content[] => {
    const row = body.add("TR");
    const completed = taggedText(row.add("TD"), printedDay(line.completedOn, content.language));
    const activity = row.add("TD");
    const details = [line.programNumber, line.providerName, ...(line.jointProviders ?? [])]
      .filter((part) => part !== "")
      .map((part) => text(part, content.language))
      .join(" · ");
    const elsewhere = line.issuedElsewhereBy
      ? words(say("transcript.issuedElsewhere", { issuer: text(line.issuedElsewhereBy, content.language) }))
      : null;
    return [
      completed,
      {
        stack: [
          taggedText(activity.add("P"), breakable(text(line.title, content.language))),
          ...(line.sessionTitle
            ? [taggedText(activity.add("P"), breakable(text(line.sessionTitle, content.language)))]
            : []),
          ...(details === ""
            ? []
            : [taggedText(activity.add("P"), breakable(details), { color: GREY, fontSize: 7.5 })]),
          ...[elsewhere, line.holds === false ? words(say("transcript.notOnRecord")) : null].flatMap((note) =>
            note === null ? [] : [taggedText(activity.add("P"), breakable(note), { color: GREY, fontSize: 7.5 })],
          ),
        ],
      },
      taggedText(
        row.add("TD"),
        line.certificateNumber === null ? "—" : breakable(text(line.certificateNumber, content.language)),
      ),
      creditCell(row.add("TD"), [
        words(say("certificate.credits", { credits: line.credits, unit: text(line.creditUnit, content.language) })),
        ...(line.kinds ?? []).map((kind) => words(kindShort(kind, content.language))),
      ]),
    ];
  });
  const totals = content.totals.map(({ creditUnit, credits }): Content[] => {
    const row = body.add("TR");
    return [
      taggedText(row.add("TH", { scope: "Row", columns: 3 }), words(say("certificate.total")), {
        bold: true,
        colSpan: 3,
      }),
      "",
      "",
      taggedText(
        row.add("TD"),
        words(say("certificate.credits", { credits, unit: text(creditUnit, content.language) })),
        {
          bold: true,
          alignment: "right",
        },
      ),
    ];
  });
  const kindTotals = (content.kindTotals ?? []).map((kind): Content[] => {
    const row = body.add("TR");
    return [
      taggedText(
        row.add("TH", { scope: "Row", columns: 3 }),
        breakable(words(say("transcript.totalOfKind", { name: text(kind.name, content.language) }))),
        { colSpan: 3 },
      ),
      "",
      "",
      taggedText(
        row.add("TD"),
        words(say("certificate.credits", { credits: kind.credits, unit: text(kind.unit, content.language) })),
        { bold: true, alignment: "right" },
      ),
    ];
  });
  return {
    table: {
      headerRows: 1,
      keepWithHeaderRows: 1,
      dontBreakRows: true,
      widths: [88, "*", 84, 70],
      body: [headings, ...rows, ...totals, ...kindTotals],
    },
    layout: tableLines(rows.length + 1),
  };
}

/** What was earned elsewhere, apart from what was issued, with its own sums. */
function elsewhere(content: TranscriptContent, structure: Tag): Content[] {
  const lines = content.elsewhere ?? [];
  if (lines.length === 0) return [];
  const accreditor = text(content.accreditorName, content.language);
  return [
    taggedText(structure.add("H2"), sentence(say("transcript.elsewhere"), content.language), {
      font: "Serif",
      fontSize: 15,
      margin: [0, 18, 0, 2],
    }),
    taggedText(
      structure.add("P"),
      breakable(sentence(say("transcript.elsewhereAbout", { accreditor }), content.language)),
      { color: GREY, margin: [0, 0, 0, 6] },
    ),
    creditTable(
      {
        ...content,
        lines,
        totals: content.elsewhereTotals ?? [],
        kindTotals: content.elsewhereKindTotals ?? [],
      },
      structure,
    ),
  ];
}

/** What came since the day as of which the transcript is, under a heading of its own. */
function addedSince(content: TranscriptContent, structure: Tag): Content[] {
  const lines = content.addedSince ?? [];
  if (lines.length === 0) return [];
  return [
    taggedText(structure.add("H2"), sentence(say("transcript.addedSince"), content.language), {
      font: "Serif",
      fontSize: 15,
      margin: [0, 18, 0, 6],
    }),
    creditTable({ ...content, lines, totals: [], kindTotals: [] }, structure),
  ];
}

const kindShort = ({ credits, unit, isPart }: KindLine, language: Language): Message =>
  say("certificate.kindShort", { credits, unit: text(unit, language), isPart: isPart ? "yes" : "no" });

/** What a line earned, of each kind on a line of its own. */
function creditCell(cell: Tag, [first = "", ...further]: string[]): Content {
  if (further.length === 0) return taggedText(cell, first, { alignment: "right" });
  return {
    stack: [
      taggedText(cell.add("P"), first, { alignment: "right" }),
      ...further.map((line) => taggedText(cell.add("P"), line, { alignment: "right", color: GREY, fontSize: 7.5 })),
    ],
  };
}
