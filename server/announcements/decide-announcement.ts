import type { EntityManager } from "typeorm";
import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { requiredReason } from "../core/input-rules.ts";
import { enqueue, Urgency } from "../core/jobs.ts";
import { assertMove } from "../core/transitions.ts";
import { Announcement, AnnouncementStatus, announcementMoves } from "./announcement.entity.ts";
import { canDecideAnnouncement } from "./announcement.policy.ts";
import { type AnnouncementRow, announcementOf } from "./announcement.queries.ts";
import { lockAnnouncement } from "./lock-announcement.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    "announcements.sendBatch": { announcementId: string };
  }
}

type Decided = "program.send-announcement" | "program.stop-announcement" | "program.decline-announcement";

/** Moves an announcement on, if it may. */
function decide(
  ctx: Context,
  programId: string,
  to: AnnouncementStatus,
  action: Decided,
  also: (tx: EntityManager, announcement: Announcement) => Promise<unknown>,
  reason: string | null = null,
): Promise<AnnouncementRow> {
  return inTransaction(ctx, async (tx) => {
    const { announcement } = await lockAnnouncement(tx, ctx, programId, canDecideAnnouncement);
    if (!announcement) throw notFound("announcement");
    assertMove(announcementMoves, "announcement", announcement.status, to);
    await tx.update(Announcement, announcement.id, { status: to, reason });
    await also(tx, announcement);
    await audit(tx, ctx, action, ["program", programId], {
      reason,
      before: { announcement: announcement.status },
      after: { announcement: to },
    });
    return announcementOf(tx, programId);
  });
}

/**
 * Lets an announcement go, or go on: its batches are written, and what was held back is sent.
 * @throws what lockAnnouncement refuses; ILLEGAL_TRANSITION
 */
export const sendAnnouncement = (ctx: Context, programId: string): Promise<AnnouncementRow> =>
  decide(ctx, programId, AnnouncementStatus.SENDING, "program.send-announcement", async (tx, { id }) => {
    // The jobs of mails that were held back have come to nothing.
    await tx.query(
      `SELECT count(graphile_worker.add_job('mail.send', json_build_object('mailId', id), priority := 10))
       FROM mail WHERE subject_id = $1 AND kind = 'ANNOUNCEMENT' AND status = 'QUEUED'`,
      [id],
    );
    await enqueue(tx, "announcements.sendBatch", { announcementId: id }, Urgency.BULK);
  });

/**
 * Stops an announcement: no further mail of it is written or sent until it is let go on. What is being handed over at this moment goes out.
 * @throws what lockAnnouncement refuses; ILLEGAL_TRANSITION
 */
export const stopAnnouncement = (ctx: Context, programId: string): Promise<AnnouncementRow> =>
  decide(ctx, programId, AnnouncementStatus.STOPPED, "program.stop-announcement", () => Promise.resolve());

/**
 * Gives it back to its provider with the reason.
 * @throws what lockAnnouncement refuses; ILLEGAL_TRANSITION; REASON_REQUIRED
 */
export async function declineAnnouncement(ctx: Context, programId: string, why: string): Promise<AnnouncementRow> {
  const reason = requiredReason(why);
  const to = AnnouncementStatus.DECLINED;
  return decide(ctx, programId, to, "program.decline-announcement", () => Promise.resolve(), reason);
}
