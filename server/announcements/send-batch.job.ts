import { inTransaction } from "../core/context.ts";
import { defineJob, enqueue, Urgency } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { nextOfAudience } from "./announcement.audience.ts";
import { Announcement, AnnouncementStatus } from "./announcement.entity.ts";
import { writeAnnouncement } from "./announcement.mail.ts";

/** A batch is one transaction: who it is to, their mails, how far it came, and the next batch. */
const batchSize = 200;

/** Writes the mails of the next of the audience. A process that dies within leaves nothing of it, and it is made again. */
export const sendBatchJob = defineJob("announcements.sendBatch", (ctx, { announcementId }) =>
  inTransaction(ctx, async (tx) => {
    const announcement = await tx.findOne(Announcement, { where: { id: announcementId }, lock: forChange });
    // Whoever lets it go on leaves a job for it.
    if (announcement?.status !== AnnouncementStatus.SENDING) return;
    const batch = await nextOfAudience(tx, announcement, batchSize);
    const last = batch.at(-1);
    if (last) {
      const links: { accountId: string; link: string }[] = await tx.query(
        `INSERT INTO announcement_recipient (announcement_id, account_id, link) SELECT $1, unnest($2::uuid[]), gen_random_uuid()
         ON CONFLICT DO NOTHING RETURNING account_id AS "accountId", link`,
        [announcementId, batch.map(({ accountId }) => accountId)],
      );
      const linkOf = new Map(links.map(({ accountId, link }) => [accountId, link]));
      const [{ provider }] = await tx.query(
        "SELECT v.name AS provider FROM program p JOIN provider v ON v.id = p.provider_id WHERE p.id = $1",
        [announcement.programId],
      );
      await writeAnnouncement(
        tx,
        ctx,
        { ...announcement, provider },
        batch.flatMap((to) => {
          const link = linkOf.get(to.accountId);
          return link ? [{ ...to, link }] : [];
        }),
      );
    }
    if (batch.length < batchSize) await tx.update(Announcement, announcementId, { status: AnnouncementStatus.SENT });
    if (last) await tx.update(Announcement, announcementId, { reachedAccountId: last.accountId });
    if (batch.length === batchSize) await enqueue(tx, "announcements.sendBatch", { announcementId }, Urgency.BULK);
  }),
);
