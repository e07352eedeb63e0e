import type { Readable } from "node:stream";
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader } from "yauzl";
import { DomainError, ErrorCode } from "../core/errors.ts";
import type { UploadedFile } from "../core/uploaded-file.ts";

/** One file of a bundle, wherever it lies. */
export interface BundledFile {
  name: string;
  open(): Promise<Readable>;
}

/** The most that is taken of a bundle. */
export const bundleBounds = { files: 1_000, unpackedBytes: 4 * 1024 ** 3 };

export const tooLargeBundle = (): DomainError =>
  new DomainError(ErrorCode.FILE_TOO_LARGE, "bundle.tooLarge", {
    field: "file",
    megabytes: bundleBounds.unpackedBytes / 1024 ** 2,
    files: bundleBounds.files,
  });

class UploadReader extends RandomAccessReader {
  constructor(private readonly file: UploadedFile) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return this.file.read(start, end);
  }
}

/** Names that programs put into archives, and nobody wrote; and what an export has besides lists, which none takes in. */
export const isPassedOver = (name: string): boolean =>
  name.endsWith("/") ||
  /\.jsonl?$|^(.*\/)?(certificates|documents)\/./.test(name) ||
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
  const entries: Entry[] = [];
  const zip = await fromRandomAccessReaderPromise(new UploadReader(file), file.size, { autoClose: false }).catch(
    () => null,
  );
  if (!zip) throw unreadable();
  try {
    for await (const entry of zip.eachEntry()) {
      if (isPassedOver(entry.fileName)) continue;
      if (entry.isEncrypted()) throw unreadable();
      entries.push(entry);
      if (entries.length > bundleBounds.files) throw tooLargeBundle();
    }
  } catch (error) {
    throw error instanceof DomainError ? error : unreadable();
  }
  const size = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (size > bundleBounds.unpackedBytes) throw tooLargeBundle();
  for (const entry of entries) yield { name: entry.fileName, open: () => zip.openReadStreamPromise(entry) };
}
