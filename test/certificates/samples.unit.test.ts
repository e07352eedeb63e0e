import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Drawing } from "../../server/certificates/pdf/draw-pdf.ts";
import { drawBeside } from "../../server/certificates/print-room.ts";
import { readConfig } from "../../server/core/config.ts";
import { readPdf } from "./pdf-reader.ts";

type KindOf<T> = T extends unknown ? Exclude<keyof T, "meta" | "texts" | "certificates" | "proofs"> : never;
type Bare<T> = T extends unknown ? Omit<T, "meta" | "texts"> : never;

const about = { language: "en", accreditorName: "Association of Sleep Technologists" } as const;
const person = { memberIdLabel: "AAST ID", memberNumber: "100099", memberName: "Sally Johnson", licences: [] };
const period = { from: "2024-01-01", to: "2024-12-31" };
const invoice = {
  ...about,
  number: "I2024-0001",
  providerName: "Lakeshore Sleep Institute",
  providerNumber: "P0017",
  providerAddress: "1 Lake Street",
  issuedOn: "2024-03-12",
  currency: "USD",
  lines: [{ programNumber: "A24164", programName: "Advances", what: "Filing fee", amount: 5_000 }],
  total: 5_000,
  tax: null,
  note: "",
};
const sessions = Array.from({ length: 40 }, (_, i) => ({
  title: `Session ${i}`,
  attendedOn: "2024-03-04",
  credits: "0.10",
  virtual: false,
}));

/** Every kind of document that is drawn: one that is added does not compile until it stands here. */
const drawings: Record<KindOf<Drawing>, Bare<Drawing>[]> = {
  certificate: [
    {
      certificate: {
        ...about,
        certificateNumber: "C24-000123",
        verificationCode: "7K3M-Q9XT-2VWB-8HNP",
        verifyUrl: "https://ce.example.org/verify/7K3M-Q9XT-2VWB-8HNP",
        recipientName: "Sally Johnson",
        memberIdLabel: "AAST ID",
        memberNumber: "100099",
        title: "Advances in Polysomnography",
        programNumber: "A24164",
        programType: "Conference",
        providerName: "Lakeshore Sleep Institute",
        providerNumber: "P0017",
        place: "Chicago, IL",
        startsOn: "2024-03-03",
        endsOn: "2024-03-05",
        completedOn: "2024-03-04",
        credits: "4.00",
        creditUnit: "CEC",
        creditRule: "1 CEC = 60 minutes",
        signatoryName: "Margaret A. Whitfield",
        signatoryTitle: "Executive Director",
        issuedOn: "2024-03-12",
        logo: null,
        sessions,
      },
    },
  ],
  transcript: [
    {
      transcript: {
        ...about,
        ...person,
        ...period,
        issuedOn: "2024-11-21",
        lines: Array.from({ length: 80 }, (_, i) => ({
          completedOn: "2024-03-04",
          title: `Activity ${i}`,
          programNumber: "A24164",
          providerName: "Lakeshore Sleep Institute",
          certificateNumber: null,
          credits: "0.10",
          creditUnit: "CEC",
        })),
        totals: [{ creditUnit: "CEC", credits: "8.00" }],
      },
    },
  ],
  invoice: [
    { invoice: { ...invoice, kind: "INVOICE", dueOn: "2024-04-12" } },
    { invoice: { ...invoice, kind: "CREDIT_NOTE", dueOn: null } },
  ],
  leaflet: [
    {
      leaflet: {
        ...about,
        kicker: "A24164",
        title: "How to claim your credit",
        paragraphs: [{ section: "First" }, "Sign in."],
        isFlyer: false,
        code: { url: "https://ce.example.org/claim", words: "Scan" },
      },
    },
    { leaflet: { ...about, kicker: "A24164", title: "Come", paragraphs: ["Soon."], isFlyer: true, code: null } },
  ],
  badges: [
    {
      badges: {
        language: "en",
        conference: "Sleep Summit",
        badges: Array.from({ length: 12 }, (_, i) => ({
          name: `Ann ${i}`,
          registrationType: "Full",
          number: `10${i}`,
        })),
      },
    },
  ],
  proofPack: [
    {
      proofPack: {
        ...about,
        ...person,
        ...period,
        requirement: "Renewal of 2024",
        body: "The board",
        creditUnit: "CEC",
        on: "2024-12-31",
        parts: [],
        lines: [],
        verifyUrl: "https://ce.example.org/verify",
      },
      certificates: [],
      proofs: [],
    },
  ],
};

const meta = { title: "Paper", author: "Accreditor", language: "en", createdAt: new Date(0) };
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
