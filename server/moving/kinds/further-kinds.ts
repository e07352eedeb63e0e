import { plain, type ReadCell } from "../../attendance/read-cells.ts";
import { ErrorCode } from "../../core/errors.ts";
import { type Message, say } from "../../core/messages/message.ts";
import { awardProblems, kindProblems } from "../../policies/award.ts";
import { creditsForMinutesSql } from "../../policies/credit-rule.arithmetic.ts";
import type { MovingColumn, MovingField, MovingPart, MovingRule } from "../moving-kind.ts";

// Credit of kinds that are not the default one: `ETHICS: 1.5; PAIN: 2` in a cell.

/** A cell of what is said of kinds, by their codes. */
const cellOf =
  (isRight: (said: string) => boolean, advice: Message): ReadCell =>
  (text) => {
    const read = plain(500)(text);
    if (typeof read !== "string" || read === "") return read;
    const parts = read.split(";").map((part) => {
      const [code = "", ...said] = part.split(":");
      return { code: code.trim().toUpperCase(), said: said.join(":").trim() };
    });
    const codes = new Set(parts.map(({ code }) => code));
    return codes.size === parts.length &&
      parts.every(({ code, said }) => /^[A-Z0-9_]{1,40}$/.test(code) && isRight(said))
      ? parts.map(({ code, said }) => `${code}: ${said}`).join("; ")
      : { code: ErrorCode.INVALID_VALUE, advice };
  };

const isAmount = (said: string): boolean => /^\d{1,4}(?:\.\d{1,2})?$/.test(said);

/** A cell of amounts by the codes of kinds. */
export const ofKinds = cellOf((said) => isAmount(said) && Number(said) > 0, say("bundle.creditOfKinds"));

/** The same of what was approved, which may have been nothing. */
export const approvedOfKinds = cellOf(isAmount, say("bundle.creditOfKinds"));

/** A cell of the numbers under which other bodies approved. */
export const numbersOfKinds = cellOf((said) => said !== "" && said.length <= 100, say("bundle.numbersOfKinds"));

/** SQL of the parts of such a cell. */
export const kindsSaid = (cell: string): string =>
  `(SELECT split_part(part, ': ', 1) AS code, substr(part, strpos(part, ': ') + 2) AS amount FROM regexp_split_to_table(nullif(${cell}, ''), '; ') part)`;

/** SQL of such a cell, of rows `x` that are kept by the IDs of kinds. */
export const kindsCell = (rows: string, amount: string, where: string): string =>
  `(SELECT string_agg(k.code || ': ' || ${amount}, '; ' ORDER BY k.code) FROM ${rows} JOIN credit_kind k ON k.id = x.kind_id WHERE ${where})`;

/** A kind that there is not, or whose credit stands in a column of its own. */
export const isKindRule = (column: string): MovingRule => ({
  column,
  code: ErrorCode.INVALID_VALUE,
  when: `c.s_${column} <> '' AND EXISTS (SELECT FROM ${kindsSaid(`c.s_${column}`)} x WHERE x.code NOT IN (SELECT k.code FROM credit_kind k WHERE NOT k.is_default))`,
  message: "bundle.noSuchCreditKind",
});

export const kindsColumn: MovingColumn = { key: "kinds", headings: ["Further Kinds"], read: ofKinds };

/** SQL of an amount of a cell as it is kept. */
const exact = (sql: string): string => `((${sql})::numeric(6,2))::text`;

/** How much credit a table has of each kind, as JSON by the kind's ID. */
const amountsIn = (table: string, of: string, columns: Record<string, string>): MovingPart => ({
  table,
  of,
  read: (record) =>
    `(SELECT coalesce(jsonb_object_agg(y.kind_id, y.credits::text), '{}') FROM ${table} y WHERE y.${of} = ${record}.id)`,
  columns: { kind_id: "y.key::uuid", credits: "y.value::numeric", ...columns },
  from: "jsonb_each_text(x.value) y",
});

/** What an attendance earned of further kinds. */
export const kindsOfAttendance: MovingField = {
  column: "kinds",
  type: "jsonb",
  part: amountsIn("attendance_credit", "record_id", {}),
  value: `CASE WHEN s.kinds IS NOT NULL THEN coalesce((SELECT jsonb_object_agg(k.id, ${exact("x.amount")})
    FROM ${kindsSaid("s.kinds")} x JOIN credit_kind k ON k.code = x.code AND NOT k.is_default), '{}')
    WHEN t.id IS NULL THEN '{}' ELSE ${amountsIn("attendance_credit", "record_id", {}).read("t")} END`,
};

/** SQL of what a program is approved for of a kind, and its terms, joined to `x (kind_id, credits)`: k, the kind; g; w, what includes it. */
const approvedFor = (program: string): string =>
  `JOIN credit_kind k ON k.id = x.kind_id LEFT JOIN credit_kind w ON w.id = k.part_of_id
   LEFT JOIN (SELECT m.program_id, m.kind_id, m.credits AS maximum, r.* FROM moving_program_kind m JOIN credit_rule r ON r.id = m.credit_rule_id) g
     ON g.program_id = ${program} AND g.kind_id = k.id`;

/** SQL of what a row's `v_kinds` says. */
const kindsOfRow = "(SELECT y.key::uuid AS kind_id, y.value::numeric AS credits FROM jsonb_each_text(c.v_kinds) y) x";

/** SQL of how much a row has of what includes kind `k`. */
const wholeOfRow =
  "CASE WHEN w.id IS NULL THEN x.credits WHEN w.is_default THEN c.v_credits ELSE coalesce((c.v_kinds ->> w.id::text)::numeric, 0) END";

const kindRule = (
  { code, when, message }: Pick<MovingRule, "code" | "when" | "message">,
  facts: Record<string, string>,
): MovingRule => {
  const broken = (what: string) =>
    `(SELECT ${what} FROM ${kindsOfRow} ${approvedFor("c.r_program_number")} WHERE ${when} ORDER BY k.code LIMIT 1)`;
  return {
    column: "kinds",
    code,
    when: `c.nth = 1 AND c.v_kinds <> '{}' AND EXISTS ${broken("1")}`,
    message,
    facts: Object.fromEntries(Object.entries(facts).map(([name, sql]) => [name, broken(sql)])),
  };
};

const sql = { credits: "x.credits", day: "c.v_completed_on", kind: "k", approved: "g", whole: wholeOfRow };

const kindOfProgram = kindRule(
  { code: ErrorCode.KIND_NOT_APPROVED, when: "g.kind_id IS NULL", message: "bundle.kindNotRequested" },
  { kind: "k.name" },
);
const wholeSteps = kindRule(
  {
    code: ErrorCode.CREDITS_NOT_WHOLE_STEPS,
    when: awardProblems.CREDITS_NOT_WHOLE_STEPS("x.credits", "g"),
    message: "bundle.kindNotWholeSteps",
  },
  { kind: "k.name", step: "g.step::text" },
);
const partAboveWhole = kindRule(
  { code: ErrorCode.PART_ABOVE_WHOLE, when: kindProblems.PART_ABOVE_WHOLE(sql), message: "bundle.partAboveWhole" },
  { kind: "k.name", whole: "w.name" },
);

/** What is asked of what an attendance earned of further kinds, as of every award. */
export const kindRulesOfAttendance: readonly MovingRule[] = [
  isKindRule("kinds"),
  kindRule(
    {
      code: ErrorCode.KIND_NOT_APPROVED,
      when: kindProblems.KIND_NOT_APPROVED(sql),
      message: "bundle.kindNotApproved",
    },
    { kind: "k.name" },
  ),
  kindRule(
    {
      code: ErrorCode.KIND_NOT_EARNED_THEN,
      when: kindProblems.KIND_NOT_EARNED_THEN(sql),
      message: "bundle.kindNotEarnedThen",
    },
    { kind: "k.name" },
  ),
  kindRule(
    {
      code: ErrorCode.CREDITS_ABOVE_MAXIMUM,
      when: `g.maximum > 0 AND ${awardProblems.CREDITS_ABOVE_MAXIMUM("x.credits", "g")}`,
      message: "bundle.kindAboveMaximum",
    },
    { kind: "k.name", maximum: "g.maximum::text" },
  ),
  wholeSteps,
  partAboveWhole,
];

/** SQL of the terms of a program's kinds. */
const terms =
  "(SELECT m.program_id, m.kind_id, r.* FROM moving_program_kind m JOIN credit_rule r ON r.id = m.credit_rule_id)";

/** SQL of what a row of sessions earns of kind `k` by its minutes, and what it said before. */
const bySession = `FROM credit_kind k LEFT JOIN ${kindsSaid("s.kinds")} x ON x.code = k.code
    LEFT JOIN session_credit h ON h.session_id = t.id AND h.kind_id = k.id
    LEFT JOIN ${terms} g ON g.program_id = r_program_number.id AND g.kind_id = k.id
    CROSS JOIN LATERAL (SELECT ${creditsForMinutesSql("g", "greatest(r_session_id.minutes, 0)")} AS earned) e
    WHERE NOT k.is_default`;

/**
 * What a session earns of further kinds: what its cell says; else what it had, and where its minutes changed what these earn. What is other
 * than that the accreditor has set.
 */
export const kindsOfSession: MovingField = {
  column: "kinds",
  type: "jsonb",
  part: {
    ...amountsIn("session_credit", "session_id", { is_set: "e.is_set", set_by_staff: "e.is_set" }),
    from: `jsonb_each_text(x.value) y CROSS JOIN LATERAL (
      SELECT y.value::numeric <> least(${creditsForMinutesSql("r", "n.minutes")}, CASE WHEN w.id IS NULL THEN NULL WHEN w.is_default THEN n.credits
        ELSE coalesce((x.value ->> w.id::text)::numeric, 0) END) AS is_set
      FROM session n JOIN program_credit_kind p ON p.program_id = n.program_id JOIN credit_rule r ON r.id = p.credit_rule_id
      JOIN credit_kind k ON k.id = p.kind_id LEFT JOIN credit_kind w ON w.id = k.part_of_id
      WHERE n.id = x.record_id AND p.kind_id = y.key::uuid) e`,
  },
  value: `coalesce(CASE WHEN s.kinds IS NULL
    THEN (SELECT jsonb_object_agg(k.id, ${exact("CASE WHEN t.minutes = r_session_id.minutes OR e.earned IS NULL THEN h.credits WHEN h.is_set THEN least(h.credits, e.earned) ELSE e.earned END")})
      ${bySession} AND h.kind_id IS NOT NULL)
    ELSE (SELECT jsonb_object_agg(k.id, ${exact("x.amount")}) ${bySession} AND x.code IS NOT NULL) END, '{}')`,
};

/** What is asked of what a session earns of further kinds. */
export const kindRulesOfSession: readonly MovingRule[] = [
  isKindRule("kinds"),
  kindOfProgram,
  kindRule(
    {
      code: ErrorCode.INVALID_VALUE,
      when: `x.credits > ${creditsForMinutesSql("g", "greatest(c.v_minutes, 0)")}`,
      message: "bundle.kindAboveMinutes",
    },
    { kind: "k.name", earned: `(${creditsForMinutesSql("g", "greatest(c.v_minutes, 0)")})::text` },
  ),
  wholeSteps,
  partAboveWhole,
];

/** How a file of programs tells what they are approved for of further kinds, what they asked for, and who else approved it. */
export const kindColumnsOfProgram: readonly MovingColumn[] = [
  { key: "kinds", headings: ["Further Kinds"], read: approvedOfKinds },
  { key: "requested_kinds", headings: ["Requested Further Kinds"], read: ofKinds },
  { key: "approval_numbers", headings: ["Approval Numbers"], read: numbersOfKinds },
];

/** SQL of the amount, or the number, that a cell says of kind `k`. */
const saidOfKind = (column: string): string =>
  `(SELECT x.amount FROM ${kindsSaid(`s.${column}`)} x WHERE x.code = k.code)`;

/**
 * What a program asks for and is approved for of further kinds.
 * @param approved SQL of whether the row is of one that was approved
 * @param rule SQL of the rule of kind `k` when it was submitted
 */
export const kindsOfProgram = (approved: string, rule: string): MovingField => ({
  column: "kinds",
  type: "jsonb",
  part: {
    table: "program_credit_kind",
    of: "program_id",
    read: (
      record,
    ) => `(SELECT coalesce(jsonb_object_agg(y.kind_id, jsonb_build_object('requested', y.requested_credits::text, 'credits', y.credits::text,
      'approval', y.approval_number, 'rule', y.credit_rule_id)), '{}') FROM program_credit_kind y WHERE y.program_id = ${record}.id)`,
    columns: {
      kind_id: "y.key::uuid",
      credit_rule_id: "(y.value ->> 'rule')::uuid",
      requested_credits: "(y.value ->> 'requested')::numeric",
      credits: "(y.value ->> 'credits')::numeric",
      approval_number: "y.value ->> 'approval'",
    },
    from: "jsonb_each(x.value) y",
  },
  // Where nothing says how much was asked for, it is what was approved.
  value: `(SELECT coalesce(jsonb_object_agg(k.id, jsonb_build_object(
      'requested', ${exact("q.requested")},
      'credits', CASE WHEN ${approved} THEN ${exact(`coalesce(${saidOfKind("kinds")}::numeric, CASE WHEN s.kinds IS NULL THEN h.credits END, 0)`)} END,
      'approval', coalesce(${saidOfKind("approval_numbers")}, CASE WHEN s.approval_numbers IS NULL THEN h.approval_number END, ''),
      'rule', coalesce(h.credit_rule_id, ${rule}))), '{}')
    FROM credit_kind k LEFT JOIN program_credit_kind h ON h.program_id = t.id AND h.kind_id = k.id
    CROSS JOIN LATERAL (SELECT coalesce(${saidOfKind("requested_kinds")}::numeric, h.requested_credits, nullif(${saidOfKind("kinds")}::numeric, 0)) AS requested) q
    WHERE NOT k.is_default AND q.requested IS NOT NULL AND CASE WHEN s.kinds IS NULL AND s.requested_kinds IS NULL THEN h.kind_id IS NOT NULL
      ELSE k.code IN (SELECT x.code FROM ${kindsSaid("concat_ws('; ', nullif(s.kinds, ''), nullif(s.requested_kinds, ''))")} x) END)`,
});

/** SQL of a kind of a row of programs, with its terms. */
const kindsOfProgramRow = `(SELECT k.name AS kind, r.*, w.name AS whole, (y.value ->> 'credits')::numeric AS credits,
    CASE WHEN w.id IS NULL THEN NULL WHEN w.is_default THEN coalesce(c.v_credits, 0) ELSE coalesce((c.v_kinds -> w.id::text ->> 'credits')::numeric, 0) END AS whole_credits
  FROM jsonb_each(c.v_kinds) y JOIN credit_kind k ON k.id = y.key::uuid JOIN credit_rule r ON r.id = (y.value ->> 'rule')::uuid
  LEFT JOIN credit_kind w ON w.id = k.part_of_id ORDER BY k.code)`;

/** What is asked of what a program is approved for of further kinds. */
export const kindRulesOfProgram: readonly MovingRule[] = [
  isKindRule("kinds"),
  isKindRule("requested_kinds"),
  isKindRule("approval_numbers"),
  {
    column: "approval_numbers",
    code: ErrorCode.KIND_NOT_APPROVED,
    when: `c.s_approval_numbers <> '' AND EXISTS (SELECT FROM ${kindsSaid("c.s_approval_numbers")} x JOIN credit_kind k ON k.code = x.code WHERE NOT c.v_kinds ? k.id::text)`,
    message: "bundle.numberOfNoKind",
  },
  {
    column: "kinds",
    code: ErrorCode.CREDITS_NOT_WHOLE_STEPS,
    when: `c.nth = 1 AND EXISTS (SELECT FROM ${kindsOfProgramRow} a WHERE a.credits > 0 AND ${awardProblems.CREDITS_NOT_WHOLE_STEPS("a.credits", "a")})`,
    message: "bundle.kindNotWholeSteps",
    facts: Object.fromEntries(
      [
        ["kind", "a.kind"],
        ["step", "a.step::text"],
      ].map(([fact = "", of]) => [
        fact,
        `(SELECT ${of} FROM ${kindsOfProgramRow} a WHERE a.credits > 0 AND ${awardProblems.CREDITS_NOT_WHOLE_STEPS("a.credits", "a")} LIMIT 1)`,
      ]),
    ),
  },
  {
    column: "kinds",
    code: ErrorCode.PART_ABOVE_WHOLE,
    when: `c.nth = 1 AND EXISTS (SELECT FROM ${kindsOfProgramRow} a WHERE a.credits > a.whole_credits)`,
    message: "bundle.partAboveWhole",
    facts: {
      kind: `(SELECT a.kind FROM ${kindsOfProgramRow} a WHERE a.credits > a.whole_credits LIMIT 1)`,
      whole: `(SELECT a.whole FROM ${kindsOfProgramRow} a WHERE a.credits > a.whole_credits LIMIT 1)`,
    },
  },
];

/** SQL of the kinds of programs, by the rows and on record, which rows of sessions and attendance are asked about. */
export const layProgramKinds: readonly string[] = [
  `CREATE TEMPORARY TABLE moving_program_kind ON COMMIT DROP AS
     SELECT p.program_id, p.kind_id, p.credits, p.credit_rule_id FROM program_credit_kind p
     WHERE NOT EXISTS (SELECT FROM checked_programs c WHERE c.record_id = p.program_id AND c.action = 'CHANGED')
     UNION ALL SELECT c.record_id, y.key::uuid, (y.value ->> 'credits')::numeric, (y.value ->> 'rule')::uuid
     FROM checked_programs c CROSS JOIN jsonb_each(c.v_kinds) y WHERE (NOT c.found OR c.action = 'CHANGED') AND c.nth = 1`,
  "CREATE INDEX ON moving_program_kind (program_id)",
  "ANALYZE moving_program_kind",
];
