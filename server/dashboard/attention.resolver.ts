import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import { type Connection, PageArgs } from "../core/lists/page.ts";
import { sentence } from "../core/messages/sentence.ts";
import { Allow, administrator, peopleOnly, staff, staffOrProvider } from "../core/policy.ts";
import { StaffRole } from "../core/staff-roles.ts";
import { AttentionAction, AttentionKind, actionsOn, setsAside } from "./attention.kinds.ts";
import { AttentionConnection, AttentionCountObject, AttentionItemObject, AttentionObject } from "./attention.object.ts";
import { type AttentionRow, attentionPage, countAttention } from "./attention.queries.ts";
import { attentionMessage } from "./attention-message.ts";
import { retryJob } from "./retry-job.ts";
import { setAttentionAside } from "./set-attention-aside.ts";

@Resolver(() => AttentionObject)
export class AttentionResolver {
  @Allow(staffOrProvider, peopleOnly)
  @Query(() => AttentionObject, {
    description:
      "What nobody would notice otherwise, and what mends it: all for staff, by role, and one's own for a provider.",
  })
  needsAttention(@Ctx() ctx: Context): AttentionObject {
    return { at: ctx.now() };
  }

  @FieldResolver(() => Int, { description: "How much there is, of all kinds together." })
  async total(@Ctx() ctx: Context): Promise<number> {
    return (await countAttention(ctx)).reduce((sum, { count }) => sum + count, 0);
  }

  @FieldResolver(() => [AttentionCountObject], {
    description: "How much there is of each kind that the viewer is told of, 0 among them.",
  })
  kinds(@Ctx() ctx: Context): Promise<AttentionCountObject[]> {
    return countAttention(ctx);
  }

  @FieldResolver(() => AttentionConnection, { description: "What it is; what has waited longest comes first." })
  items(
    @Arg("kind", () => AttentionKind, { nullable: true, description: "Of this kind; left out: of all." })
    kind: AttentionKind | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<AttentionRow>> {
    return attentionPage(ctx, kind, page);
  }
}

@Resolver(() => AttentionItemObject)
export class AttentionItemResolver {
  @FieldResolver(() => String, { description: "What is wrong, and what to do." })
  message(@Root() row: AttentionRow, @Ctx() ctx: Context): string {
    return sentence(attentionMessage(row, ctx.viewer.isStaff), ctx.request.language);
  }

  @FieldResolver(() => [AttentionAction], { description: "What the viewer can do about it now." })
  availableActions(@Root() { kind }: AttentionRow, @Ctx() ctx: Context): AttentionAction[] {
    return actionsOn(ctx.viewer, kind);
  }

  @Allow(staff, peopleOnly, "NONE", [...setsAside])
  @Mutation(() => Boolean, {
    description:
      "Takes an entry off the list that somebody looked at and that is to stay as it is, such as two members who are two persons. It comes back if it happens anew. Errors: NOT_FOUND, ILLEGAL_TRANSITION for a report or a name, REASON_REQUIRED.",
  })
  setAttentionAside(
    @Arg("id", () => ID, { description: "The entry's ID." }) id: string,
    @Arg("reason", () => String, { description: "Stands in the audit log." }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return setAttentionAside(ctx, id, reason);
  }

  @Allow(administrator, peopleOnly, "NONE", [StaffRole.ADMINISTRATOR])
  @Mutation(() => Boolean, {
    description: "Tries a job again that is not tried any more, as often as a new one. Errors: NOT_FOUND.",
  })
  retryJob(
    @Arg("id", () => ID, { description: "The ID of its entry." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<boolean> {
    return retryJob(ctx, id);
  }
}
