import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Drawing } from "../../server/certificates/pdf/draw-pdf.ts";
import { drawBeside } from "../../server/certificates/print-room.ts";
import { readConfig } from "../../server/core/config.ts";
import { readPdf } from "./pdf-reader.ts";
import { drawings, meta } from "./sample-drawings.ts";

const settings = (env: Record<string, string>) => ({ config: readConfig({ LOG_LEVEL: "silent", ...env }) });

test("no document is drawn by another way", async () => {
  const files = (await readdir("server", { recursive: true })).filter((name) => name.endsWith(".ts"));
  const drawing = [];
  for (const name of files)
    if (/\brenderPdf\(/.test(await readFile(path.join("server", name), "utf8"))) drawing.push(name);
  expect(drawing.sort()).toEqual(["certificates/pdf/draw-pdf.ts", "certificates/pdf/render-pdf.ts"]);
});

/** Where they are laid down to be looked at; nowhere by default. */
const folder = process.env.ACCRUE_SAMPLES;

test.each(Object.entries(drawings))(
  "every page of a %s is marked where nothing counts, and nowhere else",
  async (kind, each) => {
    for (const [i, drawing] of each.entries())
      for (const { config } of [
        settings({}),
        settings({ REHEARSAL: "1" }),
        { config: { ...settings({}).config, sandbox: true } },
      ]) {
        const bytes = await drawBeside({ config }, { ...drawing, meta } as Drawing);
        const counts = !config.rehearsal && !config.sandbox;
        const { pages, title } = await readPdf(bytes);
        expect(pages.map((text) => text.split("SAMPLE").length - 1)).toEqual(pages.map(() => (counts ? 0 : 3)));
        expect(title).toBe(counts ? "Paper" : "SAMPLE: Paper");
        if (!folder || !config.rehearsal) continue;
        await mkdir(folder, { recursive: true });
        await writeFile(path.join(folder, `${kind}-${i}.pdf`), bytes);
      }
  },
);
