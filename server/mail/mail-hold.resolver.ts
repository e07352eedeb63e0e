import { Arg, Ctx, Field, Int, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import type { Context } from "../core/context.ts";
import { Allow, administrator, peopleOnly, staff } from "../core/policy.ts";
import { DateTime } from "../core/scalars.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { dropHeldMail } from "./drop-held-mail.ts";
import { type MailHoldRow, readMailHold } from "./mail-hold.ts";
import { releaseHeldMail } from "./release-held-mail.ts";

@ObjectType("MailHold", {
  description: "Mail is held: a backup seems to have been restored, or the database moved, or somebody held it.",
  simpleResolvers: true,
})
export class MailHoldObject implements MailHoldRow {
  @Field(() => DateTime, { description: "Since when." }) since!: Date;
  @Field(() => Int, { description: "How many mails wait." }) waiting!: number;
  @Field(() => Int, {
    description: "How many of them are from before: where the copy is from they may have been sent.",
  })
  waitingBefore!: number;
}

@Resolver()
export class MailHoldResolver {
  @Allow(staff, peopleOnly)
  @Query(() => MailHoldObject, { nullable: true, description: "What is held; null where mail goes out. For staff." })
  mailHold(@Ctx() ctx: Context): Promise<MailHoldRow | null> {
    return readMailHold(ctx);
  }

  @Allow(administrator, peopleOnly, "FRESH", [StaffRole.ADMINISTRATOR])
  @Mutation(() => Int, {
    description:
      "Ends the hold: what waits is sent. Answers how many mails that are. Errors: ILLEGAL_TRANSITION, REASON_REQUIRED.",
  })
  releaseHeldMail(
    @Arg("reason", () => String, { description: "Why, for the audit log." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<number> {
    return releaseHeldMail(ctx, reason);
  }

  @Allow(administrator, peopleOnly, "FRESH", [StaffRole.ADMINISTRATOR])
  @Mutation(() => Int, {
    description:
      "Gives up the held mails from before the hold, or all that wait. The hold goes on. Answers how many mails that were. Errors: ILLEGAL_TRANSITION, REASON_REQUIRED.",
  })
  dropHeldMail(
    @Arg("all", () => Boolean, { defaultValue: false, description: "Also those that were written since." })
    all: boolean,
    @Arg("reason", () => String, { description: "Why, for the audit log." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<number> {
    return dropHeldMail(ctx, all, reason);
  }
}
