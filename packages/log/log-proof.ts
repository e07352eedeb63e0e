import { type Checkpoint, readCheckpoint, readCount } from "./checkpoint.ts";
import { hashBytes } from "./merkle.ts";
import { readBase64 } from "./signed-note.ts";

/** That something stands in a log, to be kept and checked without it. Format: c2sp.org/tlog-proof, v1. */
export interface LogProof {
  /** What the entry was made of. Nothing has signed it: the entry is computed from it. */
  extra: Buffer | null;
  index: number;
  path: readonly Buffer[];
  checkpoint: Checkpoint;
}

const heading = "c2sp.org/tlog-proof@v1";

/** Longest path: a log has fewer entries than two to this power. */
const longestPath = 63;

/** @param checkpoint as it was signed */
export const showProof = (extra: Buffer, index: number, path: readonly Buffer[], checkpoint: string): string =>
  `${[heading, `extra ${extra.toString("base64")}`, `index ${index}`, ...path.map((hash) => hash.toString("base64"))].join("\n")}\n\n${checkpoint}`;

/** Null: it is no proof. Whether it proves something is another question. */
export function readProof(text: string): LogProof | null {
  const end = text.indexOf("\n\n");
  const [first, ...lines] = text.slice(0, Math.max(0, end)).split("\n");
  if (first !== heading) return null;
  const extra = lines[0]?.startsWith("extra ") ? readBase64((lines.shift() ?? "").slice("extra ".length)) : undefined;
  const index = /^index (\d+)$/.exec(lines.shift() ?? "")?.[1];
  const path = lines.map(readBase64);
  const checkpoint = readCheckpoint(text.slice(end + 2));
  const place = readCount(index ?? "");
  if (extra === null || place === null || !checkpoint || path.length > longestPath) return null;
  if (!path.every((hash): hash is Buffer => hash?.length === hashBytes)) return null;
  return { extra: extra ?? null, index: place, path, checkpoint };
}
