import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import { redactAudit } from "../core/audit-chain.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { defineJob } from "../core/jobs.ts";
import { localDay } from "../core/local-day.ts";
import { forRemovalSql } from "../core/locks.ts";
import { recorded } from "../core/messages/sentence.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { settingsId } from "../policies/settings-page.object.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** The records whose years are over are to go. */
    "persons.endRetention": Record<string, never>;
  }
}

/** So many rows go in one transaction: others wait for none of them for long. */
const batch = 1_000;

interface Retention {
  /** Today, in the accreditor's time zone. */
  today: string;
  years: number;
}

/**
 * SQL of whether a day is longer past than records are kept: they are kept to the end of the same day so many years later, those of
 * a 29 February to the end of the 28th. Over $1, today, and $2, the years; the first half is for the index.
 */
const isOver = (day: string): string =>
  `(${day} <= ($1::date - make_interval(years => $2::int))::date AND (${day} + make_interval(years => $2::int))::date < $1::date)`;

/** The same of an instant, by its day in the accreditor's time zone. */
const isOverSince = (instant: string): string =>
  `(${instant} < $1::date - make_interval(years => $2::int) + interval '2 days'
    AND ((${instant} AT TIME ZONE (SELECT time_zone FROM accreditor_settings))::date + make_interval(years => $2::int))::date < $1::date)`;

/**
 * Whether it is that long since something was made, and, where it ended, since it last stood for something: of whatever day it tells. A
 * certificate that is issued today for a day in 2009 is kept from today. Source: product design, *Keeping*.
 */
const isKeptNoMore = (madeAt: string, endedAt?: string): string =>
  endedAt ? `(${isOverSince(madeAt)} AND (${endedAt} IS NULL OR ${isOverSince(endedAt)}))` : isOverSince(madeAt);

/** One batch of one kind, as one or more statements; answers with how many went. The last kinds count on the first being gone. */
type Step = (tx: EntityManager, ctx: Context, retention: Retention) => Promise<number>;

const idsOf = async (tx: EntityManager, sql: string, { today, years }: Retention): Promise<string[]> => {
  const rows: { id: string }[] = await tx.query(`${sql} LIMIT ${batch} ${forRemovalSql} SKIP LOCKED`, [today, years]);
  return rows.map(({ id }) => id);
};

const certificates: Step = async (tx, _ctx, retention) => {
  const ids = await idsOf(
    tx,
    // One that was superseded held until the next one was issued.
    `SELECT c.id FROM certificate c WHERE ${isKeptNoMore("c.issued_at", "c.revoked_at")}
       AND NOT EXISTS (SELECT FROM certificate n WHERE n.id = c.superseded_by_id AND NOT ${isOverSince("n.issued_at")})
     ORDER BY c.issued_at, c.id`,
    retention,
  );
  await tx.query("UPDATE certificate SET superseded_by_id = NULL WHERE superseded_by_id = ANY($1::uuid[])", [ids]);
  const [files]: [{ pdf: string; transcript: string | null }[], number] = await tx.query(
    "DELETE FROM certificate WHERE id = ANY($1::uuid[]) RETURNING pdf_file_id AS pdf, transcript_file_id AS transcript",
    [ids],
  );
  const fileIds = files.flatMap(({ pdf, transcript }) => (transcript ? [pdf, transcript] : [pdf]));
  // A mail that brought it later than that, on request, keeps its text without it.
  await tx.query("DELETE FROM mail_attachment WHERE file_id = ANY($1::uuid[])", [fileIds]);
  await tx.query("DELETE FROM stored_file WHERE id = ANY($1::uuid[])", [fileIds]);
  return ids.length;
};

/** Attendance stays as long as a certificate that stands on it. */
const attendance: Step = async (tx, _ctx, retention) => {
  const ids = await idsOf(
    tx,
    `SELECT r.id FROM attendance_record r WHERE ${isKeptNoMore("r.recorded_at", "r.reversed_at")}
       AND NOT EXISTS (SELECT FROM certificate c WHERE c.attendance_record_id = r.id)
       AND (r.session_id IS NULL OR NOT EXISTS (SELECT FROM certificate c
         WHERE c.member_id = r.member_id AND c.program_id = r.program_id AND c.attendance_record_id IS NULL))
     ORDER BY r.recorded_at, r.id`,
    retention,
  );
  await tx.query("DELETE FROM attendance_upload_change WHERE record_id = ANY($1::uuid[])", [ids]);
  for (const column of ["replaces_id", "yields_to_id"])
    await tx.query(`UPDATE attendance_record SET ${column} = NULL WHERE ${column} = ANY($1::uuid[])`, [ids]);
  await tx.query("DELETE FROM attendance_record WHERE id = ANY($1::uuid[])", [ids]);
  return ids.length;
};

/** Choices stay as long as a certificate that lists what came of them. */
const claims: Step = async (tx, _ctx, { today, years }) => {
  const [, count]: [unknown, number] = await tx.query(
    `DELETE FROM session_claim WHERE (member_id, session_id) IN (
       SELECT y.member_id, y.session_id FROM session_claim y
       JOIN session s ON s.id = y.session_id JOIN program p ON p.id = s.program_id
       WHERE ${isOver("p.ends_on")} AND ${isKeptNoMore("y.claimed_at")}
         AND NOT EXISTS (SELECT FROM certificate c WHERE c.member_id = y.member_id AND c.program_id = p.id)
       ORDER BY y.session_id, y.member_id LIMIT ${batch} ${forRemovalSql} OF y SKIP LOCKED)`,
    [today, years],
  );
  return count;
};

const registrations: Step = async (tx, _ctx, retention) => {
  const ids = await idsOf(
    tx,
    `SELECT id FROM registration WHERE program_id IN (SELECT p.id FROM program p WHERE ${isOver("p.ends_on")})
       AND ${isKeptNoMore("created_at")} AND NOT EXISTS (SELECT FROM session_claim y WHERE y.registration_id = registration.id)
     ORDER BY id`,
    retention,
  );
  await tx.query("DELETE FROM registration WHERE id = ANY($1::uuid[])", [ids]);
  return ids.length;
};

/** Speakers' CVs and sign-in sheets name people; they stay as long as a certificate of the program, which itself stays. */
const documents: Step = async (tx, _ctx, retention) => {
  const ids = await idsOf(
    tx,
    `SELECT id FROM program_document WHERE program_id IN (SELECT p.id FROM program p WHERE ${isOver("p.ends_on")}
         AND NOT EXISTS (SELECT FROM certificate c WHERE c.program_id = p.id))
       AND ${isKeptNoMore("uploaded_at")}
     ORDER BY id`,
    retention,
  );
  const [files]: [{ id: string }[], number] = await tx.query(
    "DELETE FROM program_document WHERE id = ANY($1::uuid[]) RETURNING file_id AS id",
    [ids],
  );
  // A copied application has the same files.
  await tx.query(
    `DELETE FROM stored_file f WHERE f.id = ANY($1::uuid[])
       AND NOT EXISTS (SELECT FROM program_document d WHERE d.file_id = f.id)`,
    [files.map(({ id }) => id)],
  );
  return ids.length;
};

const mails: Step = async (tx, _ctx, retention) => {
  const ids = await idsOf(
    tx,
    `SELECT id FROM mail WHERE ${isOverSince("created_at")} AND status <> 'QUEUED' ORDER BY created_at, id`,
    retention,
  );
  await tx.query("DELETE FROM mail WHERE id = ANY($1::uuid[])", [ids]);
  return ids.length;
};

/** An upload stays as long as a correction of it. */
const uploads: Step = async (tx, _ctx, retention) => {
  const ids = await idsOf(
    tx,
    `SELECT u.id FROM attendance_upload u WHERE ${isOverSince("u.created_at")}
       AND NOT EXISTS (SELECT FROM attendance_record r WHERE r.upload_id = u.id)
       AND NOT EXISTS (SELECT FROM attendance_upload c WHERE c.amends_id = u.id) ORDER BY u.created_at, u.id`,
    retention,
  );
  await tx.query("DELETE FROM attendance_upload_change WHERE upload_id = ANY($1::uuid[])", [ids]);
  await tx.query("UPDATE attendance_upload SET same_as_id = NULL WHERE same_as_id = ANY($1::uuid[])", [ids]);
  await tx.query("DELETE FROM attendance_upload WHERE id = ANY($1::uuid[])", [ids]);
  return ids.length;
};

/** Of an entry of the audit log stays who, by ID, did what to which thing, and when: the chain goes on to its first entry. */
const auditEntries: Step = (tx, ctx, { today, years }) =>
  redactAudit(tx, ctx, recorded("reason.timeOver"), {
    entries: `SELECT id FROM audit_entry WHERE ${isOverSince("at")} AND action <> 'audit.redact'
      AND (actor_name <> '[erased]' OR ip IS NOT NULL OR reason IS NOT NULL OR before IS NOT NULL OR after IS NOT NULL)
      ORDER BY at, id LIMIT ${batch}`,
    values: [today, years],
    what: "EVERYTHING",
  });

const steps = { certificates, attendance, claims, registrations, documents, mails, uploads, auditEntries };

/**
 * Lets go what has been kept for the years that the settings say, in small transactions: it can end at any moment, goes on from
 * there the next time, and finds nothing to do when it comes twice.
 */
export const endRetentionJob = defineJob("persons.endRetention", async (ctx: Context) => {
  const { retentionYears: years, timeZone } = await loadSettings(ctx.db.manager);
  const retention = { years, today: localDay(ctx.now(), timeZone) };
  const gone: Partial<Record<keyof typeof steps, number>> = {};
  for (const name of Object.keys(steps) as (keyof typeof steps)[]) {
    const step = steps[name];
    for (;;) {
      const count = await inTransaction(ctx, (tx) => step(tx, ctx, retention));
      if (count === 0) break;
      gone[name] = (gone[name] ?? 0) + count;
    }
  }
  if (Object.keys(gone).length > 0)
    await audit(ctx.db.manager, ctx, "retention.end", ["settings", settingsId], {
      after: { ...gone, today: retention.today, years },
    });
});
