import { readFile } from "node:fs/promises";
import { attachCredential } from "../../packages/verify/attached-credential.ts";
import { brokenRules, type FormRule, formRules, notCovered } from "./form-rules.ts";
import { PdfObjects } from "./pdf-objects.ts";
import { draw, drawings, drawnIn } from "./sample-drawings.ts";

const credential = JSON.stringify({
  id: "urn:uuid:0197c9b2-0000-7000-8000-000000000001",
  validFrom: "2024-03-12T00:00:00Z",
  name: "山田",
});

describe("every document that claims a standard keeps each rule of it that a machine can check", () => {
  test.each(Object.keys(drawings).filter((kind) => kind !== "proofPack"))("%s", async (kind) => {
    for (const drawing of drawings[kind as keyof typeof drawings]) {
      const bytes = await draw(drawing);
      expect(brokenRules(await PdfObjects.read(bytes))).toEqual({});
      const sample = await draw(drawing, { isSample: true });
      expect(brokenRules(await PdfObjects.read(sample))).toEqual({});
    }
  });
});

test("docs/form.md lists the rules, and what is not covered", async () => {
  const page = await readFile("docs/form.md", "utf8");
  const rows = (all: readonly (readonly [string, string])[]) =>
    all.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  expect(page).toContain(rows(formRules.map(({ id, says }) => [id, says])));
  expect(page).toContain(rows(notCovered));
});

describe("a fault that is planted", () => {
  const good = (async () => attachCredential(await draw(drawnIn("Sally Johnson")), credential))();
  const again = async (change: FormRule["plant"] = () => {}): Promise<Uint8Array> => {
    const bytes = await good;
    if (typeof change !== "function") return Buffer.from(change.bytes(Buffer.from(bytes).toString("latin1")), "latin1");
    const pdf = await PdfObjects.read(bytes);
    change(pdf);
    return pdf.document.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false });
  };

  test("there are none in a good file, written anew too", async () => {
    expect(brokenRules(await PdfObjects.read(await good))).toEqual({});
    expect(brokenRules(await PdfObjects.read(await again()))).toEqual({});
  });

  test.each(formRules.map(({ id, plant }) => [id, plant] as const))(
    "%s is named by its rule, and by no other",
    async (id, plant) => {
      const bytes = await again(plant);
      expect(Buffer.from(bytes).equals(Buffer.from(await good))).toBe(false);
      expect(Object.keys(brokenRules(await PdfObjects.read(bytes)))).toEqual([id]);
    },
  );
});
