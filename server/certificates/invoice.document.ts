import type { Content } from "pdfmake/interfaces.js";
import { type Message, say } from "../core/messages/message.ts";
import { type Language, sentence } from "../core/messages/sentence.ts";
import { breakable, printableProse, printableText } from "../core/print/printable-text.ts";
import { printedDay, tableLines } from "./certificate.document.ts";
import { fitText } from "./pdf/fit-text.ts";
import { INK } from "./pdf/ornament.ts";
import { Tag, type TaggedDocument, type TextStyle, taggedText } from "./pdf/tag.ts";

/** What an invoice or a credit note says, frozen when it is issued. Days are YYYY-MM-DD, amounts whole cents. */
export interface InvoiceContent {
  kind: "INVOICE" | "CREDIT_NOTE";
  /** Of its own words. */
  language: Language;
  accreditorName: string;
  number: string;
  providerName: string;
  providerNumber: string;
  providerAddress: string;
  issuedOn: string;
  /** Null on a credit note. */
  dueOn: string | null;
  /** ISO 4217. */
  currency: string;
  lines: readonly { programNumber: string; programName: string; what: string; amount: number }[];
  /** Exactly the sum of the lines, tax included. */
  total: number;
  /** Null: there is none. */
  tax: { name: string; percent: string; amount: number } | null;
  /** How to pay, or why it is credited; may be empty. */
  note: string;
}

const GREY = "#4a4f5a";
/** US Letter, portrait, in points; margins at the sides. */
const WIDTH = 612;
const MARGIN = 48;

/**
 * An invoice or a credit note as a document for `renderPdf`, in the hand of the transcript.
 * @throws Error where the lines do not add up to the total, or a day is none
 */
export function invoiceDocument(content: InvoiceContent): TaggedDocument {
  const { language, currency, lines, total, tax } = content;
  const sum = lines.reduce((all, { amount }) => all + amount, 0);
  if (sum !== total) throw new Error(`The lines add up to ${sum}, but the total is ${total}.`);
  const words = (message: Message) => sentence(message, language);
  const blank = words(say("certificate.notPrintable"));
  const text = (value: string) => printableText(value, blank);
  const money = (cents: number) => (cents / 100).toLocaleString(language, { style: "currency", currency });
  const structure = new Tag("Document");
  const width = WIDTH - 2 * MARGIN;
  const accreditor = fitText(text(content.accreditorName), {
    font: "Serif",
    style: "bold",
    width,
    sizes: [
      { size: 14, lines: 1 },
      { size: 11, lines: 6 },
    ],
  });
  const line = (value: string, style: TextStyle = {}) => taggedText(structure.add("P"), value, style);
  const number = text(content.number);
  const heading: Content[] = [
    line(accreditor.text, { font: "Serif", bold: true, fontSize: accreditor.fontSize }),
    taggedText(
      structure.add("H1"),
      words(content.kind === "INVOICE" ? say("invoice.title", { number }) : say("invoice.creditTitle", { number })),
      { font: "Serif", fontSize: 26, margin: [0, 0, 0, 6] },
    ),
    { canvas: [{ type: "line", x1: 0, y1: 0, x2: width, y2: 0, lineWidth: 1.2, lineColor: INK }] } as Content,
    line(breakable(text(content.providerName)), { bold: true, fontSize: 11, margin: [0, 10, 0, 0] }),
    ...(content.providerAddress ? [line(breakable(text(content.providerAddress)))] : []),
    line(text(content.providerNumber), { color: GREY, margin: [0, 0, 0, 8] }),
    line(words(say("invoice.issued", { day: printedDay(content.issuedOn, language) }))),
    ...(content.dueOn ? [line(words(say("invoice.payUntil", { day: printedDay(content.dueOn, language) })))] : []),
  ];
  const table = structure.add("Table");
  const headingRow = table.add("THead").add("TR");
  const cell = (message: Message, alignment: TextStyle["alignment"] = "left") =>
    taggedText(headingRow.add("TH", { scope: "Column" }), words(message), { bold: true, alignment });
  const headings = [cell(say("invoice.program")), cell(say("invoice.for")), cell(say("invoice.amount"), "right")];
  const body = table.add("TBody");
  const rows = lines.map((each): Content[] => {
    const row = body.add("TR");
    return [
      taggedText(row.add("TD"), breakable(`${text(each.programNumber)} ${text(each.programName)}`.trim())),
      taggedText(row.add("TD"), text(each.what)),
      taggedText(row.add("TD"), money(each.amount), { alignment: "right" }),
    ];
  });
  const sumRow = (label: string, amount: number, bold: boolean): Content[] => {
    const row = body.add("TR");
    return [
      taggedText(row.add("TH", { scope: "Row", columns: 2 }), label, { bold, colSpan: 2 }),
      "",
      taggedText(row.add("TD"), money(amount), { bold, alignment: "right" }),
    ];
  };
  const sums = [
    ...(tax
      ? [
          sumRow(
            words(say("invoice.ofWhichTax", { name: text(tax.name), percent: text(tax.percent) })),
            tax.amount,
            false,
          ),
        ]
      : []),
    sumRow(words(say("invoice.total")), total, true),
  ];
  return {
    structure,
    pageSize: "LETTER",
    pageMargins: [MARGIN, 54, MARGIN, 54],
    defaultStyle: { font: "Sans", fontSize: 9, color: INK },
    footer: (page, pages) => ({
      margin: [MARGIN, 18, MARGIN, 0],
      columns: [
        { text: number, fontSize: 8, color: GREY },
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
      {
        margin: [0, 14, 0, 0],
        table: { headerRows: 1, dontBreakRows: true, widths: ["*", 110, 90], body: [headings, ...rows, ...sums] },
        layout: tableLines(rows.length + 1),
      },
      ...(content.note ? [line(breakable(printableProse(content.note, blank)), { margin: [0, 16, 0, 0] })] : []),
    ],
  };
}
