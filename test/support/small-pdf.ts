/** A whole PDF of one empty page, with a text by which it is told from others. */
export function smallPdf(text: string): Buffer {
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Said<${Buffer.from(text).toString("hex")}>>>`,
  ];
  let pdf = "%PDF-1.4\n";
  const places = objects.map((object, i) => {
    const at = pdf.length;
    pdf += `${i + 1} 0 obj${object}endobj\n`;
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const at = pdf.length;
  return Buffer.from(
    `${pdf}xref\n0 4\n0000000000 65535 f \n${places.join("")}trailer<</Size 4/Root 1 0 R>>\nstartxref\n${at}\n%%EOF\n`,
    "latin1",
  );
}
