import express, { Router } from "express";
import { systemViewer } from "../core/audit.ts";
import { type Context, createContext } from "../core/context.ts";
import { hearStripe } from "./hear-stripe.ts";
import { openEvent } from "./stripe.ts";

/** More than any message of Stripe's. */
const mostBytes = 1024 * 1024;

/** `POST /stripe/webhook`: what Stripe says, signed over the bytes as they come. There is no such page where cards are not taken. */
export function stripeRoutes(base: Pick<Context, "db" | "config" | "now">): Router {
  const router = Router();
  router.post(
    "/stripe/webhook",
    (_req, _res, next) => next(base.config.stripe ? undefined : "route"),
    express.raw({ type: () => true, limit: mostBytes }),
    async (req, res, next) => {
      const { stripe } = base.config;
      if (!stripe) return next();
      const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
      const event = openEvent(stripe, body, req.get("stripe-signature") ?? "", base.now());
      if (!event) return void res.status(400).end();
      await hearStripe(createContext(base, systemViewer), event);
      res.json({ received: true });
    },
  );
  return router;
}
