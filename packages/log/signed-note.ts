import { createHash, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

/** A text that keys have signed, and which key each signature is of. Format: c2sp.org/signed-note, v1.0.0. */
export interface SignedNote {
  /** With the line feed at its end. */
  text: string;
  signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  name: string;
  /** Four bytes in hexadecimal. */
  keyId: string;
  bytes: Buffer;
}

/** What a key's signatures mean: the note as it stands, or that a witness saw it at a moment (c2sp.org/tlog-cosignature). */
export const KeyType = { NOTE: 1, COSIGNATURE: 4 } as const;
export type KeyType = (typeof KeyType)[keyof typeof KeyType];

/** An Ed25519 key that signs notes under a name. */
export interface NoteKey {
  name: string;
  type: KeyType;
  /** 32 bytes. */
  publicKey: Buffer;
}

/** Longest note that is read, in characters, and most signatures of it. */
const longest = 100_000;
const mostSignatures = 64;

/** A control other than the line feed, or half of a character. */
const noText = /(?!\n)[\p{Cc}\p{Cs}]/u;
const signatureLine = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;

/** Base64 as it is written, and in no other spelling of the same bytes. */
export function readBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : null;
}

export const keyIdOf = ({ name, type, publicKey }: NoteKey): string =>
  createHash("sha256").update(`${name}\n`).update(Uint8Array.of(type)).update(publicKey).digest("hex").slice(0, 8);

/** A key as one line: `name+id+key`. */
export const showKey = (key: NoteKey): string =>
  `${key.name}+${keyIdOf(key)}+${Buffer.concat([Uint8Array.of(key.type), key.publicKey]).toString("base64")}`;

/** Null: the line is no key of a type that is known, or its ID is another's. */
export function readKey(line: string): NoteKey | null {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u.exec(line.trim()) ?? [];
  const bytes = encoded ? readBase64(encoded) : null;
  if (!name || bytes?.length !== 33) return null;
  const type = Object.values(KeyType).find((each) => each === bytes[0]);
  if (type === undefined) return null;
  const key: NoteKey = { name, type, publicKey: bytes.subarray(1) };
  return keyIdOf(key) === id ? key : null;
}

/** Null: it is no signed note. */
export function readNote(note: string): SignedNote | null {
  if (note.length > longest || noText.test(note) || !note.endsWith("\n")) return null;
  const end = note.lastIndexOf("\n\n");
  if (end < 0) return null;
  const lines = note.slice(end + 2, -1).split("\n");
  if (lines.length > mostSignatures) return null;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const [, name, encoded] = signatureLine.exec(line) ?? [];
    const bytes = encoded ? readBase64(encoded) : null;
    if (!name || !bytes || bytes.length < 5) return null;
    signatures.push({ name, keyId: bytes.subarray(0, 4).toString("hex"), bytes: bytes.subarray(4) });
  }
  return { text: note.slice(0, end + 1), signatures };
}

/** A signature as a line of the note, with its line feed. */
const lineOf = (key: NoteKey, signature: Buffer): string =>
  `\u2014 ${key.name} ${Buffer.concat([Buffer.from(keyIdOf(key), "hex"), signature]).toString("base64")}\n`;

export const signNote = (text: string, key: NoteKey, privateKey: KeyObject): string =>
  lineOf(key, sign(null, Buffer.from(text), privateKey));

const cosigned = (text: string, seconds: bigint): Buffer => Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);

/** A witness's line under a checkpoint: that it saw nothing else of this log, as of a moment. */
export function cosign(text: string, key: NoteKey, privateKey: KeyObject, at: Date): string {
  const seconds = BigInt(Math.floor(at.getTime() / 1000));
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(seconds);
  return lineOf(key, Buffer.concat([time, sign(null, cosigned(text, seconds), privateKey)]));
}

export const publicKeyObject = (publicKey: Buffer): KeyObject =>
  createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: publicKey.toString("base64url") }, format: "jwk" });

/** What a key says of a note. */
export type Signed =
  /** `at`: when a witness saw it. */
  | { outcome: "holds"; at: Date | null }
  /** It has signed something else. */
  | { outcome: "fails" }
  /** It has not signed. */
  | { outcome: "absent" };

export function checkSignature({ text, signatures }: SignedNote, key: NoteKey): Signed {
  const id = keyIdOf(key);
  const own = signatures.filter(({ name, keyId }) => name === key.name && keyId === id);
  if (own.length === 0) return { outcome: "absent" };
  const publicKey = publicKeyObject(key.publicKey);
  let at: Date | null = null;
  for (const { bytes } of own) {
    if (key.type === KeyType.NOTE) {
      if (bytes.length !== 64 || !verify(null, Buffer.from(text), publicKey, bytes)) return { outcome: "fails" };
      continue;
    }
    if (bytes.length !== 72) return { outcome: "fails" };
    const seconds = bytes.readBigUInt64BE();
    if (seconds === 0n || !verify(null, cosigned(text, seconds), publicKey, bytes.subarray(8)))
      return { outcome: "fails" };
    const seen = new Date(Number(seconds) * 1000);
    if (!at || seen > at) at = seen;
  }
  return { outcome: "holds", at };
}
