import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { say } from "../core/messages/message.ts";
import { writeLetter } from "../mail/letter.ts";
import { MailKind } from "../mail/mail.entity.ts";
import type { AudienceMember } from "./announcement.audience.ts";
import type { Announcement } from "./announcement.entity.ts";

/** Where the mails of announcements are ended without a sign-in. */
export const unsubscribeAddress = (ctx: Context, link: string): string => `${ctx.config.publicUrl}/unsubscribe/${link}`;

/** What an announcement says between greeting and signature. */
export const announcementParagraphs = ({ text, provider }: Pick<Announcement, "text"> & { provider: string }) => [
  say("announcementMail.words", { text }),
  say("announcementMail.from", { provider }),
];

/** Writes an announcement to some of its audience, each with a link of their own by which such mails end. */
export async function writeAnnouncement(
  tx: EntityManager,
  ctx: Context,
  announcement: Pick<Announcement, "id" | "subject" | "text"> & { provider: string },
  recipients: readonly (AudienceMember & { link: string })[],
): Promise<void> {
  const letter = {
    kind: MailKind.ANNOUNCEMENT,
    cause: `announcement:${announcement.id}`,
    subjectId: announcement.id,
    subject: say("announcementMail.words", { text: announcement.subject }),
    paragraphs: announcementParagraphs(announcement),
  };
  await writeLetter(
    tx,
    ctx,
    letter,
    recipients.map(({ link, ...to }) => ({
      ...to,
      closing: say("announcementMail.unsubscribe", { link: unsubscribeAddress(ctx, link) }),
    })),
  );
}
