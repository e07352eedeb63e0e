import { earnedHereSql } from "../../attendance/attendance.entity.ts";
import { day, email, named, number, oneOf, plain } from "../../attendance/read-cells.ts";
import { ErrorCode } from "../../core/errors.ts";
import { say } from "../../core/messages/message.ts";
import { FindingSeverity } from "../../core/row-error.object.ts";
import { fullNameSql } from "../../members/full-name.ts";
import { MemberImportColumn, usualHeadings } from "../../persons/member-imports/member-import.columns.ts";
import { always, type MovingColumn, type MovingKind, maybe, nowSql, yesOrNo } from "../moving-kind.ts";

const headed = (column: MemberImportColumn): [string, ...string[]] => usualHeadings[column] as [string, ...string[]];
const c = MemberImportColumn;

export const memberNumberColumn: MovingColumn = {
  key: "member_number",
  headings: headed(c.MEMBER_NUMBER),
  read: number,
  required: true,
};

const wordsOf = (name: string): string => `string_to_array(lower(${name}), ' ')`;
const initialsOf = (name: string): string =>
  `ARRAY(SELECT left(word, 1) FROM unnest(${wordsOf(name)}) word WHERE word <> '')`;
const inCommon = (a: string, b: string): string => `${a} && ${b}`;
/** SQL of whether a row is called as somebody is: some word of both names is the same. */
const calledAlike = (name: string): string =>
  inCommon(wordsOf(name), wordsOf("concat_ws(' ', c.s_first_name, c.s_last_name)"));
const before = "concat_ws(' ', c.picture ->> 'first_name', c.picture ->> 'last_name')";
const after = "concat_ws(' ', c.v_first_name, c.v_last_name)";

/** SQL of whether a row calls a member by quite another name, and no file says that it was theirs before. */
const renamed = `c.nth = 1 AND c.action = 'CHANGED' AND NOT ${inCommon(wordsOf(before), wordsOf(after))}
  AND NOT EXISTS (SELECT FROM stage_former_names f WHERE f.member_number = c.s_member_number
    AND lower(concat_ws(' ', f.first_name, f.last_name)) = lower(${before}))`;

/** SQL of whether a member has something of here: a sign-in, credit or a certificate. */
const isHere = `(EXISTS (SELECT FROM member m WHERE m.id = c.record_id AND m.account_id IS NOT NULL)
  OR EXISTS (SELECT FROM certificate x WHERE x.member_id = c.record_id)
  OR EXISTS (SELECT FROM attendance_record x WHERE x.member_id = c.record_id AND ${earnedHereSql("x")}))`;

/** SQL of a name as it is compared with others: without case, accents, spaces and punctuation. */
const nameKey = (first: string, last: string): string =>
  `lower(regexp_replace(normalize(${first} || ' ' || ${last}, NFKD), '[\\s[:punct:]\\u0300-\\u036f]', '', 'g'))`;

/** SQL of a telephone number by its digits; null where these are too few to tell anybody by. */
const phoneKey = (phone: string): string =>
  `CASE WHEN length(regexp_replace(${phone}, '\\D', '', 'g')) >= 7 THEN right(regexp_replace(${phone}, '\\D', '', 'g'), 10) END`;

/** Who holds credit. */
export const membersKind: MovingKind = {
  name: "MEMBERS",
  fileNames: ["members", "member", "people", "persons", "contacts"],
  table: "member",
  named: true,
  columns: [
    {
      ...memberNumberColumn,
      headings: [...headed(c.MEMBER_NUMBER), "Number", "ID"],
    },
    { key: "first_name", headings: headed(c.FIRST_NAME), read: named(100) },
    { key: "last_name", headings: headed(c.LAST_NAME), read: named(100) },
    { key: "suffix", headings: headed(c.SUFFIX), read: named(20) },
    {
      key: "contact_email",
      isContact: true,
      headings: headed(c.EMAIL),
      read: email,
    },
    { key: "phone", isContact: true, headings: headed(c.PHONE), read: plain(50) },
    { key: "city", isContact: true, headings: headed(c.CITY), read: plain(100) },
    { key: "state", isContact: true, headings: headed(c.STATE), read: plain(100) },
    { key: "zip", isContact: true, headings: headed(c.ZIP), read: plain(20) },
    { key: "county", isContact: true, headings: headed(c.COUNTY), read: plain(100) },
    { key: "role", headings: headed(c.ROLE), read: plain(100) },
    {
      key: "membership",
      headings: headed(c.MEMBERSHIP),
      read: oneOf({ MEMBER: ["member", "m"], GUEST: ["guest", "nonmember", "g"] }, say("memberImport.memberOrGuest")),
    },
    { key: "member_since", headings: headed(c.MEMBER_SINCE), read: day, isDay: true },
    { key: "member_until", headings: headed(c.MEMBER_UNTIL), read: day, isDay: true },
    {
      key: "active",
      type: "boolean",
      headings: headed(c.ACTIVE),
      read: oneOf(
        {
          true: ["yes", "y", "true", "1", "active", "current"],
          false: ["no", "n", "false", "0", "inactive", "lapsed", "expired", "former"],
        },
        say("memberImport.yesOrNo"),
      ),
    },
  ],
  references: [],
  key: "s.member_number",
  keyColumn: "member_number",
  match: "t.member_number = s.member_number",
  same: "lower(t.last_name) = lower(coalesce(s.last_name, t.last_name)) AND lower(t.first_name) = lower(coalesce(s.first_name, t.first_name))",
  called: fullNameSql("t"),
  gone: "t.merged_into_id IS NOT NULL OR t.erased_at IS NOT NULL",
  numbered: true,
  fields: [
    always("first_name", "text", "''"),
    always("last_name", "text", "''"),
    maybe("suffix"),
    maybe("contact_email"),
    maybe("phone"),
    maybe("city"),
    maybe("state"),
    maybe("zip"),
    maybe("county"),
    maybe("role"),
    always("membership", "text", "'MEMBER'"),
    maybe("member_since", "date"),
    maybe("member_until", "date"),
    always("active", "boolean", "true"),
  ],
  inserted: { member_number: "c.s_member_number", created_at: nowSql },
  exported: {
    from: "member t WHERE t.merged_into_id IS NULL",
    cells: {
      member_number: "t.member_number",
      first_name: "t.first_name",
      last_name: "t.last_name",
      suffix: "t.suffix",
      contact_email:
        "coalesce((SELECT e.address FROM email_address e WHERE e.account_id = t.account_id AND e.is_primary AND e.verified_at IS NOT NULL), t.contact_email)",
      phone: "t.phone",
      city: "t.city",
      state: "t.state",
      zip: "t.zip",
      county: "t.county",
      role: "t.role",
      membership: "initcap(t.membership)",
      member_since: "t.member_since",
      member_until: "t.member_until",
      active: yesOrNo("t.active"),
    },
    key: ["member_number"],
  },
  rules: [
    {
      column: "last_name",
      code: ErrorCode.MISSING_VALUE,
      // A name that cannot be read is told of already.
      when: "c.sound AND c.v_first_name = '' AND c.v_last_name = ''",
      message: "file.noNameAtAll",
    },
    {
      column: "member_until",
      code: ErrorCode.ENDS_BEFORE_START,
      when: "c.v_member_until < c.v_member_since",
      message: "memberImport.untilBeforeSince",
      facts: { since: "c.v_member_since::text", until: "c.v_member_until::text" },
    },
    {
      column: "member_number",
      code: ErrorCode.AMBIGUOUS_MEMBER,
      severity: FindingSeverity.WARNING,
      when: "(c.file, c.line) IN (SELECT file, line FROM moving_alike)",
      message: "bundle.looksAlike",
      facts: { number: "(SELECT min(a.other) FROM moving_alike a WHERE a.file = c.file AND a.line = c.line)" },
    },
    {
      // Who goes by another number since keeps this one: it is nobody else's.
      column: "member_number",
      code: ErrorCode.NUMBER_TAKEN,
      when: `c.nth = 1 AND c.gone AND NOT c.same AND NOT EXISTS (SELECT FROM member o JOIN member k ON k.id IN (o.id, o.merged_into_id)
        WHERE o.id = c.record_id AND (o.erased_at IS NOT NULL OR ${calledAlike("concat_ws(' ', k.first_name, k.last_name)")}
          OR EXISTS (SELECT FROM former_name f WHERE f.member_id = k.id AND ${calledAlike("concat_ws(' ', f.first_name, f.last_name)")})))`,
      message: "bundle.ofAnother",
      facts: { name: "c.called" },
    },
    {
      column: "member_number",
      code: ErrorCode.NUMBER_TAKEN,
      when: `${renamed} AND (${isHere} OR NOT ${inCommon(initialsOf(before), initialsOf(after))})`,
      message: "bundle.numberReused",
      facts: { name: "c.called" },
    },
    {
      column: "last_name",
      code: ErrorCode.NAME_MISMATCH,
      severity: FindingSeverity.WARNING,
      when: `${renamed} AND NOT ${isHere} AND ${inCommon(initialsOf(before), initialsOf(after))}`,
      message: "bundle.otherName",
      facts: { name: "c.called" },
    },
    {
      column: "member_number",
      code: ErrorCode.MEMBER_INACTIVE,
      severity: FindingSeverity.WARNING,
      when: "c.nth = 1 AND c.gone AND EXISTS (SELECT FROM member m WHERE m.id = c.record_id AND m.merged_into_id IS NOT NULL)",
      message: "memberImport.merged",
      facts: {
        number:
          "(SELECT k.member_number FROM member m JOIN member k ON k.id = m.merged_into_id WHERE m.id = c.record_id)",
      },
    },
    {
      column: "member_number",
      code: ErrorCode.MEMBER_INACTIVE,
      severity: FindingSeverity.WARNING,
      when: "c.gone AND EXISTS (SELECT FROM member m WHERE m.id = c.record_id AND m.erased_at IS NOT NULL)",
      message: "memberImport.erased",
    },
  ],
  lookUp: [
    `CREATE TEMPORARY TABLE moving_member ON COMMIT DROP AS
       SELECT m.member_number AS number, coalesce(m.merged_into_id, m.id) AS id, ${fullNameSql("m")} AS name, m.first_name, m.last_name FROM member m
       WHERE m.erased_at IS NULL
       UNION ALL SELECT s_member_number, record_id, concat_ws(' ', nullif(v_first_name, ''), nullif(v_last_name, ''), v_suffix), v_first_name, v_last_name
       FROM checked_members c WHERE NOT found AND s_member_number IS NOT NULL AND nth = 1`,
    "CREATE UNIQUE INDEX ON moving_member (number)",
    "ANALYZE moving_member",
    // Two numbers of what looks like one person: the same name, and one way to reach them.
    `CREATE TEMPORARY TABLE moving_alike ON COMMIT DROP AS
       SELECT file, line, other FROM (
         SELECT k.*, first_value(number) OVER (PARTITION BY name, reached ORDER BY file, line, number) AS other FROM (
           SELECT s_member_number AS number, file, line, action IN ('ADDED', 'CHANGED') AS comes, ${nameKey("v_first_name", "v_last_name")} AS name, e.reached
           FROM checked_members, LATERAL (VALUES (lower(v_contact_email)), (${phoneKey("v_phone")})) e (reached)
           WHERE nth = 1 AND action IN ('ADDED', 'CHANGED', 'UNCHANGED') AND s_member_number IS NOT NULL AND e.reached <> ''
           UNION ALL SELECT m.member_number, 0, 0, false, ${nameKey("m.first_name", "m.last_name")}, e.reached
           FROM member m, LATERAL (SELECT lower(m.contact_email) UNION SELECT ${phoneKey("m.phone")}
             UNION SELECT a.address FROM email_address a WHERE a.account_id = m.account_id AND a.verified_at IS NOT NULL) e (reached)
           WHERE m.merged_into_id IS NULL AND m.erased_at IS NULL AND e.reached <> ''
             AND NOT EXISTS (SELECT FROM checked_members c WHERE c.record_id = m.id AND c.action IN ('CHANGED', 'UNCHANGED'))) k) k
       WHERE comes AND other <> number AND name <> ''`,
  ],
  series: [
    `INSERT INTO number_series AS n (name, last)
     SELECT 'member', most FROM (SELECT max(member_number::int) AS most FROM member WHERE member_number ~ '^[1-9]\\d{5,8}$') m
     WHERE most >= 100100 ON CONFLICT (name) DO UPDATE SET last = greatest(n.last, excluded.last)`,
  ],
};
