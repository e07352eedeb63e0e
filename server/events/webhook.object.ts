import { ArrayMaxSize, ArrayUnique, MaxLength } from "class-validator";
import { ArgsType, Extensions, Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { NotBlank, PlainLine } from "../core/input-rules.ts";
import { connectionOf } from "../core/lists/page.ts";
import { NodeObject } from "../core/node.ts";
import { DateTime } from "../core/scalars.ts";
import type { NewWebhook, WebhookWithSecret } from "./create-webhook.ts";
import { EventType } from "./event.types.ts";
import { DeliveryProblem, StopReason, type Webhook } from "./webhook.entity.ts";
import { WebhookAction } from "./webhook.policy.ts";
import { type DeliveryRow, DeliveryState } from "./webhook.queries.ts";

registerEnumType(StopReason, {
  name: "WebhookStopReason",
  description: "Why nothing is sent to a webhook any more.",
  valuesConfig: {
    BY_HAND: { description: "Somebody stopped it." },
    FAILING: { description: "For three days nothing was taken." },
    GONE: { description: "The receiver answered 410." },
    MAKER_GONE: { description: "Whoever stood for it may not make it any more." },
  },
});

registerEnumType(DeliveryProblem, {
  name: "WebhookDeliveryProblem",
  description: "Why an event was not taken.",
  valuesConfig: {
    PRIVATE_ADDRESS: { description: "The address leads to a network that is not public." },
    UNKNOWN_HOST: { description: "There is no such host." },
    UNREACHABLE: { description: "The connection was refused, or broke." },
    TIMEOUT: { description: "There was no answer within ten seconds." },
    CERTIFICATE: { description: "The receiver's certificate does not hold." },
    ANSWER: { description: "The answer's status is none of 200 to 299; redirects are not followed." },
  },
});

registerEnumType(DeliveryState, {
  name: "WebhookDeliveryState",
  description: "Where an event stands on its way to a webhook.",
  valuesConfig: {
    WAITING: { description: "Waits for its turn, or for its next try." },
    TAKEN: { description: "The receiver has it." },
    GIVEN_UP: { description: "Tried for three days." },
  },
});

registerEnumType(WebhookAction, {
  name: "WebhookAction",
  description: "What can be done with a webhook.",
  valuesConfig: {
    ROTATE_SECRET: { description: "rotateWebhookSecret" },
    STOP: { description: "stopWebhook" },
    START: { description: "startWebhook" },
    REMOVE: { description: "removeWebhook" },
    REPLAY: { description: "replayWebhookDelivery" },
  },
});

@Extensions({ testKeys: true })
@ObjectType("WebhookDelivery", { description: "One event on its way to one webhook.", simpleResolvers: true })
export class WebhookDeliveryObject implements DeliveryRow {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => ID, { description: "The event, as `webhook-id` has it." }) eventId!: string;
  @Field(() => ID, { description: "What it happened to: of one thing events are sent in order." }) subjectId!: string;
  @Field(() => EventType, { description: "What happened." }) type!: EventType;
  @Field(() => DateTime, { description: "When it happened." }) at!: Date;
  @Field(() => DeliveryState, { description: "Where it stands." }) state!: DeliveryState;
  @Field(() => Int, { description: "How often it was tried." }) attempts!: number;
  @Field(() => Int, { nullable: true, description: "The status of the last answer." }) answer!: number | null;
  @Field(() => DeliveryProblem, { nullable: true, description: "Why the last try was none." })
  problem!: DeliveryProblem | null;
  @Field(() => Int, { nullable: true, description: "How long the last try took, in milliseconds." })
  tookMs!: number | null;
  @Field(() => DateTime, { nullable: true, description: "When it was last tried." }) triedAt!: Date | null;
  @Field(() => DateTime, { nullable: true, description: "Not tried again before then; null: it is over." })
  nextAt!: Date | null;
}

export const WebhookDeliveryConnection = connectionOf("WebhookDelivery", () => WebhookDeliveryObject);

@Extensions({ testKeys: true })
@ObjectType("Webhook", {
  implements: NodeObject,
  description: "An address to which events are sent.",
  simpleResolvers: true,
})
export class WebhookObject
  implements
    Pick<
      Webhook,
      | "id"
      | "url"
      | "types"
      | "providerId"
      | "createdAt"
      | "previousUntil"
      | "lastSuccessAt"
      | "failures"
      | "resumeAt"
      | "stoppedAt"
      | "stoppedBecause"
    >
{
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => String, { description: "Where events are posted." }) url!: string;
  @Field(() => [EventType], { description: "Which; empty: all." }) types!: EventType[];
  @Field(() => ID, { nullable: true, description: "The provider whose events it is sent; null: the accreditor." })
  providerId!: string | null;
  @Field(() => DateTime, { description: "When it was made." }) createdAt!: Date;
  @Field(() => DateTime, { nullable: true, description: "Until when the secret before signs as well." })
  previousUntil!: Date | null;
  @Field(() => DateTime, { nullable: true, description: "When an event was last taken." }) lastSuccessAt!: Date | null;
  @Field(() => Int, { description: "Rounds in a row of which nothing was taken." }) failures!: number;
  @Field(() => DateTime, { nullable: true, description: "Nothing is sent before then, after failures." })
  resumeAt!: Date | null;
  @Field(() => DateTime, { nullable: true, description: "When it was stopped; null: it is sent events." })
  stoppedAt!: Date | null;
  @Field(() => StopReason, { nullable: true, description: "Why." }) stoppedBecause!: StopReason | null;
}

@Extensions({ testKeys: true })
@ObjectType({ description: "A webhook with its secret, shown this once.", simpleResolvers: true })
export class WebhookSecretPayload implements WebhookWithSecret {
  @Field(() => String, {
    description: "Signs what is sent, as Standard Webhooks have it: `whsec_…`. It is not shown again.",
  })
  secret!: string;
  @Field(() => WebhookObject, { description: "The webhook." }) webhook!: Webhook;
}

@ArgsType()
export class CreateWebhookArgs implements NewWebhook {
  @Field(() => String, { description: "Where events are posted: an https: address of the public internet." })
  @NotBlank()
  @PlainLine()
  @MaxLength(1000)
  url!: string;
  @Field(() => [EventType], { description: "Which; empty: all." })
  @ArrayMaxSize(20)
  @ArrayUnique()
  types: EventType[] = [];
  @Field(() => ID, { nullable: true, description: "Whose events; left out: the accreditor's, who is sent all." })
  providerId?: string | null;
}
