import { defineExport, instantCell } from "../core/lists/list-export.ts";
import { readsPersons } from "../core/policy.ts";
import { MailFilter } from "./mail.object.ts";
import { mailFields, mailList } from "./mail.queries.ts";

export const mailExport = defineExport({
  name: "mails",
  ofPersons: true,
  list: mailList,
  policy: readsPersons,
  filter: MailFilter,
  columns: {
    written: instantCell(mailFields.createdAt),
    toAddress: mailFields.toAddress,
    toName: mailFields.toName,
    kind: mailFields.kind,
    subject: mailFields.subject,
    status: mailFields.status,
    attempts: mailFields.attempts,
    lastError: mailFields.lastError,
    sent: instantCell(mailFields.sentAt),
    settled: instantCell(mailFields.settledAt),
  },
  leftOut: ["text"],
});
