import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode } from "../core/errors.ts";
import { approvedStatuses } from "../programs/program.status.ts";
import { Announcement, AnnouncementStatus } from "./announcement.entity.ts";
import type { AnnouncementInput } from "./announcement.object.ts";
import { canWriteAnnouncement, isOpen } from "./announcement.policy.ts";
import { type AnnouncementRow, announcementOf } from "./announcement.queries.ts";
import { lockAnnouncement } from "./lock-announcement.ts";

const lowerCase = (given: readonly string[] | null | undefined): string[] => [
  ...new Set((given ?? []).map((each) => each.trim().toLowerCase()).filter(Boolean)),
];

/**
 * Writes what a program's announcement is to say and to whom, for staff to decide; until they have let it go it can be written anew.
 * @throws what lockAnnouncement refuses; ILLEGAL_TRANSITION where the program is not approved, or the announcement was let go
 */
export async function proposeAnnouncement(
  ctx: Context,
  programId: string,
  { subject, text, roles, states }: AnnouncementInput,
): Promise<AnnouncementRow> {
  return inTransaction(ctx, async (tx) => {
    const { program, announcement } = await lockAnnouncement(tx, ctx, programId, canWriteAnnouncement);
    if (!approvedStatuses.includes(program.status))
      throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "announcements.notApproved");
    if (!isOpen(announcement?.status ?? null))
      throw new DomainError(ErrorCode.ILLEGAL_TRANSITION, "announcements.letGo");
    const words = { subject: subject.trim(), text: text.trim(), roles: lowerCase(roles), states: lowerCase(states) };
    if (announcement)
      await tx.update(Announcement, announcement.id, { ...words, status: AnnouncementStatus.PROPOSED, reason: null });
    else await tx.insert(Announcement, { programId, ...words, createdAt: ctx.now() });
    await audit(tx, ctx, "program.propose-announcement", ["program", programId], { after: words });
    return announcementOf(tx, programId);
  });
}
