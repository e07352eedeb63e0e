import Stripe from "stripe";
import type { Config } from "../core/config.ts";

/** Stripe's own client waits 80 seconds. */
const timeoutMs = 15_000;

/** The settings by which cards are taken; a card is never asked for without them. */
export type StripeSettings = NonNullable<Config["stripe"]>;

export function stripeClient({ secretKey, baseUrl }: StripeSettings): Stripe {
  const { protocol, hostname, port } = new URL(baseUrl);
  return new Stripe(secretKey, {
    protocol: protocol === "http:" ? "http" : "https",
    host: hostname,
    ...(port && { port: Number(port) }),
    timeout: timeoutMs,
    maxNetworkRetries: 2,
    telemetry: false,
  });
}

/** How old a signed message may be, in seconds. */
const toleranceSeconds = 300;

/**
 * Opens a message of Stripe's by its signature over the bytes as they came.
 * @returns null where it is not Stripe's, or too old
 */
export function openEvent(settings: StripeSettings, body: Buffer, signature: string, now: Date): Stripe.Event | null {
  try {
    const { webhooks } = stripeClient(settings);
    return webhooks.constructEvent(body, signature, settings.webhookSecret, toleranceSeconds, undefined, now.getTime());
  } catch {
    return null;
  }
}
