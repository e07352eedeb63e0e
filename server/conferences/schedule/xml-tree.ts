import { SaxesParser } from "saxes";

export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  /** Line of the file on which its tag starts, 1 = first. */
  line: number;
  /** All text in it and in the elements in it, in the file's order. */
  text: string;
  children: XmlElement[];
}

/** The text is not well-formed XML; `line` is where that shows. */
export class MalformedXml extends Error {
  override name = "MalformedXml";
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** Elements inside each other. A schedule has six; what goes far beyond is no schedule, and costs more the deeper it goes. */
const maxDepth = 32;

/**
 * The root element of an XML document. A document type is skipped: nothing is fetched, and entities that it declares
 * are unknown, so using one is MalformedXml. Blanks before the XML declaration are forgiven.
 */
export function readXml(text: string): XmlElement {
  const start = Math.max(text.search(/[^\s\ufeff]/), 0);
  const linesBefore = text.slice(0, start).split("\n").length - 1;
  const parser = new SaxesParser();
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;

  parser.on("error", (error) => {
    throw new MalformedXml(error.message.replace(/^[\d:]+\s*/, ""), parser.line + linesBefore);
  });
  parser.on("opentagstart", (tag) => {
    if (open.length === maxDepth)
      throw new MalformedXml(`more than ${maxDepth} elements inside each other`, parser.line + linesBefore);
    const element: XmlElement = {
      name: tag.name,
      attributes: {},
      line: parser.line + linesBefore,
      text: "",
      children: [],
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on("opentag", (tag) => {
    open.at(-1)!.attributes = tag.attributes;
  });
  const addText = (piece: string) => {
    const element = open.at(-1);
    if (element) element.text += piece;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  // Once popped, its text goes to the element around it, if there is one.
  parser.on("closetag", () => addText(open.pop()!.text));

  parser.write(text.slice(start)).close();
  return root!;
}

/** The elements of this name that are directly in this one. */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}
