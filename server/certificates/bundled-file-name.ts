/** Longest part of a file name that a person's name may be, in bytes: file systems take 255 in all. */
const longestName = 150;

/**
 * What a certificate is called in a ZIP: `C000123 John Smith.pdf`. The number comes first, so that no two are alike and none is a
 * name that Windows keeps for itself. Of the person's name only letters, digits and what stands between them is kept: no path,
 * no control character, nothing that turns the text around.
 */
export function bundledFileName(number: string, recipientName: string): string {
  const plain = recipientName
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}\p{M}'’.-]+/gu, " ")
    .replace(/[.\s-]{2,}/g, " ");
  const characters = [...plain];
  while (Buffer.byteLength(characters.join("")) > longestName) characters.pop();
  const name = characters.join("").replace(/^[\s.-]|[\s.-]$/g, "");
  return `${[number, name].filter(Boolean).join(" ")}.pdf`;
}
