import { type Inline, Line, PdfmakeLayoutBuilder, type TextNode } from "./pdfmake-internals.ts";

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/** pdfmake's layout, but for a word that is longer than its column: that is broken between graphemes, never within a letter. */
export class LayoutBuilder extends PdfmakeLayoutBuilder {
  override buildNextLine(node: TextNode): Line | null {
    const words = node._inlines ?? [];
    if (words.length === 0) return null;
    const room = this.writer.context().availableWidth;
    const line = new Line(room);
    while (words[0] && line.hasEnoughSpaceForInline(words[0], words.slice(1))) {
      const word = words.shift() as Inline;
      const [first, rest] = line.inlines.length === 0 ? broken(word, room) : [word];
      line.addInline(first);
      if (!rest) continue;
      words.unshift(rest);
      break;
    }
    line.lastLineInParagraph = words.length === 0;
    return withRoom(line);
  }
}

/** Gives a line the room of what its letters need above it and below: as properties of its own, which pdfmake copies with it. */
function withRoom(line: Line): Line {
  const rooms = piecesOf(line.inlines).map((piece) => {
    const { font, fontSize } = piece[0] as Inline;
    const { above, below } = font.roomOf(piece.map(({ text }) => text).join(""));
    return { top: ((font.ascender + above) / 1000) * fontSize, bottom: ((below - font.descender) / 1000) * fontSize };
  });
  const ascender = line.getAscenderHeight();
  const height = line.getHeight();
  const above = Math.max(0, ...rooms.map(({ top }) => top - ascender));
  const below = Math.max(0, ...rooms.map(({ bottom }) => bottom - (height - ascender)));
  if (above > 0 || below > 0) {
    line.getAscenderHeight = () => ascender + above;
    line.getHeight = () => height + above + below;
  }
  return line;
}

/** As much of a word as has room, at least a grapheme, and what is left of it. */
function broken(word: Inline, room: number): [Inline, Inline?] {
  if (word.width - (word.leadingCut ?? 0) - (word.trailingCut ?? 0) <= room) return [word];
  const parts = [...graphemes.segment(word.text.trimEnd())].map(({ segment }) => segment);
  const widthOf = (text: string) =>
    word.font.widthOfString(text, word.fontSize) + (word.characterSpacing ?? 0) * (text.length - 1);
  let [fits, tooLong] = [1, parts.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (widthOf(parts.slice(0, middle).join("")) <= room) fits = middle;
    else tooLong = middle;
  }
  if (fits >= parts.length) return [word];
  const text = parts.slice(0, fits).join("");
  const rest = word.text.slice(text.length);
  return [
    { ...word, text, width: widthOf(text), trailingCut: 0, lineEnd: false },
    { ...word, text: rest, width: widthOf(rest), leadingCut: 0 },
  ];
}

/** Neighbouring inlines of one style, which are drawn as one text. */
export function piecesOf(inlines: readonly Inline[]): Inline[][] {
  const pieces: Inline[][] = [];
  for (const inline of inlines) {
    const previous = pieces.at(-1)?.[0];
    const alike =
      previous !== undefined &&
      previous.font === inline.font &&
      previous.fontSize === inline.fontSize &&
      previous.color === inline.color &&
      previous.characterSpacing === inline.characterSpacing &&
      previous.opacity === inline.opacity &&
      previous.tag === inline.tag;
    if (alike) pieces.at(-1)?.push(inline);
    else pieces.push([inline]);
  }
  return pieces;
}
