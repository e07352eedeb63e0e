import { defineExport, instantCell } from "../core/lists/list-export.ts";
import { readsPersons } from "../core/policy.ts";
import { AuditFilter } from "./audit-log.object.ts";
import { auditFields, auditList } from "./audit-log.queries.ts";

export const auditExport = defineExport({
  name: "audit-entries",
  ofPersons: true,
  list: auditList,
  policy: readsPersons,
  filter: AuditFilter,
  columns: {
    at: instantCell(auditFields.at),
    actor: auditFields.actor,
    as: auditFields.actorAs,
    action: auditFields.action,
    subjectType: auditFields.subjectType,
    subjectId: auditFields.subjectId,
    reason: auditFields.reason,
    before: `${auditFields.before}::text`,
    after: `${auditFields.after}::text`,
    networkAddress: auditFields.ip,
    requestId: "e.request_id",
  },
  leftOut: [],
});
