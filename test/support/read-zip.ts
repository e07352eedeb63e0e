import { inflateRawSync } from "node:zlib";

export interface ZipEntry {
  name: string;
  content: Buffer;
}

/**
 * The entries of a ZIP by its central directory.
 * @param packed whether its files are compressed; else they must be stored as they are
 */
export function readZip(zip: Buffer, packed = false): ZipEntry[] {
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06"));
  if (end < 0) throw new Error("This ZIP has no end.");
  const count = zip.readUInt16LE(end + 10);
  const entries: ZipEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let i = 0; i < count; i++) {
    if (zip.toString("latin1", at, at + 4) !== "PK\x01\x02") throw new Error(`Entry ${i} has no header.`);
    if (zip.readUInt16LE(at + 10) !== (packed ? 8 : 0))
      throw new Error(`Entry ${i} is ${packed ? "not " : ""}compressed.`);
    const size = zip.readUInt32LE(at + 20);
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    entries.push({
      name: zip.toString("utf8", at + 46, at + 46 + name),
      content: packed ? inflateRawSync(zip.subarray(start, start + size)) : zip.subarray(start, start + size),
    });
    at += 46 + name + extra + comment;
  }
  return entries;
}
