import { attachedCredential } from "./attached-credential.ts";
import { checkCredential, type Evidence, type Finding, found, outcomeOf, type Report } from "./check-credential.ts";

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
  const attached = attachedCredential(pdf);
  if (!attached) return reportOf([found("unknown", "attachment", "carriesNone")]);
  const { credential, pages, isAsAttached } = attached;
  if (credential === null) return reportOf([found("fails", "attachment", "carriesUnreadable")]);
  const report = await checkCredential(credential, evidence, now);
  const attachment = isAsAttached
    ? found("holds", "attachment", "carriesItsOwn")
    : found("fails", "attachment", "carriesMore");
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
  if (named.length === 0) return found("unknown", "pages", "pagesNotNamed");
  return named.includes(await integrityOf(new Uint8Array(pages)))
    ? found("holds", "pages", "pagesAsSigned")
    : found("fails", "pages", "pagesChanged");
}
