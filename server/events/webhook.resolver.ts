import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../core/context.ts";
import { type Connection, PageArgs } from "../core/lists/page.ts";
import { Allow, peopleOrTestKeys, ShownOnce, staffOrProvider } from "../core/policy.ts";
import { removeWebhook, replayDelivery, rotateWebhookSecret, startWebhook, stopWebhook } from "./change-webhook.ts";
import { createWebhook, type WebhookWithSecret } from "./create-webhook.ts";
import type { Webhook } from "./webhook.entity.ts";
import { CreateWebhookArgs, WebhookDeliveryConnection, WebhookObject, WebhookSecretPayload } from "./webhook.object.ts";
import { rolesOfWebhooks, WebhookAction, webhookActions } from "./webhook.policy.ts";
import { type DeliveryRow, deliveryList, findWebhook, listWebhooks, waitingOf } from "./webhook.queries.ts";

const idOf = { description: "The webhook." };

@Resolver(() => WebhookObject)
export class WebhookResolver {
  @FieldResolver(() => [WebhookAction], { description: "What the viewer can do with it now." })
  availableActions(@Root() webhook: Webhook, @Ctx() ctx: Context): WebhookAction[] {
    return webhookActions(ctx.viewer, webhook);
  }

  @FieldResolver(() => Int, { description: "How many events wait for it." })
  waiting(@Root() { id }: Webhook, @Ctx() ctx: Context): Promise<number> {
    return waitingOf(ctx, id);
  }

  @FieldResolver(() => WebhookDeliveryConnection, {
    description: "What was sent to it and what waits, the latest event first; kept as long as events are.",
  })
  deliveries(
    @Root() { id }: Webhook,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<DeliveryRow>> {
    return deliveryList.page(ctx, { webhookId: id }, page);
  }

  @Allow(staffOrProvider, peopleOrTestKeys)
  @Query(() => [WebhookObject], {
    description: "Webhooks of a provider, for its owners, or of the accreditor, for staff. Newest first, at most 100.",
  })
  webhooks(
    @Arg("providerId", () => ID, { nullable: true, description: "Whose; left out: the accreditor's." })
    providerId: string | null,
    @Ctx() ctx: Context,
  ): Promise<Webhook[]> {
    return listWebhooks(ctx, providerId);
  }

  @Allow(staffOrProvider, peopleOrTestKeys)
  @Query(() => WebhookObject, {
    nullable: true,
    description: "One webhook; null where there is none that the viewer manages.",
  })
  webhook(@Arg("id", () => ID, idOf) id: string, @Ctx() ctx: Context): Promise<Webhook | null> {
    return findWebhook(ctx, id);
  }

  @Allow(staffOrProvider, peopleOrTestKeys, "FRESH", rolesOfWebhooks)
  @ShownOnce()
  @Mutation(() => WebhookSecretPayload, {
    description:
      "Makes a webhook: an address to which events are posted from now on. Its secret is in this answer and never shown again. Errors: NOT_FOUND, FORBIDDEN, BAD_INPUT, TOO_MANY_WEBHOOKS.",
  })
  createWebhook(
    @Args(() => CreateWebhookArgs) input: CreateWebhookArgs,
    @Ctx() ctx: Context,
  ): Promise<WebhookWithSecret> {
    return createWebhook(ctx, input);
  }

  @Allow(staffOrProvider, peopleOrTestKeys, "FRESH", rolesOfWebhooks)
  @ShownOnce()
  @Mutation(() => WebhookSecretPayload, {
    description: "Gives a webhook another secret; for the overlap both sign. Errors: NOT_FOUND, BAD_INPUT.",
  })
  rotateWebhookSecret(
    @Arg("id", () => ID, idOf) id: string,
    @Arg("overlapHours", () => Int, {
      defaultValue: 24,
      description: "For how many hours the old secret signs as well, at most 168.",
    })
    overlapHours: number,
    @Ctx() ctx: Context,
  ): Promise<WebhookWithSecret> {
    return rotateWebhookSecret(ctx, id, overlapHours);
  }

  @Allow(staffOrProvider, peopleOrTestKeys, "NONE", rolesOfWebhooks)
  @Mutation(() => WebhookObject, { description: "Sends a webhook nothing any more. Errors: NOT_FOUND." })
  stopWebhook(@Arg("id", () => ID, idOf) id: string, @Ctx() ctx: Context): Promise<Webhook> {
    return stopWebhook(ctx, id);
  }

  @Allow(staffOrProvider, peopleOrTestKeys, "FRESH", rolesOfWebhooks)
  @Mutation(() => WebhookObject, {
    description:
      "Sends a webhook that was stopped what it has missed, as far as events are kept, and what happens from now on. Errors: NOT_FOUND.",
  })
  startWebhook(@Arg("id", () => ID, idOf) id: string, @Ctx() ctx: Context): Promise<Webhook> {
    return startWebhook(ctx, id);
  }

  @Allow(staffOrProvider, peopleOrTestKeys, "NONE", rolesOfWebhooks)
  @Mutation(() => WebhookObject, {
    description: "Takes a webhook away for good, and answers with it as it was. Errors: NOT_FOUND.",
  })
  removeWebhook(@Arg("id", () => ID, idOf) id: string, @Ctx() ctx: Context): Promise<Webhook> {
    return removeWebhook(ctx, id);
  }

  @Allow(staffOrProvider, peopleOrTestKeys, "NONE", rolesOfWebhooks)
  @Mutation(() => ID, {
    description:
      "Sends an event to a webhook once more, with the same ID, and answers with the delivery's. Errors: NOT_FOUND, ILLEGAL_TRANSITION.",
  })
  replayWebhookDelivery(
    @Arg("id", () => ID, { description: "The delivery." }) id: string,
    @Ctx() ctx: Context,
  ): Promise<string> {
    return replayDelivery(ctx, id);
  }
}
