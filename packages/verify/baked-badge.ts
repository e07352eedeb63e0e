/** What stands between two marks of a text; null where one of them is missing. */
function between(text: string, begin: string, end: string): string | null {
  const from = text.indexOf(begin);
  const to = from < 0 ? -1 : text.indexOf(end, from + begin.length);
  return to < 0 ? null : text.slice(from + begin.length, to);
}

/** The credential, or its token, that an SVG carries (Open Badges 3.0, 5.3.2); null: it carries none. */
export function unbaked(svg: string): string | null {
  const tag = between(svg, "<openbadges:credential", ">");
  if (tag === null) return null;
  const token = between(tag, 'verify="', '"');
  if (token) return token;
  return between(svg.slice(svg.indexOf("<openbadges:credential")), "<![CDATA[", "]]>")?.trim() ?? null;
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const keyword = "openbadgecredential";

export const isPng = (bytes: Uint8Array): boolean => pngSignature.every((byte, at) => bytes[at] === byte);

/** The same of a PNG, whose chunk iTXt has it, not packed (Open Badges 3.0, 5.3.1). */
export function unbakedPng(png: Uint8Array): string | null {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  for (let at = pngSignature.length; at + 12 <= png.length; ) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > png.length) return null;
    const chunk = png.subarray(at + 4, end);
    const type = String.fromCharCode(...chunk.subarray(0, 4 + keyword.length));
    // Behind the keyword: its end, whether it is packed, and how; a language and the keyword in it, each with its end.
    if (type === `iTXt${keyword}`) {
      const rest = chunk.subarray(type.length);
      const texts = rest.subarray(3);
      const text = texts.indexOf(0, texts.indexOf(0) + 1) + 1;
      return rest[0] === 0 && rest[1] === 0 && text > 0 ? new TextDecoder().decode(texts.subarray(text)) : null;
    }
    at = end + 4;
  }
  return null;
}
