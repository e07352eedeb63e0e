import { day, named } from "../../attendance/read-cells.ts";
import { ErrorCode } from "../../core/errors.ts";
import { FindingSeverity } from "../../core/row-error.object.ts";
import { always, type MovingKind, maybe, memberNumberOf, nowSql, todaySql } from "../moving-kind.ts";
import { memberNumberColumn } from "./members.kind.ts";

/** What members were called before: by these names older papers are found. */
export const formerNamesKind: MovingKind = {
  name: "FORMER_NAMES",
  fileNames: ["former names", "former name", "names", "maiden names"],
  table: "former_name",
  named: true,
  columns: [
    memberNumberColumn,
    { key: "first_name", headings: ["First Name", "Given Name"], read: named(100) },
    {
      key: "last_name",
      headings: ["Last Name", "Family Name", "Surname"],
      read: named(100),
    },
    { key: "suffix", headings: ["Suffix"], read: named(20) },
    {
      key: "changed_on",
      headings: ["Changed On", "Changed", "Until", "Date"],
      read: day,
      isDay: true,
    },
  ],
  references: [
    { column: "member_number", to: "moving_member", code: ErrorCode.UNKNOWN_MEMBER, message: "bundle.noSuchMember" },
  ],
  key: "concat_ws('|', s.member_number, lower(s.first_name), '|', lower(s.last_name))",
  keyColumn: "member_number",
  match:
    "t.member_id = r_member_number.id AND lower(t.first_name) = lower(coalesce(s.first_name, '')) AND lower(t.last_name) = lower(coalesce(s.last_name, ''))",
  same: "true",
  called: "t.last_name",
  fields: [
    { column: "member_id", type: "uuid", value: "r_member_number.id" },
    always("first_name", "text", "''"),
    always("last_name", "text", "''"),
    maybe("suffix"),
    {
      column: "changed_at",
      type: "timestamptz",
      value: `coalesce(nullif(s.changed_on, '')::timestamp AT TIME ZONE 'UTC', t.changed_at, ${nowSql})`,
    },
  ],
  inserted: {},
  removed: { fields: ["member_id", "first_name", "last_name"], severity: FindingSeverity.WARNING },
  exported: {
    from: `(SELECT DISTINCT ON (n.member_id, lower(n.first_name), lower(n.last_name)) n.* FROM former_name n
      ORDER BY n.member_id, lower(n.first_name), lower(n.last_name), n.changed_at DESC) t`,
    cells: {
      member_number: memberNumberOf("t.member_id"),
      first_name: "t.first_name",
      last_name: "t.last_name",
      suffix: "t.suffix",
      changed_on: "(t.changed_at AT TIME ZONE 'UTC')::date",
    },
    key: ["member_number", "first_name", "last_name"],
    refers: { member_number: ["MEMBERS", "member_number"] },
  },
  rules: [
    {
      column: "last_name",
      code: ErrorCode.MISSING_VALUE,
      when: "c.sound AND c.v_first_name = '' AND c.v_last_name = ''",
      message: "file.noNameAtAll",
    },
    {
      column: "changed_on",
      code: ErrorCode.DATE_IN_FUTURE,
      when: `c.s_changed_on > ${todaySql}::text`,
      message: "bundle.dayToCome",
    },
  ],
};
