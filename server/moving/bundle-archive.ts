import type { Readable } from "node:stream";
import { fromRandomAccessReaderPromise, RandomAccessReader } from "yauzl";
import { DomainError, ErrorCode } from "../core/errors.ts";
import type { UploadedFile } from "../core/uploaded-file.ts";

/** One file of a bundle, wherever it lies. */
export interface BundledFile {
  name: string;
  open(): Promise<Readable>;
  /** All of it at once, where that can be had without waiting: a stream for each of many thousands costs ten times as much. Null: it has more than `most` bytes. */
  whole?(most: number): Buffer | null;
}

/** The most that is taken of a bundle: of lists, and of the PDFs and other files beside them, each and all together. */
export const bundleBounds = {
  files: 1_000,
  unpackedBytes: 4 * 1024 ** 3,
  pdfs: 500_000,
  pdfBytes: 10 * 1024 ** 2,
  pdfsBytes: 64 * 1024 ** 3,
};

export const tooLargeBundle = (): DomainError =>
  new DomainError(ErrorCode.FILE_TOO_LARGE, "bundle.tooLarge", {
    field: "file",
    megabytes: bundleBounds.unpackedBytes / 1024 ** 2,
    files: bundleBounds.files,
    pdfs: bundleBounds.pdfs,
    pdfGigabytes: bundleBounds.pdfsBytes / 1024 ** 3,
  });

class UploadReader extends RandomAccessReader {
  constructor(private readonly file: UploadedFile) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return this.file.read(start, end);
  }
}

/** Of files that rows may name, by how their names end: what they are. No rows are read from them. */
const attached: Record<string, string> = {
  pdf: "application/pdf",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
};

/** What a file is by its name, where certificates, programs or credit from elsewhere may name it; null: it is a list. */
export const attachedType = (name: string): string | null =>
  attached[name.slice(name.lastIndexOf(".") + 1).toLowerCase()] ?? null;

/** Names that programs put into archives, and nobody wrote; and what an export has besides lists, which none takes in. */
export const isPassedOver = (name: string): boolean =>
  name.endsWith("/") ||
  /\.jsonl?$|^(.*\/)?(documents\/drafts|invoices)\/./.test(name) ||
  (/^(.*\/)?(certificates|documents|proofs)\/./.test(name) && attachedType(name) === null) ||
  name.split("/").some((part) => part.startsWith(".") || part === "__MACOSX" || part === "Thumbs.db");

/**
 * What a bundle has in it: the files of a ZIP archive, or the one file that it is. Nothing is unpacked before it is read.
 * @throws INVALID_UPLOAD; FILE_TOO_LARGE
 */
export async function* filesOfBundle(file: UploadedFile): AsyncGenerator<BundledFile> {
  if (!/\.zip$/i.test(file.name)) {
    yield { name: file.name, open: async () => file.read() };
    return;
  }
  const unreadable = () => new DomainError(ErrorCode.INVALID_UPLOAD, "bundle.unreadable", { field: "file" });
  async function* entries(): AsyncGenerator<BundledFile & { size: number }> {
    const zip = await fromRandomAccessReaderPromise(new UploadReader(file), file.size, { autoClose: false }).catch(
      () => null,
    );
    if (!zip) throw unreadable();
    const each = zip.eachEntry()[Symbol.asyncIterator]();
    for (;;) {
      const { value: entry, done } = await each.next().catch(() => {
        throw unreadable();
      });
      if (done) return;
      if (isPassedOver(entry.fileName)) continue;
      if (entry.isEncrypted()) throw unreadable();
      yield { name: entry.fileName, size: entry.uncompressedSize, open: () => zip.openReadStreamPromise(entry) };
    }
  }
  // Read twice, so that the names of many thousands of files are never in memory.
  const most = { lists: bundleBounds.files, bytes: bundleBounds.unpackedBytes, pdfs: bundleBounds.pdfs };
  for await (const { name, size } of entries()) {
    if (attachedType(name) !== null) most.pdfs--;
    else {
      most.lists--;
      most.bytes -= size;
    }
    if (Object.values(most).some((left) => left < 0)) throw tooLargeBundle();
  }
  yield* entries();
}
