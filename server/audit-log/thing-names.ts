import { type AuditSubjectKind, auditSubjects } from "../audit/actions.ts";
import { isId } from "../core/ids.ts";
import { defineLoader } from "../core/lists/loaders.ts";
import { Bindings } from "../core/lists/sql.ts";
import { seesMailSql } from "../mail/among-staff.ts";
import { fullNameSql } from "../members/full-name.ts";

/** SQL of the IDs and names of all things of a kind, as staff know them. What has no name of its own is not here. */
const namesSql: Partial<Record<AuditSubjectKind, string>> = {
  account: "SELECT account_id AS id, address AS name FROM email_address WHERE is_primary",
  "api-key": "SELECT id, name FROM api_key",
  app: "SELECT id, name FROM app",
  "attendance-record": `SELECT r.id, concat_ws(', ', p.number, m.member_number, ${fullNameSql("m")}) AS name
    FROM attendance_record r JOIN program p ON p.id = r.program_id JOIN member m ON m.id = r.member_id`,
  "attendance-upload": "SELECT id, file_name AS name FROM attendance_upload",
  certificate: "SELECT id, concat_ws(', ', number, recipient_name) AS name FROM certificate",
  "credit-kind": "SELECT id, name FROM credit_kind",
  "credit-rule": "SELECT id, code AS name FROM credit_rule",
  "licence-kind": "SELECT id, name FROM licence_kind",
  mail: "SELECT m.id, m.subject AS name FROM mail m",
  member: `SELECT m.id, concat_ws(', ', m.member_number, ${fullNameSql("m")}) AS name FROM member m`,
  "bundle-import": "SELECT id, file_name AS name FROM bundle_import",
  "member-import": "SELECT id, file_name AS name FROM member_import",
  program: "SELECT id, concat_ws(', ', number, nullif(name, '')) AS name FROM program",
  "program-type": "SELECT id, name FROM program_type",
  provider: "SELECT id, concat_ws(', ', number, name) AS name FROM provider",
  registration: "SELECT id, email AS name FROM registration",
  session: "SELECT id, title AS name FROM session",
  webhook: "SELECT id, url AS name FROM webhook",
};

const kinds = Object.keys(auditSubjects) as AuditSubjectKind[];

/** Fields whose names do not end with what they hold. */
const kindsOfFields: Record<string, AuditSubjectKind> = {
  typeId: "program-type",
  uploadId: "attendance-upload",
  amendsId: "attendance-upload",
  supersededById: "certificate",
  recordingOfId: "session",
  replacedById: "api-key",
  copiedFromId: "program",
  partOfId: "credit-kind",
};

/** What the ID in a field of an entry is of: `memberId` of a member, `assigneeAccountId` of an account; null: of nothing with a name. */
export function kindOfField(field: string): AuditSubjectKind | null {
  if (kindsOfFields[field]) return kindsOfFields[field];
  if (!field.endsWith("Id")) return null;
  const words = field.slice(0, -2).replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return kinds.find((kind) => words === kind || words.endsWith(`-${kind}`)) ?? null;
}

/** A thing that an entry names by its ID. */
export interface NamedThing {
  kind: AuditSubjectKind;
  id: string;
}

/** What things are called now: null for one that is there no more, or has no name. One statement for all that a page names. */
export const nameOf = defineLoader<NamedThing, string | null>(async (ctx, things) => {
  const idsOf = new Map<AuditSubjectKind, string[]>();
  for (const { kind, id } of things) if (namesSql[kind] && isId(id)) idsOf.set(kind, [...(idsOf.get(kind) ?? []), id]);
  const named = [...idsOf];
  if (named.length === 0) return things.map(() => null);
  const { bind, values } = new Bindings();
  const sees = seesMailSql(ctx.viewer, "m", bind);
  const statements = named.map(
    ([kind, ids]) =>
      `SELECT '${kind}' AS kind, t.id, t.name FROM (${namesSql[kind]}${kind === "mail" && sees ? ` WHERE ${sees}` : ""}) t
       WHERE t.id = ANY(${bind(ids)}::uuid[])`,
  );
  const rows: { kind: string; id: string; name: string }[] = await ctx.db.query(statements.join(" UNION ALL "), values);
  const names = new Map(rows.map(({ kind, id, name }) => [`${kind} ${id}`, name]));
  return things.map(({ kind, id }) => names.get(`${kind} ${id}`) || null);
});
