import { fileTypeFromBuffer } from "file-type";
import { PNG } from "pngjs";

export interface Logo {
  mediaType: "image/png" | "image/jpeg";
  /** As it was given, for screens. */
  content: Buffer;
  /** As documents print it: a PNG without transparency, which needs no work for each document, or the JPEG itself. */
  printed: Buffer;
}

/** Longest side, in pixels: sharp in print, and little to decode. */
export const longestSide = 2_000;
const shortestSide = 16;

/**
 * Reads a PNG or JPEG by what its bytes are, and not by what it is called.
 * @returns null where it is neither, cannot be read, is too large or too small, or of a kind that documents cannot have: an
 *   interlaced PNG, a JPEG for print shops (CMYK)
 */
export async function readLogo(content: Buffer): Promise<Logo | null> {
  const type = await fileTypeFromBuffer(content);
  if (type?.mime === "image/png") return readPng(content);
  if (type?.mime === "image/jpeg") return readJpeg(content);
  return null;
}

const fits = (width: number, height: number): boolean =>
  Math.max(width, height) <= longestSide && Math.min(width, height) >= shortestSide;

function readPng(content: Buffer): Logo | null {
  // The heading is looked at first: what a small file unpacks to may be enormous.
  if (content.length < 33 || content.toString("latin1", 12, 16) !== "IHDR") return null;
  const interlaced = content[28] !== 0;
  if (interlaced || !fits(content.readUInt32BE(16), content.readUInt32BE(20))) return null;
  try {
    const picture = PNG.sync.read(content);
    const printed = PNG.sync.write(picture, {
      colorType: 2,
      inputHasAlpha: true,
      bgColor: { red: 255, green: 255, blue: 255 },
    });
    return { mediaType: "image/png", content, printed };
  } catch {
    return null;
  }
}

/** Frame headers of JPEG (ITU T.81, table B.1): all of SOF0 to SOF15 but those that mark tables. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function readJpeg(content: Buffer): Logo | null {
  for (let at = 2; at + 9 < content.length; ) {
    if (content[at] !== 0xff) return null;
    const marker = content[at + 1] ?? 0;
    if (isFrame(marker)) {
      const [height, width, colours] = [content.readUInt16BE(at + 5), content.readUInt16BE(at + 7), content[at + 9]];
      const whole = content.lastIndexOf(Buffer.from([0xff, 0xd9])) > at;
      return whole && fits(width, height) && (colours === 1 || colours === 3)
        ? { mediaType: "image/jpeg", content, printed: content }
        : null;
    }
    at += 2 + content.readUInt16BE(at + 2);
  }
  return null;
}
