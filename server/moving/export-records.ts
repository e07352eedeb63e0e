/** What becomes of a table in an export of everything. */
export type Travels =
  /** Its rows are in the list of a kind, which an import takes in. */
  | { as: "LIST" }
  /** Its bytes are files of the export. */
  | { as: "FILES" }
  /** The audit log, with its chain. */
  | { as: "LOG" }
  /** `records/TABLE.jsonl` has its rows as they are, but for columns that are nobody's business. Whoever leaves has them; no import takes them in. */
  | { as: "RECORDS"; without?: readonly string[]; where?: string }
  /** It can be made from the others, of which one is named. */
  | { as: "DERIVED"; from: string }
  /** It never leaves, and why. */
  | { as: "NEVER"; because: Reason };

/** Why a table does not travel. */
type Reason =
  /** It opens something here: a sign-in, a key, a link or a code. */
  | "OPENS"
  /** It is work under way, and gone when that is done. */
  | "PASSING"
  /** Who answers is promised that answers are read as summaries of five and more: docs/decisions/0077. */
  | "PROMISED"
  /** It is of this installation, and means nothing in another. */
  | "OF_HERE"
  /** It is how people use this installation, and theirs: their own copy has it. */
  | "OF_PEOPLE"
  /** It was sent, and may have had codes in it. Everybody's own copy has theirs. */
  | "SENT";

const list: Travels = { as: "LIST" };
const records: Travels = { as: "RECORDS" };
/** What was handed in is in a list; the rest has no number, by which an import knows a program. */
const ofDrafts: Travels = {
  as: "RECORDS",
  where: "EXISTS (SELECT FROM program p WHERE p.id = t.program_id AND p.number IS NULL)",
};
const opens: Travels = { as: "NEVER", because: "OPENS" };
const passing: Travels = { as: "NEVER", because: "PASSING" };
const promised: Travels = { as: "NEVER", because: "PROMISED" };
const ofHere: Travels = { as: "NEVER", because: "OF_HERE" };
const ofPeople: Travels = { as: "NEVER", because: "OF_PEOPLE" };

/** Every table of the database: one that is added is added here, and a test names it until then. */
export const travels: Readonly<Record<string, Travels>> = {
  // People
  account: ofPeople,
  email_address: ofPeople,
  provider_account: ofPeople,
  member: list,
  former_name: list,
  licence: list,
  name_request: { as: "RECORDS", without: ["document_file_id"] },
  erasure: records,
  access_token: opens,
  app: opens,
  app_key: opens,
  app_state: opens,
  api_key: opens,
  begun_single_sign_on: opens,
  email_code: opens,
  invitation: opens,
  member_token: opens,
  passkey: opens,
  passkey_challenge: opens,
  password_reset: opens,
  recovery_code: opens,
  second_factor: opens,
  sign_in_challenge: opens,
  sign_in_identity: opens,
  sign_up: opens,
  saved_view: ofPeople,
  data_export: passing,
  data_export_part: passing,
  // Programs
  provider: list,
  program: { as: "RECORDS", where: "number IS NULL" },
  offering: list,
  speaker: ofDrafts,
  outside_decision: list,
  program_document: ofDrafts,
  program_credit_kind: ofDrafts,
  program_check: records,
  program_review: records,
  review_comment: records,
  review_note: records,
  reporting_reminder: passing,
  // Conferences, attendance, presence
  session: list,
  session_claim: records,
  session_credit: list,
  session_instructor: records,
  session_proposal: records,
  registration: list,
  attendance_record: { as: "RECORDS", where: "reversed_at IS NOT NULL" },
  attendance_credit: {
    as: "RECORDS",
    where: "EXISTS (SELECT FROM attendance_record r WHERE r.id = t.record_id AND r.reversed_at IS NOT NULL)",
  },
  attendance_tally: { as: "DERIVED", from: "attendance_record" },
  attendance_upload: { as: "RECORDS", without: ["sha256"] },
  attendance_upload_change: records,
  attendance_upload_error: passing,
  attendance_upload_part: passing,
  presence: { as: "RECORDS", without: ["device_hash", "network_hash"] },
  presence_demand: records,
  presence_import: passing,
  door_link: opens,
  room_link: opens,
  // Evaluations and learning
  evaluation_box: promised,
  evaluation_response: promised,
  evaluation_tally: promised,
  evaluation_text: promised,
  evaluation_link: opens,
  evaluation_form: records,
  evaluation_form_question: records,
  evaluation_question: records,
  learning_answer: records,
  learning_attempt: records,
  learning_check: records,
  learning_grant: records,
  learning_question: records,
  // Certificates
  certificate: { as: "RECORDS", without: ["pdf_file_id", "transcript_file_id"] },
  certificate_credential: { as: "RECORDS", without: ["signing_key_id"] },
  certificate_credit: records,
  certificate_line: records,
  certificate_log: records,
  certificate_log_checkpoint: records,
  certificate_log_entry: { as: "RECORDS", without: ["salt"] },
  certificate_log_tile: { as: "DERIVED", from: "certificate_log_entry" },
  certificate_log_witness: ofHere,
  credential_status: records,
  outside_certificate: list,
  outside_credit: {
    as: "RECORDS",
    without: ["proof_file_id"],
    where: "status = 'WITHDRAWN' OR yields_to_id IS NOT NULL",
  },
  unmade_certificate: passing,
  certificate_reissue: passing,
  certificate_reissue_item: passing,
  signing_key: opens,
  // Money
  ledger_entry: records,
  fee_policy: records,
  fee_promotion: { as: "RECORDS", without: ["code"] },
  promotion_use: records,
  outside_fee: list,
  invoice: { as: "RECORDS", without: ["file_id"] },
  invoice_line: records,
  credit_note: { as: "RECORDS", without: ["file_id"] },
  card_payment: ofHere,
  card_dispute: ofHere,
  // What is set
  accreditor_settings: { as: "RECORDS", without: ["logo_file_id", "printed_logo_file_id"] },
  checklist_item: records,
  credit_kind: records,
  credit_rule: records,
  document_rule: records,
  instructor_rule: records,
  kit_words: records,
  licence_kind: records,
  policy: records,
  program_type: records,
  renewal_part: records,
  renewal_reminder: passing,
  renewal_requirement: records,
  repeat_rule: records,
  number_series: { as: "DERIVED", from: "program" },
  // What went out, and what tells others
  announcement: records,
  announcement_recipient: ofPeople,
  mail: { as: "NEVER", because: "SENT" },
  mail_attachment: passing,
  mail_event: passing,
  mail_opt_out: ofPeople,
  mail_suppression: ofHere,
  event: ofHere,
  webhook: opens,
  webhook_delivery: passing,
  // The log
  audit_entry: { as: "LOG" },
  audit_link: { as: "LOG" },
  audit_redaction: { as: "LOG" },
  audit_head: { as: "DERIVED", from: "audit_link" },
  // Moving
  bundle_import: passing,
  bundle_file: passing,
  bundle_part: passing,
  bundle_pdf: passing,
  bundle_error: passing,
  bundle_record: passing,
  member_import: passing,
  member_import_change: passing,
  member_import_error: passing,
  member_import_part: passing,
  whole_export: passing,
  whole_export_part: passing,
  // The house
  attention_found: { as: "DERIVED", from: "program" },
  attention_set_aside: ofHere,
  idempotent_request: passing,
  rate_limit: passing,
  installation: ofHere,
  migration: ofHere,
  removed_object: passing,
  stored_file: { as: "FILES" },
  trusted_document: ofHere,
  waiting_request: passing,
};

/** Statements of the files of `records/`, each row a line of JSON, in an order that holds. IDs are those of this installation; `ids.jsonl` says whose number each is. */
export const recordFiles = (): { name: string; sql: string }[] => [
  {
    name: "records/ids.jsonl",
    sql: `SELECT json_build_object('table', x.table_name, 'id', x.id, 'number', x.number)::text AS line FROM (
      SELECT 'provider' AS table_name, id, number FROM provider UNION ALL SELECT 'member', id, member_number FROM member
      UNION ALL SELECT 'program', id, number FROM program WHERE number IS NOT NULL) x ORDER BY x.table_name, x.number COLLATE "C", x.id`,
  },
  ...Object.entries(travels)
    .flatMap(([table, how]) =>
      how.as === "RECORDS"
        ? [
            {
              name: `records/${table}.jsonl`,
              sql: `SELECT line FROM (SELECT (to_jsonb(t) - ARRAY[${(how.without ?? []).map((column) => `'${column}'`).join(", ")}]::text[])::text AS line
                FROM ${table} t ${how.where ? `WHERE ${how.where}` : ""}) x ORDER BY line COLLATE "C"`,
            },
          ]
        : [],
    )
    .sort((a, b) => a.name.localeCompare(b.name, "en")),
];
