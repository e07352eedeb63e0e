import type { FileUpload } from "graphql-upload-ts";
import { DomainError, ErrorCode } from "./errors.ts";

/**
 * The whole of an uploaded file that is small by nature, such as a schedule.
 * @param maxBytes most that is taken into memory
 * @throws FILE_TOO_LARGE; INVALID_UPLOAD where the file did not arrive whole
 */
export async function readUpload(file: Promise<FileUpload>, maxBytes: number): Promise<Buffer> {
  const { createReadStream } = await file;
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of createReadStream() as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes)
        throw new DomainError(ErrorCode.FILE_TOO_LARGE, "core.fileOverMegabytes", {
          field: "file",
          megabytes: maxBytes / 1024 / 1024,
        });
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Error && "status" in error)
      throw new DomainError(ErrorCode.INVALID_UPLOAD, "core.fileNotWhole", {
        field: "file",
      });
    throw error;
  }
  return Buffer.concat(chunks);
}
