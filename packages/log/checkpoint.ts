import { hashBytes, type TreeHead } from "./merkle.ts";
import { readBase64, readNote, type SignedNote } from "./signed-note.ts";

/** The head of a log, as its owner signs it. Format: c2sp.org/tlog-checkpoint, v1.0.0. */
export interface Checkpoint extends TreeHead {
  /** Which log it is of. */
  origin: string;
  note: SignedNote;
}

/** A whole number as the formats write it: no zeros in front. */
export function readCount(text: string): number | null {
  const count = /^(?:0|[1-9]\d{0,15})$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(count) ? count : null;
}

/** What is signed: origin, size and root, a line each. */
export const checkpointText = (origin: string, { size, root }: TreeHead): string =>
  `${origin}\n${size}\n${Buffer.from(root).toString("base64")}\n`;

/** Null: it is no checkpoint. Whether its signatures are right is another question. */
export function readCheckpoint(text: string): Checkpoint | null {
  const note = readNote(text);
  const [origin, count, encoded, ...extensions] = note?.text.slice(0, -1).split("\n") ?? [];
  const size = readCount(count ?? "");
  const root = readBase64(encoded ?? "");
  if (!note || !origin || size === null || root?.length !== hashBytes || extensions.includes("")) return null;
  return { origin, size, root, note };
}
