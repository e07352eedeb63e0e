import { email, oneOf, plain } from "../../attendance/read-cells.ts";
import { say } from "../../core/messages/message.ts";
import { always, type MovingKind, nowSql } from "../moving-kind.ts";

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
  rules: [],
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
