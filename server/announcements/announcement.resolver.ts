import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import { say } from "../core/messages/message.ts";
import { sentence } from "../core/messages/sentence.ts";
import { Allow, inRoles, peopleOnly, staff, staffOrProvider } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { textOfLetter } from "../mail/letter.ts";
import { MailKind } from "../mail/mail.entity.ts";
import { ProgramObject } from "../programs/program.object.ts";
import { canViewProgram } from "../programs/program.policy.ts";
import type { ProgramRow } from "../programs/program.queries.ts";
import { countAudience } from "./announcement.audience.ts";
import { announcementParagraphs, unsubscribeAddress } from "./announcement.mail.ts";
import {
  AnnouncementInput,
  AnnouncementMailsObject,
  AnnouncementObject,
  AnnouncementPreviewObject,
  AnnouncementRequestObject,
} from "./announcement.object.ts";
import { AnnouncementAction, announcementActions } from "./announcement.policy.ts";
import {
  type AnnouncementRequest,
  type AnnouncementRow,
  announcementOfProgram,
  announcementQueue,
  mailsOfAnnouncement,
} from "./announcement.queries.ts";
import { declineAnnouncement, sendAnnouncement, stopAnnouncement } from "./decide-announcement.ts";
import { proposeAnnouncement } from "./propose-announcement.ts";

const programId = "The program's ID.";

@Resolver(() => AnnouncementObject)
export class AnnouncementResolver {
  @Allow(staff, peopleOnly)
  @Query(() => [AnnouncementRequestObject], {
    description:
      "Announcements that wait for staff or are under way, the program that begins first first: 200 at most.",
  })
  announcementQueue(@Ctx() ctx: Context): Promise<AnnouncementRequest[]> {
    return announcementQueue(ctx);
  }

  @Allow(staffOrProvider, peopleOnly, "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => AnnouncementObject, {
    description:
      "Writes what a program's announcement says and to whom, for staff to decide. Errors: NOT_FOUND, FORBIDDEN, PROVIDER_NOT_ACTIVE, BAD_INPUT, ILLEGAL_TRANSITION.",
  })
  proposeAnnouncement(
    @Arg("programId", () => ID, { description: programId }) id: string,
    @Arg("input", () => AnnouncementInput, { description: "Words and audience." }) input: AnnouncementInput,
    @Ctx() ctx: Context,
  ): Promise<AnnouncementRow> {
    return proposeAnnouncement(ctx, id, input);
  }

  @Allow(staff, peopleOnly, "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => AnnouncementObject, {
    description:
      "Lets an announcement go, or go on where it was stopped: to each of its audience once. Errors: NOT_FOUND, CONFLICT_OF_INTEREST, ILLEGAL_TRANSITION.",
  })
  sendAnnouncement(
    @Arg("programId", () => ID, { description: programId }) id: string,
    @Ctx() ctx: Context,
  ): Promise<AnnouncementRow> {
    return sendAnnouncement(ctx, id);
  }

  @Allow(staff, peopleOnly, "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => AnnouncementObject, {
    description:
      "Stops an announcement: nothing more of it goes out until it is let go on. Errors: NOT_FOUND, CONFLICT_OF_INTEREST, ILLEGAL_TRANSITION.",
  })
  stopAnnouncement(
    @Arg("programId", () => ID, { description: programId }) id: string,
    @Ctx() ctx: Context,
  ): Promise<AnnouncementRow> {
    return stopAnnouncement(ctx, id);
  }

  @Allow(staff, peopleOnly, "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => AnnouncementObject, {
    description:
      "Gives an announcement back to its provider. Errors: NOT_FOUND, CONFLICT_OF_INTEREST, ILLEGAL_TRANSITION, REASON_REQUIRED.",
  })
  declineAnnouncement(
    @Arg("programId", () => ID, { description: programId }) id: string,
    @Arg("reason", () => String, { description: "Why, for the provider." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<AnnouncementRow> {
    return declineAnnouncement(ctx, id, reason);
  }

  @Allow(staff, peopleOnly)
  @FieldResolver(() => Int, { description: "How many members it would reach now." })
  audience(@Root() announcement: AnnouncementRow, @Ctx() ctx: Context): Promise<number> {
    return countAudience(ctx.db.manager, announcement);
  }

  @FieldResolver(() => [AnnouncementMailsObject], { description: "How many of its mails are how far." })
  mails(@Root() announcement: AnnouncementRow, @Ctx() ctx: Context): Promise<AnnouncementMailsObject[]> {
    return mailsOfAnnouncement(ctx, announcement.id) as Promise<AnnouncementMailsObject[]>;
  }

  @FieldResolver(() => AnnouncementPreviewObject, { description: "What a reader gets, but for the name and the link." })
  async preview(@Root() announcement: AnnouncementRow, @Ctx() ctx: Context): Promise<AnnouncementPreviewObject> {
    const { language } = ctx.request;
    const closing = say("announcementMail.unsubscribe", { link: unsubscribeAddress(ctx, "…") });
    const text = await textOfLetter(
      ctx,
      MailKind.ANNOUNCEMENT,
      [...announcementParagraphs(announcement), closing],
      language,
    );
    return { subject: sentence(say("announcementMail.words", { text: announcement.subject }), language), text };
  }
}

@Resolver(() => ProgramObject)
export class ProgramAnnouncementResolver {
  @Allow(canViewProgram, peopleOnly)
  @FieldResolver(() => AnnouncementObject, {
    nullable: true,
    description: "The mail by which it is made known to the members; null: nobody wrote one.",
  })
  announcement(@Root() program: ProgramRow, @Ctx() ctx: Context): Promise<AnnouncementRow | null> {
    return announcementOfProgram(ctx, program.id);
  }

  @FieldResolver(() => [AnnouncementAction], {
    description: "What the viewer can do with its announcement now, written or not.",
  })
  async announcementActions(@Root() program: ProgramRow, @Ctx() ctx: Context): Promise<AnnouncementAction[]> {
    const announcement = await announcementOfProgram(ctx, program.id);
    const viewer = inRoles(ctx.viewer, [StaffRole.REGISTRAR]);
    return announcementActions(viewer, program, announcement?.status ?? null);
  }
}
