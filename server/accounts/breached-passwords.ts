import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { ConfigError } from "../core/config.ts";

/** A line is a hash of 40 digits and, after a colon, how often it was found. */
const hashDigits = 40;
/** Longer lines there are none. */
const windowBytes = 128;

/**
 * Whether a password is among those of BREACHED_PASSWORDS_FILE: lines of SHA-1 in capital hexadecimal digits, in their order, as the
 * downloader of Have I Been Pwned writes them. The file may have many gigabytes: it is halved until the line is found, some forty reads of
 * a hundred bytes. No word of the password leaves the server.
 */
export async function isBreached(path: string, password: string): Promise<boolean> {
  const wanted = createHash("sha1").update(password).digest("hex").toUpperCase();
  const file = await open(path);
  try {
    let [from, to] = [0, (await file.stat()).size];
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      const line = await lineAfter(file, middle);
      if (line.hash === wanted) return true;
      if (line.hash !== "" && line.hash < wanted) from = line.end;
      else to = middle;
    }
    return false;
  } finally {
    await file.close();
  }
}

/** The first line that begins at a place or after it: its hash, empty where there is none, and where it ends. */
async function lineAfter(file: FileHandle, at: number): Promise<{ hash: string; end: number }> {
  // A line that begins exactly there is told by the end of the one before.
  const start = Math.max(0, at - 1);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(2 * windowBytes), 0, 2 * windowBytes, start);
  const text = buffer.toString("latin1", 0, bytesRead);
  const begins = at === 0 ? 0 : text.indexOf("\n") + 1;
  if (at > 0 && begins === 0) return { hash: "", end: at };
  const ends = text.indexOf("\n", begins);
  return { hash: text.slice(begins, begins + hashDigits), end: start + (ends < 0 ? bytesRead : ends + 1) };
}

/**
 * Looks at the file before the first password is compared with it.
 * @throws ConfigError where it cannot be read or is another kind of file
 */
export async function assertBreachedPasswords(path: string | null): Promise<void> {
  if (path === null) return;
  const first = await read(path).catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(`BREACHED_PASSWORDS_FILE ${path} cannot be read (${error.code}).`);
  });
  if (!/^[\dA-F]{40}(:\d{1,12})?\r?\n/.test(first))
    throw new ConfigError(
      `BREACHED_PASSWORDS_FILE ${path} must have lines of SHA-1 in capital hexadecimal digits, in their order, each with a count after a colon or without.`,
    );
}

async function read(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(windowBytes), 0, windowBytes, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await file.close();
  }
}
