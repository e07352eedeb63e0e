import { createHash } from "node:crypto";

/** A file of a bag. Whoever takes it reads it to its end before the next one. */
export interface BaggedFile {
  name: string;
  input: AsyncIterable<Buffer | string> | Buffer | string;
}

/** What a manifest of RFC 8493 cannot have raw in a name. */
const manifestName = (name: string): string =>
  name.replace(/[%\r\n]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);

async function* chunksOf(input: BaggedFile["input"]): AsyncGenerator<Buffer> {
  if (typeof input === "string" || Buffer.isBuffer(input)) yield Buffer.from(input);
  else for await (const chunk of input) yield Buffer.from(chunk);
}

/**
 * Puts files into a bag of RFC 8493 (BagIt 1.0): payload below `data/`, each held by its SHA-256 in a manifest that `sha256sum -c` reads, and the
 * manifest by one of its own. Only the hashes are in memory.
 * @param root the folder that all of it stands in
 * @param info lines of bag-info.txt
 */
export async function* bagOf(
  root: string,
  files: AsyncIterable<BaggedFile>,
  info: readonly (readonly [name: string, value: string])[],
): AsyncGenerator<BaggedFile> {
  const manifest: string[] = [];
  let bytes = 0;
  for await (const { name, input } of files) {
    const hash = createHash("sha256");
    yield {
      name: `${root}/data/${name}`,
      input: (async function* () {
        for await (const chunk of chunksOf(input)) {
          hash.update(chunk);
          bytes += chunk.length;
          yield chunk;
        }
      })(),
    };
    manifest.push(`${hash.digest("hex")}  data/${manifestName(name)}\n`);
  }
  const line = (text: string): string => text.replace(/\s+/g, " ").trim();
  const tags = [
    ["bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"],
    [
      "bag-info.txt",
      [...info, ["Payload-Oxum", `${bytes}.${manifest.length}`] as const]
        .map(([name, value]) => `${name}: ${line(value)}\n`)
        .join(""),
    ],
    ["manifest-sha256.txt", manifest.join("")],
  ] as const;
  for (const [name, text] of tags) yield { name: `${root}/${name}`, input: text };
  yield {
    name: `${root}/tagmanifest-sha256.txt`,
    input: tags.map(([name, text]) => `${createHash("sha256").update(text).digest("hex")}  ${name}\n`).join(""),
  };
}
