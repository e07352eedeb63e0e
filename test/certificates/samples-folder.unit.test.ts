import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { verifyCredential } from "@digitalcredentials/verifier-core";
import { checkCertificate } from "../../packages/verify/check-certificate.ts";
import { checkCredential, type Evidence, outcomeOf } from "../../packages/verify/check-credential.ts";
import { checkLogProof } from "../../packages/verify/check-log-proof.ts";
import { brokenRules } from "./form-rules.ts";
import { PdfObjects } from "./pdf-objects.ts";
import { NAMES } from "./sample-drawings.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "accrue-samples-"));
  await promisify(execFile)(process.execPath, ["--import", "tsx", "test/support/write-samples.ts", folder]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const read = (name: string): Promise<Buffer> => readFile(path.join(folder, name));

test("every PDF among the samples keeps every rule of the standards that it claims", async () => {
  const pdfs = (await readdir(folder)).filter((name) => name.endsWith(".pdf"));
  const names = Object.values(NAMES).flat();
  expect(pdfs.filter((name) => /^certificate-[a-z ]+-\d+\.pdf$/.test(name))).toHaveLength(names.length);
  for (const name of pdfs) {
    const pdf = await PdfObjects.read(await read(name));
    if (name.startsWith("proofPack")) expect(pdf.xmp()).not.toContain("pdfaid");
    else expect([name, brokenRules(pdf)]).toEqual([name, {}]);
  }
}, 240_000);

test("what belongs to a certificate is whole: each of its spellings holds against the bundle and the proof", async () => {
  const evidence: Evidence = JSON.parse((await read("bundle.json")).toString());
  const now = new Date();
  const pdf = await read("certificate-with-credential.pdf");
  expect((await checkCertificate(pdf, evidence, now)).outcome).toBe("holds");
  const proof = (await read("certificate-with-credential.tlog-proof")).toString();
  expect(outcomeOf(checkLogProof(pdf, proof, evidence))).toBe("holds");
  for (const extension of ["json", "jwt", "svg"]) {
    const { outcome } = await checkCredential((await read(`credential.${extension}`)).toString(), evidence, now);
    expect([extension, outcome]).toEqual([extension, "holds"]);
  }
});

test("a verifier that knows nothing of ours says the same of the credential, and that one with a changed value is none", async () => {
  const lists = new Map<string, string>();
  for (const purpose of ["revocation", "refresh"])
    lists.set(
      `https://ce.example.org/credentials/status/${purpose}/1`,
      (await read(`status-list-${purpose}.json`)).toString(),
    );
  // It asks for the lists; for a schema it asks in vain.
  const real = globalThis.fetch;
  globalThis.fetch = async (input) => {
    const list = lists.get(String(input instanceof Request ? input.url : input));
    if (!list) throw new Error("There is no network.");
    return new Response(list, { headers: { "content-type": "application/json" } });
  };
  const silenced = [jest.spyOn(console, "error"), jest.spyOn(console, "log")].map((spy) =>
    spy.mockImplementation(() => {}),
  );
  try {
    const credential = JSON.parse((await read("credential.json")).toString());
    const check = async (given: object) => verifyCredential({ credential: given as never, knownDIDRegistries: [] });
    const { log = [] } = await check(credential);
    expect(log.filter(({ valid }) => valid).map(({ id }) => id)).toEqual(
      expect.arrayContaining(["valid_signature", "expiration", "revocation_status"]),
    );
    expect((await check({ ...credential, name: "Another" })).errors?.map(({ name }) => name)).toEqual([
      "invalid_signature",
    ]);
  } finally {
    globalThis.fetch = real;
    for (const spy of silenced) spy.mockRestore();
  }
});
