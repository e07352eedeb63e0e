import { readXml, UnreadableXml } from "./workbook-xml.ts";

/** How a cell shows its number: as a day, a time, a moment, with zeros before it, or plainly. */
export type NumberFormat = "day" | "time" | "moment" | "plain" | { pattern: string };

/** What all texts that cells share may come to: they are held while cells are read. */
const mostTexts = { count: 1_000_000, characters: 32 * 1024 ** 2 };

/** Excel's own limit of a cell's text. */
const longestText = 32_767;

/** Collects the text of one `<si>` or `<is>`, without the readings that stand above Chinese characters. */
export class TextOfRuns {
  #text = "";
  #inText = false;
  #inReading = 0;

  opened(name: string): void {
    if (name === "rPh") this.#inReading++;
    else if (name === "t") this.#inText = this.#inReading === 0;
  }

  add(text: string): void {
    if (!this.#inText) return;
    this.#text += text;
    if (this.#text.length > 8 * longestText) throw new UnreadableXml("too long a text");
  }

  closed(name: string): void {
    if (name === "rPh") this.#inReading--;
    else if (name === "t") this.#inText = false;
  }

  take(): string {
    const text = unescaped(this.#text);
    this.#text = "";
    return text;
  }
}

/** Excel writes characters that XML has not as `_x0007_`. */
export const unescaped = (text: string): string =>
  text.includes("_x")
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;

/** The texts that cells share, in their order. @throws UnreadableXml */
export async function decodeSharedStrings(bytes: AsyncIterable<Buffer>): Promise<string[]> {
  const texts: string[] = [];
  let characters = 0;
  const runs = new TextOfRuns();
  const reading = readXml(bytes, {
    opened: (name) => runs.opened(name),
    text: (text) => runs.add(text),
    closed: (name) => {
      runs.closed(name);
      if (name !== "si") return;
      const text = runs.take();
      characters += text.length;
      if (texts.length === mostTexts.count || characters > mostTexts.characters)
        throw new UnreadableXml("too many texts");
      texts.push(text);
    },
  });
  for await (const _ of reading);
  return texts;
}

/** The formats of each style of cells. */
export async function formatsOf(bytes: AsyncIterable<Buffer>): Promise<NumberFormat[]> {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let inCells = false;
  const reading = readXml(bytes, {
    opened: (name, { numFmtId, formatCode = "" }) => {
      if (name === "numFmt" && codes.size < 65_536) codes.set(Number(numFmtId), formatCode);
      if (name === "cellXfs") inCells = true;
      if (name === "xf" && inCells && formats.length < 65_536) formats.push(Number(numFmtId ?? 0));
    },
    closed: (name) => {
      if (name === "cellXfs") inCells = false;
    },
  });
  for await (const _ of reading);
  return formats.map((id) => formatOf(id, codes.get(id)));
}

/** Formats that have no code in the file: ECMA-376 part 1, 18.8.30, with the days of East Asian versions. */
function formatOf(id: number, code: string | undefined): NumberFormat {
  if (code !== undefined) return formatOfCode(code);
  if (id === 22) return "moment";
  if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47) || (id >= 32 && id <= 35)) return "time";
  return (id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58) ? "day" : "plain";
}

export function formatOfCode(code: string): NumberFormat {
  // What is in quotation marks, behind a backslash or in brackets is text, a colour or a language; brackets around hours are lengths of time.
  const letters = code
    .slice(0, 255)
    .replace(/"[^"]*"|\\.|[_*]./g, "")
    .replace(/\[[^[\]]*\]/g, (bracket) => (/^\[(?:h+|m+|s+)\]$/i.test(bracket) ? bracket : ""));
  const [first = ""] = letters.split(";");
  if (/general/i.test(first)) return "plain";
  if (/^0[0-]*$/.test(first)) return first.length > 1 ? { pattern: first } : "plain";
  const hasTime = /[hs]/i.test(first);
  const hasDay = /[yd]/i.test(first) || (/m/i.test(first) && !hasTime);
  if (hasDay) return hasTime ? "moment" : "day";
  return hasTime ? "time" : "plain";
}

const dayLength = 86_400_000;
/** The last day that spreadsheets have: 9999-12-31. */
const lastSerial = 2_958_465;

/** What a number of a cell says, as it is typed in a text file. */
export function numberText(raw: string, format: NumberFormat, counts1904: boolean): string {
  const value = Number(raw);
  if (raw.trim() === "" || !Number.isFinite(value)) return raw;
  // Spreadsheets count with fifteen digits: what is behind them is the error of the machine.
  const rounded = Number(value.toPrecision(15));
  if (format === "plain") return String(rounded);
  if (typeof format === "object")
    return Number.isInteger(rounded) && rounded >= 0 ? padded(rounded, format) : String(rounded);
  const serial = rounded + (counts1904 ? 1_462 : 0);
  if (serial < 0 || serial >= lastSerial + 1) return String(rounded);
  const seconds = Math.min(Math.round((serial - Math.floor(serial)) * 86_400), 86_399);
  // Before March 1900 days are one off: spreadsheets have a 29 February then.
  const days = Math.floor(serial) + (serial < 60 ? 1 : 0);
  const day = new Date(Date.UTC(1899, 11, 30) + days * dayLength).toISOString().slice(0, 10);
  const time = new Date(seconds * 1_000).toISOString().slice(11, 19);
  if (format === "time" && serial < 1) return time;
  return seconds === 0 ? day : `${day}T${time}`;
}

/** `02139` of 2139 in the format `00000`, and `02139-0001` in `00000-0000`. */
function padded(value: number, { pattern }: { pattern: string }): string {
  const zeros = pattern.replaceAll("-", "").length;
  const digits = [...String(value).padStart(zeros, "0")];
  let text = "";
  for (const sign of [...pattern].reverse()) text = (sign === "-" ? "-" : (digits.pop() ?? "")) + text;
  return digits.join("") + text;
}
