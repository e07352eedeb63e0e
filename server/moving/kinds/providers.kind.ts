import { email, oneOf, plain } from "../../attendance/read-cells.ts";
import { ErrorCode } from "../../core/errors.ts";
import { say } from "../../core/messages/message.ts";
import { FindingSeverity } from "../../core/row-error.object.ts";
import { always, type MovingKind, notMovedInSql, nowSql } from "../moving-kind.ts";

/** SQL of whether a provider works here: somebody signs in for it, or it has handed in a program or a roster here. */
const worksHere = (id: string): string =>
  `(EXISTS (SELECT FROM provider_account x WHERE x.provider_id = ${id}) OR EXISTS (SELECT FROM attendance_upload x WHERE x.provider_id = ${id})
    OR EXISTS (SELECT FROM program p WHERE p.provider_id = ${id} AND ${notMovedInSql("p.id")}))`;

/** Organisations that held programs. */
export const providersKind: MovingKind = {
  name: "PROVIDERS",
  fileNames: ["providers", "provider", "organizations", "organisations", "sponsors"],
  table: "provider",
  columns: [
    {
      key: "number",
      headings: ["Provider ID", "Provider Number", "Provider No", "Number", "ID"],
      read: plain(50),
      required: true,
    },
    {
      key: "name",
      headings: ["Name", "Provider", "Provider Name", "Organization", "Organisation"],
      read: plain(200),
      required: true,
    },
    { key: "address", isContact: true, headings: ["Address", "Postal Address"], read: plain(500) },
    { key: "contact_name", isContact: true, headings: ["Contact Name", "Contact"], read: plain(200) },
    {
      key: "contact_email",
      isContact: true,
      headings: ["Contact Email", "Email", "E-mail"],
      read: email,
    },
    {
      key: "status",
      headings: ["Status"],
      read: oneOf(
        { ACTIVE: ["active", "a", "yes", "current"], SUSPENDED: ["suspended", "inactive", "closed", "no", "former"] },
        say("bundle.activeOrSuspended"),
      ),
    },
  ],
  references: [],
  key: "s.number",
  keyColumn: "number",
  match: "t.number = s.number",
  same: "lower(t.name) = lower(s.name)",
  called: "t.name",
  gone: "t.status = 'MERGED'",
  numbered: true,
  fields: [
    always("name", "text", "''"),
    always("address", "text", "''"),
    always("contact_name", "text", "''"),
    always("contact_email", "text", "''"),
    always("status", "text", "'ACTIVE'"),
  ],
  inserted: { number: "c.s_number", created_at: nowSql },
  updated: { version: "t.version + 1" },
  exported: {
    from: "provider t WHERE t.status <> 'MERGED'",
    cells: {
      number: "t.number",
      name: "t.name",
      address: "t.address",
      contact_name: "t.contact_name",
      contact_email: "t.contact_email",
      // Who was not let in yet is not active.
      status: "CASE t.status WHEN 'ACTIVE' THEN 'Active' ELSE 'Suspended' END",
    },
    key: ["number"],
  },
  rules: [
    {
      column: "number",
      code: ErrorCode.NUMBER_TAKEN,
      when: `c.nth = 1 AND c.gone AND NOT c.same AND NOT EXISTS (SELECT FROM provider k JOIN provider v ON v.id = k.merged_into_id
        WHERE k.id = c.record_id AND lower(v.name) = lower(c.s_name))`,
      message: "bundle.ofAnother",
      facts: { name: "c.called" },
    },
    {
      column: "number",
      code: ErrorCode.CORRECTED_SINCE,
      severity: FindingSeverity.WARNING,
      when: "c.nth = 1 AND c.gone",
      message: "bundle.providerMerged",
      facts: {
        number: "(SELECT v.number FROM provider k JOIN provider v ON v.id = k.merged_into_id WHERE k.id = c.record_id)",
      },
    },
    {
      column: "number",
      code: ErrorCode.NUMBER_TAKEN,
      when: `c.nth = 1 AND c.action = 'CHANGED' AND (c.picture ->> 'name', c.picture ->> 'status') <> (c.v_name, c.v_status) AND ${worksHere("c.record_id")}`,
      message: "bundle.providerOfHere",
    },
  ],
  lookUp: [
    `CREATE TEMPORARY TABLE moving_provider ON COMMIT DROP AS
       SELECT number, coalesce(merged_into_id, id) AS id, name FROM provider
       UNION ALL SELECT s_number, record_id, v_name FROM checked_providers c
       WHERE NOT found AND s_number IS NOT NULL AND nth = 1`,
    "CREATE UNIQUE INDEX ON moving_provider (number)",
    "ANALYZE moving_provider",
  ],
  series: [
    `INSERT INTO number_series AS n (name, last)
     SELECT 'provider', most FROM (SELECT max(substring(p.number FROM length(a.provider_prefix) + 1)::int) AS most
       FROM provider p, accreditor_settings a WHERE p.number ~ ('^' || a.provider_prefix || '\\d{1,9}$')) m WHERE most IS NOT NULL
     ON CONFLICT (name) DO UPDATE SET last = greatest(n.last, excluded.last)`,
  ],
};
