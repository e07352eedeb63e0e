import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { csv, type RosterWorld, sampleRows, startRosterWorld, uploadDocument } from "../attendance/roster-world.ts";
import { signedByItsKey } from "../support/self-signed.ts";
import { looks, RealBrowser, soon, startTimeoutMs, type Visitor } from "./support/browser.ts";

let roster: RosterWorld;
let browser: RealBrowser;
let ids: string[];
beforeAll(async () => {
  // The server looks for the script when it starts.
  browser = await RealBrowser.start("check-file");
  roster = await startRosterWorld();
  await roster.world.upload(roster.provider.token, uploadDocument, { providerId: roster.provider.id }, csv(sampleRows));
  await roster.world.runJobs();
  const { certificates } = await roster.world.ok(roster.staff.token, "{ certificates { nodes { id } } }");
  ids = certificates.nodes.map(({ id }: { id: string }) => id);
}, startTimeoutMs);
afterAll(async () => {
  await browser?.stop();
  await roster?.world.stop();
});

const file = async (id: string | undefined, kind: "credential.json" | "credential.jwt" | "pdf"): Promise<Buffer> => {
  const at = kind === "pdf" ? `/certificates/${id}.pdf` : `/certificates/${id}/${kind}`;
  const answer = await roster.world.fetch(at, { token: roster.staff.token });
  expect([at, answer.status]).toEqual([at, 200]);
  return Buffer.from(await answer.arrayBuffer());
};

/** Somebody at /verify, and what the page asked for since it was there. */
async function atVerify(look = looks[0]): Promise<{ visitor: Visitor; asked: string[] }> {
  const visitor = await browser.visitor(roster.world.url, look);
  await visitor.page.goto("/verify");
  await visitor.page.getByRole("heading", { name: "Or check the file" }).waitFor();
  const asked: string[] = [];
  visitor.page.on("request", (request) => {
    const { origin, pathname } = new URL(request.url());
    asked.push(`${request.method()} ${origin === roster.world.url ? "" : origin}${pathname}`);
  });
  return { visitor, asked };
}

/** What the page says of a file: the headline, then a line for each part. */
async function said({ page }: Visitor, name: string, buffer: Buffer): Promise<string> {
  await page.getByLabel("The certificate’s PDF").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  return answered({ page } as Visitor);
}

const answered = ({ page }: Visitor): Promise<string> =>
  soon(async () => {
    const text = await page.getByRole("status").innerText();
    expect(text).not.toMatch(/^$|^Checking/);
    return text;
  });

const script = expect.stringMatching(/^GET \/verify\/assets\/check-file-[\w-]+\.js$/);

test("a PDF and both spellings of its credential are checked in the browser, which asks for the bundle alone", async () => {
  const { visitor, asked } = await atVerify();
  for (const kind of ["pdf", "credential.json", "credential.jwt"] as const) {
    const text = await said(visitor, `one.${kind}`, await file(ids[0], kind));
    expect(text).toMatch(/^Valid\n/);
    expect(text).toContain("Signature: in order");
    expect(text).toMatch(/As of \w+ \d+, \d{4} at .+: It was not revoked\./);
    expect(text).toContain(`one.${kind} was checked against what ${new URL(roster.world.url).host} published as of`);
    expect(text.includes("Pages: in order\nIts pages are those that it was signed for.")).toBe(kind === "pdf");
  }
  expect(asked.sort()).toEqual([...Array(3).fill("GET /credentials/bundle.json"), script]);
  expect(visitor.complaints).toEqual([]);
});

test("what was changed, revoked, or signed by whoever likes to is not called valid", async () => {
  const { visitor, asked } = await atVerify();
  const json = (await file(ids[1], "credential.json")).toString("utf8");
  const credential = JSON.parse(json);
  const changed = JSON.stringify({ ...credential, name: `${credential.name}!` });
  expect(await said(visitor, "changed.json", Buffer.from(changed))).toMatch(
    /^Not valid\n[\s\S]*The signature does not fit: something was changed, or another signed\./,
  );
  const pdf = await file(ids[1], "pdf");
  pdf[1_000] = (pdf[1_000] ?? 0) ^ 1;
  expect(await said(visitor, "changed.pdf", pdf)).toMatch(/^Not valid\n[\s\S]*Pages: not in order/);
  await roster.world.ok(
    roster.staff.token,
    `mutation ($id: ID!) { revokeCertificate(id: $id, reason: "Issued in error") { id } }`,
    { id: ids[1] },
  );
  await roster.world.runJobs();
  roster.world.setClock(new Date(Date.now() + 120_000).toISOString());
  expect(await said(visitor, "revoked.json", Buffer.from(json))).toMatch(
    /^Not valid\n[\s\S]*It no longer holds: whoever issued it has ended it\./,
  );
  const other = JSON.stringify({ ...credential, issuer: { ...credential.issuer, id: "did:web:elsewhere.test" } });
  expect(await said(visitor, "other.json", Buffer.from(other))).toContain(
    "It names did:web:elsewhere.test as its issuer. This is not an issuer of this server",
  );
  // The signature fits, and whose it is nobody says.
  const { credential: own } = await signedByItsKey();
  expect(await said(visitor, "own.json", Buffer.from(own))).toMatch(
    /^Not checked wholly\n[\s\S]*Signature: in order[\s\S]*Issuer: not checked\nWho did:key:\S+ is, the evidence does not say/,
  );
  expect(new Set(asked)).toEqual(new Set(["GET /credentials/bundle.json", asked.find((at) => at.includes("assets"))]));
  expect(visitor.complaints).toEqual([]);
});

test("what is no certificate is said to be none, and the page goes on", async () => {
  const { visitor, asked } = await atVerify();
  const image = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  );
  expect(await said(visitor, "image.png", image)).toMatch(/^Not valid\n[\s\S]*This is no credential/);
  expect(await said(visitor, "empty.pdf", Buffer.alloc(0))).toBe("empty.pdf is empty. Choose another file.");
  const large = path.join(mkdtempSync(path.join(tmpdir(), "large-")), "large.pdf");
  writeFileSync(large, Buffer.alloc(50_000_000, "%PDF-"));
  await visitor.page.getByLabel("The certificate’s PDF").setInputFiles(large);
  await visitor.page.getByText("large.pdf is larger than 10 MB").waitFor();
  expect(await said(visitor, "plain.pdf", Buffer.from("%PDF-1.7\n%%EOF\n"))).toMatch(
    /^Not checked wholly\n[\s\S]*It carries no credential/,
  );
  expect(new Set(asked).size).toBe(2);
  expect(visitor.complaints).toEqual([]);
});

test.each(looks)("a file is dropped anywhere on the page at $width pixels, $theme", async (look) => {
  const { visitor } = await atVerify(look);
  const { page } = visitor;
  const content = [...(await file(ids[2], "pdf"))];
  const dataTransfer = await page.evaluateHandle((bytes) => {
    const dropped = new DataTransfer();
    dropped.items.add(new File([new Uint8Array(bytes)], "certificate.pdf"));
    return dropped;
  }, content);
  await page.locator("h1").dispatchEvent("drop", { dataTransfer });
  expect(await answered(visitor)).toMatch(/^Valid\n/);
  expect(await visitor.violations()).toEqual([]);
  expect(await visitor.overflows()).toBe(false);
  expect(visitor.complaints).toEqual([]);
});

test("without the script the page asks for the code, as ever", async () => {
  const html = await (await roster.world.fetch("/verify")).text();
  expect(html).toMatch(/<section id="check"[^>]* hidden>/);
  expect(html).toContain('<input id="code" name="code"');
});
