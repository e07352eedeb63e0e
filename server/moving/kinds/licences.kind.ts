import type { EntityManager } from "typeorm";
import { day, plain } from "../../attendance/read-cells.ts";
import { ErrorCode } from "../../core/errors.ts";
import { fold } from "../../core/fold.ts";
import { FindingSeverity } from "../../core/row-error.object.ts";
import { LicenceKind } from "../../members/licence.entity.ts";
import { isLicenceNumber, licenceKey, shownNumber } from "../../members/licence-mask.ts";
import { type MovingKind, maybe, memberNumberOf, nowSql } from "../moving-kind.ts";
import { memberNumberColumn } from "./members.kind.ts";

/** What a row's kind of licence asks for, as it asks of everybody who writes one down. */
const asks = (column: "jurisdiction" | "profession" | "expires_on", setting: string) => [
  {
    column,
    code: ErrorCode.MISSING_VALUE,
    when: `c.v_${column} IS NULL AND EXISTS (SELECT FROM licence_kind k WHERE k.id = c.r_kind AND k.${setting})`,
    message: "bundle.licenceAsks" as const,
  },
  {
    column,
    code: ErrorCode.INVALID_VALUE,
    when: `c.v_${column} IS NOT NULL AND EXISTS (SELECT FROM licence_kind k WHERE k.id = c.r_kind AND NOT k.${setting})`,
    message: "bundle.licenceAsksNot" as const,
  },
];

/** So many numbers are looked at in one go. */
const numbersAtOnce = 5_000;

/** Looks at each number by the form of its kind, and lays out by what it is found. Of a kind that there is not, nothing can be said. */
async function layNumbers(tx: EntityManager, kinds: ReadonlyMap<string, LicenceKind>): Promise<void> {
  for (let from = 0; ; from += numbersAtOnce) {
    const given: { kind: string; number: string }[] = await tx.query(
      `SELECT DISTINCT kind_folded AS kind, number FROM stage_licences WHERE kind_folded IS NOT NULL AND number IS NOT NULL
       ORDER BY 1, 2 LIMIT ${numbersAtOnce} OFFSET ${from}`,
    );
    const right = given.filter(({ kind, number }) => {
      const of = kinds.get(kind);
      return of === undefined || isLicenceNumber(of, number);
    });
    await tx.query(
      `INSERT INTO moving_licence_number (number, id, shown, key)
       SELECT kind || chr(31) || number, '00000000-0000-0000-0000-000000000000', shown, key
       FROM jsonb_to_recordset($1::jsonb) AS n (kind text, number text, shown text, key text)`,
      [
        JSON.stringify(
          right.map((each) => ({ ...each, shown: shownNumber(each.number), key: licenceKey(each.number) })),
        ),
      ],
    );
    if (given.length < numbersAtOnce) break;
  }
}

/** Numbers that registries and boards gave members. Those that are sealed here do not come: nobody sends them in a file. */
export const licencesKind: MovingKind = {
  name: "LICENCES",
  fileNames: ["licences", "licenses", "licence", "license", "license numbers"],
  table: "licence",
  columns: [
    memberNumberColumn,
    {
      key: "kind",
      headings: ["Kind", "License Type", "Licence Type", "Type"],
      read: plain(100),
      required: true,
      folded: true,
    },
    { key: "number", headings: ["Number", "License Number", "Licence Number"], read: plain(60), required: true },
    { key: "jurisdiction", headings: ["Jurisdiction", "State"], read: plain(50) },
    { key: "profession", headings: ["Profession"], read: plain(100) },
    { key: "expires_on", headings: ["Expires", "Expires On", "Expiration Date"], read: day, isDay: true },
  ],
  references: [
    { column: "member_number", to: "moving_member", code: ErrorCode.UNKNOWN_MEMBER, message: "bundle.noSuchMember" },
    {
      column: "kind",
      to: "moving_licence_kind",
      by: "s.kind_folded",
      code: ErrorCode.INVALID_VALUE,
      message: "bundle.noSuchLicenceKind",
    },
    {
      column: "number",
      to: "moving_licence_number",
      by: "s.kind_folded || chr(31) || s.number",
      code: ErrorCode.INVALID_VALUE,
      message: "bundle.noLicenceNumber",
    },
  ],
  key: "concat_ws(chr(31), coalesce(r_member_number.id::text, s.member_number), coalesce(r_kind.id::text, s.kind), coalesce(r_number.key, s.number), upper(s.jurisdiction))",
  keyColumn: "number",
  match:
    "t.member_id = r_member_number.id AND t.kind_id = r_kind.id AND t.number_key = r_number.key AND coalesce(t.jurisdiction, '') = coalesce(upper(s.jurisdiction), '')",
  same: "true",
  called: "t.number",
  fields: [
    { column: "member_id", type: "uuid", value: "r_member_number.id" },
    { column: "kind_id", type: "uuid", value: "r_kind.id" },
    { column: "number", type: "text", value: "r_number.shown" },
    { column: "number_key", type: "text", value: "r_number.key" },
    { column: "jurisdiction", type: "text", value: "coalesce(nullif(upper(s.jurisdiction), ''), t.jurisdiction)" },
    maybe("profession"),
    maybe("expires_on", "date"),
    { column: "exclusive", type: "boolean", value: "coalesce(t.exclusive, r_kind.is_unique)" },
  ],
  inserted: { created_at: nowSql },
  removed: { fields: ["member_id", "kind_id", "number_key", "jurisdiction"], severity: FindingSeverity.WARNING },
  exported: {
    from: "licence t JOIN licence_kind k ON k.id = t.kind_id WHERE NOT k.sensitive AND t.number IS NOT NULL",
    cells: {
      member_number: memberNumberOf("t.member_id"),
      kind: "k.code",
      number: "t.number",
      jurisdiction: "t.jurisdiction",
      profession: "t.profession",
      expires_on: "t.expires_on",
    },
    key: ["member_number", "kind", "number", "jurisdiction"],
    refers: { member_number: ["MEMBERS", "member_number"] },
  },
  rules: [
    {
      column: "number",
      code: ErrorCode.NUMBER_TAKEN,
      when: `c.nth = 1 AND c.v_exclusive AND EXISTS (SELECT FROM licence l WHERE l.kind_id = c.v_kind_id AND l.number_key = c.v_number_key
        AND coalesce(l.jurisdiction, '') = coalesce(c.v_jurisdiction, '') AND l.exclusive AND l.id <> c.record_id)`,
      message: "bundle.licenceTaken",
    },
    {
      column: "number",
      code: ErrorCode.DUPLICATE_ROW,
      when: `c.nth = 1 AND c.v_exclusive AND EXISTS (SELECT FROM checked_licences d WHERE d.v_exclusive AND d.nth = 1 AND d.v_kind_id = c.v_kind_id
        AND d.v_number_key = c.v_number_key AND coalesce(d.v_jurisdiction, '') = coalesce(c.v_jurisdiction, '') AND (d.file, d.line) < (c.file, c.line))`,
      message: "bundle.licenceTaken",
    },
    ...asks("jurisdiction", "asks_jurisdiction"),
    ...asks("profession", "asks_profession"),
    ...asks("expires_on", "asks_expiry"),
  ],
  async prepare(tx) {
    const found = await tx.find(LicenceKind, { where: { sensitive: false }, order: { active: "ASC", code: "ASC" } });
    const kinds = new Map([
      ...found.map((kind) => [fold(kind.name), kind] as const),
      ...found.map((kind) => [fold(kind.code), kind] as const),
    ]);
    await tx.query(
      "CREATE TEMPORARY TABLE moving_licence_kind (number text PRIMARY KEY, id uuid, is_unique boolean) ON COMMIT DROP",
    );
    await tx.query(
      "INSERT INTO moving_licence_kind SELECT n.number, k.id, k.is_unique FROM unnest($1::text[], $2::uuid[]) AS n (number, id) JOIN licence_kind k USING (id)",
      [[...kinds.keys()], [...kinds.values()].map(({ id }) => id)],
    );
    await tx.query(
      "CREATE TEMPORARY TABLE moving_licence_number (number text PRIMARY KEY, id uuid, shown text, key text) ON COMMIT DROP",
    );
    await layNumbers(tx, kinds);
    await tx.query("ANALYZE moving_licence_number");
  },
  lookUp: ["CREATE INDEX ON checked_licences (v_kind_id, v_number_key) WHERE v_exclusive"],
};
