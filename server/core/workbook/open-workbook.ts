import type { Readable } from "node:stream";
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { type Message, say } from "../messages/message.ts";
import { decodeSharedStrings, formatsOf, type NumberFormat } from "./workbook-values.ts";
import { attributeOf, readXml } from "./workbook-xml.ts";

/** A file that is no workbook that could be read, with what to do. */
export class UnreadableWorkbook extends Error {
  override name = "UnreadableWorkbook";
  readonly advice: Message;

  constructor(advice: Message) {
    super(advice.key);
    this.advice = advice;
  }
}

/** An archive of another kind: a text document, a table of another program, or pictures. */
export class NoWorkbook extends Error {
  override name = "NoWorkbook";
}

/** The most that is read of a workbook. */
export const workbookBounds = {
  /** The file as it comes, in bytes: so much is held in memory, since an archive is read from its end. */
  fileBytes: 32 * 1024 ** 2,
  /** Files in the archive. */
  parts: 4_096,
  /** What is unpacked of them, in bytes. Nothing unpacked is held but the texts that cells share. */
  inflatedBytes: 256 * 1024 ** 2,
};

const megabyte = 1024 ** 2;

const tooLarge = (megabytes: number): UnreadableWorkbook =>
  new UnreadableWorkbook(say("file.workbookTooLarge", { megabytes }));

const damaged = (): UnreadableWorkbook => new UnreadableWorkbook(say("file.workbookDamaged"));

export interface Sheet {
  name: string;
  /** Where it lies in the archive. */
  part: string;
}

/**
 * An Excel workbook (Office Open XML, transitional or strict). Its file is held as it came, and what is in it is unpacked while it is read,
 * piece by piece.
 */
export class Workbook {
  /** Those that are not hidden and hold cells, in their order. */
  readonly sheets: Sheet[] = [];
  /** Days are counted from 1904. */
  counts1904 = false;
  readonly #zip: ZipFile;
  /** By their names in lower case, without a slash before them. */
  readonly #entries: Map<string, Entry>;
  readonly #parts: { sharedStrings?: string; styles?: string } = {};
  #inflated = 0;
  #texts: Promise<string[]> | null = null;
  #formats: Promise<NumberFormat[]> | null = null;

  private constructor(zip: ZipFile, entries: Map<string, Entry>) {
    this.#zip = zip;
    this.#entries = entries;
  }

  /**
   * @throws UnreadableWorkbook; NoWorkbook where the archive is of something else
   */
  static async open(open: () => Readable): Promise<Workbook> {
    const { zip, entries } = await readDirectory(await bytesOf(open()));
    const workbook = new Workbook(zip, entries);
    const main = (await workbook.#relationsOf("")).find(({ type }) => type === "officeDocument")?.target;
    if (main === undefined) throw new NoWorkbook();
    if (main.endsWith(".bin")) throw new UnreadableWorkbook(say("file.binaryWorkbook"));
    await workbook.#readMain(main);
    return workbook;
  }

  /** What is in a part of the archive, unpacked. @throws UnreadableWorkbook */
  async *bytes(part: string): AsyncGenerator<Buffer, void, undefined> {
    const entry = this.#entries.get(part.toLowerCase());
    if (!entry) throw damaged();
    const left = workbookBounds.inflatedBytes - this.#inflated;
    if (entry.uncompressedSize > left) throw tooLarge(workbookBounds.inflatedBytes / megabyte);
    try {
      for await (const piece of await this.#zip.openReadStreamPromise(entry)) {
        this.#inflated += (piece as Buffer).length;
        yield piece as Buffer;
      }
    } catch (error) {
      // What the archive says of itself is wrong, or its bytes are.
      throw error instanceof UnreadableWorkbook ? error : damaged();
    }
  }

  /** The texts that cells share, by their numbers. */
  texts(): Promise<string[]> {
    const { sharedStrings } = this.#parts;
    this.#texts ??= sharedStrings === undefined ? Promise.resolve([]) : decodeSharedStrings(this.bytes(sharedStrings));
    return this.#texts;
  }

  /** How the numbers of cells are shown, by the numbers of their styles. */
  formats(): Promise<NumberFormat[]> {
    const { styles } = this.#parts;
    this.#formats ??= styles === undefined ? Promise.resolve([]) : formatsOf(this.bytes(styles));
    return this.#formats;
  }

  async #readMain(main: string): Promise<void> {
    const relations = await this.#relationsOf(main);
    const partOf = (type: string) => relations.find((relation) => relation.type === type)?.target;
    const sharedStrings = partOf("sharedStrings");
    const styles = partOf("styles");
    if (sharedStrings !== undefined) this.#parts.sharedStrings = sharedStrings;
    if (styles !== undefined) this.#parts.styles = styles;
    let isWorkbook = false;
    for await (const _ of readXml(this.bytes(main), {
      opened: (name, attributes) => {
        if (name === "workbook") isWorkbook = true;
        if (name === "workbookPr") this.counts1904 = /^(?:1|true|on)$/.test(attributes.date1904 ?? "");
        if (name !== "sheet" || !/^(?:visible)?$/.test(attributes.state ?? "")) return;
        const relation = relations.find(({ id }) => id === attributeOf(attributes, "id"));
        // A sheet that is a chart has no cells.
        if (relation?.type === "worksheet") this.sheets.push({ name: attributes.name ?? "", part: relation.target });
      },
    }));
    if (!isWorkbook) throw new NoWorkbook();
  }

  /** What a part leads to; of the archive itself where the part is empty. */
  async #relationsOf(part: string): Promise<{ id: string; type: string; target: string }[]> {
    const at = part.lastIndexOf("/") + 1;
    const folder = part.slice(0, at);
    const relationsPart = `${folder}_rels/${part.slice(at)}.rels`;
    if (!this.#entries.has(relationsPart.toLowerCase())) return [];
    const found: { id: string; type: string; target: string }[] = [];
    for await (const _ of readXml(this.bytes(relationsPart), {
      opened: (name, { Id = "", Type = "", Target = "", TargetMode }) => {
        if (name === "Relationship" && TargetMode !== "External")
          // Strict workbooks name kinds by other addresses, with the same last word.
          found.push({ id: Id, type: Type.slice(Type.lastIndexOf("/") + 1), target: resolved(folder, Target) });
      },
    }));
    return found;
  }
}

/** `../sharedStrings.xml` from `xl/worksheets/` is `xl/sharedStrings.xml`. Nothing leads out of the archive: names are looked up in its directory. */
function resolved(folder: string, target: string): string {
  const steps: string[] = [];
  for (const step of (target.startsWith("/") ? target : folder + target).split("/")) {
    if (step === "..") steps.pop();
    else if (step !== "" && step !== ".") steps.push(step);
  }
  return steps.join("/");
}

async function bytesOf(stream: Readable): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of stream as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > workbookBounds.fileBytes) throw tooLarge(workbookBounds.fileBytes / megabyte);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

async function readDirectory(bytes: Buffer): Promise<{ zip: ZipFile; entries: Map<string, Entry> }> {
  const entries = new Map<string, Entry>();
  try {
    const zip = await fromBufferPromise(bytes);
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.toLowerCase();
      // Of two files of one name another program may read the other one.
      if (entries.size === workbookBounds.parts || entries.has(name) || entry.isEncrypted()) throw damaged();
      entries.set(name, entry);
    }
    return { zip, entries };
  } catch (error) {
    if (error instanceof UnreadableWorkbook) throw error;
    throw new NoWorkbook();
  }
}
