import type { Readable } from "node:stream";
import iconv from "iconv-lite";

/** How a text file's bytes mean letters. The names are those of the WHATWG encoding standard. */
export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** The bytes were not of the encoding that they were said to be. */
export class UndecodableText extends Error {
  override name = "UndecodableText";
}

/** Pieces are at least this many bytes (but the last), so that a source of tiny chunks costs no more than a file. */
const pieceSize = 64 * 1024;

/** An end mark with the line breaks after it may be so long, in characters; a longer one is none. */
const maxEndMark = 4_096;

/** Where the end mark begins that programs for DOS write after a text, perhaps with line breaks that others added; or its length. */
function endMarkAt(text: string): number {
  let at = text.length;
  for (let i = text.length - 1; i >= 0 && text.length - i <= maxEndMark; i--) {
    if (text[i] === "\x1a") at = i;
    else if (text[i] !== "\r" && text[i] !== "\n") break;
  }
  return at;
}

/**
 * The text of a stream of bytes, in pieces of about 64 KB, without its byte order mark and without the end mark of DOS. A
 * character that was cut between two chunks is whole. Throws UndecodableText at bytes that are not of this encoding; the
 * stream's own errors pass.
 */
export async function* decodeText(bytes: Readable, encoding: TextEncoding): AsyncGenerator<string, void, undefined> {
  let held = "";
  for await (const piece of decodePieces(bytes, encoding)) {
    const text = held + piece;
    // Only what comes last is an end mark: it is held back until more has come.
    const end = endMarkAt(text);
    held = text.slice(end);
    if (end > 0) yield text.slice(0, end);
  }
}

async function* decodePieces(bytes: Readable, encoding: TextEncoding): AsyncGenerator<string, void, undefined> {
  const decode = decoderOf(encoding, true);
  for await (const piece of inPieces(bytes)) {
    const text = decode(piece);
    if (text !== "") yield text;
  }
  const rest = decode(null);
  if (rest !== "") yield rest;
}

/** The line (1 = first) of the first byte that is not of this encoding. Reads the stream up to there. */
export async function lineOfUndecodable(bytes: Readable, encoding: TextEncoding): Promise<number> {
  const decode = decoderOf(encoding, false);
  let line = 1;
  let afterReturn = false;
  for await (const piece of inPieces(bytes)) {
    const text = decode(piece);
    const end = text.indexOf("\ufffd");
    const readable = end === -1 ? text : text.slice(0, end);
    line += readable.match(/\r\n?|\n/g)?.length ?? 0;
    if (afterReturn && readable.startsWith("\n")) line -= 1;
    if (end !== -1) break;
    afterReturn = text.endsWith("\r");
  }
  return line;
}

/**
 * A function from the next bytes (null: there are no more) to their text. Strict ones throw UndecodableText at bad bytes,
 * lenient ones write U+FFFD for them; in Windows-1252, whose five bytes without meaning tell nothing, all are lenient.
 */
export function decoderOf(encoding: TextEncoding, strict: boolean): (bytes: Buffer | null) => string {
  // Not by TextDecoder, which in several releases of Node 20 to 23 reads windows-1252 as ISO 8859-1.
  if (encoding === "windows-1252") return (bytes) => (bytes === null ? "" : iconv.decode(bytes, encoding));
  const decoder = new TextDecoder(encoding, { fatal: strict });
  return (bytes) => {
    try {
      return bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch (error) {
      throw new UndecodableText(`These bytes are not ${encoding}.`, { cause: error });
    }
  };
}

async function* inPieces(bytes: Readable): AsyncGenerator<Buffer, void, undefined> {
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    waiting.push(chunk);
    size += chunk.length;
    if (size < pieceSize) continue;
    yield waiting.length === 1 ? chunk : Buffer.concat(waiting);
    waiting = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(waiting);
}
