import { inflateSync } from "node:zlib";

/** Bytes of the heads of a WOFF file and of an entry of its list of tables, and of the same in a font file. */
const [WOFF_HEAD, WOFF_ENTRY, HEAD, ENTRY] = [44, 20, 12, 16];

/**
 * The font file in a WOFF 1.0 file (https://www.w3.org/TR/WOFF/): the same tables, each unpacked, behind a list of their places.
 * Only for files that came with the program: lengths are taken as they stand there.
 */
export function unpackWoff(woff: Buffer): Buffer {
  if (woff.toString("latin1", 0, 4) !== "wOFF") throw new Error("This is no WOFF file.");
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, index) => {
    const entry = WOFF_HEAD + index * WOFF_ENTRY;
    const [tag, offset, packed, length, checksum] = [0, 4, 8, 12, 16].map((at) => woff.readUInt32BE(entry + at)) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const bytes = woff.subarray(offset, offset + packed);
    return { tag, checksum, length, bytes: packed < length ? inflateSync(bytes) : bytes };
  });
  const padded = (length: number) => (length + 3) & ~3;
  const size = tables.reduce((sum, { length }) => sum + padded(length), HEAD + count * ENTRY);
  const font = Buffer.alloc(size);
  woff.copy(font, 0, 4, 8);
  const power = Math.floor(Math.log2(count));
  font.writeUInt16BE(count, 4);
  font.writeUInt16BE(2 ** power * ENTRY, 6);
  font.writeUInt16BE(power, 8);
  font.writeUInt16BE((count - 2 ** power) * ENTRY, 10);
  let at = HEAD + count * ENTRY;
  tables.forEach(({ tag, checksum, length, bytes }, index) => {
    [tag, checksum, at, length].forEach((value, field) => {
      font.writeUInt32BE(value, HEAD + index * ENTRY + field * 4);
    });
    bytes.copy(font, at);
    at += padded(length);
  });
  return font;
}
