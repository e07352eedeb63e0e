import { graphql, type ResultOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const webhooksQuery = graphql(`
  query Webhooks($providerId: ID) {
    webhooks(providerId: $providerId) {
      id url types lastSuccessAt failures resumeAt stoppedAt stoppedBecause previousUntil waiting availableActions
    }
  }
`);

export type Webhook = ResultOf<typeof webhooksQuery>["webhooks"][number];
export type EventType = Webhook["types"][number];

/** What can be chosen, in the order of the schema. Of members only the accreditor is told. */
export const eventTypes = [
  "PROGRAM_SUBMITTED",
  "PROGRAM_DECIDED",
  "PROGRAM_POSTPONED",
  "PROGRAM_CANCELLED",
  "ATTENDANCE_RECORDED",
  "ATTENDANCE_UNDONE",
  "CERTIFICATE_ISSUED",
  "CERTIFICATE_SUPERSEDED",
  "CERTIFICATE_REVOKED",
  "FEE_DUE",
  "FEE_PAID",
  "MEMBER_CHANGED",
  "MEMBER_MERGED",
] as const satisfies readonly EventType[];

const deliveriesQuery = graphql(`
  query WebhookDeliveries($id: ID!, $after: String) {
    webhook(id: $id) {
      deliveries(first: 50, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { id eventId type at state attempts answer problem tookMs triedAt nextAt }
      }
    }
  }
`);

export const readDeliveries = async (id: string, after: string | null, signal: AbortSignal) =>
  (await request(deliveriesQuery, { id, after }, signal)).webhook?.deliveries ?? null;

const createMutation = graphql(`
  mutation CreateWebhook($providerId: ID, $url: String!, $types: [EventType!]!) {
    createWebhook(providerId: $providerId, url: $url, types: $types) { secret webhook { id url } }
  }
`);
const rotateMutation = graphql(`
  mutation RotateWebhookSecret($id: ID!, $hours: Int!) {
    rotateWebhookSecret(id: $id, overlapHours: $hours) { secret webhook { id url } }
  }
`);
const stopMutation = graphql(`mutation StopWebhook($id: ID!) { stopWebhook(id: $id) { id } }`);
const startMutation = graphql(`mutation StartWebhook($id: ID!) { startWebhook(id: $id) { id } }`);
const removeMutation = graphql(`mutation RemoveWebhook($id: ID!) { removeWebhook(id: $id) { id } }`);
const replayMutation = graphql(`mutation ReplayWebhookDelivery($id: ID!) { replayWebhookDelivery(id: $id) }`);

export const createWebhook = async (providerId: string | null, url: string, types: EventType[]) =>
  (await request(createMutation, { providerId, url, types })).createWebhook;
export const rotateWebhookSecret = async (id: string, hours: number) =>
  (await request(rotateMutation, { id, hours })).rotateWebhookSecret;
export const stopWebhook = (id: string) => request(stopMutation, { id });
export const startWebhook = (id: string) => request(startMutation, { id });
export const removeWebhook = (id: string) => request(removeMutation, { id });
export const replayDelivery = (id: string) => request(replayMutation, { id });
