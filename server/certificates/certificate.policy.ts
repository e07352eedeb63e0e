import { ApiScope } from "../core/api-scopes.ts";
import { MemberScope } from "../core/member-scopes.ts";
import { keysWith } from "../core/policy.ts";
import type { Viewer } from "../core/viewer.ts";
import { seesRecord } from "../programs/visible-records.ts";
import { CertificateStatus } from "./certificate.status.ts";

/** What decides who may see a certificate. */
export interface CertificateFacts {
  memberId: string;
  providerId: string;
}

/** The member who holds it, the provider whose program it is for, and staff. */
export function canViewCertificate(viewer: Viewer, certificate: CertificateFacts): boolean {
  return seesRecord(viewer, certificate);
}

/** Staff send it to anybody's address on record; members to their own. */
export function canResendCertificate(viewer: Viewer, certificate: CertificateFacts): boolean {
  return viewer.isStaff || viewer.memberId === certificate.memberId;
}

/** Staff take a certificate back. */
export function canRevokeCertificate(viewer: Viewer): boolean {
  return viewer.isStaff;
}

/** Staff have the credit of one that they revoked count again. */
export function canReissueCertificate(viewer: Viewer): boolean {
  return viewer.isStaff;
}

/** What a viewer can do with a certificate. */
export enum CertificateAction {
  RESEND = "RESEND",
  REVOKE = "REVOKE",
  REISSUE = "REISSUE",
}

/** What the viewer can do with a certificate now; the operations refuse everything else. */
export function certificateActions(
  viewer: Viewer,
  certificate: CertificateFacts & { status: CertificateStatus; holderHasAddress: boolean; reissuable: boolean },
): CertificateAction[] {
  if (certificate.reissuable && canReissueCertificate(viewer)) return [CertificateAction.REISSUE];
  if (certificate.status !== CertificateStatus.ISSUED) return [];
  return [
    ...(certificate.holderHasAddress && canResendCertificate(viewer, certificate) ? [CertificateAction.RESEND] : []),
    ...(canRevokeCertificate(viewer) ? [CertificateAction.REVOKE] : []),
  ];
}

/** For API keys of every scope of certificates. */
export const certificateKeys = keysWith(ApiScope.CERTIFICATES_READ, ApiScope.CERTIFICATES_WRITE);

/** The same, and for what acts for the member who holds one. */
export const heldCertificateKeys = keysWith(
  ApiScope.CERTIFICATES_READ,
  ApiScope.CERTIFICATES_WRITE,
  MemberScope.CERTIFICATES,
);

/** Who reads certificates: keys, and what acts for the member who holds one. */
export const certificateReaders = keysWith(ApiScope.CERTIFICATES_READ, MemberScope.CERTIFICATES);

/** Who reads transcripts: keys, and what acts for the member whose it is. */
export const transcriptReaders = keysWith(ApiScope.CERTIFICATES_READ, MemberScope.TRANSCRIPT);
