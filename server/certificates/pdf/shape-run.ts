import * as hb from "harfbuzzjs";
import type { FontFace } from "../../core/print/font-face.ts";

/** One glyph as it is drawn. Lengths are in thousandths of the font size. */
export interface ShapedGlyph {
  readonly id: number;
  /** Width that the embedded font gives the glyph; the viewer moves on by this. */
  readonly width: number;
  /** How far the pen moves on after the glyph, with kerning. */
  readonly advance: number;
  readonly xOffset: number;
  readonly yOffset: number;
  /**
   * The characters that a reader of the PDF gets for this glyph; empty where another glyph of its cluster has them.
   */
  readonly text: string;
}

/** Runs that are kept shaped, per face. A run is mostly a word, so this is a few megabytes at most. */
const SHAPED_RUNS_KEPT = 5000;

/** A character that is read with the one before it. */
const ATTACHED = /^[\p{M}\p{Default_Ignorable_Code_Point}]+$/u;

const LEADING_INVISIBLE = /^\p{Default_Ignorable_Code_Point}*/u;
const THAI = /\p{Script=Thai}/u;

interface Shaper {
  readonly font: hb.Font;
  readonly runs: Map<string, readonly ShapedGlyph[]>;
}

const shapers = new WeakMap<FontFace, Shaper>();
const buffer = new hb.Buffer();

/**
 * Shapes one run of one face, script and direction: ligatures, contextual forms, reordering, marks.
 * @returns glyphs from left to right, as they are drawn
 */
export function shapeRun(face: FontFace, text: string, rightToLeft: boolean): readonly ShapedGlyph[] {
  let shaper = shapers.get(face);
  if (!shaper) {
    shaper = { font: new hb.Font(new hb.Face(new hb.Blob(face.bytes))), runs: new Map() };
    shapers.set(face, shaper);
  }
  const key = `${rightToLeft ? "<" : ">"}${text}`;
  let glyphs = shaper.runs.get(key);
  if (!glyphs) {
    glyphs = shapeAfresh(shaper.font, face, text, rightToLeft);
    if (shaper.runs.size >= SHAPED_RUNS_KEPT) shaper.runs.clear();
    shaper.runs.set(key, glyphs);
  }
  return glyphs;
}

function shapeAfresh(font: hb.Font, face: FontFace, text: string, rightToLeft: boolean): readonly ShapedGlyph[] {
  const scale = 1000 / face.font.unitsPerEm;
  buffer.reset();
  buffer.setFlags(hb.BufferFlag.REMOVE_DEFAULT_IGNORABLES | hb.BufferFlag.DO_NOT_INSERT_DOTTED_CIRCLE);
  buffer.addText(text);
  buffer.setDirection(rightToLeft ? hb.Direction.RTL : hb.Direction.LTR);
  buffer.guessSegmentProperties();
  hb.shape(font, buffer);
  const infos = buffer.getGlyphInfos();
  const glyphs = buffer.getGlyphPositions().map((position, index) => ({
    id: infos[index]?.codepoint as number,
    cluster: infos[index]?.cluster as number,
    width: font.glyphHAdvance(infos[index]?.codepoint as number) * scale,
    advance: position.xAdvance * scale,
    xOffset: position.xOffset * scale,
    yOffset: position.yOffset * scale,
    text: "",
  }));
  if (rightToLeft) glyphs.reverse();
  for (const { members, characters } of clustersOf(glyphs, text)) deal(characters, members);
  return rightToLeft ? glyphs.reverse() : inReadingOrder(face, glyphs);
}

/** So far the text of a mark moves on, in thousandths of the font size: nobody sees it, and readers don't take it for a blank. */
const MARK_STEP = 1;

/**
 * Readers sort letters by where they stand, and what hangs over a neighbour, or above or below the line, comes at another place of the
 * text; and behind a letter that is set wider than it is drawn they see a blank. So it is drawn without a text, which stands on a blank
 * instead: at the end of its letter, or as wide as its place.
 */
function inReadingOrder(face: FontFace, glyphs: readonly DealtGlyph[]): readonly ShapedGlyph[] {
  // The widths of glyphs can be set in TrueType alone.
  if (!glyphs.some(strays) || !isTrueType(face)) return glyphs;
  const { id } = face.font.glyphForCodePoint(0x20);
  const carrier = (text: string, width: number) => ({ id, width, advance: width, xOffset: 0, yOffset: 0, text });
  const ordered: ShapedGlyph[] = [];
  for (let at = 0; at < glyphs.length; ) {
    const letter = glyphs[at]?.advance === 0 ? undefined : glyphs[at++];
    const marks: DealtGlyph[] = [];
    while (glyphs[at]?.advance === 0) marks.push(glyphs[at++] as DealtGlyph);
    const said = marks.filter(({ text }) => text !== "");
    const back = letter ? said.length * MARK_STEP : 0;
    if (letter) {
      const advance = letter.advance - back;
      if (!strays(letter)) ordered.push({ ...letter, advance });
      else ordered.push({ ...letter, text: "", advance: 0 }, carrier(letter.text, advance));
    }
    ordered.push(...marks.map((mark) => ({ ...mark, text: "", xOffset: mark.xOffset + back })));
    ordered.push(...said.map(({ text }) => carrier(text, MARK_STEP)));
  }
  return ordered;
}

/** Room behind a letter that readers may take for a blank, in thousandths of the font size. */
const GAP = 80;

const strays = ({ text, advance, width, xOffset, yOffset }: ShapedGlyph): boolean =>
  text !== "" && (advance <= 0 || width <= 0 || xOffset !== 0 || yOffset !== 0 || advance - width > GAP);

const isTrueType = ({ bytes }: FontFace): boolean => bytes[0] !== "O".charCodeAt(0);

type DealtGlyph = { -readonly [K in keyof ShapedGlyph]: ShapedGlyph[K] } & { cluster: number };

/** Glyphs in reading order with the characters that they stand for; marks and invisible characters stay with their letter. */
function clustersOf(glyphs: DealtGlyph[], text: string): { members: DealtGlyph[]; characters: string }[] {
  const starts = [...new Set(glyphs.map(({ cluster }) => cluster))];
  const clusters: { members: DealtGlyph[]; characters: string }[] = [];
  starts.forEach((start, index) => {
    let characters = text.slice(index === 0 ? 0 : start, starts[index + 1] ?? text.length);
    const members = glyphs.filter(({ cluster }) => cluster === start);
    const letter = clusters.at(-1);
    const [invisible] = (letter && LEADING_INVISIBLE.exec(characters)) ?? [""];
    if (letter && invisible !== characters) {
      letter.characters += invisible;
      characters = characters.slice(invisible.length);
    }
    if (letter && ATTACHED.test(characters)) {
      letter.members.push(...members);
      letter.characters += characters;
    } else clusters.push({ members, characters });
  });
  return clusters;
}

/**
 * Hands each glyph of a cluster its share of the characters: each wide one gets one, and the first also those that are left
 * over. Marks get none, but Thai ones, each of which stands above one letter. So the text read back is the text that went in, whatever was reordered or joined. Where characters do not
 * suffice they are taken apart; where that does not suffice either, the last glyph with a text is as wide as those after it,
 * since readers take a wide glyph without text for a space.
 */
function deal(characters: string, members: DealtGlyph[]): void {
  const wide = members.filter(({ advance }) => advance > 0);
  let parts = [...characters];
  if (parts.length < wide.length) parts = [...characters.normalize("NFD")];
  const readable = wide.length > 0 ? wide : members.slice(0, 1);
  if (THAI.test(characters) && parts.length > readable.length) {
    const marks = members.filter((glyph) => !readable.includes(glyph)).slice(0, parts.length - readable.length);
    readable.splice(
      0,
      readable.length,
      ...members.filter((glyph) => readable.includes(glyph) || marks.includes(glyph)),
    );
  }
  const owners = readable.slice(0, Math.max(1, parts.length));
  const leftOver = Math.max(1, parts.length - owners.length + 1);
  owners.forEach((glyph, index) => {
    const from = index === 0 ? 0 : leftOver + index - 1;
    glyph.text = parts.slice(from, leftOver + index).join("");
  });
  const last = owners.at(-1) as DealtGlyph;
  for (const glyph of readable.slice(owners.length)) {
    last.width += glyph.advance;
    last.advance += glyph.advance;
    glyph.xOffset -= glyph.advance;
    glyph.advance = 0;
  }
}
