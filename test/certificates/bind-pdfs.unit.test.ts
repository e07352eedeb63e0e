import { bindPdfs, pagesOf } from "../../server/certificates/pdf/bind-pdfs.ts";
import { renderPdf } from "../../server/certificates/pdf/render-pdf.ts";
import { Tag, taggedText } from "../../server/certificates/pdf/tag.ts";
import { readPdf, type StructureNode } from "./pdf-reader.ts";

const meta = { author: "Accreditor", language: "en", createdAt: new Date("2026-01-01T00:00:00Z") };

/** A document with one paragraph and one link a page. */
async function document(title: string, pages: number): Promise<Uint8Array> {
  const structure = new Tag("Document");
  return renderPdf(
    {
      structure,
      content: Array.from({ length: pages }, (_, page) => [
        taggedText(structure.add("P"), `${title}, page ${page + 1}`, {
          ...(page > 0 && { pageBreak: "before" }),
        } as never),
      ]),
    },
    { ...meta, title },
  );
}
const textsOf = (node: StructureNode): string[] =>
  "id" in node ? [node.role ?? "content"] : [node.role, ...(node.children ?? []).flatMap(textsOf)];

test("documents are bound in their order, each page with its text and its structure", async () => {
  const parts = [
    { title: "Índex", bytes: await document("Index", 2) },
    { title: "C1", bytes: await document("First", 1) },
    { title: "C2", bytes: await document("Second", 3) },
    { title: "C3", bytes: await document("Third", 1) },
  ];
  const bytes = await bindPdfs(parts[0]!, parts.slice(1));
  const { pages, structure, title, metadata, displaysTitle, language } = await readPdf(bytes);
  expect(pages.map((page) => page.trim())).toEqual([
    "Index, page 1",
    "Index, page 2",
    "First, page 1",
    "Second, page 1",
    "Second, page 2",
    "Second, page 3",
    "Third, page 1",
  ]);
  expect({ title, metadata, displaysTitle, language }).toEqual({
    title: "Index",
    metadata: "",
    displaysTitle: true,
    language: "en",
  });
  for (const page of structure) expect(textsOf(page)).toEqual(["Root", "Document", "P", "content"]);
  expect(await pagesOf(bytes)).toBe(7);
  const raw = Buffer.from(bytes).toString("latin1");
  expect(raw.startsWith("%PDF-1.7")).toBe(true);
});

test("one document alone stays whole", async () => {
  const alone = await bindPdfs({ title: "Index", bytes: await document("Index", 1) }, []);
  expect((await readPdf(alone)).pages).toHaveLength(1);
});
