import type { Readable } from "node:stream";
import { ArgsType, Field, ID, Int } from "type-graphql";
import { keptFileName } from "../core/kept-file-name.ts";
import { assertNoLarger } from "../core/read-upload.ts";
import { Upload } from "../core/scalars.ts";
import type { UploadedFile } from "../core/uploaded-file.ts";

/** What every import into a conference takes. */
@ArgsType()
export class ImportArgs {
  @Field(() => ID, { description: "The conference: a program of the type CONFERENCE." }) programId!: string;
  @Field(() => Upload, { description: "The file, by the GraphQL multipart request specification." })
  file!: UploadedFile;
  @Field(() => Boolean, { defaultValue: false, nullable: true, description: "Check only." })
  preview!: boolean | null;
}

/** A file that was sent to be imported, with the name that it has where it came from. */
export interface ImportFile {
  name: string;
  /** A new stream of its bytes. */
  open(): Readable;
}

/**
 * @param maxBytes most that is taken
 * @throws FILE_TOO_LARGE
 */
export function receiveImport(file: UploadedFile, maxBytes: number): ImportFile {
  assertNoLarger(file, maxBytes);
  return { name: keptFileName(file.name), open: () => file.read() };
}

/** A part of what an import found. */
@ArgsType()
export class PartArgs {
  @Field(() => Int, { defaultValue: 100, description: "How many, at most 100." }) first!: number;
  @Field(() => String, { nullable: true, description: "Cursor of the entry after which to go on." })
  after!: string | null;
}
