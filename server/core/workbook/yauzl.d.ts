/** What we use of yauzl, which brings no types. */
declare module "yauzl" {
  import type { Readable } from "node:stream";

  export interface Entry {
    fileName: string;
    /** As the directory of the archive says; what is read is held to it. */
    uncompressedSize: number;
    compressionMethod: number;
    isEncrypted(): boolean;
  }

  export interface ZipFile {
    eachEntry(): AsyncIterable<Entry>;
    openReadStreamPromise(entry: Entry): Promise<Readable>;
    close(): void;
  }

  export function openPromise(path: string, options: { autoClose: boolean; lazyEntries: boolean }): Promise<ZipFile>;

  export function fromBufferPromise(bytes: Buffer): Promise<ZipFile>;

  /** An archive that is not in memory: `_readStreamForRange` gives the bytes from `start`, without the one at `end`. */
  export abstract class RandomAccessReader {
    abstract _readStreamForRange(start: number, end: number): Readable;
  }

  export function fromRandomAccessReaderPromise(
    reader: RandomAccessReader,
    totalSize: number,
    options: { autoClose: boolean },
  ): Promise<ZipFile>;
}
