import { isPng, unbakedPng } from "./baked-badge.ts";
import { checkCertificate } from "./check-certificate.ts";
import { checkCredential, type Evidence, found, idOf, outcomeOf, type Report } from "./check-credential.ts";

export interface CheckedFile extends Report {
  isPdf: boolean;
  /** Whom it names as its issuer; empty where nothing can be read. */
  issuer: string;
  /** Whether the evidence says who that is. */
  isKnownIssuer: boolean;
}

/**
 * Checks a certificate's PDF, or a credential as JSON, a token or a picture, by what is in it. Anybody can sign with a key of their own: what is
 * signed by one whom the evidence does not name is not said to be valid.
 */
export async function checkFile(bytes: Uint8Array, evidence: Evidence, now: Date): Promise<CheckedFile> {
  const isPdf = new TextDecoder().decode(bytes.subarray(0, 5)) === "%PDF-";
  const { findings, credential } = isPdf
    ? await checkCertificate(bytes, evidence, now)
    : await checkCredential(isPng(bytes) ? (unbakedPng(bytes) ?? "") : new TextDecoder().decode(bytes), evidence, now);
  const issuer = idOf(credential?.issuer);
  const isKnownIssuer = evidence.issuers.some((each) => idOf(each) === issuer);
  const isSigned = findings.some(({ part, outcome }) => part === "signature" && outcome === "holds");
  const all =
    isSigned && !isKnownIssuer ? [...findings, found("unknown", "issuer", "issuerNotKnown", { issuer })] : findings;
  return { isPdf, issuer, isKnownIssuer, credential, findings: all, outcome: outcomeOf(all) };
}
