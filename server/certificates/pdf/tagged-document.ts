import type { FontFace } from "../../core/print/font-face.ts";
import { FontFamily, type FontFamilyName, type FontStyle, type HanForms } from "../../core/print/font-family.ts";
import { BREAK_HERE } from "../../core/print/printable-text.ts";
import { EmbeddedFace } from "./embedded-face.ts";
import { type LineRoom, lineRoom } from "./line-room.ts";
import { type LayoutFont, PdfmakeDocument } from "./pdfmake-internals.ts";
import { lineWidth } from "./shape-line.ts";

const escapeXml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A font family as pdfmake measures it. Lines stand as the family's own face wants; `roomOf` says what other scripts need beside that. */
export class DocumentFont implements LayoutFont {
  readonly family: FontFamily;
  readonly ascender: number;
  readonly descender: number;
  private readonly widths = new Map<string, number>();
  private readonly rooms = new Map<string, LineRoom>();

  constructor(family: FontFamily) {
    this.family = family;
    const { font } = family.face;
    this.ascender = (font.ascent * 1000) / font.unitsPerEm;
    this.descender = (font.descent * 1000) / font.unitsPerEm;
  }

  lineHeight(size: number): number {
    return ((this.ascender - this.descender) / 1000) * size;
  }

  roomOf(text: string): LineRoom {
    let room = this.rooms.get(text);
    if (room === undefined) {
      room = lineRoom(this.family, text.replaceAll(BREAK_HERE, ""));
      this.rooms.set(text, room);
    }
    return room;
  }

  widthOfString(text: string, size: number): number {
    let width = this.widths.get(text);
    if (width === undefined) {
      width = lineWidth(this.family, text.replaceAll(BREAK_HERE, ""));
      this.widths.set(text, width);
    }
    return (width * size) / 1000;
  }
}

/** pdfmake's document with our fonts, and with metadata that say what it is: PDF/A-3a and PDF/UA-1. */
export class TaggedPdfDocument extends PdfmakeDocument {
  /** Whose forms ideographs have where their text doesn't show it. */
  hanForms: HanForms | undefined;
  private readonly layoutFonts = new Map<string, DocumentFont>();
  private readonly embedded = new Map<FontFace, EmbeddedFace>();

  /** pdfmake asks here for every text. */
  provideFont(family: FontFamilyName, bold: boolean, italics: boolean): DocumentFont {
    const style: FontStyle = bold ? (italics ? "bolditalics" : "bold") : italics ? "italics" : "normal";
    const key = `${family} ${style}`;
    let font = this.layoutFonts.get(key);
    if (!font) {
      font = new DocumentFont(FontFamily.of(family, style, this.hanForms));
      this.layoutFonts.set(key, font);
    }
    return font;
  }

  embeddedFace(face: FontFace): EmbeddedFace {
    let embedded = this.embedded.get(face);
    if (!embedded) {
      embedded = new EmbeddedFace(this, face, this.embedded.size + 1);
      this.embedded.set(face, embedded);
    }
    return embedded;
  }

  embedFaces(): void {
    for (const face of this.embedded.values()) face.embed();
  }

  /** pdfkit calls this when it writes the XMP metadata. Its own version does not escape what it is given. */
  _addInfo(): void {
    const { Title, Author, Creator, Producer, CreationDate } = this.info as Record<string, string> & {
      CreationDate: Date;
    };
    this.appendXML(`
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
  <xmp:CreateDate>${CreationDate.toISOString().replace(/\.\d+/, "")}</xmp:CreateDate>
  <xmp:CreatorTool>${escapeXml(Creator ?? "")}</xmp:CreatorTool>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(Title ?? "")}</rdf:li></rdf:Alt></dc:title>
  <dc:creator><rdf:Seq><rdf:li>${escapeXml(Author ?? "")}</rdf:li></rdf:Seq></dc:creator>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
  <pdf:Producer>${escapeXml(Producer ?? "")}</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
  <pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>part</pdfaProperty:name>
      <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>Part of ISO 14289 that the file keeps to</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
`);
  }
}
