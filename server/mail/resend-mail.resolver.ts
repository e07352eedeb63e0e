import { Arg, Ctx, ID, Mutation, Query, Resolver } from "type-graphql";
import type { Context } from "../core/context.ts";
import { isId } from "../core/ids.ts";
import { Allow, peopleOnly, readsPersons, staff } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { liftSuppression } from "./lift-suppression.ts";
import type { Mail } from "./mail.entity.ts";
import { MailObject } from "./mail.object.ts";
import { type MailRow, mailById } from "./mail.queries.ts";
import { resendMail } from "./resend-mail.ts";

@Resolver(() => MailObject)
export class ResendMailResolver {
  @Allow(readsPersons, peopleOnly)
  @Query(() => MailObject, { nullable: true, description: "One mail, for staff, but who looks after fees alone." })
  mail(
    @Arg("id", () => ID, { description: "The mail's ID." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<MailRow | null> {
    return isId(id) ? mailById(ctx, id) : Promise.resolve(null);
  }

  @Allow(staff, peopleOnly, "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => MailObject, {
    description:
      "Sends a mail again, as a new one, to the same or a corrected address. Errors: NOT_FOUND, BAD_INPUT, FORBIDDEN for one with a code or a link that is for its recipient alone.",
  })
  resendMail(
    @Arg("id", () => ID, { description: "The mail's ID." }) id: string,
    @Arg("toAddress", () => String, { nullable: true, description: "Where to; left out: the same address." })
    toAddress: string | null,
    @Ctx() ctx: Context,
  ): Promise<Mail> {
    return resendMail(ctx, id, toAddress);
  }

  @Allow(staff, peopleOnly, "NONE", [StaffRole.REGISTRAR])
  @Mutation(() => Boolean, {
    description:
      "Lets mail go to an address again from which one came back or was called spam. What was not sent meanwhile stays so. Errors: NOT_FOUND, REASON_REQUIRED.",
  })
  liftMailSuppression(
    @Arg("address", () => String, { description: "The e-mail address." }) address: string,
    @Arg("reason", () => String, { description: "Why, for the audit log." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<true> {
    return liftSuppression(ctx, address, reason);
  }
}
