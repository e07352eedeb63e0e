import { PDFDocument } from "@cantoo/pdf-lib";

/** Something from elsewhere that shows credit: a PDF or a picture. */
export interface ForeignProof {
  mediaType: string;
  bytes: Uint8Array;
}

/** US Letter in points, and the margin around a picture. */
const [width, height, margin] = [612, 792, 36];

/**
 * A proof as a document whose pages are nothing but pictures of its own: forms, links, scripts and attachments stay behind.
 * @throws Error where it cannot be read, or is locked
 */
export async function proofDocument({ mediaType, bytes }: ForeignProof): Promise<PDFDocument> {
  const whole = await PDFDocument.create({ updateMetadata: false });
  if (mediaType === "application/pdf") {
    const source = await PDFDocument.load(bytes, { updateMetadata: false });
    for (const original of source.getPages()) {
      const { width, height } = original.getSize();
      const page = whole.addPage([width, height]);
      page.setRotation(original.getRotation());
      // A page that has nothing on it stays empty.
      if (original.node.Contents()) page.drawPage(await whole.embedPage(original), { width, height });
    }
    await whole.flush();
    return whole;
  }
  const picture = mediaType === "image/png" ? await whole.embedPng(bytes) : await whole.embedJpg(bytes);
  const scale = Math.min((width - 2 * margin) / picture.width, (height - 2 * margin) / picture.height);
  const page = whole.addPage([width, height]);
  page.drawImage(picture, {
    x: (width - picture.width * scale) / 2,
    y: height - margin - picture.height * scale,
    width: picture.width * scale,
    height: picture.height * scale,
  });
  await whole.flush();
  return whole;
}

/** How many pages a proof has; null: it cannot be read. Runs on a thread of its own: see `print-room.ts`. */
export async function readProof(proof: ForeignProof): Promise<number | null> {
  try {
    return (await proofDocument(proof)).getPageCount();
  } catch {
    return null;
  }
}
