import { named, number } from "../../attendance/read-cells.ts";
import { ErrorCode } from "../../core/errors.ts";
import { fullNameSql } from "../../members/full-name.ts";
import { always, type MovingKind, nowSql } from "../moving-kind.ts";

/** Numbers under which members were once kept twice: whoever uses one means the member who has the records now. */
export const mergedNumbersKind: MovingKind = {
  name: "MERGED_NUMBERS",
  fileNames: ["merged numbers", "merged members", "former numbers"],
  table: "member",
  named: true,
  columns: [
    {
      key: "member_number",
      headings: ["Former Number", "Old Number", "Merged Number", "Former Member ID"],
      read: number,
      required: true,
    },
    {
      key: "goes_by",
      headings: ["Member ID", "Member Number", "Current Number", "Goes By"],
      read: number,
      required: true,
    },
    { key: "first_name", headings: ["First Name"], read: named(100) },
    { key: "last_name", headings: ["Last Name"], read: named(100) },
  ],
  references: [
    { column: "goes_by", to: "moving_member", code: ErrorCode.UNKNOWN_MEMBER, message: "bundle.noSuchMember" },
  ],
  key: "s.member_number",
  keyColumn: "member_number",
  match: "t.member_number = s.member_number",
  same: "t.merged_into_id IS NOT DISTINCT FROM r_goes_by.id",
  called: fullNameSql("t"),
  numbered: true,
  fields: [
    { column: "merged_into_id", type: "uuid", value: "r_goes_by.id" },
    always("first_name", "text", "CASE WHEN s.last_name IS NULL THEN r_goes_by.first_name ELSE '' END"),
    always("last_name", "text", "CASE WHEN s.first_name IS NULL THEN r_goes_by.last_name ELSE '' END"),
    { column: "active", type: "boolean", value: "false" },
  ],
  inserted: { member_number: "c.s_member_number", created_at: nowSql },
  exported: {
    from: "member t WHERE t.merged_into_id IS NOT NULL",
    cells: {
      member_number: "t.member_number",
      goes_by: "(SELECT g.member_number FROM member g WHERE g.id = t.merged_into_id)",
      first_name: "t.first_name",
      last_name: "t.last_name",
    },
    key: ["member_number"],
    refers: { goes_by: ["MEMBERS", "member_number"] },
  },
  rules: [
    {
      column: "member_number",
      code: ErrorCode.DUPLICATE_ROW,
      when: "NOT c.found AND EXISTS (SELECT FROM checked_members m WHERE m.s_member_number = c.s_member_number)",
      message: "bundle.bothMemberAndMerged",
    },
    {
      column: "member_number",
      code: ErrorCode.NUMBER_TAKEN,
      when: "c.nth = 1 AND c.action = 'CHANGED' AND (c.picture ->> 'merged_into_id')::uuid <> c.v_merged_into_id",
      message: "bundle.ofAnother",
      facts: { name: "c.called" },
    },
    {
      column: "goes_by",
      code: ErrorCode.INVALID_VALUE,
      when: "c.r_goes_by = c.record_id",
      message: "bundle.mergedIntoItself",
    },
  ],
  lookUp: [
    `INSERT INTO moving_member (number, id, name, first_name, last_name)
     SELECT s_member_number, r_goes_by, concat_ws(' ', nullif(v_first_name, ''), nullif(v_last_name, '')), v_first_name, v_last_name
     FROM checked_merged_numbers c WHERE NOT found AND s_member_number IS NOT NULL AND r_goes_by IS NOT NULL AND nth = 1
     ON CONFLICT (number) DO NOTHING`,
  ],
};
