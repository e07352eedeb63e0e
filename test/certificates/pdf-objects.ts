import {
  decodePDFRawStream,
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  type PDFObject,
  PDFRawStream,
  PDFRef,
  PDFString,
} from "@cantoo/pdf-lib";

/** An operator of a page's content with what stands before it. */
export interface Operation {
  operator: string;
  operands: string[];
}

const space = /[\0\t\n\f\r ]/;
const delimiter = /[()<>[\]{}/%\0\t\n\f\r ]/;

/** The operators of a content stream (ISO 32000-1, 7.8.2). Strings and dictionaries stand as they are written. */
export function operationsOf(content: string): Operation[] {
  const found: Operation[] = [];
  let operands: string[] = [];
  let at = 0;
  /** Where a bracketed operand ends that begins here. */
  const endOf = (from: number): number => {
    if (content[from] === "(") {
      for (let i = from + 1, depth = 1; i < content.length; i++) {
        if (content[i] === "\\") i++;
        else if (content[i] === "(") depth++;
        else if (content[i] === ")" && --depth === 0) return i + 1;
      }
      return content.length;
    }
    if (content.startsWith("<<", from) || content[from] === "[") {
      const close = content[from] === "[" ? "]" : ">>";
      for (let i = from + (close === "]" ? 1 : 2); i < content.length; ) {
        if (content.startsWith(close, i)) return i + close.length;
        i = /[(<[]/.test(content[i] ?? "") ? endOf(i) : i + 1;
      }
      return content.length;
    }
    return content.indexOf(">", from) + 1 || content.length;
  };
  while (at < content.length) {
    const character = content[at] ?? "";
    if (space.test(character)) at++;
    else if (character === "%") at = content.indexOf("\n", at) + 1 || content.length;
    else if (/[(<[]/.test(character)) {
      const end = endOf(at);
      operands.push(content.slice(at, end));
      at = end;
    } else {
      let end = at + 1;
      while (end < content.length && !delimiter.test(content[end] ?? "")) end++;
      const word = content.slice(at, end);
      at = end;
      if (/^[/+\-.\d]/.test(word) || /^(true|false|null)$/.test(word)) operands.push(word);
      else {
        found.push({ operator: word, operands });
        operands = [];
      }
    }
  }
  return found;
}

/** A PDF as the objects that it is made of. */
export class PdfObjects {
  readonly context: PDFContext;
  readonly catalog: PDFDict;
  readonly pages: PDFDict[];

  private constructor(
    readonly bytes: Uint8Array,
    readonly document: PDFDocument,
  ) {
    this.context = document.context;
    this.catalog = document.catalog;
    this.pages = document.getPages().map((page) => page.node);
  }

  static async read(bytes: Uint8Array): Promise<PdfObjects> {
    return new PdfObjects(bytes, await PDFDocument.load(bytes, { updateMetadata: false, ignoreEncryption: true }));
  }

  /** Its bytes as characters, so that places in the text are places in the file. */
  get text(): string {
    return Buffer.from(this.bytes).toString("latin1");
  }

  /** What a reference leads to, or the object itself. */
  look(object: PDFObject | undefined): PDFObject | undefined {
    return object instanceof PDFRef ? this.context.lookup(object) : object;
  }

  get(dictionary: PDFDict | undefined, ...path: string[]): PDFObject | undefined {
    let object: PDFObject | undefined = dictionary;
    for (const key of path) object = object instanceof PDFDict ? this.look(object.get(PDFName.of(key))) : undefined;
    return object;
  }

  dict(dictionary: PDFDict | undefined, ...path: string[]): PDFDict | undefined {
    const found = this.get(dictionary, ...path);
    return found instanceof PDFDict ? found : found instanceof PDFRawStream ? found.dict : undefined;
  }

  /** An array, or one thing as an array of one. */
  list(dictionary: PDFDict | undefined, ...path: string[]): PDFObject[] {
    const found = this.get(dictionary, ...path);
    if (found === undefined) return [];
    return found instanceof PDFArray ? found.asArray().map((each) => this.look(each) ?? each) : [found];
  }

  /** Every dictionary of the file, those of streams and those within others too. */
  dictionaries(): PDFDict[] {
    const all = new Set<PDFDict>();
    const visit = (object: PDFObject): void => {
      if (object instanceof PDFRawStream) visit(object.dict);
      else if (object instanceof PDFArray) for (const each of object.asArray()) visit(each);
      else if (object instanceof PDFDict && !all.has(object)) {
        all.add(object);
        for (const [, each] of object.entries()) visit(each);
      }
    };
    for (const [, object] of this.context.enumerateIndirectObjects()) visit(object);
    return [...all];
  }

  streams(): PDFRawStream[] {
    return this.context
      .enumerateIndirectObjects()
      .flatMap(([, object]) => (object instanceof PDFRawStream ? [object] : []));
  }

  /** Those whose Type, or else Subtype, is this. */
  typed(name: string): PDFDict[] {
    return this.dictionaries().filter(
      (each) => this.nameOf(each, "Type") === name || this.nameOf(each, "Subtype") === name,
    );
  }

  nameOf(dictionary: PDFDict | undefined, ...path: string[]): string | undefined {
    const found = this.get(dictionary, ...path);
    return found instanceof PDFName ? found.decodeText() : undefined;
  }

  textOf(dictionary: PDFDict | undefined, ...path: string[]): string | undefined {
    const found = this.get(dictionary, ...path);
    return found instanceof PDFString || found instanceof PDFHexString ? found.decodeText() : undefined;
  }

  decoded(stream: PDFObject | undefined): Buffer {
    return stream instanceof PDFRawStream ? Buffer.from(decodePDFRawStream(stream).decode()) : Buffer.alloc(0);
  }

  /** What is drawn on a page, in the order in which it is. */
  operations(page: PDFDict): Operation[] {
    const parts = this.list(page, "Contents").map((stream) => this.decoded(stream).toString("latin1"));
    return operationsOf(parts.join("\n"));
  }

  /** The metadata as it stands. */
  xmp(): string {
    return this.decoded(this.get(this.catalog, "Metadata")).toString("utf8");
  }
}
