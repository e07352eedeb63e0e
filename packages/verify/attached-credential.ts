/**
 * A certificate's PDF carries its credential in an incremental update (ISO 32000-1, 7.5.6) behind the pages: `credential.json`, an associated file with
 * the relationship Data (ISO 19005-3, 6.8). The pages stay byte for byte as they were drawn, so that the credential can name their hash, and
 * the update is made of the pages and the credential alone: whoever has the file can make it again, and sees any other byte.
 */

/** What a credential is called in its PDF. */
const name = "credential.json";

/** By which the file that is attached is found, and the end of the pages before it. */
const attachment = "/Type /EmbeddedFile\n/Subtype /application#2Fvc\n";
const relationship = "/AFRelationship /Data\n";
const endOfFile = "%%EOF\n";

/** Of the catalog, and of what it has by names. In bytes. */
const longestDictionary = 65_536;

/** Byte for character, so that places in the text are places in the file. (What TextDecoder calls latin1 is windows-1252.) */
function textOf(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return text;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const isEqual = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);

/** The number of the object that a dictionary's entry names. */
function referenceIn(dictionary: string, key: string): number {
  const [, number] = new RegExp(`/${key} (\\d{1,10}) 0 R`).exec(dictionary) ?? [];
  if (!number) throw new RangeError(`The PDF has no /${key} to be extended.`);
  return Number(number);
}

/** What stands behind `key` in a text, up to the end of the line. */
function lineOf(text: string, key: string): string {
  const begin = text.indexOf(key) + key.length;
  if (begin < key.length) throw new RangeError(`The PDF has no ${key.trim()} to be extended.`);
  return text.slice(begin, text.indexOf("\n", begin));
}

/**
 * Attaches a credential to a PDF whose last table of references is a plain one, as pdfkit writes it.
 * @param credential its JSON
 * @throws RangeError where the PDF is another than such a one
 */
export function attachCredential(pdf: Uint8Array, credential: string): Uint8Array {
  const end = textOf(pdf.subarray(-64));
  const lastTable = Number(lineOf(end, "startxref\n"));
  const table = textOf(pdf.subarray(lastTable));
  const trailer = table.slice(table.indexOf("trailer\n"));
  const size = Number(lineOf(trailer, "/Size "));
  const [, permanentId = ""] = /^\[<([\da-f]{32})> <[\da-f]{32}>\]$/.exec(lineOf(trailer, "/ID ")) ?? [];
  if (!table.startsWith("xref\n0 ") || !end.endsWith(endOfFile) || !size || !permanentId)
    throw new RangeError("The PDF is not one to which a credential can be attached.");
  /** The dictionary of an object, with something put in at its beginning. */
  const extended = (number: number, more: string): string => {
    // Behind `xref` and the line of its one section, entries of 20 bytes.
    const entries = table.indexOf("\n", "xref\n".length) + 1;
    const offset = Number(table.slice(entries + number * 20, entries + number * 20 + 10));
    const object = textOf(pdf.subarray(offset, offset + longestDictionary));
    const head = `${number} 0 obj\n<<\n`;
    const close = object.indexOf("endobj\n");
    if (!object.startsWith(head) || close < 0) throw new RangeError(`Object ${number} of the PDF is no dictionary.`);
    return `${head}${more}${object.slice(head.length, close + "endobj\n".length)}`;
  };
  const rootNumber = referenceIn(trailer, "Root");
  const root = extended(rootNumber, `/AF [${size + 1} 0 R]\n`);
  const namesNumber = referenceIn(root, "Names");
  const { id, validFrom } = JSON.parse(credential) as { id: string; validFrom: string };
  const date = `(D:${validFrom.replace(/\D/g, "")}Z)`;
  const content = new TextEncoder().encode(credential);
  const objects: [number, Uint8Array[]][] = (
    [
      [
        size,
        `${size} 0 obj\n<<\n${attachment}/Params <<\n/CreationDate ${date}\n/ModDate ${date}\n/Size ${content.length}\n>>\n/Length ${content.length}\n>>\nstream\n`,
        content,
        "\nendstream\nendobj\n",
      ],
      [
        size + 1,
        `${size + 1} 0 obj\n<<\n/Type /Filespec\n${relationship}/F (${name})\n/UF (${name})\n/Desc (Open Badges 3.0)\n/EF <<\n/F ${size} 0 R\n/UF ${size} 0 R\n>>\n>>\nendobj\n`,
      ],
      [namesNumber, extended(namesNumber, `/EmbeddedFiles <<\n/Names [(${name}) ${size + 1} 0 R]\n>>\n`)],
      [rootNumber, root],
    ] as [number, ...(string | Uint8Array)[]][]
  ).map(([number, ...parts]) => [
    number,
    // Characters of the PDF's own objects are its bytes.
    parts.map((part) => (typeof part === "string" ? Uint8Array.from(part, (each) => each.charCodeAt(0)) : part)),
  ]);
  let length = pdf.length;
  const places = objects.map(([number, parts]) => {
    const at = length;
    for (const part of parts) length += part.length;
    return `${number} 1\n${String(at).padStart(10, "0")} 00000 n \n`;
  });
  // The second name is to be another for each state of a file (ISO 32000-1, 14.4): the certificate's own.
  const ownId = id.replace(/^urn:uuid:|-/g, "");
  const tail = `xref\n${places.join("")}trailer\n<<\n/Size ${size + 2}\n/Root ${rootNumber} 0 R\n/Info ${referenceIn(trailer, "Info")} 0 R\n/ID [<${permanentId}> <${ownId}>]\n/Prev ${lastTable}\n>>\nstartxref\n${length}\n${endOfFile}`;
  return concat([pdf, ...objects.flatMap(([, parts]) => parts), new TextEncoder().encode(tail)]);
}

export interface AttachedCredential {
  /** Its JSON; null where it cannot be read any more. */
  credential: string | null;
  /** The PDF as it was before the credential was attached. */
  pages: Uint8Array;
  /** Whether the file has these two and not a byte else. */
  isAsAttached: boolean;
}

/** The credential that a PDF carries; null: none was attached to it. */
export function attachedCredential(pdf: Uint8Array): AttachedCredential | null {
  const text = textOf(pdf);
  const attached = text.lastIndexOf(attachment);
  // Of two marks one may have been changed.
  const mark = attached >= 0 ? attached : text.lastIndexOf(relationship);
  if (mark < 0) return null;
  const end = text.lastIndexOf(endOfFile, mark);
  const pages = pdf.subarray(0, end < 0 ? 0 : end + endOfFile.length);
  const credential = credentialIn(pdf, text, mark);
  return { credential, pages, isAsAttached: credential !== null && isMadeOf(pdf, pages, credential) };
}

function credentialIn(pdf: Uint8Array, text: string, mark: number): string | null {
  try {
    const begin = text.indexOf("stream\n", mark) + "stream\n".length;
    const length = Number(lineOf(text.slice(mark, begin), "/Length "));
    return new TextDecoder("utf-8", { fatal: true }).decode(pdf.subarray(begin, begin + length));
  } catch {
    return null;
  }
}

function isMadeOf(pdf: Uint8Array, pages: Uint8Array, credential: string): boolean {
  try {
    return isEqual(attachCredential(pages, credential), pdf);
  } catch {
    return false;
  }
}
