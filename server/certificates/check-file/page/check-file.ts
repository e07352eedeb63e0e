import { checkCertificate } from "../../../../packages/verify/check-certificate.ts";
import { checkCredential, type Evidence, type Report } from "../../../../packages/verify/check-credential.ts";

export interface CheckedFile extends Report {
  /** Whom it names as its issuer. */
  issuer: string;
  /** Anybody can sign with a key of their own: what is shown here as valid is signed by whoever this server is of. */
  isOfThisServer: boolean;
}

const idOf = (value: unknown): string =>
  typeof value === "string" ? value : String((value as { id?: unknown } | null | undefined)?.id ?? "");

/** Checks a certificate's PDF, or a credential as JSON, a token or a picture, by what is in it. */
export async function checkFile(bytes: Uint8Array<ArrayBuffer>, evidence: Evidence, now: Date): Promise<CheckedFile> {
  const isPdf = new TextDecoder().decode(bytes.subarray(0, 5)) === "%PDF-";
  const report = isPdf
    ? await checkCertificate(bytes, evidence, now)
    : await checkCredential(new TextDecoder().decode(bytes), evidence, now);
  const issuer = idOf(report.credential?.issuer);
  return { ...report, issuer, isOfThisServer: evidence.issuers.some((each) => idOf(each) === issuer) };
}
