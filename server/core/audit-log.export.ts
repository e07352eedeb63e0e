import { AuditFilter } from "./audit-log.object.ts";
import { auditFields, auditList } from "./audit-log.queries.ts";
import { defineExport, instantCell } from "./lists/list-export.ts";
import { staff } from "./policy.ts";

export const auditExport = defineExport({
  name: "audit-entries",
  ofPersons: true,
  list: auditList,
  policy: staff,
  filter: AuditFilter,
  columns: {
    At: instantCell(auditFields.at),
    Actor: auditFields.actor,
    As: auditFields.actorAs,
    Action: auditFields.action,
    "Subject Type": auditFields.subjectType,
    "Subject ID": auditFields.subjectId,
    Reason: auditFields.reason,
    Before: `${auditFields.before}::text`,
    After: `${auditFields.after}::text`,
    "Network Address": auditFields.ip,
    "Request ID": "e.request_id",
  },
});
