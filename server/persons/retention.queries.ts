import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { policySql } from "../policies/policy.queries.ts";

/** What goes when its years are over, in the order in which it goes: the later ones stay as long as one of the earlier that needs them. */
export const retentionKinds = [
  "certificates",
  "attendance",
  "claims",
  "presence",
  "registrations",
  "documents",
  "mails",
  "uploads",
  "memberImports",
  "outsideCertificates",
  "outsideCredits",
  "bundles",
  "auditEntries",
] as const;

export type RetentionKind = (typeof retentionKinds)[number];

/** Today, in the accreditor's time zone, and the fewest years that were ever set: the values of every condition. */
export type RetentionDay = [today: string, fewestYears: number];

/** @param today the day on which it is asked, in the accreditor's time zone */
export async function retentionDay(tx: EntityManager, today: string): Promise<RetentionDay> {
  const [{ years }] = await tx.query("SELECT min(value) AS years FROM policy WHERE name = 'RETENTION_YEARS'");
  return [today, years];
}

const localDayOf = (instant: string): string =>
  `(${instant} AT TIME ZONE (SELECT time_zone FROM accreditor_settings))::date`;

/**
 * SQL of whether a day is longer past than records are kept: to the end of the same day so many years later, those of a 29 February to the end of
 * the 28th, by the policy of that day. The first half is for the index.
 */
const isOver = (day: string): string =>
  `(${day} <= ($1::date - make_interval(years => $2::int))::date
    AND (${day} + make_interval(years => ${policySql("RETENTION_YEARS", day)}))::date < $1::date)`;

/** The same of an instant, by its day in the accreditor's time zone. */
const isOverSince = (instant: string): string =>
  `(${instant} < $1::date - make_interval(years => $2::int) + interval '2 days' AND ${isOver(localDayOf(instant))})`;

/**
 * Whether it is that long since something was made, and, where it ended, since it last stood for something: of whatever day it tells. A
 * certificate that is issued today for a day in 2009 is kept from today. Source: product design, *Keeping*.
 */
const isKeptNoMore = (madeAt: string, endedAt?: string): string =>
  endedAt ? `(${isOverSince(madeAt)} AND (${endedAt} IS NULL OR ${isOverSince(endedAt)}))` : isOverSince(madeAt);

/** Whether file `i`, which said who was at sessions of program `p`, says of nobody any more that they were, and is kept no longer. */
export const importIsOverSql = `(${isOver("p.ends_on")} AND ${isKeptNoMore("i.imported_at")}
  AND NOT EXISTS (SELECT FROM presence e WHERE e.import_id = i.id))`;

interface Going {
  from: string;
  where: string;
  /** When it was made, and how it is called where it is shown. */
  madeAt: string;
  label: string;
}

/** One that was superseded held until the next one was issued. */
const certificateGoes = (c: string): string =>
  `(${isKeptNoMore(`${c}.issued_at`, `${c}.revoked_at`)}
    AND NOT EXISTS (SELECT FROM certificate n WHERE n.id = ${c}.superseded_by_id AND NOT ${isOverSince("n.issued_at")}))`;

/**
 * What goes of each kind, over a RetentionDay.
 * @param ahead before anything has gone: what goes with a certificate is told by whether that one goes. Else by whether it is gone, so that nothing
 *   goes under what somebody else holds just now
 */
export function going(ahead: boolean): Record<RetentionKind, Going> {
  const certificateStays = (of: string) =>
    `EXISTS (SELECT FROM certificate c WHERE ${of}${ahead ? ` AND NOT ${certificateGoes("c")}` : ""})`;
  const attendanceGoes = (r: string) =>
    `(${isKeptNoMore(`${r}.recorded_at`, `${r}.reversed_at`)} AND NOT ${certificateStays(`c.attendance_record_id = ${r}.id`)}
      AND (${r}.session_id IS NULL OR NOT ${certificateStays(
        `c.member_id = ${r}.member_id AND c.program_id = ${r}.program_id AND c.attendance_record_id IS NULL`,
      )}))`;
  const claimGoes = (y: string) =>
    `(${isKeptNoMore(`${y}.claimed_at`)} AND EXISTS (SELECT FROM session s JOIN program p ON p.id = s.program_id
      WHERE s.id = ${y}.session_id AND ${isOver("p.ends_on")}
        AND NOT ${certificateStays(`c.member_id = ${y}.member_id AND c.program_id = p.id`)}))`;
  const unless = (goes: string) => (ahead ? ` AND NOT ${goes}` : "");
  return {
    certificates: { from: "certificate x", where: certificateGoes("x"), madeAt: "x.issued_at", label: "x.number" },
    attendance: {
      from: "attendance_record x",
      where: attendanceGoes("x"),
      madeAt: "x.recorded_at",
      label: `(SELECT concat_ws(' · ', m.member_number, p.number) FROM member m, program p WHERE m.id = x.member_id AND p.id = x.program_id)`,
    },
    claims: {
      from: "session_claim x",
      where: claimGoes("x"),
      madeAt: "x.claimed_at",
      label: `(SELECT concat_ws(' · ', m.member_number, s.title) FROM member m, session s WHERE m.id = x.member_id AND s.id = x.session_id)`,
    },
    // Evidence of what was awarded stays as long as that.
    presence: {
      from: "presence x",
      where: `(${isKeptNoMore("x.recorded_at")}
        AND EXISTS (SELECT FROM session s JOIN program p ON p.id = s.program_id WHERE s.id = x.session_id AND ${isOver("p.ends_on")})
        AND NOT EXISTS (SELECT FROM attendance_record r WHERE r.member_id = x.member_id AND r.session_id = x.session_id${unless(attendanceGoes("r"))})
        AND NOT EXISTS (SELECT FROM session_claim y WHERE y.member_id = x.member_id AND y.session_id = x.session_id${unless(claimGoes("y"))}))`,
      madeAt: "x.recorded_at",
      label: `(SELECT concat_ws(' · ', (SELECT m.member_number FROM member m WHERE m.id = x.member_id), s.title) FROM session s WHERE s.id = x.session_id)`,
    },
    registrations: {
      from: "registration x",
      where: `(x.program_id IN (SELECT p.id FROM program p WHERE ${isOver("p.ends_on")}) AND ${isKeptNoMore("x.created_at")}
        AND NOT EXISTS (SELECT FROM session_claim y WHERE y.registration_id = x.id${unless(claimGoes("y"))}))`,
      madeAt: "x.created_at",
      label: "(SELECT concat_ws(' · ', x.email, p.number) FROM program p WHERE p.id = x.program_id)",
    },
    // Speakers' CVs and sign-in sheets name people; they stay as long as a certificate of the program.
    documents: {
      from: "program_document x",
      where: `(x.program_id IN (SELECT p.id FROM program p WHERE ${isOver("p.ends_on")} AND NOT ${certificateStays("c.program_id = p.id")})
        AND ${isKeptNoMore("x.uploaded_at")})`,
      madeAt: "x.uploaded_at",
      label: "x.file_name",
    },
    mails: {
      from: "mail x",
      where: `(${isOverSince("x.created_at")} AND x.status <> 'QUEUED')`,
      madeAt: "x.created_at",
      label: "x.kind",
    },
    // An upload stays as long as a correction of it.
    uploads: {
      from: "attendance_upload x",
      where: `(${isOverSince("x.created_at")}
        AND NOT EXISTS (SELECT FROM attendance_record r WHERE r.upload_id = x.id${unless(attendanceGoes("r"))})
        AND NOT EXISTS (SELECT FROM attendance_upload u WHERE u.amends_id = x.id${unless(`(${isOverSince("u.created_at")}
          AND NOT EXISTS (SELECT FROM attendance_record r WHERE r.upload_id = u.id AND NOT ${attendanceGoes("r")}))`)}))`,
      madeAt: "x.created_at",
      label: "x.file_name",
    },
    memberImports: {
      from: "member_import x",
      where: isOverSince("x.created_at"),
      madeAt: "x.created_at",
      label: "x.file_name",
    },
    outsideCertificates: {
      from: "outside_certificate x",
      where: isKeptNoMore("x.created_at"),
      madeAt: "x.created_at",
      label: "x.number",
    },
    outsideCredits: {
      from: "outside_credit x",
      where: isKeptNoMore("x.created_at", "greatest(x.accepted_at, x.ended_at)"),
      madeAt: "x.created_at",
      label: "x.title",
    },
    bundles: {
      from: "bundle_import x",
      where: isOverSince("x.created_at"),
      madeAt: "x.created_at",
      label: "x.file_name",
    },
    // Of an entry stays who, by ID, did what to which thing, and when.
    auditEntries: {
      from: "audit_entry x",
      where: `(${isOverSince("x.at")} AND x.action <> 'audit.redact'
        AND (x.actor_name <> '[erased]' OR x.ip IS NOT NULL OR x.reason IS NOT NULL OR x.before IS NOT NULL OR x.after IS NOT NULL))`,
      madeAt: "x.at",
      label: "x.action",
    },
  };
}

export interface RetentionForecast {
  kind: RetentionKind;
  count: number;
  /** The day on which the oldest of them was made, and some of them by name, oldest first. */
  oldestOn: string | null;
  samples: string[];
}

const sampled = 5;

/** What the job would let go on a day, if nothing changed until then: the same conditions, asked before anything has gone. */
export async function forecastRetention(ctx: Context, day: string): Promise<RetentionForecast[]> {
  const values = await retentionDay(ctx.db.manager, day);
  const forecasts: RetentionForecast[] = [];
  for (const [kind, { from, where, madeAt, label }] of Object.entries(going(true))) {
    const [row] = await ctx.db.query(
      `WITH x AS MATERIALIZED (SELECT ${label} AS label, ${madeAt} AS made_at FROM ${from} WHERE ${where})
       SELECT count(*)::int AS count, ${localDayOf("min(made_at)")} AS "oldestOn",
         array(SELECT label FROM x ORDER BY made_at, label LIMIT ${sampled}) AS samples FROM x`,
      values,
    );
    forecasts.push({ kind: kind as RetentionKind, ...row });
  }
  return forecasts;
}
