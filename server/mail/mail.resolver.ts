import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import type { OrderingOf } from "../core/lists/define-list.ts";
import { orderByDescription } from "../core/lists/order.ts";
import { type Connection, PageArgs } from "../core/lists/page.ts";
import { Allow, peopleOnly, readsPersons } from "../core/policy.ts";
import type { MailSuppression } from "./mail.entity.ts";
import {
  MailAttachmentObject,
  MailConnection,
  MailEventObject,
  MailFilter,
  MailObject,
  MailSuppressionObject,
} from "./mail.object.ts";
import { readsMailText } from "./mail.policy.ts";
import { attachmentsOfMail, eventsOfMail, type MailEventRow, type MailRow, mailList } from "./mail.queries.ts";
import { readMailText } from "./read-mail-text.ts";
import { suppressionOfAddress } from "./suppression.ts";

@Resolver(() => MailObject)
export class MailResolver {
  @Allow(readsPersons, peopleOnly)
  @Query(() => MailConnection, {
    description: "The outbox: every mail, newest first by default. For staff, but who looks after fees alone.",
  })
  mails(
    @Arg("filter", () => MailFilter, { nullable: true, description: "Which mails." }) filter: MailFilter | null,
    @Arg("orderBy", () => [mailList.Order], { nullable: true, description: orderByDescription })
    orderBy: OrderingOf<typeof mailList>[] | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<MailRow>> {
    return mailList.page(ctx, filter ?? {}, orderBy, page);
  }

  @Allow(readsMailText, peopleOnly)
  @FieldResolver(() => String, {
    description:
      "The text, without codes and links that are for its recipient alone. That it was read stands in the audit log.",
  })
  text(@Root() mail: MailRow, @Ctx() ctx: Context): Promise<string> {
    return readMailText(ctx, mail);
  }

  @FieldResolver(() => [MailEventObject], {
    description: "What was told of it after it was sent, in the order in which it happened.",
  })
  events(@Root() mail: MailRow, @Ctx() ctx: Context): Promise<MailEventRow[]> {
    return eventsOfMail(ctx, mail.id);
  }

  @FieldResolver(() => MailSuppressionObject, {
    nullable: true,
    description: "Why its address gets no mail now; null where it does.",
  })
  suppression(@Root() mail: MailRow, @Ctx() ctx: Context): Promise<MailSuppression | null> {
    return suppressionOfAddress(ctx, mail.toAddress);
  }

  @Allow(readsMailText, peopleOnly)
  @FieldResolver(() => [MailAttachmentObject], { description: "The files that go with it, for who reads its text." })
  async attachments(@Root() mail: MailRow, @Ctx() ctx: Context): Promise<MailAttachmentObject[]> {
    const rows = await attachmentsOfMail(ctx, mail.id);
    return rows.map((row) => ({
      ...row,
      url: `${ctx.config.publicUrl}/mail/${mail.id}/${encodeURIComponent(row.fileName)}`,
    }));
  }
}
