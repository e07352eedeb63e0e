import { attachedCredential } from "./attached-credential.ts";
import {
  checkCredential,
  type Evidence,
  type Finding,
  failed,
  holds,
  outcomeOf,
  type Report,
  unknown,
} from "./check-credential.ts";

/** Subresource Integrity's way to write a hash, by which a credential names the pages that it is attached to. */
export async function integrityOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return `sha256-${btoa(String.fromCharCode(...hash))}`;
}

/**
 * Holds a certificate's PDF against the evidence, without a network: the credential that it carries as `checkCredential` does, whether the pages
 * are those that it was signed for, and whether anything else stands in the file.
 */
export async function checkCertificate(pdf: Uint8Array, evidence: Evidence, now: Date): Promise<Report> {
  const found = attachedCredential(pdf);
  if (!found)
    return reportOf([
      unknown("attachment", "It carries no credential: it was issued before certificates did, or is no certificate."),
    ]);
  const { credential, pages, isAsAttached } = found;
  if (credential === null)
    return reportOf([failed("attachment", "The credential that it carries was changed: it cannot be read any more.")]);
  const report = await checkCredential(credential, evidence, now);
  const attachment = isAsAttached
    ? holds("attachment", "It carries its credential, and nothing else was added to its pages.")
    : failed("attachment", "What stands behind its pages is not what was attached to them.");
  return reportOf([...report.findings, attachment, await pagesOf(pages, report.credential)], report.credential);
}

const reportOf = (findings: Finding[], credential: JsonDocument | null = null): Report => ({
  outcome: outcomeOf(findings),
  findings,
  credential,
});

async function pagesOf(pages: Uint8Array, credential: JsonDocument | null): Promise<Finding> {
  const related = [credential?.relatedResource ?? []].flat() as JsonDocument[];
  const named = related.flatMap(({ mediaType, digestSRI }) => (mediaType === "application/pdf" ? [digestSRI] : []));
  if (named.length === 0) return unknown("pages", "The credential does not say which pages it belongs to.");
  return named.includes(await integrityOf(new Uint8Array(pages)))
    ? holds("pages", "Its pages are those that it was signed for.")
    : failed("pages", "Its pages are not those that it was signed for: something on them was changed.");
}
