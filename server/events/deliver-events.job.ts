import { defineJob } from "../core/jobs.ts";
import { deliverEvents } from "./deliver-events.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    "events.deliver": { webhookId: string };
  }
}

export const deliverEventsJob = defineJob("events.deliver", (ctx, { webhookId }) => deliverEvents(ctx, webhookId));
