import { buffer } from "node:stream/consumers";
import { DomainError, ErrorCode } from "./errors.ts";
import type { UploadedFile } from "./uploaded-file.ts";

/**
 * The whole of an uploaded file that is small by nature, such as a schedule.
 * @param maxBytes most that is taken into memory
 * @throws FILE_TOO_LARGE
 */
export async function readUpload(file: UploadedFile, maxBytes: number): Promise<Buffer> {
  assertNoLarger(file, maxBytes);
  return buffer(file.read());
}

/** @throws FILE_TOO_LARGE */
export function assertNoLarger(file: UploadedFile, maxBytes: number): void {
  if (file.size > maxBytes)
    throw new DomainError(ErrorCode.FILE_TOO_LARGE, "core.fileOverMegabytes", {
      field: "file",
      megabytes: maxBytes / 1024 / 1024,
    });
}
