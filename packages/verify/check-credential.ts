import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as Ed25519 from "@digitalbazaar/ed25519-multikey";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { verifyCredential } from "@digitalbazaar/vc";
import { decodeList } from "@digitalbazaar/vc-bitstring-status-list";
import { base64url, compactVerify, decodeProtectedHeader, importJWK } from "jose";
import { unbaked } from "./baked-badge.ts";
import { loaderOf } from "./contexts.ts";
import { faultsOfForm } from "./form.ts";
import { type FactsOfSentence, type SentenceCode, sentences } from "./sentences.ts";

/** What a credential is held against. Anybody can keep it: `/credentials/bundle.json` of whoever issued it. */
export interface Evidence {
  /** When it was read: what was revoked later is not in it. ISO 8601. */
  asOf: string;
  /** What issuers' DIDs stand for, with their keys. */
  issuers: JsonDocument[];
  /** Signed lists of what no longer holds. */
  statusLists: JsonDocument[];
  /** The issuer's logs of certificates, with the keys that sign their heads. */
  logs?: { origin: string; keys: string[] }[];
}

export interface Finding {
  part: "form" | "period" | "signature" | "issuer" | "status" | "attachment" | "pages" | "log" | "witness";
  /** `unknown`: it could not be checked with the evidence that was given. */
  outcome: "holds" | "fails" | "unknown";
  said: string;
  /** Which of the sentences that is, and what stands in it, for whoever says it in another language; of logs there are none. */
  code?: SentenceCode;
  facts?: Readonly<Record<string, string>>;
}

export interface Report {
  /** `unknown`: nothing failed, and not everything could be checked. */
  outcome: Finding["outcome"];
  findings: Finding[];
  /** What it says; null where nothing can be read. */
  credential: JsonDocument | null;
}

/** A longer text is no credential. In characters. */
const longest = 1_000_000;

/**
 * Holds a credential against the evidence, without a network: its form, the time for which it holds, its signature, and whether it was
 * revoked.
 * @param text JSON with a proof of its own (eddsa-rdfc-2022), a token (VC-JWT), or an SVG that carries one of them (a baked badge)
 */
export async function checkCredential(text: string, evidence: Evidence, now: Date): Promise<Report> {
  const read = readText(text.trim());
  if (!read) return reportOf(null, [found("fails", "form", "noCredential")]);
  const { credential, token } = read;
  const documents = documentsOf(evidence.issuers);
  const findings = [
    ...formOf(credential),
    periodOf(credential, now),
    token
      ? await tokenHolds(token, credential, documents)
      : await proofHolds(credential, documents, evidence.asOf, now),
    ...(await statusOf(credential, evidence, documents, now)),
  ];
  return reportOf(credential, findings);
}

export const holds = (part: Finding["part"], said: string): Finding => ({ part, outcome: "holds", said });
export const failed = (part: Finding["part"], said: string): Finding => ({ part, outcome: "fails", said });
export const unknown = (part: Finding["part"], said: string): Finding => ({ part, outcome: "unknown", said });

/** A finding by its sentence. */
export function found<Code extends SentenceCode>(
  outcome: Finding["outcome"],
  part: Finding["part"],
  code: Code,
  ...[facts = {}]: FactsOfSentence<Code>
): Finding {
  const values: Readonly<Record<string, string>> = facts;
  const said = sentences[code].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
  return { part, outcome, said, code, facts: values };
}

/** What findings come to together. */
export function outcomeOf(findings: readonly Finding[]): Finding["outcome"] {
  const has = (outcome: Finding["outcome"]) => findings.some((finding) => finding.outcome === outcome);
  return has("fails") ? "fails" : has("unknown") ? "unknown" : "holds";
}

const reportOf = (credential: JsonDocument | null, findings: Finding[]): Report => ({
  outcome: outcomeOf(findings),
  findings,
  credential,
});

function readText(given: string): { credential: JsonDocument; token: string | null } | null {
  if (given.length > longest) return null;
  const text = given.startsWith("<") ? unbaked(given) : given;
  if (text === null) return null;
  try {
    if (text.startsWith("{")) return { credential: JSON.parse(text), token: null };
    const [, payload = ""] = text.split(".");
    const credential: unknown = JSON.parse(new TextDecoder().decode(base64url.decode(payload)));
    return typeof credential === "object" && credential
      ? { credential: credential as JsonDocument, token: text }
      : null;
  } catch {
    return null;
  }
}

function formOf(credential: JsonDocument): Finding[] {
  const faults = faultsOfForm(credential);
  return faults.length > 0
    ? faults.map((fault) => found("fails", "form", "faultOfForm", { fault }))
    : [found("holds", "form", "isOpenBadge")];
}

function periodOf({ validFrom, validUntil }: JsonDocument, now: Date): Finding {
  const from = Date.parse(String(validFrom));
  const until = validUntil === undefined ? Number.POSITIVE_INFINITY : Date.parse(String(validUntil));
  if (Number.isNaN(from) || Number.isNaN(until)) return found("fails", "period", "noPeriod");
  if (from > now.getTime()) return found("fails", "period", "holdsLater", { from: String(validFrom) });
  if (until < now.getTime()) return found("fails", "period", "heldUntil", { until: String(validUntil) });
  return found("holds", "period", "holdsSince", { from: String(validFrom) });
}

export const idOf = (value: unknown): string =>
  typeof value === "string" ? value : String((value as { id?: unknown } | null)?.id ?? "");

/** Issuers and their keys by their addresses. */
function documentsOf(issuers: readonly JsonDocument[]): Map<string, JsonDocument> {
  const documents = new Map<string, JsonDocument>();
  for (const issuer of issuers) {
    documents.set(idOf(issuer), issuer);
    for (const method of (issuer.verificationMethod ?? []) as JsonDocument[])
      documents.set(idOf(method), { "@context": "https://w3id.org/security/multikey/v1", ...method });
  }
  return documents;
}

/** An issuer whose DID is its key needs no evidence. */
function withOwnKey(documents: ReadonlyMap<string, JsonDocument>, method: string): ReadonlyMap<string, JsonDocument> {
  const [, id, key] = /^(did:key:(z[1-9A-HJ-NP-Za-km-z]{40,60}))#\2$/.exec(method) ?? [];
  if (!id || !key) return documents;
  const own = { id: method, type: "Multikey", controller: id, publicKeyMultibase: key };
  const issuer = {
    "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
    id,
    verificationMethod: [own],
    assertionMethod: [method],
  };
  return new Map([...documents, ...documentsOf([issuer])]);
}

const notKnown = (method: string): Finding => found("unknown", "signature", "keyNotKnown", { key: method });

const another = found("fails", "signature", "signedByAnother");

/**
 * Whose key signed is not enough: it has to be a key of whoever the credential names as its issuer. One that the issuer's document does not
 * have may be newer than the evidence; if it signed before that was read, it is none of the issuer's.
 */
async function proofHolds(
  credential: JsonDocument,
  documents: ReadonlyMap<string, JsonDocument>,
  asOf: string,
  now: Date,
): Promise<Finding> {
  const proofs = (Array.isArray(credential.proof) ? credential.proof : [credential.proof]) as JsonDocument[];
  const proof = proofs.find((each) => each?.cryptosuite === "eddsa-rdfc-2022");
  if (!proof) return found("fails", "signature", "notSigned", { method: "eddsa-rdfc-2022" });
  const method = String(proof.verificationMethod);
  if (method.split("#", 1)[0] !== idOf(credential.issuer)) return another;
  const known = withOwnKey(documents, method);
  if (!known.has(method)) {
    const issuerIsKnown = documents.has(idOf(credential.issuer));
    return issuerIsKnown && Date.parse(String(proof.created)) <= Date.parse(asOf) ? another : notKnown(method);
  }
  const { verified } = await verifyCredential({
    credential: { ...credential, proof },
    suite: new DataIntegrityProof({ cryptosuite }),
    documentLoader: loaderOf(known),
    checkStatus: async () => ({ verified: true }),
    now,
  });
  if (!verified) return found("fails", "signature", "signatureDoesNotFit");
  return found("holds", "signature", "signedBy", { issuer: idOf(credential.issuer) });
}

async function tokenHolds(
  token: string,
  credential: JsonDocument,
  documents: ReadonlyMap<string, JsonDocument>,
): Promise<Finding> {
  try {
    const { alg, kid = "" } = decodeProtectedHeader(token);
    if (alg !== "EdDSA") return found("fails", "signature", "notSigned", { method: "Ed25519" });
    const known = withOwnKey(documents, kid);
    const key = known.get(kid);
    if (!key) return notKnown(kid);
    if (key.controller !== idOf(credential.issuer) || credential.iss !== key.controller) return another;
    const jwk = await Ed25519.toJwk({ keyPair: await Ed25519.from(key) });
    await compactVerify(token, await importJWK(jwk, "EdDSA"), { algorithms: ["EdDSA"] });
    return found("holds", "signature", "signedBy", { issuer: idOf(credential.issuer) });
  } catch {
    return found("fails", "signature", "signatureDoesNotFit");
  }
}

interface StatusEntry extends JsonDocument {
  statusPurpose?: unknown;
  statusListIndex?: unknown;
  statusListCredential?: unknown;
}

/**
 * An Open Badge has one entry of status at most. Of ours the list of those that were replaced stands beside the list of those that ended, at the
 * address with the other purpose, and has the same places.
 */
function besideOf([entry, ...more]: readonly StatusEntry[], statusLists: readonly JsonDocument[]): StatusEntry[] {
  const address = String(entry?.statusListCredential);
  const beside = address.replace("/credentials/status/revocation/", "/credentials/status/refresh/");
  const isThere = more.length === 0 && beside !== address && statusLists.some((list) => idOf(list) === beside);
  return isThere ? [{ ...entry, statusPurpose: "refresh", statusListCredential: beside }] : [];
}

async function statusOf(
  credential: JsonDocument,
  { statusLists, asOf }: Evidence,
  documents: ReadonlyMap<string, JsonDocument>,
  now: Date,
): Promise<Finding[]> {
  const entries = (
    Array.isArray(credential.credentialStatus) ? credential.credentialStatus : [credential.credentialStatus]
  ).filter((entry): entry is StatusEntry => entry?.type === "BitstringStatusListEntry");
  return Promise.all(
    [...entries, ...besideOf(entries, statusLists)].map(async (entry): Promise<Finding> => {
      const purpose = String(entry.statusPurpose);
      const words = saidOf[purpose] ?? { marked: "marked", unmarked: "unmarked" };
      const list = statusLists.find((each) => idOf(each) === entry.statusListCredential);
      if (!list) return found("unknown", "status", "listNotKnown", { list: String(entry.statusListCredential) });
      const signed = await proofHolds(list, documents, asOf, now);
      if (signed.outcome === "unknown") return { ...signed, part: "status" };
      const { statusPurpose, encodedList } = (list.credentialSubject ?? {}) as JsonDocument;
      if (signed.outcome === "fails" || idOf(list.issuer) !== idOf(credential.issuer) || statusPurpose !== purpose)
        return found("fails", "status", "listOfAnother", { list: idOf(list) });
      try {
        const bits = await decodeList({ encodedList: String(encodedList) });
        if (bits.getStatus(Number(entry.statusListIndex))) return found("fails", "status", words.marked, { purpose });
        return found("holds", "status", words.unmarked, { purpose, asOf });
      } catch {
        return found("fails", "status", "placeCannotBeRead", { list: idOf(list) });
      }
    }),
  );
}

const saidOf: Readonly<
  Record<string, { marked: "marked" | "revoked" | "replaced"; unmarked: "unmarked" | "notRevoked" | "notReplaced" }>
> = {
  revocation: { marked: "revoked", unmarked: "notRevoked" },
  refresh: { marked: "replaced", unmarked: "notReplaced" },
};
