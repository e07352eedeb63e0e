import "../programs/upload-program-document.ts";
import type { EntityManager } from "typeorm";
import { firstOffering } from "../conferences/session.queries.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError } from "../core/errors.ts";
import { enqueue, type Jobs, Urgency } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { Member } from "../members/member.entity.ts";
import { claimsOverSql, claimsUntilSql } from "../programs/claim-window.ts";
import { tellClaimable } from "./certificate.mail.ts";
import { issueConferenceCertificate } from "./generate-certificate.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** Certificates of what was claimed of a conference wait no more. `after`: the member up to whom they were looked at. */
    "certificates.releaseClaims": { programId: string; after: string };
  }
}

/** So many members are looked at in one run. */
const batchSize = 50;

interface Waiting {
  memberId: string;
  accountId: string | null;
  name: string;
  /** The primary address. */
  address: string | null;
}

interface Released {
  id: string;
  title: string;
  claimsUntil: string | null;
  claimsOver: boolean;
}

/**
 * Of who has claimed and has no certificate: while claims are open they are told that they can generate it, once they are over it is issued as it was
 * chosen, since nobody could before. Of a program without claims there is nothing to do. Then the report's certificates and its fees follow.
 */
export async function releaseClaims(
  ctx: Context,
  { programId, after }: Jobs["certificates.releaseClaims"],
): Promise<void> {
  const conference = await readReleased(ctx, programId);
  const batch = conference ? await nextWaiting(ctx, programId, after) : [];
  if (conference?.claimsOver) for (const { memberId } of batch) await issueChosen(ctx, programId, memberId);
  await inTransaction(ctx, async (tx) => {
    if (conference && !conference.claimsOver)
      await tellClaimable(
        tx,
        ctx,
        conference,
        batch.flatMap(({ address, ...to }) => (address === null ? [] : [{ ...to, address }])),
      );
    const last = batch.at(-1);
    if (last && batch.length === batchSize)
      await enqueue(tx, "certificates.releaseClaims", { programId, after: last.memberId }, Urgency.BULK);
    else await enqueue(tx, "programs.documentsChanged", { programId, released: true });
  });
}

async function readReleased(ctx: Context, programId: string): Promise<Released | null> {
  const [found] = await ctx.db.query(
    `SELECT p.id, p.name AS title, ${claimsUntilSql("p")} AS "claimsUntil", ${claimsOverSql("p", "z.time_zone", "$2")} AS "claimsOver"
     FROM program p CROSS JOIN ${firstOffering} WHERE p.id = $1 AND EXISTS (SELECT FROM session s WHERE s.program_id = p.id)`,
    [programId, ctx.now()],
  );
  return found ?? null;
}

const nextWaiting = (ctx: Context, programId: string, after: string): Promise<Waiting[]> =>
  ctx.db.query(
    `SELECT m.id AS "memberId", m.account_id AS "accountId", trim(m.first_name || ' ' || m.last_name) AS name, e.address
     FROM (SELECT DISTINCT k.member_id FROM session_claim k JOIN session s ON s.id = k.session_id
       WHERE s.program_id = $1 AND k.member_id > $2) k
     JOIN member m ON m.id = k.member_id AND m.active
     LEFT JOIN email_address e ON e.account_id = m.account_id AND e.is_primary AND e.verified_at IS NOT NULL
     WHERE NOT EXISTS (SELECT FROM certificate c WHERE c.member_id = m.id AND c.program_id = $1
       AND c.attendance_record_id IS NULL AND c.status <> 'SUPERSEDED')
     ORDER BY m.id LIMIT ${batchSize}`,
    [programId, after],
  );

/**
 * After the time to claim, what a member has chosen of a conference is issued once nothing holds it any more: they could not before. Does nothing
 * while they can generate it themselves.
 */
export async function issueChosenOf(ctx: Context, programId: string, memberId: string): Promise<void> {
  const conference = await readReleased(ctx, programId);
  if (!conference?.claimsOver) return;
  const [waiting] = await ctx.db.query(
    `SELECT FROM session_claim k JOIN session s ON s.id = k.session_id WHERE s.program_id = $1 AND k.member_id = $2
       AND NOT EXISTS (SELECT FROM certificate c WHERE c.member_id = $2 AND c.program_id = $1
         AND c.attendance_record_id IS NULL AND c.status <> 'SUPERSEDED') LIMIT 1`,
    [programId, memberId],
  );
  if (waiting) await issueChosen(ctx, programId, memberId);
}

/** What keeps one from being issued keeps no other: staff can issue it once that is mended. */
async function issueChosen(ctx: Context, programId: string, memberId: string): Promise<void> {
  const lock = (tx: EntityManager) => tx.findOneOrFail(Member, { where: { id: memberId }, lock: forChange });
  try {
    await issueConferenceCertificate(ctx, programId, lock);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
}
