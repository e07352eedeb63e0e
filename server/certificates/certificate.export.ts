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
    Number: certificate.number,
    "Program ID": certificate.programNumber,
    "Member ID": certificate.memberNumber,
    Recipient: certificate.recipientName,
    Title: certificate.title,
    Completed: dayCell(certificate.completedOn),
    Credits: certificate.credits,
    "Credit Unit": certificate.creditUnit,
    Issued: instantCell(certificate.issuedAt),
    Status: certificate.status,
    "Replaced By": certificateFields("n").number,
  },
});
