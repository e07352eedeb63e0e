import type { Content, TDocumentDefinitions } from "pdfmake/interfaces.js";
import { BREAK_HERE } from "../../core/print/printable-text.ts";
import { type Direction, hasRightToLeft, paragraphDirection } from "./shape-line.ts";

/** Structure types of ISO 32000-1, 14.8.4, that our documents use. */
export type TagRole =
  | "Document"
  | "H1"
  | "H2"
  | "P"
  | "Figure"
  | "Link"
  | "Table"
  | "THead"
  | "TBody"
  | "TR"
  | "TH"
  | "TD";

export interface TagOptions {
  /** Alternative text of a figure, read out in its place. */
  alt?: string;
  /** Which cells a heading cell is for. */
  scope?: "Column" | "Row";
  /** How many columns a cell spans. */
  columns?: number;
  /** Where a figure stands on its page, in points from the upper left corner: left, top, right, bottom. */
  box?: readonly [number, number, number, number];
  /** Where a link leads. */
  url?: string;
}

/**
 * An element of the document's structure, as a screen reader walks it: children in the order in which they were made.
 * Leaves are attached to text and drawings of the document definition; whatever has no tag is decoration.
 */
export class Tag {
  readonly role: TagRole;
  readonly options: TagOptions;
  readonly children: Tag[] = [];
  /** Direction of the text, found when the text is attached. */
  direction: Direction = "ltr";
  /** The text in reading order, where the page has some of it from right to left. */
  actualText: string | undefined;

  constructor(role: TagRole, options: TagOptions = {}) {
    this.role = role;
    this.options = options;
  }

  add(role: TagRole, options: TagOptions = {}): Tag {
    const child = new Tag(role, options);
    this.children.push(child);
    return child;
  }
}

/** A pdfmake document definition with the structure of what it shows. */
export interface TaggedDocument extends TDocumentDefinitions {
  structure: Tag;
}

/** Style of a text: what of pdfmake's text node a document here may set. */
export interface TextStyle {
  font?: "Serif" | "Sans" | "Script";
  fontSize?: number;
  bold?: boolean;
  italics?: boolean;
  color?: string;
  characterSpacing?: number;
  lineHeight?: number;
  alignment?: "left" | "right" | "center";
  margin?: [number, number, number, number];
  noWrap?: boolean;
  width?: number | string;
  colSpan?: number;
  absolutePosition?: { x: number; y: number };
}

/** A text that belongs to an element of the structure. */
export function taggedText(tag: Tag, text: string, style: TextStyle = {}): Content {
  const visible = text.replaceAll(BREAK_HERE, "");
  tag.direction = paragraphDirection(visible);
  if (hasRightToLeft(visible)) tag.actualText = visible.replaceAll("\n", "");
  return { text: [{ text, tag }], ...style } as unknown as Content;
}
