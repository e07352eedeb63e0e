import type { Content } from "pdfmake/interfaces.js";
import { groupedCode } from "../core/crockford.ts";
import { say } from "../core/messages/message.ts";
import { type Language, sentence } from "../core/messages/sentence.ts";
import { printableText } from "../core/print/printable-text.ts";
import { fitText } from "./pdf/fit-text.ts";
import { INK, qrCode } from "./pdf/ornament.ts";
import { Tag, type TaggedDocument, type TextStyle, taggedText } from "./pdf/tag.ts";

/** A sheet of badges to be cut out. */
export interface BadgesContent {
  language: Language;
  conference: string;
  badges: readonly PrintedBadge[];
}

export interface PrintedBadge {
  name: string;
  registrationType: string;
  number: string;
}

const mm = 72 / 25.4;
/** A4, ten badges of 90 by 54 mm, as labels and holders have them. */
const [pageWidth, pageHeight] = [210 * mm, 297 * mm];
const [columns, rows] = [2, 5];
const [badgeWidth, badgeHeight] = [90 * mm, 54 * mm];
const left = (pageWidth - columns * badgeWidth) / 2;
const top = (pageHeight - rows * badgeHeight) / 2;
const padding = 5 * mm;
const qrSize = 24 * mm;
const grey = "#4a4f5a";

export const badgesOnSheet = columns * rows;

/** Badges as a document for `renderPdf`: the name as large as it fits, the code with its number under it, thin lines to cut along. */
export function badgesDocument({ language, conference, badges }: BadgesContent): TaggedDocument {
  const structure = new Tag("Document");
  const blank = sentence(say("certificate.notPrintable"), language);
  const content: Content[] = [];
  badges.forEach((badge, at) => {
    const place = at % badgesOnSheet;
    if (place === 0) content.push({ text: " ", fontSize: 1, ...(at > 0 && { pageBreak: "before" as const }) });
    const x = left + (place % columns) * badgeWidth;
    const y = top + Math.floor(place / columns) * badgeHeight;
    content.push(...drawBadge(badge, x, y));
  });
  return {
    structure,
    pageSize: "A4",
    pageMargins: [0, 0, 0, 0],
    defaultStyle: { font: "Sans", fontSize: 9, color: INK },
    background: () => ({ canvas: cuttingLines() as never }),
    content,
  };

  function drawBadge({ name, registrationType, number }: PrintedBadge, x: number, y: number): Content[] {
    const line = (
      text: string,
      width: number,
      at: { x: number; y: number },
      sizes: readonly { size: number; lines: number }[],
      style: TextStyle = {},
    ): { height: number; content: Content } => {
      const fitted = fitText(printableText(text, blank), {
        font: "Sans",
        style: style.bold ? "bold" : "normal",
        width,
        sizes,
      });
      return {
        height: fitted.height,
        content: {
          columns: [
            { width, stack: [taggedText(structure.add("P"), fitted.text, { ...style, fontSize: fitted.fontSize })] },
          ],
          absolutePosition: at,
        },
      };
    };
    const whole = badgeWidth - 2 * padding;
    const beside = whole - qrSize - 3 * mm;
    const heading = line(
      conference,
      whole,
      { x: x + padding, y: y + padding },
      [
        { size: 9, lines: 1 },
        { size: 7, lines: 2 },
        { size: 5, lines: 3 },
      ],
      { color: grey },
    );
    const named = line(
      name,
      beside,
      { x: x + padding, y: y + padding + 9 * mm },
      [
        { size: 22, lines: 2 },
        { size: 16, lines: 3 },
        { size: 11, lines: 4 },
        { size: 7, lines: 8 },
      ],
      { bold: true },
    );
    const type = line(
      registrationType,
      beside,
      { x: x + padding, y: y + padding + 9 * mm + named.height + 1.5 * mm },
      [
        { size: 10, lines: 1 },
        { size: 7, lines: 2 },
        { size: 5, lines: 3 },
      ],
      { color: grey },
    );
    const [codeX, codeY] = [x + badgeWidth - padding - qrSize, y + padding + 9 * mm];
    const box = [codeX, codeY, codeX + qrSize, codeY + qrSize] as [number, number, number, number];
    const figure = structure.add("Figure", { alt: sentence(say("badges.code", { name }), language), box });
    const [first, second] = [number.slice(0, 8), number.slice(8)].map(groupedCode);
    return [
      heading.content,
      named.content,
      type.content,
      { canvas: [qrCode(number, codeX, codeY, qrSize, figure)] as never, absolutePosition: { x: 0, y: 0 } },
      {
        columns: [
          {
            width: qrSize,
            stack: [taggedText(structure.add("P"), `${first}-\n${second}`, { alignment: "center", fontSize: 8 })],
          },
        ],
        absolutePosition: { x: codeX, y: codeY + qrSize + 1.5 * mm },
      },
    ];
  }
}

function cuttingLines(): object[] {
  const line = (x1: number, y1: number, x2: number, y2: number) => ({
    type: "line",
    x1,
    y1,
    x2,
    y2,
    lineWidth: 0.25,
    lineColor: "#bbbbbb",
  });
  return [
    ...Array.from({ length: columns + 1 }, (_, at) =>
      line(left + at * badgeWidth, 0, left + at * badgeWidth, pageHeight),
    ),
    ...Array.from({ length: rows + 1 }, (_, at) => line(0, top + at * badgeHeight, pageWidth, top + at * badgeHeight)),
  ];
}
