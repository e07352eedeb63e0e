import type { Content } from "pdfmake/interfaces.js";
import { type Message, say } from "../core/messages/message.ts";
import { type Language, sentence } from "../core/messages/sentence.ts";
import { breakable, printableName, printableText } from "../core/print/printable-text.ts";
import { printedDay, tableLines } from "./certificate.document.ts";
import { fitText } from "./pdf/fit-text.ts";
import { INK } from "./pdf/ornament.ts";
import { Tag, type TaggedDocument, type TextStyle, taggedText } from "./pdf/tag.ts";

/** One award of credit that a board is shown. */
export interface ProvedLine {
  /** YYYY-MM-DD */
  completedOn: string;
  title: string;
  sessionTitle: string | null;
  programNumber: string;
  providerName: string;
  certificateNumber: string | null;
  /** Who issued it elsewhere; null: it was earned here. */
  issuedElsewhereBy: string | null;
  /** Which credit from elsewhere it is, whose proof is bound in; null: none. */
  outsideCreditId: string | null;
  /** What of it counts, an exact decimal with two places. */
  counted: string;
}

/** What a board wants, and what there is. */
export interface ProvedPart {
  /** Of a further kind; null: the whole. */
  name: string | null;
  unit: string;
  counted: string;
  minimum: string | null;
  maximum: string | null;
  missing: string;
}

/** What stands in front of the certificates that prove a renewal's credit. Days are YYYY-MM-DD. */
export interface ProofPackContent {
  language: Language;
  accreditorName: string;
  memberIdLabel: string;
  memberNumber: string;
  memberName: string;
  licences: readonly string[];
  /** What is renewed, and who renews it. */
  requirement: string;
  body: string;
  creditUnit: string;
  from: string;
  to: string;
  /** The day as of which it is judged. */
  on: string;
  parts: readonly ProvedPart[];
  /** Oldest first. */
  lines: readonly ProvedLine[];
  /** Where a certificate can be verified by its code. */
  verifyUrl: string;
}

const GREY = "#4a4f5a";
/** US Letter, portrait, in points; margins at the sides. */
const [WIDTH, MARGIN] = [612, 48];

/**
 * The index of a proof pack as a document for `renderPdf`.
 * @param pages on which page of the whole each certificate begins, by its number, and each proof, by the ID of its credit; the index takes as many lines whatever they are
 */
export function proofPackDocument(content: ProofPackContent, pages: ReadonlyMap<string, number>): TaggedDocument {
  const { language } = content;
  const words = (message: Message) => sentence(message, language);
  const text = (value: string) => printableText(value, words(say("certificate.notPrintable")));
  const structure = new Tag("Document");
  const width = WIDTH - 2 * MARGIN;
  const line = (value: string, style: TextStyle = {}) => taggedText(structure.add("P"), breakable(value), style);
  const fitted = (value: string, size: number) =>
    fitText(value, {
      font: "Serif",
      width,
      sizes: [
        { size, lines: 1 },
        { size: size * 0.75, lines: 2 },
        { size: size * 0.5, lines: 6 },
      ],
    });
  const name = printableName(content.memberName);
  const member = `${text(content.memberIdLabel)} ${text(content.memberNumber)}`;
  const accreditor = fitted(text(content.accreditorName), 14);
  const shownName = fitted(name, 22);
  const [from, to, on] = [content.from, content.to, content.on].map((day) => printedDay(day, language)) as [
    string,
    string,
    string,
  ];
  const renewed = { renewal: text(content.requirement), body: text(content.body) };
  const licences = content.licences.map(text).join(" · ");
  return {
    structure,
    pageSize: "LETTER",
    pageMargins: [MARGIN, 54, MARGIN, 54],
    defaultStyle: { font: "Sans", fontSize: 8.5, color: INK },
    footer: (page) => ({
      margin: [MARGIN, 18, MARGIN, 0],
      columns: [
        { text: words(say("proofPack.of", { name, member })), fontSize: 7.5, color: GREY },
        { text: String(page), fontSize: 8, color: GREY, alignment: "right", width: 40 },
      ],
    }),
    content: [
      taggedText(structure.add("P"), accreditor.text, { font: "Serif", bold: true, fontSize: accreditor.fontSize }),
      taggedText(structure.add("H1"), words(say("proofPack.title")), {
        font: "Serif",
        fontSize: 26,
        margin: [0, 0, 0, 6],
      }),
      {
        canvas: [{ type: "line", x1: 0, y1: 0, x2: width, y2: 0, lineWidth: 1.2, lineColor: INK }],
      } as Content,
      taggedText(structure.add("P"), shownName.text, {
        font: "Serif",
        fontSize: shownName.fontSize,
        margin: [0, 10, 0, 0],
      }),
      line([member, licences].filter(Boolean).join(" · "), { color: GREY, margin: [0, 0, 0, 6] }),
      line(words(say("proofPack.renewal", renewed)), { bold: true }),
      line(words(say("proofPack.cycle", { from, to, on })), { margin: [0, 0, 0, 10] }),
      wanted(content, structure, words, text),
      index(content, pages, structure, words, text),
      line(words(say("proofPack.verify", { url: content.verifyUrl })), { color: GREY, margin: [0, 10, 0, 0] }),
    ],
  };
}

type Words = (message: Message) => string;
type Text = (value: string) => string;

const heading = (row: Tag, value: string, alignment: TextStyle["alignment"] = "left"): Content =>
  taggedText(row.add("TH", { scope: "Column" }), value, { bold: true, alignment });

/** What the board wants, with what there is. */
function wanted({ parts, creditUnit }: ProofPackContent, structure: Tag, words: Words, text: Text): Content {
  const table = structure.add("Table");
  const head = table.add("THead").add("TR");
  const body = table.add("TBody");
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: ["*", 110, 140, 60],
      body: [
        [
          heading(head, words(say("proofPack.wanted"))),
          heading(head, words(say("proofPack.counts")), "right"),
          heading(head, words(say("proofPack.limits")), "right"),
          heading(head, words(say("proofPack.missing")), "right"),
        ],
        ...parts.map(({ name, unit, counted, minimum, maximum, missing }) => {
          const row = body.add("TR");
          const limits = [
            ...(minimum ? [words(say("proofPack.atLeast", { minimum }))] : []),
            ...(maximum ? [words(say("proofPack.atMost", { maximum }))] : []),
          ].join(" · ");
          const right = (value: string) => taggedText(row.add("TD"), value, { alignment: "right" });
          return [
            taggedText(
              row.add("TH", { scope: "Row" }),
              breakable(name === null ? words(say("proofPack.whole", { unit: text(creditUnit) })) : text(name)),
            ),
            right(words(say("certificate.credits", { credits: counted, unit: text(unit) }))),
            right(limits),
            right(Number(missing) === 0 ? "—" : missing),
          ];
        }),
      ],
    },
    layout: tableLines(parts.length + 1),
    margin: [0, 0, 0, 14],
  };
}

/** Every award of the cycle, and the page on which its certificate stands. */
function index(
  { lines, language, creditUnit }: ProofPackContent,
  pages: ReadonlyMap<string, number>,
  structure: Tag,
  words: Words,
  text: Text,
): Content {
  if (lines.length === 0) return taggedText(structure.add("P"), words(say("proofPack.nothing")));
  const table = structure.add("Table");
  const head = table.add("THead").add("TR");
  const body = table.add("TBody");
  return {
    table: {
      headerRows: 1,
      keepWithHeaderRows: 1,
      dontBreakRows: true,
      widths: [84, "*", 96, 34, 66],
      body: [
        [
          heading(head, words(say("transcript.completed"))),
          heading(head, words(say("transcript.activity"))),
          heading(head, words(say("transcript.certificate"))),
          heading(head, words(say("proofPack.page")), "right"),
          heading(head, text(creditUnit), "right"),
        ],
        ...lines.map((line) => {
          const row = body.add("TR");
          const { certificateNumber, issuedElsewhereBy } = line;
          const day = taggedText(row.add("TD"), printedDay(line.completedOn, language));
          const activity = row.add("TD");
          const small = [
            line.sessionTitle ?? "",
            [line.programNumber, line.outsideCreditId ? "" : line.providerName].filter(Boolean).join(" · "),
            issuedElsewhereBy ? words(say("transcript.issuedElsewhere", { issuer: text(issuedElsewhereBy) })) : "",
          ].filter(Boolean);
          const stack = [
            taggedText(activity.add("P"), breakable(text(line.title))),
            ...small.map((each) =>
              taggedText(activity.add("P"), breakable(text(each)), { color: GREY, fontSize: 7.5 }),
            ),
          ];
          const page = pages.get(line.outsideCreditId ?? certificateNumber ?? "");
          return [
            day,
            { stack },
            taggedText(row.add("TD"), certificateNumber === null ? "—" : breakable(text(certificateNumber))),
            taggedText(row.add("TD"), page === undefined ? "—" : String(page), { alignment: "right" }),
            taggedText(row.add("TD"), line.counted, { alignment: "right" }),
          ];
        }),
      ],
    },
    layout: tableLines(lines.length + 1),
  };
}
