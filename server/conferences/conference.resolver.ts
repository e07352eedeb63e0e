import { text } from "node:stream/consumers";
import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { ApiScope } from "../core/api-scopes.ts";
import type { Context } from "../core/context.ts";
import { writeRowErrors } from "../core/csv/write-row-errors.ts";
import type { OrderingOf } from "../core/lists/define-list.ts";
import { orderByDescription } from "../core/lists/order.ts";
import { type Connection, PageArgs, pageOf } from "../core/lists/page.ts";
import { Allow, keysWith, staffOrProvider } from "../core/policy.ts";
import { type RowError, RowErrorConnection } from "../core/row-error.object.ts";
import { Credits } from "../core/scalars.ts";
import { MemberObject } from "../members/member.object.ts";
import { type MemberRow, memberById } from "../members/member.queries.ts";
import { CreditExplanationObject } from "../policies/credit-explanation.object.ts";
import type { CreditExplanation } from "../policies/credit-explanation.ts";
import type { CreditKind } from "../policies/credit-kind.entity.ts";
import { CreditKindObject } from "../policies/credit-kind.object.ts";
import { creditKindById } from "../policies/credit-kind.queries.ts";
import { badgeNumber } from "./badge.ts";
import {
  RegistrationChangeConnection,
  RegistrationConnection,
  RegistrationFilter,
  RegistrationImportObject,
  RegistrationInput,
  RegistrationObject,
  ScheduleImportObject,
  SessionChangeConnection,
  SessionConnection,
  SessionCreditKindObject,
  SessionFilter,
  SessionInput,
  SessionObject,
} from "./conference.object.ts";
import { registrationRoles, sessionRoles } from "./conference.policy.ts";
import { ImportArgs, PartArgs, receiveImport } from "./import.args.ts";
import {
  importRegistrations,
  type RegistrationChange,
  type RegistrationImport,
  registrationsMaxBytes,
} from "./import-registrations.ts";
import { importSchedule, type ScheduleImport, type SessionChange, scheduleMaxBytes } from "./import-schedule.ts";
import { removeRegistration } from "./remove-registration.ts";
import { removeSession } from "./remove-session.ts";
import { saveRegistration } from "./save-registration.ts";
import { createSession, updateSessions } from "./save-session.ts";
import {
  ofVisibleConference,
  type RegistrationRow,
  registrationList,
  type SessionKind,
  type SessionRow,
  sessionList,
} from "./session.queries.ts";
import { sessionCredits } from "./session-credits.ts";
import { explainSession } from "./session-explanation.ts";
import { updateRegistration } from "./update-registration.ts";

const conferenceId = "The conference: a program of the type CONFERENCE.";
const versionRead = "The version that was read: STALE_VERSION if it has changed since.";
const errorsCsv =
  "All errors as the text of a CSV file, without a byte order mark. To have them of a file that was sent, send it again as a preview.";
const creditsReason = "Why credits are set by hand, or something is proposed; else none is needed.";
const proposing =
  "Leave to staff what is for them to decide of an approved conference: `Session.proposal` has it until then. Else that is refused with STAFF_DECIDES.";

@Resolver(() => SessionObject)
export class SessionResolver {
  @Allow(staffOrProvider, keysWith(ApiScope.CONFERENCES_READ))
  @Query(() => SessionConnection, {
    description:
      "The sessions of a conference for staff and its provider, by start where nothing else is asked. Errors: NOT_FOUND.",
  })
  sessions(
    @Arg("programId", () => ID, { description: conferenceId }) programId: string,
    @Arg("filter", () => SessionFilter, { nullable: true, description: "Which sessions." })
    filter: SessionFilter | null,
    @Arg("orderBy", () => [sessionList.Order], { nullable: true, description: orderByDescription })
    orderBy: OrderingOf<typeof sessionList>[] | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<SessionRow>> {
    return ofVisibleConference(ctx, programId, sessionList.page(ctx, { ...filter, programId }, orderBy, page));
  }

  @Allow(staffOrProvider, keysWith(ApiScope.CONFERENCES_READ))
  @Query(() => Credits, {
    description:
      "What a session of so many minutes earns by the conference's credit rule. Errors: NOT_FOUND, BAD_INPUT.",
  })
  sessionCredits(
    @Arg("programId", () => ID, { description: conferenceId }) programId: string,
    @Arg("minutes", () => Int, { description: "Elapsed minutes from start to end." }) minutes: number,
    @Ctx() ctx: Context,
  ): Promise<string> {
    return sessionCredits(ctx, programId, minutes);
  }

  @FieldResolver(() => [CreditExplanationObject], {
    description: "How what it earns came about, the default kind first.",
  })
  creditExplanations(@Root() session: SessionRow, @Ctx() ctx: Context): Promise<CreditExplanation[]> {
    return explainSession(ctx, session);
  }

  @FieldResolver(() => [SessionCreditKindObject], {
    description: "What it earns of further kinds of credit, in the order that staff set.",
  })
  creditKinds(@Root() { kinds }: SessionRow): SessionKind[] {
    // Who claims it is not shown what nobody earns.
    return kinds.filter(({ yours, approved }) => yours === null || approved);
  }

  @Allow(staffOrProvider, keysWith(ApiScope.CONFERENCES_WRITE), "NONE", sessionRoles)
  @Mutation(() => SessionObject, {
    description:
      "Adds a session by hand; it needs title, start and end. Errors: NOT_FOUND, BAD_INPUT, FORBIDDEN, REASON_REQUIRED, CREDITS_NOT_WHOLE_STEPS.",
  })
  createSession(
    @Arg("programId", () => ID, { description: conferenceId }) programId: string,
    @Arg("input", () => SessionInput, { description: "The session." }) input: SessionInput,
    @Arg("reason", () => String, { nullable: true, description: creditsReason }) reason: string | null,
    @Ctx() ctx: Context,
  ): Promise<SessionRow> {
    return createSession(ctx, programId, input, reason);
  }

  @Allow(staffOrProvider, keysWith(ApiScope.CONFERENCES_WRITE), "NONE", sessionRoles)
  @Mutation(() => SessionObject, {
    description:
      "Changes a session by hand. Issued certificates are not touched. Errors: NOT_FOUND, STALE_VERSION, BAD_INPUT, FORBIDDEN, REASON_REQUIRED, CREDITS_NOT_WHOLE_STEPS.",
  })
  async updateSession(
    @Arg("id", () => ID, { description: "The session." }) id: string,
    @Arg("input", () => SessionInput, { description: "What to change." }) input: SessionInput,
    @Arg("reason", () => String, { nullable: true, description: creditsReason }) reason: string | null,
    @Arg("version", () => Int, { nullable: true, description: `${versionRead} None: whatever it is.` })
    version: number | null,
    @Arg("propose", () => Boolean, { defaultValue: false, description: proposing }) propose: boolean,
    @Ctx() ctx: Context,
  ): Promise<SessionRow | undefined> {
    return (await updateSessions(ctx, [id], input, reason, { version, propose }))[0];
  }

  @Allow(staffOrProvider, keysWith(ApiScope.CONFERENCES_WRITE), "NONE", sessionRoles)
  @Mutation(() => [SessionObject], {
    description: "Changes sessions of one conference, all in the same way. Errors: as updateSession.",
  })
  updateSessions(
    @Arg("ids", () => [ID], { description: "The sessions, at most 5000." }) ids: string[],
    @Arg("input", () => SessionInput, { description: "What to change." }) input: SessionInput,
    @Arg("reason", () => String, { nullable: true, description: creditsReason }) reason: string | null,
    @Arg("propose", () => Boolean, { defaultValue: false, description: proposing }) propose: boolean,
    @Ctx() ctx: Context,
  ): Promise<SessionRow[]> {
    return updateSessions(ctx, ids, input, reason, { propose });
  }

  @Allow(staffOrProvider, keysWith(ApiScope.CONFERENCES_WRITE), "NONE", sessionRoles)
  @Mutation(() => Boolean, {
    description:
      "Removes a session. True: it is gone; false: somebody claimed it, so that it stays, flagged, or its removal waits for staff. Errors: NOT_FOUND, STAFF_DECIDES for the provider of an approved conference.",
  })
  removeSession(
    @Arg("id", () => ID, { description: "The session." }) id: string,
    @Arg("propose", () => Boolean, { defaultValue: false, description: proposing }) propose: boolean,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return removeSession(ctx, id, propose);
  }
}

@Resolver(() => SessionCreditKindObject)
export class SessionCreditKindResolver {
  @FieldResolver(() => CreditKindObject, { description: "Which kind." })
  kind(@Root() { kindId }: SessionKind, @Ctx() ctx: Context): Promise<CreditKind | null> {
    return creditKindById(ctx, kindId);
  }
}

@Resolver(() => ScheduleImportObject)
export class ScheduleImportResolver {
  @Allow(staffOrProvider, keysWith(ApiScope.CONFERENCES_WRITE), "NONE", sessionRoles)
  @Mutation(() => ScheduleImportObject, {
    description:
      "Takes a schedule, all or nothing: frab or pentabarf schedule.xml, c3voc schedule.json, or CSV, told apart by content. `preview: true` answers the same and stores nothing. Errors of the file are data; errors otherwise: NOT_FOUND, BAD_INPUT, FILE_TOO_LARGE, FILE_TOO_COSTLY.",
  })
  async importSchedule(
    @Args(() => ImportArgs) { programId, file, preview }: ImportArgs,
    @Arg("propose", () => Boolean, { defaultValue: false, description: proposing }) propose: boolean,
    @Ctx() ctx: Context,
  ): Promise<ScheduleImport> {
    return importSchedule(ctx, programId, receiveImport(file, scheduleMaxBytes), {
      preview: preview ?? false,
      propose,
    });
  }

  @FieldResolver(() => SessionChangeConnection, { description: "What happens to which session, in the file's order." })
  changes(@Root() { changes }: ScheduleImport, @Args(() => PartArgs) part: PartArgs): Connection<SessionChange> {
    return pageOf(changes, PageArgs.of(part));
  }

  @FieldResolver(() => RowErrorConnection, { description: "What is wrong, in the order of the file." })
  errors(@Root() { errors }: ScheduleImport, @Args(() => PartArgs) part: PartArgs): Connection<RowError> {
    return pageOf(errors, PageArgs.of(part));
  }

  @FieldResolver(() => String, { description: errorsCsv })
  errorsCsv(@Root() { errors }: ScheduleImport, @Ctx() ctx: Context): Promise<string> {
    return text(writeRowErrors(errors, ctx.request.language, { bom: false }));
  }
}

@Resolver(() => RegistrationObject)
export class ConferenceRegistrationResolver {
  @Allow(staffOrProvider, keysWith(ApiScope.CONFERENCES_READ))
  @Query(() => RegistrationConnection, {
    description:
      "The registrations of a conference for staff and its provider, by address where nothing else is asked. Errors: NOT_FOUND.",
  })
  registrations(
    @Arg("programId", () => ID, { description: conferenceId }) programId: string,
    @Arg("filter", () => RegistrationFilter, { nullable: true, description: "Which registrations." })
    filter: RegistrationFilter | null,
    @Arg("orderBy", () => [registrationList.Order], { nullable: true, description: orderByDescription })
    orderBy: OrderingOf<typeof registrationList>[] | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<RegistrationRow>> {
    return ofVisibleConference(ctx, programId, registrationList.page(ctx, { ...filter, programId }, orderBy, page));
  }

  @Allow(staffOrProvider, keysWith(ApiScope.CONFERENCES_WRITE), "NONE", registrationRoles)
  @Mutation(() => RegistrationObject, {
    description: "Adds a registration, or replaces the one of this address. Errors: NOT_FOUND, BAD_INPUT.",
  })
  saveRegistration(
    @Arg("programId", () => ID, { description: conferenceId }) programId: string,
    @Arg("input", () => RegistrationInput, { description: "The registration." }) input: RegistrationInput,
    @Ctx() ctx: Context,
  ): Promise<RegistrationRow> {
    return saveRegistration(ctx, programId, input);
  }

  @Allow(staffOrProvider, keysWith(ApiScope.CONFERENCES_WRITE), "NONE", registrationRoles)
  @Mutation(() => RegistrationObject, {
    description:
      "Changes a registration, its address too; who has claimed under it keeps it. Errors: NOT_FOUND, STALE_VERSION, BAD_INPUT.",
  })
  updateRegistration(
    @Arg("id", () => ID, { description: "The registration." }) id: string,
    @Arg("version", () => Int, { description: versionRead }) version: number,
    @Arg("input", () => RegistrationInput, { description: "The whole registration." }) input: RegistrationInput,
    @Ctx() ctx: Context,
  ): Promise<RegistrationRow> {
    return updateRegistration(ctx, id, version, input);
  }

  @FieldResolver(() => MemberObject, {
    nullable: true,
    description: "Who has claimed under it: nobody else can. Null: nobody has.",
  })
  async claimedBy(@Root() { memberId }: RegistrationRow, @Ctx() ctx: Context): Promise<MemberRow | null> {
    return memberId ? memberById(ctx, memberId) : null;
  }

  @FieldResolver(() => String, {
    description:
      "The number on its badge, which a QR code there says as well: whoever shows it at a door is who is registered.",
  })
  badge(@Root() registration: RegistrationRow): string {
    return badgeNumber(registration);
  }

  @Allow(staffOrProvider, keysWith(ApiScope.CONFERENCES_WRITE), "NONE", registrationRoles)
  @Mutation(() => Boolean, { description: "Removes a registration; what was awarded stays. Errors: NOT_FOUND." })
  removeRegistration(
    @Arg("id", () => ID, { description: "The registration." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return removeRegistration(ctx, id);
  }
}

@Resolver(() => RegistrationImportObject)
export class RegistrationImportResolver {
  @Allow(staffOrProvider, keysWith(ApiScope.CONFERENCES_WRITE), "NONE", registrationRoles)
  @Mutation(() => RegistrationImportObject, {
    description:
      "Takes registrations in CSV, all or nothing, with the columns Email, Registration Type, Access From, Access Until, Virtual and Name; an empty name leaves the one that is there; the first two are needed. `preview: true` answers the same and stores nothing. Errors of the file are data; errors otherwise: NOT_FOUND, BAD_INPUT, FILE_TOO_LARGE, FILE_TOO_COSTLY.",
  })
  async importRegistrations(
    @Args(() => ImportArgs) { programId, file, preview }: ImportArgs,
    @Ctx() ctx: Context,
  ): Promise<RegistrationImport> {
    return importRegistrations(ctx, programId, receiveImport(file, registrationsMaxBytes), preview ?? false);
  }

  @FieldResolver(() => RegistrationChangeConnection, { description: "What happens to which, in the file's order." })
  changes(
    @Root() { changes }: RegistrationImport,
    @Args(() => PartArgs) part: PartArgs,
  ): Connection<RegistrationChange> {
    return pageOf(changes, PageArgs.of(part));
  }

  @FieldResolver(() => RowErrorConnection, { description: "What is wrong, in the order of the file." })
  errors(@Root() { errors }: RegistrationImport, @Args(() => PartArgs) part: PartArgs): Connection<RowError> {
    return pageOf(errors, PageArgs.of(part));
  }

  @FieldResolver(() => String, { description: errorsCsv })
  errorsCsv(@Root() { errors }: RegistrationImport, @Ctx() ctx: Context): Promise<string> {
    return text(writeRowErrors(errors, ctx.request.language, { bom: false }));
  }
}
