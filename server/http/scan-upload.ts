import { once } from "node:events";
import { connect } from "node:net";
import type { Scanner } from "../core/config.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { log } from "../core/log.ts";
import type { UploadedFile } from "../core/uploaded-file.ts";

/** How long the scanner may say nothing, in milliseconds: a large file is looked at after its last byte. */
const silenceMs = 120_000;

/** Longer answers are none of clamd's. */
const mostOfAnswer = 4_096;

/**
 * Has a file looked at by clamd, by its command INSTREAM: pieces that begin with their length in four bytes, an empty one at the end. The
 * file itself stays where it is. Source: the manual page of clamd.
 * @throws INVALID_UPLOAD for what it knows as malware; FILE_TOO_LARGE for what is larger than it takes; UNAVAILABLE where it does not answer
 */
export async function scanUpload(scanner: Scanner, file: UploadedFile): Promise<void> {
  const answer = await ask(scanner, file).catch((err: unknown) => {
    log.error({ err }, "The scanner of CLAMD does not answer: uploads are refused.");
    return "";
  });
  if (answer === "stream: OK") return;
  const found = /^stream: (.{1,200}) FOUND$/.exec(answer)?.[1];
  if (found) {
    log.warn({ found, sha256: file.sha256 }, "An upload was refused: the scanner knows it.");
    throw new DomainError(ErrorCode.INVALID_UPLOAD, "http.harmful", { field: "file" });
  }
  if (answer.includes("size limit exceeded"))
    throw new DomainError(ErrorCode.FILE_TOO_LARGE, "http.largerThanScanned", { field: "file" });
  if (answer) log.error("The scanner of CLAMD gave an answer that is neither OK nor a finding: uploads are refused.");
  throw new DomainError(ErrorCode.UNAVAILABLE, "http.notScanned", { retryAfterSeconds: 60 });
}

async function ask(scanner: Scanner, file: UploadedFile): Promise<string> {
  const socket = connect(scanner);
  socket.setTimeout(silenceMs, () => socket.destroy(new Error("It says nothing.")));
  let answer = "";
  const answered = (async () => {
    for await (const piece of socket.setEncoding("latin1")) {
      answer += piece;
      if (answer.length > mostOfAnswer || answer.includes("\0")) break;
    }
  })();
  // Looked at below; a scanner that has seen enough may answer, and hang up, before the end.
  answered.catch(() => {});
  try {
    await once(socket, "connect");
    socket.write("zINSTREAM\0");
    for await (const piece of file.read() as AsyncIterable<Buffer>) {
      if (socket.destroyed || answer) break;
      const length = Buffer.alloc(4);
      length.writeUInt32BE(piece.length);
      socket.write(length);
      if (!socket.write(piece)) await Promise.race([once(socket, "drain"), answered]);
    }
    if (!socket.destroyed) socket.write(Buffer.alloc(4));
    await answered.catch((error: unknown) => {
      if (!answer) throw error;
    });
    return answer.split("\0", 1)[0] ?? "";
  } finally {
    socket.destroy();
  }
}
