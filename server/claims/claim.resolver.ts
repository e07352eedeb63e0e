import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { SessionObject } from "../conferences/conference.object.ts";
import { conferenceKeys } from "../conferences/conference.policy.ts";
import type { SessionKind, SessionRow } from "../conferences/session.queries.ts";
import type { Context } from "../core/context.ts";
import { MemberScope } from "../core/member-scopes.ts";
import type { Language } from "../core/messages/sentence.ts";
import { Allow, holdsCredit, keysWith, peopleOnly, signedIn, staff } from "../core/policy.ts";
import { Credits, LocalDate } from "../core/scalars.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { kindTotals } from "../policies/award.ts";
import { sumCredits } from "../policies/credit-rule.arithmetic.ts";
import { missingDocumentsOf } from "../programs/missing-documents.ts";
import { canViewProgram } from "../programs/program.policy.ts";
import { ProgramDocumentKind } from "../programs/program-document.entity.ts";
import { choicesOf } from "./assert-no-conflict.ts";
import {
  ClaimedKindObject,
  ClaimInput,
  type ClaimProblemObject,
  ConferenceDayObject,
  ConferenceObject,
  SaveClaimsPayload,
  SessionClaimObject,
} from "./claim.object.ts";
import { ClaimAction } from "./claim.policy.ts";
import { claimActionsOf, countsOfSession, findConference, listConferences, ownConference } from "./claim.queries.ts";
import { claimSession } from "./claim-session.ts";
import type { RegisteredConference } from "./claimable.queries.ts";
import { type ClaimRefusal, saveClaims } from "./save-claims.ts";
import { sayPresence } from "./say-presence.ts";
import { unclaimSession } from "./unclaim-session.ts";

const textOr = (fact: unknown): string | null => (typeof fact === "string" ? fact : null);

function problemOf({ index, sessionId, refusal }: ClaimRefusal, language: Language): ClaimProblemObject {
  const { otherSessionId, attendedFrom, attendedUntil } = refusal.extensions;
  return {
    index,
    sessionId,
    code: refusal.code,
    message: refusal.in(language).message,
    otherSessionId: textOr(otherSessionId),
    attendedFrom: textOr(attendedFrom),
    attendedUntil: textOr(attendedUntil),
  };
}

@Resolver(() => ConferenceObject)
export class ConferenceResolver {
  @Allow(signedIn, keysWith(MemberScope.CONFERENCES))
  @Query(() => [ConferenceObject], {
    description: "Ended conferences of the viewer's verified addresses that have sessions to claim. Newest first.",
  })
  conferences(@Ctx() ctx: Context): Promise<RegisteredConference[]> {
    return listConferences(ctx);
  }

  @Allow(signedIn, keysWith(MemberScope.CONFERENCES))
  @Query(() => ConferenceObject, {
    nullable: true,
    description: "One of `conferences`; null where it is missing or not among them.",
  })
  conference(
    @Arg("id", () => ID, { description: "The conference." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<RegisteredConference | null> {
    return findConference(ctx, id);
  }

  @FieldResolver(() => [ConferenceDayObject], {
    description: "The sessions that the viewer's registration may claim, by the date on which they start.",
  })
  days(@Root() { sessions }: RegisteredConference): ConferenceDayObject[] {
    const dates = [...new Set(sessions.map((session) => session.date))].sort();
    return dates.map((date) => ({ date, sessions: sessions.filter((session) => session.date === date) }));
  }

  @FieldResolver(() => [SessionClaimObject], { description: "What the viewer has chosen, by start." })
  claims(@Root() { sessions }: RegisteredConference): SessionClaimObject[] {
    return sessions.flatMap((session) => SessionClaimObject.of(session) ?? []);
  }

  @FieldResolver(() => [ClaimAction], { description: "What the viewer can do with its sessions now." })
  availableActions(@Root() conference: RegisteredConference, @Ctx() ctx: Context): Promise<ClaimAction[]> {
    return claimActionsOf(ctx, conference);
  }

  @FieldResolver(() => [ProgramDocumentKind], {
    description:
      "Documents that its organizer has yet to send: until then no certificate of it is issued. None: they are.",
  })
  missingDocuments(@Root() { id }: RegisteredConference, @Ctx() ctx: Context): Promise<ProgramDocumentKind[]> {
    return missingDocumentsOf(ctx, id);
  }

  @FieldResolver(() => Credits, { description: "The sum of what the chosen sessions earn." })
  claimedCredits(@Root() { sessions }: RegisteredConference): string {
    return sumCredits(sessions.flatMap((session) => (session.claim ? [session.credits] : [])));
  }

  @FieldResolver(() => [ClaimedKindObject], {
    description:
      "The sums of what the chosen sessions earn the viewer of further kinds of credit, each at most what the conference awards of it.",
  })
  claimedKinds(@Root() conference: RegisteredConference): SessionKind[] {
    return kindTotals(choicesOf([{ ...conference, obstacle: null }]));
  }

  @FieldResolver(() => [ClaimedKindObject], {
    description:
      "How much it awards of each further kind of credit at most: what sessions have beyond it does not count.",
  })
  kindMaximums(@Root() { approved }: RegisteredConference): ClaimedKindObject[] {
    return (approved.kinds ?? []).map(({ name, rule: { unit }, credits, isPart }) => ({
      name,
      unit,
      credits: credits ?? "0.00",
      isPart,
    }));
  }

  @Allow(holdsCredit, keysWith(MemberScope.CLAIMS), "NONE")
  @Mutation(() => SessionClaimObject, {
    description:
      "Saves the choice. attendedOn is required for a virtual session and refused for an in-person one unless it is its date. Errors: NOT_FOUND, REGISTRATION_CLAIMED, CONFERENCE_NOT_ENDED, CLAIMS_CLOSED, SESSION_NOT_CLAIMABLE, ALREADY_RECORDED, ATTENDED_ON_REQUIRED, ATTENDED_ON_FIXED, ATTENDED_ON_OUT_OF_RANGE, PRESENCE_NOT_SHOWN, OVERLAPPING_SESSION, RECORDING_OF_CLAIMED, MEMBER_INACTIVE.",
  })
  async claimSession(
    @Arg("sessionId", () => ID, { description: "The session." }) sessionId: string,
    @Arg("attendedOn", () => LocalDate, { nullable: true, description: "The day on which it was attended." })
    attendedOn: string | null,
    @Ctx() ctx: Context,
  ): Promise<SessionClaimObject | null> {
    return SessionClaimObject.of(await claimSession(ctx, sessionId, attendedOn ?? null), true);
  }

  @Allow(holdsCredit, keysWith(MemberScope.CLAIMS), "NONE")
  @Mutation(() => SaveClaimsPayload, {
    description:
      "Makes a list the whole choice of a conference, all or nothing: what is not in it is taken off, and each that is in it is chosen by the rules of claimSession, in the list's order. Errors: NOT_FOUND, BAD_INPUT, SESSION_NOT_CLAIMABLE, REGISTRATION_CLAIMED, MEMBER_INACTIVE; what is refused of one session is among the problems.",
  })
  async saveClaims(
    @Arg("conferenceId", () => ID, { description: "The conference." }) conferenceId: string,
    @Arg("claims", () => [ClaimInput], { description: "All that is chosen of it, each once; at most 500." })
    claims: ClaimInput[],
    @Arg("preview", () => Boolean, { defaultValue: false, description: "Answer the same, and write nothing." })
    preview: boolean,
    @Ctx() ctx: Context,
  ): Promise<SaveClaimsPayload> {
    const { conference, problems } = await saveClaims(ctx, conferenceId, claims, preview);
    return { preview, conference, problems: problems.map((each) => problemOf(each, ctx.request.language)) };
  }

  @Allow(holdsCredit, peopleOnly, "NONE")
  @Mutation(() => SessionObject, {
    description:
      "The viewer says that they were at a session of which evidence is missing that its conference asks for. Staff or the provider decide whether it counts, and the viewer is told by mail. Errors: NOT_FOUND, REGISTRATION_CLAIMED, CONFERENCE_NOT_ENDED, CLAIMS_CLOSED, SESSION_NOT_CLAIMABLE, BAD_INPUT, MEMBER_INACTIVE, TOO_MANY_REQUESTS; ILLEGAL_TRANSITION unless `SessionPresence.maySay`.",
  })
  sayPresence(
    @Arg("sessionId", () => ID, { description: "The session." }) sessionId: string,
    @Arg("text", () => String, {
      description: "What they say: when they came, whom they saw; at most 2,000 characters.",
    })
    text: string,
    @Ctx() ctx: Context,
  ): Promise<SessionRow> {
    return sayPresence(ctx, sessionId, text);
  }

  @Allow(holdsCredit, keysWith(MemberScope.CLAIMS), "NONE")
  @Mutation(() => Boolean, {
    description: "Takes a session off. True: it was chosen; false: it was not. Errors: MEMBER_INACTIVE.",
  })
  unclaimSession(
    @Arg("sessionId", () => ID, { description: "The session." }) sessionId: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return unclaimSession(ctx, sessionId);
  }
}

@Resolver(() => SessionClaimObject)
export class ClaimedSessionResolver {
  @FieldResolver(() => ConferenceObject, {
    nullable: true,
    description:
      "The conference with what is chosen of it now, so that a cache has all that a claim changes; null where it is not the viewer's.",
  })
  conference(
    @Root() { session, isNew }: SessionClaimObject,
    @Ctx() ctx: Context,
  ): Promise<RegisteredConference | null> {
    return (isNew ? findConference : ownConference)(ctx, session.programId);
  }
}

@Resolver()
export class ClaimOnBehalfResolver {
  @Allow(staff, peopleOnly, "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => SessionClaimObject, {
    description:
      "Staff choose a session for a member, by the rules by which the member does, but that their word is evidence that the member was there; a certificate comes once the member generates it. Errors: those of claimSession; REASON_REQUIRED, CONFLICT_OF_INTEREST, ILLEGAL_TRANSITION; SESSION_NOT_CLAIMABLE where the member is not registered.",
  })
  async claimSessionFor(
    @Arg("memberId", () => ID, { description: "For whom." }) memberId: string,
    @Arg("sessionId", () => ID, { description: "The session." }) sessionId: string,
    @Arg("attendedOn", () => LocalDate, { nullable: true, description: "The day on which it was attended." })
    attendedOn: string | null,
    @Arg("reason", () => String, { description: "Why staff do it." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<SessionClaimObject | null> {
    return SessionClaimObject.of(await claimSession(ctx, sessionId, attendedOn ?? null, { memberId, reason }), true);
  }

  @Allow(staff, peopleOnly, "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => Boolean, {
    description:
      "Staff take a session off a member's choice; certificates hold until another one is generated. True: it was chosen. Errors: NOT_FOUND, REASON_REQUIRED, CONFLICT_OF_INTEREST, ILLEGAL_TRANSITION, MEMBER_INACTIVE.",
  })
  unclaimSessionFor(
    @Arg("memberId", () => ID, { description: "Whose choice it is." }) memberId: string,
    @Arg("sessionId", () => ID, { description: "The session." }) sessionId: string,
    @Arg("reason", () => String, { description: "Why staff do it." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return unclaimSession(ctx, sessionId, { memberId, reason });
  }
}

@Resolver(() => SessionObject)
export class SessionClaimResolver {
  @FieldResolver(() => SessionClaimObject, { nullable: true, description: "Null where the viewer has not claimed it." })
  claim(@Root() session: SessionRow): SessionClaimObject | null {
    return SessionClaimObject.of(session);
  }

  @FieldResolver(() => LocalDate, { description: "First day that Attended On may be; in person its date." })
  attendedFrom(@Root() { attendedFrom, virtual, releasedOn, date }: SessionRow): string {
    return attendedFrom ?? (virtual ? (releasedOn ?? date) : date);
  }

  @FieldResolver(() => LocalDate, { description: "Last day that Attended On may be; in person its date." })
  attendedUntil(@Root() { attendedUntil, virtual, today, date }: SessionRow): string {
    return attendedUntil ?? (virtual ? today : date);
  }

  @Allow(canViewProgram, conferenceKeys)
  @FieldResolver(() => Int, { description: "How many members have claimed it. For staff and the provider." })
  async claimCount(@Root() { id }: SessionRow, @Ctx() ctx: Context): Promise<number> {
    return (await countsOfSession(ctx, id)).claims;
  }

  @Allow(canViewProgram, conferenceKeys)
  @FieldResolver(() => Int, { description: "How much evidence of presence counts only once somebody lets it." })
  async presenceWaiting(@Root() { id }: SessionRow, @Ctx() ctx: Context): Promise<number> {
    return (await countsOfSession(ctx, id)).waiting;
  }
}
