import { type AuditAction, auditActions } from "../../server/audit/actions.ts";

interface Written {
  action: string;
  subject: string;
  field: string | null;
}

/** What stands in an audit log and not in the table of what it may say: `action`, `action about subject` or `action: field`. */
export async function undecidedAudit(query: (statement: string) => Promise<Written[]>): Promise<string[]> {
  const written = await query(
    `SELECT DISTINCT e.action, e.subject_type AS subject, k.field FROM audit_entry e
     LEFT JOIN LATERAL (SELECT jsonb_object_keys(s.said) AS field
       FROM (VALUES (e.before), (e.after)) s (said) WHERE jsonb_typeof(s.said) = 'object') k ON true`,
  );
  const undecided = written.flatMap(({ action, subject, field }) => {
    if (!(action in auditActions)) return [action];
    const { subjects, fields } = auditActions[action as AuditAction];
    return [
      ...((subjects as readonly string[]).includes(subject) ? [] : [`${action} about ${subject}`]),
      ...(field === null || field in fields ? [] : [`${action}: ${field}`]),
    ];
  });
  return [...new Set(undecided)].sort();
}
