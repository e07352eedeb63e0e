import type { Readable } from "node:stream";

/** Part of what is stored: bytes from `first` to `last`, both counted from 0 and both in it. */
export interface ByteRange {
  first: number;
  last: number;
}

/** What a store says of something that it has. */
export interface StoredObject {
  name: string;
  byteSize: number;
}

/** What became of bytes that were to go: gone with every version that there was, or kept by a lock until some day. */
export type Removal = "GONE" | "LOCKED";

/**
 * Where bytes of files stand. A name is given once and is never given to other bytes: whoever puts under a name again puts the same content.
 * Every method throws `StoreAwayError` where the store does not answer, refuses, or breaks off; the same may be asked again later.
 */
export interface FileStore {
  /** Stored for good when it ends. May be done again. */
  put(name: string, bytes: Buffer): Promise<void>;
  /**
   * The bytes as they come.
   * @param range left out: all of them
   * @throws ObjectMissingError where nothing has that name
   */
  get(name: string, range?: ByteRange): Promise<Readable>;
  /** Takes the bytes away. What is not there is gone. */
  remove(name: string): Promise<Removal>;
  /** Everything that is there, in the order of names. */
  list(): AsyncIterable<StoredObject>;
}

/** The store does not answer, refuses, or broke off. The message is for operators and names no file. */
export class StoreAwayError extends Error {}

/** The store answers, and has nothing of that name. */
export class ObjectMissingError extends Error {
  constructor(readonly objectName: string) {
    super(`The store has nothing that is called ${objectName}.`);
  }
}
