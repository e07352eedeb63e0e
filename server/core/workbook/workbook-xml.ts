import { type SaxesAttributePlain, SaxesParser } from "saxes";

/** The text is no XML as workbooks have it. */
export class UnreadableXml extends Error {
  override name = "UnreadableXml";
}

/** Elements inside each other: a workbook has a dozen. */
const maxDepth = 64;

/** Most characters from one tag to the next; the longest text of a cell has 32,767. */
const maxBetweenTags = 1024 ** 2;

export type Attributes = Record<string, string>;

export interface XmlListener {
  opened?(name: string, attributes: Attributes): void;
  /** Text and what comes in a CDATA section, perhaps in several pieces. */
  text?(text: string): void;
  closed?(name: string): void;
}

/** A name without the prefix of its namespace. Strict workbooks have other namespaces, with the same names. */
const plainName = (name: string): string => name.slice(name.indexOf(":") + 1);

/** An attribute by its name without a prefix: `r:id` is `id`. */
export const attributeOf = (attributes: Attributes, name: string): string | undefined =>
  Object.entries(attributes).find(([key]) => plainName(key) === name)?.[1];

/**
 * Reads XML in pieces, and yields after each. A document type is refused, so there are no entities but XML's own five; nothing is fetched.
 * @throws UnreadableXml; what the bytes throw
 */
export async function* readXml(
  bytes: AsyncIterable<Buffer>,
  { opened, text, closed }: XmlListener,
): AsyncGenerator<void, void, undefined> {
  const parser = new SaxesParser({ position: false });
  let depth = 0;
  let betweenTags = 0;
  const fail = (why: string): never => {
    throw new UnreadableXml(why);
  };
  parser.on("error", (error) => fail(error.message));
  parser.on("doctype", () => fail("a document type"));
  parser.on("opentag", ({ name, attributes }) => {
    betweenTags = 0;
    if (++depth > maxDepth) fail("too many elements inside each other");
    opened?.(plainName(name), attributes as Record<string, SaxesAttributePlain["value"]>);
  });
  parser.on("closetag", ({ name }) => {
    betweenTags = 0;
    depth--;
    closed?.(plainName(name));
  });
  if (text) {
    parser.on("text", text);
    parser.on("cdata", text);
  }
  let decoder: TextDecoder | null = null;
  for await (const piece of bytes) {
    decoder ??= new TextDecoder(encodingOf(piece), { fatal: true });
    const decoded = decode(decoder, piece);
    betweenTags += decoded.length;
    parser.write(decoded);
    if (betweenTags > maxBetweenTags + decoded.length) fail("too much text");
    yield;
  }
  parser.write(decode(decoder ?? new TextDecoder(), null)).close();
  yield;
}

function encodingOf(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  return head[0] === 0xfe && head[1] === 0xff ? "utf-16be" : "utf-8";
}

function decode(decoder: TextDecoder, piece: Buffer | null): string {
  try {
    return piece === null ? decoder.decode() : decoder.decode(piece, { stream: true });
  } catch {
    throw new UnreadableXml("characters of another encoding");
  }
}
