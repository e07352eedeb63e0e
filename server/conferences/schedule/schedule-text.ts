import { decoderOf, UndecodableText } from "../../core/csv/decode-text.ts";

export type ScheduleFormat = "XML" | "JSON" | "CSV";

/**
 * The text of a schedule file: by its byte order mark, else as the XML declaration says (only Latin-1 and Windows-1252
 * are other than UTF-8, and both are read as the latter), else UTF-8. Null where the bytes are not of that encoding.
 */
export function scheduleText(bytes: Buffer): string | null {
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
  const declared = /^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.-]{1,40})["']/i.exec(
    bytes.toString("latin1", 0, 300),
  )?.[1];
  const latin = declared !== undefined && /^(iso-?8859-1|latin-?1|windows-1252|cp1252)$/i.test(declared);
  const decode = decoderOf(utf16 ?? (latin ? "windows-1252" : "utf-8"), true);
  try {
    return decode(bytes) + decode(null);
  } catch (error) {
    if (error instanceof UndecodableText) return null;
    throw error;
  }
}

/**
 * Which of the formats a file is, by the first letter of its first 64 KB: `<` XML, `{` or `[` JSON, any other CSV. Null
 * where there is none. Whether it is a good one, its parser says.
 */
export function scheduleFormat(input: Buffer | string): ScheduleFormat | null {
  const head = typeof input === "string" ? input.slice(0, 65_536) : input.toString("latin1", 0, 65_536);
  const first = /[^\s\0]/.exec(head.replace(/^(?:\ufeff|ï»¿|ÿþ|þÿ)/, ""))?.[0];
  if (first === undefined) return null;
  if (first === "<") return "XML";
  return first === "{" || first === "[" ? "JSON" : "CSV";
}
