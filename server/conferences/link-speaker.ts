import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { isId } from "../core/ids.ts";
import { keepPersons } from "../members/keep-persons.ts";
import { Member } from "../members/member.entity.ts";
import { isForStaff } from "./conference.policy.ts";
import { countChange, type LockedConference, lockSession } from "./lock-conference.ts";
import { SessionInstructor } from "./session-instructor.entity.ts";
import { tellSpeaker } from "./speaker.mail.ts";

/** Which member a speaker is. */
export interface SpeakerLink {
  /** As the session names them. */
  speaker: string;
  memberId: string;
  /** Whether the member had given the talk before. */
  givenBefore: boolean;
}

/**
 * Says which member one of a session's speakers is, who earns of it by the rule of the conference's type from then on. Names are not compared.
 * Whoever reports who attended says it: the provider, and staff. What staff have said stays theirs. Said again, it is changed.
 * @throws NOT_FOUND, the same for a missing and a foreign session; what lockConference refuses; BAD_INPUT for who is not among the speakers, a
 *   recording, and a speaker who is another member; MEMBER_INACTIVE; STAFF_DECIDES
 */
export async function linkSpeaker(ctx: Context, sessionId: string, link: SpeakerLink): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    // From here on nobody becomes another person, so that the credit goes to who was meant.
    await keepPersons(tx);
    const { session, conference } = await lockSession(tx, ctx, sessionId);
    const speaker = session.speakers.find((name) => name === link.speaker.trim());
    if (speaker === undefined)
      throw new DomainError(ErrorCode.BAD_INPUT, "conferences.notASpeaker", {
        field: "speaker",
        speaker: link.speaker,
        session: session.title,
      });
    if (session.recordingOfId !== null)
      throw new DomainError(ErrorCode.BAD_INPUT, "conferences.speakerOfRecording", { field: "id" });
    const member = isId(link.memberId) ? await tx.findOneBy(Member, { id: link.memberId }) : null;
    if (!member || member.mergedIntoId || member.erasedAt) throw notFound("member", "memberId");
    if (!member.active)
      throw new DomainError(ErrorCode.MEMBER_INACTIVE, "conferences.speakerInactive", { field: "memberId" });
    const links = await tx.findBy(SessionInstructor, { sessionId });
    const before = links.find(({ memberId }) => memberId === member.id);
    const taken = links.find((each) => each.linked && each.speaker === speaker && each.memberId !== member.id);
    if (taken) throw new DomainError(ErrorCode.BAD_INPUT, "conferences.speakerLinked", { field: "speaker", speaker });
    assertMayLink(conference, before);
    const { givenBefore } = link;
    const setByStaff = conference.decides;
    await tx.save(
      tx.create(SessionInstructor, { sessionId, memberId: member.id, speaker, givenBefore, linked: true, setByStaff }),
    );
    await countChange(tx, ctx, conference, "program.change-sessions");
    if (!before?.linked && member.accountId !== ctx.viewer.accountId)
      await tellSpeaker(tx, ctx, member, conference.program, session.title);
    await audit(tx, ctx, "session.link-speaker", ["session", sessionId], {
      before: before?.linked
        ? { memberId: member.id, speaker: before.speaker, givenBefore: before.givenBefore }
        : undefined,
      after: { memberId: member.id, speaker, givenBefore },
    });
  });
}

/**
 * Takes back that a member is one of a session's speakers: what is on record for it follows by correctCertificates. That staff did it stays, so that
 * its provider does not say it again.
 * @returns whether the member was one
 * @throws NOT_FOUND, the same for a missing and a foreign session; what lockConference refuses; STAFF_DECIDES
 */
export async function unlinkSpeaker(ctx: Context, sessionId: string, memberId: string): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    await keepPersons(tx);
    const { conference } = await lockSession(tx, ctx, sessionId);
    const before = isId(memberId) ? await tx.findOneBy(SessionInstructor, { sessionId, memberId }) : null;
    if (!before?.linked) return false;
    assertMayLink(conference, before);
    await tx.update(SessionInstructor, { sessionId, memberId }, { linked: false, setByStaff: conference.decides });
    await countChange(tx, ctx, conference, "program.change-sessions");
    await audit(tx, ctx, "session.unlink-speaker", ["session", sessionId], {
      before: { memberId, speaker: before.speaker, givenBefore: before.givenBefore },
    });
    return true;
  });
}

function assertMayLink({ decides }: LockedConference, before: SessionInstructor | null | undefined): void {
  if (isForStaff(decides, before))
    throw new DomainError(ErrorCode.STAFF_DECIDES, "conferences.speakerByStaff", { field: "memberId" });
}
