import { dayCell, defineExport, instantCell } from "../core/lists/list-export.ts";
import { staffOrProvider } from "../core/policy.ts";
import { CertificateFilter } from "./certificate.object.ts";
import { certificateFields, certificateList } from "./certificate.queries.ts";

const certificate = certificateFields("c");

export const certificateExport = defineExport({
  name: "certificates",
  ofPersons: true,
  list: certificateList,
  policy: staffOrProvider,
  filter: CertificateFilter,
  columns: {
    number: certificate.number,
    programId: certificate.programNumber,
    memberId: certificate.memberNumber,
    recipient: certificate.recipientName,
    licences: `array_to_string(${certificate.licences}, '; ')`,
    title: certificate.title,
    educationalProviderName: certificate.providerName,
    educationalProviderAddress: certificate.providerAddress,
    jointProviders: `array_to_string(${certificate.jointProviders}, '; ')`,
    completed: dayCell(certificate.completedOn),
    credits: certificate.credits,
    creditUnit: certificate.creditUnit,
    issued: instantCell(certificate.issuedAt),
    status: certificate.status,
    revoked: instantCell(certificate.revokedAt),
    reasonForRevoking: certificate.revocationReason,
    replacedBy: certificateFields("n").number,
  },
  // Whoever has the code can look the certificate up: it is on paper, and on the certificate's own page.
  leftOut: ["verificationCode", "changedAt", "reissuable", "hasTranscript", "supersededBy"],
});
