import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import type { NoteKey } from "../log/signed-note.ts";
import { checkCredential, type Evidence, type Finding, failed, holds, unknown } from "./check-credential.ts";
import { checkLogProof } from "./check-log-proof.ts";

/** A file of a pack that is held in memory: certificates, credentials, proofs, manifests. In bytes. */
const largestHeld = 64 * 1024 * 1024;

/** What a file of a pack came to. */
export interface PackFinding extends Omit<Finding, "part"> {
  part: Finding["part"] | "manifest";
  file: string;
}

export interface PackReport {
  /** Against what certificates and credentials were held; null where the pack has nothing and nothing was given. */
  asOf: string | null;
  findings: PackFinding[];
  counts: { files: number; certificates: number; credentials: number; proofs: number };
}

const unescaped = (name: string): string => name.replace(/%(0A|0D|25)/gi, (text) => decodeURIComponent(text));

/** Hashes by names, as `sha256sum` writes them. */
function readManifest(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split(/\r?\n/).filter(Boolean)) {
    const match = /^([\da-fA-F]{64})\s+\*?(.+)$/.exec(line);
    if (match?.[1] && match[2]) found.set(unescaped(match[2]), match[1].toLowerCase());
  }
  return found;
}

class Pack {
  private constructor(
    private readonly zip: ZipFile,
    /** Below the pack's one folder. */
    readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** Null where it is no bag: not a ZIP, or not of one folder. */
  static async open(file: string): Promise<Pack | null> {
    const zip = await openPromise(file, { autoClose: false, lazyEntries: true }).catch(() => null);
    if (!zip) return null;
    const entries = new Map<string, Entry>();
    const roots = new Set<string>();
    for await (const entry of zip.eachEntry()) {
      const slash = entry.fileName.indexOf("/");
      roots.add(entry.fileName.slice(0, Math.max(slash, 0)));
      const name = entry.fileName.slice(slash + 1);
      if (name.endsWith("/") || name === "") continue;
      // One name twice is read by one program so and by another otherwise.
      if (entries.has(name)) return null;
      entries.set(name, entry);
    }
    return roots.size === 1 && entries.has("bagit.txt") ? new Pack(zip, entries) : null;
  }

  stream(name: string): Promise<Readable> {
    return this.zip.openReadStreamPromise(this.entries.get(name) as Entry);
  }

  async read(name: string): Promise<Buffer | null> {
    const entry = this.entries.get(name);
    if (!entry || entry.uncompressedSize > largestHeld) return null;
    const chunks: Buffer[] = [];
    for await (const chunk of await this.stream(name)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  async hash(name: string): Promise<string> {
    const hash = createHash("sha256");
    for await (const chunk of await this.stream(name)) hash.update(chunk);
    return hash.digest("hex");
  }

  close(): void {
    this.zip.close();
  }
}

/** Whether everything is there that a manifest names, as it was, and nothing else. */
async function* checkManifests(pack: Pack): AsyncGenerator<PackFinding> {
  const say = (file: string, said: string): PackFinding => ({ ...failed("form", said), part: "manifest", file });
  for (const manifest of ["manifest-sha256.txt", "tagmanifest-sha256.txt"]) {
    const text = await pack.read(manifest);
    if (!text) {
      yield say(manifest, "It is missing.");
      continue;
    }
    const named = readManifest(text.toString("utf8"));
    for (const [name, hash] of named)
      if (!pack.entries.has(name)) yield say(name, "It is missing.");
      else if ((await pack.hash(name).catch(() => null)) !== hash) yield say(name, "It was changed.");
    const isPayload = manifest === "manifest-sha256.txt";
    for (const name of pack.entries.keys())
      if (name.startsWith("data/") === isPayload && !named.has(name) && name !== "tagmanifest-sha256.txt")
        yield say(name, "No manifest names it.");
  }
}

/**
 * Checks an audit pack without a network: its manifests, and each certificate, credential and proof in it. That a certificate was ended later is no fault of the pack.
 * @param given held against instead of what the pack brings along
 * @returns null where the file is no pack
 */
export async function checkPack(
  file: string,
  given: Evidence | null,
  witnesses: readonly NoteKey[],
  now: Date,
): Promise<PackReport | null> {
  const pack = await Pack.open(file);
  if (!pack) return null;
  try {
    const findings: PackFinding[] = [];
    for await (const finding of checkManifests(pack)) findings.push(finding);
    const counts = { files: pack.entries.size, certificates: 0, credentials: 0, proofs: 0 };
    const evidence = given ?? readEvidence(await pack.read("data/issuer/bundle.json"));
    const nothingKnown: Evidence = { asOf: "never", issuers: [], statusLists: [] };
    for (const name of pack.entries.keys()) {
      const kind = /^data\/certificates\/.+\.(pdf|json)$/.exec(name)?.[1];
      if (!kind) continue;
      const bytes = await pack.read(name).catch(() => null);
      if (!bytes) {
        findings.push({ ...failed("form", "It cannot be read."), file: name });
        continue;
      }
      const proof = await pack.read(`${name}.proof`).catch(() => null);
      const found: Finding[] = [];
      if (kind === "json") {
        counts.credentials++;
        const { findings: all } = await checkCredential(bytes.toString("utf8"), evidence ?? nothingKnown, now);
        found.push(
          ...all.map((finding) =>
            finding.part === "status" && finding.outcome === "fails"
              ? holds("status", `${finding.said} The pack has it as it was.`)
              : finding,
          ),
        );
      } else counts.certificates++;
      if (proof) {
        counts.proofs++;
        found.push(...checkLogProof(bytes, proof.toString("utf8"), evidence ?? nothingKnown, witnesses));
      } else if (kind === "pdf")
        found.push(unknown("log", "The pack has no proof of it: it was made before the log's next head."));
      findings.push(...found.map((finding) => ({ ...finding, file: name })));
    }
    return { asOf: evidence?.asOf ?? null, findings, counts };
  } finally {
    pack.close();
  }
}

function readEvidence(bytes: Buffer | null): Evidence | null {
  try {
    return bytes && { asOf: "never", issuers: [], statusLists: [], ...JSON.parse(bytes.toString("utf8")) };
  } catch {
    return null;
  }
}
