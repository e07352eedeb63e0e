import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import busboy from "busboy";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { isTooDeep } from "../core/json-depth.ts";
import type { MessageKey } from "../core/messages/message.ts";
import { Spool } from "../core/spool.ts";
import { UploadedFile } from "../core/uploaded-file.ts";

/** A request that is no GraphQL multipart request, or whose file cannot be taken. */
export class MultipartError extends Error {
  constructor(readonly refusal: DomainError) {
    super(refusal.message);
  }
}

const wrong = (key: Extract<MessageKey, "http.notMultipart" | "core.noFile" | "core.fileNotWhole">) =>
  new MultipartError(new DomainError(ErrorCode.INVALID_UPLOAD, key, { field: "file" }));

const tooLarge = () => new MultipartError(new DomainError(ErrorCode.FILE_TOO_LARGE, "http.fileTooLarge"));

/** Bytes of `operations` and of `map`. */
const maxFieldBytes = 100_000;

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A GraphQL multipart request, as it comes: what is asked first, then the one file, which is taken when somebody asks for it. */
export class MultipartRequest {
  readonly #req: IncomingMessage;
  readonly #maxFileBytes: number;
  /** What is asked, without its file. */
  operations: Json = {};
  /** Where the file belongs in `operations`, by the name that its part has. */
  #places: Map<string, string[]> | null = null;
  #file: { stream: Readable; name: string; places: string[] } | null = null;
  #spool: Spool | null = null;
  #taken: UploadedFile | null = null;
  #released = false;

  private constructor(req: IncomingMessage, maxFileBytes: number) {
    this.#req = req;
    this.#maxFileBytes = maxFileBytes;
  }

  /**
   * Reads what is asked, up to the first byte of the file.
   * @throws MultipartError
   */
  static async begin(req: IncomingMessage, maxFileBytes: number): Promise<MultipartRequest> {
    const request = new MultipartRequest(req, maxFileBytes);
    await request.#readUpToFile();
    return request;
  }

  /** Whether `map` says that a file comes. */
  get expectsFile(): boolean {
    return (this.#places?.size ?? 0) > 0;
  }

  #readUpToFile(): Promise<void> {
    return new Promise((resolve, reject) => {
      const parser = this.#openParser();
      const fail = (error: MultipartError): void => {
        this.#req.unpipe(parser);
        reject(error);
      };
      parser.on("field", (name, value, { valueTruncated }) => {
        if (valueTruncated || !this.#takeField(name, value)) fail(wrong("http.notMultipart"));
      });
      parser.on("file", (name, stream, { filename }) => {
        const places = this.#places?.get(name);
        // What comes before `map`, or is not in it, belongs nowhere.
        if (!places) return void stream.on("error", () => {}).resume();
        this.#file = { stream, name: filename ?? "", places };
        // Whoever takes it is told; until then nobody asks.
        stream.on("error", () => {});
        resolve();
      });
      for (const limit of ["filesLimit", "fieldsLimit", "partsLimit"])
        parser.once(limit, () => fail(wrong("http.notMultipart")));
      parser.on("error", () => fail(wrong("http.notMultipart")));
      parser.once("close", () => (this.#places ? resolve() : fail(wrong("http.notMultipart"))));
      this.#req.once("close", () => {
        if (!this.#req.complete) parser.destroy(new Error("The sender has gone."));
      });
      this.#req.pipe(parser);
    });
  }

  #openParser(): busboy.Busboy {
    try {
      return busboy({
        headers: this.#req.headers,
        defParamCharset: "utf8",
        limits: { fieldSize: maxFieldBytes, fields: 2, files: 1, fileSize: this.#maxFileBytes },
      });
    } catch {
      throw wrong("http.notMultipart");
    }
  }

  /** @returns whether it is what stands there by the specification: `operations`, then `map` */
  #takeField(name: string, text: string): boolean {
    let value: unknown;
    if (isTooDeep(Buffer.from(text))) return false;
    try {
      value = JSON.parse(text);
    } catch {
      return false;
    }
    if (!isObject(value)) return false;
    if (name === "operations") {
      this.operations = value;
      return !this.#places;
    }
    if (name !== "map" || Object.keys(value).length > 1) return false;
    this.#places = new Map();
    for (const [part, places] of Object.entries(value)) {
      if (!Array.isArray(places) || !places.every((place) => typeof place === "string" && this.#holderOf(place)))
        return false;
      this.#places.set(part, places);
    }
    return true;
  }

  /** What has a place such as `variables.input.file`, and under which name; null unless null stands there. */
  #holderOf(place: string): [holder: Json, name: string] | null {
    const names = place.split(".");
    const last = names.pop() ?? "";
    let holder: unknown = this.operations;
    for (const name of names) holder = isObject(holder) && Object.hasOwn(holder, name) ? holder[name] : null;
    return isObject(holder) && Object.hasOwn(holder, last) && holder[last] === null ? [holder, last] : null;
  }

  /**
   * Takes the file, all of it, and puts it where it belongs.
   * @throws MultipartError
   */
  async takeFile(): Promise<void> {
    if (!this.#file) throw wrong("core.noFile");
    const { stream, name, places } = this.#file;
    this.#spool = await Spool.open();
    if (this.#released) this.#spool.release();
    const hash = createHash("sha256");
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        hash.update(chunk);
        await this.#spool.append(chunk);
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).syscall) throw error;
      throw wrong("core.fileNotWhole");
    }
    if ((stream as { truncated?: boolean }).truncated) throw tooLarge();
    const file = new UploadedFile(name, hash.digest("hex"), this.#spool);
    this.#taken = file;
    for (const place of places) {
      const [holder, last] = this.#holderOf(place) ?? [];
      if (holder && last !== undefined) holder[last] = file;
    }
  }

  /** Null until it was taken. */
  get file(): UploadedFile | null {
    return this.#taken;
  }

  /** The request is over: its file is wanted no more. */
  release(): void {
    this.#released = true;
    this.#spool?.release();
    this.#file?.stream.destroy();
  }
}
