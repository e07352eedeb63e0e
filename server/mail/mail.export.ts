import { defineExport, instantCell } from "../core/lists/list-export.ts";
import { staff } from "../core/policy.ts";
import { MailFilter } from "./mail.object.ts";
import { mailFields, mailList } from "./mail.queries.ts";

export const mailExport = defineExport({
  name: "mails",
  ofPersons: true,
  list: mailList,
  policy: staff,
  filter: MailFilter,
  columns: {
    Written: instantCell(mailFields.createdAt),
    "To Address": mailFields.toAddress,
    "To Name": mailFields.toName,
    Subject: mailFields.subject,
    Status: mailFields.status,
    Attempts: mailFields.attempts,
    "Last Error": mailFields.lastError,
    Sent: instantCell(mailFields.sentAt),
  },
});
