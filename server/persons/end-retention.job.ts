import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import { redactAudit } from "../core/audit-chain.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { defineJob } from "../core/jobs.ts";
import { localDay } from "../core/local-day.ts";
import { forRemovalSql } from "../core/locks.ts";
import { recorded } from "../core/messages/sentence.ts";
import { dropPdfs } from "../moving/bundle-pdfs.ts";
import { loadSettings } from "../policies/load-settings.ts";
import { settingsId } from "../policies/settings-page.object.ts";
import {
  going,
  importIsOverSql,
  type RetentionDay,
  type RetentionKind,
  retentionDay,
  retentionKinds,
} from "./retention.queries.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** The records whose years are over are to go. */
    "persons.endRetention": Record<string, never>;
  }
}

/** So many rows go in one transaction: others wait for none of them for long. */
const batch = 1_000;

/**
 * That somebody answered of a program, or tried its learning check, goes with the last of what they have of it.
 * @param gone members and programs of which something has just gone
 */
const forgetResponses = async (tx: EntityManager, gone: readonly object[]): Promise<void> => {
  for (const table of ["evaluation_response", "evaluation_link", "learning_attempt", "learning_grant"])
    await tx.query(
      `DELETE FROM ${table} e USING jsonb_to_recordset($1) AS g (member_id uuid, program_id uuid)
       WHERE e.member_id = g.member_id AND e.program_id = g.program_id
         AND NOT EXISTS (SELECT FROM attendance_record r WHERE r.member_id = g.member_id AND r.program_id = g.program_id)
         AND NOT EXISTS (SELECT FROM session_claim y JOIN session s ON s.id = y.session_id
           WHERE y.member_id = g.member_id AND s.program_id = g.program_id)`,
      [JSON.stringify(gone)],
    );
};

/** One batch of one kind, as one or more statements; answers with how many went. The last kinds count on the first being gone. */
type Step = (tx: EntityManager, ctx: Context, day: RetentionDay) => Promise<number>;

const gone = going(false);

const idsOf = async (tx: EntityManager, kind: RetentionKind, day: RetentionDay): Promise<string[]> => {
  const { from, where, madeAt } = gone[kind];
  const rows: { id: string }[] = await tx.query(
    `SELECT x.id FROM ${from} WHERE ${where} ORDER BY ${madeAt}, x.id LIMIT ${batch} ${forRemovalSql} OF x SKIP LOCKED`,
    day,
  );
  return rows.map(({ id }) => id);
};

const certificates: Step = async (tx, _ctx, day) => {
  const ids = await idsOf(tx, "certificates", day);
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

const attendance: Step = async (tx, _ctx, day) => {
  const ids = await idsOf(tx, "attendance", day);
  await tx.query("DELETE FROM attendance_upload_change WHERE record_id = ANY($1::uuid[])", [ids]);
  for (const column of ["replaces_id", "yields_to_id"])
    await tx.query(`UPDATE attendance_record SET ${column} = NULL WHERE ${column} = ANY($1::uuid[])`, [ids]);
  const [went]: [object[], number] = await tx.query(
    "DELETE FROM attendance_record WHERE id = ANY($1::uuid[]) RETURNING member_id, program_id",
    [ids],
  );
  await tx.query("DELETE FROM bundle_record WHERE record_id = ANY($1::uuid[])", [ids]);
  await forgetResponses(tx, went);
  return ids.length;
};

const claims: Step = async (tx, _ctx, day) => {
  const { from, where } = gone.claims;
  const [went]: [object[], number] = await tx.query(
    `DELETE FROM session_claim y USING session s WHERE s.id = y.session_id AND (y.member_id, y.session_id) IN (
       SELECT x.member_id, x.session_id FROM ${from} WHERE ${where}
       ORDER BY x.session_id, x.member_id LIMIT ${batch} ${forRemovalSql} OF x SKIP LOCKED)
     RETURNING y.member_id, s.program_id`,
    day,
  );
  await forgetResponses(tx, went);
  return went.length;
};

const presence: Step = async (tx, _ctx, day) => {
  const ids = await idsOf(tx, "presence", day);
  await tx.query("DELETE FROM presence WHERE id = ANY($1::uuid[])", [ids]);
  // The names of files, with the last of what they said.
  await tx.query(`DELETE FROM presence_import i USING program p WHERE p.id = i.program_id AND ${importIsOverSql}`, day);
  return ids.length;
};

const registrations: Step = async (tx, _ctx, day) => {
  const ids = await idsOf(tx, "registrations", day);
  await tx.query("DELETE FROM registration WHERE id = ANY($1::uuid[])", [ids]);
  return ids.length;
};

const documents: Step = async (tx, _ctx, day) => {
  const ids = await idsOf(tx, "documents", day);
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

const mails: Step = async (tx, _ctx, day) => {
  const ids = await idsOf(tx, "mails", day);
  await tx.query("DELETE FROM mail WHERE id = ANY($1::uuid[])", [ids]);
  return ids.length;
};

const uploads: Step = async (tx, _ctx, day) => {
  const ids = await idsOf(tx, "uploads", day);
  await tx.query("DELETE FROM attendance_upload_change WHERE upload_id = ANY($1::uuid[])", [ids]);
  await tx.query("UPDATE attendance_upload SET same_as_id = NULL WHERE same_as_id = ANY($1::uuid[])", [ids]);
  await tx.query("DELETE FROM attendance_upload WHERE id = ANY($1::uuid[])", [ids]);
  return ids.length;
};

/** The lists that came, with what each has changed; the members stay. */
const memberImports: Step = async (tx, _ctx, day) => {
  const ids = await idsOf(tx, "memberImports", day);
  await tx.query("DELETE FROM member_import WHERE id = ANY($1::uuid[])", [ids]);
  return ids.length;
};

const outsideCertificates: Step = async (tx, _ctx, day) => {
  const ids = await idsOf(tx, "outsideCertificates", day);
  await tx.query("DELETE FROM bundle_record WHERE record_id = ANY($1::uuid[])", [ids]);
  const [files]: [{ id: string | null }[], number] = await tx.query(
    "DELETE FROM outside_certificate WHERE id = ANY($1::uuid[]) RETURNING pdf_file_id AS id",
    [ids],
  );
  await tx.query("DELETE FROM stored_file WHERE id = ANY($1::uuid[])", [files.flatMap(({ id }) => id ?? [])]);
  return ids.length;
};

/** With what shows them. */
const outsideCredits: Step = async (tx, _ctx, day) => {
  const ids = await idsOf(tx, "outsideCredits", day);
  // What others yield to may go before them.
  await tx.query("UPDATE outside_credit SET yields_to_id = NULL WHERE yields_to_id = ANY($1::uuid[])", [ids]);
  const [gone]: [{ id: string | null }[], number] = await tx.query(
    "DELETE FROM outside_credit WHERE id = ANY($1::uuid[]) RETURNING proof_file_id AS id",
    [ids],
  );
  await tx.query("DELETE FROM stored_file WHERE id = ANY($1::uuid[])", [gone.flatMap(({ id }) => id ?? [])]);
  return ids.length;
};

/** The bundles that came, with from which row each record is; the records stay. */
const bundles: Step = async (tx, _ctx, day) => {
  const ids = await idsOf(tx, "bundles", day);
  await dropPdfs(tx, ids);
  await tx.query("DELETE FROM bundle_import WHERE id = ANY($1::uuid[])", [ids]);
  return ids.length;
};

/** Of an entry of the audit log stays who, by ID, did what to which thing, and when: the chain goes on to its first entry. */
const auditEntries: Step = (tx, ctx, day) =>
  redactAudit(tx, ctx, recorded("reason.timeOver"), {
    entries: `SELECT x.id FROM ${gone.auditEntries.from} WHERE ${gone.auditEntries.where} ORDER BY x.at, x.id LIMIT ${batch}`,
    values: [...day],
    what: "EVERYTHING",
  });

const steps: Record<RetentionKind, Step> = {
  certificates,
  attendance,
  claims,
  presence,
  registrations,
  documents,
  mails,
  uploads,
  memberImports,
  outsideCertificates,
  outsideCredits,
  bundles,
  auditEntries,
};

/**
 * Lets go what has been kept for its years, in small transactions: it can end at any moment, goes on from there the next time, and finds
 * nothing to do when it comes twice. `retentionForecast` shows it before.
 */
export const endRetentionJob = defineJob("persons.endRetention", async (ctx: Context) => {
  const { timeZone } = await loadSettings(ctx.db.manager);
  const day = await retentionDay(ctx.db.manager, localDay(ctx.now(), timeZone));
  const counts: Partial<Record<RetentionKind, number>> = {};
  for (const kind of retentionKinds)
    for (;;) {
      const count = await inTransaction(ctx, (tx) => steps[kind](tx, ctx, day));
      if (count === 0) break;
      counts[kind] = (counts[kind] ?? 0) + count;
    }
  if (Object.keys(counts).length > 0)
    await audit(ctx.db.manager, ctx, "retention.end", ["settings", settingsId], {
      after: { ...counts, today: day[0] },
    });
});
