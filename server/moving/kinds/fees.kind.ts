import { day, oneOf, plain, type ReadCell } from "../../attendance/read-cells.ts";
import { ErrorCode } from "../../core/errors.ts";
import { say } from "../../core/messages/message.ts";
import { Fee } from "../../fees/fee.entity.ts";
import { mostCents } from "../../fees/money.ts";
import { always, dayOf, type MovingKind, nowSql, todaySql } from "../moving-kind.ts";
import { programNumberColumn } from "./programs.kind.ts";

/** An amount of money as people write it, in cents. */
const money: ReadCell = (text) => {
  const [, whole = "", part = ""] = /^\D{0,3}?(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(text) ?? [];
  const cents = Number(whole) * 100 + Number(part.padEnd(2, "0"));
  return whole !== "" && cents > 0 && cents <= mostCents
    ? String(cents)
    : { code: ErrorCode.INVALID_VALUE, advice: say("bundle.amountOfMoney") };
};

const currency: ReadCell = (text) =>
  /^[A-Za-z]{3}$/.test(text) ? text.toUpperCase() : { code: ErrorCode.INVALID_VALUE, advice: say("bundle.currency") };

/** What providers paid for programs in another system. No ledger has it: nobody charged it here. */
export const feesKind: MovingKind = {
  name: "FEES",
  fileNames: ["fees", "fee", "payments", "fees paid"],
  table: "outside_fee",
  columns: [
    programNumberColumn,
    {
      key: "fee",
      headings: ["Fee", "Type"],
      read: oneOf(
        {
          [Fee.APPLICATION]: ["application", "applicationfee"],
          [Fee.FILING]: ["filing", "filingfee", "report", "reporting"],
          [Fee.LATE]: ["late", "latefee"],
        },
        say("bundle.whichFee"),
      ),
      required: true,
    },
    { key: "amount", type: "number", headings: ["Amount", "Paid"], read: money, required: true },
    { key: "currency", headings: ["Currency"], read: currency },
    { key: "paid_on", headings: ["Date", "Paid On", "Payment Date"], read: day, required: true, isDay: true },
    { key: "reference", headings: ["Reference", "Check Number", "Transaction"], read: plain(200) },
  ],
  references: [
    {
      column: "program_number",
      to: "moving_program",
      code: ErrorCode.UNKNOWN_PROGRAM,
      message: "bundle.noSuchProgram",
    },
  ],
  key: "concat_ws(chr(31), s.program_number, s.fee, s.paid_on, coalesce(s.reference, ''))",
  keyColumn: "program_number",
  match:
    "t.program_id = r_program_number.id AND t.fee = s.fee AND t.paid_on = nullif(s.paid_on, '')::date AND t.reference = coalesce(s.reference, '')",
  same: "true",
  called: "(SELECT concat_ws(' ', p.number, t.paid_on) FROM program p WHERE p.id = t.program_id)",
  fields: [
    { column: "program_id", type: "uuid", value: "r_program_number.id" },
    always("fee", "text", "NULL"),
    always("amount", "integer", "NULL"),
    always("currency", "text", "(SELECT f.currency FROM fee_policy f ORDER BY f.starts_on DESC LIMIT 1)"),
    always("paid_on", "date", "NULL"),
    { column: "reference", type: "text", value: "coalesce(s.reference, '')" },
  ],
  inserted: { created_at: nowSql },
  exported: {
    // What was given back was not paid.
    from: `(SELECT program_id, fee, amount, currency, paid_on, reference FROM outside_fee
      UNION ALL SELECT program_id, fee, sum(CASE kind WHEN 'PAYMENT' THEN amount ELSE -amount END)::integer, currency, ${dayOf("max(at) FILTER (WHERE kind = 'PAYMENT')")},
        coalesce((array_agg(reference ORDER BY at DESC) FILTER (WHERE kind = 'PAYMENT' AND reference IS NOT NULL))[1], '')
      FROM ledger_entry WHERE kind IN ('PAYMENT', 'REFUND') AND program_id IS NOT NULL GROUP BY program_id, fee, currency) t
      JOIN program p ON p.id = t.program_id WHERE p.number IS NOT NULL AND t.amount > 0`,
    cells: {
      program_number: "p.number",
      fee: "initcap(t.fee)",
      amount: "(t.amount / 100.0)::numeric(12,2)",
      currency: "t.currency",
      paid_on: "t.paid_on",
      reference: "t.reference",
    },
    key: ["program_number", "fee", "paid_on", "reference"],
    refers: { program_number: ["PROGRAMS", "number"] },
  },
  rules: [
    {
      column: "program_number",
      code: ErrorCode.NUMBER_TAKEN,
      when: "c.nth = 1 AND EXISTS (SELECT FROM moving_program p WHERE p.id = c.r_program_number AND p.own)",
      message: "bundle.feeOfHere",
    },
    {
      column: "fee",
      code: ErrorCode.ALREADY_RECORDED,
      when: `c.nth = 1 AND c.action IN ('ADDED', 'CHANGED') AND EXISTS (SELECT FROM ledger_entry x
        WHERE x.program_id = c.v_program_id AND x.fee = c.v_fee)`,
      message: "bundle.chargedHere",
    },
    {
      column: "amount",
      code: ErrorCode.MISSING_VALUE,
      when: "c.sound AND c.v_currency IS NULL",
      message: "bundle.noCurrency",
    },
    {
      column: "paid_on",
      code: ErrorCode.DATE_IN_FUTURE,
      when: `c.s_paid_on > ${todaySql}::text`,
      message: "bundle.dayToCome",
    },
  ],
};
